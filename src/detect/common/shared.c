/* shared.c - builds the parts in the order in which they need each other. */
#include "detect/common/shared.h"

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

static tt_status mark_prices(tt_shared *s, const tt_data *d, unsigned threads, tt_arena *a,
                             tt_err *err)
{
    double *param = tt_new_n(a, double, TT_PP_STRANGERS);
    if (!param)
        return tt_fail(err, TT_ENOMEM, "no memory for parameters");
    for (int i = 0; i < TT_PP_STRANGERS; i++)
        param[i] = tt_price_params[i].def;
    return tt_price_marks_build(&s->prices, &s->links, d->n_entities, param, threads, a,
                                &s->price_marks, err);
}

tt_status tt_shared_build(const tt_data *d, const tt_graph *g, unsigned needs,
                          unsigned threads, tt_arena *a, tt_shared *out, tt_err *err)
{
    static const uint32_t owners[TT_ATTR_COUNT] = {[TT_ATTR_OWNER] = UINT32_MAX};
    tt_shared s = {0};
    TT_TRY(tt_line_texts_build(d, a, &s.texts, err));
    TT_TRY(tt_books_build(d, a, &s.books, err));
    TT_TRY(tt_links_build(d, a, &s.links, err));
    if (needs & TT_NEEDS_NAMES)
        TT_TRY(tt_names_build(d, a, &s.names, err));
    TT_TRY(tt_credits_build(d, a, &s.credits, err));
    TT_TRY(tt_pairs_build(d, &s.credits, a, &s.pairs, err));
    TT_TRY(tt_prices_build(d, &s.credits, a, &s.prices, err));
    TT_TRY(tt_links_groups(&s.links, owners, a, &s.declared, err));
    TT_TRY(find_parented(d, a, &s.parented, err));
    if (needs & TT_NEEDS_PRICE_MARKS)
        TT_TRY(mark_prices(&s, d, threads, a, err));
    if (needs & TT_NEEDS_CARGO)
        TT_TRY(tt_cargo_build(d, s.declared, a, &s.cargo, err));
    TT_TRY(tt_flows_build(d, g, a, &s.flows, err));
    if (needs & TT_NEEDS_SHELLS)
        TT_TRY(tt_shells_build(d, g, &s.links, s.declared, a, &s.shells, err));
    *out = s;
    if (needs & TT_NEEDS_WILD) { /* points into *out, as the next */
        TT_TRY(tt_wild_build(d, a, &out->wild, err));
        TT_TRY(tt_wild_read(&out->wild, &out->texts, a, err));
    }
    if ((needs & TT_NEEDS_CARRIAGES) == TT_NEEDS_CARRIAGES)
        TT_TRY(tt_carriages_build(d, &out->wild, a, &out->carriages, err));
    TT_TRY(tt_runs_build(&out->prices, a, &out->runs, err));
    return needs & TT_NEEDS_HS_WORDS ? tt_hs_words_build(d, a, &out->hs_words, err) : TT_OK;
}
