/*
 * lanes.h - of the bills of lading from one country to another, how many have an import in their
 * deal.
 */
#ifndef TT_DETECT_COMMON_LANES_H
#define TT_DETECT_COMMON_LANES_H

#include "detect/common/shared.h"

/* Bills that are in a deal, and those of which an import or transit declaration is, too. */
typedef struct tt_lane {
    tt_country goal, from; /* where they end and begin; TT_COUNTRY_NONE is a country of its own */
    uint32_t n, cleared;
} tt_lane;

typedef struct tt_lanes {
    const tt_data *d;
    tt_lane *v; /* by (goal, from) */
    size_t n;
} tt_lanes;

/** @param a  holds the result.  @complexity  O(n log n) for n bills. */
TT_MUST_CHECK tt_status tt_lanes_build(const tt_data *d, tt_arena *a, tt_lanes *out, tt_err *err);

/**
 * Share of bills, but for those of its shipper, that have an import in their deal: to the country
 * where a bill ends, from the country where it begins as far as there are such bills (with the
 * share of all that end there counted as five).  0 where there are none.
 *
 * @complexity  O(bills of the shipper and lanes to the country).
 */
double tt_lanes_cleared(const tt_lanes *l, const tt_detect_in *in, tt_ix bill);

#endif
