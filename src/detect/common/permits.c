/* permits.c - lines that claim a permit. */
#include "detect/common/permits.h"

#include "base/num.h"
#include "base/str.h"
#include "detect/common/listed.h"
#include "detect/common/refs.h"
#include "refdata/fold.h"

#include <math.h>
#include <string.h>

bool tt_permit_claimed(const tt_line *l, tt_str number)
{
    char a[TT_REF_TEXT], b[TT_REF_TEXT];
    size_t n = tt_ref_text(l->permit_number, a);
    return n && n == tt_ref_text(number, b) && memcmp(a, b, n) == 0;
}

bool tt_permit_same_paper(const tt_permit *a, const tt_permit *b)
{
    return a->issuing_country == b->issuing_country && a->issued == b->issued &&
           tt_str_eq(a->exporter_name, b->exporter_name);
}

/* --- which paper --- */

enum { VOYAGE = 45 }; /* days after expiry in which goods may still arrive */

/* 0 to 4: by how much of their beginning two names are one.  Legal forms and branches come last. */
static int alike(tt_str a, tt_str b)
{
    char x[TT_FOLD_MAX], y[TT_FOLD_MAX];
    size_t n = tt_fold(a, x), m = tt_fold(b, y), same = 0;
    while (same < n && same < m && x[same] == y[same])
        same++;
    return n && m ? (int)(4 * same / TT_MAX(n, m)) : 0;
}

/* What speaks for the paper: parties and country first, then days. */
static int fit(const tt_data *d, const tt_permit *p, const tt_declaration *x)
{
    tt_country from =
        x->type == TT_DOC_IMPORT && x->partner ? x->partner : d->mentions[x->exporter].country;
    tt_country of = p->export_country ? p->export_country : p->issuing_country;
    tt_date day = x->head.date.day;
    tt_date late = x->type == TT_DOC_IMPORT ? VOYAGE : 0;
    bool in_days = day != TT_NO_DATE && (p->issued == TT_NO_DATE || day >= p->issued) &&
                   (p->expires == TT_NO_DATE || day <= p->expires + late);
    int parties = alike(p->exporter_name, d->mentions[x->exporter].name) +
                  alike(p->importer_name, d->mentions[x->importer].name) + 4 * (from && from == of);
    return 2 * parties + in_days;
}

bool tt_permit_before(const tt_data *d, tt_ix a, tt_ix b)
{
    tt_date x = d->permits[a].issued, y = d->permits[b].issued;
    if (x == y || x == TT_NO_DATE || y == TT_NO_DATE)
        return x == y ? a < b : y == TT_NO_DATE;
    return x < y;
}

tt_ix tt_permit_paper(const tt_data *d, tt_ix first, const tt_ix *next, tt_ix declaration)
{
    const tt_declaration *x = &d->declarations[declaration];
    unsigned looked = 0;
    tt_ix best = first;
    int fits = -1;
    for (tt_ix i = first; i && looked++ < TT_PERMIT_PAPERS; i = next[i]) {
        if (fits >= 0 && tt_permit_same_paper(&d->permits[i], &d->permits[best]))
            continue;
        int f = i == first && !next[i] ? 0 : fit(d, &d->permits[i], x); /* one row: no question */
        if (f > fits || (f == fits && tt_permit_before(d, i, best))) {
            best = i;
            fits = f;
        }
    }
    return best;
}

double tt_permit_quantity(int64_t quantity, tt_unit unit, tt_dim dim)
{
    int64_t q;
    if (quantity == TT_NO_NUM || tt_unit_dimension(unit) != dim ||
        !tt_unit_to_canonical(quantity, unit, &q))
        return NAN;
    return (double)q / 1e6;
}

/* What the words of a line say of the species of a permit. */
enum named { NOTHING, ANOTHER, THE_SPECIES };

static enum named named_by(const tt_wild *w, tt_ix line, const tt_line *l, const tt_permit *p)
{
    const tt_wild_hits *hits = tt_wild_said(w, TT_KIND_DECLARATION, line);
    const tt_taxon *t = tt_taxon_find(&w->k, p->species);
    tt_date listed = p->issued != TT_NO_DATE ? p->issued : p->expires;
    tt_listed what;
    bool more = false;
    if (!t || listed == TT_NO_DATE ||
        !tt_listed_find(w, hits, l->hs, p->export_country, listed, &what, &more))
        return NOTHING;
    return tt_listed_names(w, hits, l->hs, p->export_country, listed, t->group) ? THE_SPECIES
                                                                                : ANOTHER;
}

tt_permit_side tt_permit_side_of(const tt_declaration *x)
{
    return x->type == TT_DOC_IMPORT    ? TT_PERMIT_AT_IMPORT
           : x->type == TT_DOC_TRANSIT ? TT_PERMIT_IN_TRANSIT
                                       : TT_PERMIT_AT_EXPORT;
}

const char *tt_permit_side_text(tt_permit_side s)
{
    static const char *const words[TT_PERMIT_SIDES] = {"export", "import", "transit"};
    return words[s];
}

/* Customs offices are written by country and place, as ports are; 0 when this one is not. */
static tt_country country_of(tt_str office)
{
    tt_country c;
    return office.n >= 5 && tt_country_parse((tt_str){office.p, 2}, &c) ? c : TT_COUNTRY_NONE;
}

tt_permit_account tt_permit_account_of(const tt_data *d, tt_ix declaration)
{
    const tt_declaration *x = &d->declarations[declaration];
    tt_permit_side side = tt_permit_side_of(x);
    tt_country c = side == TT_PERMIT_IN_TRANSIT ? country_of(x->office) : TT_COUNTRY_NONE;
    bool alone = side == TT_PERMIT_IN_TRANSIT && c == TT_COUNTRY_NONE;
    return (tt_permit_account){side, c, alone ? declaration : 0};
}

int tt_permit_account_cmp(tt_permit_account a, tt_permit_account b)
{
    if (a.side != b.side)
        return a.side < b.side ? -1 : 1;
    if (a.country != b.country)
        return a.country < b.country ? -1 : 1;
    return (a.alone > b.alone) - (a.alone < b.alone);
}

static int draw_cmp(const void *pa, const void *pb, void *ctx)
{
    const tt_permit_draw *a = pa, *b = pb;
    TT_UNUSED(ctx);
    return tt_permit_account_cmp(a->account, b->account);
}

bool tt_permit_most(tt_permit_draw *v, size_t n, double *out)
{
    double sum = 0;
    *out = 0;
    if (!tt_sort(v, n, sizeof *v, draw_cmp, NULL))
        return false;
    for (size_t i = 0; i < n; i++) {
        bool goes_on = i && tt_permit_account_cmp(v[i - 1].account, v[i].account) == 0;
        sum = goes_on ? sum + v[i].quantity : v[i].quantity;
        *out = TT_MAX(*out, sum);
    }
    return true;
}

double tt_permit_draws(const tt_data *d, const tt_wild *w, const tt_permit *p, tt_ix declaration)
{
    tt_dim dim = tt_unit_dimension(p->unit);
    const tt_head *h = &d->declarations[declaration].head;
    double sum[THE_SPECIES + 1] = {0};
    bool named = false;
    for (tt_ix i = h->first_line; i < h->first_line + h->n_lines; i++) {
        const tt_line *l = &d->declaration_lines[i];
        if (!tt_permit_claimed(l, p->number) ||
            (p->hs && tt_hs_prefix(l->hs, 4) != tt_hs_prefix(p->hs, 4)))
            continue;
        double q = tt_permit_quantity(l->quantity, l->unit, dim);
        if (isnan(q) && dim == TT_DIM_MASS && l->net_kg != TT_NO_NUM)
            q = (double)l->net_kg / 1e6;
        enum named what = named_by(w, i, l, p);
        sum[what] += q;
        named |= what == THE_SPECIES;
    }
    return sum[named ? THE_SPECIES : NOTHING];
}
