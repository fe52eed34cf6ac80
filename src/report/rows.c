/* rows.c - what one cited row says. */
#include "report/rows.h"

static const tt_line *lines_of(const tt_data *d, tt_kind kind)
{
    switch (kind) {
    case TT_KIND_INVOICE:
        return d->invoice_lines;
    case TT_KIND_SHIPMENT:
        return d->shipment_lines;
    case TT_KIND_DECLARATION:
        return d->declaration_lines;
    default:
        return NULL; /* payments have rows, no lines of goods */
    }
}

tt_row_facts tt_row_facts_of(const tt_data *d, tt_ref r)
{
    const tt_head *h = tt_data_head(d, r.kind, r.doc);
    const tt_line *lines = lines_of(d, r.kind);
    tt_row_facts f = {
        .kind = r.kind,
        .number = h->number,
        .day = h->date.day,
        .from = tt_data_role(d, r.kind, r.doc, 1),
        .to = tt_data_role(d, r.kind, r.doc, 2),
        .amount = {TT_NO_NUM, TT_CCY_NONE},
        .place = tt_data_place(d, r),
    };
    if (lines && (r.line || h->n_lines == 1))
        f.goods = &lines[r.line ? r.line : h->first_line];
    if (lines && r.line)
        f.line = lines[r.line].line_number;
    if (f.goods)
        f.amount = f.goods->amount;
    else if (r.kind == TT_KIND_INVOICE)
        f.amount = d->invoices[r.doc].total;
    else if (r.kind == TT_KIND_PAYMENT)
        f.amount = d->payments[r.doc].amount;
    return f;
}
