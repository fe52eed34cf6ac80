/*
 * Decisions: kept as written, replaced as a whole, bound to what they name and not to where it
 * lies.
 */
#include <sqlite3.h> /* before tt_test.h: see banned.h */

#include "tests/unit/store/store_test.h"

#include "gen/queries.h"

static tt_record invoice(const char *number, const char *seller, const char *country)
{
    return record(TT_KIND_INVOICE, "invoice_number", number, "issue_date", "2024-02-01",
                  "seller_name", seller, "seller_country", country, "buyer_name", "Shop",
                  "currency", "EUR", "line_amount", "10", NULL);
}

static tt_store *three_mills(const char *path)
{
    const tt_record r[] = {invoice("1", "Mill", "DE"), invoice("2", "Mill GmbH", "DE"),
                           invoice("3", "Mill", "FR")};
    tt_store *s = open_case(path, TT_STORE_CREATE);
    load_source(s, "inv", r, TT_LEN(r));
    return s;
}

static tt_data load(tt_store *s, tt_arena *a)
{
    tt_data d;
    assert_ok(tt_store_load(s, tt_ccy_parse(TT_STR("USD")), TT_NO_DATE, a, &d, ERR));
    return d;
}

static tt_hash fp_of(const tt_data *d, const char *name, const char *country)
{
    char code[3];
    for (size_t i = 1; i <= d->n_mentions; i++) {
        tt_country_text(d->mentions[i].country, code);
        if (tt_str_is(d->mentions[i].name, name) && tt_str_is(tt_str_of(code), country))
            return d->mentions[i].fp;
    }
    fail();
    return (tt_hash){{0}};
}

static const tt_decision_file FILE_A = {{"a.csv", 5}, {{1, 2, 3}}};

static tt_status put(tt_store *s, const tt_decided *v, size_t n, tt_err *err)
{
    TT_TRY(tt_store_begin(s, err));
    tt_status st = tt_store_decisions_write(s, &FILE_A, v, n, err);
    if (st == TT_OK)
        st = tt_store_commit(s, err);
    if (st != TT_OK)
        tt_store_rollback(s);
    return st;
}

static tt_decided pair(uint64_t line, const char *a, const char *b, tt_said said, tt_date when)
{
    return (tt_decided){.line = line,
                        .a = tt_str_of(a),
                        .b = tt_str_of(b),
                        .said = said,
                        .who = TT_STR("ann"),
                        .when = {when, TT_NO_TIME}};
}

static void what_was_written_comes_back(void **state)
{
    const tt_decided in[] = {
        {2,
         {"e01", 3},
         {"Mill|DE", 7},
         {{1}},
         {{2}},
         TT_SAID_SAME,
         {"ann", 3},
         {"seen", 4},
         {20000, 61}},
        {5,
         {"f03", 3},
         {NULL, 0},
         {{3}},
         {{0}},
         TT_SAID_DISMISSED,
         {NULL, 0},
         {"", 0},
         {TT_NO_DATE, TT_NO_TIME}},
    };
    tt_store *s = three_mills(new_path());
    tt_decision_file f;
    tt_decided *out;
    size_t n;
    assert_ok(tt_store_decisions_read(s, *state, &f, &out, &n, ERR));
    assert_null(f.name.p);
    assert_int_equal(n, 0);
    assert_ok(put(s, in, 2, ERR));
    assert_ok(tt_store_decisions_read(s, *state, &f, &out, &n, ERR));
    assert_slice(f.name, TT_STR("a.csv"));
    assert_memory_equal(f.sha.b, FILE_A.sha.b, 32);
    assert_int_equal(n, 2);
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(out[i].line, in[i].line);
        assert_slice(out[i].a, in[i].a);
        assert_slice(out[i].b, in[i].b);
        assert_memory_equal(out[i].is_a.b, in[i].is_a.b, 16);
        assert_memory_equal(out[i].is_b.b, in[i].is_b.b, 16);
        assert_int_equal(out[i].said, in[i].said);
        assert_slice(out[i].who, in[i].who);
        assert_slice(out[i].why, in[i].why);
        assert_int_equal(out[i].when.day, in[i].when.day);
        assert_int_equal(out[i].when.sec, in[i].when.sec);
    }
    tt_store_close(s);
}

static void another_file_replaces_what_was_there(void **state)
{
    const tt_decided one[] = {pair(2, "Mill|DE", "Mill GmbH|DE", TT_SAID_SAME, 1),
                              pair(3, "Mill|DE", "Mill|FR", TT_SAID_DIFFERENT, 1)};
    tt_store *s = three_mills(new_path());
    tt_hash before, with, after;
    assert_ok(tt_store_decisions_hash(s, &before, ERR));
    assert_true(tt_hash_is_zero(before));
    assert_ok(put(s, one, 2, ERR));
    assert_int_equal(load(s, *state).n_decisions, 2);
    assert_ok(tt_store_decisions_hash(s, &with, ERR));
    assert_ok(put(s, one, 1, ERR));
    assert_int_equal(load(s, *state).n_decisions, 1);
    assert_ok(tt_store_decisions_hash(s, &after, ERR));
    assert_true(tt_hash_cmp(with, after) != 0 && !tt_hash_is_zero(after));
    assert_ok(put(s, NULL, 0, ERR));
    assert_int_equal(load(s, *state).n_decisions, 0);
    assert_ok(tt_store_decisions_hash(s, &after, ERR));
    assert_true(tt_hash_is_zero(after));
    tt_store_close(s);
}

static void dispositions_are_no_input_of_resolve(void **state)
{
    const tt_decided pairs[] = {pair(2, "Mill|DE", "Mill|FR", TT_SAID_UNSURE, 1)};
    const tt_decided both[] = {
        {2, {"f03", 3}, {NULL, 0}, {{3}}, {{0}}, TT_SAID_REPORTED, {"bo", 2}, {NULL, 0}, {1, 0}},
        pair(3, "Mill|DE", "Mill|FR", TT_SAID_UNSURE, 1)};
    tt_store *s = three_mills(new_path());
    tt_hash a, b;
    assert_ok(put(s, pairs, 1, ERR));
    assert_ok(tt_store_decisions_hash(s, &a, ERR));
    assert_ok(put(s, both, 2, ERR));
    assert_ok(tt_store_decisions_hash(s, &b, ERR));
    assert_int_equal(tt_hash_cmp(a, b), 0);
    assert_int_equal(load(s, *state).n_decisions, 1);
    tt_store_close(s);
}

/* What a text named when it was given counts, whatever has come since. */
static void a_bound_pair_keeps_its_fingerprints(void **state)
{
    tt_store *s = three_mills(new_path());
    tt_data d = load(s, *state);
    tt_decided x = pair(2, "Mill", "Mill GmbH|DE", TT_SAID_SAME, 20000);
    x.is_a = fp_of(&d, "Mill", "FR");
    x.is_b = fp_of(&d, "Mill GmbH", "DE");
    assert_ok(put(s, &x, 1, ERR));
    const tt_record more = invoice("9", "Mill", "IT");
    load_source(s, "more", &more, 1);
    d = load(s, *state);
    assert_int_equal(d.n_decisions, 1);
    const tt_decision *y = &d.decisions[1];
    bool a_first = tt_hash_cmp(x.is_a, x.is_b) < 0;
    assert_memory_equal(y->a.b, a_first ? x.is_a.b : x.is_b.b, 16);
    assert_memory_equal(y->b.b, a_first ? x.is_b.b : x.is_a.b, 16);
    assert_int_equal(y->verdict, TT_VERDICT_SAME);
    assert_int_equal(y->when, 20000);
    assert_int_equal(y->line, 2);
    assert_slice(y->who, TT_STR("ann"));
    tt_store_close(s);
}

static void a_party_that_comes_later_is_found(void **state)
{
    tt_store *s = three_mills(new_path());
    const tt_decided x = pair(2, "Mill|DE", "Windmill|NL", TT_SAID_DIFFERENT, 1);
    assert_ok(put(s, &x, 1, ERR));
    assert_int_equal(load(s, *state).n_decisions, 0);
    const tt_record more = invoice("9", "Windmill", "NL");
    load_source(s, "more", &more, 1);
    tt_data d = load(s, *state);
    assert_int_equal(d.n_decisions, 1);
    tt_hash windmill = fp_of(&d, "Windmill", "NL");
    assert_true(tt_hash_cmp(d.decisions[1].a, windmill) == 0 ||
                tt_hash_cmp(d.decisions[1].b, windmill) == 0);
    tt_store_close(s);
}

static void pairs_are_sorted_by_pair_and_day(void **state)
{
    tt_store *s = three_mills(new_path());
    const tt_decided v[] = {pair(2, "Mill|DE", "Mill|FR", TT_SAID_SAME, 30),
                            pair(3, "Mill|FR", "Mill|DE", TT_SAID_DIFFERENT, 20),
                            pair(4, "Mill|DE", "Mill|FR", TT_SAID_UNSURE, 20),
                            pair(5, "Mill|DE", "Mill|DE", TT_SAID_SAME, 1)}; /* says nothing */
    assert_ok(put(s, v, TT_LEN(v), ERR));
    tt_data d = load(s, *state);
    assert_int_equal(d.n_decisions, 3);
    assert_int_equal(d.decisions[1].line, 3);
    assert_int_equal(d.decisions[2].line, 4);
    assert_int_equal(d.decisions[3].line, 2);
    tt_store_close(s);
}

static void what_is_not_committed_is_not_there(void **state)
{
    const tt_decided x = pair(2, "Mill|DE", "Mill|FR", TT_SAID_SAME, 1);
    const char *path = new_path();
    tt_store *s = three_mills(path);
    assert_ok(tt_store_begin(s, ERR));
    assert_ok(tt_store_decisions_write(s, &FILE_A, &x, 1, ERR));
    tt_store_close(s);
    s = open_case(path, TT_STORE_READ);
    assert_int_equal(load(s, *state).n_decisions, 0);
    assert_status(tt_store_decisions_write(s, &FILE_A, &x, 1, ERR), TT_EUSAGE);
    tt_store_close(s);
}

static void near_entities_come_back(void **state)
{
    tt_store *s = three_mills(new_path());
    tt_data d = load(s, *state), e = load(s, *state);
    tt_near nears[] = {{0},
                       {1, 2, 1234, "tax id differs", TT_STR("12 and 13")},
                       {1, 3, -3, "below the threshold", {NULL, 0}}};
    tt_entity entities[4] = {{.n_mentions = 0}};
    for (uint8_t i = 1; i <= 3; i++)
        entities[i] = (tt_entity){.id = {{i}}, .name = TT_STR("Mill")};
    d.entities = entities;
    d.n_entities = 3;
    d.nears = nears;
    d.n_nears = 2;
    assert_ok(tt_store_begin(s, ERR));
    assert_ok(tt_store_entities_write(s, &d, ERR));
    assert_ok(tt_store_commit(s, ERR));
    assert_ok(tt_store_entities_read(s, &e, ERR));
    assert_int_equal(e.n_nears, 2);
    for (size_t i = 1; i <= 2; i++) {
        assert_int_equal(e.nears[i].a, nears[i].a);
        assert_int_equal(e.nears[i].b, nears[i].b);
        assert_int_equal(e.nears[i].centibits, nears[i].centibits);
        assert_string_equal(e.nears[i].why, nears[i].why);
        assert_slice(e.nears[i].detail, nears[i].detail);
    }
    tt_store_close(s);
}

/* --- an older case --- */

static void run_sql(sqlite3 *db, const char *sql)
{
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
}

/* As an older version made it, with what its analysis left. */
static void make_version(const char *path, unsigned version)
{
    sqlite3 *db;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    for (unsigned v = 0; v < version; v++)
        run_sql(db, tt_migration_sql[v]);
    run_sql(db, "CREATE TABLE d_entity (n INTEGER PRIMARY KEY, old TEXT) STRICT");
    run_sql(db, "CREATE TABLE d_state (part TEXT PRIMARY KEY) STRICT");
    run_sql(db, "CREATE TABLE d_near (n INTEGER PRIMARY KEY) STRICT");
    run_sql(db, "CREATE VIEW invoice AS SELECT * FROM invoice_row");
    run_sql(db, "CREATE VIEW member AS SELECT * FROM d_entity");
    run_sql(db, "CREATE VIEW near AS SELECT * FROM d_near");
    run_sql(db, "CREATE VIEW document AS SELECT * FROM invoice_row");
    run_sql(db, "INSERT INTO stage VALUES ('resolve', zeroblob(16), zeroblob(16), zeroblob(16))");
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static void is_brought_up(tt_arena *a, unsigned version)
{
    const char *path = new_path();
    tt_store *s;
    tt_stage_state st;
    make_version(path, version);
    assert_status(tt_store_open(path, TT_STORE_READ, NULL, &s, ERR), TT_EDB);
    assert_err_text("case file: made by an older version; open it for writing to bring it up");
    s = open_case(path, TT_STORE_WRITE);
    assert_ok(tt_store_stage_get(s, "resolve", &st, ERR));
    assert_false(st.ran); /* what analysis made is made again */
    const tt_decided x = pair(2, "Mill|DE", "Mill|FR", TT_SAID_SAME, 1);
    assert_ok(put(s, &x, 1, ERR));
    assert_int_equal(load(s, a).n_decisions, 0);
    tt_store_close(s);
    s = open_case(path, TT_STORE_READ);
    tt_store_close(s);
}

static void a_case_of_an_older_version_is_brought_up(void **state)
{
    for (unsigned v = 1; v < TT_MIGRATIONS; v++)
        is_brought_up(*state, v);
}

static void every_allocation_may_fail(void **state)
{
    const tt_decided v[] = {pair(2, "Mill|DE", "Mill|FR", TT_SAID_SAME, 1),
                            pair(3, "Mill|DE", "Mill GmbH|DE", TT_SAID_DIFFERENT, 1)};
    tt_store *s = three_mills(new_path());
    TT_UNUSED(state);
    tt_status st;
    TT_TORTURE(st, {
        tt_arena a;
        tt_data d = {.n_decisions = 0};
        tt_arena_init(&a, 0);
        st = put(s, v, 2, NULL);
        if (st == TT_OK)
            st = tt_store_load(s, tt_ccy_parse(TT_STR("USD")), TT_NO_DATE, &a, &d, NULL);
        if (st == TT_OK)
            assert_int_equal(d.n_decisions, 2);
        tt_arena_release(&a);
    });
    tt_store_close(s);
}

TT_TEST_MAIN("store/decisions", TT_TEST(what_was_written_comes_back),
             TT_TEST(another_file_replaces_what_was_there),
             TT_TEST(dispositions_are_no_input_of_resolve),
             TT_TEST(a_bound_pair_keeps_its_fingerprints),
             TT_TEST(a_party_that_comes_later_is_found), TT_TEST(pairs_are_sorted_by_pair_and_day),
             TT_TEST(what_is_not_committed_is_not_there), TT_TEST(near_entities_come_back),
             TT_TEST(a_case_of_an_older_version_is_brought_up), TT_TEST(every_allocation_may_fail))
