/*
 * relay.h - parties that pass on what they are paid: soon, nearly whole, to somebody else.
 *
 * An echo is a payment in and a payment out of one party: the other two parties differ, the second
 * comes 0 to `hold` days after the first, and it is keep_low to keep_high of it.  Payments out are
 * taken in their order; each takes the first payment in, in their order, that fits and that no
 * other took.
 */
#ifndef TT_GRAPH_RELAY_H
#define TT_GRAPH_RELAY_H

#include "graph/budget.h"
#include "graph/ledger.h"

typedef struct tt_relay_options {
    uint32_t hold; /* days */
    double keep_low, keep_high;
    uint32_t least;       /* parties with fewer echoes are not kept */
    const uint8_t *skip;  /* NULL, or by party: 1 = not looked at */
    uint64_t visits_root; /* budget of one party: pairs held against each other; 0 = none */
    uint64_t visits;      /* the same for all, shared out as in budget.h; 0 = none */
} tt_relay_options;

typedef struct tt_echo {
    uint32_t in, out; /* entries of the ledger */
} tt_echo;

typedef struct tt_relay {
    uint32_t party;
    uint32_t first, n;         /* of tt_relays.echo, in the order of the payments out */
    int64_t in, out;           /* sums over the echoes */
    int64_t span_in, span_out; /* all that came in and went out from the first day of an echo to
                                  the last: sums */
    uint32_t from, to;         /* those days */
    double median_hold;        /* days */
    double expected; /* echoes by chance: pairs that fit by amount, times (hold + 1) / days */
    double p;        /* P(X >= n), X ~ Poisson(expected) */
} tt_relay;

typedef struct tt_relays {
    tt_relay *v; /* by party */
    size_t n;
    tt_echo *echo;
    tt_effort effort; /* starts: parties; of those that were cut, later payments out were not
                         looked at */
} tt_relays;

/**
 * The chance holds the amounts as they are and asks for the times only: a party that is paid and
 * pays the same sum every day has many pairs that fit, and some of them are close by accident.
 *
 * @param a     holds the result.
 * @return      TT_OK, TT_ENOMEM.
 * @complexity  for each party O(n log n) and, for each payment out, the payments in within `hold`
 *              days before it, up to the budget.
 */
TT_MUST_CHECK tt_status tt_relays_find(const tt_ledger *l, const tt_relay_options *opt, tt_arena *a,
                                       tt_relays *out, tt_err *err);

#endif
