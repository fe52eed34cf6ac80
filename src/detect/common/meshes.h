/*
 * meshes.h - what flow.bipartite and flow.stack share: the search for layers, what is a habit, the
 * explanations of a layer, notes on completeness.
 *
 *     struct run { tt_mesh_run of; ... } r;
 *     TT_TRY(tt_mesh_begin(&r.of, in, &kind, P_LAYER, err));
 *     for each of r.of.found: tt_mesh_is_habit ..., tt_motifs_tell(&r.of.all, ...)
 *     return tt_mesh_end(&r.of, out, err);
 */
#ifndef TT_DETECT_COMMON_MESHES_H
#define TT_DETECT_COMMON_MESHES_H

#include "detect/common/motifs.h"
#include "graph/mesh.h"

/* Rows that both have, before those of motifs.h. */
enum {
    TT_MESH_STEP,
    TT_MESH_LEAST,
    TT_MESH_DENSITY,
    TT_MESH_KNOWN,
    TT_MESH_HUBS,
    TT_MESH_VISITS_ROOT,
    TT_MESH_VISITS,
    TT_MESH_MOST,
    TT_MESH_PARAMS
};

#define TT_MESH_ROWS(at)                                                                           \
    [(at) +                                                                                        \
        TT_MESH_STEP] = {"step", 14,     1,                                                        \
                         365,    "days", "payments of a layer lie within twice as many days"},     \
        [(at) +                                                                                    \
            TT_MESH_LEAST] = {"min_side", 3,                                                       \
                              2,          1e6,                                                     \
                              "count",    "layers with fewer payers or payees are not reported"},  \
        [(at) + TT_MESH_DENSITY] = {"density",  0.6,                                               \
                                    0.51,       1,                                                 \
                                    "fraction", "of all pairs of a payer and a payee that pay"},   \
        [(at) + TT_MESH_KNOWN] = {"known",                                                         \
                                  0.5,                                                             \
                                  0,                                                               \
                                  1,                                                               \
                                  "fraction",                                                      \
                                  "a layer of which more pairs pay at other times, too, is "       \
                                  "a habit"},                                                      \
        [(at) + TT_MESH_HUBS] = TT_MOTIF_HUBS("are in no layer"),                                  \
        [(at) + TT_MESH_VISITS_ROOT] = {"visits_root",                                             \
                                        1e6,                                                       \
                                        1e3,                                                       \
                                        1e12,                                                      \
                                        "count",                                                   \
                                        "pairs looked at from one payer in one window"},           \
        [(at) + TT_MESH_VISITS] = {"visits", 5e8, 1e3, 1e15, "count", "pairs looked at in all"},   \
        [(at) + TT_MESH_MOST] = {"max_finds", 1e5, 1, 1e9, "count", "layers looked at"}

typedef struct tt_mesh_run {
    tt_motifs all;
    tt_meshes found;
    size_t params; /* where TT_MESH_ROWS begin */
    tt_motif_count habits;
} tt_mesh_run;

/** Search.  @param params  where TT_MESH_ROWS begin; kind->hubs is the row of TT_MESH_HUBS. */
TT_MUST_CHECK tt_status tt_mesh_begin(tt_mesh_run *r, const tt_detect_in *in,
                                      const tt_motif_kind *kind, size_t params, tt_err *err);
/** What was left out, and what a budget cut. */
TT_MUST_CHECK tt_status tt_mesh_end(const tt_mesh_run *r, tt_findings *out, tt_err *err);

/** Pairs of a layer that pay at other times, too.  O(n_src n_dst log n). */
uint32_t tt_mesh_known(const tt_mesh_run *r, const tt_mesh *b);
/** So many pairs are known that the layer is a habit: rents, dues, regular trade. */
bool tt_mesh_is_habit(const tt_mesh_run *r, uint32_t known, uint32_t pairs);
/** The parties in the two roles, and the payments. */
void tt_mesh_collect(const tt_mesh_run *r, tt_motif *m, const tt_mesh *b, const char *payer,
                     const char *payee);
/** Known pairs, wages, fees that are the same for all, one trade, two groups, tested for n layers
 * together. */
void tt_mesh_test(const tt_mesh_run *r, tt_motif *m, const tt_mesh *const *b, size_t n);

#endif
