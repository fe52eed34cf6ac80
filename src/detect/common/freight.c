/* freight.c - see freight.h. */
#include "detect/common/freight.h"

#include "base/stat.h"
#include "detect/common/voyage.h"
#include "detect/common/words.h"
#include "detect/common/worth.h"

#include <math.h>

const char *tt_load_why_text(tt_load_why w)
{
    static const char *const texts[TT_LOAD_WHYS] = {
        [TT_LOAD_KNOWN] = "",
        [TT_LOAD_NO_BOX] = "without containers by sea",
        [TT_LOAD_SHARED] = "that share a container with other papers",
        [TT_LOAD_SAMPLE] = "of samples, repairs or returns",
        [TT_LOAD_NO_VALUE] = "whose value is not known",
        [TT_LOAD_NO_WAY] = "whose ports or freight are not known",
    };
    return texts[w];
}

/* --- cost --- */

/* Great circle from loading to discharge; 0 unknown. */
static double way(const tt_shipment *s)
{
    tt_voyage v;
    return tt_voyage_by_sea(s) && tt_voyage_of(s, &v) ? tt_port_nm(v.port[0], v.port[v.n - 1]) : 0;
}

static double in_base(const tt_data *d, tt_money m, tt_date day)
{
    tt_money base;
    return m.minor != TT_NO_NUM && m.minor > 0 && tt_data_convert(d, m, day, &base)
               ? tt_money_double(base)
               : 0;
}

/* What the tariff says for one container; 0 when the rate of USD is not known. */
static double by_tariff(const tt_data *d, const tt_tariff *t, double nm, tt_date day)
{
    enum { CENTS = 100 };
    tt_money usd = {(int64_t)llround((t->box_usd + t->nm_usd * nm) * CENTS),
                    tt_ccy_parse(TT_STR("USD"))};
    return in_base(d, usd, day);
}

tt_status
tt_freight_level(const tt_data *d, const tt_cargo *c, tt_tariff *t, tt_arena *scratch, tt_err *err)
{
    double *v = tt_new_n(scratch, double, d->n_shipments + 1);
    if (!v)
        return tt_fail(err, TT_ENOMEM, "no memory for freights");
    t->level = 1;
    t->n = 0;
    for (tt_ix i = 1; i <= d->n_shipments; i++) {
        const tt_shipment *s = &d->shipments[i];
        size_t boxes;
        (void)tt_cargo_boxes(c, i, &boxes);
        double nm = way(s), said = in_base(d, s->freight, s->head.date.day);
        double cost = boxes && nm > 0 && said > 0 ? by_tariff(d, t, nm, s->head.date.day) : 0;
        if (cost > 0)
            v[t->n++] = said / (double)boxes / cost;
    }
    tt_sort_double(v, t->n);
    if (t->n >= TT_FREIGHTS)
        t->level = tt_median_sorted(v, t->n);
    return TT_OK;
}

/* --- worth --- */

/* FOB of all lines of a document; 0 when one is not known. */
static double worth(const tt_data *d, tt_kind kind, tt_ix doc)
{
    const tt_head *h = tt_data_head(d, kind, doc);
    double sum = 0;
    for (tt_ix k = h->first_line; k < h->first_line + h->n_lines; k++) {
        double v = tt_worth_of(d, (tt_ref){kind, doc, k}, TT_FREIGHT_SEA_CONTAINER).value;
        if (v <= 0)
            return 0;
        sum += v;
    }
    return sum;
}

struct sums {
    double invoiced, declared[2]; /* export, import */
    bool unknown, sample;
};

static void add(const tt_data *d, const tt_shared *s, const tt_deal_doc *r, struct sums *sum)
{
    const tt_head *h = tt_data_head(d, r->kind, r->doc);
    const tt_line *lines = tt_data_lines(d, r->kind);
    for (tt_ix k = h->first_line; lines && k < h->first_line + h->n_lines; k++)
        sum->sample |= tt_text_is_sample(lines[k].description);
    if (r->kind == TT_KIND_INVOICE) {
        tt_doc_type type = d->invoices[r->doc].type;
        if (type == TT_DOC_CREDIT_NOTE || type == TT_DOC_PROFORMA || s->credits.invoice[r->doc])
            return;
        double v = worth(d, r->kind, r->doc);
        sum->unknown |= v <= 0;
        sum->invoiced += v;
    } else if (r->kind == TT_KIND_DECLARATION) {
        sum->declared[d->declarations[r->doc].type == TT_DOC_IMPORT] += worth(d, r->kind, r->doc);
    }
}

/* Containers of a shipment that an earlier one of the deal does not name: a master bill above
 * house bills names theirs again. */
static bool named_again(const tt_data *d, const tt_cargo *c, tt_ix deal, tt_ix shipment)
{
    const tt_deal *x = &d->deals[deal];
    size_t n, m;
    const tt_box *b = tt_cargo_boxes(c, shipment, &n);
    for (tt_ix i = x->first_doc; i < x->first_doc + x->n_docs; i++) {
        const tt_deal_doc *r = &d->deal_docs[i];
        if (r->kind != TT_KIND_SHIPMENT)
            continue;
        if (r->doc == shipment)
            return false;
        const tt_box *o = tt_cargo_boxes(c, r->doc, &m);
        if (n && m && tt_box_same(d, &b[0], &o[0]))
            return true;
    }
    return false;
}

tt_load_why
tt_load_of(const tt_data *d, const tt_shared *s, const tt_tariff *t, tt_ix deal, tt_load *out)
{
    const tt_deal *x = &d->deals[deal];
    struct sums sum = {.invoiced = 0};
    double said = 0;
    bool all_said = true, shared = false;
    *out = (tt_load){.boxes = 0};
    for (tt_ix i = x->first_doc; i < x->first_doc + x->n_docs; i++) {
        const tt_deal_doc *r = &d->deal_docs[i];
        size_t n;
        add(d, s, r, &sum);
        if (r->kind != TT_KIND_SHIPMENT || named_again(d, &s->cargo, deal, r->doc))
            continue;
        const tt_shipment *ship = &d->shipments[r->doc];
        const tt_box *b = tt_cargo_boxes(&s->cargo, r->doc, &n);
        for (size_t k = 0; k < n; k++) {
            shared |= b[k].shared;
            out->kg += b[k].gross_kg;
        }
        if (!n || !tt_voyage_by_sea(ship))
            return TT_LOAD_NO_BOX; /* a part in bulk or by air: what is whose cannot be told */
        out->shipment = out->shipment ? out->shipment : r->doc;
        out->boxes += (uint32_t)n;
        double freight = in_base(d, ship->freight, ship->head.date.day);
        all_said = all_said && freight > 0;
        said += freight;
    }
    if (!out->boxes)
        return TT_LOAD_NO_BOX;
    if (shared || sum.sample)
        return shared ? TT_LOAD_SHARED : TT_LOAD_SAMPLE;
    double declared = fmax(sum.declared[0], sum.declared[1]);
    out->declared = declared > sum.invoiced;
    if (sum.unknown || fmax(declared, sum.invoiced) <= 0)
        return TT_LOAD_NO_VALUE;
    const tt_shipment *first = &d->shipments[out->shipment];
    out->value = fmax(declared, sum.invoiced) / out->boxes;
    out->kg /= out->boxes;
    out->stated = all_said;
    out->nm = way(first);
    out->freight = all_said      ? said / out->boxes
                   : out->nm > 0 ? t->level * by_tariff(d, t, out->nm, first->head.date.day)
                                 : 0;
    return out->freight > 0 ? TT_LOAD_KNOWN : TT_LOAD_NO_WAY;
}
