/* mirror.c - see mirror.h. */
#include "graph/mirror.h"

#include "base/num.h"
#include "base/stat.h"
#include "base/vec.h"
#include "graph/lists.h"

TT_VEC(mirror_vec, tt_mirror);
TT_VEC(answer_vec, tt_answer);

enum { PAYS, PAID, SIDES };

/* Payments at home of each party, on one side: in order of time, and their amounts ascending. */
struct side {
    uint32_t *off, *at;
    int64_t *rising;
};

/* Those of one party. */
struct list {
    const uint32_t *at;
    const int64_t *rising;
    uint32_t n;
};

struct search {
    const tt_ledger *l;
    const tt_mirror_options *opt;
    struct side side[SIDES];
    uint32_t *before; /* of a day: payments at home on the days before it */
    uint32_t *taken;  /* of an entry: turn in which it was taken */
    uint32_t turn;
    uint64_t share, made;
    bool stopped;
    mirror_vec v;
    answer_vec answer;
    tt_effort effort;
};

static tt_status no_room(tt_err *err)
{
    return tt_fail(err, TT_ENOMEM, "no memory for payments that answer each other");
}

static bool is_spent(struct search *s, uint64_t visits)
{
    s->stopped |= s->share - s->made < visits;
    s->made += s->stopped ? 0 : visits;
    return s->stopped;
}

static bool keeps(const struct search *s, int64_t in, int64_t out)
{
    double x = (double)in, y = (double)out;
    return y >= s->opt->low * x && y <= s->opt->high * x;
}

static struct list list_of(const struct search *s, int side, uint32_t v)
{
    const struct side *x = &s->side[side];
    return (struct list){x->at + x->off[v], x->rising + x->off[v], x->off[v + 1] - x->off[v]};
}

/* First of a list on a day or later. */
static uint32_t from_day(const tt_ledger *l, const struct list *x, uint64_t day)
{
    uint32_t low = 0, high = x->n;
    TT_BISECT(uint32_t, low, high, mid, l->day[x->at[mid]] < day);
    return low;
}

/* --- chance --- */

/* Amounts of a list that are too small to fit, or, with `same`, not too large. */
static uint32_t
below(const struct search *s, const struct list *x, double amount, bool is_in, bool same)
{
    uint32_t low = 0, high = x->n;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        double y = (double)x->rising[mid];
        bool under = is_in ? (same ? s->opt->low * y <= amount : s->opt->high * y < amount)
                           : (same ? y <= s->opt->high * amount : y < s->opt->low * amount);
        if (under)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

/* The share of all payments at home from one day to another that is near a day. */
static double near_share(const struct search *s, uint32_t day, uint32_t from, uint32_t to)
{
    uint64_t last = TT_MIN((uint64_t)day + s->opt->days, to);
    uint32_t first = TT_MAX(from, day > s->opt->days ? day - s->opt->days : 0);
    uint32_t all = s->before[to + 1] - s->before[from];
    return (double)(s->before[last + 1] - s->before[first]) / (double)all;
}

/* --- one tie --- */

/* The first of the other list that answers. */
static bool
answered(struct search *s, uint32_t e, const struct list *other, bool is_in, tt_answer *got)
{
    const tt_ledger *l = s->l;
    uint64_t end = (uint64_t)l->day[e] + s->opt->days;
    uint32_t begin = l->day[e] > s->opt->days ? l->day[e] - s->opt->days : 0;
    for (uint32_t k = from_day(l, other, begin); k < other->n && l->day[other->at[k]] <= end; k++) {
        uint32_t f = other->at[k];
        *got = is_in ? (tt_answer){e, f} : (tt_answer){f, e};
        if (is_spent(s, 1))
            return false;
        if (s->taken[f] != s->turn && keeps(s, l->amount[got->in], l->amount[got->out]))
            return true;
    }
    return false;
}

/* Payments in of one list and out of the other. */
static tt_status try_lists(struct search *s, tt_mirror *m, const struct list *in,
                           const struct list *out, tt_err *err)
{
    const tt_ledger *l = s->l;
    bool is_in = in->n <= out->n;
    const struct list *few = is_in ? in : out, *other = is_in ? out : in;
    if (!few->n)
        return TT_OK;
    uint32_t from = TT_MIN(l->day[in->at[0]], l->day[out->at[0]]);
    uint32_t to = TT_MAX(l->day[in->at[in->n - 1]], l->day[out->at[out->n - 1]]);
    for (uint32_t i = 0; i < few->n; i++) {
        uint32_t e = few->at[i];
        double amount = (double)l->amount[e];
        tt_answer got;
        if (is_spent(s, 1))
            return TT_OK;
        m->most++;
        uint32_t fits = below(s, other, amount, !is_in, true);
        fits -= below(s, other, amount, !is_in, false);
        m->expected += fits * near_share(s, l->day[e], from, to);
        if (!fits || s->taken[e] == s->turn || !answered(s, e, other, is_in, &got))
            continue;
        s->taken[got.in] = s->taken[got.out] = s->turn;
        m->n++;
        if (!tt_vec_push(&s->answer, got))
            return no_room(err);
    }
    return TT_OK;
}

static tt_status
try_tie(struct search *s, tt_mirror *m, uint32_t first, uint32_t second, tt_err *err)
{
    bool between = m->way == TT_MIRROR_BETWEEN;
    struct list in = list_of(s, between ? PAID : PAYS, first);
    struct list out = list_of(s, between ? PAYS : PAID, second);
    return try_lists(s, m, &in, &out, err);
}

/* --- one group --- */

static int by_in(const void *a, const void *b, void *ctx)
{
    const tt_answer *x = a, *y = b;
    TT_UNUSED(ctx);
    return (x->in > y->in) - (x->in < y->in);
}

static void add(int64_t *sum, int64_t v)
{
    if (!tt_add_i64(*sum, v, sum))
        *sum = INT64_MAX;
}

static tt_status keep(struct search *s, tt_mirror *m, tt_err *err)
{
    tt_answer *x = s->answer.v + m->first;
    if (m->n < s->opt->least) {
        s->answer.n = m->first;
        return TT_OK;
    }
    if (!tt_sort(x, m->n, sizeof *x, by_in, NULL))
        return no_room(err);
    for (uint32_t i = 0; i < m->n; i++) {
        add(&m->in, s->l->amount[x[i].in]);
        add(&m->out, s->l->amount[x[i].out]);
    }
    m->p = tt_poisson_tail(m->expected, m->n);
    return tt_vec_push(&s->v, *m) ? TT_OK : no_room(err);
}

static tt_status
try_group(struct search *s, const tt_tie *tie, size_t n, tt_mirror_way way, tt_err *err)
{
    const uint16_t *place = s->opt->place;
    tt_mirror m = {.group = tie->group, .way = way, .first = (uint32_t)s->answer.n};
    s->turn++;
    s->made = 0;
    s->stopped = false;
    for (size_t i = 0; i < n; i++) {
        if (place[tie[i].a] == place[tie[i].b])
            continue;
        TT_TRY(try_tie(s, &m, tie[i].a, tie[i].b, err));
        TT_TRY(try_tie(s, &m, tie[i].b, tie[i].a, err));
    }
    tt_effort_add(&s->effort, tie->a, s->made, s->stopped);
    return keep(s, &m, err);
}

static size_t end_of_group(const tt_mirror_options *o, size_t i)
{
    size_t k = i + 1;
    while (k < o->n_ties && o->tie[k].group == o->tie[i].group)
        k++;
    return k;
}

static tt_status look(struct search *s, tt_err *err)
{
    const tt_mirror_options *o = s->opt;
    uint64_t starts = 0;
    for (size_t i = 0; i < o->n_ties; i = end_of_group(o, i))
        starts += TT_MIRROR_WAYS;
    for (size_t i = 0, k; i < o->n_ties; i = k) {
        k = end_of_group(o, i);
        for (int way = 0; way < TT_MIRROR_WAYS; way++) {
            s->share = tt_budget_share(o->visits_root, o->visits, s->effort.visits, starts--);
            TT_TRY(try_group(s, &o->tie[i], k - i, (tt_mirror_way)way, err));
        }
    }
    return TT_OK;
}

/* --- those that share no answer --- */

static int by_p(const void *a, const void *b, void *ctx)
{
    const tt_mirror *x = a, *y = b;
    TT_UNUSED(ctx);
    if (x->p != y->p)
        return x->p < y->p ? -1 : 1;
    if (x->group != y->group)
        return x->group < y->group ? -1 : 1;
    return (x->way > y->way) - (x->way < y->way);
}

static int by_group(const void *a, const void *b, void *ctx)
{
    const tt_mirror *x = a, *y = b;
    TT_UNUSED(ctx);
    if (x->group != y->group)
        return x->group < y->group ? -1 : 1;
    return (x->way > y->way) - (x->way < y->way);
}

/* Both payments of an answer were told as an answer, if not of each other. */
static tt_status keep_apart(struct search *s, tt_arena *a, tt_mirrors *out, tt_err *err)
{
    bool sorted = tt_sort(s->v.v, s->v.n, sizeof *s->v.v, by_p, NULL);
    out->v = tt_new_n(a, tt_mirror, s->v.n);
    out->answer = tt_new_n(a, tt_answer, s->answer.n);
    if (!sorted || !out->v || !out->answer)
        return no_room(err);
    s->turn++;
    for (size_t i = 0; i < s->v.n; i++) {
        const tt_answer *x = s->answer.v + s->v.v[i].first;
        bool apart = true;
        for (uint32_t k = 0; k < s->v.v[i].n; k++)
            apart &= s->taken[x[k].in] != s->turn || s->taken[x[k].out] != s->turn;
        for (uint32_t k = 0; apart && k < s->v.v[i].n; k++)
            s->taken[x[k].in] = s->taken[x[k].out] = s->turn;
        if (apart)
            out->v[out->n++] = s->v.v[i];
    }
    if (s->answer.n)
        memcpy(out->answer, s->answer.v, s->answer.n * sizeof *out->answer);
    out->effort = s->effort;
    return tt_sort(out->v, out->n, sizeof *out->v, by_group, NULL) ? TT_OK : no_room(err);
}

/* --- payments at home --- */

static int cmp_amount(const void *a, const void *b, void *ctx)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    TT_UNUSED(ctx);
    return (x > y) - (x < y);
}

/* entry: n of the ledger; key: who has them on this side. */
static tt_status make_side(struct search *s, struct side *x, const uint32_t *entry, uint32_t n,
                           const uint32_t *key, tt_arena *tmp, tt_err *err)
{
    TT_TRY(tt_lists_make(n, key, s->l->n_entities, tmp, &x->off, &x->at, err));
    x->rising = tt_new_n(tmp, int64_t, n);
    if (!x->rising)
        return no_room(err);
    for (uint32_t i = 0; i < n; i++) {
        x->at[i] = entry[x->at[i]];
        x->rising[i] = s->l->amount[x->at[i]];
    }
    for (uint32_t v = 1; v <= s->l->n_entities; v++)
        if (!tt_sort(x->rising + x->off[v], x->off[v + 1] - x->off[v], sizeof *x->rising,
                     cmp_amount, NULL))
            return no_room(err);
    return TT_OK;
}

static tt_status stay_at_home(struct search *s, tt_arena *tmp, tt_err *err)
{
    const tt_ledger *l = s->l;
    uint32_t days = l->n ? l->day[l->n - 1] + 1 : 0, n = 0;
    uint32_t *entry = tt_new_n(tmp, uint32_t, l->n), *key[SIDES];
    key[PAYS] = tt_new_n(tmp, uint32_t, l->n);
    key[PAID] = tt_new_n(tmp, uint32_t, l->n);
    s->before = tt_new_n(tmp, uint32_t, (size_t)days + 1);
    s->taken = tt_new_n(tmp, uint32_t, l->n);
    if (!entry || !key[PAYS] || !key[PAID] || !s->before || !s->taken)
        return no_room(err);
    for (uint32_t e = 0; e < l->n; e++) {
        uint16_t place = s->opt->place[l->src[e]];
        if (!place || place != s->opt->place[l->dst[e]])
            continue;
        entry[n] = e;
        key[PAYS][n] = l->src[e];
        key[PAID][n++] = l->dst[e];
        s->before[l->day[e] + 1]++;
    }
    for (uint32_t d = 0; d < days; d++)
        s->before[d + 1] += s->before[d];
    for (int i = 0; i < SIDES; i++)
        TT_TRY(make_side(s, &s->side[i], entry, n, key[i], tmp, err));
    return TT_OK;
}

static tt_status find(struct search *s, tt_arena *tmp, tt_arena *a, tt_mirrors *out, tt_err *err)
{
    TT_TRY(tt_effort_init(&s->effort, s->l->n_entities, a, err));
    TT_TRY(stay_at_home(s, tmp, err));
    TT_TRY(look(s, err));
    return keep_apart(s, a, out, err);
}

tt_status tt_mirrors_find(const tt_ledger *l, const tt_mirror_options *opt, tt_arena *a,
                          tt_mirrors *out, tt_err *err)
{
    struct search s = {.l = l, .opt = opt};
    tt_arena tmp;
    tt_arena_init(&tmp, 0);
    *out = (tt_mirrors){0};
    tt_status st = find(&s, &tmp, a, out, err);
    tt_arena_release(&tmp);
    tt_vec_release(&s.v);
    tt_vec_release(&s.answer);
    return st;
}
