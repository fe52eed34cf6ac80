/*
 * prices.c - lines to comparable unit prices.
 *
 * Comparing them with each other is in peers.c; this file decides only what a line's price is, and
 * says why it has none.
 */
#include "detect/common/prices.h"

#include "base/map.h"
#include "base/str.h"
#include "detect/common/goods.h"
#include "detect/common/words.h"
#include "base/vec.h"

#include <math.h>

const char *tt_priceless_text(tt_priceless p)
{
    static const char *const words[TT_PRICELESS_COUNT] = {
        [TT_PRICELESS_NO_HS] = "without an HS code of six digits",
        [TT_PRICELESS_NO_DATE] = "without a date",
        [TT_PRICELESS_NO_AMOUNT] = "without an amount above zero",
        [TT_PRICELESS_NO_RATE] = "without an exchange rate near the date",
        [TT_PRICELESS_NO_QUANTITY] = "without a quantity that can be compared",
        [TT_PRICELESS_NO_PARTY] = "without a known seller and buyer",
        [TT_PRICELESS_SAMPLE] = "named samples, repairs or returns",
        [TT_PRICELESS_CREDITED] = "taken back by a credit note",
    };
    return (unsigned)p < TT_PRICELESS_COUNT ? words[p] : "unknown";
}

const char *tt_price_per(tt_dim dim)
{
    switch (dim) {
    case TT_DIM_MASS:
        return "kg";
    case TT_DIM_LENGTH:
        return "m";
    case TT_DIM_AREA:
        return "m2";
    case TT_DIM_VOLUME:
        return "m3";
    case TT_DIM_COUNT:
        return "piece";
    case TT_DIM_ENERGY:
        return "kWh";
    case TT_DIM_TIME:
        return "h";
    default:
        return "unit";
    }
}

struct maker {
    const tt_data *d;
    const tt_credits *credits;
    tt_prices *out;
    tt_freight *mode; /* of each deal */
    tt_map64 seen;    /* (deal, hs6) to the rank of what holds its price: 0 invoice, 1 export */
};

/* --- what a deal says --- */

static tt_status modes(struct maker *m, tt_arena *a, tt_err *err)
{
    m->mode = tt_new_n(a, tt_freight, m->d->n_deals + 1);
    if (!m->mode)
        return tt_fail(err, TT_ENOMEM, "no memory for prices");
    for (tt_ix k = 1; k <= m->d->n_deals; k++)
        m->mode[k] = tt_deal_mode(m->d, k);
    return TT_OK;
}

/* UNECE Recommendation 19 codes, or words. */
static tt_freight mode_of_text(tt_str s)
{
    static const struct {
        const char *text;
        tt_freight mode;
    } table[] = {
        {"2", TT_FREIGHT_LAND},
        {"20", TT_FREIGHT_LAND},
        {"3", TT_FREIGHT_LAND},
        {"30", TT_FREIGHT_LAND},
        {"4", TT_FREIGHT_AIR},
        {"40", TT_FREIGHT_AIR},
        {"air", TT_FREIGHT_AIR},
        {"courier", TT_FREIGHT_AIR},
        {"land", TT_FREIGHT_LAND},
        {"rail", TT_FREIGHT_LAND},
        {"road", TT_FREIGHT_LAND},
        {"truck", TT_FREIGHT_LAND},
        {"container", TT_FREIGHT_SEA_CONTAINER},
        {"bulk", TT_FREIGHT_SEA_BULK},
    };
    for (size_t i = 0; i < TT_LEN(table); i++)
        if (tt_str_is_nocase(s, table[i].text))
            return table[i].mode;
    return TT_FREIGHT_UNKNOWN;
}

/* --- what a line says --- */

/* In the dimension of the code; by net mass where that is asked for; else in what there is. */
static bool quantity_of(const tt_line *l, tt_dim *dim, int64_t *out)
{
    tt_dim want = tt_hs_dimension(l->hs), have = tt_unit_dimension(l->unit);
    bool mass = l->net_kg != TT_NO_NUM && l->net_kg > 0;
    int64_t q = 0;
    bool known = l->quantity != TT_NO_NUM && l->quantity > 0 &&
                 tt_unit_to_canonical(l->quantity, l->unit, &q) && q > 0;
    if (known && (have == want || !(want == TT_DIM_MASS && mass))) {
        *dim = have;
        *out = q;
        return true;
    }
    if (!mass)
        return false;
    *dim = TT_DIM_MASS;
    *out = l->net_kg;
    return true;
}

static void leave_out(struct maker *m, tt_priceless why, tt_money value, tt_date day)
{
    tt_money base;
    int64_t sum;
    m->out->n_out[why]++;
    if (value.minor == TT_NO_NUM || value.minor <= 0 || !tt_data_convert(m->d, value, day, &base))
        return;
    if (tt_add_i64(m->out->value_out[why], base.minor, &sum))
        m->out->value_out[why] = sum;
}

/* --- observations --- */

static tt_country country_of(const tt_data *d, tt_ix mention, tt_ix entity)
{
    if (mention && d->mentions[mention].country)
        return d->mentions[mention].country;
    return entity ? d->entities[entity].country : TT_COUNTRY_NONE;
}

/* Fills what the line knows of *o; false when it has no price (and is counted). */
static bool observe(struct maker *m, const tt_line *l, tt_fob fob, tt_price_obs *o)
{
    tt_money base = {0, m->d->base};
    tt_dim dim;
    tt_priceless why;
    if (tt_hs_digits(l->hs) < 6)
        why = TT_PRICELESS_NO_HS;
    else if (o->day == TT_NO_DATE)
        why = TT_PRICELESS_NO_DATE;
    else if (l->amount.minor == TT_NO_NUM || l->amount.minor <= 0)
        why = TT_PRICELESS_NO_AMOUNT;
    else if (!tt_data_convert(m->d, l->amount, o->day, &base) ||
             !tt_muldiv_i64(base.minor, fob.num, fob.den, &o->fob) || o->fob <= 0)
        why = TT_PRICELESS_NO_RATE;
    else if (!quantity_of(l, &dim, &o->quantity))
        why = TT_PRICELESS_NO_QUANTITY;
    else if (!o->seller || !o->buyer || o->seller == o->buyer)
        why = TT_PRICELESS_NO_PARTY;
    else if (tt_text_is_sample(l->description))
        why = TT_PRICELESS_SAMPLE;
    else if (o->kind == TT_KIND_INVOICE && m->credits->line[o->line])
        why = TT_PRICELESS_CREDITED;
    else {
        double value = tt_money_double((tt_money){o->fob, m->d->base});
        o->x = tt_round9(log(value / ((double)o->quantity / 1e6)));
        o->hs = l->hs;
        o->dim = dim;
        o->ccy = l->amount.ccy;
        if (l->origin)
            o->origin = l->origin;
        o->spread_e3 = (uint16_t)fob.spread_e3;
        return true;
    }
    leave_out(m, why, l->amount, o->day);
    return false;
}

/* The goods of a deal: what an invoice prices, no declaration prices again. */
static uint64_t goods_key(tt_ix deal, tt_hs hs)
{
    char text[TT_HS_TEXT];
    uint64_t digits = 0;
    (void)tt_hs_text(tt_hs_prefix(hs, 6), text);
    for (size_t i = 0; text[i]; i++)
        digits = digits * 10 + (uint64_t)(text[i] - '0');
    return (uint64_t)deal << 20 | digits; /* 999999 < 2^20 */
}

static tt_status
keep(struct maker *m, const tt_price_obs *o, tt_ix deal, uint32_t rank, tt_err *err)
{
    int64_t sum;
    uint32_t best;
    m->out->v[m->out->n++] = *o;
    if (tt_add_i64(m->out->value, o->fob, &sum))
        m->out->value = sum;
    if (deal && !tt_map64_intern(&m->seen, goods_key(deal, o->hs), rank, &best, NULL))
        return tt_fail(err, TT_ENOMEM, "no memory for prices");
    return TT_OK;
}

static tt_status invoices(struct maker *m, tt_err *err)
{
    const tt_data *d = m->d;
    for (tt_ix i = 1; i <= d->n_invoices; i++) {
        const tt_invoice *inv = &d->invoices[i];
        if (inv->type == TT_DOC_CREDIT_NOTE || inv->type == TT_DOC_PROFORMA)
            continue;
        tt_ix deal = tt_deal_of(d, TT_KIND_INVOICE, i);
        tt_freight mode = deal ? m->mode[deal] : TT_FREIGHT_UNKNOWN;
        tt_fob fob = tt_incoterm_fob(inv->incoterm, mode);
        tt_ix seller = tt_data_entity(d, inv->seller), buyer = tt_data_entity(d, inv->buyer);
        for (tt_ix k = inv->head.first_line; k < inv->head.first_line + inv->head.n_lines; k++) {
            tt_price_obs o = {.kind = TT_KIND_INVOICE,
                              .doc = i,
                              .line = k,
                              .seller = seller,
                              .buyer = buyer,
                              .day = inv->head.date.day,
                              .origin = country_of(d, inv->seller, seller),
                              .dest = country_of(d, inv->buyer, buyer),
                              .term = inv->incoterm,
                              .mode = mode};
            m->out->lines++;
            if (observe(m, &d->invoice_lines[k], fob, &o))
                TT_TRY(keep(m, &o, deal, 0, err));
        }
    }
    return TT_OK;
}

/* A declared value is FOB or CIF; where that is not said, exports are FOB and imports CIF. */
static tt_fob declared_fob(const tt_declaration *dec, tt_freight mode)
{
    tt_incoterm term = TT_INCOTERM_NONE;
    bool cif = dec->basis == 2 || (dec->basis == 0 && dec->type == TT_DOC_IMPORT);
    if (!tt_incoterm_parse(cif ? TT_STR("CIF") : TT_STR("FOB"), &term))
        term = TT_INCOTERM_NONE;
    return tt_incoterm_fob(term, mode);
}

static tt_status declaration(struct maker *m, tt_ix i, uint32_t rank, tt_err *err)
{
    const tt_data *d = m->d;
    const tt_declaration *dec = &d->declarations[i];
    tt_ix deal = tt_deal_of(d, TT_KIND_DECLARATION, i);
    tt_freight mode = deal ? m->mode[deal] : TT_FREIGHT_UNKNOWN;
    if (mode == TT_FREIGHT_UNKNOWN)
        mode = mode_of_text(dec->transport_mode);
    tt_fob fob = declared_fob(dec, mode);
    tt_ix seller = tt_data_entity(d, dec->exporter), buyer = tt_data_entity(d, dec->importer);
    for (tt_ix k = dec->head.first_line; k < dec->head.first_line + dec->head.n_lines; k++) {
        tt_hs hs = d->declaration_lines[k].hs;
        tt_price_obs o = {.kind = TT_KIND_DECLARATION,
                          .doc = i,
                          .line = k,
                          .seller = seller,
                          .buyer = buyer,
                          .day = dec->head.date.day,
                          .origin = country_of(d, dec->exporter, seller),
                          .dest = country_of(d, dec->importer, buyer),
                          .mode = mode};
        if (deal && tt_hs_digits(hs) >= 6 && tt_map64_find(&m->seen, goods_key(deal, hs)) < rank)
            continue; /* priced by a better source */
        m->out->lines++;
        if (observe(m, &d->declaration_lines[k], fob, &o))
            TT_TRY(keep(m, &o, deal, rank, err));
    }
    return TT_OK;
}

static tt_status declarations(struct maker *m, tt_err *err)
{
    static const tt_doc_type order[] = {TT_DOC_EXPORT, TT_DOC_IMPORT};
    for (uint32_t r = 0; r < TT_LEN(order); r++)
        for (tt_ix i = 1; i <= m->d->n_declarations; i++)
            if (m->d->declarations[i].type == order[r])
                TT_TRY(declaration(m, i, r + 1, err));
    return TT_OK;
}

/* --- order --- */

static int obs_cmp(const void *pa, const void *pb, void *ctx)
{
    const tt_price_obs *a = pa, *b = pb;
    TT_UNUSED(ctx);
    tt_hs ha = tt_hs_prefix(a->hs, 6), hb = tt_hs_prefix(b->hs, 6);
    if (ha != hb)
        return ha < hb ? -1 : 1;
    if (a->dim != b->dim)
        return a->dim < b->dim ? -1 : 1;
    if (a->day != b->day)
        return a->day < b->day ? -1 : 1;
    if (a->kind != b->kind)
        return a->kind < b->kind ? -1 : 1;
    if (a->doc != b->doc)
        return a->doc < b->doc ? -1 : 1;
    return a->line < b->line ? -1 : a->line > b->line;
}

static tt_status order(tt_prices *p, tt_arena *a, tt_err *err)
{
    size_t n = 0;
    if (!tt_sort(p->v, p->n, sizeof *p->v, obs_cmp, NULL))
        return tt_fail(err, TT_ENOMEM, "no memory to sort prices");
    for (size_t i = 0; i < p->n; i++)
        n += i == 0 || tt_hs_prefix(p->v[i].hs, 6) != tt_hs_prefix(p->v[i - 1].hs, 6) ||
             p->v[i].dim != p->v[i - 1].dim;
    p->series = tt_new_n(a, tt_price_series, n + 1);
    if (!p->series)
        return tt_fail(err, TT_ENOMEM, "no memory for prices");
    for (size_t i = 0; i < p->n; i++) {
        tt_hs hs6 = tt_hs_prefix(p->v[i].hs, 6);
        tt_price_series *last = p->n_series ? &p->series[p->n_series - 1] : NULL;
        if (!last || last->hs6 != hs6 || last->dim != p->v[i].dim) {
            last = &p->series[p->n_series++];
            *last = (tt_price_series){.hs6 = hs6, .dim = p->v[i].dim, .first = i};
        }
        last->n++;
    }
    return TT_OK;
}

tt_status tt_prices_build(const tt_data *d, const tt_credits *credits, tt_arena *a, tt_prices *out,
                          tt_err *err)
{
    tt_prices p = {.v = tt_new_n(a, tt_price_obs, d->n_invoice_lines + d->n_declaration_lines + 1)};
    struct maker m = {.d = d, .credits = credits, .out = &p};
    if (!p.v)
        return tt_fail(err, TT_ENOMEM, "no memory for prices");
    tt_map64_init(&m.seen);
    tt_status st = modes(&m, a, err);
    if (st == TT_OK)
        st = invoices(&m, err);
    if (st == TT_OK)
        st = declarations(&m, err);
    if (st == TT_OK)
        st = order(&p, a, err);
    tt_map64_release(&m.seen);
    if (st == TT_OK)
        *out = p;
    return st;
}

const tt_price_series *tt_prices_series_of(const tt_prices *p, size_t i)
{
    size_t low = 0, high = p->n_series;
    while (high - low > 1) {
        size_t mid = low + (high - low) / 2;
        if (p->series[mid].first <= i)
            low = mid;
        else
            high = mid;
    }
    return &p->series[low];
}
