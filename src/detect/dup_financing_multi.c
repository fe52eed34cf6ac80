/*
 * dup_financing_multi.c - one invoice financed by two banks.
 *
 * Payments under letters of credit, by banks, and by others who say that they finance, that name
 * the invoice.  Not caught here: a bill of lading behind invoices with other numbers
 * (dup_shipment_multi_invoice), finance that no payment tells of.  Formula, worked example, known
 * false positives: dup_financing_multi.md.
 */
#include "detect/common/refs.h"
#include "detect/common/shared.h"
#include "detect/common/trials.h"
#include "detect/common/words.h"

#include "base/num.h"
#include "base/str.h"

#include <math.h>

enum { P_PART, P_SUM, P_LR, P_USUAL, TT_TRIAL_PARAMS, P_COUNT };

static const tt_param params[P_COUNT] = {
    [P_PART] = {"part", 0.5, 0, 1, "fraction", "of an invoice that a bank must finance to count"},
    [P_SUM] = {"sum", 1.3, 1, 10, "ratio", "financed over invoiced, from which it is too much"},
    [P_LR] = {"lr", 20, 1, 1000, "likelihood ratio", "of an invoice that two banks finance"},
    [P_USUAL] = TT_USUAL_ROW(0.01),
    TT_TRIAL_ROWS(5000, 0.5)};

enum why { JOINT, ONE_BANK, SEVERAL, WEAK, WHY_COUNT };

/* Who pays: a bank or another in place of the buyer, or the buyer under its own credit. */
enum finance { NO_FINANCE, BY_OTHERS, BY_CREDIT };

struct item {
    const tt_naming *v;
    size_t n;
    enum finance by;
    tt_ix first, second; /* payments, of different banks */
    double financed, invoiced;
};

struct state {
    const tt_detect_in *in;
    const tt_data *d;
    tt_trial_vec trials;
    tt_tally why[WHY_COUNT];
};

/*
 * The buyer's bank pays under the buyer's credit whoever advanced the money before: that settles
 * the advance, and only a second credit, of another bank, finances the invoice again.
 */
static enum finance finance_of(const struct state *s, const tt_naming *n)
{
    static const char *const words[] = {"finance",     "financing",  "discount",
                                        "discounting", "factoring",  "factor",
                                        "forfaiting",  "forfeiting", "advance against invoice",
                                        "loan"};
    const tt_payment *p = &s->d->payments[n->doc];
    tt_ix payer = tt_data_entity(s->d, p->payer);
    bool credit = p->channel == TT_CHANNEL_LC;
    if (payer == tt_data_entity(s->d, s->d->invoices[n->to].buyer))
        return credit ? BY_CREDIT : NO_FINANCE;
    if (credit || s->d->entities[payer].type == TT_ENTITY_BANK)
        return BY_OTHERS;
    for (size_t i = 0; i < TT_LEN(words); i++)
        if (tt_text_has(p->purpose, words[i]) || tt_text_has(p->remittance, words[i]))
            return BY_OTHERS;
    return NO_FINANCE;
}

/* Which bank: the payer when it is one, else where the payer banks. */
static tt_str bank_of(const struct state *s, tt_ix payment)
{
    const tt_mention *m = &s->d->mentions[s->d->payments[payment].payer];
    bool own = s->d->entities[m->entity].type == TT_ENTITY_BANK || !m->bank.n;
    return own ? s->d->entities[m->entity].name : m->bank;
}

static bool same_bank(tt_str a, tt_str b)
{
    char x[TT_REF_TEXT], y[TT_REF_TEXT];
    size_t n = tt_ref_text(a, x), m = tt_ref_text(b, y);
    n = TT_MIN(n, 8); /* branches of a BIC are one bank */
    m = TT_MIN(m, 8);
    return !n || !m || (n == m && memcmp(x, y, n) == 0);
}

/* What was paid this way for the whole of the invoice, and by which banks. */
static struct item
financed(struct state *s, const tt_naming *v, size_t n, enum finance by, int64_t value)
{
    struct item it = {.v = v, .n = n, .by = by, .invoiced = (double)value};
    for (size_t i = 0; i < n; i++) {
        int64_t paid = tt_books_value(&s->in->shared->books, TT_KIND_PAYMENT, v[i].doc);
        if (paid == TT_NO_NUM || finance_of(s, &v[i]) != by)
            continue;
        if (v[i].names > 1) {
            tt_tally_add(&s->why[SEVERAL], paid);
            continue;
        }
        if ((double)paid < s->in->param[P_PART] * it.invoiced)
            continue;
        it.financed += (double)paid;
        if (!it.first)
            it.first = v[i].doc;
        else if (!it.second && !same_bank(bank_of(s, it.first), bank_of(s, v[i].doc)))
            it.second = v[i].doc;
    }
    return it;
}

static bool is_much(const struct state *s, const struct item *it)
{
    return tt_round9(it->financed / it->invoiced) >= tt_round9(s->in->param[P_SUM]);
}

static tt_status invoice(struct state *s, const tt_naming *v, size_t n, tt_err *err)
{
    const double *p = s->in->param;
    const tt_invoice *inv = &s->d->invoices[v->to];
    int64_t value = tt_books_value(&s->in->shared->books, TT_KIND_INVOICE, v->to);
    if (value == TT_NO_NUM || value <= 0 || inv->type == TT_DOC_CREDIT_NOTE)
        return TT_OK;
    struct item it = financed(s, v, n, BY_OTHERS, value);
    struct item credits = financed(s, v, n, BY_CREDIT, value);
    if (!it.first || (credits.second && is_much(s, &credits)))
        it = credits;
    if (!it.first)
        return TT_OK;
    bool much = is_much(s, &it), twice = it.second && much;
    if (it.second && !much)
        tt_tally_add(&s->why[JOINT], value);
    else if (!it.second && much)
        tt_tally_add(&s->why[ONE_BANK], value);
    tt_trial t = {.seller = tt_data_entity(s->d, inv->seller),
                  .buyer = tt_data_entity(s->d, inv->buyer),
                  .at = v->to,
                  .side = twice,
                  .lr = twice ? p[P_LR] : 1,
                  .gap = p[P_USUAL],
                  .off = it.financed / it.invoiced,
                  .shift = twice ? (int64_t)llround(it.financed - it.invoiced) : 0,
                  .own = tt_trial_own(s->in, it)};
    if (!t.own)
        return tt_fail(err, TT_ENOMEM, "no memory for invoices");
    return t.seller && t.buyer ? tt_trials_add(&s->trials, t, err) : TT_OK;
}

static void cite(const void *ctx, const tt_trial *t, tt_draft *w)
{
    const struct state *s = ctx;
    const struct item *it = t->own;
    tt_draft_document(w, TT_KIND_INVOICE, t->at, 0);
    for (size_t i = 0; i < it->n; i++)
        if (it->v[i].names == 1 && finance_of(s, &it->v[i]) == it->by)
            tt_draft_document(w, TT_KIND_PAYMENT, it->v[i].doc, 0);
}

static void tell(const void *ctx, const tt_relation *r, tt_draft *w)
{
    static const tt_test tests[] = {
        {"joint_finance", TT_TEST_NOT_EXPLAINED,
         "The banks do not share one credit: together they paid more than the invoice."},
        {"buyer_pays_as_well", TT_TEST_NOT_EXPLAINED,
         "Payments by banks or for finance are counted together, or those of the buyer under its "
         "credits: what the buyer pays settles what was advanced."},
        {"refinanced", TT_TEST_UNKNOWN,
         "Whether one bank was repaid before the other paid is not in the data."},
    };
    static const char *const steps[] = {
        "Ask both banks which documents were presented, originals or copies.",
        "Ask whether either bank knew of the other's credit.",
        "Follow the second sum from the seller's account.",
    };
    static const tt_relation_text text = {
        .title = "financed by two banks",
        .clause = "two banks financed one invoice",
        .of = "financed invoice",
        .means = "One sale raises money twice, which moves value to the exporter.",
        .tests = tests,
        .n_tests = TT_LEN(tests),
        .steps = steps,
        .n_steps = TT_LEN(steps),
    };
    const struct state *s = ctx;
    const struct item *it = r->top->own;
    tt_draft_measure(w, "financed_over_invoiced", "1", r->top->off, 0, s->in->param[P_SUM], 0);
    tt_draft_money(w, "financed", (int64_t)llround(it->financed));
    tt_draft_money(w, "invoiced", (int64_t)llround(it->invoiced));
    tt_relation_say(w, r, &text,
                    tt_say(w, "Invoice %s over %s was financed by payments %s and %s, %s in all.",
                           tt_say_doc(w, TT_KIND_INVOICE, r->top->at),
                           tt_say_money(w, (int64_t)llround(it->invoiced)),
                           tt_say_doc(w, TT_KIND_PAYMENT, it->first),
                           tt_say_doc(w, TT_KIND_PAYMENT, it->second),
                           tt_say_money(w, (int64_t)llround(it->financed))));
}

static tt_status relations(struct state *s, tt_findings *out, tt_err *err)
{
    static const tt_tally_row rows[] = {
        {JOINT, "two banks that together finance no more than the invoice", "invoice",
         "joint credits: not evidence", NULL},
        {ONE_BANK, "one bank that pays more than the invoice", "invoice",
         "not evidence: its own records will tell", NULL},
        {SEVERAL, "finance for several invoices in one sum", "payment", "not compared", NULL},
        {WEAK, "relations whose weight is below min_weight", "relation",
         "such finance is usual in these data", NULL},
    };
    static const tt_trial_words say = {.roles = {"seller", "buyer"},
                                       .first = P_REPEAT,
                                       .expect = "what is assumed of honest trade",
                                       .of = "financed invoice",
                                       .cite = cite,
                                       .tell = tell};
    tt_naming *v;
    size_t n;
    TT_TRY(tt_namings_of(s->d, TT_KIND_PAYMENT, TT_KIND_INVOICE, s->in->scratch, &v, &n, err));
    for (size_t i = 0, next; i < n; i = next) {
        for (next = i + 1; next < n && v[next].to == v[i].to;)
            next++;
        TT_TRY(invoice(s, &v[i], next - i, err));
    }
    TT_TRY(tt_trials_judge(s->in, &s->trials, &say, s, &s->why[WEAK], out, err));
    return tt_tally_tell(s->in, "dup.financing_multi", s->why, rows, TT_LEN(rows), out, err);
}

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    struct state s = {.in = in, .d = in->data};
    tt_status st = relations(&s, out, err);
    tt_vec_release(&s.trials);
    return st;
}

const tt_detector tt_detector_dup_financing_multi = {
    .id = "dup.financing_multi",
    .revision = 3,
    .title = "One invoice financed by two banks",
    .typology = "multiple_financing",
    .family = TT_FAMILY_DUPLICATE,
    .split = TT_SPLIT_PAIR,
    .indicators = "O-10 D-04",
    .source = "Bangladesh FIU, Guidelines for Prevention of Trade Based Money Laundering (2019): "
              "one document at several banks",
    .looks_for = "Invoices that two different banks financed, beyond their amount.",
    .params = params,
    .n_params = P_COUNT,
    .run = run,
};
