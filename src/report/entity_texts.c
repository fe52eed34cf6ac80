/*
 * entity_texts.c - what documents and the registry say of an entity: names, addresses, identifiers.
 */
#include "report/parts.h"

#include "base/str.h"
#include "base/vec.h"

/* Offset of the text in a mention and in a registry row; SIZE_MAX where there is none. */
static const struct {
    size_t in_mention, in_party;
} where[] = {
    [TT_TEXT_NAMES] = {offsetof(tt_mention, name), offsetof(tt_party, name)},
    [TT_TEXT_ADDRESSES] = {offsetof(tt_mention, address), offsetof(tt_party, address)},
    [TT_TEXT_IDENTIFIERS] = {offsetof(tt_mention, identifier), offsetof(tt_party, party_id)},
    [TT_TEXT_ACCOUNTS] = {offsetof(tt_mention, account), SIZE_MAX},
    [TT_TEXT_TAX_IDS] = {SIZE_MAX, offsetof(tt_party, tax_id)},
    [TT_TEXT_REGISTRATIONS] = {SIZE_MAX, offsetof(tt_party, registration_number)},
    [TT_TEXT_LEIS] = {SIZE_MAX, offsetof(tt_party, lei)},
};

static bool add_at(tt_str_vec *v, const void *row, size_t offset)
{
    if (offset == SIZE_MAX)
        return true;
    tt_str s = *(const tt_str *)(const void *)((const char *)row + offset);
    return !s.n || tt_vec_push(v, s);
}

static bool add_aliases(tt_str_vec *v, tt_str rest)
{
    tt_str alias;
    while (rest.n && tt_str_split(&rest, '|', &alias))
        if (tt_str_trim(alias).n && !tt_vec_push(v, tt_str_trim(alias)))
            return false;
    return true;
}

static int cmp_str(const void *a, const void *b, void *ctx)
{
    TT_UNUSED(ctx);
    return tt_str_cmp(*(const tt_str *)a, *(const tt_str *)b);
}

tt_status
tt_entity_texts(const tt_data *d, tt_ix e, tt_text_of what, tt_arena *a, tt_texts *out, tt_err *err)
{
    tt_str_vec v = {0};
    bool ok = true;
    const tt_entity *en = &d->entities[e];

    for (tt_ix i = 0; ok && i < en->n_mentions; i++) {
        const tt_member *m = &d->members[en->first_mention + i];
        if (m->mention)
            ok = add_at(&v, &d->mentions[m->mention], where[what].in_mention);
        if (ok && m->party)
            ok = add_at(&v, &d->parties[m->party], where[what].in_party);
        if (ok && m->party && what == TT_TEXT_NAMES)
            ok = add_aliases(&v, d->parties[m->party].aliases);
    }
    ok = ok && (!v.n || tt_sort(v.v, v.n, sizeof(*v.v), cmp_str, NULL));
    out->v = ok ? tt_new_n(a, tt_str, v.n) : NULL;
    out->n = 0;
    ok = out->v != NULL;
    for (size_t i = 0; ok && i < v.n; i++)
        if (!out->n || !tt_str_eq(out->v[out->n - 1], v.v[i]))
            out->v[out->n++] = v.v[i];
    tt_vec_release(&v);
    return ok ? TT_OK : tt_fail(err, TT_ENOMEM, "no room for the texts of an entity");
}
