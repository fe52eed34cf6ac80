/*
 * Why, and why not: what two entities have in common, in words, and that the terms are the total.
 */
#include "tests/support/tt_test.h"
#include "tests/support/tiny_case.h"

#include "resolve/parts.h"

static tiny_id with_id(tiny_case *c, const char *name, const char *country, const char *id)
{
    tiny_id m = tiny_company(c, name, country);
    tiny_mention_at(c, m)->identifier = tt_str_of(id);
    return m;
}

static const double *defaults(double param[TT_RS_N_PARAMS])
{
    for (size_t i = 0; i < tt_resolve_n_params; i++)
        param[i] = tt_resolve_params[i].def;
    return param;
}

static tt_comparison compare(tiny_case *c, tt_arena *a, tiny_id x, tiny_id y)
{
    double param[TT_RS_N_PARAMS];
    tt_comparison out;
    assert_int_not_equal(tiny_entity(c, x), tiny_entity(c, y));
    assert_ok(tt_resolve_compare(&c->data, defaults(param), 1, tiny_entity(c, x), tiny_entity(c, y),
                                 a, &out, ERR));
    int32_t sum = out.prior;
    for (size_t i = 0; i < out.n_terms; i++)
        sum += out.term[i].centibits;
    assert_int_equal(sum, out.total);
    return out;
}

static const tt_compared *term(const tt_comparison *k, const char *field)
{
    for (size_t i = 0; i < k->n_terms; i++)
        if (strcmp(k->term[i].field, field) == 0)
            return &k->term[i];
    return NULL;
}

static void a_pair_that_was_never_compared_is_told_as_such(void **state)
{
    for (int near = 0; near < 2; near++) {
        tiny_case c;
        tt_arena_reset(*state);
        tiny_init(&c, *state);
        tiny_id a = tiny_company(&c, "Borealis Kessel", "DE"),
                b = tiny_company(&c, "Zephyr Nordquist", "DE"),
                alike = tiny_company(&c, "Borealis Kessel", "AR");
        if (near) {
            tiny_mention_at(&c, a)->address = TT_STR("Hafen 17, Hamburg");
            tiny_mention_at(&c, b)->address = TT_STR("Hafen 17, Hamburg");
        }
        assert_ok(tiny_finish_resolved(&c));
        tt_comparison k = compare(&c, *state, a, b);
        assert_int_equal(k.never == NULL, near);
        assert_true(near || strstr(k.never, "no number, address"));
        assert_null(compare(&c, *state, a, alike).never);
    }
}

static void two_numbers_of_one_register_keep_apart(void **state)
{
    tiny_case c;
    tiny_init(&c, *state);
    tiny_id a = with_id(&c, "Zephyr Trading GmbH", "DE", "DE111111112"),
            b = with_id(&c, "Zephyr Trading GmbH", "DE", "DE 222 222 223");
    assert_ok(tiny_finish_resolved(&c));
    tt_comparison k = compare(&c, *state, a, b);
    assert_string_equal(k.veto, "number differs");
    assert_str(k.veto_a, "DE111111112");
    assert_str(k.veto_b, "DE 222 222 223");
    const tt_compared *id = term(&k, "identifier"), *name = term(&k, "name"),
                      *country = term(&k, "country");
    assert_true(id->centibits < 0 && name->centibits > 0 && country->centibits > 0);
    assert_str(name->a, "Zephyr Trading GmbH");
    assert_str(country->b, "DE");
    assert_int_equal(c.data.members[id->member_b].mention, tiny_ix(&c, b));
}

static void a_legal_form_keeps_apart_who_shares_no_number(void **state)
{
    tiny_case c;
    tiny_init(&c, *state);
    tiny_id a = tiny_company(&c, "Zephyr GmbH", "DE"), b = tiny_company(&c, "Zephyr AG", "DE");
    assert_ok(tiny_finish_resolved(&c));
    tt_comparison k = compare(&c, *state, a, b);
    assert_string_equal(k.veto, "legal form differs");
    assert_non_null(term(&k, "legal form"));
}

static void strangers_are_below_the_threshold(void **state)
{
    tiny_case c;
    tiny_init(&c, *state);
    tiny_id a = tiny_company(&c, "Zephyr", "DE"), b = tiny_company(&c, "Borealis", "NO");
    assert_ok(tiny_finish_resolved(&c));
    tt_comparison k = compare(&c, *state, a, b);
    assert_null(k.veto);
    assert_true(k.total < k.review && k.review < k.threshold);
    assert_string_equal(term(&k, "country")->level, "different");
}

/* One firm, one telephone: half of the evidence is the other half again. */
static void telephone_and_address_of_one_office_count_once(void **state)
{
    tiny_case c;
    tiny_init(&c, *state);
    tiny_id p = tiny_party(&c, "P1", TT_ENTITY_COMPANY, "Zephyr", "DE"),
            q = tiny_party(&c, "P2", TT_ENTITY_COMPANY, "Borealis", "DE");
    tiny_party_at(&c, p)->phone = TT_STR("+49 40 123 45 67");
    tiny_party_at(&c, q)->phone = TT_STR("040/1234567");
    tiny_party_at(&c, p)->address = tiny_party_at(&c, q)->address = TT_STR("Hafen 1, Hamburg");
    tiny_party_at(&c, p)->email = TT_STR("Info@harbour.example");
    tiny_party_at(&c, q)->email = TT_STR("sales@harbour.example");
    assert_ok(tiny_finish_resolved(&c));
    tt_comparison k = compare(&c, *state, p, q);
    assert_int_equal(term(&k, "address")->centibits, 900);
    assert_int_equal(term(&k, "e-mail")->centibits, 100);
    assert_true(term(&k, "phone")->centibits < 900);
    assert_true(k.total < k.threshold);
}

static void a_comparison_survives_each_allocation_failing(void **state)
{
    tt_arena *a = *state;
    tiny_case c;
    double param[TT_RS_N_PARAMS];
    tt_comparison out;
    tt_status st;
    tiny_init(&c, a);
    tiny_id p = tiny_party(&c, "P1", TT_ENTITY_COMPANY, "Zephyr", "DE"),
            q = with_id(&c, "Borealis", "DE", "DE111111112");
    tiny_party_at(&c, p)->email = TT_STR("info@harbour.example");
    tiny_party_at(&c, p)->aliases = TT_STR("Borea|Zeph");
    assert_ok(tiny_finish_resolved(&c));
    TT_TORTURE(st, {
        st = tt_resolve_compare(&c.data, defaults(param), 1, tiny_entity(&c, p), tiny_entity(&c, q),
                                a, &out, NULL);
    });
    assert_int_equal(st, TT_OK);
}

/* A register that is seen to repeat parties, by their addresses: what resolve has learned of it is
 * what is told. */
static void rows_of_a_registry_weigh_as_they_did(void **state)
{
    static const char *const word[] = {"Bora",    "Passat",  "Foehn",    "Sirokko", "Nota",
                                       "Zephyr",  "Aquilon", "Levante",  "Gale",    "Kamsin",
                                       "Ponente", "Ostro",   "Libeccio", "Maestral"};
    tt_arena *a = *state;
    tiny_case c;
    tiny_init(&c, a);
    for (int k = 0; k < 2; k++)
        for (size_t i = 0; i < TT_LEN(word); i++) {
            tiny_id p =
                tiny_party(&c, tt_arena_printf(a, "%zu-%d", i, k), TT_ENTITY_COMPANY,
                           tt_arena_printf(a, k ? "%s Handel" : "%sa Handel", word[i]), "DE");
            tiny_party_at(&c, p)->address =
                tt_str_of(tt_arena_printf(a, "Hafen %zu, %s", 11 + i, word[i]));
        }
    tiny_id one = tiny_party(&c, "1", TT_ENTITY_COMPANY, "Borealis Kessel", "DE");
    tiny_id two = tiny_party(&c, "2", TT_ENTITY_COMPANY, "Nordquist Kessel", "DE");
    assert_ok(tiny_finish_resolved(&c));
    tt_comparison k = compare(&c, a, one, two);
    assert_true(term(&k, "party id")->centibits > -300);
    c.data.registry_doubles = NULL;
    k = compare(&c, a, one, two);
    assert_int_equal(term(&k, "party id")->centibits, -1200);
}

TT_TEST_MAIN("resolve/comparison", TT_TEST(a_pair_that_was_never_compared_is_told_as_such),
             TT_TEST(two_numbers_of_one_register_keep_apart),
             TT_TEST(a_legal_form_keeps_apart_who_shares_no_number),
             TT_TEST(strangers_are_below_the_threshold),
             TT_TEST(telephone_and_address_of_one_office_count_once),
             TT_TEST(a_comparison_survives_each_allocation_failing),
             TT_TEST(rows_of_a_registry_weigh_as_they_did))
