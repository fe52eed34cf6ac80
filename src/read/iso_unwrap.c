/*
 * iso_unwrap.c - the text of an element, byte by byte, and the way back.
 */
#include "read/iso_unwrap.h"

#include "base/num.h"
#include "base/str.h"

enum { PIECE = 8 };

static void start(tt_unwrap *w)
{
    w->at = w->out = 0;
    w->cdata = false;
}

/* Skip over what begins here when it begins with `open`, to behind `close`. */
static bool skip(tt_unwrap *w, const char *open, const char *close)
{
    tt_str rest = tt_str_sub(w->from, w->at, SIZE_MAX), end = tt_str_of(close);
    if (!tt_str_starts(rest, tt_str_of(open)))
        return false;
    size_t at = tt_str_find(rest, end, 0);
    w->at += at == SIZE_MAX ? rest.n : at + end.n;
    return true;
}

static size_t utf8(uint32_t c, char out[PIECE])
{
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    size_t n = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    static const unsigned char lead[] = {0, 0, 0xc0, 0xe0, 0xf0};
    for (size_t i = n - 1; i > 0; i--, c >>= 6)
        out[i] = (char)(unsigned char)(0x80 | (c & 0x3f));
    out[0] = (char)(unsigned char)(lead[n] | c);
    return n;
}

/* A reference to a character; 0 when it is none. */
static uint32_t character(tt_str name)
{
    static const struct {
        const char *name;
        uint32_t c;
    } known[] = {{"lt", '<'}, {"gt", '>'}, {"amp", '&'}, {"quot", '"'}, {"apos", '\''}};
    for (size_t i = 0; i < TT_LEN(known); i++)
        if (tt_str_is(name, known[i].name))
            return known[i].c;
    uint32_t c = 0, base = tt_str_starts(name, TT_STR("#x")) ? 16 : 10;
    size_t i = base == 16 ? 2 : 1;
    if (name.n <= i || name.p[0] != '#')
        return 0;
    for (; i < name.n && c < 0x110000; i++) {
        char d = tt_ascii_lower(name.p[i]);
        uint32_t digit = tt_ascii_is_digit(d)   ? (uint32_t)(d - '0')
                         : d >= 'a' && d <= 'f' ? (uint32_t)(d - 'a' + 10)
                                                : 16;
        if (digit >= base)
            return 0;
        c = c * base + digit;
    }
    return c < 0x110000 ? c : 0;
}

/* The next bytes that come out; 0 at the end. */
static size_t next(tt_unwrap *w, char out[PIECE])
{
    while (w->at < w->from.n) {
        tt_str rest = tt_str_sub(w->from, w->at, SIZE_MAX);
        if (w->cdata) {
            if (tt_str_starts(rest, TT_STR("]]>"))) {
                w->cdata = false;
                w->at += 3;
                continue;
            }
        } else if (tt_str_starts(rest, TT_STR("<![CDATA["))) {
            w->cdata = true;
            w->at += 9;
            continue;
        } else if (skip(w, "<!--", "-->") || skip(w, "<?", "?>")) {
            continue;
        } else if (rest.p[0] == '&') {
            enum { LONGEST = 12 };
            size_t end = tt_str_find(tt_str_sub(rest, 0, LONGEST), TT_STR(";"), 0);
            uint32_t c = end == SIZE_MAX ? 0 : character(tt_str_sub(rest, 1, end - 1));
            if (c) {
                w->at += end + 1;
                return utf8(c, out);
            }
        }
        out[0] = rest.p[0];
        w->at++;
        return 1;
    }
    return 0;
}

/* Offset behind the opening tag: a '>' may stand in quotes. */
static size_t behind_tag(tt_str s)
{
    char quote = 0;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (quote)
            quote = c == quote ? 0 : quote;
        else if (c == '"' || c == '\'')
            quote = c;
        else if (c == '>')
            return i + 1;
    }
    return s.n;
}

void tt_unwrap_text(tt_unwrap *w, tt_str element, uint64_t offset, tt_buf *out)
{
    size_t from = behind_tag(element), to = element.n, n;
    char piece[PIECE];
    while (to > from && element.p[to - 1] != '<')
        to--;
    to -= to > from;
    *w = (tt_unwrap){.from = tt_str_sub(element, from, to - from), .offset = offset + from};
    tt_buf_reset(out);
    while ((n = next(w, piece)) > 0)
        tt_buf_add(out, (tt_str){piece, n});
    start(w);
}

uint64_t tt_unwrap_offset(tt_unwrap *w, uint64_t out)
{
    char piece[PIECE];
    size_t n = 1;
    if (out < w->out)
        start(w);
    while (w->out < out && n > 0) {
        n = next(w, piece);
        w->out += n;
    }
    return w->offset + w->at;
}
