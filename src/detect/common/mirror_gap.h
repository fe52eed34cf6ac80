/*
 * mirror_gap.h - how far apart the two sides of a lane stay, period by period, and what may explain
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
#ifndef TT_DETECT_COMMON_MIRROR_GAP_H
#define TT_DETECT_COMMON_MIRROR_GAP_H

#include "detect/common/mirrors.h"

/* The parameters, in the order of tt_detect_in.param. */
enum {
    TT_MIRROR_DAYS,
    TT_MIRROR_LAG,
    TT_MIRROR_LATE,
    TT_MIRROR_TOLERANCE,
    TT_MIRROR_RUN,
    TT_MIRROR_MIN_VALUE,
    TT_MIRROR_LINES,
    TT_MIRROR_SHARE,
    TT_MIRROR_PAIRED,
    TT_MIRROR_OWN,
    TT_MIRROR_LANES,
    TT_MIRROR_SPREAD,
    TT_MIRROR_RHO,
    TT_MIRROR_FULL,
    TT_MIRROR_MOST,
    TT_MIRROR_STEP,
    TT_MIRROR_WIDE,
    TT_MIRROR_MIN_WEIGHT,
    TT_MIRROR_PARAMS
};

/* Why a lane is not told. */
typedef enum tt_mirror_why {
    TT_MIRROR_IS_EVEN,
    TT_MIRROR_IS_NO_FEED,
    TT_MIRROR_IS_FEW,
    TT_MIRROR_IS_PAIRED,
    TT_MIRROR_IS_ON_THE_WAY,
    TT_MIRROR_IS_NO_CROWD,
    TT_MIRROR_IS_WEAK,
    TT_MIRROR_IS_WITHOUT,
    TT_MIRROR_IS_WHYS
} tt_mirror_why;

/* Two sums and how far apart they are. */
typedef struct tt_mirror_sides {
    tt_mirror_sum out, in;
    double d; /* ln of imports over exports, both as the coverage would have them whole */
} tt_mirror_sides;

/* A lane whose sides stay apart. */
typedef struct tt_mirror_gap {
    size_t lane;
    double share[2]; /* of the declarations of the two countries that the data hold */
    int side;        /* 1: more arrives than left */
    uint32_t first, n;
    tt_date days[4]; /* of exports, of imports: from, to */
    tt_mirror_sides gap;
    double median, scale, missing, expected, weight; /* missing, expected: lanes, by chance */
    bool own; /* median and scale are of its own other periods */
    size_t peers, n_own;
    bool usual_lowers, hub, other_codes, wide;
    tt_mirror_pair *pairs;
    size_t n_pairs, carriers; /* the first, by what they carry */
    double carried, sum;      /* of the carriers; of all pairs that have part in the gap */
} tt_mirror_gap;

typedef struct tt_mirror_period {
    double d;
    bool judged;
} tt_mirror_period;

/* All of them, with what is usual. */
typedef struct tt_mirror_gaps {
    const tt_detect_in *in;
    const tt_data *d;
    tt_mirrors lanes;
    uint32_t periods;
    tt_mirror_period *period;
    double *own, *tmp; /* periods, or lanes */
    double *crowd;     /* of lanes: d of all their days, ascending */
    size_t n_crowd;
} tt_mirror_gaps;

/**
 * The lanes, and the spread of D over those with enough lines.
 *
 * @param out  lives in the scratch of in.
 */
TT_MUST_CHECK tt_status tt_mirror_gaps_build(const tt_detect_in *in, tt_mirror_gaps *out,
                                             tt_err *err);
/**
 * Judge lane i.
 *
 * @param why  TT_MIRROR_IS_WHYS: *out is to be told; TT_MIRROR_IS_EVEN: it does not stay apart.
 * @complexity O(lines of the lane times periods).
 */
TT_MUST_CHECK tt_status tt_mirror_gap_of(tt_mirror_gaps *s, size_t i, tt_mirror_gap *out,
                                         tt_mirror_why *why, tt_err *err);
/** What a pair of parties has of the gap, as complete feeds would have it; 0 for none. */
double tt_mirror_part(const tt_mirror_gap *c, const tt_mirror_pair *x);

#endif
