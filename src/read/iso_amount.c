/*
 * iso_amount.c - amounts, charges, and totals that headers give.
 */
#include "base/num.h"
#include "base/str.h"
#include "read/iso20022.h"

enum { SCALE = 5 }; /* decimals of ISO 20022 amounts */

/* --- amounts --- */

tt_iso_amount tt_iso_amount_at(const tt_xml_node *n, const char *path)
{
    const tt_xml_node *a = tt_xml_find(n, path);
    if (!a || a->text.n == 0)
        return (tt_iso_amount){{NULL, 0}, {NULL, 0}};
    return (tt_iso_amount){a->text, tt_xml_attr_of(a, "Ccy")};
}

static bool value_of(tt_str text, int64_t *out)
{
    return tt_parse_dec(text, SCALE, out, NULL);
}

bool tt_iso_is_zero(tt_iso_amount a)
{
    int64_t v;
    return value_of(a.text, &v) && v == 0;
}

static bool same(tt_iso_amount a, tt_iso_amount b)
{
    int64_t x, y;
    if (!tt_str_eq(a.ccy, b.ccy))
        return false;
    return tt_str_eq(a.text, b.text) || (value_of(a.text, &x) && value_of(b.text, &y) && x == y);
}

void tt_iso_set_amounts(tt_iso *r, tt_iso_amount amount, tt_iso_amount instructed)
{
    tt_emit_set(&r->e, "amount", amount.text);
    tt_emit_set(&r->e, "currency", amount.ccy);
    if (instructed.text.n == 0 || same(amount, instructed) || tt_iso_is_zero(instructed))
        return;
    tt_emit_set(&r->e, "instructed_amount", instructed.text);
    tt_emit_set(&r->e, "instructed_currency", instructed.ccy);
}

/* --- charges --- */

struct charges {
    tt_str ccy; /* of the payment */
    bool any;
    int64_t sum;
};

static tt_status
add_charge(tt_iso *r, struct charges *c, const tt_xml_node *n, const tt_row_at *at, tt_err *err)
{
    static const char *const paths[] = {"Amt", "ChrgsAmt"};
    tt_iso_amount a = {{NULL, 0}, {NULL, 0}};
    int64_t v;
    for (size_t i = 0; i < TT_LEN(paths) && a.text.n == 0; i++)
        a = tt_iso_amount_at(n, paths[i]);
    if (a.text.n == 0 || !value_of(a.text, &v))
        return TT_OK;
    if (!tt_str_eq(a.ccy, c->ccy))
        return v == 0 ? TT_OK
                      : tt_emit_note(&r->e, TT_REASON_OTHER_CURRENCY, at, "charges",
                                     tt_emit_join(&r->e, a.ccy, " ", a.text), err);
    /* What the bank gives back. */
    if (tt_str_is(tt_xml_get(n, "CdtDbtInd"), "CRDT"))
        v = -v;
    c->any = tt_add_i64(c->sum, v, &c->sum) || c->any;
    return TT_OK;
}

tt_status tt_iso_charges(tt_iso *r, const tt_xml_node *parent, const char *name,
                         const tt_row_at *at, tt_err *err)
{
    struct charges c = {.ccy = tt_emit_get(&r->e, "currency")};
    for (const tt_xml_node *n = tt_xml_child(parent, name); n; n = tt_xml_more(n)) {
        tt_iso_amount total = tt_iso_amount_at(n, "TtlChrgsAndTaxAmt");
        const tt_xml_node *record = tt_xml_child(n, "Rcrd");
        int64_t v;
        if (total.text.n > 0 && tt_str_eq(total.ccy, c.ccy) && value_of(total.text, &v)) {
            c.any = tt_add_i64(c.sum, v, &c.sum) || c.any;
            continue;
        }
        if (!record)
            TT_TRY(add_charge(r, &c, n, at, err));
        for (; record; record = tt_xml_more(record))
            TT_TRY(add_charge(r, &c, record, at, err));
    }
    if (c.any) {
        char text[TT_NUM_TEXT];
        tt_str s = tt_arena_str(r->e.in->scratch, (tt_str){text, tt_dec_text(c.sum, SCALE, text)});
        r->e.failed |= s.p == NULL;
        tt_emit_set(&r->e, "charges", s);
    }
    return TT_OK;
}

/* --- totals --- */

tt_status tt_iso_total_open(tt_iso *r, enum tt_iso_totals t, const tt_xml_node *of, tt_str n,
                            tt_str sum, tt_err *err)
{
    tt_iso_total *total = &r->total[t];
    if (tt_iso_total_is_open(r, t, of))
        return TT_OK;
    TT_TRY(tt_iso_total_close(r, t, err));
    total->of = of->offset + 1;
    total->has_n = tt_parse_i64(n, &total->want_n);
    total->has_sum = value_of(sum, &total->want_sum);
    total->at = tt_iso_at(r, of);
    return TT_OK;
}

void tt_iso_total_add(tt_iso *r, enum tt_iso_totals t, tt_str amount, bool taken_off)
{
    tt_iso_total *total = &r->total[t];
    int64_t v;
    total->n++;
    total->has_sum &=
        value_of(amount, &v) && tt_add_i64(total->sum, taken_off ? -v : v, &total->sum);
}

bool tt_iso_total_is_open(const tt_iso *r, enum tt_iso_totals t, const tt_xml_node *of)
{
    return r->total[t].of == of->offset + 1;
}

/* A balance of one of the types; false when there is none, or more than one. */
static bool balance(const tt_xml_node *statement, const char *type, int64_t *out, tt_str *ccy)
{
    size_t n = 0;
    for (const tt_xml_node *b = tt_xml_child(statement, "Bal"); b; b = tt_xml_more(b)) {
        tt_str code = tt_xml_get(b, "Tp/CdOrPrtry/Cd");
        tt_iso_amount a = tt_iso_amount_at(b, "Amt");
        if (!tt_str_is(code.n ? code : tt_xml_get(b, "Tp/Cd"), type))
            continue;
        if (!value_of(a.text, out))
            return false;
        if (tt_str_is(tt_xml_get(b, "CdtDbtInd"), "DBIT"))
            *out = -*out;
        *ccy = a.ccy;
        n++;
    }
    return n == 1;
}

tt_str tt_iso_moved(tt_iso *r, const tt_xml_node *statement)
{
    int64_t before, after, moved;
    tt_str ccy, ccy_after;
    char text[TT_NUM_TEXT];
    if (!(balance(statement, "OPBD", &before, &ccy) || balance(statement, "PRCD", &before, &ccy)) ||
        !balance(statement, "CLBD", &after, &ccy_after) || !tt_str_eq(ccy, ccy_after) ||
        !tt_sub_i64(after, before, &moved))
        return (tt_str){NULL, 0};
    tt_str s = tt_arena_str(r->e.in->scratch, (tt_str){text, tt_dec_text(moved, SCALE, text)});
    r->e.failed |= s.p == NULL;
    return s;
}

static tt_status tell(tt_iso *r, const tt_iso_total *t, const char *what, int64_t want, int64_t is,
                      unsigned scale, tt_err *err)
{
    char a[TT_NUM_TEXT], b[TT_NUM_TEXT];
    (void)tt_dec_text(want, scale, a);
    (void)tt_dec_text(is, scale, b);
    const char *raw = tt_arena_printf(r->e.in->scratch, "%s %s, the parts make %s", what, a, b);
    if (!raw)
        return tt_fail(err, TT_ENOMEM, "no room for a note");
    return tt_iso_note(r, TT_REASON_CONTROL_TOTAL, &t->at, raw, err);
}

tt_status tt_iso_total_close(tt_iso *r, enum tt_iso_totals t, tt_err *err)
{
    tt_iso_total total = r->total[t];
    r->total[t] = (tt_iso_total){0};
    if (total.of == 0)
        return TT_OK;
    if (total.has_n && total.want_n != total.n)
        TT_TRY(tell(r, &total, "count", total.want_n, total.n, 0, err));
    if (total.has_sum && total.want_sum != total.sum)
        TT_TRY(tell(r, &total, "sum", total.want_sum, total.sum, SCALE, err));
    return TT_OK;
}

tt_status tt_iso_totals_close(tt_iso *r, tt_err *err)
{
    for (int t = TT_ISO_TOTALS - 1; t >= 0; t--)
        TT_TRY(tt_iso_total_close(r, (enum tt_iso_totals)t, err));
    return TT_OK;
}
