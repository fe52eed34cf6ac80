/* cards.c - what the records of each cluster say, each value once. */
#include "resolve/cards.h"

enum { MAX_NAMES = 8 }; /* spellings of a card: the most used */

TT_VEC(said_vec, tt_said);

struct spelling {
    uint32_t surface, rec;
    uint64_t key, uses; /* key: core and legal form */
};
TT_VEC(spelling_vec, struct spelling);

struct reader {
    const tt_rs *w;
    const tt_values *values;
    const uint32_t *at; /* records of the cluster */
    uint32_t n;
    said_vec out, tmp;
    spelling_vec names;
    uint32_t n_cut; /* clusters with more spellings */
};

static int by_what(const void *a, const void *b, void *ctx)
{
    const tt_said *x = a, *y = b;
    TT_UNUSED(ctx);
    return (x->what > y->what) - (x->what < y->what);
}

static int by_kind(const void *a, const void *b, void *ctx)
{
    const tt_datum *v = ctx;
    const tt_said *x = a, *y = b;
    tt_value_kind i = v[x->what].kind, j = v[y->what].kind;
    return i != j ? (i > j) - (i < j) : by_what(a, b, NULL);
}

/* Move tmp to out, equal ones once: the sort is stable, so the lowest record stays. */
static bool
keep_distinct(struct reader *r, int (*cmp)(const void *, const void *, void *), void *ctx)
{
    if (r->tmp.n > 1 && !tt_sort(r->tmp.v, r->tmp.n, sizeof(*r->tmp.v), cmp, ctx))
        return false;
    for (size_t i = 0; i < r->tmp.n; i++)
        if ((!i || r->tmp.v[i].what != r->tmp.v[i - 1].what) && !tt_vec_push(&r->out, r->tmp.v[i]))
            return false;
    return true;
}

static bool read_values(struct reader *r)
{
    r->tmp.n = 0;
    for (uint32_t i = 0; i < r->n; i++)
        for (uint32_t k = r->values->first[r->at[i]]; k < r->values->first[r->at[i] + 1]; k++)
            if (!tt_vec_push(&r->tmp, ((tt_said){r->values->at[k], r->at[i]})))
                return false;
    return keep_distinct(r, by_kind, r->values->v);
}

static bool read_countries(struct reader *r)
{
    r->tmp.n = 0;
    for (uint32_t i = 0; i < r->n; i++) {
        uint32_t country = r->w->rec[r->at[i]].country;
        if (country && !tt_vec_push(&r->tmp, ((tt_said){country, r->at[i]})))
            return false;
    }
    return keep_distinct(r, by_what, NULL);
}

static int by_key(const void *a, const void *b, void *ctx)
{
    const struct spelling *x = a, *y = b;
    TT_UNUSED(ctx);
    return (x->key > y->key) - (x->key < y->key);
}

static int by_uses(const void *a, const void *b, void *ctx)
{
    const struct spelling *x = a, *y = b;
    if (x->uses != y->uses)
        return x->uses > y->uses ? -1 : 1;
    return by_key(a, b, ctx);
}

static bool add_spelling(struct reader *r, uint32_t rec, uint32_t surface, uint64_t uses)
{
    const tt_surface *s = &r->w->surface[surface];
    uint64_t key = (uint64_t)s->core_id << 8 | s->legal;
    return !s->raw.n || tt_vec_push(&r->names, ((struct spelling){surface, rec, key, uses}));
}

static bool read_names(struct reader *r)
{
    size_t kept = 0;
    r->names.n = 0;
    for (uint32_t i = 0; i < r->n; i++) {
        const tt_rs_record *x = &r->w->rec[r->at[i]];
        if (!add_spelling(r, r->at[i], x->surface, x->uses))
            return false;
        for (uint32_t k = 0; k < x->n_alias; k++)
            if (!add_spelling(r, r->at[i], r->w->alias[x->first_alias + k], 1))
                return false;
    }
    struct spelling *v = r->names.v;
    if (r->names.n > 1 && !tt_sort(v, r->names.n, sizeof(*v), by_key, NULL))
        return false;
    for (size_t i = 0; i < r->names.n; i++)
        if (kept && v[kept - 1].key == v[i].key)
            v[kept - 1].uses += v[i].uses;
        else
            v[kept++] = v[i];
    if (kept > 1 && !tt_sort(v, kept, sizeof(*v), by_uses, NULL))
        return false;
    r->n_cut += kept > MAX_NAMES;
    for (size_t i = 0; i < TT_MIN(kept, (size_t)MAX_NAMES); i++)
        if (!tt_vec_push(&r->out, ((tt_said){v[i].surface, v[i].rec})))
            return false;
    return true;
}

static bool read_card(struct reader *r, tt_card *c)
{
    uint64_t uses = 0;
    c->first_value = (uint32_t)r->out.n;
    if (!read_values(r))
        return false;
    c->first_name = (uint32_t)r->out.n;
    c->n_values = c->first_name - c->first_value;
    if (!read_names(r))
        return false;
    c->first_country = (uint32_t)r->out.n;
    c->n_names = c->first_country - c->first_name;
    if (!read_countries(r))
        return false;
    c->n_countries = (uint32_t)r->out.n - c->first_country;
    for (uint32_t i = 0; i < r->n; i++)
        uses += r->w->rec[r->at[i]].uses;
    c->uses = (uint32_t)TT_MIN(uses, (uint64_t)UINT32_MAX);
    return true;
}

/* Records by cluster: at[first[c]] .. at[first[c + 1]). */
static bool by_cluster(const tt_rs *w, const uint32_t *of, uint32_t n, tt_arena *a,
                       uint32_t **first, uint32_t **at)
{
    *first = tt_new_n(a, uint32_t, n + (size_t)2);
    *at = tt_new_n(a, uint32_t, w->n_rec + (size_t)1);
    if (!*first || !*at)
        return false;
    for (uint32_t r = 0; r < w->n_rec; r++)
        if (of[r] < n)
            (*first)[of[r] + 2]++;
    for (uint32_t c = 2; c <= n; c++)
        (*first)[c] += (*first)[c - 1];
    for (uint32_t r = 0; r < w->n_rec; r++)
        if (of[r] < n)
            (*at)[(*first)[of[r] + 1]++] = r;
    return true;
}

tt_status tt_cards_read(const tt_rs *w, const tt_values *values, const uint32_t *of, uint32_t n,
                        tt_arena *a, tt_cards *out, tt_err *err)
{
    struct reader r = {.w = w, .values = values};
    tt_arena scratch;
    uint32_t *first, *at;
    tt_arena_init(&scratch, 0);
    *out = (tt_cards){.v = tt_new_n(a, tt_card, n + (size_t)1), .n = n};
    bool ok = out->v && by_cluster(w, of, n, &scratch, &first, &at);
    for (uint32_t c = 0; c < n && ok; c++) {
        r.at = at + first[c];
        r.n = first[c + 1] - first[c];
        ok = read_card(&r, &out->v[c]);
    }
    if (ok) {
        out->said = tt_new_n(a, tt_said, r.out.n + 1);
        ok = out->said != NULL;
    }
    out->n_cut = r.n_cut;
    if (ok && r.out.n)
        memcpy(out->said, r.out.v, r.out.n * sizeof(*r.out.v));
    tt_vec_release(&r.out);
    tt_vec_release(&r.tmp);
    tt_vec_release(&r.names);
    tt_arena_release(&scratch);
    return ok ? TT_OK : tt_fail(err, TT_ENOMEM, "no room for what %u parties say", n);
}
