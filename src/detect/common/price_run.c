/*
 * price_run.c - goes through the series, finds lines that stand out, gathers them into cases.
 *
 * What peers say is known before (price_marks.h); a series is indexed again when a line of it is
 * looked at more closely, one at a time.  What stays is a case for each relation that has a hit.
 */
#include "detect/common/price_case.h"
#include "detect/common/tail.h"

#include "detect/common/draft.h"

#include <math.h>

const tt_param tt_price_params[TT_PP_COUNT] = {
    [TT_PP_MIN_VALUE] = {"min_value", 5000, 0, 1e12, "base",
                         "a line that shifts less value is not reported"},
    [TT_PP_MIN_RATIO] = {"min_ratio", 1.5, 1, 1000, "ratio",
                         "price over the median of comparable lines (or median over price)"},
    [TT_PP_MAX_P] = {"max_p", 0.01, 1e-6, 0.5, "probability",
                     "share of comparable lines at least as extreme"},
    [TT_PP_HULL] = {"hull", 0.005, 0, 0.25, "fraction",
                    "trimmed at each end; a price inside the rest is not reported"},
    [TT_PP_N_MIN] = {"n_min", 30, 5, 1e6, "count", "fewer comparable lines: nothing is said"},
    [TT_PP_N_FULL] = {"n_full", 99, 5, 1e6, "count",
                      "look for wider sets of peers until there are so many"},
    [TT_PP_MAX_PEERS] = {"max_peers", 1000, 30, 1e6, "count",
                         "comparable lines taken for one line, the nearest in time"},
    [TT_PP_MIN_SELLERS] = {"min_sellers", 3, 1, 1000, "count",
                           "different sellers that peers, and a grade among them, need"},
    [TT_PP_SHARE] = {"share", 0.05, 0.001, 1, "fraction",
                     "a party with more of the peers is weighed down to this share"},
    [TT_PP_GROSS] = {"gross_ratio", 8, 1.5, 1e6, "ratio",
                     "a line this far from the median of its series, and ..."},
    [TT_PP_GROSS_SD] = {"gross_sd", 6, 1, 1000, "sd", "... so many robust deviations, is no peer"},
    [TT_PP_NEAR] = {"near_days", 90, 1, 36500, "days", "season around a line, nearest peers"},
    [TT_PP_MIDDLE] = {"middle_days", 180, 1, 36500, "days", "the same, same origin"},
    [TT_PP_FAR] = {"far_days", 365, 1, 36500, "days", "the same, any origin"},
    [TT_PP_GAP] = {"grade_gap", 0.693147, 0.01, 100, "log",
                   "gap between prices that divides two grades (ln 2)"},
    [TT_PP_GRADE] = {"grade_share", 0.15, 0.01, 0.5, "fraction", "of the peers that a grade needs"},
    [TT_PP_LINK_DF] = {"link_max", 20, 0, 1e6, "count",
                       "an account, phone, email, director or owner shared by more joins nobody"},
    [TT_PP_ADDRESS_DF] = {"address_max", 5, 0, 1e6, "count", "the same for an address"},
    [TT_PP_MARKET_DAYS] = {"market_days", 15, 1, 365, "days",
                           "peers this near tell whether the market moved"},
    [TT_PP_MARKET_MIN] = {"market_min", 8, 1, 1e6, "count", "how many of them it takes"},
    [TT_PP_LOT] = {"lot", 0.01, 1e-9, 1, "fraction",
                   "a lot below this share of the median quantity (above its inverse) is unusual"},
    [TT_PP_LOT_MIN] = {"lot_min", 50, 5, 1e6, "count",
                       "peers needed to estimate what the size of a lot does to its price"},
    [TT_PP_LOT_FACTOR] = {"lot_factor", 0.5, 0, 1, "factor",
                          "of the weight, when that cannot be estimated"},
    [TT_PP_SLIP] = {"slip", 0.1, 0.001, 0.5, "fraction",
                    "a ratio this near to a unit or currency factor may be a slip"},
    [TT_PP_SLIP_SHARE] = {"slip_share", 0.667, 0, 1, "fraction",
                          "of three or more hits that must be near one factor to be slips"},
    [TT_PP_AGREE] = {"agree", 0.2, 0, 1, "fraction",
                     "shipped quantity this near to the invoiced one refutes a unit slip, a "
                     "payment half as near a slip of the amount"},
    [TT_PP_RHO] = {"rho", 0.02, 0, 0.9, "correlation",
                   "least correlation of the lines of one relation"},
    [TT_PP_RHO_LINES] = {"rho_lines", 200, 2, 1e9, "count",
                         "lines of other relations from which the correlation is estimated"},
    [TT_PP_RELATIONS] = {"relations", 200, 2, 1e9, "count",
                         "relations with which another is compared as a whole"},
    [TT_PP_TAIL] =
        {"relation_tail", 0.1, 0.001, 1, "probability",
         "of its median line, above which a relation counts as usual in that comparison"},
    [TT_PP_RESIDUAL_FACTOR] = {"residual_factor", 0.5, 0, 1, "factor",
                               "of the weight, for codes that collect unlike goods"},
    [TT_PP_DIFFERENTIATED_FACTOR] = {"differentiated_factor", 0.5, 0, 1, "factor",
                                     "of the weight, for branded and made-to-order goods"},
    [TT_PP_NOISE_FACTOR] = {"noise_factor", 0.5, 0, 1, "factor",
                            "of the weight, when other lines shift half of the value back"},
    [TT_PP_SHARED_BONUS] = {"shared_bonus", 0.7, 0, 2, "log10",
                            "added when seller and buyer share an attribute undeclared"},
    [TT_PP_EXCLUSIVE_SHARE] = {"exclusive_share", 0.8, 0.5, 1, "fraction",
                               "of each other's trade that makes a relation exclusive"},
    [TT_PP_EXCLUSIVE_BONUS] = {"exclusive_bonus", 0.3, 0, 2, "log10", "added when it is"},
    [TT_PP_NEW_DAYS] = {"new_days", 180, 1, 36500, "days", "a relation this young is new"},
    [TT_PP_NEW_BONUS] = {"new_bonus", 0.3, 0, 2, "log10", "added when it is"},
    [TT_PP_LONG_DAYS] = {"long_days", 1095, 1, 36500, "days", "a relation this old is long"},
    [TT_PP_LONG_MALUS] = {"long_malus", 0.5, 0, 2, "log10", "taken off when it is"},
    [TT_PP_MIN_WEIGHT] = {"min_weight", 0.5, -1, 3, "log10",
                          "weaker evidence is counted, not reported"},
    [TT_PP_RELATED_FACTOR] = {"related_factor", 0.3, 0, 1, "factor",
                              "of the weight, between declared related parties"},
};

static void count(tt_price_count *c, int64_t value)
{
    int64_t sum;
    c->n++;
    if (tt_add_i64(c->value, value, &sum))
        c->value = sum;
}

/* --- one relation --- */

/* The peers of a line that has some. */
static tt_status
peers_of(tt_price_engine *e, const tt_price_series *s, uint32_t i, tt_peer_set *set, tt_err *err)
{
    if (e->indexed != s) {
        e->indexed = NULL;
        tt_arena_reset(&e->index);
        TT_TRY(tt_peers_series(&e->peers, &e->prices->v[s->first], s->n, &e->index, err));
        TT_TRY(tt_peers_rank(&e->peers, &e->index, err));
        e->indexed = s;
    }
    tt_peers_on(&e->peers, i, e->marks.v[s->first + i].rung, set);
    return TT_OK;
}

/* A line with its p; NAN without peers. */
struct scored {
    uint32_t at;
    tt_ix seller, buyer;
    double p;
    bool candidate;
};

static int scored_cmp(const void *pa, const void *pb, void *ctx)
{
    const struct scored *a = pa, *b = pb;
    TT_UNUSED(ctx);
    if (a->seller != b->seller)
        return a->seller < b->seller ? -1 : 1;
    if (a->buyer != b->buyer)
        return a->buyer < b->buyer ? -1 : 1;
    return a->at < b->at ? -1 : a->at > b->at;
}

/* Fills hits with the candidates of v that stand out, explained or not. */
static tt_status try_all(tt_price_engine *e, const tt_price_series *s, const struct scored *v,
                         size_t n, tt_price_hit_vec *hits, tt_err *err)
{
    hits->n = 0;
    for (size_t i = 0; i < n; i++) {
        tt_peer_set set;
        tt_price_hit hit;
        if (!v[i].candidate)
            continue;
        TT_TRY(peers_of(e, s, v[i].at, &set, err));
        TT_TRY(tt_price_try(e, s->first, v[i].at, &set, v[i].p, &hit, err));
        if (hit.obs != SIZE_MAX && !tt_vec_push(hits, hit))
            return tt_fail(err, TT_ENOMEM, "no memory for prices that stand out");
    }
    tt_price_slips(e, hits->v, hits->n);
    return TT_OK;
}

/* Lines that have an innocent explanation are no trials either. */
static bool is_explained(const tt_price_hit_vec *hits, uint32_t at)
{
    for (size_t i = 0; i < hits->n; i++)
        if (hits->v[i].at == at)
            return hits->v[i].why != TT_WHY_STANDS;
    return false;
}

static void tally(const struct scored *v, size_t n, const tt_price_hit_vec *hits, tt_price_case *c)
{
    c->p1 = 1;
    for (size_t i = 0; i < n; i++) {
        if (isnan(v[i].p) || is_explained(hits, v[i].at))
            continue;
        c->m++;
        c->p1 = v[i].p < c->p1 ? v[i].p : c->p1;
        for (int t = 0; t < 3; t++)
            c->k[t] += v[i].p <= tt_two_channel_t[t];
    }
}

/* The correlation of the lines of one relation is estimated over all relations: see rho_of. */
static void pool(tt_price_engine *e, const tt_price_case *c, double sign)
{
    if (c->m < 2)
        return;
    e->seen_m += sign * (double)c->m;
    for (int t = 0; t < 3; t++)
        e->seen_k[t] += sign * (double)(c->k[t] * (c->k[t] - (c->k[t] > 0))) / (double)(c->m - 1);
}

static int x_cmp(const void *pa, const void *pb, void *ctx)
{
    const struct scored *a = pa, *b = pb;
    const tt_price_obs *v = ctx;
    double x = v[a->at].x, y = v[b->at].x;
    if (x < y || x > y)
        return x < y ? -1 : 1;
    return a->at < b->at ? -1 : a->at > b->at;
}

/*
 * The relation as a whole: how far its median line stands out, in deviations of its peers.  Over
 * all codes these numbers are alike, so that there are as many to compare with as there are
 * relations. A relation whose median line is usual has NAN.  Sorts v by price.
 */
static tt_status standing(tt_price_engine *e, const tt_price_series *s, struct scored *v, size_t n,
                          const tt_price_hit_vec *hits, tt_price_case *c, tt_err *err)
{
    const tt_price_obs *obs = &e->prices->v[s->first];
    tt_peer_set set;
    tt_peer_view view;
    size_t m = 0, seen = 0;
    c->standing = NAN;
    if (c->m == 0)
        return TT_OK;
    e->relations++;
    if (!tt_sort(v, n, sizeof *v, x_cmp, (void *)(uintptr_t)obs))
        return tt_fail(err, TT_ENOMEM, "no memory for prices");
    for (; m < n; m++) /* the line that has half of the others below it */
        if (!isnan(v[m].p) && !is_explained(hits, v[m].at) && 2 * ++seen > c->m - (c->m % 2 == 0))
            break;
    if (m == n || v[m].p > e->param[TT_PP_TAIL])
        return TT_OK;
    TT_TRY(peers_of(e, s, v[m].at, &set, err));
    if (!tt_peer_look(&e->peers, &set, obs[v[m].at].x, &view))
        return tt_fail(err, TT_ENOMEM, "no memory for peers");
    double inc = obs[v[m].at].spread_e3 / 1e3, off = obs[v[m].at].x - view.median;
    off /= sqrt(view.spread * view.spread + inc * inc);
    c->standing = tt_round9(e->side == TT_PRICE_HIGH ? off : -off);
    return tt_vec_push(&e->standings, c->standing)
               ? TT_OK
               : tt_fail(err, TT_ENOMEM, "no memory for prices");
}

/* Signed sums over all lines of the relation, also those that do not stand out. */
static tt_status net(tt_price_engine *e, const tt_price_series *s, const struct scored *v, size_t n,
                     const tt_price_hit_vec *hits, tt_price_case *c, tt_err *err)
{
    for (size_t i = 0; i < n; i++) {
        const tt_price_obs *o = &e->prices->v[s->first + v[i].at];
        tt_peer_set set;
        tt_peer_view view;
        if (isnan(v[i].p) || is_explained(hits, v[i].at))
            continue;
        TT_TRY(peers_of(e, s, v[i].at, &set, err));
        if (!tt_peer_look(&e->peers, &set, o->x, &view))
            return tt_fail(err, TT_ENOMEM, "no memory for peers");
        double apart = e->side == TT_PRICE_HIGH ? o->x - view.median : view.median - o->x;
        double back = (double)o->fob * -expm1(view.median - o->x);
        int64_t sum, shift = (int64_t)llround(e->side == TT_PRICE_HIGH ? back : -back);
        c->beyond += apart > 0;
        if (tt_add_i64(c->net, shift, &sum))
            c->net = sum;
    }
    return TT_OK;
}

static tt_status relation(tt_price_engine *e, const tt_price_series *s, struct scored *v, size_t n,
                          tt_price_hit_vec *hits, tt_err *err)
{
    tt_price_case c = {.seller = v[0].seller, .buyer = v[0].buyer, .hs6 = s->hs6, .dim = s->dim};
    TT_TRY(try_all(e, s, v, n, hits, err));
    tally(v, n, hits, &c);
    pool(e, &c, 1);
    TT_TRY(standing(e, s, v, n, hits, &c, err));
    for (size_t i = 0; i < hits->n; i++) {
        c.n_hits += hits->v[i].why == TT_WHY_STANDS;
        if (hits->v[i].why != TT_WHY_STANDS)
            count(&e->set_aside[hits->v[i].why], e->prices->v[hits->v[i].obs].fob);
    }
    if (c.n_hits == 0)
        return TT_OK;
    TT_TRY(net(e, s, v, n, hits, &c, err));
    c.hits = tt_new_n(e->in->scratch, tt_price_hit, c.n_hits);
    if (!c.hits)
        return tt_fail(err, TT_ENOMEM, "no memory for prices that stand out");
    c.n_hits = 0;
    for (size_t i = 0; i < hits->n; i++)
        if (hits->v[i].why == TT_WHY_STANDS)
            c.hits[c.n_hits++] = hits->v[i];
    return tt_vec_push(&e->cases, c) ? TT_OK
                                     : tt_fail(err, TT_ENOMEM,
                                               "no memory for prices that stand "
                                               "out");
}

/* --- one series --- */

static void score(tt_price_engine *e, const tt_price_series *s, uint32_t i, struct scored *out)
{
    const tt_price_obs *o = &e->prices->v[s->first + i];
    const tt_price_mark *m = &e->marks.v[s->first + i];
    *out = (struct scored){.at = i,
                           .seller = o->seller,
                           .buyer = o->buyer,
                           .p = e->side == TT_PRICE_HIGH ? m->high : m->low};
    if (isnan(out->p)) {
        count(&e->no_peers, o->fob);
        return;
    }
    if (m->cut)
        count(&e->cut, o->fob);
    /* With fewer than 99 peers p cannot fall to 1 %: then none of them may be as extreme. */
    out->candidate =
        tt_round9(out->p) <= e->param[TT_PP_MAX_P] || tt_round9(out->p * (1 + m->n_eff)) <= 1;
}

static tt_status series(tt_price_engine *e, const tt_price_series *s, tt_arena *a,
                        tt_price_hit_vec *hits, tt_err *err)
{
    struct scored *v = tt_new_n(a, struct scored, s->n);
    if (!v)
        return tt_fail(err, TT_ENOMEM, "no memory for prices");
    for (uint32_t i = 0; i < s->n; i++)
        score(e, s, i, &v[i]);
    if (!tt_sort(v, s->n, sizeof *v, scored_cmp, NULL))
        return tt_fail(err, TT_ENOMEM, "no memory for prices");
    for (size_t i = 0, next; i < s->n; i = next) {
        for (next = i; next < s->n && v[next].seller == v[i].seller && v[next].buyer == v[i].buyer;)
            next++;
        TT_TRY(relation(e, s, &v[i], next - i, hits, err));
    }
    return TT_OK;
}

static tt_status all_series(tt_price_engine *e, tt_err *err)
{
    tt_arena a;
    tt_price_hit_vec hits = {0};
    tt_status st = TT_OK;
    tt_arena_init(&a, 0);
    for (size_t i = 0; st == TT_OK && i < e->prices->n_series; i++) {
        const tt_price_series *s = &e->prices->series[i];
        tt_arena_reset(&a);
        st = series(e, s, &a, &hits, err);
    }
    tt_vec_release(&hits);
    tt_arena_release(&a);
    return st;
}

/* --- all together --- */

/*
 * The correlation of "p <= t" inside a relation, by moments over the other relations: of two lines
 * both are below t with probability t^2 + rho t (1 - t).  A relation of m lines counts m times.
 */
static double rho_of(const tt_price_engine *e, int t)
{
    double low = e->param[TT_PP_RHO], p = tt_two_channel_t[t];
    if (e->seen_m < e->param[TT_PP_RHO_LINES])
        return low;
    double rho = (e->seen_k[t] / e->seen_m - p * p) / (p * (1 - p));
    return tt_round9(rho < low ? low : rho > 0.9 ? 0.9 : rho);
}

/* Share of the relations that stand out as far as this one, itself among them; 1 with too few. */
static double relation_p(const tt_price_engine *e, const tt_price_case *c)
{
    size_t low = 0, high = e->standings.n;
    if (isnan(c->standing) || (double)e->relations < e->param[TT_PP_RELATIONS] + 1)
        return NAN;
    TT_BISECT(size_t, low, high, mid, e->standings.v[mid] < c->standing);
    return (double)(e->standings.n - low) / (double)e->relations;
}

static tt_status tell_all(tt_price_engine *e, tt_findings *out, tt_err *err)
{
    const tt_ix *declared = e->in->shared->declared;
    tt_sort_double(e->standings.v, e->standings.n);
    for (size_t i = 0; i < e->cases.n; i++) {
        tt_price_case *c = &e->cases.v[i];
        double rho[3];
        bool related = declared[c->seller] == declared[c->buyer];
        if (related != (e->between == TT_PRICE_RELATED))
            continue;
        c->relation_p = relation_p(e, c);
        pool(e, c, -1); /* a relation is not judged by itself */
        for (int t = 0; t < 3; t++)
            rho[t] = rho_of(e, t);
        pool(e, c, 1);
        TT_TRY(tt_price_tell(e, c, rho, out, err));
    }
    return TT_OK;
}

static tt_status notes(const tt_price_engine *e, tt_findings *out, tt_err *err)
{
    const tt_data *d = e->in->data;
    tt_arena *a = e->in->scratch;
    const tt_prices *p = e->prices;
    static const char no_reference[] = "price.no_reference";
    static const char unseen[] = "their prices were not compared with anything";
    if (e->between == TT_PRICE_RELATED) /* the others tell the rest */
        return tt_note(d, out, a, "price.transfer: relations with prices that stand out",
                       "weight below min_weight", e->weak.n, "relation", e->weak.value,
                       "not more than chance and the spread of such prices explain", err);
    for (int i = 0; i < TT_PRICELESS_COUNT; i++)
        TT_TRY(tt_note(d, out, a, no_reference, tt_priceless_text((tt_priceless)i), p->n_out[i],
                       "line", i == TT_PRICELESS_NO_RATE ? TT_NO_NUM : p->value_out[i], unseen,
                       err));
    TT_TRY(tt_note(d, out, a, no_reference, "without enough comparable lines of other parties",
                   e->no_peers.n, "line", e->no_peers.value, unseen, err));
    static const struct {
        tt_price_why why;
        const char *what, *limit, *effect;
    } rows[] = {
        {TT_WHY_UNIT, "dq.unit_error_suspected", "the ratio to the usual price is a unit factor",
         "treated as errors of data entry: never evidence, and not among the trials"},
        {TT_WHY_CURRENCY, "dq.currency_error_suspected",
         "the price is usual in another currency of the parties",
         "treated as errors of data entry: never evidence, and not among the trials"},
        {TT_WHY_MARKET, "price.market_move", "other sellers charged as much in the same weeks",
         "explained, not evidence"},
        {TT_WHY_LOT, "price.lot_size", "the size of the lot explains the price",
         "explained, not evidence"},
    };
    for (size_t i = 0; i < TT_LEN(rows); i++)
        TT_TRY(tt_note(d, out, a, rows[i].what, rows[i].limit, e->set_aside[rows[i].why].n, "line",
                       e->set_aside[rows[i].why].value, rows[i].effect, err));
    TT_TRY(tt_note(d, out, a, "price: relations with prices that stand out",
                   "weight below min_weight", e->weak.n, "relation", e->weak.value,
                   "not more than chance and the spread of such prices explain", err));
    return tt_note(d, out, a, "price: comparable lines", "max_peers, the nearest in time", e->cut.n,
                   "line", e->cut.value, "p-values cannot fall below one in max_peers", err);
}

static tt_status room(tt_price_engine *e, tt_err *err)
{
    size_t pairs = TT_PRICE_SLOPE_POINTS * (TT_PRICE_SLOPE_POINTS - 1) / 2;
    e->room = tt_new_n(e->in->scratch, double, TT_MAX(pairs, (size_t)e->opt.max));
    return e->room ? TT_OK : tt_fail(err, TT_ENOMEM, "no memory for peers");
}

/* Those that all share, or with parameters that find other peers marks of its own. */
static tt_status marks(tt_price_engine *e, tt_err *err)
{
    const tt_shared *s = e->in->shared;
    e->marks = s->price_marks;
    return tt_price_marks_hold(&e->marks, e->param)
               ? TT_OK
               : tt_price_marks_build(e->prices, &s->links, e->in->data->n_entities, e->param,
                                      e->in->threads, e->in->scratch, &e->marks, err);
}

/* A price inside a declared group is weighed without what the two share. */
static void odds(tt_price_engine *e)
{
    const double *p = e->param;
    const tt_pair_rules rules = {.shared = p[TT_PP_SHARED_BONUS],
                                 .exclusive = p[TT_PP_EXCLUSIVE_BONUS],
                                 .share = p[TT_PP_EXCLUSIVE_SHARE],
                                 .fresh = p[TT_PP_NEW_BONUS],
                                 .fresh_days = p[TT_PP_NEW_DAYS],
                                 .old = -p[TT_PP_LONG_MALUS],
                                 .old_days = p[TT_PP_LONG_DAYS]};
    tt_pair_odds_begin(&e->odds, e->in->data, &e->in->shared->pairs,
                       e->between == TT_PRICE_STRANGERS ? e->marks.group : NULL, &rules);
}

tt_status tt_price_run(const tt_detect_in *in, tt_price_side side, tt_price_between between,
                       tt_findings *out, tt_err *err)
{
    tt_price_engine e = {.in = in,
                         .prices = &in->shared->prices,
                         .param = in->param,
                         .opt = tt_price_peer_options(in->param),
                         .side = side,
                         .between = between};
    TT_TRY(room(&e, err));
    TT_TRY(marks(&e, err));
    odds(&e);
    TT_TRY(tt_price_currencies(&e, err));
    TT_TRY(tt_peers_init(&e.peers, e.marks.group, in->data->n_entities, &e.opt, in->scratch, err));
    tt_arena_init(&e.index, 0);
    tt_status st = all_series(&e, err);
    tt_arena_release(&e.index);
    if (st == TT_OK)
        st = tell_all(&e, out, err);
    if (st == TT_OK)
        st = notes(&e, out, err);
    tt_vec_release(&e.cases);
    tt_vec_release(&e.standings);
    return st;
}
