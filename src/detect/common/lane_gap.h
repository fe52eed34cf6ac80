/*
 * lane_gap.h - how far apart the two sides of a lane stay, period by period, and what may explain
 * it: the sums of mirror.corridor_gap.
 *
 * D = ln of imports over exports, each divided by the share of its declarations that the feed of
 * its country is said to hold.  A run is the longest stretch of periods that differ to one side;
 * over all of it, what may have been on its way counts on the side that lacks it.  With m and s of
 * the lane's other periods, else of all lanes (median; MAD / ln 3), and R lanes,
 *
 *     E = max(R / (1 + exp((|D - m|) / s)), R P(X >= g))
 *
 * X ~ beta-binomial(n, 1 - share, rho): n lots of the larger side, by the squares of their values,
 * g of them worth what is missing.  The weight is the smaller of `most` and -log10 E, less `step`
 * for each explanation that holds in part.
 */
#ifndef TT_DETECT_COMMON_LANE_GAP_H
#define TT_DETECT_COMMON_LANE_GAP_H

#include "detect/common/lanes.h"

/* The parameters, in the order of tt_detect_in.param. */
enum {
    TT_LANE_DAYS,
    TT_LANE_LAG,
    TT_LANE_LATE,
    TT_LANE_TOLERANCE,
    TT_LANE_RUN,
    TT_LANE_MIN_VALUE,
    TT_LANE_LINES,
    TT_LANE_SHARE,
    TT_LANE_PAIRED,
    TT_LANE_OWN,
    TT_LANE_LANES,
    TT_LANE_SPREAD,
    TT_LANE_RHO,
    TT_LANE_FULL,
    TT_LANE_MOST,
    TT_LANE_STEP,
    TT_LANE_WIDE,
    TT_LANE_MIN_WEIGHT,
    TT_LANE_PARAMS
};

/* Why a lane is not told. */
typedef enum tt_lane_why {
    TT_LANE_IS_EVEN,
    TT_LANE_IS_NO_FEED,
    TT_LANE_IS_FEW,
    TT_LANE_IS_PAIRED,
    TT_LANE_IS_ON_THE_WAY,
    TT_LANE_IS_NO_CROWD,
    TT_LANE_IS_WEAK,
    TT_LANE_IS_WITHOUT,
    TT_LANE_IS_WHYS
} tt_lane_why;

/* Two sums and how far apart they are. */
typedef struct tt_lane_sides {
    tt_lane_sum out, in;
    double d; /* ln of imports over exports, both as the coverage would have them whole */
} tt_lane_sides;

/* A lane whose sides stay apart. */
typedef struct tt_lane_gap {
    size_t lane;
    double share[2]; /* of the declarations of the two countries that the data hold */
    int side;        /* 1: more arrives than left */
    uint32_t first, n;
    tt_date days[4]; /* of exports, of imports: from, to */
    tt_lane_sides gap;
    double median, scale, missing, expected, weight; /* missing, expected: lanes, by chance */
    bool own; /* median and scale are of its own other periods */
    size_t peers, n_own;
    bool usual_lowers, hub, other_codes, wide;
    tt_lane_pair *pairs;
    size_t n_pairs, carriers; /* the first, by what they carry */
    double carried, sum;      /* of the carriers; of all pairs that have part in the gap */
} tt_lane_gap;

typedef struct tt_lane_period {
    double d;
    bool judged;
} tt_lane_period;

/* All of them, with what is usual. */
typedef struct tt_lane_gaps {
    const tt_detect_in *in;
    const tt_data *d;
    tt_lanes lanes;
    uint32_t periods;
    tt_lane_period *period;
    double *own, *tmp; /* periods, or lanes */
    double *crowd;     /* of lanes: d of all their days, ascending */
    size_t n_crowd;
} tt_lane_gaps;

/**
 * The lanes, and the spread of D over those with enough lines.
 *
 * @param out  lives in the scratch of in.
 */
TT_MUST_CHECK tt_status tt_lane_gaps_build(const tt_detect_in *in, tt_lane_gaps *out, tt_err *err);
/**
 * Judge lane i.
 *
 * @param why  TT_LANE_IS_WHYS: *out is to be told; TT_LANE_IS_EVEN: it does not stay apart.
 * @complexity O(lines of the lane times periods).
 */
TT_MUST_CHECK tt_status tt_lane_gap_of(tt_lane_gaps *s, size_t i, tt_lane_gap *out,
                                       tt_lane_why *why, tt_err *err);
/** What a pair of parties has of the gap, as complete feeds would have it; 0 for none. */
double tt_lane_part(const tt_lane_gap *c, const tt_lane_pair *x);

#endif
