/*
 * Identifiers in a case: kept as written, with what is to be said of them; nothing is rejected.
 */
#include <sqlite3.h> /* before tt_test.h: see banned.h */

#include "tests/unit/store/store_test.h"

#include "model/id_field.h"

/* --- a case --- */

static const char *load_case(const tt_record *r, size_t n)
{
    const char *path = new_path();
    tt_store *s = open_case(path, TT_STORE_CREATE);
    load_source(s, "x.csv", r, n);
    tt_store_close(s);
    return path;
}

/* The text of the first column of the first row. */
static const char *answer(const char *path, const char *sql)
{
    static char out[256];
    sqlite3 *db;
    sqlite3_stmt *st;
    assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &st, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(st), SQLITE_ROW);
    const char *text = (const char *)sqlite3_column_text(st, 0);
    (void)snprintf(out, sizeof out, "%s", text ? text : "NULL");
    sqlite3_finalize(st);
    sqlite3_close(db);
    return out;
}

static void check_column(const char *path, const char *view, const char *column, const char *text,
                         const char *word)
{
    char sql[256];
    (void)snprintf(sql, sizeof sql, "SELECT %s FROM %s", column, view);
    assert_string_equal(answer(path, sql), text);
    (void)snprintf(sql, sizeof sql, "SELECT %s_check FROM %s", column, view);
    if (strcmp(answer(path, sql), word) != 0)
        fail_msg("%s '%s' is %s, not %s", column, text, answer(path, sql), word);
}

static void check_field(tt_kind kind, const char *field, const char *text, const char *word)
{
    tt_record r = record(kind, field, text, NULL);
    check_column(load_case(&r, 1), tt_kind_text(kind), field, text, word);
}

/* --- fields of rows --- */

static void a_field_is_kept_as_written_with_what_is_to_be_said_of_it(void **state)
{
    TT_UNUSED(state);
    check_field(TT_KIND_SHIPMENT, "container_number", "CSQU3054383", "valid");
    check_field(TT_KIND_SHIPMENT, "container_number", "csqu 305438-3", "valid");
    check_field(TT_KIND_SHIPMENT, "container_number", "CSQU305438", "repaired");
    check_field(TT_KIND_SHIPMENT, "container_number", "CSQU3054384", "bad");
    check_field(TT_KIND_SHIPMENT, "vessel_imo", "IMO 9074729", "repaired");
    check_field(TT_KIND_SHIPMENT, "vessel_imo", "9074728", "bad");
    check_field(TT_KIND_SHIPMENT, "port_of_loading", "NLRTM", "valid");
    check_field(TT_KIND_SHIPMENT, "port_of_discharge", "ZZRTM", "bad");
    check_field(TT_KIND_SHIPMENT, "port_of_discharge", "Rotterdam", "NULL");
    check_field(TT_KIND_SHIPMENT, "hs_code", "0801.32", "valid");
    check_field(TT_KIND_INVOICE, "hs_code", "7701", "bad");
    check_field(TT_KIND_DECLARATION, "hs_code", "a code that is longer than most", "bad");
    check_field(TT_KIND_PARTY, "lei", "529900T8BM49AURSDO55", "valid");
    check_field(TT_KIND_PARTY, "lei", "529900T8BM49AURSDO56", "bad");
}

static void country_and_type_of_a_party_say_what_its_numbers_are(void **state)
{
    TT_UNUSED(state);
    static const struct {
        const char *other, *value, *field, *text, *word;
    } cases[] = {
        {"country", "VN", "tax_id", "0100109106-001", "valid"},
        {"country", "VN", "tax_id", "0100109107", "bad"},
        {"country", "CN", "tax_id", "91350100M000100Y43", "valid"},
        {"country", "DE", "tax_id", "0100109107", "NULL"},
        {"name", "x", "tax_id", "0100109107", "NULL"},
        {"type", "vessel", "registration_number", "9074729", "valid"},
        {"type", "vessel", "registration_number", "9074728", "bad"},
        {"type", "company", "registration_number", "9074728", "NULL"},
        {"name", "x", "registration_number", "9074728", "NULL"},
    };
    for (size_t i = 0; i < TT_LEN(cases); i++) {
        tt_record r = record(TT_KIND_PARTY, cases[i].other, cases[i].value, cases[i].field,
                             cases[i].text, NULL);
        check_column(load_case(&r, 1), "party", cases[i].field, cases[i].text, cases[i].word);
    }
}

/* Texts that share a place of the memory, of other fields and of other rows. */
static void what_is_said_does_not_depend_on_what_was_there_before(void **state)
{
    TT_UNUSED(state);
    enum { N = 5000 };
    static char text[N][24];
    static tt_record r[N];
    for (unsigned i = 0; i < N; i++)
        (void)snprintf(text[i], sizeof text[i], i % 3 == 2 ? "%07u" : "%06u",
                       i % 3 == 2 ? 9000000u + i * 7u : i * 7919u % 1000000u);
    for (unsigned i = 0; i < N; i++)
        r[i] = record(TT_KIND_SHIPMENT, "hs_code", text[i], "vessel_imo", text[N - 1 - i], "voyage",
                      text[i], NULL);
    const char *path = load_case(r, N);
    tt_store *s = open_case(path, TT_STORE_READ);
    tt_arena a;
    tt_data d;
    uint64_t want[TT_ID_SCHEMES][TT_ID_STATES] = {{0}};
    for (unsigned i = 0; i < N; i++) {
        want[TT_ID_HS][tt_id_check(TT_ID_HS, tt_str_of(text[i]), NULL)]++;
        want[TT_ID_IMO][tt_id_check(TT_ID_IMO, tt_str_of(text[i]), NULL)]++;
    }
    tt_arena_init(&a, 0);
    assert_ok(tt_store_load(s, tt_ccy_parse(TT_STR("USD")), TT_NO_DATE, &a, &d, ERR));
    for (unsigned found = TT_ID_VALID; found < TT_ID_STATES; found++) {
        assert_int_equal(d.checks[TT_ID_HS][found], want[TT_ID_HS][found]);
        assert_int_equal(d.checks[TT_ID_IMO][found], want[TT_ID_IMO][found]);
    }
    assert_true(d.checks[TT_ID_HS][TT_ID_VALID] > 0 && d.checks[TT_ID_IMO][TT_ID_VALID] > 0);
    tt_arena_release(&a);
    tt_store_close(s);
}

/* --- mentions --- */

static void parties_are_checked_once_for_each_way_they_are_written(void **state)
{
    TT_UNUSED(state);
    tt_record r[3];
    for (size_t i = 0; i < TT_LEN(r); i++)
        r[i] = record(TT_KIND_PAYMENT, "payment_id",
                      i == 0   ? "1"
                      : i == 1 ? "2"
                               : "3",
                      "payer_name", "Viet Co", "payer_country", "VN", "payer_id", "0100109107",
                      "payer_account", "IBAN DE89 3704 0044 0532 0130 00", "payer_bank", "DEUTDEFF",
                      "payee_name", "Plain GmbH", "payee_country", "DE", "payee_id", "0100109107",
                      "payee_account", i == 2 ? "DE88370400440532013000" : "12345", "payee_bank",
                      "Deutsche Bank", NULL);
    const char *path = load_case(r, TT_LEN(r));
    check_column(path, "payment", "payer_id", "0100109107", "bad");
    check_column(path, "payment", "payer_account", "IBAN DE89 3704 0044 0532 0130 00", "repaired");
    check_column(path, "payment", "payer_bank", "DEUTDEFF", "valid");
    check_column(path, "payment", "payee_id", "0100109107", "NULL");
    check_column(path, "payment", "payee_account", "12345", "NULL");
    check_column(path, "payment", "payee_bank", "Deutsche Bank", "NULL");
    assert_string_equal(
        answer(path, "SELECT payee_account_check FROM payment WHERE payment_id = 3"), "bad");
    tt_store *s = open_case(path, TT_STORE_READ);
    tt_arena a;
    tt_data d;
    tt_arena_init(&a, 0);
    assert_ok(tt_store_load(s, tt_ccy_parse(TT_STR("USD")), TT_NO_DATE, &a, &d, ERR));
    assert_int_equal(d.n_mentions, 3);
    assert_int_equal(d.checks[TT_ID_MST][TT_ID_BAD], 1);
    assert_int_equal(d.checks[TT_ID_IBAN][TT_ID_REPAIRED], 1);
    assert_int_equal(d.checks[TT_ID_IBAN][TT_ID_BAD], 1);
    assert_int_equal(d.checks[TT_ID_BIC][TT_ID_VALID], 1);
    tt_arena_release(&a);
    tt_store_close(s);
}

/* --- identity --- */

/* The same row again is a duplicate, however bad its numbers are: none is rejected. */
static void checks_are_no_part_of_the_identity(void **state)
{
    tt_arena *a = *state;
    const char *path = new_path();
    tt_store *s = open_case(path, TT_STORE_CREATE);
    tt_record r = full_record(a, TT_KIND_SHIPMENT, 1);
    tt_hash before, after;
    assert_ok(tt_store_row_hash(s, &r, &before, ERR));
    load_source(s, "a.csv", &r, 1);
    load_source(s, "b.csv", &r, 1);
    assert_ok(tt_store_row_hash(s, &r, &after, ERR));
    tt_store_close(s);
    assert_memory_equal(&before, &after, sizeof before);
    assert_string_equal(answer(path, "SELECT count(*) FROM shipment_row"), "1");
    assert_string_equal(answer(path, "SELECT count(*) FROM duplicate_row"), "1");
    assert_string_equal(answer(path, "SELECT count(*) FROM flaw"), "0");
    assert_string_equal(answer(path, "SELECT container_number_check FROM shipment"), "bad");
}

TT_TEST_MAIN("store/checks", TT_TEST(a_field_is_kept_as_written_with_what_is_to_be_said_of_it),
             TT_TEST(country_and_type_of_a_party_say_what_its_numbers_are),
             TT_TEST(what_is_said_does_not_depend_on_what_was_there_before),
             TT_TEST(parties_are_checked_once_for_each_way_they_are_written),
             TT_TEST(checks_are_no_part_of_the_identity))
