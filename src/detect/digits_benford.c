/*
 * digits_benford.c - the first two digits of a party's sums are neither those of many sums nor
 * those of its own.
 *
 * A screen: made-up figures and sums kept below a limit leave such traces, and so do price lists.
 * Not caught here: parties with few sums, sums within two decades.  Formula, worked example, known
 * false positives: digits_benford.md.
 */
#include "detect/common/digits.h"
#include "detect/common/draft.h"
#include "detect/common/shared.h"
#include "detect/common/tail.h"
#include "detect/common/tally.h"

#include "base/vec.h"

#include <math.h>

enum { P_LEAST, P_DECADES, P_REPLICATES, P_CAP, P_MIN_WEIGHT, P_COUNT };

static const tt_param params[P_COUNT] = {
    [P_LEAST] = {"n_min", 1000, 50, 1e9, "count", "different sums of one book and currency"},
    [P_DECADES] = {"decades", 2, 0, 10, "log10",
                   "that they span, but for a hundredth at either end"},
    [P_REPLICATES] = {"replicates", 9999, 99, 1e6, "count", "samples drawn at most"},
    [P_CAP] = {"cap", 0.5, 0, 1, "log10", "weight at most: a screen"},
    [P_MIN_WEIGHT] = {"min_weight", 0.3, -1, 3, "log10",
                      "weaker evidence is counted, not reported"},
};

static const struct side {
    tt_book book;
    const char *role, *of;
} sides[] = {
    {TT_BOOK_PAID, "payer", "payments that it made"},
    {TT_BOOK_EARNED, "payee", "payments that it got"},
    {TT_BOOK_SOLD, "seller", "invoices that it wrote"},
    {TT_BOOK_BOUGHT, "buyer", "invoices that it got"},
};

struct item {
    tt_ccy ccy;
    int64_t minor;
    tt_ix doc;
};
TT_VEC(item_vec, struct item);

/* The sums of a party in one book and currency, and what they were found to be. */
struct tested {
    unsigned side;
    tt_ix party;
    const struct item *v; /* ascending, each sum once */
    size_t n;
    tt_digits digits;
    tt_digit_law law;           /* its own */
    tt_digit_test benford, own; /* against either law */
    unsigned parts;
    double p;
};
TT_VEC(tested_vec, struct tested);

enum why { NARROW, WEAK, WHYS };

struct state {
    const tt_detect_in *in;
    const tt_data *d;
    const double *p;
    item_vec items; /* of one book */
    tested_vec tested;
    tt_tally why[WHYS];
};

/* --- one book --- */

static tt_money sum_of(const tt_data *d, tt_kind kind, tt_ix doc)
{
    tt_doc_type type = kind == TT_KIND_INVOICE ? d->invoices[doc].type : TT_DOC_UNKNOWN;
    tt_money none = {TT_NO_NUM, TT_CCY_NONE};
    if (type == TT_DOC_CREDIT_NOTE || type == TT_DOC_PROFORMA)
        return none;
    return kind == TT_KIND_INVOICE ? d->invoices[doc].total : d->payments[doc].amount;
}

static int item_cmp(const void *pa, const void *pb, void *ctx)
{
    const struct item *a = pa, *b = pb;
    TT_UNUSED(ctx);
    if (a->ccy != b->ccy)
        return a->ccy < b->ccy ? -1 : 1;
    if (a->minor != b->minor)
        return a->minor < b->minor ? -1 : 1;
    return (a->doc > b->doc) - (a->doc < b->doc);
}

/* Both laws; the numbers drawn depend on nothing but who it is. */
static tt_status try_laws(const struct state *s, struct tested *t, tt_arena *a, tt_err *err)
{
    double *x = tt_new_n(a, double, t->n), *room = tt_new_n(a, double, t->n *TT_DIGIT_PARTS);
    uint64_t seed = 0;
    tt_rng r;
    tt_digit_law benford = tt_digit_benford();
    if (!x || !room)
        return tt_fail(err, TT_ENOMEM, "no memory for digits");
    for (size_t i = 0; i < t->n; i++) {
        x[i] = log((double)t->v[i].minor);
        t->digits.seen[tt_digit_pair(t->v[i].minor) - 10]++;
    }
    t->digits.n = (uint32_t)t->n;
    for (size_t i = 0; i < sizeof seed; i++)
        seed = seed << 8 | s->d->entities[t->party].id.b[i];
    tt_rng_init(&r, seed, sides[t->side].role);
    t->law = tt_digit_fit(x, t->n, room, &t->parts);
    uint32_t replicates = (uint32_t)s->p[P_REPLICATES];
    t->benford = tt_digit_try(&t->digits, &benford, replicates, &r);
    t->own = tt_digit_try(&t->digits, &t->law, replicates, &r);
    t->p = fmax(t->benford.p, t->own.p);
    return TT_OK;
}

/* v: one currency, ascending.  What is tested is copied. */
static tt_status one_currency(struct state *s, unsigned side, tt_ix party, const struct item *v,
                              size_t n, tt_err *err)
{
    tt_arena room;
    struct tested t = {.side = side, .party = party};
    struct item *own = NULL;
    size_t k = 0;
    for (size_t i = 0; i < n; i++)
        k += i == 0 || v[i].minor != v[i - 1].minor;
    if ((double)k < s->p[P_LEAST])
        return TT_OK;
    own = tt_new_n(s->in->scratch, struct item, k);
    if (!own)
        return tt_fail(err, TT_ENOMEM, "no memory for digits");
    for (size_t i = 0; i < n; i++)
        if (i == 0 || v[i].minor != v[i - 1].minor)
            own[t.n++] = v[i];
    t.v = own;
    double low = (double)own[k / 100].minor, high = (double)own[k - 1 - k / 100].minor;
    if (tt_round9(log10(high / low)) < s->p[P_DECADES]) {
        tt_tally_add(&s->why[NARROW], TT_NO_NUM);
        return TT_OK;
    }
    tt_arena_init(&room, 0);
    tt_status st = try_laws(s, &t, &room, err);
    tt_arena_release(&room);
    TT_TRY(st);
    return tt_vec_push(&s->tested, t) ? TT_OK : tt_fail(err, TT_ENOMEM, "no memory for digits");
}

static tt_status one_book(struct state *s, unsigned side, tt_ix party, tt_err *err)
{
    size_t n;
    const tt_ix *v = tt_books_of(&s->in->shared->books, sides[side].book, party, &n);
    s->items.n = 0;
    if ((double)n < s->p[P_LEAST] || s->in->shared->flows.serves[party])
        return TT_OK;
    for (size_t i = 0; i < n; i++) {
        tt_money m = sum_of(s->d, tt_book_kind(sides[side].book), v[i]);
        if (m.minor != TT_NO_NUM && tt_digit_pair(m.minor) &&
            !tt_vec_push(&s->items, ((struct item){m.ccy, m.minor, v[i]})))
            return tt_fail(err, TT_ENOMEM, "no memory for digits");
    }
    if (!tt_sort(s->items.v, s->items.n, sizeof *s->items.v, item_cmp, NULL))
        return tt_fail(err, TT_ENOMEM, "no memory for digits");
    for (size_t i = 0, next; i < s->items.n; i = next) {
        for (next = i; next < s->items.n && s->items.v[next].ccy == s->items.v[i].ccy;)
            next++;
        TT_TRY(one_currency(s, side, party, &s->items.v[i], next - i, err));
    }
    return TT_OK;
}

/* --- telling it --- */

/* The pairs that are most in excess of the party's own law, the most first. */
enum { TOLD = 3 };

static void excesses(const struct tested *t, int top[TOLD])
{
    double z[TT_DIGIT_PAIRS];
    for (int i = 0; i < TT_DIGIT_PAIRS; i++) {
        double expect = (double)t->n * t->law.q[i];
        z[i] = tt_round9((t->digits.seen[i] - expect) / sqrt(expect));
    }
    for (int k = 0; k < TOLD; k++) {
        top[k] = 0;
        for (int i = 1; i < TT_DIGIT_PAIRS; i++)
            if (z[i] > z[top[k]])
                top[k] = i;
        z[top[k]] = -(double)INFINITY;
    }
}

static const char *pairs_text(const struct tested *t, const int top[TOLD], tt_draft *w)
{
    const char *text = "";
    for (int k = 0; k < TOLD; k++)
        text = tt_say(w, "%s%s%d in %u (%s expected)", text, k ? ", " : "", top[k] + 10,
                      t->digits.seen[top[k]], tt_say_number(w, (double)t->n * t->law.q[top[k]], 1));
    return text;
}

static tt_status
tell(const struct state *s, const struct tested *t, double p, tt_findings *out, tt_err *err)
{
    static const char *const steps[] = {
        "Look at the sums that begin with these digits: for what, with whom, on which days.",
        "Ask which limits, price lists or templates its sums follow.",
        "Use it to choose what to look at first; it shows nothing alone.",
    };
    const struct side *side = &sides[t->side];
    tt_draft w;
    int top[TOLD];
    tt_draft_begin(&w, s->d, s->in->scratch);
    excesses(t, top);
    tt_draft_entity(&w, t->party, side->role);
    for (size_t i = 0; i < t->n; i++)
        for (int k = 0; k < TOLD; k++)
            if ((int)tt_digit_pair(t->v[i].minor) == top[k] + 10)
                tt_draft_document(&w, tt_book_kind(side->book), t->v[i].doc, 0);
    tt_draft_test(&w, "own_spread", TT_TEST_NOT_EXPLAINED,
                  tt_say(&w, "A mixture of %s fitted to its own sums has such digits with p %s.",
                         tt_say_count(&w, t->parts, "lognormal"), tt_say_chance(&w, t->own.p)));
    tt_draft_test(&w, "repeated_sums", TT_TEST_NOT_EXPLAINED, "Each sum counts once.");
    tt_draft_test(&w, "price_list", TT_TEST_UNKNOWN,
                  "Whether prices or tariffs favour these digits is not in the data.");
    tt_draft_measure(&w, "mad_benford", "1", t->benford.mad, 0, NAN, (uint32_t)t->n);
    tt_draft_measure(&w, "chi2_benford", "1", t->benford.chi2, 0, NAN, (uint32_t)t->n);
    tt_draft_measure(&w, "chi2_own_spread", "1", t->own.chi2, 0, NAN, (uint32_t)t->n);
    tt_draft_measure(&w, "different_sums", "count", (double)t->n, NAN, NAN, 0);
    w.f.title = tt_say(&w, "First digits of %s that neither law explains", side->of);
    w.f.explanation = tt_say(
        &w,
        "The first two digits of %s different sums of %s follow neither Benford's law (p %s) nor "
        "the spread of these very sums (p %s); with as many parties tested as here, p %s. Most in "
        "excess: %s. Made-up figures do that, and so do price lists.",
        tt_say_number(&w, (double)t->n, 0), side->of, tt_say_chance(&w, t->benford.p),
        tt_say_chance(&w, t->own.p), tt_say_chance(&w, p), pairs_text(t, top, &w));
    tt_draft_steps(&w, steps, TT_LEN(steps));
    w.f.p_value = p;
    w.f.weight = tt_bans(fmin(s->p[P_CAP], tt_log10_e_of_p(p)));
    w.f.direction = TT_SHIFT_NONE;
    return tt_draft_add(&w, out, err);
}

/* --- all together --- */

static tt_status judge(struct state *s, tt_findings *out, tt_err *err)
{
    static const tt_tally_row rows[] = {
        {NARROW, "sums within fewer decades than are needed", "book",
         "Benford's law says nothing of them", NULL},
        {WEAK, "books whose weight is below min_weight", "book",
         "one of the two laws, or that so many are tested, explains the digits", NULL},
    };
    for (tt_ix e = 1; e <= s->d->n_entities; e++)
        for (unsigned side = 0; side < TT_LEN(sides); side++)
            TT_TRY(one_book(s, side, e, err));
    for (size_t i = 0; i < s->tested.n; i++) {
        const struct tested *t = &s->tested.v[i];
        double p = tt_round9(fmin(t->p * (double)s->tested.n, 1));
        if (fmin(s->p[P_CAP], tt_log10_e_of_p(p)) < s->p[P_MIN_WEIGHT])
            tt_tally_add(&s->why[WEAK], TT_NO_NUM);
        else
            TT_TRY(tell(s, t, p, out, err));
    }
    return tt_tally_tell(s->in, "digits.benford", s->why, rows, TT_LEN(rows), out, err);
}

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    struct state s = {.in = in, .d = in->data, .p = in->param};
    tt_status st = judge(&s, out, err);
    tt_vec_release(&s.items);
    tt_vec_release(&s.tested);
    return st;
}

const tt_detector tt_detector_digits_benford = {
    .id = "digits.benford",
    .revision = 1,
    .title = "First digits that no law explains",
    .typology = "benford",
    .family = TT_FAMILY_CONTEXT,
    .split = TT_SPLIT_ENTITY,
    .indicators = "A-02",
    .source = "A. Cerioli, L. Barabesi, A. Cerasa, M. Menegatti, D. Perrotta, Newcomb-Benford law "
              "and the detection of frauds in international trade, PNAS 116, 2019",
    .looks_for = "Parties with very many sums whose first two digits follow neither Benford's law "
                 "nor the spread of their own sums.",
    .params = params,
    .n_params = P_COUNT,
    .run = run,
};
