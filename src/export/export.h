/*
 * export.h - the network of a case for other programs.
 *
 * Ids of nodes and edges are the public ids; what belongs to the network is chosen once
 * (select.c), formats only write.
 */
#ifndef TT_EXPORT_EXPORT_H
#define TT_EXPORT_EXPORT_H

#include "base/file.h"
#include "graph/graph.h"
#include "model/finding.h"

typedef struct tt_net_edge {
    tt_hash id;          /* of the ends, the layer and (raw) the document */
    tt_ix from, to;      /* entities */
    bool goods;          /* else money */
    uint32_t n;          /* flows */
    uint32_t n_unpriced; /* flows without a rate */
    int64_t amount;      /* sum in base currency, minor units; TT_NO_NUM when none has a rate */
    tt_date first, last;
    tt_kind kind; /* raw: of the document; else NONE */
    tt_ix doc;    /* raw: the document; else 0 */
} tt_net_edge;

/* What is exported: nodes ascending by entity, edges by (from, to, goods first) and, raw,
 * then by (date, document kind, document). */
typedef struct tt_net {
    const tt_data *data;
    const tt_results *results;
    const tt_graph *graph; /* NULL: made by hand, features has no rows */
    bool raw;              /* edges are flows */
    tt_ix *nodes;
    size_t n_nodes;
    tt_net_edge *edges;
    size_t n_edges;
} tt_net;

typedef struct tt_net_choice {
    const tt_ix *entities; /* NULL: all */
    size_t n_entities;
    bool raw; /* one edge for each flow; else added up by (from, to, layer) */
} tt_net_choice;

/**
 * What a choice means.  Edges run between chosen entities; one may run from an entity to itself.
 *
 * @param a     holds the result.
 * @return      TT_OK, TT_ENOMEM, TT_ELIMIT (a sum of flows does not fit in 64 bits of minor units).
 * @complexity  O(entities + flows log flows).
 */
TT_MUST_CHECK tt_status tt_net_select(const tt_data *d, const tt_results *r, const tt_graph *g,
                                      const tt_net_choice *c, tt_arena *a, tt_net *out,
                                      tt_err *err);

typedef struct tt_exporter {
    const char *id; /* "graphml" */
    const char *title;
    tt_status (*write)(const tt_net *net, tt_file_out *out, tt_err *err);
} tt_exporter;

/** Rows of registry.def in order. */
const tt_exporter *const *tt_exporters(size_t *n);

#endif
