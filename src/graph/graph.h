/*
 * graph.h - the temporal multigraph: entities, and flows of goods and money between them, in
 * compact arrays.
 *
 * A flow is directed, dated and valued: goods from seller to buyer, money from payer to payee.
 * Flows are sorted by (time, document kind, document); ids are positions.
 *
 * Which documents are flows of goods: in a deal its invoices (no credit or debit notes, no
 * proformas); without one its shipments, house bills before master bills; without those its export
 * declarations, then import, then transit.  So the goods of a deal are counted once.  A document
 * in no deal is a flow by itself.
 */
#ifndef TT_GRAPH_GRAPH_H
#define TT_GRAPH_GRAPH_H

#include "base/log.h"
#include "model/data.h"
#include "model/param.h"

/* One layer as structure of arrays, 0-based.  About 44 bytes a flow, 84 for goods. */
typedef struct tt_layer {
    uint32_t n;          /* flows */
    uint32_t *src, *dst; /* entities */
    uint32_t *t;      /* seconds since tt_graph.epoch; a date without time is second 0 of its day */
    int64_t *amount;  /* base currency, minor units; TT_NO_NUM when no rate is known */
    tt_kind *kind_of; /* document kind of the flow */
    tt_ix *doc;       /* document */
    /* Goods; NULL in the money layer.  All of the lines that carry hs6. */
    uint32_t *hs6; /* six digits as a number, of the line with the highest value; 0 unknown */
    int64_t *kg;   /* net, else gross mass, 1e-6 kg; TT_NO_NUM unknown */
    int64_t *qty;  /* quantity in the canonical unit of its dimension, 1e-6; TT_NO_NUM unknown */
    uint8_t *dim;  /* dimension of qty, 0 unknown */
    /* Money; NULL in the goods layer. */
    uint8_t *settled; /* 1 when it pays goods of its deal, from their buyer to their seller */
    /* out_at[out_off[v] .. out_off[v+1]) are the flows that leave v, in time order; in_at the same
     * for arrivals.  n_entities + 2 offsets. */
    uint32_t *out_off, *out_at, *in_off, *in_at;
    uint32_t *pair_at; /* the flows by (src, dst, time): those of src as out_off says */
} tt_layer;

typedef struct tt_graph {
    uint32_t n_entities; /* vertices 1..n_entities */
    tt_date epoch;       /* day of the first flow; TT_NO_DATE without flows */
    tt_layer goods, money;
    uint64_t n_undated;  /* flows left out: no date, or one over 65 years from the middle flow's */
    uint64_t n_unpriced; /* flows without an amount in base currency */
    uint64_t n_unnamed;  /* flows left out for want of a party */
} tt_graph;

/**
 * Build both layers.
 *
 * @param a     holds the graph.
 * @return      TT_OK, TT_ENOMEM, TT_ELIMIT (2^32 flows or more in a layer).
 * @complexity  O(flows log flows).
 */
TT_MUST_CHECK tt_status tt_graph_build(const tt_data *d, tt_arena *a, tt_graph *out, tt_err *err);

/** How many flows go from src to dst; *first: they, in time order.  O(log n). */
uint32_t tt_layer_between(const tt_layer *l, uint32_t src, uint32_t dst, const uint32_t **first);

/** The day of a flow. */
tt_date tt_graph_day(const tt_graph *g, uint32_t t);

#endif
