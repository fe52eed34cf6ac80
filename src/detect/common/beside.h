/*
 * beside.h - many numbers, each held beside those of its series that come from others.
 *
 * A series is what can be compared: the same goods, the same lane.  The peers of a number are those
 * of its series without those of its own sender: who fills a series would define what is normal in
 * it.
 */
#ifndef TT_DETECT_COMMON_BESIDE_H
#define TT_DETECT_COMMON_BESIDE_H

#include "model/data.h"

typedef struct tt_beside {
    uint64_t series;
    tt_ix sender; /* whose it is: an entity or a group; all unknown ones, 0, count as one */
    uint32_t at;  /* place among the caller's items, from 0: breaks ties */
    double x;     /* no NAN */
    /* filled in: */
    double low, median, high; /* of the peers: 2 %, middle, 98 %; NAN without peers */
    double p;                 /* (1 + peers as far out on its side of the median) / (1 + peers) */
    uint32_t peers, senders;  /* senders: different ones among the peers */
} tt_beside;

/**
 * Sort by (series, x, at) and fill in.
 *
 * @param a     holds 8 bytes for each number.
 * @complexity  O(n log n).
 * @source      conformal p: Vovk, Gammerman, Shafer, Algorithmic Learning in a Random World, 2005.
 */
TT_MUST_CHECK tt_status tt_beside_judge(tt_beside *v, size_t n, tt_arena *a, tt_err *err);

#endif
