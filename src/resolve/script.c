/*
 * script.c - words of other scripts as a Latin reader would write them.
 *
 * Own tables for Latin with marks, Cyrillic, Greek, Arabic, Hebrew, kana and Hangul: ICU's are made
 * to be reversible, which is not how names are written.  Chinese characters one by one and all
 * other scripts through ICU.
 *
 * @source  BGN/PCGN 1947 (Cyrillic, simplified); ELOT 743 (Greek); Hepburn (kana); Revised
 *          Romanisation 2000 (Hangul).  Arabic and Hebrew: consonants as English writes them.
 */
#include "resolve/tokens.h"

#include "base/buf.h"
#include "base/str.h"

/* --- which script --- */

bool tt_script_is_han(uint32_t c)
{
    return (c >= 0x4e00 && c <= 0x9fff) || (c >= 0x3400 && c <= 0x4dbf) ||
           (c >= 0xf900 && c <= 0xfaff) || (c >= 0x20000 && c <= 0x3ffff) || c == 0x3005;
}

static bool is_kana(uint32_t c)
{
    return (c >= 0x3041 && c <= 0x309f) || (c >= 0x30a1 && c <= 0x30ff && c != 0x30fb);
}

static bool is_hangul(uint32_t c)
{
    return c >= 0xac00 && c <= 0xd7a3;
}

bool tt_script_is_spaceless(uint32_t c)
{
    return c >= 0xe00 && (tt_script_is_han(c) || is_kana(c) || is_hangul(c) || c <= 0xeff ||
                          (c >= 0x1000 && c <= 0x109f) || (c >= 0x1780 && c <= 0x17ff));
}

static bool is_cyrillic(uint32_t c)
{
    return c >= 0x400 && c <= 0x52f;
}

static bool is_greek(uint32_t c)
{
    return c >= 0x370 && c <= 0x3ff;
}

static bool is_abjad(uint32_t c)
{
    return (c >= 0x590 && c <= 0x6ff) || (c >= 0x750 && c <= 0x77f);
}

uint8_t tt_script_of(uint32_t c)
{
    if (c < 0x80)
        return tt_ascii_is_alpha((char)c) ? TT_SCRIPT_LATIN : 0;
    if ((c >= 0xc0 && c <= 0x24f) || (c >= 0x1e00 && c <= 0x1eff))
        return TT_SCRIPT_LATIN;
    if (is_cyrillic(c))
        return TT_SCRIPT_CYRILLIC;
    if (is_abjad(c))
        return TT_SCRIPT_ABJAD;
    if (tt_script_is_han(c))
        return TT_SCRIPT_HAN;
    return is_kana(c) || is_hangul(c) ? TT_SCRIPT_LOAN : TT_SCRIPT_OTHER;
}

/* --- one letter for several --- */

uint32_t tt_script_native(uint32_t c)
{
    static const struct {
        uint16_t from, to;
    } same[] = {
        {0x622, 0x627}, {0x623, 0x627}, {0x625, 0x627}, {0x671, 0x627}, /* alef */
        {0x649, 0x64a}, {0x6cc, 0x64a}, {0x626, 0x64a},                 /* yeh */
        {0x629, 0x647}, {0x6c0, 0x647}, {0x6c1, 0x647},                 /* heh */
        {0x6a9, 0x643}, {0x624, 0x648},                                 /* kaf, waw */
        {0x5da, 0x5db}, {0x5dd, 0x5de}, {0x5df, 0x5e0}, {0x5e3, 0x5e4}, /* Hebrew finals */
        {0x5e5, 0x5e6}, {0x3c2, 0x3c3},                                 /* and the Greek one */
        {0x3ac, 0x3b1}, {0x3ad, 0x3b5}, {0x3ae, 0x3b7}, {0x3af, 0x3b9}, /* Greek accents */
        {0x3cc, 0x3bf}, {0x3cd, 0x3c5}, {0x3ce, 0x3c9}, {0x3ca, 0x3b9}, {0x3cb, 0x3c5},
    };
    if (c < 0x370 || c > 0x6ff)
        return c;
    if (c == 0x451)
        return 0x435; /* Russian "io", seldom written */
    if ((c >= 0x660 && c <= 0x669) || (c >= 0x6f0 && c <= 0x6f9))
        return '0' + (c & 0xf);
    if ((c >= 0x64b && c <= 0x65f) || c == 0x670 || c == 0x640 || (c >= 0x591 && c <= 0x5bd) ||
        c == 0x5bf || c == 0x5c1 || c == 0x5c2)
        return 0;
    for (size_t i = 0; i < TT_LEN(same); i++)
        if (same[i].from == c)
            return same[i].to;
    return c;
}

/* --- letters that look alike --- */

static const struct {
    uint16_t foreign;
    char latin;
} lookalikes[] = {
    {0x430, 'a'}, {0x432, 'b'}, {0x435, 'e'}, {0x43a, 'k'}, {0x43c, 'm'}, {0x43d, 'h'},
    {0x43e, 'o'}, {0x440, 'p'}, {0x441, 'c'}, {0x442, 't'}, {0x443, 'y'}, {0x445, 'x'},
    {0x455, 's'}, {0x456, 'i'}, {0x458, 'j'}, {0x4bb, 'h'}, {0x501, 'd'}, {0x51b, 'q'},
    {0x51d, 'w'}, {0x3b1, 'a'}, {0x3b2, 'b'}, {0x3b5, 'e'}, {0x3b6, 'z'}, {0x3b7, 'h'},
    {0x3b9, 'i'}, {0x3ba, 'k'}, {0x3bc, 'm'}, {0x3bd, 'n'}, {0x3bf, 'o'}, {0x3c1, 'p'},
    {0x3c4, 't'}, {0x3c5, 'y'}, {0x3c7, 'x'},
};

static char latin_of(uint32_t c)
{
    for (size_t i = 0; i < TT_LEN(lookalikes); i++)
        if (lookalikes[i].foreign == c)
            return lookalikes[i].latin;
    return 0;
}

/* The letter of the script of `like` that looks so. */
static uint32_t foreign_of(char latin, uint32_t like)
{
    for (size_t i = 0; i < TT_LEN(lookalikes); i++)
        if (lookalikes[i].latin == latin && is_greek(lookalikes[i].foreign) == is_greek(like))
            return lookalikes[i].foreign;
    return 0;
}

struct mix {
    unsigned latin, foreign;
    bool only_lookalikes; /* all foreign letters look Latin */
    uint32_t foreign_like;
};

static struct mix mix_of(tt_str word)
{
    struct mix m = {.only_lookalikes = true};
    for (size_t pos = 0; pos < word.n;) {
        uint32_t c = tt_utf8_next(word, &pos);
        m.latin += c < 0x80 && tt_ascii_is_alpha((char)c);
        if (!is_cyrillic(c) && !is_greek(c))
            continue;
        m.foreign++;
        m.foreign_like = c;
        m.only_lookalikes &= latin_of(c) != 0;
    }
    return m;
}

/* Words are written in one script: of what is mixed, the letters that look alike are mapped. */
static void put_word(tt_buf *out, tt_str word, bool to_latin, const struct mix *m)
{
    for (size_t pos = 0; pos < word.n;) {
        size_t from = pos;
        uint32_t c = tt_utf8_next(word, &pos), to = 0;
        if (to_latin && (is_cyrillic(c) || is_greek(c)))
            to = (unsigned char)latin_of(c);
        else if (!to_latin && m->foreign && c < 0x80 && tt_ascii_is_alpha((char)c))
            to = foreign_of((char)c, m->foreign_like);
        if (!to) {
            tt_buf_add(out, tt_str_sub(word, from, pos - from));
        } else if (to < 0x80) {
            tt_buf_add_c(out, (char)to);
        } else { /* Cyrillic and Greek: two bytes */
            tt_buf_add_c(out, (char)(0xc0 | to >> 6));
            tt_buf_add_c(out, (char)(0x80 | (to & 0x3f)));
        }
    }
}

tt_status tt_script_unmix(tt_arena *a, tt_str folded, tt_str *out, tt_err *err)
{
    struct mix all = mix_of(folded);
    *out = folded;
    if (!all.latin || !all.foreign)
        return TT_OK;
    tt_buf b;
    tt_str rest = folded, word;
    tt_buf_init(&b, 0);
    while (tt_str_split(&rest, ' ', &word)) {
        struct mix m = mix_of(word);
        bool alone = !m.latin && m.foreign > 1 && all.only_lookalikes && all.latin > all.foreign;
        bool to_latin = m.only_lookalikes && (m.latin || alone);
        put_word(&b, word, to_latin, &m);
        if (rest.p)
            tt_buf_add_c(&b, ' ');
    }
    tt_status st = tt_buf_status(&b, err);
    if (st == TT_OK) {
        *out = tt_arena_str(a, tt_buf_str(&b));
        if (!out->p)
            st = tt_fail(err, TT_ENOMEM, "no room for a name");
    }
    tt_buf_release(&b);
    return st;
}

/* --- tables --- */

/* One letter for each code point from 0xe0, then from 0x1e00 (Vietnamese); '-': see below. */
static const char latin_e0[] = "aaaaaa-ceeeeiiiidnooooo-ouuuuy-y-a-a-a-c-c-c-c-d-d-e-e-e-e-e-g-g"
                               "-g-g-h-h-i-i-i-i-i---j-kk-l-l-l-l-l-n-n-nn-n-o-o-o---r-r-r-s-s-s"
                               "-s-t-t-t-u-u-u-u-u-u-w-y--z-z-zs-------------------------k------"
                               "-o--------------u---y-------------------------a-i-o-u-u-u-u-u--a"
                               "-a---g-g-k-o-o--j----g---n-a---o-a-a-e-e-i-i-o-o-r-r-u-u-s-t---h"
                               "-------a-e-o-o-o-o-y";
static const char latin_1e00[] = "-a-b-b-b-c-d-d-d-d-d-e-e-e-e-e-f-g-h-h-h-h-h-i-i-k-k-k-l-l-l-l-m"
                                 "-m-m-n-n-n-n-o-o-o-o-p-p-r-r-r-r-s-s-s-s-s-t-t-t-t-u-u-u-u-u-v-v"
                                 "-w-w-w-w-w-x-x-y-z-z-zhtwy-s-----a-a-a-a-a-a-a-a-a-a-a-a-e-e-e-e"
                                 "-e-e-e-e-i-i-o-o-o-o-o-o-o-o-o-o-o-o-u-u-u-u-u-u-u-y-y-y-y";

static const struct pair {
    uint16_t c;
    const char *to;
} latin_more[] = {
    {0xdf, "ss"},  {0xe6, "ae"},  {0xfe, "th"}, {0x133, "ij"},
    {0x14b, "ng"}, {0x153, "oe"}, {0x259, "a"},
};

/* From U+0430. */
static const char *const cyrillic[] = {
    "a", "b",  "v",  "g", "d",  "e",  "zh", "z",  "i",  "y",    "k",  "l", "m", "n", "o",  "p",
    "r", "s",  "t",  "u", "f",  "kh", "ts", "ch", "sh", "shch", "",   "y", "",  "e", "yu", "ya",
    "e", "yo", "dj", "g", "ye", "dz", "i",  "yi", "j",  "lj",   "nj", "c", "k", "i", "u",  "dz",
};

static const struct pair cyrillic_more[] = {
    {0x491, "g"}, {0x493, "g"}, {0x49b, "q"}, {0x49d, "k"}, {0x4a3, "n"}, {0x4af, "u"},
    {0x4b1, "u"}, {0x4b3, "h"}, {0x4b7, "j"}, {0x4b9, "j"}, {0x4bb, "h"}, {0x4d9, "a"},
    {0x4e3, "i"}, {0x4e9, "o"}, {0x4ef, "u"}, {0x475, "i"}, {0x463, "e"}, {0x473, "f"},
};

/* From U+03AC, accented letters first. */
static const char *const greek[] = {
    "a", "e", "i", "i", "y", "a", "v", "g", "d", "e",  "z",  "i", "th", "i", "k", "l", "m", "n",
    "x", "o", "p", "r", "s", "s", "t", "y", "f", "ch", "ps", "o", "i",  "y", "o", "y", "o",
};

static const struct pair arabic[] = {
    {0x621, ""},   {0x627, "a"},  {0x628, "b"}, {0x62a, "t"},  {0x62b, "th"}, {0x62c, "j"},
    {0x62d, "h"},  {0x62e, "kh"}, {0x62f, "d"}, {0x630, "dh"}, {0x631, "r"},  {0x632, "z"},
    {0x633, "s"},  {0x634, "sh"}, {0x635, "s"}, {0x636, "d"},  {0x637, "t"},  {0x638, "z"},
    {0x639, "a"},  {0x63a, "gh"}, {0x641, "f"}, {0x642, "q"},  {0x643, "k"},  {0x644, "l"},
    {0x645, "m"},  {0x646, "n"},  {0x647, "h"}, {0x648, "w"},  {0x64a, "y"},  {0x67e, "p"},
    {0x686, "ch"}, {0x698, "zh"}, {0x6a4, "v"}, {0x6af, "g"},  {0x6ad, "ng"}, {0x6d2, "y"},
    {0x679, "t"},  {0x688, "d"},  {0x691, "r"}, {0x6ba, "n"},  {0x6be, "h"},
};

/* From U+05D0. */
static const char *const hebrew[] = {
    "a", "b", "g", "d", "h", "w", "z", "h",  "t",  "y", "k", "k",  "l", "m",
    "m", "n", "n", "s", "a", "p", "p", "ts", "ts", "q", "r", "sh", "t",
};

/* From U+3041; katakana are 0x60 later.  Small ones are joined to what is before. */
static const char *const kana[] = {
    "a",  "a",  "i",   "i",  "u",  "u",   "e",  "e",   "o",  "o",  "ka", "ga", "ki", "gi", "ku",
    "gu", "ke", "ge",  "ko", "go", "sa",  "za", "shi", "ji", "su", "zu", "se", "ze", "so", "zo",
    "ta", "da", "chi", "ji", "",   "tsu", "zu", "te",  "de", "to", "do", "na", "ni", "nu", "ne",
    "no", "ha", "ba",  "pa", "hi", "bi",  "pi", "fu",  "bu", "pu", "he", "be", "pe", "ho", "bo",
    "po", "ma", "mi",  "mu", "me", "mo",  "ya", "ya",  "yu", "yu", "yo", "yo", "ra", "ri", "ru",
    "re", "ro", "wa",  "wa", "i",  "e",   "o",  "n",   "vu", "ka", "ke",
};

static const char *const hangul_first[] = {
    "g", "k", "n", "d", "t", "r", "m", "b", "p", "s", "s", "", "j", "j", "ch", "k", "t", "p", "h",
};
static const char *const hangul_vowel[] = {
    "a",  "ae", "ya", "yae", "eo", "e",  "yeo", "ye", "o",  "wa", "wae",
    "oe", "yo", "u",  "wo",  "we", "wi", "yu",  "eu", "ui", "i",
};
static const char *const hangul_last[] = {
    "",  "k", "k", "k", "n", "n", "n", "t",  "l", "k", "m", "p", "l", "l",
    "l", "l", "m", "p", "p", "t", "t", "ng", "t", "t", "k", "t", "p", "t",
};

static const char *find_pair(const struct pair *v, size_t n, uint32_t c)
{
    for (size_t i = 0; i < n; i++)
        if (v[i].c == c)
            return v[i].to;
    return NULL;
}

/* A constant text for one letter; NULL: not in the tables. */
static const char *letter(uint32_t c)
{
    if (c >= 0x430 && c < 0x430 + TT_LEN(cyrillic))
        return cyrillic[c - 0x430];
    if (is_cyrillic(c))
        return find_pair(cyrillic_more, TT_LEN(cyrillic_more), c);
    if (c >= 0x3ac && c < 0x3ac + TT_LEN(greek))
        return greek[c - 0x3ac];
    if (c == 0x390)
        return "i";
    if (c >= 0x5d0 && c < 0x5d0 + TT_LEN(hebrew))
        return hebrew[c - 0x5d0];
    if (is_abjad(c))
        return find_pair(arabic, TT_LEN(arabic), c);
    return find_pair(latin_more, TT_LEN(latin_more), c);
}

static char latin_letter(uint32_t c)
{
    char to = '-';
    if (c >= 0xe0 && c - 0xe0 < sizeof(latin_e0) - 1)
        to = latin_e0[c - 0xe0];
    else if (c >= 0x1e00 && c - 0x1e00 < sizeof(latin_1e00) - 1)
        to = latin_1e00[c - 0x1e00];
    return to == '-' ? 0 : to;
}

/* --- words --- */

/* Small ya, yu, yo and vowels replace the vowel before: ki + ya is kya, shi + ya sha, fu + a fa. */
static void put_kana(tt_buf *out, uint32_t c)
{
    if (c >= 0x30a1 && c <= 0x30f6)
        c -= 0x60;
    if (c < 0x3041 || c - 0x3041 >= TT_LEN(kana))
        return; /* marks of length and repetition */
    const char *to = kana[c - 0x3041];
    bool small_y = c == 0x3083 || c == 0x3085 || c == 0x3087;
    bool small = small_y || c == 0x3041 || c == 0x3043 || c == 0x3045 || c == 0x3047 || c == 0x3049;
    if (small && out->n >= 2) {
        char before = out->p[out->n - 2];
        bool palatal = before == 'h' || before == 'j';
        out->n--;
        if (small_y && palatal)
            to++; /* "sh" + "a" */
    }
    tt_buf_add_z(out, to);
}

static void put_hangul(tt_buf *out, uint32_t c)
{
    uint32_t k = c - 0xac00;
    tt_buf_add_z(out, hangul_first[k / 588]);
    tt_buf_add_z(out, hangul_vowel[k % 588 / 28]);
    tt_buf_add_z(out, hangul_last[k % 28]);
}

/* Characters whose usual reading is another one in names. */
static const struct pair readings[] = {
    {0x4f5b, "fo"},   {0x52d2, "le"}, {0x53a6, "xia"},   {0x665f, "sheng"},
    {0x66fe, "zeng"}, {0x90fd, "du"}, {0x957f, "chang"},
};

static tt_status put_han(tt_unicode *u, tt_buf *out, uint32_t c, tt_err *err)
{
    tt_han h;
    const char *own = find_pair(readings, TT_LEN(readings), c);
    if (own) {
        tt_buf_add_z(out, own);
        return TT_OK;
    }
    TT_TRY(tt_unicode_han(u, c, &h, err));
    tt_buf_add_z(out, h.reading);
    return TT_OK;
}

/* Everything that needs no look at other letters.  False: not in our tables. */
static tt_status put_letter(tt_unicode *u, tt_buf *out, uint32_t c, bool *known, tt_err *err)
{
    const char *to = NULL;
    *known = true;
    if (c < 0x80) {
        tt_buf_add_c(out, (char)c);
    } else if (tt_script_is_han(c)) {
        return put_han(u, out, c, err);
    } else if (is_kana(c)) {
        put_kana(out, c);
    } else if (is_hangul(c)) {
        put_hangul(out, c);
    } else if (latin_letter(c)) {
        tt_buf_add_c(out, latin_letter(c));
    } else if ((to = letter(c)) != NULL) {
        tt_buf_add_z(out, to);
    } else {
        *known = c >= 0x300 && c <= 0x36f; /* marks that stand alone */
    }
    return TT_OK;
}

/* Greek writes some sounds with two letters, which the table has given one by one. */
static void join_greek(char *p, size_t *n)
{
    static const char *const two[][2] = {{"oy", "ou"},  {"ay", "av"}, {"ey", "ev"},
                                         {"gk", "g\0"}, {"gg", "ng"}, {"gch", "nch"}};
    size_t out = 0;
    for (size_t i = 0; i < *n;) {
        size_t k = 0;
        while (k < TT_LEN(two) && !tt_str_starts((tt_str){p + i, *n - i}, tt_str_of(two[k][0])))
            k++;
        if (k == TT_LEN(two)) {
            p[out++] = p[i++];
            continue;
        }
        size_t len = strlen(two[k][1]);
        memcpy(p + out, two[k][1], len);
        out += len;
        i += strlen(two[k][0]);
    }
    if (out >= 2 && p[0] == 'm' && p[1] == 'p') { /* only where a word begins */
        memmove(p, p + 1, --out);
        p[0] = 'b';
    }
    *n = out;
}

size_t tt_script_article(tt_str word)
{
    static const char *const prefix[] = {"وال", "بال", "لل", "ال"};
    for (size_t i = 0; i < TT_LEN(prefix); i++) {
        tt_str p = tt_str_of(prefix[i]);
        if (word.n >= p.n + 6 && tt_str_starts(word, p))
            return p.n;
    }
    return 0;
}

/* ICU writes Thai as ISO 11940 does, which is not how names are written; and with blanks. */
static tt_status by_icu(tt_unicode *u, tt_arena *a, tt_str word, tt_str *out, tt_err *err)
{
    size_t pos = 0, n = 0;
    uint32_t first = tt_utf8_next(word, &pos);
    bool thai = first >= 0xe00 && first <= 0xe7f;
    TT_TRY(tt_unicode_ascii(u, word, a, out, err));
    char *p = tt_new_n(a, char, out->n + 1);
    if (!p)
        return tt_fail(err, TT_ENOMEM, "no room for a name");
    for (size_t i = 0; i < out->n; i++)
        if (tt_ascii_is_alnum(out->p[i]))
            p[n++] = thai && out->p[i] == 'x' ? 'o' : out->p[i];
    *out = (tt_str){p, n};
    return TT_OK;
}

tt_status tt_script_ascii(tt_unicode *u, tt_arena *a, tt_str word, tt_str *out, tt_err *err)
{
    tt_buf b;
    bool known = true, is_first_greek = false;
    size_t pos = 0;
    tt_status st = TT_OK;
    tt_buf_init(&b, 0);
    if (word.n) {
        uint32_t c = tt_utf8_next(word, &pos);
        is_first_greek = is_greek(c);
    }
    for (pos = 0; pos < word.n && known && st == TT_OK;)
        st = put_letter(u, &b, tt_utf8_next(word, &pos), &known, err);
    if (st == TT_OK)
        st = tt_buf_status(&b, err);
    if (st == TT_OK && is_first_greek && b.n)
        join_greek(b.p, &b.n);
    if (st == TT_OK && known) {
        *out = tt_arena_str(a, tt_buf_str(&b));
        if (!out->p)
            st = tt_fail(err, TT_ENOMEM, "no room for a name");
    }
    tt_buf_release(&b);
    return st != TT_OK || known ? st : by_icu(u, a, word, out, err);
}
