/*
 * scatter.h - money that is spread over several parties and meets again.
 */
#ifndef TT_GRAPH_SCATTER_H
#define TT_GRAPH_SCATTER_H

#include "graph/budget.h"
#include "graph/ledger.h"

enum { TT_SCATTER_FIT = 16, TT_SCATTER_WAYS = 20000000 };

typedef struct tt_scatter_options {
    uint32_t lag; /* days: longest time between the payment to a middle and the payment from it */
    double keep_low, keep_high; /* share of the first that the second is */
    uint32_t least;             /* middles, 2 or more */
    const uint8_t *hub;         /* NULL, or by party: 1 = no middle, but may be an end */
    /*
     * Budgets, 0 = none: pairs tried from one source, and from all (shared out as in budget.h).  A
     * pair that fits counts TT_SCATTER_FIT times, for it is sorted; and as much again may be tried
     * for the chance.
     */
    uint64_t visits_root, visits;
    uint64_t most; /* kept, the first by source and sink, while all have no more than
                      TT_SCATTER_WAYS ways; 0 = any number */
} tt_scatter_options;

/* One way through: the pair with the shortest time between, then the first. */
typedef struct tt_scatter_way {
    uint32_t middle;
    uint32_t in, out; /* entries of the ledger */
} tt_scatter_way;

typedef struct tt_scatter {
    uint32_t source, sink;
    uint32_t first, n; /* of tt_scatters.way, ascending by middle */
    int64_t in, out;   /* sums over the ways */
    double expected;   /* of middles by chance: pairs that fit by amount, times (lag + 1) / days */
    double p;          /* P(X >= n), X ~ Poisson(expected) */
} tt_scatter;

typedef struct tt_scatters {
    tt_scatter *v; /* by (source, sink) */
    size_t n;
    tt_scatter_way *way;
    tt_effort effort;  /* starts: sources */
    uint64_t left_out; /* by `most` */
} tt_scatters;

/**
 * All pairs of a source and a sink with enough middles.  Amounts are held as they are, as in
 * relay.h: the chance asks for the times only.
 *
 * @param a     holds the result.
 * @return      TT_OK, TT_ENOMEM.
 * @complexity  the pairs of a payment to a middle and one from it within `lag` days, times their
 *              logarithm.
 */
TT_MUST_CHECK tt_status tt_scatters_find(const tt_ledger *l, const tt_scatter_options *opt,
                                         tt_arena *a, tt_scatters *out, tt_err *err);

#endif
