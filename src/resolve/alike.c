/*
 * alike.c - how alike two names are: what aligned words say, and what is left of each.
 *
 * What is left on both sides speaks against: two companies of one group differ in a word of their
 * own, a city, a trade or a number.
 */
#include "resolve/align.h"

#include "base/str.h"

enum {
    MOST = 3200, /* centibits */
    LEAST = -600,
    CUT_WORD = 9,   /* letters at most of a word that was cut */
    SHORT_BRAND = 5 /* letters of a brand that is not taken for another, misspelt */
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

/* --- what is left --- */

/* What one of them only says to be: a fund, an insurer, the parent, the second of several. */
static int32_t extra_of(const uint64_t sector[2], bool holding, const bool number[2])
{
    const uint64_t money = UINT64_C(1) << TT_SECTOR_MONEY | UINT64_C(1) << TT_SECTOR_INSURANCE;
    int32_t extra = 0;
    if (!(sector[0] & sector[1]) && ((sector[0] | sector[1]) & money) && !(sector[0] && sector[1]))
        extra += 400;
    if (holding)
        extra += 400;
    if (number[0] != number[1])
        extra += 250;
    return extra;
}

/* Words left on both sides that exclude each other count again. */
static int32_t conflict_of(tt_alignment *m)
{
    int32_t own[2] = {0}, conflict = 0;
    bool place[2] = {false};
    uint64_t sector[2] = {0};
    bool number[2] = {false}, trade[2] = {false}, parent[2] = {false}, holding = false;
    for (int k = 0; k < 2; k++) {
        const tt_side *s = k ? &m->b : &m->a;
        for (uint32_t i = 0; i < s->n->n; i++) {
            const tt_word *w = s->w[i];
            parent[k] |= w->sector == TT_SECTOR_PARENT;
            holding |= !s->used[i] && w->sector == TT_SECTOR_PARENT &&
                       tt_str_is(tt_word_ascii(w), "holding");
            if (s->used[i])
                continue;
            if (w->kind == TT_WK_WORD || w->kind == TT_WK_INITIAL)
                own[k] += TT_MAX(w->centibits, m->how.person ? TT_LEFT_PERSON : TT_LEFT_OWN);
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
        m->extra = extra_of(sector, holding && parent[0] != parent[1], number);
    conflict += m->extra;
    if (sector[0] && sector[1] && !(sector[0] & sector[1]))
        conflict += 700;
    return conflict;
}

static bool has_number(const tt_side *s)
{
    for (uint32_t i = 0; i < s->n->n; i++)
        if (s->w[i]->kind == TT_WK_NUMBER)
            return true;
    return false;
}

static bool left_number(const tt_side *s)
{
    for (uint32_t i = 0; i < s->n->n; i++)
        if (s->w[i]->kind == TT_WK_NUMBER && !s->used[i])
            return true;
    return false;
}

static void note_left(tt_alignment *m, tt_side *s, bool is_b, bool against)
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
        tt_align_note(m, p);
    }
}

/* --- levels --- */

static bool is_last_left(const tt_side *s)
{
    return s->n->n && !s->used[s->n->n - 1];
}

static uint32_t own_words(const tt_side *s, bool left)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < s->n->n; i++)
        n += s->w[i]->kind == TT_WK_WORD && !(left && s->used[i]);
    return n;
}

static uint32_t matched_words(const tt_side *s)
{
    return own_words(s, false) - own_words(s, true);
}

/* One side has no word without a partner, and what it has says enough: of a person, or where the
 * other has a word of its own as well, not one word alone. */
static bool is_inside(const tt_alignment *m)
{
    const tt_side *small = m->a.left <= m->b.left ? &m->a : &m->b;
    const tt_side *large = small == &m->a ? &m->b : &m->a;
    bool alone = own_words(small, false) < 2;
    if (m->extra || small->left || !large->left || m->both < (alone ? 600 : 200) ||
        m->common * 100 < small->all * 80)
        return false;
    bool person = m->a.n->person || m->b.n->person;
    return !alone || (!person && !own_words(large, true));
}

/* "Corin" and "Carin" are two brands, though one letter apart. */
static bool is_short_brand(const tt_alignment *m)
{
    if (m->how.person || !m->slip || own_words(&m->a, false) != 1 || own_words(&m->b, false) != 1)
        return false;
    for (uint32_t i = 0; i < m->a.n->n; i++)
        if (m->a.w[i]->kind == TT_WK_WORD && tt_word_spelt(m->a.w[i]).n > SHORT_BRAND)
            return false;
    return true;
}

static tt_name_level level_of(const tt_alignment *m)
{
    unsigned dice = m->out->dice;
    bool whole = !m->a.left && !m->b.left;
    if (is_short_brand(m) && dice >= TT_DICE_SOME)
        return TT_NAME_SOME;
    if (m->acronym || (whole && m->initials && m->both >= 300))
        return TT_NAME_INITIALS;
    if (m->a.n->generic && m->b.n->generic && dice >= TT_DICE_SOME)
        return TT_NAME_SOME;
    if (dice >= 90)
        return TT_NAME_NEAR;
    if (dice >= 78 || (whole && dice >= 70 && (!m->how.vowels || m->how.loan)))
        return TT_NAME_CLOSE;
    if (is_inside(m))
        return TT_NAME_INSIDE;
    return dice >= TT_DICE_SOME ? TT_NAME_SOME : dice >= 40 ? TT_NAME_LITTLE : TT_NAME_DIFFERENT;
}

/* The last word of a name that was cut short says nothing.  A word of the trade or a place is
 * whole: "Hanjin Logistics Vietnam" and "Hanjin Logistics Thailand" are two. */
static void forgive_cut(tt_side *s, const tt_side *other)
{
    uint32_t last = s->n->n ? s->n->n - 1u : 0;
    if (s->n->letters < TT_CUT_LETTERS || s->n->letters >= other->n->letters || last < 1 ||
        s->used[last] || tt_word_ascii(s->w[last]).n > CUT_WORD ||
        s->w[last]->kind == TT_WK_CONCEPT || s->w[last]->kind == TT_WK_PLACE)
        return;
    for (uint32_t i = 0; i < last; i++)
        if (!s->used[i])
            return;
    s->used[last] = true;
    s->all -= s->w[last]->centibits;
}

/* Words of a person in another order: the family name first or last turns them round and leaves
 * their order.  "Yusuf Ahmed Kanaro" may be the father of "Ahmed Yusuf Kanaro"; four names and more
 * are seldom those of two persons, in whatever order.
 * @param to  of n words of the one: the place in the other. */
static bool is_turned(const uint8_t *to, uint32_t n)
{
    uint32_t back = 0;
    for (uint32_t i = 0; i < n; i++)
        back += to[(i + 1) % n] < to[i];
    return n != 3 || back <= 1;
}

/* Words of its own of a person that have one partner each are not in its order, nor turned. */
static bool is_shuffled(const tt_alignment *m)
{
    uint8_t to[TT_NAME_MAX_WORDS];
    uint32_t n = 0;
    for (uint32_t i = 0; m->how.person && i < m->a.n->n; i++)
        if (m->to[i] && m->a.w[i]->kind == TT_WK_WORD)
            to[n++] = m->to[i];
    return n && !is_turned(to, n);
}

static void judge(tt_alignment *m)
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
    if (is_shuffled(m) || m->extra)
        out->level = TT_MAX(out->level, TT_NAME_SOME);
    out->whole = !m->a.left && !m->b.left;
    out->full = m->how.person && matched_words(&m->a) >= 2 && matched_words(&m->b) >= 2;
}

/* --- two names --- */

/* The same words: in order, or in another. */
static tt_name_level same_words(const tt_name *a, const tt_name *b)
{
    if (a->n != b->n || a->centibits != b->centibits)
        return TT_NAME_DIFFERENT;
    if (memcmp(a->word, b->word, a->n * sizeof(a->word[0])) == 0)
        return TT_NAME_EXACT;
    bool used[TT_NAME_MAX_WORDS] = {false};
    uint8_t to[TT_NAME_MAX_WORDS];
    for (uint32_t i = 0; i < a->n; i++) {
        uint32_t j = 0;
        while (j < b->n && (used[j] || b->word[j] != a->word[i]))
            j++;
        if (j == b->n)
            return TT_NAME_DIFFERENT;
        used[j] = true;
        to[i] = (uint8_t)j;
    }
    return !a->person || !b->person || is_turned(to, a->n) ? TT_NAME_REORDERED : TT_NAME_DIFFERENT;
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
    out->legal_differs = tt_legal_forms_differ(a, b);
    out->n_parts = 0;
    if (!a->n || !b->n)
        return;
    tt_name_level same = same_words(a, b);
    if (same != TT_NAME_DIFFERENT && !parts) {
        out->dice = 100;
        out->centibits = TT_MIN(a->centibits, MOST);
    } else {
        tt_alignment m;
        bool swap = !comes_first(a, b);
        m.out = out;
        m.parts = parts;
        m.how = tt_names_how(a, b);
        tt_align(&m, w, swap ? b : a, swap ? a : b);
        judge(&m);
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
