/*
 * gap_entity_trade_payment.c - what customs know of a firm's trade, and what its bank does.
 *
 * Imports declared beside what is paid abroad for them, exports beside what comes in; the ratio of
 * each firm among those of all others, so that what the feeds lack of everybody is no gap.  Not
 * caught here: single deals (gap_unpaid_shipment, doc_payment_mismatch).  Formula, worked example,
 * known false positives: gap_entity_trade_payment.md.
 */
#include "detect/common/costs.h"
#include "detect/common/coverage.h"
#include "detect/common/goods.h"
#include "detect/common/profile.h"
#include "detect/common/remit.h"
#include "detect/common/standout.h"

#include "base/num.h"

#include <math.h>

enum { P_DOCUMENTS, P_MIN_GAP, P_MIN_RATIO, P_LR, TT_STANDOUT_PARAMS, P_COUNT };

static const tt_param params[P_COUNT] = {
    [P_DOCUMENTS] = {"least_documents", 8, 1, 1e6, "count",
                     "declarations, and payments, that a firm has at least"},
    [P_MIN_GAP] = {"min_gap", 100000, 0, 1e12, "base", "smaller differences are not told"},
    [P_MIN_RATIO] = {"min_ratio", 2, 1, 1e6, "ratio", "times the usual ratio, at least"},
    [P_LR] = {"lr", 5, 1, 1000, "ratio", "likelihood ratio at most"},
    TT_STANDOUT_ROWS,
};

/* Four figures: imports and exports, too much money and too little. */
static const struct figure {
    tt_book declared, money, traded; /* traded: invoices whose deals hold payments by others */
    tt_doc_type type;
    double sign; /* of ln(money / declared) */
    const char *what, *role, *title, *means;
    tt_direction direction;
} figures[] = {
    {TT_BOOK_IMPORTED, TT_BOOK_PAID, TT_BOOK_BOUGHT, TT_DOC_IMPORT, 1,
     "payments abroad over declared imports", "importer", "More paid abroad than imported",
     "Money that leaves for goods which never came may be value that is moved out.",
     TT_SHIFT_TO_EXPORTER},
    {TT_BOOK_IMPORTED, TT_BOOK_PAID, TT_BOOK_BOUGHT, TT_DOC_IMPORT, -1,
     "declared imports over payments abroad", "importer", "More imported than paid abroad",
     "Goods that nobody is seen to pay for are settled where these data do not look.",
     TT_SHIFT_TO_IMPORTER},
    {TT_BOOK_EXPORTED, TT_BOOK_EARNED, TT_BOOK_SOLD, TT_DOC_EXPORT, 1,
     "receipts from abroad over declared exports", "exporter", "More received than exported",
     "Money that comes for goods which never left may be value that is moved in.",
     TT_SHIFT_TO_EXPORTER},
    {TT_BOOK_EXPORTED, TT_BOOK_EARNED, TT_BOOK_SOLD, TT_DOC_EXPORT, -1,
     "declared exports over receipts from abroad", "exporter", "More exported than received",
     "Goods that nobody is seen to pay for are settled where these data do not look.",
     TT_SHIFT_TO_IMPORTER},
};

struct firm {
    const struct figure *of;
    int64_t declared, money;                /* base currency, minor units */
    uint64_t n_declared, n_money, n_others; /* of payments: made or received by others */
    tt_draft *w;                            /* where they are cited; NULL: only added up */
};

static void add_up(int64_t *sum, uint64_t *n, int64_t value)
{
    if (value == TT_NO_NUM || value <= 0 || !tt_add_i64(*sum, value, sum))
        return;
    (*n)++;
}

/* Cites no more than there is room for. */
static void cite(struct firm *x, tt_kind kind, tt_ix doc)
{
    if (x->w && x->w->documents.n < TT_PROFILE_CITED)
        tt_draft_document(x->w, kind, doc, 0);
}

static bool is_abroad(const tt_data *d, tt_ix a, tt_ix b)
{
    tt_country of_a = d->entities[a].country, of_b = d->entities[b].country;
    return of_a && of_b && of_a != of_b;
}

static void declared(const tt_detect_in *in, tt_ix e, struct firm *x)
{
    size_t n;
    const tt_ix *doc = tt_books_of(&in->shared->books, x->of->declared, e, &n);
    for (size_t i = 0; i < n; i++) {
        const tt_declaration *c = &in->data->declarations[doc[i]];
        uint64_t before = x->n_declared;
        if (c->type != x->of->type)
            continue;
        add_up(&x->declared, &x->n_declared,
               tt_books_value(&in->shared->books, TT_KIND_DECLARATION, doc[i]));
        if (x->n_declared > before)
            cite(x, TT_KIND_DECLARATION, doc[i]);
    }
}

/* Its own payments with other countries, that are for no costs of a firm. */
static void own_money(const tt_detect_in *in, tt_ix e, struct firm *x)
{
    size_t n;
    const tt_ix *doc = tt_books_of(&in->shared->books, x->of->money, e, &n);
    for (size_t i = 0; i < n; i++) {
        const tt_remit r = tt_remit_of(in, doc[i]);
        if ((r.why != TT_REMIT_SEEN && r.why != TT_REMIT_GROUP) ||
            !is_abroad(in->data, r.payer, r.payee) || tt_costs_of(in->data, doc[i]))
            continue;
        add_up(&x->money, &x->n_money, r.value);
        cite(x, TT_KIND_PAYMENT, doc[i]);
    }
}

/* Payments of its deals that others make, or receive, for it: factors, treasuries, agents. */
static void money_of_others(const tt_detect_in *in, tt_ix e, struct firm *x)
{
    const tt_data *d = in->data;
    size_t n;
    tt_ix last = 0;
    const tt_ix *doc = tt_books_of(&in->shared->books, x->of->traded, e, &n);
    for (size_t i = 0; i < n; i++) {
        tt_ix deal = tt_deal_of(d, TT_KIND_INVOICE, doc[i]);
        const tt_deal *of = &d->deals[deal];
        for (tt_ix k = 0; deal && deal != last && k < of->n_docs; k++) {
            const tt_deal_doc *r = &d->deal_docs[of->first_doc + k];
            if (r->kind != TT_KIND_PAYMENT)
                continue;
            const tt_payment *p = &d->payments[r->doc];
            if (tt_data_entity(d, x->of->money == TT_BOOK_PAID ? p->payer : p->payee) == e)
                continue;
            uint64_t before = x->n_others;
            add_up(&x->money, &x->n_others,
                   tt_books_value(&in->shared->books, TT_KIND_PAYMENT, r->doc));
            if (x->n_others > before)
                cite(x, TT_KIND_PAYMENT, r->doc);
        }
        last = deal;
    }
}

static void look(const tt_detect_in *in, tt_ix e, struct firm *x)
{
    declared(in, e, x);
    own_money(in, e, x);
    money_of_others(in, e, x);
}

static tt_status add(const tt_detect_in *in, tt_ix e, int figure, tt_subject_vec *v, tt_err *err)
{
    struct firm *x = tt_new(in->scratch, struct firm);
    if (!x)
        return tt_fail(err, TT_ENOMEM, "no room for firms");
    *x = (struct firm){.of = &figures[figure]};
    look(in, e, x);
    uint64_t payments = x->n_money + x->n_others;
    if ((double)x->n_declared < in->param[P_DOCUMENTS] || (double)payments < in->param[P_DOCUMENTS])
        return TT_OK;
    int64_t gap = x->money > x->declared ? x->money - x->declared : x->declared - x->money;
    tt_subject s = {.entity = e,
                    .x = tt_round9(x->of->sign * log((double)x->money / (double)x->declared)),
                    .lr = in->param[P_LR],
                    .value = gap,
                    .own = x};
    s.candidate =
        s.x > 0 && tt_money_double((tt_money){gap, in->data->base}) >= in->param[P_MIN_GAP];
    return tt_subjects_add(v, s, err);
}

/* --- the finding --- */

static void coverage_test(const tt_detect_in *in, tt_ix e, tt_draft *w)
{
    const tt_data *d = in->data;
    tt_country c = d->entities[e].country;
    double customs, bank;
    bool known = tt_coverage_stated(d, TT_KIND_DECLARATION, c, c, d->from, &customs) &&
                 tt_coverage_stated(d, TT_KIND_PAYMENT, c, c, d->from, &bank);
    tt_draft_test(w, "feeds", TT_TEST_UNKNOWN,
                  known
                      ? tt_say(w,
                               "Stated for its country: %s %% of declarations, %s %% of payments; "
                               "whether another bank of its is missing is not known.",
                               tt_say_number(w, 100 * customs, 0), tt_say_number(w, 100 * bank, 0))
                      : "How complete the feeds are for its country is not stated; a bank of its "
                        "may be missing.");
}

static void key(const tt_data *d, tt_ix e, const struct figure *of, tt_draft *w)
{
    size_t n = sizeof(tt_hash);
    char *text = tt_new_n(w->a, char, n + 1);
    w->failed |= !text;
    if (!text)
        return;
    memcpy(text, d->entities[e].id.b, n);
    text[n] = (char)('0' + (of - figures));
    w->f.key = (tt_str){text, n + 1};
}

static void tell(const tt_detect_in *in, const tt_crowd *c, const tt_subject *s, tt_draft *w)
{
    static const tt_test always[] = {
        {"paid_by_others", TT_TEST_NOT_EXPLAINED,
         "Payments of its deals that others make or receive are added."},
        {"usual_gap", TT_TEST_NOT_EXPLAINED,
         "What the feeds lack of every firm is in the ratio of the others."},
        {"netting", TT_TEST_UNKNOWN,
         "Whether it sets off what it owes against what it is owed is not in the data."},
        {"late_payment", TT_TEST_UNKNOWN,
         "Terms that go beyond the ends of the data make a gap that closes later."},
    };
    static const char *const steps[] = {
        "Ask its banks for all payments abroad in these years, and customs for all declarations.",
        "Ask the firm to account for the difference, contract by contract.",
        "See which partners have the declarations without payments, or the payments without goods.",
    };
    const struct firm *x = s->own;
    struct firm cited = {.of = x->of, .w = w};
    double ratio = x->of->sign * log((double)x->money / (double)x->declared);
    bool imports = x->of->declared == TT_BOOK_IMPORTED;
    tt_draft_entity(w, s->entity, x->of->role);
    look(in, s->entity, &cited);
    key(in->data, s->entity, x->of, w);
    tt_draft_money(w, imports ? "declared_imports" : "declared_exports", x->declared);
    tt_draft_money(w, imports ? "paid_abroad" : "received", x->money);
    tt_draft_measure(w, "times_usual", "1", exp(ratio - c->m), 0, in->param[P_MIN_RATIO],
                     (uint32_t)c->n);
    tt_draft_measure(w, "payments_of_others", "1", (double)x->n_others, NAN, NAN, 0);
    coverage_test(in, s->entity, w);
    tt_draft_tests(w, always, TT_LEN(always));
    tt_draft_steps(w, steps, TT_LEN(steps));
    w->f.title = x->of->title;
    w->f.explanation =
        tt_say(w,
               "Customs have %s of this firm's %s, worth %s; %s worth %s %s for them. Its ratio of "
               "%s is %s times the middle one of %s. %s",
               tt_say_count(w, x->n_declared, "declaration"), imports ? "imports" : "exports",
               tt_say_money(w, x->declared), tt_say_count(w, x->n_money + x->n_others, "payment"),
               tt_say_money(w, x->money), imports ? "went abroad" : "came in", x->of->what,
               tt_say_number(w, exp(ratio - c->m), 1), tt_say_count(w, c->n, "firm"), x->of->means);
    uint64_t papers = x->n_declared + x->n_money + x->n_others;
    if (papers > TT_PROFILE_CITED)
        w->f.explanation = tt_say(w, "%s Of these %llu documents %d are cited.", w->f.explanation,
                                  (unsigned long long)papers, TT_PROFILE_CITED);
    w->f.value_shift.minor = s->value;
    w->f.direction = x->of->direction;
}

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    for (size_t i = 0; i < TT_LEN(figures); i++) {
        const tt_standout_words words = {.id = "gap.entity_trade_payment",
                                         .what = figures[i].what,
                                         .above = log(in->param[P_MIN_RATIO]),
                                         .first = P_LEAST,
                                         .figure = (int)i,
                                         .add = add,
                                         .tell = tell};
        TT_TRY(tt_standouts_of_traders(in, &words, out, err));
    }
    return TT_OK;
}

const tt_detector tt_detector_gap_entity_trade_payment = {
    .id = "gap.entity_trade_payment",
    .revision = 1,
    .title = "Declared trade and payments far apart",
    .typology = "trade_payment_gap",
    .family = TT_FAMILY_DUPLICATE,
    .split = TT_SPLIT_ENTITY,
    .indicators = "D-06",
    .source = "FATF and Egmont Group, Trade-Based Money Laundering: Risk Indicators (2021), trade "
              "documents",
    .looks_for = "Firms whose declared imports, or exports, and payments abroad for them are "
                 "further apart than those of others.",
    .params = params,
    .n_params = P_COUNT,
    .run = run,
};
