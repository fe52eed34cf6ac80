/* spelt.c - see spelt.h. */
#include "detect/common/spelt.h"

#include "base/str.h"
#include "detect/common/names.h"
#include "resolve/glance.h"

enum { KEYS = 2 };

TT_VEC(surface_vec, tt_surface);
TT_VEC(spelt_vec, tt_spelt);

/* A rare word of a sought name. */
struct key {
    uint32_t id, name;
};
TT_VEC(key_vec, struct key);

struct search {
    const tt_spelling_vec *in;
    tt_arena *a; /* scratch */
    double bits;
    surface_vec names;
    tt_words words;
    tt_name *name;
    key_vec by_word;
    uint32_t *twin; /* of a name: the next that is written the same, both sought or both not;
                       UINT32_MAX: none */
    bool *first;    /* of a name: the one that stands for its twins */
    uint32_t *seen; /* of a sought name: the last other one, from 1, that it was beside */
    spelt_vec hits;
};

static tt_status no_room(tt_err *err)
{
    return tt_fail(err, TT_ENOMEM, "no room to look up names");
}

/* --- names --- */

bool tt_spelling_add(tt_spelling_vec *v, tt_str name, uint32_t of, bool sought)
{
    tt_spelling s = {tt_str_trim(name), of, sought};
    return !s.name.n || tt_vec_push(v, s);
}

bool tt_spelling_part(tt_str *rest, tt_str *part)
{
    if (!rest->p)
        return false;
    size_t n = 0;
    while (n < rest->n && rest->p[n] != ';' && rest->p[n] != '|')
        n++;
    *part = tt_str_trim(tt_str_sub(*rest, 0, n));
    *rest = n < rest->n ? tt_str_sub(*rest, n + 1, SIZE_MAX) : (tt_str){NULL, 0};
    return true;
}

bool tt_spelling_add_all(tt_spelling_vec *v, tt_str list, uint32_t of, bool sought)
{
    for (tt_str part; tt_spelling_part(&list, &part);)
        if (!tt_spelling_add(v, part, of, sought))
            return false;
    return true;
}

bool tt_spelling_add_parties(tt_spelling_vec *v, const tt_data *d)
{
    bool ok = true;
    for (tt_ix e = 1; e <= d->n_entities && ok; e++)
        ok = tt_spelling_add(v, d->entities[e].name, e, false);
    for (tt_ix i = 1; i <= d->n_parties && ok; i++) {
        const tt_party *p = &d->parties[i];
        ok = !p->entity || (tt_spelling_add(v, p->name, p->entity, false) &&
                            tt_spelling_add_all(v, p->aliases, p->entity, false));
    }
    return ok;
}

/* --- the search --- */

static int by_id(const void *pa, const void *pb, void *ctx)
{
    const struct key *a = pa, *b = pb;
    TT_UNUSED(ctx);
    if (a->id != b->id)
        return a->id < b->id ? -1 : 1;
    return a->name < b->name ? -1 : a->name > b->name;
}

static bool index_name(struct search *m, uint32_t i)
{
    const tt_name *x = &m->name[i];
    uint32_t best[KEYS] = {UINT32_MAX, UINT32_MAX};
    for (int k = 0; k < x->n; k++) {
        uint32_t w = x->word[k];
        for (int b = 0; b < KEYS; b++) {
            uint32_t old = best[b];
            if (old != UINT32_MAX && m->words.v[old].df <= m->words.v[w].df)
                continue;
            best[b] = w;
            w = old;
            if (w == UINT32_MAX)
                break;
        }
    }
    for (int b = 0; b < KEYS; b++)
        if (best[b] != UINT32_MAX &&
            !tt_vec_push(&m->by_word, ((struct key){m->words.v[best[b]].fold_id, i})))
            return false;
    return true;
}

/* Neither of them is generic. */
static bool compare(struct search *m, uint32_t sought, uint32_t other)
{
    tt_name_match match;
    const tt_name *a = &m->name[sought], *b = &m->name[other];
    if (!tt_names_may_be_alike(&m->words, a, b))
        return true;
    tt_name_compare_fast(&m->words, a, b, &match);
    bool same = match.level == TT_NAME_EXACT_ALL || match.level == TT_NAME_EXACT ||
                match.level == TT_NAME_REORDERED,
         near = match.level == TT_NAME_NEAR;
    if ((!same && !near) || match.number_conflict || match.family_differs ||
        match.centibits < 100 * m->bits)
        return true;
    for (uint32_t i = sought; i != UINT32_MAX; i = m->twin[i])
        for (uint32_t k = other; k != UINT32_MAX; k = m->twin[k])
            if (!tt_vec_push(&m->hits, ((tt_spelt){m->in->v[i].of, m->in->v[k].of, near})))
                return false;
    return true;
}

/* A name that is there many times is compared once: a party has that of its registry row, and
 * whoever has many permits is sought for each. */
static bool find_twins(struct search *m, bool sought)
{
    const tt_spelling *v = m->in->v;
    tt_map first;
    bool ok = true;
    tt_map_init(&first);
    for (uint32_t i = 0; i < m->in->n && ok; i++) {
        uint32_t at;
        if (v[i].sought != sought)
            continue;
        ok = tt_map_intern(&first, v[i].name, i, &at, &m->first[i]);
        m->twin[i] = UINT32_MAX;
        if (ok && !m->first[i]) {
            m->twin[i] = m->twin[at];
            m->twin[at] = i;
        }
    }
    tt_map_release(&first);
    return ok;
}

static bool index_sought(struct search *m)
{
    bool ok = true;
    for (uint32_t i = 0; i < m->in->n && ok; i++)
        ok = !m->in->v[i].sought || !m->first[i] || m->name[i].generic || index_name(m, i);
    return ok;
}

/* The first key of an id; keys are sorted. */
static size_t first_of(const key_vec *v, uint32_t id)
{
    size_t low = 0;
    for (size_t high = v->n; low < high;) {
        size_t mid = low + (high - low) / 2;
        *(v->v[mid].id < id ? &low : &high) = v->v[mid].id < id ? mid + 1 : mid;
    }
    return low;
}

static tt_status read_names(struct search *m, tt_err *err)
{
    size_t n = m->in->n;
    for (size_t i = 0; i < n; i++) {
        tt_surface s = {.raw = m->in->v[i].name};
        if (!tt_vec_push(&m->names, s))
            return no_room(err);
    }
    m->name = tt_new_n(m->a, tt_name, n + 1);
    m->twin = tt_new_n(m->a, uint32_t, n + 1);
    m->first = tt_new_n(m->a, bool, n + 1);
    m->seen = tt_new_n(m->a, uint32_t, n + 1);
    if (!m->name || !m->twin || !m->first || !m->seen)
        return no_room(err);
    TT_TRY(tt_surfaces_read(m->names.v, n, m->a, err));
    TT_TRY(tt_words_build(m->names.v, (uint32_t)n, m->a, &m->words, m->name, err));
    return tt_shapes_build(&m->words, m->a) ? TT_OK : no_room(err);
}

/* The other one beside all that are sought with a word of it, each once. */
static bool look_for(struct search *m, uint32_t other)
{
    enum { AHEAD = 8 };
    const tt_name *x = &m->name[other];
    const struct key *key = m->by_word.v;
    for (int k = 0; k < x->n; k++) {
        uint32_t id = m->words.v[x->word[k]].fold_id;
        for (size_t at = first_of(&m->by_word, id); at < m->by_word.n && key[at].id == id; at++) {
            if (at + AHEAD < m->by_word.n)
                tt_name_fetch(&m->words, &m->name[key[at + AHEAD].name]);
            uint32_t sought = key[at].name;
            bool again = m->seen[sought] == other + 1;
            m->seen[sought] = other + 1;
            if (!again && !compare(m, sought, other))
                return false;
        }
    }
    return true;
}

static tt_status look_up(struct search *m, tt_err *err)
{
    const tt_spelling *v = m->in->v;
    TT_TRY(read_names(m, err));
    if (!find_twins(m, true) || !find_twins(m, false) || !index_sought(m) ||
        !tt_sort(m->by_word.v, m->by_word.n, sizeof(*m->by_word.v), by_id, NULL))
        return no_room(err);
    for (uint32_t i = 0; i < m->in->n; i++)
        if (!v[i].sought && m->first[i] && !m->name[i].generic && !look_for(m, i))
            return no_room(err);
    return TT_OK;
}

static int by_both(const void *pa, const void *pb, void *ctx)
{
    const tt_spelt *a = pa, *b = pb;
    TT_UNUSED(ctx);
    if (a->sought != b->sought)
        return a->sought < b->sought ? -1 : 1;
    if (a->of != b->of)
        return a->of < b->of ? -1 : 1;
    return (int)a->near - (int)b->near;
}

/* Each pair once; what is the same comes before what is near. */
static tt_status fold(struct search *m, tt_arena *a, const tt_spelt **out, size_t *n, tt_err *err)
{
    spelt_vec *h = &m->hits;
    tt_spelt *v = tt_new_n(a, tt_spelt, h->n + 1);
    if (!v || !tt_sort(h->v, h->n, sizeof(*h->v), by_both, NULL))
        return no_room(err);
    for (size_t i = 0; i < h->n; i++)
        if (!*n || v[*n - 1].sought != h->v[i].sought || v[*n - 1].of != h->v[i].of)
            v[(*n)++] = h->v[i];
    *out = v;
    return TT_OK;
}

tt_status tt_spelt_find(const tt_spelling_vec *v, double bits, tt_arena *a, const tt_spelt **out,
                        size_t *n, tt_err *err)
{
    tt_arena scratch;
    struct search m = {.in = v, .a = &scratch, .bits = bits};
    *out = NULL;
    *n = 0;
    tt_arena_init(&scratch, 0);
    tt_status st = look_up(&m, err);
    if (st == TT_OK)
        st = fold(&m, a, out, n, err);
    tt_vec_release(&m.hits);
    tt_vec_release(&m.by_word);
    tt_vec_release(&m.names);
    tt_arena_release(&scratch);
    return st;
}
