/*
 * Crowds: what thousands share joins nobody, in bounded time, and limits that were reached are
 * told.
 */
#include "tests/support/tt_test.h"
#include "tests/support/tiny_case.h"

#include "base/rng.h"
#include "base/str.h"

/* Names of which no two are alike: letters drawn by lot. */
static const char *firm(tt_arena *a, uint32_t i, const char *behind)
{
    char word[10] = "";
    tt_rng r;
    tt_rng_init(&r, i, "firm");
    for (size_t k = 0; k < sizeof(word) - 1; k++)
        word[k] = (char)('a' + tt_rng_below(&r, 26));
    return tt_arena_printf(a, "%s %s", word, behind);
}

static void two_thousand_firms_at_one_address_are_two_thousand(void **state)
{
    enum { FIRMS = 2000 };
    tt_arena *a = *state;
    tiny_case c;
    tiny_init(&c, a);
    for (uint32_t i = 0; i < FIRMS; i++) {
        tiny_id p = tiny_party(&c, tt_arena_printf(a, "P%u", i), TT_ENTITY_COMPANY,
                               firm(a, i, "Ltd"), "GB");
        tiny_party_at(&c, p)->address = TT_STR("71 Shelton Street, London");
        tiny_party_at(&c, p)->phone = TT_STR("+44 20 7946 0000");
        tiny_party_at(&c, p)->email = TT_STR("desk@agent.example");
    }
    assert_ok(tiny_finish_resolved(&c));
    assert_int_equal(c.data.n_entities, FIRMS);
}

/* Founded on one day at one address, and numbered: what a factory of shells looks like. */
static void a_series_of_firms_is_as_many_firms(void **state)
{
    enum { FIRMS = 3, OTHERS = 40 };
    tt_arena *a = *state;
    tiny_case c;
    tiny_init(&c, a);
    for (uint32_t i = 0; i < FIRMS + OTHERS; i++) {
        const char *name =
            i < FIRMS ? tt_arena_printf(a, "Blue Heron Imports %u", i + 1) : firm(a, i, "Ltd");
        tiny_id p = tiny_party(&c, tt_arena_printf(a, "P%u", i), TT_ENTITY_COMPANY, name, "US");
        tiny_party_at(&c, p)->address =
            i < FIRMS ? TT_STR("PO Box 1180, Wilmington")
                      : tt_str_of(tt_arena_printf(a, "%u Harbour Road, Dover", i));
        tiny_party_at(&c, p)->incorporated = tiny_day(i < FIRMS ? "2004-12-15" : "1994-05-04");
    }
    assert_ok(tiny_finish_resolved(&c));
    assert_int_equal(c.data.n_entities, FIRMS + OTHERS);
}

static void ten_thousand_equal_names_with_numbers_are_ten_thousand(void **state)
{
    enum { ROWS = 10000 };
    tt_arena *a = *state;
    tiny_case c;
    tiny_init(&c, a);
    for (uint32_t i = 0; i < ROWS; i++) {
        tiny_id p = tiny_party(&c, tt_arena_printf(a, "P%u", i), TT_ENTITY_COMPANY,
                               "Volgokholod Handel GmbH", "DE");
        if (i % 2)
            tiny_party_at(&c, p)->tax_id = tt_str_of(tt_arena_printf(a, "DE%u", 300000000 + 7 * i));
    }
    assert_ok(tiny_finish_resolved(&c));
    assert_int_equal(c.data.n_entities, ROWS);
    assert_true(c.data.resolve_limits[TT_LIMIT_RIVALS] > 0);
}

static void an_account_of_everybody_is_nobodys(void **state)
{
    enum { FIRMS = 1000 };
    tt_arena *a = *state;
    tiny_case c;
    tiny_init(&c, a);
    for (uint32_t i = 0; i < FIRMS; i++) {
        tiny_id m = tiny_company(&c, firm(a, i, "Ltd"), "GB");
        tiny_mention_at(&c, m)->account = TT_STR("GB82WEST12345698765432");
    }
    assert_ok(tiny_finish_resolved(&c));
    assert_int_equal(c.data.n_entities, FIRMS);
    assert_int_equal(c.data.resolve_limits[TT_LIMIT_KEYS], 1);
}

static void spellings_and_words_that_are_not_compared_are_told(void **state)
{
    static const char long_name[] = "Alder Birch Cedar Dogwood Elm Fir Ginkgo Hazel Ivy Juniper "
                                    "Kauri Larch Maple Nutmeg Oak Pine Quince Rowan Spruce Teak "
                                    "Ume Viburnum Walnut Xylia";
    for (uint32_t more = 0; more < 2; more++) {
        tt_arena *a = *state;
        tiny_case c;
        tiny_init(&c, a);
        tiny_id p = tiny_party(&c, "P", TT_ENTITY_COMPANY, "Volgokholod", "GB");
        tiny_party_at(&c, p)->aliases = tt_str_of(
            tt_arena_printf(a, "Anker|Bolder|Cabel|Deck|Enter|Fock|Gaffel%s", more ? "|Heck" : ""));
        tiny_company(&c, more ? long_name : "Alder Birch", "GB");
        assert_ok(tiny_finish_resolved(&c));
        assert_int_equal(c.data.resolve_limits[TT_LIMIT_SPELLED], more);
        assert_int_equal(c.data.resolve_limits[TT_LIMIT_LONG], more);
    }
}

static void generic_names_at_addresses_of_their_own_are_strangers(void **state)
{
    static const char *const name[] = {"General Trading LLC", "International Logistics Co",
                                       "Global Trade", "Import Export"};
    enum { FIRMS = 2000 };
    tt_arena *a = *state;
    tiny_case c;
    tiny_init(&c, a);
    for (uint32_t i = 0; i < FIRMS; i++) {
        tiny_id m = tiny_company(&c, name[i % 4], "AE");
        tiny_mention_at(&c, m)->address = tt_str_of(tt_arena_printf(a, "Street %u, Deira", i));
    }
    assert_ok(tiny_finish_resolved(&c));
    assert_int_equal(c.data.n_entities, FIRMS);
}

/* The forwarder's telephone is on everybody's bill of lading. */
static void a_forwarders_telephone_joins_nobody(void **state)
{
    enum { FIRMS = 1000 };
    tt_arena *a = *state;
    tiny_case c;
    tiny_init(&c, a);
    tiny_id forwarder = tiny_party(&c, "F", TT_ENTITY_BROKER, "Kontor Nord Spedition", "DE");
    tiny_party_at(&c, forwarder)->phone = TT_STR("+49 40 9990000");
    for (uint32_t i = 0; i < FIRMS; i++) {
        tiny_id p = tiny_party(&c, tt_arena_printf(a, "P%u", i), TT_ENTITY_COMPANY,
                               firm(a, i, "GmbH"), "DE");
        tiny_party_at(&c, p)->phone = TT_STR("+49 40 9990000");
        if (i % 2)
            tiny_party_at(&c, p)->place.source = 1;
    }
    assert_ok(tiny_finish_resolved(&c));
    assert_int_equal(c.data.n_entities, FIRMS + 1);
}

/* A word of a thousand names is no key: names are compared for what else they share. */
static void a_word_of_a_thousand_names_is_a_limit_that_is_told(void **state)
{
    enum { FIRMS = 1000 };
    tt_arena *a = *state;
    tiny_case c;
    tiny_init(&c, a);
    for (uint32_t i = 0; i < FIRMS; i++)
        (void)tiny_company(&c, firm(a, i, "Volgokholod"), "DE");
    assert_ok(tiny_finish_resolved(&c));
    assert_int_equal(c.data.n_entities, FIRMS);
    assert_true(c.data.resolve_limits[TT_LIMIT_WORDS] > 0);
}

/* In both lists; nothing but the day says who is who. */
static void thousands_born_on_one_day_are_thousands(void **state)
{
    enum { PERSONS = 3000 };
    tt_arena *a = *state;
    tiny_case c;
    tiny_init(&c, a);
    for (uint32_t i = 0; i < PERSONS; i++) {
        tiny_id p = tiny_party(&c, tt_arena_printf(a, "P%u", i), TT_ENTITY_PERSON,
                               firm(a, i, i % 3 ? "Nordquist" : "Haverkamp"), "DE");
        tiny_party_at(&c, p)->incorporated = tt_civil_days(1970, 1, 1);
        if (i % 2)
            tiny_party_at(&c, p)->place.source = 1;
    }
    assert_ok(tiny_finish_resolved(&c));
    assert_int_equal(c.data.n_entities, PERSONS);
}

TT_TEST_MAIN("resolve/crowds", TT_TEST(two_thousand_firms_at_one_address_are_two_thousand),
             TT_TEST(a_series_of_firms_is_as_many_firms),
             TT_TEST(ten_thousand_equal_names_with_numbers_are_ten_thousand),
             TT_TEST(an_account_of_everybody_is_nobodys),
             TT_TEST(spellings_and_words_that_are_not_compared_are_told),
             TT_TEST(generic_names_at_addresses_of_their_own_are_strangers),
             TT_TEST(a_forwarders_telephone_joins_nobody),
             TT_TEST(a_word_of_a_thousand_names_is_a_limit_that_is_told),
             TT_TEST(thousands_born_on_one_day_are_thousands))
