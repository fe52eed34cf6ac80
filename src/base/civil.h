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

bool tt_civil_valid(int y, int m, int d); /* years 1000..9999 */
tt_date tt_civil_days(int y, int m, int d);
void tt_civil_of(tt_date day, int *y, int *m, int *d);

/** YYYY-MM-DD, exactly. */
bool tt_parse_date(tt_str s, tt_date *out);
/** YYYY-MM-DD, or with 'T' or ' ' HH:MM[:SS[.fff]] and optional Z or +HH:MM (no zone: taken as UTC,
 * fractions cut). */
bool tt_parse_when(tt_str s, tt_when *out);
/**
 * Text by a pattern: %Y %m %d %H %M %S %y (two digits, 1970..2069) %b (Jan..Dec) %j (day of year),
 * %%, anything else literally.
 */
bool tt_parse_when_pattern(tt_str s, tt_str pattern, tt_when *out);
/** YYYY-MM-DD and NUL; "" for none. */
size_t tt_date_text(tt_date d, char out[TT_NUM_TEXT]);
/** YYYY-MM-DD or YYYY-MM-DDTHH:MM:SSZ. */
size_t tt_when_text(tt_when w, char out[TT_NUM_TEXT]);
int tt_when_cmp(tt_when a,
                tt_when b); /* no time sorts before any time of the day; TT_NO_DATE first */

#endif
