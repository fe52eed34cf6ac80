/*
 * meshes.h - what flow.bipartite and flow.stack share: the search for layers, what is a habit,
 * which layers follow each other, the explanations of layers, notes on completeness.
 *
 *     struct run { tt_mesh_run of; ... } r;
 *     TT_TRY(tt_mesh_begin(&r.of, in, &kind, P_LAYER, err));
 *     for each of r.of.found, or of r.of.stacks: tt_motifs_tell(&r.of.all, ...)
 *     return tt_mesh_end(&r.of, out, err);
 */
#ifndef TT_DETECT_COMMON_MESHES_H
#define TT_DETECT_COMMON_MESHES_H

#include "detect/common/motifs.h"
#include "graph/stack.h"

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
    TT_MESH_LAYER_P,
    TT_MESH_LAG,
    TT_MESH_PASS_LOW,
    TT_MESH_PASS_HIGH,
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
        [(at) + TT_MESH_MOST] = {"max_finds", 1e5, 1, 1e9, "count", "layers looked at"},           \
        [(at) + TT_MESH_LAYER_P] =                                                                 \
            {"layer_p",                                                                            \
             0.01,                                                                                 \
             1e-12,                                                                                \
             1,                                                                                    \
             "probability",                                                                        \
             "layers that chance makes more often among those around them are in no stack"},       \
        [(at) + TT_MESH_LAG] =                                                                     \
            {"lag", 30,     0,                                                                     \
             365,   "days", "from the end of a layer to the beginning of the next in a stack"},    \
        [(at) +                                                                                    \
            TT_MESH_PASS_LOW] = {"pass_low",                                                       \
                                 0.5,                                                              \
                                 0,                                                                \
                                 1,                                                                \
                                 "fraction",                                                       \
                                 "lowest share of what it gets that a layer pays on in a stack"},  \
        [(at) + TT_MESH_PASS_HIGH] = {"pass_high", 1.2, 1, 100, "fraction", "highest share"}

typedef struct tt_mesh_run {
    tt_motifs all;
    tt_meshes found;
    tt_stacks stacks;      /* of layers that are no habits */
    size_t params;         /* where TT_MESH_ROWS begin */
    uint8_t *habit;        /* of a layer: more than `known` of its pairs pay at other times, too */
    tt_motif_count habits; /* those that chance does not make */
} tt_mesh_run;

/** Search.  @param params  where TT_MESH_ROWS begin; kind->hubs is the row of TT_MESH_HUBS. */
TT_MUST_CHECK tt_status tt_mesh_begin(tt_mesh_run *r, const tt_detect_in *in,
                                      const tt_motif_kind *kind, size_t params, tt_err *err);
/** What was left out, and what budgets cut. */
TT_MUST_CHECK tt_status tt_mesh_end(const tt_mesh_run *r, tt_findings *out, tt_err *err);

/** The parties in the two roles, and the payments. */
void tt_mesh_collect(const tt_mesh_run *r, tt_motif *m, const tt_mesh *b, const char *payer,
                     const char *payee);
/** Known pairs, wages, fees that are the same for all, one trade, two groups, tested for n layers
 * together.  @param j  the layers, as in a stack. */
void tt_mesh_test(const tt_mesh_run *r, tt_motif *m, const tt_joint *j, size_t n);

#endif
