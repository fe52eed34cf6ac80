/*
 * draft_values.h - what the cells of a column look like: counts over a sample, and what follows
 * from them.
 */
#ifndef TT_READ_DRAFT_VALUES_H
#define TT_READ_DRAFT_VALUES_H

#include "base/arena.h"
#include "base/buf.h"
#include "model/kind.h"

enum { TT_PROFILE_DATES = 40, TT_PROFILE_WORDS = 16, TT_PROFILE_WORD = 24 };
#define TT_PROFILE_OUT UINT64_MAX

/* All-zero is the profile of no cells. */
typedef struct tt_profile {
    uint64_t n;       /* cells that say something */
    uint64_t empty;   /* cells that do not */
    uint32_t unknown; /* a bit for each word of tt_profile_unknown that occurs */
    uint64_t country, ccy, unit, hs, container, iban, locode; /* cells that are one of these */
    uint64_t whole;                                           /* digits and a sign only */
    uint64_t point, comma;           /* numbers when '.' or ',' is the decimal sign */
    uint64_t sure_point, sure_comma; /* numbers that are one with this decimal sign only */
    uint64_t grouped[2][4]; /* numbers as point, comma, with , . ' or blank between groups */
    uint64_t days, seconds; /* whole numbers that could be days since 1899, seconds */
    uint64_t
        date_miss[TT_PROFILE_DATES]; /* cells that are no date of this pattern; OUT: too many */
    char words[TT_PROFILE_WORDS][TT_PROFILE_WORD]; /* the first different texts, terminated */
    uint8_t n_words; /* TT_PROFILE_WORDS + 1: there are more, or longer ones */
} tt_profile;

/** Count a cell. */
void tt_profile_add(tt_profile *p, tt_str cell);

/** True when at least `percent` of the cells that say something are counted; false without any. */
bool tt_profile_mostly(const tt_profile *p, uint64_t count, unsigned percent);

/**
 * The date pattern that the cells follow, for `dates` of a map.
 *
 * @param days_too   a column of whole numbers may count days or seconds.
 * @param ambiguous  set when day and month could be the other way round in each cell.
 * @return           "" for ISO 8601; NULL when there is none.  Constant text.
 */
const char *tt_profile_date(const tt_profile *p, bool days_too, bool *ambiguous);
/** True when the cells are texts out of field.words. */
bool tt_profile_is_enum(const tt_profile *p, const tt_field *field);
/** "dates", "countries", "currencies" ...; NULL when they look like nothing special. */
const char *tt_profile_looks(const tt_profile *p);
/** Text number i of the cells that mean "not known"; NULL when there are no more. */
const char *tt_profile_unknown(size_t i);

#endif
