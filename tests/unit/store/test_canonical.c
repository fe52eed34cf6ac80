/*
 * The views of a case file: anybody's SQLite client sees each field under its canonical name, as
 * text that can be read in again.
 */
#include <sqlite3.h> /* before tt_test.h: see banned.h */

#include "tests/unit/store/store_test.h"

#include "model/id_field.h"

static sqlite3 *open_raw(const char *path)
{
    sqlite3 *db;
    assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    return db;
}

/* What a field is written as: the text that full_record was given, in canonical form. */
static void canonical(const tt_record *r, size_t i, char out[TT_NUM_TEXT], tt_str *text)
{
    const tt_field *f = &tt_kind_get(r->kind)->fields[i];
    const tt_value *v = &r->v[i];
    size_t n = 0;
    *text = v->text;
    switch (f->type) {
    case TT_FT_TEXT:
    case TT_FT_CODE:
    case TT_FT_ENUM:
    case TT_FT_LIST:
    case TT_FT_COUNTRY: /* given as alpha-2 */
    case TT_FT_CCY:
        return;
    case TT_FT_DATE:
        n = tt_date_text((tt_date)v->num, out);
        break;
    case TT_FT_WHEN:
        n = tt_when_text((tt_when){(tt_date)v->num, v->sec}, out);
        break;
    case TT_FT_AMOUNT: {
        int ccy = tt_field_find(tt_kind_get(r->kind), tt_str_of(f->ccy));
        n = tt_money_amount_text((tt_money){v->num, (tt_ccy)r->v[ccy].num}, out);
        break;
    }
    case TT_FT_DEC:
        n = tt_dec_text(v->num, 6, out);
        break;
    case TT_FT_RATE:
        n = tt_dec_text(v->num, 12, out);
        break;
    case TT_FT_INT:
        n = tt_i64_text(v->num, out);
        break;
    }
    *text = (tt_str){out, n};
}

static tt_str column_text(sqlite3_stmt *st, int i)
{
    const char *p = (const char *)sqlite3_column_text(st, i);
    return (tt_str){p, (size_t)sqlite3_column_bytes(st, i)};
}

static bool is_checked(const tt_field *f)
{
    return f->check != TT_IDF_NONE || f->part == TT_PART_ID || f->part == TT_PART_ACCOUNT ||
           f->part == TT_PART_BANK;
}

static void each_view_shows_every_field_under_its_name(void **state)
{
    tt_arena *a = *state;
    const char *path = new_path();
    tt_store *s = open_case(path, TT_STORE_CREATE);
    tt_record r[TT_KIND_COUNT];
    for (int k = 1; k < TT_KIND_COUNT; k++) {
        r[k] = full_record(a, (tt_kind)k, (unsigned)k);
        load_source(s, tt_kind_text((tt_kind)k), &r[k], 1);
    }
    tt_store_close(s);
    sqlite3 *db = open_raw(path);
    for (int k = 1; k < TT_KIND_COUNT; k++) {
        const tt_kind_info *info = tt_kind_get((tt_kind)k);
        char sql[64], buf[TT_NUM_TEXT];
        sqlite3_stmt *st;
        (void)snprintf(sql, sizeof sql, "SELECT * FROM %s", info->name);
        assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &st, NULL), SQLITE_OK);
        assert_int_equal(sqlite3_step(st), SQLITE_ROW);
        int column = (int)info->n_fields + 4;
        for (size_t i = 0; i < info->n_fields; i++) {
            if (!is_checked(&info->fields[i]))
                continue;
            char name[64];
            (void)snprintf(name, sizeof name, "%s_check", info->fields[i].name);
            assert_string_equal(sqlite3_column_name(st, column), name);
            tt_str word = tt_str_of(tt_id_state_text(tt_id_field_state(info, r[k].v, i)));
            assert_true(tt_str_eq(column_text(st, column), word));
            column++;
        }
        assert_int_equal(sqlite3_column_count(st), column);
        for (size_t i = 0; i < info->n_fields; i++) {
            tt_str want;
            canonical(&r[k], i, buf, &want);
            assert_string_equal(sqlite3_column_name(st, (int)i), info->fields[i].name);
            assert_slice(column_text(st, (int)i), want);
        }
        int last = (int)info->n_fields;
        assert_string_equal(sqlite3_column_name(st, last), "source_file");
        assert_str(column_text(st, last), info->name);
        assert_string_equal(sqlite3_column_name(st, last + 1), "source_line");
        assert_str(column_text(st, last + 1), "2");
        assert_string_equal(sqlite3_column_name(st, last + 2), "source_offset");
        assert_str(column_text(st, last + 2), "10");
        assert_int_equal(sqlite3_step(st), SQLITE_DONE);
        sqlite3_finalize(st);
    }
    sqlite3_close(db);
}

static void numbers_are_written_as_people_write_them(void **state)
{
    TT_UNUSED(state);
    static const struct {
        const char *ccy, *amount, *quantity, *date;
        const char *shown_amount, *shown_quantity, *shown_date;
    } cases[] = {
        {"USD", "-0.05", "0", "2024-02-29", "-0.05", "0", "2024-02-29"},
        {"JPY", "-1500", "-0.000001", "1969-12-31T23:59:59Z", "-1500", "-0.000001",
         "1969-12-31T23:59:59Z"},
        {"KWD", "1.5", "100", "2024-01-01T00:00:00Z", "1.500", "100", "2024-01-01T00:00:00Z"},
        {"EUR", "92233720368547758.07", "9223372036854.775807", "1000-01-01",
         "92233720368547758.07", "9223372036854.775807", "1000-01-01"},
        {"USD", "0", "12.340000", "9999-12-31", "0.00", "12.34", "9999-12-31"},
    };
    const char *path = new_path();
    tt_store *s = open_case(path, TT_STORE_CREATE);
    tt_record r[TT_LEN(cases) + 1];
    for (size_t i = 0; i < TT_LEN(cases); i++)
        r[i] = record(TT_KIND_INVOICE, "currency", cases[i].ccy, "line_amount", cases[i].amount,
                      "quantity", cases[i].quantity, "issue_date", cases[i].date, NULL);
    r[TT_LEN(cases)] = (tt_record){.kind = TT_KIND_INVOICE}; /* nothing is known */
    load_source(s, "x", r, TT_LEN(r));
    tt_store_close(s);
    sqlite3 *db = open_raw(path);
    sqlite3_stmt *st;
    assert_int_equal(sqlite3_prepare_v2(db,
                                        "SELECT line_amount, quantity, issue_date, seller_name "
                                        "FROM invoice ORDER BY row_id",
                                        -1, &st, NULL),
                     SQLITE_OK);
    for (size_t i = 0; i < TT_LEN(cases); i++) {
        assert_int_equal(sqlite3_step(st), SQLITE_ROW);
        assert_str(column_text(st, 0), cases[i].shown_amount);
        assert_str(column_text(st, 1), cases[i].shown_quantity);
        assert_str(column_text(st, 2), cases[i].shown_date);
        assert_int_equal(sqlite3_column_type(st, 3), SQLITE_NULL);
    }
    assert_int_equal(sqlite3_step(st), SQLITE_ROW);
    for (int i = 0; i < 4; i++)
        assert_int_equal(sqlite3_column_type(st, i), SQLITE_NULL);
    sqlite3_finalize(st);
    sqlite3_close(db);
}

static void sums_are_by_source_kind_and_currency(void **state)
{
    TT_UNUSED(state);
    static const char *const expected[][5] = {
        {"invoice", "EUR", "2", "11.50", "2024-01-05"},
        {"invoice", "USD", "1", "-0.05", "2024-03-01"},
        {"payment", "JPY", "1", "700", "2024-02-01"},
    };
    const char *path = new_path();
    tt_store *s = open_case(path, TT_STORE_CREATE);
    const tt_record r[] = {
        record(TT_KIND_INVOICE, "currency", "EUR", "line_amount", "1.5", "issue_date", "2024-01-05",
               NULL),
        record(TT_KIND_INVOICE, "currency", "EUR", "line_amount", "10", "issue_date", "2024-04-05",
               NULL),
        record(TT_KIND_INVOICE, "currency", "USD", "line_amount", "-0.05", "issue_date",
               "2024-03-01", NULL),
        /* one payment of two invoices */
        record(TT_KIND_PAYMENT, "payment_id", "P", "currency", "JPY", "amount", "700", "value_date",
               "2024-02-01", "invoice_number", "1", NULL),
        record(TT_KIND_PAYMENT, "payment_id", "P", "currency", "JPY", "amount", "700", "value_date",
               "2024-02-01", "invoice_number", "2", NULL),
    };
    load_source(s, "x", r, TT_LEN(r));
    tt_store_close(s);
    sqlite3 *db = open_raw(path);
    sqlite3_stmt *st;
    assert_int_equal(sqlite3_prepare_v2(db,
                                        "SELECT kind, currency, parts, amount, first_day "
                                        "FROM source_sum ORDER BY kind, currency",
                                        -1, &st, NULL),
                     SQLITE_OK);
    for (size_t i = 0; i < TT_LEN(expected); i++) {
        assert_int_equal(sqlite3_step(st), SQLITE_ROW);
        for (int c = 0; c < 5; c++)
            assert_str(column_text(st, c), expected[i][c]);
    }
    assert_int_equal(sqlite3_step(st), SQLITE_DONE);
    sqlite3_finalize(st);
    sqlite3_close(db);
}

TT_TEST_MAIN("store/canonical", TT_TEST(each_view_shows_every_field_under_its_name),
             TT_TEST(numbers_are_written_as_people_write_them),
             TT_TEST(sums_are_by_source_kind_and_currency))
