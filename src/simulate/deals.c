/*
 * deals.c - an order becomes a deal: goods, prices, shipments, payments, and the days of each.
 */
#include "simulate/parts.h"

enum {
    MORE_GOODS = 250000, /* of deals have two lines or three */
    CREDITED = 25000,
    UNPAID = 20000,
    DEPOSIT = 300000,
    WAITS_DAYS = 40 /* for more to pay at once */
};

/* --- goods and prices --- */

/* Quantities as people order them: pieces by the dozen or ten, bulk by the bag or half ton. */
int64_t sim_round_quantity(const sim_good *g, double q)
{
    static const double steps[] = {0.5, 1, 5, 10, 25, 100, 500};
    size_t i = 0;
    while (i + 1 < TT_LEN(steps) && q >= steps[i] * 60)
        i++;
    double step = g->whole ? TT_MAX(steps[i], 1.0) : steps[i];
    int64_t n = TT_MAX(sim_round(q / step), 1);
    return sim_round((double)n * step * 1000);
}

/* Cents where that is fine enough, else four decimals; large prices end in full units. */
static int64_t round_price(double price)
{
    int64_t e4 = sim_round(price * 10000);
    int64_t step = price >= 1000 ? 10000 : price >= 20 ? 500 : price >= 1 ? 100 : 5;
    return TT_MAX((e4 + step / 2) / step * step, step);
}

static void set_item(sim_world *w, sim_deal *d, const sim_relation *rel, uint32_t i)
{
    const sim_plan *p = &w->plans.v[d->plan];
    double factor = p->price > 0 ? p->price : 1;
    uint32_t good = i == 1 ? rel->good_2 : rel->good;
    const sim_good *g = &w->tables.goods[good];
    sim_item *it = &d->item[i];
    double level = i == 1 ? 0.3 * rel->level : rel->level + (i == 2 ? 0.08 : 0);
    double q = g->lot * rel->lot * sim_lognormal(&w->rng, 0.35) / (i ? 2.5 : 1);
    q *= p->lots > 0 ? p->lots : 1;
    double usd = g->price * sim_price_level(w, good, d->ordered) *
                 sim_exp(level + 0.35 * g->sd * sim_normal(&w->rng)) * factor;
    if (p->usd > 0)
        usd = p->usd * factor;
    usd *= sim_incoterm_factor(rel->incoterm);
    it->good = (uint16_t)good;
    it->text = (uint8_t)sim_below(&w->rng, g->texts.n);
    it->quantity_e3 = p->quantity_e3 ? p->quantity_e3 : sim_round_quantity(g, q);
    it->price_e4 = round_price(usd / sim_usd(w, rel->rate, d->ordered));
    it->amount =
        sim_round((double)it->quantity_e3 * (double)it->price_e4 / 1e7 * sim_minor(w, rel->rate));
}

/* Shares that add up to one; the last takes what is left. */
static void divide(tt_rng *r, uint32_t *share, uint32_t n)
{
    uint32_t left = SIM_ONE;
    for (uint32_t i = 0; i + 1 < n; i++) {
        uint32_t even = left / (n - i);
        share[i] = even / 100 * (uint32_t)sim_between(r, 70, 130) / 1000 * 1000;
        left -= share[i];
    }
    share[n - 1] = left;
}

tt_str sim_transport_number(sim_world *w, const sim_relation *rel)
{
    if (rel->mode == SIM_AIR)
        return sim_airwaybill(w, &w->rng);
    if (rel->mode == SIM_LAND)
        return sim_textf(w, w->arena, "CMR%07u", sim_below(&w->rng, 9000000) + 1000000);
    const sim_line *line = &w->tables.lines[(rel->taste >> 8) % w->tables.n_lines];
    return sim_textf(w, w->arena, "%.*s%09u", 4, line->prefix.p,
                     100000000 + sim_below(&w->rng, 800000000));
}

static void set_shipments(sim_world *w, sim_deal *d, const sim_relation *rel)
{
    tt_rng *r = &w->rng;
    sim_plan *p = &w->plans.v[d->plan];
    d->n_parts = 1;
    if (sim_chance(r, w->spec->split))
        d->n_parts = sim_chance(r, 700000) ? 2 : 3;
    if (p->one_bill || p->one_box || p->prompt || p->gross_e1 || p->sails)
        d->n_parts = 1;
    divide(r, d->part, d->n_parts);
    tt_date day = d->invoiced + sim_between(r, -4, p->prompt ? 2 : 12) + p->early;
    if (p->sails || p->swift) /* no day of these may move */
        day = TT_MAX(p->sails ? p->sails : day, d->invoiced);
    for (uint32_t i = 0; i < d->n_parts; i++) {
        d->on_board[i] = day;
        d->arrival[i] = day + rel->transit + (tt_date)sim_low(r, 9);
        if (p->swift || p->sails)
            d->arrival[i] = day + (p->swift ? p->swift : rel->transit);
        d->transport[i] = sim_transport_number(w, rel);
        if (p->forged && rel->mode == SIM_AIR && sim_chance(r, p->forged))
            d->transport[i] = sim_make_up(w, r, d->transport[i], d->transport[i].n - 1);
        day += sim_between(r, 8, 30);
    }
    if (p->one_bill && p->bill.n) {
        d->transport[0] = p->bill;
        d->rides = true;
    } else if (p->one_bill) {
        p->bill = d->transport[0];
        p->bearer = (sim_ix)w->deals.n; /* which it will be */
    }
}

static void set_payments(sim_world *w, sim_deal *d, const sim_relation *rel)
{
    tt_rng *r = &w->rng;
    d->n_pays = 1;
    d->pay[0] = SIM_ONE;
    if (rel->instalments) {
        d->n_pays = sim_chance(r, 800000) ? 2 : 3;
        d->pay[0] = sim_chance(r, 700000) ? DEPOSIT : SIM_ONE / 2;
        d->pay[1] = SIM_ONE - d->pay[0];
        if (d->n_pays == 3) {
            d->pay[1] /= 2;
            d->pay[2] = SIM_ONE - d->pay[0] - d->pay[1];
        }
    }
    d->due = d->invoiced + rel->terms_days;
    d->unpaid = sim_chance(r, UNPAID) || w->plans.v[d->plan].unpaid;
    d->credited = !rel->settles && sim_chance(r, CREDITED);
}

static bool in_shock(const sim_world *w, uint32_t good)
{
    tt_date from = w->shock[good];
    return from != TT_NO_DATE && w->today >= from && w->today < from + SIM_SHOCK_DAYS;
}

/* What a planted deal moves, in US dollars; positive to the seller. */
static void tell_value(sim_world *w, const sim_deal *d, const sim_relation *rel)
{
    const sim_plan *p = &w->plans.v[d->plan];
    double usd = (double)d->total / sim_minor(w, rel->rate) * sim_usd(w, rel->rate, w->today);
    double share = 0;
    if (p->shipped < 0 || p->copied || d->rides)
        share = 1;
    else if (p->shipped > 0)
        share = 1 - p->shipped;
    else if (p->price > 0)
        share = 1 - 1 / p->price;
    else if (p->paid > 0)
        share = p->paid - 1;
    else if (p->valued > 0)
        share = 1 - p->valued;
    w->events.v[p->event].shifted += (int64_t)(usd * share);
}

sim_ix sim_add_deal(sim_world *w, sim_ix relation, sim_ix plan)
{
    const sim_relation *rel = &w->relations.v[relation];
    const sim_plan *p = &w->plans.v[plan];
    tt_rng *r = &w->rng;
    sim_deal d = {.relation = relation, .plan = plan, .ordered = w->today};
    d.event = p->event ? p->event : rel->mark;
    if (!d.event && in_shock(w, rel->good))
        d.event = w->shocked[rel->good];
    d.n_items = 1;
    if (!rel->service && sim_chance(r, MORE_GOODS) && !p->quantity_e3)
        d.n_items = sim_chance(r, 700000) ? 2 : 3;
    for (uint32_t i = 0; i < d.n_items; i++) {
        set_item(w, &d, rel, i);
        d.total += d.item[i].amount;
    }
    d.invoiced = w->today + sim_between(r, 2, p->prompt ? 4 : 25);
    set_shipments(w, &d, rel);
    set_payments(w, &d, rel);
    d.ref_goods = !sim_chance(r, w->spec->bad_refs);
    d.ref_money = !sim_chance(r, w->spec->bad_refs);
    if (p->event)
        tell_value(w, &d, rel);
    d.permit = sim_permit_for(w, relation, p, &d.item[0]);
    if (d.n_items > 1 && d.item[1].good != d.item[0].good)
        d.permit_2 = sim_permit_beside(w, relation, p, &d.item[1]);
    if (!tt_vec_push(&w->deals, d)) {
        w->failed = true;
        return 0;
    }
    return (sim_ix)w->deals.n - 1;
}

/* --- days --- */

/* Orders crowd around the month of a good's season. */
static double season_of(const sim_good *g, tt_date day)
{
    int y, m, d;
    if (!g->season)
        return 1;
    tt_civil_of(day, &y, &m, &d);
    int off = (m - (int)g->season + 12) % 12;
    static const double busy[] = {1.9, 1.6, 1.1, 0.8, 0.6, 0.5, 0.5, 0.5, 0.6, 0.8, 1.1, 1.6};
    return busy[off];
}

void sim_do_order(sim_world *w, sim_ix relation)
{
    const sim_relation *rel = &w->relations.v[relation];
    if (w->today > rel->to)
        return;
    bool planned = rel->plan && sim_chance(&w->rng, w->plans.v[rel->plan].share);
    sim_ix deal = sim_add_deal(w, relation, planned ? rel->plan : 0);
    if (!deal)
        return;
    sim_at(w, w->deals.v[deal].invoiced, SIM_DO_INVOICE, deal, 0);
    double gap = rel->gap * sim_wait(&w->rng);
    gap /= season_of(&w->tables.goods[rel->good], w->today);
    sim_at(w, w->today + 1 + (tt_date)TT_MIN(gap, 2000.0), SIM_DO_ORDER, relation, 0);
}

void sim_do_planned(sim_world *w, sim_ix order)
{
    sim_order o = w->orders.v[order];
    sim_ix deal = sim_add_deal(w, o.relation, o.plan);
    if (deal)
        sim_at(w, w->deals.v[deal].invoiced, SIM_DO_INVOICE, deal, 0);
}

static tt_date pay_day(sim_world *w, const sim_deal *d, const sim_relation *rel, uint32_t part)
{
    tt_rng *r = &w->rng;
    uint32_t last = (uint32_t)d->n_parts - 1;
    if (part + 1 < d->n_pays)
        return d->invoiced + sim_between(r, 0, 6) + (tt_date)part * rel->terms_days / 2;
    switch ((sim_terms)rel->terms) {
    case SIM_PREPAID:
        return d->invoiced + sim_between(r, 0, 5);
    case SIM_CREDIT:
        return d->on_board[last] + sim_between(r, 8, 25);
    case SIM_COLLECTION:
        return d->arrival[last] + sim_between(r, 1, 10);
    case SIM_OPEN:
        break;
    }
    return d->due + (tt_date)(sim_wait(r) * 9) - 4;
}

void sim_after_invoice(sim_world *w, sim_ix deal)
{
    const sim_deal *d = &w->deals.v[deal];
    const sim_relation *rel = &w->relations.v[d->relation];
    const sim_plan *p = &w->plans.v[d->plan];
    tt_rng *r = &w->rng;
    bool goes = !rel->service && p->shipped >= 0 && !d->rides;
    for (uint32_t i = 0; i < d->n_parts && goes; i++) {
        sim_at(w, d->on_board[i], SIM_DO_SHIP, deal, i);
        if (rel->domestic)
            continue;
        tt_date left = d->on_board[i] - sim_between(r, 0, 3);
        if (!(p->undeclared & SIM_ON_EXPORT))
            sim_at(w, left, SIM_DO_EXPORT, deal, i);
        tt_date there = p->early ? d->on_board[i] - p->early : d->arrival[i];
        tt_date cleared = there + sim_between(r, 0, 6);
        if (!p->abandoned && !(p->undeclared & SIM_ON_IMPORT))
            sim_at(w, cleared, SIM_DO_IMPORT, deal, i);
    }
    for (uint32_t i = 0; i < d->n_pays; i++)
        if (!d->unpaid || (i == 0 && d->n_pays > 1))
            sim_at(w, pay_day(w, d, rel, i), SIM_DO_PAY, deal, i);
    for (uint32_t i = 0; i < TT_LEN(p->financier); i++)
        if (p->financier[i])
            sim_at(w, d->invoiced + sim_between(r, 2, 15), SIM_DO_FINANCE, deal, i);
    if (d->credited)
        sim_at(w, d->invoiced + sim_between(r, 5, 45), SIM_DO_CREDIT, deal, 0);
    if (p->copied) {
        sim_at(w, d->invoiced + sim_between(r, 5, 40), SIM_DO_COPY, deal, 0);
        sim_at(w, d->due + sim_between(r, 5, 40), SIM_DO_PAY_COPY, deal, 0);
    }
}

/* --- open invoices of who pays several at once --- */

static void queue_open(sim_world *w, sim_ix deal)
{
    sim_relation *rel = &w->relations.v[w->deals.v[deal].relation];
    w->deals.v[deal].next_open = 0;
    if (rel->open_last)
        w->deals.v[rel->open_last].next_open = deal;
    else
        rel->open_first = deal;
    rel->open_last = deal;
    rel->n_open++;
}

void sim_do_pay(sim_world *w, sim_ix deal, uint32_t part)
{
    sim_ix relation = w->deals.v[deal].relation;
    sim_relation *rel = &w->relations.v[relation];
    const sim_deal *first;
    if (!rel->settles) {
        sim_write_payment(w, deal, part);
        return;
    }
    queue_open(w, deal);
    first = &w->deals.v[rel->open_first];
    if (rel->n_open >= rel->open_want || w->today - first->due > WAITS_DAYS) {
        sim_write_settlement(w, relation);
        rel->open_first = rel->open_last = 0;
        rel->n_open = 0;
        rel->open_want = 2 + sim_low(&w->rng, 5);
    }
}

/* Who waited longer than that for more to pay at once, and bought no more, has not paid. */
void sim_note_forgotten(sim_world *w)
{
    for (sim_ix r = 1; r < w->relations.n; r++) {
        sim_ix open = w->relations.v[r].open_first;
        if (!open || w->last - w->deals.v[open].due <= WAITS_DAYS)
            continue;
        for (; open; open = w->deals.v[open].next_open)
            w->docs.v[w->deals.v[open].invoice].why[TT_KIND_PAYMENT] = SIM_UNPAID;
    }
}
