/*
 * Memory runs out inside SQLite: its allocations are made to fail as ours are, one after the other.
 *
 * The other tests fail only our own.  Here SQLite gets its memory from base/, whose fault counter
 * then counts both.
 */
#include <sqlite3.h> /* before tt_test.h: see banned.h */

#include "tests/unit/store/store_test.h"

/* --- SQLite's memory, with the size in front --- */

enum { FRONT = 16 };

static void *mem_malloc(int n)
{
    char *p = tt_mem_zalloc(1, (size_t)n + FRONT);
    if (!p)
        return NULL;
    memcpy(p, &n, sizeof n);
    return p + FRONT;
}

static void mem_free(void *v)
{
    if (v)
        tt_mem_free((char *)v - FRONT);
}

static void *mem_realloc(void *v, int n)
{
    char *p = tt_mem_grow((char *)v - FRONT, 1, (size_t)n + FRONT);
    if (!p)
        return NULL;
    memcpy(p, &n, sizeof n);
    return p + FRONT;
}

static int mem_size(void *v)
{
    int n;
    if (!v)
        return 0;
    memcpy(&n, (char *)v - FRONT, sizeof n);
    return n;
}

static int mem_roundup(int n)
{
    return (n + 7) & ~7;
}

static int mem_init(void *data)
{
    TT_UNUSED(data);
    return SQLITE_OK;
}

static void mem_shutdown(void *data)
{
    TT_UNUSED(data);
}

static bool use_our_memory(void)
{
    static const sqlite3_mem_methods methods = {mem_malloc,  mem_free, mem_realloc,  mem_size,
                                                mem_roundup, mem_init, mem_shutdown, NULL};
    return sqlite3_config(SQLITE_CONFIG_MALLOC, &methods) == SQLITE_OK &&
           sqlite3_initialize() == SQLITE_OK;
}

/* --- bodies --- */

/* As TT_TORTURE, but of the later allocations only some: opening has thousands, most of them alike.
 */
#define SAMPLE(st, ...)                                                                            \
    do {                                                                                           \
        for (uint64_t k_ = 1;; k_ += 1 + k_ / 8) {                                                 \
            tt_mem_fail_at(k_);                                                                    \
            __VA_ARGS__;                                                                           \
            bool hit_ = tt_mem_count() >= k_;                                                      \
            tt_mem_fail_at(0);                                                                     \
            if (!hit_)                                                                             \
                break;                                                                             \
            if ((st) != TT_OK)                                                                     \
                assert_status(st, TT_ENOMEM);                                                      \
        }                                                                                          \
        assert_ok(st);                                                                             \
    } while (0)

static void loading_rows_survives_every_failure(void **state)
{
    tt_arena *a = *state;
    tt_record r[3] = {full_record(a, TT_KIND_INVOICE, 1), full_record(a, TT_KIND_PAYMENT, 1),
                      full_record(a, TT_KIND_INVOICE, 1)};
    tt_store *s = open_case(new_path(), TT_STORE_CREATE);
    tt_status st;
    TT_TORTURE(st, {
        tt_store_rollback(s);
        st = tt_store_begin(s, ERR);
        if (st == TT_OK)
            st = try_load(s, "a.csv", r, TT_LEN(r), ERR);
        if (st == TT_OK)
            st = tt_store_audit_add(s, "ingest", TT_STR("a.csv"), ERR);
    });
    assert_ok(tt_store_commit(s, ERR));
    tt_data d;
    assert_ok(tt_store_load(s, 0, TT_NO_DATE, a, &d, ERR));
    assert_int_equal(d.n_invoice_lines, 1); /* nothing of the failed rounds is left */
    assert_int_equal(d.n_payment_rows, 1);
    assert_int_equal(d.sources[1].n_duplicate, 1);
    tt_store_close(s);
}

static void making_a_case_survives_failures(void **state)
{
    TT_UNUSED(state);
    const char *path = new_path();
    tt_store *s = NULL;
    tt_status st;
    SAMPLE(st, {
        tt_store_close(s);
        s = NULL;
        (void)unlink(path);
        st = tt_store_open(path, TT_STORE_CREATE, NULL, &s, ERR);
    });
    tt_store_close(s);
    tt_store_close(open_case(path, TT_STORE_READ));
}

static void what_a_failed_making_leaves_is_made_whole_by_the_next(void **state)
{
    TT_UNUSED(state);
    for (uint64_t k = 40; k < 4000; k += 997) {
        const char *path = new_path();
        tt_store *s;
        tt_mem_fail_at(k);
        tt_status st = tt_store_open(path, TT_STORE_CREATE, NULL, &s, ERR);
        tt_mem_fail_at(0);
        tt_store_close(s);
        if (st != TT_OK)
            assert_status(st, TT_ENOMEM);
        tt_store_close(open_case(path, TT_STORE_CREATE));
        tt_store_close(open_case(path, TT_STORE_READ));
    }
}

static void opening_survives_failures(void **state)
{
    TT_UNUSED(state);
    const char *path = new_path();
    tt_store_close(open_case(path, TT_STORE_CREATE));
    tt_store *s = NULL;
    tt_status st;
    SAMPLE(st, {
        tt_store_close(s);
        s = NULL;
        st = tt_store_open(path, TT_STORE_READ, NULL, &s, ERR);
    });
    tt_store_close(s);
}

static tt_status no_damage(void *ctx, const tt_verify_line *l, tt_err *err)
{
    TT_UNUSED(ctx);
    TT_UNUSED(err);
    if (!l->ok)
        print_error("%s: %s\n", l->what, l->detail);
    assert_true(l->ok);
    return TT_OK;
}

static void reading_survives_every_failure(void **state)
{
    tt_arena *a = *state;
    tt_record r[2] = {full_record(a, TT_KIND_SHIPMENT, 1), full_record(a, TT_KIND_DECLARATION, 1)};
    tt_store *s = open_case(new_path(), TT_STORE_CREATE);
    load_source(s, "a.csv", r, TT_LEN(r));
    tt_data d;
    tt_status st;
    TT_TORTURE(st, {
        st = tt_store_load(s, 0, TT_NO_DATE, a, &d, ERR);
        if (st == TT_OK)
            st = tt_store_verify(s, no_damage, NULL, ERR);
    });
    assert_int_equal(d.n_shipments, 1);
    assert_int_equal(d.n_declarations, 1);
    tt_store_close(s);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TT_TEST(making_a_case_survives_failures),
        TT_TEST(what_a_failed_making_leaves_is_made_whole_by_the_next),
        TT_TEST(opening_survives_failures), TT_TEST(loading_rows_survives_every_failure),
        TT_TEST(reading_survives_every_failure)};
    return use_our_memory() ? tt_test_main(argc, argv, "store/torture", tests, TT_LEN(tests)) : 1;
}
