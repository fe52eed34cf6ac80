/* shell.c - facts of each firm, signs, how usual they are, odds. */
#include "detect/common/shell.h"

#include "base/stat.h"
#include "base/str.h"
#include "detect/common/building.h"
#include "detect/common/costs.h"
#include "detect/common/profile.h"
#include "detect/common/words.h"

#include <math.h>

enum {
    YEAR = 365,
    HALF_YEAR = 182,
    MONTH = 30,
    OLD = 5 * YEAR,
    MANY_AT_ADDRESS = 5,
    MANY_DIRECTED = 10,
    FEW_STAFF = 2,
    MUCH_STAFF = 10,
    POOR = 10, /* times its turnover */
    LEAST_DEALS = 5,
    MANY_PARTNERS = 10,
    LEAST_PAYMENTS = 10,
    LETTERS = 26,
    COUNTRIES = LETTERS * LETTERS + 1
};

typedef enum part { AGE, ADDRESS, SIZE, PEOPLE, PARTNERS, COSTS, PRESENCE, PARTS } part;

static const struct {
    const char *name;
    part part;
    double among, bans;
} signs[TT_SHELL_SIGNS] = {
    [TT_SHELL_YOUNG] = {"young", AGE, 0.5, 0.4},
    [TT_SHELL_OUT_OF_LIFE] = {"out_of_life", AGE, 0.1, 0.7},
    [TT_SHELL_AT_MANY] = {"mass_address", ADDRESS, 0.5, 0.5},
    [TT_SHELL_BOX] = {"box_address", ADDRESS, 0.25, 0.4},
    [TT_SHELL_EMPTY] = {"no_staff", SIZE, 0.6, 0.6},
    [TT_SHELL_POOR] = {"no_turnover", SIZE, 0.4, 0.5},
    [TT_SHELL_NOMINEE] = {"nominee_director", PEOPLE, 0.25, 0.7},
    [TT_SHELL_ONE_PARTNER] = {"one_partner", PARTNERS, 0.5, 0.3},
    [TT_SHELL_NO_COSTS] = {"no_costs", COSTS, 0.8, 0.6},
    [TT_SHELL_NO_WEB] = {"no_website", PRESENCE, 0.8, 0.2},
    [TT_SHELL_STAFFED] = {"staffed", SIZE, 0.1, -0.6},
    [TT_SHELL_OLD] = {"old", AGE, 0.2, -0.3},
    [TT_SHELL_PARTNERS] = {"many_partners", PARTNERS, 0.1, -0.4},
    [TT_SHELL_HAS_COSTS] = {"has_costs", COSTS, 0.1, -0.6},
    [TT_SHELL_LEI] = {"lei", PRESENCE, 0.1, -0.3},
};

struct maker {
    const tt_data *d;
    const tt_graph *g;
    const tt_links *links;
    tt_ix *group; /* declared groups of traders; 0 for others */
    tt_shell *v;
    uint32_t *mark; /* of entities, or of groups: the last turn in which they were counted */
    uint32_t turn;
    tt_arena *scratch;
};

static void judge(tt_shell *x, tt_shell_sign sign, bool known, bool is_so)
{
    x->known |= known ? 1U << sign : 0U;
    x->has |= known && is_so ? 1U << sign : 0U;
}

/* --- flows --- */

static bool is_new(struct maker *m, tt_ix e)
{
    bool first = m->mark[e] != m->turn;
    m->mark[e] = m->turn;
    return first;
}

/* The flows of one direction widen the period; the sum of what is known of their amounts. */
static int64_t walk(const tt_graph *g, const tt_layer *l, const uint32_t *off, const uint32_t *at,
                    tt_ix e, tt_shell *x)
{
    int64_t sum = 0;
    for (uint32_t k = off[e]; k < off[e + 1]; k++) {
        tt_date day = tt_graph_day(g, l->t[at[k]]);
        x->first = x->first == TT_NO_DATE ? day : TT_MIN(x->first, day);
        x->last = TT_MAX(x->last, day);
        if (l->amount[at[k]] != TT_NO_NUM && !tt_add_i64(sum, l->amount[at[k]], &sum))
            sum = INT64_MAX;
    }
    return sum;
}

static void count_partners(struct maker *m, const tt_layer *l, tt_ix e, tt_shell *x)
{
    m->turn++;
    for (uint32_t k = l->out_off[e]; k < l->out_off[e + 1]; k++)
        x->partners += is_new(m, l->dst[l->out_at[k]]);
    for (uint32_t k = l->in_off[e]; k < l->in_off[e + 1]; k++)
        x->partners += is_new(m, l->src[l->in_at[k]]);
    x->deals = l->out_off[e + 1] - l->out_off[e] + l->in_off[e + 1] - l->in_off[e];
}

static void read_costs(const struct maker *m, const tt_layer *l, tt_ix e, tt_shell *x)
{
    tt_date first = TT_NO_DATE, last = TT_NO_DATE;
    uint32_t made = l->out_off[e + 1] - l->out_off[e];
    for (uint32_t k = l->out_off[e]; k < l->out_off[e + 1]; k++) {
        uint32_t f = l->out_at[k];
        last = tt_graph_day(m->g, l->t[f]);
        first = first == TT_NO_DATE ? last : first;
        if (l->settled[f])
            continue;
        x->payments++;
        x->costs |= tt_costs_of(m->d, l->doc[f]);
    }
    bool enough = made >= LEAST_PAYMENTS && last - first >= HALF_YEAR;
    judge(x, TT_SHELL_NO_COSTS, enough, !x->costs);
    judge(x, TT_SHELL_HAS_COSTS, enough, tt_costs_count(x->costs) >= 2);
}

static void flows_of(struct maker *m, tt_ix e, tt_shell *x)
{
    const tt_layer *goods = &m->g->goods, *money = &m->g->money;
    int64_t sold = walk(m->g, goods, goods->out_off, goods->out_at, e, x);
    int64_t bought = walk(m->g, goods, goods->in_off, goods->in_at, e, x);
    if (!tt_muldiv_i64(TT_MAX(sold, bought), YEAR, TT_MAX(YEAR, x->last - x->first), &x->yearly))
        x->yearly = INT64_MAX;
    (void)walk(m->g, money, money->out_off, money->out_at, e, x);
    (void)walk(m->g, money, money->in_off, money->in_at, e, x);
    count_partners(m, goods, e, x);
    read_costs(m, money, e, x);
    judge(x, TT_SHELL_ONE_PARTNER, x->deals >= LEAST_DEALS, x->partners == 1);
    judge(x, TT_SHELL_PARTNERS, x->deals >= LEAST_DEALS, x->partners >= MANY_PARTNERS);
}

/* --- what others have too --- */

/* Firms of one director, each declared group one. */
static void share_director(struct maker *m, const tt_link *link)
{
    const tt_ix *e = &m->links->entities[link->first];
    uint32_t firms = 0;
    m->turn++;
    for (uint32_t i = 0; i < link->n; i++)
        firms += m->group[e[i]] && is_new(m, m->group[e[i]]);
    for (uint32_t i = 0; i < link->n; i++)
        m->v[e[i]].directed = TT_MAX(m->v[e[i]].directed, firms);
}

/* "P.O. Box 12", "c/o": ASCII, as banks and forwarders write it, and Chinese. */
static bool is_box(tt_str address)
{
    static const char *const words[] = {
        "po box",  "p.o. box", "p.o.box", "p o box",       "pobox",          "c/o",    "apartado",
        "casilla", "postfach", "hom thu", "boite postale", "virtual office", "mailbox"};
    for (size_t i = 0; i < TT_LEN(words); i++)
        if (tt_text_has(address, words[i]))
            return true;
    return tt_str_find(address, TT_STR("信箱"), 0) != SIZE_MAX;
}

static void address_of(struct maker *m, tt_ix e, tt_str address)
{
    tt_shell *x = &m->v[e];
    if (!address.n)
        return;
    judge(x, TT_SHELL_AT_MANY, true, x->at_address >= MANY_AT_ADDRESS);
    judge(x, TT_SHELL_BOX, true, is_box(address));
}

static tt_status shared_values(struct maker *m, tt_err *err)
{
    const tt_data *d = m->d;
    uint32_t *firms;
    TT_TRY(tt_buildings(d, m->group, m->scratch, &firms, err));
    for (tt_ix e = 1; e <= d->n_entities; e++)
        m->v[e].at_address = firms[e];
    for (size_t i = 0; i < m->links->n; i++)
        if (m->links->v[i].type == TT_ATTR_DIRECTOR)
            share_director(m, &m->links->v[i]);
    for (size_t i = 1; i <= d->n_mentions; i++)
        address_of(m, d->mentions[i].entity, d->mentions[i].address);
    for (size_t i = 1; i <= d->n_parties; i++)
        address_of(m, d->parties[i].entity, d->parties[i].address);
    for (size_t i = 1; i <= d->n_ownerships; i++) {
        tt_shell *x = &m->v[d->ownerships[i].owned];
        if (tt_str_is_nocase(d->ownerships[i].role, "director"))
            judge(x, TT_SHELL_NOMINEE, true, x->directed >= MANY_DIRECTED);
    }
    return TT_OK;
}

/* --- the registry --- */

/* Years, staff, turnover.  @param much  trade in a year that half of all firms have. */
static void registry_of(const tt_data *d, const tt_party *p, int64_t much, tt_shell *x)
{
    bool dated = x->first != TT_NO_DATE, born = dated && p->incorporated != TT_NO_DATE,
         ended = dated && p->dissolved != TT_NO_DATE;
    tt_money turnover;
    if (born)
        x->age = x->first - p->incorporated;
    judge(x, TT_SHELL_YOUNG, born && x->age >= -MONTH, x->age < YEAR);
    judge(x, TT_SHELL_OLD, born && x->age >= -MONTH, x->age >= OLD);
    judge(x, TT_SHELL_OUT_OF_LIFE, born || ended,
          (born && x->age < -MONTH) || (ended && x->last - p->dissolved > MONTH));
    judge(x, TT_SHELL_EMPTY, p->employees >= 0, p->employees <= FEW_STAFF && x->yearly > much);
    judge(x, TT_SHELL_STAFFED, p->employees >= 0, p->employees >= MUCH_STAFF);
    if (p->annual_revenue.minor != TT_NO_NUM && p->annual_revenue.minor >= 0 && d->to != TT_NO_DATE)
        judge(x, TT_SHELL_POOR, tt_data_convert(d, p->annual_revenue, d->to, &turnover),
              turnover.minor < x->yearly / POOR);
    judge(x, TT_SHELL_NO_WEB, true, !p->website.n);
    judge(x, TT_SHELL_LEI, true, p->lei.n > 0);
}

static bool is_judged(const struct maker *m, tt_ix e)
{
    return m->v[e].first != TT_NO_DATE && tt_profile_is_trader(m->d, e);
}

static tt_status registry(struct maker *m, tt_err *err)
{
    const tt_data *d = m->d;
    size_t n = 0;
    double *trade = tt_new_n(m->scratch, double, d->n_entities + 1);
    if (!trade)
        return tt_fail(err, TT_ENOMEM, "no room for the trade of firms");
    for (tt_ix e = 1; e <= d->n_entities; e++)
        if (is_judged(m, e) && m->v[e].yearly > 0)
            trade[n++] = (double)m->v[e].yearly;
    tt_sort_double(trade, n);
    int64_t much = n ? (int64_t)tt_median_sorted(trade, n) : INT64_MAX;
    for (tt_ix e = 1; e <= d->n_entities; e++)
        if (d->entities[e].party)
            registry_of(d, &d->parties[d->entities[e].party], much, &m->v[e]);
    return TT_OK;
}

/* --- how usual, and what it weighs --- */

/* Row 0: all countries, and those without one. */
static size_t row_of(tt_country c)
{
    unsigned first = (unsigned)c >> 8, second = c & 0xFFU;
    bool known = first >= 'A' && first <= 'Z' && second >= 'A' && second <= 'Z';
    return known ? 1 + (size_t)(first - 'A') * LETTERS + (second - 'A') : 0;
}

static size_t cell(const tt_shells *s, tt_ix e, bool country, tt_shell_sign sign)
{
    return (country ? row_of(s->d->entities[e].country) : 0) * TT_SHELL_SIGNS + sign;
}

/* (so + prior a) / (tried + prior) without the firm itself. */
static double shrunk(const tt_shells *s, tt_ix e, bool country, tt_shell_sign sign, double a)
{
    size_t at = cell(s, e, country, sign);
    uint32_t own = s->v[e].known >> sign & 1U, so = s->v[e].has >> sign & 1U;
    return ((double)(s->so[at] - so) + TT_SHELL_PRIOR * a) /
           ((double)(s->tried[at] - own) + TT_SHELL_PRIOR);
}

double tt_shell_usual(const tt_shells *s, tt_ix entity, tt_shell_sign sign)
{
    double all = shrunk(s, entity, false, sign, signs[sign].among / pow(10, signs[sign].bans));
    return row_of(s->d->entities[entity].country) ? shrunk(s, entity, true, sign, all) : all;
}

bool tt_shell_has(const tt_shells *s, tt_ix entity, tt_shell_sign sign)
{
    return s->v[entity].has >> sign & 1U;
}

double tt_shell_weight(const tt_shells *s, tt_ix entity, tt_shell_sign sign)
{
    double most = signs[sign].bans;
    if (!tt_shell_has(s, entity, sign))
        return 0;
    double w = log10(signs[sign].among / tt_shell_usual(s, entity, sign));
    return tt_round9(most > 0 ? TT_MIN(TT_MAX(w, 0), most) : TT_MAX(TT_MIN(w, 0), most));
}

/* The heaviest signs of each part, for (by[0]) and against (by[1]). */
static void weigh(const tt_shells *s, tt_ix e, double by[2][PARTS])
{
    memset(by, 0, sizeof(double[2][PARTS]));
    for (int i = 0; i < TT_SHELL_SIGNS; i++) {
        double w = tt_shell_weight(s, e, (tt_shell_sign)i), *at = &by[w < 0][signs[i].part];
        if (fabs(w) > fabs(*at))
            *at = w;
    }
}

unsigned tt_shell_parts(const tt_shells *s, tt_ix entity)
{
    double by[2][PARTS];
    unsigned n = 0;
    weigh(s, entity, by);
    for (int p = 0; p < PARTS; p++)
        n += by[0][p] > 0;
    return n;
}

static double sum_of(const tt_shells *s, tt_ix e)
{
    double by[2][PARTS], sum = 0;
    weigh(s, e, by);
    for (int p = 0; p < PARTS; p++)
        sum += by[0][p] + by[1][p];
    return tt_round9(TT_MIN(TT_MAX(sum, TT_SHELL_LEAST), TT_SHELL_MOST));
}

static void count(const struct maker *m, tt_shells *s, tt_ix e)
{
    for (int i = 0; i < TT_SHELL_SIGNS; i++)
        for (int country = 0; country < (row_of(m->d->entities[e].country) ? 2 : 1); country++) {
            size_t at = cell(s, e, country, (tt_shell_sign)i);
            s->tried[at] += m->v[e].known >> i & 1U;
            s->so[at] += m->v[e].has >> i & 1U;
        }
}

/* How many of the sorted sums are no less than x. */
static size_t as_high(const double *rising, size_t n, double x)
{
    size_t low = 0;
    for (size_t high = n; low < high;) {
        size_t mid = low + (high - low) / 2;
        *(rising[mid] < x ? &low : &high) = rising[mid] < x ? mid + 1 : mid;
    }
    return n - low;
}

static tt_status odds(struct maker *m, tt_shells *s, tt_err *err)
{
    double *rising = tt_new_n(m->scratch, double, m->d->n_entities + 1);
    if (!rising)
        return tt_fail(err, TT_ENOMEM, "no room for the odds of firms");
    for (tt_ix e = 1; e <= m->d->n_entities; e++)
        if (is_judged(m, e))
            count(m, s, e);
        else
            m->v[e].known = m->v[e].has = 0;
    for (tt_ix e = 1; e <= m->d->n_entities; e++)
        if (is_judged(m, e))
            rising[s->n++] = m->v[e].sum = sum_of(s, e);
    tt_sort_double(rising, s->n);
    for (tt_ix e = 1; e <= m->d->n_entities; e++) {
        tt_shell *x = &m->v[e];
        if (!is_judged(m, e))
            continue;
        x->as_high = (uint32_t)as_high(rising, s->n, x->sum) - 1;
        double share = (x->as_high + TT_SHELL_PRIOR * pow(10, -x->sum)) /
                       ((double)(s->n - 1) + TT_SHELL_PRIOR);
        x->odds = tt_round9(TT_MIN(x->sum, -log10(share)));
    }
    return TT_OK;
}

static tt_status
build(struct maker *m, const tt_ix *declared, tt_arena *a, tt_shells *s, tt_err *err)
{
    size_t n = m->d->n_entities + 1, cells = (size_t)COUNTRIES * TT_SHELL_SIGNS;
    m->v = s->v = tt_new_n(a, tt_shell, n);
    s->tried = tt_new_n(a, uint32_t, cells);
    s->so = tt_new_n(a, uint32_t, cells);
    m->mark = tt_new_n(m->scratch, uint32_t, n);
    m->group = tt_new_n(m->scratch, tt_ix, n);
    if (!s->v || !s->tried || !s->so || !m->mark || !m->group)
        return tt_fail(err, TT_ENOMEM, "no room for the profiles of %zu firms", n);
    for (tt_ix e = 0; e < n; e++) {
        s->v[e].first = s->v[e].last = TT_NO_DATE;
        s->v[e].age = INT32_MIN;
        m->group[e] = e && tt_profile_is_trader(m->d, e) ? declared[e] : 0;
        if (e && m->g)
            flows_of(m, e, &s->v[e]);
    }
    TT_TRY(shared_values(m, err));
    TT_TRY(registry(m, err));
    return odds(m, s, err);
}

tt_status tt_shells_build(const tt_data *d, const tt_graph *g, const tt_links *links,
                          const tt_ix *declared, tt_arena *a, tt_shells *out, tt_err *err)
{
    tt_arena scratch;
    tt_shells s = {.d = d};
    struct maker m = {.d = d, .g = g, .links = links, .scratch = &scratch};
    tt_arena_init(&scratch, 0);
    tt_status st = build(&m, declared, a, &s, err);
    tt_arena_release(&scratch);
    if (st == TT_OK)
        *out = s;
    return st;
}

double tt_shell_odds(const tt_shells *s, tt_ix entity)
{
    return s->v[entity].odds;
}

const char *tt_shell_sign_text(tt_shell_sign sign)
{
    return (unsigned)sign < TT_SHELL_SIGNS ? signs[sign].name : "unknown";
}
