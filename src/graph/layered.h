/*
 * layered.h - payments of some days as a graph of layers: sources, middles, sinks.
 *
 * A party has a vertex in every layer that it may be in, and a payment goes from each layer to the
 * next.  What a middle pays before it is first paid, and what it is paid after it last pays, is not
 * there: that money cannot have gone through.
 */
#ifndef TT_GRAPH_LAYERED_H
#define TT_GRAPH_LAYERED_H

#include "graph/peel.h"

/* Payments among few parties, by (src, dst), those of one pair in the order of time. */
typedef struct tt_payments {
    uint32_t n, n_parties;
    uint32_t *src, *dst; /* 0..n_parties-1 */
    uint32_t *day;
    int64_t *amount;    /* positive */
    const uint8_t *hub; /* by party: 1 = no middle */
} tt_payments;

typedef struct tt_layered {
    tt_peel_graph g; /* vertices by (layer, party); edges by (layer, src, dst): the payments of a
                        pair as one, INT64_MAX when they are more */
    uint32_t *party; /* of each vertex */
    uint32_t *first; /* of each edge: its payments are first .. first + count - 1 */
    uint32_t *count;
} tt_layered;

/** @param a  holds the result.  @complexity  O(layers * (payments + parties)). */
TT_MUST_CHECK tt_status tt_layered_make(const tt_payments *p, uint32_t layers, tt_arena *a,
                                        tt_layered *out, tt_err *err);

/**
 * The connected pieces of the marked vertices and edges, each a graph of its own: by first vertex.
 *
 * @param edge  NULL: all.  An edge needs both its ends; vertices without one are in no piece.
 * @param a     holds the result, in arrays that its pieces share.
 * @complexity  nearly O(vertices + edges).
 */
TT_MUST_CHECK tt_status tt_layered_split(const tt_layered *x, const uint8_t *vertex,
                                         const uint8_t *edge, tt_arena *a, tt_layered **out,
                                         uint32_t *n, tt_err *err);

/** The same in the arrays of x, which is no graph any more: the pieces have ranges of them. */
TT_MUST_CHECK tt_status tt_layered_cut(const tt_layered *x, const uint8_t *vertex,
                                       const uint8_t *edge, tt_arena *a, tt_layered **out,
                                       uint32_t *n, tt_err *err);

/**
 * Unmark vertices that break a rule until none does: sources that pay fewer than `shared` middles,
 * sinks that fewer than `shared` pay, middles that nobody pays or that pay nobody.
 *
 * @param edge    NULL: all; others are not there.
 * @param rule    NULL, or: middles whose term by it (peel.h) is 0 or less go as well.
 * @param vertex  all marked ones are looked at.
 * @complexity    O(vertices + edges).
 */
TT_MUST_CHECK tt_status tt_layered_prune(const tt_layered *x, const uint8_t *edge, uint32_t shared,
                                         const tt_peel_rule *rule, uint8_t *vertex, tt_err *err);

#endif
