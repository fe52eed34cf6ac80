/* hs.h - Harmonized System codes: 2022 edition for what exists, national digits kept as they are.
 */
#ifndef TT_REFDATA_HS_H
#define TT_REFDATA_HS_H

#include "refdata/unit.h"

/*
 * A code of 2, 4, 6, 8 or 10 digits.  The digits, padded with zeros to ten, times 16, plus how many
 * there are: order of numbers is order of texts, and a chapter comes before its headings.  0 is
 * "none".
 */
typedef uint64_t tt_hs;
#define TT_HS_NONE ((tt_hs)0)
enum { TT_HS_TEXT = 11 }; /* ten digits and a NUL */

/**
 * Read a code: "0801.32.00", "0801 32", "08013200".  Dots and blanks are dropped where they stand
 * between pairs of digits.  Of the twelve digits of the tariffs of Türkiye and of the Gulf the
 * first ten are kept: the last two number what one country counts apart.
 *
 * An odd number of digits is a code that lost its leading zero, or a number that is no code: never
 * repaired.  The chapter must be 01 to 99; whether the code exists is asked with tt_hs_known().
 *
 * @param out  untouched on failure.
 */
TT_MUST_CHECK bool tt_hs_parse(tt_str text, tt_hs *out);

/** Number of digits; 0 for none. */
unsigned tt_hs_digits(tt_hs hs);
/** The digits and a NUL; "" for none.  Returns the number of digits. */
unsigned tt_hs_text(tt_hs hs, char out[TT_HS_TEXT]);
/** The first n (2, 4, 6, 8) digits; the code itself when it has no more; TT_HS_NONE when n is 0. */
tt_hs tt_hs_prefix(tt_hs hs, unsigned n);
/** 1..99; 0 for none. */
unsigned tt_hs_chapter(tt_hs hs);

/**
 * True when the first `level` (2, 4 or 6) digits are a chapter, heading or subheading of HS 2022.
 * False when the code has fewer digits.  Chapter 77 is reserved, 98 and 99 are national: not known.
 * O(log n).
 */
bool tt_hs_known(tt_hs hs, unsigned level);

/** Short title of the chapter, ours, constant; "" for chapters that do not exist. */
const char *tt_hs_chapter_title(tt_hs hs);

/* What goods of a heading are called. */
typedef struct tt_hs_name {
    uint16_t heading;
    const char *title; /* short, ours */
    const char *words; /* of trade, in several languages, '|' between */
} tt_hs_name;

/** All headings of HS 2022, ascending.  Constant. */
const tt_hs_name *tt_hs_names(size_t *n);
/** Short title of the heading, ours, constant; "" for headings that do not exist, and codes of two
 * digits.  O(log n). */
const char *tt_hs_heading_title(tt_hs hs);

/** Prices follow a world market: an index or the month's median is taken out before they are
 * compared. */
bool tt_hs_is_commodity(tt_hs hs);
/** Branded or made-to-order goods: prices differ for good reasons, evidence from them counts less.
 */
bool tt_hs_is_differentiated(tt_hs hs);
/**
 * "Other": the fifth and sixth digit are 90 or end in 9, or the heading collects what no other
 * heading names. Such a code holds unlike goods, and a price that stands out says less.
 */
bool tt_hs_is_residual(tt_hs hs);

/** Unit in which goods of this code are usually counted (the longest prefix with a rule, else
 * kilogram). */
tt_unit tt_hs_unit(tt_hs hs);
/** Its dimension; TT_DIM_NONE for none. */
tt_dim tt_hs_dimension(tt_hs hs);

#endif
