/*
 * fuzz_json.c - any bytes as JSON: what is accepted survives the way out and in, the stream cuts
 * it as the parser reads it, and places are right whatever the bytes.
 */
#include "base/json_flat.h"
#include "base/json_read.h"
#include "base/json_write.h"
#include "base/str.h"

#define CHECK(cond)                                                                                \
    do {                                                                                           \
        if (!(cond))                                                                               \
            __builtin_trap();                                                                      \
    } while (0)

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

/* --- the parser --- */

/* Depth is at most TT_JSON_DEPTH: recursion is fine here. */
static void write_node(tt_jw *w, const tt_json *j)
{
    tt_str text = {NULL, 0};
    tt_json_type type = tt_json_type_of(j);
    if (type == TT_JSON_ARRAY || type == TT_JSON_OBJECT) {
        bool object = type == TT_JSON_OBJECT;
        if (object)
            tt_jw_object(w);
        else
            tt_jw_array(w);
        for (const tt_json *c = tt_json_first(j); c; c = tt_json_next(c)) {
            if (object) {
                CHECK(tt_json_get(j, tt_json_key(c)) == c);
                tt_jw_key(w, tt_json_key(c));
            }
            write_node(w, c);
        }
        if (object)
            tt_jw_object_end(w);
        else
            tt_jw_array_end(w);
    } else if (type == TT_JSON_STRING) {
        tt_jw_str(w, tt_json_str(j));
    } else if (!tt_json_scalar_text(j, NULL, &text)) {
        tt_jw_raw(w, TT_STR("-1e300")); /* a number without a short text: keep the shape */
    } else {
        tt_jw_raw(w, text.p ? text : TT_STR("null"));
    }
}

static void compare(const tt_json *a, const tt_json *b)
{
    tt_str x = {NULL, 0}, y = {NULL, 0};
    CHECK(tt_json_type_of(a) == tt_json_type_of(b));
    CHECK(strcmp(tt_json_key(a), tt_json_key(b)) == 0);
    bool p = tt_json_scalar_text(a, NULL, &x), q = tt_json_scalar_text(b, NULL, &y);
    CHECK(p == q && (x.p == NULL) == (y.p == NULL) && tt_str_eq(x, y));
    const tt_json *c = tt_json_first(a), *d = tt_json_first(b);
    for (; c && d; c = tt_json_next(c), d = tt_json_next(d))
        compare(c, d);
    CHECK(!c && !d);
}

static void write_and_read(const tt_json *j)
{
    for (int form = 0; form < 3; form++) {
        tt_jw w;
        tt_json *again;
        tt_jw_init(&w, NULL, form == 1);
        w.html_safe = form == 2;
        write_node(&w, j);
        tt_status st = tt_jw_end(&w, NULL);
        CHECK(st == TT_OK || st == TT_ELIMIT); /* the writer stops at depth 63 */
        if (st == TT_OK) {
            CHECK(tt_utf8_bad(tt_buf_str(&w.buf)) == w.buf.n);
            CHECK(tt_json_parse(tt_buf_str(&w.buf), &again, NULL) == TT_OK);
            compare(j, again);
            tt_json_free(again);
        }
        tt_jw_release(&w);
    }
}

/* --- the stream --- */

/* Between items there are only blanks and the punctuation of an array. */
static void cross(tt_str in, size_t *at, size_t to, uint64_t *line)
{
    CHECK(to >= *at);
    for (; *at < to; (*at)++) {
        bool bom = *at < 3 && tt_str_starts(in, TT_STR("\xEF\xBB\xBF"));
        CHECK(bom || memchr(" \t\r\n,[]", in.p[*at], 8));
        *line += in.p[*at] == '\n';
    }
}

/* How many items; SIZE_MAX when one is broken or the parser does not take it. */
static size_t cut(tt_str in, bool *array)
{
    tt_json_stream s;
    tt_json_item item;
    size_t at = 0, items = 0;
    uint64_t line = 1;
    bool good = true;
    tt_json_stream_init(&s, in);
    while (tt_json_stream_next(&s, &item)) {
        tt_json *j = NULL;
        cross(in, &at, item.offset, &line);
        CHECK(item.line == line);
        CHECK(item.raw.p == in.p + item.offset && item.raw.n <= in.n - item.offset);
        CHECK(item.raw.n > 0 || (item.broken && at == in.n));
        for (; at < item.offset + item.raw.n; at++)
            line += in.p[at] == '\n';
        if (item.broken)
            CHECK(!item.raw.n || !memchr(item.raw.p, '\n', item.raw.n));
        else
            good &= tt_json_parse(item.raw, &j, NULL) == TT_OK;
        good &= !item.broken;
        tt_json_free(j);
        items++;
    }
    cross(in, &at, in.n, &line);
    *array = s.array;
    return good ? items : SIZE_MAX;
}

/* --- the reader of one level --- */

/* What the strict parser takes, it takes as well, and gives the same; never the other way round
 * (equal keys and bad UTF-8 are for its caller to judge). */
static void compare_flat(tt_str in, const tt_json *j)
{
    tt_arena a;
    tt_json_member_vec v = {0};
    tt_json_flat what;
    tt_arena_init(&a, 0);
    bool object = j && tt_json_type_of(j) == TT_JSON_OBJECT;
    bool array = j && tt_json_type_of(j) == TT_JSON_ARRAY;
    if (array)
        CHECK(tt_json_flat_elements(in, &a, &v, &what, NULL) == TT_OK);
    else
        CHECK(tt_json_flat_members(in, &a, &v, &what, NULL) == TT_OK);
    if (object || array) {
        const tt_json *c = tt_json_first(j);
        CHECK(what == TT_JSON_FLAT_FINE);
        for (size_t i = 0; i < v.n; i++, c = tt_json_next(c)) {
            CHECK(c && v.v[i].type == tt_json_type_of(c));
            CHECK(tt_str_is(v.v[i].key, tt_json_key(c)));
            if (v.v[i].type == TT_JSON_STRING)
                CHECK(tt_str_eq(v.v[i].text, tt_json_str(c)));
        }
        CHECK(!c);
    } else if (j) {
        CHECK(what == TT_JSON_FLAT_NOT_OBJECT);
    }
    tt_vec_release(&v);
    tt_arena_release(&a);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    tt_str in = {(const char *)bytes, n};
    tt_json *j = NULL;
    tt_err err = {.code = TT_OK};
    bool array;
    size_t items = cut(in, &array);
    tt_status st = tt_json_parse(in, &j, &err);
    CHECK(st == TT_OK || (st == TT_EFORMAT && strncmp(err.text, "line ", 5) == 0));
    CHECK((st == TT_OK) == (j != NULL));
    compare_flat(in, j);
    if (j) {
        size_t children = 0;
        write_and_read(j);
        for (const tt_json *c = tt_json_first(j); c; c = tt_json_next(c))
            children++;
        CHECK(array == (tt_json_type_of(j) == TT_JSON_ARRAY));
        CHECK(items == (array ? children : 1));
        tt_json_free(j);
    }
    tt_mem_fail_at(n % 61 + 1); /* and once more with some allocation failing */
    st = tt_json_parse(in, &j, NULL);
    tt_mem_fail_at(0);
    CHECK(st == TT_OK || st == TT_EFORMAT || st == TT_ENOMEM);
    tt_json_free(j);
    return 0;
}
