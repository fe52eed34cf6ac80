/*
 * id_field.c - schemes of fields.
 */
#include "model/id_field.h"

#include "base/str.h"

tt_id_scheme tt_id_part_scheme(tt_part part, tt_str text, tt_country country)
{
    if (!text.n)
        return TT_ID_NONE;
    switch (part) {
    case TT_PART_ID:
        return tt_id_scheme_of(text, country);
    case TT_PART_ACCOUNT:
        return tt_id_scheme_of_account(text);
    case TT_PART_BANK:
        return tt_id_scheme_of_bank(text);
    case TT_PART_NONE:
    case TT_PART_NAME:
    case TT_PART_COUNTRY:
    case TT_PART_ADDRESS:
    case TT_PART_COUNT:
        break;
    }
    return TT_ID_NONE;
}

/* A field of the row that says what another one is; NULL: empty. */
static const tt_value *said(const tt_kind_info *k, const tt_value *v, const char *field)
{
    int i = tt_field_find(k, tt_str_of(field));
    return i >= 0 && v[i].set ? &v[i] : NULL;
}

static tt_country country_of_role(const tt_kind_info *k, const tt_value *v, uint8_t role)
{
    for (size_t i = 0; i < k->n_fields; i++)
        if (k->fields[i].role == role && k->fields[i].part == TT_PART_COUNTRY && v[i].set)
            return (tt_country)v[i].num;
    return TT_COUNTRY_NONE;
}

tt_id_scheme tt_id_field_scheme(const tt_kind_info *k, const tt_value *v, size_t i)
{
    const tt_field *f = &k->fields[i];
    const tt_value *other;
    if (!v[i].set || !v[i].text.n)
        return TT_ID_NONE;
    if (f->part != TT_PART_NONE)
        return tt_id_part_scheme(f->part, v[i].text, country_of_role(k, v, f->role));
    switch (f->check) {
    case TT_IDF_NONE:
        break;
    case TT_IDF_LEI:
        return TT_ID_LEI;
    case TT_IDF_IMO:
        return TT_ID_IMO;
    case TT_IDF_CONTAINER:
        return TT_ID_CONTAINER;
    case TT_IDF_HS:
        return TT_ID_HS;
    case TT_IDF_PLACE:
        return tt_id_scheme_of_place(v[i].text);
    case TT_IDF_TAX:
        other = said(k, v, "country");
        return tt_id_scheme_of(v[i].text, other ? (tt_country)other->num : TT_COUNTRY_NONE);
    case TT_IDF_VESSEL:
        other = said(k, v, "type");
        return other && tt_str_is(other->text, "vessel") ? TT_ID_IMO : TT_ID_NONE;
    }
    return TT_ID_NONE;
}

tt_id_state tt_id_field_state(const tt_kind_info *k, const tt_value *v, size_t i)
{
    return tt_id_check(tt_id_field_scheme(k, v, i), v[i].text, NULL);
}

tt_id_state tt_id_part_state(tt_part part, tt_str text, tt_country country)
{
    return tt_id_check(tt_id_part_scheme(part, text, country), text, NULL);
}
