/*
 * cycle_index.h - the hops that can be in a cycle, laid out so that a search never looks for its
 * place.
 *
 * Private to the cycle_*.c files.
 *
 * A hop in its place is an "arc".  Arcs that leave one vertex and belong to one group (their HS 6,
 * or everything) stand together, sorted by start: a bucket.  An arc knows where the arcs stand that
 * may come after it, so a step of the search touches one place in memory.
 */
#ifndef TT_GRAPH_CYCLE_INDEX_H
#define TT_GRAPH_CYCLE_INDEX_H

#include "graph/cycle_hops.h"

enum {
    TT_ARC_SCAN = 24, /* ranges up to this are walked; larger ones are narrowed by amount first */
    TT_ARC_DAY = 86400
};
#define TT_ARC_NONE UINT32_MAX

typedef struct tt_arc {
    int64_t amount;      /* TT_NO_NUM unknown */
    uint32_t start, end; /* seconds */
    uint32_t src, dst;
    uint32_t from,
        stop; /* the arcs that leave dst and are late enough; in any order, all of them */
} tt_arc;

/* A range of arcs, and the range of in_* of the arcs that come in where they start. */
typedef struct tt_bucket {
    uint32_t begin, end;
    uint32_t in_begin, in_end;
    uint32_t group;
} tt_bucket;

typedef struct tt_arcs {
    tt_hops hops; /* all of them, also those that can be in no cycle */
    const tt_cycle_options *opt;
    uint32_t n;
    tt_arc *arc;
    uint32_t *num;                /* of the hop: the name of an arc */
    uint8_t *first;               /* 1 when a cycle may start with it */
    int64_t *size[TT_SIZE_COUNT]; /* by quantity and mass; NULL without by_quantity, and for amounts
                                   */
    uint8_t *dim;                 /* of the quantity; NULL without by_quantity */
    uint32_t *bucket;             /* that it is in */
    uint32_t *to;                 /* bucket that it leads to, or TT_ARC_NONE */
    uint32_t *rising; /* the arcs of a bucket over TT_ARC_SCAN by amount; NULL with by_quantity */
    tt_bucket *buckets;
    uint32_t n_buckets;
    uint32_t *in_end, *in_src; /* arcs that come in, sorted by end within a bucket */
    uint32_t *component;       /* of a vertex: its smallest member */
} tt_arcs;

/** Build in arena a.  opt and layer are borrowed for the life of *out. */
TT_MUST_CHECK tt_status tt_arcs_build(const tt_graph *g, const tt_layer *layer,
                                      const tt_cycle_options *opt, tt_arena *a, tt_arcs *out,
                                      tt_err *err);

/** By time alone and in order: may what starts then follow what ends at `end`? */
static inline bool tt_arcs_after(const tt_cycle_options *opt, uint32_t end, uint32_t start)
{
    return start > end || (start == end && opt->same_day && start % TT_ARC_DAY == 0);
}

/** By time alone and in order: may arc b follow arc a? */
static inline bool tt_arcs_later(const tt_arcs *x, uint32_t a, uint32_t b)
{
    return tt_arcs_after(x->opt, x->arc[a].end, x->arc[b].start);
}

/** The size of an arc by a measure that it has. */
static inline int64_t tt_arcs_size(const tt_arcs *x, unsigned measure, uint32_t arc)
{
    return measure == TT_SIZE_AMOUNT ? x->arc[arc].amount : x->size[measure][arc];
}

static inline uint32_t tt_arcs_group(const tt_arcs *x, uint32_t arc)
{
    return x->buckets[x->bucket[arc]].group;
}

/** The flows of an arc, by time. */
static inline const uint32_t *tt_arcs_flows(const tt_arcs *x, uint32_t arc, uint32_t *n)
{
    return tt_hop_flows(&x->hops, x->num[arc], n);
}

/** The measure by which arc b is held against arc a; TT_SIZE_COUNT when they have none in common.
 */
unsigned tt_arcs_measure(const tt_arcs *x, uint32_t a, uint32_t b);
/** The sizes that may follow size v by a measure, both ends included. */
void tt_arcs_range(const tt_arcs *x, unsigned measure, int64_t v, int64_t *low, int64_t *high);
/** By size alone: may arc b follow arc a? */
bool tt_arcs_keeps(const tt_arcs *x, uint32_t a, uint32_t b);

#endif
