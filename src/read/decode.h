/*
 * decode.h - the text of one cell to the value of one field.  The one place for this, for all
 * readers.
 */
#ifndef TT_READ_DECODE_H
#define TT_READ_DECODE_H

#include "base/arena.h"
#include "model/record.h"
#include "read/reason.h"

typedef enum tt_date_how {
    TT_DATE_ISO,
    TT_DATE_PATTERN,
    TT_DATE_DAYS,
    TT_DATE_SECONDS
} tt_date_how;

/* How dates are written. */
typedef struct tt_date_style {
    tt_date_how how;
    tt_str pattern; /* PATTERN: as tt_parse_when_pattern takes it */
    tt_date base;   /* DAYS, SECONDS: what 0 means */
} tt_date_style;

/**
 * The style that a map names: "days since YYYY-MM-DD", "seconds since YYYY-MM-DD", or a pattern of
 * tt_parse_when_pattern that fixes year, month and day.
 *
 * @param text  borrowed by *out; empty is ISO 8601.
 * @return      TT_OK or TT_EFORMAT (says what is wrong).
 */
TT_MUST_CHECK tt_status tt_date_style_parse(tt_str text, tt_date_style *out, tt_err *err);

/* One field and how its source writes it.  Zero but for `field` is the canonical form. */
typedef struct tt_decoder {
    const tt_field *field;
    char decimal;   /* 0: '.' */
    char grouping;  /* 0: none; else dropped between digits of the whole part */
    bool is_unit;   /* the field holds a unit code: an unknown one is noted */
    bool is_hs;     /* the field holds an HS code: what cannot be one is noted */
    bool is_status; /* the field says which statement of a document it is: other words are
                       understood */
    tt_date_style date;
} tt_decoder;

/** A decoder of the canonical form. */
tt_decoder tt_decoder_of(const tt_field *field);

/**
 * Read a cell.
 *
 * The cell is trimmed; an empty one is unknown: not set, and no reason.  Requiredness is not looked
 * at.
 *
 *   TEXT CODE LIST  as they are
 *   ENUM            one of field.words, without case, blanks and dashes as underscores; text is the
 * word itself COUNTRY CCY     by refdata DATE WHEN       by the date style; a DATE drops the time
 * of the day AMOUNT          minor units of ccy, DEC 1e-6, RATE 1e-12: more decimals are rounded
 * half to even and noted INT             a whole number; zeros after a point are allowed
 *
 * @param cell  valid UTF-8 without control characters (tt_text_clean).  Borrowed as long as *out is
 * used.
 * @param ccy   of an AMOUNT, else ignored.  With TT_CCY_NONE an amount cannot be read.
 * @param out   set and filled, or empty.
 * @return      TT_REASON_NONE; a reason that is a note (out is set); else why it cannot be read
 * (out is not set).
 */
tt_reason tt_decode(const tt_decoder *d, tt_str cell, tt_ccy ccy, tt_value *out);

/** Decimals that a DEC, RATE or INT keeps: 6, 12, 0. */
unsigned tt_decode_scale(tt_ftype type);

/* Minor units: a hundred trillion dollars.  Nine hundred such rows still add up in 64 bits: one
 * absurd amount is a flaw of its row and not the end of the analysis. */
#define TT_AMOUNT_MAX INT64_C(10000000000000000)

/** An empty value: not set. */
#define TT_VALUE_NONE ((tt_value){.sec = TT_NO_TIME, .num = TT_NO_NUM})

/** True when s is valid UTF-8 and has no control characters (C0 but for \t \n \r, DEL, C1). */
bool tt_text_is_clean(tt_str s);

typedef struct tt_text_flaws {
    bool not_utf8, control;
} tt_text_flaws;

/**
 * A copy of s with U+FFFD for each bad byte and each control character.
 *
 * @param a      holds the copy.
 * @param flaws  members are set, never cleared.
 * @return       {NULL,0} when memory is out.
 */
tt_str tt_text_clean(tt_str s, tt_arena *a, tt_text_flaws *flaws);

#endif
