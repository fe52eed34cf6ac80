/*
 * entity_single_counterparty.c - two who trade often, and with nobody else, one of them new.
 *
 * Not caught here: pairs in which one has a few other partners; pairs of old firms, who are usual.
 * Formula, worked example, known false positives: entity_single_counterparty.md.
 */
#include "detect/common/profile.h"
#include "detect/common/tail.h"
#include "detect/common/tally.h"

#include <math.h>

enum {
    P_MIN_DEALS,
    P_MIN_SHARE,
    P_MIN_VALUE,
    P_YOUNG,
    P_LEAST,
    P_LR,
    P_GROUP,
    P_MIN_WEIGHT,
    P_COUNT
};

static const tt_param params[P_COUNT] = {
    [P_MIN_DEALS] = {"min_deals", 6, 2, 1e6, "count", "between the two, at least"},
    [P_MIN_SHARE] = {"min_concentration", 0.9, 0.5, 1, "ratio",
                     "sum of squared shares of partners in the trade of each, at least"},
    [P_MIN_VALUE] = {"min_value", 50000, 0, 1e12, "base", "pairs that trade less are not told"},
    [P_YOUNG] = {"young", 1095, 30, 36500, "days",
                 "from its foundation to their first deal: one of the two is no older"},
    [P_LEAST] = {"least_pairs", 10, 2, 1e6, "count", "of so many deals: fewer are no crowd"},
    [P_LR] = {"lr", 8, 1, 1000, "ratio", "likelihood ratio at most"},
    [P_GROUP] = {"one_group", 0.2, 0.001, 1, "ratio",
                 "times the likelihood ratio, when ownership records join the two"},
    [P_MIN_WEIGHT] = {"min_weight", 0.3, -1, 3, "log10",
                      "weaker evidence is counted, not reported"},
};

enum why { OLD, FEW, WEAK, WHYS };

static const tt_tally_row rows[] = {
    {OLD, "young", "pair", "trade with each other only; both are old, or of unknown age", NULL},
    {FEW, "least_pairs", "pair", "too few pairs to compare with", NULL},
    {WEAK, "min_weight", "pair", "as many are bound to be, or explained", NULL},
};

struct work {
    const tt_detect_in *in;
    double *sold, *bought;   /* by entity: sum of squared shares of its partners */
    double often, exclusive; /* pairs with enough deals; of these, who have nobody else */
    double *ages;            /* of the younger of such pairs, ascending; n_ages */
    size_t n_ages;
    tt_tally tally[WHYS];
};

static double square(double x)
{
    return x * x;
}

static tt_status concentrate(struct work *w, tt_err *err)
{
    const tt_pairs *p = &w->in->shared->pairs;
    size_t n = w->in->data->n_entities + 1;
    w->sold = tt_new_n(w->in->scratch, double, n);
    w->bought = tt_new_n(w->in->scratch, double, n);
    if (!w->sold || !w->bought)
        return tt_fail(err, TT_ENOMEM, "no room for %zu parties", n);
    for (size_t i = 0; i < p->n; i++) {
        const tt_pair *x = &p->v[i];
        if (x->value <= 0)
            continue;
        w->sold[x->seller] += square((double)x->value / (double)p->sold[x->seller]);
        w->bought[x->buyer] += square((double)x->value / (double)p->bought[x->buyer]);
    }
    return TT_OK;
}

/* Neither sells to, or buys from, anybody else that counts. */
static bool is_exclusive(const struct work *w, const tt_pair *x)
{
    const tt_pairs *p = &w->in->shared->pairs;
    double least = w->in->param[P_MIN_SHARE];
    return tt_round9(w->sold[x->seller]) >= least && tt_round9(w->bought[x->buyer]) >= least &&
           p->bought[x->seller] == 0 && p->sold[x->buyer] == 0;
}

/* Days from its foundation to their first deal; INT32_MAX when not known. */
static int32_t age(const struct work *w, const tt_pair *x, tt_ix e)
{
    const tt_data *d = w->in->data;
    tt_ix party = d->entities[e].party;
    tt_date born = party ? d->parties[party].incorporated : TT_NO_DATE;
    return born == TT_NO_DATE || x->first == TT_NO_DATE ? INT32_MAX : x->first - born;
}

static int32_t younger(const struct work *w, const tt_pair *x)
{
    return TT_MIN(age(w, x, x->seller), age(w, x, x->buyer));
}

static bool is_trade(const struct work *w, const tt_pair *x)
{
    const tt_data *d = w->in->data;
    return x->n >= w->in->param[P_MIN_DEALS] && tt_profile_is_trader(d, x->seller) &&
           tt_profile_is_trader(d, x->buyer);
}

static tt_status count(struct work *w, tt_err *err)
{
    const tt_pairs *p = &w->in->shared->pairs;
    w->ages = tt_new_n(w->in->scratch, double, p->n + 1);
    if (!w->ages)
        return tt_fail(err, TT_ENOMEM, "no room for %zu pairs", p->n);
    for (size_t i = 0; i < p->n; i++) {
        const tt_pair *x = &p->v[i];
        int32_t days = younger(w, x);
        if (!is_trade(w, x))
            continue;
        w->often++;
        w->exclusive += is_exclusive(w, x);
        if (days != INT32_MAX)
            w->ages[w->n_ages++] = days;
    }
    tt_sort_double(w->ages, w->n_ages);
    return TT_OK;
}

/* Pairs of which one is as new as that of this pair, with it. */
static size_t as_new(const struct work *w, const tt_pair *x)
{
    size_t n = 0;
    while (n < w->n_ages && w->ages[n] <= younger(w, x))
        n++;
    return n;
}

/* How many pairs would have nobody else, and one as new, if the two had nothing to do with each
 * other: by the other pairs, and half a pair more. */
static double expected(const struct work *w, const tt_pair *x)
{
    double share = ((double)as_new(w, x) - 0.5) / (double)w->n_ages;
    return tt_round9((w->exclusive - 0.5) * share);
}

/* --- explanations --- */

static bool is_group(const struct work *w, const tt_pair *x)
{
    return w->in->shared->declared[x->seller] == w->in->shared->declared[x->buyer];
}

static void tests(const struct work *w, const tt_pair *x, tt_draft *dr)
{
    bool group = is_group(w, x), owners = w->in->data->n_ownerships > 0;
    tt_draft_test(dr, "one_group",
                  group    ? TT_TEST_WEAKENED
                  : owners ? TT_TEST_NOT_EXPLAINED
                           : TT_TEST_UNKNOWN,
                  group    ? "Ownership records join the two: trade inside of a group."
                  : owners ? "No ownership record joins the two."
                           : "There are no ownership records: the two may be one group.");
    tt_draft_test(dr, "sole_agency", TT_TEST_UNKNOWN,
                  "A contract that makes the buyer the only agent of the seller would tell.");
    tt_draft_test(dr, "trade_not_in_the_data", TT_TEST_UNKNOWN,
                  "Partners whose documents other feeds hold are not seen here.");
    tt_draft_test(dr, "usual_in_these_data",
                  -log10(expected(w, x)) < log10(w->in->param[P_LR]) ? TT_TEST_WEAKENED
                                                                     : TT_TEST_NOT_EXPLAINED,
                  tt_say(dr,
                         "Of %s with as many deals %s with nobody else, and in %s one is as new: "
                         "by chance %s would be both.",
                         tt_say_count(dr, (uint64_t)w->often, "pair"),
                         w->exclusive > 1
                             ? tt_say(dr, "%s trade", tt_say_number(dr, w->exclusive, 0))
                             : "one trades",
                         tt_say_count(dr, as_new(w, x), "pair"), tt_say_price(dr, expected(w, x))));
}

static void cite(const struct work *w, const tt_pair *x, tt_draft *dr)
{
    const tt_data *d = w->in->data;
    size_t n;
    const tt_ix *sold = tt_books_of(&w->in->shared->books, TT_BOOK_SOLD, x->seller, &n);
    for (size_t i = 0; i < n; i++)
        if (tt_data_entity(d, d->invoices[sold[i]].buyer) == x->buyer)
            tt_draft_document(dr, TT_KIND_INVOICE, sold[i], 0);
    const tt_ix both[] = {x->seller, x->buyer};
    for (size_t i = 0; i < TT_LEN(both); i++)
        if (d->entities[both[i]].party)
            tt_draft_document(dr, TT_KIND_PARTY, d->entities[both[i]].party, 0);
    tt_draft_relation(dr, x->seller, x->buyer, TT_HS_NONE, TT_DIM_NONE);
}

static void describe(const struct work *w, const tt_pair *x, tt_draft *dr)
{
    static const char *const steps[] = {
        "Ask each how it found the other, and why it has no other partner.",
        "See who owns and directs the two, and who signs for them.",
        "See whether the goods arrive, and what becomes of them.",
    };
    int32_t years = younger(w, x);
    bool seller = age(w, x, x->seller) == years;
    tt_draft_money(dr, "value", x->value);
    tt_draft_measure(dr, "concentration_of_seller", "1", w->sold[x->seller], 0,
                     w->in->param[P_MIN_SHARE], 0);
    tt_draft_measure(dr, "concentration_of_buyer", "1", w->bought[x->buyer], 0,
                     w->in->param[P_MIN_SHARE], 0);
    tt_draft_measure(dr, "age_at_first_deal", "days", years, w->in->param[P_YOUNG], NAN, 0);
    dr->f.title = "Two who trade with nobody else";
    dr->f.explanation =
        tt_say(dr,
               "The seller invoiced the buyer %s for %s %s. The seller has no other customer that "
               "counts, and the buyer no other supplier; the seller is not seen to buy, nor the "
               "buyer to sell. The %s was founded %s before their first "
               "deal.",
               tt_say_count(dr, x->n, "time"), tt_say_money(dr, x->value),
               tt_say_period(dr, x->first, x->last), seller ? "seller" : "buyer",
               tt_say_count(dr, (uint64_t)TT_MAX(years, 0), "day"));
    tt_draft_steps(dr, steps, TT_LEN(steps));
}

static tt_status judge(struct work *w, const tt_pair *x, tt_findings *out, tt_err *err)
{
    const double *p = w->in->param;
    if (!is_trade(w, x) || !is_exclusive(w, x) ||
        tt_money_double((tt_money){x->value, w->in->data->base}) < p[P_MIN_VALUE])
        return TT_OK;
    double lr = log10(p[P_LR] * (is_group(w, x) ? p[P_GROUP] : 1));
    bool young = younger(w, x) <= p[P_YOUNG];
    double weight = young ? tt_bans(TT_MIN(lr, -log10(expected(w, x)))) : 0;
    enum why why = !young                     ? OLD
                   : w->often < p[P_LEAST]    ? FEW
                   : weight < p[P_MIN_WEIGHT] ? WEAK
                                              : WHYS;
    if (why != WHYS) {
        tt_tally_add(&w->tally[why], x->value);
        return TT_OK;
    }
    tt_draft dr;
    tt_draft_begin(&dr, w->in->data, w->in->scratch);
    dr.f.weight = weight;
    cite(w, x, &dr);
    describe(w, x, &dr);
    tests(w, x, &dr);
    return tt_draft_add(&dr, out, err);
}

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    struct work w = {.in = in};
    const tt_pairs *p = &in->shared->pairs;
    TT_TRY(concentrate(&w, err));
    TT_TRY(count(&w, err));
    for (size_t i = 0; i < p->n; i++)
        TT_TRY(judge(&w, &p->v[i], out, err));
    return tt_tally_tell(in, "entity.single_counterparty", w.tally, rows, TT_LEN(rows), out, err);
}

const tt_detector tt_detector_entity_single_counterparty = {
    .id = "entity.single_counterparty",
    .revision = 1,
    .title = "Two who trade with nobody else",
    .typology = "single_counterparty",
    .family = TT_FAMILY_ENTITY,
    .split = TT_SPLIT_PAIR,
    .indicators = "O-09",
    .source = "AUSTRAC, financial crime guide on trade-based money laundering (2022)",
    .looks_for = "A seller and a buyer, one of them new, who trade often with each other and with "
                 "nobody else.",
    .params = params,
    .n_params = P_COUNT,
    .run = run,
};
