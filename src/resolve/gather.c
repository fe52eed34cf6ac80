/*
 * gather.c - pairs of clusters become clusters, the strongest evidence first.
 *
 * A join needs more than its pair: no fact of the two clusters may exclude it, the clusters must be
 * alike on the whole (the mean over their pairs, sampled), and there must be no second cluster that
 * fits as well and is somebody else.
 */
#include "resolve/gather.h"

#include "base/rng.h"

enum { SAMPLE = 15, WHOLE = 16, LOOKED_AT = 16 };

/* The clusters that grow, over the clusters of the world. */
struct growth {
    const tt_world *k;
    tt_clusters *c;
    tt_evidence_vec *v;
    uint32_t *parent, *next, *tail, *size; /* of a root: its clusters as a list */
    uint64_t *uses;
    uint32_t *rec;        /* per cluster: its first record */
    uint32_t *first, *at; /* per cluster: its evidence, the strongest first */
    tt_map64 known;       /* pair of clusters: number of its evidence */
};

static uint32_t root_of(struct growth *g, uint32_t i)
{
    while (g->parent[i] != i)
        i = g->parent[i] = g->parent[g->parent[i]];
    return i;
}

static uint64_t pair_key(uint32_t a, uint32_t b)
{
    return (uint64_t)TT_MIN(a, b) << 32 | TT_MAX(a, b);
}

/* --- laying out --- */

static bool list_evidence(struct growth *g, tt_arena *a)
{
    const tt_evidence_vec *v = g->v;
    uint32_t n = g->k->cards.n;
    g->first = tt_new_n(a, uint32_t, n + (size_t)2);
    g->at = tt_new_n(a, uint32_t, 2 * v->n + 1);
    uint32_t *next = tt_new_n(a, uint32_t, n + (size_t)2);
    if (!g->first || !g->at || !next)
        return false;
    for (size_t i = 0; i < v->n; i++) {
        g->first[v->v[i].a + 1]++;
        g->first[v->v[i].b + 1]++;
    }
    for (uint32_t c = 0; c < n; c++)
        g->first[c + 1] += g->first[c];
    memcpy(next, g->first, (n + (size_t)1) * sizeof(*next));
    for (uint32_t i = 0; i < v->n; i++) {
        uint32_t found;
        g->at[next[v->v[i].a]++] = i;
        g->at[next[v->v[i].b]++] = i;
        if (!tt_map64_intern(&g->known, pair_key(v->v[i].a, v->v[i].b), i, &found, NULL))
            return false;
    }
    return true;
}

static bool set_up(struct growth *g, tt_arena *a)
{
    const tt_rs *w = g->k->w;
    size_t n = g->k->cards.n + (size_t)1;
    g->parent = tt_new_n(a, uint32_t, n);
    g->next = tt_new_n(a, uint32_t, n);
    g->tail = tt_new_n(a, uint32_t, n);
    g->size = tt_new_n(a, uint32_t, n);
    g->uses = tt_new_n(a, uint64_t, n);
    g->rec = tt_new_n(a, uint32_t, n);
    if (!g->parent || !g->next || !g->tail || !g->size || !g->uses || !g->rec)
        return false;
    for (uint32_t i = 0; i < n - 1; i++) {
        g->parent[i] = g->tail[i] = i;
        g->next[i] = UINT32_MAX;
        g->size[i] = 1;
        g->uses[i] = g->k->cards.v[i].uses;
    }
    for (uint32_t r = w->n_rec; r-- > 0;)
        g->rec[g->k->of[r]] = r;
    return list_evidence(g, a);
}

/* --- may they be one --- */

static unsigned disputes(struct growth *g, uint32_t a, uint32_t b, unsigned mask)
{
    return tt_cluster_disputes(g->c, tt_cluster_root(g->c, g->rec[a]),
                               tt_cluster_root(g->c, g->rec[b]), mask);
}

/* Facts that keep a and b apart, when evidence e is what speaks for them.  What was weighed in the
 * sum is no veto. */
static unsigned vetoes(struct growth *g, const tt_evidence *e, uint32_t a, uint32_t b)
{
    unsigned mask = TT_FACTS_HARD;
    if (!e->strong && !e->account)
        mask |= 1u << TT_FACT_LEGAL;
    if (!e->strong && !e->abroad)
        mask |= 1u << TT_FACT_COUNTRY;
    if (!e->strong && !e->registry)
        mask |= 1u << TT_FACT_PARTY;
    unsigned found = disputes(g, a, b, mask);
    if (e->slip && (g->size[a] == 1 || g->size[b] == 1))
        found &= ~(1u << TT_FACT_ID);
    return found;
}

static int32_t clip(int32_t x)
{
    return TT_MAX(TT_MIN(x, 1500), -1000);
}

/* Evidence between two clusters of the world: known, or weighed now. */
static int32_t between(struct growth *g, uint32_t x, uint32_t y)
{
    tt_rs_score s;
    uint32_t i = tt_map64_find(&g->known, pair_key(x, y));
    if (i != TT_MAP_NONE)
        return g->v->v[i].centibits;
    tt_said none = {UINT32_MAX, UINT32_MAX};
    tt_weigh(&g->k->scorer, &g->k->cards, TT_MIN(x, y), TT_MAX(x, y), none, none, false, &s);
    return s.total;
}

/* Clusters of the world in a root: at most most of them, drawn by the seed. */
static size_t draw(const struct growth *g, uint32_t root, tt_rng *r, uint32_t *out, size_t most)
{
    size_t n = 0, seen = 0;
    for (uint32_t i = root; i != UINT32_MAX; i = g->next[i], seen++) {
        if (n < most) {
            out[n++] = i;
        } else {
            size_t at = (size_t)tt_rng_below(r, seen + 1);
            if (at < most)
                out[at] = i;
        }
    }
    return n;
}

static uint64_t seed_of(const tt_rs *w, uint32_t a, uint32_t b)
{
    uint64_t s = 0;
    tt_hash x = tt_rs_fp(w, &w->rec[a]), y = tt_rs_fp(w, &w->rec[b]);
    for (size_t i = 0; i < 8; i++)
        s = s << 8 | (x.b[i] ^ y.b[15 - i]);
    return s;
}

static bool has_number(const struct growth *g, uint32_t root)
{
    const tt_clusters *c = g->c;
    uint32_t r = tt_clusters_find(c, g->rec[root]);
    for (uint32_t f = c->head[r]; f; f = c->all.v[f].next)
        if (TT_FACTS_HARD >> (c->all.v[f].kind >> 24) & 1)
            return true;
    return false;
}

/* The clusters as a whole: the mean of the evidence between their parts. */
static bool alike_on_the_whole(struct growth *g, const tt_evidence *e, uint32_t a, uint32_t b)
{
    uint32_t x[WHOLE], y[WHOLE];
    uint64_t all = (uint64_t)g->size[a] * g->size[b];
    const double *param = g->k->w->param;
    tt_rng r;
    if (all == 1 || e->strong)
        return true;
    tt_rng_init(&r, seed_of(g->k->w, g->rec[a], g->rec[b]), "gather");
    size_t n = draw(g, a, &r, x, WHOLE), m = draw(g, b, &r, y, WHOLE), pairs = 0;
    int64_t sum = 0;
    if (all <= WHOLE) {
        for (size_t i = 0; i < n; i++)
            for (size_t j = 0; j < m; j++, pairs++)
                sum += clip(between(g, x[i], y[j]));
    } else {
        sum = clip(e->centibits);
        for (pairs = 1; pairs <= SAMPLE; pairs++) {
            size_t i = (size_t)tt_rng_below(&r, n), j = (size_t)tt_rng_below(&r, m);
            sum += clip(between(g, x[i], y[j]));
        }
    }
    bool known = has_number(g, a) || has_number(g, b);
    double least = param[known ? TT_RS_GUARD_KNOWN : TT_RS_GUARD];
    return (double)sum >= least * 100 * (double)pairs;
}

static bool may_join(const tt_evidence *e)
{
    return !e->veto && (e->strong || e->account || e->named);
}

/*
 * How much the two that a third fits must have in common not to be two somebodies.  Where names
 * speak for both fits, anything that is not against it: spellings around one that lies between them
 * are further from each other than from it.  Else as much as a person is asked about.
 */
static int32_t least_between(const struct growth *g, const tt_evidence *e, const tt_evidence *f)
{
    return e->named && f->named ? g->k->scorer.prior
                                : (int32_t)(g->k->w->param[TT_RS_REVIEW] * 100);
}

/*
 * True when a part of `some` could as well be in a cluster that is not `other`: by evidence nearly
 * as strong as e, and with facts or little in common between the two.
 */
static bool could_be_another(struct growth *g, const tt_evidence *e, uint32_t some, uint32_t other)
{
    const double *param = g->k->w->param;
    int32_t least = e->centibits - (int32_t)(param[TT_RS_AMBIGUOUS] * 100);
    uint32_t mine = root_of(g, e->a) == other ? e->a : e->b;
    size_t looked = 0;
    for (uint32_t i = some; i != UINT32_MAX && looked < LOOKED_AT; i = g->next[i], looked++)
        for (uint32_t k = g->first[i]; k < g->first[i + 1]; k++) {
            const tt_evidence *f = &g->v->v[g->at[k]];
            if (f->centibits < least)
                break;
            uint32_t theirs = f->a == i ? f->b : f->a, rival = root_of(g, theirs);
            if (rival == some || rival == other || !may_join(f) || vetoes(g, f, some, rival))
                continue;
            uint64_t both = g->uses[other] + g->uses[rival];
            if ((double)g->uses[other] >= param[TT_RS_DOMINANCE] * (double)both)
                continue;
            if (vetoes(g, e, other, rival) || between(g, mine, theirs) <= least_between(g, e, f))
                return true;
        }
    return false;
}

static tt_pair_fate judge(struct growth *g, const tt_evidence *e, uint32_t a, uint32_t b)
{
    if (e->veto || vetoes(g, e, a, b))
        return TT_FATE_VETO;
    if (e->centibits < (int32_t)(g->k->w->param[TT_RS_JOIN] * 100))
        return TT_FATE_WEAK;
    if (!may_join(e))
        return TT_FATE_CONTACT;
    if (!e->strong && (could_be_another(g, e, a, b) || could_be_another(g, e, b, a)))
        return TT_FATE_AMBIGUOUS;
    return alike_on_the_whole(g, e, a, b) ? TT_FATE_JOINED : TT_FATE_CHAIN;
}

/* --- joining --- */

static const char *reason_of(tt_rs_field f)
{
    static const char *const text[TT_RF_N] = {[TT_RF_NAME] = "similar name",
                                              [TT_RF_LEGAL] = "similar name",
                                              [TT_RF_LEI] = "LEI",
                                              [TT_RF_ID] = "identifier",
                                              [TT_RF_ACCOUNT] = "account",
                                              [TT_RF_ADDRESS] = "address",
                                              [TT_RF_PHONE] = "phone",
                                              [TT_RF_EMAIL] = "e-mail",
                                              [TT_RF_COUNTRY] = "country",
                                              [TT_RF_REGISTRY] = "party id",
                                              [TT_RF_DATE] = "date of birth or incorporation",
                                              [TT_RF_TRADE] = "trade in common"};
    return text[f];
}

static bool unite(struct growth *g, const tt_evidence *e, uint32_t a, uint32_t b)
{
    const tt_rs *w = g->k->w;
    uint32_t low = TT_MIN(a, b), high = TT_MAX(a, b);
    tt_rs_edge edge = {.a = e->rec_a,
                       .b = e->rec_b,
                       .reason = reason_of((tt_rs_field)e->field),
                       .centibits = e->centibits,
                       .weighed = true};
    edge.detail = e->value ? tt_value_written(w, &g->k->values.v[e->value], e->rec_b)
                           : w->surface[w->rec[e->rec_b].surface].raw;
    if (!tt_cluster_unite(g->c, edge))
        return false;
    g->parent[high] = low;
    g->next[g->tail[low]] = high;
    g->tail[low] = g->tail[high];
    g->size[low] += g->size[high];
    g->uses[low] += g->uses[high];
    return true;
}

/* The clusters of the pair, when they may be one. */
static bool decide(struct growth *g, tt_evidence *e)
{
    uint32_t x = root_of(g, e->a), y = root_of(g, e->b);
    e->fate = (uint8_t)(x == y ? TT_FATE_JOINED : judge(g, e, x, y));
    return x == y || e->fate != TT_FATE_JOINED || unite(g, e, x, y);
}

tt_status tt_gather(const tt_world *k, tt_evidence_vec *v, tt_clusters *c, tt_err *err)
{
    struct growth g = {.k = k, .c = c, .v = v};
    tt_arena a;
    tt_arena_init(&a, 0);
    tt_map64_init(&g.known);
    bool ok = set_up(&g, &a);
    for (size_t i = 0; i < v->n && ok; i++)
        ok = decide(&g, &v->v[i]);
    /* What fitted two that were not one yet may fit one now. */
    for (size_t i = 0; i < v->n && ok; i++)
        if (v->v[i].fate == TT_FATE_AMBIGUOUS || v->v[i].fate == TT_FATE_CHAIN)
            ok = decide(&g, &v->v[i]);
    tt_map64_release(&g.known);
    tt_arena_release(&a);
    return ok ? TT_OK : tt_fail(err, TT_ENOMEM, "no room to join %u parties", k->cards.n);
}
