/* triangle.c - see triangle.h. */
#include "detect/common/triangle.h"

#include "base/num.h"
#include "base/vec.h"
#include "detect/common/motif.h"
#include "detect/common/strangers.h"
#include "detect/common/tally.h"

#include <math.h>

enum { DAY = 86400, ALIKE = 500 }; /* hundredths of a bit: names of sisters */
enum { HOME, MANY, REASONS };

/* Payments for the goods of one relation by one third party. */
struct triple {
    const tt_along *v; /* v->third, v->buyer, v->seller */
    tt_u32_vec money;  /* flows */
    int64_t value;
    bool back;
};

struct work {
    const tt_circles *x;
    const tt_detect_in *in;
    const tt_along_options *opt;
    tt_along *v; /* by (third, buyer, seller, money) */
    size_t n;
    size_t triples, none; /* eligible; those that get nothing back */
    tt_tally why[REASONS];
};

/* --- what goes back --- */

static bool near(const struct work *w, const tt_layer *l, uint32_t flow, uint32_t t)
{
    uint32_t gap = l->t[flow] > t ? l->t[flow] - t : t - l->t[flow];
    return gap / DAY <= w->opt->window;
}

static bool
any_near(const struct work *w, const tt_layer *l, uint32_t src, uint32_t dst, uint32_t t)
{
    const uint32_t *at;
    uint32_t n = tt_layer_between(l, src, dst, &at);
    for (uint32_t i = 0; i < n; i++)
        if (near(w, l, at[i], t))
            return true;
    return false;
}

/* About as much from the buyer to the third party through one other. */
static bool through_one(const struct work *w, uint32_t buyer, uint32_t third, uint32_t money)
{
    const tt_layer *m = &w->in->graph->money;
    double v = (double)m->amount[money];
    for (uint32_t k = m->out_off[buyer]; k < m->out_off[buyer + 1]; k++) {
        uint32_t i = m->out_at[k], one = m->dst[i];
        if (near(w, m, i, m->t[money]) && (double)m->amount[i] >= w->opt->low * v &&
            (double)m->amount[i] <= w->opt->high * v && !(w->opt->hub && w->opt->hub[one]) &&
            any_near(w, m, one, third, m->t[money]))
            return true;
    }
    return false;
}

static bool gets_back(const struct work *w, const struct triple *r)
{
    const tt_graph *g = w->in->graph;
    uint32_t b = r->v->buyer, c = r->v->third;
    for (size_t i = 0; i < r->money.n; i++) {
        uint32_t t = g->money.t[r->money.v[i]];
        if (any_near(w, &g->money, b, c, t) || any_near(w, &g->goods, b, c, t) ||
            any_near(w, &g->goods, c, b, t) || through_one(w, b, c, r->money.v[i]))
            return true;
    }
    return false;
}

/* --- triples --- */

static int by_third(const void *pa, const void *pb, void *ctx)
{
    const tt_along *a = pa, *b = pb;
    const uint32_t x[] = {a->third, a->buyer, a->seller, a->money[1]};
    const uint32_t y[] = {b->third, b->buyer, b->seller, b->money[1]};
    TT_UNUSED(ctx);
    for (size_t i = 0; i < TT_LEN(x); i++)
        if (x[i] != y[i])
            return x[i] < y[i] ? -1 : 1;
    return 0;
}

static tt_status choose(struct work *w, const tt_alongs *all, tt_err *err)
{
    const tt_ix *owned = w->x->owned;
    w->v = tt_new_n(w->in->scratch, tt_along, all->n);
    for (size_t i = 0; w->v && i < all->n; i++) {
        const tt_along *a = &all->v[i];
        if (a->way == TT_ALONG_OWN && owned[a->third] != owned[a->buyer] &&
            owned[a->third] != owned[a->seller] && !tt_pays_for_others(w->in->data, a->third) &&
            tt_names_alike(&w->in->shared->names, a->third, a->buyer) < ALIKE)
            w->v[w->n++] = *a;
    }
    return w->v && tt_sort(w->v, w->n, sizeof *w->v, by_third, NULL)
               ? TT_OK
               : tt_fail(err, TT_ENOMEM, "no memory for payments by third parties");
}

static tt_status make(struct work *w, size_t from, size_t to, struct triple *r, tt_err *err)
{
    const tt_layer *m = &w->in->graph->money;
    r->v = &w->v[from];
    for (size_t i = from; i < to; i++) {
        if (!tt_vec_push(&r->money, w->v[i].money[1]))
            return tt_fail(err, TT_ENOMEM, "no memory for payments by third parties");
        if (!tt_add_i64(r->value, m->amount[w->v[i].money[1]], &r->value))
            r->value = INT64_MAX;
    }
    r->back = gets_back(w, r);
    return TT_OK;
}

static size_t end_of_third(const struct work *w, size_t i, size_t *buyers)
{
    size_t k = i;
    for (*buyers = 0; k < w->n && w->v[k].third == w->v[i].third; k++)
        *buyers += k == i || w->v[k].buyer != w->v[k - 1].buyer;
    return k;
}

static size_t end_of_triple(const struct work *w, size_t i, size_t end)
{
    size_t k = i + 1;
    while (k < end && w->v[k].buyer == w->v[i].buyer && w->v[k].seller == w->v[i].seller)
        k++;
    return k;
}

/* --- telling --- */

static double usual_of(const struct work *w)
{
    double half = 0.5 * TT_TRIANGLE_PRIOR; /* what is judged is none, and not among the others */
    return ((double)w->none - 1 + half) / ((double)w->triples - 1 + TT_TRIANGLE_PRIOR);
}

static void tests(const struct work *w, const struct triple *r, tt_draft *f)
{
    bool registry = w->in->data->n_ownerships != 0;
    tt_draft_test(f, "declared_ownership", registry ? TT_TEST_NOT_EXPLAINED : TT_TEST_UNKNOWN,
                  registry ? "The ownership records show no group of who pays with the buyer or "
                             "the seller."
                           : "There are no ownership records that could show a group.");
    tt_draft_test(f, "agent_or_treasury", TT_TEST_NOT_EXPLAINED,
                  tt_say(f,
                         "Who pays is in another country than the buyer. Of %zu others who pay "
                         "for goods again and again %zu get nothing back in the data.",
                         w->triples - 1, w->none - 1));
    tt_draft_test(f, "settled_elsewhere", TT_TEST_UNKNOWN,
                  "Accounts that no feed covers, and debts that are set off, are not seen.");
    int64_t small = tt_circle_minor(w->in->data, tt_circles_param(w->x, TT_CIRCLE_SMALL_VALUE));
    tt_circle_test(f, w->x, "small_value", r->value < small,
                   tt_say(f, "The payments come to %s.", tt_say_money(f, r->value)));
}

static void words(const struct work *w, const struct triple *r, tt_draft *f)
{
    const char *third = tt_say_party(f, r->v->third), *seller = tt_say_party(f, r->v->seller);
    const char *buyer = tt_say_party(f, r->v->buyer);
    const char *n = tt_say_count(f, r->money.n, "payment");
    f->f.title = tt_say(f, "%s for goods by one who gets nothing back", n);
    f->f.explanation = tt_say(
        f,
        "%s made %s of %s to %s for goods that %s bought. Within %s of them %s got no money and "
        "no goods from the buyer, directly or through one other, nor sold it any: goods go one "
        "way, and the money for them comes from a third side to which nothing goes. %s of those "
        "who pay for the goods of others in these data get nothing back.",
        third, n, tt_say_money(f, r->value), seller, buyer, tt_say_count(f, w->opt->window, "day"),
        third, tt_say(f, "%s %%", tt_say_number(f, 100 * usual_of(w), 0)));
}

static void cite(const struct work *w, const struct triple *r, tt_draft *f)
{
    const tt_layer *m = &w->in->graph->money, *goods = &w->in->graph->goods;
    const uint32_t *sold;
    uint32_t n = tt_layer_between(goods, r->v->seller, r->v->buyer, &sold);
    tt_draft_entity(f, r->v->third, "payer");
    tt_draft_entity(f, r->v->seller, "seller");
    tt_draft_entity(f, r->v->buyer, "buyer");
    for (size_t i = 0; i < r->money.n; i++) {
        uint32_t k = r->money.v[i];
        tt_draft_document(f, m->kind_of[k], m->doc[k], 0);
        for (uint32_t g = 0; g < n; g++)
            if (w->opt->goods_deal[sold[g]] == w->opt->money_deal[k])
                tt_draft_document(f, goods->kind_of[sold[g]], goods->doc[sold[g]], 0);
    }
}

static tt_status tell(struct work *w, const struct triple *r, tt_findings *out, tt_err *err)
{
    static const char *const steps[] = {
        "Ask who pays what it got, or will get, for paying the goods of another.",
        "Ask the buyer to whom, where and in which currency it paid for the goods.",
        "Look where the money of who pays comes from.",
    };
    tt_draft f;
    tt_draft_begin(&f, w->in->data, w->in->scratch);
    tt_hash *id = tt_new_n(f.a, tt_hash, 3);
    f.failed |= !id;
    for (int i = 0; id && i < 3; i++)
        id[i] = w->in->data->entities[i == 0   ? r->v->third
                                      : i == 1 ? r->v->seller
                                               : r->v->buyer]
                    .id;
    f.f.key = (tt_str){(const char *)id, id ? 3 * sizeof *id : 0};
    f.f.weight = tt_round9(-log10(usual_of(w)));
    f.f.value_shift.minor = r->value;
    cite(w, r, &f);
    tt_draft_measure(&f, "payments_for_others", "count", (double)r->money.n, NAN, NAN, 0);
    tt_draft_measure(&f, "share_without_return", "1", usual_of(w), NAN, NAN,
                     (uint32_t)TT_MIN(w->triples - 1, (size_t)UINT32_MAX));
    tt_draft_money(&f, "paid_for_others", r->value);
    tests(w, r, &f);
    words(w, r, &f);
    tt_draft_steps(&f, steps, TT_LEN(steps));
    return tt_draft_add(&f, out, err);
}

/* --- the whole --- */

static bool abroad(const struct work *w, const tt_along *a)
{
    tt_country c = w->in->data->entities[a->third].country;
    tt_country b = w->in->data->entities[a->buyer].country;
    return c && b && c != b;
}

/* Without `out` triples are counted only. */
static tt_status one(struct work *w, size_t from, size_t to, tt_findings *out, tt_err *err)
{
    struct triple r = {.v = NULL};
    tt_status st = make(w, from, to, &r, err);
    if (st == TT_OK && !out) {
        w->triples++;
        w->none += !r.back;
    } else if (st == TT_OK && !r.back && !abroad(w, r.v)) {
        tt_tally_add(&w->why[HOME], r.value);
    } else if (st == TT_OK && !r.back) {
        st = tell(w, &r, out, err);
    }
    tt_vec_release(&r.money);
    return st;
}

static tt_status all_of(struct work *w, tt_findings *out, tt_err *err)
{
    for (size_t i = 0, end, buyers; i < w->n; i = end) {
        end = end_of_third(w, i, &buyers);
        if (buyers >= TT_TRIANGLE_MANY) {
            if (out)
                tt_tally_add(&w->why[MANY], TT_NO_NUM);
            continue;
        }
        for (size_t k = i, to; k < end; k = to) {
            to = end_of_triple(w, k, end);
            if (to - k >= TT_TRIANGLE_LEAST)
                TT_TRY(one(w, k, to, out, err));
        }
    }
    return TT_OK;
}

tt_status tt_triangles_tell(const tt_circles *x, const tt_alongs *v, const tt_along_options *opt,
                            tt_findings *out, tt_err *err)
{
    static const tt_tally_row rows[] = {
        {HOME, "who pays is in the buyer's country", "relation",
         "as agents and treasuries are, who settle at home: not told", NULL},
        {MANY, "pays for three buyers or more", "party",
         "a market place, an agent or a broker (flow.bmpe): not told", NULL},
    };
    struct work w = {.x = x, .in = x->in, .opt = opt};
    TT_TRY(choose(&w, v, err));
    TT_TRY(all_of(&w, NULL, err));
    TT_TRY(all_of(&w, out, err));
    return tt_tally_tell(x->in, "flow.loop_mixed: goods paid by others", w.why, rows, TT_LEN(rows),
                         out, err);
}
