/*
 * cycle_index.h - the hops of a layer, laid out so that a search never looks for its place.
 *
 * Private to cycle.c, cycle_index.c and cycle_chance.c.
 *
 * A hop ("arc") is a flow or some flows of one pair.  Arcs that leave one vertex and belong to one
 * group (their HS 6, or everything) stand together, sorted by start: a bucket.  An arc knows the
 * bucket that it leads to and the first place in there that is late enough.
 */
#ifndef TT_GRAPH_CYCLE_INDEX_H
#define TT_GRAPH_CYCLE_INDEX_H

#include "graph/cycle.h"

enum {
    TT_ARC_SCAN = 24, /* ranges up to this are walked; larger ones are narrowed by amount first */
    TT_ARC_DAY = 86400
};
#define TT_ARC_NONE UINT32_MAX

/* A range of arcs, and the range of in_* of the arcs that come in where they start. */
typedef struct tt_bucket {
    uint32_t begin, end;
    uint32_t in_begin, in_end;
    uint32_t group;
} tt_bucket;

enum { TT_SIZE_AMOUNT, TT_SIZE_QTY, TT_SIZE_KG, TT_SIZE_COUNT };

typedef struct tt_arcs {
    const tt_layer *layer;
    const tt_cycle_options *opt;
    uint32_t n;
    uint32_t *src, *dst;
    uint32_t *start, *end; /* seconds */
    uint32_t *num; /* place in the order of (start, first flow, flows): the name of an arc */
    int64_t
        *size[TT_SIZE_COUNT]; /* TT_NO_NUM unknown; quantity and mass NULL without by_quantity */
    uint8_t *dim;             /* of the quantity; NULL without by_quantity */
    uint32_t *bucket;         /* that it is in */
    uint32_t *to;             /* bucket that it leads to, or TT_ARC_NONE */
    uint32_t *from;   /* the first arc of `to` that is late enough; the end of `to` when none is */
    uint32_t *rising; /* the arcs of a bucket over TT_ARC_SCAN by amount; NULL with by_quantity */
    uint32_t *part_off, *part; /* positions in the layer; n + 1 offsets */
    tt_bucket *buckets;
    uint32_t n_buckets;
    uint32_t *in_end, *in_src; /* arcs that come in, sorted by end within a bucket */
    uint32_t n_groups;
    uint32_t *component; /* of a vertex: its smallest member */
} tt_arcs;

/** Build in arena a.  opt and layer are borrowed for the life of *out. */
TT_MUST_CHECK tt_status tt_arcs_build(const tt_graph *g, const tt_layer *layer,
                                      const tt_cycle_options *opt, tt_arena *a, tt_arcs *out,
                                      tt_err *err);

/** By time alone and in order: may arc b follow arc a? */
bool tt_arcs_later(const tt_arcs *x, uint32_t a, uint32_t b);
/** The measure by which arc b is held against arc a; TT_SIZE_COUNT when they have none in common.
 */
unsigned tt_arcs_measure(const tt_arcs *x, uint32_t a, uint32_t b);
/** The sizes that may follow size v by a measure, both ends included. */
void tt_arcs_range(const tt_arcs *x, unsigned measure, int64_t v, int64_t *low, int64_t *high);
/** By size alone: may arc b follow arc a? */
bool tt_arcs_keeps(const tt_arcs *x, uint32_t a, uint32_t b);

/* One group of arcs, for the chance of cycles. */
typedef struct tt_chance_group {
    uint32_t n;       /* arcs */
    uint32_t begin;   /* of sorted[] */
    uint32_t span;    /* seconds from the first start to the last end */
    double branching; /* arcs that go on from where an arc ends, on average */
} tt_chance_group;

typedef struct tt_chance {
    const tt_arcs *arcs;
    tt_chance_group *group;
    int64_t *sorted[TT_SIZE_COUNT]; /* sizes, rising within a group */
} tt_chance;

/** Gather what the closed form needs, in arena a. */
TT_MUST_CHECK tt_status tt_chance_init(tt_chance *c, const tt_arcs *x, tt_arena *a, tt_err *err);
/* Arcs that are not counted when a cycle is judged; none of them is in it. */
typedef struct tt_left_out {
    const uint32_t *arc;
    uint32_t n;
} tt_left_out;

/** Fill len, conservation, tightness, span, expected and p of a cycle; reads out->ordered. */
void tt_chance_of(const tt_chance *c, const uint32_t *arc, uint32_t len, tt_left_out without,
                  tt_cycle *out);

/* A cycle and its arcs. */
typedef struct tt_arc_cycle {
    tt_cycle cycle;
    const uint32_t *arc;
} tt_arc_cycle;

/** Fill the circles of out from its cycles, v[i] beside out->v[i].  @param tmp  scratch. */
TT_MUST_CHECK tt_status tt_circles_group(const tt_chance *c, const tt_arc_cycle *v, tt_arena *tmp,
                                         tt_arena *a, tt_cycles *out, tt_err *err);

#endif
