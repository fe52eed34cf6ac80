/*
 * ledger.h - money that is left after settlement netting, in and out of each party in order of
 * time.  What all searches for motifs of money share.
 *
 * Only flows between two different parties with a positive amount are in it.  Time is counted in
 * days here: most payments have no time of day.
 */
#ifndef TT_GRAPH_LEDGER_H
#define TT_GRAPH_LEDGER_H

#include "graph/graph.h"

typedef struct tt_ledger {
    uint32_t n_entities; /* parties 1..n_entities */
    uint32_t n;          /* entries, in the order of the layer: by time */
    uint32_t *src, *dst;
    uint32_t *day; /* since the first day of the graph */
    int64_t *amount;
    uint32_t *flow; /* position in the layer */
    /* out_at[out_off[v] .. out_off[v+1]) are the entries that leave v, in order; in_at those that
     * come in.  n_entities + 2 offsets. */
    uint32_t *out_off, *out_at, *in_off, *in_at;
    uint32_t *pair_at; /* the entries by (src, dst, order): those of src as out_off says */
    uint32_t days;     /* from the first entry to the last, both counted; 0 without entries */
    int64_t *rising;   /* all amounts, ascending */
} tt_ledger;

/**
 * @param leave_out  NULL, or by flow: 1 = not in the ledger.
 * @param a          holds the result, about 48 bytes an entry.
 * @complexity       O(n log n).
 */
TT_MUST_CHECK tt_status tt_ledger_make(const tt_layer *money, uint32_t n_entities,
                                       const uint8_t *leave_out, tt_arena *a, tt_ledger *out,
                                       tt_err *err);

/** Share of the entries with an amount of low to high, both included; 0 without entries. */
double tt_ledger_share(const tt_ledger *l, double low, double high);

/** How many entries go from src to dst; *first: they, in order.  O(log n). */
uint32_t tt_ledger_between(const tt_ledger *l, uint32_t src, uint32_t dst, const uint32_t **first);

/** How many different parties each party pays or is paid by: n_entities + 1 counts in a. */
TT_MUST_CHECK tt_status tt_ledger_partners(const tt_ledger *l, tt_arena *a, uint32_t **out,
                                           tt_err *err);

#endif
