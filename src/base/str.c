/*
 * str.c - slices of text.  Bytes and ASCII; what needs Unicode tables is in unicode.c.
 */
#include "base/str.h"

tt_str tt_str_of(const char *terminated)
{
    return terminated ? (tt_str){terminated, strlen(terminated)} : (tt_str){NULL, 0};
}

bool tt_str_eq(tt_str a, tt_str b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

/* Names differ in their first bytes, mostly: no need to know how long the other is. */
bool tt_str_is(tt_str a, const char *terminated)
{
    if (!terminated)
        return a.n == 0;
    for (size_t i = 0; i < a.n; i++)
        if (terminated[i] != a.p[i] || terminated[i] == '\0')
            return false;
    return terminated[a.n] == '\0';
}

bool tt_str_is_nocase(tt_str a, const char *terminated)
{
    tt_str b = tt_str_of(terminated);
    if (a.n != b.n)
        return false;
    for (size_t i = 0; i < a.n; i++)
        if (tt_ascii_lower(a.p[i]) != tt_ascii_lower(b.p[i]))
            return false;
    return true;
}

int tt_str_cmp(tt_str a, tt_str b)
{
    size_t n = TT_MIN(a.n, b.n);
    int c = n ? memcmp(a.p, b.p, n) : 0;
    if (c != 0)
        return c < 0 ? -1 : 1;
    return (a.n > b.n) - (a.n < b.n);
}

bool tt_str_starts(tt_str s, tt_str prefix)
{
    return s.n >= prefix.n && tt_str_eq((tt_str){s.p, prefix.n}, prefix);
}

size_t tt_str_bom(tt_str s)
{
    size_t n = 0;
    while (tt_str_starts(tt_str_sub(s, n, SIZE_MAX), TT_STR("\xef\xbb\xbf")))
        n += 3;
    return n;
}

bool tt_str_ends(tt_str s, tt_str suffix)
{
    return suffix.n == 0 ||
           (s.n >= suffix.n && memcmp(s.p + (s.n - suffix.n), suffix.p, suffix.n) == 0);
}

size_t tt_str_find(tt_str s, tt_str needle, size_t from)
{
    if (from > s.n || needle.n > s.n - from)
        return SIZE_MAX;
    if (needle.n == 0)
        return from;
    size_t last = s.n - needle.n; /* the last place where it could start */
    while (from <= last) {
        const char *hit = memchr(s.p + from, needle.p[0], last - from + 1);
        if (!hit)
            return SIZE_MAX;
        from = (size_t)(hit - s.p);
        if (memcmp(hit, needle.p, needle.n) == 0)
            return from;
        from++;
    }
    return SIZE_MAX;
}

tt_str tt_str_trim(tt_str s)
{
    while (s.n > 0 && tt_ascii_is_space(s.p[0])) {
        s.p++;
        s.n--;
    }
    while (s.n > 0 && tt_ascii_is_space(s.p[s.n - 1]))
        s.n--;
    return s;
}

tt_str tt_str_sub(tt_str s, size_t from, size_t n)
{
    if (!s.p)
        return s;
    from = TT_MIN(from, s.n);
    return (tt_str){s.p + from, TT_MIN(n, s.n - from)};
}

bool tt_str_split(tt_str *rest, char sep, tt_str *part)
{
    if (!rest->p)
        return false;
    const char *hit = rest->n ? memchr(rest->p, sep, rest->n) : NULL;
    if (!hit) {
        *part = *rest;
        *rest = (tt_str){NULL, 0};
        return true;
    }
    size_t n = (size_t)(hit - rest->p);
    *part = (tt_str){rest->p, n};
    *rest = (tt_str){hit + 1, rest->n - n - 1};
    return true;
}

/* --- UTF-8 --- */

/*
 * Length of the sequence at p (n bytes left), 0 when it is not one.  The bounds of the second
 * byte are Table 3-7 of the Unicode Standard: they exclude overlong forms, surrogates and
 * what lies above U+10FFFF.
 */
static size_t sequence(const unsigned char *p, size_t n, uint32_t *cp)
{
    unsigned char c = p[0];
    if (c < 0x80) {
        *cp = c;
        return 1;
    }
    if (c < 0xC2 || c > 0xF4)
        return 0;
    size_t len = c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
    if (n < len)
        return 0;
    unsigned char low = c == 0xE0 ? 0xA0 : c == 0xF0 ? 0x90 : 0x80;
    unsigned char high = c == 0xED ? 0x9F : c == 0xF4 ? 0x8F : 0xBF;
    if (p[1] < low || p[1] > high)
        return 0;
    uint32_t v = (uint32_t)(c & (0xFF >> (len + 1))) << 6 | (p[1] & 0x3Fu);
    for (size_t i = 2; i < len; i++) {
        if ((p[i] & 0xC0) != 0x80)
            return 0;
        v = v << 6 | (p[i] & 0x3Fu);
    }
    *cp = v;
    return len;
}

size_t tt_utf8_bad(tt_str s)
{
    const unsigned char *p = (const unsigned char *)s.p;
    size_t i = 0;
    while (i < s.n) {
        uint64_t eight;
        if (s.n - i >= sizeof eight) { /* most text is ASCII: eight bytes at a step */
            memcpy(&eight, p + i, sizeof eight);
            if (!(eight & UINT64_C(0x8080808080808080))) {
                i += sizeof eight;
                continue;
            }
        }
        uint32_t cp;
        size_t len = sequence(p + i, s.n - i, &cp);
        if (len == 0)
            return i;
        i += len;
    }
    return s.n;
}

uint32_t tt_utf8_next(tt_str s, size_t *pos)
{
    uint32_t cp;
    size_t len = sequence((const unsigned char *)s.p + *pos, s.n - *pos, &cp);
    if (len == 0) {
        *pos += 1;
        return 0xFFFD;
    }
    *pos += len;
    return cp;
}
