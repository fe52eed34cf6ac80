/*
 * regime.h - customs procedures as the Union Customs Code and ASYCUDA write them: two digits for
 * what is asked for, two for the procedure before, and maybe more that say nothing here.
 */
#ifndef TT_DETECT_COMMON_REGIME_H
#define TT_DETECT_COMMON_REGIME_H

#include "base/base.h"

typedef struct tt_regime {
    int asked, before; /* 0..99; 0: none */
} tt_regime;

/** False when the code does not begin with four digits: it is of another country's system. */
bool tt_regime_of(tt_str procedure_code, tt_regime *out);
/** 50, 52, 53: goods that are to leave again as they came.  (51, 54: goods that are processed.) */
bool tt_regime_same_state(int procedure);
/** 71, 76, 77, 78: customs warehouses and free zones. */
bool tt_regime_stored(int procedure);
/** 51, 54. */
bool tt_regime_processing(int procedure);
/** Goods leave for a time (21 to 23), enter for a time (50 to 54) or come back (61, 63): asked for.
 */
bool tt_regime_temporary(tt_str procedure_code);

#endif
