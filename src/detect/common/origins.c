/* origins.c - see origins.h. */
#include "detect/common/origins.h"

#include "detect/common/deals.h"

#include <math.h>

TT_VEC(line_vec, tt_supply_line);

/* --- lines --- */

struct reader {
    const tt_detect_in *in;
    tt_origins *o;
    line_vec lines;
    bool failed;
};

static void count(struct reader *r, uint64_t key)
{
    uint32_t n = tt_map64_find(&r->o->received, key);
    r->failed |= !tt_map64_put(&r->o->received, key, n == TT_MAP_NONE ? 1 : n + 1);
}

/* Country 0: of any country. */
static uint64_t key_of(tt_ix seller, tt_hs hs, tt_country c)
{
    return (uint64_t)seller << 32 | (uint64_t)tt_hs_chapter(hs) << 16 | c;
}

static tt_country country_of(const tt_data *d, tt_ix mention)
{
    tt_country c = d->mentions[mention].country;
    return c ? c : d->entities[tt_data_entity(d, mention)].country;
}

static void read_line(struct reader *r, tt_kind kind, tt_ix doc, tt_ix at)
{
    const tt_data *d = r->in->data;
    const tt_ix *group = r->in->shared->declared;
    const tt_line *l = &tt_data_lines(d, kind)[at];
    tt_ix from = tt_data_role(d, kind, doc, 1), to = tt_data_role(d, kind, doc, 2);
    tt_supply_line x = {.hs4 = tt_hs_prefix(l->hs, 4),
                        .hs6 = tt_hs_prefix(l->hs, 6),
                        .origin = l->origin,
                        .from = country_of(d, from),
                        .sender = tt_data_entity(d, from),
                        .receiver = tt_data_entity(d, to),
                        .at = {kind, doc, at}};
    tt_country where = l->origin ? l->origin : x.from;
    if (tt_hs_digits(l->hs) < 6 || !x.sender)
        return;
    x.seller = group[x.sender];
    if (x.receiver && where && group[x.receiver] != x.seller) {
        count(r, key_of(group[x.receiver], x.hs6, TT_COUNTRY_NONE));
        count(r, key_of(group[x.receiver], x.hs6, where));
    }
    r->o->n_without += !l->origin;
    r->failed |= l->origin && !tt_vec_push(&r->lines, x);
}

static void read_all(struct reader *r)
{
    static const tt_kind kinds[] = {TT_KIND_INVOICE, TT_KIND_SHIPMENT, TT_KIND_DECLARATION};
    const tt_data *d = r->in->data;
    const size_t n[] = {d->n_invoices, d->n_shipments, d->n_declarations};
    for (size_t k = 0; k < TT_LEN(kinds); k++)
        for (tt_ix i = 1; i <= n[k] && !r->failed; i++) {
            const tt_head *h = tt_data_head(d, kinds[k], i);
            bool no_sale =
                kinds[k] == TT_KIND_INVOICE && (d->invoices[i].type == TT_DOC_CREDIT_NOTE ||
                                                d->invoices[i].type == TT_DOC_PROFORMA);
            for (tt_ix l = 0; l < h->n_lines && !no_sale; l++)
                read_line(r, kinds[k], i, h->first_line + l);
        }
}

/* --- supplies --- */

static int goods_cmp(const tt_supply_line *a, const tt_supply_line *b)
{
    if (a->hs4 != b->hs4)
        return a->hs4 < b->hs4 ? -1 : 1;
    if (a->hs6 != b->hs6)
        return a->hs6 < b->hs6 ? -1 : 1;
    if (a->origin != b->origin)
        return a->origin < b->origin ? -1 : 1;
    return (a->seller > b->seller) - (a->seller < b->seller);
}

static int by_goods(const void *pa, const void *pb, void *ctx)
{
    const tt_supply_line *a = pa, *b = pb;
    int c = goods_cmp(a, b);
    TT_UNUSED(ctx);
    if (c)
        return c;
    if (a->at.kind != b->at.kind)
        return a->at.kind < b->at.kind ? -1 : 1;
    return a->at.line < b->at.line ? -1 : a->at.line > b->at.line;
}

static void gather(tt_origins *o)
{
    for (size_t i = 0; i < o->n_lines; i++) {
        const tt_supply_line *l = &o->lines[i];
        if (!i || goods_cmp(l, l - 1))
            o->v[o->n++] = (tt_supply){l->hs4, l->hs6, l->origin, l->seller, .first = i};
        o->v[o->n - 1].n++;
    }
}

/* Numbers of supplies, by which E is made: of all, and of the seller at hand. */
struct tallies {
    uint32_t *country, *own; /* by country; by place in v: next of the same seller, 1 + place */
    tt_map64 sellers;        /* last supply of each, 1 + place */
};

static void judge(tt_origins *o, const struct tallies *t, size_t i)
{
    tt_supply *s = &o->v[i];
    size_t from = i, to = i + 1;
    uint32_t own = 0, own_country = 0, goods[2] = {0, 0}, own_goods[2] = {0, 0};
    bool alone[2] = {true, true};
    while (from > 0 && o->v[from - 1].hs4 == s->hs4)
        from--;
    while (to < o->n && o->v[to].hs4 == s->hs4)
        to++;
    for (size_t k = from; k < to; k++) {
        const tt_supply *x = &o->v[k];
        bool same[2] = {x->hs6 == s->hs6, true};
        for (int g = 0; g < 2; g++) {
            goods[g] += same[g];
            own_goods[g] += same[g] && x->seller == s->seller;
            alone[g] &= !same[g] || x->seller == s->seller || x->origin != s->origin;
        }
    }
    for (uint32_t k = tt_map64_find(&t->sellers, s->seller); k; k = t->own[k - 1]) {
        own++;
        own_country += o->v[k - 1].origin == s->origin;
    }
    s->country = t->country[s->origin] - own_country;
    s->all = (uint32_t)o->n - own;
    for (int g = 0; g < 2 && alone[g]; g++) {
        uint32_t others = goods[g] - own_goods[g];
        double e = s->all ? (double)others * s->country / s->all : 0;
        if (g && e < s->expected)
            continue;
        s->expected = e;
        s->goods = others;
        s->level = g ? 4 : 6;
    }
}

/* A cell of subheading and origin that others are in is no question: most end here. */
static bool others_have(const tt_origins *o, size_t i)
{
    const tt_supply *s = &o->v[i];
    const tt_supply *x = i ? s - 1 : NULL, *y = i + 1 < o->n ? s + 1 : NULL;
    return (x && x->hs6 == s->hs6 && x->origin == s->origin) ||
           (y && y->hs6 == s->hs6 && y->origin == s->origin);
}

static int by_expected(const void *pa, const void *pb, void *ctx)
{
    const tt_supply *const *a = pa, *const *b = pb;
    TT_UNUSED(ctx);
    if ((*a)->expected != (*b)->expected)
        return (*a)->expected > (*b)->expected ? -1 : 1;
    return *a < *b ? -1 : *a > *b;
}

static tt_status judge_all(tt_origins *o, struct tallies *t, tt_arena *a, tt_err *err)
{
    tt_supply **alone = tt_new_n(a, tt_supply *, o->n + 1);
    size_t n = 0;
    t->country = tt_new_n(a, uint32_t, (size_t)UINT16_MAX + 1);
    t->own = tt_new_n(a, uint32_t, o->n + 1);
    bool ok = alone && t->country && t->own;
    for (size_t i = 0; ok && i < o->n; i++) {
        uint32_t last = tt_map64_find(&t->sellers, o->v[i].seller);
        t->country[o->v[i].origin]++;
        t->own[i] = last == TT_MAP_NONE ? 0 : last;
        ok = tt_map64_put(&t->sellers, o->v[i].seller, (uint32_t)i + 1);
    }
    for (size_t i = 0; ok && i < o->n; i++) {
        if (others_have(o, i))
            continue;
        judge(o, t, i);
        alone[n++] = &o->v[i];
    }
    if (!ok || !tt_sort(alone, n, sizeof *alone, by_expected, NULL))
        return tt_fail(err, TT_ENOMEM, "no memory for origins");
    for (size_t i = n; i > 0; i--) /* equal ones have the rank of the last */
        alone[i - 1]->rank =
            i < n && !(alone[i]->expected < alone[i - 1]->expected) ? alone[i]->rank : (uint32_t)i;
    return TT_OK;
}

static tt_status build(struct reader *r, tt_err *err)
{
    tt_origins *o = r->o;
    struct tallies t = {0};
    read_all(r);
    o->n_lines = r->lines.n;
    o->lines = tt_new_n(r->in->scratch, tt_supply_line, r->lines.n + 1);
    o->v = tt_new_n(r->in->scratch, tt_supply, r->lines.n + 1);
    if (r->failed || !o->lines || !o->v)
        return tt_fail(err, TT_ENOMEM, "no memory for origins");
    if (r->lines.n)
        memcpy(o->lines, r->lines.v, r->lines.n * sizeof *o->lines);
    if (!tt_sort(o->lines, o->n_lines, sizeof *o->lines, by_goods, NULL))
        return tt_fail(err, TT_ENOMEM, "no memory for origins");
    gather(o);
    tt_map64_init(&t.sellers);
    tt_status st = judge_all(o, &t, r->in->scratch, err);
    tt_map64_release(&t.sellers);
    return st;
}

tt_status tt_origins_build(const tt_detect_in *in, tt_origins *out, tt_err *err)
{
    struct reader r = {.in = in, .o = out};
    *out = (tt_origins){0};
    tt_map64_init(&out->received);
    tt_status st = build(&r, err);
    tt_vec_release(&r.lines);
    return st;
}

void tt_origins_release(tt_origins *o)
{
    tt_map64_release(&o->received);
}

/* --- questions --- */

uint32_t tt_origins_heading(const tt_origins *o, const tt_supply *s, tt_country c)
{
    uint32_t n = 0;
    const tt_supply *x = s;
    while (x > o->v && x[-1].hs4 == s->hs4)
        x--;
    for (; x < o->v + o->n && x->hs4 == s->hs4; x++)
        n += x->seller != s->seller && x->origin == c;
    return n;
}

uint32_t tt_origins_kindred(const tt_origins *o, const tt_supply *s)
{
    uint32_t n = 0;
    for (const tt_supply *x = o->v; x < o->v + o->n; x++)
        n += x->hs4 != s->hs4 && tt_hs_chapter(x->hs6) == tt_hs_chapter(s->hs6) &&
             x->seller != s->seller && x->origin == s->origin;
    return n;
}

uint32_t tt_origins_buyers(const tt_origins *o, const tt_supply *s)
{
    enum { LOOK = 1000 };
    const tt_supply_line *v = &o->lines[s->first];
    size_t end = TT_MIN(s->n, (size_t)LOOK);
    uint32_t n = 0;
    for (size_t i = 0; i < end; i++) {
        size_t k = 0;
        while (v[k].receiver != v[i].receiver)
            k++;
        n += k == i && v[i].receiver;
    }
    return n;
}

uint32_t tt_origins_got(const tt_origins *o, const tt_supply *s)
{
    uint32_t all = tt_map64_find(&o->received, key_of(s->seller, s->hs6, TT_COUNTRY_NONE));
    uint32_t own = tt_map64_find(&o->received, key_of(s->seller, s->hs6, s->origin));
    return all == TT_MAP_NONE ? 0 : all - (own == TT_MAP_NONE ? 0 : own);
}
