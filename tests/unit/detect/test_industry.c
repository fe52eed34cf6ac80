/* detect/common/industry: activity codes as lines of business. */
#include "tests/support/tiny_case.h"
#include "tests/support/tt_test.h"

#include "detect/common/industry.h"

static tiny_id firm(tiny_case *c, const char *name, const char *code)
{
    tiny_id p = tiny_party(c, name, TT_ENTITY_COMPANY, name, NULL);
    tiny_party_at(c, p)->activity_code = tt_str_of(code);
    return p;
}

static tt_ix entity(const tiny_case *c, const char *name)
{
    for (tt_ix e = 1; e <= c->data.n_entities; e++)
        if (tt_str_is(c->data.entities[e].name, name))
            return e;
    fail_msg("nobody is called '%s'", name);
    return 0;
}

static void the_first_digits_are_the_line_of_business(void **state)
{
    static const struct {
        const char *code;
        unsigned digits, want;
    } rows[] = {{"46.73", 2, 46}, {"46.73", 3, 467}, {"C24.10", 2, 24},
                {"0111", 2, 1},   {"0111", 3, 11},   {"4", 2, 0},
                {"", 2, 0},       {"46-73", 3, 0},   {"wholesale", 2, 0}};
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        tiny_case c;
        tiny_init(&c, *state);
        firm(&c, "Firm", rows[i].code);
        assert_ok(tiny_finish(&c));
        assert_int_equal(tt_industry(&c.data, entity(&c, "Firm"), rows[i].digits), rows[i].want);
    }
}

static void the_most_frequent_one_is_found(void **state)
{
    static const char *const name[] = {"A", "B", "C", "D", "E"};
    static const char *const code[] = {"4673", "1071", "46.90", "10.61", ""};
    tiny_case c;
    tt_ix e[TT_LEN(name)];
    tiny_init(&c, *state);
    for (size_t i = 0; i < TT_LEN(name); i++)
        firm(&c, name[i], code[i]);
    assert_ok(tiny_finish(&c));
    for (size_t i = 0; i < TT_LEN(name); i++)
        e[i] = entity(&c, name[i]);
    tt_industry_share x = tt_industry_most(&c.data, e, TT_LEN(e), 2);
    assert_int_equal(x.code, 10); /* of equals the smallest */
    assert_int_equal(x.n, 2);
    assert_int_equal(x.known, 4);
    x = tt_industry_most(&c.data, e, 0, 2);
    assert_int_equal(x.code, 0);
}

TT_TEST_MAIN("unit/detect/industry", TT_TEST(the_first_digits_are_the_line_of_business),
             TT_TEST(the_most_frequent_one_is_found))
