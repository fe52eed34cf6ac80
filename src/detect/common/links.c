/*
 * links.c - values of mentions and registry rows, normalised, interned, sorted and grouped.
 *
 * No weights and no caps here.  Website domains are not taken: free mail and shop platforms would
 * join strangers.
 */
#include "detect/common/links.h"

#include "base/forest.h"
#include "base/map.h"
#include "base/str.h"
#include "base/unicode.h"
#include "base/vec.h"

enum { MIN_ACCOUNT = 5, MIN_PHONE = 7, MIN_ADDRESS = 8, MAX_TEXT = 256 };

const char *tt_attr_text(tt_attr t)
{
    static const char *const words[TT_ATTR_COUNT] = {"account", "phone",    "email",
                                                     "address", "director", "owner"};
    return (unsigned)t < TT_ATTR_COUNT ? words[t] : "unknown";
}

/* One entity has one value. */
struct row {
    uint32_t type, value;
    tt_ix entity;
};
TT_VEC(row_vec, struct row);

struct maker {
    const tt_data *d;
    tt_map values; /* normalised text, first byte the type */
    tt_map raw;    /* addresses as written, by values and 1; 0: too little */
    tt_unicode *uni;
    tt_arena scratch;
    row_vec rows;
    uint32_t n_values;
};

/* --- normal forms: bytes into out, 0 when there is too little to tell entities apart --- */

static size_t account_form(tt_str s, char out[MAX_TEXT])
{
    size_t n = 0;
    for (size_t i = 0; i < s.n && n < MAX_TEXT; i++)
        if (tt_ascii_is_alnum(s.p[i]))
            out[n++] = tt_ascii_upper(s.p[i]);
    return n >= MIN_ACCOUNT ? n : 0;
}

static size_t phone_form(tt_str s, char out[MAX_TEXT])
{
    size_t n = 0;
    for (size_t i = 0; i < s.n && n < MAX_TEXT; i++)
        if (tt_ascii_is_digit(s.p[i]) && (n > 0 || s.p[i] != '0')) /* 00 and + are the same */
            out[n++] = s.p[i];
    return n >= MIN_PHONE ? n : 0;
}

static size_t email_form(tt_str s, char out[MAX_TEXT])
{
    s = tt_str_trim(s);
    if (s.n > MAX_TEXT || tt_str_find(s, TT_STR("@"), 0) == SIZE_MAX)
        return 0;
    for (size_t i = 0; i < s.n; i++)
        out[i] = tt_ascii_lower(s.p[i]);
    return s.n;
}

/* Letters and digits, parts divided by one blank; a street without a number is no address. */
static size_t address_form(tt_str ascii, char out[MAX_TEXT])
{
    size_t n = 0;
    bool digit = false, gap = false;
    for (size_t i = 0; i < ascii.n && n + 1 < MAX_TEXT; i++) {
        if (!tt_ascii_is_alnum(ascii.p[i])) {
            gap = n > 0;
            continue;
        }
        if (gap)
            out[n++] = ' ';
        gap = false;
        digit |= tt_ascii_is_digit(ascii.p[i]);
        out[n++] = tt_ascii_lower(ascii.p[i]);
    }
    return digit && n >= MIN_ADDRESS ? n : 0;
}

/* --- rows --- */

static tt_status push(struct maker *m, tt_attr type, uint32_t value, tt_ix entity, tt_err *err)
{
    struct row r = {(uint32_t)type, value, entity};
    return tt_vec_push(&m->rows, r) ? TT_OK : tt_fail(err, TT_ENOMEM, "no memory for links");
}

/* The number of a value and 1; 0 when there is too little. */
static tt_status value_of(struct maker *m, tt_attr type, tt_str text, uint32_t *out, tt_err *err)
{
    char key[MAX_TEXT + 1];
    size_t n;
    switch (type) {
    case TT_ATTR_ACCOUNT:
        n = account_form(text, key + 1);
        break;
    case TT_ATTR_PHONE:
        n = phone_form(text, key + 1);
        break;
    case TT_ATTR_EMAIL:
        n = email_form(text, key + 1);
        break;
    default:
        tt_arena_reset(&m->scratch);
        TT_TRY(tt_unicode_ascii(m->uni, text, &m->scratch, &text, err));
        n = address_form(text, key + 1);
        break;
    }
    *out = 0;
    if (n == 0)
        return TT_OK;
    bool added;
    key[0] = (char)('0' + type);
    if (!tt_map_intern(&m->values, (tt_str){key, n + 1}, m->n_values, out, &added))
        return tt_fail(err, TT_ENOMEM, "no memory for links");
    m->n_values += added;
    ++*out;
    return TT_OK;
}

/* An address is on every document of a party: what one says is found out once. */
static tt_status address_of(struct maker *m, tt_str text, uint32_t *out, tt_err *err)
{
    *out = tt_map_find(&m->raw, text);
    if (*out != TT_MAP_NONE)
        return TT_OK;
    TT_TRY(value_of(m, TT_ATTR_ADDRESS, text, out, err));
    return tt_map_put(&m->raw, text, *out) ? TT_OK : tt_fail(err, TT_ENOMEM, "no memory for links");
}

static tt_status add_text(struct maker *m, tt_attr type, tt_str text, tt_ix entity, tt_err *err)
{
    uint32_t value;
    if (!entity || !text.n)
        return TT_OK;
    if (type == TT_ATTR_ADDRESS)
        TT_TRY(address_of(m, text, &value, err));
    else
        TT_TRY(value_of(m, type, text, &value, err));
    return value ? push(m, type, value - 1, entity, err) : TT_OK;
}

static tt_status mentions(struct maker *m, tt_err *err)
{
    for (size_t i = 1; i <= m->d->n_mentions; i++) {
        const tt_mention *x = &m->d->mentions[i];
        TT_TRY(add_text(m, TT_ATTR_ACCOUNT, x->account, x->entity, err));
        TT_TRY(add_text(m, TT_ATTR_ADDRESS, x->address, x->entity, err));
    }
    return TT_OK;
}

static tt_status parties(struct maker *m, tt_err *err)
{
    for (size_t i = 1; i <= m->d->n_parties; i++) {
        const tt_party *p = &m->d->parties[i];
        TT_TRY(add_text(m, TT_ATTR_PHONE, p->phone, p->entity, err));
        TT_TRY(add_text(m, TT_ATTR_EMAIL, p->email, p->entity, err));
        TT_TRY(add_text(m, TT_ATTR_ADDRESS, p->address, p->entity, err));
    }
    return TT_OK;
}

/*
 * What names the owner or director: the number of the entity, or, for somebody whom only the
 * ownership records know, a number above all entities for the id or the name there.
 */
static tt_status owner_value(struct maker *m, const tt_ownership *o, uint32_t *out, tt_err *err)
{
    char key[MAX_TEXT + 1];
    *out = o->owner;
    if (o->owner)
        return TT_OK;
    tt_str text = tt_str_trim(o->owner_id);
    if (!text.n) {
        tt_arena_reset(&m->scratch);
        TT_TRY(tt_unicode_ascii(m->uni, o->owner_name, &m->scratch, &text, err));
        text = tt_str_trim(text);
    }
    if (!text.n || text.n > MAX_TEXT)
        return TT_OK;
    bool added = false;
    key[0] = 'o';
    memcpy(key + 1, text.p, text.n);
    if (!tt_map_intern(&m->values, (tt_str){key, text.n + 1}, m->n_values, out, &added))
        return tt_fail(err, TT_ENOMEM, "no memory for links");
    m->n_values += added;
    *out += (uint32_t)m->d->n_entities + 1;
    return TT_OK;
}

static tt_status ownerships(struct maker *m, tt_err *err)
{
    for (size_t i = 1; i <= m->d->n_ownerships; i++) {
        const tt_ownership *o = &m->d->ownerships[i];
        uint32_t value = 0;
        TT_TRY(owner_value(m, o, &value, err));
        if (!value || !o->owned)
            continue;
        bool directs =
            tt_str_is_nocase(o->role, "director") || tt_str_is_nocase(o->role, "secretary");
        tt_attr type = directs ? TT_ATTR_DIRECTOR : TT_ATTR_OWNER;
        if (o->owner)
            TT_TRY(push(m, type, value, o->owner, err));
        TT_TRY(push(m, type, value, o->owned, err));
    }
    return TT_OK;
}

static int row_cmp(const void *pa, const void *pb, void *ctx)
{
    const struct row *a = pa, *b = pb;
    TT_UNUSED(ctx);
    if (a->type != b->type)
        return a->type < b->type ? -1 : 1;
    if (a->value != b->value)
        return a->value < b->value ? -1 : 1;
    return a->entity < b->entity ? -1 : a->entity > b->entity;
}

/* Sorted rows to links: each entity once, values of one entity dropped. */
static tt_status fold(row_vec *rows, tt_arena *a, tt_links *out, tt_err *err)
{
    if (!tt_sort(rows->v, rows->n, sizeof *rows->v, row_cmp, NULL))
        return tt_fail(err, TT_ENOMEM, "no memory for links");
    tt_link *v = tt_new_n(a, tt_link, rows->n / 2 + 1);
    tt_ix *entities = tt_new_n(a, tt_ix, rows->n + 1);
    if (!v || !entities)
        return tt_fail(err, TT_ENOMEM, "no memory for links");
    size_t n = 0, at = 0;
    for (size_t i = 0, next; i < rows->n; i = next) {
        size_t first = at;
        for (next = i; next < rows->n && rows->v[next].type == rows->v[i].type &&
                       rows->v[next].value == rows->v[i].value;
             next++)
            if (at == first || entities[at - 1] != rows->v[next].entity)
                entities[at++] = rows->v[next].entity;
        if (at - first >= 2)
            v[n++] = (tt_link){(tt_attr)rows->v[i].type, (uint32_t)first, (uint32_t)(at - first)};
        else
            at = first;
    }
    out->v = v;
    out->n = n;
    out->entities = entities;
    return TT_OK;
}

static tt_status make(struct maker *m, tt_arena *a, tt_links *out, tt_err *err)
{
    TT_TRY(tt_unicode_new(&m->uni, err));
    TT_TRY(mentions(m, err));
    TT_TRY(parties(m, err));
    TT_TRY(ownerships(m, err));
    return fold(&m->rows, a, out, err);
}

tt_status tt_links_build(const tt_data *d, tt_arena *a, tt_links *out, tt_err *err)
{
    struct maker m = {.d = d};
    tt_links links = {.n_entities = d->n_entities};
    tt_map_init(&m.values);
    tt_map_init(&m.raw);
    tt_arena_init(&m.scratch, 0);
    tt_status st = make(&m, a, &links, err);
    tt_unicode_free(m.uni);
    tt_vec_release(&m.rows);
    tt_arena_release(&m.scratch);
    tt_map_release(&m.values);
    tt_map_release(&m.raw);
    if (st == TT_OK)
        *out = links;
    return st;
}

/* --- groups --- */

tt_status tt_links_groups(const tt_links *l, const uint32_t df_max[TT_ATTR_COUNT], tt_arena *a,
                          tt_ix **out, tt_err *err)
{
    tt_ix *parent = tt_new_n(a, tt_ix, l->n_entities + 1);
    if (!parent)
        return tt_fail(err, TT_ENOMEM, "no memory for groups");
    for (size_t e = 0; e <= l->n_entities; e++)
        parent[e] = (tt_ix)e;
    for (size_t i = 0; i < l->n; i++) {
        if (l->v[i].n > df_max[l->v[i].type])
            continue;
        const tt_ix *e = &l->entities[l->v[i].first];
        for (uint32_t k = 1; k < l->v[i].n; k++) {
            tt_ix x = tt_forest_root(parent, e[0]), y = tt_forest_root(parent, e[k]);
            parent[TT_MAX(x, y)] = TT_MIN(x, y); /* the smallest stays the root */
        }
    }
    for (size_t e = 0; e <= l->n_entities; e++)
        parent[e] = tt_forest_root(parent, (tt_ix)e);
    *out = parent;
    return TT_OK;
}
