/*
 * limits.h - a sum beside a limit from which it is reported, declared in full or examined
 * (refdata/limit.h).
 */
#ifndef TT_DETECT_COMMON_LIMITS_H
#define TT_DETECT_COMMON_LIMITS_H

#include "detect/common/draft.h"
#include "refdata/limit.h"

/**
 * A sum over the limit: 1 is the limit itself.
 *
 * @param value  the sum in the base currency, minor units, at the rate of the day.
 * @return       0 when the limit has no rate on that day.
 */
double
tt_limit_ratio(const tt_data *d, const tt_limit *l, tt_money sum, int64_t value, tt_date day);

/** "EUR 10000.00 for cash". @param t  the table that the limit is of. */
const char *tt_say_limit(tt_draft *w, const tt_limit *l, tt_reftab t);
/** The test limit_is_law: whether the row of the table was found in a source. */
void tt_limit_test(tt_draft *w, const tt_limit *l, tt_reftab t);

#endif
