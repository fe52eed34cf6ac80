/*
 * ubl_doc.c - what the readers of the UBL document types share.
 */
#include "read/ubl_doc.h"

#include "base/num.h"
#include "base/str.h"

enum { DECIMALS = 6 };

/* --- parties --- */

#define NAME(role)                                                                                 \
    {role "_name", "PartyLegalEntity/RegistrationName", 0}, {role "_name", "PartyName/Name", 0},   \
    {                                                                                              \
        role "_name", "PartyTaxScheme/RegistrationName", 0                                         \
    }
#define COUNTRY(role)                                                                              \
    {role "_country", "PostalAddress/Country/IdentificationCode", 0},                              \
        {role "_country", "PartyLegalEntity/RegistrationAddress/Country/IdentificationCode", 0},   \
        {role "_country", "PhysicalLocation/Address/Country/IdentificationCode", 0},               \
    {                                                                                              \
        role "_country", "PostalAddress/Country/Name", 0                                           \
    }
/* LEI, VAT, other tax numbers, registers, anything else: the best one that there is. */
#define ID(role)                                                                                   \
    {role "_id", "PartyIdentification/ID[@schemeID=0199|LEI]", 0},                                 \
        {role "_id", "PartyLegalEntity/CompanyID[@schemeID=0199|LEI]", 0},                         \
        {role "_id", "PartyTaxScheme/TaxScheme[ID=VAT]/../CompanyID", 0},                          \
        {role "_id", "PartyTaxScheme/CompanyID", 0},                                               \
        {role "_id", "PartyLegalEntity/CompanyID", 0},                                             \
        {role "_id", "PartyIdentification/ID[@schemeID!=SEPA|PARTYTYPE]", 0},                      \
    {                                                                                              \
        role "_id", "EndpointID[@schemeID!=EM]", 0                                                 \
    }

static const tt_pick seller[] = {NAME("seller"), COUNTRY("seller"), ID("seller")};
static const tt_pick buyer[] = {NAME("buyer"), COUNTRY("buyer"), ID("buyer")};
static const tt_pick shipper[] = {NAME("shipper"), COUNTRY("shipper"), ID("shipper")};
static const tt_pick consignee[] = {NAME("consignee"), COUNTRY("consignee"), ID("consignee")};
static const tt_pick notify[] = {NAME("notify"), COUNTRY("notify")};
static const tt_pick exporter[] = {NAME("exporter"), COUNTRY("exporter"), ID("exporter")};
static const tt_pick importer[] = {NAME("importer"), COUNTRY("importer"), ID("importer")};
static const tt_pick declarant[] = {NAME("declarant")};

const tt_picks tt_ubl_party_tables[TT_UBL_TABLES] = {
    [TT_UBL_SELLER] = TT_PICKS(seller),     [TT_UBL_BUYER] = TT_PICKS(buyer),
    [TT_UBL_SHIPPER] = TT_PICKS(shipper),   [TT_UBL_CONSIGNEE] = TT_PICKS(consignee),
    [TT_UBL_NOTIFY] = TT_PICKS(notify),     [TT_UBL_EXPORTER] = TT_PICKS(exporter),
    [TT_UBL_IMPORTER] = TT_PICKS(importer), [TT_UBL_DECLARANT] = TT_PICKS(declarant),
};

void tt_ubl_pick(tt_ubl *u, enum tt_ubl_table t, const tt_xml_node *n)
{
    tt_pick_row(&u->e, u->table[t], n);
}

/* Street and number, more of it, lines, district, postcode and city, region. */
static tt_str address_text(tt_ubl *u, const tt_xml_node *a)
{
    tt_emit *e = &u->e;
    tt_str s = tt_emit_join(e, tt_xml_get(a, "StreetName"), " ", tt_xml_get(a, "BuildingNumber"));
    s = tt_emit_join(e, s, ", ", tt_xml_get(a, "AdditionalStreetName"));
    for (const tt_xml_node *l = tt_xml_child(a, "AddressLine"); l; l = tt_xml_more(l))
        s = tt_emit_join(e, s, ", ", tt_xml_get(l, "Line"));
    s = tt_emit_join(e, s, ", ", tt_xml_get(a, "CitySubdivisionName"));
    tt_str city = tt_emit_join(e, tt_xml_get(a, "PostalZone"), " ", tt_xml_get(a, "CityName"));
    s = tt_emit_join(e, s, ", ", city);
    tt_str region = tt_xml_get(a, "CountrySubentity");
    return tt_emit_join(e, s, ", ", region.n ? region : tt_xml_get(a, "CountrySubentityCode"));
}

void tt_ubl_party(tt_ubl *u, enum tt_ubl_table t, const char *name, const char *address,
                  const tt_xml_node *party)
{
    static const char *const addresses[] = {"PostalAddress", "PartyLegalEntity/RegistrationAddress",
                                            "PhysicalLocation/Address", NULL};
    if (!party)
        return;
    tt_ubl_pick(u, t, party);
    if (name && tt_emit_lacks(&u->e, name))
        tt_emit_set(&u->e, name,
                    tt_emit_join(&u->e, tt_xml_get(party, "Person/FirstName"), " ",
                                 tt_xml_get(party, "Person/FamilyName")));
    for (const char *const *p = addresses; address && *p && tt_emit_lacks(&u->e, address); p++)
        tt_emit_set(&u->e, address, address_text(u, tt_xml_find(party, *p)));
}

/* --- places --- */

tt_row_at tt_ubl_at(tt_ubl *u, const tt_xml_node *n)
{
    return u->outside ? *u->outside : tt_pick_at(&u->e, &u->lines, n, u->base);
}

const tt_xml_node *tt_ubl_first(const tt_xml_node *n, const char *const *paths)
{
    const tt_xml_node *found = NULL;
    for (; *paths && !found; paths++)
        found = tt_xml_find(n, *paths);
    return found;
}

const tt_xml_node *tt_ubl_next(const tt_xml_node *top, const tt_xml_node *n)
{
    if (n->first)
        return n->first;
    while (n != top && !n->next)
        n = n->parent;
    return n == top ? NULL : n->next;
}

/* --- fields --- */

void tt_ubl_clear_line(tt_ubl *u)
{
    const tt_kind_info *info = tt_kind_get(u->e.kind);
    for (size_t f = 0; f < info->n_fields; f++)
        if (info->fields[f].flags & TT_FF_LINE)
            u->e.open->cells[f] = (tt_cell){{NULL, 0}, 0, false};
}

void tt_ubl_measure(tt_ubl *u, const char *field, tt_dim dim, const tt_xml_node *measure)
{
    int64_t value;
    tt_unit unit;
    char text[TT_NUM_TEXT];
    if (!measure || !tt_unit_parse(tt_xml_attr_of(measure, "unitCode"), &unit) ||
        tt_unit_dimension(unit) != dim)
        return;
    if (unit == tt_dim_unit(dim) || !tt_parse_dec(measure->text, DECIMALS, &value, NULL) ||
        !tt_unit_to_canonical(value, unit, &value))
        tt_emit_set(&u->e, field, measure->text);
    else
        tt_emit_copy(&u->e, field, (tt_str){text, tt_dec_text(value, DECIMALS, text)});
}

tt_status tt_ubl_told_cut(tt_ubl *u, const tt_xml_node *doc, const tt_row_at *at, tt_err *err)
{
    for (const tt_xml_node *n = doc; n && doc->cut_inside; n = tt_ubl_next(doc, n))
        if (n->text_cut)
            TT_TRY(tt_emit_note(&u->e, TT_REASON_TEXT_CUT, at, NULL, n->name, err));
    return TT_OK;
}
