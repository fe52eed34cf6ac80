/*
 * mirror.h - payments that never cross a border and answer each other in two countries.
 *
 * Somebody pays a party in one country, and a party that is tied to it pays about as much to
 * somebody in another: the value has moved, the money has not.  Or the two who pay and are paid are
 * tied, and the two between are not known to be.  Only payments at home count here, between two
 * parties of one country.
 *
 * An answer is a payment in (to the banker) and one out (by its partner), in two countries, at most
 * `days` apart either way, the second `low` to `high` of the first.  Of a tie the payments of the
 * party that has fewer are taken in order, of equals those in; each takes the first of the other
 * that fits and that none took, in the same group and way, before.
 */
#ifndef TT_GRAPH_MIRROR_H
#define TT_GRAPH_MIRROR_H

#include "graph/budget.h"
#include "graph/ledger.h"

/* Two parties that something joins; ties of one group count together. */
typedef struct tt_tie {
    uint32_t group; /* 0 and up */
    uint32_t a, b;
} tt_tie;

/* Who is tied: the two between (one is paid, the other pays), or those at the ends. */
typedef enum tt_mirror_way { TT_MIRROR_BETWEEN, TT_MIRROR_ENDS, TT_MIRROR_WAYS } tt_mirror_way;

typedef struct tt_mirror_options {
    const uint16_t *place; /* country by party; 0: not known, and none of its payments counts */
    const tt_tie *tie;     /* by group */
    size_t n_ties;
    uint32_t days;
    double low, high;
    uint32_t least;       /* answers; groups with fewer are not kept */
    uint64_t visits_root; /* budget of one group in one way: payments looked at; 0 = none */
    uint64_t visits;      /* the same for all, shared out as in budget.h; 0 = none */
} tt_mirror_options;

typedef struct tt_answer {
    uint32_t in, out; /* entries of the ledger */
} tt_answer;

typedef struct tt_mirror {
    uint32_t group;
    tt_mirror_way way;
    uint32_t first, n; /* of tt_mirrors.answer, by the payment in */
    int64_t in, out;   /* sums */
    uint32_t most;     /* payments that could have been answered: of all ties, the fewer */
    double expected;   /* answers by chance: see tt_mirrors_find */
    double p;          /* P(X >= n), X ~ Poisson(expected) */
} tt_mirror;

typedef struct tt_mirrors {
    tt_mirror *v; /* by (group, way) */
    size_t n;
    tt_answer *answer;
    tt_effort effort; /* starts: groups in a way, at the first party of the first tie */
} tt_mirrors;

/**
 * Groups that share an answer are told once, by the smallest p.
 *
 * The chance holds the amounts as they are and deals the dates of one side anew, among the days of
 * all payments at home from the first to the last of the two parties: for each payment that was
 * taken in order those of the other that fit by amount at any time, times the share of those days
 * that is near.  Month ends, and sums that are paid again and again, are in it.
 *
 * @param a     holds the result.
 * @return      TT_OK, TT_ENOMEM.
 * @complexity  O(n log n) for n entries, and for each tie the payments of the party with fewer,
 *              times the logarithm of, and those near them among, the other's.
 */
TT_MUST_CHECK tt_status tt_mirrors_find(const tt_ledger *l, const tt_mirror_options *opt,
                                        tt_arena *a, tt_mirrors *out, tt_err *err);

#endif
