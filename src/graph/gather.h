/*
 * gather.h - money that one party gathers from several and soon spreads over others.
 *
 * From a day on, payments in are taken for `gather` days and payments out for `gather` + `after`
 * days.  At least `least` different payers, as many different payees that are no payers, and sums
 * that balance: the payments out come to 1 - balance to 1 + balance of the payments in.
 */
#ifndef TT_GRAPH_GATHER_H
#define TT_GRAPH_GATHER_H

#include "graph/ledger.h"

enum { TT_GATHER_WINDOWS = 2 };

typedef struct tt_gather_options {
    uint32_t gather[TT_GATHER_WINDOWS]; /* days */
    uint32_t after;                     /* days */
    uint32_t least;
    double balance;
    const uint8_t *skip; /* NULL, or by party: 1 = not looked at */
} tt_gather_options;

typedef struct tt_gather {
    uint32_t party, gather;    /* days of the window */
    uint32_t in_first, n_in;   /* positions in in_at */
    uint32_t out_first, n_out; /* positions in out_at; those that go back to payers are among them,
                                  but not counted below */
    uint32_t payers, payees;   /* different */
    int64_t in, out;           /* sums */
    double p_in;  /* a window with as many of all payments in, spread evenly over the period */
    double p_out; /* as many of all payments out in that one window */
    double p;     /* the larger, times two for two windows: both must be strange */
} tt_gather;

typedef struct tt_gathers {
    tt_gather *v; /* one at most for each party, by party */
    size_t n;
} tt_gathers;

/**
 * For each party the find with the smallest p, the first of equals.
 *
 * @param a     holds the result.
 * @complexity  O(flows * days of the window) at worst.
 */
TT_MUST_CHECK tt_status tt_gathers_find(const tt_ledger *l, const tt_gather_options *opt,
                                        tt_arena *a, tt_gathers *out, tt_err *err);

#endif
