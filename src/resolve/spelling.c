/*
 * spelling.c - folds of ASCII words.
 *
 * The rules are tables, tried longest first at each letter.  They need not be right for any one
 * language: both sides of a comparison go through them, so they only must not make one what readers
 * keep apart.
 */
#include "resolve/spelling.h"

#include "base/str.h"

struct rule {
    char from[5], to[3];
};

static const struct rule folds[] = {
    {"shch", "x"}, {"tsch", "c"}, {"sch", "x"}, {"tch", "c"}, {"dzh", "j"}, {"aa", "a"},
    {"ae", "a"},   {"bh", "b"},   {"ch", "c"},  {"ck", "k"},  {"cq", "k"},  {"cz", "c"},
    {"dh", "d"},   {"dj", "j"},   {"dz", "z"},  {"ee", "i"},  {"eo", "o"},  {"eu", "u"},
    {"gh", "g"},   {"ie", "i"},   {"ij", "i"},  {"kh", "h"},  {"oe", "o"},  {"oo", "u"},
    {"ou", "u"},   {"ph", "f"},   {"qu", "k"},  {"sh", "x"},  {"sz", "x"},  {"th", "t"},
    {"ts", "z"},   {"tz", "z"},   {"ue", "u"},  {"zh", "j"},  {"q", "k"},   {"w", "v"},
    {"x", "ks"},   {"y", "i"},
};

static const struct rule skeletons[] = {
    {"shch", "s"}, {"sch", "s"}, {"tch", "s"}, {"bh", "b"}, {"ch", "s"}, {"ck", "k"}, {"dh", "t"},
    {"gh", "g"},   {"kh", "k"},  {"ph", "f"},  {"qu", "k"}, {"sh", "s"}, {"th", "t"}, {"ts", "s"},
    {"tz", "s"},   {"zh", "s"},  {"a", ""},    {"e", ""},   {"i", ""},   {"o", ""},   {"u", ""},
    {"w", ""},     {"y", ""},    {"h", ""},    {"p", "b"},  {"v", "f"},  {"j", "g"},  {"d", "t"},
    {"z", "s"},    {"q", "k"},   {"x", "ks"},
};

static const struct rule *find(const struct rule *v, size_t n, tt_str rest)
{
    for (size_t i = 0; i < n; i++)
        if (v[i].from[0] == rest.p[0] && tt_str_starts(rest, tt_str_of(v[i].from)))
            return &v[i];
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
apply(const struct rule *v, size_t n, tt_str s, bool digits, bool join_after, char *out)
{
    size_t used = 0;
    char typed = 0;
    for (size_t i = 0; i < s.n && used + 2 < TT_SPELLING_MAX;) {
        tt_str rest = tt_str_sub(s, i, SIZE_MAX);
        const struct rule *r = find(v, n, rest);
        char own[2] = {rest.p[0], 0};
        if (own[0] == 'c')
            own[0] = letter_c(rest);
        else if (digits && tt_ascii_is_digit(own[0]))
            own[0] = letter_of_digit(own[0]);
        const char *to = r ? r->to : own;
        if (!i && !join_after && (own[0] == 'w' || own[0] == 'y'))
            to = own; /* a consonant where a word begins */
        bool doubled = typed && typed == rest.p[0];
        for (; *to; to++)
            if (!(join_after ? used && out[used - 1] == *to : doubled))
                out[used++] = *to;
        typed = rest.p[0];
        i += r ? strlen(r->from) : 1;
    }
    return used;
}

size_t tt_spelling_fold(tt_str ascii, char *out)
{
    ascii = tt_str_sub(ascii, 0, TT_SPELLING_MAX - 1);
    return apply(folds, TT_LEN(folds), ascii, has_typed_digits(ascii), true, out);
}

size_t tt_spelling_skeleton(tt_str ascii, char *out)
{
    return apply(skeletons, TT_LEN(skeletons), tt_str_sub(ascii, 0, TT_SPELLING_MAX - 1), false,
                 false, out);
}

/* Consonants in front of a vowel, Hepburn's and others' spelling; what makes a syllable of its own
 * comes first. */
static const struct rule kana[] = {
    {"tsu", "tu"}, {"chi", "ti"}, {"shi", "si"}, {"dzu", "zu"}, {"tch", "ty"}, {"ch", "ty"},
    {"sh", "sy"},  {"fu", "hu"},  {"ji", "zi"},  {"ky", "ky"},  {"gy", "gy"},  {"sy", "sy"},
    {"zy", "zy"},  {"ty", "ty"},  {"ny", "ny"},  {"hy", "hy"},  {"by", "by"},  {"py", "py"},
    {"my", "my"},  {"ry", "ry"},  {"j", "zy"},   {"k", "k"},    {"g", "g"},    {"s", "s"},
    {"z", "z"},    {"t", "t"},    {"d", "d"},    {"n", "n"},    {"h", "h"},    {"b", "b"},
    {"p", "p"},    {"m", "m"},    {"y", "y"},    {"r", "r"},    {"w", "w"},
};

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
    const struct rule *r = is_vowel(s, 0) ? NULL : find(kana, TT_LEN(kana), s);
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
