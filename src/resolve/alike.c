/*
 * alike.c - how alike two names are: their words aligned, each with the bits it says.
 *
 * Best pairs of words first; then words that are two on one side ("Wal Mart"), weak pairs, and
 * acronyms.  What is left on both sides speaks against: two companies of one group differ in a word
 * of their own, a city, a trade or a number.
 */
#include "resolve/likeness.h"

#include "resolve/spelling.h"

#include "base/str.h"

#include <stdlib.h>

enum {
    SURE = 80,       /* pairs of words that are taken before words are put together */
    LONG_NAME = 16,  /* words of a name in which none are put together */
    MOST_JOINED = 4, /* words that one word of the other side may be */
    MOST = 3200,     /* centibits */
    LEAST = -600,
    JOINED = 85,      /* likeness of words that are one word of the other side */
    CUT_LETTERS = 28, /* characters of a name that may have been cut short */
    CUT_WORD = 9,     /* letters at most of a word that was cut */
    SHORT_BRAND = 5,  /* letters of a brand that is not taken for another, misspelt */
    SAME_SOUND = 94   /* likeness from which nothing is misspelt */
};

struct side {
    const tt_name *n;
    const tt_word *w[TT_NAME_MAX_WORDS];
    bool used[TT_NAME_MAX_WORDS];
    int32_t all, left; /* centibits of all its words, of those without a partner */
};

struct match {
    struct side a, b;
    tt_likeness_how how;
    tt_name_match *out;
    int32_t both;   /* centibits that matched words say, each by the square of its likeness */
    int32_t common; /* the same by the likeness itself */
    bool initials;  /* a word was matched by its first letter */
    bool acronym;
    int32_t extra; /* see extra_of */
    bool slip;     /* a word of its own was matched with letters wrong */
    bool parts;    /* wanted */
};

const char *tt_name_level_text(tt_name_level l)
{
    static const char *const text[TT_NAME_N_LEVELS] = {
        [TT_NAME_NONE] = "no name",
        [TT_NAME_EXACT_ALL] = "same name and legal form",
        [TT_NAME_EXACT] = "same name",
        [TT_NAME_REORDERED] = "same words in another order",
        [TT_NAME_INITIALS] = "initials of the other",
        [TT_NAME_NEAR] = "nearly the same name",
        [TT_NAME_CLOSE] = "close names",
        [TT_NAME_INSIDE] = "one name is part of the other",
        [TT_NAME_SOME] = "some words in common",
        [TT_NAME_LITTLE] = "little in common",
        [TT_NAME_DIFFERENT] = "different names",
    };
    return text[l];
}

/* --- parts --- */

static int32_t part_of(int32_t centibits, unsigned likeness)
{
    return (int32_t)((int64_t)centibits * likeness * likeness / 10000);
}

static void note(struct match *m, tt_name_part p)
{
    if (m->parts && m->out->n_parts < TT_LEN(m->out->part))
        m->out->part[m->out->n_parts++] = p;
}

static int32_t take(struct side *s, uint32_t from, uint32_t n)
{
    int32_t bits = 0;
    for (uint32_t i = from; i < from + n; i++) {
        s->used[i] = true;
        bits += s->w[i]->centibits;
    }
    return bits;
}

static void
pair_up(struct match *m, uint32_t i, uint32_t n_a, uint32_t j, uint32_t n_b, unsigned likeness)
{
    int32_t x = take(&m->a, i, n_a), y = take(&m->b, j, n_b);
    int32_t bits = part_of(TT_MIN(x, y), likeness);
    m->both += bits;
    m->common += TT_MIN(x, y) * (int32_t)likeness / 100;
    m->a.all -= x - TT_MIN(x, y); /* one thing said in more words does not say more */
    m->b.all -= y - TT_MIN(x, y);
    note(m, (tt_name_part){(uint8_t)i, (uint8_t)n_a, (uint8_t)j, (uint8_t)n_b, (uint8_t)likeness,
                           bits});
}

/* --- pairs of words --- */

struct pair {
    uint8_t i, j, likeness;
    int32_t worth;
};

static bool is_better(const struct pair *x, const struct pair *y)
{
    if (x->worth != y->worth)
        return x->worth > y->worth;
    int dx = abs(x->i - x->j), dy = abs(y->i - y->j);
    if (dx != dy)
        return dx < dy;
    return x->i != y->i ? x->i < y->i : x->j < y->j;
}

/* Take pairs of at least `min`, the most telling first. */
static void take_pairs(struct match *m, struct pair *v, uint32_t n, unsigned min)
{
    for (;;) {
        const struct pair *best = NULL;
        for (uint32_t k = 0; k < n; k++)
            if (v[k].likeness >= min && !m->a.used[v[k].i] && !m->b.used[v[k].j] &&
                (!best || is_better(&v[k], best)))
                best = &v[k];
        if (!best)
            return;
        m->initials |= m->a.w[best->i]->kind != m->b.w[best->j]->kind;
        m->slip |= m->a.w[best->i]->kind == TT_WK_WORD && best->likeness < SAME_SOUND &&
                   m->how.vowels && !m->how.loan;
        pair_up(m, best->i, 1, best->j, 1, best->likeness);
    }
}

static uint32_t find_pairs(struct match *m, struct pair *v)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < m->a.n->n; i++)
        for (uint32_t j = 0; j < m->b.n->n; j++) {
            unsigned l = tt_likeness(m->a.w[i], m->b.w[j], m->how);
            if (!l)
                continue;
            int32_t bits = TT_MIN(m->a.w[i]->centibits, m->b.w[j]->centibits);
            v[n++] = (struct pair){(uint8_t)i, (uint8_t)j, (uint8_t)l, part_of(bits, l)};
        }
    return n;
}

/* --- words that are one on one side and several on the other --- */

/* Words from..from+n as one; `last`: the last of them first, as family names are. */
static tt_str join_text(const struct side *s, uint32_t from, uint32_t n, bool last, char *out)
{
    size_t used = 0;
    for (uint32_t k = 0; k < n; k++) {
        tt_str t = s->w[from + (last ? (k + n - 1) % n : k)]->ascii;
        size_t room = TT_MIN(t.n, TT_SPELLING_MAX - used);
        memcpy(out + used, t.p, room);
        used += room;
    }
    return (tt_str){out, used};
}

/* Words from..from+n of s in order, or the last one first, against one word of the other side; the
 * likeness or 0. */
static unsigned
joined(const struct match *m, const struct side *s, uint32_t from, uint32_t n, const tt_word *one)
{
    char text[2 * TT_SPELLING_MAX], out[2 * TT_SPELLING_MAX];
    size_t letters = 0;
    unsigned best = 0;
    for (uint32_t k = from; k < from + n; k++)
        letters += s->w[k]->ascii.n;
    bool sounds = !m->how.vowels || m->how.loan;
    if (!sounds && (letters + 2 < one->fold.n || letters > one->ascii.n + 4))
        return 0;
    for (uint32_t last = 0; last < 2 && !best; last++) {
        tt_str t = join_text(s, from, n, last, text);
        if (t.p[0] == one->ascii.p[0] || t.p[0] == one->fold.p[0])
            best = tt_likeness_folds((tt_str){out, tt_spelling_fold(t, out)}, one->fold);
        best = best >= JOINED ? best : 0;
        if (!best && sounds && one->skeleton.n >= 3)
            best = tt_likeness_skeletons((tt_str){out, tt_spelling_skeleton(t, out)}, one->skeleton,
                                         m->how.loan);
    }
    return best;
}

/* True when words from..from+n of s are free. */
static bool are_free(const struct side *s, uint32_t from, uint32_t n)
{
    if (from + n > s->n->n)
        return false;
    for (uint32_t k = from; k < from + n; k++)
        if (s->used[k] || !s->w[k]->ascii.n)
            return false;
    return true;
}

static void join_words(struct match *m, bool swapped)
{
    struct side *one = swapped ? &m->b : &m->a, *more = swapped ? &m->a : &m->b;
    if (TT_MAX(one->n->n, more->n->n) > LONG_NAME)
        return;
    for (uint32_t i = 0; i < one->n->n; i++)
        for (uint32_t n = 2; n <= MOST_JOINED && !one->used[i]; n++)
            for (uint32_t j = 0; j + n <= more->n->n && !one->used[i]; j++) {
                if (one->w[i]->kind != TT_WK_WORD || !one->w[i]->fold.n || !are_free(more, j, n))
                    continue;
                unsigned l = joined(m, more, j, n, one->w[i]);
                if (l && swapped)
                    pair_up(m, j, n, i, 1, l);
                else if (l)
                    pair_up(m, i, 1, j, n, l);
            }
}

/* One word of the one side is the first letters of the other. */
static void find_acronym(struct match *m, bool swapped)
{
    struct side *one = swapped ? &m->b : &m->a, *more = swapped ? &m->a : &m->b;
    uint32_t i = 0;
    while (i < one->n->n && one->used[i])
        i++;
    if (i == one->n->n || one->w[i]->kind != TT_WK_WORD)
        return;
    tt_str text = one->w[i]->ascii, from = more->n->initials;
    if (text.n < 2 || text.n > 6 || from.n < 2 || !are_free(more, 0, more->n->n) ||
        !tt_str_eq(text, from))
        return;
    static const uint8_t like[] = {60, 60, 60, 74, 82, 88, 92};
    unsigned l = like[text.n];
    m->acronym = true;
    if (swapped)
        pair_up(m, 0, more->n->n, i, 1, l);
    else
        pair_up(m, i, 1, 0, more->n->n, l);
}

/* --- what is left --- */

/* What one of them only says to be: a fund, an insurer, the second of several. */
static int32_t extra_of(const uint64_t sector[2], const bool number[2])
{
    const uint64_t money = UINT64_C(1) << TT_SECTOR_MONEY | UINT64_C(1) << TT_SECTOR_INSURANCE;
    int32_t extra = 0;
    if (!(sector[0] & sector[1]) && ((sector[0] | sector[1]) & money) && !(sector[0] && sector[1]))
        extra += 400;
    if (number[0] != number[1])
        extra += 250;
    return extra;
}

/* Words left on both sides that exclude each other count again. */
static int32_t conflict_of(struct match *m)
{
    int32_t own[2] = {0}, conflict = 0;
    bool place[2] = {false};
    uint64_t sector[2] = {0};
    bool number[2] = {false}, trade[2] = {false};
    for (int k = 0; k < 2; k++) {
        const struct side *s = k ? &m->b : &m->a;
        for (uint32_t i = 0; i < s->n->n; i++) {
            if (s->used[i])
                continue;
            const tt_word *w = s->w[i];
            if (w->kind == TT_WK_WORD || w->kind == TT_WK_INITIAL)
                own[k] += TT_MAX(w->centibits, m->how.person ? 1200 : 400);
            place[k] |= w->kind == TT_WK_PLACE;
            number[k] |= w->kind == TT_WK_NUMBER;
            trade[k] |= w->kind == TT_WK_CONCEPT;
            if (w->sector && w->sector < TT_SECTOR_KIN)
                sector[k] |= UINT64_C(1) << w->sector;
        }
    }
    conflict += TT_MIN(own[0], own[1]);
    if (place[0] && place[1])
        conflict += 700;
    if (trade[0] && trade[1]) /* "Amber Partners" and "Amber Ventures" */
        conflict += 400;
    if (!m->how.person)
        m->extra = extra_of(sector, number);
    conflict += m->extra;
    if (sector[0] && sector[1] && !(sector[0] & sector[1]))
        conflict += 700;
    return conflict;
}

static bool has_number(const struct side *s)
{
    for (uint32_t i = 0; i < s->n->n; i++)
        if (s->w[i]->kind == TT_WK_NUMBER)
            return true;
    return false;
}

static bool left_number(const struct side *s)
{
    for (uint32_t i = 0; i < s->n->n; i++)
        if (s->w[i]->kind == TT_WK_NUMBER && !s->used[i])
            return true;
    return false;
}

static void note_left(struct match *m, struct side *s, bool is_b, bool against)
{
    s->left = 0;
    for (uint32_t i = 0; i < s->n->n; i++) {
        if (s->used[i])
            continue;
        int32_t bits = s->w[i]->centibits;
        s->left += bits;
        tt_name_part p = {.centibits = -(against ? bits : bits * 35 / 100)};
        if (is_b) {
            p.b = (uint8_t)i;
            p.n_b = 1;
        } else {
            p.a = (uint8_t)i;
            p.n_a = 1;
        }
        m->out->centibits += p.centibits;
        note(m, p);
    }
}

/* --- levels --- */

static bool is_last_left(const struct side *s)
{
    return s->n->n && !s->used[s->n->n - 1];
}

static uint32_t own_words(const struct side *s, bool left)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < s->n->n; i++)
        n += s->w[i]->kind == TT_WK_WORD && !(left && s->used[i]);
    return n;
}

static uint32_t matched_words(const struct side *s)
{
    return own_words(s, false) - own_words(s, true);
}

/* One side has no word without a partner, and what it has says enough: of a person, or where the
 * other has a word of its own as well, not one word alone. */
static bool is_inside(const struct match *m)
{
    const struct side *small = m->a.left <= m->b.left ? &m->a : &m->b;
    const struct side *large = small == &m->a ? &m->b : &m->a;
    bool alone = own_words(small, false) < 2;
    if (m->extra || small->left || !large->left || m->both < (alone ? 600 : 200) ||
        m->common * 100 < small->all * 80)
        return false;
    bool person = m->a.n->person || m->b.n->person;
    return !alone || (!person && !own_words(large, true));
}

/* "Corin" and "Carin" are two brands, though one letter apart. */
static bool is_short_brand(const struct match *m)
{
    if (m->how.person || !m->slip || own_words(&m->a, false) != 1 || own_words(&m->b, false) != 1)
        return false;
    for (uint32_t i = 0; i < m->a.n->n; i++)
        if (m->a.w[i]->kind == TT_WK_WORD && m->a.w[i]->spelt.n > SHORT_BRAND)
            return false;
    return true;
}

static tt_name_level level_of(const struct match *m)
{
    unsigned dice = m->out->dice;
    bool whole = !m->a.left && !m->b.left;
    if (is_short_brand(m) && dice >= 60)
        return TT_NAME_SOME;
    if (m->acronym || (whole && m->initials && m->both >= 300))
        return TT_NAME_INITIALS;
    if (m->a.n->generic && m->b.n->generic && dice >= 60)
        return TT_NAME_SOME;
    if (dice >= 90)
        return TT_NAME_NEAR;
    if (dice >= 78 || (whole && dice >= 70 && (!m->how.vowels || m->how.loan)))
        return TT_NAME_CLOSE;
    if (is_inside(m))
        return TT_NAME_INSIDE;
    return dice >= 60 ? TT_NAME_SOME : dice >= 40 ? TT_NAME_LITTLE : TT_NAME_DIFFERENT;
}

/* The last word of a name that was cut short says nothing. */
static void forgive_cut(struct side *s, const struct side *other)
{
    uint32_t last = s->n->n ? s->n->n - 1u : 0;
    if (s->n->letters < CUT_LETTERS || s->n->letters >= other->n->letters || last < 1 ||
        s->used[last] || s->w[last]->ascii.n > CUT_WORD)
        return;
    for (uint32_t i = 0; i < last; i++)
        if (!s->used[i])
            return;
    s->used[last] = true;
    s->all -= s->w[last]->centibits;
}

static void judge(struct match *m)
{
    tt_name_match *out = m->out;
    forgive_cut(&m->a, &m->b);
    forgive_cut(&m->b, &m->a);
    int32_t conflict = conflict_of(m);
    bool numbers = has_number(&m->a) && has_number(&m->b);
    out->number_conflict = numbers && (left_number(&m->a) || left_number(&m->b));
    if (out->number_conflict)
        conflict += 1000;
    out->centibits = m->both;
    note_left(m, &m->a, false, conflict > 0);
    note_left(m, &m->b, true, conflict > 0);
    int64_t all = (int64_t)m->a.all + m->b.all + 2 * (int64_t)conflict;
    if (m->acronym)
        all = 2 * (int64_t)m->common;
    out->dice = all > 0 ? (uint8_t)TT_MIN(200 * (int64_t)m->common / all, 100) : 0;
    out->family_differs = m->how.person && is_last_left(&m->a) && is_last_left(&m->b);
    out->level = level_of(m);
    out->whole = !m->a.left && !m->b.left;
    out->full = m->how.person && matched_words(&m->a) >= 2 && matched_words(&m->b) >= 2;
}

/* --- two names --- */

static void fill(struct side *s, const tt_words *w, const tt_name *n)
{
    s->n = n;
    s->all = n->centibits;
    for (uint32_t i = 0; i < n->n; i++) {
        s->w[i] = &w->v[n->word[i]];
        s->used[i] = false;
    }
}

static void align(struct match *m)
{
    struct pair v[TT_NAME_MAX_WORDS * TT_NAME_MAX_WORDS];
    uint32_t n = find_pairs(m, v);
    take_pairs(m, v, n, SURE);
    join_words(m, false);
    join_words(m, true);
    find_acronym(m, false);
    find_acronym(m, true);
    take_pairs(m, v, n, 0);
    judge(m);
}

/* The same words: in order, or in another. */
static tt_name_level same_words(const tt_name *a, const tt_name *b)
{
    if (a->n != b->n || a->centibits != b->centibits)
        return TT_NAME_DIFFERENT;
    if (memcmp(a->word, b->word, a->n * sizeof(a->word[0])) == 0)
        return TT_NAME_EXACT;
    bool used[TT_NAME_MAX_WORDS] = {false};
    for (uint32_t i = 0; i < a->n; i++) {
        uint32_t j = 0;
        while (j < b->n && (used[j] || b->word[j] != a->word[i]))
            j++;
        if (j == b->n)
            return TT_NAME_DIFFERENT;
        used[j] = true;
    }
    return TT_NAME_REORDERED;
}

/* Which of the two is looked at first must not matter. */
static bool comes_first(const tt_name *a, const tt_name *b)
{
    for (uint32_t i = 0; i < a->n && i < b->n; i++)
        if (a->word[i] != b->word[i])
            return a->word[i] < b->word[i];
    return a->n <= b->n;
}

static void swap_parts(tt_name_match *m)
{
    for (uint32_t i = 0; i < m->n_parts; i++) {
        tt_name_part *p = &m->part[i], q = *p;
        p->a = q.b;
        p->n_a = q.n_b;
        p->b = q.a;
        p->n_b = q.n_a;
    }
}

static void
compare(const tt_words *w, const tt_name *a, const tt_name *b, bool parts, tt_name_match *out)
{
    out->level = TT_NAME_NONE;
    out->dice = 0;
    out->centibits = 0;
    out->number_conflict = out->family_differs = out->whole = out->full = false;
    out->legal_differs = a->legal && b->legal && a->legal != b->legal;
    out->n_parts = 0;
    if (!a->n || !b->n)
        return;
    tt_name_level same = same_words(a, b);
    if (same != TT_NAME_DIFFERENT && !parts) {
        out->dice = 100;
        out->centibits = TT_MIN(a->centibits, MOST);
    } else {
        struct match m;
        bool swap = !comes_first(a, b);
        m.out = out;
        m.parts = parts;
        m.both = m.common = m.extra = 0;
        m.initials = m.acronym = m.slip = false;
        m.how = (tt_likeness_how){
            .vowels = (a->scripts & TT_SCRIPT_ABJAD) == (b->scripts & TT_SCRIPT_ABJAD),
            .loan = (a->scripts & TT_SCRIPT_LOAN) != (b->scripts & TT_SCRIPT_LOAN),
            .person = a->person && b->person,
        };
        fill(&m.a, w, swap ? b : a);
        fill(&m.b, w, swap ? a : b);
        align(&m);
        if (swap)
            swap_parts(out);
        out->centibits = TT_MAX(TT_MIN(out->centibits, MOST), LEAST);
    }
    if (a->letters_of && a->letters_of == b->letters_of && out->level > TT_NAME_NEAR) {
        out->level = TT_NAME_NEAR; /* the same letters: blanks stand elsewhere */
        out->dice = 96;
        out->centibits = TT_MIN(TT_MIN(a->centibits, b->centibits), MOST);
        out->number_conflict = out->family_differs = false;
    }
    if (same == TT_NAME_EXACT)
        out->level = a->legal == b->legal ? TT_NAME_EXACT_ALL : TT_NAME_EXACT;
    else if (same == TT_NAME_REORDERED)
        out->level = TT_NAME_REORDERED;
}

void tt_name_compare(const tt_words *w, const tt_name *a, const tt_name *b, tt_name_match *out)
{
    compare(w, a, b, true, out);
}

void tt_name_compare_fast(const tt_words *w, const tt_name *a, const tt_name *b, tt_name_match *out)
{
    compare(w, a, b, false, out);
}
