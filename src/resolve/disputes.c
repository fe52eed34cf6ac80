/*
 * disputes.c - the facts on which the clusters of a block differ, and on which side of each they
 * are.
 */
#include "resolve/clusters.h"
#include "resolve/forms.h"

enum { LETTERS = 26 };

static int by_claim(const void *a, const void *b, void *ctx)
{
    const struct tt_claim *x = a, *y = b;
    TT_UNUSED(ctx);
    if (x->kind != y->kind)
        return x->kind < y->kind ? -1 : 1;
    if (x->value != y->value)
        return x->value < y->value ? -1 : 1;
    return (x->root > y->root) - (x->root < y->root);
}

static bool list_claims(tt_clusters *c, unsigned mask)
{
    c->claims.n = 0;
    for (uint32_t i = 0; i < c->roots.n; i++)
        for (uint32_t f = c->head[c->roots.v[i].root]; f; f = c->all.v[f].next) {
            const struct tt_fact *k = &c->all.v[f];
            if (mask >> (k->kind >> 24) & 1 &&
                !tt_vec_push(&c->claims, ((struct tt_claim){k->kind, k->value, i})))
                return false;
        }
    return true;
}

/* Countries that roots of the block claim, each once.  @param v  room for all there are. */
static size_t claimed_countries(const tt_clusters *c, tt_country *v)
{
    bool seen[LETTERS * LETTERS] = {false};
    size_t n = 0;
    for (size_t i = 0; i < c->claims.n; i++) {
        uint32_t country = c->claims.v[i].value, a = country / 256 - 'A', b = country % 256 - 'A';
        if (c->claims.v[i].kind >> 24 != TT_FACT_COUNTRY || a >= LETTERS || b >= LETTERS ||
            seen[a * LETTERS + b])
            continue;
        seen[a * LETTERS + b] = true;
        v[n++] = (tt_country)country;
    }
    return n;
}

static bool has_fact(const tt_clusters *c, uint32_t root, tt_rs_fact fact)
{
    uint32_t f = c->head[root];
    while (f && c->all.v[f].kind >> 24 != (uint32_t)fact)
        f = c->all.v[f].next;
    return f > 0;
}

/* Who says no country, but has a legal form that few countries know: "Omega S.p.A." is not the
 * "Omega" of Mexico, and "Omega S.A. de C.V." is not that of Peru. */
static bool claim_homes(tt_clusters *c, const tt_rs *w, const uint32_t *at, uint32_t n)
{
    tt_country v[LETTERS * LETTERS];
    uint32_t side[UINT8_MAX + 1];
    size_t countries = claimed_countries(c, v);
    bool ok = true;
    if (!countries)
        tt_form_sides(w, at, n, side);
    for (uint32_t i = 0; i < c->roots.n; i++)
        c->slot[c->roots.v[i].root] = i + 1;
    for (uint32_t i = 0; i < n && ok; i++) {
        uint32_t root = tt_cluster_root(c, at[i]);
        uint8_t home = w->surface[w->rec[at[i]].surface].home;
        if (!home || has_fact(c, root, TT_FACT_COUNTRY))
            continue;
        uint32_t value = tt_form_claim(home, v, countries, side);
        ok = !value || tt_vec_push(&c->claims, ((struct tt_claim){(uint32_t)TT_FACT_COUNTRY << 24,
                                                                  value, c->slot[root] - 1}));
    }
    for (uint32_t i = 0; i < c->roots.n; i++)
        c->slot[c->roots.v[i].root] = 0;
    return ok;
}

static bool sort_claims(tt_clusters *c)
{
    return tt_sort(c->claims.v, c->claims.n, sizeof(struct tt_claim), by_claim, NULL);
}

/* The side of a value, when several values of one cluster have made sides one. */
static uint32_t side_root(uint32_t *same, uint32_t s)
{
    while (same[s] != s)
        s = same[s] = same[same[s]];
    return s;
}

/*
 * Claims [from, to) are of one kind.  Put roots on sides: sides meet where a cluster claims values
 * of both. column[root * width] gets the side, from 1.
 *
 * @return  how many sides there are; 0 = memory is out.
 */
static uint32_t take_sides(tt_clusters *c, size_t from, size_t to, uint32_t *column, size_t width)
{
    tt_u32_vec same = {0};
    uint32_t n = 0, left = 0;
    if (!tt_vec_reserve(&same, to - from + 1))
        return 0;
    same.v[0] = 0;
    for (size_t i = from; i < to; i++) {
        const struct tt_claim *k = &c->claims.v[i];
        if (i == from || k->value != k[-1].value) {
            n++;
            same.v[n] = n;
        }
        uint32_t *mine = &column[k->root * width];
        uint32_t s = side_root(same.v, n);
        if (*mine) { /* the cluster was on a side already: the two are one */
            uint32_t other = side_root(same.v, *mine);
            same.v[TT_MAX(s, other)] = TT_MIN(s, other);
            s = TT_MIN(s, other);
        }
        *mine = s;
    }
    for (uint32_t s = 1; s <= n; s++)
        left += same.v[s] == s;
    for (size_t i = 0; i < c->roots.n; i++)
        if (column[i * width])
            column[i * width] = side_root(same.v, column[i * width]);
    tt_vec_release(&same);
    return left;
}

static bool find_disputes(tt_clusters *c, size_t *width)
{
    size_t kinds = 0;
    for (size_t i = 0, end; i < c->claims.n; i = end) {
        for (end = i + 1; end < c->claims.n && c->claims.v[end].kind == c->claims.v[i].kind; end++)
            continue;
        kinds += c->claims.v[i].value != c->claims.v[end - 1].value;
    }
    *width = 0;
    c->side.n = 0;
    if (!kinds)
        return true;
    if (!tt_vec_reserve(&c->side, c->roots.n * kinds))
        return false;
    memset(c->side.v, 0, c->roots.n * kinds * sizeof(uint32_t));
    for (size_t i = 0, end; i < c->claims.n; i = end) {
        for (end = i + 1; end < c->claims.n && c->claims.v[end].kind == c->claims.v[i].kind; end++)
            continue;
        if (c->claims.v[i].value == c->claims.v[end - 1].value)
            continue;
        uint32_t sides = take_sides(c, i, end, c->side.v + *width, kinds);
        if (!sides)
            return false;
        if (sides > 1) {
            ++*width;
            continue;
        }
        for (size_t r = 0; r < c->roots.n; r++) /* all agree after all: the column is free again */
            c->side.v[r * kinds + *width] = 0;
    }
    if (*width < kinds) /* close the gaps of columns that were not needed */
        for (size_t r = 0; r < c->roots.n; r++)
            memmove(c->side.v + r * *width, c->side.v + r * kinds, *width * sizeof(uint32_t));
    return true;
}

bool tt_disputes_find(tt_clusters *c, const tt_rs *w, const struct tt_block *b, unsigned mask,
                      size_t *width)
{
    return list_claims(c, mask) && (!b->homes || claim_homes(c, w, b->at, b->n)) &&
           sort_claims(c) && find_disputes(c, width);
}
