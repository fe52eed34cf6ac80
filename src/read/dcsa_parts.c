/*
 * dcsa_parts.c - parties, places and weights of DCSA documents.
 */
#include "read/dcsa_parts.h"

#include "base/num.h"
#include "base/str.h"

static bool is_null(const tt_jn *n)
{
    return !n || n->type == TT_JSON_NULL;
}

tt_jn *dcsa_node(const dcsa_doc *d, const char *path)
{
    tt_jn *n = tt_jn_at(d->t, d->doc, path);
    return is_null(n) ? tt_jn_at(d->t, d->si, path) : n;
}

tt_str dcsa_text(const dcsa_doc *d, const char *path)
{
    tt_str s = tt_str_trim(tt_jn_text_at(d->t, d->doc, path));
    return s.n > 0 ? s : tt_str_trim(tt_jn_text_at(d->t, d->si, path));
}

/* --- parties --- */

/* What a role is called: a key of the object of version 3, function codes in lists. */
static const struct role_name {
    const char *key;
    const char *codes[4];
} roles[DCSA_ROLES] = {
    [DCSA_SHIPPER] = {"shipper", {"OS"}},
    [DCSA_CONSIGNEE] = {"consignee", {"CN"}},
    [DCSA_ENDORSEE] = {"endorsee", {"END"}},
    [DCSA_NOTIFY] = {"notifyParties", {"N1", "N2", "NI"}},
};

/* An element of a list: the party lies in it, or beside its function. */
static tt_jn *party_of(const dcsa_doc *d, tt_jn *element)
{
    tt_jn *inner = tt_jn_get(d->t, element, "party");
    return is_null(inner) ? element : inner;
}

static tt_jn *party_with_code(const dcsa_doc *d, tt_jn *list, const char *code)
{
    if (!list || list->type != TT_JSON_ARRAY)
        return NULL;
    for (tt_jn *n = tt_jn_first(d->t, list); n; n = n->next)
        if (tt_str_is(tt_jn_text_at(d->t, n, "partyFunction"), code))
            return party_of(d, n);
    return NULL;
}

static tt_jn *party_in_list(const dcsa_doc *d, tt_jn *list, dcsa_role role)
{
    for (size_t i = 0; i < TT_LEN(roles[role].codes) && roles[role].codes[i]; i++) {
        tt_jn *party = party_with_code(d, list, roles[role].codes[i]);
        if (party)
            return party;
    }
    return NULL;
}

/* A party that is to be told of the arrival, whatever else it is. */
static tt_jn *flagged(const dcsa_doc *d, tt_jn *parties)
{
    for (tt_jn *n = tt_jn_first(d->t, parties); n; n = n->next)
        if (tt_jn_true(tt_jn_get(d->t, n, "isToBeNotified")) ||
            tt_jn_true(tt_jn_get(d->t, n, "isNotifyParty")))
            return party_of(d, n);
    return NULL;
}

tt_jn *dcsa_party(const dcsa_doc *d, dcsa_role role)
{
    tt_jn *parties = dcsa_node(d, "documentParties");
    if (!parties)
        parties = d->doc; /* some write them beside the rest */
    tt_jn *found = NULL;
    if (parties->type == TT_JSON_ARRAY) {
        found = party_in_list(d, parties, role);
    } else {
        found = tt_jn_get(d->t, parties, roles[role].key);
        if (found && found->type == TT_JSON_ARRAY)
            found = tt_jn_first(d->t, found);
        if (is_null(found) && role == DCSA_NOTIFY)
            found = tt_jn_get(d->t, parties, "notifyParty");
        if (is_null(found))
            found = party_in_list(d, tt_jn_get(d->t, parties, "other"), role);
    }
    if (is_null(found) && role == DCSA_NOTIFY)
        found = flagged(d, parties);
    return is_null(found) ? NULL : found;
}

/* Lists of codes that are kept by somebody for everybody; what two partners or one platform made up
 * identifies nobody elsewhere. */
static const char *const code_lists[] = {"GLEIF", "LEI",  "DNB",   "FMC",   "SMDG",
                                         "NMFTA", "SCAC", "LLOYD", "UNECE", "ISO"};

/* Code of a party from the list whose place in code_lists is lowest. */
static tt_str party_code(const dcsa_doc *d, tt_jn *party, size_t from, size_t to)
{
    tt_str best = {NULL, 0};
    size_t best_place = to;
    tt_jn *codes = tt_jn_get(d->t, party, "identifyingCodes");
    for (tt_jn *c = tt_jn_first(d->t, codes); c; c = c->next) {
        tt_str by = tt_jn_text_at(d->t, c, "codeListProvider");
        if (by.n == 0)
            by = tt_jn_text_at(d->t, c, "DCSAResponsibleAgencyCode");
        if (by.n == 0)
            by = tt_jn_text_at(d->t, c, "partyCodeListProvider");
        for (size_t i = from; i < best_place; i++)
            if (tt_str_is(by, code_lists[i])) {
                best = tt_jn_text_at(d->t, c, "partyCode");
                best_place = best.n > 0 ? i : best_place;
                break;
            }
    }
    return best;
}

static tt_str party_id(const dcsa_doc *d, tt_jn *party)
{
    enum { LEI_LISTS = 2 };
    static const char *const tax[] = {"taxLegalReferences.value", "taxReference1", "taxReference2",
                                      "taxReference", "registrationNumber"};
    tt_str id = party_code(d, party, 0, LEI_LISTS);
    for (size_t i = 0; id.n == 0 && i < TT_LEN(tax); i++)
        id = tt_str_trim(tt_jn_text_at(d->t, party, tax[i]));
    return id.n > 0 ? id : party_code(d, party, LEI_LISTS, TT_LEN(code_lists));
}

/* Examples of the standard write N/A where there is nothing. */
static tt_str said(tt_str s)
{
    return tt_str_is_nocase(tt_str_trim(s), "n/a") ? (tt_str){NULL, 0} : s;
}

static tt_str address_of(const dcsa_doc *d, tt_jn *party)
{
    static const struct part {
        const char *path, *sep;
    } parts[] = {{"street", ", "}, {"streetNumber", " "}, {"floor", ", "}, {"POBox", ", PO Box "}};
    tt_jn *a = tt_jn_get(d->t, party, "address");
    tt_str all = {NULL, 0};
    for (size_t i = 0; i < TT_LEN(parts); i++)
        all = tt_emit_join(d->e, all, parts[i].sep, said(tt_jn_text_at(d->t, a, parts[i].path)));
    tt_str lines = tt_jn_joined(d->t, tt_jn_get(d->t, party, "addressLines"), ", ");
    all = tt_emit_join(d->e, all, ", ", lines);
    tt_str code = said(tt_jn_text_at(d->t, a, "postCode"));
    if (code.n == 0)
        code = said(tt_jn_text_at(d->t, a, "postalCode"));
    tt_str city = tt_emit_join(d->e, code, " ", said(tt_jn_text_at(d->t, a, "city")));
    all = tt_emit_join(d->e, all, ", ", city);
    all = tt_emit_join(d->e, all, ", ", said(tt_jn_text_at(d->t, a, "stateRegion")));
    if (all.n > 0)
        return all;
    all = tt_jn_joined(d->t, tt_jn_get(d->t, party, "displayedAddress"), ", ");
    return all.n > 0 ? all : tt_jn_text(d->t, a);
}

void dcsa_set_party(const dcsa_doc *d, dcsa_role as, tt_jn *party)
{
    static const struct party_fields {
        const char *name, *country, *id, *address;
    } fields[DCSA_ROLES] = {
        [DCSA_SHIPPER] = {"shipper_name", "shipper_country", "shipper_id", "shipper_address"},
        [DCSA_CONSIGNEE] = {"consignee_name", "consignee_country", "consignee_id",
                            "consignee_address"},
        [DCSA_NOTIFY] = {"notify_name", "notify_country", NULL, "notify_address"},
    };
    const struct party_fields *f = &fields[as];
    if (!party || !f->name)
        return;
    tt_emit_set(d->e, f->name, tt_jn_text_at(d->t, party, "partyName"));
    tt_emit_set(d->e, f->name, tt_jn_text_at(d->t, party, "legalName"));
    tt_emit_set(d->e, f->country, tt_jn_text_at(d->t, party, "address.countryCode"));
    tt_emit_set(d->e, f->country, tt_jn_text_at(d->t, party, "address.country"));
    if (f->id)
        tt_emit_set(d->e, f->id, party_id(d, party));
    tt_emit_set(d->e, f->address, address_of(d, party));
}

/* --- places --- */

tt_str dcsa_place(const dcsa_doc *d, tt_jn *place)
{
    static const char *const paths[] = {
        "UNLocationCode", "location.UNLocationCode", "UNLocation.UNLocationCode",
        "locationName",   "location.locationName",   "city.city",
        "address.city",   "location.address.city",   "city",
        "facilityName"};
    if (!place)
        return (tt_str){NULL, 0};
    if (place->type != TT_JSON_OBJECT)
        return tt_str_trim(tt_jn_text(d->t, place));
    for (size_t i = 0; i < TT_LEN(paths); i++) {
        tt_str s = said(tt_str_trim(tt_jn_text_at(d->t, place, paths[i])));
        if (s.n > 0)
            return s;
    }
    return (tt_str){NULL, 0};
}

/* --- weights and volumes --- */

/* Exact by definition: the pound of 1959, the foot of 0.3048 m. */
static const struct unit {
    const char *name;
    int64_t times, over; /* kilograms or cubic metres for one */
} units[] = {
    {"KGM", 1, 1},
    {"KG", 1, 1},
    {"KGS", 1, 1},
    {"LBR", 45359237, 100000000},
    {"LB", 45359237, 100000000},
    {"LBS", 45359237, 100000000},
    {"TNE", 1000, 1},
    {"GRM", 1, 1000},
    {"MTQ", 1, 1},
    {"CBM", 1, 1},
    {"M3", 1, 1},
    {"FTQ", 28316846592, 1000000000000},
    {"CBF", 28316846592, 1000000000000},
    {"LTR", 1, 1000},
};

static tt_str converted(const dcsa_doc *d, tt_str value, const struct unit *u)
{
    enum { DECIMALS = 6 };
    char text[TT_NUM_TEXT];
    int64_t v;
    if (u->times == u->over || !tt_parse_dec(value, DECIMALS, &v, NULL) ||
        !tt_muldiv_i64(v, u->times, u->over, &v))
        return value;
    tt_str out = tt_arena_str(d->e->in->scratch, (tt_str){text, tt_dec_text(v, DECIMALS, text)});
    d->e->failed |= out.p == NULL;
    return out;
}

bool dcsa_measure(const dcsa_doc *d, tt_jn *n, const char *key, tt_str *value, tt_str *unit)
{
    tt_jn *m = tt_jn_get(d->t, n, key);
    if (m && m->type == TT_JSON_OBJECT) {
        *value = tt_jn_text_at(d->t, m, "value");
        *unit = tt_jn_text_at(d->t, m, "unit");
    } else {
        const char *unit_key = tt_arena_printf(d->e->in->scratch, "%sUnit", key);
        d->e->failed |= unit_key == NULL;
        *value = tt_jn_text(d->t, m);
        *unit = unit_key ? tt_jn_text_at(d->t, n, unit_key) : (tt_str){NULL, 0};
    }
    *value = tt_str_trim(*value);
    *unit = tt_str_trim(*unit);
    if (value->n == 0)
        return false;
    for (size_t i = 0; i < TT_LEN(units); i++)
        if (tt_str_is_nocase(*unit, units[i].name)) {
            *value = converted(d, *value, &units[i]);
            *unit = (tt_str){NULL, 0};
            return true;
        }
    if (unit->n == 0)
        *unit = TT_STR("?");
    return true;
}
