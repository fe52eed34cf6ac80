/*
 * igraph_shim.h - igraph behind one door: its types, versions and quirks stay inside.
 *
 * igraph as Debian builds it is not safe for threads: one thread at a time.
 */
#ifndef TT_GRAPH_IGRAPH_SHIM_H
#define TT_GRAPH_IGRAPH_SHIM_H

#include "graph/community.h"

typedef struct tt_igraph tt_igraph;

/**
 * An undirected, weighted graph with n_vertices vertices.
 *
 * @param edges  ends are 1 .. n_vertices: vertex v is v - 1 inside.  Copied.
 * @param out    owned by the caller: tt_igraph_free.
 * @return       TT_OK, TT_ENOMEM, TT_EINTERNAL.
 */
TT_MUST_CHECK tt_status tt_igraph_new(uint32_t n_vertices, const tt_edge *edges, size_t n_edges,
                                      tt_igraph **out, tt_err *err);
void tt_igraph_free(tt_igraph *g);

/**
 * One partition by the Leiden algorithm and the constant Potts model, ten rounds of it.
 *
 * @param seed    of igraph's generator, which is seeded for each call.
 * @param member  out: n_vertices cluster numbers, in no order that means anything.
 */
TT_MUST_CHECK tt_status tt_igraph_leiden(tt_igraph *g, double resolution, uint64_t seed,
                                         uint32_t *member, tt_err *err);

#endif
