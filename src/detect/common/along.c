/* along.c - see along.h. */
#include "detect/common/along.h"

#include "base/num.h"
#include "detect/common/coverage.h"
#include "detect/common/motif.h"
#include "detect/common/tail.h"
#include "detect/common/tally.h"
#include "detect/common/triangle.h"
#include "graph/along.h"

#include <math.h>

enum { DAY = 86400 };
enum { GROUP, SERVES, CUT, REASONS };

/* The tries of a relation, one way. */
struct relation {
    const tt_along *v;
    size_t n, k;             /* tries; that answer */
    size_t others, others_k; /* of all other relations */
    double usual, p;
    int64_t value; /* of the money that reached the buyer, or came for the goods */
};

struct work {
    const tt_circles *x;
    const tt_detect_in *in;
    size_t params;
    tt_along_options opt;
    tt_alongs found;
    size_t n[TT_ALONG_WAYS], k[TT_ALONG_WAYS];
    tt_tally why[REASONS];
};

static double param(const struct work *w, unsigned row)
{
    return w->in->param[w->params + row];
}

static tt_status no_room(tt_err *err)
{
    return tt_fail(err, TT_ENOMEM, "no memory for goods and money that go the same way");
}

/* --- what is asked --- */

static const tt_ix *deals_of(const struct work *w, const tt_layer *l)
{
    tt_ix *deal = tt_new_n(w->in->scratch, tt_ix, l->n);
    for (uint32_t i = 0; deal && i < l->n; i++) {
        const tt_ix *of = w->in->data->deal_of[l->kind_of[i]];
        deal[i] = of ? of[l->doc[i]] : 0;
    }
    return deal;
}

/* Goods that a credit note takes back: their buyer need not pay them, and may get money back. */
static const uint8_t *credited(const struct work *w)
{
    const tt_layer *l = &w->in->graph->goods;
    uint8_t *out = tt_new_n(w->in->scratch, uint8_t, l->n);
    for (uint32_t i = 0; out && i < l->n; i++)
        out[i] = l->kind_of[i] == TT_KIND_INVOICE && w->in->shared->credits.invoice[l->doc[i]] != 0;
    return out;
}

static tt_status find(struct work *w, const tt_netting *n, double paid, tt_err *err)
{
    const tt_graph *g = w->in->graph;
    double about = param(w, TT_ALONG_ABOUT);
    w->opt = (tt_along_options){.paid = paid,
                                .low = 1 - about,
                                .high = 1 + about,
                                .window = w->x->opt.window / DAY,
                                .hop = (uint32_t)param(w, TT_ALONG_HOP),
                                .hub = w->x->opt.hub,
                                .out = credited(w),
                                .goods_deal = deals_of(w, &g->goods),
                                .money_deal = deals_of(w, &g->money),
                                .visits_root = (uint64_t)param(w, TT_ALONG_VISITS_ROOT),
                                .visits = (uint64_t)param(w, TT_ALONG_VISITS)};
    if (!w->opt.out || !w->opt.goods_deal || !w->opt.money_deal)
        return no_room(err);
    TT_TRY(tt_alongs_find(g, n, &w->in->shared->flows.ledger, &w->opt, w->in->scratch, &w->found,
                          err));
    for (size_t i = 0; i < w->found.n; i++) {
        w->n[w->found.v[i].way]++;
        w->k[w->found.v[i].way] += w->found.v[i].answers;
    }
    return TT_OK;
}

/* --- judging --- */

static void judge(const struct work *w, struct relation *r)
{
    const tt_layer *m = &w->in->graph->money;
    double prior = param(w, TT_ALONG_PRIOR), chance = 0;
    tt_along_way way = r->v->way;
    for (size_t i = 0; i < r->n; i++) {
        const tt_along *a = &r->v[i];
        r->k += a->answers;
        chance += a->chance / (double)r->n;
        if (a->answers &&
            !tt_add_i64(r->value, m->amount[a->money[way != TT_ALONG_DIRECT]], &r->value))
            r->value = INT64_MAX;
    }
    r->others = w->n[way] - r->n;
    r->others_k = w->k[way] - r->k;
    r->usual =
        ((double)r->others_k + prior * param(w, TT_ALONG_BASE)) / ((double)r->others + prior) +
        chance;
    r->usual = TT_MIN(0.999, r->usual);
    r->p = tt_round9(tt_beta_binomial_tail(r->n, r->usual, param(w, TT_ALONG_RHO), r->k));
}

static bool one_group(const struct work *w, const tt_along *a)
{
    const tt_ix *owned = w->x->owned;
    return owned[a->seller] == owned[a->buyer] && (!a->third || owned[a->third] == owned[a->buyer]);
}

/* A bank, carrier or broker that sells or buys here moves the money of others, too. */
static bool serves(const struct work *w, const tt_along *a)
{
    const uint8_t *who = w->in->shared->flows.serves;
    return who[a->seller] || who[a->buyer];
}

/* --- telling: explanations --- */

static void test_refund(const struct work *w, const struct relation *r, tt_draft *f)
{
    tt_country buyer = w->in->data->entities[r->v->buyer].country;
    tt_country seller = w->in->data->entities[r->v->seller].country;
    double share;
    const char *feed = "";
    if (tt_coverage_stated(w->in->data, TT_KIND_PAYMENT, seller, buyer, w->in->data->from, &share))
        feed = tt_say(f, ", and the feeds hold %s %% of all payments",
                      tt_say_number(f, 100 * share, 0));
    tt_circle_test(f, w->x, "refund", r->k == 1,
                   tt_say(f,
                          "No payment of the buyer to the seller comes to about as much within %s, "
                          "and no credit note takes the goods back%s. %s",
                          tt_say_count(f, w->opt.window, "day"), feed,
                          r->k == 1 ? "One payment that the data do not hold would explain it."
                                    : "Each of them would need a payment that the data do not "
                                      "hold."));
}

static void test_trade(const struct work *w, const struct relation *r, tt_draft *f)
{
    const uint32_t *first;
    uint32_t n = tt_layer_between(&w->in->graph->goods, r->v->buyer, r->v->seller, &first);
    tt_circle_test(f, w->x, "sells_back", n > 0,
                   n ? tt_say(f,
                              "The buyer sold the seller goods, too (%s): the money may be for "
                              "goods of its own.",
                              tt_say_count(f, n, "time"))
                     : "No goods go the other way that the money could pay.");
}

static void tests(const struct work *w, const struct relation *r, tt_draft *f)
{
    bool registry = w->in->data->n_ownerships != 0;
    tt_draft_test(f, "declared_ownership", registry ? TT_TEST_NOT_EXPLAINED : TT_TEST_UNKNOWN,
                  registry ? "The ownership records show no group of these parties."
                           : "There are no ownership records that could show a group.");
    test_refund(w, r, f);
    test_trade(w, r, f);
    tt_draft_test(f, "usual_in_these_data", TT_TEST_NOT_EXPLAINED,
                  tt_say(f, "%zu of %zu between all others do so; so many here by chance: p = %s.",
                         r->others_k, r->others, tt_say_chance(f, r->p)));
    int64_t small = tt_circle_minor(w->in->data, tt_circles_param(w->x, TT_CIRCLE_SMALL_VALUE));
    tt_circle_test(f, w->x, "small_value", r->value < small,
                   tt_say(f, "The money comes to %s.", tt_say_money(f, r->value)));
}

/* --- telling: words --- */

static const char *say_flow(const struct work *w, const tt_layer *l, uint32_t i, tt_draft *f)
{
    tt_date day = tt_data_head(w->in->data, l->kind_of[i], l->doc[i])->date.day;
    return tt_say(f, "%s on %s (%s)", tt_say_money(f, l->amount[i]), tt_say_date(f, day),
                  tt_say_doc(f, l->kind_of[i], l->doc[i]));
}

/* "goods for USD 1.00 on ... (INV-1), money USD 1.00 on ... (PAY-1)" of at most three answers. */
static const char *say_answers(const struct work *w, const struct relation *r, tt_draft *f)
{
    enum { TOLD = 3 };
    const tt_graph *g = w->in->graph;
    const char *text = "";
    size_t told = 0;
    for (size_t i = 0; i < r->n && told < TOLD; i++) {
        const tt_along *a = &r->v[i];
        if (!a->answers)
            continue;
        text = tt_say(f, "%s%sgoods for %s%s, and money, %s", text, told++ ? "; " : "",
                      say_flow(w, &g->goods, a->goods, f),
                      a->whole ? " with others of their deal" : "",
                      say_flow(w, &g->money, a->money[0], f));
        if (a->way != TT_ALONG_DIRECT)
            text = tt_say(f, "%s, then %s", text, say_flow(w, &g->money, a->money[1], f));
    }
    return r->k > told ? tt_say(f, "%s; and %zu more", text, r->k - told) : text;
}

static const char *say_third(const struct relation *r, tt_draft *f)
{
    size_t i = 0;
    while (i + 1 < r->n && !r->v[i].answers)
        i++;
    return tt_say_party(f, r->v[i].third);
}

static void words(const struct work *w, const struct relation *r, tt_draft *f)
{
    const char *seller = tt_say_party(f, r->v->seller), *buyer = tt_say_party(f, r->v->buyer);
    const char *times = tt_say_count(f, r->k, "time"), *way = "", *of = "";
    switch (r->v->way) {
    case TT_ALONG_DIRECT:
        f->f.title = tt_say(f, "The seller pays the buyer for its goods, %s", times);
        way = tt_say(f, "%s paid %s about their value", seller, buyer);
        of = "payments of a seller to its buyer that pay nothing that the buyer sold";
        break;
    case TT_ALONG_THROUGH:
        f->f.title = tt_say(f, "The seller pays the buyer through others, %s", times);
        way = tt_say(f, "%s paid about their value to others (%s), who paid it to %s", seller,
                     say_third(r, f), buyer);
        of = "payments of about the value of goods by their seller to one who pays the buyer next";
        break;
    case TT_ALONG_OWN:
    case TT_ALONG_WAYS:
        f->f.title = tt_say(f, "Goods are paid with the seller's own money, %s", times);
        way = tt_say(f, "others (%s) paid %s for them, who had got about as much from it before",
                     say_third(r, f), seller);
        of = "payments by others for the goods of a seller";
        break;
    }
    f->f.explanation =
        tt_say(f,
               "%s sold %s goods that the buyer is not known to have paid. Instead %s, %s: %s. "
               "Goods and money go the same way, so that somebody else pays, or nobody. Of %zu %s "
               "%zu do so here, and %zu of %zu between all others; by chance p = %s.",
               seller, buyer, way, times, say_answers(w, r, f), r->n, of, r->k, r->others_k,
               r->others, tt_say_chance(f, r->p));
}

static void cite_goods(const struct work *w, const tt_along *a, tt_draft *f)
{
    const tt_layer *l = &w->in->graph->goods;
    const uint32_t *sold;
    uint32_t n = tt_layer_between(l, a->seller, a->buyer, &sold);
    tt_ix deal = a->whole ? w->opt.goods_deal[a->goods] : 0;
    tt_draft_document(f, l->kind_of[a->goods], l->doc[a->goods], 0);
    for (uint32_t i = 0; deal && i < n; i++)
        if (w->opt.goods_deal[sold[i]] == deal)
            tt_draft_document(f, l->kind_of[sold[i]], l->doc[sold[i]], 0);
}

static void cite(const struct work *w, const struct relation *r, tt_draft *f)
{
    const tt_layer *m = &w->in->graph->money;
    tt_draft_entity(f, r->v->seller, "seller");
    tt_draft_entity(f, r->v->buyer, "buyer");
    for (size_t i = 0; i < r->n; i++) {
        const tt_along *a = &r->v[i];
        if (!a->answers)
            continue;
        cite_goods(w, a, f);
        for (int k = 0; k < 1 + (a->way != TT_ALONG_DIRECT); k++)
            tt_draft_document(f, m->kind_of[a->money[k]], m->doc[a->money[k]], 0);
        if (a->third)
            tt_draft_entity(f, a->third, "relay");
    }
}

static tt_str key_of(const struct work *w, const struct relation *r, tt_draft *f)
{
    tt_hash *id = tt_new_n(f->a, tt_hash, 3);
    f->failed |= !id;
    if (!id)
        return (tt_str){0};
    id[0] = w->in->data->entities[r->v->seller].id;
    id[1] = w->in->data->entities[r->v->buyer].id;
    id[2].b[0] = (uint8_t)r->v->way; /* circles have no such key: three parties at least */
    return (tt_str){(const char *)id, 2 * sizeof *id + 1};
}

static tt_status tell(const struct work *w, const struct relation *r, tt_findings *out, tt_err *err)
{
    static const char *const steps[] = {
        "Ask the buyer how, where and to whom it paid for the goods.",
        "Ask the seller what its payment was for, and who asked for it.",
        "Ask for the transport papers: did the goods move, and to whom?",
    };
    tt_draft f;
    tt_draft_begin(&f, w->in->data, w->in->scratch);
    f.f.key = key_of(w, r, &f);
    f.f.p_value = r->p;
    f.f.weight =
        TT_MIN(tt_bans(tt_log10_e_of_p(TT_MAX(r->p, 1e-12))), param(w, TT_ALONG_MAX_WEIGHT));
    f.f.value_shift.minor = r->value;
    cite(w, r, &f);
    tt_draft_measure(&f, "goes_the_same_way", "count", (double)r->k, 0, r->usual * (double)r->n,
                     (uint32_t)TT_MIN(r->others, (size_t)UINT32_MAX));
    tt_draft_measure(&f, "tries", "count", (double)r->n, NAN, NAN, 0);
    tt_draft_money(&f, "money_with_goods", r->value);
    tests(w, r, &f);
    words(w, r, &f);
    tt_draft_steps(&f, steps, TT_LEN(steps));
    return tt_draft_add(&f, out, err);
}

/* --- the whole --- */

static tt_status one(struct work *w, struct relation *r, tt_findings *out, tt_err *err)
{
    judge(w, r);
    if (!r->k || r->p > tt_circles_param(w->x, TT_CIRCLE_MAX_P))
        return TT_OK;
    if (serves(w, r->v))
        tt_tally_add(&w->why[SERVES], r->value);
    else if (one_group(w, r->v))
        tt_tally_add(&w->why[GROUP], r->value);
    else
        return tell(w, r, out, err);
    return TT_OK;
}

static bool same(const tt_along *a, const tt_along *b)
{
    return a->seller == b->seller && a->buyer == b->buyer && a->way == b->way;
}

tt_status tt_along_tell(const tt_circles *x, const tt_netting *n, double paid, size_t params,
                        tt_findings *out, tt_err *err)
{
    static const tt_tally_row rows[] = {
        {GROUP, "declared owners connect all parties", "relation",
         "payments for each other inside a group are usual: not told", NULL},
        {SERVES, "a bank, carrier, broker or public body sells or buys", "relation",
         "its business: not told", NULL},
        {CUT, "along_visits_root, along_visits", "flow",
         "goods or money that answer may not have been seen", NULL},
    };
    struct work w = {.x = x, .in = x->in, .params = params};
    TT_TRY(find(&w, n, paid, err));
    for (size_t i = 0, k; i < w.found.n; i = k) {
        for (k = i + 1; k < w.found.n && same(&w.found.v[i], &w.found.v[k]);)
            k++;
        struct relation r = {.v = &w.found.v[i], .n = k - i};
        TT_TRY(one(&w, &r, out, err));
    }
    w.why[CUT] = (tt_tally){w.found.cut, TT_NO_NUM};
    TT_TRY(tt_tally_tell(x->in, "flow.loop_mixed: goods and money the same way", w.why, rows,
                         TT_LEN(rows), out, err));
    return tt_triangles_tell(x, &w.found, &w.opt, out, err);
}
