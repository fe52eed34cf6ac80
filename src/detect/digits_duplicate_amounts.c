/*
 * digits_duplicate_amounts.c - one exact sum with many different parties, where chance would not
 * have two.
 *
 * What a party pays and is paid for nothing that is known, and what it invoices and is invoiced,
 * sum by sum.  Not caught here: round sums (pay_round_amount), one party's own repeats (rents,
 * subscriptions), copies of an invoice (dup_invoice_multi).  Formula, worked example, known false
 * positives: digits_duplicate_amounts.md.
 */
#include "detect/common/digits.h"
#include "detect/common/goods.h"
#include "detect/common/remit.h"
#include "detect/common/tail.h"
#include "detect/common/words.h"

#include "base/num.h"
#include "base/vec.h"

#include <math.h>

enum {
    P_LEAST,
    P_MAX_P,
    P_WINDOW,
    P_DIGITS,
    P_TARIFF,
    P_TARIFF_N,
    P_LR,
    P_BONUS,
    P_SAID,
    P_MIN_VALUE,
    P_MIN_WEIGHT,
    P_COUNT
};

static const tt_param params[P_COUNT] = {
    [P_LEAST] = {"min_parties", 4, 2, 1e6, "count", "different parties with the sum"},
    [P_MAX_P] = {"max_p", 1e-4, 1e-12, 0.5, "probability", "of so many by chance"},
    [P_WINDOW] = {"window", 1.25, 1.01, 100, "ratio",
                  "to both sides of the sum, in which others give the density"},
    [P_DIGITS] = {"digits", 3, 1, 15, "count", "a sum with fewer before its zeros is round"},
    [P_TARIFF] = {"tariff_share", 0.5, 0, 1, "fraction",
                  "of a party's sums that repeat, from which it has a tariff"},
    [P_TARIFF_N] = {"tariff_min", 20, 1, 1e6, "count", "sums that it takes to see that"},
    [P_LR] = {"lr", 4, 1, 1000, "likelihood ratio", "of a sum with min_parties"},
    [P_BONUS] = {"bonus", 0.1, 0, 1, "log10", "added for each further party, at most five times"},
    [P_SAID] = {"said_factor", 0.3, 0, 1, "factor",
                "of the weight, when two in three who pay it to one call it a fee"},
    [P_MIN_VALUE] = {"min_value", 25000, 0, 1e12, "base", "sums worth less in all are left out"},
    [P_MIN_WEIGHT] = {"min_weight", 0.5, -1, 3, "log10",
                      "weaker evidence is counted, not reported"},
};

/* The books, and who is who in them. */
static const struct side {
    tt_book book;
    const char *role, *other, *did;
} sides[] = {
    {TT_BOOK_PAID, "payer", "payee", "paid, for nothing that is known,"},
    {TT_BOOK_EARNED, "payee", "payer", "was paid, for nothing that is known,"},
    {TT_BOOK_SOLD, "seller", "buyer", "invoiced, for different goods or quantities,"},
    {TT_BOOK_BOUGHT, "buyer", "seller", "was invoiced, for different goods or quantities,"},
};

/* One document in the book of a party. */
struct item {
    unsigned side;
    tt_ix party, other, doc;
    tt_ccy ccy;
    int64_t minor, value;
    tt_hs hs6; /* of invoices, with the quantity: what the sum is for */
    int64_t quantity;
};
TT_VEC(item_vec, struct item);

/* Who else has a sum. */
struct sum {
    unsigned side;
    tt_ccy ccy;
    int64_t minor;
    tt_ix party;
};
TT_VEC(sum_vec, struct sum);

enum { PAYEES = 1 }; /* row of sides */
enum why { ROUND, TARIFF, WEAK, WHYS };

struct state {
    const tt_detect_in *in;
    const tt_data *d;
    const double *p;
    item_vec items; /* by (side, party, currency, sum, other, document) */
    sum_vec sums;   /* by (side, currency, sum, party) */
    tt_ix *used;    /* room: of a run, those that count */
    tt_tally why[WHYS];
};

/* --- gathering --- */

static bool is_person(const struct state *s, tt_ix entity)
{
    return s->d->entities[entity].type == TT_ENTITY_PERSON;
}

static tt_status put(struct state *s, struct item x, tt_err *err)
{
    const tt_shared *sh = s->in->shared;
    if (!x.party || !x.other || x.minor <= 0 || x.value == TT_NO_NUM || x.value <= 0 ||
        sh->declared[x.party] == sh->declared[x.other] || sh->flows.serves[x.party] ||
        sh->flows.serves[x.other] || is_person(s, x.party) || is_person(s, x.other))
        return TT_OK; /* wages, tickets, taxes; a group's own */
    return tt_vec_push(&s->items, x) ? TT_OK : tt_fail(err, TT_ENOMEM, "no memory for sums");
}

static tt_status payments(struct state *s, tt_err *err)
{
    for (tt_ix i = 1; i <= s->d->n_payments; i++) {
        const tt_remit r = tt_remit_of(s->in, i);
        tt_money m = s->d->payments[i].amount;
        struct item x = {0, r.payer, r.payee, i, m.ccy, m.minor, r.value, TT_HS_NONE, 0};
        if (r.why != TT_REMIT_SEEN || r.deal)
            continue;
        TT_TRY(put(s, x, err));
        x = (struct item){1, r.payee, r.payer, i, m.ccy, m.minor, r.value, TT_HS_NONE, 0};
        TT_TRY(put(s, x, err));
    }
    return TT_OK;
}

/* What an invoice is for; false where that is not known. */
static bool goods_of(const tt_data *d, tt_ix invoice, struct item *x)
{
    const tt_head *h = &d->invoices[invoice].head;
    for (tt_ix k = h->first_line; k < h->first_line + h->n_lines; k++) {
        const tt_line *l = &d->invoice_lines[k];
        if (l->quantity == TT_NO_NUM || l->quantity <= 0 ||
            !tt_add_i64(x->quantity, l->quantity, &x->quantity))
            return false;
        x->hs6 = x->hs6 == TT_HS_NONE ? tt_hs_prefix(l->hs, 6) : x->hs6;
    }
    return h->n_lines > 0 && tt_invoice_is_goods(d, invoice);
}

static tt_status invoices(struct state *s, tt_err *err)
{
    for (tt_ix i = 1; i <= s->d->n_invoices; i++) {
        const tt_invoice *v = &s->d->invoices[i];
        struct item x = {.side = 2,
                         .party = tt_data_entity(s->d, v->seller),
                         .other = tt_data_entity(s->d, v->buyer),
                         .doc = i,
                         .ccy = v->total.ccy,
                         .minor = v->total.minor,
                         .value = tt_books_value(&s->in->shared->books, TT_KIND_INVOICE, i)};
        if (v->type == TT_DOC_CREDIT_NOTE || v->type == TT_DOC_PROFORMA ||
            s->in->shared->credits.invoice[i] || v->total.minor == TT_NO_NUM ||
            !goods_of(s->d, i, &x))
            continue;
        TT_TRY(put(s, x, err));
        x.side = 3;
        x.party = x.other;
        x.other = tt_data_entity(s->d, v->seller);
        TT_TRY(put(s, x, err));
    }
    return TT_OK;
}

#define TT_ORDER(a, b)                                                                             \
    do {                                                                                           \
        if ((a) != (b))                                                                            \
            return (a) < (b) ? -1 : 1;                                                             \
    } while (0)

static int item_cmp(const void *pa, const void *pb, void *ctx)
{
    const struct item *a = pa, *b = pb;
    TT_UNUSED(ctx);
    TT_ORDER(a->side, b->side);
    TT_ORDER(a->party, b->party);
    TT_ORDER(a->ccy, b->ccy);
    TT_ORDER(a->minor, b->minor);
    TT_ORDER(a->other, b->other);
    return (a->doc > b->doc) - (a->doc < b->doc);
}

static int sum_cmp(const void *pa, const void *pb, void *ctx)
{
    const struct sum *a = pa, *b = pb;
    TT_UNUSED(ctx);
    TT_ORDER(a->side, b->side);
    TT_ORDER(a->ccy, b->ccy);
    TT_ORDER(a->minor, b->minor);
    return (a->party > b->party) - (a->party < b->party);
}

static tt_status gather(struct state *s, tt_err *err)
{
    TT_TRY(payments(s, err));
    TT_TRY(invoices(s, err));
    s->used = tt_new_n(s->in->scratch, tt_ix, s->items.n + 1);
    bool ok = s->used && tt_sort(s->items.v, s->items.n, sizeof *s->items.v, item_cmp, NULL);
    for (size_t i = 0; ok && i < s->items.n; i++) {
        const struct item *x = &s->items.v[i];
        ok = tt_vec_push(&s->sums, ((struct sum){x->side, x->ccy, x->minor, x->party}));
    }
    return ok && tt_sort(s->sums.v, s->sums.n, sizeof *s->sums.v, sum_cmp, NULL)
               ? TT_OK
               : tt_fail(err, TT_ENOMEM, "no memory for sums");
}

static size_t lower_sum(const struct state *s, struct sum x)
{
    size_t low = 0, high = s->sums.n;
    TT_BISECT(size_t, low, high, mid, sum_cmp(&s->sums.v[mid], &x, NULL) < 0);
    return low;
}

/* --- how many chance would have --- */

/* The sums of one party in one book and currency. */
struct book {
    const struct item *v; /* ascending */
    size_t n, different;
    double repeats; /* share whose sum another party has, too */
};

/* 100 of 1,200.00, in minor units; at most a thousandth of the sum. */
static int64_t step_of(int64_t minor)
{
    int64_t step = 1;
    while (minor % (step * 10) == 0 && step * 1000 <= minor)
        step *= 10;
    return step;
}

/* Documents of the party that fall on one sum, at the density of its others nearby, or at the share
 * of the sum among those of all other parties: whichever is more. */
static double expected(const struct state *s, const struct book *b, size_t first, size_t n)
{
    const struct item *x = &b->v[first];
    double low = (double)x->minor / s->p[P_WINDOW], high = (double)x->minor * s->p[P_WINDOW];
    size_t from = 0, in = first, to = first + n, end = b->n;
    TT_BISECT(size_t, from, in, mid, (double)b->v[mid].minor < low);
    TT_BISECT(size_t, to, end, mid, (double)b->v[mid].minor <= high);
    double near = (double)(to - from - n) + 1;
    double density = near * (double)step_of(x->minor) / (high - low);
    size_t all = lower_sum(s, (struct sum){x->side, (tt_ccy)(x->ccy + 1), 0, 0}) -
                 lower_sum(s, (struct sum){x->side, x->ccy, 0, 0}) - b->n;
    size_t same = lower_sum(s, (struct sum){x->side, x->ccy, x->minor + 1, 0}) -
                  lower_sum(s, (struct sum){x->side, x->ccy, x->minor, 0}) - n;
    double shared = all ? (double)b->n * (double)same / (double)all : 0;
    return fmax(density, shared);
}

/* The documents of a run that count: of different parties, and for different goods. */
static size_t different(struct state *s, const struct item *v, size_t n)
{
    size_t k = 0;
    for (size_t i = 0; i < n; i++) {
        bool again = false;
        for (size_t j = 0; j < k && !again; j++) {
            const struct item *u = &v[s->used[j]];
            again = s->in->shared->declared[u->other] == s->in->shared->declared[v[i].other] ||
                    (v[i].quantity && u->hs6 == v[i].hs6 && u->quantity == v[i].quantity);
        }
        if (!again)
            s->used[k++] = (tt_ix)i;
    }
    return k;
}

/* Two in three and more say that it is a fee, which one who is paid may well charge all: banks lose
 * words on the way.  Words are cheap. */
static bool is_fee(const struct state *s, const struct item *v, size_t k)
{
    size_t say = 0;
    if (v->side != PAYEES)
        return false;
    for (size_t i = 0; i < k; i++) {
        const tt_payment *p = &s->d->payments[v[s->used[i]].doc];
        say += tt_text_is_service(p->remittance) || tt_text_is_service(p->purpose);
    }
    return 3 * say >= 2 * k;
}

/* --- telling it --- */

struct found {
    const struct book *book;
    const struct item *v; /* the run; those that count are in used */
    size_t n, k;
    double lambda, p, weight;
    int64_t value;
    bool fee;
};

static const char *sum_text(tt_draft *w, const struct item *x)
{
    char text[TT_NUM_TEXT];
    (void)tt_money_text((tt_money){x->minor, x->ccy}, text);
    return tt_say(w, "%s", text);
}

static tt_status tell(const struct state *s, const struct found *f, tt_findings *out, tt_err *err)
{
    static const tt_test always[] = {
        {"subscription_or_rent", TT_TEST_NOT_EXPLAINED,
         "Each party counts once: what one pays again and again is no reason."},
        {"tariff", TT_TEST_NOT_EXPLAINED,
         "Few of its other sums repeat, and other parties do not have this one."},
        {"contract", TT_TEST_UNKNOWN,
         "Whether a fee or a share was agreed with all of them is not in the data."},
    };
    static const char *const steps[] = {
        "Ask what each of them was for, and who set the sum.",
        "Look for what joins the other parties: owners, addresses, accounts, days.",
        "Follow the money: does it come together again?",
    };
    const struct side *side = &sides[f->v->side];
    bool goods = tt_book_kind(side->book) == TT_KIND_INVOICE;
    tt_draft w;
    tt_draft_begin(&w, s->d, s->in->scratch);
    tt_draft_entity(&w, f->v->party, side->role);
    for (size_t i = 0; i < f->k; i++) {
        const struct item *x = &f->v[s->used[i]];
        tt_draft_entity(&w, x->other, side->other);
        tt_draft_document(&w, tt_book_kind(side->book), x->doc, 0);
    }
    tt_draft_tests(&w, always, TT_LEN(always));
    if (f->v->side == PAYEES)
        tt_draft_test(&w, "fee", f->fee ? TT_TEST_WEAKENED : TT_TEST_NOT_EXPLAINED,
                      f->fee ? "The payments say that they are for a fee or a service."
                             : "The payments do not say that they are for a fee or a service.");
    tt_draft_test(&w, "list_price", TT_TEST_NOT_EXPLAINED,
                  goods ? "The invoices are for different goods or quantities."
                        : "None of the payments is matched with an invoice.");
    tt_draft_measure(&w, "parties_with_the_sum", "count", (double)f->k, 0, f->lambda,
                     (uint32_t)f->book->n);
    tt_draft_measure(&w, "share_of_sums_that_repeat", "1", f->book->repeats, 0, s->p[P_TARIFF],
                     (uint32_t)f->book->n);
    tt_draft_money(&w, "in_all", f->value);
    w.f.title =
        tt_say(&w, "%s to the cent with %s", sum_text(&w, f->v), tt_say_count(&w, f->k, "party"));
    w.f.explanation = tt_say(
        &w,
        "This party %s exactly %s %s %s, %s. At the density of its other sums nearby, and at what "
        "others have, %s would be expected; so many by chance: p %s. In all %s.",
        side->did, sum_text(&w, f->v), f->v->side == 0 || f->v->side == 2 ? "to" : "by",
        tt_say_count(&w, f->k, "different party"), tt_say_period(&w, w.f.from, w.f.to),
        tt_say_chance(&w, f->lambda), tt_say_chance(&w, f->p), tt_say_money(&w, f->value));
    tt_draft_steps(&w, steps, TT_LEN(steps));
    w.f.weight = f->weight;
    w.f.p_value = f->p;
    w.f.value_shift.minor = f->value;
    w.f.direction = TT_SHIFT_NONE;
    return tt_draft_add(&w, out, err);
}

/* --- one sum, one party, all --- */

static tt_status
judge(struct state *s, const struct book *b, size_t first, size_t n, tt_findings *out, tt_err *err)
{
    struct found f = {.book = b, .v = &b->v[first], .n = n};
    bool tariff = (double)b->n >= s->p[P_TARIFF_N] && b->repeats >= s->p[P_TARIFF];
    if (tariff || (double)tt_digits_said(f.v->minor) < s->p[P_DIGITS]) {
        tt_tally_add(&s->why[tariff ? TARIFF : ROUND], TT_NO_NUM);
        return TT_OK;
    }
    f.k = different(s, f.v, n);
    if ((double)f.k < s->p[P_LEAST])
        return TT_OK;
    for (size_t i = 0; i < f.k; i++)
        if (!tt_add_i64(f.value, f.v[s->used[i]].value, &f.value))
            return tt_fail(err, TT_ELIMIT, "sums overflow");
    if (tt_money_double((tt_money){f.value, s->d->base}) < s->p[P_MIN_VALUE])
        return TT_OK;
    f.lambda = tt_round9(expected(s, b, first, n));
    /* Each of its different sums could have been the one. */
    f.p = -expm1((double)b->different * log1p(-TT_MIN(tt_poisson_tail(f.lambda, f.k), 0.999999)));
    f.p = fmax(f.p, 1e-300);
    double bonus = s->p[P_BONUS] * fmin((double)f.k - s->p[P_LEAST], 5);
    f.fee = is_fee(s, f.v, f.k);
    f.weight =
        tt_bans(fmin(log10(s->p[P_LR]) + bonus, tt_log10_e_of_p(f.p)) * (f.fee ? s->p[P_SAID] : 1));
    if (f.p >= s->p[P_MAX_P] || f.weight < s->p[P_MIN_WEIGHT]) {
        tt_tally_add(&s->why[WEAK], f.value);
        return TT_OK;
    }
    return tell(s, &f, out, err);
}

/* How many different sums there are, and how many documents have one that another party has. */
static void survey(struct book *b)
{
    size_t repeat = 0;
    for (size_t i = 0, next; i < b->n; i = next, b->different++) {
        for (next = i; next < b->n && b->v[next].minor == b->v[i].minor;)
            next++;
        repeat += b->v[next - 1].other != b->v[i].other ? next - i : 0;
    }
    b->repeats = (double)repeat / (double)b->n;
}

/* Different ones with one sum; they are sorted. */
static size_t parties(const struct item *v, size_t n)
{
    size_t k = n > 0;
    for (size_t i = 1; i < n; i++)
        k += v[i].other != v[i - 1].other;
    return k;
}

static tt_status one_book(struct state *s, struct book b, tt_findings *out, tt_err *err)
{
    survey(&b);
    for (size_t i = 0, next; i < b.n; i = next) {
        for (next = i; next < b.n && b.v[next].minor == b.v[i].minor;)
            next++;
        if ((double)parties(&b.v[i], next - i) >= s->p[P_LEAST])
            TT_TRY(judge(s, &b, i, next - i, out, err));
    }
    return TT_OK;
}

static tt_status all_books(struct state *s, tt_findings *out, tt_err *err)
{
    static const tt_tally_row rows[] = {
        {ROUND, "with fewer digits before their zeros", "sum", "round sums are pay.round_amount's",
         NULL},
        {TARIFF, "of parties most of whose sums repeat", "sum",
         "a tariff or list price: not evidence", NULL},
        {WEAK, "of parties whose other sums, or those of others, explain it", "sum",
         "not less likely than max_p, or too light", NULL},
    };
    TT_TRY(gather(s, err));
    const struct item *v = s->items.v;
    for (size_t i = 0, next; i < s->items.n; i = next) {
        for (next = i; next < s->items.n && v[next].side == v[i].side &&
                       v[next].party == v[i].party && v[next].ccy == v[i].ccy;)
            next++;
        TT_TRY(one_book(s, (struct book){.v = &v[i], .n = next - i}, out, err));
    }
    return tt_tally_tell(s->in, "digits.duplicate_amounts", s->why, rows, TT_LEN(rows), out, err);
}

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    struct state s = {.in = in, .d = in->data, .p = in->param};
    tt_status st = all_books(&s, out, err);
    tt_vec_release(&s.items);
    tt_vec_release(&s.sums);
    return st;
}

const tt_detector tt_detector_digits_duplicate_amounts = {
    .id = "digits.duplicate_amounts",
    .revision = 3,
    .title = "One exact sum with many parties",
    .typology = "duplicate_amounts",
    .family = TT_FAMILY_PAYMENT,
    .split = TT_SPLIT_ENTITY,
    .indicators = "A-02",
    .source = "FATF and Egmont Group, Trade-Based Money Laundering: Risk Indicators (2021), "
              "account and transaction activity",
    .looks_for = "One sum, equal to the cent, that a party pays, is paid, invoices or is invoiced "
                 "with many different parties, where its other sums would let expect none.",
    .params = params,
    .n_params = P_COUNT,
    .run = run,
};
