/* trials.c - see trials.h. */
#include "detect/common/trials.h"

#include "base/str.h"
#include "detect/common/tail.h"

#include <math.h>

enum { ENOUGH = 200 }; /* trials of others from which a correlation is estimated */
enum { REPEAT, PRIOR, MIN_VALUE, MIN_WEIGHT }; /* from words->first on */

struct state {
    const tt_detect_in *in;
    const tt_trial_words *words;
    const void *ctx;
    const double *p;
    size_t n, n_side[2]; /* trials that differ to -1, to 1 */
    size_t n_among;      /* trials of relations of two and more */
    double among[2];     /* sum of k (k - 1) / (n - 1) of these: how often two of one both differ */
    tt_tally *weak;
};

tt_status tt_trials_add(tt_trial_vec *v, tt_trial t, tt_err *err)
{
    return tt_vec_push(v, t) ? TT_OK : tt_fail(err, TT_ENOMEM, "no memory for comparisons");
}

const void *tt_trial_copy(tt_arena *a, const void *item, size_t size)
{
    void *own = tt_arena_zalloc(a, 1, size);
    if (own)
        memcpy(own, item, size);
    return own;
}

void tt_relation_say(tt_draft *w, const tt_relation *r, const tt_relation_text *t, const char *top)
{
    const char *k = tt_say_number(w, (double)r->k, 0), *n = tt_say_count(w, r->n, t->of);
    tt_draft_measure(w, tt_say(w, "%ss_that_differ", t->of), "1", (double)r->k, 0,
                     isnan(r->p) ? (double)NAN : r->usual * (double)r->n,
                     (uint32_t)TT_MIN(r->others, (size_t)UINT32_MAX));
    w->f.title = tt_say(w, "%s in %s of %s", t->title, k, n);
    w->f.explanation =
        tt_say(w, "In %s of %s between these parties %s. %s %s", k, n, t->clause, top, t->means);
    tt_draft_tests(w, t->tests, t->n_tests);
    tt_draft_steps(w, t->steps, t->n_steps);
}

static void say_usual(const struct state *s, const tt_relation *r, tt_draft *w)
{
    if (isnan(r->p)) {
        tt_draft_test(w, "usual_in_these_data", TT_TEST_UNKNOWN,
                      "No deal of others differs, and the data are complete: no rate to compare "
                      "with.");
        return;
    }
    const char *p =
        r->p < 1e-6 ? "below 0.000001"
                    : tt_draft_text(w, tt_arena_printf(w->a, "= %s", tt_say_number(w, r->p, 6)));
    tt_draft_test(
        w, "usual_in_these_data", TT_TEST_NOT_EXPLAINED,
        tt_draft_text(
            w,
            tt_arena_printf(
                w->a,
                "Of %s of others, and with %s, %s %% differ "
                "in this direction, and those of one relation are alike (correlation %s); "
                "so many of this relation by chance: p %s.",
                tt_say_count(w, r->others, s->words->of ? s->words->of : "deal"), s->words->expect,
                tt_say_number(w, 100 * r->usual, 1), tt_say_number(w, r->rho, 2), p)));
}

/* Seller, buyer, goods, side, claim: what else is in the data does not change it. */
static tt_str key_of(const struct state *s, const tt_relation *r, tt_draft *w)
{
    const tt_data *d = s->in->data;
    tt_str claim = tt_str_of(s->words->claim ? s->words->claim : "");
    size_t n = sizeof(tt_hash);
    char *key = tt_new_n(w->a, char, 2 * n + TT_HS_TEXT + 1 + claim.n);
    if (!key) {
        w->failed = true;
        return (tt_str){NULL, 0};
    }
    memcpy(key, d->entities[r->v->seller].id.b, n);
    memcpy(key + n, d->entities[r->v->buyer].id.b, n);
    n = 2 * n + tt_hs_text(r->v->hs6, key + 2 * n);
    key[n++] = r->side > 0 ? '+' : '-';
    if (claim.n)
        memcpy(key + n, claim.p, claim.n);
    n += claim.n;
    return (tt_str){key, n};
}

static tt_status tell(const struct state *s, const tt_relation *r, tt_findings *out, tt_err *err)
{
    tt_draft w;
    tt_draft_begin(&w, s->in->data, s->in->scratch);
    const tt_ix party[] = {r->v->seller, r->v->buyer};
    for (size_t i = 0; i < TT_LEN(party); i++)
        if (party[i] && s->words->roles[i])
            tt_draft_entity(&w, party[i], s->words->roles[i]);
    s->words->cite(s->ctx, r->top, &w);
    for (size_t i = 0; i < r->n; i++)
        if (r->v[i].side == r->side && &r->v[i] != r->top)
            s->words->cite(s->ctx, &r->v[i], &w);
    w.f.p_value = r->p;
    w.f.weight = tt_bans(r->weight);
    w.f.value_shift.minor = r->shift;
    w.f.direction = r->side > 0 ? TT_SHIFT_TO_EXPORTER : TT_SHIFT_TO_IMPORTER;
    w.f.key = key_of(s, r, &w);
    s->words->tell(s->ctx, r, &w);
    say_usual(s, r, &w);
    return tt_draft_add(&w, out, err);
}

static double both_differ(size_t k, size_t n)
{
    return n > 1 ? (double)k * (double)(k - 1) / (double)(n - 1) : 0;
}

/* How alike the trials of one relation are, seen in all others: by moments, independent before. */
static double alike(const struct state *s, const tt_relation *r)
{
    double prior = s->p[PRIOR], u = r->usual, spread = u * (1 - u);
    double n = (double)(s->n_among - (r->n > 1 ? r->n : 0)) + prior;
    double both = s->among[r->side > 0] - both_differ(r->k, r->n);
    if (spread <= 0 || n < ENOUGH + prior)
        return 0;
    both = (TT_MAX(both, 0) + prior * u * u) / n;
    return TT_MIN(TT_MAX((both - u * u) / spread, 0.0), 1.0);
}

/* Chance of so many differences at the rate of all other relations. */
static void chance(const struct state *s, tt_relation *r)
{
    double prior = s->p[PRIOR], all = (double)r->others + prior;
    size_t differ = s->n_side[r->side > 0] - r->k;
    r->usual = all > 0 ? TT_MIN(((double)differ + r->top->gap * prior) / all, 1) : 0;
    r->p = (double)NAN;
    if (r->usual <= 0)
        return; /* nothing to compare with says nothing */
    r->rho = tt_round9(alike(s, r));
    r->p = tt_round9(tt_beta_binomial_tail(r->n, r->usual, r->rho, r->k));
    if (r->p > 0)
        r->weight = TT_MIN(r->weight, tt_round9(tt_log10_e_of_p(r->p)));
}

static tt_status
judge(const struct state *s, const tt_trial *v, size_t n, int side, tt_findings *out, tt_err *err)
{
    tt_relation r = {.v = v, .n = n, .side = side, .others = s->n - n};
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        sum += v[i].side == side ? v[i].lr : 1;
        if (v[i].side != side)
            continue;
        r.k++;
        if (!tt_add_i64(r.shift, v[i].shift, &r.shift))
            return tt_fail(err, TT_ELIMIT, "differences of one relation overflow");
        if (!r.top || v[i].off > r.top->off)
            r.top = &v[i];
    }
    if (!r.top || tt_money_double((tt_money){r.shift, s->in->data->base}) < s->p[MIN_VALUE])
        return TT_OK;
    r.weight =
        tt_round9(log10(sum / (double)n) + s->p[REPEAT] * (double)TT_MIN(r.k - 1, (size_t)5));
    chance(s, &r);
    if (r.weight >= s->p[MIN_WEIGHT])
        return tell(s, &r, out, err);
    if (s->weak)
        tt_tally_add(s->weak, r.shift);
    return TT_OK;
}

static int group_cmp(const tt_trial *a, const tt_trial *b)
{
    if (a->seller != b->seller)
        return a->seller < b->seller ? -1 : 1;
    if (a->buyer != b->buyer)
        return a->buyer < b->buyer ? -1 : 1;
    if (a->hs6 != b->hs6)
        return a->hs6 < b->hs6 ? -1 : 1;
    return (a->dim > b->dim) - (a->dim < b->dim);
}

static size_t end_of(const tt_trial_vec *v, size_t from)
{
    size_t i = from + 1;
    while (i < v->n && group_cmp(&v->v[from], &v->v[i]) == 0)
        i++;
    return i;
}

/* What all others of a relation are held against. */
static void count(struct state *s, const tt_trial *v, size_t n)
{
    size_t k[2] = {0, 0};
    for (size_t i = 0; i < n; i++)
        if (v[i].side)
            k[v[i].side > 0]++;
    for (int side = 0; side < 2; side++) {
        s->n_side[side] += k[side];
        s->among[side] += both_differ(k[side], n);
    }
    s->n_among += n > 1 ? n : 0;
}

static int trial_cmp(const void *pa, const void *pb, void *ctx)
{
    const tt_trial *a = pa, *b = pb;
    TT_UNUSED(ctx);
    int c = group_cmp(a, b);
    return c ? c : (a->at > b->at) - (a->at < b->at);
}

tt_status tt_trials_judge(const tt_detect_in *in, tt_trial_vec *v, const tt_trial_words *words,
                          const void *ctx, tt_tally *weak, tt_findings *out, tt_err *err)
{
    struct state s = {.in = in,
                      .words = words,
                      .ctx = ctx,
                      .p = in->param + words->first,
                      .n = v->n,
                      .weak = weak};
    if (!tt_sort(v->v, v->n, sizeof *v->v, trial_cmp, NULL))
        return tt_fail(err, TT_ENOMEM, "no memory for comparisons");
    for (size_t i = 0, next; i < v->n; i = next) {
        next = end_of(v, i);
        count(&s, &v->v[i], next - i);
    }
    for (size_t i = 0, next; i < v->n; i = next) {
        next = end_of(v, i);
        TT_TRY(judge(&s, &v->v[i], next - i, 1, out, err));
        TT_TRY(judge(&s, &v->v[i], next - i, -1, out, err));
    }
    return TT_OK;
}

tt_ix tt_trial_alone(const tt_data *d, tt_ref doc)
{
    size_t at = d->n_deals + doc.doc;
    for (int k = TT_KIND_NONE; k < (int)doc.kind; k++)
        at += tt_data_n_docs(d, (tt_kind)k);
    return (tt_ix)at;
}

bool tt_trials_one_a_deal(tt_trial_vec *v)
{
    size_t n = 0;
    if (!tt_sort(v->v, v->n, sizeof *v->v, trial_cmp, NULL)) /* stable */
        return false;
    for (size_t i = 0; i < v->n; i++) {
        tt_trial *last = n ? &v->v[n - 1] : NULL;
        if (!last || trial_cmp(last, &v->v[i], NULL) != 0)
            v->v[n++] = v->v[i];
        else if (v->v[i].off > last->off)
            *last = v->v[i];
    }
    v->n = n;
    return true;
}
