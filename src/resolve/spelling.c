/*
 * spelling.c - folds of ASCII words.
 *
 * The rules are tables, tried longest first at each letter.  They need not be right for any one
 * language: both sides of a comparison go through them, so they only must not make one what readers
 * keep apart.
 */
#include "resolve/spelling.h"

#include "base/str.h"

/* How a letter and what follows it are written; rules of one letter are tried in their order. */
struct rule {
    char rest[4], to[3]; /* what follows; a rule without is the last.  to "-": nothing */
};
enum { RULES = 5 };

#define L(c) ((c) - 'a')

static const struct rule folds[26][RULES] = {
    [L('a')] = {{"a", "a"}, {"e", "a"}},
    [L('b')] = {{"h", "b"}},
    [L('c')] = {{"h", "c"}, {"k", "k"}, {"q", "k"}, {"z", "c"}},
    [L('d')] = {{"zh", "j"}, {"h", "d"}, {"j", "j"}, {"z", "z"}},
    [L('e')] = {{"e", "i"}, {"o", "o"}, {"u", "u"}},
    [L('g')] = {{"h", "g"}},
    [L('i')] = {{"e", "i"}, {"j", "i"}},
    [L('k')] = {{"h", "h"}},
    [L('o')] = {{"e", "o"}, {"o", "u"}, {"u", "u"}},
    [L('p')] = {{"h", "f"}},
    [L('q')] = {{"u", "k"}, {"", "k"}},
    [L('s')] = {{"hch", "x"}, {"ch", "x"}, {"h", "x"}, {"z", "x"}},
    [L('t')] = {{"sch", "c"}, {"ch", "c"}, {"h", "t"}, {"s", "z"}, {"z", "z"}},
    [L('u')] = {{"e", "u"}},
    [L('w')] = {{"", "v"}},
    [L('x')] = {{"", "ks"}},
    [L('y')] = {{"", "i"}},
    [L('z')] = {{"h", "j"}},
};

static const struct rule skeletons[26][RULES] = {
    [L('a')] = {{"", "-"}},
    [L('b')] = {{"h", "b"}},
    [L('c')] = {{"h", "s"}, {"k", "k"}},
    [L('d')] = {{"h", "t"}, {"", "t"}},
    [L('e')] = {{"", "-"}},
    [L('g')] = {{"h", "g"}},
    [L('h')] = {{"", "-"}},
    [L('i')] = {{"", "-"}},
    [L('j')] = {{"", "g"}},
    [L('k')] = {{"h", "k"}},
    [L('o')] = {{"", "-"}},
    [L('p')] = {{"h", "f"}, {"", "b"}},
    [L('q')] = {{"u", "k"}, {"", "k"}},
    [L('s')] = {{"hch", "s"}, {"ch", "s"}, {"h", "s"}},
    [L('t')] = {{"ch", "s"}, {"h", "t"}, {"s", "s"}, {"z", "s"}},
    [L('u')] = {{"", "-"}},
    [L('v')] = {{"", "f"}},
    [L('w')] = {{"", "-"}},
    [L('x')] = {{"", "ks"}},
    [L('y')] = {{"", "-"}},
    [L('z')] = {{"h", "s"}, {"", "s"}},
};

#undef L

/* The rule for what s begins with, and how many letters it takes; NULL: none. */
static const struct rule *rule_of(const struct rule table[26][RULES], tt_str s, size_t *letters)
{
    *letters = 1;
    if (s.p[0] < 'a' || s.p[0] > 'z')
        return NULL;
    const struct rule *r = table[s.p[0] - 'a'];
    for (size_t i = 0; i < RULES && r[i].to[0]; i++) {
        size_t n = 0;
        while (r[i].rest[n] && n + 1 < s.n && s.p[n + 1] == r[i].rest[n])
            n++;
        if (r[i].rest[n])
            continue;
        *letters = n + 1;
        return &r[i];
    }
    return NULL;
}

/* "c" sounds as s before e, i, y, as k elsewhere. */
static char letter_c(tt_str rest)
{
    return rest.n > 1 && strchr("eiy", rest.p[1]) ? 's' : 'k';
}

/* Digits typed for letters: only in words that are letters otherwise. */
static char letter_of_digit(char c)
{
    static const char letters[] = "ol..s..b.";
    return c <= '8' && letters[c - '0'] != '.' ? letters[c - '0'] : c;
}

static bool has_typed_digits(tt_str s)
{
    size_t digits = 0;
    for (size_t i = 0; i < s.n; i++)
        digits += tt_ascii_is_digit(s.p[i]);
    return digits && s.n >= digits * 3 && s.n >= 4 && !tt_ascii_is_digit(s.p[0]) &&
           !tt_ascii_is_digit(s.p[s.n - 1]);
}

static size_t
apply(const struct rule table[26][RULES], tt_str s, bool digits, bool join_after, char *out)
{
    size_t used = 0, letters;
    char typed = 0;
    for (size_t i = 0; i < s.n && used + 2 < TT_SPELLING_MAX; i += letters) {
        tt_str rest = {s.p + i, s.n - i};
        const struct rule *r = rule_of(table, rest, &letters);
        char own[2] = {rest.p[0], 0};
        if (own[0] == 'c')
            own[0] = letter_c(rest);
        else if (digits && tt_ascii_is_digit(own[0]))
            own[0] = letter_of_digit(own[0]);
        const char *to = !r ? own : r->to[0] == '-' ? "" : r->to;
        if (!i && !join_after && (own[0] == 'w' || own[0] == 'y'))
            to = own; /* a consonant where a word begins */
        bool doubled = typed && typed == rest.p[0];
        for (; *to; to++)
            if (!(join_after ? used && out[used - 1] == *to : doubled))
                out[used++] = *to;
        typed = rest.p[0];
    }
    return used;
}

size_t tt_spelling_fold(tt_str ascii, char *out)
{
    ascii = tt_str_sub(ascii, 0, TT_SPELLING_MAX - 1);
    return apply(folds, ascii, has_typed_digits(ascii), true, out);
}

bool tt_spelling_meet(char last, char first)
{
    if (last < 'a' || last > 'z' || (last == 'h' && first == 'c')) /* inside of "shch" */
        return true;
    const struct rule *r = folds[last - 'a'];
    for (size_t i = 0; i < RULES && r[i].rest[0]; i++)
        if (r[i].rest[0] == first)
            return true;
    return last == 'c' && strchr("eiy", first);
}

size_t tt_spelling_skeleton(tt_str ascii, char *out)
{
    return apply(skeletons, tt_str_sub(ascii, 0, TT_SPELLING_MAX - 1), false, false, out);
}

/* --- kana --- */

struct syllable {
    char from[4], to[3];
};

/* Consonants in front of a vowel, Hepburn's and others' spelling; what makes a syllable of its own
 * comes first. */
static const struct syllable kana[] = {
    {"tsu", "tu"}, {"chi", "ti"}, {"shi", "si"}, {"dzu", "zu"}, {"tch", "ty"}, {"ch", "ty"},
    {"sh", "sy"},  {"fu", "hu"},  {"ji", "zi"},  {"ky", "ky"},  {"gy", "gy"},  {"sy", "sy"},
    {"zy", "zy"},  {"ty", "ty"},  {"ny", "ny"},  {"hy", "hy"},  {"by", "by"},  {"py", "py"},
    {"my", "my"},  {"ry", "ry"},  {"j", "zy"},   {"k", "k"},    {"g", "g"},    {"s", "s"},
    {"z", "z"},    {"t", "t"},    {"d", "d"},    {"n", "n"},    {"h", "h"},    {"b", "b"},
    {"p", "p"},    {"m", "m"},    {"y", "y"},    {"r", "r"},    {"w", "w"},
};

static const struct syllable *find(tt_str s)
{
    for (size_t i = 0; i < TT_LEN(kana); i++)
        if (kana[i].from[0] == s.p[0] && tt_str_starts(s, tt_str_of(kana[i].from)))
            return &kana[i];
    return NULL;
}

static bool is_vowel(tt_str s, size_t i)
{
    return i < s.n && strchr("aiueo", s.p[i]);
}

/* Bytes of the syllable at s, 0 when there is none. */
static size_t syllable(tt_str s, char *out, size_t *used)
{
    if (s.p[0] == 'n' && !is_vowel(s, 1) && !(s.n > 1 && s.p[1] == 'y')) {
        out[(*used)++] = 'n';
        return 1;
    }
    const struct syllable *r = is_vowel(s, 0) ? NULL : find(s);
    size_t n = r ? strlen(r->from) : 0;
    bool whole = r && strchr("aiueo", r->from[n - 1]);
    if (!whole && !is_vowel(s, n))
        return 0;
    for (const char *p = r ? r->to : ""; *p; p++)
        out[(*used)++] = *p;
    char vowel = whole ? r->from[n - 1] : s.p[n];
    if (!whole)
        out[(*used)++] = s.p[n++];
    if (n < s.n &&
        (s.p[n] == vowel || (vowel == 'o' && strchr("uh", s.p[n]) && !is_vowel(s, n + 1))))
        n++; /* long */
    return n;
}

size_t tt_spelling_kana(tt_str ascii, char *out)
{
    size_t used = 0;
    for (size_t i = 0; i < ascii.n && used + 4 < TT_SPELLING_MAX;) {
        if (i + 1 < ascii.n && ascii.p[i] == ascii.p[i + 1] && strchr("kstp", ascii.p[i]))
            i++; /* double */
        size_t n = syllable(tt_str_sub(ascii, i, SIZE_MAX), out, &used);
        if (!n)
            return 0;
        i += n;
    }
    return used;
}
