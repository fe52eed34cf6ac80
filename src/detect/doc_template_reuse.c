/*
 * doc_template_reuse.c - sellers that have nothing in common, and number their invoices to one
 * buyer in one series.
 *
 * Not caught here: one seller whose numbers to one buyer have no gaps (it has one customer:
 * entity_single_counterparty), looks and misprints of papers, which are not in the data.  Formula,
 * worked example, known false positives: doc_template_reuse.md.
 */
#include "detect/common/draft.h"
#include "detect/common/series.h"
#include "detect/common/shared.h"
#include "detect/common/tally.h"
#include "detect/common/tail.h"

#include "base/num.h"
#include "base/stat.h"

#include <math.h>

enum {
    P_DAYS,
    P_LEAST,
    P_SHARE,
    P_MOST,
    P_SELF_SHARE,
    P_SELF_LEAST,
    P_CROWD,
    P_NAMES,
    P_LR,
    P_ALONE,
    P_MIN_WEIGHT,
    P_COUNT
};

static const tt_param params[P_COUNT] = {
    [P_DAYS] = {"days", 120, 1, 3650, "days", "between two numbers that follow each other"},
    [P_LEAST] = {"least", 3, 1, 1e6, "count", "steps to the next number of another seller"},
    [P_SHARE] = {"share", 0.5, 0, 1, "fraction",
                 "of the steps between sellers that they are, less those to the same number"},
    [P_MOST] = {"most_sellers", 6, 2, 1e6, "count",
                "in one series: more are numbered by one service"},
    [P_SELF_SHARE] = {"self_share", 0.8, 0, 1, "fraction",
                      "of the sellers of a buyer, from which the buyer numbers for them"},
    [P_SELF_LEAST] = {"self_least", 4, 2, 1e6, "count", "sellers of which this is said"},
    [P_CROWD] = {"crowd", 50, 1, 1e6, "count",
                 "invoices with one number, from which it says nothing"},
    [P_NAMES] = {"name_bits", 1, 0, 100, "log2",
                 "names that say so much for each other may be one party's, or sisters'"},
    [P_LR] = {"lr", 20, 1, 1000, "likelihood ratio", "of one series, at most"},
    [P_ALONE] = {"alone_factor", 0.3, 0.001, 1, "ratio",
                 "times the likelihood ratio, when the buyer has no other seller"},
    [P_MIN_WEIGHT] = {"min_weight", 0.5, -1, 3, "log10",
                      "weaker evidence is counted, not reported"},
};

enum why { SERVICE, SELF_BILLED, CROWDED, WEAK, WHY_COUNT };

struct state {
    const tt_detect_in *in;
    const tt_data *d;
    tt_series_all all;
    uint32_t *seen; /* by entity: the series for which it was counted last, from 1 */
    tt_tally why[WHY_COUNT];
};

static int64_t value_of(const struct state *s, const tt_series *x)
{
    int64_t sum = 0;
    for (size_t i = 0; i < x->n; i++) {
        int64_t v = tt_books_value(&s->in->shared->books, TT_KIND_INVOICE, x->invoices[i]);
        if (v != TT_NO_NUM)
            (void)tt_add_i64(sum, v, &sum);
    }
    return sum;
}

/* All who invoice the buyer. */
static size_t sellers_of(struct state *s, tt_ix buyer, uint32_t mark)
{
    size_t n, all = 0;
    const tt_ix *docs = tt_books_of(&s->in->shared->books, TT_BOOK_BOUGHT, buyer, &n);
    for (size_t i = 0; i < n; i++) {
        tt_ix seller = tt_data_entity(s->d, s->d->invoices[docs[i]].seller);
        all += seller && s->seen[seller] != mark;
        s->seen[seller] = mark;
    }
    return all;
}

static void test(const tt_series *x, double pairs, size_t sellers, tt_draft *w)
{
    tt_draft_test(w, "one_party", TT_TEST_NOT_EXPLAINED,
                  "The names of the sellers say nothing for each other, and no ownership record "
                  "joins them.");
    if (sellers > x->n_sellers)
        tt_draft_test(w, "self_billing", TT_TEST_NOT_EXPLAINED,
                      tt_say(w,
                             "The buyer does not number for its sellers: %s of its %s %s not in "
                             "the series.",
                             tt_say_number(w, (double)(sellers - x->n_sellers), 0),
                             tt_say_count(w, sellers, "seller"),
                             sellers - x->n_sellers == 1 ? "is" : "are"));
    else
        tt_draft_test(w, "self_billing", TT_TEST_WEAKENED,
                      "The buyer has no other seller in the data, and may write the invoices of "
                      "these itself: the likelihood ratio is lowered.");
    tt_draft_test(w, "one_bookkeeper", TT_TEST_UNKNOWN,
                  "Whether one office writes the invoices of these sellers by their order is not "
                  "in the data.");
    tt_draft_test(w, "chance", TT_TEST_NOT_EXPLAINED,
                  tt_say(w,
                         "Two counters that do not know of each other go on from each other as "
                         "often with a chance of %s, by %s of relations with other buyers and by "
                         "how far they have counted; %s such series are expected in these data.",
                         tt_say_chance(w, x->p), tt_say_count(w, (uint64_t)pairs, "pair"),
                         tt_say_number(w, x->expected, 4)));
}

static void explain(const tt_series *x, tt_draft *w)
{
    const char *first = tt_say_doc(w, TT_KIND_INVOICE, x->invoices[0]);
    const char *last = tt_say_doc(w, TT_KIND_INVOICE, x->invoices[x->n - 1]);
    w->f.title = tt_say(w, "one series of invoice numbers of %s with nothing in common",
                        tt_say_count(w, x->n_sellers, "seller"));
    w->f.explanation = tt_say(
        w,
        "%s write %s to one buyer, %s, from %s to %s, all in the form '%s'. Of the %s from one "
        "seller to another in the order of days, %s %s to the very next number. Who counts for "
        "several sellers writes their invoices.",
        tt_say_count(w, x->n_sellers, "seller"), tt_say_count(w, x->n, "invoice"),
        tt_say_period(w, w->f.from, w->f.to), first, last, tt_say_str(w, x->form),
        tt_say_count(w, x->steps, "step"), tt_say_number(w, (double)x->follow, 0),
        x->follow == 1 ? "is" : "are");
}

static tt_status tell(struct state *s, const tt_series *x, double weight, size_t sellers,
                      tt_findings *out, tt_err *err)
{
    static const char *const steps[] = {
        "Compare the papers of the sellers: letterhead, type, signatures, misprints.",
        "Ask the sellers for their books of outgoing invoices, and for the numbers between.",
        "Find out who keeps the books of the sellers, and who opened their accounts.",
    };
    tt_draft w;
    tt_draft_begin(&w, s->d, s->in->scratch);
    for (size_t i = 0; i < x->n; i++)
        tt_draft_document(&w, TT_KIND_INVOICE, x->invoices[i], 0);
    for (size_t i = 0; i < x->n_sellers; i++)
        tt_draft_entity(&w, x->sellers[i], "seller");
    tt_draft_entity(&w, x->buyer, "buyer");
    tt_draft_measure(&w, "steps_to_next_number", "1", (double)x->follow, 0,
                     tt_round9(x->p * (double)x->steps), (uint32_t)fmin(s->all.pairs, UINT32_MAX));
    tt_draft_measure(&w, "steps_between_sellers", "1", (double)x->steps, NAN, NAN, 0);
    tt_draft_measure(&w, "sellers_in_series", "1", (double)x->n_sellers, NAN, NAN, 0);
    tt_draft_money(&w, "value_of_invoices", value_of(s, x));
    test(x, s->all.pairs, sellers, &w);
    explain(x, &w);
    tt_draft_steps(&w, steps, TT_LEN(steps));
    w.f.p_value = x->p;
    w.f.weight = weight;
    const tt_hash *id = &s->d->entities[x->buyer].id;
    char *key = tt_new_n(s->in->scratch, char, sizeof id->b + x->form.n);
    if (key) {
        memcpy(key, id->b, sizeof id->b);
        memcpy(key + sizeof id->b, x->form.p, x->form.n);
        w.f.key = (tt_str){key, sizeof id->b + x->form.n};
    }
    w.failed |= !key;
    return tt_draft_add(&w, out, err);
}

static tt_status
judge(struct state *s, const tt_series *x, uint32_t mark, tt_findings *out, tt_err *err)
{
    const double *p = s->in->param;
    double net = (double)x->follow - (double)x->twice;
    if ((double)x->follow < p[P_LEAST] || net < p[P_SHARE] * (double)x->steps)
        return TT_OK;
    size_t sellers = sellers_of(s, x->buyer, mark);
    double lr = p[P_LR] * (sellers > x->n_sellers ? 1 : p[P_ALONE]);
    double weight = tt_bans(fmin(log10(lr), -log10(x->expected)));
    enum why why = WHY_COUNT;
    if ((double)x->n_sellers > p[P_MOST])
        why = SERVICE;
    else if ((double)sellers >= p[P_SELF_LEAST] &&
             (double)x->n_sellers >= p[P_SELF_SHARE] * (double)sellers)
        why = SELF_BILLED;
    else if (weight < p[P_MIN_WEIGHT])
        why = WEAK;
    if (why == WHY_COUNT)
        return tell(s, x, weight, sellers, out, err);
    tt_tally_add(&s->why[why], value_of(s, x));
    return TT_OK;
}

static tt_status series(struct state *s, tt_findings *out, tt_err *err)
{
    static const tt_tally_row rows[] = {
        {SERVICE, "series of more than most_sellers", "series", "numbered by one service", NULL},
        {SELF_BILLED, "series of nearly all sellers of a buyer", "series",
         "the buyer writes the invoices of its sellers", NULL},
        {CROWDED, "numbers that more than crowd invoices have", "invoice", "not looked at", NULL},
        {WEAK, "series whose weight is below min_weight", "series",
         "as near as counters come by chance", NULL},
    };
    const double *p = s->in->param;
    tt_series_rules rules = {(int32_t)p[P_DAYS], (uint32_t)p[P_CROWD], (int32_t)(100 * p[P_NAMES])};
    s->seen = tt_new_n(s->in->scratch, uint32_t, s->d->n_entities + 1);
    if (!s->seen)
        return tt_fail(err, TT_ENOMEM, "no memory for invoice numbers");
    TT_TRY(tt_series_find(s->in, &rules, &s->all, err));
    for (size_t i = 0; i < s->all.v.n; i++)
        TT_TRY(judge(s, &s->all.v.v[i], (uint32_t)i + 1, out, err));
    s->why[CROWDED] = (tt_tally){s->all.crowded, TT_NO_NUM};
    return tt_tally_tell(s->in, "doc.template_reuse", s->why, rows, TT_LEN(rows), out, err);
}

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    struct state s = {.in = in, .d = in->data};
    tt_status st = series(&s, out, err);
    tt_vec_release(&s.all.v);
    return st;
}

const tt_detector tt_detector_doc_template_reuse = {
    .id = "doc.template_reuse",
    .revision = 1,
    .title = "One series of invoice numbers of several sellers",
    .typology = "template_reuse",
    .family = TT_FAMILY_DOCUMENT,
    .split = TT_SPLIT_ENTITY,
    .needs = TT_NEEDS_NAMES,
    .indicators = "D-04",
    .source = "FATF and Egmont Group, Trade-Based Money Laundering: Risk Indicators (2021), "
              "documents",
    .looks_for = "Sellers with nothing in common whose invoices to one buyer are numbered in one "
                 "series.",
    .params = params,
    .n_params = P_COUNT,
    .run = run,
};
