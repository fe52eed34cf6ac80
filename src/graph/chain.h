/*
 * chain.h - money that goes from hand to hand in days, nearly whole.
 *
 * A chain is a sequence of payments, each by the payee of the one before, to a party that is not
 * yet in it, not before it and with keep_low to keep_high of it, all within `window` days.  It
 * starts with a payment that nothing feeds: no payment in of the payer could stand before it.
 */
#ifndef TT_GRAPH_CHAIN_H
#define TT_GRAPH_CHAIN_H

#include "graph/budget.h"
#include "graph/ledger.h"

enum { TT_CHAIN_MAX = 16 };

typedef struct tt_chain_options {
    uint32_t window; /* days from the first to the last payment */
    double keep_low, keep_high;
    unsigned least, most; /* payments, 2..TT_CHAIN_MAX: shorter ones are not kept, longer cut */
    const uint8_t *hub;   /* NULL, or by party: 1 = only the first or the last */
    uint64_t visits_root; /* budget: payments tried from one start; 0 = none */
    uint64_t visits;      /* the same for all, shared out as in budget.h; 0 = none */
} tt_chain_options;

typedef struct tt_chain {
    uint32_t n;
    uint32_t entry[TT_CHAIN_MAX]; /* of the ledger */
    double expected; /* chains as long by chance: product over the hops of the payments out that
                        would fit by amount at any time, times (window + 1) / days */
    double p;        /* 1 - exp(-expected) */
} tt_chain;

typedef struct tt_chains {
    tt_chain *v; /* by first payment */
    size_t n;
    tt_effort effort; /* starts: payments */
} tt_chains;

/**
 * The longest chain of each start, of equals the one whose payments come first; then, from the
 * longest down, those that share no payment with one that is kept already.
 *
 * @param a     holds the result.
 * @return      TT_OK, TT_ENOMEM.
 * @complexity  the visits, times the logarithm of the payments of a party.
 */
TT_MUST_CHECK tt_status tt_chains_find(const tt_ledger *l, const tt_chain_options *opt, tt_arena *a,
                                       tt_chains *out, tt_err *err);

#endif
