/* From an id or a prefix of one to what it names. */
#include "tests/unit/report/report_test.h"

static report_case c;

static tt_status find(char letter, const char *id, tt_ix *out)
{
    return tt_report_find_id(&c.tiny.data, &c.results, letter, tt_str_of(id), out, ERR);
}

static void a_whole_id_names_one_thing(void **state)
{
    tt_ix ix = 0;
    assert_ok(report_make(&c, *state, ERR));
    assert_ok(find('f', "f12aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", &ix));
    assert_int_equal(ix, 2);
    assert_ok(find('s', "s02bbbbbbbbbbbbbbbbbbbbbbbbbbbbbb", &ix));
    assert_int_equal(ix, 2);
    for (tt_ix e = 1; e <= N_PARTIES; e++) {
        assert_ok(find('e', tt_id_text_of('e', c.tiny.data.entities[e].id).s, &ix));
        assert_int_equal(ix, e);
    }
}

static void a_prefix_that_only_one_has_is_enough(void **state)
{
    tt_ix ix = 0;
    assert_ok(report_make(&c, *state, ERR));
    assert_ok(find('f', "f21", &ix));
    assert_int_equal(ix, 3);
    assert_ok(find('f', "f12aaa", &ix));
    assert_int_equal(ix, 2);
}

static void a_prefix_of_several_says_so_and_names_two(void **state)
{
    tt_ix ix = 77;
    assert_ok(report_make(&c, *state, ERR));
    c.found[2].id = hash_from(0x11, 0xab);
    c.found[3].id = hash_from(0x11, 0xac);
    assert_status(find('f', "f11a", &ix), TT_EUSAGE);
    assert_err_text("'f11a' is ambiguous: it begins 3 ids, among them "
                    "f11aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa and f11ababababababababababababababab");
    assert_int_equal(ix, 77);
    assert_ok(find('f', "f11ac", &ix));
    assert_int_equal(ix, 3);
}

static void what_is_not_there_is_not_found(void **state)
{
    tt_ix ix = 77;
    assert_ok(report_make(&c, *state, ERR));
    assert_status(find('f', "f99", &ix), TT_ENOTFOUND);
    assert_err_text("the case has no finding 'f99'");
    assert_status(find('e', "e00000000000000000000000000000000", &ix), TT_ENOTFOUND);
    assert_err_text("the case has no entity 'e00000000000000000000000000000000'");
    assert_status(find('m', "mab", &ix), TT_ENOTFOUND);
    assert_err_text("the case has no deal 'mab'");
    assert_int_equal(ix, 77);
}

static void what_is_no_id_of_this_type_is_refused(void **state)
{
    static const char *const bad[] = {"",    "f",     "f1",   "e11",
                                      "INV", "f11xx", "11aa", "f11aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"};
    tt_ix ix = 77;
    assert_ok(report_make(&c, *state, ERR));
    for (size_t i = 0; i < TT_LEN(bad); i++)
        assert_status(find('f', bad[i], &ix), TT_EUSAGE);
    assert_err_text("'f11aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' is not the id of a finding: 'f' and 2 to "
                    "32 hex digits");
    assert_int_equal(ix, 77);
}

/* Ids of reports from before two entities became one. */
static void an_entity_answers_to_the_id_of_each_of_its_names(void **state)
{
    assert_ok(report_make(&c, *state, ERR));
    const tt_data *d = &c.tiny.data;
    for (tt_ix m = 1; m <= d->n_mentions; m++) {
        tt_ix ix = 0;
        if (!d->mentions[m].entity)
            continue;
        assert_ok(find('e', tt_id_text_of('e', d->mentions[m].fp).s, &ix));
        assert_int_equal(ix, d->mentions[m].entity);
    }
}

static void an_entity_is_found_by_name_and_country(void **state)
{
    tt_ix ix = 0;
    char text[64];
    assert_ok(report_make(&c, *state, ERR));
    const tt_mention *m = &c.tiny.data.mentions[1];
    char country[3];
    tt_country_text(m->country, country);
    (void)snprintf(text, sizeof text, "%.*s|%s", TT_STR_ARG(m->name), country);
    assert_ok(find('e', text, &ix));
    assert_int_equal(ix, m->entity);
    assert_status(find('e', "Nobody|DE", &ix), TT_EUSAGE);
    assert_int_equal(ix, m->entity);
}

TT_TEST_MAIN("report/find_id", TT_TEST(a_whole_id_names_one_thing),
             TT_TEST(a_prefix_that_only_one_has_is_enough),
             TT_TEST(a_prefix_of_several_says_so_and_names_two),
             TT_TEST(what_is_not_there_is_not_found),
             TT_TEST(what_is_no_id_of_this_type_is_refused),
             TT_TEST(an_entity_answers_to_the_id_of_each_of_its_names),
             TT_TEST(an_entity_is_found_by_name_and_country))
