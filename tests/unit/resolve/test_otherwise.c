/* Other names that the text of a name gives. */
#include "tests/support/tt_test.h"
#include "tests/support/tiny_case.h"

#include "base/str.h"
#include "resolve/otherwise.h"

static void check(const char *raw, const char *name, const char *other)
{
    tt_str out[TT_OTHERWISE];
    size_t n = tt_name_otherwise(tt_str_of(raw), out);
    assert_str(out[0], name);
    assert_int_equal(n, other ? 2 : 1);
    if (other)
        assert_str(out[1], other);
}

static void what_follows_trading_as_is_another_name(void **state)
{
    TT_UNUSED(state);
    check("Pasternok Holdings d/b/a Blue Lantern", "Pasternok Holdings", "Blue Lantern");
    check("Pasternok Holdings, trading as Blue Lantern", "Pasternok Holdings", "Blue Lantern");
    check("PASTERNOK HOLDINGS T/A BLUE LANTERN", "PASTERNOK HOLDINGS", "BLUE LANTERN");
    check("Blue Lantern (formerly Grey Candle Ltd)", "Blue Lantern", "Grey Candle Ltd");
    check("Grey Candle Ltd f/k/a Red Wick Ltd", "Grey Candle Ltd", "Red Wick Ltd");
}

static void who_takes_the_letters_is_somebody_else(void **state)
{
    TT_UNUSED(state);
    check("Quillmere Foods c/o Hollin Logistics", "Quillmere Foods", NULL);
    check("Quillmere Foods on behalf of Hollin", "Quillmere Foods", NULL);
    check("Quillmere Foods ATTN: Mr Hollin", "Quillmere Foods", NULL);
}

static void an_acronym_in_brackets_is_another_name(void **state)
{
    TT_UNUSED(state);
    check("International Kelmet Machines (IKM)", "International Kelmet Machines", "IKM");
    check("IKM - International Kelmet Machines", "International Kelmet Machines", "IKM");
    check("Quillmere Foods (UAE)", "Quillmere Foods (UAE)", NULL);
    check("Orbelan (M) Sdn. Bhd.", "Orbelan (M) Sdn. Bhd.", NULL);
}

static void names_without_another_stay_whole(void **state)
{
    TT_UNUSED(state);
    check("Akademia Dbania Sp. z o.o.", "Akademia Dbania Sp. z o.o.", NULL);
    check("dba", "dba", NULL);
    check("Kontor dba", "Kontor dba", NULL);
    check("", "", NULL);
    check("  c/o  ", "c/o", NULL);
    check("Attention Media GmbH", "Attention Media GmbH", NULL);
    check("广州天昱恒 t/a Tianyu", "广州天昱恒", "Tianyu");
}

static void both_names_find_their_party(void **state)
{
    tiny_case c;
    tiny_init(&c, *state);
    tiny_id both = tiny_company(&c, "Pasternok Holdings d/b/a Blue Lantern", "US"),
            first = tiny_company(&c, "PASTERNOK HOLDINGS", "US"),
            second = tiny_company(&c, "Blue Lantern", "US"),
            agent = tiny_company(&c, "Pasternok Holdings c/o Kontor Nord", "US"),
            kontor = tiny_company(&c, "Kontor Nord", "US");
    assert_ok(tiny_finish_resolved(&c));
    tt_ix e = tiny_entity(&c, both);
    assert_int_equal(tiny_entity(&c, first), e);
    assert_int_equal(tiny_entity(&c, second), e);
    assert_int_equal(tiny_entity(&c, agent), e);
    assert_int_not_equal(tiny_entity(&c, kontor), e);
}

TT_TEST_MAIN("resolve/otherwise", TT_TEST(what_follows_trading_as_is_another_name),
             TT_TEST(who_takes_the_letters_is_somebody_else),
             TT_TEST(an_acronym_in_brackets_is_another_name),
             TT_TEST(names_without_another_stay_whole), TT_TEST(both_names_find_their_party))
