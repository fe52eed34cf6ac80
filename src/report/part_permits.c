/* part_permits.c - the ledger of permits as JSON values; see ledger.h. */
#include "report/ledger.h"

#include "report/part_keys.h"

#include "detect/common/prices.h"

/* Declarations that drew on it, and the balance after each: those that export, that import and each
 * country on the way see the same goods, so each has a balance of its own. */
static void key_drawn(const tt_data *d, const tt_ledger_row *r, tt_jw *w)
{
    tt_jw_key(w, "drawn");
    tt_jw_array(w);
    for (uint32_t i = 0; i < r->uses; i++) {
        const tt_drawn *x = &r->drawn[i];
        tt_jw_object(w);
        tt_jw_kstr(w, "declaration", d->declarations[x->declaration].head.number);
        tt_jw_key(w, "date");
        tt_jw_date(w, x->day);
        tt_jw_kz(w, "side", tt_permit_side_text(x->account.side));
        tt_key_double(w, "quantity", x->quantity);
        tt_key_double(w, "left", r->granted - x->sum);
        tt_jw_object_end(w);
    }
    tt_jw_array_end(w);
}

static void permit(const tt_data *d, const tt_ledger_row *r, tt_jw *w)
{
    const tt_permit *p = &d->permits[r->permit];
    tt_jw_object(w);
    tt_jw_kstr(w, "number", p->number);
    tt_jw_kstr(w, "type", p->type);
    tt_jw_kstr(w, "species", p->species);
    tt_jw_kstr(w, "description", p->description);
    tt_key_country(w, "issued_by", p->issuing_country);
    tt_key_country(w, "from", p->export_country);
    tt_key_country(w, "to", p->import_country);
    tt_jw_key(w, "issued");
    tt_jw_date(w, p->issued);
    tt_jw_key(w, "expires");
    tt_jw_date(w, p->expires);
    tt_jw_kz(w, "state", tt_permit_state_key(r->state));
    tt_jw_kz(w, "unit", tt_price_per(r->dim));
    tt_key_double(w, "granted", r->granted);
    tt_key_double(w, "used", r->used);
    tt_key_double(w, "left", r->granted - r->used);
    key_drawn(d, r, w);
    tt_jw_object_end(w);
}

void tt_key_permits(const tt_data *d, const tt_ledger *l, tt_jw *w)
{
    tt_jw_key(w, "permits");
    tt_jw_object(w);
    tt_jw_ku64(w, "n", l->n);
    tt_jw_key(w, "states");
    tt_jw_object(w);
    for (int s = 0; s < TT_PERMIT_STATES; s++)
        tt_jw_ku64(w, tt_permit_state_key((tt_permit_state)s), l->states[s]);
    tt_jw_object_end(w);
    tt_jw_key(w, "ledger");
    tt_jw_array(w);
    for (size_t i = 0; i < l->n; i++)
        permit(d, &l->v[i], w);
    tt_jw_array_end(w);
    tt_jw_object_end(w);
}
