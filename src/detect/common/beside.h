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
    /* Of all senders of the series, each with the median of its own: the median, and MAD / ln 3, of
     * these or of all numbers, whichever is wider. */
    double centre, spread;
} tt_beside;

/**
 * How often a sender is as far out: p, but no less than the logistic tail beyond the centre of all
 * senders.  Many numbers of few senders are no more than few.
 *
 * @param least  spread at least; the tail is 1 with fewer than three other senders.
 */
double tt_beside_chance(const tt_beside *b, double least);

/**
 * Sort by (series, x, at) and fill in.
 *
 * @param a     holds 24 bytes for each number.
 * @complexity  O(n log n).
 * @source      conformal p: Vovk, Gammerman, Shafer, Algorithmic Learning in a Random World, 2005.
 */
TT_MUST_CHECK tt_status tt_beside_judge(tt_beside *v, size_t n, tt_arena *a, tt_err *err);

#endif
