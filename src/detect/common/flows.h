/*
 * flows.h - the money that pays for no goods, and who moves it.  Computed once per run.
 */
#ifndef TT_DETECT_COMMON_FLOWS_H
#define TT_DETECT_COMMON_FLOWS_H

#include "graph/ledger.h"
#include "graph/netting.h"
#include "model/data.h"

typedef struct tt_flows {
    tt_netting netting;
    tt_ledger ledger;   /* what pays nothing, or goods of others */
    uint32_t *partners; /* of an entity: different parties in the ledger */
    uint32_t *size;     /* of an entity: flows of goods and money in and out, netted or not */
    uint8_t *serves;    /* of an entity: 1 = bank, carrier, vessel, broker or public body: money of
                           others goes through it as its business */
} tt_flows;

/** @param g  NULL: there are no flows.  @param a  holds the result. */
TT_MUST_CHECK tt_status tt_flows_build(const tt_data *d, const tt_graph *g, tt_arena *a,
                                       tt_flows *out, tt_err *err);

/** Flags of those that serve and those with more than `most` partners, n_entities + 1 in a. */
TT_MUST_CHECK tt_status tt_flows_hubs(const tt_flows *f, double most, tt_arena *a, uint8_t **out,
                                      tt_err *err);

#endif
