/*
 * candidates.c - pairs of clusters that are worth comparing: whose names are alike, or that share
 * a value.
 */
#include "resolve/candidates.h"

#include "base/str.h"

enum {
    MOST_PAIRS = 256, /* of two names: clusters that have them */
    MOST_SHARERS = 40 /* clusters with one value that are all compared with each other */
};

/* Who has a name: the lowest record of the cluster that writes it. */
struct holder {
    uint32_t core, country, cluster, surface, rec;
};
TT_VEC(holder_vec, struct holder);

struct finder {
    const tt_world *k;
    holder_vec holders;
    uint32_t *first; /* per core: of holders */
    tt_candidate_vec out;
    tt_pair_limits limits;
};

static bool add_pair(struct finder *f, tt_candidate p)
{
    if (p.a == p.b)
        return true;
    if (p.a > p.b)
        p = (tt_candidate){p.b, p.a, p.surface_b, p.surface_a, p.rec_b, p.rec_a};
    return tt_vec_push(&f->out, p);
}

/* --- who has which name --- */

static int by_holder(const void *a, const void *b, void *ctx)
{
    const struct holder *x = a, *y = b;
    TT_UNUSED(ctx);
    if (x->core != y->core)
        return x->core < y->core ? -1 : 1;
    if (x->country != y->country)
        return x->country < y->country ? -1 : 1;
    if (x->cluster != y->cluster)
        return x->cluster < y->cluster ? -1 : 1;
    return (x->rec > y->rec) - (x->rec < y->rec);
}

/* The only country of a cluster; 0 = none or several: compared with all. */
static uint32_t country_of(const tt_world *k, uint32_t cluster)
{
    const tt_card *c = &k->cards.v[cluster];
    return c->n_countries == 1 ? k->cards.said[c->first_country].what : 0;
}

static bool find_holders(struct finder *f, tt_arena *a)
{
    const tt_rs *w = f->k->w;
    holder_vec *h = &f->holders;
    for (uint32_t r = 0; r < w->n_rec; r++)
        for (uint32_t i = 0; i <= w->rec[r].n_alias; i++) {
            uint32_t s = i ? w->alias[w->rec[r].first_alias + i - 1] : w->rec[r].surface;
            uint32_t cluster = f->k->of[r];
            if (!w->surface[s].raw.n)
                continue;
            if (!tt_vec_push(h, ((struct holder){w->surface[s].core_id, country_of(f->k, cluster),
                                                 cluster, s, r})))
                return false;
        }
    if (h->n && !tt_sort(h->v, h->n, sizeof(*h->v), by_holder, NULL))
        return false;
    size_t kept = 0;
    for (size_t i = 0; i < h->n; i++)
        if (!kept || h->v[kept - 1].core != h->v[i].core ||
            h->v[kept - 1].cluster != h->v[i].cluster)
            h->v[kept++] = h->v[i];
    h->n = kept;
    f->first = tt_new_n(a, uint32_t, w->n_core + (size_t)2);
    for (size_t i = 0; f->first && i < kept; i++)
        f->first[h->v[i].core + 1]++;
    for (uint32_t c = 0; f->first && c <= w->n_core; c++)
        f->first[c + 1] += f->first[c];
    return f->first != NULL;
}

/* --- pairs by names --- */

static bool add_holders(struct finder *f, const struct holder *x, const struct holder *y)
{
    return add_pair(f,
                    (tt_candidate){x->cluster, y->cluster, x->surface, y->surface, x->rec, y->rec});
}

/*
 * Clusters of two names, when they may be of one country.  Two equal names in two countries are a
 * pair too: somebody may want to know.
 */
static bool pair_names(struct finder *f, uint32_t a, uint32_t b)
{
    const struct holder *v = f->holders.v;
    size_t n = 0;
    for (uint32_t i = f->first[a]; i < f->first[a + 1]; i++)
        for (uint32_t j = a == b ? i + 1 : f->first[b]; j < f->first[b + 1]; j++) {
            if (a != b && v[i].country && v[j].country && v[i].country != v[j].country)
                continue;
            if (n++ == MOST_PAIRS) {
                f->limits.pairs++;
                return true;
            }
            if (!add_holders(f, &v[i], &v[j]))
                return false;
        }
    return true;
}

static bool pair_all_names(struct finder *f, const tt_alike_vec *alike)
{
    for (uint32_t c = 0; c < f->k->w->n_core; c++)
        if (f->first[c + 1] - f->first[c] > 1 && !pair_names(f, c, c))
            return false;
    for (size_t i = 0; i < alike->n; i++)
        if (!pair_names(f, alike->v[i].a, alike->v[i].b))
            return false;
    return true;
}

/* --- pairs by values --- */

struct sharer {
    uint64_t key;
    uint32_t cluster;
};
TT_VEC(sharer_vec, struct sharer);

static int by_sharer(const void *a, const void *b, void *ctx)
{
    const struct sharer *x = a, *y = b;
    TT_UNUSED(ctx);
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return (x->cluster > y->cluster) - (x->cluster < y->cluster);
}

/* First number and longest word: where an address is, however the rest is written. */
static uint64_t place_of(tt_str s)
{
    uint64_t number = 0, word = 0;
    size_t longest = 0;
    for (size_t i = 0; i < s.n;) {
        uint64_t h = 14695981039346656037u;
        size_t from = i;
        bool digit = false;
        for (; i < s.n && (tt_ascii_is_alnum(s.p[i]) || (unsigned char)s.p[i] >= 0x80); i++) {
            digit |= tt_ascii_is_digit(s.p[i]);
            h = (h ^ (unsigned char)tt_ascii_lower(s.p[i])) * 1099511628211u;
        }
        if (digit && !number)
            number = h;
        if (!digit && i - from > longest) {
            longest = i - from;
            word = h;
        }
        i += i == from;
    }
    return number && word ? (number * 31 + word) | 1 : 0;
}

/* Whose names begin alike among those of one day. */
static bool add_born(const tt_world *k, sharer_vec *v, tt_said said, uint32_t cluster)
{
    const tt_name *n = &k->w->name[k->w->rec[said.rec].surface];
    uint32_t seen = 0;
    for (uint32_t i = 0; i < n->n; i++) {
        tt_str s = tt_word_spelt(&k->w->words.v[n->word[i]]);
        uint64_t letter = s.n ? (unsigned char)s.p[0] & 31 : 0;
        if (!letter || seen >> letter & 1)
            continue;
        seen |= 1u << letter;
        if (!tt_vec_push(v, ((struct sharer){(uint64_t)TT_VK_DATE << 60 | letter << 32 | said.what,
                                             cluster})))
            return false;
    }
    return true;
}

/* What the value is looked for by; equal keys are one value, but for a chance in 2^60. */
static bool add_sharer(const tt_world *k, sharer_vec *v, tt_said said, uint32_t cluster)
{
    const tt_datum *x = &k->values.v[said.what];
    uint64_t kind = (uint64_t)x->kind << 60;
    if (x->kind == TT_VK_DATE)
        return x->n_records < 2 || add_born(k, v, said, cluster);
    if (x->shared)
        return true;
    if (x->kind == TT_VK_EMAIL && x->domain && !k->values.shared_domain[x->domain] &&
        !tt_vec_push(v, ((struct sharer){(uint64_t)(TT_VK_N + 1) << 60 | x->domain, cluster})))
        return false;
    if (x->kind == TT_VK_ADDRESS) {
        uint64_t place = place_of(tt_value_written(k->w, x, said.rec));
        if (place &&
            !tt_vec_push(v, ((struct sharer){(uint64_t)TT_VK_N << 60 | place >> 4, cluster})))
            return false;
    }
    if (x->n_records < 2 && x->kind != TT_VK_ID)
        return true;
    uint64_t number = x->kind == TT_VK_ID ? x->text_id : said.what;
    return tt_vec_push(v, ((struct sharer){kind | number, cluster}));
}

static bool pair_sharers(struct finder *f, const struct sharer *v, size_t n)
{
    const uint32_t none = UINT32_MAX;
    bool all = n <= MOST_SHARERS;
    f->limits.values += !all;
    for (size_t i = 0; i < n; i++)
        for (size_t j = i + 1; j < (all ? n : TT_MIN(i + 2, n)); j++)
            if (!add_pair(f, (tt_candidate){v[i].cluster, v[j].cluster, none, none, none, none}))
                return false;
    return true;
}

static bool pair_all_values(struct finder *f)
{
    const tt_world *k = f->k;
    sharer_vec v = {0};
    bool ok = true;
    for (uint32_t c = 0; c < k->cards.n && ok; c++)
        for (uint32_t i = 0; i < k->cards.v[c].n_values && ok; i++)
            ok = add_sharer(k, &v, k->cards.said[k->cards.v[c].first_value + i], c);
    if (ok && v.n)
        ok = tt_sort(v.v, v.n, sizeof(*v.v), by_sharer, NULL);
    for (size_t i = 0, end; ok && i < v.n; i = end) {
        for (end = i + 1; end < v.n && v.v[end].key == v.v[i].key; end++)
            continue;
        ok = pair_sharers(f, v.v + i, end - i);
    }
    tt_vec_release(&v);
    return ok;
}

/* --- pairs of one deal --- */

static bool pair_deals(struct finder *f)
{
    const uint32_t none = UINT32_MAX;
    const tt_trade *t = f->k->scorer.trade;
    for (size_t i = 0; t && i < t->n_deals; i++)
        if (!add_pair(f, (tt_candidate){(uint32_t)(t->deal[i] >> 32), (uint32_t)t->deal[i], none,
                                        none, none, none}))
            return false;
    return true;
}

/* --- each pair once --- */

static int by_pair(const void *a, const void *b, void *ctx)
{
    const tt_candidate *x = a, *y = b;
    TT_UNUSED(ctx);
    if (x->a != y->a)
        return x->a < y->a ? -1 : 1;
    return (x->b > y->b) - (x->b < y->b);
}

/* Several spellings brought the pair together, or a name and a value: the names are looked for
 * among all of both. */
static bool keep_distinct(struct finder *f)
{
    tt_candidate_vec *v = &f->out;
    size_t kept = 0;
    if (v->n && !tt_sort(v->v, v->n, sizeof(*v->v), by_pair, NULL))
        return false;
    for (size_t i = 0; i < v->n; i++) {
        tt_candidate *last = kept ? &v->v[kept - 1] : NULL;
        if (!last || last->a != v->v[i].a || last->b != v->v[i].b)
            v->v[kept++] = v->v[i];
        else if (last->surface_a != v->v[i].surface_a || last->surface_b != v->v[i].surface_b)
            last->surface_a = last->surface_b = UINT32_MAX;
    }
    v->n = kept;
    return true;
}

tt_status tt_candidates_find(const tt_world *k, const tt_alike_vec *alike, tt_candidate_vec *out,
                             tt_pair_limits *limits, tt_err *err)
{
    struct finder f = {.k = k, .limits = *limits};
    tt_arena a;
    tt_arena_init(&a, 0);
    bool ok = find_holders(&f, &a) && pair_all_names(&f, alike) && pair_all_values(&f) &&
              pair_deals(&f) && keep_distinct(&f);
    tt_vec_release(&f.holders);
    tt_arena_release(&a);
    if (!ok) {
        tt_vec_release(&f.out);
        return tt_fail(err, TT_ENOMEM, "no room for pairs of %u parties", k->cards.n);
    }
    *out = f.out;
    *limits = f.limits;
    return TT_OK;
}
