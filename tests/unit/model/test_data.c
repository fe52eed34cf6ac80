/*
 * Documents in memory: look-ups are total, places point at rows, and money converts exactly at a
 * dated rate.
 */
#include "tests/support/tt_test.h"
#include "tests/support/tiny_case.h"

#include "model/finding.h"

static tt_ccy ccy(const char *code)
{
    tt_ccy c = tt_ccy_parse(tt_str_of(code));
    assert_int_not_equal(c, TT_CCY_NONE);
    return c;
}

/* Converted minor units; TT_NO_NUM when there is no answer. */
static int64_t converted(const tiny_case *c, int64_t minor, const char *code, const char *day)
{
    tt_money out = {0};
    if (!tt_data_convert(&c->data, (tt_money){minor, ccy(code)}, tiny_day(day), &out))
        return TT_NO_NUM;
    assert_int_equal(out.ccy, c->data.base);
    return out.minor;
}

static void an_empty_case_has_no_documents(void **state)
{
    tiny_case c;
    tiny_init(&c, *state);
    assert_ok(tiny_finish(&c));
    for (int k = 0; k < TT_KIND_COUNT; k++)
        assert_int_equal(tt_data_n_docs(&c.data, (tt_kind)k), 0);
    assert_int_equal(c.data.as_of, TT_NO_DATE);
    assert_int_equal(c.data.n_entities, 0);
    assert_int_equal(tt_data_role(&c.data, TT_KIND_INVOICE, 1, 1), 0);
    assert_int_equal(tt_data_entity(&c.data, 1), 0);
}

static void documents_are_sorted_by_date_and_keep_their_lines(void **state)
{
    tiny_case c;
    tiny_init(&c, *state);
    tiny_id acme = tiny_company(&c, "ACME", "DE"), moon = tiny_company(&c, "Moon", "AE");
    tiny_id late = tiny_invoice(&c, "B", acme, moon, "2024-03-01", "USD");
    tiny_id early = tiny_invoice(&c, "A", moon, acme, "2024-01-05", "USD");
    tiny_id l1 = tiny_invoice_line(&c, late, "080132", 100, "KGM", 5000);
    tiny_id l2 = tiny_invoice_line(&c, early, "080132", 3, "KGM", 1000);
    tiny_id l3 = tiny_invoice_line(&c, late, "080132", 7, "KGM", 250);
    assert_ok(tiny_finish(&c));

    assert_int_equal(tiny_ix(&c, early), 1);
    assert_int_equal(tiny_ix(&c, late), 2);
    const tt_head *head = tt_data_head(&c.data, TT_KIND_INVOICE, 2);
    assert_str(head->number, "B");
    assert_int_equal(head->n_lines, 2);
    assert_int_equal(head->first_line, tiny_ix(&c, l1));
    assert_int_equal(tiny_ix(&c, l3), tiny_ix(&c, l1) + 1);
    assert_int_equal(tiny_line_at(&c, l2)->doc, 1);
    assert_int_equal(tiny_line_at(&c, l2)->unit_price, 3333333);
    assert_int_equal(tiny_invoice_at(&c, late)->total.minor, 5250);
    assert_int_equal(c.data.from, tiny_day("2024-01-05"));
    assert_int_equal(c.data.as_of, tiny_day("2024-03-01"));
    assert_str(c.data.entities[tiny_entity(&c, moon)].name, "Moon");
    assert_int_equal(c.data.mentions[tiny_invoice_at(&c, early)->seller].entity,
                     tiny_entity(&c, moon));
}

static void a_place_is_that_of_the_line_or_of_the_first_row(void **state)
{
    tiny_case c;
    tiny_init(&c, *state);
    tiny_id a = tiny_company(&c, "A", "DE"), b = tiny_company(&c, "B", "AE");
    tiny_id inv = tiny_invoice(&c, "1", a, b, "2024-01-05", "USD");
    tiny_id bare = tiny_invoice(&c, "2", a, b, "2024-01-06", "USD");
    tiny_id l1 = tiny_invoice_line(&c, inv, NULL, 1, NULL, 100);
    tiny_id l2 = tiny_invoice_line(&c, inv, NULL, 1, NULL, 100);
    tiny_id pay = tiny_payment(&c, "P", b, a, "2024-01-07", 200, "USD");
    tiny_payment_names(&c, pay, "1");
    tiny_payment_names(&c, pay, "2");
    assert_ok(tiny_finish(&c));

    assert_int_equal(tt_data_place(&c.data, tiny_ref(&c, inv)).line, 1);
    assert_int_equal(tt_data_place(&c.data, tiny_ref(&c, l1)).line, 1);
    assert_int_equal(tt_data_place(&c.data, tiny_ref(&c, l2)).line, 2);
    assert_int_equal(tt_data_place(&c.data, tiny_ref(&c, bare)).source, 0);
    tt_place p = tt_data_place(&c.data, tiny_ref(&c, pay));
    assert_str(c.data.sources[p.source].name, "payment.csv");
    assert_int_equal(p.line, 1);
    assert_int_equal(c.data.payments[1].head.n_lines, 2);
    assert_str(c.data.payment_rows[2].invoice_number, "2");
}

static void roles_come_in_the_order_of_the_kind(void **state)
{
    tiny_case c;
    tiny_init(&c, *state);
    tiny_id a = tiny_company(&c, "A", "DE"), b = tiny_company(&c, "B", "AE"),
            n = tiny_company(&c, "N", "AE");
    tiny_id line = tiny_named(&c, TT_ENTITY_CARRIER, "Line", "DK");
    tiny_id s = tiny_shipment(&c, "BL", a, b, "2024-01-05", "DEHAM", "AEJEA");
    tiny_shipment_at(&c, s)->notify = n;
    tiny_shipment_at(&c, s)->carrier = line;
    tiny_id e = tiny_declaration(&c, "D", TT_DOC_EXPORT, a, b, "2024-01-04", "AE");
    tiny_declaration_at(&c, e)->declarant = n;
    tiny_id p = tiny_payment(&c, "P", b, 0, "2024-01-07", 200, "USD");
    assert_ok(tiny_finish(&c));

    const tiny_id want[] = {a, b, n, line};
    for (unsigned role = 1; role <= 4; role++)
        assert_int_equal(tt_data_role(&c.data, TT_KIND_SHIPMENT, tiny_ix(&c, s), role),
                         tiny_ix(&c, want[role - 1]));
    for (unsigned role = 1; role <= 3; role++)
        assert_int_equal(tt_data_role(&c.data, TT_KIND_DECLARATION, tiny_ix(&c, e), role),
                         tiny_ix(&c, want[role - 1]));
    assert_int_equal(tt_data_role(&c.data, TT_KIND_PAYMENT, tiny_ix(&c, p), 1), tiny_ix(&c, b));
    assert_int_equal(tt_data_role(&c.data, TT_KIND_PAYMENT, tiny_ix(&c, p), 2), 0);
    assert_int_equal(tt_data_role(&c.data, TT_KIND_PAYMENT, tiny_ix(&c, p), 3), 0);
    assert_int_equal(tt_data_role(&c.data, TT_KIND_SHIPMENT, 1, 5), 0);
    assert_int_equal(tt_data_role(&c.data, TT_KIND_SHIPMENT, 1, 0), 0);
    assert_int_equal(tt_data_role(&c.data, TT_KIND_SHIPMENT, 2, 1), 0);
    assert_int_equal(c.data.entities[tiny_entity(&c, line)].type, TT_ENTITY_CARRIER);
}

static void money_converts_at_the_newest_rate_of_the_last_seven_days(void **state)
{
    tiny_case c;
    tiny_init(&c, *state);
    tiny_fx(&c, "2024-01-10", "EUR", "1.10");
    tiny_fx(&c, "2024-01-03", "EUR", "1.05");
    tiny_fx(&c, "2024-01-10", "GBP", "1.30");
    assert_ok(tiny_finish(&c));

    assert_int_equal(converted(&c, 10000, "EUR", "2024-01-10"), 11000);
    assert_int_equal(converted(&c, 10000, "EUR", "2024-01-09"), 10500);
    assert_int_equal(converted(&c, 10000, "EUR", "2024-01-17"), 11000); /* seven days old */
    assert_int_equal(converted(&c, 10000, "EUR", "2024-01-18"), TT_NO_NUM);
    assert_int_equal(converted(&c, 10000, "EUR", "2024-01-02"), TT_NO_NUM); /* never a later rate */
    assert_int_equal(converted(&c, 10000, "CHF", "2024-01-10"), TT_NO_NUM);
    assert_int_equal(converted(&c, -10000, "GBP", "2024-01-10"), -13000);
    assert_int_equal(converted(&c, 10000, "USD", "1999-01-01"), 10000); /* the base needs no rate */
    assert_int_equal(converted(&c, TT_NO_NUM, "USD", "2024-01-10"), TT_NO_NUM);
}

static void currencies_of_other_exponents_convert_exactly(void **state)
{
    tiny_case c;
    tiny_init(&c, *state);
    tiny_fx(&c, "2024-01-10", "JPY", "0.0067");
    tiny_fx(&c, "2024-01-10", "KWD", "3.25");
    assert_ok(tiny_finish(&c));

    assert_int_equal(converted(&c, 1000000, "JPY", "2024-01-10"),
                     670000); /* 1,000,000 JPY = 6,700.00 USD */
    assert_int_equal(converted(&c, 1000, "KWD", "2024-01-10"), 325); /* 1.000 KWD = 3.25 USD */
    assert_int_equal(converted(&c, 2, "KWD", "2024-01-10"), 1);      /* 0.65 cents */
    c.data.base = ccy("KWD");
    assert_int_equal(converted(&c, 325, "USD", "2024-01-10"), 1000);
    assert_int_equal(converted(&c, 1000000, "JPY", "2024-01-10"),
                     2061538); /* 6700 / 3.25 = 2061.538(46) */
    c.data.base = ccy("JPY");
    assert_int_equal(converted(&c, 670, "USD", "2024-01-10"), 1000);
    assert_int_equal(converted(&c, 1000000, "USD", "2024-01-01"),
                     TT_NO_NUM); /* no rate of the base */
}

static void halves_go_to_even_and_overflow_has_no_answer(void **state)
{
    tiny_case c;
    tiny_init(&c, *state);
    tiny_fx(&c, "2024-01-10", "EUR", "0.5");
    tiny_fx(&c, "2024-01-10", "GBP", "2");
    tiny_fx(&c, "2024-01-10", "JPY", "1");
    assert_ok(tiny_finish(&c));

    assert_int_equal(converted(&c, 1, "EUR", "2024-01-10"), 0);
    assert_int_equal(converted(&c, 3, "EUR", "2024-01-10"), 2);
    assert_int_equal(converted(&c, 5, "EUR", "2024-01-10"), 2);
    assert_int_equal(converted(&c, -5, "EUR", "2024-01-10"), -2);
    assert_int_equal(converted(&c, -7, "EUR", "2024-01-10"), -4);
    assert_int_equal(converted(&c, INT64_MAX, "EUR", "2024-01-10"), INT64_MAX / 2 + 1);
    assert_int_equal(converted(&c, INT64_MAX, "GBP", "2024-01-10"), TT_NO_NUM);
    assert_int_equal(converted(&c, INT64_MAX / 2, "GBP", "2024-01-10"), INT64_MAX - 1);
    assert_int_equal(converted(&c, INT64_MAX / 100, "JPY", "2024-01-10"), INT64_MAX / 100 * 100);
    assert_int_equal(converted(&c, INT64_MAX / 100 + 1, "JPY", "2024-01-10"), TT_NO_NUM);
    tt_money out = {7, ccy("USD")};
    assert_false(tt_data_convert(&c.data, (tt_money){1, ccy("CHF")}, tiny_day("2024-01-10"), &out));
    assert_int_equal(out.minor, 7); /* untouched */
}

static void the_largest_products_do_not_wrap_around(void **state)
{
    tiny_case c;
    tiny_init(&c, *state);
    tiny_fx(&c, "2024-01-10", "JPY", "9223372.036854775807");
    tiny_fx(&c, "2024-01-10", "KWD", "0.000000000001");
    tiny_fx(&c, "2024-01-10", "XAU", "0.000000000001");
    tiny_fx(&c, "2024-01-10", "VND", "4611686.018427387904"); /* 2^62 */
    assert_ok(tiny_finish(&c));
    c.data.base = ccy("KWD");
    for (int64_t jpy = INT64_MAX; jpy; jpy /= 2) /* 1 JPY is already 9.2e21 fils */
        assert_int_equal(converted(&c, jpy, "JPY", "2024-01-10"), TT_NO_NUM);
    c.data.base = ccy("JPY");
    assert_int_equal(converted(&c, INT64_MAX, "KWD", "2024-01-10"), 0); /* 1e-3 JPY */
    c.data.base = ccy("XAU");                                           /* four decimals */
    assert_int_equal(converted(&c, (int64_t)1 << 62, "VND", "2024-01-10"),
                     TT_NO_NUM); /* 2^128 * 625 */
}

static void a_rate_that_is_not_positive_is_no_rate(void **state)
{
    tiny_case c;
    tiny_init(&c, *state);
    tiny_fx(&c, "2024-01-10", "EUR", "0");
    tiny_fx(&c, "2024-01-10", "GBP", "-1.3");
    assert_ok(tiny_finish(&c));
    assert_int_equal(converted(&c, 100, "GBP", "2024-01-10"), TT_NO_NUM);
    assert_int_equal(converted(&c, 100, "EUR", "2024-01-10"), TT_NO_NUM);
    tt_money out;
    assert_false(tt_data_convert(&c.data, (tt_money){1, ccy("EUR")}, TT_NO_DATE, &out));
}

static void words_of_enums_are_those_of_the_report(void **state)
{
    TT_UNUSED(state);
    assert_string_equal(tt_entity_type_text(TT_ENTITY_PUBLIC_BODY), "public_body");
    assert_string_equal(tt_entity_type_text((tt_entity_type)99), "unknown");
    assert_string_equal(tt_outcome_text(TT_TEST_NOT_EXPLAINED), "not_explained");
    assert_string_equal(tt_outcome_text(TT_TEST_WEAKENED), "weakened");
    assert_string_equal(tt_outcome_text(TT_TEST_UNKNOWN), "unknown");
    assert_string_equal(tt_direction_text(TT_SHIFT_NONE), "none");
    assert_string_equal(tt_direction_text(TT_SHIFT_TO_EXPORTER), "to_exporter");
    assert_string_equal(tt_direction_text(TT_SHIFT_TO_IMPORTER), "to_importer");
}

static void a_tiny_case_survives_each_allocation_failing(void **state)
{
    tt_arena *a = *state;
    tiny_case c;
    tiny_id inv = 0;
    tt_status st;
    TT_TORTURE(st, {
        tt_arena_reset(a);
        tiny_init(&c, a);
        tiny_id x = tiny_company(&c, "A", "DE"), y = tiny_company(&c, "B", "AE");
        inv = tiny_invoice(&c, "1", x, y, "2024-01-05", "USD");
        tiny_invoice_line(&c, inv, NULL, 2, NULL, 100);
        tiny_id p = tiny_payment(&c, "P", y, x, "2024-02-05", 100, "USD");
        tiny_payment_text(&c, p, "1");
        st = tiny_finish(&c);
    });
    assert_int_equal(tiny_invoice_at(&c, inv)->total.minor, 100);
}

TT_TEST_MAIN("model/data", TT_TEST(an_empty_case_has_no_documents),
             TT_TEST(documents_are_sorted_by_date_and_keep_their_lines),
             TT_TEST(a_place_is_that_of_the_line_or_of_the_first_row),
             TT_TEST(roles_come_in_the_order_of_the_kind),
             TT_TEST(money_converts_at_the_newest_rate_of_the_last_seven_days),
             TT_TEST(currencies_of_other_exponents_convert_exactly),
             TT_TEST(halves_go_to_even_and_overflow_has_no_answer),
             TT_TEST(the_largest_products_do_not_wrap_around),
             TT_TEST(a_rate_that_is_not_positive_is_no_rate),
             TT_TEST(words_of_enums_are_those_of_the_report),
             TT_TEST(a_tiny_case_survives_each_allocation_failing))
