/*
 * dense.h - money that goes from several parties through several others to several more: dense
 * blocks of payments in layers.
 *
 * Sums need not agree payment by payment: what a middle is paid within the block and what it pays
 * within the block are held against each other.
 */
#ifndef TT_GRAPH_DENSE_H
#define TT_GRAPH_DENSE_H

#include "graph/budget.h"
#include "graph/ledger.h"
#include "graph/peel.h"

/* Shuffles can tell no smaller chance. */
#define TT_DENSE_LEAST_P 1e-4

typedef struct tt_dense_options {
    uint32_t window;        /* days; windows overlap by half */
    uint32_t middles;       /* layers of middles, 1 .. TT_PEEL_LAYERS - 2 */
    uint32_t least;         /* parties in each layer of middles */
    uint32_t shared;        /* middles that a source pays, and that pay a sink, at least */
    tt_peel_rule rule;      /* see peel.h */
    const uint8_t *hub;     /* NULL, or by party: 1 = no middle */
    const uint8_t *never;   /* NULL, or by party: 1 = in no layer */
    uint32_t blocks;        /* looked for in one component of one window, one after the other */
    uint32_t shuffles;      /* for the chance ... */
    uint32_t more_shuffles; /* ... and when none of them is as dense */
    /* Budgets, 0 = none: edges peeled in one component of one window, and in all (shared out as in
     * budget.h). */
    uint64_t visits_root, visits;
} tt_dense_options;

typedef struct tt_dense_place {
    uint32_t party, layer; /* 0: source; layers - 1: sink */
} tt_dense_place;

typedef struct tt_dense {
    uint32_t layers;
    uint32_t size[TT_PEEL_LAYERS];   /* parties in each */
    uint32_t first_place, n_places;  /* of tt_denses.place, by (layer, party) */
    uint32_t first_entry, n_entries; /* of tt_denses.entry, ascending */
    int64_t in, out; /* what the sources pay, what the sinks are paid; INT64_MAX when it is more */
    double density;  /* of the densest part of the neighbourhood: all payments of its middles in
                        the window */
    double usual;    /* mean of that, shuffled */
    uint32_t shuffles; /* made */
    uint32_t reached;  /* shuffles as dense */
    double p;
} tt_dense;

typedef struct tt_denses {
    tt_dense *v; /* by (p, first entry), no two with an entry in common */
    size_t n;
    tt_dense_place *place;
    uint32_t *entry;
    tt_effort effort; /* starts: components of a window, by their first party */
    uint64_t judged;  /* blocks before those that share payments were left out */
} tt_denses;

/**
 * Peel (peel.h) each component of each window, for the most layers of middles first; take away what
 * is found and repeat.  A find is connected, nobody is in two of its layers, each of its middles
 * has a positive term, and each source and sink at least `shared` middles.
 *
 * Chance: days and amounts are dealt anew to the payments of the neighbourhood, who pays whom stays
 * as it is, and the neighbourhood is peeled again.  p is (1 + reached) / (1 + shuffles), or, when
 * none is as dense and it is less, that of a Gumbel distribution with their mean and standard
 * deviation; not below TT_DENSE_LEAST_P.
 *
 * @param a     holds the result.
 * @return      TT_OK, TT_ENOMEM.
 * @complexity  O(E log E) for each window, layer and block, and for each shuffle that of the
 *              neighbourhood.
 * @source      Li et al., FlowScope, AAAI 2020.  Gumbel: the distribution of largest values.
 */
TT_MUST_CHECK tt_status tt_denses_find(const tt_ledger *l, const tt_dense_options *opt, tt_arena *a,
                                       tt_denses *out, tt_err *err);

#endif
