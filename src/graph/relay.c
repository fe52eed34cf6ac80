/* relay.c - see relay.h. */
#include "graph/relay.h"

#include "base/num.h"
#include "base/stat.h"
#include "base/vec.h"

TT_VEC(echo_vec, tt_echo);
TT_VEC(relay_vec, tt_relay);

struct search {
    const tt_ledger *l;
    const tt_relay_options *opt;
    uint8_t *used; /* entries that an echo has taken as its payment in */
    int64_t *ins, *outs;
    double *holds;
    echo_vec echo;
    relay_vec v;
    tt_effort effort;
};

static bool keeps(const tt_relay_options *o, int64_t in, int64_t out)
{
    return (double)out >= o->keep_low * (double)in && (double)out <= o->keep_high * (double)in;
}

/* The echoes of one party, within its share of the budget; false when memory is out. */
static bool pair_up(struct search *s, uint32_t v, uint64_t share)
{
    const tt_ledger *l = s->l;
    uint32_t low = l->in_off[v], end = l->in_off[v + 1];
    uint64_t visits = 0;
    for (uint32_t k = l->out_off[v]; k < l->out_off[v + 1]; k++) {
        uint32_t out = l->out_at[k];
        while (low < end && (s->used[l->in_at[low]] ||
                             (uint64_t)l->day[l->in_at[low]] + s->opt->hold < l->day[out]))
            low++;
        for (uint32_t i = low; i < end && l->day[l->in_at[i]] <= l->day[out]; i++) {
            uint32_t in = l->in_at[i];
            if (visits == share) {
                tt_effort_add(&s->effort, v, visits, true);
                return true;
            }
            visits++;
            if (s->used[in] || l->src[in] == l->dst[out] ||
                !keeps(s->opt, l->amount[in], l->amount[out]))
                continue;
            s->used[in] = 1;
            if (!tt_vec_push(&s->echo, ((tt_echo){in, out})))
                return false;
            break;
        }
    }
    tt_effort_add(&s->effort, v, visits, false);
    return true;
}

static int cmp_i64(const void *a, const void *b, void *ctx)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    TT_UNUSED(ctx);
    return (x > y) - (x < y);
}

/* Pairs of a payment in and a payment out that fit by amount; -1 when memory is out. */
static double fitting(const struct search *s, uint32_t v)
{
    const tt_ledger *l = s->l;
    uint32_t n = l->in_off[v + 1] - l->in_off[v], m = l->out_off[v + 1] - l->out_off[v];
    for (uint32_t k = 0; k < n; k++)
        s->ins[k] = l->amount[l->in_at[l->in_off[v] + k]];
    for (uint32_t k = 0; k < m; k++)
        s->outs[k] = l->amount[l->out_at[l->out_off[v] + k]];
    if (!tt_sort(s->ins, n, sizeof *s->ins, cmp_i64, NULL) ||
        !tt_sort(s->outs, m, sizeof *s->outs, cmp_i64, NULL))
        return -1;
    double pairs = 0;
    for (uint32_t k = 0, low = 0, high = 0; k < n; k++) {
        double least = s->opt->keep_low * (double)s->ins[k];
        double most = s->opt->keep_high * (double)s->ins[k];
        while (low < m && (double)s->outs[low] < least)
            low++;
        while (high < m && (double)s->outs[high] <= most)
            high++;
        pairs += (double)(high - TT_MIN(low, high));
    }
    return pairs;
}

static void add(int64_t *sum, int64_t v)
{
    if (!tt_add_i64(*sum, v, sum))
        *sum = INT64_MAX;
}

/* Sum of a list's entries of the days from..to. */
static int64_t
sum_of(const tt_ledger *l, const uint32_t *at, uint32_t n, uint32_t from, uint32_t to)
{
    int64_t sum = 0;
    for (uint32_t k = 0; k < n; k++)
        if (l->day[at[k]] >= from && l->day[at[k]] <= to)
            add(&sum, l->amount[at[k]]);
    return sum;
}

static double median_hold(const struct search *s, const tt_relay *r)
{
    for (uint32_t k = 0; k < r->n; k++) {
        const tt_echo *e = &s->echo.v[r->first + k];
        s->holds[k] = (double)(s->l->day[e->out] - s->l->day[e->in]);
    }
    tt_sort_double(s->holds, r->n);
    return tt_median_sorted(s->holds, r->n);
}

static tt_status judge(struct search *s, tt_relay *r, tt_err *err)
{
    const tt_ledger *l = s->l;
    uint32_t v = r->party;
    double pairs = fitting(s, v);
    if (pairs < 0)
        return tt_fail(err, TT_ENOMEM, "no memory for relays");
    r->from = UINT32_MAX;
    for (uint32_t k = 0; k < r->n; k++) {
        const tt_echo *e = &s->echo.v[r->first + k];
        add(&r->in, l->amount[e->in]);
        add(&r->out, l->amount[e->out]);
        r->from = TT_MIN(r->from, l->day[e->in]);
        r->to = TT_MAX(r->to, l->day[e->out]);
    }
    r->span_in =
        sum_of(l, l->in_at + l->in_off[v], l->in_off[v + 1] - l->in_off[v], r->from, r->to);
    r->span_out =
        sum_of(l, l->out_at + l->out_off[v], l->out_off[v + 1] - l->out_off[v], r->from, r->to);
    r->median_hold = median_hold(s, r);
    r->expected = pairs * TT_MIN(1.0, ((double)s->opt->hold + 1) / (double)l->days);
    r->p = tt_poisson_tail(r->expected, r->n);
    return TT_OK;
}

static tt_status look_at(struct search *s, uint32_t v, uint64_t share, tt_err *err)
{
    tt_relay r = {.party = v, .first = (uint32_t)s->echo.n};
    if (s->echo.n > UINT32_MAX / 2)
        return tt_fail(err, TT_ELIMIT, "too many echoes");
    bool room = pair_up(s, v, share);
    r.n = (uint32_t)(s->echo.n - r.first);
    if (room && r.n < TT_MAX(s->opt->least, 1U)) {
        s->echo.n = r.first;
        return TT_OK;
    }
    if (room)
        TT_TRY(judge(s, &r, err));
    return room && tt_vec_push(&s->v, r) ? TT_OK : tt_fail(err, TT_ENOMEM, "no memory for relays");
}

static uint32_t longest(const tt_ledger *l)
{
    uint32_t most = 0;
    for (uint32_t v = 1; v <= l->n_entities; v++) {
        most = TT_MAX(most, l->in_off[v + 1] - l->in_off[v]);
        most = TT_MAX(most, l->out_off[v + 1] - l->out_off[v]);
    }
    return most;
}

static bool may_relay(const struct search *s, uint32_t v)
{
    const tt_ledger *l = s->l;
    return !(s->opt->skip && s->opt->skip[v]) && l->in_off[v] < l->in_off[v + 1] &&
           l->out_off[v] < l->out_off[v + 1];
}

static tt_status find(struct search *s, tt_arena *tmp, tt_err *err)
{
    uint32_t most = longest(s->l);
    s->used = tt_new_n(tmp, uint8_t, s->l->n);
    s->ins = tt_new_n(tmp, int64_t, most);
    s->outs = tt_new_n(tmp, int64_t, most);
    s->holds = tt_new_n(tmp, double, most);
    if (!s->used || !s->ins || !s->outs || !s->holds)
        return tt_fail(err, TT_ENOMEM, "no memory for relays");
    const tt_relay_options *o = s->opt;
    uint64_t parties = 0;
    for (uint32_t v = 1; v <= s->l->n_entities; v++)
        parties += may_relay(s, v);
    for (uint32_t v = 1; v <= s->l->n_entities; v++) {
        if (!may_relay(s, v))
            continue;
        uint64_t share = tt_budget_share(o->visits_root, o->visits, s->effort.visits, parties--);
        TT_TRY(look_at(s, v, share, err));
    }
    return TT_OK;
}

static tt_status hand_over(const struct search *s, tt_arena *a, tt_relays *out, tt_err *err)
{
    *out = (tt_relays){.v = tt_new_n(a, tt_relay, s->v.n),
                       .n = s->v.n,
                       .echo = tt_new_n(a, tt_echo, s->echo.n),
                       .effort = s->effort};
    if (!out->v || !out->echo)
        return tt_fail(err, TT_ENOMEM, "no memory for relays");
    if (s->v.n)
        memcpy(out->v, s->v.v, s->v.n * sizeof *out->v);
    if (s->echo.n)
        memcpy(out->echo, s->echo.v, s->echo.n * sizeof *out->echo);
    return TT_OK;
}

tt_status tt_relays_find(const tt_ledger *l, const tt_relay_options *opt, tt_arena *a,
                         tt_relays *out, tt_err *err)
{
    struct search s = {.l = l, .opt = opt};
    tt_arena tmp;
    tt_arena_init(&tmp, 0);
    tt_status st = tt_effort_init(&s.effort, l->n_entities, a, err);
    if (st == TT_OK)
        st = find(&s, &tmp, err);
    if (st == TT_OK)
        st = hand_over(&s, a, out, err);
    tt_arena_release(&tmp);
    tt_vec_release(&s.echo);
    tt_vec_release(&s.v);
    return st;
}
