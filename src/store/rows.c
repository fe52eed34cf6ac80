/*
 * rows.c - columns to records.
 *
 * The columns of a table of rows follow the fields of its kind (model/kind.h): one column each, two
 * for a date with a time and for an identifier that is checked, one for all parts of a party (a
 * mention).
 */
#include "store/impl.h"

#include "base/str.h"

#define QUERIES(K)                                                                                 \
    [TT_KIND_##K] = {TT_Q_##K##_ROW_ADD, TT_Q_##K##_ROW_ALL, TT_Q_##K##_ROW_HASHES,                \
                     TT_Q_##K##_ROW_COUNT, TT_Q_##K##_ROW_LAST}

const tt_row_queries tt_row_query[TT_KIND_COUNT] = {
    QUERIES(INVOICE), QUERIES(SHIPMENT),  QUERIES(DECLARATION), QUERIES(PAYMENT),
    QUERIES(PARTY),   QUERIES(OWNERSHIP), QUERIES(WATCHLIST),   QUERIES(PRICE),
    QUERIES(FX),      QUERIES(COVERAGE),  QUERIES(PERMIT),      QUERIES(SEIZURE),
};

bool tt_value_known(const tt_field *f, const tt_value *v)
{
    if (!v->set)
        return false;
    switch (f->type) {
    case TT_FT_TEXT:
    case TT_FT_CODE:
    case TT_FT_ENUM:
    case TT_FT_LIST:
        return v->text.n > 0;
    case TT_FT_COUNTRY:
    case TT_FT_CCY:
        return v->num != 0;
    case TT_FT_DATE:
    case TT_FT_WHEN:
        return v->num != TT_NO_DATE;
    case TT_FT_AMOUNT:
    case TT_FT_DEC:
    case TT_FT_RATE:
    case TT_FT_INT:
        break;
    }
    return v->num != TT_NO_NUM;
}

/* --- columns --- */

tt_country tt_country_of_text(tt_str text)
{
    if (text.n != 2)
        return TT_COUNTRY_NONE;
    return (tt_country)((unsigned char)text.p[0] << 8 | (unsigned char)text.p[1]);
}

static void keep_code(tt_row *row, size_t i, tt_str text)
{
    text = tt_str_sub(text, 0, sizeof row->code[i] - 1);
    if (text.n)
        memcpy(row->code[i], text.p, text.n);
    row->code[i][text.n] = '\0';
    row->r.v[i].text = (tt_str){row->code[i], text.n};
}

static tt_status read_value(tt_q *q, const tt_field *f, tt_row *row, size_t i, tt_err *err)
{
    tt_value *v = &row->r.v[i];
    tt_ccy ccy;
    *v = (tt_value){.set = !tt_q_get_null(q), .sec = TT_NO_TIME, .num = TT_NO_NUM};
    if (!v->set) {
        if (f->type == TT_FT_WHEN)
            v->sec = (int32_t)tt_q_get_int_or(q, TT_NO_TIME);
        return TT_OK;
    }
    tt_str text;
    switch (f->type) {
    case TT_FT_TEXT:
    case TT_FT_CODE:
    case TT_FT_ENUM:
    case TT_FT_LIST:
        v->text = tt_q_get_str(q);
        break;
    case TT_FT_COUNTRY:
        text = tt_q_get_str(q);
        keep_code(row, i, text);
        v->num = tt_country_of_text(text);
        break;
    case TT_FT_CCY:
        text = tt_q_get_str(q);
        keep_code(row, i, text);
        TT_TRY(tt_store_ccy(q->s, text, &ccy, err));
        v->num = ccy;
        break;
    case TT_FT_DATE:
    case TT_FT_WHEN:
        v->num = tt_q_get_int(q);
        if (v->num < INT32_MIN || v->num > INT32_MAX)
            return tt_fail(err, TT_EDB, "case file: a date of row %lld is out of range",
                           (long long)row->id);
        if (f->type == TT_FT_WHEN)
            v->sec = (int32_t)tt_q_get_int_or(q, TT_NO_TIME);
        break;
    case TT_FT_AMOUNT:
    case TT_FT_DEC:
    case TT_FT_RATE:
    case TT_FT_INT:
        v->num = tt_q_get_int(q);
        break;
    }
    return TT_OK;
}

tt_status tt_row_read(tt_q *q, tt_kind kind, tt_row *out, tt_err *err)
{
    const tt_kind_info *info = tt_kind_get(kind);
    out->id = tt_q_get_int(q);
    out->source = tt_q_get_int(q);
    out->r.kind = kind;
    out->r.line = (uint64_t)tt_q_get_int(q);
    out->r.offset = (uint64_t)tt_q_get_int(q);
    out->r.raw = (tt_str){NULL, (size_t)tt_q_get_int(q)};
    out->hash = tt_q_get_hash(q);
    memset(out->mention, 0, sizeof out->mention);
    for (size_t i = 0; i < info->n_fields; i++) {
        const tt_field *f = &info->fields[i];
        if (f->part == TT_PART_NONE)
            TT_TRY(read_value(q, f, out, i, err));
        else
            out->r.v[i] = (tt_value){0};
        if (f->check != TT_IDF_NONE)
            out->check[i] = tt_id_state_read(q);
        if (f->part == TT_PART_NAME)
            out->mention[f->role - 1] = tt_q_get_int(q);
    }
    return TT_OK;
}

uint8_t tt_id_state_read(tt_q *q)
{
    if (tt_q_get_null(q))
        return TT_ID_UNCHECKED;
    int64_t v = tt_q_get_int(q);
    return v > TT_ID_UNCHECKED && v < TT_ID_STATES ? (uint8_t)v : TT_ID_ODD;
}

void tt_row_mention(tt_row *row, unsigned role, const tt_str part[TT_PART_COUNT])
{
    const tt_kind_info *info = tt_kind_get(row->r.kind);
    for (size_t i = 0; i < info->n_fields; i++) {
        const tt_field *f = &info->fields[i];
        if (f->role != role || !part[f->part].n)
            continue;
        row->r.v[i] = (tt_value){.set = true, .text = part[f->part]};
        if (f->part == TT_PART_COUNTRY) {
            keep_code(row, i, part[f->part]);
            row->r.v[i].num = tt_country_of_text(part[f->part]);
        }
    }
}

void tt_mention_read(tt_q *q, tt_hash *fp, tt_str part[TT_PART_COUNT])
{
    *fp = tt_q_get_hash(q);
    part[TT_PART_NONE] = (tt_str){NULL, 0};
    for (int p = TT_PART_NAME; p < TT_PART_COUNT; p++)
        part[p] = tt_q_get_str(q);
}

/* --- currencies --- */

static size_t letters_of(tt_ccy c)
{
    return c & ((1u << 15) - 1);
}

static tt_status load_currencies(tt_store *s, tt_err *err)
{
    tt_q q;
    bool row;
    if (s->has_currencies)
        return TT_OK;
    memset(s->decimals, 0, sizeof s->decimals);
    TT_TRY(tt_q_open(s, TT_Q_CURRENCY_ALL, &q, err));
    for (;;) {
        TT_TRY(tt_q_next(&q, &row, err));
        if (!row)
            break;
        tt_str code = tt_q_get_str(&q);
        int64_t exponent = tt_q_get_int(&q);
        tt_ccy c = code.n == 3 && exponent >= 0 && exponent <= 7
                       ? tt_ccy_pack(code.p, (unsigned)exponent)
                       : TT_CCY_NONE;
        if (c == TT_CCY_NONE) {
            tt_q_close(&q);
            return tt_fail(err, TT_EDB, "case file: a row of 'currency' is damaged");
        }
        s->decimals[letters_of(c)] = (uint8_t)(exponent + 1);
    }
    s->has_currencies = true;
    return TT_OK;
}

tt_status tt_store_ccy(tt_store *s, tt_str code, tt_ccy *out, tt_err *err)
{
    *out = TT_CCY_NONE;
    if (!code.n)
        return TT_OK;
    TT_TRY(load_currencies(s, err));
    tt_ccy c = code.n == 3 ? tt_ccy_pack(code.p, 0) : TT_CCY_NONE;
    unsigned known = s->decimals[letters_of(c)];
    if (c == TT_CCY_NONE || !known)
        return tt_fail(err, TT_EDB, "case file: a currency is not in 'currency'");
    *out = tt_ccy_pack(code.p, known - 1);
    return TT_OK;
}

tt_status tt_store_ccy_add(tt_store *s, tt_ccy ccy, tt_err *err)
{
    if (ccy == TT_CCY_NONE)
        return TT_OK;
    TT_TRY(load_currencies(s, err));
    unsigned exponent = tt_ccy_exponent(ccy);
    uint8_t *known = &s->decimals[letters_of(ccy)];
    char code[4];
    tt_ccy_text(ccy, code);
    if (*known == exponent + 1)
        return TT_OK;
    if (*known)
        return tt_fail(err, TT_EDB, "case file: '%s' has %u decimals in it, and %u in this program",
                       code, *known - 1u, exponent);
    int64_t scale = 1;
    for (unsigned i = 0; i < exponent; i++)
        scale *= 10;
    tt_q q;
    TT_TRY(tt_q_open(s, TT_Q_CURRENCY_ADD, &q, err));
    tt_q_text(&q, code);
    tt_q_int(&q, exponent);
    tt_q_int(&q, scale);
    TT_TRY(tt_q_run(&q, err));
    *known = (uint8_t)(exponent + 1);
    return TT_OK;
}
