/*
 * fold.c - the spelling under which reference tables are searched.
 *
 * Small on purpose: it must not allocate and must run in the generator at build time.  Names of
 * parties go through ICU (base/unicode.h), not through this.
 */
#include "refdata/fold.h"

#include "base/str.h"

/* U+00C0..U+017F to upper-case ASCII: one or two letters, "" for what is no letter. */
static const char latin[][3] = {
    "A", "A", "A",  "A",  "A", "A", "AE", "C", "E", "E", "E", "E", "I", "I", "I",  "I", /* C0 */
    "D", "N", "O",  "O",  "O", "O", "O",  "",  "O", "U", "U", "U", "U", "Y", "TH", "SS",
    "A", "A", "A",  "A",  "A", "A", "AE", "C", "E", "E", "E", "E", "I", "I", "I",  "I", /* E0 */
    "D", "N", "O",  "O",  "O", "O", "O",  "",  "O", "U", "U", "U", "U", "Y", "TH", "Y",
    "A", "A", "A",  "A",  "A", "A", "C",  "C", "C", "C", "C", "C", "C", "C", "D",  "D", /* 100 */
    "D", "D", "E",  "E",  "E", "E", "E",  "E", "E", "E", "E", "E", "G", "G", "G",  "G",
    "G", "G", "G",  "G",  "H", "H", "H",  "H", "I", "I", "I", "I", "I", "I", "I",  "I", /* 120 */
    "I", "I", "IJ", "IJ", "J", "J", "K",  "K", "K", "L", "L", "L", "L", "L", "L",  "L",
    "L", "L", "L",  "N",  "N", "N", "N",  "N", "N", "N", "N", "N", "O", "O", "O",  "O", /* 140 */
    "O", "O", "OE", "OE", "R", "R", "R",  "R", "R", "R", "S", "S", "S", "S", "S",  "S",
    "S", "S", "T",  "T",  "T", "T", "T",  "T", "U", "U", "U", "U", "U", "U", "U",  "U", /* 160 */
    "U", "U", "U",  "U",  "W", "W", "Y",  "Y", "Y", "Z", "Z", "Z", "Z", "Z", "Z",  "S",
};
_Static_assert(TT_LEN(latin) == 0x180 - 0xC0, "one text for each code point");

/* Ranges in which all code points fold to one text. */
static const struct range {
    uint32_t from, to;
    const char *text;
} ranges[] = {
    {0x00A0, 0x00A0, ""},  {0x00B2, 0x00B2, "2"}, {0x00B3, 0x00B3, "3"}, {0x01A0, 0x01A1, "O"},
    {0x01AF, 0x01B0, "U"}, {0x0218, 0x0219, "S"}, {0x021A, 0x021B, "T"}, {0x0300, 0x036F, ""},
    {0x1EA0, 0x1EB7, "A"}, {0x1EB8, 0x1EC7, "E"}, {0x1EC8, 0x1ECB, "I"}, {0x1ECC, 0x1EE3, "O"},
    {0x1EE4, 0x1EF1, "U"}, {0x1EF2, 0x1EF9, "Y"}, {0x2010, 0x2015, ""},  {0x2018, 0x2019, ""},
    {0x202F, 0x202F, ""},  {0x3000, 0x3000, ""},
};

static const char dropped[] = " \t\n\v\f\r.,-_'()";

bool tt_fold_drops(char ascii)
{
    return ascii && memchr(dropped, ascii, sizeof(dropped) - 1);
}

/* What one code point becomes: text, or NULL to keep it as it is (with *cp changed for another
 * case). */
static const char *fold_one(uint32_t *cp)
{
    if (*cp >= 0xFF01 && *cp <= 0xFF5E)
        *cp -= 0xFEE0;
    if (*cp < 0x80) {
        if (*cp == '&')
            return "AND";
        if (!tt_fold_drops((char)*cp)) {
            *cp = (uint32_t)(unsigned char)tt_ascii_upper((char)*cp);
            return NULL;
        }
        return "";
    }
    if (*cp >= 0xC0 && *cp <= 0x17F)
        return latin[*cp - 0xC0];
    for (size_t i = 0; i < TT_LEN(ranges); i++)
        if (*cp >= ranges[i].from && *cp <= ranges[i].to)
            return ranges[i].text;
    if (*cp >= 0x430 && *cp <= 0x44F)
        *cp -= 0x20;
    else if (*cp >= 0x450 && *cp <= 0x45F)
        *cp -= 0x50;
    return NULL;
}

static size_t encode(uint32_t cp, char out[4])
{
    if (cp < 0x80) {
        out[0] = (char)cp;
        return 1;
    }
    size_t n = cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4;
    for (size_t i = n - 1; i > 0; i--, cp >>= 6)
        out[i] = (char)(0x80 | (cp & 0x3F));
    static const unsigned lead[] = {0, 0, 0xC0, 0xE0, 0xF0};
    out[0] = (char)(lead[n] | cp);
    return n;
}

size_t tt_fold(tt_str s, char out[TT_FOLD_MAX])
{
    size_t n = 0;
    out[0] = '\0';
    for (size_t pos = 0; pos < s.n;) {
        uint32_t cp = tt_utf8_next(s, &pos);
        char bytes[4];
        const char *text = fold_one(&cp);
        size_t len = text ? strlen(text) : encode(cp, bytes);
        if (cp == 0 || n + len >= TT_FOLD_MAX) {
            out[0] = '\0';
            return 0;
        }
        memcpy(out + n, text ? text : bytes, len);
        n += len;
    }
    out[n] = '\0';
    return n;
}

int tt_fold_find(const tt_fold_key *keys, size_t n, tt_str s)
{
    char key[TT_FOLD_MAX];
    if (!tt_fold(s, key))
        return -1;
    size_t low = 0, high = n;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        int c = strcmp(keys[mid].key, key);
        if (c == 0)
            return keys[mid].row;
        if (c < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return -1;
}
