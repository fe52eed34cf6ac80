/*
 * graph.h - the temporal multigraph: entities, and flows of goods and money between them, in
 * compact arrays.
 *
 * A flow is directed, dated and valued: goods from seller to buyer, money from payer to payee.
 * Flows are sorted by (time, document kind, document); ids are positions.
 *
 * Which documents are flows of goods: every invoice (not a credit note, debit note or proforma); in
 * a deal without an invoice every shipment, house bills before master bills; in a deal with neither
 * one declaration for each pair of parties and direction, exports before imports before transits;
 * and the same for documents in no deal.  So the goods of one deal are counted once.
 */
#ifndef TT_GRAPH_GRAPH_H
#define TT_GRAPH_GRAPH_H

#include "base/log.h"
#include "model/data.h"
#include "model/param.h"

/* One layer as structure of arrays, 0-based.  About 40 bytes a flow, 80 for goods. */
typedef struct tt_layer {
    uint32_t n;          /* flows */
    uint32_t *src, *dst; /* entities */
    uint32_t *t;      /* seconds since tt_graph.epoch; a date without time is second 0 of its day */
    int64_t *amount;  /* base currency, minor units; TT_NO_NUM when no rate is known */
    tt_kind *kind_of; /* document kind of the flow */
    tt_ix *doc;       /* document */
    /* Goods; NULL in the money layer.  All of the lines that carry hs6. */
    uint32_t *hs6; /* HS 6 of the line with the highest value; 0 unknown */
    int64_t *kg;   /* net, else gross mass, 1e-6 kg; TT_NO_NUM unknown */
    int64_t *qty;  /* quantity in the canonical unit of its dimension, 1e-6; TT_NO_NUM unknown */
    uint8_t *dim;  /* dimension of qty, 0 unknown */
    /* Money; NULL in the goods layer. */
    uint8_t *settled; /* 1 when it pays goods of its deal, from their buyer to their seller */
    /* out_at[out_off[v] .. out_off[v+1]) are the flows that leave v, in time order; in_at the same
     * for arrivals.  n_entities + 2 offsets. */
    uint32_t *out_off, *out_at, *in_off, *in_at;
} tt_layer;

typedef struct tt_graph {
    uint32_t n_entities; /* vertices 1..n_entities */
    tt_date epoch;       /* day of the first flow; TT_NO_DATE without flows */
    tt_layer goods, money;
    uint64_t n_undated;  /* flows left out for want of a date */
    uint64_t n_unpriced; /* flows without an amount in base currency */
    uint64_t n_unnamed;  /* flows left out for want of a party */
} tt_graph;

/**
 * Build both layers.
 *
 * @param a     holds the graph.
 * @return      TT_OK, TT_ENOMEM, TT_ELIMIT (a span over 136 years does not fit in seconds).
 * @complexity  O(flows log flows).
 */
TT_MUST_CHECK tt_status tt_graph_build(const tt_data *d, tt_arena *a, tt_graph *out, tt_err *err);

/** The day of a flow. */
tt_date tt_graph_day(const tt_graph *g, uint32_t t);

#endif
