/*
 * flows.h - what runs between the entities of a syndicate: the network that a page draws.
 */
#ifndef TT_REPORT_FLOWS_H
#define TT_REPORT_FLOWS_H

#include "report/report.h"

/* All flows of one layer from one member to another. */
typedef struct tt_edge_of {
    uint32_t from, to;            /* positions in tt_net_of.nodes */
    bool goods;                   /* else money */
    uint32_t first_flow, n_flows; /* of tt_net_of.flows, in time order */
    uint32_t n_unpriced;          /* without an amount in base currency */
    int64_t amount; /* minor units of the base currency; TT_NO_NUM when no flow has one, or when the
                       sum does not fit */
    tt_date first, last;
} tt_edge_of;

typedef struct tt_flow_of {
    uint32_t edge;
    tt_date day;
    tt_kind kind;
    tt_ix doc;
    int64_t amount; /* as above */
    uint32_t hs6;   /* 0 unknown, or money */
} tt_flow_of;

/* A declared relation between two members. */
typedef struct tt_tie_of {
    uint32_t from, to; /* owner or director, and what is owned or directed */
    tt_str role;
} tt_tie_of;

typedef struct tt_net_of {
    const tt_finding_entity *nodes; /* those of the syndicate that are drawn, in its order */
    size_t n_nodes;
    size_t n_left_out; /* members over the limit */
    tt_edge_of *edges; /* by (from, to, goods first) */
    size_t n_edges;
    tt_flow_of *flows; /* by edge, then time */
    size_t n_flows;
    tt_tie_of *ties; /* by (from, to, role); each once */
    size_t n_ties;
    uint64_t n_outside; /* flows between a member and somebody else */
} tt_net_of;

/**
 * Choose members, add up flows.
 *
 * @param max_nodes  members beyond are left out: the heaviest stay (weight, then id).
 * @param a          holds the result.
 * @return           TT_OK, TT_ENOMEM.
 * @complexity       O(flows of the members, ownership rows).
 */
TT_MUST_CHECK tt_status tt_net_of_syndicate(const tt_report_in *in, const tt_syndicate *s,
                                            size_t max_nodes, tt_arena *a, tt_net_of *out,
                                            tt_err *err);

#endif
