/* Settings: names, ranges, what `config` prints goes back in, and what another version saved. */
#include "tests/support/tt_test.h" /* first: see banned.h */

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "app/config.h"
#include "base/buf.h"
#include "store/store.h"
#include "tradetrace/analyze.h"
#include "tradetrace/case.h"
#include "tradetrace/report.h"

static tt_config c;

static int setup(void **state)
{
    TT_UNUSED(state);
    return tt_config_init(&c, NULL) == TT_OK ? 0 : -1;
}

static int teardown(void **state)
{
    TT_UNUSED(state);
    tt_config_release(&c);
    return 0;
}

#define CONFIG_TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

static tt_status set(const char *name, const char *value)
{
    return tt_config_set(&c, tt_str_of(name), tt_str_of(value), ERR);
}

static tt_status json(const char *text)
{
    return tt_config_json(&c, tt_str_of(text), ERR);
}

static tt_sha256 hash(void)
{
    tt_sha256 h = {{0}};
    assert_ok(tt_config_hash(&c, &(tt_reference){0}, &h, ERR));
    return h;
}

/* The value of a setting by its dotted name. */
static double value_of(const char *owner, const char *name)
{
    for (size_t i = 0; i < c.n_sets; i++)
        for (size_t k = 0; strcmp(c.sets[i].owner, owner) == 0 && k < c.sets[i].n; k++)
            if (strcmp(c.sets[i].rows[k].name, name) == 0)
                return c.sets[i].value[k];
    fail_msg("no setting %s.%s", owner, name);
    return 0;
}

static size_t detector(const char *id)
{
    size_t n = 0;
    const tt_detector *const *d = tt_detectors(&n);
    for (size_t i = 0; i < n; i++)
        if (strcmp(d[i]->id, id) == 0)
            return i;
    fail_msg("no detector %s", id);
    return 0;
}

static void defaults_are_those_of_the_rows(void **state)
{
    size_t n = 0;
    TT_UNUSED(state);
    (void)tt_detectors(&n);
    assert_int_equal(c.n_sets, TT_SET_DETECTORS + n);
    assert_int_equal(c.as_of, TT_NO_DATE);
    assert_int_equal(c.seed, 1);
    assert_int_equal(c.base, tt_ccy_parse(TT_STR("USD")));
    for (size_t i = 0; i < c.n_sets; i++)
        for (size_t k = 0; k < c.sets[i].n; k++) {
            const tt_param *row = &c.sets[i].rows[k];
            assert_true(row->min <= row->def && row->def <= row->max);
            assert_true(c.sets[i].value[k] == row->def);
        }
    for (size_t i = 0; i < n; i++) {
        assert_true(c.enabled[i]);
        assert_ptr_equal(c.detector_param[i], c.sets[TT_SET_DETECTORS + i].value);
    }
}

static void run_wide_settings_have_names(void **state)
{
    TT_UNUSED(state);
    assert_ok(set("as_of", "2024-12-31"));
    assert_int_equal(c.as_of, 20088);
    assert_ok(set("as_of", ""));
    assert_int_equal(c.as_of, TT_NO_DATE);
    assert_ok(set("seed", "999999999999999"));
    assert_true(c.seed == 999999999999999u);
    assert_ok(set("base_currency", "EUR"));
    assert_int_equal(c.base, tt_ccy_parse(TT_STR("EUR")));
}

static void run_wide_settings_have_ranges(void **state)
{
    static const struct {
        const char *name, *value, *text;
    } bad[] = {
        {"as_of", "2024-02-30", "setting 'as_of' must be a date such as 2024-12-31"},
        {"seed", "1000000000000000", "setting 'seed' must be a whole number of at most 15 digits"},
        {"seed", "-1", "setting 'seed' must be a whole number of at most 15 digits"},
        {"seed", "1.5", "setting 'seed' must be a whole number of at most 15 digits"},
        {"base_currency", "XQX", "setting 'base_currency' must be an ISO 4217 code"},
        {"base_currency", "", "setting 'base_currency' must be an ISO 4217 code"},
    };
    TT_UNUSED(state);
    tt_sha256 before = hash();
    for (size_t i = 0; i < TT_LEN(bad); i++) {
        assert_status(set(bad[i].name, bad[i].value), TT_EUSAGE);
        assert_err_text(bad[i].text);
    }
    tt_sha256 after = hash();
    assert_memory_equal(before.b, after.b, sizeof(before.b));
}

/* Every row of every stage and detector: both ends are in, what is beyond them is not. */
static void parameters_are_held_to_their_ranges(void **state)
{
    char name[128], lo[TT_NUM_TEXT], hi[TT_NUM_TEXT], beyond[TT_NUM_TEXT];
    TT_UNUSED(state);
    for (size_t i = 0; i < c.n_sets; i++)
        for (size_t k = 0; k < c.sets[i].n; k++) {
            const tt_param *row = &c.sets[i].rows[k];
            (void)snprintf(name, sizeof(name), "%s.%s", c.sets[i].owner, row->name);
            tt_config_number_text(row->min, lo);
            tt_config_number_text(row->max, hi);
            assert_ok(set(name, lo));
            assert_true(c.sets[i].value[k] == row->min);
            assert_ok(set(name, hi));
            assert_true(c.sets[i].value[k] == row->max);
            (void)tt_double_text(row->max * 2 + 1, 9, beyond);
            assert_status(set(name, beyond), TT_EUSAGE);
            (void)tt_double_text(row->min - 1, 9, beyond);
            assert_status(set(name, beyond), TT_EUSAGE);
            assert_status(set(name, ""), TT_EUSAGE);
            assert_status(set(name, "nan"), TT_EUSAGE);
            assert_true(c.sets[i].value[k] == row->max);
        }
}

static void what_is_out_of_range_is_said_with_the_range(void **state)
{
    TT_UNUSED(state);
    assert_status(set("match.max_docs_per_key", "1"), TT_EUSAGE);
    assert_err_text("setting 'match.max_docs_per_key' must be a number from 2 to 100000");
}

static void unknown_names_are_refused(void **state)
{
    TT_UNUSED(state);
    assert_status(set("colour", "1"), TT_EUSAGE);
    assert_err_text("unknown setting 'colour': see 'tradetrace config'");
    assert_status(set("match.colour", "1"), TT_EUSAGE);
    assert_err_text("unknown setting 'colour' of 'match': see 'tradetrace config'");
    assert_status(set("no.such.alpha", "1"), TT_EUSAGE);
    assert_status(set("match", "1"), TT_EUSAGE);
    assert_status(set("match.", "1"), TT_EUSAGE);
    assert_status(set("", "1"), TT_EUSAGE);
    assert_status(set("match.enabled", "1"), TT_EUSAGE); /* a stage cannot be left out */
    assert_status(json("{\"detectors\":{\"no.such\":{}}}"), TT_EUSAGE);
    assert_err_text("unknown detector 'no.such': see 'tradetrace detectors'");
    assert_status(json("{\"detectors\":{\"match\":{}}}"), TT_EUSAGE);
}

static void detectors_are_switched_by_0_1_or_booleans(void **state)
{
    TT_UNUSED(state);
    size_t i = detector("price.over_invoicing");
    assert_ok(set("price.over_invoicing.enabled", "0"));
    assert_false(c.enabled[i]);
    assert_ok(json("{\"detectors\":{\"price.over_invoicing\":{\"enabled\":true}}}"));
    assert_true(c.enabled[i]);
    assert_ok(json("{\"detectors\":{\"price.over_invoicing\":{\"enabled\":false}}}"));
    assert_false(c.enabled[i]);
    assert_ok(json("{\"detectors\":{\"price.over_invoicing\":{\"enabled\":{\"value\":1}}}}"));
    assert_true(c.enabled[i]);
    assert_status(set("price.over_invoicing.enabled", "2"), TT_EUSAGE);
    assert_status(set("price.over_invoicing.enabled", "0.5"), TT_EUSAGE);
    assert_status(set("price.over_invoicing.enabled", "yes"), TT_EUSAGE);
    assert_true(c.enabled[i]);
}

static void json_is_an_object_of_numbers_texts_and_objects(void **state)
{
    TT_UNUSED(state);
    assert_ok(json("{\"seed\":7,\"as_of\":\"2024-01-01\",\"match\":{\"max_docs_per_key\":50},"
                   "\"match.min_quoted\":6}"));
    assert_int_equal(c.seed, 7);
    assert_int_equal(c.as_of, 19723);
    assert_near(value_of("match", "max_docs_per_key"), 50, 0);
    assert_near(value_of("match", "min_quoted"), 6, 0);
    assert_ok(json("{\"as_of\":null}"));
    assert_int_equal(c.as_of, TT_NO_DATE);
    assert_int_equal(c.seed, 7);
    assert_ok(json("{}"));
    assert_status(json("{"), TT_EFORMAT);
    assert_status(json("[]"), TT_EFORMAT);
    assert_err_text("settings must be one JSON object");
    assert_status(json("{\"match\":5}"), TT_EUSAGE);
    assert_err_text("settings of 'match' must be an object");
    assert_status(json("{\"detectors\":[1]}"), TT_EUSAGE);
    assert_err_text("settings of 'detectors' must be an object");
    assert_status(json("{\"seed\":[1]}"), TT_EUSAGE);
    assert_err_text("setting 'seed' must be a number or a text");
    assert_status(json("{\"seed\":{\"help\":\"\"}}"), TT_EUSAGE);
    assert_err_text("'seed' is no group of settings, and as a setting it has no \"value\": see "
                    "'tradetrace config'");
}

static void refused_json_changes_nothing(void **state)
{
    TT_UNUSED(state);
    assert_ok(set("seed", "7"));
    tt_sha256 before = hash();
    assert_status(json("{\"seed\":8,\"as_of\":\"2024-01-01\",\"base_currency\":\"EUR\","
                       "\"match\":{\"max_docs_per_key\":50},"
                       "\"detectors\":{\"price.over_invoicing\":{\"enabled\":0}},\"colour\":1}"),
                  TT_EUSAGE);
    tt_sha256 after = hash();
    assert_memory_equal(before.b, after.b, sizeof(before.b));
    assert_int_equal(c.seed, 7);
    assert_near(value_of("match", "max_docs_per_key"), 100, 0);
    assert_true(c.enabled[detector("price.over_invoicing")]);
}

static void written_settings_are_read_back(void **state)
{
    TT_UNUSED(state);
    for (int with_help = 0; with_help < 2; with_help++) {
        tt_jw w;
        assert_ok(set("seed", "42"));
        assert_ok(set("as_of", "2024-06-30"));
        assert_ok(set("base_currency", "JPY"));
        assert_ok(set("price.over_invoicing.enabled", "0"));
        for (size_t i = 0; i < c.n_sets; i++) /* the upper ends: no default among them */
            for (size_t k = 0; k < c.sets[i].n; k++)
                c.sets[i].value[k] = c.sets[i].rows[k].max;
        tt_sha256 want = hash();
        tt_jw_init(&w, NULL, true);
        tt_config_write(&c, &w, with_help != 0);
        assert_ok(tt_jw_end(&w, ERR));
        tt_config_release(&c);
        assert_ok(tt_config_init(&c, ERR));
        assert_ok(tt_config_json(&c, tt_buf_str(&w.buf), ERR));
        tt_sha256 got = hash();
        assert_memory_equal(got.b, want.b, sizeof(want.b));
        assert_int_equal(c.seed, 42);
        assert_false(c.enabled[detector("price.over_invoicing")]);
        tt_jw_release(&w);
    }
}

static tt_status collect(void *ctx, const char *p, size_t n, tt_err *err)
{
    tt_buf_add(ctx, (tt_str){p, n});
    return tt_buf_status(ctx, err);
}

static void small_numbers_are_not_zero(void **state)
{
    char text[TT_NUM_TEXT];
    TT_UNUSED(state);
    static const struct {
        double v;
        const char *text;
    } rows[] = {{1e-12, "0.000000000001"},
                {0.0005, "0.0005"},
                {-0.00025, "-0.00025"},
                {0.001, "0.001"},
                {0, "0"},
                {0.05, "0.05"},
                {1.5, "1.5"},
                {100, "100"},
                {1e12, "1000000000000"}};
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        tt_config_number_text(rows[i].v, text);
        assert_string_equal(text, rows[i].text);
    }
    tt_sha256 was = hash();
    assert_ok(set("flow.cycle_goods.max_p", "0.000000000001"));
    tt_sha256 one = hash();
    assert_ok(set("flow.cycle_goods.max_p", "0.000000000002"));
    tt_sha256 two = hash();
    assert_memory_not_equal(was.b, one.b, sizeof(one.b));
    assert_memory_not_equal(two.b, one.b, sizeof(one.b));
}

static void what_config_prints_is_the_defaults(void **state)
{
    tt_buf b;
    TT_UNUSED(state);
    tt_sha256 want = hash();
    tt_buf_init(&b, 0);
    assert_ok(tt_config_print(collect, &b, ERR));
    assert_ok(set("seed", "9"));
    assert_ok(set("match.max_docs_per_key", "3"));
    assert_ok(tt_config_json(&c, tt_buf_str(&b), ERR));
    tt_sha256 got = hash();
    assert_memory_equal(got.b, want.b, sizeof(want.b));
    tt_buf_release(&b);
}

static void every_setting_is_in_the_hash(void **state)
{
    TT_UNUSED(state);
    tt_sha256 was = hash();
    for (size_t i = 0; i < c.n_sets; i++)
        for (size_t k = 0; k < c.sets[i].n; k++) {
            const tt_param *row = &c.sets[i].rows[k];
            if (!(row->min < row->max))
                continue;
            c.sets[i].value[k] = row->def == row->max ? row->min : row->max;
            tt_sha256 is = hash();
            assert_memory_not_equal(is.b, was.b, sizeof(is.b));
            c.sets[i].value[k] = row->def;
        }
    c.enabled[0] = false;
    tt_sha256 is = hash();
    assert_memory_not_equal(is.b, was.b, sizeof(is.b));
    c.enabled[0] = true;
    c.seed++;
    is = hash();
    assert_memory_not_equal(is.b, was.b, sizeof(is.b));
}

static void settings_of_another_version_ask_for_an_analysis(void **state)
{
    char path[96];
    tt_buf b;
    tt_case *k = NULL;
    tt_store *s = NULL;
    const char *tmp = getenv("TMPDIR");
    TT_UNUSED(state);
    (void)snprintf(path, sizeof(path), "%s/tt-config-%ld.db", tmp ? tmp : "/tmp", (long)getpid());
    (void)unlink(path);
    assert_ok(tt_store_open(path, TT_STORE_CREATE, NULL, &s, ERR));
    assert_ok(tt_store_begin(s, ERR));
    assert_ok(tt_store_setting_put(
        s, "analysis", TT_STR("{\"seed\":5,\"detectors\":{\"old.detector\":{}}}"), ERR));
    assert_ok(tt_store_commit(s, ERR));
    tt_store_close(s);

    tt_buf_init(&b, 0);
    assert_ok(tt_case_open(path, TT_CASE_WRITE, NULL, &k, ERR));
    assert_status(tt_case_summary(k, collect, &b, ERR), TT_EUSAGE);
    assert_err_text("the case was analysed by another version: run 'tradetrace analyze'");
    assert_ok(tt_case_analyze(k, TT_STAGE_RANK, ERR));
    assert_ok(tt_case_summary(k, collect, &b, ERR));
    assert_true(b.n > 0);
    tt_case_close(k);
    tt_buf_release(&b);
    (void)unlink(path);
}

static void every_allocation_may_fail(void **state)
{
    tt_status st;
    TT_UNUSED(state);
    TT_TORTURE(st, {
        tt_config_release(&c);
        st = tt_config_init(&c, NULL);
        if (st == TT_OK)
            st = tt_config_json(&c, TT_STR("{\"seed\":7,\"match\":{\"min_quoted\":6}}"), NULL);
    });
    assert_int_equal(c.seed, 7);
    assert_near(value_of("match", "min_quoted"), 6, 0);
}

TT_TEST_MAIN("app/config", CONFIG_TEST(defaults_are_those_of_the_rows),
             CONFIG_TEST(run_wide_settings_have_names), CONFIG_TEST(run_wide_settings_have_ranges),
             CONFIG_TEST(parameters_are_held_to_their_ranges),
             CONFIG_TEST(what_is_out_of_range_is_said_with_the_range),
             CONFIG_TEST(unknown_names_are_refused),
             CONFIG_TEST(detectors_are_switched_by_0_1_or_booleans),
             CONFIG_TEST(json_is_an_object_of_numbers_texts_and_objects),
             CONFIG_TEST(refused_json_changes_nothing), CONFIG_TEST(written_settings_are_read_back),
             CONFIG_TEST(small_numbers_are_not_zero),
             CONFIG_TEST(what_config_prints_is_the_defaults),
             CONFIG_TEST(every_setting_is_in_the_hash),
             CONFIG_TEST(settings_of_another_version_ask_for_an_analysis),
             CONFIG_TEST(every_allocation_may_fail))
