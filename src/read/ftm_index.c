/*
 * ftm_index.c - schemata, properties, and the first pass.
 */
#include "read/ftm_index.h"

#include "base/str.h"
#include "read/json_shape.h"

static const ftm_schema schemata[] = {
    {"Address", FTM_ADDRESS, NULL, NULL, NULL, NULL},
    {"Airplane", FTM_THING, NULL, NULL, NULL, NULL},
    {"Asset", FTM_THING, NULL, NULL, NULL, NULL},
    {"Associate", FTM_EDGE, NULL, "associate", "person", NULL},
    {"BankAccount", FTM_ACCOUNT, NULL, NULL, NULL, NULL},
    {"Company", FTM_PARTY, "company", NULL, NULL, NULL},
    {"CryptoWallet", FTM_THING, NULL, NULL, NULL, NULL},
    {"Directorship", FTM_EDGE, NULL, "director", "organization", "director"},
    {"Employment", FTM_EDGE, NULL, "employee", "employer", NULL},
    {"Family", FTM_EDGE, NULL, "relative", "person", NULL},
    {"Identification", FTM_DOCUMENT, NULL, NULL, NULL, NULL},
    {"LegalEntity", FTM_PARTY, NULL, NULL, NULL, NULL},
    {"Membership", FTM_EDGE, NULL, "member", "organization", NULL},
    {"Organization", FTM_PARTY, "company", NULL, NULL, NULL},
    {"Ownership", FTM_EDGE, NULL, "owner", "asset", "shareholder"},
    {"Passport", FTM_DOCUMENT, NULL, NULL, NULL, NULL},
    {"Payment", FTM_PAYMENT, NULL, NULL, NULL, NULL},
    {"Person", FTM_PARTY, "person", NULL, NULL, NULL},
    {"PublicBody", FTM_PARTY, "public_body", NULL, NULL, NULL},
    {"RealEstate", FTM_THING, NULL, NULL, NULL, NULL},
    {"Representation", FTM_EDGE, NULL, "agent", "client", NULL},
    {"Sanction", FTM_SANCTION, NULL, NULL, NULL, NULL},
    {"Security", FTM_THING, NULL, NULL, NULL, NULL},
    {"UnknownLink", FTM_EDGE, NULL, "subject", "object", NULL},
    {"Vehicle", FTM_THING, NULL, NULL, NULL, NULL},
    {"Vessel", FTM_PARTY, "vessel", NULL, NULL, NULL},
};

const ftm_schema *ftm_schema_find(tt_str name)
{
    for (size_t i = 0; i < TT_LEN(schemata); i++)
        if (tt_str_is(name, schemata[i].name))
            return &schemata[i];
    return NULL;
}

bool ftm_is_entity(tt_str object)
{
    tt_json_walk w;
    tt_str key, value;
    bool schema = false, properties = false;
    if (tt_json_walk_start(&w, object, 0))
        while (!(schema && properties) && tt_json_walk_next(&w, &key, &value)) {
            bool name = value.n > 1 && value.p[0] == '"' && value.p[1] >= 'A' && value.p[1] <= 'Z';
            schema |= tt_str_is(key, "schema") && name;
            properties |= tt_str_is(key, "properties") && value.n > 0 && value.p[0] == '{';
        }
    return schema && properties;
}

/* --- an entity --- */

const ftm_schema *ftm_schema_of(ftm_reading *r, tt_jn *entity)
{
    return ftm_schema_find(tt_jn_text_at(&r->docs.tree, entity, "schema"));
}

tt_jn *ftm_property(ftm_reading *r, tt_jn *entity, const char *name)
{
    tt_jtree *t = &r->docs.tree;
    return tt_jn_get(t, tt_jn_get(t, entity, "properties"), name);
}

tt_str ftm_text(ftm_reading *r, tt_jn *entity, const char *name)
{
    return tt_str_trim(tt_jn_text(&r->docs.tree, ftm_property(r, entity, name)));
}

tt_str ftm_first(ftm_reading *r, tt_jn *entity, const char *const *names)
{
    tt_str s = {NULL, 0};
    for (; *names && s.n == 0; names++)
        s = ftm_text(r, entity, *names);
    return s;
}

tt_str ftm_name(ftm_reading *r, tt_jn *entity)
{
    static const char *const others[] = {"alias", "previousName", "weakAlias", NULL};
    static const char *const person[] = {"firstName", "secondName", "middleName", "lastName"};
    tt_str s = tt_str_trim(tt_jn_text_at(&r->docs.tree, entity, "caption")), parts[4];
    if (s.n == 0)
        s = ftm_text(r, entity, "name");
    if (s.n > 0)
        return s;
    for (size_t i = 0; i < TT_LEN(person); i++)
        parts[i] = ftm_text(r, entity, person[i]);
    s = tt_jn_join(&r->docs.tree, parts, TT_LEN(parts), " ");
    return s.n > 0 ? s : ftm_first(r, entity, others);
}

tt_str ftm_country(ftm_reading *r, tt_jn *entity)
{
    static const char *const names[] = {"jurisdiction", "country", "mainCountry", "nationality",
                                        "citizenship",  "flag",    NULL};
    tt_str s = ftm_first(r, entity, names);
    return s.n > 3 && s.p[2] == '-' ? tt_str_sub(s, 0, 2) : s; /* "gb-sct" */
}

tt_str ftm_address(ftm_reading *r, tt_jn *address)
{
    tt_jtree *t = &r->docs.tree;
    tt_str full = ftm_text(r, address, "full");
    if (full.n > 0)
        return full;
    tt_str city[2] = {ftm_text(r, address, "postalCode"), ftm_text(r, address, "city")};
    tt_str box = ftm_text(r, address, "postOfficeBox"), region = ftm_text(r, address, "region");
    tt_str parts[] = {ftm_text(r, address, "street"), ftm_text(r, address, "street2"), box,
                      tt_jn_join(t, city, TT_LEN(city), " "),
                      region.n ? region : ftm_text(r, address, "state")};
    tt_str s = tt_jn_join(t, parts, TT_LEN(parts), ", ");
    return s.n > 0 ? s : tt_str_trim(tt_jn_text_at(t, address, "caption"));
}

tt_str ftm_sanction(ftm_reading *r, tt_jn *sanction)
{
    static const char *const programs[] = {"program", "provisions", "reason", "summary", NULL};
    tt_str parts[] = {ftm_text(r, sanction, "authority"), ftm_first(r, sanction, programs)};
    return tt_jn_join(&r->docs.tree, parts, TT_LEN(parts), " - ");
}

/* --- lists --- */

void ftm_list_start(ftm_reading *r)
{
    r->texts.n = 0;
    tt_map_release(&r->seen);
    tt_map_init(&r->seen);
}

static tt_str without_separators(ftm_reading *r, tt_str s)
{
    if (s.n == 0 || (!memchr(s.p, ';', s.n) && !memchr(s.p, '|', s.n)))
        return s;
    char *out = tt_new_n(r->e.in->scratch, char, s.n + 1);
    if (!out) {
        r->e.failed = true;
        return (tt_str){NULL, 0};
    }
    for (size_t i = 0; i < s.n; i++)
        out[i] = s.p[i] == ';' || s.p[i] == '|' ? ',' : s.p[i];
    return (tt_str){out, s.n};
}

void ftm_list_add(ftm_reading *r, tt_str text)
{
    uint32_t at;
    bool added = false;
    text = without_separators(r, tt_str_trim(text));
    if (text.n == 0)
        return;
    if (!tt_map_intern(&r->seen, text, 0, &at, &added) || (added && !tt_vec_push(&r->texts, text)))
        r->e.failed = true;
}

void ftm_list_add_property(ftm_reading *r, tt_jn *entity, const char *name)
{
    tt_jtree *t = &r->docs.tree;
    tt_jn *values = ftm_property(r, entity, name);
    if (values && values->type != TT_JSON_ARRAY)
        ftm_list_add(r, tt_jn_text(t, values));
    else
        for (tt_jn *v = tt_jn_first(t, values); v; v = v->next)
            if (v->type != TT_JSON_ARRAY)
                ftm_list_add(r, tt_jn_text(t, v));
}

tt_str ftm_list_end(ftm_reading *r, const char *sep)
{
    return tt_jn_join(&r->docs.tree, r->texts.v, r->texts.n, sep);
}

/* --- the first pass --- */

ftm_slot *ftm_slot_of(ftm_reading *r, tt_str id)
{
    uint32_t at = id.n > 0 ? tt_map_find(&r->ids, id) : TT_MAP_NONE;
    return at == TT_MAP_NONE ? NULL : &r->slots.v[at];
}

/* The slot of an id, made when it is new; NULL when there is no id, or memory is out (failed). */
static ftm_slot *slot_for(ftm_reading *r, tt_str id)
{
    uint32_t at;
    bool added;
    if (id.n == 0)
        return NULL;
    if (!tt_vec_reserve(&r->slots, 1) ||
        !tt_map_intern(&r->ids, id, (uint32_t)r->slots.n, &at, &added)) {
        r->e.failed = true;
        return NULL;
    }
    if (added)
        r->slots.v[r->slots.n++] = (ftm_slot){.is = FTM_NOT_READ};
    return &r->slots.v[at];
}

static tt_str kept(ftm_reading *r, tt_str s)
{
    if (s.n == 0)
        return (tt_str){NULL, 0};
    tt_str copy = tt_arena_str(&r->file, s);
    r->e.failed |= copy.p == NULL;
    return copy;
}

/* Each sanction of an entity copies what came before: entities have a handful. */
static void add_kept(ftm_reading *r, tt_str *to, tt_str s)
{
    enum { ENOUGH = 64 << 10 };
    s = without_separators(r, tt_str_trim(s));
    if (s.n == 0 || to->n + s.n > ENOUGH)
        return;
    tt_str parts[] = {*to, s};
    *to = kept(r, tt_jn_join(&r->docs.tree, parts, TT_LEN(parts), ";"));
}

/* Topics of people and things that one should not deal with unawares. */
static bool is_risk(tt_str topic)
{
    static const char *const starts[] = {
        "sanction",  "debarment", "poi",     "wanted",   "crime",        "role.pep",
        "role.rca",  "role.olig", "export.", "reg.",     "corp.disqual", "mare.",
        "asset.fro", "forced.",   "invest.", "role.spy", "role.crime"};
    for (size_t i = 0; i < TT_LEN(starts); i++)
        if (tt_str_starts(topic, tt_str_of(starts[i])))
            return true;
    return false;
}

static bool has_nested(ftm_reading *r, tt_jn *entity, ftm_class is)
{
    tt_jtree *t = &r->docs.tree;
    tt_jn *properties = tt_jn_get(t, entity, "properties");
    for (tt_jn *p = tt_jn_first(t, properties); p; p = p->next)
        for (tt_jn *v = tt_jn_first(t, p); v && p->type == TT_JSON_ARRAY; v = v->next) {
            const ftm_schema *s = v->type == TT_JSON_OBJECT ? ftm_schema_of(r, v) : NULL;
            if (s && s->is == is)
                return true;
        }
    return false;
}

bool ftm_is_listed(ftm_reading *r, tt_jn *entity)
{
    tt_jtree *t = &r->docs.tree;
    tt_jn *topics = ftm_property(r, entity, "topics");
    if (tt_jn_true(tt_jn_get(t, entity, "target")) || has_nested(r, entity, FTM_SANCTION))
        return true;
    if (topics && topics->type != TT_JSON_ARRAY)
        return is_risk(tt_jn_text(t, topics));
    for (tt_jn *v = tt_jn_first(t, topics); v; v = v->next)
        if (is_risk(tt_jn_text(t, v)))
            return true;
    return false;
}

static void define(ftm_reading *r, tt_jn *entity, ftm_class is, bool listed)
{
    static const char *const identifiers[] = {
        "leiCode",   "vatCode",  "taxNumber", "innCode", "registrationNumber",
        "imoNumber", "ogrnCode", NULL};
    static const char *const numbers[] = {"iban", "accountNumber", NULL};
    static const char *const banks[] = {"bic", "bankName", NULL};
    ftm_slot *slot = slot_for(r, tt_jn_text_at(&r->docs.tree, entity, "id"));
    if (!slot)
        return;
    slot->listed |= listed;
    if (slot->is != FTM_NOT_READ)
        return; /* a second fragment of it: the first names it */
    slot->is = (uint8_t)is;
    slot->country = kept(r, ftm_country(r, entity));
    switch (is) {
    case FTM_ADDRESS:
        slot->name = kept(r, ftm_address(r, entity));
        break;
    case FTM_ACCOUNT:
        slot->name = kept(r, ftm_first(r, entity, numbers));
        slot->identifier = kept(r, ftm_first(r, entity, banks));
        break;
    default:
        slot->name = kept(r, ftm_name(r, entity));
        slot->identifier = kept(r, ftm_first(r, entity, identifiers));
        break;
    }
}

/* The ids in a property are used. */
static void use(ftm_reading *r, tt_jn *entity, const char *name)
{
    tt_jtree *t = &r->docs.tree;
    tt_jn *values = ftm_property(r, entity, name);
    if (values && values->type == TT_JSON_STRING) {
        ftm_slot *slot = slot_for(r, tt_jn_text(t, values));
        if (slot)
            slot->used = true;
        return;
    }
    for (tt_jn *v = tt_jn_first(t, values); v; v = v->next) {
        ftm_slot *slot = v->type == TT_JSON_STRING ? slot_for(r, tt_jn_text(t, v)) : NULL;
        if (slot)
            slot->used = true;
    }
}

/* What a sanction or an identity document says of the entity it is about. */
static void attach(ftm_reading *r, tt_jn *entity, ftm_class is)
{
    bool sanction = is == FTM_SANCTION;
    tt_str text = sanction ? ftm_sanction(r, entity) : ftm_text(r, entity, "number");
    tt_str program = sanction ? ftm_text(r, entity, "programId") : (tt_str){NULL, 0};
    if (!sanction && text.n == 0)
        text = ftm_text(r, entity, "passportNumber");
    tt_jn *about = ftm_property(r, entity, sanction ? "entity" : "holder");
    tt_jn *v = about && about->type == TT_JSON_ARRAY ? tt_jn_first(&r->docs.tree, about) : about;
    for (; v; v = about->type == TT_JSON_ARRAY ? v->next : NULL) {
        ftm_slot *slot = slot_for(r, tt_jn_text(&r->docs.tree, v));
        if (!slot)
            continue;
        slot->listed |= sanction;
        add_kept(r, sanction ? &slot->sanctions : &slot->documents, text);
        add_kept(r, &slot->programs, program);
    }
}

static tt_status look(void *ctx, tt_jn *entity, const tt_row_at *at, tt_err *err)
{
    ftm_reading *r = ctx;
    const ftm_schema *s = ftm_schema_of(r, entity);
    TT_UNUSED(at);
    switch (s ? s->is : FTM_NOT_READ) {
    case FTM_PARTY:
    case FTM_THING:
        define(r, entity, s->is, ftm_is_listed(r, entity));
        use(r, entity, "addressEntity");
        break;
    case FTM_ADDRESS:
    case FTM_ACCOUNT:
        define(r, entity, s->is, false);
        break;
    case FTM_SANCTION:
    case FTM_DOCUMENT:
        attach(r, entity, s->is);
        break;
    case FTM_PAYMENT:
        use(r, entity, "payerAccount");
        use(r, entity, "beneficiaryAccount");
        break;
    case FTM_EDGE:
    case FTM_NOT_READ:
        break;
    }
    return r->e.failed || r->docs.tree.failed
               ? tt_fail(err, TT_ENOMEM, "no room for the names of a file")
               : TT_OK;
}

static tt_status no_record(void *ctx, const tt_record *record, tt_err *err)
{
    TT_UNUSED(ctx);
    TT_UNUSED(record);
    TT_UNUSED(err);
    return TT_OK;
}

static tt_status no_flaw(void *ctx, const tt_flaw *flaw, tt_err *err)
{
    TT_UNUSED(ctx);
    TT_UNUSED(flaw);
    TT_UNUSED(err);
    return TT_OK;
}

static tt_status no_column(void *ctx, tt_str name, tt_err *err)
{
    TT_UNUSED(ctx);
    TT_UNUSED(name);
    TT_UNUSED(err);
    return TT_OK;
}

tt_status ftm_index(ftm_reading *r, tt_err *err)
{
    static const tt_sink deaf = {NULL, no_record, no_flaw, no_column};
    const tt_read_in *in = r->e.in;
    const tt_sink *sink = r->e.sink;
    tt_read_in quiet = *in;
    quiet.n_rows = NULL;
    tt_emit_release(&r->e);
    tt_emit_init(&r->e, &quiet, &deaf);
    r->docs = (tt_json_docs){.ours = ftm_is_entity, .take = look, .ctx = r, .e = &r->e};
    tt_status st = tt_json_docs_read(&r->docs, err);
    tt_emit_release(&r->e);
    tt_emit_init(&r->e, in, sink);
    return st;
}
