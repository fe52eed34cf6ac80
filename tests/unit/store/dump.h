/* dump.h - everything in a tt_data as text, to compare two of them. */
#ifndef TT_TESTS_UNIT_STORE_DUMP_H
#define TT_TESTS_UNIT_STORE_DUMP_H

#include "tests/unit/store/store_test.h" /* first: see banned.h */

#include "base/buf.h"

static inline void dump_hash(tt_buf *b, tt_hash h)
{
    char hex[33];
    tt_hex(h.b, sizeof h.b, hex);
    tt_buf_addf(b, " %.8s", hex);
}

static inline void dump_str(tt_buf *b, tt_str s)
{
    if (s.p)
        tt_buf_addf(b, " '%.*s'", TT_STR_ARG(s));
    else
        tt_buf_add_z(b, " -");
}

static inline void dump_num(tt_buf *b, int64_t v)
{
    if (v == TT_NO_NUM)
        tt_buf_add_z(b, " ?");
    else
        tt_buf_addf(b, " %lld", (long long)v);
}

static inline void dump_date(tt_buf *b, tt_date d)
{
    char text[TT_NUM_TEXT];
    (void)tt_date_text(d, text);
    tt_buf_addf(b, " [%s]", text);
}

static inline void dump_money(tt_buf *b, tt_money m)
{
    char code[4];
    dump_num(b, m.minor);
    tt_ccy_text(m.ccy, code);
    tt_buf_addf(b, "%s", code);
}

static inline void dump_country(tt_buf *b, tt_country c)
{
    char code[3];
    tt_country_text(c, code);
    tt_buf_addf(b, " %s", c ? code : "-");
}

static inline void dump_place(tt_buf *b, tt_place p, bool places)
{
    if (places)
        tt_buf_addf(b, " @%u:%llu:%llu:%u", p.source, (unsigned long long)p.line,
                    (unsigned long long)p.offset, p.n);
    tt_buf_add_c(b, '\n');
}

static inline void dump_head(tt_buf *b, const char *kind, size_t i, const tt_head *h)
{
    char when[TT_NUM_TEXT];
    (void)tt_when_text(h->date, when);
    tt_buf_addf(b, "%s %zu", kind, i);
    dump_hash(b, h->id);
    dump_str(b, h->number);
    tt_buf_addf(b, " [%s] lines %u+%u", when, h->first_line, h->n_lines);
}

static inline void dump_lines(tt_buf *b, const char *kind, const tt_line *v, size_t n, bool places)
{
    char hs[TT_HS_TEXT];
    for (size_t i = 1; i <= n; i++) {
        const tt_line *l = &v[i];
        (void)tt_hs_text(l->hs, hs);
        tt_buf_addf(b, "%s_line %zu doc %u", kind, i, l->doc);
        dump_hash(b, l->row);
        tt_buf_addf(b, " %d hs %s %s", l->line_number, hs, tt_unit_code(l->unit));
        dump_country(b, l->origin);
        dump_num(b, l->quantity);
        dump_num(b, l->unit_price);
        dump_money(b, l->amount);
        dump_num(b, l->gross_kg);
        dump_num(b, l->net_kg);
        dump_num(b, l->volume_m3);
        dump_num(b, l->packages);
        dump_str(b, l->description);
        dump_str(b, l->container);
        dump_str(b, l->seal);
        dump_str(b, l->permit_number);
        dump_place(b, l->place, places);
    }
}

static inline void dump_documents(tt_buf *b, const tt_data *d, bool places)
{
    for (size_t i = 1; i <= d->n_invoices; i++) {
        const tt_invoice *v = &d->invoices[i];
        dump_head(b, "invoice", i, &v->head);
        tt_buf_addf(b, " type %d %u>%u", (int)v->type, v->seller, v->buyer);
        dump_date(b, v->due);
        dump_money(b, v->total);
        tt_buf_addf(b, " %s", tt_incoterm_code(v->incoterm));
        dump_str(b, v->order_number);
        dump_str(b, v->transport_document);
        dump_str(b, v->payment_terms);
        tt_buf_add_c(b, '\n');
    }
    dump_lines(b, "invoice", d->invoice_lines, d->n_invoice_lines, places);
    for (size_t i = 1; i <= d->n_shipments; i++) {
        const tt_shipment *v = &d->shipments[i];
        dump_head(b, "shipment", i, &v->head);
        tt_buf_addf(b, " type %d %u>%u notify %u carrier %u", (int)v->type, v->shipper,
                    v->consignee, v->notify, v->carrier);
        dump_date(b, v->arrival);
        const tt_str texts[] = {v->manifest_number,  v->vessel_name,       v->vessel_imo,
                                v->voyage,           v->port_of_loading,   v->port_of_discharge,
                                v->place_of_receipt, v->place_of_delivery, v->transshipment_ports,
                                v->invoice_number};
        for (size_t j = 0; j < TT_LEN(texts); j++)
            dump_str(b, texts[j]);
        dump_money(b, v->freight);
        tt_buf_add_c(b, '\n');
    }
    dump_lines(b, "shipment", d->shipment_lines, d->n_shipment_lines, places);
    for (size_t i = 1; i <= d->n_declarations; i++) {
        const tt_declaration *v = &d->declarations[i];
        dump_head(b, "declaration", i, &v->head);
        tt_buf_addf(b, " type %d %u>%u declarant %u basis %u", (int)v->type, v->exporter,
                    v->importer, v->declarant, v->basis);
        dump_country(b, v->partner);
        const tt_str texts[] = {v->office, v->procedure_code, v->transport_mode,
                                v->transport_document, v->invoice_number};
        for (size_t j = 0; j < TT_LEN(texts); j++)
            dump_str(b, texts[j]);
        tt_buf_add_c(b, '\n');
    }
    dump_lines(b, "declaration", d->declaration_lines, d->n_declaration_lines, places);
    for (size_t i = 1; i <= d->n_payments; i++) {
        const tt_payment *v = &d->payments[i];
        dump_head(b, "payment", i, &v->head);
        tt_buf_addf(b, " %u>%u channel %d", v->payer, v->payee, (int)v->channel);
        dump_money(b, v->amount);
        dump_money(b, v->instructed);
        dump_money(b, v->charges);
        dump_str(b, v->purpose);
        dump_str(b, v->remittance);
        tt_buf_add_c(b, '\n');
    }
    for (size_t i = 1; i <= d->n_payment_rows; i++) {
        const tt_payment_row *v = &d->payment_rows[i];
        tt_buf_addf(b, "payment_row %zu of %u", i, v->payment);
        dump_hash(b, v->row);
        dump_str(b, v->invoice_number);
        dump_place(b, v->place, places);
    }
}

static inline void dump_replaced(tt_buf *b, const tt_data *d, bool places)
{
    for (size_t i = 1; i <= d->n_replaced; i++) {
        const tt_replaced *v = &d->replaced[i];
        tt_buf_addf(b, "replaced %s %d", tt_kind_text(v->kind), (int)v->why);
        dump_hash(b, v->doc);
        dump_str(b, v->number);
        dump_hash(b, v->row);
        dump_hash(b, v->by);
        dump_place(b, v->place, places);
        dump_place(b, v->by_place, places);
    }
    for (size_t i = 0; i < TT_REPLACED_WHYS; i++)
        tt_buf_addf(b, "restated %zu %llu\n", i, (unsigned long long)d->restated[i]);
    tt_buf_addf(b, "numbers twice %llu\n", (unsigned long long)d->numbers_twice);
}

static inline void dump_others(tt_buf *b, const tt_data *d, bool places)
{
    for (size_t i = 1; i <= d->n_parties; i++) {
        const tt_party *v = &d->parties[i];
        tt_buf_addf(b, "party %zu", i);
        dump_hash(b, v->row);
        tt_buf_addf(b, " type %d", (int)v->type);
        dump_country(b, v->country);
        const tt_str texts[] = {v->party_id, v->name,    v->aliases,      v->registration_number,
                                v->tax_id,   v->lei,     v->address,      v->phone,
                                v->email,    v->website, v->activity_code};
        for (size_t j = 0; j < TT_LEN(texts); j++)
            dump_str(b, texts[j]);
        dump_date(b, v->incorporated);
        dump_date(b, v->dissolved);
        dump_num(b, v->employees);
        dump_money(b, v->annual_revenue);
        dump_place(b, v->place, places);
    }
    for (size_t i = 1; i <= d->n_ownerships; i++) {
        const tt_ownership *v = &d->ownerships[i];
        tt_buf_addf(b, "ownership %zu", i);
        dump_hash(b, v->row);
        const tt_str texts[] = {v->owner_id, v->owner_name, v->owned_id, v->owned_name, v->role};
        for (size_t j = 0; j < TT_LEN(texts); j++)
            dump_str(b, texts[j]);
        dump_num(b, v->share);
        dump_date(b, v->from);
        dump_date(b, v->to);
        dump_place(b, v->place, places);
    }
    for (size_t i = 1; i <= d->n_fx; i++) {
        tt_buf_addf(b, "fx %zu", i);
        dump_date(b, d->fx[i].date);
        dump_money(b, (tt_money){d->fx[i].usd_per_unit, d->fx[i].ccy});
        tt_buf_add_c(b, '\n');
    }
    for (size_t i = 1; i <= d->n_prices; i++) {
        const tt_price_ref *v = &d->prices[i];
        tt_buf_addf(b, "price %zu %llu %s", i, (unsigned long long)v->hs, tt_unit_code(v->unit));
        dump_country(b, v->country);
        dump_date(b, v->from);
        dump_date(b, v->to);
        dump_money(b, v->low);
        dump_money(b, v->median);
        dump_money(b, v->high);
        dump_str(b, v->source);
        dump_place(b, v->place, places);
    }
    for (size_t i = 1; i <= d->n_coverages; i++) {
        const tt_coverage *v = &d->coverages[i];
        tt_buf_addf(b, "coverage %zu %s", i, tt_kind_text(v->kind));
        dump_country(b, v->country);
        dump_date(b, v->from);
        dump_date(b, v->to);
        dump_num(b, v->share);
        dump_place(b, v->place, places);
    }
}

/** Terminated text in the arena.  places: with sources, and where each row lies. */
static inline const char *dump(tt_arena *a, const tt_data *d, bool places)
{
    tt_buf b;
    tt_buf_init(&b, 0);
    dump_date(&b, d->as_of);
    dump_date(&b, d->from);
    dump_date(&b, d->to);
    tt_buf_add_c(&b, '\n');
    for (size_t i = 1; places && i <= d->n_sources; i++) {
        const tt_source *v = &d->sources[i];
        tt_buf_addf(&b, "source %zu %s", i, tt_kind_text(v->kind));
        dump_str(&b, v->name);
        dump_str(&b, v->format);
        tt_buf_addf(&b, " %llu=%llu+%llu+%llu\n", (unsigned long long)v->n_read,
                    (unsigned long long)v->n_loaded, (unsigned long long)v->n_rejected,
                    (unsigned long long)v->n_duplicate);
    }
    for (size_t i = 1; i <= d->n_mentions; i++) {
        const tt_mention *v = &d->mentions[i];
        tt_buf_addf(&b, "mention %zu", i);
        dump_hash(&b, v->fp);
        const tt_str texts[] = {v->name, v->identifier, v->address, v->account, v->bank};
        for (size_t j = 0; j < TT_LEN(texts); j++)
            dump_str(&b, texts[j]);
        dump_country(&b, v->country);
        tt_buf_add_c(&b, '\n');
    }
    dump_documents(&b, d, places);
    dump_replaced(&b, d, places);
    dump_others(&b, d, places);
    assert_ok(tt_buf_status(&b, ERR));
    const char *out = tt_arena_printf(a, "%s", b.p);
    tt_buf_release(&b);
    assert_non_null(out);
    return out;
}

#endif
