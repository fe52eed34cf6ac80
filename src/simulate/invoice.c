/*
 * invoice.c - invoices, their copies, and credit notes.
 */
#include "simulate/parts.h"

/* The number that the seller gives next, in its own form. */
static tt_str next_number(sim_world *w, sim_ix seller, const char *what)
{
    sim_firm *f = &w->firms.v[seller];
    uint32_t n = ++f->invoices;
    int y, m, d;
    tt_civil_of(w->today, &y, &m, &d);
    char a = tt_ascii_upper(f->brand.latin.p[0]);
    switch (f->number_style) {
    case 0:
        return sim_textf(w, w->arena, "%s-%d-%05u", what, y, n);
    case 1:
        return sim_textf(w, w->arena, "%s%02d/%04u", what, y % 100, n);
    case 2:
        return sim_textf(w, w->arena, "%c%c%02d%02d%02d-%u", a, *what, y % 100, m, d, n % 100);
    case 3:
        return sim_textf(w, w->arena, "%u", 100000 + n);
    case 4:
        return sim_textf(w, w->arena, "%d-%04u/%c", y, n, a);
    case 5:
        return sim_textf(w, w->arena, "%s-%07u", what, n * 7 + (uint32_t)seller % 1000);
    default:
        return sim_textf(w, w->arena, "%s%d%02d%04u", what, y, m, n);
    }
}

static tt_str terms_text(sim_world *w, const sim_relation *rel)
{
    switch ((sim_terms)rel->terms) {
    case SIM_PREPAID:
        return TT_STR("100% T/T in advance");
    case SIM_CREDIT:
        return TT_STR("Irrevocable L/C at sight");
    case SIM_COLLECTION:
        return TT_STR("D/P at sight");
    case SIM_OPEN:
        break;
    }
    if (rel->instalments)
        return sim_textf(w, w->daily, "deposit in advance, balance %u days", rel->terms_days);
    return sim_textf(w, w->daily, "T/T %u days", rel->terms_days);
}

static void put_parties(sim_world *w, sim_row *row, const sim_relation *rel, const sim_plan *p)
{
    tt_kind k = TT_KIND_INVOICE;
    const sim_country *a = sim_country_of(w, rel->seller), *b = sim_country_of(w, rel->buyer);
    sim_put(w, row, k, "seller_name", sim_spell(w, rel->seller, SIM_HAND_OWN, 1));
    sim_put(w, row, k, "seller_country", a->code);
    sim_put(w, row, k, "seller_id", sim_spell_number(w, rel, p, false, 600000));
    sim_put(w, row, k, "seller_address", sim_spell_address(w, rel->seller, SIM_HAND_OWN, 1));
    sim_put(
        w, row, k, "seller_account",
        sim_spell_account(w, rel->payee == rel->seller ? rel->seller : rel->payee, false, 550000));
    sim_put(w, row, k, "buyer_name", sim_spell(w, rel->buyer, SIM_HAND_OTHER, rel->taste));
    sim_put(w, row, k, "buyer_country", sim_chance(&w->rng, 930000) ? b->code : TT_STR(""));
    sim_put(w, row, k, "buyer_id", sim_spell_number(w, rel, p, true, 350000));
    sim_put(w, row, k, "buyer_address",
            sim_spell_address(w, rel->buyer, SIM_HAND_OTHER, rel->taste));
    sim_put(w, row, k, "buyer_account", sim_spell_account(w, rel->buyer, false, 40000));
}

/* All transport documents of a deal, as an invoice names them. */
static tt_str transports(sim_world *w, const sim_deal *d)
{
    tt_str out = d->transport[0];
    for (uint32_t i = 1; i < d->n_parts; i++)
        out = sim_textf(w, w->daily, "%.*s, %.*s", TT_STR_ARG(out), TT_STR_ARG(d->transport[i]));
    return out;
}

static tt_str noted(sim_world *w, const sim_plan *p, tt_str goods)
{
    return p->note ? sim_textf(w, w->daily, "%.*s, %s", TT_STR_ARG(goods), p->note) : goods;
}

static void
put_item(sim_world *w, sim_row *row, const sim_deal *d, const sim_relation *rel, uint32_t i)
{
    tt_kind k = TT_KIND_INVOICE;
    const sim_item *it = &d->item[i];
    const sim_plan *p = &w->plans.v[d->plan];
    const sim_good *g = &w->tables.goods[it->good];
    sim_put(w, row, k, "line_number", sim_textf(w, w->daily, "%u", i + 1));
    sim_put(w, row, k, "line_amount", sim_money_text(w, rel->rate, it->amount));
    if (rel->service) {
        static const char *const texts[] = {"Consulting services", "Commission on sales",
                                            "Engineering services", "Marketing support"};
        sim_put(w, row, k, "description", tt_str_of(texts[rel->taste % TT_LEN(texts)]));
        return;
    }
    sim_put(w, row, k, "description", noted(w, p, sim_texts_of(w, it, p, SIM_ON_INVOICE)));
    if (sim_shows(w->firms.v[rel->seller].taste, 1, 750000))
        sim_put(w, row, k, "hs_code",
                sim_hs_text(w, sim_hs_of(w, it, p, SIM_ON_INVOICE), w->firms.v[rel->seller].taste));
    if (sim_chance(&w->rng, 600000))
        sim_put(w, row, k, "origin_country", sim_origin(w, rel, p, g, SIM_ON_INVOICE));
    sim_put(w, row, k, "quantity", sim_decimal_text(w, sim_slip(w, it->quantity_e3), 3));
    sim_put(w, row, k, "unit", sim_unit_text(w, g->unit));
    sim_put(w, row, k, "unit_price", sim_decimal_text(w, it->price_e4, 4));
}

static sim_ix new_invoice(sim_world *w, sim_ix deal, const char *what)
{
    const sim_deal *d = &w->deals.v[deal];
    const sim_relation *rel = &w->relations.v[d->relation];
    sim_ix doc = sim_add_doc(w, TT_KIND_INVOICE, deal, d->event, w->firms.v[rel->buyer].country);
    sim_set_parties(w, doc, rel->seller, rel->buyer, 0, 0);
    sim_ix numbered = w->plans.v[d->plan].numbered;
    w->docs.v[doc].number = next_number(w, numbered ? numbered : rel->seller, what);
    return doc;
}

static void
put_head(sim_world *w, sim_row *row, sim_ix doc, const sim_relation *rel, const sim_plan *p)
{
    tt_kind k = TT_KIND_INVOICE;
    sim_put(w, row, k, "invoice_number", w->docs.v[doc].number);
    sim_put(w, row, k, "issue_date", sim_typed_date(w, w->today));
    sim_put(w, row, k, "currency", w->tables.rates[rel->rate].code);
    put_parties(w, row, rel, p);
    if (p->told && p->account.n && sim_chance(&w->rng, 550000))
        sim_put(w, row, k, "seller_account", p->account);
}

/* What another deal has shipped for it until now. */
static void link_bearer(sim_world *w, const sim_deal *d, sim_ix invoice)
{
    const sim_plan *p = &w->plans.v[d->plan];
    const sim_deal *bearer = &w->deals.v[p->bearer];
    if (!d->rides || !p->whole)
        return;
    sim_add_link(w, invoice, bearer->shipment[0], SIM_ONE);
    sim_add_link(w, invoice, bearer->export[0], SIM_ONE);
    sim_add_link(w, invoice, bearer->import[0], SIM_ONE);
}

void sim_write_invoice(sim_world *w, sim_ix deal, bool copy)
{
    sim_ix doc = new_invoice(w, deal, "INV");
    sim_deal *d = &w->deals.v[deal];
    const sim_relation *rel = &w->relations.v[d->relation];
    tt_kind k = TT_KIND_INVOICE;
    sim_row row = {.f = {{NULL, 0}}};
    if (!doc)
        return;
    *(copy ? &d->copy : &d->invoice) = doc;
    uint8_t *why = w->docs.v[doc].why;
    if (rel->service)
        why[TT_KIND_SHIPMENT] = why[TT_KIND_DECLARATION] = SIM_SERVICE;
    else if (rel->domestic)
        why[TT_KIND_DECLARATION] = SIM_DOMESTIC;
    if (copy || w->plans.v[d->plan].shipped < 0 || (d->rides && !w->plans.v[d->plan].whole))
        why[TT_KIND_SHIPMENT] = why[TT_KIND_DECLARATION] = SIM_PHANTOM;
    else if (w->plans.v[d->plan].undeclared)
        why[TT_KIND_DECLARATION] = SIM_UNDECLARED;
    if (d->unpaid)
        why[TT_KIND_PAYMENT] = SIM_UNPAID;
    link_bearer(w, d, doc);
    put_head(w, &row, doc, rel, &w->plans.v[d->plan]);
    if (sim_chance(&w->rng, 700000))
        sim_put(w, &row, k, "document_type", TT_STR("invoice"));
    sim_put(w, &row, k, "due_date", sim_date_text(w, w->today + (d->due - d->invoiced)));
    sim_put(w, &row, k, "invoice_total", sim_money_text(w, rel->rate, d->total));
    sim_put(w, &row, k, "incoterm", rel->service ? TT_STR("") : sim_incoterm(rel->incoterm));
    if (sim_chance(&w->rng, 500000))
        sim_put(w, &row, k, "order_number",
                sim_textf(w, w->daily, "PO-%u", 4500000 + deal * 13 % 99991));
    d->told_transport = d->ref_goods && !rel->service && sim_chance(&w->rng, 500000);
    d->told_transport |= w->plans.v[d->plan].one_bill;
    if (d->told_transport)
        sim_put(w, &row, k, "transport_document", transports(w, d));
    sim_put(w, &row, k, "payment_terms", terms_text(w, rel));
    for (uint32_t i = 0; i < d->n_items; i++) {
        sim_row line = row; /* what is empty in a line stays empty */
        put_item(w, &line, d, rel, i);
        sim_leave_out(w, &line, k, d);
        sim_emit(w, doc, &line);
    }
}

void sim_write_credit(sim_world *w, sim_ix deal)
{
    static const char *const reasons[] = {"quality claim", "goods returned", "price adjustment",
                                          "short delivery", "volume rebate"};
    sim_ix doc = new_invoice(w, deal, "CN");
    sim_deal *d = &w->deals.v[deal];
    const sim_relation *rel = &w->relations.v[d->relation];
    tt_kind k = TT_KIND_INVOICE;
    sim_row row = {.f = {{NULL, 0}}};
    if (!doc || !d->invoice)
        return;
    d->note = doc;
    d->credit = d->total / 100 * sim_between(&w->rng, 2, 30);
    sim_add_link(w, d->invoice, doc, (uint32_t)(d->credit * SIM_ONE / TT_MAX(d->total, 1)));
    for (int i = 0; i <= TT_KIND_PAYMENT; i++)
        w->docs.v[doc].why[i] = SIM_OFFSET;
    put_head(w, &row, doc, rel, &w->plans.v[d->plan]);
    sim_put(w, &row, k, "document_type", TT_STR("credit_note"));
    sim_put(w, &row, k, "line_number", TT_STR("1"));
    tt_str number = w->docs.v[d->invoice].number;
    if (sim_chance(&w->rng, w->spec->bad_refs))
        number = TT_STR("as agreed");
    sim_put(w, &row, k, "description",
            sim_textf(w, w->daily, "Credit for invoice %.*s, %s", TT_STR_ARG(number),
                      reasons[sim_below(&w->rng, TT_LEN(reasons))]));
    sim_put(w, &row, k, "line_amount", sim_money_text(w, rel->rate, d->credit));
    sim_put(w, &row, k, "invoice_total", sim_money_text(w, rel->rate, d->credit));
    sim_emit(w, doc, &row);
}
