/* price_marks.c - series side by side, each with room of its own. */
#include "detect/common/price_marks.h"

#include "base/par.h"

#include <math.h>

/* The parameters that decide who is compared with whom. */
static const unsigned deciding[] = {
    TT_PP_NEAR,      TT_PP_MIDDLE,      TT_PP_FAR,      TT_PP_N_MIN,   TT_PP_N_FULL,
    TT_PP_MAX_PEERS, TT_PP_MIN_SELLERS, TT_PP_SHARE,    TT_PP_GAP,     TT_PP_GRADE,
    TT_PP_HULL,      TT_PP_GROSS,       TT_PP_GROSS_SD, TT_PP_LINK_DF, TT_PP_ADDRESS_DF,
};

tt_peer_options tt_price_peer_options(const double *p)
{
    return (tt_peer_options){.near = (int32_t)p[TT_PP_NEAR],
                             .middle = (int32_t)p[TT_PP_MIDDLE],
                             .far = (int32_t)p[TT_PP_FAR],
                             .n_min = (uint32_t)p[TT_PP_N_MIN],
                             .n_full = (uint32_t)p[TT_PP_N_FULL],
                             .max = (uint32_t)p[TT_PP_MAX_PEERS],
                             .sellers = (uint32_t)p[TT_PP_MIN_SELLERS],
                             .share = p[TT_PP_SHARE],
                             .gap = p[TT_PP_GAP],
                             .grade = p[TT_PP_GRADE],
                             .hull = p[TT_PP_HULL],
                             .gross = p[TT_PP_GROSS],
                             .gross_sd = p[TT_PP_GROSS_SD]};
}

bool tt_price_marks_hold(const tt_price_marks *m, const double *param)
{
    for (size_t i = 0; i < TT_LEN(deciding); i++)
        if (!m->param || fabs(m->param[deciding[i]] - param[deciding[i]]) > 0)
            return false;
    return true;
}

/* --- side by side --- */

/* One at a time on each thread. */
struct bench {
    tt_peers peers;
    tt_arena room, series; /* for all series, for the one at hand */
    bool ready;
};

struct marking {
    const tt_prices *prices;
    const tt_ix *group;
    size_t n_entities;
    double n_min;
    tt_peer_options opt;
    struct bench *benches;
    tt_price_mark *v;
};

static tt_status mark_series(size_t i, unsigned thread, void *ctx, tt_err *err)
{
    struct marking *m = ctx;
    struct bench *b = &m->benches[thread];
    const tt_price_series *s = &m->prices->series[i];
    const tt_price_obs *obs = &m->prices->v[s->first];
    tt_price_mark *v = &m->v[s->first];
    for (size_t k = 0; k < s->n; k++)
        v[k] = (tt_price_mark){.high = NAN, .low = NAN};
    if ((double)s->n <= m->n_min) /* a line is no peer of itself */
        return TT_OK;
    if (!b->ready)
        TT_TRY(tt_peers_init(&b->peers, m->group, m->n_entities, &m->opt, &b->room, err));
    b->ready = true;
    tt_arena_reset(&b->series);
    TT_TRY(tt_peers_series(&b->peers, obs, s->n, &b->series, err));
    for (uint32_t k = 0; k < s->n; k++) {
        tt_peer_set set;
        if (tt_peers_of(&b->peers, k, &set))
            v[k] = (tt_price_mark){.high = tt_peer_p(&set, obs[k].x, true),
                                   .low = tt_peer_p(&set, obs[k].x, false),
                                   .n_eff = set.n_eff,
                                   .rung = (uint8_t)set.rung,
                                   .cut = set.cut};
    }
    return TT_OK;
}

static tt_status
groups(const tt_links *links, const double *param, tt_arena *a, tt_ix **out, tt_err *err)
{
    uint32_t df[TT_ATTR_COUNT];
    for (int i = 0; i < TT_ATTR_COUNT; i++)
        df[i] = (uint32_t)param[i == TT_ATTR_ADDRESS ? TT_PP_ADDRESS_DF : TT_PP_LINK_DF];
    return tt_links_groups(links, df, a, out, err);
}

tt_status tt_price_marks_build(const tt_prices *prices, const tt_links *links, size_t n_entities,
                               const double *param, unsigned threads, tt_arena *a,
                               tt_price_marks *out, tt_err *err)
{
    tt_ix *group;
    unsigned n = threads ? threads : 1;
    struct marking m = {.prices = prices,
                        .n_entities = n_entities,
                        .n_min = param[TT_PP_N_MIN],
                        .opt = tt_price_peer_options(param),
                        .benches = tt_new_n(a, struct bench, n),
                        .v = tt_new_n(a, tt_price_mark, prices->n + 1)};
    if (!m.benches || !m.v)
        return tt_fail(err, TT_ENOMEM, "no memory for peers");
    TT_TRY(groups(links, param, a, &group, err));
    m.group = group;
    for (unsigned i = 0; i < n; i++) {
        tt_arena_init(&m.benches[i].room, 0);
        tt_arena_init(&m.benches[i].series, 0);
    }
    tt_status st = tt_par_for(prices->n_series, threads, mark_series, &m, err);
    for (unsigned i = 0; i < n; i++) {
        tt_arena_release(&m.benches[i].room);
        tt_arena_release(&m.benches[i].series);
    }
    if (st == TT_OK)
        *out = (tt_price_marks){.param = param, .group = group, .v = m.v};
    return st;
}
