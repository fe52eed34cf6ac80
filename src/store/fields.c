/*
 * fields.c - fields of a record to members of a struct, by tables.
 */
#include "store/load.h"

#include "base/str.h"

struct word {
    const char *text;
    int value;
};

static const struct word doc_types[] = {
    {"invoice", TT_DOC_INVOICE},
    {"credit_note", TT_DOC_CREDIT_NOTE},
    {"debit_note", TT_DOC_DEBIT_NOTE},
    {"proforma", TT_DOC_PROFORMA},
    {"master_bl", TT_DOC_MASTER_BL},
    {"house_bl", TT_DOC_HOUSE_BL},
    {"awb", TT_DOC_AWB},
    {"cmr", TT_DOC_CMR},
    {"rail", TT_DOC_RAIL},
    {"courier", TT_DOC_COURIER},
    {"postal", TT_DOC_POSTAL},
    {"import", TT_DOC_IMPORT},
    {"export", TT_DOC_EXPORT},
    {"transit", TT_DOC_TRANSIT},
    {NULL, TT_DOC_UNKNOWN},
};

static const struct word channels[] = {
    {"wire", TT_CHANNEL_WIRE},   {"cash", TT_CHANNEL_CASH},     {"letter_of_credit", TT_CHANNEL_LC},
    {"card", TT_CHANNEL_CARD},   {"cheque", TT_CHANNEL_CHEQUE}, {"crypto", TT_CHANNEL_CRYPTO},
    {"other", TT_CHANNEL_OTHER}, {NULL, TT_CHANNEL_UNKNOWN},
};

static const struct word bases[] = {{"fob", 1}, {"cif", 2}, {NULL, 0}};

static const struct word entity_types[] = {
    {"company", TT_ENTITY_COMPANY},
    {"person", TT_ENTITY_PERSON},
    {"bank", TT_ENTITY_BANK},
    {"vessel", TT_ENTITY_VESSEL},
    {"carrier", TT_ENTITY_CARRIER},
    {"broker", TT_ENTITY_BROKER},
    {"public_body", TT_ENTITY_PUBLIC_BODY},
    {NULL, TT_ENTITY_UNKNOWN},
};

/* The value of a word; of the end of the table when it is none of them. */
static int word_value(const struct word *w, tt_str text)
{
    while (w->text && !tt_str_is(text, w->text))
        w++;
    return w->value;
}

void tt_load_bind(tt_kind kind, const tt_member_of *m, size_t n, tt_bound *out)
{
    const tt_kind_info *info = tt_kind_get(kind);
    for (size_t j = 0; j < n; j++) {
        int i = tt_field_find(info, tt_str_of(m[j].field));
        TT_ASSERT(i >= 0);
        const tt_field *f = &info->fields[i];
        int ccy = f->ccy ? tt_field_find(info, tt_str_of(f->ccy)) : 0;
        TT_ASSERT(ccy >= 0 && (m[j].how == TT_HOW_MONEY) == (f->ccy != NULL));
        out[j] =
            (tt_bound){.f = f, .how = m[j].how, .to = m[j].to, .i = (size_t)i, .ccy = (size_t)ccy};
    }
}

void tt_load_unknown(const tt_bound *b, void *to)
{
    char *p = (char *)to + b->to;
    if (b->how == TT_HOW_NUM)
        *(int64_t *)(void *)p = TT_NO_NUM;
    else if (b->how == TT_HOW_DATE)
        *(tt_date *)(void *)p = TT_NO_DATE;
    else if (b->how == TT_HOW_WHEN)
        *(tt_when *)(void *)p = (tt_when){TT_NO_DATE, TT_NO_TIME};
    else if (b->how == TT_HOW_MONEY)
        *(tt_money *)(void *)p = (tt_money){TT_NO_NUM, TT_CCY_NONE};
}

/* --- texts --- */

static tt_status no_room(tt_err *err)
{
    return tt_fail(err, TT_ENOMEM, "no room for the texts of rows");
}

static tt_status copy_text(tt_load *l, tt_str text, tt_str *out, tt_err *err)
{
    *out = tt_arena_str(l->a, text);
    return out->p ? TT_OK : no_room(err);
}

tt_status tt_load_text(tt_load *l, tt_str text, uint32_t *out, tt_err *err)
{
    bool added;
    if (!tt_vec_reserve(&l->text, 1))
        return no_room(err);
    if (!tt_map_intern(&l->texts, text, (uint32_t)l->text.n, out, &added))
        return no_room(err);
    if (added) {
        TT_TRY(copy_text(l, text, &l->text.v[*out], err));
        l->text.n++;
    }
    return TT_OK;
}

static tt_status share_text(tt_load *l, tt_str text, tt_str *out, tt_err *err)
{
    uint32_t i;
    TT_TRY(tt_load_text(l, text, &i, err));
    *out = l->text.v[i];
    return TT_OK;
}

/* Parsing a unit or a term folds accents: once for each spelling. */
static tt_status parsed(tt_map *m, tt_str text, bool unit, uint32_t *out, tt_err *err)
{
    tt_unit u = TT_UNIT_NONE;
    tt_incoterm t = TT_INCOTERM_NONE;
    *out = tt_map_find(m, text);
    if (*out != TT_MAP_NONE)
        return TT_OK;
    bool known = unit ? tt_unit_parse(text, &u) : tt_incoterm_parse(text, &t);
    *out = !known ? 0 : unit ? u : t;
    return tt_map_put(m, text, *out) ? TT_OK : no_room(err);
}

/* --- values --- */

static tt_status
known_member(tt_load *l, const tt_bound *b, const tt_record *r, void *p, tt_err *err)
{
    const tt_value *v = &r->v[b->i];
    uint32_t row;
    switch (b->how) {
    case TT_HOW_TEXT:
        return copy_text(l, v->text, p, err);
    case TT_HOW_SHARED:
        return share_text(l, v->text, p, err);
    case TT_HOW_NUM:
        *(int64_t *)p = v->num;
        break;
    case TT_HOW_LINE:
        *(int32_t *)p = v->num > 0 && v->num <= INT32_MAX ? (int32_t)v->num : 0;
        break;
    case TT_HOW_DATE:
        *(tt_date *)p = (tt_date)v->num;
        break;
    case TT_HOW_WHEN:
        *(tt_when *)p = (tt_when){(tt_date)v->num, v->sec};
        break;
    case TT_HOW_COUNTRY:
        *(tt_country *)p = (tt_country)v->num;
        break;
    case TT_HOW_CCY:
        *(tt_ccy *)p = (tt_ccy)v->num;
        break;
    case TT_HOW_MONEY:
        ((tt_money *)p)->minor = v->num;
        break;
    case TT_HOW_HS:
        if (!tt_hs_parse(v->text, p))
            *(tt_hs *)p = TT_HS_NONE;
        break;
    case TT_HOW_UNIT:
        TT_TRY(parsed(&l->units, v->text, true, &row, err));
        *(tt_unit *)p = (tt_unit)row;
        break;
    case TT_HOW_TERM:
        TT_TRY(parsed(&l->terms, v->text, false, &row, err));
        *(tt_incoterm *)p = (tt_incoterm)row;
        break;
    case TT_HOW_TYPE:
        *(tt_doc_type *)p = (tt_doc_type)word_value(doc_types, v->text);
        break;
    case TT_HOW_CHANNEL:
        *(tt_channel *)p = (tt_channel)word_value(channels, v->text);
        break;
    case TT_HOW_BASIS:
        *(uint8_t *)p = (uint8_t)word_value(bases, v->text);
        break;
    case TT_HOW_ENTITY:
        *(tt_entity_type *)p = (tt_entity_type)word_value(entity_types, v->text);
        break;
    case TT_HOW_KIND:
        *(tt_kind *)p = tt_kind_find(v->text);
        break;
    }
    return TT_OK;
}

tt_status tt_load_member(tt_load *l, const tt_bound *b, const tt_record *r, void *to, tt_err *err)
{
    void *p = (char *)to + b->to;
    tt_load_unknown(b, to);
    if (b->how == TT_HOW_MONEY) {
        const tt_value *ccy = &r->v[b->ccy];
        if (!ccy->set)
            return TT_OK; /* nobody knows what a minor unit is */
        ((tt_money *)p)->ccy = (tt_ccy)ccy->num;
    }
    return r->v[b->i].set ? known_member(l, b, r, p, err) : TT_OK;
}
