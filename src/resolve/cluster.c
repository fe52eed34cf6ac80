/*
 * cluster.c - the forest of records and the facts of each cluster.
 *
 * A union keeps the lower record as root, so a cluster is named by its first record.  Which records
 * are joined is decided in join.c.
 */
#include "resolve/clusters.h"

#include "base/buf.h"
#include "base/str.h"

/* --- union-find --- */

uint32_t tt_cluster_root(tt_clusters *c, uint32_t i)
{
    while (c->parent[i] != i) {
        c->parent[i] = c->parent[c->parent[i]];
        i = c->parent[i];
    }
    return i;
}

uint32_t tt_clusters_find(const tt_clusters *c, uint32_t rec)
{
    while (c->parent[rec] != rec)
        rec = c->parent[rec];
    return rec;
}

/* --- facts --- */

/* A number for a text of a namespace; UINT32_MAX when memory is out. */
static uint32_t number(tt_clusters *c, tt_buf *key)
{
    uint32_t out;
    bool added;
    if (key->failed || !tt_map_intern(&c->numbers, tt_buf_str(key), c->n_numbers, &out, &added))
        return UINT32_MAX;
    c->n_numbers += added;
    return out;
}

static bool add_fact(tt_clusters *c, uint32_t root, uint32_t kind, uint32_t value)
{
    for (uint32_t f = c->head[root]; f; f = c->all.v[f].next)
        if (c->all.v[f].kind == kind && c->all.v[f].value == value)
            return true;
    if (!tt_vec_push(&c->all, ((struct tt_fact){kind, value, c->head[root]})))
        return false;
    c->head[root] = (uint32_t)c->all.n - 1;
    return true;
}

bool tt_cluster_unite(tt_clusters *c, tt_rs_edge why)
{
    uint32_t x = tt_cluster_root(c, why.a), y = tt_cluster_root(c, why.b);
    uint32_t low = TT_MIN(x, y), high = TT_MAX(x, y);
    if (x == y)
        return true;
    if (!tt_vec_push(&c->edges, why))
        return false;
    c->parent[high] = low;
    for (uint32_t f = c->head[high]; f; f = c->all.v[f].next)
        if (!add_fact(c, low, c->all.v[f].kind, c->all.v[f].value))
            return false;
    return true;
}

bool tt_cluster_part(tt_clusters *c, uint32_t a, uint32_t b, uint32_t number)
{
    uint32_t kind = (uint32_t)TT_FACT_DECISION << 24 | number;
    return add_fact(c, a, kind, 1) && add_fact(c, b, kind, 2);
}

unsigned tt_cluster_disputes(const tt_clusters *c, uint32_t a, uint32_t b, unsigned mask)
{
    unsigned out = 0;
    for (uint32_t f = c->head[a]; f; f = c->all.v[f].next) {
        uint32_t kind = c->all.v[f].kind;
        unsigned bit = 1u << (kind >> 24);
        bool known = false, agree = false;
        if (!(mask & bit) || out & bit)
            continue;
        for (uint32_t g = c->head[b]; g; g = c->all.v[g].next) {
            if (c->all.v[g].kind != kind)
                continue;
            known = true;
            for (uint32_t h = c->head[a]; h && !agree; h = c->all.v[h].next)
                agree = c->all.v[h].kind == kind && c->all.v[h].value == c->all.v[g].value;
        }
        if (known && !agree)
            out |= bit;
    }
    return out;
}

static bool add_text_fact(tt_clusters *c, tt_buf *key, uint32_t rec, tt_rs_fact fact, uint32_t form,
                          tt_str value)
{
    if (!value.n)
        return true;
    tt_buf_reset(key);
    tt_buf_add_c(key, 'v');
    tt_buf_add(key, value);
    uint32_t v = number(c, key);
    return v != UINT32_MAX && add_fact(c, rec, (uint32_t)fact << 24 | (form & 0xffffff), v);
}

/*
 * The form of an identifier without a rule: where letters and digits stand.  Numbers of one country
 * and one form are taken for numbers of one register, when they are long enough for one.
 */
static bool shape_of(tt_str id, tt_buf *key)
{
    enum { MIN_LENGTH = 8, MIN_DIGITS = 6 };
    size_t digits = 0;
    for (size_t i = 0; i < id.n; i++) {
        bool digit = tt_ascii_is_digit(id.p[i]);
        digits += digit;
        tt_buf_add_c(key, digit ? '9' : 'A');
    }
    return id.n >= MIN_LENGTH && digits >= MIN_DIGITS;
}

static bool add_id_fact(tt_clusters *c, tt_buf *key, uint32_t rec, tt_country country, tt_str id)
{
    tt_str base;
    if (!id.n || !country)
        return true;
    tt_tax_check check = tt_tax_valid(country, id, &base);
    tt_buf_reset(key);
    tt_buf_addf(key, "f%u ", (unsigned)country);
    if (check == TT_TAX_INVALID || (check == TT_TAX_NO_RULE && !shape_of(id, key)))
        return true;
    uint32_t form = number(c, key);
    return form != UINT32_MAX && add_text_fact(c, key, rec, TT_FACT_ID, form, base);
}

static bool add_record(tt_clusters *c, const tt_rs *w, uint32_t i, tt_buf *key)
{
    const tt_rs_record *r = &w->rec[i];
    const tt_surface *s = &w->surface[r->surface];
    bool ok = add_text_fact(c, key, i, TT_FACT_LEI, 0, r->key->lei);
    /* An identifier that the registry uses as its own key is no tax number. */
    for (size_t k = 0; k < TT_RS_N_IDS && ok; k++)
        if (k != TT_RS_IDENTIFIER || !r->keyed)
            ok = add_id_fact(c, key, i, r->country, r->key->id[k]);
    if (r->party && !w->registry[r->registry].repeats)
        ok = ok && add_text_fact(c, key, i, TT_FACT_PARTY, r->registry, tt_rs_party_id(w, r));
    if (r->party && w->d->parties[r->party].incorporated != TT_NO_DATE)
        ok = ok && add_fact(c, i, (uint32_t)TT_FACT_DATE << 24,
                            (uint32_t)w->d->parties[r->party].incorporated);
    if (s->legal) { /* those that do not exclude each other are of two kinds */
        bool east = (s->scripts & (TT_SCRIPT_HAN | TT_SCRIPT_LOAN)) != 0;
        ok = ok && add_fact(c, i, (uint32_t)TT_FACT_LEGAL << 24 | east, s->legal);
    }
    if (r->country)
        ok = ok && add_fact(c, i, (uint32_t)TT_FACT_COUNTRY << 24, r->country);
    if (s->generic)
        ok = ok && add_text_fact(c, key, i, TT_FACT_ADDRESS, 0, r->key->address) &&
             add_text_fact(c, key, i, TT_FACT_ACCOUNT, 0, r->key->account);
    return ok;
}

tt_status tt_clusters_new(const tt_rs *w, tt_arena *a, tt_clusters **out, tt_err *err)
{
    tt_clusters *c = tt_new(a, tt_clusters);
    if (!c)
        return tt_fail(err, TT_ENOMEM, "no room for clusters");
    tt_map_init(&c->numbers);
    c->n = w->n_rec;
    c->parent = tt_new_n(a, uint32_t, w->n_rec + (size_t)1);
    c->head = tt_new_n(a, uint32_t, w->n_rec + (size_t)1);
    c->slot = tt_new_n(a, uint32_t, w->n_rec + (size_t)1);
    tt_buf key;
    tt_buf_init(&key, 0);
    bool ok = c->parent && c->head && c->slot && tt_vec_push(&c->all, (struct tt_fact){0});
    for (uint32_t i = 0; i < w->n_rec && ok; i++) {
        c->parent[i] = i;
        ok = add_record(c, w, i, &key);
    }
    tt_buf_release(&key);
    if (!ok) {
        tt_clusters_free(c);
        return tt_fail(err, TT_ENOMEM, "no room for the facts of %u parties", w->n_rec);
    }
    *out = c;
    return TT_OK;
}

void tt_clusters_free(tt_clusters *c)
{
    if (!c)
        return;
    tt_map_release(&c->numbers);
    tt_vec_release(&c->all);
    tt_vec_release(&c->edges);
    tt_vec_release(&c->roots);
    tt_vec_release(&c->claims);
    tt_vec_release(&c->side);
    tt_vec_release(&c->order);
}

const tt_rs_edge_vec *tt_clusters_edges(const tt_clusters *c)
{
    return &c->edges;
}

tt_rs_edge_vec *tt_clusters_joins(tt_clusters *c)
{
    return &c->edges;
}

tt_rs_counts tt_clusters_counts(const tt_clusters *c)
{
    return c->counts;
}
