/* absence.c - see absence.h. */
#include "detect/common/absence.h"

#include "base/num.h"
#include "base/vec.h"
#include "detect/common/coverage.h"
#include "detect/common/tail.h"

#include <math.h>

enum { LEAST, MAX_SHARE, RHO, MIN_WEIGHT, MAX_FALSE }; /* from words->first on */

TT_VEC(absence_vec, tt_absence);

struct state {
    const tt_detect_in *in;
    const tt_absence_words *words;
    const void *ctx;
    const double *p;
    tt_expected *v;
    size_t n;
    tt_coverage_counts counts;
    absence_vec gaps;     /* relations with gaps and known coverage */
    uint64_t n_relations; /* all with known coverage */
    tt_tally *unknown, *weak;
};

static int row_cmp(const void *pa, const void *pb, void *ctx)
{
    const tt_coverage_row *a = pa, *b = pb;
    TT_UNUSED(ctx);
    return a->country < b->country ? -1 : a->country > b->country;
}

static tt_status count_countries(struct state *s, tt_err *err)
{
    tt_coverage_row *v = tt_new_n(s->in->scratch, tt_coverage_row, s->n + 1);
    if (!v)
        return tt_fail(err, TT_ENOMEM, "no memory for coverage");
    for (size_t i = 0; i < s->n; i++)
        v[i] = (tt_coverage_row){s->v[i].country, 1, s->v[i].here};
    if (!tt_sort(v, s->n, sizeof *v, row_cmp, NULL))
        return tt_fail(err, TT_ENOMEM, "no memory for coverage");
    s->counts = (tt_coverage_counts){.by = v};
    for (size_t i = 0; i < s->n; i++) {
        s->counts.all.n++;
        s->counts.all.k += v[i].k;
        if (s->counts.n && v[s->counts.n - 1].country == v[i].country) {
            v[s->counts.n - 1].n++;
            v[s->counts.n - 1].k += v[i].k;
        } else {
            v[s->counts.n++] = v[i];
        }
    }
    return TT_OK;
}

static bool coverage_of(const struct state *s, tt_expected *t, uint64_t own_n, uint64_t own_k)
{
    double usual;
    bool estimated =
        (!t->stated || s->words->no_more_than_usual) &&
        tt_coverage_estimated(&s->counts, t->country, own_n, own_k, (uint64_t)s->p[LEAST], &usual);
    if (estimated && (!t->stated || usual < t->share)) {
        t->share = usual;
        t->stated = false;
    } else if (!t->stated) {
        return false;
    }
    t->share = fmin(t->share, s->p[MAX_SHARE]);
    return true;
}

/* The mean of two e-values; for one trial both are 1 / (1 - c). */
static double weight_of(const tt_absence *r)
{
    double harmonic = 0, mean = 0;
    for (uint64_t i = 0; i < r->n; i++) {
        harmonic += 1 / (double)(i + 1);
        mean += r->v[i].here ? 0 : 1 / (1 - r->v[i].share) / (double)r->n;
    }
    double number = 1 / (fmax(r->tail, 1e-300) * (double)(r->k + 1) * harmonic);
    return log10((mean + number) / 2);
}

static tt_status weigh(struct state *s, tt_expected *v, size_t n, tt_err *err)
{
    tt_absence r = {.v = v, .n = n, .stated = true};
    bool known = true;
    for (size_t i = 0; i < n; i++)
        r.k += v[i].here;
    for (size_t i = 0; i < n; i++) {
        known = known && coverage_of(s, &v[i], n, r.k);
        r.share += v[i].share / (double)n;
        r.stated = r.stated && v[i].stated;
        if (!v[i].here && !tt_add_i64(r.value, v[i].value, &r.value))
            return tt_fail(err, TT_ELIMIT, "documents of one relation overflow");
    }
    for (size_t i = 0; i < n && !known; i++)
        if (!v[i].here)
            tt_tally_add(s->unknown, v[i].value);
    s->n_relations += known;
    if (!known || r.k == n)
        return TT_OK;
    r.tail = tt_beta_binomial_tail(n, 1 - r.share, s->p[RHO], n - r.k);
    r.bonus = s->words->bonus ? s->words->bonus(s->ctx, &r) : 0;
    r.weight = tt_round9(weight_of(&r) + r.bonus);
    r.p = r.tail * pow(10, -r.bonus);
    return tt_vec_push(&s->gaps, r) ? TT_OK : tt_fail(err, TT_ENOMEM, "no memory for relations");
}

/* The p up to which relations are told. */
static tt_status threshold(const struct state *s, double *out, tt_err *err)
{
    size_t n = s->gaps.n, k = n;
    double *v = tt_new_n(s->in->scratch, double, n);
    if (!v)
        return tt_fail(err, TT_ENOMEM, "no memory for relations");
    for (size_t i = 0; i < n; i++)
        v[i] = s->gaps.v[i].p;
    tt_sort_double(v, n);
    double one = s->p[MAX_FALSE] / (double)TT_MAX(s->n_relations, (uint64_t)1);
    while (k > 0 && tt_round9(v[k - 1] / one) > (double)k)
        k--;
    *out = k ? v[k - 1] : -1;
    return TT_OK;
}

static tt_status tell(const struct state *s, const tt_absence *r, tt_findings *out, tt_err *err)
{
    const tt_data *d = s->in->data;
    tt_draft w;
    tt_hash key[2] = {d->entities[r->v->seller].id, d->entities[r->v->buyer].id};
    tt_draft_begin(&w, d, s->in->scratch);
    const char *const *roles = s->words->roles;
    if (r->v->seller)
        tt_draft_entity(&w, r->v->seller, roles[0] ? roles[0] : "seller");
    if (r->v->buyer)
        tt_draft_entity(&w, r->v->buyer, roles[1] ? roles[1] : "buyer");
    w.f.weight = tt_bans(r->weight);
    w.f.p_value = r->tail;
    w.f.value_shift.minor = r->value;
    w.f.key = (tt_str){(const char *)key, sizeof key};
    s->words->tell(s->ctx, r, &w);
    return tt_draft_add(&w, out, err);
}

static tt_status tell_all(struct state *s, tt_findings *out, tt_err *err)
{
    double most = -1;
    TT_TRY(threshold(s, &most, err));
    for (size_t i = 0; i < s->gaps.n; i++) {
        const tt_absence *r = &s->gaps.v[i];
        if (r->n - r->k >= s->words->least && r->p <= most && r->weight >= s->p[MIN_WEIGHT]) {
            TT_TRY(tell(s, r, out, err));
            continue;
        }
        for (uint64_t k = 0; k < r->n; k++)
            if (!r->v[k].here)
                tt_tally_add(s->weak, r->v[k].value);
    }
    return TT_OK;
}

static int expected_cmp(const void *pa, const void *pb, void *ctx)
{
    const tt_expected *a = pa, *b = pb;
    TT_UNUSED(ctx);
    if (a->seller != b->seller)
        return a->seller < b->seller ? -1 : 1;
    if (a->buyer != b->buyer)
        return a->buyer < b->buyer ? -1 : 1;
    return a->at < b->at ? -1 : a->at > b->at;
}

static tt_status judge(struct state *s, tt_findings *out, tt_err *err)
{
    if (!tt_sort(s->v, s->n, sizeof *s->v, expected_cmp, NULL))
        return tt_fail(err, TT_ENOMEM, "no memory for documents");
    TT_TRY(count_countries(s, err));
    for (size_t i = 0, next; i < s->n; i = next) {
        for (next = i; next < s->n && s->v[next].seller == s->v[i].seller &&
                       s->v[next].buyer == s->v[i].buyer;)
            next++;
        TT_TRY(weigh(s, &s->v[i], next - i, err));
    }
    return tell_all(s, out, err);
}

tt_status
tt_absence_judge(const tt_detect_in *in, tt_expected *v, size_t n, const tt_absence_words *words,
                 const void *ctx, tt_tally *unknown, tt_tally *weak, tt_findings *out, tt_err *err)
{
    struct state s = {.in = in,
                      .words = words,
                      .ctx = ctx,
                      .p = in->param + words->first,
                      .v = v,
                      .n = n,
                      .unknown = unknown,
                      .weak = weak};
    tt_status st = judge(&s, out, err);
    tt_vec_release(&s.gaps);
    return st;
}
