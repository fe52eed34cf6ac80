/*
 * community.h - groups in a weighted, undirected graph: Leiden by igraph, over several resolutions
 * and seeds, agreed on.
 */
#ifndef TT_GRAPH_COMMUNITY_H
#define TT_GRAPH_COMMUNITY_H

#include "base/arena.h"

typedef struct tt_edge {
    uint32_t a, b; /* vertices from 1, a < b */
    double weight; /* > 0 */
} tt_edge;

typedef struct tt_community_options {
    const double *resolutions; /* of the constant Potts model: the mean weight of a pair inside a
                                  group that is just worth keeping; >= 0 */
    size_t n_resolutions;      /* at least 1 */
    unsigned runs;             /* seeds for each resolution, at least 1 */
    double together;           /* share of the runs that keeps an edge, e.g. 0.7 */
    uint64_t seed;
    const uint64_t *name; /* NULL, or of vertices (index from 1): numbers for seeds that stay the
                             same when other vertices are added */
} tt_community_options;

/**
 * Find groups.
 *
 * Each connected component by itself, with seeds made of the name of its first vertex, the
 * resolution and the run: what is found in one does not depend on the others.  An edge whose ends
 * are together in at least `together` of all runs is kept; groups are what kept edges connect.
 *
 * igraph promises equal partitions only for one version of it and one order of vertices.
 *
 * @param edges     n_edges, sorted by (a, b), each pair once.
 * @param group     out: n_vertices + 1 numbers, group of vertex 1..n (0 = alone); groups are
 *                  numbered from 1 in the order of their smallest members.
 * @param stability out: for each group (index from 1) the mean share of runs in which the ends of
 *                  its edges were together.  In the arena.
 * @return          TT_OK, TT_EUSAGE (edges or options not as said), TT_ENOMEM, TT_EINTERNAL
 *                  (igraph; the text says what).
 * @complexity      runs * resolutions times Leiden, nearly linear in edges; 140 bytes an edge of
 *                  the largest component.
 * @source          Traag, Waltman, van Eck, From Louvain to Leiden (Scientific Reports 9, 2019);
 *                  consensus: Lancichinetti, Fortunato (Scientific Reports 2, 2012).
 */
TT_MUST_CHECK tt_status tt_communities_find(uint32_t n_vertices, const tt_edge *edges,
                                            size_t n_edges, const tt_community_options *opt,
                                            tt_arena *a, uint32_t *group, uint32_t *n_groups,
                                            double **stability, tt_err *err);

#endif
