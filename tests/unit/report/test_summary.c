/* One screen for a person at a terminal. */
#include "tests/unit/report/report_test.h"

#include "detect/detect.h"

static report_case c;

static tt_str summary(tt_arena *a)
{
    tt_buf b;
    tt_buf_init(&b, 0);
    tt_report_summary(&c.in, &b);
    assert_ok(tt_buf_status(&b, ERR));
    tt_str text = tt_arena_str(a, tt_buf_str(&b));
    tt_buf_release(&b);
    return text;
}

static void it_says_what_was_read(void **state)
{
    assert_ok(report_make(&c, *state, ERR));
    tt_source *s = &c.tiny.data.sources[1]; /* the invoices: 4 rows */
    s->n_read = 9;
    s->n_rejected = 3;
    s->n_duplicate = 2;
    c.tiny.data.sources[2].kind = TT_KIND_NONE;
    tt_str text = summary(*state);
    uint64_t n = 0;
    for (size_t i = 1; i <= c.tiny.data.n_sources; i++)
        n += c.tiny.data.sources[i].n_loaded;
    assert_true(tt_str_starts(
        text,
        tt_str_of(tt_arena_printf(
            *state,
            "rows        %d read = %d loaded + 3 rejected + 2 duplicate, from %zu files (1 not "
            "recognised)\ndocuments   3 invoices, 1 shipments, 0 declarations, 3 payments\n"
            "period      2024-01-05 to 2024-05-01\nnetwork     5 entities, 7 flows, 0 deals\n"
            "findings    3\n",
            (int)n + 5, (int)n, c.tiny.data.n_sources))));
}

static void it_lists_detectors_that_found_something(void **state)
{
    size_t n = 0;
    const tt_detector *const *det = tt_detectors(&n);
    assert_ok(report_make(&c, *state, ERR));
    assert_true(n > 1);
    c.found[1].detector = c.found[2].detector = det[0]->id;
    c.found[3].detector = "no.such_detector";
    tt_str text = summary(*state);
    assert_contains(text,
                    tt_arena_printf(*state, "\n       2  %-28s %s\n", det[0]->id, det[0]->title));
    assert_lacks(text, det[1]->id);
}

static void it_lists_syndicates_with_what_is_seen_and_who(void **state)
{
    assert_ok(report_make(&c, *state, ERR));
    assert_contains(summary(*state), "syndicates  2\n"
                                     "    1  s01bbbbbbb  4.03  over_invoicing, carousel\n"
                                     "       Alpha Werke GmbH, Beta Trading LLC and 2 more\n"
                                     "    2  s02bbbbbbb  -0.30  phantom\n");
    c.found[2].typology = "over_invoicing"; /* each once */
    assert_contains(summary(*state), "  4.03  over_invoicing\n");
}

static void it_stops_at_ten_and_says_so(void **state)
{
    static tt_syndicate many[13];
    assert_ok(report_make(&c, *state, ERR));
    for (uint32_t i = 1; i <= 12; i++) {
        many[i] = c.syndicates[2];
        many[i].rank = i;
    }
    c.results.syndicates = many;
    c.results.n_syndicates = 12;
    tt_str text = summary(*state);
    assert_contains(text, "syndicates  12, the first 10:\n");
    assert_contains(text, "\n   10  s02");
    assert_lacks(text, "\n   11  s02");
}

static void it_says_when_something_was_cut(void **state)
{
    assert_ok(report_make(&c, *state, ERR));
    assert_contains(summary(*state), "\nlimits      1 thing was not looked at or was cut: see "
                                     "\"completeness\"\n");
    c.results.n_completeness = 0;
    assert_lacks(summary(*state), "limits");
}

static void it_judges_nobody_and_hides_nothing(void **state)
{
    assert_ok(report_make(&c, *state, ERR));
    c.who[4].entity = c.who[6].entity; /* the name with the override first */
    tt_str text = summary(*state);
    assert_true(
        tt_str_ends(text, TT_STR("\nA finding is an indicator with its evidence, for a person "
                                 "to judge; it does not establish\nan offence or intent.\n")));
    assert_contains(text, "& [U+202E] Sons");
    assert_lacks(text, "\xE2\x80\xAE");
}

static void every_allocation_may_fail(void **state)
{
    tt_buf b;
    tt_status st;
    assert_ok(report_make(&c, *state, ERR));
    tt_str want = summary(*state);
    tt_buf_init(&b, 0);
    TT_TORTURE(st, {
        tt_buf_release(&b);
        tt_buf_init(&b, 0);
        tt_report_summary(&c.in, &b);
        st = tt_buf_status(&b, NULL);
    });
    assert_slice(tt_buf_str(&b), want);
    tt_buf_release(&b);
}

TT_TEST_MAIN("report/summary", TT_TEST(it_says_what_was_read),
             TT_TEST(it_lists_detectors_that_found_something),
             TT_TEST(it_lists_syndicates_with_what_is_seen_and_who),
             TT_TEST(it_stops_at_ten_and_says_so), TT_TEST(it_says_when_something_was_cut),
             TT_TEST(it_judges_nobody_and_hides_nothing), TT_TEST(every_allocation_may_fail))
