/*
 * The runner: identities, ranks, twins, limits, parameters.  The detectors here are made for the
 * test; tt_detect_run is looked at with the real ones.
 */
#include "tests/support/tt_test.h"

#include "tests/support/market.h"

#include "detect/detect.h"
#include "detect/findings.h"

static const tt_test innocent[] = {{"none", TT_TEST_UNKNOWN, "Nothing was tested."}};
static const tt_param rows[] = {{"least", 1, 0, 10, "count", "for the test"}};

/* A finding about the first invoice, by a weight and a key. */
static tt_status
say(tt_findings *out, const tt_data *d, double weight, const char *key, tt_err *err)
{
    tt_finding_entity who[] = {{tt_data_entity(d, d->invoices[1].seller), "seller"},
                               {tt_data_entity(d, d->invoices[1].seller), "seller"}};
    tt_ref what[] = {{TT_KIND_INVOICE, 2, 0}, {TT_KIND_INVOICE, 1, 0}, {TT_KIND_INVOICE, 1, 0}};
    tt_finding f = {.title = "t",
                    .explanation = "e",
                    .p_value = NAN,
                    .weight = weight,
                    .value_shift = {1, d->base},
                    .entities = who,
                    .n_entities = TT_LEN(who),
                    .documents = what,
                    .n_documents = TT_LEN(what),
                    .tests = innocent,
                    .n_tests = 1,
                    .key = tt_str_of(key)};
    return tt_findings_add(out, &f, err);
}

static tt_status run_twice(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    TT_TRY(say(out, in->data, in->param[0], NULL, err));
    TT_TRY(say(out, in->data, 2, "k", err));
    return tt_findings_limit(out, &(tt_completeness){"w", "l", "r", "e"}, err);
}

static tt_status run_empty(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    TT_UNUSED(in);
    tt_finding f = {.title = "t", .explanation = "e", .tests = innocent, .n_tests = 1};
    return tt_findings_add(out, &f, err);
}

static const tt_detector twice = {.id = "test.twice",
                                  .revision = 1,
                                  .typology = "t",
                                  .params = rows,
                                  .n_params = 1,
                                  .run = run_twice};
static const tt_detector empty = {.id = "test.empty",
                                  .revision = 1,
                                  .typology = "t",
                                  .params = rows,
                                  .n_params = 1,
                                  .run = run_empty};

static const market small = {.hs = "080132",
                             .unit = "KGM",
                             .lines = 60,
                             .sellers = 20,
                             .buyers = 20,
                             .first = "2024-05-01",
                             .days = 60,
                             .quantity = 1000,
                             .price = 100,
                             .step = 1};

static void build(tiny_case *c, tt_arena *a)
{
    tiny_init(c, a);
    market_add(c, a, &small);
    tiny_id s = market_firm(c, a, "Sunrise", "IN"), b = market_firm(c, a, "Delta", "NL");
    for (int i = 0; i < 6; i++) {
        tiny_id inv = tiny_invoice(c, tt_arena_printf(a, "X-%d", i), s, b, "2024-06-01", "USD");
        tiny_invoice_line(c, inv, "080132", 10000, "KGM", 6000000 + i * 300000);
    }
    assert_ok(tiny_finish(c));
}

static void findings_are_copied_sorted_and_given_identities(void **state)
{
    tiny_case c;
    tt_results r = {0};
    build(&c, *state);
    assert_ok(tt_detect_one(&twice, &c.data, NULL, NULL, *state, &r, ERR));
    assert_int_equal(r.n_findings, 2);
    assert_int_equal(r.findings[1].f.n_documents, 2); /* each once, by index */
    assert_int_equal(r.findings[1].f.documents[0].doc, 1);
    assert_int_equal(r.findings[1].f.n_entities, 1);
    assert_string_equal(r.findings[1].detector, "test.twice");
    assert_false(tt_hash_is_zero(r.findings[1].id));
    assert_true(tt_hash_cmp(r.findings[1].id, r.findings[2].id) != 0); /* the second has a key */
    tt_hash before = r.findings[1].id;
    double param[] = {3};
    assert_ok(tt_detect_one(&twice, &c.data, NULL, param, *state, &r, ERR));
    assert_near(r.findings[1].f.weight, 3, 0);
    assert_int_equal(tt_hash_cmp(before, r.findings[1].id), 0); /* weights are no part of it */
    assert_int_equal(r.n_completeness, 1);
}

static void a_finding_without_evidence_is_refused(void **state)
{
    tiny_case c;
    tt_results r = {0};
    build(&c, *state);
    assert_status(tt_detect_one(&empty, &c.data, NULL, NULL, *state, &r, ERR), TT_EINTERNAL);
    assert_int_equal(r.n_findings, 0);
}

static void parameters_out_of_range_are_refused(void **state)
{
    tiny_case c;
    tt_results r = {0};
    build(&c, *state);
    const double bad[] = {-1, 10.5, NAN, INFINITY};
    for (size_t i = 0; i < TT_LEN(bad); i++)
        assert_status(tt_detect_one(&twice, &c.data, NULL, &bad[i], *state, &r, ERR), TT_EUSAGE);
    assert_err_text("parameter 'test.twice.least' is out of range");
}

static void threads_and_order_change_nothing_and_ranks_fall(void **state)
{
    tiny_case c;
    tt_graph g;
    tt_results r[2] = {{0}, {0}};
    build(&c, *state);
    assert_ok(tt_graph_build(&c.data, *state, &g, ERR));
    for (unsigned t = 0; t < 2; t++)
        assert_ok(tt_detect_run(&c.data, &g, &(tt_detect_options){.threads = 1 + 3 * t}, *state,
                                &r[t], ERR));
    assert_true(r[0].n_findings > 0);
    assert_int_equal(r[0].n_findings, r[1].n_findings);
    assert_int_equal(r[0].n_completeness, r[1].n_completeness);
    for (size_t i = 1; i <= r[0].n_findings; i++) {
        assert_int_equal(tt_hash_cmp(r[0].findings[i].id, r[1].findings[i].id), 0);
        assert_string_equal(r[0].findings[i].f.explanation, r[1].findings[i].f.explanation);
        assert_int_equal(r[0].findings[i].rank, i);
        assert_true(i == 1 || r[0].findings[i - 1].f.weight >= r[0].findings[i].f.weight);
    }
    /* over- and under-invoicing leave the same lines out, and that is said once */
    for (size_t i = 2; i <= r[0].n_completeness; i++)
        assert_true(tt_completeness_cmp(&r[0].completeness[i - 1], &r[0].completeness[i]) < 0);
}

static void only_what_is_enabled_runs(void **state)
{
    tiny_case c;
    tt_graph g;
    tt_results r = {0};
    size_t n;
    (void)tt_detectors(&n);
    bool *enabled = tt_new_n(*state, bool, n);
    build(&c, *state);
    assert_non_null(enabled);
    assert_ok(tt_graph_build(&c.data, *state, &g, ERR));
    assert_ok(
        tt_detect_run(&c.data, &g, &(tt_detect_options){.enabled = enabled}, *state, &r, ERR));
    assert_int_equal(r.n_findings, 0);
    assert_int_equal(r.n_completeness, 0);
}

TT_TEST_MAIN("detect/run", TT_TEST(findings_are_copied_sorted_and_given_identities),
             TT_TEST(a_finding_without_evidence_is_refused),
             TT_TEST(parameters_out_of_range_are_refused),
             TT_TEST(threads_and_order_change_nothing_and_ranks_fall),
             TT_TEST(only_what_is_enabled_runs))
