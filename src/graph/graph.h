/*
 * graph.h - the temporal multigraph: entities, and flows of goods and money between them, in
 * compact arrays.
 *
 * A flow is directed, dated and valued: goods from seller to buyer (one per invoice, or per
 * shipment or declaration that no invoice of its deal covers), money from payer to payee.  Flows
 * are sorted by (time, document id); ids are positions.
 */
#ifndef TT_GRAPH_GRAPH_H
#define TT_GRAPH_GRAPH_H

#include "base/log.h"
#include "model/data.h"
#include "model/param.h"

/* One layer as structure of arrays, 0-based.  About 40 bytes a flow. */
typedef struct tt_layer {
    uint32_t n;          /* flows */
    uint32_t *src, *dst; /* entities */
    uint32_t *t;      /* seconds since tt_graph.epoch; a date without time is second 0 of its day */
    int64_t *amount;  /* base currency, minor units; TT_NO_NUM when no rate is known */
    tt_kind *kind_of; /* document kind of the flow */
    tt_ix *doc;       /* document */
    uint32_t *hs6;    /* goods: HS 6 of the line with the highest value; 0 unknown */
    int64_t *kg;      /* goods: net, else gross mass, 1e-6 kg; TT_NO_NUM unknown */
    uint8_t *settled; /* money: 1 when it pays matched goods between the same two parties
                         (settlement netting) */
    /* out_at[out_off[v] .. out_off[v+1]) are the flows that leave v, in time order; in_at the same
     * for arrivals.  n_entities + 2 offsets. */
    uint32_t *out_off, *out_at, *in_off, *in_at;
} tt_layer;

typedef struct tt_graph {
    uint32_t n_entities; /* vertices 1..n_entities */
    tt_date epoch;
    tt_layer goods, money;
    uint64_t n_undated,
        n_unpriced; /* flows left out for want of a date; flows without a base-currency amount */
} tt_graph;

/** Build both layers.  @param a  holds the graph.  @complexity O(flows log flows). */
TT_MUST_CHECK tt_status tt_graph_build(const tt_data *d, tt_arena *a, tt_graph *out, tt_err *err);

#endif
