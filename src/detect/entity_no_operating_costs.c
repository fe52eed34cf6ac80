/*
 * entity_no_operating_costs.c - a firm that pays for goods and for nothing that a firm needs.
 *
 * Not caught here: firms that pay a token rent; those whose bank tells costs of nobody; those with
 * a second bank, or a regular payment to one party that may be for all of it.  Formula, worked
 * example, known false positives: entity_no_operating_costs.md.
 */
#include "detect/common/banks.h"
#include "detect/common/profile.h"
#include "detect/common/tail.h"
#include "detect/common/tally.h"

#include <math.h>

enum {
    P_MIN_PAYMENTS,
    P_MIN_DAYS,
    P_MIN_TURNOVER,
    P_TELL,
    P_SHARE,
    P_REGULAR,
    P_LEAST,
    P_LR,
    P_MIN_WEIGHT,
    P_COUNT
};

static const tt_param params[P_COUNT] = {
    [P_MIN_PAYMENTS] = {"min_payments", 10, 3, 1e6, "count", "that it makes, in all"},
    [P_MIN_DAYS] = {"min_days", 180, 30, 36500, "days", "from the first of them to the last"},
    [P_MIN_TURNOVER] = {"min_turnover", 1e6, 0, 1e12, "base",
                        "what it pays or what it is paid, the larger"},
    [P_TELL] = {"min_tell", 2, 1, 1e6, "count",
                "other firms whose costs the data show at its bank"},
    [P_SHARE] = {"least_share", 0.4, 0, 1, "fraction", "of the customers of its bank they are"},
    [P_REGULAR] = {"regular", 6, 2, 1000, "count",
                   "payments to one party for no goods: it may do or be all of it"},
    [P_LEAST] = {"least_firms", 20, 3, 1e6, "count", "fewer firms like it tell nothing"},
    [P_LR] = {"lr", 8, 1, 1000, "ratio", "likelihood ratio at most"},
    [P_MIN_WEIGHT] = {"min_weight", 0.3, -1, 3, "log10",
                      "weaker evidence is counted, not reported"},
};

enum why { NOT_TOLD, OTHER_BANK, GROUP, REGULAR, SMALL, FEW, WEAK, WHYS };

static const tt_tally_row rows[] = {
    {NOT_TOLD, "min_tell", "firm", "the data show costs of hardly anybody at their bank", NULL},
    {OTHER_BANK, "second bank", "firm", "their costs may be paid from there", NULL},
    {GROUP, "group", "firm", "others of their declared group pay costs", NULL},
    {REGULAR, "regular", "firm", "what they pay regularly to one party may be for all of it", NULL},
    {SMALL, "min_turnover", "firm", "they hardly trade", NULL},
    {FEW, "least_firms", "firm", "too few firms like them", NULL},
    {WEAK, "min_weight", "firm", "others like them show no costs", NULL},
};

/* A firm that makes enough payments for its costs to be seen. */
struct payer {
    tt_ix entity;
    const tt_seat *seat; /* at the bank from which it makes most of them */
    size_t n_banks, made, costs;
    tt_teller bank; /* its other customers */
    int64_t turnover;
    tt_date from, to;
};
TT_VEC(payer_vec, struct payer);

struct work {
    const tt_detect_in *in;
    tt_banks banks;
    uint8_t *group_pays;    /* by declared group: it pays costs */
    uint32_t *times, *turn; /* by entity: payments of one firm to it */
    payer_vec v;
    size_t n_like; /* of them, firms to be compared */
    tt_tally tally[WHYS];
};

/* --- who pays --- */

static int64_t sum(const tt_detect_in *in, tt_book book, tt_ix e, struct payer *x)
{
    size_t n;
    const tt_ix *v = tt_books_of(&in->shared->books, book, e, &n);
    int64_t all = 0;
    for (size_t i = 0; i < n; i++) {
        int64_t value = tt_books_value(&in->shared->books, TT_KIND_PAYMENT, v[i]);
        tt_date day = in->data->payments[v[i]].head.date.day;
        if (value != TT_NO_NUM && !tt_add_i64(all, value, &all))
            all = INT64_MAX;
        if (!x || day == TT_NO_DATE)
            continue;
        x->from = x->from == TT_NO_DATE ? day : x->from;
        x->to = day;
    }
    if (x)
        x->made = n;
    return all;
}

/* False: its payments are too few, or nothing is known of its bank. */
static bool is_payer(const struct work *w, tt_ix e, struct payer *x)
{
    const tt_detect_in *in = w->in;
    size_t n;
    const tt_seat *seat = tt_banks_of(&w->banks, e, &n);
    *x = (struct payer){.entity = e, .n_banks = n, .from = TT_NO_DATE, .to = TT_NO_DATE};
    for (size_t i = 0; i < n; i++) {
        x->costs += seat[i].costs;
        if (!x->seat || seat[i].made > x->seat->made)
            x->seat = &seat[i];
    }
    if (!x->seat || !x->seat->made || !tt_profile_is_trader(in->data, e))
        return false;
    int64_t paid = sum(in, TT_BOOK_PAID, e, x);
    x->turnover = TT_MAX(paid, sum(in, TT_BOOK_EARNED, e, NULL));
    x->bank = tt_banks_others(&w->banks, x->seat);
    return (double)x->made >= in->param[P_MIN_PAYMENTS] && x->to != TT_NO_DATE &&
           x->to - x->from >= in->param[P_MIN_DAYS];
}

/* The data hold whole statements of its bank. */
static bool is_told(const struct work *w, const struct payer *x)
{
    const double *p = w->in->param;
    return x->bank.told >= p[P_TELL] && x->bank.told >= p[P_SHARE] * x->bank.customers;
}

static bool is_like(const struct work *w, const struct payer *x)
{
    return is_told(w, x) && x->n_banks == 1;
}

static tt_status gather(struct work *w, tt_err *err)
{
    const tt_data *d = w->in->data;
    for (tt_ix e = 1; e <= d->n_entities; e++) {
        struct payer x;
        size_t n;
        const tt_seat *seat = tt_banks_of(&w->banks, e, &n);
        for (size_t i = 0; i < n; i++)
            w->group_pays[w->in->shared->declared[e]] |= seat[i].costs > 0;
        if (!is_payer(w, e, &x))
            continue;
        w->n_like += is_like(w, &x);
        if (!tt_vec_push(&w->v, x))
            return tt_fail(err, TT_ENOMEM, "no room for firms");
    }
    return TT_OK;
}

/* --- who pays none --- */

/* The most payments for no goods to one party that sells it none. */
static uint32_t most_to_one(struct work *w, tt_ix e)
{
    const tt_layer *m = &w->in->graph->money, *g = &w->in->graph->goods;
    const uint32_t sells = 2 * e, paid = 2 * e + 1;
    uint32_t most = 0;
    for (uint32_t k = g->in_off[e]; k < g->in_off[e + 1]; k++)
        w->turn[g->src[g->in_at[k]]] = sells;
    for (uint32_t k = m->out_off[e]; k < m->out_off[e + 1]; k++) {
        uint32_t flow = m->out_at[k], to = m->dst[flow];
        if (m->settled[flow] || w->turn[to] == sells)
            continue;
        if (w->turn[to] != paid)
            w->times[to] = 0;
        w->turn[to] = paid;
        w->times[to]++;
        most = TT_MAX(most, w->times[to]);
    }
    return most;
}

/* How likely a firm like it shows no costs in as many payments: the others drawn with the shares
 * of costs that they have. */
static double chance(const struct work *w, const struct payer *x)
{
    double none = 0.5;
    for (size_t i = 0; i < w->v.n; i++) {
        const struct payer *y = &w->v.v[i];
        if (y->entity != x->entity && is_like(w, y))
            none += pow(1 - (double)y->costs / (double)y->made, (double)x->made);
    }
    return tt_round9(none / (double)w->n_like);
}

static double weight_of(const struct work *w, double p)
{
    return tt_bans(TT_MIN(log10(w->in->param[P_LR]), -log10(p)));
}

static enum why judge(struct work *w, const struct payer *x, double *p)
{
    const double *param = w->in->param;
    double turnover = tt_money_double((tt_money){x->turnover, w->in->data->base});
    *p = 1;
    if (turnover < param[P_MIN_TURNOVER])
        return SMALL;
    if (!is_told(w, x))
        return NOT_TOLD;
    if (x->n_banks > 1)
        return OTHER_BANK;
    if (w->group_pays[w->in->shared->declared[x->entity]])
        return GROUP;
    if (most_to_one(w, x->entity) >= param[P_REGULAR])
        return REGULAR;
    if ((double)w->n_like - 1 < param[P_LEAST])
        return FEW;
    *p = chance(w, x);
    return weight_of(w, *p) < param[P_MIN_WEIGHT] ? WEAK : WHYS;
}

/* --- words --- */

static void
tests(const struct work *w, const struct payer *x, double p, const char *bank, tt_draft *dr)
{
    tt_draft_test(
        dr, "not_in_the_feed", TT_TEST_NOT_EXPLAINED,
        tt_say(dr, "The data show such payments of %s of %s of its bank, and would show its own.",
               tt_say_number(dr, x->bank.told, 0),
               tt_say_count(dr, x->bank.customers, "other customer")));
    tt_draft_test(dr, "second_bank", TT_TEST_NOT_EXPLAINED,
                  tt_say(dr,
                         "Where its payments name a bank, it is always %s. An account that no "
                         "record here shows is still possible.",
                         bank));
    tt_draft_test(dr, "paid_by_group", TT_TEST_NOT_EXPLAINED,
                  "Nobody whom ownership records join with it pays such costs here.");
    tt_draft_test(dr, "paid_to_a_bureau", TT_TEST_NOT_EXPLAINED,
                  tt_say(dr, "To nobody who sells it no goods does it pay %s times for no goods.",
                         tt_say_number(dr, w->in->param[P_REGULAR], 0)));
    tt_draft_test(
        dr, "usual_in_these_data",
        -log10(p) < log10(w->in->param[P_LR]) ? TT_TEST_WEAKENED : TT_TEST_NOT_EXPLAINED,
        tt_say(dr,
               "%s like it, at banks whose costs are seen: one shows no costs in %s with a "
               "chance of %s.",
               tt_say_count(dr, w->n_like - 1, "other firm"), tt_say_count(dr, x->made, "payment"),
               tt_say_chance(dr, p)));
}

static tt_status
tell(const struct work *w, const struct payer *x, double p, tt_findings *out, tt_err *err)
{
    static const char *const steps[] = {
        "Ask the firm from which account it pays wages, rent and taxes, and for its tax returns.",
        "Visit its address: is there anybody who does the work?",
        "See who may sign for its account, and from where orders to pay are given.",
    };
    const tt_data *d = w->in->data;
    tt_draft dr;
    size_t n;
    char bank[9];
    const tt_ix *v = tt_books_of(&w->in->shared->books, TT_BOOK_PAID, x->entity, &n);
    tt_bank_text(x->seat->bank, bank);
    tt_draft_begin(&dr, d, w->in->scratch);
    dr.f.weight = weight_of(w, p);
    for (size_t i = 0; i < n && i < TT_PROFILE_CITED; i++)
        tt_draft_document(&dr, TT_KIND_PAYMENT, v[i], 0);
    if (d->entities[x->entity].party)
        tt_draft_document(&dr, TT_KIND_PARTY, d->entities[x->entity].party, 0);
    tt_draft_entity(&dr, x->entity, "firm");
    tt_draft_measure(&dr, "payments_made", "count", (double)x->made, NAN, NAN, 0);
    tt_draft_measure(&dr, "payments_of_costs", "count", 0, 1, NAN, (uint32_t)w->n_like - 1);
    tt_draft_money(&dr, "turnover", x->turnover);
    tt_draft_measure(&dr, "chance", "probability", p, NAN, NAN, (uint32_t)w->n_like - 1);
    dr.f.title = "A firm without the costs of a business";
    dr.f.explanation = tt_say(
        &dr,
        "The firm makes %s %s and turns over %s. None of them is for wages, rent, taxes, power, "
        "telephone, freight or office services, as far as their words and payees say.%s",
        tt_say_count(&dr, x->made, "payment"), tt_say_period(&dr, x->from, x->to),
        tt_say_money(&dr, x->turnover),
        n > TT_PROFILE_CITED ? tt_say(&dr, " The first %d are cited.", TT_PROFILE_CITED) : "");
    tests(w, x, p, bank, &dr);
    tt_draft_steps(&dr, steps, TT_LEN(steps));
    return tt_draft_add(&dr, out, err);
}

static tt_status begin(struct work *w, tt_err *err)
{
    size_t n = w->in->data->n_entities + 1;
    w->group_pays = tt_new_n(w->in->scratch, uint8_t, n);
    w->times = tt_new_n(w->in->scratch, uint32_t, n);
    w->turn = tt_new_n(w->in->scratch, uint32_t, n);
    if (!w->group_pays || !w->times || !w->turn)
        return tt_fail(err, TT_ENOMEM, "no room for firms");
    TT_TRY(tt_banks_build(w->in->data, w->in->scratch, &w->banks, err));
    return gather(w, err);
}

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    struct work w = {.in = in};
    tt_status st = begin(&w, err);
    for (size_t i = 0; st == TT_OK && i < w.v.n; i++) {
        const struct payer *x = &w.v.v[i];
        double p = 1;
        if (x->costs)
            continue;
        enum why why = judge(&w, x, &p);
        if (why == WHYS)
            st = tell(&w, x, p, out, err);
        else
            tt_tally_add(&w.tally[why], x->turnover);
    }
    tt_vec_release(&w.v);
    return st == TT_OK ? tt_tally_tell(in, "entity.no_operating_costs", w.tally, rows, TT_LEN(rows),
                                       out, err)
                       : st;
}

const tt_detector tt_detector_entity_no_operating_costs = {
    .id = "entity.no_operating_costs",
    .revision = 1,
    .title = "A firm without the costs of a business",
    .typology = "no_operating_costs",
    .family = TT_FAMILY_ENTITY,
    .split = TT_SPLIT_ENTITY,
    .indicators = "S-06",
    .source = "FATF and Egmont Group, Trade-Based Money Laundering: Risk Indicators (2021), "
              "structure of the business",
    .looks_for = "Firms with a large turnover that pay no wages, rent, taxes, power or freight, "
                 "where the feed shows those of others at their bank.",
    .params = params,
    .n_params = P_COUNT,
    .run = run,
};
