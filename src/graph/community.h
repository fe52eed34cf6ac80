/* community.h - groups in a weighted, undirected graph: Leiden by igraph, over several resolutions
 * and seeds, agreed on. */
#ifndef TT_GRAPH_COMMUNITY_H
#define TT_GRAPH_COMMUNITY_H

#include "base/arena.h"
#include "base/log.h"

typedef struct tt_link {
    uint32_t a, b; /* vertices, a < b */
    double weight; /* > 0 */
} tt_link;

typedef struct tt_community_options {
    const double *resolutions; /* CPM */
    size_t n_resolutions;
    unsigned runs;   /* seeds per resolution */
    double together; /* co-membership share that keeps a link, e.g. 0.7 */
    uint64_t seed;
} tt_community_options;

/**
 * @param links     n_links, sorted by (a, b), unique pairs.
 * @param group     out: n_vertices + 1 numbers, group of vertex 1..n (0 = alone), groups numbered
 * from 1 by smallest member.
 * @param stability out: one per group (index 1..): mean co-membership of its links over all runs.
 * In the arena.
 * @return          TT_OK, TT_ENOMEM, TT_EINTERNAL (igraph; the text says what).
 */
TT_MUST_CHECK tt_status tt_communities_find(uint32_t n_vertices, const tt_link *links,
                                            size_t n_links, const tt_community_options *opt,
                                            tt_arena *a, uint32_t *group, uint32_t *n_groups,
                                            double **stability, tt_err *err);

#endif
