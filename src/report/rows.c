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

static tt_str about(const tt_data *d, tt_ref r)
{
    switch (r.kind) {
    case TT_KIND_PARTY:
        return d->parties[r.doc].name;
    case TT_KIND_OWNERSHIP:
        return d->ownerships[r.doc].owned_name;
    case TT_KIND_WATCHLIST:
        return d->watches[r.doc].name;
    case TT_KIND_PERMIT:
        return d->permits[r.doc].species;
    case TT_KIND_SEIZURE:
        return d->seizures[r.doc].commodity;
    default:
        return (tt_str){0};
    }
}

tt_row_facts tt_row_facts_of(const tt_data *d, tt_ref r)
{
    tt_cited c = tt_data_cited(d, r.kind, r.doc);
    const tt_line *lines = lines_of(d, r.kind);
    tt_row_facts f = {
        .kind = r.kind,
        .number = c.number,
        .day = c.day,
        .from = tt_data_role(d, r.kind, r.doc, 1),
        .to = tt_data_role(d, r.kind, r.doc, 2),
        .amount = {TT_NO_NUM, TT_CCY_NONE},
        .about = about(d, r),
        .place = tt_data_place(d, r),
    };
    if (lines && r.line)
        f.goods = &lines[r.line];
    else if (lines && tt_data_head(d, r.kind, r.doc)->n_lines == 1)
        f.goods = &lines[tt_data_head(d, r.kind, r.doc)->first_line];
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
