/* mesh_apart.c - see mesh_apart.h. */
#include "graph/mesh_apart.h"

#include "base/num.h"

struct job {
    const tt_ledger *l;
    const tt_spans *span;
    const uint32_t *party;
    tt_u32_vec *entry;
};

static tt_status no_room(tt_err *err)
{
    return tt_fail(err, TT_ENOMEM, "no memory for layers of payments");
}

int tt_mesh_cmp_u32(const void *a, const void *b, void *ctx)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    TT_UNUSED(ctx);
    return (x > y) - (x < y);
}

static int by_size(const void *a, const void *b, void *ctx)
{
    const tt_mesh *x = a, *y = b;
    uint32_t nx = x->n_src + x->n_dst, ny = y->n_src + y->n_dst;
    TT_UNUSED(ctx);
    if (x->closed != y->closed)
        return x->closed > y->closed ? -1 : 1;
    if (nx != ny)
        return nx < ny ? -1 : 1;
    if (x->window != y->window)
        return x->window < y->window ? -1 : 1;
    return (x->start > y->start) - (x->start < y->start);
}

static int by_window(const void *a, const void *b, void *ctx)
{
    const tt_mesh *x = a, *y = b;
    TT_UNUSED(ctx);
    if (x->window != y->window)
        return x->window < y->window ? -1 : 1;
    return (x->start > y->start) - (x->start < y->start);
}

/* The entries of a layer behind the others; *apart: none of them is used. */
static tt_status
take_entries(const struct job *s, tt_mesh *b, const uint8_t *used, bool *apart, tt_err *err)
{
    const uint32_t *src = s->party + b->party, *dst = src + b->n_src, *first;
    b->entry = (uint32_t)s->entry->n;
    *apart = true;
    for (uint32_t i = 0; i < b->n_src; i++)
        for (uint32_t k = 0; k < b->n_dst; k++) {
            uint32_t n = tt_spans_entries(s->span, s->l, b->window, src[i], dst[k], &first);
            for (uint32_t e = 0; e < n; e++) {
                if (used[first[e]]) {
                    *apart = false;
                    s->entry->n = b->entry;
                    return TT_OK;
                }
                if (!tt_vec_push(s->entry, first[e]))
                    return no_room(err);
            }
        }
    b->n = (uint32_t)(s->entry->n - b->entry);
    return tt_sort(s->entry->v + b->entry, b->n, sizeof *s->entry->v, tt_mesh_cmp_u32, NULL)
               ? TT_OK
               : no_room(err);
}

static void add_up(const struct job *s, tt_mesh *b, uint8_t *used)
{
    const uint32_t *e = s->entry->v + b->entry;
    b->first = s->l->day[e[0]];
    b->last = s->l->day[e[b->n - 1]];
    for (uint32_t i = 0; i < b->n; i++) {
        used[e[i]] = 1;
        if (!tt_add_i64(b->amount, s->l->amount[e[i]], &b->amount))
            b->amount = INT64_MAX;
    }
}

tt_status tt_meshes_apart(const tt_ledger *l, const tt_spans *span, tt_mesh_list *all,
                          tt_arena *tmp, tt_err *err)
{
    const struct job j = {l, span, all->party, all->entry};
    uint8_t *used = tt_new_n(tmp, uint8_t, l->n);
    size_t kept = 0;
    if (!used || !tt_sort(all->v, all->n, sizeof *all->v, by_size, NULL))
        return no_room(err);
    for (size_t i = 0; i < all->n; i++) {
        bool apart;
        TT_TRY(take_entries(&j, &all->v[i], used, &apart, err));
        if (!apart)
            continue;
        add_up(&j, &all->v[i], used);
        all->v[kept++] = all->v[i];
    }
    all->n = kept;
    return tt_sort(all->v, kept, sizeof *all->v, by_window, NULL) ? TT_OK : no_room(err);
}
