/*
 * What is in the case is known: in memory, in runs of the file, after merging them, and nowhere
 * else.
 */
#include <sqlite3.h> /* before tt_test.h: see banned.h */

#include "tests/unit/store/store_test.h"

#include "store/impl.h"

static void meddle(const char *path, const char *sql)
{
    sqlite3 *db;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    assert_true(sqlite3_changes(db) > 0);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static int64_t ask(const char *path, const char *sql)
{
    sqlite3 *db;
    sqlite3_stmt *st;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &st, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(st), SQLITE_ROW);
    int64_t v = sqlite3_column_int64(st, 0);
    sqlite3_finalize(st);
    sqlite3_close(db);
    return v;
}

static tt_status first_failure(void *ctx, const tt_verify_line *l, tt_err *err)
{
    char *text = ctx;
    TT_UNUSED(err);
    if (!l->ok && !text[0])
        (void)snprintf(text, 256, "%s: %s", l->what, l->detail);
    return TT_OK;
}

static void verify_says(const char *path, const char *want)
{
    char text[256] = "";
    tt_store *s = open_case(path, TT_STORE_READ);
    tt_status st = tt_store_verify(s, first_failure, text, ERR);
    assert_string_equal(text, want);
    assert_int_equal(st == TT_OK, want[0] == '\0');
    tt_store_close(s);
}

/* Payment number i, between parties that nobody else has. */
static tt_record payment(size_t i, char text[3][32])
{
    tt_record r = {.kind = TT_KIND_PAYMENT, .line = i + 2, .offset = i};
    const tt_kind_info *info = tt_kind_get(r.kind);
    static const char *const name[3] = {"payment_id", "payer_name", "payee_name"};
    (void)snprintf(text[0], 32, "P%zu", i);
    (void)snprintf(text[1], 32, "Payer %zu", i);
    (void)snprintf(text[2], 32, "Payee %zu", i / 2);
    for (size_t j = 0; j < 3; j++)
        r.v[tt_field_find(info, tt_str_of(name[j]))] =
            (tt_value){.set = true, .text = tt_str_of(text[j])};
    return r;
}

/** Payments [from, to) as a source of that name; how many of them were duplicates. */
static uint64_t load_range(tt_store *s, const char *name, size_t from, size_t to)
{
    uint64_t n_loaded, n_duplicate;
    int64_t id;
    tt_source_in in = source_in(name, tt_str_of(name), TT_KIND_PAYMENT);
    assert_ok(tt_store_source_add(s, &in, &id, ERR));
    assert_ok(tt_store_bytes_add(s, id, tt_str_of(name), ERR));
    for (size_t i = from; i < to; i++) {
        char text[3][32];
        tt_record r = payment(i, text);
        assert_ok(tt_store_record_add(s, id, &r, NULL, ERR));
    }
    assert_ok(tt_store_source_counts(s, id, &n_loaded, &n_duplicate, ERR));
    assert_int_equal(n_loaded + n_duplicate, to - from);
    assert_ok(tt_store_source_done(s, id, to - from, n_loaded, 0, n_duplicate, ERR));
    return n_duplicate;
}

static uint64_t load_alone(const char *path, const char *name, size_t from, size_t to)
{
    tt_store *s = open_case(path, TT_STORE_CREATE);
    assert_ok(tt_store_begin(s, ERR));
    uint64_t n = load_range(s, name, from, to);
    assert_ok(tt_store_commit(s, ERR));
    tt_store_close(s);
    return n;
}

static void rows_in_runs_are_known_to_the_next_program(void **state)
{
    TT_UNUSED(state);
    const char *path = new_path();
    assert_int_equal(load_alone(path, "a", 0, 6000), 0);
    assert_int_equal(ask(path, "SELECT count(*) FROM known_run"), 2); /* payments, mentions */
    assert_int_equal(ask(path, "SELECT sum(n) FROM known_run"), 6000 + 9000);
    assert_int_equal(load_alone(path, "b", 5990, 6010), 10); /* a few: page by page */
    assert_int_equal(load_alone(path, "c", 0, 6010), 6010);  /* many: the run in memory */
    assert_int_equal(ask(path, "SELECT count(*) FROM payment_row"), 6010);
    assert_int_equal(ask(path, "SELECT count(*) FROM mention"), 6010 + 3005);
    verify_says(path, "");
}

static void runs_are_merged_when_there_are_more(void **state)
{
    TT_UNUSED(state);
    const char *path = new_path();
    char name[2] = "a";
    size_t n = 0;
    for (size_t more = 16000; n < 60000; more = 5000, name[0]++) {
        assert_int_equal(load_alone(path, name, n, n + more), 0);
        n += more;
        assert_true(ask(path, "SELECT count(*) FROM known_run") <= 6);
        assert_int_equal(ask(path, "SELECT (SELECT count(*) FROM known_page) = sum(n_pages) FROM "
                                   "known_run"),
                         1);
        assert_int_equal(ask(path, "SELECT sum(n) FROM known_run WHERE what = 'payment'"), n);
    }
    assert_true(ask(path, "SELECT count(*) FROM known_run WHERE what = 'payment'") > 1);
    assert_int_equal(load_alone(path, "z", 0, n), n);
    verify_says(path, "");
}

static void few_rows_stay_out_of_runs(void **state)
{
    TT_UNUSED(state);
    const char *path = new_path();
    assert_int_equal(load_alone(path, "a", 0, 100), 0);
    assert_int_equal(load_alone(path, "b", 50, 150), 50);
    assert_int_equal(ask(path, "SELECT count(*) FROM known_run"), 0);
    verify_says(path, "");
}

static void what_was_undone_is_in_no_run(void **state)
{
    TT_UNUSED(state);
    const char *path = new_path();
    tt_store *s = open_case(path, TT_STORE_CREATE);
    assert_ok(tt_store_begin(s, ERR));
    assert_ok(tt_store_savepoint(s, ERR));
    assert_int_equal(load_range(s, "a", 0, 70000), 0); /* enough for a run when it ends */
    assert_ok(tt_store_release(s, ERR));
    assert_ok(tt_store_savepoint(s, ERR));
    assert_int_equal(load_range(s, "b", 69990, 140000), 10);
    assert_ok(tt_store_rollback_to(s, ERR));
    assert_ok(tt_store_savepoint(s, ERR));
    assert_int_equal(load_range(s, "b", 69990, 70010), 10);
    assert_ok(tt_store_release(s, ERR));
    assert_ok(tt_store_commit(s, ERR));
    tt_store_close(s);
    assert_int_equal(ask(path, "SELECT count(*) FROM payment_row"), 70010);
    verify_says(path, "");
}

static void a_batch_finds_its_own_duplicates(void **state)
{
    TT_UNUSED(state);
    char text[4][3][32];
    bool duplicate[5] = {true, false, true, true, false};
    tt_record r[5] = {payment(1, text[0]), payment(1, text[1]), payment(2, text[2]),
                      payment(3, text[3]), payment(1, text[0])};
    int64_t id;
    tt_store *s = open_case(new_path(), TT_STORE_CREATE);
    tt_source_in in = source_in("a", TT_STR("a"), TT_KIND_PAYMENT);
    assert_ok(tt_store_begin(s, ERR));
    assert_ok(tt_store_source_add(s, &in, &id, ERR));
    assert_ok(tt_store_bytes_add(s, id, TT_STR("a"), ERR));
    assert_ok(tt_store_records_add(s, id, r, 5, duplicate, ERR));
    static const bool want[5] = {false, true, false, false, true};
    assert_memory_equal(duplicate, want, sizeof want);
    assert_ok(tt_store_source_done(s, id, 5, 3, 0, 2, ERR));
    assert_ok(tt_store_commit(s, ERR));
    char failed[256] = "";
    assert_ok(tt_store_verify(s, first_failure, failed, ERR));
    tt_store_close(s);
}

static void runs_that_were_changed_are_found(void **state)
{
    TT_UNUSED(state);
    static const char *const payments = "row hashes: the identities of 'payment' are not those of "
                                        "its rows";
    static const char *const mentions =
        "mentions: the identities of 'mention' are not those of its "
        "rows";
    static const struct {
        const char *sql, *want;
    } changes[] = {
        {"DELETE FROM known_run WHERE what = 'payment'", ""}, /* it is made again, one day */
        {"UPDATE known_run SET last_row = last_row - 1 WHERE what = 'payment'", payments},
        {"UPDATE known_run SET n_pages = n_pages - 1 WHERE what = 'payment'", payments},
        {"UPDATE known_run SET what = 'invoice' WHERE what = 'payment'",
         "row hashes: the identities of 'invoice' are not those of its rows"},
        {"UPDATE known_page SET data = (SELECT data FROM known_page ORDER BY id DESC LIMIT 1) "
         "WHERE "
         "id = (SELECT max(id) - 1 FROM known_page)",
         payments},
        {"UPDATE known_page SET data = zeroblob(16000) WHERE id = (SELECT first_page FROM "
         "known_run "
         "WHERE what = 'mention')",
         mentions},
        {"UPDATE known_page SET data = x'00' WHERE id = 1",
         "mentions: case file: 'known_page' is damaged"},
        {"DELETE FROM known_page WHERE id = 1", "mentions: case file: 'known_page' is damaged"},
        {"UPDATE known_run SET first_page = -1 WHERE what = 'mention'",
         "mentions: case file: 'known_page' is damaged"},
    };
    for (size_t i = 0; i < TT_LEN(changes); i++) {
        const char *path = new_path();
        assert_int_equal(load_alone(path, "a", 0, 6000), 0);
        meddle(path, changes[i].sql);
        verify_says(path, changes[i].want);
    }
}

static void fields_of_a_kind_have_tags_of_their_own(void **state)
{
    TT_UNUSED(state);
    for (int k = 1; k < TT_KIND_COUNT; k++) {
        const tt_kind_info *info = tt_kind_get((tt_kind)k);
        tt_plan plan;
        tt_plan_make((tt_kind)k, &plan);
        assert_true(plan.n_columns <= TT_CELLS && plan.n_ccy <= TT_LEN(plan.ccy));
        for (size_t i = 0; i < info->n_fields; i++)
            for (size_t j = 0; j < i; j++)
                assert_int_not_equal(plan.tag[i], plan.tag[j]);
    }
}

/* --- the map --- */

static tt_hash key_of(unsigned a, unsigned b)
{
    tt_hash h = {{0}};
    h.b[0] = (uint8_t)a;
    h.b[1] = (uint8_t)(a >> 8);
    h.b[15] = (uint8_t)b;
    h.b[14] = (uint8_t)(b >> 8);
    return h;
}

static void a_walk_tells_all_keys_in_order(void **state)
{
    TT_UNUSED(state);
    for (int round = 0; round < 4; round++) {
        tt_hashmap m;
        unsigned n = 0;
        tt_hashmap_init(&m, round % 2);
        for (unsigned i = 0; i < 3000; i++) {
            /* spread, all at the end (carried over it), and zero */
            tt_hash key = round < 2 ? key_of(i * 40503u, i) : key_of(0xffff, i);
            if (i == 0)
                key = (tt_hash){{0}};
            assert_true(tt_hashmap_reserve(&m, 1));
            tt_hashmap_put(&m, key, i);
            n++;
        }
        tt_hashmap_walk w = {.map = &m};
        const tt_hashmap_entry *e;
        tt_hash before = {{0}};
        for (unsigned i = 0; i < n; i++) {
            assert_true(tt_hashmap_walk_next(&w, &e));
            assert_non_null(e);
            assert_true(i == 0 || tt_hash_cmp(before, e->key) < 0);
            assert_int_equal(e->value, m.values ? e->key.b[15] | e->key.b[14] << 8 : 0);
            before = e->key;
        }
        assert_true(tt_hashmap_walk_next(&w, &e));
        assert_null(e);
        tt_hashmap_walk_release(&w);
        tt_hashmap_release(&m);
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TT_TEST(rows_in_runs_are_known_to_the_next_program),
        TT_TEST(runs_are_merged_when_there_are_more),
        TT_TEST(few_rows_stay_out_of_runs),
        TT_TEST(what_was_undone_is_in_no_run),
        TT_TEST(a_batch_finds_its_own_duplicates),
        TT_TEST(runs_that_were_changed_are_found),
        TT_TEST(fields_of_a_kind_have_tags_of_their_own),
        TT_TEST(a_walk_tells_all_keys_in_order),
    };
    return tt_test_main(argc, argv, "store/known", tests, TT_LEN(tests));
}
