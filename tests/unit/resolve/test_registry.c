/*
 * Rows of registries: a key tells parties of one registry apart, and says nothing to another
 * registry; a list that is seen to repeat its parties is no register; days of birth.
 */
#include "tests/support/tt_test.h"
#include "tests/support/tiny_case.h"

#include "base/str.h"

static bool same(const tiny_case *c, tiny_id a, tiny_id b)
{
    assert_int_not_equal(tiny_entity(c, a), 0);
    return tiny_entity(c, a) == tiny_entity(c, b);
}

static tiny_id company(tiny_case *c, const char *key, const char *name, bool second)
{
    tiny_id p = tiny_party(c, key, TT_ENTITY_COMPANY, name, "DE");
    tt_party *row = tiny_party_at(c, p);
    if (row && second)
        row->place.source = 1;
    return p;
}

static tiny_id person(tiny_case *c, const char *key, const char *name, int y, int m, int d)
{
    tiny_id p = tiny_party(c, key, TT_ENTITY_PERSON, name, "DE");
    tt_party *row = tiny_party_at(c, p);
    if (row && y)
        row->incorporated = tt_civil_days(y, m, d);
    return p;
}

static void one_company_in_two_registries_is_one(void **state)
{
    tiny_case c;
    tiny_init(&c, *state);
    tiny_id a = company(&c, "A1", "Volgokholod Handel GmbH", false),
            b = company(&c, "B7", "VOLGOKHOLD HANDEL GMBH", true),
            x = company(&c, "A2", "Zephyr Kontor GmbH", false),
            y = company(&c, "B2", "Zephyr Kontor", true),
            other = company(&c, "B3", "Borealis GmbH", true);
    assert_ok(tiny_finish_resolved(&c));
    assert_true(same(&c, a, b) && same(&c, x, y));
    assert_false(same(&c, a, other) || same(&c, x, other));
}

static void one_registry_says_what_is_two(void **state)
{
    tiny_case c;
    tiny_init(&c, *state);
    tiny_id a = company(&c, "A1", "Volgokholod Handel GmbH", false),
            b = company(&c, "A2", "VOLGOKHOLD HANDEL GMBH", false);
    assert_ok(tiny_finish_resolved(&c));
    assert_false(same(&c, a, b));
}

/* Cut in two files, it still does; lists that number from 1 are two lists. */
static void one_registry_in_two_files_says_it_too(void **state)
{
    static const struct {
        const char *one, *other;
        bool same;
    } keys[] = {{"P5599891", "P2855423", false},
                {"P5599891", "Q2855423", true},
                {"A1", "A2", true},
                {"5599891", "2855423", true}};
    for (size_t i = 0; i < TT_LEN(keys); i++) {
        tiny_case c;
        tt_arena_reset(*state);
        tiny_init(&c, *state);
        tiny_id a = company(&c, keys[i].one, "Volgokholod Handel GmbH", false),
                b = company(&c, keys[i].other, "VOLGOKHOLD HANDEL GMBH", true);
        assert_ok(tiny_finish_resolved(&c));
        assert_int_equal(same(&c, a, b), keys[i].same);
    }
}

static void rows_of_one_name_and_address_are_one_party(void **state)
{
    tiny_case c;
    tiny_init(&c, *state);
    tiny_id a = company(&c, "A1", "Volgokholod Handel GmbH", false),
            b = company(&c, "A2", "Volgokholod Handel GmbH", false);
    tiny_party_at(&c, a)->address = tiny_party_at(&c, b)->address = TT_STR("Hafen 1, Hamburg");
    assert_ok(tiny_finish_resolved(&c));
    assert_true(same(&c, a, b));
}

/* Both lists are numbered from 1. */
static void the_same_key_in_two_registries_is_two_keys(void **state)
{
    static const char *const first[] = {"Zephyr Kontor", "Borealis Stahl", "Aquilon Papier"},
                             *const second[] = {"Aquilon Papier", "Zephyr Kontor", "Levante Glas"};
    tt_arena *a = *state;
    tiny_case c;
    tiny_id p[2][3];
    tiny_init(&c, a);
    for (int i = 0; i < 3; i++) {
        p[0][i] = company(&c, tt_arena_printf(a, "%d", i + 1), first[i], false);
        p[1][i] = company(&c, tt_arena_printf(a, "%d", i + 1), second[i], true);
    }
    tiny_id m = tiny_company(&c, "Borealis Stahl GmbH", "DE");
    tiny_mention_at(&c, m)->identifier = TT_STR("2");
    assert_ok(tiny_finish_resolved(&c));
    assert_true(same(&c, p[0][0], p[1][1]) && same(&c, p[0][2], p[1][0]));
    assert_false(same(&c, p[0][0], p[1][0]) || same(&c, p[0][1], p[1][1]));
    assert_true(same(&c, m, p[0][1]));
    assert_int_equal(c.data.n_entities, 4);
}

/* A newer edition has the keys of the older one. */
static void two_editions_are_one_registry(void **state)
{
    tiny_case c;
    tiny_init(&c, *state);
    tiny_id a = company(&c, "A1", "Zephyr Kontor", false),
            moved = company(&c, "A1", "Zephyr Kontor GmbH", true),
            b = company(&c, "A2", "Borealis Stahl", false),
            again = company(&c, "A2", "Borealis Stahl Handel", true),
            namesake = company(&c, "A3", "Zephyr Kontor", true);
    assert_ok(tiny_finish_resolved(&c));
    assert_true(same(&c, a, moved) && same(&c, b, again));
    assert_false(same(&c, a, namesake));
}

/* Twelve of twenty companies stand in the list twice: it is no register. */
static void a_list_that_repeats_its_parties_is_no_register(void **state)
{
    static const char *const word[] = {"Bora",      "Passat",  "Foehn",   "Sirokko",    "Nota",
                                       "Zephyr",    "Aquilon", "Levante", "Tramontana", "Gale",
                                       "Kamsin",    "Ponente", "Ostro",   "Libeccio",   "Maestral",
                                       "Harmattan", "Pampero", "Chinook", "Meltemi",    "Etesien"};
    tt_arena *a = *state;
    tiny_case c;
    tiny_id p[2][20];
    tiny_init(&c, a);
    for (int k = 0; k < 2; k++)
        for (int i = 0; i < (k ? 12 : 20); i++)
            p[k][i] =
                company(&c, tt_arena_printf(a, "%d-%d", i, k),
                        tt_arena_printf(a, k ? "%s HANDEL" : "%s Handel GmbH", word[i]), false);
    assert_ok(tiny_finish_resolved(&c));
    assert_int_equal(c.data.n_entities, 20);
    for (int i = 0; i < 12; i++)
        assert_true(same(&c, p[0][i], p[1][i]));
}

static void a_day_of_birth_tells_namesakes_apart(void **state)
{
    tiny_case c;
    tiny_init(&c, *state);
    tiny_id a = person(&c, "P1", "Tamsin Nordquist", 1971, 5, 24),
            half = person(&c, "P2", "Tamsin Agatha Nordqvist", 1971, 5, 24),
            other = person(&c, "P3", "Tamsin Nordquist", 1988, 11, 3);
    tiny_party_at(&c, half)->place.source = tiny_party_at(&c, other)->place.source = 1;
    assert_ok(tiny_finish_resolved(&c));
    assert_true(same(&c, a, half));
    assert_false(same(&c, a, other));
}

static void twins_of_one_register_are_two(void **state)
{
    tiny_case c;
    tiny_init(&c, *state);
    tiny_id a = person(&c, "P1", "Tamsin Nordquist", 1971, 5, 24),
            b = person(&c, "P2", "Oswald Nordquist", 1971, 5, 24);
    tiny_party_at(&c, a)->address = tiny_party_at(&c, b)->address = TT_STR("Hafen 1, Hamburg");
    assert_ok(tiny_finish_resolved(&c));
    assert_false(same(&c, a, b));
}

static void registries_survive_each_allocation_failing(void **state)
{
    tt_arena *a = *state;
    tiny_case c;
    tiny_id x = 0, y = 0;
    tt_status st;
    TT_TORTURE(st, {
        tt_arena_reset(a);
        tiny_init(&c, a);
        x = person(&c, "1", "Tamsin Nordquist", 1971, 5, 24);
        y = company(&c, "1", "Zephyr Kontor", true);
        (void)company(&c, "2", "Zephyr Kontor GmbH", false);
        st = tiny_finish_resolved(&c);
    });
    assert_false(same(&c, x, y));
}

TT_TEST_MAIN("resolve/registry", TT_TEST(one_company_in_two_registries_is_one),
             TT_TEST(one_registry_says_what_is_two), TT_TEST(one_registry_in_two_files_says_it_too),
             TT_TEST(rows_of_one_name_and_address_are_one_party),
             TT_TEST(the_same_key_in_two_registries_is_two_keys),
             TT_TEST(two_editions_are_one_registry),
             TT_TEST(a_list_that_repeats_its_parties_is_no_register),
             TT_TEST(a_day_of_birth_tells_namesakes_apart), TT_TEST(twins_of_one_register_are_two),
             TT_TEST(registries_survive_each_allocation_failing))
