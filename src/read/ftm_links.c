/*
 * ftm_links.c - edges and payments between entities.
 */
#include "base/num.h"
#include "base/str.h"
#include "read/ftm_index.h"

enum { PAIRS = 4096 }; /* rows that one edge may make */

/* One end of an edge or a payment. */
struct end {
    tt_str id, name, country, identifier;
};

/* What a value of a property refers to: an id, or the entity itself. */
static struct end end_of(ftm_reading *r, tt_jn *value)
{
    static const char *const identifiers[] = {
        "leiCode", "vatCode", "taxNumber", "innCode", "registrationNumber", NULL};
    struct end end = {.id = {NULL, 0}};
    if (!value)
        return end;
    if (value->type == TT_JSON_OBJECT) {
        end.id = tt_jn_text_at(&r->docs.tree, value, "id");
        end.name = ftm_name(r, value);
        end.country = ftm_country(r, value);
        end.identifier = ftm_first(r, value, identifiers);
        return end;
    }
    end.id = tt_str_trim(tt_jn_text(&r->docs.tree, value));
    const ftm_slot *slot = ftm_slot_of(r, end.id);
    if (slot) {
        end.name = slot->name;
        end.country = slot->country;
        end.identifier = slot->identifier;
    }
    return end;
}

static tt_jn *first_value(ftm_reading *r, tt_jn *property)
{
    return property && property->type == TT_JSON_ARRAY ? tt_jn_first(&r->docs.tree, property)
                                                       : property;
}

static bool is_there(const struct end *end)
{
    return end->id.n > 0 || end->name.n > 0;
}

/* --- ownership --- */

/* Does a text have the word, whatever the case? */
static bool has_word(tt_str text, const char *word)
{
    tt_str w = tt_str_of(word);
    for (size_t i = 0; i + w.n <= text.n; i++)
        if (tt_str_is_nocase(tt_str_sub(text, i, w.n), word))
            return true;
    return false;
}

/* The role that a text names; absent when it names none that we know. */
static tt_str role_named(tt_str text)
{
    static const struct {
        const char *word, *role;
    } words[] = {
        {"nominee", "nominee"},      {"beneficial", "beneficial_owner"},
        {"ubo", "beneficial_owner"}, {"secretary", "secretary"},
        {"director", "director"},    {"shareholder", "shareholder"},
        {"owner", "shareholder"},
    };
    for (size_t i = 0; i < TT_LEN(words); i++)
        if (has_word(text, words[i].word))
            return tt_str_of(words[i].role);
    return (tt_str){NULL, 0};
}

static tt_str role_of(ftm_reading *r, tt_jn *edge, const ftm_schema *s)
{
    static const char *const says[] = {"role", "ownershipType", "relationship", "secretary", NULL};
    bool owns = s->role && tt_str_is(tt_str_of(s->role), "shareholder");
    for (size_t i = 0; says[i]; i++) {
        tt_str role = role_named(ftm_text(r, edge, says[i]));
        bool directs = tt_str_is(role, "director") || tt_str_is(role, "secretary");
        if (role.n > 0 && !(owns && directs)) /* "owned by its director" is still owned */
            return role;
    }
    return tt_str_of(s->role);
}

/* "25", "25%", "25.5 %", "25,5 %" to the number. */
static tt_str percent(tt_emit *e, tt_str s)
{
    s = tt_str_trim(s);
    bool sign = s.n > 0 && s.p[s.n - 1] == '%';
    return tt_emit_comma(e, sign ? tt_str_trim(tt_str_sub(s, 0, s.n - 1)) : s);
}

static tt_status give_tie(ftm_reading *r, const struct end *from, const struct end *to, tt_str role,
                          tt_jn *edge, const tt_row_at *at, tt_err *err)
{
    tt_emit *e = &r->e;
    TT_TRY(tt_emit_open(e, TT_KIND_OWNERSHIP, err));
    tt_emit_set(e, "owner_id", from->id);
    tt_emit_set(e, "owner_name", from->name);
    tt_emit_set(e, "owned_id", to->id);
    tt_emit_set(e, "owned_name", to->name);
    tt_emit_set(e, "role", role);
    if (edge) {
        tt_emit_set(e, "share_percent", percent(e, ftm_text(r, edge, "percentage")));
        tt_emit_set(e, "start_date", ftm_text(r, edge, "startDate"));
        tt_emit_set(e, "start_date", ftm_text(r, edge, "date"));
        tt_emit_set(e, "end_date", ftm_text(r, edge, "endDate"));
    }
    e->failed |= r->docs.tree.failed;
    return tt_emit_row(e, at, err);
}

static size_t count_values(ftm_reading *r, tt_jn *property)
{
    size_t n = 0;
    if (!property || property->type != TT_JSON_ARRAY)
        return property != NULL;
    for (tt_jn *v = tt_jn_first(&r->docs.tree, property); v; v = v->next)
        n++;
    return n;
}

tt_status ftm_take_edge(ftm_reading *r, tt_jn *edge, tt_jn *owner, uint64_t *rows, tt_err *err)
{
    const ftm_schema *s = ftm_schema_of(r, edge);
    tt_row_at at = tt_json_docs_at(&r->docs, edge);
    tt_str role = role_of(r, edge, s);
    tt_jn *from = ftm_property(r, edge, s->from), *to = ftm_property(r, edge, s->to);
    size_t n_from = count_values(r, from), n_to = count_values(r, to);
    if (role.n == 0 || (n_from == 0 && n_to == 0))
        return TT_OK;
    ++*rows;
    if (n_from > PAIRS || n_to > PAIRS || n_from * n_to > PAIRS)
        return tt_emit_reject(&r->e, TT_REASON_ROW_LIMIT, &at, NULL, err);
    tt_jn *one = n_from > 0 ? first_value(r, from) : NULL;
    for (size_t i = 0; i < TT_MAX(n_from, 1); i++, one = one ? one->next : NULL) {
        struct end a = end_of(r, n_from > 0 ? one : owner);
        tt_jn *two = n_to > 0 ? first_value(r, to) : NULL;
        for (size_t k = 0; k < TT_MAX(n_to, 1); k++, two = two ? two->next : NULL) {
            struct end b = end_of(r, n_to > 0 ? two : owner);
            TT_TRY(give_tie(r, &a, &b, role, edge, &at, err));
        }
    }
    return TT_OK;
}

tt_status ftm_take_owners(ftm_reading *r, tt_jn *entity, tt_err *err)
{
    static const char *const names[] = {"parent", "owner"};
    tt_row_at at = tt_json_docs_at(&r->docs, entity);
    struct end self = end_of(r, entity);
    for (size_t i = 0; i < TT_LEN(names); i++) {
        tt_jn *property = ftm_property(r, entity, names[i]);
        bool list = property && property->type == TT_JSON_ARRAY;
        for (tt_jn *v = first_value(r, property); v; v = list ? v->next : NULL) {
            struct end owner = end_of(r, v);
            const ftm_schema *s = v->type == TT_JSON_OBJECT ? ftm_schema_of(r, v) : NULL;
            if (is_there(&owner) && !(s && s->is == FTM_EDGE))
                TT_TRY(give_tie(r, &owner, &self, TT_STR("shareholder"), NULL, &at, err));
        }
    }
    return TT_OK;
}

/* --- payments --- */

static void set_account(ftm_reading *r, tt_jn *payment, const char *property, const char *account,
                        const char *bank)
{
    static const char *const numbers[] = {"iban", "accountNumber", NULL};
    static const char *const banks[] = {"bic", "bankName", NULL};
    tt_jn *v = first_value(r, ftm_property(r, payment, property));
    if (v && v->type == TT_JSON_OBJECT) {
        tt_emit_set(&r->e, account, ftm_first(r, v, numbers));
        tt_emit_set(&r->e, bank, ftm_first(r, v, banks));
        return;
    }
    const ftm_slot *slot = v ? ftm_slot_of(r, tt_jn_text(&r->docs.tree, v)) : NULL;
    if (slot && slot->is == FTM_ACCOUNT) {
        tt_emit_set(&r->e, account, slot->name);
        tt_emit_set(&r->e, bank, slot->identifier);
    }
}

static void set_end(ftm_reading *r, const struct end *end, const char *name, const char *country,
                    const char *id)
{
    tt_emit_set(&r->e, name, end->name);
    tt_emit_set(&r->e, country, end->country);
    tt_emit_set(&r->e, id, end->identifier);
}

static void set_amount(ftm_reading *r, tt_jn *payment)
{
    static const struct {
        const char *property, *currency;
    } amounts[] = {{"amount", NULL}, {"amountUsd", "USD"}, {"amountEur", "EUR"}};
    for (size_t i = 0; i < TT_LEN(amounts) && tt_emit_lacks(&r->e, "amount"); i++) {
        tt_emit_set(&r->e, "amount", ftm_text(r, payment, amounts[i].property));
        if (!tt_emit_lacks(&r->e, "amount"))
            tt_emit_set(&r->e, "currency",
                        amounts[i].currency ? tt_str_of(amounts[i].currency)
                                            : ftm_text(r, payment, "currency"));
    }
}

tt_status ftm_take_payment(ftm_reading *r, tt_jn *payment, uint64_t *rows, tt_err *err)
{
    static const char *const header[][2] = {
        {"payment_id", "transactionNumber"}, {"payment_id", "recordId"}, {"value_date", "date"},
        {"value_date", "startDate"},         {"purpose", "purpose"},
    };
    tt_row_at at = tt_json_docs_at(&r->docs, payment);
    tt_jn *payers = ftm_property(r, payment, "payer");
    tt_jn *payees = ftm_property(r, payment, "beneficiary");
    struct end payer = end_of(r, first_value(r, payers));
    struct end payee = end_of(r, first_value(r, payees));
    if (!is_there(&payer) && !is_there(&payee))
        return TT_OK;
    ++*rows;
    TT_TRY(tt_emit_open(&r->e, TT_KIND_PAYMENT, err));
    for (size_t i = 0; i < TT_LEN(header); i++)
        tt_emit_set(&r->e, header[i][0], ftm_text(r, payment, header[i][1]));
    tt_emit_set(&r->e, "payment_id", tt_jn_text_at(&r->docs.tree, payment, "id"));
    set_amount(r, payment);
    set_end(r, &payer, "payer_name", "payer_country", "payer_id");
    set_end(r, &payee, "payee_name", "payee_country", "payee_id");
    set_account(r, payment, "payerAccount", "payer_account", "payer_bank");
    set_account(r, payment, "beneficiaryAccount", "payee_account", "payee_bank");
    r->e.failed |= r->docs.tree.failed;
    if (count_values(r, payers) > 1)
        TT_TRY(tt_emit_note(&r->e, TT_REASON_MORE_VALUES, &at, "payer_name", payers->raw, err));
    if (count_values(r, payees) > 1)
        TT_TRY(tt_emit_note(&r->e, TT_REASON_MORE_VALUES, &at, "payee_name", payees->raw, err));
    return tt_emit_row(&r->e, &at, err);
}
