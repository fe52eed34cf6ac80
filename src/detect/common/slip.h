/*
 * slip.h - what an error of entry does: factors in a unit price (a wrong unit, a moved decimal
 * point), day and month swapped.  Data quality, never evidence.
 */
#ifndef TT_DETECT_COMMON_SLIP_H
#define TT_DETECT_COMMON_SLIP_H

#include "base/civil.h"
#include "refdata/refdata.h"

enum { TT_SLIP_FAR = 100 }; /* from this factor on ... */
#define TT_SLIP_FAR_TOLERANCE                                                                      \
    0.5 /* ... this near is near: nobody pays so much, and prices vary                             \
         */

/**
 * The factor that a ratio of prices is near; 0 when it is near none.
 *
 * @param ratio      above 1: the larger price over the smaller.
 * @param tolerance  as a fraction: 0.1 takes 9.1 to 11 for 10.
 */
double tt_unit_slip(tt_dim dim, double ratio, double tolerance);

/** Day and month read the other way round; TT_NO_DATE when that is no date or the same one. */
tt_date tt_date_swapped(tt_date day);

#endif
