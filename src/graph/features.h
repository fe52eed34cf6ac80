/*
 * features.h - parties and flows as numbers, for models that others train: statistics of what goes
 * in and out, and how often motifs name them.
 */
#ifndef TT_GRAPH_FEATURES_H
#define TT_GRAPH_FEATURES_H

#include "graph/ledger.h"

enum { TT_PARTY_FEATURES = 54, TT_FLOW_FEATURES = 7 };
extern const char *const tt_party_feature_names[TT_PARTY_FEATURES];
extern const char *const tt_flow_feature_names[TT_FLOW_FEATURES];

typedef struct tt_features {
    double *party;         /* rows of TT_PARTY_FEATURES, entity 0 unused */
    double *goods, *money; /* rows of TT_FLOW_FEATURES, by position in the layer */
    uint64_t cut; /* starts of searches that the budget cut: counts of motifs are then too low; of
                     each party: "searches_cut" */
} tt_features;

/**
 * Motifs are those of fan.h, relay.h, scatter.h and gather.h with the numbers that features.c
 * states.
 *
 * @param g       its layers; amounts are told in major units.
 * @param ledger  money that pays no goods.
 * @param minor   minor units of one major unit of the base currency.
 * @param visits  budget of each search; 0 = none.
 * @param a       holds the result: 432 bytes a party, 56 a flow.
 * @complexity    that of the four searches.
 */
TT_MUST_CHECK tt_status tt_features_make(const tt_graph *g, const tt_ledger *ledger, double minor,
                                         uint64_t visits, tt_arena *a, tt_features *out,
                                         tt_err *err);

#endif
