/*
 * json_scan.c - the strict pre-pass: one loop and a stack of brackets, no recursion.
 *
 * Strings are compared as decoded text, so that "a" and "\u0061" are the same key.
 */
#include "base/json_scan.h"

#include "base/json_read.h"
#include "base/num.h"
#include "base/str.h"

#include <float.h>
#include <math.h>

enum { MAX_NUMBER = 63, MAX_DIGITS = 15, FEW_KEYS = 128 };

struct key {
    tt_str raw; /* between the quotes */
    uint32_t hash;
    bool escapes;
};

TT_VEC(key_vec, struct key);

struct scan {
    tt_str in;
    size_t i;
    bool object[TT_JSON_DEPTH];      /* what is open: object or array */
    size_t first_key[TT_JSON_DEPTH]; /* of that object, in keys */
    size_t depth;
    key_vec keys; /* of all open objects, outermost first */
    tt_json_number_vec *numbers;
    tt_err *err;
};

/* --- places --- */

static tt_status fail_at(struct scan *s, size_t at, const char *what)
{
    size_t line = 1, column = 1;
    for (size_t i = 0; i < at; i++) {
        if (s->in.p[i] == '\n') {
            line++;
            column = 1;
        } else if (((unsigned char)s->in.p[i] & 0xC0) != 0x80) {
            column++;
        }
    }
    return tt_fail(s->err, TT_EFORMAT, "line %zu column %zu: %s", line, column, what);
}

static tt_status fail_here(struct scan *s, const char *what)
{
    return fail_at(s, s->i, s->i < s->in.n ? what : "the text ends too early");
}

static bool at(const struct scan *s, char c)
{
    return s->i < s->in.n && s->in.p[s->i] == c;
}

static void skip_space(struct scan *s)
{
    while (at(s, ' ') || at(s, '\n') || at(s, '\r') || at(s, '\t'))
        s->i++;
}

/* --- strings --- */

static int hex_digit(char c)
{
    if (tt_ascii_is_digit(c))
        return c - '0';
    c = tt_ascii_lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Four hex digits at i, or -1. */
static int32_t hex4(tt_str s, size_t i)
{
    int32_t v = 0;
    if (s.n < 4 || i > s.n - 4)
        return -1;
    for (size_t k = 0; k < 4; k++) {
        int d = hex_digit(s.p[i + k]);
        if (d < 0)
            return -1;
        v = v * 16 + d;
    }
    return v;
}

/* The escape at the backslash s->i.  Moves past it. */
static tt_status check_escape(struct scan *s)
{
    size_t start = s->i++;
    if (s->i == s->in.n)
        return fail_here(s, "");
    char c = s->in.p[s->i++];
    if (memchr("\"\\/bfnrt", c, 8))
        return TT_OK;
    if (c != 'u')
        return fail_at(s, start, "unknown escape in a string");
    int32_t u = hex4(s->in, s->i);
    if (u < 0)
        return fail_at(s, start, "\\u without four hex digits");
    s->i += 4;
    if (u == 0)
        return fail_at(s, start, "\\u0000 in a string");
    if (u < 0xD800 || u > 0xDFFF)
        return TT_OK;
    int32_t low =
        at(s, '\\') && s->i + 1 < s->in.n && s->in.p[s->i + 1] == 'u' ? hex4(s->in, s->i + 2) : -1;
    if (u > 0xDBFF || low < 0xDC00 || low > 0xDFFF)
        return fail_at(s, start, "half of a surrogate pair in a string");
    s->i += 6;
    return TT_OK;
}

/* Past the bytes of a string that need no look: not a quote, a backslash, a control character. */
static void skip_text(struct scan *s)
{
    static const bool special[256] = {
        ['"'] = true, ['\\'] = true, [0] = true,  [1] = true,  [2] = true,  [3] = true,
        [4] = true,   [5] = true,    [6] = true,  [7] = true,  [8] = true,  [9] = true,
        [10] = true,  [11] = true,   [12] = true, [13] = true, [14] = true, [15] = true,
        [16] = true,  [17] = true,   [18] = true, [19] = true, [20] = true, [21] = true,
        [22] = true,  [23] = true,   [24] = true, [25] = true, [26] = true, [27] = true,
        [28] = true,  [29] = true,   [30] = true, [31] = true,
    };
    const unsigned char *p = (const unsigned char *)s->in.p;
    size_t i = s->i;
    while (i < s->in.n && !special[p[i]])
        i++;
    s->i = i;
}

/* The string at the quote s->i; raw is what stands between the quotes. */
static tt_status check_string(struct scan *s, tt_str *raw, bool *escapes)
{
    size_t start = ++s->i;
    *escapes = false;
    for (;;) {
        skip_text(s);
        if (s->i == s->in.n)
            return fail_here(s, "");
        if (s->in.p[s->i] == '"')
            break;
        if (s->in.p[s->i] != '\\')
            return fail_here(s, "control character in a string");
        *escapes = true;
        TT_TRY(check_escape(s));
    }
    *raw = (tt_str){s->in.p + start, s->i - start};
    s->i++;
    return TT_OK;
}

/* Reads a string that was checked, code point by code point. */
struct decoder {
    tt_str raw;
    size_t i;
};

/* The next code point, or UINT32_MAX at the end. */
static uint32_t decode(struct decoder *d)
{
    static const char from[] = "bfnrt", to[] = "\b\f\n\r\t";
    if (d->i == d->raw.n)
        return UINT32_MAX;
    char c = d->raw.p[d->i];
    if ((unsigned char)c >= 0x80)
        return tt_utf8_next(d->raw, &d->i);
    if (c != '\\') {
        d->i++;
        return (unsigned char)c;
    }
    c = d->raw.p[d->i + 1];
    d->i += 2;
    if (c != 'u') {
        const char *hit = strchr(from, c);
        return (unsigned char)(hit ? to[hit - from] : c);
    }
    uint32_t u = (uint32_t)hex4(d->raw, d->i);
    d->i += 4;
    if (u < 0xD800 || u > 0xDFFF)
        return u;
    uint32_t low = (uint32_t)hex4(d->raw, d->i + 2);
    d->i += 6;
    return 0x10000 + ((u - 0xD800) << 10) + (low - 0xDC00);
}

/* --- duplicate keys --- */

/* FNV-1a over the code points. */
static uint32_t hash_of(tt_str raw)
{
    struct decoder d = {raw, 0};
    uint32_t h = 2166136261u;
    for (uint32_t cp; (cp = decode(&d)) != UINT32_MAX;)
        h = (h ^ cp) * 16777619u;
    return h;
}

static int compare(const struct key *a, const struct key *b)
{
    if (a->hash != b->hash)
        return a->hash < b->hash ? -1 : 1;
    if (!a->escapes && !b->escapes)
        return tt_str_cmp(a->raw, b->raw); /* UTF-8 sorts as its code points do */
    struct decoder x = {a->raw, 0}, y = {b->raw, 0};
    for (;;) {
        uint32_t p = decode(&x), q = decode(&y);
        if (p == q && p != UINT32_MAX)
            continue;
        if (p == q)
            return 0;
        if (p == UINT32_MAX || q == UINT32_MAX)
            return p == UINT32_MAX ? -1 : 1; /* the shorter one first */
        return p < q ? -1 : 1;
    }
}

static int compare_keys(const void *a, const void *b, void *ctx)
{
    TT_UNUSED(ctx);
    return compare(a, b);
}

/* By a small table of places, each 1 + the index of a key. */
static const char *first_double_of_few(const struct key *k, size_t n)
{
    enum { PLACES = 2 * FEW_KEYS };
    uint8_t place[PLACES] = {0};
    for (size_t i = 0; i < n; i++) {
        size_t at = k[i].hash % PLACES;
        for (; place[at]; at = (at + 1) % PLACES)
            if (compare(&k[place[at] - 1], &k[i]) == 0)
                return k[i].raw.p;
        place[at] = (uint8_t)(i + 1);
    }
    return NULL;
}

/* *out is the first key that repeats one before it, or NULL.  May change the order. */
static tt_status find_double(struct key *k, size_t n, const char **out, tt_err *err)
{
    *out = NULL;
    if (n <= FEW_KEYS) {
        *out = first_double_of_few(k, n);
        return TT_OK;
    }
    if (!tt_sort(k, n, sizeof *k, compare_keys, NULL))
        return tt_fail(err, TT_ENOMEM, "no room for the keys of a JSON object");
    for (size_t i = 1; i < n; i++) /* equal keys stay in order: the sort is stable */
        if (compare(&k[i - 1], &k[i]) == 0 && (!*out || k[i].raw.p < *out))
            *out = k[i].raw.p;
    return TT_OK;
}

static tt_status check_keys(struct scan *s)
{
    size_t first = s->first_key[s->depth - 1];
    const char *twice;
    if (s->keys.n - first >= 2) {
        TT_TRY(find_double(s->keys.v + first, s->keys.n - first, &twice, s->err));
        if (twice)
            return fail_at(s, (size_t)(twice - s->in.p) - 1, "key given twice in an object");
    }
    s->keys.n = first;
    return TT_OK;
}

/* --- numbers --- */

static size_t skip_digits(struct scan *s)
{
    size_t start = s->i;
    while (s->i < s->in.n && tt_ascii_is_digit(s->in.p[s->i]))
        s->i++;
    return s->i - start;
}

/* Digits of the mantissa without zeros at either end. */
static size_t significant(tt_str number)
{
    size_t n = 0, zeros = 0;
    for (size_t i = 0; i < number.n && number.p[i] != 'e' && number.p[i] != 'E'; i++) {
        if (!tt_ascii_is_digit(number.p[i]))
            continue;
        if (number.p[i] == '0') {
            zeros += n > 0;
        } else {
            n += zeros + 1;
            zeros = 0;
        }
    }
    return n;
}

static tt_status check_number(struct scan *s)
{
    size_t start = s->i;
    s->i += at(s, '-');
    size_t whole = s->i;
    if (skip_digits(s) == 0)
        return fail_here(s, "a value was expected");
    if (s->in.p[whole] == '0' && s->i > whole + 1)
        return fail_at(s, start, "number with a leading zero");
    if (at(s, '.')) {
        s->i++;
        if (skip_digits(s) == 0)
            return fail_here(s, "a digit was expected");
    }
    if (at(s, 'e') || at(s, 'E')) {
        s->i++;
        s->i += at(s, '-') || at(s, '+');
        if (skip_digits(s) == 0)
            return fail_here(s, "a digit was expected");
    }
    tt_json_number number = {.text = {s->in.p + start, s->i - start}};
    if (number.text.n > MAX_NUMBER)
        return fail_at(s, start, "number of more than 63 characters");
    size_t digits = significant(number.text);
    if (digits > MAX_DIGITS)
        return fail_at(s, start, "number of more than 15 digits: write it as a string");
    if (!tt_parse_double(number.text, &number.value) ||
        (digits > 0 && fabs(number.value) < DBL_MIN))
        return fail_at(s, start, "number out of range: write it as a string");
    if (!tt_vec_push(s->numbers, number))
        return tt_fail(s->err, TT_ENOMEM, "no room for the numbers of a JSON text");
    return TT_OK;
}

/* --- values --- */

static tt_status check_word(struct scan *s, tt_str word)
{
    if (!tt_str_starts((tt_str){s->in.p + s->i, s->in.n - s->i}, word))
        return fail_here(s, "a value was expected");
    s->i += word.n;
    return TT_OK;
}

static tt_status open_bracket(struct scan *s, bool object)
{
    if (s->depth == TT_JSON_DEPTH)
        return fail_here(s, "objects and arrays are nested more than 64 deep");
    s->object[s->depth] = object;
    s->first_key[s->depth] = s->keys.n;
    s->depth++;
    s->i++;
    return TT_OK;
}

/* "key": of an object. */
static tt_status check_key(struct scan *s)
{
    struct key k;
    if (!at(s, '"'))
        return fail_here(s, "a key was expected");
    TT_TRY(check_string(s, &k.raw, &k.escapes));
    k.hash = hash_of(k.raw);
    if (!tt_vec_push(&s->keys, k))
        return tt_fail(s->err, TT_ENOMEM, "no room for the keys of a JSON object");
    skip_space(s);
    if (!at(s, ':'))
        return fail_here(s, "':' was expected");
    s->i++;
    skip_space(s);
    return TT_OK;
}

static bool close_bracket(struct scan *s)
{
    if (!at(s, s->object[s->depth - 1] ? '}' : ']'))
        return false;
    s->i++;
    return true;
}

/* A scalar, or an opening bracket (and the first key): *inside is then true, unless it closes. */
static tt_status check_value(struct scan *s, bool *inside)
{
    tt_str ignored;
    bool escapes;
    *inside = false;
    switch (s->i < s->in.n ? s->in.p[s->i] : '\0') {
    case '"':
        return check_string(s, &ignored, &escapes);
    case 't':
        return check_word(s, TT_STR("true"));
    case 'f':
        return check_word(s, TT_STR("false"));
    case 'n':
        return check_word(s, TT_STR("null"));
    case '{':
    case '[':
        break;
    default:
        return check_number(s);
    }
    TT_TRY(open_bracket(s, at(s, '{')));
    skip_space(s);
    if (close_bracket(s)) {
        s->depth--;
        return TT_OK;
    }
    *inside = true;
    return s->object[s->depth - 1] ? check_key(s) : TT_OK;
}

/* After a value: closing brackets, then a comma and what must follow, or the end. */
static tt_status after_value(struct scan *s, bool *more)
{
    for (;;) {
        skip_space(s);
        *more = false;
        if (s->depth == 0)
            return s->i == s->in.n ? TT_OK : fail_here(s, "text after the end");
        if (at(s, ',')) {
            *more = true;
            s->i++;
            skip_space(s);
            return s->object[s->depth - 1] ? check_key(s) : TT_OK;
        }
        bool object = s->object[s->depth - 1];
        if (!close_bracket(s))
            return fail_here(s, object ? "',' or '}' was expected" : "',' or ']' was expected");
        if (object)
            TT_TRY(check_keys(s));
        s->depth--;
    }
}

static tt_status check_all(struct scan *s)
{
    size_t bad = tt_utf8_bad(s->in);
    if (bad < s->in.n)
        return fail_at(s, bad, "not UTF-8");
    skip_space(s);
    for (bool more = true; more;) {
        bool inside;
        TT_TRY(check_value(s, &inside));
        if (!inside)
            TT_TRY(after_value(s, &more));
    }
    return TT_OK;
}

tt_status tt_json_scan(tt_str text, tt_json_number_vec *numbers, tt_err *err)
{
    struct scan s = {.in = text, .numbers = numbers, .err = err};
    tt_status st = check_all(&s);
    tt_vec_release(&s.keys);
    return st;
}
