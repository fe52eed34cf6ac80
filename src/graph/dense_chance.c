/* dense_chance.c - see dense_chance.h. */
#include "graph/dense_chance.h"

#include "base/num.h"
#include "base/rng.h"
#include "base/vec.h"

#include <math.h>

/* A day and an amount, dealt to a payment. */
struct card {
    uint32_t day;
    int64_t amount;
};

static tt_status no_room(tt_err *err)
{
    return tt_fail(err, TT_ENOMEM, "no memory to shuffle payments");
}

static int by_day(const void *a, const void *b, void *ctx)
{
    const struct card *x = a, *y = b;
    TT_UNUSED(ctx);
    if (x->day != y->day)
        return x->day < y->day ? -1 : 1;
    return (x->amount > y->amount) - (x->amount < y->amount);
}

/* All cards anew; those of one pair in the order of time. */
static bool deal(struct card *card, tt_rng *r, const tt_payments *p)
{
    for (uint32_t i = p->n; i > 1; i--) {
        uint32_t k = (uint32_t)tt_rng_below(r, i);
        struct card c = card[i - 1];
        card[i - 1] = card[k];
        card[k] = c;
    }
    for (uint32_t i = 0, end; i < p->n; i = end) {
        for (end = i + 1; end < p->n && p->src[end] == p->src[i] && p->dst[end] == p->dst[i];)
            end++;
        if (end - i > 1 && !tt_sort(card + i, end - i, sizeof *card, by_day, NULL))
            return false;
    }
    for (uint32_t i = 0; i < p->n; i++) {
        p->day[i] = card[i].day;
        p->amount[i] = card[i].amount;
    }
    return true;
}

static tt_status density_of(const tt_payments *p, const tt_dense_options *opt, uint32_t layers,
                            tt_arena *tmp, double *out, uint64_t *visits, tt_err *err)
{
    tt_layered x;
    tt_peeled peeled;
    tt_arena_reset(tmp);
    TT_TRY(tt_layered_make(p, layers, tmp, &x, err));
    TT_TRY(tt_peel(&x.g, opt->rule, 1, tmp, &peeled, err));
    *visits += x.g.n_edges;
    *out = peeled.n ? peeled.density : 0;
    return TT_OK;
}

/* P(X >= x), X of a Gumbel distribution with this mean and standard deviation. */
static double gumbel_tail(double mean, double sd, double x)
{
    static const double euler = 0.57721566490153286, pi = 3.14159265358979324;
    double beta = sd * sqrt(6) / pi;
    return sd > 0 ? -expm1(-exp(-(x - mean) / beta - euler)) : x > mean ? 0 : 1;
}

static void judge(const double *seen, tt_dense *b)
{
    double n = b->shuffles, sum = 0, two = 0;
    for (uint32_t i = 0; i < b->shuffles; i++) {
        sum += seen[i];
        b->reached += seen[i] >= b->density;
    }
    b->usual = n > 0 ? sum / n : 0;
    for (uint32_t i = 0; i < b->shuffles; i++)
        two += (seen[i] - b->usual) * (seen[i] - b->usual);
    b->p = (1 + b->reached) / (1 + n);
    if (!b->reached && n > 1)
        b->p = TT_MIN(b->p, gumbel_tail(b->usual, sqrt(two / (n - 1)), b->density));
    b->p = tt_round9(TT_MAX(b->p, TT_DENSE_LEAST_P));
}

struct shuffles {
    tt_payments *p;
    const tt_dense_options *opt;
    struct card *card;
    double *seen;
    tt_rng r;
    tt_arena tmp;
};

static tt_status shuffle(struct shuffles *s, uint32_t n, tt_dense *b, uint64_t *visits, tt_err *err)
{
    for (uint32_t i = 0; i < n; i++) {
        if (!deal(s->card, &s->r, s->p))
            return no_room(err);
        TT_TRY(density_of(s->p, s->opt, b->layers, &s->tmp, &s->seen[b->shuffles++], visits, err));
    }
    b->reached = 0;
    judge(s->seen, b);
    return TT_OK;
}

static tt_status run(struct shuffles *s, uint64_t most, tt_dense *b, uint64_t *visits, tt_err *err)
{
    const tt_dense_options *o = s->opt;
    uint64_t more = (uint64_t)o->more_shuffles * s->p->n * (b->layers - 1);
    TT_TRY(density_of(s->p, o, b->layers, &s->tmp, &b->density, visits, err));
    TT_TRY(shuffle(s, o->shuffles, b, visits, err));
    if (!b->reached && *visits + more <= most)
        TT_TRY(shuffle(s, o->more_shuffles, b, visits, err));
    return TT_OK;
}

tt_status tt_dense_chance(const tt_payments *p, const tt_dense_options *opt, uint64_t seed,
                          uint64_t most, tt_dense *b, uint64_t *visits, tt_err *err)
{
    tt_arena keep;
    tt_arena_init(&keep, 0);
    tt_payments own = *p;
    own.day = tt_new_n(&keep, uint32_t, p->n);
    own.amount = tt_new_n(&keep, int64_t, p->n);
    struct shuffles s = {.p = &own,
                         .opt = opt,
                         .card = tt_new_n(&keep, struct card, p->n),
                         .seen =
                             tt_new_n(&keep, double, (size_t)opt->shuffles + opt->more_shuffles)};
    tt_status st = own.day && own.amount && s.card && s.seen ? TT_OK : no_room(err);
    tt_arena_init(&s.tmp, 0);
    if (st == TT_OK) {
        tt_rng_init(&s.r, seed, "dense");
        for (uint32_t i = 0; i < p->n; i++) {
            own.day[i] = p->day[i];
            own.amount[i] = p->amount[i];
            s.card[i] = (struct card){p->day[i], p->amount[i]};
        }
        st = run(&s, most, b, visits, err);
    }
    tt_arena_release(&s.tmp);
    tt_arena_release(&keep);
    return st;
}
