/*
 * json_write.c - JSON out, streamed: at most FLUSH bytes wait before they go to the file.
 */
#include "base/json_write.h"

#include "base/str.h"

#include <math.h>

enum { FLUSH = 1 << 16, MAX_DEPTH = 63 };

void tt_jw_init(tt_jw *w, tt_file_out *file_or_null, bool compact)
{
    *w = (tt_jw){.file = file_or_null, .compact = compact, .first = 1};
    tt_buf_init(&w->buf, 0);
}

void tt_jw_release(tt_jw *w)
{
    if (w)
        tt_buf_release(&w->buf);
}

static void fail(tt_jw *w, tt_status status)
{
    if (w->status == TT_OK)
        w->status = status;
}

static uint64_t bit(const tt_jw *w)
{
    return UINT64_C(1) << w->depth;
}

static void flush(tt_jw *w, size_t from)
{
    if (!w->file || w->buf.n < from || w->status != TT_OK)
        return;
    fail(w, tt_buf_status(&w->buf, &w->err));
    if (w->status != TT_OK)
        return;
    fail(w, tt_file_out_write(w->file, tt_buf_str(&w->buf), &w->err));
    tt_buf_reset(&w->buf);
}

static void new_line(tt_jw *w)
{
    if (w->compact)
        return;
    tt_buf_add_c(&w->buf, '\n');
    for (int i = 0; i < w->depth; i++)
        tt_buf_add(&w->buf, TT_STR("  "));
}

/* What stands between the thing before and the next key or element. */
static void separate(tt_jw *w)
{
    bool first = w->first & bit(w);
    w->first &= ~bit(w);
    if (w->depth > 0) {
        if (!first)
            tt_buf_add_c(&w->buf, ',');
        new_line(w);
    } else if (!first) {
        tt_buf_add_c(&w->buf, '\n'); /* one value after the other: NDJSON */
    }
}

/* Before each value.  False when nothing more is to be written. */
static bool value(tt_jw *w)
{
    flush(w, FLUSH);
    if (w->status != TT_OK)
        return false;
    if (w->key & bit(w))
        w->key &= ~bit(w);
    else
        separate(w);
    return true;
}

static void begin(tt_jw *w, char c)
{
    if (!value(w))
        return;
    if (w->depth == MAX_DEPTH) {
        fail(w, tt_fail(&w->err, TT_ELIMIT, "JSON depth limit of %d reached", MAX_DEPTH));
        return;
    }
    tt_buf_add_c(&w->buf, c);
    w->depth++;
    w->first |= bit(w);
    w->key &= ~bit(w);
}

static void finish(tt_jw *w, char c)
{
    if (w->status != TT_OK)
        return;
    TT_ASSERT(w->depth > 0 && !(w->key & bit(w)));
    if (w->depth == 0) {
        fail(w, tt_fail(&w->err, TT_EINTERNAL, "JSON closed more often than opened"));
        return;
    }
    bool empty = w->first & bit(w);
    w->depth--;
    if (!empty)
        new_line(w);
    tt_buf_add_c(&w->buf, c);
}

void tt_jw_object(tt_jw *w)
{
    begin(w, '{');
}

void tt_jw_object_end(tt_jw *w)
{
    finish(w, '}');
}

void tt_jw_array(tt_jw *w)
{
    begin(w, '[');
}

void tt_jw_array_end(tt_jw *w)
{
    finish(w, ']');
}

/* --- text --- */

static void escape(tt_jw *w, uint32_t cp)
{
    static const char hex[] = "0123456789abcdef";
    static const struct {
        char c, letter;
    } two[] = {{'"', '"'},  {'\\', '\\'}, {'\b', 'b'}, {'\f', 'f'},
               {'\n', 'n'}, {'\r', 'r'},  {'\t', 't'}};
    for (size_t i = 0; i < TT_LEN(two); i++) {
        if (cp == (unsigned char)two[i].c) {
            tt_buf_add(&w->buf, (tt_str){(char[]){'\\', two[i].letter}, 2});
            return;
        }
    }
    char six[] = {'\\',        'u', hex[cp >> 12 & 15], hex[cp >> 8 & 15], hex[cp >> 4 & 15],
                  hex[cp & 15]};
    tt_buf_add(&w->buf, (tt_str){six, sizeof six});
}

static bool needs_escape(const tt_jw *w, uint32_t cp)
{
    if (cp < 0x20 || cp == '"' || cp == '\\')
        return true;
    return w->html_safe && (cp == '<' || cp == '>' || cp == '&' || cp == 0x2028 || cp == 0x2029);
}

static void add_string(tt_jw *w, tt_str s)
{
    tt_buf_add_c(&w->buf, '"');
    size_t done = 0; /* bytes that were looked at and can be copied as they are start here */
    for (size_t i = 0; i < s.n;) {
        size_t at = i;
        uint32_t cp = (unsigned char)s.p[i];
        if (cp < 0x80)
            i++;
        else
            cp = tt_utf8_next(s, &i);
        bool bad = cp == 0xFFFD; /* or it is U+FFFD, and becomes what it is */
        if (!bad && !needs_escape(w, cp))
            continue;
        tt_buf_add(&w->buf, (tt_str){s.p + done, at - done});
        if (bad)
            tt_buf_add(&w->buf, TT_STR("\xEF\xBF\xBD"));
        else
            escape(w, cp);
        done = i;
    }
    if (done < s.n)
        tt_buf_add(&w->buf, (tt_str){s.p + done, s.n - done});
    tt_buf_add_c(&w->buf, '"');
}

void tt_jw_key(tt_jw *w, const char *key)
{
    if (w->status != TT_OK)
        return;
    TT_ASSERT(w->depth > 0 && !(w->key & bit(w)));
    separate(w);
    add_string(w, tt_str_of(key));
    tt_buf_add(&w->buf, w->compact ? TT_STR(":") : TT_STR(": "));
    w->key |= bit(w);
}

/* --- values --- */

void tt_jw_raw(tt_jw *w, tt_str json)
{
    if (value(w))
        tt_buf_add(&w->buf, json);
}

void tt_jw_str(tt_jw *w, tt_str s)
{
    if (!s.p)
        tt_jw_null(w);
    else if (value(w))
        add_string(w, s);
}

void tt_jw_z(tt_jw *w, const char *terminated)
{
    tt_jw_str(w, tt_str_of(terminated));
}

void tt_jw_u64(tt_jw *w, uint64_t v)
{
    char text[TT_NUM_TEXT];
    tt_jw_raw(w, (tt_str){text, tt_u64_text(v, text)});
}

void tt_jw_i64(tt_jw *w, int64_t v)
{
    char text[TT_NUM_TEXT];
    tt_jw_raw(w, (tt_str){text, tt_i64_text(v, text)});
}

void tt_jw_double(tt_jw *w, double v, unsigned decimals)
{
    enum { DIGITS = 15 }; /* what a double holds, and what readers of JSON take */
    char text[TT_NUM_TEXT];
    double least = 1; /* 10^(15 - decimals): from there on a decimal is one digit too many */
    for (unsigned i = decimals; i < DIGITS; i++)
        least *= 10;
    for (; decimals && isfinite(v) && fabs(v) >= least; least *= 10)
        decimals--;
    tt_jw_raw(w, (tt_str){text, tt_double_text(v, decimals, text)});
}

void tt_jw_bool(tt_jw *w, bool v)
{
    tt_jw_raw(w, v ? TT_STR("true") : TT_STR("false"));
}

void tt_jw_null(tt_jw *w)
{
    tt_jw_raw(w, TT_STR("null"));
}

void tt_jw_money(tt_jw *w, tt_money m)
{
    char text[TT_NUM_TEXT];
    if (m.ccy == TT_CCY_NONE)
        tt_jw_null(w);
    else
        tt_jw_str(w, (tt_str){text, tt_money_amount_text(m, text)});
}

void tt_jw_date(tt_jw *w, tt_date d)
{
    char text[TT_NUM_TEXT];
    if (d == TT_NO_DATE)
        tt_jw_null(w);
    else
        tt_jw_str(w, (tt_str){text, tt_date_text(d, text)});
}

void tt_jw_kstr(tt_jw *w, const char *key, tt_str s)
{
    tt_jw_key(w, key);
    tt_jw_str(w, s);
}

void tt_jw_kz(tt_jw *w, const char *key, const char *s)
{
    tt_jw_key(w, key);
    tt_jw_z(w, s);
}

void tt_jw_ku64(tt_jw *w, const char *key, uint64_t v)
{
    tt_jw_key(w, key);
    tt_jw_u64(w, v);
}

void tt_jw_kdouble(tt_jw *w, const char *key, double v, unsigned decimals)
{
    tt_jw_key(w, key);
    tt_jw_double(w, v, decimals);
}

tt_status tt_jw_end(tt_jw *w, tt_err *err)
{
    TT_ASSERT(w->status != TT_OK || w->depth == 0);
    if (w->status == TT_OK && w->depth != 0)
        fail(w, tt_fail(&w->err, TT_EINTERNAL, "JSON opened more often than closed"));
    tt_buf_add_c(&w->buf, '\n');
    if (w->status == TT_OK)
        fail(w, tt_buf_status(&w->buf, &w->err));
    flush(w, 0);
    return w->status == TT_OK ? TT_OK : tt_fail(err, w->status, "%s", w->err.text);
}
