/* ties.c - see ties.h. */
#include "detect/common/ties.h"

#include "base/vec.h"
#include "detect/common/shared.h"

_Static_assert(TT_ATTR_COUNT == 6, "the bits of a tie");

struct row {
    uint32_t group;
    tt_ix a, b;
    unsigned how;
};
TT_VEC(row_vec, struct row);

struct maker {
    const tt_detect_in *in;
    const uint8_t *skip;
    row_vec rows;
};

static tt_status no_room(tt_err *err)
{
    return tt_fail(err, TT_ENOMEM, "no memory for ties between parties");
}

static bool add(struct maker *m, tt_ix a, tt_ix b, uint32_t group, unsigned how)
{
    tt_country x = m->in->data->entities[a].country, y = m->in->data->entities[b].country;
    if (a == b || x == y || x == TT_COUNTRY_NONE || y == TT_COUNTRY_NONE || m->skip[a] ||
        m->skip[b])
        return true;
    return tt_vec_push(&m->rows, ((struct row){group, TT_MIN(a, b), TT_MAX(a, b), how}));
}

static tt_status add_shared(struct maker *m, uint32_t df_max, tt_err *err)
{
    const tt_links *links = &m->in->shared->links;
    uint32_t df[TT_ATTR_COUNT];
    tt_ix *group;
    for (int t = 0; t < TT_ATTR_COUNT; t++)
        df[t] = df_max;
    TT_TRY(tt_links_groups(links, df, m->in->scratch, &group, err));
    for (size_t i = 0; i < links->n; i++) {
        const tt_link *x = &links->v[i];
        const tt_ix *e = links->entities + x->first;
        for (uint32_t k = 0; x->n <= df_max && k < x->n; k++)
            for (uint32_t j = k + 1; j < x->n; j++)
                if (!add(m, e[k], e[j], group[e[k]], 1U << x->type))
                    return no_room(err);
    }
    return TT_OK;
}

/* Trade comes behind all groups; its pairs are numbered when they are sorted. */
static tt_status add_trade(struct maker *m, tt_err *err)
{
    const tt_layer *g = &m->in->graph->goods;
    for (uint32_t i = 0; i < g->n; i++)
        if (!add(m, g->src[i], g->dst[i], UINT32_MAX, TT_TIE_TRADE))
            return no_room(err);
    return TT_OK;
}

static int by_pair(const void *x, const void *y, void *ctx)
{
    const struct row *a = x, *b = y;
    TT_UNUSED(ctx);
    if (a->a != b->a)
        return a->a < b->a ? -1 : 1;
    if (a->b != b->b)
        return a->b < b->b ? -1 : 1;
    return (a->group > b->group) - (a->group < b->group);
}

static int by_group(const void *x, const void *y, void *ctx)
{
    const struct row *a = x, *b = y;
    if (a->group != b->group)
        return a->group < b->group ? -1 : 1;
    return by_pair(x, y, ctx);
}

/* One row for each pair, in the group of what it shares when it shares something. */
static bool join(row_vec *r)
{
    size_t n = 0;
    if (!tt_sort(r->v, r->n, sizeof *r->v, by_pair, NULL))
        return false;
    for (size_t i = 0; i < r->n; i++)
        if (n && r->v[n - 1].a == r->v[i].a && r->v[n - 1].b == r->v[i].b)
            r->v[n - 1].how |= r->v[i].how;
        else
            r->v[n++] = r->v[i];
    r->n = n;
    return tt_sort(r->v, n, sizeof *r->v, by_group, NULL);
}

static tt_status hand_over(const row_vec *r, tt_arena *a, tt_ties *out, tt_err *err)
{
    uint32_t group = 0;
    out->v = tt_new_n(a, tt_tie, r->n);
    out->how = tt_new_n(a, unsigned, r->n);
    if (!out->v || !out->how)
        return no_room(err);
    for (size_t i = 0; i < r->n; i++) {
        const struct row *x = &r->v[i];
        group += i && (x->group == UINT32_MAX || x->group != x[-1].group);
        out->v[i] = (tt_tie){group, x->a, x->b};
        out->how[i] = x->how;
    }
    out->n = r->n;
    return TT_OK;
}

tt_status tt_ties_make(const tt_detect_in *in, uint32_t df_max, const uint8_t *skip, tt_arena *a,
                       tt_ties *out, tt_err *err)
{
    struct maker m = {.in = in, .skip = skip};
    *out = (tt_ties){0};
    tt_status st = add_shared(&m, df_max, err);
    if (st == TT_OK)
        st = add_trade(&m, err);
    if (st == TT_OK && !join(&m.rows))
        st = no_room(err);
    if (st == TT_OK)
        st = hand_over(&m.rows, a, out, err);
    tt_vec_release(&m.rows);
    return st;
}

const char *tt_ties_say(unsigned how, tt_arena *a)
{
    unsigned shared = how & (TT_TIE_TRADE - 1), left = shared;
    const char *text = shared ? "have the same " : "trade with each other";
    for (int t = 0; t < TT_ATTR_COUNT && text; t++)
        if (left & 1U << t) {
            left &= ~(1U << t);
            text = tt_arena_printf(a, "%s%s%s", text, tt_attr_text((tt_attr)t),
                                   left & (left - 1) ? ", "
                                   : left            ? " and "
                                                     : "");
        }
    return shared && how & TT_TIE_TRADE && text ? tt_arena_printf(a, "%s and trade", text) : text;
}
