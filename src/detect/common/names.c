/* names.c - see names.h.  Names are read as resolve reads them. */
#include "detect/common/names.h"

#include "base/map.h"
#include "base/str.h"
#include "resolve/likeness.h"

enum { MIN_LETTERS = 4, LIKE = 80 };

TT_VEC(surface_vec, tt_surface);

static bool add(surface_vec *v, tt_str raw)
{
    return !raw.n || tt_vec_push(v, ((tt_surface){.raw = raw}));
}

static bool add_aliases(surface_vec *v, tt_str rest)
{
    tt_str part;
    while (rest.p && tt_str_split(&rest, '|', &part))
        if (!add(v, tt_str_trim(part)))
            return false;
    return true;
}

static bool collect(const tt_data *d, surface_vec *v, uint32_t *first)
{
    for (tt_ix e = 1; e <= d->n_entities; e++) {
        const tt_entity *x = &d->entities[e];
        first[e] = (uint32_t)v->n;
        if (!add(v, x->name) || (x->party && !add_aliases(v, d->parties[x->party].aliases)))
            return false;
    }
    first[d->n_entities + 1] = (uint32_t)v->n;
    return true;
}

tt_status tt_surfaces_read(tt_surface *v, size_t n, tt_arena *a, tt_err *err)
{
    tt_lexicon *lexicon = NULL;
    tt_unicode *u = NULL;
    tt_arena tmp;
    tt_map seen;
    tt_arena_init(&tmp, 0);
    tt_map_init(&seen);
    tt_status st = tt_lexicon_new(&lexicon, err);
    if (st == TT_OK)
        st = tt_unicode_new(&u, err);
    for (uint32_t i = 0; i < n && st == TT_OK; i++) {
        uint32_t same;
        bool added;
        tt_arena_reset(&tmp);
        if (!tt_map_intern(&seen, v[i].raw, i, &same, &added))
            st = tt_fail(err, TT_ENOMEM, "no room to read names");
        else if (added)
            st = tt_surface_read(lexicon, u, &tmp, a, &v[i], err);
        else
            v[i] = v[same];
    }
    tt_map_release(&seen);
    tt_unicode_free(u);
    tt_lexicon_free(lexicon);
    tt_arena_release(&tmp);
    return st;
}

bool tt_surface_own(const tt_surface *s, tt_arena *a, tt_str *own, tt_str *rest)
{
    char *text = tt_new_n(a, char, s->core.n + 1), *others = tt_new_n(a, char, s->core.n + 1);
    unsigned token = 0;
    size_t n = 0, k = 0;
    for (size_t i = 0; text && others && i < s->core.n; i++) {
        char c = s->core.p[i];
        token += c == ' ';
        bool word = token < 64 && (s->words >> token & 1);
        if (!word)
            others[k++] = c;
        else if (c != ' ')
            text[n++] = c;
    }
    *own = n >= MIN_LETTERS ? (tt_str){text, n} : (tt_str){0};
    *rest = (tt_str){others, k};
    return text && others;
}

static tt_status build(const tt_data *d, surface_vec *v, tt_arena *a, tt_names *out, tt_err *err)
{
    out->first = tt_new_n(a, uint32_t, d->n_entities + 2);
    if (!out->first || !collect(d, v, out->first))
        return tt_fail(err, TT_ENOMEM, "no room for the names of %zu entities", d->n_entities);
    TT_TRY(tt_surfaces_read(v->v, v->n, a, err));
    out->name = tt_new_n(a, tt_name, v->n + 1);
    out->own = tt_new_n(a, tt_str, v->n + 1);
    out->rest = tt_new_n(a, tt_str, v->n + 1);
    out->core = tt_new_n(a, tt_str, v->n + 1);
    if (!out->name || !out->own || !out->rest || !out->core)
        return tt_fail(err, TT_ENOMEM, "no room for %zu names", v->n);
    for (size_t i = 0; i < v->n; i++)
        out->core[i] = v->v[i].core;
    for (size_t i = 0; i < v->n; i++)
        if (!tt_surface_own(&v->v[i], a, &out->own[i], &out->rest[i]))
            return tt_fail(err, TT_ENOMEM, "no room for %zu names", v->n);
    return tt_words_build(v->v, (uint32_t)v->n, a, &out->words, out->name, err);
}

tt_status tt_names_build(const tt_data *d, tt_arena *a, tt_names *out, tt_err *err)
{
    surface_vec v = {0};
    *out = (tt_names){.d = d};
    tt_status st = build(d, &v, a, out, err);
    tt_vec_release(&v);
    return st;
}

/* --- names through a scanner --- */

enum { SCANNED = 96 }; /* letters of a name that is looked at */

/* Digits and letters that scanners mix up, and typists in a hurry. */
static char scanned(char c)
{
    static const char from[] = "01568l", to[] = "oisgbi";
    const char *at = c ? strchr(from, c) : NULL;
    return at ? to[at - from] : c;
}

/* Digits inside words of letters ("N0RTH", "L1MITED"), in a name read by resolve. */
static bool is_torn(tt_str core)
{
    for (size_t i = 0; i + 1 < core.n; i++)
        if (tt_ascii_is_digit(core.p[i]) != tt_ascii_is_digit(core.p[i + 1]) && core.p[i] != ' ' &&
            core.p[i + 1] != ' ')
            return true;
    return false;
}

/* Is each own word of a, as a scanner may have read it, a word of b as it may have? */
static bool has_words_of(tt_str torn, tt_str own)
{
    char hay[SCANNED], needle[SCANNED];
    size_t n = 0;
    if (!own.n || own.n >= SCANNED)
        return false;
    for (size_t i = 0; i < torn.n && n < SCANNED; i++)
        if (torn.p[i] != ' ')
            hay[n++] = scanned(torn.p[i]);
    for (size_t i = 0; i < own.n; i++)
        needle[i] = scanned(own.p[i]);
    return n >= own.n && memcmp(hay, needle, own.n) == 0;
}

static bool are_scans(const tt_names *n, uint32_t i, uint32_t k)
{
    return (is_torn(n->core[i]) && has_words_of(n->core[i], n->own[k])) ||
           (is_torn(n->core[k]) && has_words_of(n->core[k], n->own[i]));
}

static int32_t alike(const tt_names *n, uint32_t i, uint32_t k)
{
    tt_name_match m;
    tt_name_compare(&n->words, &n->name[i], &n->name[k], &m);
    bool says = m.level != TT_NAME_NONE && m.level < TT_NAME_DIFFERENT && !m.number_conflict &&
                !m.family_differs;
    int32_t bits = says ? TT_MAX(m.centibits, 0) : 0;
    bool together = are_scans(n, i, k) ||
                    (n->own[i].n && n->own[k].n && tt_likeness_folds(n->own[i], n->own[k]) >= LIKE);
    return together ? TT_MAX(bits, (int32_t)TT_NAMES_RUN_TOGETHER) : bits;
}

int32_t tt_names_alike(const tt_names *n, tt_ix a, tt_ix b)
{
    int32_t best = 0;
    for (uint32_t i = n->first[a]; i < n->first[a + 1]; i++)
        for (uint32_t k = n->first[b]; k < n->first[b + 1]; k++) {
            int32_t bits = alike(n, i, k);
            best = TT_MAX(best, bits);
        }
    return best;
}
