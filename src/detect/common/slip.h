/*
 * slip.h - factors that an error of entry puts into a unit price: a wrong unit, a moved decimal
 * point.  Data quality, never evidence.
 */
#ifndef TT_DETECT_COMMON_SLIP_H
#define TT_DETECT_COMMON_SLIP_H

#include "refdata/refdata.h"

enum { TT_SLIP_FAR = 100 };        /* from this factor on ... */
#define TT_SLIP_FAR_TOLERANCE 0.25 /* ... this near is near: nobody pays so much, prices vary */

/**
 * The factor that a ratio of prices is near; 0 when it is near none.
 *
 * @param ratio      above 1: the larger price over the smaller.
 * @param tolerance  as a fraction: 0.1 takes 9.1 to 11 for 10.
 */
double tt_unit_slip(tt_dim dim, double ratio, double tolerance);

#endif
