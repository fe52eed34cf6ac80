/*
 * json_flat.c - one level of JSON, members or elements, and a check of what is nested below.
 *
 * One cursor that moves forward; the stack of open brackets is a bit each.
 */
#include "base/json_flat.h"

#include "base/str.h"

_Static_assert(TT_JSON_DEPTH <= 64, "open brackets are bits of one word");

struct cursor {
    const char *p, *end;
    tt_arena *scratch;
    bool no_memory;
};

static void skip_space(struct cursor *c)
{
    while (c->p < c->end && (*c->p == ' ' || *c->p == '\n' || *c->p == '\r' || *c->p == '\t'))
        c->p++;
}

/* Eat one byte if it is there. */
static bool eat(struct cursor *c, char want)
{
    if (c->p == c->end || *c->p != want)
        return false;
    c->p++;
    return true;
}

/* --- strings --- */

static bool hex4(struct cursor *c, uint32_t *out)
{
    uint32_t v = 0;
    if (c->end - c->p < 4)
        return false;
    for (int i = 0; i < 4; i++) {
        char d = tt_ascii_lower(*c->p++);
        if (!tt_ascii_is_digit(d) && (d < 'a' || d > 'f'))
            return false;
        v = v * 16 + (uint32_t)(tt_ascii_is_digit(d) ? d - '0' : d - 'a' + 10);
    }
    *out = v;
    return true;
}

/* UTF-8 of a code point; surrogates too, which makes bad UTF-8 on purpose. */
static size_t put_utf8(uint32_t u, char *out)
{
    if (u < 0x80) {
        out[0] = (char)u;
        return 1;
    }
    size_t n = u < 0x800 ? 2 : u < 0x10000 ? 3 : 4;
    static const unsigned lead[] = {0, 0, 0xc0, 0xe0, 0xf0};
    for (size_t i = n - 1; i > 0; i--, u >>= 6)
        out[i] = (char)(0x80 | (u & 0x3f));
    out[0] = (char)(lead[n] | u);
    return n;
}

/* The rest of a \u escape.  An escape is never shorter than what it stands for. */
static bool unicode_escape(struct cursor *c, char *out, size_t *n)
{
    uint32_t u, low;
    if (!hex4(c, &u))
        return false;
    if (u >= 0xd800 && u < 0xdc00 && c->end - c->p >= 2 && c->p[0] == '\\' && c->p[1] == 'u') {
        struct cursor ahead = *c;
        ahead.p += 2;
        if (!hex4(&ahead, &low))
            return false;
        if (low >= 0xdc00 && low < 0xe000) {
            u = 0x10000 + ((u - 0xd800) << 10) + (low - 0xdc00);
            c->p = ahead.p;
        }
    }
    *n += put_utf8(u, out + *n);
    return true;
}

static bool escape(struct cursor *c, char *out, size_t *n)
{
    static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
    char e = c->p < c->end ? *c->p++ : '\0';
    if (e == 'u')
        return unicode_escape(c, out, n);
    const char *hit = e ? strchr(from, e) : NULL;
    if (!hit)
        return false;
    out[(*n)++] = to[hit - from];
    return true;
}

/* Bytes of the word that are zero have their top bit set; those above the first such may be, too.
 */
static uint64_t zero_bytes(uint64_t w)
{
    return (w - UINT64_C(0x0101010101010101)) & ~w & UINT64_C(0x8080808080808080);
}

/* To the first quote, backslash or control character. */
static void skip_plain(struct cursor *c)
{
    const uint64_t ones = UINT64_C(0x0101010101010101);
    for (; c->end - c->p >= 8; c->p += 8) {
        uint64_t w;
        memcpy(&w, c->p, 8);
        uint64_t low = (w - ones * 0x20) & ~w & (ones << 7);
        if (zero_bytes(w ^ (ones * '"')) | zero_bytes(w ^ (ones * '\\')) | low)
            break;
    }
    while (c->p < c->end && *c->p != '"' && *c->p != '\\' && (unsigned char)*c->p >= 0x20)
        c->p++;
}

/* After the opening quote, up to and with the closing one; out NULL only checks. */
static bool string(struct cursor *c, tt_str *out)
{
    const char *start = c->p;
    skip_plain(c);
    if (eat(c, '"')) {
        if (out)
            *out = (tt_str){start, (size_t)(c->p - 1 - start)};
        return true;
    }
    /* An escape: find the end first, to know the room that is enough. */
    const char *close = c->p;
    while (close < c->end && *close != '"')
        close += *close == '\\' && close + 1 < c->end ? 2 : 1;
    if (close >= c->end)
        return false;
    char discard[8], *text = discard;
    if (out && !(text = tt_arena_zalloc(c->scratch, (size_t)(close - start) + 1, 1))) {
        c->no_memory = true;
        return false;
    }
    size_t n = (size_t)(c->p - start);
    if (out)
        memcpy(text, start, n);
    while (c->p < close) {
        n = out ? n : 0;
        if ((unsigned char)*c->p < 0x20)
            return false;
        if (*c->p != '\\') {
            text[n++] = *c->p++;
            continue;
        }
        c->p++;
        if (!escape(c, text, &n))
            return false;
    }
    if (out)
        *out = (tt_str){text, n};
    return eat(c, '"');
}

/* --- other values --- */

static size_t skip_digits(struct cursor *c)
{
    const char *start = c->p;
    while (c->p < c->end && tt_ascii_is_digit(*c->p))
        c->p++;
    return (size_t)(c->p - start);
}

static bool number(struct cursor *c)
{
    (void)eat(c, '-');
    const char *whole = c->p;
    size_t n = skip_digits(c);
    if (n == 0 || (n > 1 && *whole == '0'))
        return false;
    if (eat(c, '.') && skip_digits(c) == 0)
        return false;
    if (eat(c, 'e') || eat(c, 'E')) {
        if (!eat(c, '-'))
            (void)eat(c, '+');
        return skip_digits(c) > 0;
    }
    return true;
}

static bool word(struct cursor *c, tt_str w)
{
    if (!tt_str_starts((tt_str){c->p, (size_t)(c->end - c->p)}, w))
        return false;
    c->p += w.n;
    return true;
}

/* A number, true, false or null. */
static bool bare(struct cursor *c, tt_json_type *type)
{
    *type = TT_JSON_BOOL;
    if (word(c, TT_STR("true")) || word(c, TT_STR("false")))
        return true;
    *type = TT_JSON_NULL;
    if (word(c, TT_STR("null")))
        return true;
    *type = TT_JSON_NUMBER;
    return number(c);
}

static bool key_and_colon(struct cursor *c, tt_str *key)
{
    if (!eat(c, '"') || !string(c, key))
        return false;
    skip_space(c);
    if (!eat(c, ':'))
        return false;
    skip_space(c);
    return true;
}

/* The array or object that starts here, checked and skipped. */
static bool nested(struct cursor *c)
{
    uint64_t objects = 0; /* bit d: the bracket at depth d is an object's */
    /* The object that the caller reads is the first level. */
    unsigned depth = 0;
    const unsigned limit = TT_JSON_DEPTH - 1;
    bool wanted = true; /* a value comes next, else a comma or the end of what is open */
    for (;;) {
        skip_space(c);
        if (c->p == c->end)
            return false;
        if (wanted && (*c->p == '{' || *c->p == '[')) {
            bool object = *c->p++ == '{';
            if (depth == limit)
                return false;
            objects = (objects & ~(UINT64_C(1) << depth)) | (uint64_t)object << depth;
            depth++;
            skip_space(c);
            if (eat(c, object ? '}' : ']')) {
                depth--;
                wanted = false;
            } else if (object && !key_and_colon(c, NULL)) {
                return false;
            }
        } else if (wanted) {
            tt_json_type type;
            if (!(eat(c, '"') ? string(c, NULL) : bare(c, &type)))
                return false;
            wanted = false;
        } else {
            bool object = objects >> (depth - 1) & 1;
            if (eat(c, ',')) {
                skip_space(c);
                if (object && !key_and_colon(c, NULL))
                    return false;
                wanted = true;
            } else if (eat(c, object ? '}' : ']')) {
                depth--;
            } else {
                return false;
            }
        }
        if (depth == 0)
            return true;
    }
}

static bool value(struct cursor *c, tt_json_member *m)
{
    const char *start = c->p;
    if (eat(c, '"')) {
        m->type = TT_JSON_STRING;
        return string(c, &m->text);
    }
    if (c->p < c->end && (*c->p == '{' || *c->p == '[')) {
        m->type = *c->p == '{' ? TT_JSON_OBJECT : TT_JSON_ARRAY;
        if (!nested(c))
            return false;
    } else if (!bare(c, &m->type)) {
        return false;
    }
    if (m->type != TT_JSON_NULL)
        m->text = (tt_str){start, (size_t)(c->p - start)};
    return true;
}

/* --- one level --- */

static bool level(struct cursor *c, bool object, tt_json_member_vec *out)
{
    char close = object ? '}' : ']';
    skip_space(c);
    if (eat(c, close))
        return true;
    for (;;) {
        tt_json_member m = {.key = {NULL, 0}};
        skip_space(c);
        if ((object && !key_and_colon(c, &m.key)) || !value(c, &m))
            return false;
        if (!tt_vec_push(out, m)) {
            c->no_memory = true;
            return false;
        }
        skip_space(c);
        if (eat(c, close))
            return true;
        if (!eat(c, ','))
            return false;
    }
}

static tt_status read_level(tt_str text, bool object, tt_arena *scratch, tt_json_member_vec *out,
                            tt_json_flat *what, tt_err *err)
{
    const char *p = text.p ? text.p : "";
    struct cursor c = {p, p + text.n, scratch, false};
    out->n = 0;
    skip_space(&c);
    if (!eat(&c, object ? '{' : '[')) {
        *what = TT_JSON_FLAT_NOT_OBJECT;
        return TT_OK;
    }
    bool fine = level(&c, object, out);
    if (c.no_memory)
        return tt_fail(err, TT_ENOMEM, "no room for the members of a JSON object");
    skip_space(&c);
    *what = fine && c.p == c.end ? TT_JSON_FLAT_FINE : TT_JSON_FLAT_BROKEN;
    return TT_OK;
}

tt_status tt_json_flat_members(tt_str text, tt_arena *scratch, tt_json_member_vec *out,
                               tt_json_flat *what, tt_err *err)
{
    return read_level(text, true, scratch, out, what, err);
}

tt_status tt_json_flat_elements(tt_str text, tt_arena *scratch, tt_json_member_vec *out,
                                tt_json_flat *what, tt_err *err)
{
    return read_level(text, false, scratch, out, what, err);
}
