/*
 * ftm.c - entities of FollowTheMoney: OpenSanctions, OpenAleph, yente.
 *
 * People, organisations and vessels become parties, or entries of a watch list when they carry a
 * topic of risk; edges become ownership, payments payments.  Addresses, accounts, sanctions and
 * identity documents go into the rows of those that they belong to.  Two passes: ids first
 * (ftm_index.h).  What is taken from where: ftm.md.
 */
#include "base/str.h"
#include "read/ftm_index.h"

/* --- a first look --- */

static int sniff(tt_str head)
{
    return ftm_is_entity(tt_json_docs_first(head, ftm_is_entity)) ? 96 : 0;
}

static tt_kind kind_of(tt_str bytes, const tt_mapping *map)
{
    TT_UNUSED(map);
    return sniff(bytes) > 0 ? TT_KIND_PARTY : TT_KIND_NONE;
}

/* --- rows --- */

static const struct field {
    const char *field, *property;
} party[] = {
    {"lei", "leiCode"},
    {"registration_number", "registrationNumber"},
    {"registration_number", "ogrnCode"},
    {"registration_number", "imoNumber"},
    {"registration_number", "cikCode"},
    {"registration_number", "ibcRuc"},
    {"registration_number", "idNumber"},
    {"tax_id", "vatCode"},
    {"tax_id", "taxNumber"},
    {"tax_id", "innCode"},
    {"tax_id", "irsCode"},
    {"incorporation_date", "incorporationDate"},
    {"incorporation_date", "birthDate"},
    {"incorporation_date", "buildDate"},
    {"dissolution_date", "dissolutionDate"},
    {"dissolution_date", "deathDate"},
    {"address", "address"},
    {"phone", "phone"},
    {"email", "email"},
    {"website", "website"},
    {"activity_code", "okvedCode"},
    {"activity_code", "caemCode"},
};

static const char *const name_properties[] = {"name", "alias", "previousName", "weakAlias"};
static const char *const country_properties[] = {"country",     "jurisdiction", "mainCountry",
                                                 "nationality", "citizenship",  "flag",
                                                 "pastFlags",   "birthCountry"};
static const char *const identifier_properties[] = {"registrationNumber",
                                                    "idNumber",
                                                    "taxNumber",
                                                    "vatCode",
                                                    "leiCode",
                                                    "innCode",
                                                    "ogrnCode",
                                                    "okpoCode",
                                                    "kppCode",
                                                    "dunsCode",
                                                    "uniqueEntityId",
                                                    "npiCode",
                                                    "swiftBic",
                                                    "imoNumber",
                                                    "mmsi",
                                                    "callSign",
                                                    "crsNumber",
                                                    "passportNumber",
                                                    "bvdId",
                                                    "cageCode",
                                                    "permId",
                                                    "giiNumber",
                                                    "isin",
                                                    "isinCode",
                                                    "ticker",
                                                    "publicKey",
                                                    "serialNumber",
                                                    "wikidataId",
                                                    "cikCode",
                                                    "irsCode",
                                                    "voenCode",
                                                    "ibcRuc",
                                                    "jibCode",
                                                    "ipoCode",
                                                    "socialSecurityNumber",
                                                    "licenseNumber"};

static void add_properties(ftm_reading *r, tt_jn *entity, const char *const *names, size_t n)
{
    for (size_t i = 0; i < n; i++)
        ftm_list_add_property(r, entity, names[i]);
}

/* Names but the one that is the main one. */
static tt_str other_names(ftm_reading *r, tt_jn *entity, const char *sep)
{
    tt_str main = ftm_name(r, entity);
    ftm_list_start(r);
    ftm_list_add(r, main);
    size_t first = r->texts.n;
    add_properties(r, entity, name_properties, TT_LEN(name_properties));
    return r->texts.n > first
               ? tt_jn_join(&r->docs.tree, r->texts.v + first, r->texts.n - first, sep)
               : (tt_str){NULL, 0};
}

/* An address that a property refers to by id, or that lies in it. */
static tt_str address_of(ftm_reading *r, tt_jn *value)
{
    if (value->type == TT_JSON_OBJECT)
        return ftm_address(r, value);
    const ftm_slot *slot = ftm_slot_of(r, tt_jn_text(&r->docs.tree, value));
    return slot && slot->is == FTM_ADDRESS ? slot->name : (tt_str){NULL, 0};
}

static tt_jn *values_of(ftm_reading *r, tt_jn *property)
{
    return property && property->type == TT_JSON_ARRAY ? tt_jn_first(&r->docs.tree, property)
                                                       : property;
}

static tt_status
take_party(ftm_reading *r, tt_jn *entity, const ftm_schema *s, const tt_row_at *at, tt_err *err)
{
    tt_emit *e = &r->e;
    tt_jtree *t = &r->docs.tree;
    TT_TRY(tt_emit_open(e, TT_KIND_PARTY, err));
    tt_emit_set(e, "party_id", tt_jn_text_at(t, entity, "id"));
    tt_emit_set(e, "name", ftm_name(r, entity));
    tt_emit_set(e, "aliases", other_names(r, entity, "|"));
    tt_emit_set(e, "country", ftm_country(r, entity));
    tt_jn *topics = ftm_property(r, entity, "topics");
    for (tt_jn *v = values_of(r, topics); v; v = topics->type == TT_JSON_ARRAY ? v->next : NULL)
        if (tt_str_is(tt_jn_text(t, v), "fin.bank"))
            tt_emit_set(e, "type", TT_STR("bank"));
    tt_emit_set(e, "type", tt_str_of(s->type));
    for (size_t i = 0; i < TT_LEN(party); i++)
        tt_emit_set(e, party[i].field, ftm_text(r, entity, party[i].property));
    tt_jn *places = ftm_property(r, entity, "addressEntity");
    for (tt_jn *v = values_of(r, places); v && tt_emit_lacks(e, "address");
         v = places->type == TT_JSON_ARRAY ? v->next : NULL)
        tt_emit_set(e, "address", address_of(r, v));
    e->failed |= t->failed;
    return tt_emit_row(e, at, err);
}

/* What lies inside the entity and belongs on its row. */
static void add_nested(ftm_reading *r, tt_jn *entity, ftm_class is)
{
    tt_jtree *t = &r->docs.tree;
    tt_jn *properties = tt_jn_get(t, entity, "properties");
    for (tt_jn *p = tt_jn_first(t, properties); p; p = p->next)
        for (tt_jn *v = p->type == TT_JSON_ARRAY ? tt_jn_first(t, p) : NULL; v; v = v->next) {
            const ftm_schema *s = v->type == TT_JSON_OBJECT ? ftm_schema_of(r, v) : NULL;
            if (!s || s->is != is)
                continue;
            if (is == FTM_SANCTION) {
                ftm_list_add(r, ftm_sanction(r, v));
            } else if (is == FTM_ADDRESS) {
                ftm_list_add(r, ftm_address(r, v));
            } else {
                ftm_list_add_property(r, v, "number");
                ftm_list_add_property(r, v, "passportNumber");
            }
        }
}

/* Texts that the first pass joined by ';'. */
static void add_joined(ftm_reading *r, tt_str joined)
{
    tt_str part;
    while (tt_str_split(&joined, ';', &part))
        ftm_list_add(r, part);
}

static void set_list(ftm_reading *r, const char *field)
{
    tt_emit_set(&r->e, field, ftm_list_end(r, ";"));
    ftm_list_start(r);
}

static void set_programs(ftm_reading *r, tt_jn *entity, const ftm_slot *slot)
{
    tt_jtree *t = &r->docs.tree;
    tt_jn *properties = tt_jn_get(t, entity, "properties");
    ftm_list_add_property(r, entity, "programId");
    for (tt_jn *p = tt_jn_first(t, properties); p; p = p->next)
        for (tt_jn *v = p->type == TT_JSON_ARRAY ? tt_jn_first(t, p) : NULL; v; v = v->next)
            if (v->type == TT_JSON_OBJECT)
                ftm_list_add_property(r, v, "programId");
    add_joined(r, slot ? slot->programs : (tt_str){NULL, 0});
    set_list(r, "program_ids");
}

static void set_addresses(ftm_reading *r, tt_jn *entity)
{
    tt_jn *places = ftm_property(r, entity, "addressEntity");
    ftm_list_add_property(r, entity, "address");
    for (tt_jn *v = values_of(r, places); v; v = places->type == TT_JSON_ARRAY ? v->next : NULL)
        ftm_list_add(r, address_of(r, v));
    add_nested(r, entity, FTM_ADDRESS);
    set_list(r, "addresses");
}

static tt_status take_listed(ftm_reading *r, tt_jn *entity, const tt_row_at *at, tt_err *err)
{
    static const char *const root[] = {"id", "schema", "first_seen", "last_seen", "last_change"};
    tt_emit *e = &r->e;
    tt_jtree *t = &r->docs.tree;
    const ftm_slot *slot = ftm_slot_of(r, tt_jn_text_at(t, entity, "id"));
    TT_TRY(tt_emit_open(e, TT_KIND_WATCHLIST, err));
    for (size_t i = 0; i < TT_LEN(root); i++)
        tt_emit_set(e, root[i], tt_jn_text_at(t, entity, root[i]));
    tt_emit_set(e, "name", ftm_name(r, entity));
    tt_emit_set(e, "aliases", other_names(r, entity, ";"));
    ftm_list_start(r);
    ftm_list_add_property(r, entity, "birthDate");
    set_list(r, "birth_date");
    add_properties(r, entity, country_properties, TT_LEN(country_properties));
    set_list(r, "countries");
    set_addresses(r, entity);
    add_properties(r, entity, identifier_properties, TT_LEN(identifier_properties));
    add_nested(r, entity, FTM_DOCUMENT);
    add_joined(r, slot ? slot->documents : (tt_str){NULL, 0});
    set_list(r, "identifiers");
    add_nested(r, entity, FTM_SANCTION);
    add_joined(r, slot ? slot->sanctions : (tt_str){NULL, 0});
    set_list(r, "sanctions");
    ftm_list_add_property(r, entity, "phone");
    set_list(r, "phones");
    ftm_list_add_property(r, entity, "email");
    set_list(r, "emails");
    set_programs(r, entity, slot);
    tt_emit_set(e, "dataset", tt_jn_joined(t, tt_jn_get(t, entity, "datasets"), ";"));
    tt_emit_set(e, "dataset", tt_jn_text_at(t, entity, "dataset"));
    e->failed |= t->failed;
    return tt_emit_row(e, at, err);
}

/* --- entities --- */

/* Edges that lie inside the entity, each a row. */
static tt_status take_nested_edges(ftm_reading *r, tt_jn *entity, tt_err *err)
{
    tt_jtree *t = &r->docs.tree;
    tt_jn *properties = tt_jn_get(t, entity, "properties");
    for (tt_jn *p = tt_jn_first(t, properties); p; p = p->next)
        for (tt_jn *v = p->type == TT_JSON_ARRAY ? tt_jn_first(t, p) : NULL; v; v = v->next) {
            const ftm_schema *s = v->type == TT_JSON_OBJECT ? ftm_schema_of(r, v) : NULL;
            uint64_t rows = 0;
            if (s && s->is == FTM_EDGE)
                TT_TRY(ftm_take_edge(r, v, entity, &rows, err));
        }
    return TT_OK;
}

/* Row of a person, an organisation or a thing; *rows 0: a thing that is on no list. */
static tt_status take_thing(ftm_reading *r, tt_jn *entity, const ftm_schema *s, const tt_row_at *at,
                            uint64_t *rows, tt_err *err)
{
    const tt_read_in *in = r->e.in;
    const ftm_slot *slot = ftm_slot_of(r, tt_jn_text_at(&r->docs.tree, entity, "id"));
    bool listed = (slot && slot->listed) || ftm_is_listed(r, entity);
    if (in->forced && in->kind == TT_KIND_WATCHLIST)
        listed = true;
    if (in->forced && in->kind == TT_KIND_PARTY)
        listed = false;
    if (s->is == FTM_THING && !listed)
        return TT_OK;
    ++*rows;
    TT_TRY(listed ? take_listed(r, entity, at, err) : take_party(r, entity, s, at, err));
    TT_TRY(ftm_take_owners(r, entity, err));
    return take_nested_edges(r, entity, err);
}

/* Does what the sanction or the identity document is about make a row that shows it? */
static bool is_shown(ftm_reading *r, tt_jn *entity, ftm_class is)
{
    tt_jn *about = ftm_property(r, entity, is == FTM_SANCTION ? "entity" : "holder");
    for (tt_jn *v = values_of(r, about); v; v = about->type == TT_JSON_ARRAY ? v->next : NULL) {
        const ftm_slot *slot = ftm_slot_of(r, tt_jn_text(&r->docs.tree, v));
        if (slot && slot->listed && (slot->is == FTM_PARTY || slot->is == FTM_THING))
            return true;
    }
    return false;
}

static tt_status take(void *ctx, tt_jn *entity, const tt_row_at *at, tt_err *err)
{
    ftm_reading *r = ctx;
    const ftm_schema *s = ftm_schema_of(r, entity);
    const ftm_slot *slot = ftm_slot_of(r, tt_jn_text_at(&r->docs.tree, entity, "id"));
    uint64_t rows = 0;
    bool taken = false; /* into the row of another entity */
    if (r->docs.tree.twice)
        TT_TRY(tt_emit_note(&r->e, TT_REASON_DUPLICATE_KEY, at, NULL, (tt_str){NULL, 0}, err));
    switch (s ? s->is : FTM_NOT_READ) {
    case FTM_PARTY:
    case FTM_THING:
        TT_TRY(take_thing(r, entity, s, at, &rows, err));
        break;
    case FTM_EDGE:
        TT_TRY(ftm_take_edge(r, entity, NULL, &rows, err));
        break;
    case FTM_PAYMENT:
        TT_TRY(ftm_take_payment(r, entity, &rows, err));
        break;
    case FTM_ADDRESS:
    case FTM_ACCOUNT:
        taken = slot && slot->used;
        break;
    case FTM_SANCTION:
    case FTM_DOCUMENT:
        taken = is_shown(r, entity, s->is);
        break;
    case FTM_NOT_READ:
        break;
    }
    if (r->docs.tree.failed || r->e.failed)
        return tt_fail(err, TT_ENOMEM, "no room for an entity");
    return rows > 0 || taken ? TT_OK
                             : tt_emit_reject(&r->e, TT_REASON_NOT_READ_TYPE, at, NULL, err);
}

static tt_status read_ftm(const tt_read_in *in, const tt_sink *sink, tt_err *err)
{
    ftm_reading r = {.slots = {0}};
    tt_emit_init(&r.e, in, sink);
    tt_arena_init(&r.file, 0);
    tt_map_init(&r.ids);
    tt_map_init(&r.seen);
    tt_status st = ftm_index(&r, err);
    if (st == TT_OK) {
        r.docs = (tt_json_docs){.ours = ftm_is_entity, .take = take, .ctx = &r, .e = &r.e};
        st = tt_json_docs_read(&r.docs, err);
    }
    tt_vec_release(&r.slots);
    tt_vec_release(&r.texts);
    tt_map_release(&r.ids);
    tt_map_release(&r.seen);
    tt_arena_release(&r.file);
    tt_emit_release(&r.e);
    return st;
}

const tt_reader tt_reader_ftm = {
    .id = "ftm",
    .title = "FollowTheMoney entities (NDJSON or JSON)",
    .extensions = "json,ndjson,ijson",
    .sniff = sniff,
    .kind = kind_of,
    .read = read_ftm,
};
