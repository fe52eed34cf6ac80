/*
 * entity.shared_attribute: strangers who deal with each other and share a phone are found; declared
 * groups, services, mass addresses and firms that never meet are not.
 */
#include "tests/support/detector_case.h"

#include <math.h>

#include "base/num.h"
#include "base/str.h"

enum { CROWD = 30 };

struct fixture {
    detector_case k;
    tiny_id harbour, golden, harbour_row, golden_row;
};

static tiny_id row(struct fixture *f, const char *name, const char *country, const char *phone)
{
    tiny_id p = tiny_party(&f->k.c, name, TT_ENTITY_COMPANY, name, country);
    if (!f->k.c.failed)
        tiny_party_at(&f->k.c, p)->phone = tt_str_of(phone);
    return p;
}

/* 30 firms with phones of their own that pay each other in a line, and the two shells. */
static void begin(struct fixture *f, tt_arena *a, const char *phone_of_golden)
{
    detector_begin(&f->k, a, "entity.shared_attribute");
    tiny_id before = 0;
    for (int i = 0; i < CROWD; i++) {
        const char *name = tt_arena_printf(a, "Firm %c%c", 'A' + i / 6, 'A' + i % 6);
        const char *phone = tt_arena_printf(a, "+49 40 3000 %d", 1000 + i);
        if (!name || !phone)
            break;
        tiny_id firm = tiny_company(&f->k.c, name, "DE");
        row(f, name, "DE", phone);
        if (before)
            tiny_payment(&f->k.c, "C-1", before, firm, "2024-03-01", 100000 + i, "USD");
        before = firm;
    }
    f->harbour = tiny_company(&f->k.c, "Harbour Star", "HK");
    f->golden = tiny_company(&f->k.c, "Golden Meridian", "AE");
    f->harbour_row = row(f, "Harbour Star", "HK", "+852 2815 7710");
    f->golden_row = row(f, "Golden Meridian", "AE", phone_of_golden);
}

static tiny_id pay(struct fixture *f, const char *number, tiny_id from, tiny_id to)
{
    return tiny_payment(&f->k.c, number, from, to, "2024-03-22", 7026000, "USD");
}

static const char SAME[] = "+852-2815-7710";

/* --- found --- */

static void strangers_with_one_phone_who_pay_each_other_are_found(void **state)
{
    struct fixture f;
    begin(&f, *state, SAME);
    tiny_id p = pay(&f, "P-1", f.harbour, f.golden);
    detector_find(&f.k);
    const tt_finding *x = claim_only(&f.k.r);
    assert_int_equal(x->n_entities, 2);
    assert_true(claim_names(x, tiny_entity(&f.k.c, f.harbour), "sharer"));
    assert_true(claim_names(x, tiny_entity(&f.k.c, f.golden), "sharer"));
    assert_int_equal(x->n_documents, 1);
    assert_true(claim_cites(x, tiny_ref(&f.k.c, p)));
    assert_near(x->weight, log10((CROWD + 2) / 2.0), 1e-9);
    assert_string_equal(x->title,
                        "2 strangers that deal with each other or one counterpart share phone");
    assert_non_null(strstr(x->explanation, "they deal with each other"));
    assert_non_null(strstr(x->explanation, "party.csv line 31"));
    assert_non_null(strstr(x->explanation, "party.csv line 32"));
    assert_near(claim_measure(x, "pairs").value, 1, 0);
    assert_int_equal(claim_test(x, "declared_group").outcome, TT_TEST_UNKNOWN);
    assert_int_equal(claim_test(x, "company_service").outcome, TT_TEST_UNKNOWN);
    assert_true(x->n_next_steps >= 2 && x->n_next_steps <= 4);
}

static void a_line_of_business_of_both_refutes_the_company_service(void **state)
{
    struct fixture f;
    begin(&f, *state, SAME);
    tiny_party_at(&f.k.c, f.harbour_row)->activity_code = TT_STR("6420");
    tiny_party_at(&f.k.c, f.golden_row)->activity_code = TT_STR("4690");
    pay(&f, "P-1", f.harbour, f.golden);
    detector_find(&f.k);
    assert_int_equal(claim_test(claim_only(&f.k.r), "company_service").outcome,
                     TT_TEST_NOT_EXPLAINED);
}

static void a_second_attribute_adds_its_weight(void **state)
{
    struct fixture f;
    begin(&f, *state, SAME);
    tiny_mention_at(&f.k.c, f.harbour)->account = TT_STR("HK-012-884-10077213");
    tiny_mention_at(&f.k.c, f.golden)->account = TT_STR("HK 012 884 10077213");
    pay(&f, "P-1", f.harbour, f.golden);
    detector_find(&f.k);
    /* 2.41 by rarity, but no more than one pair where h / 58 ends of relations are expected */
    assert_near(claim_only(&f.k.r)->weight, 1.835698341, 1e-9);
}

static void a_director_of_both_is_found_and_is_no_pair_himself(void **state)
{
    struct fixture f;
    begin(&f, *state, "+971 4 000 0000");
    tiny_named(&f.k.c, TT_ENTITY_PERSON, "Leung Kai Ming", "HK");
    tiny_party(&f.k.c, "L", TT_ENTITY_PERSON, "Leung Kai Ming", "HK");
    tiny_own(&f.k.c, "Leung Kai Ming", "Harbour Star", "director", TT_NO_NUM);
    tiny_own(&f.k.c, "Leung Kai Ming", "Golden Meridian", "director", TT_NO_NUM);
    pay(&f, "P-1", f.harbour, f.golden);
    detector_find(&f.k);
    const tt_finding *x = claim_only(&f.k.r);
    assert_int_equal(x->n_entities, 2);
    assert_near(x->weight, tt_round9(log10((CROWD + 3) / 3.0)), 1e-9);
    assert_string_equal(x->title,
                        "2 strangers that deal with each other or one counterpart share director");
}

static void a_director_whom_only_the_ownership_records_know_is_found(void **state)
{
    struct fixture f;
    begin(&f, *state, "+971 4 000 0000");
    tiny_own(&f.k.c, "Leung Kai-Ming", "Harbour Star", "director", TT_NO_NUM);
    tiny_own(&f.k.c, "LEUNG KAI-MING", "Golden Meridian", "secretary", TT_NO_NUM);
    tiny_own(&f.k.c, "Folake Adeyemi", "Firm AA", "director", TT_NO_NUM);
    pay(&f, "P-1", f.harbour, f.golden);
    detector_find(&f.k);
    const tt_finding *x = claim_only(&f.k.r);
    assert_int_equal(x->n_entities, 2);
    assert_near(x->weight, log10((CROWD + 2) / 2.0), 1e-9);
}

static void a_counterpart_in_common_weighs_half(void **state)
{
    struct fixture f;
    begin(&f, *state, SAME);
    tiny_id dealer = tiny_company(&f.k.c, "Dealer", "DE");
    pay(&f, "P-1", f.harbour, dealer);
    pay(&f, "P-2", f.golden, dealer);
    detector_find(&f.k);
    const tt_finding *x = claim_only(&f.k.r);
    assert_near(x->weight, 0.5 * log10((CROWD + 3) / 2.0), 1e-9);
    assert_int_equal(x->n_documents, 2);
    assert_non_null(strstr(x->explanation, "both deal with 'Dealer'"));
}

/* --- near misses --- */

static void firms_that_never_meet_are_not_found(void **state)
{
    struct fixture f;
    begin(&f, *state, SAME); /* an accountant's phone: neither pays the other */
    pay(&f, "P-1", f.harbour, tiny_company(&f.k.c, "Firm AA", "DE"));
    pay(&f, "P-2", f.golden, tiny_company(&f.k.c, "Firm EF", "DE"));
    detector_find(&f.k);
    assert_int_equal(f.k.r.n_findings, 0);
}

static void a_declared_group_is_not_found(void **state)
{
    struct fixture f;
    begin(&f, *state, SAME);
    tiny_own(&f.k.c, "Harbour Star", "Golden Meridian", "shareholder", 100);
    pay(&f, "P-1", f.harbour, f.golden);
    detector_find(&f.k);
    assert_int_equal(f.k.r.n_findings, 0);
}

static void company_services_are_not_found(void **state)
{
    struct fixture f;
    begin(&f, *state, SAME);
    tiny_party_at(&f.k.c, f.golden_row)->activity_code = TT_STR("6920");
    pay(&f, "P-1", f.harbour, f.golden);
    detector_find(&f.k);
    assert_int_equal(f.k.r.n_findings, 0);
}

static void an_address_of_many_is_generic(void **state)
{
    struct fixture f;
    begin(&f, *state, "+971 4 000 0000");
    static const char *const tenants[] = {"Lotus Foods",  "Bamboo House", "Silk Road Textile",
                                          "Orchid Metal", "Jade Motors",  "Pearl Chemicals"};
    for (size_t i = 0; i < TT_LEN(tenants); i++) {
        const char *name = tenants[i];
        tiny_id p = row(&f, name, "HK", NULL);
        tiny_party_at(&f.k.c, p)->address = TT_STR("Unit 1704, Wing Tat Building");
        tiny_id firm = tiny_company(&f.k.c, name, "HK");
        pay(&f, "P-1", f.harbour, firm);
    }
    detector_find(&f.k);
    assert_int_equal(f.k.r.n_findings, 0);
    assert_true(claim_noted(&f.k.r, "entity.shared_attribute: generic values",
                            "account_max, phone_max, email_max, address_max, director_max",
                            "1 value"));
}

static void an_empty_case_has_no_findings(void **state)
{
    detector_case f;
    detector_begin(&f, *state, "entity.shared_attribute");
    detector_find(&f);
    assert_int_equal(f.r.n_findings, 0);
}

static void two_spellings_of_one_name_are_no_strangers(void **state)
{
    struct fixture f;
    begin(&f, *state, "+971 4 000 0000");
    static const char *const spelt[] = {"Brightland Packaging Ltd", "BRIGHTLAND PKG",
                                        "Brghtland Packaging"};
    for (size_t i = 0; i < TT_LEN(spelt); i++) {
        tiny_id firm = tiny_company(&f.k.c, spelt[i], "HK");
        tiny_mention_at(&f.k.c, firm)->account = TT_STR("HK-012-884-10077213");
        pay(&f, "P-1", f.harbour, firm);
    }
    detector_find(&f.k);
    assert_int_equal(f.k.r.n_findings, 0);
    assert_true(
        claim_noted(&f.k.r, "entity.shared_attribute: names too alike", "name_bits", "3 pairs"));
}

static void what_only_documents_name_may_be_a_spelling(void **state)
{
    struct fixture f;
    begin(&f, *state, "+971 4 000 0000");
    tiny_id lotus = tiny_company(&f.k.c, "Lotus Foods", "HK"); /* no registry row */
    tiny_mention_at(&f.k.c, lotus)->account = TT_STR("HK-012-884-10077213");
    tiny_mention_at(&f.k.c, f.harbour)->account = TT_STR("HK-012-884-10077213");
    pay(&f, "P-1", f.harbour, lotus);
    detector_set(&f.k, "min_weight", 0.1);
    detector_find(&f.k);
    const tt_finding *x = claim_only(&f.k.r);
    assert_near(x->weight, tt_round9(0.3 * tt_round9(log10((CROWD + 3) / 2.0))), 1e-9);
    assert_int_equal(claim_test(x, "same_party").outcome, TT_TEST_WEAKENED);
    detector_set(&f.k, "spelling_factor", 1);
    assert_ok(detector_run(&f.k, ERR));
    assert_near(claim_only(&f.k.r)->weight, log10((CROWD + 3) / 2.0), 1e-9);
}

/* In a market where everybody deals with everybody, strangers who share a phone meet anyway. */
static void pairs_that_would_meet_by_chance_are_not_found(void **state)
{
    struct fixture f;
    begin(&f, *state, SAME);
    tiny_id firms[8];
    for (int i = 0; i < 8; i++) {
        firms[i] = tiny_company(&f.k.c, tt_arena_printf(f.k.a, "Firm A%c", 'A' + i % 6), "DE");
        pay(&f, "H-1", f.harbour, firms[i]);
        pay(&f, "G-1", f.golden, firms[i]);
        for (int k = 0; k < i; k++)
            pay(&f, "F-1", firms[k], firms[i]);
    }
    detector_set(&f.k, "common_factor", 1);
    detector_find(&f.k);
    assert_int_equal(f.k.r.n_findings, 0);
    assert_true(claim_noted(&f.k.r,
                            "entity.shared_attribute: pairs that meet as often as strangers",
                            "min_weight", "1 pair"));
}

/* --- parameters --- */

static void each_parameter_counts(void **state)
{
    static const struct {
        const char *name;
        double value, weight; /* weight < 0: not found */
    } rows[] = {
        {"phone_max", 2, 1.2041199826559248},    {"cap", 1, 1},
        {"min_weight", 1.2, 1.2041199826559248}, {"min_weight", 1.3, -1},
        {"account_max", 2, 1.2041199826559248},  {"email_max", 2, 1.2041199826559248},
        {"address_max", 2, 1.2041199826559248},  {"director_max", 2, 1.2041199826559248},
        {"hub", 1, 1.2041199826559248},          {"common_factor", 0, 1.2041199826559248},
        {"group_max", 0, 1.2041199826559248},
    };
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        struct fixture f;
        tt_arena_reset(*state);
        begin(&f, *state, SAME);
        pay(&f, "P-1", f.harbour, f.golden);
        detector_set(&f.k, rows[i].name, rows[i].value);
        detector_find(&f.k);
        assert_int_equal(f.k.r.n_findings, rows[i].weight < 0 ? 0 : 1);
        if (rows[i].weight >= 0)
            assert_near(f.k.r.findings[1].f.weight, rows[i].weight, 1e-9);
    }
}

static void maxima_and_hubs_cut(void **state)
{
    struct fixture f;
    begin(&f, *state, SAME);
    row(&f, "Third Shell", "HK", SAME);
    tiny_id dealer = tiny_company(&f.k.c, "Dealer", "DE");
    pay(&f, "P-1", f.harbour, dealer);
    pay(&f, "P-2", f.golden, dealer);
    detector_set(&f.k, "min_weight", 0);
    detector_find(&f.k);
    assert_int_equal(f.k.r.n_findings, 1);
    detector_set(&f.k, "hub", 1); /* the dealer has two counterparts */
    assert_ok(detector_run(&f.k, ERR));
    assert_int_equal(f.k.r.n_findings, 0);
    detector_set(&f.k, "hub", 2);
    detector_set(&f.k, "phone_max", 2); /* three share it */
    assert_ok(detector_run(&f.k, ERR));
    assert_int_equal(f.k.r.n_findings, 0);
    detector_set(&f.k, "phone_max", 3);
    detector_set(&f.k, "common_factor", 0.25);
    assert_ok(detector_run(&f.k, ERR));
    assert_near(claim_only(&f.k.r)->weight, 0.25 * log10((CROWD + 4) / 3.0), 1e-9);
}

/* --- properties --- */

static void amounts_change_nothing(void **state)
{
    struct fixture f;
    begin(&f, *state, SAME);
    tiny_payment_at(&f.k.c, pay(&f, "P-1", f.harbour, f.golden))->amount.minor *= 10;
    detector_find(&f.k);
    assert_near(claim_only(&f.k.r)->weight, log10((CROWD + 2) / 2.0), 1e-9);
}

static void rebuild(struct fixture *f, tt_arena *a)
{
    tt_arena_reset(a);
    begin(f, a, SAME);
    pay(f, "P-1", f->harbour, f->golden);
    assert_ok(tiny_finish(&f->k.c));
}

static void every_allocation_may_fail(void **state)
{
    struct fixture f;
    tt_status st;
    TT_TORTURE_OF(st, rebuild(&f, *state), st = detector_run(&f.k, NULL));
    assert_int_equal(f.k.r.n_findings, 1);
}

TT_TEST_MAIN("detect/entity_shared_attribute",
             TT_TEST(strangers_with_one_phone_who_pay_each_other_are_found),
             TT_TEST(a_line_of_business_of_both_refutes_the_company_service),
             TT_TEST(a_second_attribute_adds_its_weight),
             TT_TEST(a_director_of_both_is_found_and_is_no_pair_himself),
             TT_TEST(a_director_whom_only_the_ownership_records_know_is_found),
             TT_TEST(a_counterpart_in_common_weighs_half),
             TT_TEST(firms_that_never_meet_are_not_found), TT_TEST(a_declared_group_is_not_found),
             TT_TEST(company_services_are_not_found), TT_TEST(an_address_of_many_is_generic),
             TT_TEST(two_spellings_of_one_name_are_no_strangers),
             TT_TEST(what_only_documents_name_may_be_a_spelling),
             TT_TEST(pairs_that_would_meet_by_chance_are_not_found),
             TT_TEST(an_empty_case_has_no_findings), TT_TEST(each_parameter_counts),
             TT_TEST(maxima_and_hubs_cut), TT_TEST(amounts_change_nothing),
             TT_TEST(every_allocation_may_fail))
