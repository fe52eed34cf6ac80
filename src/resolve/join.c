/*
 * join.c - which records of a block are one party.
 *
 * Inside a block everybody is one party unless facts say otherwise.  Clusters whose facts differ
 * stay apart; a cluster that lacks a fact on which others differ joins only where nearly all that
 * know it agree.  So nothing hangs on the order of a queue: what joins depends on the block as a
 * whole.
 */
#include "resolve/clusters.h"

#include "base/str.h"

enum {
    MAX_RIVALS = 256, /* groups of one block that differ; more: only equal ones are joined */
    MAX_PAIRS = 64    /* clusters of one block compared pair by pair; more: a generic key */
};

enum { REGISTERED = 1u << TT_FACT_PARTY | 1u << TT_FACT_DATE };

static const struct pass {
    const char *reason;
    unsigned facts; /* beside the hard ones */
    bool names;     /* the key is a name: all stems are alike */
    bool strict;    /* all that know a fact must agree */
    bool group, pairs;
} passes[TT_PASS_COUNT] = {
    [TT_PASS_PARTY_ID] = {"party id", 1u << TT_FACT_COUNTRY, false, true, true, true},
    [TT_PASS_LEI] = {"LEI", 0, false, true, true, false},
    [TT_PASS_ID] = {NULL, 0, false, true, true, false},
    [TT_PASS_ID_ANYWHERE] = {NULL, 1u << TT_FACT_COUNTRY, false, true, true, true},
    [TT_PASS_ACCOUNT] = {"account", 1u << TT_FACT_PARTY, false, true, false, true},
    [TT_PASS_NAME_ADDRESS] = {"name and address", REGISTERED | 1u << TT_FACT_LEGAL, true, false,
                              true, false},
    [TT_PASS_NAME_LEGAL] = {"name and country", REGISTERED, true, false, true, false},
    [TT_PASS_NAME] = {"name and country", REGISTERED | 1u << TT_FACT_LEGAL, true, false, true,
                      false},
    [TT_PASS_NAME_ANYWHERE] = {"name", REGISTERED | 1u << TT_FACT_LEGAL | 1u << TT_FACT_COUNTRY,
                               true, true, true, false},
};

/* --- why --- */

static bool shares_id(const tt_rs_record *a, const tt_rs_record *b, size_t kind)
{
    for (size_t k = 0; k < TT_RS_N_IDS; k++)
        if (a->key->id[kind].n && tt_str_eq(a->key->id[kind], b->key->id[k]))
            return true;
    return false;
}

static tt_str id_text(const tt_data *d, const tt_rs_record *r, size_t kind)
{
    if (r->mention)
        return d->mentions[r->mention].identifier;
    return kind == TT_RS_TAX ? d->parties[r->party].tax_id
                             : d->parties[r->party].registration_number;
}

/* What was equal, in words of one of the two. */
static tt_rs_edge edge_of(const tt_rs *w, tt_rs_pass pass, uint32_t a, uint32_t b)
{
    static const char *const id_reason[TT_RS_N_IDS] = {"tax id", "registration number",
                                                       "identifier"};
    const tt_rs_record *x = &w->rec[a], *y = &w->rec[b];
    tt_rs_edge e = {.a = a, .b = b, .reason = passes[pass].reason};
    const tt_data *d = w->d;
    switch (pass) {
    case TT_PASS_PARTY_ID:
        e.detail = tt_rs_party_id(w, y);
        break;
    case TT_PASS_LEI:
        e.detail = y->mention ? d->mentions[y->mention].identifier : d->parties[y->party].lei;
        break;
    case TT_PASS_ID:
    case TT_PASS_ID_ANYWHERE:
        for (size_t k = TT_RS_N_IDS; k-- > 0;) {
            if (!shares_id(x, y, k) && !shares_id(y, x, k))
                continue;
            e.reason = id_reason[k];
            e.detail = shares_id(y, x, k) ? id_text(d, y, k) : id_text(d, x, k);
        }
        break;
    case TT_PASS_ACCOUNT:
        e.detail = d->mentions[y->mention].account;
        break;
    default:
        if (w->surface[x->surface].core_id != w->surface[y->surface].core_id)
            e.reason = x->party || y->party ? "registry alias" : "other name";
        e.detail = w->surface[y->surface].raw;
        break;
    }
    return e;
}

/* One cluster of the two; a no-op when they are one. */
static bool join(tt_clusters *c, const tt_rs *w, tt_rs_pass pass, uint32_t a, uint32_t b)
{
    return tt_cluster_unite(c, edge_of(w, pass, TT_MIN(a, b), TT_MAX(a, b)));
}

/* --- a block as a whole --- */

static bool list_roots(tt_clusters *c, const tt_rs *w, const uint32_t *at, uint32_t n)
{
    bool ok = true;
    c->roots.n = 0;
    for (uint32_t i = 0; i < n && ok; i++) {
        uint32_t r = tt_cluster_root(c, at[i]);
        if (!c->slot[r]) {
            ok = tt_vec_push(&c->roots, ((struct tt_root){r, at[i], 0}));
            c->slot[r] = (uint32_t)c->roots.n;
        }
        if (ok)
            c->roots.v[c->slot[r] - 1].weight += w->rec[at[i]].uses;
    }
    for (size_t i = 0; i < c->roots.n; i++)
        c->slot[c->roots.v[i].root] = 0;
    return ok;
}

struct by_side {
    const uint32_t *side;
    size_t width;
};

/* Those that know more come first: they are settled before those that must choose. */
static int cmp_side(const void *a, const void *b, void *ctx)
{
    const struct by_side *k = ctx;
    const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    const uint32_t *s = k->side + x * k->width, *t = k->side + y * k->width;
    size_t known_s = 0, known_t = 0;
    for (size_t i = 0; i < k->width; i++) {
        known_s += s[i] != 0;
        known_t += t[i] != 0;
    }
    if (known_s != known_t)
        return known_s > known_t ? -1 : 1;
    for (size_t i = 0; i < k->width; i++)
        if (s[i] != t[i])
            return s[i] < t[i] ? -1 : 1;
    return (x > y) - (x < y);
}

/* True when `more` knows all that `less` knows, agrees with it, and knows something else besides.
 */
static bool extends(const uint32_t *less, const uint32_t *more, size_t width)
{
    bool adds = false;
    for (size_t i = 0; i < width; i++) {
        if (less[i] && less[i] != more[i])
            return false;
        adds |= !less[i] && more[i];
    }
    return adds;
}

/* One group: roots with the same sides. */
struct group {
    uint32_t first; /* of order */
    uint64_t weight;
};

/*
 * Join group g, which lacks a fact, to the cluster of those groups that extend it, when that holds
 * `share` of their weight.
 */
static bool settle(tt_clusters *c, const tt_rs *w, tt_rs_pass pass, const struct group *groups,
                   size_t g, size_t width, double share)
{
    const uint32_t *mine = c->side.v + c->order.v[groups[g].first] * width;
    uint32_t cluster[MAX_RIVALS], rep[MAX_RIVALS];
    uint64_t weight[MAX_RIVALS], all = 0;
    size_t n = 0, best = 0;
    for (size_t h = 0; h < g; h++) { /* those that know more come before */
        uint32_t root = c->order.v[groups[h].first];
        if (!extends(mine, c->side.v + root * width, width))
            continue;
        uint32_t is = tt_cluster_root(c, c->roots.v[root].root);
        size_t k = 0;
        while (k < n && cluster[k] != is)
            k++;
        if (k == n) {
            cluster[n] = is;
            rep[n] = c->roots.v[root].rep;
            weight[n++] = 0;
        }
        weight[k] += groups[h].weight;
        rep[k] = TT_MIN(rep[k], c->roots.v[root].rep);
        all += groups[h].weight;
    }
    for (size_t k = 1; k < n; k++)
        if (weight[k] > weight[best])
            best = k;
    if (!n || (double)weight[best] < share * (double)all)
        return true;
    return join(c, w, pass, rep[best], c->roots.v[c->order.v[groups[g].first]].rep);
}

static bool
join_disputed(tt_clusters *c, const tt_rs *w, tt_rs_pass pass, size_t width, double share)
{
    struct by_side ctx = {c->side.v, width};
    struct group groups[MAX_RIVALS];
    size_t n = 0;
    c->order.n = 0;
    if (!tt_vec_reserve(&c->order, c->roots.n))
        return false;
    for (uint32_t i = 0; i < c->roots.n; i++)
        c->order.v[c->order.n++] = i;
    if (!tt_sort(c->order.v, c->order.n, sizeof(uint32_t), cmp_side, &ctx))
        return false;
    for (uint32_t i = 0; i < c->order.n; i++) {
        const struct tt_root *r = &c->roots.v[c->order.v[i]];
        const uint32_t *mine = c->side.v + c->order.v[i] * width;
        const uint32_t *prev = i ? c->side.v + c->order.v[i - 1] * width : NULL;
        if (prev && memcmp(prev, mine, width * sizeof(*mine)) == 0) {
            if (!join(c, w, pass, c->roots.v[c->order.v[i - 1]].rep, r->rep))
                return false;
        } else {
            if (n < MAX_RIVALS)
                groups[n] = (struct group){.first = i};
            n++;
        }
        if (n <= MAX_RIVALS)
            groups[n - 1].weight += r->weight;
    }
    c->counts.rivals += n > MAX_RIVALS;
    for (size_t g = 1; g < n && n <= MAX_RIVALS; g++)
        if (!settle(c, w, pass, groups, g, width, share))
            return false;
    return true;
}

static bool
join_block(tt_clusters *c, const tt_rs *w, tt_rs_pass pass, const uint32_t *at, uint32_t n)
{
    if (!list_roots(c, w, at, n))
        return false;
    if (c->roots.n < 2)
        return true;
    unsigned mask = TT_FACTS_HARD | passes[pass].facts;
    bool strict = passes[pass].strict;
    /* Aliases put others into the block, so the block is generic only when all its names are. */
    bool generic = passes[pass].names && pass != TT_PASS_NAME_ADDRESS;
    for (uint32_t i = 0; i < n && generic; i++)
        generic = w->surface[w->rec[at[i]].surface].generic;
    if (generic) {
        mask |= 1u << TT_FACT_ADDRESS | 1u << TT_FACT_ACCOUNT;
        strict = true;
    }
    size_t width;
    const struct tt_block b = {at, n, pass == TT_PASS_NAME_ANYWHERE};
    if (!tt_disputes_find(c, w, &b, mask, &width))
        return false;
    if (width) {
        c->counts.vetoes++;
        return join_disputed(c, w, pass, width, strict ? 1 : w->param[TT_RS_DOMINANCE]);
    }
    for (size_t i = 1; i < c->roots.n; i++)
        if (!join(c, w, pass, c->roots.v[0].rep, c->roots.v[i].rep))
            return false;
    return true;
}

/* --- pair by pair --- */

struct pair {
    double similarity;
    uint32_t a, b;
};

static int by_similarity(const void *a, const void *b, void *ctx)
{
    const struct pair *x = a, *y = b;
    TT_UNUSED(ctx);
    if (x->similarity < y->similarity || x->similarity > y->similarity)
        return x->similarity > y->similarity ? -1 : 1;
    if (x->a != y->a)
        return x->a < y->a ? -1 : 1;
    return (x->b > y->b) - (x->b < y->b);
}

static bool other_bank(const tt_rs_record *a, const tt_rs_record *b)
{
    tt_str x = a->key->bank, y = b->key->bank;
    return !a->iban && x.n && y.n && !tt_str_eq(x, y);
}

static bool is_nameless(const tt_rs *w, uint32_t rec)
{
    return !w->surface[w->rec[rec].surface].raw.n;
}

/* How alike the names of two roots are.  A party without a name is the only one with a name that
 * has the key too; of several it might be any. */
static double
alike(const tt_clusters *c, const tt_rs *w, const tt_rs_record *a, const tt_rs_record *b)
{
    size_t named = 0;
    bool nameless = !w->surface[a->surface].raw.n || !w->surface[b->surface].raw.n;
    if (!nameless)
        return tt_core_similarity(&w->surface[a->surface], &w->surface[b->surface]);
    for (size_t i = 0; i < c->roots.n; i++)
        named += !is_nameless(w, c->roots.v[i].rep);
    return named <= 1 || w->surface[a->surface].raw.n == w->surface[b->surface].raw.n ? 1 : 0;
}

/* Join clusters whose names are alike, the most alike first. */
static bool
join_pairs(tt_clusters *c, const tt_rs *w, tt_rs_pass pass, const uint32_t *at, uint32_t n)
{
    struct pair pairs[MAX_PAIRS * (MAX_PAIRS - 1) / 2];
    size_t count = 0;
    if (!list_roots(c, w, at, n))
        return false;
    if (c->roots.n > MAX_PAIRS) {
        c->counts.generic_keys++;
        return true;
    }
    for (size_t i = 0; i < c->roots.n; i++)
        for (size_t j = i + 1; j < c->roots.n; j++) {
            const tt_rs_record *a = &w->rec[c->roots.v[i].rep], *b = &w->rec[c->roots.v[j].rep];
            double s = alike(c, w, a, b);
            if (s < w->param[TT_RS_ACCOUNT_MIN_SIMILARITY] ||
                (pass == TT_PASS_ACCOUNT && other_bank(a, b)))
                continue;
            pairs[count++] = (struct pair){s, c->roots.v[i].rep, c->roots.v[j].rep};
        }
    if (!tt_sort(pairs, count, sizeof(*pairs), by_similarity, NULL))
        return false;
    unsigned mask = TT_FACTS_HARD | (passes[pass].facts & ~(1u << TT_FACT_COUNTRY));
    for (size_t i = 0; i < count; i++) {
        uint32_t a = tt_cluster_root(c, pairs[i].a), b = tt_cluster_root(c, pairs[i].b);
        if (a != b && !tt_cluster_disputes(c, a, b, mask) &&
            !join(c, w, pass, pairs[i].a, pairs[i].b))
            return false;
    }
    return true;
}

tt_status
tt_clusters_pass(tt_clusters *c, const tt_rs *w, tt_rs_pass pass, const tt_blocks *b, tt_err *err)
{
    const struct pass *p = &passes[pass];
    for (uint32_t i = 0; i < b->n; i++) {
        const uint32_t *at = b->at + b->first[i];
        uint32_t n = b->first[i + 1] - b->first[i];
        if (!p->names &&
            tt_block_is_generic(w, at, n, (uint32_t)w->param[TT_RS_MAX_NAMES_PER_KEY])) {
            c->counts.generic_keys++;
            continue;
        }
        if ((p->group && !join_block(c, w, pass, at, n)) ||
            (p->pairs && !join_pairs(c, w, pass, at, n)))
            return tt_fail(err, TT_ENOMEM, "no room for the joins of %u parties", n);
    }
    return TT_OK;
}
