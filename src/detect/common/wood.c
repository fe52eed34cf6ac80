/* wood.c - see wood.h. */
#include "detect/common/wood.h"

#include "base/str.h"
#include "detect/common/deals.h"

#include <math.h>

tt_wood_form tt_wood_form_of(tt_hs hs)
{
    static const struct {
        const char *heading;
        tt_wood_form form;
    } rows[] = {{"4403", TT_WOOD_LOGS},
                {"4407", TT_WOOD_SAWN},
                {"4408", TT_WOOD_SHEETS},
                {"4412", TT_WOOD_SHEETS}};
    for (size_t i = 0; i < TT_LEN(rows); i++)
        if (tt_list_has_hs(tt_str_of(rows[i].heading), hs))
            return rows[i].form;
    return TT_WOOD_NONE;
}

static tt_country sent_from(const tt_data *d, tt_kind kind, tt_ix doc)
{
    tt_country c = TT_COUNTRY_NONE;
    if (kind == TT_KIND_SHIPMENT)
        c = tt_place_country(d->shipments[doc].port_of_loading);
    if (kind == TT_KIND_DECLARATION && d->declarations[doc].type == TT_DOC_IMPORT)
        c = d->declarations[doc].partner;
    return c ? c : d->mentions[tt_data_role(d, kind, doc, 1)].country;
}

static double weighed(const tt_line *l)
{
    int64_t kg = l->net_kg != TT_NO_NUM ? l->net_kg : l->gross_kg, m3;
    if (kg == TT_NO_NUM || kg <= 0 || l->quantity == TT_NO_NUM ||
        tt_unit_dimension(l->unit) != TT_DIM_VOLUME ||
        !tt_unit_to_canonical(l->quantity, l->unit, &m3) || m3 <= 0)
        return NAN;
    return (double)kg / (double)m3;
}

/* The stricter listing; of two alike the species before the genus. */
static bool tells_more(const tt_wood *x, const tt_timber *t, unsigned appendix)
{
    const tt_str blank = TT_STR(" ");
    if (appendix != x->appendix)
        return appendix && (!x->appendix || appendix < x->appendix);
    return tt_str_find(t->name, blank, 0) < t->name.n &&
           tt_str_find(x->first->name, blank, 0) >= x->first->name.n;
}

static void take(tt_wood *x, const tt_timber *t, tt_str found, unsigned appendix)
{
    if (x->n == TT_WOOD_NAMES) {
        x->more = true;
        return;
    }
    if (!x->first || tells_more(x, t, appendix)) {
        x->first = t;
        x->found = found;
        x->appendix = appendix;
    }
    x->low = fmin(x->n ? x->low : HUGE_VAL, (double)t->kg_m3_low / 1e6);
    x->high = fmax(x->n ? x->high : 0, (double)t->kg_m3_high / 1e6);
    x->named[x->n++] = t;
}

void tt_wood_read(const tt_wild *w, const tt_data *d, tt_kind kind, tt_ix doc, tt_ix k,
                  tt_wood *out)
{
    const tt_line *l = &tt_data_lines(d, kind)[k];
    const tt_wild_hits *hits = tt_wild_said(w, kind, k);
    *out = (tt_wood){.at = {kind, doc, k},
                     .l = l,
                     .from = sent_from(d, kind, doc),
                     .day = tt_data_head(d, kind, doc)->date.day,
                     .kg_m3 = weighed(l)};
    out->more = hits->more;
    for (size_t i = 0; i < hits->n; i++) {
        const tt_timber *t = hits->v[i].timber;
        if (t && hits->v[i].plain)
            take(out, t, hits->v[i].found,
                 tt_taxon_appendix(&w->k, t->name, l->origin ? l->origin : out->from, out->day));
    }
}

const tt_timber_ban *tt_wood_ban(const tt_wild *w, const tt_wood *x, tt_hs hs)
{
    enum { GENUS = 40 };
    if (!x->from || x->day == TT_NO_DATE)
        return NULL;
    const tt_timber_ban *b = tt_ban_find(&w->k, x->from, hs, (tt_str){NULL, 0}, x->day);
    for (size_t i = 0; !b && i < x->n; i++) {
        char lower[GENUS];
        tt_str name = x->named[i]->name;
        size_t n = 0;
        for (; n < TT_MIN(name.n, (size_t)GENUS) && name.p[n] != ' '; n++)
            lower[n] = tt_ascii_lower(name.p[n]);
        b = tt_ban_find(&w->k, x->from, TT_HS_NONE, (tt_str){lower, n}, x->day);
    }
    return b;
}
