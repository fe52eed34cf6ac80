/* worth.c - see worth.h. */
#include "detect/common/worth.h"

#include "base/num.h"
#include "detect/common/goods.h"

#include <math.h>

bool tt_is_unit_factor(double ratio, double slip)
{
    static const double factors[] = {2.20462262, 10, 12, 100, 144, 1000};
    for (size_t i = 0; i < TT_LEN(factors); i++)
        if (tt_round9(fabs(fabs(log(ratio)) - log(factors[i]))) <= tt_round9(log1p(slip)))
            return true;
    return false;
}

static tt_incoterm term_of(const tt_data *d, tt_ref r)
{
    tt_incoterm t = TT_INCOTERM_NONE;
    if (r.kind == TT_KIND_INVOICE)
        return d->invoices[r.doc].incoterm;
    if (r.kind != TT_KIND_DECLARATION)
        return t;
    const tt_declaration *dec = &d->declarations[r.doc];
    bool cif = dec->basis == 2 || (dec->basis == 0 && dec->type == TT_DOC_IMPORT);
    return tt_incoterm_parse(cif ? TT_STR("CIF") : TT_STR("FOB"), &t) ? t : TT_INCOTERM_NONE;
}

tt_worth tt_worth_of(const tt_data *d, tt_ref r, tt_freight mode)
{
    tt_worth w = {.dim = TT_DIM_NONE};
    const tt_line *l = tt_ref_line(d, r);
    tt_money base;
    int64_t q;
    if (!l)
        return w;
    w.stated = l->amount;
    tt_fob fob = tt_incoterm_fob(term_of(d, r), mode);
    if (l->amount.minor != TT_NO_NUM && l->amount.minor > 0 &&
        tt_data_convert(d, l->amount, tt_data_head(d, r.kind, r.doc)->date.day, &base))
        w.raw = tt_money_double(base);
    w.value = w.raw * (double)fob.num / (double)fob.den;
    if (l->net_kg != TT_NO_NUM && l->net_kg > 0)
        w.mass = (double)l->net_kg / 1e6;
    if (l->quantity != TT_NO_NUM && l->quantity > 0 &&
        tt_unit_to_canonical(l->quantity, l->unit, &q) && q > 0) {
        w.dim = tt_unit_dimension(l->unit);
        w.quantity = (double)q / 1e6;
        if (w.dim == TT_DIM_MASS && w.mass <= 0)
            w.mass = w.quantity;
    }
    return w;
}

/* Of a over b, in a measure that both state. */
static double quantity_ratio(const tt_worth *a, const tt_worth *b)
{
    if (a->quantity > 0 && b->quantity > 0 && a->dim == b->dim)
        return a->quantity / b->quantity;
    return a->mass > 0 && b->mass > 0 ? a->mass / b->mass : (double)NAN;
}

static bool same_number(const tt_worth *a, const tt_worth *b)
{
    double x = tt_money_double(a->stated), y = tt_money_double(b->stated);
    return !tt_money_same_ccy(a->stated, b->stated) && x > 0 && y > 0 && fabs(log(x / y)) < 0.005;
}

tt_worth_gap tt_worth_compare(const tt_data *d, const tt_couple *c, double slip, double whole)
{
    tt_freight mode = tt_deal_mode(d, c->deal);
    tt_worth_gap g = {
        .how = TT_WORTH_UNLIKE, .a = tt_worth_of(d, c->a, mode), .b = tt_worth_of(d, c->b, mode)};
    g.quantity = quantity_ratio(&g.a, &g.b);
    if (g.a.value <= 0 || g.b.value <= 0)
        return g;
    g.value = g.a.value / g.b.value;
    g.raw = g.a.raw / g.b.raw;
    bool all = isnan(g.quantity) ? isnan(c->share) || fabs(log(c->share)) <= log1p(whole)
                                 : fabs(log(g.quantity)) <= log1p(whole);
    /* A factor between units: the unit is another where the totals agree better than the prices of
     * a unit do, else half of the goods merely look like pounds for kilograms. */
    bool slipped = !isnan(g.quantity) && tt_is_unit_factor(g.quantity, slip) &&
                   fabs(log(g.value)) <= fabs(log(g.value / g.quantity));
    if (!all && !slipped && !isnan(g.quantity)) {
        g.how = TT_WORTH_UNIT;
        g.value /= g.quantity;
        g.raw /= g.quantity;
    } else if (all || slipped) {
        g.how = TT_WORTH_TOTAL;
    }
    if (g.how != TT_WORTH_UNLIKE && fabs(log(g.value)) > log1p(whole)) {
        if (same_number(&g.a, &g.b))
            g.how = TT_WORTH_CURRENCY_SLIP;
        else if (tt_is_unit_factor(g.value, slip) || tt_is_unit_factor(g.raw, slip))
            g.how = TT_WORTH_UNIT_SLIP;
    }
    return g;
}
