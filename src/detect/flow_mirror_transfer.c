/*
 * flow_mirror_transfer.c - payments at home in two countries that answer each other.
 *
 * Not caught here: value that is settled through goods (flow_bmpe, flow_loop_mixed), payments
 * abroad. Formula, worked example, false positives: flow_mirror_transfer.md.
 */
#include "detect/common/motifs.h"
#include "detect/common/ties.h"
#include "graph/mirror.h"

#include <math.h>

enum { P_DAYS, P_FEE, P_SLIP, P_MIN_REPEATS, P_TIE_DF, P_HUBS, P_VISITS_ROOT, P_VISITS, P_MOTIF };

static const tt_param params[] = {
    [P_DAYS] = {"days", 3, 0, 60, "days", "longest time between the two payments, either way"},
    [P_FEE] = {"fee", 0.06, 0, 0.5, "ln", "largest fee: logarithm of the first by the second"},
    [P_SLIP] = {"slip", 0.02, 0, 0.5, "ln", "what rates and rounding may add, either way"},
    [P_MIN_REPEATS] = {"min_repeats", 3, 2, 1e6, "count", "fewer answers are not reported"},
    [P_TIE_DF] = {"tie_df", 10, 2, 1000, "count",
                  "telephones, addresses, directors and the like of more parties tie nobody"},
    [P_HUBS] = TT_MOTIF_HUBS("have no ties"),
    [P_VISITS_ROOT] = {"visits_root", 1e6, 1e2, 1e12, "count", "payments tried from one group"},
    [P_VISITS] = {"visits", 5e8, 1e3, 1e15, "count", "payments tried in all"},
    TT_MOTIF_ROWS(P_MOTIF, "groups", 2),
};

struct run {
    tt_motifs all;
    tt_ties ties;
    tt_mirrors found;
};

static const tt_answer *answer(const struct run *r, const tt_mirror *x, uint32_t i)
{
    return &r->found.answer[x->first + i];
}

/* The four of an answer; tied are the two in the middle, or the two at the ends. */
enum { PAYER, TAKER, GIVER, PAYEE, PARTS };

static tt_ix part(const struct run *r, const tt_answer *y, int which)
{
    const tt_ledger *l = &r->all.flows->ledger;
    const tt_ix v[PARTS] = {l->src[y->in], l->dst[y->in], l->src[y->out], l->dst[y->out]};
    return v[which];
}

static bool is_tied(const tt_mirror *x, int which)
{
    return (x->way == TT_MIRROR_BETWEEN) == (which == TAKER || which == GIVER);
}

/* Those that are tied come first: the claim is about them. */
static void collect(const void *run, tt_motif *m, const void *find)
{
    static const char *const role[PARTS] = {"payer", "taker", "giver", "payee"};
    const struct run *r = run;
    const tt_mirror *x = find;
    m->tied = true;
    for (int tied = 1; tied >= 0; tied--) {
        for (uint32_t i = 0; i < x->n; i++)
            for (int p = 0; p < PARTS; p++)
                if (is_tied(x, p) == tied)
                    tt_motif_party(m, part(r, answer(r, x, i), p), role[p]);
        if (tied)
            m->n_key = m->party.n;
    }
    for (uint32_t i = 0; i < x->n; i++) {
        tt_motif_entry(m, answer(r, x, i)->in);
        tt_motif_entry(m, answer(r, x, i)->out);
    }
    m->amount = x->in;
}

/* --- explanations --- */

static uint32_t count_sums(const struct run *r, const tt_mirror *x)
{
    const int64_t *amount = r->all.flows->ledger.amount;
    uint32_t n = 0;
    for (uint32_t i = 0; i < x->n; i++) {
        bool again = false;
        for (uint32_t k = 0; k < i; k++)
            again |= amount[answer(r, x, k)->in] == amount[answer(r, x, i)->in];
        n += !again;
    }
    return n;
}

/* Rents, instalments and list prices are paid in the same sums again and again. */
static void test_sums(const struct run *r, tt_motif *m, const tt_mirror *x)
{
    uint32_t n = count_sums(r, x);
    tt_motif_test(m, "standing_sums", 2 * n <= x->n,
                  tt_say(&m->w, "The %s come in %s.", tt_say_count(&m->w, x->n, "payment"),
                         tt_say_count(&m->w, n, "different sum")),
                  tt_motifs_param(&r->all, TT_MOTIF_EXPLAINED));
}

/* Days between one payment and the next are always about the same. */
static void test_rhythm(const struct run *r, tt_motif *m, const tt_mirror *x)
{
    const uint32_t *day = r->all.flows->ledger.day;
    uint32_t shortest = UINT32_MAX, longest = 0;
    for (uint32_t i = 1; i < x->n; i++) {
        uint32_t gap = day[answer(r, x, i)->in] - day[answer(r, x, i - 1)->in];
        shortest = TT_MIN(shortest, gap);
        longest = TT_MAX(longest, gap);
    }
    tt_motif_test(m, "regular_dates", shortest > 1 && longest - shortest <= TT_MAX(4, longest / 7),
                  tt_say(&m->w,
                         "They follow each other after %u to %u days; rents, wages and "
                         "instalments have a rhythm.",
                         shortest, longest),
                  tt_motifs_param(&r->all, TT_MOTIF_EXPLAINED));
}

static void test_persons(const struct run *r, tt_motif *m, const tt_mirror *x)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < x->n; i++)
        for (int p = TAKER; p <= PAYEE; p += PAYEE - TAKER)
            n += r->all.in->data->entities[part(r, answer(r, x, i), p)].type == TT_ENTITY_PERSON;
    tt_motif_test(m, "wages", 5 * n >= 4 * x->n,
                  tt_say(&m->w, "%u of the %u payments go to known persons.", n, 2 * x->n),
                  tt_motifs_param(&r->all, TT_MOTIF_EXPLAINED));
}

/* A group may be paid in one country and pay in another; that it pays in one and is paid in another
 * is its money going abroad. */
static void test_treasury(const struct run *r, tt_motif *m, tt_mirror_way way)
{
    bool one = true;
    for (size_t i = 0; i < m->n_key; i++)
        one &= r->all.owned[m->party.v[i]] == r->all.owned[m->party.v[0]];
    tt_motif_test(m, "group_treasury", one && way == TT_MIRROR_BETWEEN,
                  !one ? "No declared owner connects those that are tied."
                  : way == TT_MIRROR_BETWEEN
                      ? "Declared owners connect those that are tied: their group may be paid in "
                        "one country and pay in another."
                      : "Declared owners connect those that are tied: they pay in one country and "
                        "are paid in another, and it is the money of one owner that goes there.",
                  tt_motifs_param(&r->all, TT_MOTIF_EXPLAINED));
}

/* --- saying --- */

/* What joins those that are tied: all ties of the group together. */
static unsigned how_tied(const struct run *r, const tt_mirror *x)
{
    unsigned how = 0;
    for (size_t i = 0; i < r->ties.n; i++)
        how |= r->ties.v[i].group == x->group ? r->ties.how[i] : 0;
    return how;
}

static void measures(tt_motif *m, const tt_mirror *x)
{
    double fee = x->in > 0 ? 1 - (double)x->out / (double)x->in : 0;
    tt_draft_measure(&m->w, "answers", "count", x->n, 0, x->expected, 0);
    tt_draft_measure(&m->w, "could_be_answered", "count", x->most, NAN, NAN, 0);
    tt_draft_measure(&m->w, "fee", "1", fee, NAN, NAN, 0);
    tt_draft_money(&m->w, "paid_in", x->in);
    tt_draft_money(&m->w, "paid_out", x->out);
}

static const char *say_tied(tt_motif *m)
{
    const tt_ix *e = m->party.v;
    return m->n_key == 2
               ? tt_say(&m->w, "%s and %s", tt_say_party(&m->w, e[0]), tt_say_party(&m->w, e[1]))
               : tt_say_parties(&m->w, e, m->n_key, 4);
}

static void explain(const struct run *r, tt_motif *m, const tt_mirror *x)
{
    tt_draft *w = &m->w;
    const tt_answer *first = answer(r, x, 0);
    bool between = x->way == TT_MIRROR_BETWEEN;
    w->f.title = tt_say(w, "Payments at home in two countries answer each other %u times", x->n);
    w->f.explanation =
        tt_say(w,
               "%s %s. %u times a payment inside one country, %s one of them, was within %s of a "
               "payment inside the other, %s the other one, of nearly the same value: %s and %s in "
               "all (%s %% less). Value moves, and no payment crosses a border. First: %s; %s. By "
               "the amounts, and by the days on which payments at home are made in these data, %s "
               "such answers are expected; the chance of as many is %s.",
               say_tied(m), tt_draft_text(w, tt_ties_say(how_tied(r, x), w->a)), x->n,
               between ? "to" : "by", tt_say_count(w, (uint64_t)r->all.in->param[P_DAYS], "day"),
               between ? "by" : "to", tt_say_money(w, x->in), tt_say_money(w, x->out),
               tt_say_number(w, 100 * (1 - (double)x->out / (double)x->in), 1),
               tt_motif_say_entry(m, first->in), tt_motif_say_entry(m, first->out),
               tt_say_chance(w, x->expected), tt_say_chance(w, x->p));
    tt_draft_step(
        w, "Ask those who pay and are paid at home what for, and who told them the account.");
    tt_draft_step(w, "Ask those that are tied for what they owe each other and how it is settled.");
    tt_draft_step(w, "Look for messages, cash and other payments around these days.");
}

static void tell(const void *run, tt_motif *m, const void *find)
{
    test_sums(run, m, find);
    test_rhythm(run, m, find);
    test_persons(run, m, find);
    test_treasury(run, m, ((const tt_mirror *)find)->way);
    measures(m, find);
    explain(run, m, find);
}

static tt_status search(struct run *r, tt_err *err)
{
    const tt_detect_in *in = r->all.in;
    const tt_data *d = in->data;
    const double *p = in->param;
    tt_country *place = tt_new_n(in->scratch, tt_country, d->n_entities + 1);
    if (!place)
        return tt_fail(err, TT_ENOMEM, "no memory for countries");
    for (tt_ix e = 1; e <= d->n_entities; e++)
        place[e] = d->entities[e].country;
    TT_TRY(tt_ties_make(in, (uint32_t)p[P_TIE_DF], r->all.hub, in->scratch, &r->ties, err));
    const tt_mirror_options opt = {
        .place = place,
        .tie = r->ties.v,
        .n_ties = r->ties.n,
        .days = (uint32_t)p[P_DAYS],
        .low = exp(-p[P_FEE] - p[P_SLIP]),
        .high = exp(p[P_SLIP]),
        .least = (uint32_t)p[P_MIN_REPEATS],
        .visits_root = (uint64_t)p[P_VISITS_ROOT],
        .visits = (uint64_t)p[P_VISITS],
    };
    return tt_mirrors_find(&r->all.flows->ledger, &opt, in->scratch, &r->found, err);
}

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    static const tt_motif_kind kind = {"flow.mirror_transfer", "group", P_HUBS, P_MOTIF};
    static const tt_motif_how how = {collect, tell};
    const double *p = in->param;
    struct run r = {.ties = {0}};
    TT_TRY(tt_motifs_begin(&r.all, in, &kind, err));
    TT_TRY(search(&r, err));
    for (size_t i = 0; i < r.found.n; i++)
        TT_TRY(tt_motifs_tell(&r.all, &how, &r, &r.found.v[i], r.found.v[i].p, out, err));
    const tt_cut_words words = {
        .id = kind.id,
        .limit = tt_motifs_limit(&r.all, p[P_VISITS_ROOT], p[P_VISITS], "payments", "group"),
        .start = "group",
        .visit = "payment",
        .effect = "answers to later payments of the groups that were cut may be missing",
    };
    return tt_motifs_end(&r.all, &r.found.effort, &words, out, err);
}

const tt_detector tt_detector_flow_mirror_transfer = {
    .id = "flow.mirror_transfer",
    .revision = 1,
    .title = "Payments that mirror each other",
    .typology = "mirror_transfer",
    .family = TT_FAMILY_FLOW,
    .split = TT_SPLIT_ENTITY,
    .needs = TT_NEEDS_NAMES,
    .indicators = "O-07 O-08",
    .source = "FATF, Professional Money Laundering (2018), underground banking; FATF, The Role of "
              "Hawala and Other Similar Service Providers (2013)",
    .looks_for =
        "Payments inside one country that payments inside another answer within days, less "
        "a fee, again and again, by parties that share something or trade.",
    .params = params,
    .n_params = TT_LEN(params),
    .run = run,
};
