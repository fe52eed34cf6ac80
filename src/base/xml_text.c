/*
 * xml_text.c - references, CDATA sections and what else stands in character data.
 *
 * Expat has found it all well-formed: this only repeats what it means.
 */
#include "base/xml_text.h"

#include "base/str.h"

tt_str tt_xml_trim(tt_str s)
{
    while (s.n > 0 && tt_xml_is_space(*s.p)) {
        s.p++;
        s.n--;
    }
    while (s.n > 0 && tt_xml_is_space(s.p[s.n - 1]))
        s.n--;
    return s;
}

bool tt_xml_is_marked(tt_str s)
{
    enum { SHORT = 64 };
    bool marked = false;
    if (s.n > SHORT)
        return memchr(s.p, '&', s.n) || memchr(s.p, '<', s.n) || memchr(s.p, '\r', s.n);
    for (size_t i = 0; i < s.n; i++)
        marked |= s.p[i] == '&' || s.p[i] == '<' || s.p[i] == '\r';
    return marked;
}

/* --- attributes --- */

tt_str tt_xml_raw_value(const char **at, size_t n)
{
    const char *p = *at;
    while (*p != '"' && *p != '\'')
        p++;
    const char *start = p + 1, *end = start;
    bool same = true;
    for (; *end != *p; end++)
        same &= *end != '\n' && *end != '\t' && *end != '\r';
    *at = end + 1;
    /* White space became blanks; references made it shorter. */
    same &= (size_t)(end - start) == n;
    return same ? (tt_str){start, n} : (tt_str){NULL, 0};
}

/* --- text --- */

/* Code point as UTF-8; 0 bytes for what is none. */
static size_t put_utf8(char *out, uint32_t c)
{
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    size_t n = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    static const unsigned char lead[] = {0, 0, 0xc0, 0xe0, 0xf0};
    for (size_t i = n; --i > 0; c >>= 6)
        out[i] = (char)(0x80 | (c & 0x3f));
    out[0] = (char)(lead[n] | c);
    return n;
}

static bool digit_of(char c, uint32_t base, uint32_t *out)
{
    char low = tt_ascii_lower(c);
    if (tt_ascii_is_digit(c))
        *out = (uint32_t)(c - '0');
    else if (base == 16 && low >= 'a' && low <= 'f')
        *out = (uint32_t)(low - 'a') + 10;
    else
        return false;
    return true;
}

/* "#233" or "#xe9"; 0 when it is not such a reference. */
static size_t put_number(char *out, tt_str name)
{
    bool hex = name.n > 1 && name.p[1] == 'x';
    uint32_t base = hex ? 16 : 10, c = 0, digit;
    for (size_t i = 1 + hex; i < name.n; i++) {
        if (!digit_of(name.p[i], base, &digit) || c > 0x10ffff)
            return 0;
        c = c * base + digit;
    }
    return c > 0 && c <= 0x10ffff ? put_utf8(out, c) : 0;
}

/* A reference, s.p[0] is "&".  What is none stays.  @return  bytes of s that are done. */
static size_t put_reference(tt_str s, char *out, size_t *n)
{
    static const struct {
        const char *name;
        char c;
    } rows[] = {{"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}};
    enum { LONGEST = 32 };
    const char *end = memchr(s.p, ';', TT_MIN(s.n, (size_t)LONGEST));
    tt_str name = tt_str_sub(s, 1, end ? (size_t)(end - s.p) - 1 : 0);
    size_t put = name.n > 0 && name.p[0] == '#' ? put_number(out + *n, name) : 0;
    for (size_t i = 0; i < TT_LEN(rows) && name.n > 0; i++)
        if (tt_str_is(name, rows[i].name)) {
            out[*n] = rows[i].c;
            put = 1;
        }
    if (put == 0) {
        out[(*n)++] = '&';
        return 1;
    }
    *n += put;
    return name.n + 2;
}

/* Line ends are "\n".  @return  bytes of s that are done. */
static size_t put_char(tt_str s, char *out, size_t *n)
{
    bool pair = s.n > 1 && s.p[0] == '\r' && s.p[1] == '\n';
    out[(*n)++] = s.p[0] == '\r' ? '\n' : s.p[0];
    return 1 + pair;
}

/* A CDATA section, a comment or a processing instruction, s.p[0] is "<".  @return  bytes of s that
 * are done. */
static size_t put_section(tt_str s, char *out, size_t *n)
{
    static const struct {
        const char *open, *close;
        bool keep;
    } rows[] = {{"<![CDATA[", "]]>", true}, {"<!--", "-->", false}, {"<?", "?>", false}};
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        tt_str open = tt_str_of(rows[i].open), close = tt_str_of(rows[i].close);
        if (!tt_str_starts(s, open))
            continue;
        size_t end = TT_MIN(tt_str_find(s, close, open.n), s.n);
        for (size_t k = open.n; rows[i].keep && k < end;)
            k += put_char(tt_str_sub(s, k, end - k), out, n);
        return TT_MIN(end + close.n, s.n);
    }
    return put_char(s, out, n);
}

tt_str tt_xml_plain(tt_str s, tt_arena *a)
{
    char *out = tt_arena_zalloc(a, s.n + 1, 1);
    size_t n = 0;
    if (!out)
        return (tt_str){NULL, 0};
    for (size_t i = 0; i < s.n;) {
        tt_str rest = tt_str_sub(s, i, SIZE_MAX);
        i += rest.p[0] == '&'   ? put_reference(rest, out, &n)
             : rest.p[0] == '<' ? put_section(rest, out, &n)
                                : put_char(rest, out, &n);
    }
    return (tt_str){out, n};
}
