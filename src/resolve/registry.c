/*
 * registry.c - which files are one registry, and which registry a key is of.
 *
 * Keys are compared within a registry only: the fifth row of one list and the fifth row of another
 * are strangers.  Two files are one registry, a newer edition perhaps, when most of the keys they
 * share are those of names that are alike; or, cut in two, when they share none with any file and
 * all their keys are of one form with a letter in it: "P0000000".
 */
#include "resolve/parts.h"

#include "base/buf.h"
#include "base/str.h"

#include <math.h>

struct row {
    tt_str key;
    uint32_t source, rec;
};
TT_VEC(row_vec, struct row);

/* Two files, and how many keys they share. */
struct kin {
    uint32_t a, b, shared, alike;
};
TT_VEC(kin_vec, struct kin);

struct registries {
    tt_rs *w;
    row_vec rows; /* by key, then source */
    tt_map first; /* key: its first row */
    uint32_t *of; /* per source: a source of the same registry, lower or itself */
    kin_vec kin;
    tt_map64 known; /* pair of sources: index of kin */
};

static int by_key(const void *a, const void *b, void *ctx)
{
    const struct row *x = a, *y = b;
    TT_UNUSED(ctx);
    int d = tt_str_cmp(x->key, y->key);
    if (d)
        return d;
    if (x->source != y->source)
        return x->source < y->source ? -1 : 1;
    return (x->rec > y->rec) - (x->rec < y->rec);
}

static bool list_rows(struct registries *k)
{
    tt_rs *w = k->w;
    for (uint32_t r = 0; r < w->n_rec; r++) {
        uint32_t source = w->d->parties[w->rec[r].party].place.source;
        if (w->rec[r].party && w->rec[r].keyed &&
            !tt_vec_push(&k->rows, ((struct row){tt_rs_party_id(w, &w->rec[r]), source, r})))
            return false;
    }
    if (k->rows.n && !tt_sort(k->rows.v, k->rows.n, sizeof(*k->rows.v), by_key, NULL))
        return false;
    for (uint32_t i = 0; i < k->rows.n; i++) {
        uint32_t found;
        if (!tt_map_intern(&k->first, k->rows.v[i].key, i, &found, NULL))
            return false;
    }
    return true;
}

static bool is_alike(const tt_rs *w, uint32_t a, uint32_t b)
{
    return tt_core_similarity(&w->surface[w->rec[a].surface], &w->surface[w->rec[b].surface]) >=
           w->param[TT_RS_ACCOUNT_MIN_SIMILARITY];
}

/* Neighbours of one key in two files. */
static bool compare_files(struct registries *k)
{
    for (size_t i = 1; i < k->rows.n; i++) {
        const struct row *x = &k->rows.v[i - 1], *y = x + 1;
        uint32_t at;
        bool added;
        if (x->source == y->source || !tt_str_eq(x->key, y->key))
            continue;
        if (!tt_map64_intern(&k->known, (uint64_t)x->source << 32 | y->source, (uint32_t)k->kin.n,
                             &at, &added) ||
            (added && !tt_vec_push(&k->kin, ((struct kin){x->source, y->source, 0, 0}))))
            return false;
        k->kin.v[at].shared++;
        k->kin.v[at].alike += is_alike(k->w, x->rec, y->rec);
    }
    return true;
}

static uint32_t root_of(const struct registries *k, uint32_t source)
{
    while (k->of[source] != source)
        source = k->of[source];
    return source;
}

static void unite_files(struct registries *k)
{
    for (size_t i = 0; i < k->kin.n; i++) {
        const struct kin *x = &k->kin.v[i];
        uint32_t a = root_of(k, x->a), b = root_of(k, x->b);
        if (2 * x->alike > x->shared)
            k->of[TT_MAX(a, b)] = TT_MIN(a, b);
    }
}

/* A key with each digit as '0'.  Empty when lists of others may well number so: without a letter,
 * or with few digits. */
static tt_str form_of(tt_str key, tt_buf *b)
{
    enum { DIGITS = 5 };
    size_t digits = 0, letters = 0;
    tt_buf_reset(b);
    for (size_t i = 0; i < key.n; i++) {
        bool digit = tt_ascii_is_digit(key.p[i]);
        digits += digit;
        letters += tt_ascii_is_alpha(key.p[i]);
        tt_buf_add_c(b, digit ? '0' : key.p[i]);
    }
    return letters && digits >= DIGITS && !b->failed ? tt_buf_str(b) : (tt_str){0};
}

/* Per source: number of the form that all its keys have, from 1; 0: none; UINT32_MAX: several. */
static bool find_forms(const struct registries *k, tt_map *forms, uint32_t *of)
{
    tt_buf b;
    bool ok = true;
    tt_buf_init(&b, 0);
    for (size_t i = 0; i < k->rows.n && ok; i++) {
        uint32_t *mine = &of[k->rows.v[i].source], form = UINT32_MAX;
        tt_str text = form_of(k->rows.v[i].key, &b);
        ok = !b.failed &&
             (!text.n || tt_map_intern(forms, text, (uint32_t)forms->n + 1, &form, NULL));
        *mine = !*mine || *mine == form ? form : UINT32_MAX;
    }
    tt_buf_release(&b);
    return ok;
}

/* Files that share no key with any, and whose keys look all the same, are one list in pieces. */
static bool unite_pieces(struct registries *k, uint32_t n_sources)
{
    uint32_t *of = tt_new_n(k->w->a, uint32_t, n_sources);
    uint32_t *first = tt_new_n(k->w->a, uint32_t, n_sources + (size_t)1); /* of a form; + 1 */
    tt_map forms;
    tt_map_init(&forms);
    bool ok = of && first && find_forms(k, &forms, of);
    for (size_t i = 0; i < k->kin.n && ok; i++)
        of[k->kin.v[i].a] = of[k->kin.v[i].b] = UINT32_MAX;
    for (uint32_t i = 0; i < n_sources && ok; i++) {
        if (!of[i] || of[i] == UINT32_MAX)
            continue;
        if (!first[of[i]])
            first[of[i]] = i + 1;
        k->of[i] = first[of[i]] - 1;
    }
    tt_map_release(&forms);
    return ok;
}

/* The registry that a document means by a key: of several, the one whose row has the name. */
static uint32_t meant(const struct registries *k, uint32_t rec)
{
    const tt_rs *w = k->w;
    tt_str key = tt_rs_party_id(w, &w->rec[rec]);
    uint32_t first = tt_map_find(&k->first, key), out = 0;
    bool several = false;
    double best = w->param[TT_RS_ACCOUNT_MIN_SIMILARITY];
    if (first == TT_MAP_NONE)
        return 0;
    uint32_t only = root_of(k, k->rows.v[first].source);
    for (uint32_t i = first; i < k->rows.n && tt_str_eq(k->rows.v[i].key, key); i++) {
        const struct row *x = &k->rows.v[i];
        uint32_t registry = root_of(k, x->source);
        double s = tt_core_similarity(&w->surface[w->rec[rec].surface],
                                      &w->surface[w->rec[x->rec].surface]);
        several |= registry != only;
        if (s > best || (s >= best && !out)) {
            best = s;
            out = registry + 1;
        }
    }
    return several ? out : only + 1;
}

static void number_records(struct registries *k)
{
    tt_rs *w = k->w;
    for (uint32_t r = 0; r < w->n_rec; r++) {
        tt_rs_record *x = &w->rec[r];
        if (x->party)
            x->registry = root_of(k, w->d->parties[x->party].place.source) + 1;
        else if (x->keyed)
            x->registry = meant(k, r);
        x->keyed &= x->registry > 0;
    }
}

/* --- rows that repeat a party --- */

int32_t tt_registry_two_rows(const tt_registry *r, int32_t least)
{
    enum { FEW = 8 }; /* doubles that any list may have */
    if (r->doubles < FEW || !r->rows)
        return least;
    int32_t bits = (int32_t)lround(100 * log2((double)r->doubles / r->rows));
    return TT_MAX(TT_MIN(bits, 0), least);
}

/* Registers give a company's name once in a country; a list that gives many twice is no register.
 * One name counts once, however often it stands there: it may be one that many have. */
static bool count_name(tt_rs *w, uint32_t rec, tt_map *seen, tt_buf *key)
{
    const tt_rs_record *x = &w->rec[rec];
    const tt_surface *s = &w->surface[x->surface];
    tt_registry *to = &w->registry[x->registry];
    uint32_t first;
    bool added;
    if (s->person || s->generic || !s->raw.n) {
        to->rows++;
        return true;
    }
    tt_buf_reset(key);
    tt_buf_addf(key, "%u %u %u", x->registry, s->core_id, (unsigned)x->country);
    if (key->failed || !tt_map_intern(seen, tt_buf_str(key), rec, &first, &added))
        return false;
    to->rows += added;
    if (added || tt_str_eq(tt_rs_party_id(w, &w->rec[first]), tt_rs_party_id(w, x)))
        return true;
    tt_buf_add(key, TT_STR(" again"));
    if (key->failed || !tt_map_intern(seen, tt_buf_str(key), rec, &first, &added))
        return false;
    to->doubles += added;
    return true;
}

static bool count_doubles(tt_rs *w)
{
    tt_map seen;
    tt_buf key;
    bool ok = true;
    tt_map_init(&seen);
    tt_buf_init(&key, 0);
    for (uint32_t r = 0; r < w->n_rec && ok; r++)
        ok = !w->rec[r].party || count_name(w, r, &seen, &key);
    tt_map_release(&seen);
    tt_buf_release(&key);
    return ok;
}

static void judge_registries(tt_rs *w)
{
    const double often = 0.05;
    int32_t least = (int32_t)lround(w->param[TT_RS_WEIGHT_REGISTRY_TWO] * 100);
    for (uint32_t i = 1; i <= w->n_registries; i++) {
        tt_registry *x = &w->registry[i];
        x->two_rows = tt_registry_two_rows(x, least);
        x->repeats = x->two_rows > least && x->doubles >= often * x->rows;
    }
}

bool tt_registries_keep(const tt_rs *w)
{
    size_t n = TT_MAX(w->d->n_sources + 1, (size_t)w->n_registries);
    uint64_t *v = tt_new_n(w->d->arena, uint64_t, n + 1);
    for (uint32_t i = 1; v && i <= w->n_registries; i++)
        v[i] = w->registry[i].doubles;
    w->d->registry_doubles = v;
    return v;
}

void tt_registries_recall(tt_rs *w)
{
    int32_t least = (int32_t)lround(w->param[TT_RS_WEIGHT_REGISTRY_TWO] * 100);
    for (uint32_t i = 1; w->d->registry_doubles && i <= w->n_registries; i++) {
        tt_registry *x = &w->registry[i];
        x->doubles = (uint32_t)TT_MIN(w->d->registry_doubles[i], x->rows);
        x->two_rows = tt_registry_two_rows(x, least);
    }
}

tt_status tt_registries_read(tt_rs *w, tt_err *err)
{
    struct registries k = {.w = w};
    uint32_t n = 1;
    for (size_t i = 1; i <= w->d->n_parties; i++)
        n = TT_MAX(n, w->d->parties[i].place.source + 1);
    tt_map_init(&k.first);
    tt_map64_init(&k.known);
    k.of = tt_new_n(w->a, uint32_t, n);
    w->registry = tt_new_n(w->a, tt_registry, n + (size_t)1);
    for (uint32_t i = 0; k.of && i < n; i++)
        k.of[i] = i;
    bool ok = k.of && w->registry && list_rows(&k) && compare_files(&k);
    if (ok) {
        unite_files(&k);
        ok = unite_pieces(&k, n);
        number_records(&k);
        w->n_registries = n;
        ok = ok && count_doubles(w);
        judge_registries(w);
    }
    tt_map_release(&k.first);
    tt_map64_release(&k.known);
    tt_vec_release(&k.rows);
    tt_vec_release(&k.kin);
    return ok ? TT_OK : tt_fail(err, TT_ENOMEM, "no room for the keys of %u parties", w->n_rec);
}
