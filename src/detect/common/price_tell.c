/*
 * price_tell.c - the weight of a case and the words for it.
 *
 * Weight: log10 e of the two-channel p of all lines of the relation, times the factors of what
 * weakens it, plus what the relation itself tells (shared attributes, exclusivity, age).
 */
#include "detect/common/draft.h"
#include "detect/common/price_case.h"
#include "detect/common/tail.h"

#include <math.h>

struct tale {
    tt_price_engine *e;
    const tt_price_case *c;
    const tt_price_hit *top; /* shifts most */
    const tt_price_obs *o;   /* of top */
    tt_draft w;
    int64_t shift;         /* of all hits */
    double factor, bonus;  /* of and to the weight */
    double usual;          /* of what the relation has, the part that others have too */
    const char *per, *ccy; /* "kg", "USD" */
};

static const char *say(struct tale *t, const char *text)
{
    return tt_draft_text(&t->w, text);
}

static void test(struct tale *t, const char *name, tt_outcome outcome, const char *detail)
{
    tt_draft_test(&t->w, name, outcome, say(t, detail));
}

static void weaken(struct tale *t, int param)
{
    t->factor *= t->e->param[param];
}

/* --- innocent explanations --- */

static void grade(struct tale *t)
{
    const tt_peer_view *v = &t->top->view;
    tt_arena *a = t->w.a;
    if (v->grades < 2)
        test(t, "other_grade", TT_TEST_NOT_EXPLAINED,
             tt_arena_printf(a, "The %s form one group of prices.",
                             tt_say_count(&t->w, t->top->peers, "comparable line")));
    else
        test(t, "other_grade", TT_TEST_NOT_EXPLAINED,
             tt_arena_printf(
                 a, "The comparable lines form %s of prices; the ratio is to the nearest, with %s.",
                 tt_say_count(&t->w, v->grades, "group"), tt_say_count(&t->w, v->n, "line")));
}

static void market(struct tale *t)
{
    tt_arena *a = t->w.a;
    const char *days = tt_say_number(&t->w, t->e->param[TT_PP_MARKET_DAYS], 0);
    if (t->top->market_known)
        test(t, "market_move", TT_TEST_NOT_EXPLAINED,
             tt_arena_printf(a, "Other sellers did not charge such a price within %s days.", days));
    else
        test(t, "market_move", TT_TEST_UNKNOWN,
             tt_arena_printf(a, "Too few comparable lines within %s days to follow the market.",
                             days));
}

static void term(struct tale *t)
{
    tt_arena *a = t->w.a;
    const tt_price_obs *o = t->o;
    const char *spread = tt_say_number(&t->w, o->spread_e3 / 10.0, 0);
    if (o->kind == TT_KIND_DECLARATION)
        test(t, "delivery_term", TT_TEST_NOT_EXPLAINED,
             "The customs value was brought to FOB before comparing.");
    else if (o->term == TT_INCOTERM_NONE)
        test(t, "delivery_term", TT_TEST_UNKNOWN,
             tt_arena_printf(a,
                             "The invoice states no delivery term: compared as it stands, with %s "
                             "%% more spread.",
                             spread));
    else
        test(t, "delivery_term", TT_TEST_NOT_EXPLAINED,
             tt_arena_printf(a, "The price at %s was brought to FOB before comparing.",
                             tt_incoterm_code(o->term)));
}

static void lot(struct tale *t)
{
    bool any = false, unknown = false;
    for (size_t i = 0; i < t->c->n_hits; i++) {
        any |= t->c->hits[i].lot;
        unknown |= t->c->hits[i].lot && !t->c->hits[i].lot_known;
    }
    if (unknown) {
        weaken(t, TT_PP_LOT_FACTOR);
        test(t, "lot_size", TT_TEST_WEAKENED,
             "A lot is unusual in size, and too few comparable lines tell what that does to a "
             "price.");
    } else {
        test(t, "lot_size", TT_TEST_NOT_EXPLAINED,
             any ? "A lot is unusual in size, but the price stands out from what lots of that size "
                   "cost"
                 : "The quantity is usual among the comparable lines.");
    }
}

static void slips(struct tale *t)
{
    tt_arena *a = t->w.a;
    char code[4];
    if (t->top->unit_slip > 0)
        test(t, "unit_slip", TT_TEST_NOT_EXPLAINED,
             tt_arena_printf(a,
                             "The ratio is near %s, but the transport documents or the other lines "
                             "rule out a wrong unit.",
                             tt_say_number(&t->w, t->top->unit_slip, 2)));
    else
        test(t, "unit_slip", TT_TEST_NOT_EXPLAINED,
             "The ratio is not near a factor between units.");
    tt_ccy_text(t->top->ccy_slip, code);
    if (t->top->ccy_slip)
        test(
            t, "currency_slip", TT_TEST_NOT_EXPLAINED,
            tt_arena_printf(
                a,
                "The price would be usual in %s, but the payment or the other lines rule that out.",
                code));
    else
        test(t, "currency_slip", TT_TEST_NOT_EXPLAINED,
             "The price is unusual in every currency that the parties use.");
}

static void related(struct tale *t)
{
    static const char name[] = "related_party_declared";
    if (t->e->between == TT_PRICE_RELATED)
        test(t, name, TT_TEST_WEAKENED,
             "The registry shows a common owner: prices inside a group are often set for tax.");
    else if (t->e->in->data->n_ownerships == 0)
        test(t, name, TT_TEST_UNKNOWN, "There are no ownership records.");
    else
        test(t, name, TT_TEST_NOT_EXPLAINED, "The ownership records show no common owner.");
}

static void unlike(struct tale *t)
{
    bool residual = tt_hs_is_residual(t->c->hs6), styled = tt_hs_is_differentiated(t->c->hs6);
    if (residual)
        weaken(t, TT_PP_RESIDUAL_FACTOR);
    if (styled)
        weaken(t, TT_PP_DIFFERENTIATED_FACTOR);
    if (residual || styled)
        test(t, "unlike_goods", TT_TEST_WEAKENED,
             residual ? "The code collects goods that no other code names."
                      : "Goods of this chapter are branded or made to order.");
    else
        test(t, "unlike_goods", TT_TEST_NOT_EXPLAINED, "Goods of this code are much alike.");
}

static void noise(struct tale *t)
{
    tt_arena *a = t->w.a;
    const tt_price_case *c = t->c;
    if (c->m < 2) {
        test(t, "shifts_cancel", TT_TEST_UNKNOWN, "The parties have no other comparable line.");
        return;
    }
    bool back = (double)c->net < 0.5 * (double)t->shift;
    if (back)
        weaken(t, TT_PP_NOISE_FACTOR);
    test(t, "shifts_cancel", back ? TT_TEST_WEAKENED : TT_TEST_NOT_EXPLAINED,
         tt_arena_printf(a, "%s of %s lie on this side of their median, and all together shift %s.",
                         tt_say_count(&t->w, c->beyond, "line"),
                         tt_say_number(&t->w, (double)c->m, 0), tt_say_money(&t->w, c->net)));
}

/* --- the relation --- */

static void relation(struct tale *t)
{
    double odds = tt_pair_odds_of(&t->e->odds, t->c->seller, t->c->buyer);
    t->bonus += odds;
    t->usual = tt_pair_odds_alone(&t->e->odds, t->c->seller, t->c->buyer) - odds;
}

/* --- numbers and sentences --- */

static void measures(struct tale *t)
{
    const tt_peer_view *v = &t->top->view;
    const tt_price_case *c = t->c;
    const char *unit = say(t, tt_arena_printf(t->w.a, "%s/%s", t->ccy, t->per));
    tt_draft_measure(&t->w, "unit_price", unit, exp(t->o->x), exp(v->q1), exp(v->q3), v->n);
    tt_draft_measure(&t->w, "ratio", "1", t->top->ratio, exp(v->q1 - v->median),
                     exp(v->q3 - v->median), v->n);
    tt_draft_measure(&t->w, "robust_z", "1", t->top->z, -2, 2, v->n);
    tt_draft_measure(&t->w, "lines_standing_out", "1", (double)c->n_hits, 0,
                     t->e->param[TT_PP_MAX_P] * (double)c->m, 0);
    tt_draft_measure(&t->w, "lines_compared", "1", (double)c->m, NAN, NAN, 0);
    if (!isnan(c->relation_p))
        tt_draft_measure(&t->w, "share_of_relations_as_extreme", "1", c->relation_p, NAN, NAN,
                         (uint32_t)TT_MIN(t->e->relations, (uint64_t)UINT32_MAX));
    tt_draft_measure(&t->w, "sign_test_p", "1", tt_binomial_tail(c->m, 0.5, c->beyond), 0.05, 1, 0);
    tt_draft_money(&t->w, "net_shift", c->net);
}

static const char *ratios(struct tale *t)
{
    double low = INFINITY, high = 0;
    for (size_t i = 0; i < t->c->n_hits; i++) {
        low = TT_MIN(low, t->c->hits[i].ratio);
        high = TT_MAX(high, t->c->hits[i].ratio);
    }
    const char *a = tt_say_number(&t->w, low, 2), *b = tt_say_number(&t->w, high, 2);
    if (strcmp(a, b) == 0)
        return a;
    return say(t, tt_arena_printf(t->w.a, "%s to %s", a, b));
}

static const char *neighbours(struct tale *t)
{
    const char *text = "";
    for (uint32_t i = 0; i < t->top->n_near; i++) {
        const tt_price_obs *y = &t->e->prices->v[t->top->near[i]];
        text = say(t, tt_arena_printf(t->w.a, "%s%s%s of %s (%s)", text, i ? ", " : "",
                                      tt_say_doc(&t->w, y->kind, y->doc),
                                      tt_say_date(&t->w, y->day), tt_say_price(&t->w, exp(y->x))));
    }
    return text;
}

static void sentences(struct tale *t)
{
    char hs[TT_HS_TEXT];
    tt_arena *a = t->w.a;
    const tt_price_case *c = t->c;
    const tt_peer_view *v = &t->top->view;
    bool high = t->e->side == TT_PRICE_HIGH;
    (void)tt_hs_text(c->hs6, hs);
    const char *lines = tt_say_count(&t->w, c->n_hits, "line");
    bool group = t->e->between == TT_PRICE_RELATED;
    t->w.f.title =
        say(t, tt_arena_printf(a, "HS %s: %s%s priced far %s comparable trade", hs, lines,
                               group ? " within a group" : "", high ? "above" : "below"));
    const char *first = say(
        t, tt_arena_printf(
               a,
               "%s of HS %s (%s compared) from this seller to this buyer %s %s times the median of "
               "comparable lines; the largest, in %s %s of %s, is priced at %s %s/%s where %s of "
               "%s (%s) have a median of %s and a middle half from %s to %s.",
               lines, hs, tt_say_number(&t->w, (double)c->m, 0), c->n_hits == 1 ? "costs" : "cost",
               ratios(t), tt_kind_text(t->o->kind), tt_say_doc(&t->w, t->o->kind, t->o->doc),
               tt_say_date(&t->w, t->o->day), t->ccy, tt_say_price(&t->w, exp(t->o->x)), t->per,
               tt_say_count(&t->w, t->top->peers, "line"),
               tt_say_count(&t->w, t->top->sellers, "other seller"),
               tt_peer_rung_text(t->top->rung), tt_say_price(&t->w, exp(v->median)),
               tt_say_price(&t->w, exp(v->q1)), tt_say_price(&t->w, exp(v->q3))));
    t->w.f.explanation =
        say(t, tt_arena_printf(a,
                               "%s At that median the goods would have been %s %s: a price too %s "
                               "moves value to the %s. Nearest comparable: %s.%s",
                               first, tt_say_money(&t->w, t->shift), high ? "cheaper" : "dearer",
                               high ? "high" : "low", high ? "exporter" : "importer", neighbours(t),
                               group ? " Both have one declared owner: this may be a matter of tax "
                                       "before one of laundering."
                                     : ""));
}

static void steps(struct tale *t)
{
    tt_arena *a = t->w.a;
    bool high = t->e->side == TT_PRICE_HIGH;
    const char *kind = tt_kind_text(t->o->kind), *number = tt_say_doc(&t->w, t->o->kind, t->o->doc);
    tt_draft_step(&t->w,
                  say(t, tt_arena_printf(
                             a, "Ask for the contract, price list and specification behind %s %s.",
                             kind, number)));
    tt_draft_step(&t->w,
                  "Compare it with the customs declarations of the same goods on both sides.");
    tt_draft_step(
        &t->w,
        high ? "Follow the payments of these invoices: who holds the part above the usual price."
             : "Look for the part of the price that is paid elsewhere, to the seller or its "
               "owners.");
    tt_draft_step(&t->w, "Ask at what price the buyer resells the goods.");
}

/* The mean of two e-values: of the relation's lines, and of the relation among all relations. */
static double weight_of(const struct tale *t, double p)
{
    double weight = tt_log10_e_of_p(p);
    if (!isnan(t->c->relation_p))
        weight = log10((pow(10, weight) + pow(10, tt_log10_e_of_p(t->c->relation_p))) / 2);
    if (weight > 0)
        weight *= t->factor;
    weight += t->bonus;
    if (t->e->between == TT_PRICE_RELATED && weight > 0)
        weight *= t->e->param[TT_PP_RELATED_FACTOR];
    return tt_bans(weight);
}

static tt_status add(struct tale *t, double p, tt_findings *out, tt_err *err)
{
    const tt_price_case *c = t->c;
    t->w.f.weight = weight_of(t, p);
    t->w.f.p_value = p;
    t->w.f.value_shift.minor = t->shift;
    t->w.f.direction = t->e->side == TT_PRICE_HIGH ? TT_SHIFT_TO_EXPORTER : TT_SHIFT_TO_IMPORTER;
    tt_draft_relation(&t->w, c->seller, c->buyer, c->hs6, c->dim);
    return tt_draft_add(&t->w, out, err);
}

/* Too weak to be told: counted, and the draft is dropped. */
static tt_status drop(struct tale *t, tt_err *err)
{
    int64_t sum;
    t->e->weak.n++;
    if (tt_add_i64(t->e->weak.value, t->shift, &sum))
        t->e->weak.value = sum;
    tt_draft_release(&t->w);
    return t->w.failed ? tt_fail(err, TT_ENOMEM, "no memory for a finding") : TT_OK;
}

tt_status tt_price_tell(tt_price_engine *e, const tt_price_case *c, const double rho[3],
                        tt_findings *out, tt_err *err)
{
    char ccy[4];
    struct tale t = {
        .e = e, .c = c, .top = &c->hits[0], .factor = 1, .per = tt_price_per(c->dim), .ccy = ccy};
    /* Relations lean as a whole: no model of their lines makes that rarer than it is seen to be. */
    double seen = isnan(c->relation_p) ? 0 : c->relation_p;
    double p = fmax(tt_two_channel_p(c->m, c->p1, c->k, rho, seen), 1e-300);
    tt_ccy_text(e->in->data->base, ccy);
    tt_draft_begin(&t.w, e->in->data, e->in->scratch);
    for (size_t i = 0; i < c->n_hits; i++) {
        const tt_price_obs *o = &e->prices->v[c->hits[i].obs];
        int64_t sum;
        tt_draft_document(&t.w, o->kind, o->doc, o->line);
        if (tt_add_i64(t.shift, c->hits[i].shift, &sum))
            t.shift = sum;
        if (c->hits[i].shift > t.top->shift)
            t.top = &c->hits[i];
    }
    t.o = &e->prices->v[t.top->obs];
    grade(&t);
    market(&t);
    term(&t);
    lot(&t);
    slips(&t);
    related(&t);
    unlike(&t);
    noise(&t);
    relation(&t);
    /* What others have too weighs nothing, but hides nothing either. */
    if (weight_of(&t, p) + t.usual < e->param[TT_PP_MIN_WEIGHT])
        return drop(&t, err);
    measures(&t);
    sentences(&t);
    steps(&t);
    return add(&t, p, out, err);
}
