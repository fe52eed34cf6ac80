/*
 * store_test.h - what the tests of the case file share: files in a folder of their own, records
 * written as words, sources that are loaded from them.
 */
#ifndef TT_TESTS_UNIT_STORE_STORE_TEST_H
#define TT_TESTS_UNIT_STORE_STORE_TEST_H

#include "tests/support/tt_test.h" /* first: see banned.h */

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "refdata/refdata.h"
#include "store/store.h"

enum { TEST_FILES = 256 };
static char test_dir[64];
static struct {
    char path[96], journal[104];
} test_file[TEST_FILES];
static int test_files;

static void test_remove_files(void)
{
    for (int i = 0; i < test_files; i++) {
        (void)unlink(test_file[i].path);
        (void)unlink(test_file[i].journal);
    }
    (void)rmdir(test_dir);
}

/** A path where nothing is; what comes there is removed when the program ends. */
static inline const char *new_path(void)
{
    if (!test_dir[0]) {
        const char *tmp = getenv("TMPDIR");
        (void)snprintf(test_dir, sizeof test_dir, "%s/tt-store-XXXXXX", tmp ? tmp : "/tmp");
        assert_non_null(mkdtemp(test_dir));
        assert_int_equal(atexit(test_remove_files), 0);
    }
    assert_true(test_files < TEST_FILES);
    int i = test_files++;
    (void)snprintf(test_file[i].path, sizeof test_file[i].path, "%s/case-%d.db", test_dir, i);
    (void)snprintf(test_file[i].journal, sizeof test_file[i].journal, "%s/case-%d.db-journal",
                   test_dir, i);
    return test_file[i].path;
}

static inline tt_store *open_case(const char *path, tt_store_mode mode)
{
    tt_store *s = NULL;
    assert_ok(tt_store_open(path, mode, NULL, &s, ERR));
    assert_non_null(s);
    return s;
}

/* --- records --- */

static inline void set_field(tt_record *r, size_t i, const char *text)
{
    const tt_kind_info *info = tt_kind_get(r->kind);
    const tt_field *f = &info->fields[i];
    tt_value *v = &r->v[i];
    tt_str t = tt_str_of(text);
    tt_country country;
    tt_when when;
    tt_date day;
    tt_money money;
    *v = (tt_value){.set = true, .text = t, .sec = TT_NO_TIME};
    switch (f->type) {
    case TT_FT_TEXT:
    case TT_FT_CODE:
    case TT_FT_ENUM:
    case TT_FT_LIST:
        break;
    case TT_FT_COUNTRY:
        assert_true(tt_country_parse(t, &country));
        v->num = country;
        break;
    case TT_FT_CCY:
        v->num = tt_ccy_parse(t);
        assert_true(v->num != 0);
        break;
    case TT_FT_DATE:
        assert_true(tt_parse_date(t, &day));
        v->num = day;
        break;
    case TT_FT_WHEN:
        assert_true(tt_parse_when(t, &when));
        v->num = when.day;
        v->sec = when.sec;
        break;
    case TT_FT_AMOUNT: {
        const tt_value *ccy = &r->v[tt_field_find(info, tt_str_of(f->ccy))];
        assert_true(tt_money_parse(t, (tt_ccy)ccy->num, &money, NULL));
        v->num = money.minor;
        break;
    }
    case TT_FT_DEC:
        assert_true(tt_parse_dec(t, 6, &v->num, NULL));
        break;
    case TT_FT_RATE:
        assert_true(tt_parse_dec(t, 12, &v->num, NULL));
        break;
    case TT_FT_INT:
        assert_true(tt_parse_i64(t, &v->num));
        break;
    }
}

/** A record from pairs of name and value, ended by NULL. */
static inline tt_record record(tt_kind kind, ...)
{
    tt_record r = {.kind = kind, .line = 1};
    const tt_kind_info *info = tt_kind_get(kind);
    for (int pass = 0; pass < 2; pass++) { /* amounts need their currency: last */
        va_list ap;
        va_start(ap, kind);
        for (const char *name; (name = va_arg(ap, const char *)) != NULL;) {
            const char *text = va_arg(ap, const char *);
            int i = tt_field_find(info, tt_str_of(name));
            assert_true(i >= 0);
            if ((info->fields[i].type == TT_FT_AMOUNT) == (pass == 1))
                set_field(&r, (size_t)i, text);
        }
        va_end(ap);
    }
    return r;
}

/** A record with every field of its kind set, to something that depends on seed. */
static inline tt_record full_record(tt_arena *a, tt_kind kind, unsigned seed)
{
    tt_record r = {.kind = kind, .line = 1};
    const tt_kind_info *info = tt_kind_get(kind);
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < info->n_fields; i++) {
            const tt_field *f = &info->fields[i];
            unsigned x = seed * 31 + (unsigned)i;
            const char *text = NULL;
            if ((f->type == TT_FT_AMOUNT) != (pass == 1))
                continue;
            switch (f->type) {
            case TT_FT_TEXT:
            case TT_FT_CODE:
                text = tt_arena_printf(a, "%s \xc3\xa9\"%u", f->name, x);
                break;
            case TT_FT_LIST:
                text = tt_arena_printf(a, "AAA%u|BBB", x);
                break;
            case TT_FT_ENUM:
                text = tt_arena_printf(a, "%.*s", (int)strcspn(f->words, "|"), f->words);
                break;
            case TT_FT_COUNTRY:
                text = x % 2 ? "DE" : "VN";
                break;
            case TT_FT_CCY:
                text = x % 3 == 0 ? "JPY" : x % 3 == 1 ? "KWD" : "EUR";
                break;
            case TT_FT_DATE:
                text = tt_arena_printf(a, "2023-%02u-%02u", x % 12 + 1, x % 28 + 1);
                break;
            case TT_FT_WHEN:
                text = tt_arena_printf(a, "2024-%02u-%02uT%02u:00:01Z", x % 12 + 1, x % 28 + 1,
                                       x % 24);
                break;
            case TT_FT_AMOUNT:
            case TT_FT_INT:
                text = tt_arena_printf(a, "%u", x);
                break;
            case TT_FT_DEC:
            case TT_FT_RATE:
                text = tt_arena_printf(a, "%u.0625", x);
                break;
            }
            assert_non_null(text);
            set_field(&r, i, text);
        }
    return r;
}

/* --- sources --- */

/** A source as ingest would describe it: kind and hash from its name and bytes. */
static inline tt_source_in source_in(const char *name, tt_str bytes, tt_kind kind)
{
    tt_source_in in = {.name = tt_str_of(name),
                       .bytes = bytes.n,
                       .kind = kind,
                       .format = "csv",
                       .encoding = "UTF-8"};
    assert_ok(tt_sha256_of(bytes, &in.sha, ERR));
    return in;
}

/**
 * Load a source with these rows: row i is line i + 2 and 10 bytes at offset 10 (i + 1).
 *
 * Its bytes are its name, repeated.
 */
static inline tt_status
try_load(tt_store *s, const char *name, const tt_record *r, size_t n, tt_err *err)
{
    char bytes[4096];
    int64_t id;
    uint64_t n_duplicate = 0;
    size_t len = 0;
    while (len < 10 * (n + 1) && len + 64 < sizeof bytes)
        len += (size_t)snprintf(bytes + len, sizeof bytes - len, "%s;", name);
    tt_source_in in = source_in(name, (tt_str){bytes, len}, n ? r[0].kind : TT_KIND_NONE);
    TT_TRY(tt_store_source_add(s, &in, &id, err));
    TT_TRY(tt_store_bytes_add(s, id, (tt_str){bytes, len}, err));
    for (size_t i = 0; i < n; i++) {
        tt_record one = r[i];
        bool duplicate;
        one.line = i + 2;
        one.offset = 10 * (i + 1);
        one.raw = (tt_str){bytes, 10};
        TT_TRY(tt_store_record_add(s, id, &one, &duplicate, err));
        n_duplicate += duplicate;
    }
    return tt_store_source_done(s, id, n, n - n_duplicate, 0, n_duplicate, err);
}

static inline void load_source(tt_store *s, const char *name, const tt_record *r, size_t n)
{
    assert_ok(tt_store_begin(s, ERR));
    assert_ok(try_load(s, name, r, n, ERR));
    assert_ok(tt_store_commit(s, ERR));
}

#endif
