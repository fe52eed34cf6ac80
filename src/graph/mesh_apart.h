/* mesh_apart.h - of the layers that mesh.c found, those that share no payment. */
#ifndef TT_GRAPH_MESH_APART_H
#define TT_GRAPH_MESH_APART_H

#include "base/vec.h"
#include "graph/mesh.h"
#include "graph/spans.h"

typedef struct tt_mesh_list {
    tt_mesh *v;
    size_t n;
    const uint32_t *party;
    tt_u32_vec *entry; /* gets the payments of those that are kept */
} tt_mesh_list;

/**
 * From the most often closed down, those that share no payment with one that is kept, by (window,
 * start): n falls.  Fills entry, n, first, last and amount of each.
 *
 * @complexity  the pairs of the sides of all.
 */
TT_MUST_CHECK tt_status tt_meshes_apart(const tt_ledger *l, const tt_spans *s, tt_mesh_list *all,
                                        tt_arena *tmp, tt_err *err);

/** Ascending, for tt_sort. */
int tt_mesh_cmp_u32(const void *a, const void *b, void *ctx);

#endif
