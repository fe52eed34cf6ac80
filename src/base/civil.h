/* civil.h - dates as day numbers, times as UTC seconds; proleptic Gregorian, no locale, no clock.
 */
#ifndef TT_BASE_CIVIL_H
#define TT_BASE_CIVIL_H

#include "base/num.h"

typedef int32_t tt_date; /* days since 1970-01-01 */
#define TT_NO_DATE INT32_MIN
#define TT_NO_TIME (-1)

/* A date, and the second of the UTC day where the source had a time. */
typedef struct tt_when {
    tt_date day;
    int32_t sec; /* 0..86399, TT_NO_TIME when the source had a date only */
} tt_when;

bool tt_civil_valid(int y, int m, int d); /* years 1000..9999, months and days from 1 */
/** Day number of a date that is valid.
 * @source  Howard Hinnant, chrono-Compatible Low-Level Date Algorithms, 2013. */
tt_date tt_civil_days(int y, int m, int d);
/** The way back, for any day number (not TT_NO_DATE). */
void tt_civil_of(tt_date day, int *y, int *m, int *d);

/* The parsers want the whole text; false, and *out untouched, when it is something else. */

/** YYYY-MM-DD, exactly. */
bool tt_parse_date(tt_str s, tt_date *out);
/**
 * YYYY-MM-DD, or with 'T' or ' ' HH:MM[:SS[.fff]] and optional Z or +HH:MM or -HH:MM.
 *
 * Becomes UTC, which may move the day; without a zone it is taken as UTC.  Fractions are cut.
 * There is no 24:00 and no second 60.
 */
bool tt_parse_when(tt_str s, tt_when *out);
/**
 * Text by a pattern: %Y (four digits) %m %d %H %M %S (one or two) %y (two, 1970..2069) %b
 * (Jan..Dec, any case) %j (day of the year, one to three), %%, anything else literally.
 *
 * Digits are taken greedily.  The pattern must give a year, and a month and day or a day of the
 * year; a time needs %H.
 */
bool tt_parse_when_pattern(tt_str s, tt_str pattern, tt_when *out);
/** YYYY-MM-DD; "" for none.  Terminated; the length is returned. */
size_t tt_date_text(tt_date d, char out[TT_NUM_TEXT]);
/** YYYY-MM-DD or YYYY-MM-DDTHH:MM:SSZ; "" for none. */
size_t tt_when_text(tt_when w, char out[TT_NUM_TEXT]);
/** No time sorts before any time of the day; TT_NO_DATE first. */
int tt_when_cmp(tt_when a, tt_when b);

#endif
