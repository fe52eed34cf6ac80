/* chapters.c - see chapters.h. */
#include "detect/common/chapters.h"

#include "base/stat.h"

#include <math.h>

enum { CODES = 10000, ASSUMED_FIRMS = 20 };
#define ASSUMED_OUTSIDE 0.1 /* of a party's trade, outside of what the table says of its line */

/* What parties of one line trade on one side. */
struct line {
    double share[TT_CHAPTERS]; /* sums over parties */
    uint32_t in[TT_CHAPTERS];  /* parties that trade in it */
    uint32_t n;
};

struct tt_chapters {
    const tt_data *d;
    const tt_layer *goods;
    tt_industries table;
    unsigned digits;
    double prior;
    uint16_t *line_of;  /* by code */
    struct line *lines; /* by line and side; line 0: all parties */
    double outside[TT_SIDES];
    uint32_t judged[TT_SIDES]; /* parties whose line has goods of its own in the table */
};

const uint32_t *tt_side_flows(const tt_layer *goods, tt_ix entity, tt_side side, size_t *n)
{
    const uint32_t *off = side == TT_SIDE_BUYS ? goods->in_off : goods->out_off,
                   *at = side == TT_SIDE_BUYS ? goods->in_at : goods->out_at;
    *n = off[entity + 1] - off[entity];
    return at + off[entity];
}

tt_mix tt_mix_of(const tt_layer *goods, const uint32_t *flow, size_t n)
{
    tt_mix m = {.n = 0};
    for (size_t i = 0; i < n; i++) {
        uint32_t chapter = goods->hs6[flow[i]] / 10000;
        int64_t amount = goods->amount[flow[i]], sum;
        if (chapter == 0 || chapter >= TT_CHAPTERS)
            continue;
        m.deals[chapter]++;
        m.n++;
        if (amount <= 0 || amount == TT_NO_NUM || !tt_add_i64(m.all, amount, &sum))
            continue;
        m.all = sum;
        m.value[chapter] += amount; /* a part of all */
    }
    return m;
}

double tt_mix_apart(const tt_mix *a, const tt_mix *b)
{
    double apart = 0;
    if (!a->n || !b->n)
        return 0;
    for (int c = 1; c < TT_CHAPTERS; c++) {
        double p = (double)a->deals[c] / a->n, q = (double)b->deals[c] / b->n, m = (p + q) / 2;
        apart += p > 0 ? p / 2 * log2(p / m) : 0;
        apart += q > 0 ? q / 2 * log2(q / m) : 0;
    }
    return tt_round9(apart);
}

static struct line *line_of(const tt_chapters *x, tt_ix entity, tt_side side)
{
    unsigned code = tt_industry(x->d, entity, x->digits);
    return &x->lines[TT_SIDES * (code ? x->line_of[code] : 0u) + side];
}

static tt_mix mix_of(const tt_chapters *x, tt_ix entity, tt_side side)
{
    size_t n;
    const uint32_t *flow = tt_side_flows(x->goods, entity, side, &n);
    return tt_mix_of(x->goods, flow, n);
}

static double outside_of(const tt_industry_row *r, const tt_mix *m)
{
    double n = 0;
    for (int c = 1; c < TT_CHAPTERS; c++)
        n += r->in[c] ? 0 : m->deals[c];
    return n / m->n;
}

static void add(struct line *l, const tt_mix *m)
{
    l->n++;
    for (int c = 1; c < TT_CHAPTERS; c++) {
        l->share[c] += (double)m->deals[c] / m->n;
        l->in[c] += m->deals[c] > 0;
    }
}

/* Each party in its line, and in line 0. */
static void count(tt_chapters *x)
{
    for (tt_ix e = 1; e <= x->d->n_entities; e++)
        for (int side = 0; side < TT_SIDES; side++) {
            tt_mix m = mix_of(x, e, (tt_side)side);
            const tt_industry_row *r = tt_chapters_row(x, e);
            struct line *own = line_of(x, e, (tt_side)side);
            if (!m.n)
                continue;
            add(&x->lines[side], &m);
            if (own != &x->lines[side])
                add(own, &m);
            if (!r || !r->hs.p)
                continue;
            x->outside[side] += outside_of(r, &m);
            x->judged[side]++;
        }
}

tt_status tt_chapters_build(const tt_data *d, const tt_graph *g, unsigned digits, double prior,
                            tt_arena *a, const tt_chapters **out, tt_err *err)
{
    size_t n = 1;
    tt_chapters *x = tt_new(a, tt_chapters);
    uint16_t *line = tt_new_n(a, uint16_t, CODES);
    if (!x || !line)
        return tt_fail(err, TT_ENOMEM, "no room for lines of business");
    *x = (tt_chapters){
        .d = d, .goods = &g->goods, .digits = digits, .prior = prior, .line_of = line};
    TT_TRY(tt_industries_load(&d->reference, a, &x->table, err));
    for (tt_ix e = 1; e <= d->n_entities; e++) {
        unsigned code = tt_industry(d, e, digits);
        if (code && !line[code])
            line[code] = (uint16_t)n++;
    }
    x->lines = tt_new_n(a, struct line, n * TT_SIDES);
    if (!x->lines)
        return tt_fail(err, TT_ENOMEM, "no room for %zu lines of business", n);
    count(x);
    *out = x;
    return TT_OK;
}

const tt_industry_row *tt_chapters_row(const tt_chapters *x, tt_ix entity)
{
    return tt_industry_goods(&x->table, x->d, entity);
}

/* q: by how much others trade in each chapter, and whether it is one of the line. */
static void
assumed(const tt_chapters *x, tt_ix entity, tt_side side, const tt_mix *m, double q[TT_CHAPTERS])
{
    const tt_industry_row *r = tt_chapters_row(x, entity);
    bool has_goods = r && r->hs.p;
    double sum[2] = {0, 0}, part[2] = {1, 1}; /* of other chapters, of those of the line */
    for (int c = 1; c < TT_CHAPTERS; c++) {
        q[c] = x->lines[side].share[c] + 0.5 - (m->n ? (double)m->deals[c] / m->n : 0);
        sum[has_goods && r->in[c]] += q[c];
    }
    if (has_goods) {
        double own = m->n ? outside_of(r, m) : 0, n = x->judged[side] - (m->n > 0);
        part[0] = (x->outside[side] - own + ASSUMED_OUTSIDE * ASSUMED_FIRMS) / (n + ASSUMED_FIRMS);
        part[1] = 1 - part[0];
    }
    for (int c = 1; c < TT_CHAPTERS; c++) {
        int of = has_goods && r->in[c];
        q[c] *= part[of] / sum[of];
    }
}

void tt_chapters_usual(const tt_chapters *x, tt_ix entity, tt_side side, const tt_mix *m,
                       double t[TT_CHAPTERS])
{
    const struct line *own = line_of(x, entity, side);
    bool alone = own == &x->lines[side]; /* of no known line: what is assumed says it all */
    assumed(x, entity, side, m, t);
    for (int c = 1; c < TT_CHAPTERS && !alone; c++) {
        double mine = m->n ? (double)m->deals[c] / m->n : 0;
        t[c] = (own->share[c] - mine + x->prior * t[c]) / (own->n - (m->n > 0) + x->prior);
    }
}

double tt_chapters_chance(const double t[TT_CHAPTERS], unsigned c)
{
    double p = 0;
    for (unsigned k = 1; k < TT_CHAPTERS; k++)
        p += t[k] <= t[c] ? t[k] : 0;
    return tt_round9(TT_MIN(p, 1));
}

tt_line_count tt_chapters_count(const tt_chapters *x, tt_ix entity, tt_side side, unsigned c)
{
    const struct line *own = line_of(x, entity, side);
    tt_mix m = mix_of(x, entity, side);
    return (tt_line_count){own->n - (m.n > 0), own->in[c] - (m.deals[c] > 0)};
}
