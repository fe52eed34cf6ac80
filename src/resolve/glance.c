/*
 * glance.c - the most that two words, and two names, can have in common.
 *
 * Each test here follows one of likeness.c, align.c or alike.c and lets through all that it lets
 * through, and more.
 */
#include "resolve/glance.h"

#include "resolve/spelling.h"

#include "base/str.h"

#include <stdlib.h>

_Static_assert(sizeof(tt_shape) == 64, "a cache line");

/* --- shapes --- */

static char letter_at(tt_str s, size_t i)
{
    return i < s.n ? s.p[i] : 0;
}

static char last_letter(tt_str s)
{
    return s.n ? s.p[s.n - 1] : 0;
}

static uint8_t letters(tt_str s)
{
    return (uint8_t)TT_MIN(s.n, (size_t)UINT8_MAX);
}

static tt_shape shape_of(const tt_word *w)
{
    tt_shape s = {.letters = w->letters,
                  .typed = tt_letters_of(tt_word_ascii(w)),
                  .fold_id = w->fold_id,
                  .centibits = (uint16_t)w->centibits,
                  .kind = w->kind,
                  .sector = w->sector,
                  .n_ascii = letters(tt_word_ascii(w)),
                  .n_fold = letters(tt_word_fold(w)),
                  .n_spelt = letters(tt_word_spelt(w)),
                  .common = w->common,
                  .native = tt_word_native(w).n > 0,
                  .article = tt_has_article(tt_word_ascii(w)),
                  .kana = tt_ends_as_kana(tt_word_ascii(w)),
                  .first_ascii = letter_at(tt_word_ascii(w), 0),
                  .last_ascii = last_letter(tt_word_ascii(w)),
                  .first_fold = letter_at(tt_word_fold(w), 0),
                  .last_spelt = last_letter(tt_word_spelt(w))};
    memcpy(s.spelt, tt_word_spelt(w).p, TT_MIN(tt_word_spelt(w).n, sizeof(s.spelt)));
    return s;
}

bool tt_shapes_build(tt_words *w, tt_arena *a)
{
    enum { LINE = sizeof(tt_shape) };
    char *p = tt_arena_zalloc(a, w->n + (size_t)2, LINE);
    if (!p)
        return false;
    w->shape = (tt_shape *)(void *)(p + (LINE - (uintptr_t)p % LINE) % LINE);
    for (uint32_t i = 0; i < w->n; i++)
        w->shape[i] = shape_of(&w->v[i]);
    return true;
}

/* --- words: the conditions of tt_likeness --- */

static bool spelt_alike(const tt_shape *a, const tt_shape *b)
{
    int most = TT_MAX(a->n_spelt, b->n_spelt), least = TT_MIN(a->n_spelt, b->n_spelt);
    return most - least <= 1 + most / 4 &&
           tt_count_bits(a->letters ^ b->letters) <= 2 + (unsigned)most / 3;
}

static bool typed_alike(const tt_shape *a, const tt_shape *b)
{
    return a->first_ascii == b->first_ascii && TT_MIN(a->n_ascii, b->n_ascii) >= 5 &&
           abs(a->n_ascii - b->n_ascii) <= 1 && tt_count_bits(a->typed ^ b->typed) <= 4;
}

static bool begin_alike(const tt_shape *a, const tt_shape *b, bool person)
{
    const tt_shape *less = a->n_spelt <= b->n_spelt ? a : b, *more = less == a ? b : a;
    return less->n_spelt >= (person ? 3 : 4) && memcmp(a->spelt, b->spelt, 3) == 0 &&
           !(less->letters & ~more->letters);
}

static bool alike_but_for_article(const tt_shape *a, const tt_shape *b)
{
    const tt_shape *less = a->n_ascii <= b->n_ascii ? a : b, *more = less == a ? b : a;
    return more->article && more->n_ascii == less->n_ascii + 2 && !(less->typed & ~more->typed);
}

static bool one_kana(const tt_shape *a, const tt_shape *b)
{
    return a->kana && b->kana && !((a->letters ^ b->letters) & ~tt_kana_letters());
}

/* --- names --- */

/* A name, and which of its words may have a partner in the other. */
struct side {
    const tt_name *n;
    const tt_shape *shape[TT_NAME_MAX_WORDS];
    const tt_word *w[TT_NAME_MAX_WORDS]; /* where letters are looked at */
    uint32_t may;                        /* bit per word */
};

struct pair {
    struct side a, b;
    tt_likeness_how how;
    bool sounds;  /* vowels are not written, or put between */
    bool letters; /* are looked at */
};

static void fill(struct side *s, const tt_words *w, const tt_name *n)
{
    s->n = n;
    for (uint32_t i = 0; i < n->n; i++) {
        s->shape[i] = &w->shape[n->word[i]];
        s->w[i] = &w->v[n->word[i]];
    }
}

/* Two words of their own in letters that are compared one by one. */
static bool words_are_alike(const struct pair *p, uint32_t i, uint32_t j)
{
    const tt_shape *a = p->a.shape[i], *b = p->b.shape[j];
    bool spelt = spelt_alike(a, b), whole = TT_MAX(a->n_spelt, b->n_spelt) <= TT_SHAPE_LETTERS;
    if (spelt && !p->letters)
        return true;
    if (spelt && whole &&
        tt_likeness_folds((tt_str){a->spelt, a->n_spelt}, (tt_str){b->spelt, b->n_spelt}))
        return true;
    if ((!spelt || whole) && !typed_alike(a, b) && !begin_alike(a, b, p->how.person) &&
        !alike_but_for_article(a, b) && !one_kana(a, b))
        return false;
    return !p->letters || tt_likeness(p->a.w[i], p->b.w[j], p->how);
}

static bool are_alike(const struct pair *p, uint32_t i, uint32_t j)
{
    const tt_shape *a = p->a.shape[i], *b = p->b.shape[j];
    if (a->fold_id == b->fold_id)
        return true;
    if (a->kind != b->kind && !p->how.person)
        return false;
    if (a->kind == b->kind && a->kind != TT_WK_WORD)
        return a->sector && a->sector == b->sector;
    if (a->kind == b->kind && !p->sounds && !(a->native && b->native))
        return words_are_alike(p, i, j);
    return !p->letters || tt_likeness(p->a.w[i], p->b.w[j], p->how);
}

static void pair_words(struct pair *p)
{
    for (uint32_t i = 0; i < p->a.n->n; i++)
        for (uint32_t j = 0; j < p->b.n->n; j++)
            if (are_alike(p, i, j)) {
                p->a.may |= 1u << i;
                p->b.may |= 1u << j;
            }
}

/* Several words written as one: what is known of their fold. */
struct group {
    const tt_shape *const *w;
    uint32_t n, typed; /* letters that were typed */
    uint32_t letters;  /* bits of their folds */
    bool digits;
};

/* Letters of the fold of g, in order or the last word first; false: not known. */
static bool fold_length(const struct group *g, bool last, uint32_t *n)
{
    *n = 0;
    for (uint32_t i = 0; i < g->n; i++) {
        const tt_shape *x = g->w[last ? (i + g->n - 1) % g->n : i];
        const tt_shape *before = i ? g->w[last ? (i + g->n - 2) % g->n : i - 1] : NULL;
        *n += x->n_spelt;
        if (before && tt_spelling_meet(before->last_ascii, x->first_ascii))
            return false;
        *n -= before && before->last_spelt == x->spelt[0];
    }
    return true;
}

/* What a letter more in the one costs at least (cost in likeness.c), against what JOINED allows. */
static bool lengths_fit(const struct group *g, uint32_t n, const tt_shape *one)
{
#define L(c) (1u << ((c) - 'a'))
    uint32_t most = TT_MAX(n, one->n_fold), least = TT_MIN(n, one->n_fold);
    uint32_t more = n > one->n_fold ? g->letters : one->letters, both = g->letters | one->letters;
    bool two = (both & (L('r') | L('n') | L('m'))) == (L('r') | L('n') | L('m')) ||
               (both & (L('c') | L('l') | L('d'))) == (L('c') | L('l') | L('d')) ||
               (both & (L('l') | L('i') | L('h'))) == (L('l') | L('i') | L('h'));
    uint32_t each = two ? 3 : more & L('h') ? 4 : 7;
#undef L
    return (most - least) * each * 15 < 13 * most;
}

/* The conditions of tt_align_joined. */
static bool may_be_one(const struct pair *p, const struct group *g, const tt_shape *one)
{
    enum { LONG = 60 };
    if (p->sounds)
        return true;
    if (g->typed + 2 < one->n_fold || g->typed > one->n_ascii + 4u)
        return false;
    for (uint32_t last = 0; last < 2; last++) {
        char first = g->w[last ? g->n - 1 : 0]->first_ascii;
        uint32_t n;
        if (first != one->first_ascii && first != one->first_fold)
            continue;
        if (g->digits || one->common || g->typed > LONG || !fold_length(g, last, &n) ||
            lengths_fit(g, n, one))
            return true;
    }
    return false;
}

/* Letters of the two neighbours that have the fewest together: no group of words has fewer. */
static uint32_t fewest_letters(const struct side *s)
{
    uint32_t least = UINT32_MAX;
    for (uint32_t j = 0; j + 1 < s->n->n; j++)
        least = TT_MIN(least, (uint32_t)s->shape[j]->n_ascii + s->shape[j + 1]->n_ascii);
    return least;
}

/* Can no group of words, of which the shortest has `least` letters, be the one word?  As
 * may_be_one says of each. */
static bool is_too_short(const struct pair *p, uint32_t least, const tt_shape *one)
{
    return one->kind != TT_WK_WORD || (!p->sounds && least > one->n_ascii + 4u);
}

static void join_words(const struct pair *p, struct side *one, struct side *more)
{
    uint32_t least = fewest_letters(more);
    for (uint32_t i = 0; i < one->n->n; i++) {
        if (is_too_short(p, least, one->shape[i]))
            continue;
        for (uint32_t j = 0; j + 1 < more->n->n; j++) {
            struct group g = {more->shape + j, 1, more->shape[j]->n_ascii, more->shape[j]->letters,
                              more->shape[j]->typed >> 26};
            uint32_t may = 1u << j;
            while (g.n < TT_MOST_JOINED && j + g.n < more->n->n) {
                const tt_shape *x = more->shape[j + g.n];
                may |= 1u << (j + g.n++);
                g.typed += x->n_ascii;
                g.letters |= x->letters;
                g.digits |= x->typed >> 26;
                if (!may_be_one(p, &g, one->shape[i]) ||
                    (p->letters && !tt_align_joined(more->w + j, g.n, one->w[i], p->how)))
                    continue;
                one->may |= 1u << i;
                more->may |= may;
            }
        }
    }
}

static bool may_be_acronym(const struct side *one, const struct side *more)
{
    tt_str from = tt_name_initials(more->n);
    for (uint32_t i = 0; i < one->n->n; i++)
        if (from.n && one->shape[i]->n_ascii == from.n && tt_str_eq(tt_word_ascii(one->w[i]), from))
            return true;
    return false;
}

/* Centibits of the words of a side: that may have a partner; that cannot; of these, of own words.
 */
struct rest {
    int32_t both, left, own;
};

static struct rest rest_of(const struct side *s, const struct side *other, bool person)
{
    bool cut = s->n->letters >= TT_CUT_LETTERS && s->n->letters < other->n->letters;
    struct rest r = {0};
    for (uint32_t i = 0; i < s->n->n; i++) {
        int32_t bits = s->shape[i]->centibits;
        if (s->may >> i & 1) {
            r.both += bits;
            continue;
        }
        if (cut && i + 1u == s->n->n)
            continue; /* may be forgiven */
        r.left += bits;
        if (s->shape[i]->kind == TT_WK_WORD || s->shape[i]->kind == TT_WK_INITIAL)
            r.own += TT_MAX(bits, person ? TT_LEFT_PERSON : TT_LEFT_OWN);
    }
    return r;
}

/* One may be part of the other, or dice be TT_DICE_SOME: what is common is that share of the mean
 * of both, in which what excludes each other counts again. */
static bool may_have_enough(struct pair *p)
{
    p->a.may = p->b.may = 0;
    pair_words(p);
    join_words(p, &p->a, &p->b);
    join_words(p, &p->b, &p->a);
    struct rest x = rest_of(&p->a, &p->b, p->how.person), y = rest_of(&p->b, &p->a, p->how.person);
    int64_t common = TT_MIN(x.both, y.both), left = x.left + y.left,
            against = 2 * (int64_t)TT_MIN(x.own, y.own);
    return !x.left || !y.left || 200 * common >= TT_DICE_SOME * (2 * common + left + against);
}

void tt_name_fetch(const tt_words *w, const tt_name *n)
{
    for (uint32_t i = 0; i < n->n; i++)
        TT_PREFETCH(&w->shape[n->word[i]]);
}

bool tt_names_may_be_alike(const tt_words *w, const tt_name *a, const tt_name *b)
{
    struct pair p;
    p.how = tt_names_how(a, b);
    p.sounds = !p.how.vowels || p.how.loan;
    p.letters = false;
    if (a->letters_of && a->letters_of == b->letters_of)
        return true;
    fill(&p.a, w, a);
    fill(&p.b, w, b);
    if (may_have_enough(&p)) {
        p.letters = true;
        if (may_have_enough(&p))
            return true;
    }
    return may_be_acronym(&p.a, &p.b) || may_be_acronym(&p.b, &p.a);
}
