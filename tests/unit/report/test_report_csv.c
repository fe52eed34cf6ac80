/* The findings as a table: exact cells, and none that a spreadsheet would run. */
#include "tests/unit/report/report_test.h"

static report_case c;

static tt_str csv_of(tt_arena *a)
{
    tt_str text = {0};
    assert_ok(report_text(&c.in, "csv", a, &text, ERR));
    return text;
}

#define HEADER                                                                                     \
    "\xEF\xBB\xBFrank,id,detector,typology,weight,p_value,title,explanation,value_shift,currency," \
    "direction,from,to,entities,entity_ids,evidence,measures,counter_evidence,next_steps,"         \
    "syndicate,syndicate_rank,disposition,who,when,why\r\n"

static void a_finding_is_one_row(void **state)
{
    tt_arena *a = *state;
    assert_ok(report_make(&c, a, ERR));
    const char *alpha = tt_arena_printf(
        a, "%s", tt_id_text_of('e', c.tiny.data.entities[entity_of(&c, E_ALPHA)].id).s);
    const char *beta = tt_arena_printf(
        a, "%s", tt_id_text_of('e', c.tiny.data.entities[entity_of(&c, E_BETA)].id).s);
    tt_str text = csv_of(a);
    assert_slice(tt_str_sub(text, 0, strlen(HEADER)), TT_STR(HEADER));
    c.found[1].f.n_tests = 1; /* no quotes in this one */
    tt_str one = csv_of(a);
    const char *row = tt_arena_printf(
        a,
        "1,f11aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa,price.over_invoicing,over_invoicing,2.345678,"
        "0.000125,Price far above peers,8.50 against <3.75>.,7125.00,USD,to_exporter,2024-01-05,"
        "2024-02-01,seller: Alpha Werke GmbH; buyer: Beta Trading LLC,%s; %s,"
        "invoice INV-1 line 2 (invoice.csv:2); payment P1 (payment.csv:1),"
        "\"unit_price 8.5 USD/kg, expected 2.25 to 3.75 from 41 peers; paid USD 12,750.00, "
        "expected at most 5,625; ratio 2.2667\","
        "related_party: not_explained: No <common> owner is declared.,"
        "Ask for the sales contract & price list.,s01bbbbbbbbbbbbbbbbbbbbbbbbbbbbbb,1,,,,\r\n",
        alpha, beta);
    assert_contains(one, row);
}

static void quotes_are_doubled(void **state)
{
    assert_ok(report_make(&c, *state, ERR));
    assert_contains(
        csv_of(*state),
        ",\"related_party: not_explained: No <common> owner is declared.; quality: "
        "weakened: The grade is written: \"\"W240\"\".; credit_note: unknown: No credit "
        "notes are in the data.\",");
}

static void what_would_be_a_formula_gets_an_apostrophe(void **state)
{
    static const char *const starts[] = {"=1+1", "+1", "@SUM(A1)", "-x", "\tx"};
    tt_arena *a = *state;
    assert_ok(report_make(&c, a, ERR));
    for (size_t i = 0; i < TT_LEN(starts); i++) {
        c.found[1].f.title = starts[i];
        tt_str text = csv_of(a);
        assert_lacks(text, tt_arena_printf(a, ",%s,", starts[i]));
        assert_contains(text, tt_arena_printf(a, "'%s", starts[i]));
    }
}

static void numbers_below_zero_stay_numbers(void **state)
{
    assert_ok(report_make(&c, *state, ERR));
    assert_contains(csv_of(*state), "\r\n3,f21aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa,phantom.no_shipment,"
                                    "phantom,-0.250000,,Nothing was shipped,");
}

static void what_is_hidden_in_a_name_is_shown(void **state)
{
    assert_ok(report_make(&c, *state, ERR));
    assert_contains(csv_of(*state),
                    "\"seller: </script><b onx='1'>\"\"Moon\"\" & [U+202E] Sons; buyer: Alpha");
}

static void a_report_without_findings_is_a_header(void **state)
{
    assert_ok(report_make(&c, *state, ERR));
    c.results.n_findings = 0;
    assert_str(csv_of(*state), HEADER);
}

static void a_finding_in_no_syndicate_has_two_empty_cells(void **state)
{
    assert_ok(report_make(&c, *state, ERR));
    c.found[3].syndicate = 0;
    tt_str text = csv_of(*state);
    assert_true(tt_str_ends(text, TT_STR("No credit notes are in the data.,,,,,,,\r\n")));
}

static void a_disposition_has_cells_of_its_own(void **state)
{
    assert_ok(report_make(&c, *state, ERR));
    c.found[1].disposition = &REPORT_DISMISSED;
    assert_contains(csv_of(*state), ",1,dismissed,A. <Officer>,2024-05-01,'=netting | file 7\r\n");
}

static void every_allocation_may_fail(void **state)
{
    tt_arena out;
    tt_str text = {0};
    tt_status st;
    assert_ok(report_make(&c, *state, ERR));
    tt_str want = csv_of(*state);
    tt_arena_init(&out, 0);
    TT_TORTURE(st, {
        tt_arena_release(&out);
        st = report_text(&c.in, "csv", &out, &text, NULL);
    });
    assert_slice(text, want);
    tt_arena_release(&out);
}

TT_TEST_MAIN("report/report_csv", TT_TEST(a_finding_is_one_row), TT_TEST(quotes_are_doubled),
             TT_TEST(what_would_be_a_formula_gets_an_apostrophe),
             TT_TEST(numbers_below_zero_stay_numbers), TT_TEST(what_is_hidden_in_a_name_is_shown),
             TT_TEST(a_report_without_findings_is_a_header),
             TT_TEST(a_finding_in_no_syndicate_has_two_empty_cells),
             TT_TEST(a_disposition_has_cells_of_its_own), TT_TEST(every_allocation_may_fail))
