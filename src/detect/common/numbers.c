/* numbers.c - see numbers.h. */
#include "detect/common/numbers.h"

#include "base/map.h"
#include "base/str.h"
#include "detect/common/refs.h"

enum { ROLES = 4 };

/* A name in a country, and who is called so. */
struct called {
    uint32_t name; /* of the map of names */
    tt_ix entity, mention;
};
TT_VEC(called_vec, struct called);

/* A number that an entity has for itself, by a registry row or a paper. */
struct own {
    tt_ix entity;
    uint32_t number;
};
TT_VEC(own_vec, struct own);

struct work {
    const tt_data *d;
    tt_arena *a;
    size_t least;
    tt_numbers *out;
    tt_map numbers, names;
    called_vec called;   /* by (name, entity) */
    own_vec owns;        /* by (entity, number) */
    uint32_t *number_of; /* by mention: of its identifier; TT_MAP_NONE: none */
    tt_ix *user_of;      /* by mention */
};

static tt_status no_memory(tt_err *err)
{
    return tt_fail(err, TT_ENOMEM, "no memory for numbers of parties");
}

/* The number in *out; TT_MAP_NONE for one that says nothing. */
static tt_status number(struct work *w, tt_str raw, uint32_t *out, tt_err *err)
{
    char text[TT_REF_TEXT];
    size_t n = tt_ref_text(raw, text), same = 1;
    bool added;
    *out = TT_MAP_NONE;
    while (same < n && text[same] == text[0])
        same++;
    if (n < w->least || same >= n)
        return TT_OK;
    if (!tt_map_intern(&w->numbers, (tt_str){text, n}, (uint32_t)w->out->text.n, out, &added))
        return no_memory(err);
    if (!added)
        return TT_OK;
    tt_str own = tt_arena_str(w->a, (tt_str){text, n});
    return own.p && tt_vec_push(&w->out->text, own) ? TT_OK : no_memory(err);
}

/* A name as its letters: ASCII ones in upper case, signs and blanks left out; then the country. */
static tt_status
put_called(struct work *w, tt_str name, tt_country country, struct called c, tt_err *err)
{
    enum { LONG = 256 };
    char text[LONG + 2];
    size_t n = 0;
    bool added;
    for (size_t i = 0; i < name.n && n < LONG; i++)
        if (tt_ascii_is_alnum(name.p[i]) || (unsigned char)name.p[i] >= 0x80)
            text[n++] = tt_ascii_upper(name.p[i]);
    if (!n || !c.entity)
        return TT_OK;
    text[n++] = (char)(country & 0xff);
    text[n++] = (char)(country >> 8 & 0xff);
    if (!tt_map_intern(&w->names, (tt_str){text, n}, (uint32_t)w->names.n, &c.name, &added) ||
        !tt_vec_push(&w->called, c))
        return no_memory(err);
    return TT_OK;
}

static tt_status put_own(struct work *w, tt_ix entity, uint32_t number, tt_err *err)
{
    if (!entity || number == TT_MAP_NONE)
        return TT_OK;
    return tt_vec_push(&w->owns, ((struct own){entity, number})) ? TT_OK : no_memory(err);
}

static tt_status put_use(struct work *w, uint32_t number, tt_ix user, tt_ref where, tt_err *err)
{
    tt_number_use u = {number, user, where};
    if (!user || number == TT_MAP_NONE)
        return TT_OK;
    return tt_vec_push(&w->out->v, u) ? TT_OK : no_memory(err);
}

static tt_status read_mentions(struct work *w, tt_err *err)
{
    const tt_data *d = w->d;
    w->number_of = tt_new_n(w->a, uint32_t, d->n_mentions + 1);
    w->user_of = tt_new_n(w->a, tt_ix, d->n_mentions + 1);
    if (!w->number_of || !w->user_of)
        return no_memory(err);
    w->number_of[0] = TT_MAP_NONE;
    for (tt_ix i = 1; i <= d->n_mentions; i++) {
        const tt_mention *m = &d->mentions[i];
        w->user_of[i] = m->entity;
        TT_TRY(number(w, m->identifier, &w->number_of[i], err));
        TT_TRY(put_called(w, m->name, m->country, (struct called){0, m->entity, i}, err));
        TT_TRY(put_own(w, m->entity, w->number_of[i], err));
    }
    return TT_OK;
}

static tt_status read_registry(struct work *w, tt_err *err)
{
    for (tt_ix i = 1; i <= w->d->n_parties; i++) {
        const tt_party *p = &w->d->parties[i];
        const tt_str numbers[] = {p->tax_id, p->registration_number, p->lei};
        TT_TRY(put_called(w, p->name, p->country, (struct called){0, p->entity, 0}, err));
        for (size_t k = 0; k < TT_LEN(numbers); k++) {
            uint32_t n;
            TT_TRY(number(w, numbers[k], &n, err));
            TT_TRY(put_own(w, p->entity, n, err));
            TT_TRY(put_use(w, n, p->entity, (tt_ref){TT_KIND_PARTY, i, 0}, err));
        }
    }
    return TT_OK;
}

#define CMP(x, y)                                                                                  \
    if ((x) != (y))                                                                                \
    return (x) < (y) ? -1 : 1

static int by_name(const void *pa, const void *pb, void *ctx)
{
    const struct called *a = pa, *b = pb;
    TT_UNUSED(ctx);
    CMP(a->name, b->name);
    CMP(a->entity, b->entity);
    CMP(a->mention, b->mention);
    return 0;
}

static int by_entity(const void *pa, const void *pb, void *ctx)
{
    const struct own *a = pa, *b = pb;
    TT_UNUSED(ctx);
    CMP(a->entity, b->entity);
    CMP(a->number, b->number);
    return 0;
}

static int by_use(const void *pa, const void *pb, void *ctx)
{
    const tt_number_use *a = pa, *b = pb;
    TT_UNUSED(ctx);
    CMP(a->number, b->number);
    CMP(a->user, b->user);
    CMP(a->where.kind, b->where.kind);
    CMP(a->where.doc, b->where.doc);
    return 0;
}

/* It has another number than this one. */
static bool has_other(const struct work *w, tt_ix entity, uint32_t number)
{
    size_t lo = 0, hi = w->owns.n;
    TT_BISECT(size_t, lo, hi, mid, w->owns.v[mid].entity < entity)
    for (; lo < w->owns.n && w->owns.v[lo].entity == entity; lo++)
        if (w->owns.v[lo].number != number)
            return true;
    return false;
}

/* One entity of those with one name: v[0 .. n) are its mentions and rows of that name.  They are
 * another's when no registry row is among them, those that carry a number carry one, which a
 * registry gives to the entity by another name, and the other has a different one. */
static void hand_over(struct work *w, const struct called *v, size_t n, tt_ix other)
{
    uint32_t number = TT_MAP_NONE;
    for (size_t i = 0; i < n; i++) {
        uint32_t own = w->number_of[v[i].mention];
        if (!v[i].mention || (own != TT_MAP_NONE && number != TT_MAP_NONE && own != number))
            return;
        number = own == TT_MAP_NONE ? number : own;
    }
    if (number == TT_MAP_NONE || !w->d->entities[v->entity].party || !has_other(w, other, number))
        return;
    for (size_t i = 0; i < n; i++)
        w->user_of[v[i].mention] = other;
}

static bool one_party(const struct called *a, const struct called *b)
{
    return a->name == b->name && a->entity == b->entity;
}

static tt_status find_users(struct work *w, tt_err *err)
{
    struct called *v = w->called.v;
    if (!tt_sort(v, w->called.n, sizeof *v, by_name, NULL) ||
        !tt_sort(w->owns.v, w->owns.n, sizeof *w->owns.v, by_entity, NULL))
        return no_memory(err);
    for (size_t i = 0, half, end; i < w->called.n; i = end) {
        for (half = i; half < w->called.n && one_party(&v[half], &v[i]);)
            half++;
        for (end = half; end < w->called.n && one_party(&v[end], &v[half]);)
            end++;
        bool two = half < end && v[half].name == v[i].name &&
                   (end == w->called.n || v[end].name != v[i].name);
        if (!two) { /* nobody else, or several: then nobody can be meant */
            for (end = i; end < w->called.n && v[end].name == v[i].name;)
                end++;
            continue;
        }
        hand_over(w, &v[i], half - i, v[half].entity);
        hand_over(w, &v[half], end - half, v[i].entity);
    }
    return TT_OK;
}

static tt_status read_documents(struct work *w, tt_err *err)
{
    for (tt_kind k = TT_KIND_INVOICE; k <= TT_KIND_PAYMENT; k++)
        for (tt_ix i = 1; i <= tt_data_n_docs(w->d, k); i++)
            for (unsigned role = 1; role <= ROLES; role++) {
                tt_ix m = tt_data_role(w->d, k, i, role);
                TT_TRY(put_use(w, w->number_of[m], w->user_of[m], (tt_ref){k, i, 0}, err));
            }
    return TT_OK;
}

static tt_status build(struct work *w, tt_err *err)
{
    tt_number_use_vec *u = &w->out->v;
    TT_TRY(read_mentions(w, err));
    TT_TRY(read_registry(w, err));
    TT_TRY(find_users(w, err));
    TT_TRY(read_documents(w, err));
    if (!tt_sort(u->v, u->n, sizeof *u->v, by_use, NULL))
        return no_memory(err);
    size_t n = 0;
    for (size_t i = 0; i < u->n; i++)
        if (!n || by_use(&u->v[n - 1], &u->v[i], NULL) != 0)
            u->v[n++] = u->v[i];
    u->n = n;
    return TT_OK;
}

tt_status
tt_numbers_build(const tt_data *d, size_t least, tt_arena *a, tt_numbers *out, tt_err *err)
{
    *out = (tt_numbers){0};
    struct work w = {.d = d, .a = a, .least = least, .out = out};
    tt_map_init(&w.numbers);
    tt_map_init(&w.names);
    tt_status st = build(&w, err);
    tt_map_release(&w.numbers);
    tt_map_release(&w.names);
    tt_vec_release(&w.called);
    tt_vec_release(&w.owns);
    return st;
}

void tt_numbers_release(tt_numbers *n)
{
    tt_vec_release(&n->v);
    tt_vec_release(&n->text);
}
