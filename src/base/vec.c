/*
 * vec.c - growth of typed arrays, and the one sort.
 */
#include "base/vec.h"

bool tt_vec_room(void *vec_v, size_t *cap, size_t n, size_t more, size_t elem)
{
    TT_ASSERT(n <= *cap && elem > 0);
    if (more <= *cap - n)
        return true;
    if (more > SIZE_MAX - n)
        return false;
    size_t want = TT_MAX(n + more, *cap > SIZE_MAX / 2 ? SIZE_MAX : *cap * 2);
    want = TT_MAX(want, (size_t)8);
    void *p;
    memcpy(&p, vec_v, sizeof p); /* vec_v points to a T *, which is not a void * for the compiler */
    p = tt_mem_grow(p, want, elem);
    if (!p)
        return false;
    memcpy(vec_v, &p, sizeof p);
    *cap = want;
    return true;
}

/* --- sort --- */

typedef int cmp_fn(const void *a, const void *b, void *ctx);

struct sort {
    size_t size;
    cmp_fn *cmp;
    void *ctx;
};

enum { RUN = 8 }; /* sorted by insertion before merging starts */

/* The usual sizes as constants, so that the compiler makes a move of each. */
static inline void put(char *to, const char *from, size_t size)
{
    switch (size) {
    case 4:
        memcpy(to, from, 4);
        break;
    case 8:
        memcpy(to, from, 8);
        break;
    case 16:
        memcpy(to, from, 16);
        break;
    case 24:
        memcpy(to, from, 24);
        break;
    default:
        memcpy(to, from, size);
    }
}

static void insertion(const struct sort *s, char *v, size_t n, char *tmp)
{
    for (size_t i = 1; i < n; i++) {
        size_t at = i;
        while (at > 0 && s->cmp(v + (at - 1) * s->size, v + i * s->size, s->ctx) > 0)
            at--;
        if (at == i)
            continue;
        put(tmp, v + i * s->size, s->size);
        memmove(v + (at + 1) * s->size, v + at * s->size, (i - at) * s->size);
        put(v + at * s->size, tmp, s->size);
    }
}

/* Merge a[0..na) and b[0..nb) into out.  On a tie a goes first: stable. */
static void
merge(const struct sort *s, const char *a, size_t na, const char *b, size_t nb, char *out)
{
    const size_t size = s->size;
    const char *a_end = a + na * size, *b_end = b + nb * size;
    if (na == 0 || nb == 0 || s->cmp(a_end - size, b, s->ctx) <= 0) { /* in order already */
        memcpy(out, a, na * size);
        memcpy(out + na * size, b, nb * size);
        return;
    }
    while (a < a_end && b < b_end) {
        if (s->cmp(a, b, s->ctx) <= 0) {
            put(out, a, size);
            a += size;
        } else {
            put(out, b, size);
            b += size;
        }
        out += size;
    }
    memcpy(out, a, (size_t)(a_end - a));
    out += a_end - a;
    memcpy(out, b, (size_t)(b_end - b));
}

bool tt_sort(void *base, size_t n, size_t size, int (*cmp)(const void *, const void *, void *),
             void *ctx)
{
    if (n < 2 || size == 0)
        return true;
    const struct sort s = {size, cmp, ctx};
    char *v = base;
    size_t ordered = 1;
    while (ordered < n && cmp(v + (ordered - 1) * size, v + ordered * size, ctx) <= 0)
        ordered++;
    if (ordered == n)
        return true;
    char *tmp = tt_mem_grow(NULL, n, size);
    if (!tmp)
        return false;
    for (size_t i = 0; i < n; i += RUN)
        insertion(&s, v + i * size, TT_MIN(n - i, (size_t)RUN), tmp);
    char *from = v, *to = tmp;
    for (size_t width = RUN; width<n; width = width> n / 2 ? n : width * 2) {
        for (size_t i = 0; i < n;) {
            size_t na = TT_MIN(width, n - i), nb = TT_MIN(width, n - i - na);
            merge(&s, from + i * size, na, from + (i + na) * size, nb, to + i * size);
            i += na + nb;
        }
        char *swap = from;
        from = to;
        to = swap;
    }
    if (from != v)
        memcpy(v, from, n * size);
    tt_mem_free(tmp);
    return true;
}
