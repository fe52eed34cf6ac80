/*
 * expenses.c - payments that are for no goods, now and then: services, dividends, loans, advances.
 * What it costs to run a firm is in costs.c.
 */
#include "simulate/parts.h"

enum { SPENDERS = 300000 }; /* of companies whose bank statement is in the feed */

static const struct {
    const char *text;
    double usd, spread;
    uint16_t every;
    bool person;    /* is paid, instead of a company */
    bool abroad;    /* is paid in US dollars, to another country */
    uint32_t share; /* of spenders */
} kinds[] = {{"OFFICE RENT", 2400, 0.05, 30, false, false, 0},
             {"SALARY", 1300, 0.1, 30, true, false, 0},
             {"ADVISORY FEE", 9000, 0.8, 91, false, true, 160000},
             {"LOGISTICS CHARGES", 1800, 0.7, 30, false, false, 0},
             {"DIVIDEND", 22000, 0.3, 365, true, false, 60000},
             {"LOAN REPAYMENT", 12000, 0.02, 30, false, false, 60000},
             {"COMMISSION", 15000, 1.0, 75, false, true, 200000},
             {"ADVANCE", 30000, 0.9, 120, false, true, 250000}};

tt_str sim_transfer_text(sim_world *w, tt_rng *r, const sim_transfer *t)
{
    static const char *const months[] = {"JAN", "FEB", "MAR", "APR", "MAY", "JUN",
                                         "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"};
    static const char *const terse[] = {"", "PAYMENT", "TRANSFER", "AS AGREED"};
    int y, m, d;
    tt_civil_of(w->today, &y, &m, &d);
    if (sim_chance(r, 150000))
        return tt_str_of(terse[sim_below(r, TT_LEN(terse))]);
    if (t->said && !t->months)
        return tt_str_of(t->said);
    return sim_textf(w, w->daily, "%s %s %d",
                     t->said ? t->said : kinds[t->text % TT_LEN(kinds)].text, months[m - 1], y);
}

void sim_add_transfer(sim_world *w, const sim_transfer *t, tt_date day)
{
    if (!tt_vec_push(&w->transfers, *t))
        w->failed = true;
    else
        sim_at(w, day, SIM_DO_TRANSFER, (sim_ix)w->transfers.n - 1, 0);
}

static void spend(sim_world *w, tt_rng *r, sim_ix payer, size_t kind)
{
    uint32_t country = w->firms.v[payer].country;
    sim_ix payee =
        kinds[kind].person ? sim_add_person(w, r, country) : sim_pick_company(w, r, country, 0);
    if (!payee || payee == payer)
        return;
    sim_transfer t = {.payer = payer, .payee = payee, .text = (uint8_t)kind};
    t.rate = sim_rate_find(&w->tables,
                           kinds[kind].abroad ? TT_STR("USD") : sim_country_of(w, payer)->ccy_code);
    t.channel = (uint8_t)(sim_chance(r, 800000) ? 0 : sim_below(r, 4));
    t.every = kinds[kind].every;
    t.spread = kinds[kind].spread;
    double usd = kinds[kind].usd * sim_lognormal(r, 0.6);
    double units = usd / sim_usd(w, t.rate, w->first);
    t.minor = sim_round(units) * (int64_t)sim_minor(w, t.rate);
    if (sim_chance(r, 300000)) /* sums that somebody agreed on */
        t.minor = (t.minor / 100000 + 1) * 100000;
    sim_add_transfer(w, &t, w->first - 60 + (tt_date)sim_below(r, t.every));
}

/* Some two of a hundred payments. */
void sim_make_expenses(sim_world *w)
{
    tt_rng r = sim_stream(w, "expenses", 0);
    for (uint32_t c = 0; c < w->tables.n_countries; c++)
        for (size_t i = 0; i < w->by_country[c].n && !w->failed; i++) {
            if (!sim_chance(&r, SPENDERS / 8))
                continue;
            for (size_t k = 0; k < TT_LEN(kinds); k++)
                if (sim_chance(&r, kinds[k].share / 2))
                    spend(w, &r, w->by_country[c].v[i], k);
        }
}
