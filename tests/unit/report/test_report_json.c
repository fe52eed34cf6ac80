/* report.json: exact bytes of its parts, one order of keys, sorted arrays, nothing lost. */
#include "tests/unit/report/report_test.h"

#include "detect/detect.h"
#include "report/parts.h"

static report_case c;

static void make_case(tt_arena *a)
{
    assert_ok(report_make(&c, a, ERR));
}

static tt_str json_of(tt_arena *a)
{
    tt_str text = {0};
    assert_ok(report_text(&c.in, "json", a, &text, ERR));
    return text;
}

/* One part as one line. */
static tt_str end_part(tt_jw *w, tt_arena *a)
{
    assert_ok(tt_jw_end(w, ERR));
    tt_str text = tt_arena_str(a, tt_str_trim(tt_buf_str(&w->buf)));
    tt_jw_release(w);
    return text;
}

static tt_str syndicate(size_t i, tt_arena *a)
{
    tt_jw w;
    tt_jw_init(&w, NULL, true);
    tt_part_syndicate(&c.in, i, NULL, &w);
    return end_part(&w, a);
}

static tt_str finding(size_t i, tt_arena *a)
{
    tt_jw w;
    tt_jw_init(&w, NULL, true);
    tt_part_finding(&c.in, i, NULL, &w);
    return end_part(&w, a);
}

static const char *id_of(int who, tt_arena *a)
{
    tt_id_text t = tt_id_text_of('e', c.tiny.data.entities[entity_of(&c, who)].id);
    return tt_arena_printf(a, "%s", t.s);
}

static void a_syndicate_is_these_bytes(void **state)
{
    tt_arena *a = *state;
    make_case(a);
    const char *want = tt_arena_printf(
        a,
        "{\"id\":\"s01bbbbbbbbbbbbbbbbbbbbbbbbbbbbbb\",\"rank\":1,\"score\":91.500000,"
        "\"p_value\":0.002000,\"entities\":[{\"id\":\"%s\",\"role\":\"exporter\"},"
        "{\"id\":\"%s\",\"role\":\"importer\"},{\"id\":\"%s\",\"role\":\"third_party\"},"
        "{\"id\":\"%s\",\"role\":\"payee\"}],"
        "\"findings\":[\"f11aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\","
        "\"f12aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"],\"typologies\":[\"carousel\",\"over_invoicing\"],"
        "\"value_shift\":{\"amount\":\"7125.00\",\"currency\":\"USD\","
        "\"direction\":\"to_exporter\"},\"period\":{\"from\":\"2024-01-05\","
        "\"to\":\"2024-02-10\"},\"narrative\":\"Alpha sells to Beta far above <peers>.\","
        "\"stability\":0.875000}",
        id_of(E_ALPHA, a), id_of(E_BETA, a), id_of(E_EVIL, a), id_of(E_FORMULA, a));
    /* Typologies come from the catalogue, which says which of the two names it knows. */
    tt_str got = syndicate(1, a);
    size_t cut = tt_str_find(got, TT_STR("\"typologies\""), 0);
    assert_slice(tt_str_sub(got, 0, cut), tt_str_sub(tt_str_of(want), 0, cut));
    size_t rest = tt_str_find(got, TT_STR("\"value_shift\""), 0);
    size_t want_rest = tt_str_find(tt_str_of(want), TT_STR("\"value_shift\""), 0);
    assert_slice(tt_str_sub(got, rest, got.n),
                 tt_str_sub(tt_str_of(want), want_rest, SIZE_MAX / 2));
}

static void typologies_stand_in_the_order_of_the_catalogue(void **state)
{
    size_t n = 0;
    const tt_detector *const *det = tt_detectors(&n);
    make_case(*state);
    c.found[1].typology = det[n - 1]->typology;
    c.found[2].typology = det[0]->typology;
    assert_string_not_equal(det[0]->typology, det[n - 1]->typology);
    assert_contains(syndicate(1, *state), tt_arena_printf(*state, "\"typologies\":[\"%s\",\"%s\"]",
                                                          det[0]->typology, det[n - 1]->typology));
    c.found[1].typology = c.found[2].typology;
    assert_contains(syndicate(1, *state),
                    tt_arena_printf(*state, "\"typologies\":[\"%s\"]", det[0]->typology));
}

static void what_is_not_known_is_null(void **state)
{
    make_case(*state);
    tt_str s = syndicate(2, *state);
    assert_contains(s, "\"p_value\":null");
    assert_contains(s, "\"value_shift\":null");
    assert_contains(s, "\"period\":{\"from\":null,\"to\":null}");
    tt_str f = finding(3, *state);
    assert_contains(f, "\"weight\":-0.250000,\"p_value\":null");
    assert_contains(f, "\"line\":null,\"source\":{\"file\":\"invoice.csv\",\"line\":4}");
    assert_contains(f, "\"next_steps\":[],\"syndicate\":\"s02bbbbbbbbbbbbbbbbbbbbbbbbbbbbbb\","
                       "\"disposition\":null}");
    c.found[3].syndicate = 0;
    assert_contains(finding(3, *state), "\"syndicate\":null");
}

static void a_finding_is_these_bytes(void **state)
{
    tt_arena *a = *state;
    make_case(a);
    const char *want = tt_arena_printf(
        a,
        "{\"id\":\"f11aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\",\"rank\":1,"
        "\"detector\":\"price.over_invoicing\",\"typology\":\"over_invoicing\","
        "\"weight\":2.345678,\"p_value\":0.000125,\"title\":\"Price far above peers\","
        "\"explanation\":\"8.50 against <3.75>.\","
        "\"entities\":[{\"id\":\"%s\",\"role\":\"seller\"},{\"id\":\"%s\",\"role\":\"buyer\"}],"
        "\"documents\":[{\"kind\":\"invoice\",\"number\":\"INV-1\",\"line\":2,"
        "\"source\":{\"file\":\"invoice.csv\",\"line\":2}},"
        "{\"kind\":\"payment\",\"number\":\"P1\",\"line\":null,"
        "\"source\":{\"file\":\"payment.csv\",\"line\":1}}],"
        "\"measures\":[{\"name\":\"unit_price\",\"value\":8.500000,\"unit\":\"USD/kg\","
        "\"expected_low\":2.250000,\"expected_high\":3.750000,\"peers\":41},"
        "{\"name\":\"paid\",\"value\":\"12750.00\",\"unit\":\"USD\",\"expected_low\":null,"
        "\"expected_high\":5625.000000,\"peers\":0},"
        "{\"name\":\"ratio\",\"value\":2.266667,\"unit\":\"1\",\"expected_low\":null,"
        "\"expected_high\":null,\"peers\":0}],"
        "\"value_shift\":{\"amount\":\"7125.00\",\"currency\":\"USD\","
        "\"direction\":\"to_exporter\"},"
        "\"period\":{\"from\":\"2024-01-05\",\"to\":\"2024-02-01\"},"
        "\"counter_evidence\":[{\"test\":\"related_party\",\"outcome\":\"not_explained\","
        "\"detail\":\"No <common> owner is declared.\"},"
        "{\"test\":\"quality\",\"outcome\":\"weakened\","
        "\"detail\":\"The grade is written: \\\"W240\\\".\"},"
        "{\"test\":\"credit_note\",\"outcome\":\"unknown\","
        "\"detail\":\"No credit notes are in the data.\"}],"
        "\"next_steps\":[\"Ask for the sales contract & price list.\"],"
        "\"syndicate\":\"s01bbbbbbbbbbbbbbbbbbbbbbbbbbbbbb\",\"disposition\":null}",
        id_of(E_ALPHA, a), id_of(E_BETA, a));
    assert_str(finding(1, a), want);
}

static void a_disposition_says_who_when_and_why(void **state)
{
    make_case(*state);
    c.found[1].disposition = &REPORT_DISMISSED;
    assert_contains(finding(1, *state),
                    "\"disposition\":{\"verdict\":\"dismissed\",\"who\":\"A. <Officer>\","
                    "\"when\":\"2024-05-01\",\"why\":\"=netting | file 7\"}}");
    const tt_decided bare = {.said = TT_SAID_PENDING, .when = {TT_NO_DATE, TT_NO_TIME}};
    c.found[1].disposition = &bare;
    assert_contains(finding(1, *state), "\"disposition\":{\"verdict\":\"pending\",\"who\":null,"
                                        "\"when\":null,\"why\":null}}");
    c.found[1].disposition = NULL;
}

static void entities_have_names_identifiers_and_findings(void **state)
{
    tt_arena *a = *state;
    make_case(a);
    tt_jw w;
    tt_jw_init(&w, NULL, true);
    assert_ok(tt_part_entities(&c.in, NULL, &w, ERR));
    tt_str lines = end_part(&w, a);
    assert_contains(
        lines,
        tt_arena_printf(
            a,
            "{\"id\":\"%s\",\"type\":\"company\",\"name\":\"Alpha Werke GmbH\",\"country\":\"DE\","
            "\"names\":[\"Alpha Werke GmbH\"],"
            "\"identifiers\":{\"id\":[\"R1\"],\"account\":[\"DE89370400440532013000\"]},"
            "\"addresses\":[\"Hafen 1\"],\"weight\":3.250000,"
            "\"findings\":[\"f11aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\","
            "\"f12aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"],"
            "\"community\":\"c01cccccccccccccccccccccccccccccc\"}",
            id_of(E_ALPHA, a)));
    assert_contains(
        lines,
        tt_arena_printf(
            a,
            "{\"id\":\"%s\",\"type\":\"company\",\"name\":\"Quiet Farm\",\"country\":null,"
            "\"names\":[\"Quiet Farm\"],\"identifiers\":{},\"addresses\":[],\"weight\":0.000000,"
            "\"findings\":[],\"community\":null}",
            id_of(E_ALONE, a)));
    /* By id, each once. */
    tt_str before = {0};
    size_t n = 0;
    for (size_t at = 0; (at = tt_str_find(lines, TT_STR("{\"id\":\"e"), at)) != SIZE_MAX; at++) {
        tt_str id = tt_str_sub(lines, at + 7, 33);
        assert_true(!before.n || tt_str_cmp(before, id) < 0);
        before = id;
        n++;
    }
    assert_int_equal(n, N_PARTIES);
}

static void two_roles_in_one_finding_name_it_once(void **state)
{
    make_case(*state);
    c.who[1].entity = c.who[0].entity;
    tt_jw w;
    tt_jw_init(&w, NULL, true);
    assert_ok(tt_part_entities(&c.in, NULL, &w, ERR));
    assert_int_equal(count_of(end_part(&w, *state), "\"f11aaaa"), 1);
}

static void rejects_are_summed_by_reason_and_warnings_kept_apart(void **state)
{
    make_case(*state);
    tt_jw w;
    tt_jw_init(&w, NULL, true);
    tt_part_data_quality(&c.in, NULL, &w);
    assert_str(end_part(&w, *state), "{\"rejects_by_reason\":{\"missing required field\":7},"
                                     "\"warnings\":{\"noted: due_date: date in the future\":2,"
                                     "\"field not used: quantity: not a number\":1,"
                                     "\"unknown column: invoice.csv: <colour>\":1},"
                                     "\"identifiers\":{}}");
    c.in.n_flaws = c.in.n_unknown_columns = 0;
    tt_jw_init(&w, NULL, true);
    tt_part_data_quality(&c.in, NULL, &w);
    assert_str(end_part(&w, *state),
               "{\"rejects_by_reason\":{},\"warnings\":{},\"identifiers\":{}}");
}

static void deals_count_what_is_matched_and_what_is_alone(void **state)
{
    make_case(*state);
    tt_deal deals[3] = {
        {.status = TT_DEAL_PARTIAL}, {.status = TT_DEAL_MATCHED}, {.status = TT_DEAL_PARTIAL}};
    tt_break breaks[4] = {
        {.kind = TT_KIND_NONE},
        {.kind = TT_KIND_INVOICE, .wants = TT_KIND_PAYMENT, .type = TT_BREAK_AMBIGUOUS},
        {.kind = TT_KIND_INVOICE, .wants = TT_KIND_PAYMENT, .type = TT_BREAK_AMBIGUOUS},
        {.kind = TT_KIND_PAYMENT, .wants = TT_KIND_INVOICE, .type = TT_BREAK_NO_CANDIDATE}};
    c.tiny.data.deals = deals;
    c.tiny.data.n_deals = 2;
    c.tiny.data.breaks = breaks;
    c.tiny.data.n_breaks = 3;
    c.tiny.data.deal_of[TT_KIND_INVOICE][1] = 1;
    c.tiny.data.deal_of[TT_KIND_PAYMENT][2] = 2;
    tt_jw w;
    tt_jw_init(&w, NULL, true);
    tt_part_deals(&c.in, NULL, &w);
    assert_str(end_part(&w, *state), "{\"matched\":1,\"partial\":1,\"unmatched_by_kind\":"
                                     "{\"invoice\":2,\"shipment\":1,\"declaration\":0,"
                                     "\"payment\":2},\"breaks\":["
                                     "{\"kind\":\"invoice\",\"wants\":\"payment\","
                                     "\"type\":\"ambiguous\",\"count\":2},"
                                     "{\"kind\":\"payment\",\"wants\":\"invoice\","
                                     "\"type\":\"no candidate\",\"count\":1}]}");
}

static void keys_have_one_order(void **state)
{
    static const char *const keys[] = {"schema_version", "tool",        "run",      "summary",
                                       "syndicates",     "findings",    "entities", "deals",
                                       "completeness",   "data_quality"};
    make_case(*state);
    tt_str text = json_of(*state);
    size_t at = 0, n = 0;
    for (size_t i = 0; i < TT_LEN(keys); i++) {
        const char *line = tt_arena_printf(*state, "\n  \"%s\": ", keys[i]);
        at = tt_str_find(text, tt_str_of(line), at);
        assert_true(at != SIZE_MAX);
    }
    for (at = 0; (at = tt_str_find(text, TT_STR("\n  \""), at)) != SIZE_MAX; at++)
        n++;
    assert_int_equal(n, TT_LEN(keys));
    assert_true(tt_str_ends(text, TT_STR("\n}\n")));
}

static void the_run_names_each_input_and_its_counts(void **state)
{
    make_case(*state);
    c.tiny.data.sources[1].n_read = 9;
    c.tiny.data.sources[1].n_rejected = 2;
    tt_jw w;
    tt_jw_init(&w, NULL, true);
    tt_part_run(&c.in, NULL, &w);
    tt_str run = end_part(&w, *state);
    assert_true(tt_str_starts(
        run, TT_STR("{\"as_of\":\"2024-05-01\",\"seed\":7,\"parameters_sha256\":\"5a5a5a5a5a5a5a5a"
                    "5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a\",\"base_currency\":\"USD\","
                    "\"period\":{\"from\":\"2024-01-05\",\"to\":\"2024-05-01\"},\"inputs\":["
                    "{\"file\":\"invoice.csv\",\"sha256\":\"")));
    assert_contains(run, "\"kind\":\"invoice\",\"format\":\"csv\",\"read\":9,\"loaded\":4,"
                         "\"rejected\":2,\"duplicate\":0,\"sums\":[],\"period\":{\"from\":null,"
                         "\"to\":null}}");
    assert_int_equal(count_of(run, "\"file\":"), c.tiny.data.n_sources);
}

/* Sums over the rows of each file; what 64 bits do not hold is said, and not wrong. */
static void each_input_says_what_it_amounts_to(void **state)
{
    make_case(*state);
    for (int large = 0; large < 2; large++) {
        tt_input_sums sums;
        tt_jw w;
        if (large)
            c.tiny.data.invoice_lines[1].amount.minor = INT64_MAX;
        assert_ok(tt_input_sums_build(&c.tiny.data, *state, &sums, ERR));
        c.in.inputs = &sums;
        tt_jw_init(&w, NULL, true);
        tt_part_run(&c.in, NULL, &w);
        tt_str run = end_part(&w, *state);
        assert_contains(run, "\"duplicate\":0,\"sums\":[{\"kind\":\"invoice\",\"currency\":\"EUR\","
                             "\"rows\":1,\"amount\":\"12000.00\"},{\"kind\":\"invoice\","
                             "\"currency\":\"USD\",\"rows\":3,\"amount\":");
        assert_contains(run, large ? "\"amount\":null}],\"period\":{\"from\":\"2024-01-05\""
                                   : "\"amount\":\"136206.78\"}],\"period\":{\"from\":"
                                     "\"2024-01-05\",\"to\":\"2024-03-01\"}}");
    }
}

static void detectors_that_did_not_run_are_not_counted_as_zero(void **state)
{
    size_t n = 0;
    bool enabled[256] = {false};
    const tt_detector *const *det = tt_detectors(&n);
    make_case(*state);
    assert_true(n && n < TT_LEN(enabled));
    enabled[0] = true;
    c.in.enabled = enabled;
    tt_jw w;
    tt_jw_init(&w, NULL, true);
    tt_part_summary(&c.in, NULL, &w);
    tt_str s = end_part(&w, *state);
    assert_contains(s, tt_arena_printf(*state, "\"findings_by_detector\":{\"%s\":", det[0]->id));
    assert_int_equal(count_of(s, "."), 1); /* one code, one dot */
    assert_true(tt_str_starts(s, TT_STR("{\"documents\":{\"invoice\":3,\"shipment\":1,"
                                        "\"declaration\":0,\"payment\":3},\"entities\":5,"
                                        "\"flows\":7,\"deals\":0,\"findings\":3,"
                                        "\"syndicates\":2,")));
}

static void names_from_documents_stay_data(void **state)
{
    make_case(*state);
    tt_str text = json_of(*state);
    assert_contains(text, "\"name\": \"</script><b onx='1'>\\\"Moon\\\" & \xE2\x80\xAE Sons\"");
    assert_contains(text, "\"name\": \"=HYPERLINK(\\\"x\\\")|`a`\\nB\"");
}

static void the_same_case_gives_the_same_bytes(void **state)
{
    tt_arena *a = *state;
    make_case(a);
    tt_str first = json_of(a), again = json_of(a);
    assert_slice(first, again);
    assert_true(first.n > 4000);
}

static void a_case_without_anything_is_a_report(void **state)
{
    static tt_ix none[1];
    make_case(*state);
    c.results = (tt_results){0};
    c.in.n_flaws = c.in.n_unknown_columns = 0;
    c.tiny.data = (tt_data){
        .base = c.tiny.data.base, .as_of = TT_NO_DATE, .from = TT_NO_DATE, .to = TT_NO_DATE};
    for (size_t k = 0; k < TT_KIND_COUNT; k++)
        c.tiny.data.deal_of[k] = none;
    tt_str text = json_of(*state);
    assert_contains(text, "\"as_of\": null");
    assert_contains(text, "\"syndicates\": [],\n  \"findings\": [],\n  \"entities\": [],");
    assert_contains(text, "\"completeness\": []");
}

static void every_allocation_may_fail(void **state)
{
    tt_arena *a = *state;
    tt_arena out;
    tt_str text = {0};
    tt_status st;
    make_case(a);
    tt_str want = json_of(a);
    tt_arena_init(&out, 0);
    TT_TORTURE(st, {
        tt_arena_release(&out);
        st = report_text(&c.in, "json", &out, &text, NULL);
    });
    assert_slice(text, want);
    tt_arena_release(&out);
}

TT_TEST_MAIN("report/report_json", TT_TEST(a_syndicate_is_these_bytes),
             TT_TEST(typologies_stand_in_the_order_of_the_catalogue),
             TT_TEST(what_is_not_known_is_null), TT_TEST(a_finding_is_these_bytes),
             TT_TEST(a_disposition_says_who_when_and_why),
             TT_TEST(entities_have_names_identifiers_and_findings),
             TT_TEST(two_roles_in_one_finding_name_it_once),
             TT_TEST(rejects_are_summed_by_reason_and_warnings_kept_apart),
             TT_TEST(deals_count_what_is_matched_and_what_is_alone), TT_TEST(keys_have_one_order),
             TT_TEST(the_run_names_each_input_and_its_counts),
             TT_TEST(each_input_says_what_it_amounts_to),
             TT_TEST(detectors_that_did_not_run_are_not_counted_as_zero),
             TT_TEST(names_from_documents_stay_data), TT_TEST(the_same_case_gives_the_same_bytes),
             TT_TEST(a_case_without_anything_is_a_report), TT_TEST(every_allocation_may_fail))
