/* along.c - see along.h. */
#include "graph/along.h"

#include "base/num.h"
#include "base/vec.h"
#include "graph/budget.h"
#include "graph/lists.h"

enum { DAY = 86400, NONE = UINT32_MAX, PAIR_COST = 16 }; /* a look-up of a pair, in flows */

TT_VEC(along_vec, tt_along);

struct search {
    const tt_graph *g;
    const tt_netting *n;
    const tt_ledger *l;
    const tt_along_options *opt;
    uint32_t *deal_off, *deal_at;     /* goods of deal d: deal_at[deal_off[d] .. deal_off[d + 1]) */
    uint8_t *goods_used, *money_used; /* by flow: in an answer */
    along_vec v;
    uint64_t left; /* flows that may still be looked at from the flow at hand */
    bool stopped;
    uint64_t spent, cut;
};

/* --- values and days --- */

static bool about(const struct search *s, int64_t amount, int64_t value)
{
    double v = (double)value, x = (double)amount;
    return amount > 0 && value > 0 && x >= s->opt->low * v && x <= s->opt->high * v;
}

static int64_t gap(int64_t a, int64_t b)
{
    return a > b ? a - b : b - a;
}

/* Flows at[*from .. *to), in order of time, to those from second `first` to second `last`. */
static void between(const uint32_t *t, const uint32_t *at, uint64_t first, uint64_t last,
                    uint32_t *from, uint32_t *to)
{
    uint32_t end = *to;
    for (uint32_t high = end; *from < high;) {
        uint32_t mid = *from + (high - *from) / 2;
        if (t[at[mid]] < first)
            *from = mid + 1;
        else
            high = mid;
    }
    for (uint32_t low = *from; low < end;) {
        uint32_t mid = low + (end - low) / 2;
        if (t[at[mid]] <= last)
            low = mid + 1;
        else
            end = mid;
    }
    *to = end;
}

/* The days around a second: first and last second of them. */
static uint64_t since(uint32_t t, uint32_t days)
{
    uint64_t day = t / DAY;
    return (day > days ? day - days : 0) * DAY;
}

static uint64_t until(uint32_t t, uint32_t days)
{
    return ((uint64_t)t / DAY + days + 1) * DAY - 1;
}

static bool look(struct search *s)
{
    s->stopped |= !s->left;
    s->left -= s->left > 0;
    s->spent += !s->stopped;
    return !s->stopped;
}

/* --- what may be answered --- */

static bool is_open(const struct search *s, uint32_t goods)
{
    int64_t value = s->g->goods.amount[goods];
    return !s->goods_used[goods] && !(s->opt->out && s->opt->out[goods]) && value != TT_NO_NUM &&
           value > 0 && (double)(value - s->n->open[goods]) <= s->opt->paid * (double)value;
}

/* Pays nothing that is known, or the goods of others. */
static bool is_free(const struct search *s, uint32_t money)
{
    return s->g->money.amount[money] > 0 &&
           (s->n->pays[money] == TT_PAYS_NOTHING || s->n->pays[money] == TT_PAYS_OTHERS);
}

/* Goods of the deal of a payment, near it in time, from its seller to the buyer (0: to anybody). */
static bool
belongs(const struct search *s, uint32_t goods, uint32_t money, uint32_t seller, uint32_t buyer)
{
    const tt_layer *l = &s->g->goods;
    uint32_t t = s->g->money.t[money];
    return l->src[goods] == seller && (!buyer || l->dst[goods] == buyer) &&
           l->t[goods] >= since(t, s->opt->window) && l->t[goods] <= until(t, s->opt->window);
}

/* Those that are nearest to it in value; `open`: that it may answer. */
static uint32_t
nearest(struct search *s, uint32_t seller, uint32_t buyer, uint32_t money, bool open)
{
    const tt_layer *goods = &s->g->goods, *m = &s->g->money;
    tt_ix deal = s->opt->money_deal[money];
    uint32_t best = NONE;
    for (uint32_t k = s->deal_off[deal]; deal && k < s->deal_off[deal + 1] && look(s); k++) {
        uint32_t i = s->deal_at[k];
        if (!belongs(s, i, money, seller, buyer) || goods->amount[i] <= 0 ||
            (open && !(is_open(s, i) && about(s, m->amount[money], goods->amount[i]))))
            continue;
        if (best == NONE ||
            gap(m->amount[money], goods->amount[i]) < gap(m->amount[money], goods->amount[best]))
            best = i;
    }
    return best;
}

/* All of them that it may answer, together: the first.  With `use`, they are answered. */
static uint32_t
together(struct search *s, uint32_t seller, uint32_t buyer, uint32_t money, bool use)
{
    const tt_layer *goods = &s->g->goods;
    tt_ix deal = s->opt->money_deal[money];
    uint32_t first = NONE;
    int64_t sum = 0;
    for (uint32_t k = s->deal_off[deal]; deal && k < s->deal_off[deal + 1]; k++) {
        uint32_t i = s->deal_at[k];
        if (!belongs(s, i, money, seller, buyer) || !is_open(s, i) || (!use && !look(s)))
            continue;
        if (!tt_add_i64(sum, goods->amount[i], &sum))
            return NONE;
        first = TT_MIN(first, i);
        s->goods_used[i] |= use;
    }
    return about(s, s->g->money.amount[money], sum) ? first : NONE;
}

/* The free money of `at`, from second `first` to `last`, nearest in value to a payment. */
static uint32_t nearest_money(struct search *s, const uint32_t *at, uint32_t n, uint64_t first,
                              uint64_t last, uint32_t money)
{
    const tt_layer *m = &s->g->money;
    uint32_t from = 0, best = NONE;
    between(m->t, at, first, last, &from, &n);
    for (; from < n && look(s); from++) {
        uint32_t i = at[from];
        if (!is_free(s, i) || s->money_used[i] || !about(s, m->amount[i], m->amount[money]))
            continue;
        if (best == NONE ||
            gap(m->amount[i], m->amount[money]) < gap(m->amount[best], m->amount[money]))
            best = i;
    }
    return best;
}

static tt_status put(struct search *s, tt_along x, tt_err *err)
{
    x.answers = x.goods != NONE;
    if (x.answers)
        s->goods_used[x.goods] = 1;
    for (int i = 0; x.answers && i < 2; i++)
        if (x.money[i] != NONE)
            s->money_used[x.money[i]] = 1;
    return tt_vec_push(&s->v, x) ? TT_OK : tt_fail(err, TT_ENOMEM, "no room for payments");
}

/* --- the three ways --- */

static bool pays_goods(const struct search *s, uint32_t i)
{
    return s->n->pays[i] == TT_PAYS_ACCOUNT ||
           (s->n->pays[i] == TT_PAYS_DEAL && s->g->money.settled && s->g->money.settled[i]);
}

/* Money that the buyer gives or takes back: whatever it pays. */
static bool is_answered(struct search *s, uint32_t i)
{
    const tt_layer *m = &s->g->money;
    const uint32_t *back;
    uint32_t n = tt_layer_between(m, m->dst[i], m->src[i], &back), w = s->opt->window, from = 0;
    between(m->t, back, since(m->t[i], w), until(m->t[i], w), &from, &n);
    for (; from < n && look(s); from++)
        if (about(s, m->amount[back[from]], m->amount[i]))
            return true;
    return false;
}

/* That money of other amounts, so often as there is some, would be about this much. */
static double chance_of(const struct search *s, int64_t amount, uint32_t times)
{
    double v = (double)amount;
    return TT_MIN(1.0, times * tt_ledger_share(s->l, s->opt->low * v, s->opt->high * v));
}

static tt_status direct(struct search *s, uint32_t i, tt_err *err)
{
    const tt_layer *m = &s->g->money;
    const uint32_t *sold;
    uint32_t n = tt_layer_between(&s->g->goods, m->src[i], m->dst[i], &sold);
    tt_along x = {.seller = m->src[i],
                  .buyer = m->dst[i],
                  .way = TT_ALONG_DIRECT,
                  .goods = NONE,
                  .money = {i, NONE}};
    if (!n || x.seller == x.buyer || m->amount[i] <= 0 || pays_goods(s, i))
        return TT_OK;
    bool answered = is_answered(s, i);
    if (!answered)
        x.goods = nearest(s, x.seller, x.buyer, i, true);
    if (!answered && x.goods == NONE) {
        x.goods = together(s, x.seller, x.buyer, i, false);
        x.whole = x.goods != NONE;
    }
    if (x.whole)
        (void)together(s, x.seller, x.buyer, i, true);
    return put(s, x, err);
}

static bool is_third(const struct search *s, uint32_t who, uint32_t seller, uint32_t buyer)
{
    return who != seller && who != buyer && !(s->opt->hub && s->opt->hub[who]);
}

/* From a payment of the seller, of about the value of goods, on to the buyer. */
static tt_status onward(struct search *s, uint32_t goods, uint32_t money, tt_err *err)
{
    const tt_layer *m = &s->g->money;
    tt_along x = {.seller = m->src[money],
                  .buyer = s->g->goods.dst[goods],
                  .third = m->dst[money],
                  .way = TT_ALONG_THROUGH,
                  .goods = NONE,
                  .money = {money, NONE}};
    const uint32_t *on;
    uint32_t n = tt_layer_between(m, x.third, x.buyer, &on), from = 0;
    for (int i = 0; i < PAIR_COST; i++)
        (void)look(s);
    between(m->t, on, m->t[money], until(m->t[money], s->opt->hop), &from, &n);
    uint32_t spare = 0;
    for (uint32_t k = from; k < n && look(s); k++)
        spare += is_free(s, on[k]);
    if (!spare)
        return TT_OK;
    x.chance = chance_of(s, m->amount[money], spare);
    x.money[1] = nearest_money(s, on + from, n - from, m->t[money], UINT32_MAX, money);
    x.goods = x.money[1] == NONE ? NONE : goods;
    return put(s, x, err);
}

static tt_status through(struct search *s, uint32_t i, tt_err *err)
{
    const tt_layer *goods = &s->g->goods, *m = &s->g->money;
    uint32_t a = goods->src[i], w = s->opt->window;
    const uint32_t *paid = m->out_at + m->out_off[a];
    uint32_t from = 0, n = m->out_off[a + 1] - m->out_off[a];
    if (a == goods->dst[i] || !is_open(s, i))
        return TT_OK;
    between(m->t, paid, since(goods->t[i], w), until(goods->t[i], w), &from, &n);
    for (; from < n && is_open(s, i) && look(s); from++) {
        uint32_t k = paid[from];
        if (is_free(s, k) && !s->money_used[k] && about(s, m->amount[k], goods->amount[i]) &&
            is_third(s, m->dst[k], a, goods->dst[i]))
            TT_TRY(onward(s, i, k, err));
    }
    return TT_OK;
}

/* A payment for goods that another bought. */
static tt_status own(struct search *s, uint32_t i, tt_err *err)
{
    const tt_layer *goods = &s->g->goods, *m = &s->g->money;
    uint32_t a = m->dst[i], third = m->src[i];
    const uint32_t *got;
    if (s->n->pays[i] != TT_PAYS_OTHERS || !is_free(s, i) || s->money_used[i])
        return TT_OK;
    uint32_t at = nearest(s, a, 0, i, false);
    if (at == NONE || !is_third(s, third, a, goods->dst[at]))
        return TT_OK;
    tt_along x = {.seller = a,
                  .buyer = goods->dst[at],
                  .third = third,
                  .way = TT_ALONG_OWN,
                  .goods = NONE,
                  .money = {NONE, i}};
    uint32_t n = tt_layer_between(m, a, third, &got), from = 0;
    between(m->t, got, since(m->t[i], s->opt->hop), m->t[i], &from, &n);
    x.chance = chance_of(s, m->amount[i], n - from);
    x.money[0] = nearest_money(s, got + from, n - from, 0, m->t[i], i);
    if (x.money[0] != NONE && is_open(s, at) && about(s, m->amount[i], goods->amount[at]))
        x.goods = at;
    return put(s, x, err);
}

/* --- the whole --- */

static int by_relation(const void *pa, const void *pb, void *ctx)
{
    const tt_along *a = pa, *b = pb;
    const uint32_t x[] = {a->seller, a->buyer, a->way, a->money[0], a->money[1], a->goods};
    const uint32_t y[] = {b->seller, b->buyer, b->way, b->money[0], b->money[1], b->goods};
    TT_UNUSED(ctx);
    for (size_t i = 0; i < TT_LEN(x); i++)
        if (x[i] != y[i])
            return x[i] < y[i] ? -1 : 1;
    return 0;
}

static tt_status by_deal(struct search *s, tt_arena *tmp, tt_err *err)
{
    tt_ix most = 0;
    for (uint32_t i = 0; i < s->g->goods.n; i++)
        most = TT_MAX(most, s->opt->goods_deal[i]);
    for (uint32_t i = 0; i < s->g->money.n; i++)
        most = TT_MAX(most, s->opt->money_deal[i]);
    return tt_lists_make(s->g->goods.n, s->opt->goods_deal, most, tmp, &s->deal_off, &s->deal_at,
                         err);
}

static tt_status each(struct search *s, tt_status (*way)(struct search *, uint32_t, tt_err *),
                      uint32_t n, uint64_t *starts, tt_err *err)
{
    for (uint32_t i = 0; i < n; i++) {
        s->left = tt_budget_share(s->opt->visits_root, s->opt->visits, s->spent, (*starts)--);
        s->stopped = false;
        TT_TRY(way(s, i, err));
        s->cut += s->stopped;
    }
    return TT_OK;
}

static tt_status find(struct search *s, tt_arena *a, tt_alongs *out, tt_err *err)
{
    const uint32_t goods = s->g->goods.n, money = s->g->money.n;
    uint64_t starts = (uint64_t)goods + 2 * (uint64_t)money;
    TT_TRY(each(s, direct, money, &starts, err));
    TT_TRY(each(s, own, money, &starts, err));
    TT_TRY(each(s, through, goods, &starts, err));
    *out = (tt_alongs){.v = tt_new_n(a, tt_along, s->v.n), .n = s->v.n, .cut = s->cut};
    if (!out->v || !tt_sort(s->v.v, s->v.n, sizeof *s->v.v, by_relation, NULL))
        return tt_fail(err, TT_ENOMEM, "no room for %zu payments", s->v.n);
    if (s->v.n)
        memcpy(out->v, s->v.v, s->v.n * sizeof *s->v.v);
    return TT_OK;
}

tt_status tt_alongs_find(const tt_graph *g, const tt_netting *n, const tt_ledger *l,
                         const tt_along_options *opt, tt_arena *a, tt_alongs *out, tt_err *err)
{
    tt_arena tmp;
    tt_arena_init(&tmp, 0);
    struct search s = {.g = g,
                       .n = n,
                       .l = l,
                       .opt = opt,
                       .goods_used = tt_new_n(&tmp, uint8_t, g->goods.n),
                       .money_used = tt_new_n(&tmp, uint8_t, g->money.n)};
    tt_status st = s.goods_used && s.money_used ? by_deal(&s, &tmp, err)
                                                : tt_fail(err, TT_ENOMEM, "no room for payments");
    if (st == TT_OK)
        st = find(&s, a, out, err);
    tt_vec_release(&s.v);
    tt_arena_release(&tmp);
    return st;
}
