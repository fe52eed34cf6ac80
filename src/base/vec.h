/*
 * vec.h - typed arrays that grow.
 *
 *     TT_VEC(tt_flow_vec, tt_flow);          declares struct {tt_flow *v; size_t n, cap;}
 *     tt_flow_vec fs = {0};
 *     if (!tt_vec_push(&fs, flow)) return tt_fail(err, TT_ENOMEM, ...);
 *     tt_vec_release(&fs);
 */
#ifndef TT_BASE_VEC_H
#define TT_BASE_VEC_H

#include "base/arena.h"

#define TT_VEC(name, T)                                                                            \
    typedef struct name {                                                                          \
        T *v;                                                                                      \
        size_t n, cap;                                                                             \
    } name

/**
 * Make room for `more` more elements; at least doubles, so that n pushes are O(n).
 *
 * @param vec_v  address of the T * that is the array.
 * @param cap    room it has now, in elements; the new room afterwards.
 * @param n      elements in it.
 * @param elem   sizeof(T).
 * @return       False when memory is out (contents kept).
 */
TT_MUST_CHECK bool tt_vec_room(void *vec_v, size_t *cap, size_t n, size_t more, size_t elem);

/* vec: a pointer to a struct made by TT_VEC; it is evaluated more than once.  tt_vec_push is false
 * when memory is out; tt_vec_release leaves an empty, usable vec. */
#define tt_vec_reserve(vec, more)                                                                  \
    tt_vec_room((void *)&(vec)->v, &(vec)->cap, (vec)->n, (more), sizeof(*(vec)->v))
#define tt_vec_push(vec, item)                                                                     \
    (tt_vec_reserve((vec), 1) ? ((vec)->v[(vec)->n++] = (item), true) : false)
#define tt_vec_release(vec) (tt_mem_free((vec)->v), (vec)->v = NULL, (vec)->n = (vec)->cap = 0)

TT_VEC(tt_u32_vec, uint32_t);
TT_VEC(tt_u64_vec, uint64_t);
TT_VEC(tt_str_vec, tt_str);

/**
 * Sort n elements, ascending by cmp.  Stable: what compares equal keeps its order.
 *
 * @param size  of an element in bytes.
 * @param cmp   negative, 0, positive; a total order, given two elements and ctx.
 * @return      False when memory is out (nothing has moved then).
 * @complexity  O(n log n), O(n) when sorted already; allocates n * size.
 */
TT_MUST_CHECK bool tt_sort(void *base, size_t n, size_t size,
                           int (*cmp)(const void *a, const void *b, void *ctx), void *ctx);

#endif
