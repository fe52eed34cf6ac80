/* shared.c - builds the parts in the order in which they need each other. */
#include "detect/common/shared.h"

#include "base/par.h"

static tt_status find_parented(const tt_data *d, tt_arena *a, bool **out, tt_err *err)
{
    bool *v = tt_new_n(a, bool, d->n_entities + 1);
    if (!v)
        return tt_fail(err, TT_ENOMEM, "no memory for owners");
    for (size_t i = 1; i <= d->n_ownerships; i++) {
        const tt_ownership *o = &d->ownerships[i];
        v[o->owned] |= o->owner && d->entities[o->owner].type == TT_ENTITY_COMPANY;
    }
    *out = v;
    return TT_OK;
}

/* --- parts --- */

static tt_status texts(const tt_data *d, const tt_graph *g, tt_arena *a, tt_shared *s, tt_err *err)
{
    TT_UNUSED(g);
    TT_TRY(tt_line_texts_build(d, a, &s->texts, err));
    return tt_books_build(d, a, &s->books, err);
}

static tt_status links(const tt_data *d, const tt_graph *g, tt_arena *a, tt_shared *s, tt_err *err)
{
    static const uint32_t owners[TT_ATTR_COUNT] = {[TT_ATTR_OWNER] = UINT32_MAX};
    TT_UNUSED(g);
    TT_TRY(tt_links_build(d, a, &s->links, err));
    TT_TRY(tt_links_groups(&s->links, owners, a, &s->declared, err));
    return find_parented(d, a, &s->parented, err);
}

static tt_status prices(const tt_data *d, const tt_graph *g, tt_arena *a, tt_shared *s, tt_err *err)
{
    TT_UNUSED(g);
    TT_TRY(tt_credits_build(d, a, &s->credits, err));
    TT_TRY(tt_pairs_build(d, &s->credits, a, &s->pairs, err));
    TT_TRY(tt_prices_build(d, &s->credits, a, &s->prices, err));
    return tt_runs_build(&s->prices, a, &s->runs, err);
}

static tt_status names(const tt_data *d, const tt_graph *g, tt_arena *a, tt_shared *s, tt_err *err)
{
    TT_UNUSED(g);
    return tt_names_build(d, a, &s->names, err);
}

static tt_status wild(const tt_data *d, const tt_graph *g, tt_arena *a, tt_shared *s, tt_err *err)
{
    TT_UNUSED(g);
    TT_TRY(tt_wild_build(d, &s->texts, a, &s->wild, err));
    return tt_carriages_build(d, &s->wild, a, &s->carriages, err);
}

static tt_status flows(const tt_data *d, const tt_graph *g, tt_arena *a, tt_shared *s, tt_err *err)
{
    return tt_flows_build(d, g, a, &s->flows, err);
}

static tt_status shells(const tt_data *d, const tt_graph *g, tt_arena *a, tt_shared *s, tt_err *err)
{
    return tt_shells_build(d, g, &s->links, s->declared, a, &s->shells, err);
}

static tt_status cargo(const tt_data *d, const tt_graph *g, tt_arena *a, tt_shared *s, tt_err *err)
{
    TT_UNUSED(g);
    return tt_cargo_build(d, s->declared, a, &s->cargo, err);
}

static tt_status
hs_words(const tt_data *d, const tt_graph *g, tt_arena *a, tt_shared *s, tt_err *err)
{
    TT_UNUSED(g);
    return tt_hs_words_build(d, &s->texts, a, &s->hs_words, err);
}

/* Series of prices side by side. */
static tt_status
mark_prices(tt_shared *s, const tt_data *d, unsigned threads, tt_arena *a, tt_err *err)
{
    double *param = tt_new_n(a, double, TT_PP_STRANGERS);
    if (!param)
        return tt_fail(err, TT_ENOMEM, "no memory for parameters");
    for (int i = 0; i < TT_PP_STRANGERS; i++)
        param[i] = tt_price_params[i].def;
    return tt_price_marks_build(&s->prices, &s->links, d->n_entities, param, threads, a,
                                &s->price_marks, err);
}

/* --- in what order --- */

struct part {
    unsigned needs; /* 0: always built */
    tt_status (*build)(const tt_data *d, const tt_graph *g, tt_arena *a, tt_shared *s, tt_err *err);
};

/* Parts of one round do not need each other; what takes long comes first. */
static const struct part first_round[] = {
    {0, prices}, {TT_NEEDS_NAMES, names}, {0, links}, {0, texts}, {0, flows}};
static const struct part second_round[] = {{TT_NEEDS_WILD, wild},
                                           {TT_NEEDS_SHELLS, shells},
                                           {TT_NEEDS_CARGO, cargo},
                                           {TT_NEEDS_HS_WORDS, hs_words}};
enum { PARTS = TT_LEN(first_round) };

struct round {
    const struct part *parts;
    const tt_data *d;
    const tt_graph *g;
    unsigned needs;
    tt_shared *out;
    tt_arena arenas[PARTS];
};

static tt_status build_part(size_t i, unsigned thread, void *ctx, tt_err *err)
{
    struct round *r = ctx;
    TT_UNUSED(thread);
    if ((r->parts[i].needs & r->needs) != r->parts[i].needs)
        return TT_OK;
    return r->parts[i].build(r->d, r->g, &r->arenas[i], r->out, err);
}

/* Each part has an arena while it is built; all of them are joined in the end. */
static tt_status build_round(struct round *r, const struct part *parts, size_t n, unsigned threads,
                             tt_arena *a, tt_err *err)
{
    r->parts = parts;
    for (size_t i = 0; i < n; i++)
        tt_arena_init(&r->arenas[i], 0);
    tt_status st = tt_par_for(n, threads, build_part, r, err);
    for (size_t i = 0; i < n; i++)
        tt_arena_join(a, &r->arenas[i]);
    return st;
}

tt_status tt_shared_build(const tt_data *d, const tt_graph *g, unsigned needs, unsigned threads,
                          tt_arena *a, tt_shared *out, tt_err *err)
{
    _Static_assert(TT_LEN(second_round) <= PARTS, "a round has room");
    struct round r = {.d = d, .g = g, .needs = needs, .out = out};
    *out = (tt_shared){0};
    TT_TRY(build_round(&r, first_round, TT_LEN(first_round), threads, a, err));
    TT_TRY(build_round(&r, second_round, TT_LEN(second_round), threads, a, err));
    return needs & TT_NEEDS_PRICE_MARKS ? mark_prices(out, d, threads, a, err) : TT_OK;
}
