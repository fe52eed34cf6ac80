/*
 * likeness.c - how alike two words are: edits with costs, after a filter by plain edit distance.
 *
 * @source  Myers 1999 (bit-parallel edit distance, in the form of Hyyroe 2003); Damerau 1964
 *          (transpositions).
 */
#include "resolve/likeness.h"

#include "resolve/spelling.h"

#include "base/str.h"

#include <stdlib.h>

/* Costs in tenths of an edit. */
enum {
    KIN = 72,
    READING = 88,
    ROMANISED = 94
}; /* likeness of two words for one trade; least of a reading */

enum { EDIT = 10, SWAP = 7, VOWEL = 6, SILENT = 4, TYPO = 3, MAX_LETTERS = 40 };

/* Letters that are taken for each other, by the one that comes first. */
static const struct {
    char b;
    uint8_t cost;
} confusable[128][4] = {
    ['0'] = {{'o', TYPO}},        ['1'] = {{'l', TYPO}, {'i', TYPO}},
    ['2'] = {{'z', TYPO}},        ['5'] = {{'s', TYPO}},
    ['6'] = {{'g', TYPO}},        ['8'] = {{'b', TYPO}},
    ['b'] = {{'p', 6}, {'v', 6}}, ['c'] = {{'k', 5}, {'s', 5}, {'x', 5}, {'z', 5}},
    ['d'] = {{'t', 6}},           ['f'] = {{'v', 4}},
    ['g'] = {{'j', 5}, {'k', 6}}, ['h'] = {{'k', 6}},
    ['i'] = {{'j', 4}, {'l', 5}}, ['j'] = {{'z', 5}},
    ['m'] = {{'n', 7}},           ['s'] = {{'x', 5}, {'z', 4}},
    ['u'] = {{'v', 5}},
};

static bool is_vowel(char c)
{
    const uint32_t vowels = 1u << 1 | 1u << 5 | 1u << 9 | 1u << 15 | 1u << 21; /* a e i o u */
    return c >= 'a' && c <= 'z' && vowels >> (c & 31) & 1;
}

static unsigned change(char a, char b)
{
    if (a == b)
        return 0;
    if (is_vowel(a) && is_vowel(b))
        return VOWEL;
    unsigned char first = (unsigned char)TT_MIN(a, b);
    char second = TT_MAX(a, b);
    for (size_t i = 0; first < 128 && i < 4 && confusable[first][i].b; i++)
        if (confusable[first][i].b == second)
            return confusable[first][i].cost;
    return EDIT;
}

static unsigned drop(char c)
{
    return c == 'h' ? SILENT : is_vowel(c) ? 7 : EDIT;
}

/* --- the filter --- */

/* Digits and lower-case letters have numbers of their own. */
static unsigned slot_of(char c)
{
    return (unsigned)((c & 31) | (~c & 64) >> 1);
}

/* Edit distance of two words of 1 to 64 letters. */
static unsigned distance(tt_str a, tt_str b)
{
    uint64_t at[64], up = ~UINT64_C(0), down = 0, seen = 0; /* at: of those that were seen */
    uint64_t last = UINT64_C(1) << (a.n - 1);
    unsigned d = (unsigned)a.n;
    for (size_t i = 0; i < a.n; i++) {
        unsigned c = slot_of(a.p[i]);
        at[c] = (seen >> c & 1 ? at[c] : 0) | UINT64_C(1) << i;
        seen |= UINT64_C(1) << c;
    }
    for (size_t j = 0; j < b.n; j++) {
        unsigned c = slot_of(b.p[j]);
        uint64_t eq = seen >> c & 1 ? at[c] : 0, x = eq | down;
        uint64_t zero = (((eq & up) + up) ^ up) | x;
        uint64_t plus = down | ~(zero | up), minus = up & zero;
        d += (plus & last) != 0;
        d -= (minus & last) != 0;
        plus = plus << 1 | 1;
        minus <<= 1;
        up = minus | ~(zero | plus);
        down = plus & zero;
    }
    return d;
}

/* --- edits with costs --- */

/* "rn" read as "m" and the like, between the ends of two prefixes. */
static unsigned two_for_one(const char *a, size_t i, const char *b, size_t j)
{
    static const char read[][3] = {{'r', 'n', 'm'}, {'c', 'l', 'd'}, {'l', 'i', 'h'}};
    for (size_t k = 0; k < TT_LEN(read); k++)
        if (b[j - 1] == read[k][2] && i >= 2 && a[i - 2] == read[k][0] && a[i - 1] == read[k][1])
            return TYPO;
    return 2 * EDIT;
}

static unsigned cost(tt_str a, tt_str b)
{
    unsigned d[3][MAX_LETTERS + 1];
    d[0][0] = 0;
    for (size_t j = 1; j <= b.n; j++)
        d[0][j] = d[0][j - 1] + drop(b.p[j - 1]);
    for (size_t i = 1; i <= a.n; i++) {
        unsigned *row = d[i % 3], *up = d[(i + 2) % 3], *up2 = d[(i + 1) % 3];
        row[0] = up[0] + drop(a.p[i - 1]);
        for (size_t j = 1; j <= b.n; j++) {
            unsigned best = up[j - 1] + change(a.p[i - 1], b.p[j - 1]);
            best = TT_MIN(best, up[j] + drop(a.p[i - 1]));
            best = TT_MIN(best, row[j - 1] + drop(b.p[j - 1]));
            if (i >= 2 && j >= 2 && a.p[i - 1] == b.p[j - 2] && a.p[i - 2] == b.p[j - 1])
                best = TT_MIN(best, up2[j - 2] + SWAP);
            if (i >= 2)
                best = TT_MIN(best, up2[j - 1] + two_for_one(a.p, i, b.p, j));
            if (j >= 2)
                best = TT_MIN(best, up[j - 2] + two_for_one(b.p, j, a.p, i));
            row[j] = best;
        }
    }
    return d[a.n % 3][b.n];
}

unsigned tt_likeness_folds(tt_str a, tt_str b)
{
    size_t most = TT_MAX(a.n, b.n), least = TT_MIN(a.n, b.n);
    if (tt_str_eq(a, b))
        return 96;
    if (!least || most > MAX_LETTERS || most - least > 1 + most / 4)
        return 0;
    unsigned limit = 1 + (unsigned)most * 2 / 5;
    if (most > 3 && distance(a, b) > limit)
        return 0;
    unsigned c = cost(a, b);
    if (a.p[0] != b.p[0])
        c += change(a.p[0], b.p[0]) / 3; /* the first letter is seldom wrong */
    if (least <= 3 && c > SILENT)
        return 0;
    unsigned off = c * 15 / (unsigned)most;
    return off < 100 - TT_LIKE_MIN ? 96 - off * 96 / 100 : 0;
}

/* One letter wrong, or two that changed places, in words as they are typed: folding can make more
 * of it, "jesser" and "jeslser". */
static unsigned mistyped(tt_str a, tt_str b)
{
    enum { LONG_ENOUGH = 5 };
    size_t most = TT_MAX(a.n, b.n), least = TT_MIN(a.n, b.n);
    if (least < LONG_ENOUGH || most > MAX_LETTERS || most - least > 1 || a.p[0] != b.p[0] ||
        distance(a, b) > 2)
        return 0;
    unsigned c = cost(a, b);
    return c <= EDIT ? 96 - c * 15 / (unsigned)most * 96 / 100 : 0;
}

/* --- words --- */

/* Sounds that kana do not tell apart. */
static tt_str as_loan(tt_str s, char *out)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n && i < MAX_LETTERS; i++)
        out[n++] = s.p[i] == 'l' ? 'r' : s.p[i] == 'f' ? 'b' : s.p[i];
    return (tt_str){out, n};
}

unsigned tt_likeness_skeletons(tt_str a, tt_str b, bool loan)
{
    char x[MAX_LETTERS], y[MAX_LETTERS];
    if (loan) {
        a = as_loan(a, x);
        b = as_loan(b, y);
    }
    size_t most = TT_MAX(a.n, b.n), least = TT_MIN(a.n, b.n);
    if (!least)
        return 0;
    if (tt_str_eq(a, b))
        return least >= 3 ? 84 : least == 2 ? 72 : 0;
    if (most > MAX_LETTERS || most - least > 1 || least < (loan ? 3 : 4))
        return 0;
    unsigned c = cost(a, b);
    return c <= (most >= 6 ? EDIT + TYPO : EDIT) ? 70 : 0;
}

bool tt_has_article(tt_str s)
{
    return s.n >= 5 && s.p[1] == 'l' && (s.p[0] == 'a' || s.p[0] == 'e');
}

/* Skeletons of two words, with and without the article that may be written with an Arabic name. */
static unsigned skeletons(const tt_word *a, const tt_word *b, tt_likeness_how how)
{
    unsigned best = tt_likeness_skeletons(tt_word_skeleton(a), tt_word_skeleton(b), how.loan);
    if (best || how.vowels)
        return best;
    for (int k = 0; k < 2 && !best; k++) {
        char text[2 * TT_SPELLING_MAX];
        const tt_word *x = k ? b : a, *y = k ? a : b;
        if (!tt_has_article(tt_word_ascii(x)))
            continue;
        tt_str rest = {text, tt_spelling_skeleton(tt_str_sub(tt_word_ascii(x), 2, SIZE_MAX), text)};
        best = tt_likeness_skeletons(rest, tt_word_skeleton(y), false);
    }
    return best;
}

/* Chinese against Chinese: readings say too little, characters are compared. */
static unsigned natives(tt_str a, tt_str b)
{
    size_t same = 0, n = 0, m = 0;
    if (tt_str_eq(a, b))
        return 100;
    for (size_t i = 0; i < a.n; n++) {
        uint32_t c = tt_utf8_next(a, &i);
        bool found = false;
        m = 0;
        for (size_t j = 0; j < b.n; m++)
            found |= tt_utf8_next(b, &j) == c;
        same += found;
    }
    unsigned share = (unsigned)(100 * same / TT_MAX(TT_MAX(n, m), (size_t)1));
    return share >= 70 ? share : 0;
}

/* What makes a family name, or the name of the father, of a given name, as it is folded. */
static bool is_descent(tt_str ending)
{
    static const char *const endings[] = {
        "son",  "sen",   "ov",     "ova",  "of",   "ev",   "eva",  "ovic", "evic", "ovna",
        "evna", "enko",  "ian",    "ez",   "es",   "oglu", "zade", "escu", "dze",  "xvili",
        "ski",  "skaia", "opulos", "akis", "idis", "pur",  "zai",  "ovski"};
    for (size_t i = 0; i < TT_LEN(endings); i++)
        if (tt_str_is(ending, endings[i]))
            return true;
    return false;
}

/* A short form: "alex" for "alexander", but not "petr" for "petrovich". */
static unsigned prefix(tt_str a, tt_str b, bool person)
{
    if (a.n > b.n) {
        tt_str c = a;
        a = b;
        b = c;
    }
    size_t min = person ? 3 : 4;
    if (a.n < min || b.n < a.n + 2 || !tt_str_starts(b, a) ||
        (person && is_descent(tt_str_sub(b, a.n, SIZE_MAX))))
        return 0;
    return person ? 74 : 66;
}

/* "alshams" is "shams". */
static unsigned with_article(const tt_word *a, const tt_word *b)
{
    if (tt_word_ascii(a).n < tt_word_ascii(b).n) {
        const tt_word *c = a;
        a = b;
        b = c;
    }
    return tt_word_ascii(b).n >= 4 && tt_word_ascii(a).n == tt_word_ascii(b).n + 2 &&
                   tt_has_article(tt_word_ascii(a)) &&
                   tt_str_ends(tt_word_ascii(a), tt_word_ascii(b))
               ? 94
               : 0;
}

/* "Mario" and "Maria", "Ivanov" and "Ivanova" are two persons. */
static bool other_gender(tt_str a, tt_str b)
{
    if (a.n > b.n) {
        tt_str c = a;
        a = b;
        b = c;
    }
    if (a.n < 3)
        return false;
    char x = a.p[a.n - 1], y = b.p[b.n - 1];
    if (b.n == a.n + 1)
        return y == 'a' && tt_str_starts(b, a);
    return a.n == b.n && ((x == 'a' && y == 'o') || (x == 'o' && y == 'a')) &&
           memcmp(a.p, b.p, a.n - 1) == 0;
}

uint32_t tt_letters_of(tt_str s)
{
    uint32_t bits = 0;
    for (size_t i = 0; i < s.n; i++)
        bits |= tt_ascii_is_alpha(s.p[i]) ? 1u << (s.p[i] - 'a') : 1u << 26;
    return bits;
}

uint32_t tt_kana_letters(void)
{
#define L(c) (1u << ((c) - 'a'))
    return L('c') | L('f') | L('h') | L('i') | L('j') | L('o') | L('s') | L('t') | L('u') | L('x') |
           L('y') | L('z');
#undef L
}

bool tt_ends_as_kana(tt_str s)
{
    return s.n >= 4 && strchr("aiueohn", s.p[s.n - 1]);
}

/* "Tsuyoshi" and "Tuyosi": words that end as Japanese ones do, and are one in one romanisation. */
static bool one_kana(tt_str a, tt_str b)
{
    char x[2 * TT_SPELLING_MAX], y[2 * TT_SPELLING_MAX];
    if (!tt_ends_as_kana(a) || !tt_ends_as_kana(b))
        return false;
    size_t n = tt_spelling_kana(a, x);
    return n && n == tt_spelling_kana(b, y) && memcmp(x, y, n) == 0;
}

static unsigned initials(const tt_word *a, const tt_word *b)
{
    if (a->kind == b->kind || !tt_word_fold(a).n || !tt_word_fold(b).n)
        return 0;
    return tt_word_ascii(a).p[0] == tt_word_ascii(b).p[0] ||
                   tt_word_fold(a).p[0] == tt_word_fold(b).p[0]
               ? 70
               : 0;
}

unsigned tt_likeness(const tt_word *a, const tt_word *b, tt_likeness_how how)
{
    if (a == b)
        return 100;
    if (a->kind != b->kind)
        return how.person && a->kind % TT_WK_INITIAL == TT_WK_WORD &&
                       b->kind % TT_WK_INITIAL == TT_WK_WORD
                   ? initials(a, b)
                   : 0;
    if (a->kind != TT_WK_WORD)
        return tt_str_eq(tt_word_ascii(a), tt_word_ascii(b)) ? 100
               : a->sector && a->sector == b->sector         ? KIN
                                                             : 0;
    if (tt_word_native(a).n && tt_word_native(b).n)
        return natives(tt_word_native(a), tt_word_native(b));
    if (how.person && (a->common != b->common || !a->common) &&
        other_gender(tt_word_ascii(a), tt_word_ascii(b)))
        return 0;
    if (a->fold_id == b->fold_id)
        return 96;
    if ((how.person && a->common && b->common) || how.syllables)
        return 0; /* two names that many have */
    unsigned best = 0;
    unsigned apart = tt_count_bits(a->letters ^ b->letters);
    size_t most = TT_MAX(tt_word_spelt(a).n, tt_word_spelt(b).n);
    if (apart <= 2 + most / 3)
        best = tt_likeness_folds(tt_word_spelt(a), tt_word_spelt(b));
    if ((tt_word_native(a).n || tt_word_native(b).n) && best < READING)
        return 0; /* readings of characters are regular */
    if (!best)
        best = mistyped(tt_word_ascii(a), tt_word_ascii(b));
    if (!best)
        best = prefix(tt_word_spelt(a), tt_word_spelt(b), how.person);
    if (!best)
        best = with_article(a, b);
    if (best < ROMANISED && !((a->letters ^ b->letters) & ~tt_kana_letters()) &&
        one_kana(tt_word_ascii(a), tt_word_ascii(b)))
        best = ROMANISED;
    if (!how.vowels || how.loan)
        best = TT_MAX(best, skeletons(a, b, how));
    return best;
}
