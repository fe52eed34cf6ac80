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

/* What begins here and stands for no text is passed.  True when something was. */
static bool pass(tt_unwrap *w, tt_str rest)
{
    tt_str cdata = TT_STR("<![CDATA["), end = TT_STR("]]>");
    if (w->cdata && tt_str_starts(rest, end)) {
        w->cdata = false;
        w->at += end.n;
        return true;
    }
    if (!w->cdata && tt_str_starts(rest, cdata)) {
        w->cdata = true;
        w->at += cdata.n;
        return true;
    }
    return !w->cdata && (skip(w, "<!--", "-->") || skip(w, "<?", "?>"));
}

/* The next text that comes out, at most `limit` bytes when it stands there as it is; empty at the
 * end.  Made in `made` when it does not. */
static tt_str next(tt_unwrap *w, size_t limit, char made[PIECE])
{
    while (w->at < w->from.n) {
        tt_str rest = tt_str_sub(w->from, w->at, SIZE_MAX);
        char c = rest.p[0];
        if ((c == '<' || c == ']') && pass(w, rest))
            continue;
        if (c == '&' && !w->cdata) {
            enum { LONGEST = 12 };
            size_t end = tt_str_find(tt_str_sub(rest, 0, LONGEST), TT_STR(";"), 0);
            uint32_t code = end == SIZE_MAX ? 0 : character(tt_str_sub(rest, 1, end - 1));
            if (code) {
                w->at += end + 1;
                return (tt_str){made, utf8(code, made)};
            }
        }
        size_t n = 1;
        limit = TT_MIN(limit, rest.n);
        while (n < limit && rest.p[n] != '<' && rest.p[n] != '&' && rest.p[n] != ']')
            n++;
        w->at += n;
        return tt_str_sub(rest, 0, n);
    }
    return (tt_str){NULL, 0};
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
    size_t from = behind_tag(element), to = element.n;
    char made[PIECE];
    tt_str piece;
    while (to > from && element.p[to - 1] != '<')
        to--;
    to -= to > from;
    *w = (tt_unwrap){.from = tt_str_sub(element, from, to - from), .offset = offset + from};
    tt_buf_reset(out);
    while ((piece = next(w, SIZE_MAX, made)).n > 0)
        tt_buf_add(out, piece);
    start(w);
}

uint64_t tt_unwrap_offset(tt_unwrap *w, uint64_t out)
{
    char made[PIECE];
    tt_str piece = {made, 1};
    if (out < w->out)
        start(w);
    while (w->out < out && piece.n > 0) {
        piece = next(w, (size_t)(out - w->out), made);
        w->out += piece.n;
    }
    return w->offset + w->at;
}
