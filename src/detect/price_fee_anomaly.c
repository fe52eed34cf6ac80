/*
 * price_fee_anomaly.c - carriage, insurance or commission that cost a good part of the goods, and
 * far more than others pay for the like.
 *
 * The fees of a seller and a buyer are one question for each fee, held against all others.  Not
 * caught here: fees that nobody states, services without goods (counted), one fee that is too high.
 * Formula, worked example, known false positives: price_fee_anomaly.md.
 */
#include "detect/common/fees.h"
#include "detect/common/goods.h"
#include "detect/common/trials.h"
#include "detect/common/words.h"

#include <math.h>

enum { P_SHARE, P_MAX_P, P_LEAST, P_FEES, P_SERVICES, P_LR, P_USUAL, TT_TRIAL_PARAMS, P_COUNT };

static const tt_param params[P_COUNT] = {
    [P_SHARE] = {"min_share", 0.25, 0, 1e6, "fraction", "of the goods that the fee comes to"},
    [P_MAX_P] = {"max_p", 0.01, 1e-6, 0.5, "probability",
                 "share of the fees of others as far above what is usual for the like"},
    [P_LEAST] = {"n_min", 99, 5, 1e6, "count", "fees of others, to compare one with"},
    [P_FEES] = {"min_fees", 2, 1, 1e6, "count", "of a relation that are too high"},
    [P_SERVICES] = {"min_services", 25000, 0, 1e12, "base",
                    "invoices for services without goods, from which they are counted"},
    [P_LR] = {"lr", 4, 1, 1000, "likelihood ratio", "of a fee that is too high"},
    [P_USUAL] = TT_USUAL_ROW(0.01),
    TT_TRIAL_ROWS_OF(0.1, 5000, 0.4)};

enum why { WEAK = TT_FEE_WHYS, FEW, SERVICES, WHYS };

struct state {
    const tt_detect_in *in;
    const tt_data *d;
    const double *p;
    tt_fee_vec fees;
    tt_trial_vec trials;
    tt_tally why[WHYS];
};

static int64_t minor_of(const struct state *s, double major)
{
    return (int64_t)llround(major * pow(10, tt_ccy_exponent(s->d->base)));
}

/* --- services that nothing is shipped for --- */

static bool is_idle_service(const struct state *s, tt_ix invoice)
{
    static const char *const words[] = {"consulting",      "consultancy", "consultant",
                                        "market research", "management",  "royalty",
                                        "royalties"};
    const tt_head *h = &s->d->invoices[invoice].head;
    if (tt_invoice_is_goods(s->d, invoice) ||
        tt_deal_is_moved(s->d, tt_deal_of(s->d, TT_KIND_INVOICE, invoice)))
        return false;
    for (tt_ix k = h->first_line; k < h->first_line + h->n_lines; k++)
        for (size_t w = 0; w < TT_LEN(words); w++)
            if (tt_text_has(s->d->invoice_lines[k].description, words[w]))
                return true;
    return false;
}

/* What a seller invoices a buyer for such services, in minor units. */
static int64_t services(const struct state *s, tt_ix seller, tt_ix buyer)
{
    const tt_books *books = &s->in->shared->books;
    size_t n;
    const tt_ix *v = tt_books_of(books, TT_BOOK_SOLD, seller, &n);
    int64_t sum = 0;
    for (size_t i = 0; i < n; i++) {
        int64_t value = tt_books_value(books, TT_KIND_INVOICE, v[i]);
        if (value != TT_NO_NUM && tt_data_entity(s->d, s->d->invoices[v[i]].buyer) == buyer &&
            is_idle_service(s, v[i]) && !tt_add_i64(sum, value, &sum))
            return sum;
    }
    return sum;
}

static void count_services(struct state *s)
{
    for (tt_ix i = 1; i <= s->d->n_invoices; i++) {
        int64_t value = tt_books_value(&s->in->shared->books, TT_KIND_INVOICE, i);
        tt_money m = {value, s->d->base};
        if (value != TT_NO_NUM && tt_money_double(m) >= s->p[P_SERVICES] && is_idle_service(s, i))
            tt_tally_add(&s->why[SERVICES], value);
    }
}

/* --- one relation --- */

static tt_status relation(struct state *s, const tt_fee *v, size_t n, tt_err *err)
{
    size_t first = s->trials.n, high = 0;
    for (size_t i = 0; i < n; i++) {
        if (isnan(v[i].over))
            continue;
        tt_trial t = {.seller = v->seller,
                      .buyer = v->buyer,
                      .at = (tt_ix)i,
                      .lr = 1,
                      .gap = s->p[P_USUAL],
                      .own = &v[i]};
        if (v[i].p <= s->p[P_MAX_P] && tt_round9(v[i].amount / v[i].goods) >= s->p[P_SHARE]) {
            double excess = v[i].amount - v[i].usual;
            high++;
            t.side = 1;
            t.lr = s->p[P_LR];
            t.off = tt_round9(excess);
            t.shift = minor_of(s, excess);
        }
        TT_TRY(tt_trials_add(&s->trials, t, err));
    }
    for (size_t i = first; high && (double)high < s->p[P_FEES] && i < s->trials.n; i++)
        if (s->trials.v[i].side) { /* part of the usual rate, but not told */
            tt_tally_add(&s->why[FEW], s->trials.v[i].shift);
            s->trials.v[i].shift = 0;
            s->trials.v[i].lr = 1;
        }
    return TT_OK;
}

/* --- telling it --- */

static void cite(const void *ctx, const tt_trial *t, tt_draft *w)
{
    const tt_fee *f = t->own;
    TT_UNUSED(ctx);
    tt_draft_document(w, f->doc.kind, f->doc.doc, f->doc.line);
    tt_draft_document(w, TT_KIND_INVOICE, f->invoice, 0);
}

static void tell(const void *ctx, const tt_relation *r, tt_draft *w)
{
    static const tt_test always[] = {
        {"cheap_goods", TT_TEST_NOT_EXPLAINED,
         "Fees are compared with those for a like weight and way, or like goods, whatever these "
         "cost."},
        {"urgent_carriage", TT_TEST_UNKNOWN,
         "Whether it had to be there sooner, or needed cooling or escort, is not in the data."},
    };
    static const char *const steps[] = {
        "Ask for the carrier's, insurer's or agent's own invoice, and who was paid.",
        "Ask another carrier or agent what it takes for the same.",
        "Follow the money: who holds the part above the usual fee?",
    };
    const struct state *s = ctx;
    const tt_fee *f = r->top->own;
    const char *fee = tt_fee_text(f->kind);
    int64_t idle = services(s, f->seller, f->buyer);
    tt_draft_tests(w, always, TT_LEN(always));
    tt_draft_test(w, "declared_group", s->d->n_ownerships ? TT_TEST_NOT_EXPLAINED : TT_TEST_UNKNOWN,
                  s->d->n_ownerships ? "No ownership record joins the two."
                                     : "There are no ownership records that could show a group.");
    tt_draft_measure(w, "fee_of_goods", "1", f->amount / f->goods, 0, s->p[P_SHARE], 0);
    tt_draft_measure(w, "fee_over_usual", "ratio", exp(f->over), NAN, NAN, f->peers);
    tt_draft_measure(w, "fees_too_high", "count", (double)r->k, 0, r->usual * (double)r->n,
                     (uint32_t)TT_MIN(r->others, (size_t)UINT32_MAX));
    tt_draft_money(w, "above_usual", r->shift);
    if (idle)
        tt_draft_money(w, "services_without_goods", idle);
    w->f.title = tt_say(w, "%s far above what others pay: %s of %s", fee,
                        tt_say_number(w, (double)r->k, 0), tt_say_count(w, r->n, "fee"));
    w->f.explanation = tt_say(
        w,
        "%s of %s between these parties are far above what others pay for the like, and come to "
        "at least %s %% of the goods. The largest is %s for %s (%s %s), %s %% of goods of %s; %s "
        "of others for the like let expect %s. In all %s more than usual. A fee can carry value "
        "that the price of the goods would show.",
        tt_say_number(w, (double)r->k, 0), tt_say_count(w, r->n, "fee"),
        tt_say_number(w, 100 * s->p[P_SHARE], 0), tt_say_money(w, minor_of(s, f->amount)), fee,
        tt_kind_text(f->doc.kind), tt_say_doc(w, f->doc.kind, f->doc.doc),
        tt_say_number(w, 100 * f->amount / f->goods, 0), tt_say_money(w, minor_of(s, f->goods)),
        tt_say_count(w, f->peers, "fee"), tt_say_money(w, minor_of(s, f->usual)),
        tt_say_money(w, r->shift));
    tt_draft_steps(w, steps, TT_LEN(steps));
    w->f.direction = TT_SHIFT_NONE;
}

/* --- all together --- */

static tt_status judge(struct state *s, tt_findings *out, tt_err *err)
{
    static const tt_tally_row rows[] = {
        {TT_FEE_NO_VALUE, "the value of the fee or of its goods is not known", "fee",
         "not compared", NULL},
        {TT_FEE_NO_WAY, "carriage without weight or ports", "fee", "not compared", NULL},
        {TT_FEE_NO_PEERS, "too few fees of others for the like", "fee", "not compared", NULL},
        {TT_FEE_GROUP, "within a declared group", "fee", "not looked at", NULL},
        {FEW, "too high, but fewer than min_fees of the relation", "fee",
         "one high fee has many reasons", NULL},
        {SERVICES, "consultancy, management and royalties without goods", "invoice",
         "nothing to compare their price with: counted only", NULL},
        {WEAK, "relations whose weight is below min_weight", "relation",
         "such fees are as usual in these data", NULL},
    };
    static const tt_trial_words words = {.roles = {"seller", "buyer"},
                                         .first = P_REPEAT,
                                         .expect = "what is assumed of honest fees",
                                         .of = "fee",
                                         .cite = cite,
                                         .tell = tell};
    TT_TRY(tt_fees_of(s->in, s->p[P_LEAST], &s->fees, s->why, err));
    const tt_fee *v = s->fees.v;
    for (size_t i = 0, next; i < s->fees.n; i = next) {
        for (next = i;
             next < s->fees.n && v[next].seller == v[i].seller && v[next].buyer == v[i].buyer;)
            next++;
        TT_TRY(relation(s, &v[i], next - i, err));
    }
    count_services(s);
    TT_TRY(tt_trials_judge(s->in, &s->trials, &words, s, &s->why[WEAK], out, err));
    return tt_tally_tell(s->in, "price.fee_anomaly", s->why, rows, TT_LEN(rows), out, err);
}

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    struct state s = {.in = in, .d = in->data, .p = in->param};
    tt_status st = judge(&s, out, err);
    tt_vec_release(&s.fees);
    tt_vec_release(&s.trials);
    return st;
}

const tt_detector tt_detector_price_fee_anomaly = {
    .id = "price.fee_anomaly",
    .revision = 2,
    .title = "Carriage or fees far above those of others",
    .typology = "fee_anomaly",
    .family = TT_FAMILY_PRICE,
    .split = TT_SPLIT_PAIR,
    .indicators = "D-02",
    .source = "FATF and Egmont Group, Trade-Based Money Laundering: Risk Indicators (2021), trade "
              "documents and commodities",
    .looks_for = "Carriage on transport documents, and freight, insurance or commission on "
                 "invoices, that come to a good part of the goods and are far above what others "
                 "pay for the like.",
    .params = params,
    .n_params = P_COUNT,
    .run = run,
};
