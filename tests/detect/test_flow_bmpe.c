/*
 * flow.bmpe: a broker who pays for many who pay it at home, and strangers who pay for one buyer,
 * are found; agents, payment services, sisters and customers are not.
 */
#include "tests/support/detector_case.h"

#include "tests/support/money_case.h"

#include <math.h>

static void begin(detector_case *f, tt_arena *a)
{
    detector_begin(f, a, "flow.bmpe");
    detector_set(f, "base_share", 0.001); /* strangers are rare: the likelihood ratio decides */
    f->stranger = tiny_company(&f->c, "Casa Verde", "PA");
}

static tiny_id seller(detector_case *f, int i)
{
    return tiny_company(&f->c, money_name(f, "Works %d", i), "US");
}

static tiny_id buyer(detector_case *f, int i)
{
    return tiny_company(&f->c, money_name(f, "Tienda %d", i), "CO");
}

/* An invoice of 20,000 dollars of seller i to buyer k, and who pays it ten days later. */
static void deal(detector_case *f, int i, int k, int day, tiny_id payer)
{
    const char *number = money_name(f, "INV-%d", (int)f->n_payments++);
    tiny_id inv = tiny_invoice(&f->c, number, seller(f, i), buyer(f, k), money_date(f, day), "USD");
    tiny_invoice_line(&f->c, inv, "851712", 100, "NMB", 2000000);
    detector_join(f, 0);
    detector_join(f, inv);
    detector_join(f, tiny_payment(&f->c, number, payer, seller(f, i), money_date(f, day + 10),
                                  2000000, "USD"));
}

/* A buyer pays pesos, at 4,000 for a dollar. */
static void leg(detector_case *f, int k, int day, int64_t dollars, const char *ccy)
{
    bool pesos = strcmp(ccy, "COP") == 0;
    tiny_fx(&f->c, money_date(f, day), "COP", "0.00025");
    (void)tiny_payment(&f->c, money_name(f, "LEG-%d", (int)f->n_payments++), buyer(f, k),
                       f->stranger, money_date(f, day), dollars * (pesos ? 4000 : 1) * 100, ccy);
}

/* The broker pays one deal of each of n sellers and buyers, who pay it at home. */
static void exchange(detector_case *f, int n, int64_t back, int days, const char *ccy)
{
    for (int i = 0; i < n; i++) {
        deal(f, i, i, 20 * i, f->stranger);
        if (back)
            leg(f, i, 20 * i + 10 + days, back, ccy);
    }
}

/* --- found --- */

static void a_broker_with_both_legs_is_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    exchange(&f, 3, 20800, -4, "COP");
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_string_equal(x->title, "A broker pays 3 sellers for 3 buyers");
    assert_says(x->explanation,
                "Casa Verde made 3 payments for USD 60000.00 between 2024-01-11 and "
                "2024-02-20 to Works ");
    assert_says(x->explanation, " bought: 100 % of all that it paid these sellers. That is 3 of 3 "
                                "payments that settle 3 relations. 3 buyers paid the broker in "
                                "another currency, USD 62400.00 in all, within 30 days and 10 % of "
                                "what was paid for them (USD 60000.00).");
    assert_near(x->weight, log10(20), 1e-9);
    assert_int_equal(x->n_documents, 9);
    assert_int_equal(x->n_entities, 7);
    assert_true(claim_names(x, tiny_entity(&f.c, f.stranger), "broker"));
    assert_true(claim_names(x, money_entity(&f, "Tienda 1"), "buyer"));
    assert_int_equal(claim_measure(x, "returned_at_home").money.minor, 6240000);
    assert_int_equal(claim_test(x, "both_legs").outcome, TT_TEST_NOT_EXPLAINED);
    assert_int_equal(claim_test(x, "standing_arrangement").outcome, TT_TEST_NOT_EXPLAINED);
}

static void one_leg_weighs_less(void **state)
{
    static const struct {
        int64_t back;
        int days;
        const char *ccy, *why;
    } one[] = {{0, 0, "COP", "none is seen"},
               {20800, 40, "COP", "too late"},
               {23000, 0, "COP", "another sum"},
               {20000, 0, "USD", "the same currency"}};
    for (size_t i = 0; i < TT_LEN(one); i++) {
        detector_case f;
        begin(&f, *state);
        exchange(&f, 3, one[i].back, one[i].days, one[i].ccy);
        detector_find(&f);
        const tt_finding *x = claim_only(&f.r);
        assert_near(x->weight, log10(6), 1e-9);
        assert_int_equal(claim_test(x, "both_legs").outcome, TT_TEST_UNKNOWN);
        assert_says(x->explanation, "3 of 3 buyers are paid for in a currency that is not that");
    }
}

static void two_of_one_account_are_one_broker(void **state)
{
    detector_case f;
    begin(&f, *state);
    tiny_id other = tiny_company(&f.c, "Casa Azul", "PA");
    if (!f.c.failed) {
        tiny_mention_at(&f.c, f.stranger)->account = TT_STR("PA29 0012 3456 7890");
        tiny_mention_at(&f.c, other)->account = TT_STR("PA29 0012 3456 7890");
    }
    for (int i = 0; i < 4; i++)
        deal(&f, i, i, 20 * i, i % 2 ? f.stranger : other);
    detector_find(&f);
    assert_true(claim_names(claim_only(&f.r), tiny_entity(&f.c, other), "broker"));
    assert_true(claim_names(claim_only(&f.r), tiny_entity(&f.c, f.stranger), "broker"));
}

static tiny_id stranger_of(detector_case *f, int i)
{
    return tiny_company(&f->c, money_name(f, "Diner %d", i), "US");
}

static void strangers_for_one_buyer_are_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    for (int i = 0; i < 3; i++)
        deal(&f, 0, 0, 20 * i, stranger_of(&f, i));
    deal(&f, 0, 0, 80, buyer(&f, 0));
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_string_equal(x->title, "3 strangers pay for the goods of one buyer");
    assert_says(x->explanation, "who have nothing to do with each other or with the trade, made 3 "
                                "payments for USD 60000.00");
    assert_says(x->explanation, "That is 3 of 4 payments that settle 1 relation.");
    assert_says(x->explanation, "1 of 1 buyer is paid for in a currency");
    assert_near(x->weight, log10(6), 1e-9);
    assert_true(claim_names(x, money_entity(&f, "Diner 2"), "payer"));
    assert_says(claim_test(x, "standing_arrangement").detail, "They make 3 of 4 payments");
}

/* --- not found --- */

static void too_few_are_no_broker(void **state)
{
    detector_case f;
    begin(&f, *state);
    exchange(&f, 2, 20000, 0, "COP");
    deal(&f, 0, 1, 90, f.stranger);
    detector_none(&f, "two buyers");
}

static void one_group_is_one_buyer(void **state)
{
    detector_case f;
    begin(&f, *state);
    exchange(&f, 3, 20000, 0, "COP");
    for (int i = 0; i < 2; i++)
        tiny_own(&f.c, "Grupo Andino", money_name(&f, "Tienda %d", i), "shareholder", 100);
    tiny_party(&f.c, "G", TT_ENTITY_COMPANY, "Grupo Andino", "CO");
    detector_none(&f, "two sisters and one more");
}

static void a_currency_of_ones_own_is_no_exchange(void **state)
{
    detector_case f;
    begin(&f, *state);
    for (int i = 0; i < 3; i++) {
        tiny_id home = tiny_company(&f.c, money_name(&f, "Shop %d", i), "US");
        const char *number = money_name(&f, "HOME-%d", i);
        tiny_id inv = tiny_invoice(&f.c, number, seller(&f, i), home, "2024-03-01", "USD");
        tiny_invoice_line(&f.c, inv, "851712", 100, "NMB", 2000000);
        detector_join(&f, 0);
        detector_join(&f, inv);
        detector_join(&f, tiny_payment(&f.c, number, f.stranger, seller(&f, i), "2024-03-09",
                                       2000000, "USD"));
    }
    detector_none(&f, "dollars for American buyers");
}

static void who_buys_there_itself_is_no_broker(void **state)
{
    detector_case f;
    begin(&f, *state);
    exchange(&f, 3, 20000, 0, "COP");
    for (int i = 0; i < 3; i++) /* 20 of 80 for itself */
        tiny_payment(&f.c, money_name(&f, "OWN-%d", i), f.stranger, seller(&f, i), "2024-06-01",
                     666700, "USD");
    detector_none(&f, "a quarter is for its own goods");
}

static void an_agent_who_always_pays_is_counted(void **state)
{
    detector_case f;
    begin(&f, *state);
    for (int round = 0; round < 3; round++)
        for (int i = 0; i < 3; i++) {
            deal(&f, i, i, 150 * round + 20 * i, f.stranger);
            leg(&f, i, 150 * round + 20 * i + 14, 20000, "COP");
        }
    detector_none(&f, "a buying agent, paid back");
    assert_true(claim_noted(&f.r, "flow.bmpe: payments by strangers", "min_weight",
                            "1 case, USD 180000.00"));
}

static void a_payment_service_is_not_told(void **state)
{
    detector_case f;
    begin(&f, *state);
    detector_set(&f, "service_buyers", 3);
    detector_set(&f, "service_days", 40);
    exchange(&f, 3, 20000, 0, "COP");
    detector_none(&f, "pays for many, for long");
    assert_true(claim_noted(&f.r, "flow.bmpe: payments by strangers",
                            "service_buyers, service_days", "1 party, USD 60000.00"));
}

static void customers_settle_debts_of_their_own(void **state)
{
    detector_case f;
    begin(&f, *state);
    for (int i = 0; i < 3; i++) {
        deal(&f, 0, 0, 20 * i, stranger_of(&f, i));
        tiny_id inv = tiny_invoice(&f.c, money_name(&f, "OUT-%d", i), buyer(&f, 0),
                                   stranger_of(&f, i), "2024-01-01", "USD");
        tiny_invoice_line(&f.c, inv, "090111", 100, "KGM", 2000000);
    }
    detector_none(&f, "they bought coffee of the buyer");
    assert_true(claim_noted(&f.r, "flow.bmpe: payments by strangers",
                            "goods between who pays and the buyer or the seller",
                            "3 payments, USD 60000.00"));
}

static void sisters_are_one_stranger(void **state)
{
    detector_case f;
    begin(&f, *state);
    for (int i = 0; i < 3; i++) {
        deal(&f, 0, 0, 20 * i, stranger_of(&f, i));
        tiny_own(&f.c, "Diner Holding", money_name(&f, "Diner %d", i), "shareholder", 100);
    }
    tiny_party(&f.c, "D", TT_ENTITY_COMPANY, "Diner Holding", "US");
    detector_none(&f, "one hand");
}

static void parameters_are_used(void **state)
{
    static const struct {
        const char *name;
        double value, weight;
    } use[] = {{"least", 4, NAN},
               {"min_value", 60001, NAN},
               {"min_weight", 1.4, NAN},
               {"lr_both", 30, 30},
               {"leg_days", 3, 6},
               {"leg_gap", 0.03, 6},
               {"standing_payments", 3, 20},
               {"leg_share", 1, 20}};
    for (size_t i = 0; i < TT_LEN(use); i++) {
        detector_case f;
        begin(&f, *state);
        detector_set(&f, use[i].name, use[i].value);
        exchange(&f, 3, 20800, -4, "COP");
        if (isnan(use[i].weight)) {
            detector_none(&f, use[i].name);
            continue;
        }
        detector_find(&f);
        assert_near(claim_only(&f.r)->weight, log10(use[i].weight), 1e-9);
    }
}

static void what_is_usual_lowers(void **state)
{
    detector_case f;
    begin(&f, *state);
    detector_set(&f, "base_share", 0.4);
    detector_set(&f, "min_weight", -1);
    exchange(&f, 3, 20800, -4, "COP");
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_true(x->weight < 0.5);
}

static void no_documents_give_no_findings(void **state)
{
    detector_case f;
    detector_begin(&f, *state, "flow.bmpe");
    detector_none(&f, "nothing");
}

static void torture_case(detector_case *f, tt_arena *a)
{
    begin(f, a);
    exchange(f, 3, 20000, 0, "COP");
    for (int i = 0; i < 3; i++)
        deal(f, 5, 5, 20 * i, stranger_of(f, i));
}

static void every_allocation_may_fail(void **state)
{
    detector_torture(*state, torture_case, 2);
}

TT_TEST_MAIN("detect/flow_bmpe", TT_TEST(a_broker_with_both_legs_is_found),
             TT_TEST(one_leg_weighs_less), TT_TEST(two_of_one_account_are_one_broker),
             TT_TEST(strangers_for_one_buyer_are_found), TT_TEST(too_few_are_no_broker),
             TT_TEST(one_group_is_one_buyer), TT_TEST(a_currency_of_ones_own_is_no_exchange),
             TT_TEST(who_buys_there_itself_is_no_broker),
             TT_TEST(an_agent_who_always_pays_is_counted), TT_TEST(a_payment_service_is_not_told),
             TT_TEST(customers_settle_debts_of_their_own), TT_TEST(sisters_are_one_stranger),
             TT_TEST(parameters_are_used), TT_TEST(what_is_usual_lowers),
             TT_TEST(no_documents_give_no_findings), TT_TEST(every_allocation_may_fail))
