/*
 * entity.no_operating_costs: a firm that pays for goods alone is found; one whose bank tells
 * nobody's costs, one with a second bank, one of a group that pays and one with a bureau are not.
 * Amounts are whole dollars.
 */
#include "tests/support/money_case.h"

#include <math.h>

enum { CROWD = 24, TIMES = 12, STEP = 20 };
static int crowd = CROWD;
static const char home[] = "NORDDEFX", other[] = "SUDCDEFF";

/* A payment from a bank, or to one. */
static tiny_id
pays(detector_case *f, const char *from, const char *to, int k, int64_t dollars, const char *text)
{
    tiny_id p = money_pay(f, from, to, STEP * k, dollars);
    tiny_payment_text(&f->c, p, text);
    return p;
}

static void at_bank(detector_case *f, tiny_id payment, bool payee, const char *bank)
{
    if (f->c.failed)
        return;
    tt_payment *p = tiny_payment_at(&f->c, payment);
    tiny_mention_at(&f->c, payee ? p->payee : p->payer)->bank = tt_str_of(bank);
}

/* A firm that pays for goods, and its rent when it has one. */
static void firm(detector_case *f, const char *name, const char *rent, const char *bank)
{
    for (int k = 0; k < TIMES; k++) {
        tiny_id p = pays(f, name, money_name(f, "Supplier %d", k), k, 100000, "INVOICE");
        at_bank(f, p, false, bank);
        if (rent)
            at_bank(f, pays(f, name, "Landlord", k, 3000, rent), false, bank);
    }
}

static void begin(detector_case *f, tt_arena *a, const char *bank, const char *rent)
{
    detector_begin(f, a, "entity.no_operating_costs");
    for (int i = 0; i < crowd; i++)
        firm(f, money_name(f, "Firm %d", i), "OFFICE RENT", home);
    firm(f, "Leerhaus GmbH", rent, bank);
}

static void a_firm_without_costs_is_found(void **state)
{
    detector_case f;
    begin(&f, *state, home, NULL);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_int_equal(x->n_entities, 1);
    assert_str(f.c.data.entities[x->entities[0].entity].name, "Leerhaus GmbH");
    assert_int_equal(x->n_documents, TIMES);
    assert_near(claim_measure(x, "payments_made").value, TIMES, 0);
    assert_near(claim_measure(x, "payments_of_costs").value, 0, 0);
    /* half a firm of 25, and half the payments of the others are rent: 24 (1/2)^12 */
    assert_near(claim_measure(x, "chance").value, (0.5 + CROWD * pow(0.5, TIMES)) / 25, 1e-8);
    assert_near(x->weight, log10(8), 1e-9);
    assert_non_null(strstr(x->explanation, "makes 12 payments between 2024-01-01 and"));
    assert_non_null(strstr(x->explanation, "turns over USD 1200000.00"));
    const tt_test t = claim_test(x, "not_in_the_feed");
    assert_int_equal(t.outcome, TT_TEST_NOT_EXPLAINED);
    assert_non_null(strstr(t.detail, "of 24 of 24 other customers of its bank"));
}

static void a_second_bank(detector_case *f)
{
    at_bank(f, pays(f, "Customer", "Leerhaus GmbH", 2, 5000, ""), true, other);
}
static void a_group_that_pays(detector_case *f)
{
    money_own(f, "Firm 3", "Leerhaus GmbH");
}
static void a_bureau(detector_case *f)
{
    for (int k = 0; k < 6; k++)
        (void)pays(f, "Leerhaus GmbH", "Bureau", 2 * k, 4000, "AS AGREED");
}
static void a_few_to_one(detector_case *f)
{
    for (int k = 0; k < 5; k++)
        (void)pays(f, "Leerhaus GmbH", "Bureau", 2 * k, 4000, "AS AGREED");
}
static void one_rent(detector_case *f)
{
    at_bank(f, pays(f, "Leerhaus GmbH", "Landlord", 3, 4000, "MIETE MAERZ"), false, home);
}
static void nothing(detector_case *f)
{
    TT_UNUSED(f);
}
static void others_without(detector_case *f)
{
    for (int i = 0; i < CROWD; i++)
        firm(f, money_name(f, "Thin %d", i), NULL, home);
}
static void near_misses_are_not_found(void **state)
{
    static const struct {
        const char *bank;
        void (*change)(detector_case *f);
        const char *limit; /* why, in completeness; NULL: it has costs */
    } rows[] = {
        {other, nothing, "min_tell"}, /* its bank tells the costs of nobody */
        {home, a_second_bank, "second bank"}, {home, a_group_that_pays, "group"},
        {home, a_bureau, "regular"},          {home, one_rent, NULL},
    };
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        detector_case f;
        tt_arena_reset(*state);
        begin(&f, *state, rows[i].bank, NULL);
        rows[i].change(&f);
        detector_find(&f);
        if (f.r.n_findings)
            fail_msg("row %zu", i);
        bool told = false;
        for (size_t k = 1; k <= f.r.n_completeness && rows[i].limit; k++)
            told |= strcmp(f.r.completeness[k].limit, rows[i].limit) == 0;
        if (told != (rows[i].limit != NULL))
            fail_msg("row %zu is not told", i);
    }
}

static void a_few_payments_to_one_explain_nothing(void **state)
{
    detector_case f;
    begin(&f, *state, home, NULL);
    a_few_to_one(&f);
    detector_find(&f);
    assert_near(claim_measure(claim_only(&f.r), "payments_made").value, TIMES + 5, 0);
}

static void what_is_usual_weighs_little(void **state)
{
    detector_case f;
    begin(&f, *state, home, NULL);
    others_without(&f);
    detector_find(&f);
    for (size_t i = 1; i <= f.r.n_findings; i++)
        assert_true(f.r.findings[i].f.weight < 0.35);
}

static void each_parameter_counts(void **state)
{
    static const struct {
        const char *name;
        double value;
    } rows[] = {{"min_payments", 13}, {"min_days", 400}, {"min_turnover", 2e6}, {"min_tell", 30},
                {"least_firms", 30},  {"lr", 1.5},       {"min_weight", 2}};
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        detector_case f;
        tt_arena_reset(*state);
        begin(&f, *state, home, NULL);
        detector_set(&f, rows[i].name, rows[i].value);
        detector_find(&f);
        if (f.r.n_findings)
            fail_msg("%s", rows[i].name);
    }
}

/* Of half as many again at its bank nothing is seen. */
static void a_bank_that_tells_of_some_is_not_believed(void **state)
{
    for (int believed = 0; believed < 2; believed++) {
        detector_case f;
        tt_arena_reset(*state);
        begin(&f, *state, home, NULL);
        for (int i = 0; i < CROWD / 2; i++)
            firm(&f, money_name(&f, "Silent %d", i), NULL, home);
        detector_set(&f, "min_turnover", 1200000);
        detector_set(&f, "least_share", believed ? 0.6 : 0.7);
        detector_find(&f);
        assert_int_equal(f.r.n_findings > 0, believed);
    }
}

static void tortured(detector_case *f, tt_arena *a)
{
    crowd = 3;
    begin(f, a, home, NULL);
    detector_set(f, "least_firms", 3);
    detector_set(f, "min_weight", -1);
    crowd = CROWD;
}

static void every_allocation_may_fail(void **state)
{
    detector_torture(*state, tortured, 1);
}

TT_TEST_MAIN("detect/entity_no_operating_costs", TT_TEST(a_firm_without_costs_is_found),
             TT_TEST(near_misses_are_not_found), TT_TEST(a_few_payments_to_one_explain_nothing),
             TT_TEST(what_is_usual_weighs_little), TT_TEST(each_parameter_counts),
             TT_TEST(a_bank_that_tells_of_some_is_not_believed), TT_TEST(every_allocation_may_fail))
