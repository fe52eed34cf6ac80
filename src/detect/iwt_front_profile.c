/*
 * iwt_front_profile.c - firms of a business that wildlife was hidden behind, with goods or prices
 * that are not of it, on the ways of wildlife.
 *
 * A zoo, a timber merchant or a forwarder on such a way is no indicator: that it sends or receives
 * goods of another trade there, more than others of such businesses do, and looks like a shell, or
 * that its prices are those of nobody else, is one, and weighs 1 at most.  Never a reason alone for
 * a group.  Not caught: fronts that keep to their goods at the price of the market, traders "in
 * general merchandise", who have no goods of their own.  Formula, worked example, known false
 * positives: iwt_front_profile.md.
 */
#include "detect/common/sensitive.h"
#include "detect/common/shared.h"
#include "detect/common/shares.h"
#include "detect/common/tail.h"
#include "detect/common/tally.h"

#include <float.h>
#include <math.h>

enum {
    P_LEAST,
    P_OFF,
    P_SHELL,
    P_PRICE,
    P_HALF,
    P_ASSUMED,
    P_ALIKE,
    P_PRIOR,
    P_CAP,
    P_MIN_WEIGHT,
    P_COUNT
};

static const tt_param params[P_COUNT] = {
    [P_LEAST] = {"least", 2, 1, 1e6, "count",
                 "consignments of other goods on ways of wildlife, at least"},
    [P_OFF] = {"off", 0.25, 0, 1, "log10", "at most, for goods that are not of its business"},
    [P_SHELL] = {"shell", 0.5, 0, 1, "log10", "at most, for looking like a shell"},
    [P_PRICE] = {"price", 0.7, 0, 1, "log10",
                 "at most, for prices of these goods that others do not have"},
    [P_HALF] = {"without_wildlife", 0.5, 0, 1, "fraction",
                "of what prices weigh for who has no wildlife by law"},
    [P_ASSUMED] = {"assumed", 0.1, 0.001, 0.999, "fraction",
                   "consignments of other goods, until these data say otherwise"},
    [P_ALIKE] =
        {"alike", 0.5, 0, 0.9, "1",
         "correlation of a firm's consignments, at least: who has a second trade keeps to it"},
    [P_PRIOR] = {"prior", 30, 0, 1e6, "count", "consignments that this share is worth"},
    [P_CAP] = {"cap", 1, 0, 1, "log10", "weight at most"},
    [P_MIN_WEIGHT] = {"min_weight", 0.3, -1, 3, "log10",
                      "weaker evidence is counted, not reported"},
};

/* p of a price that stands out by itself. */
static const double stands_out = 0.05;

enum { WEAK, NO_CODE, WHYS };

/* A firm of such a business. */
struct firm {
    tt_ix entity;
    const tt_front *front;
    bool keeper; /* its business has wildlife by law: goods of its own may be looked at as well */
    uint32_t n, off, sensitive; /* consignments with a code; of other goods; looked at on a way */
    uint32_t priced;            /* prices of other goods that can be held against others */
    double e[2];                /* that they are too low, too high */
};
TT_VEC(firm_vec, struct firm);

/* A price that a firm pays or asks: what comparable lines say of it. */
struct price {
    uint32_t firm;
    double high, low;
};
TT_VEC(price_vec, struct price);

struct state {
    const tt_detect_in *in;
    const tt_carriages *goods;
    firm_vec firms;
    price_vec prices;
    tt_shares all, *of; /* of all firms; by front */
    tt_tally why[WHYS];
};

struct claim {
    const struct firm *x;
    double u, p, off, shell, price, weight;
};

static bool may_be_one(tt_entity_type t)
{
    return t != TT_ENTITY_PERSON && t != TT_ENTITY_BANK && t != TT_ENTITY_VESSEL &&
           t != TT_ENTITY_PUBLIC_BODY;
}

/* An invoice of the consignment's deal has the firm as seller or buyer. */
static bool owns_goods(const tt_data *d, const tt_carried *g)
{
    for (tt_ix i = 0; g->c->deal && i < d->deals[g->c->deal].n_docs; i++) {
        tt_deal_doc r = d->deal_docs[d->deals[g->c->deal].first_doc + i];
        for (unsigned role = 1; r.kind == TT_KIND_INVOICE && role <= 2; role++)
            if (tt_data_entity(d, tt_data_role(d, r.kind, r.doc, role)) == g->entity)
                return true;
    }
    return false;
}

/* Goods of another trade; for who only carries and clears: goods that it buys or sells. */
static bool is_off(const tt_data *d, const tt_front *f, const tt_carried *g, tt_hs hs)
{
    return f->hs.n ? !tt_list_has_hs(f->hs, hs) : owns_goods(d, g);
}

/* Zoos, breeders, makers of medicine, dealers in skins and carvings have wildlife by law. */
static bool keeps_wildlife(const tt_front *f)
{
    static const char *const trades[] = {"animals", "medicine", "leather", "craft"};
    size_t i = 0;
    while (i < TT_LEN(trades) && !tt_str_is(f->trade, trades[i]))
        i++;
    return i < TT_LEN(trades);
}

static const tt_front *front_of(const struct state *s, tt_ix e)
{
    const tt_data *d = s->in->data;
    const tt_wildlife *k = &s->in->shared->wild.k;
    tt_ix row = d->entities[e].party;
    const tt_front *f = tt_front_find(k, d->entities[e].name, (tt_str){0});
    return f || !row ? f : tt_front_find(k, d->parties[row].name, d->parties[row].activity_code);
}

static bool read_firms(struct state *s)
{
    const tt_data *d = s->in->data;
    for (tt_ix e = 1; e <= d->n_entities; e++) {
        size_t n;
        const tt_carried *v = tt_carriages_of(s->goods, e, &n);
        struct firm x = {.entity = e};
        if (!n || !may_be_one(d->entities[e].type))
            continue;
        x.front = front_of(s, e);
        for (size_t i = 0; x.front && i < n; i++) {
            const tt_carried *g = &v[i];
            tt_hs hs = g->c->code;
            if (!hs) {
                tt_tally_add(&s->why[NO_CODE], TT_NO_NUM);
                continue;
            }
            bool off = is_off(d, x.front, g, hs);
            x.n++;
            x.off += off;
            x.sensitive += (off || keeps_wildlife(x.front)) && g->c->group.n;
        }
        if (!x.front)
            continue;
        x.keeper = keeps_wildlife(x.front);
        tt_shares_add(&s->all, x.off, x.n);
        tt_shares_add(&s->of[x.front - s->in->shared->wild.k.fronts], x.off, x.n);
        if (!tt_vec_push(&s->firms, x))
            return false;
    }
    return true;
}

static int by_firm(const void *pa, const void *pb, void *ctx)
{
    const struct price *a = pa, *b = pb;
    TT_UNUSED(ctx);
    return (a->firm > b->firm) - (a->firm < b->firm);
}

/* Marked prices of the goods that are looked at, of the firms that have such on a way. */
static bool collect_prices(struct state *s)
{
    const tt_data *d = s->in->data;
    const tt_shared *h = s->in->shared;
    uint32_t *firm = tt_new_n(s->in->scratch, uint32_t, d->n_entities + 1); /* place + 1 */
    if (!firm)
        return false;
    for (size_t i = 0; i < s->firms.n; i++)
        if ((double)s->firms.v[i].sensitive >= s->in->param[P_LEAST])
            firm[s->firms.v[i].entity] = (uint32_t)i + 1;
    for (size_t i = 0; i < h->prices.n; i++) {
        const tt_price_obs *o = &h->prices.v[i];
        const tt_price_mark *m = &h->price_marks.v[i];
        const tt_ix ends[] = {o->seller, o->buyer};
        for (size_t k = 0; k < TT_LEN(ends) && !isnan(m->high) && !isnan(m->low); k++) {
            uint32_t at = ends[k] ? firm[ends[k]] : 0;
            const struct firm *f = at ? &s->firms.v[at - 1] : NULL;
            struct price x = {at - 1, m->high, m->low};
            if (f && (f->keeper || !f->front->hs.n || !tt_list_has_hs(f->front->hs, o->hs)) &&
                !tt_vec_push(&s->prices, x))
                return false;
        }
    }
    return tt_sort(s->prices.v, s->prices.n, sizeof *s->prices.v, by_firm, NULL);
}

/* Means of e-values are e-values, however the prices of one firm hang together.  Half of them or
 * more must stand out by themselves: one line too high is a slip, or one lot. */
static double mean_e(const struct price *v, size_t n, bool high)
{
    double sum = 0;
    size_t out = 0;
    for (size_t i = 0; i < n; i++) {
        double p = fmin(1, high ? v[i].high : v[i].low); /* sums of weights are a bit off */
        sum += pow(10, tt_log10_e_of_p(p));
        out += p <= stands_out;
    }
    return 2 * out >= n ? sum / (double)n : 0;
}

static bool read_prices(struct state *s)
{
    if (!collect_prices(s))
        return false;
    for (size_t i = 0, end; i < s->prices.n; i = end) {
        struct firm *x = &s->firms.v[s->prices.v[i].firm];
        for (end = i; end < s->prices.n && s->prices.v[end].firm == s->prices.v[i].firm;)
            end++;
        x->priced = (uint32_t)(end - i);
        x->e[0] = mean_e(&s->prices.v[i], end - i, false);
        x->e[1] = mean_e(&s->prices.v[i], end - i, true);
    }
    return true;
}

static struct claim claim_of(const struct state *s, const struct firm *x)
{
    const double *p = s->in->param;
    struct claim c = {.x = x}; /* held against its own business, and this against all of them */
    (void)tt_shares_chance(&s->all, x->off, x->n, p[P_ASSUMED], p[P_ALIKE], p[P_PRIOR], &c.u);
    c.p = tt_shares_chance(&s->of[x->front - s->in->shared->wild.k.fronts], x->off, x->n, c.u,
                           p[P_ALIKE], p[P_PRIOR], &c.u);
    c.off = fmin(p[P_OFF], tt_log10_e_of_p(c.p));
    c.shell = fmin(p[P_SHELL], fmax(0, tt_shell_odds(&s->in->shared->shells, x->entity)));
    if ((double)x->priced >= p[P_LEAST]) /* too high and too low are two questions */
        c.price = fmin(p[P_PRICE], fmax(0, log10(fmax(x->e[0], x->e[1]) / 2 + DBL_MIN))) *
                  (x->keeper ? 1 : p[P_HALF]);
    /* Other goods and a shell each have honest reasons, and halve each other; a shell alone is what
     * entity.shell_likeness tells. */
    double thin = (fmax(0, c.off) + c.shell) / 2;
    c.weight = tt_bans(c.off > 0 || c.price > 0 ? fmin(p[P_CAP], thin + c.price) : c.off);
    return c;
}

/* Cites the consignments of other goods on a way; the first of them. */
static const tt_carried *cite(const struct state *s, const struct claim *c, tt_draft *w)
{
    const tt_data *d = s->in->data;
    const tt_carried *first = NULL;
    tt_ix e = c->x->entity;
    tt_draft_entity(w, e, "front");
    size_t n;
    const tt_carried *v = tt_carriages_of(s->goods, e, &n);
    for (size_t i = 0; i < n; i++) {
        const tt_carried *g = &v[i];
        tt_hs hs = g->c->code;
        if (!hs || !g->c->group.n || !(c->x->keeper || is_off(d, c->x->front, g, hs)))
            continue;
        first = first ? first : g;
        tt_draft_document(w, g->c->kind, g->c->doc, 0);
        if (g->sent ? g->c->receiver : g->c->sender)
            tt_draft_entity(w, g->sent ? g->c->receiver : g->c->sender, "partner");
    }
    if (d->entities[e].party)
        tt_draft_document(w, TT_KIND_PARTY, d->entities[e].party, 0);
    tt_draft_key(w, e, "");
    return first;
}

static void tests(const struct state *s, const struct claim *c, const char *shell, tt_draft *w)
{
    bool few = (double)c->x->priced < s->in->param[P_LEAST];
    tt_draft_test(w, "usual_in_these_data", c->off > 0 ? TT_TEST_NOT_EXPLAINED : TT_TEST_WEAKENED,
                  tt_say(w,
                         "Of the consignments of others of the business %s are of other "
                         "goods; a share as large has a chance of %s.",
                         tt_say_number(w, c->u, 3), tt_say_chance(w, c->p)));
    tt_draft_test(w, "real_firm", c->shell > 0 ? TT_TEST_NOT_EXPLAINED : TT_TEST_UNKNOWN,
                  *shell ? tt_say(w, "It looks like a shell: %s.", shell)
                         : "What the data know of the firm does not make it look like a shell.");
    tt_draft_test(w, "market_price",
                  few            ? TT_TEST_UNKNOWN
                  : c->price > 0 ? TT_TEST_NOT_EXPLAINED
                                 : TT_TEST_WEAKENED,
                  few ? "Too few of these goods have a price that others can be held against."
                  : c->price > 0
                      ? tt_say(w, "Most of its %s of these goods are beside those of others.",
                               tt_say_count(w, c->x->priced, "price"))
                      : "Its prices of these goods are those of others.");
    tt_draft_test(w, "second_trade", TT_TEST_UNKNOWN,
                  "Whether it has a second trade is not in its name and its activity.");
    tt_draft_test(w, "own_use", TT_TEST_UNKNOWN,
                  "Whether it needs these goods itself is not in the data.");
}

static void describe(const struct state *s, const struct claim *c, tt_draft *w)
{
    static const char *const steps[] = {
        "Ask what the firm has to do with these goods, and who its customers for them are.",
        "Look at its premises, its licences, and what it traded before.",
        "Hold the consignments against the permits and the seizures on this way."};
    const struct firm *x = c->x;
    const tt_shells *shells = &s->in->shared->shells;
    const char *shell = tt_say_shell(w, shells, x->entity);
    const tt_carried *first = cite(s, c, w);
    bool logistics = !x->front->hs.n;
    tt_draft_measure(w, "other_goods", "1", (double)x->off / x->n, 0, c->u,
                     (uint32_t)(s->of[x->front - s->in->shared->wild.k.fronts].n - x->n));
    tt_draft_measure(w, "consignments", "count", x->n, NAN, NAN, 0);
    tt_draft_measure(w, "off", "log10", c->off, NAN, NAN, 0);
    tt_draft_measure(w, "shell", "log10", c->shell, NAN, NAN, 0);
    tt_draft_measure(w, "price", "log10", c->price, NAN, NAN, c->x->priced);
    tests(s, c, shell, w);
    tt_draft_steps(w, steps, TT_LEN(steps));
    w->f.p_value = c->p;
    w->f.weight = c->weight;
    w->f.title = "Business that wildlife hides behind, with odd trade";
    const char *price =
        c->price > 0 ? tt_say(w, " What it %s for such goods others do not: prices are too %s.",
                              first->sent ? "asks" : "pays", x->e[1] > x->e[0] ? "high" : "low")
                     : "";
    w->f.explanation = tt_say(
        w,
        "By its name or its activity the firm is of the business '%s'%s. %u of its %s %s of %s; "
        "%u, %s, %s on ways and of goods of wildlife; the first is %s, on a way of %s.%s%s%s%s",
        tt_say_key(w, x->front->name),
        logistics   ? ", which owns no goods"
        : x->keeper ? ", which has wildlife by law"
                    : "",
        x->off, tt_say_count(w, x->n, "consignment"), x->off == 1 ? "is" : "are",
        logistics ? "goods that it buys or sells" : "goods that are not of it", x->sensitive,
        x->keeper ? "of these and the others" : "of these", x->sensitive == 1 ? "is" : "are",
        tt_say_consignment(w, first->c), tt_say_key(w, first->c->group), *shell ? " " : "",
        *shell ? tt_say(w, "Beside this %s", shell) : "", *shell ? "." : "", price);
}

static tt_status judge(struct state *s, tt_findings *out, tt_err *err)
{
    for (size_t i = 0; i < s->firms.n; i++) {
        const struct firm *x = &s->firms.v[i];
        if ((double)x->sensitive < s->in->param[P_LEAST])
            continue;
        struct claim c = claim_of(s, x);
        if (c.weight < s->in->param[P_MIN_WEIGHT]) {
            tt_tally_add(&s->why[WEAK], TT_NO_NUM);
            continue;
        }
        tt_draft w;
        tt_draft_begin(&w, s->in->data, s->in->scratch);
        describe(s, &c, &w);
        TT_TRY(tt_draft_add(&w, out, err));
    }
    return TT_OK;
}

static tt_status look(struct state *s, tt_findings *out, tt_err *err)
{
    static const tt_tally_row rows[] = {
        {WEAK, "too weak", "firm", "Others of such businesses trade as much beside theirs.", NULL},
        {NO_CODE, "without a code", "consignment", "Of which trade they are is not known.", NULL}};
    s->goods = &s->in->shared->carriages;
    s->of = tt_new_n(s->in->scratch, tt_shares, s->in->shared->wild.k.n_fronts + 1);
    if (!s->of || !read_firms(s) || !read_prices(s))
        return tt_fail(err, TT_ENOMEM, "no memory for fronts");
    TT_TRY(judge(s, out, err));
    return tt_tally_tell(s->in, "iwt.front_profile: firms of such businesses", s->why, rows,
                         TT_LEN(rows), out, err);
}

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    struct state s = {.in = in};
    tt_status st = look(&s, out, err);
    tt_vec_release(&s.firms);
    tt_vec_release(&s.prices);
    return st;
}

const tt_detector tt_detector_iwt_front_profile = {
    .id = "iwt.front_profile",
    .revision = 2,
    .title = "Business that wildlife hides behind, with odd trade",
    .typology = "front_profile",
    .family = TT_FAMILY_CONTEXT,
    .split = TT_SPLIT_ENTITY,
    .needs = TT_NEEDS_WILD | TT_NEEDS_SHELLS | TT_NEEDS_PRICE_MARKS,
    .indicators = "W-03 W-06",
    .source = "FATF, Money Laundering and the Illegal Wildlife Trade (2020)",
    .looks_for = "Zoos, breeders, dealers in animals, medicine, timber, sea food or waste, and "
                 "forwarders, with goods that are not of their business on the ways of wildlife, "
                 "more than others of such businesses have, or at prices that others do not have.",
    .params = params,
    .n_params = TT_LEN(params),
    .run = run,
};
