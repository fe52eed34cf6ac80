/*
 * decide_bind.c - what the texts of a decisions file name, and which decisions contradict each
 * other.
 */
#include "app/decide.h"

#include "base/str.h"

/* --- parties --- */

static const char *several(tt_arena *a, char letter, size_t n, const tt_hash *fits)
{
    tt_id_text x = tt_id_text_of(letter, fits[0]), y = tt_id_text_of(letter, fits[1]);
    return tt_arena_printf(a, "ambiguous: it fits %zu, among them %s and %s; write one of these", n,
                           x.s, y.s);
}

static bool is_id(tt_str text)
{
    char letter;
    tt_hash h;
    size_t digits;
    return tt_id_parse(text, &letter, &h, &digits);
}

/* Names are not repeated: what is told may end in a log. */
static tt_status bind_party(tt_decide *d, tt_who_index *x, uint64_t line, int column, tt_str text,
                            tt_hash *out, bool *absent, tt_err *err)
{
    tt_who who;
    TT_TRY(tt_who_find(x, text, &who, err));
    *out = who.is;
    if (who.n > 1)
        return tt_decide_tell(d, line, column, true, several(&d->a, 'e', who.n, who.fits), err);
    if (who.n == 1)
        return TT_OK;
    if (tt_hash_is_zero(who.is) && is_id(text))
        return tt_decide_tell(d, line, column, true,
                              "no party has an id that begins like this: to keep it for data to "
                              "come, write the whole id",
                              err);
    *absent = true;
    return tt_decide_tell(d, line, column, false,
                          "nobody in the case is written like this: kept, and applied when data "
                          "brings it",
                          err);
}

static tt_status bind_pair(tt_decide *d, tt_who_index *x, tt_decided *v, tt_err *err)
{
    bool absent = false;
    uint64_t bad = d->sums.n_bad;
    TT_TRY(bind_party(d, x, v->line, TT_DC_A, v->a, &v->is_a, &absent, err));
    TT_TRY(bind_party(d, x, v->line, TT_DC_B, v->b, &v->is_b, &absent, err));
    d->sums.n_pairs++;
    d->sums.n_absent += absent ? 1 : 0;
    if (d->sums.n_bad == bad && !absent && tt_hash_cmp(v->is_a, v->is_b) == 0)
        return tt_decide_tell(
            d, v->line, TT_DC_B, true,
            "the same name as a: to take an entity apart, write the ids of two of "
            "its names, which 'explain' lists",
            err);
    return TT_OK;
}

/* --- findings --- */

static tt_status
bind_finding(tt_decide *d, const tt_hash *ids, size_t n, tt_decided *v, tt_err *err)
{
    char letter, hex[2 * sizeof(tt_hash) + 1];
    size_t digits, hits = 0;
    tt_hash id, fits[2] = {{{0}}};
    d->sums.n_findings++;
    if (!tt_id_parse(v->a, &letter, &id, &digits))
        return tt_fail(err, TT_EINTERNAL, "a finding without an id");
    tt_id_text want = tt_id_text_of('f', id);
    for (size_t i = 0; i < n; i++) {
        tt_hex(ids[i].b, sizeof ids[i].b, hex);
        if (memcmp(hex, want.s + 1, digits) != 0)
            continue;
        if (hits < TT_LEN(fits))
            fits[hits] = ids[i];
        hits++;
    }
    if (hits > 1)
        return tt_decide_tell(d, v->line, TT_DC_A, true, several(&d->a, 'f', hits, fits), err);
    v->is_a = hits ? fits[0] : digits == 2 * sizeof id.b ? id : (tt_hash){{0}};
    if (hits)
        return TT_OK;
    if (tt_hash_is_zero(v->is_a))
        return tt_decide_tell(d, v->line, TT_DC_A, true,
                              "no finding has an id that begins like this: to keep it for data to "
                              "come, write the whole id",
                              err);
    d->sums.n_absent++;
    return tt_decide_tell(d, v->line, TT_DC_A, false,
                          "the case has no such finding now: kept, and shown when it comes up",
                          err);
}

tt_status tt_decide_bind(tt_decide *d, tt_err *err)
{
    tt_who_index *x = NULL;
    tt_hash *ids;
    size_t n;
    TT_TRY(tt_store_finding_ids(d->c->store, &d->a, &ids, &n, err));
    TT_TRY(tt_who_index_new(&d->c->data, &x, err));
    tt_status st = TT_OK;
    for (size_t i = 0; i < d->said.n && st == TT_OK; i++) {
        tt_decided *v = &d->said.v[i];
        st =
            tt_said_of_finding(v->said) ? bind_finding(d, ids, n, v, err) : bind_pair(d, x, v, err);
    }
    tt_who_index_free(x);
    return st;
}

/* --- contradictions: as resolve applies them, the newest first --- */

struct knot {
    const tt_decided *by_age; /* bound pairs that are sure, newest first */
    size_t n;
    tt_hash *who; /* sorted, each once */
    size_t n_who;
    uint32_t *parent; /* of who */
    const tt_decided **apart;
    size_t n_apart;
    const char **wrong; /* by line order: text, or NULL */
};

static int newest_first(const void *a, const void *b, void *ctx)
{
    const tt_decided *x = a, *y = b;
    TT_UNUSED(ctx);
    if (x->when.day != y->when.day)
        return x->when.day > y->when.day ? -1 : 1;
    return (x->line < y->line) - (x->line > y->line);
}

static int by_hash(const void *a, const void *b, void *ctx)
{
    TT_UNUSED(ctx);
    return tt_hash_cmp(*(const tt_hash *)a, *(const tt_hash *)b);
}

static uint32_t root_of(const struct knot *k, tt_hash h)
{
    size_t lo = 0, hi = k->n_who;
    while (lo + 1 < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (tt_hash_cmp(k->who[mid], h) <= 0)
            lo = mid;
        else
            hi = mid;
    }
    uint32_t r = (uint32_t)lo;
    while (k->parent[r] != r)
        r = k->parent[r] = k->parent[k->parent[r]];
    return r;
}

static const tt_decided *what_parts(const struct knot *k, uint32_t x, uint32_t y)
{
    for (size_t i = 0; i < k->n_apart; i++) {
        uint32_t a = root_of(k, k->apart[i]->is_a), b = root_of(k, k->apart[i]->is_b);
        if ((a == x && b == y) || (a == y && b == x))
            return k->apart[i];
    }
    return NULL;
}

static tt_status apply(tt_decide *d, struct knot *k, const tt_decided *v, tt_err *err)
{
    uint32_t x = root_of(k, v->is_a), y = root_of(k, v->is_b);
    if (v->said == TT_SAID_DIFFERENT && x != y) {
        k->apart[k->n_apart++] = v;
        return TT_OK;
    }
    const tt_decided *parts = x == y ? NULL : what_parts(k, x, y);
    if (v->said == TT_SAID_SAME && !parts) {
        k->parent[TT_MAX(x, y)] = TT_MIN(x, y);
        return TT_OK;
    }
    d->sums.n_against++;
    return tt_decide_tell(
        d, v->line, TT_DC_VERDICT, false,
        parts ? tt_arena_printf(&d->a,
                                "contradicts line %llu, which is newer and counts: take one out",
                                (unsigned long long)parts->line)
              : "contradicts newer lines that make the two one; those count: take one out",
        err);
}

tt_status tt_decide_contradict(tt_decide *d, tt_err *err)
{
    size_t all = d->said.n;
    tt_decided *v = tt_new_n(&d->a, tt_decided, all + 1);
    struct knot k = {.who = tt_new_n(&d->a, tt_hash, 2 * all + 1),
                     .parent = tt_new_n(&d->a, uint32_t, 2 * all + 1),
                     .apart = tt_new_n(&d->a, const tt_decided *, all + 1)};
    if (!v || !k.who || !k.parent || !k.apart)
        return tt_fail(err, TT_ENOMEM, "no room for the decisions");
    for (size_t i = 0; i < all; i++) {
        const tt_decided *x = &d->said.v[i];
        if (x->said > TT_SAID_DIFFERENT || tt_hash_is_zero(x->is_a) || tt_hash_is_zero(x->is_b))
            continue;
        v[k.n++] = *x;
        k.who[k.n_who++] = x->is_a;
        k.who[k.n_who++] = x->is_b;
    }
    if (!tt_sort(v, k.n, sizeof *v, newest_first, NULL) ||
        !tt_sort(k.who, k.n_who, sizeof *k.who, by_hash, NULL))
        return tt_fail(err, TT_ENOMEM, "no room for the decisions");
    size_t n = 0;
    for (size_t i = 0; i < k.n_who; i++)
        if (!n || tt_hash_cmp(k.who[n - 1], k.who[i]) != 0)
            k.who[n++] = k.who[i];
    k.n_who = n;
    for (uint32_t i = 0; i < n; i++)
        k.parent[i] = i;
    for (size_t i = 0; i < k.n; i++)
        TT_TRY(apply(d, &k, &v[i], err));
    return TT_OK;
}
