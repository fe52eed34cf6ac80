/*
 * market.c - levels of prices and rates of currencies, a value for each day.
 */
#include "simulate/parts.h"

/* Step of a day of ln price, by series: none agri wood metal oil gold. */
static const double steps[SIM_SERIES] = {0.0008, 0.006, 0.004, 0.008, 0.011, 0.007};

static size_t at_day(const sim_world *w, tt_date day)
{
    tt_date i = day - (w->first - SIM_WARM_UP);
    return (size_t)TT_MAX(0, TT_MIN(i, (tt_date)w->n_days - 1));
}

/* A shock comes at once and goes slowly: half up, or a third down. */
static void add_shock(sim_world *w, tt_rng *r, uint32_t good, double *level)
{
    uint32_t from = SIM_WARM_UP + sim_below(r, w->n_days - SIM_WARM_UP - SIM_SHOCK_DAYS);
    w->shock[good] = w->first - SIM_WARM_UP + (tt_date)from;
    double jump = sim_chance(r, 600000) ? 0.45 : -0.35;
    for (uint32_t i = 0; i < SIM_SHOCK_DAYS; i++)
        level[from + i] += jump * (double)(SIM_SHOCK_DAYS - i) / SIM_SHOCK_DAYS;
}

/* Series move together; each good a little by itself. */
static bool make_index(sim_world *w)
{
    uint32_t n = w->n_days;
    double *series = tt_new_n(w->arena, double, (size_t)n *SIM_SERIES);
    w->index = tt_new_n(w->arena, double, (size_t)n * w->tables.n_goods);
    w->shock = tt_new_n(w->arena, tt_date, w->tables.n_goods);
    w->shocked = tt_new_n(w->arena, sim_ix, w->tables.n_goods);
    if (!series || !w->index || !w->shock || !w->shocked)
        return false;
    for (uint32_t s = 0; s < SIM_SERIES; s++) {
        tt_rng r = sim_stream(w, "series", s);
        for (uint32_t i = 1; i < n; i++)
            series[s * n + i] = series[s * n + i - 1] * 0.999 + steps[s] * sim_normal(&r);
    }
    for (uint32_t g = 0; g < w->tables.n_goods; g++) {
        const sim_good *good = &w->tables.goods[g];
        tt_rng r = sim_stream(w, "good", g);
        double *level = w->index + (size_t)g * n, own = 0;
        for (uint32_t i = 0; i < n; i++) {
            own = own * 0.998 + 0.3 * steps[good->series] * sim_normal(&r);
            level[i] = series[good->series * n + i] + own;
        }
        w->shock[g] = TT_NO_DATE;
        if (good->shock)
            add_shock(w, &r, g, level);
    }
    return true;
}

/* Weekly steps with straight lines between. */
static bool make_rates(sim_world *w)
{
    w->rate = tt_new_n(w->arena, double, (size_t)w->n_days * w->tables.n_rates);
    for (uint32_t k = 0; w->rate && k < w->tables.n_rates; k++) {
        const sim_rate *c = &w->tables.rates[k];
        tt_rng r = sim_stream(w, "rate", k);
        double *v = w->rate + (size_t)k * w->n_days, from = c->usd, to = c->usd;
        for (uint32_t i = 0; i < w->n_days; i++) {
            if (i % 7 == 0) {
                from = to;
                to = from * sim_exp(c->step * sim_normal(&r));
            }
            v[i] = from + (to - from) * (double)(i % 7) / 7;
        }
    }
    return w->rate != NULL;
}

/* How much of each kind each country's feed holds; now and then three weeks are missing.  Half of
 * the countries give no declarations at all. */
static bool make_coverage(sim_world *w)
{
    size_t n = (size_t)(TT_KIND_PAYMENT + 1) * w->tables.n_countries;
    tt_rng r = sim_stream(w, "coverage", 0);
    w->cover = tt_new_n(w->arena, uint32_t, n);
    w->gap = tt_new_n(w->arena, tt_date, n);
    if (!w->cover || !w->gap)
        return false;
    for (size_t i = 0; i < n; i++) {
        size_t kind = i / w->tables.n_countries;
        int32_t wide = (int32_t)((SIM_ONE - w->spec->coverage) / 2);
        int32_t share = (int32_t)w->spec->coverage + sim_between(&r, -wide, wide);
        bool none = kind == TT_KIND_DECLARATION && sim_chance(&r, 500000);
        bool hole = w->spec->coverage < SIM_ONE && sim_chance(&r, 150000);
        tt_date day = w->first + sim_between(&r, 60, (int32_t)w->n_days - SIM_WARM_UP - 60);
        w->cover[i] = none ? 0 : (uint32_t)share;
        w->gap[i] = hole ? day : TT_NO_DATE;
    }
    return true;
}

tt_status sim_make_markets(sim_world *w, tt_err *err)
{
    if (!make_index(w) || !make_rates(w) || !make_coverage(w))
        return tt_fail(err, TT_ENOMEM, "no room for a world");
    return TT_OK;
}

double sim_usd(const sim_world *w, uint32_t rate, tt_date day)
{
    return w->rate[(size_t)rate * w->n_days + at_day(w, day)];
}

double sim_price_level(const sim_world *w, uint32_t good, tt_date day)
{
    return sim_exp(w->index[(size_t)good * w->n_days + at_day(w, day)]);
}

double sim_minor(const sim_world *w, uint32_t rate)
{
    static const double power[] = {1, 10, 100, 1000, 10000};
    return power[TT_MIN(tt_ccy_exponent(w->tables.rates[rate].ccy), 4u)];
}

int64_t sim_convert(const sim_world *w, int64_t minor, uint32_t from, uint32_t to, tt_date day)
{
    if (from == to)
        return minor;
    double usd = (double)minor / sim_minor(w, from) * sim_usd(w, from, day);
    return sim_round(usd / sim_usd(w, to, day) * sim_minor(w, to));
}
