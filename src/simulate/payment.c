/*
 * payment.c - payments: of one invoice, of several, of none.
 */
#include "simulate/parts.h"

enum { CHARGED = 450000, SHORT = 50000, DISCOUNT = 40000 };

/* What leaves the payer and what arrives. */
struct money {
    uint32_t rate, ordered_rate;
    int64_t arrives, ordered, charges;
};

/* The bank converts at a worse rate than the market, and takes its charges. */
static struct money settle(sim_world *w, const sim_relation *rel, int64_t minor)
{
    tt_rng *r = &w->rng;
    struct money m = {.rate = rel->pay_rate, .ordered_rate = rel->rate, .ordered = minor};
    m.arrives = sim_convert(w, minor, rel->rate, rel->pay_rate, w->today);
    if (rel->rate != rel->pay_rate)
        m.arrives = sim_round((double)m.arrives * (0.996 + 0.003 * sim_normal(r)));
    if (!rel->domestic && sim_chance(r, CHARGED)) {
        double fee = 10 + 5 * (double)sim_low(r, 8);
        fee += sim_chance(r, 200000) ? 2.5 : 0;
        m.charges = sim_round(fee / sim_usd(w, m.rate, w->today) * sim_minor(w, m.rate));
        m.charges = TT_MIN(m.charges, m.arrives / 20);
        m.arrives -= m.charges;
    }
    return m;
}

static tt_str payment_number(sim_world *w, sim_ix bank)
{
    uint32_t *serial = &w->serial[(bank - w->first_bank) % 128];
    int y, m, d;
    tt_civil_of(w->today, &y, &m, &d);
    *serial += 1 + sim_below(&w->rng, 60);
    return sim_textf(w, w->arena, "%.4s%02d%02d%02d%06u", w->firms.v[bank].account.p, y % 100, m, d,
                     *serial % 1000000);
}

/* @param from  its account: 0 either, 1 the first, 2 the second. */
static void
put_side(sim_world *w, sim_row *row, sim_ix who, bool payee, uint32_t from, uint64_t habit)
{
    static const char *const field[2][5] = {
        {"payer_name", "payer_account", "payer_country", "payer_id", "payer_bank"},
        {"payee_name", "payee_account", "payee_country", "payee_id", "payee_bank"}};
    const char *const *f = field[payee];
    tt_kind k = TT_KIND_PAYMENT;
    const sim_firm *firm = &w->firms.v[who];
    sim_put(w, row, k, f[0], sim_spell(w, who, SIM_HAND_BANK, habit));
    bool second = sim_chance(&w->rng, 300000);
    second = from ? from == 2 : second;
    sim_ix at = second && firm->bank_2 ? firm->bank_2 : firm->bank;
    sim_put(w, row, k, f[1], sim_spell_account(w, who, second, 900000));
    sim_put(w, row, k, f[2],
            sim_chance(&w->rng, 800000) ? sim_country_of(w, who)->code : TT_STR(""));
    sim_put(w, row, k, f[3], sim_spell_id(w, who, 40000));
    tt_str bank = firm->type == SIM_BANK ? firm->account : w->firms.v[at].account;
    if (at && sim_chance(&w->rng, 150000))
        bank = sim_spell(w, at, SIM_HAND_BANK, 6);
    sim_put(w, row, k, f[4], bank);
}

static sim_ix new_payment(sim_world *w, sim_row *row, sim_ix payer, sim_ix payee, sim_ix deal,
                          sim_ix event, uint32_t from, uint64_t habit)
{
    tt_kind k = TT_KIND_PAYMENT;
    sim_ix doc = sim_add_doc(w, k, deal, event, w->firms.v[payer].country);
    if (!doc)
        return 0;
    sim_ix bank = w->firms.v[payer].type == SIM_BANK ? payer : w->firms.v[payer].bank;
    sim_set_parties(w, doc, payer, payee, 0, 0);
    w->docs.v[doc].number = payment_number(w, bank ? bank : w->first_bank);
    sim_put(w, row, k, "payment_id", w->docs.v[doc].number);
    sim_put(w, row, k, "value_date", sim_date_text(w, w->today));
    put_side(w, row, payer, false, from, habit);
    put_side(w, row, payee, true, 0, habit >> 4);
    return doc;
}

static void put_money(sim_world *w, sim_row *row, const struct money *m)
{
    tt_kind k = TT_KIND_PAYMENT;
    sim_put(w, row, k, "amount", sim_money_text(w, m->rate, m->arrives));
    sim_put(w, row, k, "currency", w->tables.rates[m->rate].code);
    bool other = m->rate != m->ordered_rate;
    if (sim_chance(&w->rng, other ? 650000 : m->charges ? 500000 : 100000)) {
        sim_put(w, row, k, "instructed_amount", sim_money_text(w, m->ordered_rate, m->ordered));
        sim_put(w, row, k, "instructed_currency", w->tables.rates[m->ordered_rate].code);
    }
    if (m->charges && sim_chance(&w->rng, 600000))
        sim_put(w, row, k, "charges", sim_money_text(w, m->rate, m->charges));
}

/* One row for each invoice that the column names. */
static void emit(sim_world *w, sim_row *row, sim_ix doc, const tt_str *column, uint32_t n)
{
    bool any = false;
    for (uint32_t i = 0; i < n; i++) {
        if (!column[i].p)
            continue;
        sim_put(w, row, TT_KIND_PAYMENT, "invoice_number", column[i]);
        sim_emit(w, doc, row);
        any = true;
    }
    if (!any)
        sim_emit(w, doc, row);
}

/* --- for deals --- */

/* Another sum, as round as that one. */
static int64_t as_round(int64_t minor, double factor)
{
    int64_t step = 1;
    while (minor % (step * 10) == 0)
        step *= 10;
    return TT_MAX(sim_round((double)minor * factor / (double)step), 1) * step;
}

/* What is paid of a part: less what was credited, now and then less than that. */
static int64_t amount_of(sim_world *w, sim_deal *d, uint32_t part)
{
    tt_rng *r = &w->rng;
    double due = (double)d->total * d->pay[part] / SIM_ONE;
    if (part + 1 == d->n_pays)
        due -= (double)d->credit;
    if (sim_chance(r, DISCOUNT) && d->n_pays == 1)
        due *= 0.98;
    else if (sim_chance(r, SHORT))
        due *= 1 - 0.03 * tt_rng_unit(r);
    int64_t minor = TT_MAX(sim_round(due), 1);
    return w->plans.v[d->plan].paid > 0 ? as_round(minor, w->plans.v[d->plan].paid) : minor;
}

static sim_ix payer_of(const sim_world *w, const sim_deal *d)
{
    sim_ix planned = w->plans.v[d->plan].payer;
    return planned ? planned : w->relations.v[d->relation].payer;
}

static sim_ix payee_of(const sim_world *w, const sim_deal *d, const sim_relation *rel)
{
    sim_ix planned = w->plans.v[d->plan].payee;
    return planned ? planned : rel->payee;
}

/* To an account that its owner had not named before. */
static void put_account(sim_world *w, sim_row *row, const sim_plan *p)
{
    if (!p->account.n)
        return;
    sim_put(w, row, TT_KIND_PAYMENT, "payee_account", p->account);
    sim_put(w, row, TT_KIND_PAYMENT, "payee_bank", w->firms.v[p->bank].account);
}

static void after_payment(sim_world *w, const sim_deal *d, sim_transfer t, int32_t days)
{
    t.event = d->event;
    t.text = (uint8_t)sim_below(&w->rng, 8);
    sim_add_transfer(w, &t, w->today + sim_between(&w->rng, 0, days));
}

/* The seller sends on what it was paid; the buyer pays back at home who paid for it. */
static void move_on(sim_world *w, const sim_deal *d, const sim_relation *rel, int64_t amount)
{
    const sim_plan *p = &w->plans.v[d->plan];
    if (p->onward) {
        sim_transfer t = {.payer = rel->seller, .payee = p->onward, .rate = rel->rate};
        t.minor = sim_round((double)amount * (0.92 + 0.07 * tt_rng_unit(&w->rng)));
        after_payment(w, d, t, 4);
    }
    if (p->repaid && p->payer != rel->buyer) {
        sim_transfer t = {.payer = rel->buyer, .payee = p->payer};
        t.rate = sim_rate_find(&w->tables, sim_country_of(w, rel->buyer)->ccy_code);
        t.minor = sim_round((double)sim_convert(w, amount, rel->rate, t.rate, w->today) *
                            (0.97 + 0.05 * tt_rng_unit(&w->rng)));
        after_payment(w, d, t, 20);
    }
}

static void pay(sim_world *w, sim_deal *const *deals, uint32_t n, sim_ix deal,
                const int64_t *amounts, const sim_ix *invoices, sim_ix payer)
{
    const sim_deal *first = deals[0];
    sim_ix event = first->event;
    for (uint32_t i = 1; i < n; i++)
        if (w->events.v[deals[i]->event].planted)
            event = deals[i]->event;
    const sim_relation *rel = &w->relations.v[first->relation];
    tt_str number[SIM_PAID_AT_ONCE], column[SIM_PAID_AT_ONCE], text;
    sim_row row = {.f = {{NULL, 0}}};
    int64_t sum = 0;
    for (uint32_t i = 0; i < n; i++) {
        sum += amounts[i];
        number[i] = w->docs.v[invoices[i]].number;
    }
    struct money m = settle(w, rel, sum);
    sim_ix doc =
        new_payment(w, &row, payer, payee_of(w, first, rel), deal, event, 0, rel->taste >> 24);
    if (!doc)
        return;
    for (uint32_t i = 0; i < n; i++)
        sim_add_link(
            w, invoices[i], doc,
            (uint32_t)TT_MIN(amounts[i] * SIM_ONE / TT_MAX(deals[i]->total, 1), 2 * SIM_ONE));
    put_money(w, &row, &m);
    put_account(w, &row, &w->plans.v[first->plan]);
    bool advance = w->firms.v[payer].type == SIM_BANK;
    for (uint32_t i = 0; i < n && !advance; i++)
        move_on(w, deals[i], rel, amounts[i]);
    sim_put(w, &row, TT_KIND_PAYMENT, "channel",
            rel->terms == SIM_CREDIT ? TT_STR("letter_of_credit") : TT_STR("wire"));
    if (sim_chance(&w->rng, 200000))
        sim_put(w, &row, TT_KIND_PAYMENT, "purpose", TT_STR("GDDS"));
    if (advance)
        sim_put(w, &row, TT_KIND_PAYMENT, "purpose", TT_STR("TRADE FINANCE"));
    sim_refer(w, rel, number, n, first->ref_money, column, &text);
    sim_put(w, &row, TT_KIND_PAYMENT, "remittance_information", text);
    emit(w, &row, doc, column, n);
}

void sim_write_payment(sim_world *w, sim_ix deal, uint32_t part)
{
    sim_deal *d = &w->deals.v[deal];
    int64_t amount = amount_of(w, d, part);
    pay(w, &d, 1, deal, &amount, &d->invoice, payer_of(w, d));
}

void sim_write_copy_payment(sim_world *w, sim_ix deal)
{
    sim_deal *d = &w->deals.v[deal];
    int64_t amount = d->total;
    if (d->copy)
        pay(w, &d, 1, deal, &amount, &d->copy, payer_of(w, d));
}

/* The seller pays it back when it is paid. */
void sim_write_finance(sim_world *w, sim_ix deal, uint32_t which)
{
    sim_deal *d = &w->deals.v[deal];
    const sim_relation *rel = &w->relations.v[d->relation];
    sim_ix bank = w->plans.v[d->plan].financier[which];
    int64_t amount = sim_round((double)d->total * (0.8 + 0.1 * tt_rng_unit(&w->rng)));
    sim_transfer back = {.payer = rel->seller, .payee = bank, .rate = rel->rate, .minor = amount};
    pay(w, &d, 1, deal, &amount, &d->invoice, bank);
    back.said = "REPAYMENT OF ADVANCE";
    after_payment(w, d, back, 120);
}

void sim_write_settlement(sim_world *w, sim_ix relation)
{
    const sim_relation *rel = &w->relations.v[relation];
    sim_deal *deals[SIM_PAID_AT_ONCE];
    sim_ix invoices[SIM_PAID_AT_ONCE];
    int64_t amounts[SIM_PAID_AT_ONCE];
    uint32_t n = 0;
    for (sim_ix i = rel->open_first; i && n < SIM_PAID_AT_ONCE; i = w->deals.v[i].next_open) {
        deals[n] = &w->deals.v[i];
        invoices[n] = deals[n]->invoice;
        amounts[n] = amount_of(w, deals[n], 0);
        n++;
    }
    if (n > 0)
        pay(w, deals, n, rel->open_first, amounts, invoices, payer_of(w, deals[0]));
}

/* --- for none --- */

/* Some days on; or some months on, a day that is no Saturday or Sunday. */
static tt_date next_day(sim_world *w, const sim_transfer *t)
{
    int y, m, d;
    if (!t->months)
        return w->today + t->every;
    tt_civil_of(w->today, &y, &m, &d);
    int month = y * 12 + m - 1 + t->months;
    tt_date day = tt_civil_days(month / 12, month % 12 + 1, t->day);
    day += t->late ? (tt_date)sim_below(&w->rng, t->late + 1u) : 0;
    int weekday = (int)((day + 3) % 7); /* 0 is Monday */
    return weekday >= 5 ? day + 7 - weekday : day;
}

void sim_write_transfer(sim_world *w, sim_ix transfer)
{
    static const char *const channels[] = {"wire", "cash", "card", "cheque"};
    sim_transfer t = w->transfers.v[transfer];
    sim_row row = {.f = {{NULL, 0}}};
    sim_ix doc =
        new_payment(w, &row, t.payer, t.payee, 0, t.event, t.from, t.payer * 7919 + t.payee);
    if (!doc)
        return;
    w->docs.v[doc].why[TT_KIND_INVOICE] = SIM_NO_PARTNER;
    int64_t minor = sim_round((double)t.minor * sim_exp(t.spread * sim_normal(&w->rng)));
    struct money m = {.rate = t.rate, .ordered_rate = t.rate, .ordered = minor, .arrives = minor};
    put_money(w, &row, &m);
    sim_put(w, &row, TT_KIND_PAYMENT, "channel", tt_str_of(channels[t.channel]));
    sim_put(w, &row, TT_KIND_PAYMENT, "remittance_information", sim_transfer_text(w, &w->rng, &t));
    sim_emit(w, doc, &row);
    if (t.every || t.months)
        sim_at(w, next_day(w, &t), SIM_DO_TRANSFER, transfer, 0);
}
