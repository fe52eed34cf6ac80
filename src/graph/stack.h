/*
 * stack.h - layers of payments that follow each other: whom the first pays, they pay the next.
 *
 * A middle of two layers is a payee of the first and a payer of the second whose first payment in
 * the second is not before the first one that it gets in the first.  The second follows the first
 * when
 *
 *   - there are `least` middles, and they are `share` of the smaller of the two sides that meet;
 *   - it neither begins nor ends before the first, and begins at most `lag` days after its end;
 *   - the middles pay on keep_low to keep_high of what they got.
 */
#ifndef TT_GRAPH_STACK_H
#define TT_GRAPH_STACK_H

#include "graph/mesh.h"

typedef struct tt_stack_options {
    uint32_t least;
    double share;
    uint32_t lag;
    double keep_low, keep_high;
    double most_log_chance; /* of a layer (tt_mesh.log_chance): those above are in no stack */
    const uint8_t *out;     /* NULL, or by layer: 1 = in no stack */
    uint64_t visits;        /* budget: payments held against a layer; 0 = none */
} tt_stack_options;

/* From one layer to the next. */
typedef struct tt_joint {
    uint32_t mesh; /* the second */
    uint32_t middles;
    int64_t in, out; /* what they got in the first, and paid in the second */
} tt_joint;

typedef struct tt_stack {
    uint32_t first, n; /* in tt_stacks.joint: layers, 2 or more; of the first `mesh` only */
    double p;          /* of all layers together, anywhere in these data; at most 1 */
} tt_stack;

typedef struct tt_stacks {
    tt_stack *v;
    size_t n;
    tt_joint *joint;
    uint32_t *of;    /* of a layer: 1 + its stack, 0 for none */
    uint64_t visits; /* made */
    size_t cut;      /* looks for the next layer that the budget cut short */
} tt_stacks;

/**
 * Each layer is in one stack at most.  Those that follow none begin, in their order; each is
 * followed by that with the most middles, of equals by the first; then, where layers go round, the
 * others begin, in their order.
 *
 * @param a     holds the result.
 * @return      TT_OK, TT_ENOMEM.
 * @complexity  the pairs of layers that have a party in common, times their payments.
 */
TT_MUST_CHECK tt_status tt_stacks_find(const tt_ledger *l, const tt_meshes *m,
                                       const tt_stack_options *opt, tt_arena *a, tt_stacks *out,
                                       tt_err *err);

#endif
