/*
 * cycle_hops.h - what may be a hop of a cycle: a flow, or several flows of one pair within a few
 * days taken together.  Private to the cycle_*.c files.
 */
#ifndef TT_GRAPH_CYCLE_HOPS_H
#define TT_GRAPH_CYCLE_HOPS_H

#include "graph/cycle.h"

enum { TT_SIZE_AMOUNT, TT_SIZE_QTY, TT_SIZE_KG, TT_SIZE_COUNT };

/* In order of (start, first flow, number of flows): their numbers are their names. */
typedef struct tt_hops {
    const tt_layer *layer;
    const tt_cycle_options *opt;
    uint32_t n;
    uint32_t *part;     /* positions in the layer, hop by hop */
    uint32_t *part_off; /* n + 1 offsets; NULL when each hop is one flow */
    uint32_t *group;    /* of a hop: its HS 6 in rising order; NULL when there is one group */
    uint32_t n_groups;
} tt_hops;

/** Build in arena a.  opt and layer are borrowed for the life of *out.  @param tmp  scratch. */
TT_MUST_CHECK tt_status tt_hops_make(const tt_layer *layer, const tt_cycle_options *opt,
                                     tt_arena *tmp, tt_arena *a, tt_hops *out, tt_err *err);

/** The flows of hop k, by time. */
static inline const uint32_t *tt_hop_flows(const tt_hops *h, uint32_t k, uint32_t *n)
{
    *n = h->part_off ? h->part_off[k + 1] - h->part_off[k] : 1;
    return h->part + (h->part_off ? h->part_off[k] : k);
}

static inline uint32_t tt_hop_src(const tt_hops *h, uint32_t k)
{
    return h->layer->src[h->part[h->part_off ? h->part_off[k] : k]];
}

static inline uint32_t tt_hop_dst(const tt_hops *h, uint32_t k)
{
    return h->layer->dst[h->part[h->part_off ? h->part_off[k] : k]];
}

static inline uint32_t tt_hop_start(const tt_hops *h, uint32_t k)
{
    return h->layer->t[h->part[h->part_off ? h->part_off[k] : k]];
}

static inline uint32_t tt_hop_end(const tt_hops *h, uint32_t k)
{
    return h->layer->t[h->part[h->part_off ? h->part_off[k + 1] - 1 : k]];
}

static inline uint32_t tt_hop_group(const tt_hops *h, uint32_t k)
{
    return h->group ? h->group[k] : 0;
}

/** The dimension of its quantity, 0 unknown or several; goods only. */
uint8_t tt_hop_dim(const tt_hops *h, uint32_t k);
/** A size of hop k, the sum of those of its flows; TT_NO_NUM when one is unknown or not positive.
 */
int64_t tt_hop_size(const tt_hops *h, unsigned measure, uint32_t k);

/** The amount of hop k, as tt_hop_size tells it. */
static inline int64_t tt_hop_amount(const tt_hops *h, uint32_t k)
{
    uint32_t n;
    int64_t v = h->layer->amount[*tt_hop_flows(h, k, &n)];
    return n == 1 && v > 0 ? v : tt_hop_size(h, TT_SIZE_AMOUNT, k);
}

#endif
