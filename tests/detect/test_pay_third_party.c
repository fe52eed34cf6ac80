/*
 * pay.third_party: a stranger who pays for trade is found; factors, parents, brothers, refunds and
 * the buyer itself are not.  Amounts are in cents.
 */
#include "tests/support/detector_case.h"

#include <math.h>

#include "base/stat.h"

static void begin(detector_case *f, tt_arena *a)
{
    detector_begin(f, a, "pay.third_party");
    detector_set(f, "base_share", 0.001); /* strangers are rare: the likelihood ratio decides */
    f->seller = tiny_company(&f->c, "Savanna Exports", "NG");
    f->buyer = tiny_company(&f->c, "Hai Van Import", "VN");
    f->stranger = tiny_company(&f->c, "Lucky Trading", "HK");
}

/* An invoice and the payment for it: one deal. */
static tiny_id deal(detector_case *f, const char *number, tiny_id seller, tiny_id buyer,
                    tiny_id payer, tiny_id payee, int64_t cents)
{
    tiny_id inv = tiny_invoice(&f->c, number, seller, buyer, "2024-05-14", "USD");
    tiny_invoice_line(&f->c, inv, "080131", 1000, "KGM", cents);
    tiny_id pay = tiny_payment(&f->c, number, payer, payee, "2024-06-01", cents, "USD");
    detector_join(f, 0);
    detector_join(f, inv);
    detector_join(f, pay);
    return pay;
}

/* --- found --- */

static void a_stranger_who_pays_is_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    tiny_id one = deal(&f, "SAV-1", f.seller, f.buyer, f.stranger, f.seller, 3403600);
    tiny_id two = deal(&f, "SAV-2", f.seller, f.buyer, f.stranger, f.seller, 3441700);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_true(claim_cites(x, tiny_ref(&f.c, one)));
    assert_true(claim_cites(x, tiny_ref(&f.c, two)));
    assert_int_equal(x->n_documents, 4); /* and both invoices */
    assert_true(claim_names(x, tiny_entity(&f.c, f.stranger), "payer"));
    assert_true(claim_names(x, tiny_entity(&f.c, f.seller), "seller"));
    assert_true(claim_names(x, tiny_entity(&f.c, f.buyer), "buyer"));
    assert_near(x->weight, log10(6), 1e-9); /* from another country */
    assert_int_equal(claim_measure(x, "third_party_value").money.minor, 6845300);
    assert_near(claim_measure(x, "third_party_payments").value, 2, 0);
    assert_near(claim_measure(x, "payments_of_the_relations").value, 2, 0);
    assert_near(claim_measure(x, "third_party_payments").high, 0.002, 1e-12);
    assert_near(x->p_value, 0.001 * 1.049 / 50, 1e-9); /* of beta-binomial(2, 0.001, 0.02) */
    assert_int_equal(x->from, tiny_day("2024-05-14"));
    assert_int_equal(x->to, tiny_day("2024-06-01"));
    assert_string_equal(x->title, "2 payments of trade by a third party");
    assert_non_null(strstr(x->explanation, "USD 68453.00"));
    assert_int_equal(claim_test(x, "declared_group").outcome, TT_TEST_UNKNOWN);
    assert_int_equal(claim_test(x, "receives_the_goods").outcome, TT_TEST_UNKNOWN);
    assert_int_equal(claim_test(x, "standing_arrangement").outcome, TT_TEST_NOT_EXPLAINED);
    assert_true(x->n_next_steps >= 2 && x->n_next_steps <= 4);
}

static void a_stranger_who_is_paid_is_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    deal(&f, "SAV-1", f.seller, f.buyer, f.buyer, f.stranger, 3403600);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_true(claim_names(x, tiny_entity(&f.c, f.stranger), "payee"));
    assert_string_equal(x->title, "1 payment of trade to a third party");
}

static void a_broker_between_many_weighs_more(void **state)
{
    detector_case f;
    begin(&f, *state);
    deal(&f, "A-1", tiny_company(&f.c, "Seller A", "NG"), tiny_company(&f.c, "Buyer A", "VN"),
         f.stranger, tiny_company(&f.c, "Seller A", "NG"), 1000000);
    deal(&f, "B-1", tiny_company(&f.c, "Seller B", "GH"), tiny_company(&f.c, "Buyer B", "CN"),
         f.stranger, tiny_company(&f.c, "Seller B", "GH"), 1000000);
    deal(&f, "C-1", tiny_company(&f.c, "Seller C", "TG"), tiny_company(&f.c, "Buyer C", "MY"),
         f.stranger, tiny_company(&f.c, "Seller C", "TG"), 1000000);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_near(x->weight, log10(15), 1e-9);
    assert_int_equal(x->n_entities, 7);
    assert_near(claim_measure(x, "unrelated_buyers").value, 3, 0);
}

/* A marketplace stands between many by trade; a broker who pays now and then does not. */
static void who_always_pays_is_no_broker(void **state)
{
    static const char *const days[] = {"2023-01-05", "2023-06-01", "2023-11-01", "2024-06-01"};
    detector_case f;
    begin(&f, *state);
    for (size_t i = 0; i < TT_LEN(days); i++) {
        tiny_id seller =
                    tiny_company(&f.c, tt_arena_printf(f.a, "Seller %c", (int)('A' + i)), "NG"),
                buyer = tiny_company(&f.c, tt_arena_printf(f.a, "Buyer %c", (int)('A' + i)), "VN"),
                pay = deal(&f, tt_arena_printf(f.a, "M-%zu", i), seller, buyer, f.stranger, seller,
                           1000000);
        if (!f.c.failed)
            tiny_payment_at(&f.c, pay)->head.date.day = tiny_day(days[i]);
    }
    detector_none(&f, "it always pays");
    detector_set(&f, "lr_abroad", 60);
    assert_ok(detector_run(&f, ERR));
    assert_near(claim_only(&f.r)->weight, log10(60 * 0.2), 1e-9);
    detector_set(&f, "standing_days", 600); /* it is 513: a broker */
    assert_ok(detector_run(&f, ERR));
    assert_near(claim_only(&f.r)->weight, log10(15), 1e-9);
}

static void a_new_company_weighs_more(void **state)
{
    detector_case f;
    begin(&f, *state);
    tiny_id p = tiny_party(&f.c, "1", TT_ENTITY_COMPANY, "Lucky Trading", "HK");
    tiny_party_at(&f.c, p)->incorporated = tiny_day("2024-01-10");
    deal(&f, "SAV-1", f.seller, f.buyer, f.stranger, f.seller, 3403600);
    detector_find(&f);
    assert_near(claim_only(&f.r)->weight, log10(12), 1e-9);
}

static void a_stranger_at_home_weighs_less(void **state)
{
    detector_case f;
    begin(&f, *state);
    deal(&f, "SAV-1", f.seller, f.buyer, tiny_company(&f.c, "Cousin Shop", "VN"), f.seller,
         3403600);
    detector_none(&f, "one payment of a stranger at home");
    detector_set(&f, "min_weight", 0.05);
    assert_ok(detector_run(&f, ERR));
    assert_near(claim_only(&f.r)->weight, log10(1.5) / 2, 1e-9);
}

static void a_transport_document_that_names_others_refutes_the_consignee(void **state)
{
    detector_case f;
    begin(&f, *state);
    deal(&f, "SAV-1", f.seller, f.buyer, f.stranger, f.seller, 3403600);
    f.docs[f.n_docs++] =
        tiny_shipment(&f.c, "BL-1", f.seller, f.buyer, "2024-05-19", "NGAPP", "VNHPH");
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_near(x->weight, log10(6), 1e-9);
    assert_int_equal(claim_test(x, "receives_the_goods").outcome, TT_TEST_NOT_EXPLAINED);
}

static void the_consignee_as_payer_weighs_half(void **state)
{
    detector_case f;
    begin(&f, *state);
    deal(&f, "SAV-1", f.seller, f.buyer, f.stranger, f.seller, 3403600);
    f.docs[f.n_docs++] =
        tiny_shipment(&f.c, "BL-1", f.seller, f.stranger, "2024-05-19", "NGAPP", "HKHKG");
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_near(x->weight, 0.5 * log10(6), 1e-9);
    assert_int_equal(claim_test(x, "receives_the_goods").outcome, TT_TEST_WEAKENED);
}

/* Two years of payments by the buyers themselves, n of them, for other relations. */
static void honest(detector_case *f, int n)
{
    for (int i = 0; i < n; i++) {
        tiny_id buyer = tiny_company(&f->c, i % 2 ? "Lotus Foods" : "Bamboo House", "VN");
        deal(f, tt_arena_printf(f->a, "H-%d", i), f->seller, buyer, buyer, f->seller, 900000);
    }
}

/* --- what lowers the weight --- */

static void who_always_pays_has_an_arrangement(void **state)
{
    detector_case f;
    begin(&f, *state);
    static const char *const days[] = {"2023-01-05", "2023-06-01", "2023-11-01", "2024-06-01"};
    for (size_t i = 0; i < TT_LEN(days); i++) {
        tiny_id pay = deal(&f, tt_arena_printf(f.a, "SAV-%zu", i), f.seller, f.buyer, f.stranger,
                           f.seller, 3403600);
        if (!f.c.failed)
            tiny_payment_at(&f.c, pay)->head.date.day = tiny_day(days[i]);
    }
    detector_set(&f, "lr_abroad", 60);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_near(x->weight, log10(60 * 0.2), 1e-9);
    assert_int_equal(claim_test(x, "standing_arrangement").outcome, TT_TEST_WEAKENED);

    detector_set(&f, "standing_days", 600); /* it is 513 */
    assert_ok(detector_run(&f, ERR));
    assert_near(claim_only(&f.r)->weight, log10(60), 1e-9);
    detector_set(&f, "standing_days", 180);
    detector_set(&f, "standing_payments", 5);
    assert_ok(detector_run(&f, ERR));
    assert_near(claim_only(&f.r)->weight, log10(60), 1e-9);
    detector_set(&f, "standing_payments", 4);
    detector_set(&f, "standing_factor", 0.01);
    assert_ok(detector_run(&f, ERR));
    assert_int_equal(f.r.n_findings, 0);
    assert_true(claim_noted(&f.r, "pay.third_party: third parties of little weight", "min_weight",
                            "1 party, USD 136144.00"));
}

static void where_strangers_pay_often_one_more_says_little(void **state)
{
    detector_case f;
    begin(&f, *state);
    honest(&f, 20);
    for (int i = 0; i < 10; i++) {
        tiny_id other = tiny_company(&f.c, tt_arena_printf(f.a, "Agency %c", 'A' + i), "VN");
        deal(&f, tt_arena_printf(f.a, "AG-%d", i), f.seller,
             tiny_company(&f.c, "Lotus Foods", "VN"), other, f.seller,
             100000); /* too small to be told, but they count */
    }
    deal(&f, "SAV-1", f.seller, f.buyer, f.buyer, f.seller, 3403600);
    deal(&f, "SAV-2", f.seller, f.buyer, f.stranger, f.seller, 3403600);
    detector_set(&f, "prior", 0);
    detector_set(&f, "rho", 0);
    detector_set(&f, "min_weight", -1);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_near(x->p_value, 1 - 4.0 / 9, 1e-9); /* one of two at a third, 10 of 30 */
    assert_near(x->weight, tt_round9(tt_log10_e_of_p(5.0 / 9)), 1e-9);
    assert_near(claim_measure(x, "third_party_payments").high, 2.0 / 3, 1e-9);
}

/* --- near misses --- */

static void names_and_desks_like_a_partys_are_not_strangers(void **state)
{
    detector_case f;
    begin(&f, *state);
    /* the buyer's own name, cut short and misspelt, in entities of their own */
    deal(&f, "OK-1", f.seller, tiny_company(&f.c, "Brightland Packaging Sdn. Bhd.", "MY"),
         tiny_company(&f.c, "BRIGHTLAND PKG", NULL), f.seller, 3403600);
    deal(&f, "OK-2", f.seller, tiny_company(&f.c, "Feldhaus GmbH", "DE"),
         tiny_company(&f.c, "FRLDHAUS", "DE"), f.seller, 3403600);
    /* another name with the buyer's account, a third with its address */
    tiny_mention_at(&f.c, f.buyer)->account = TT_STR("VN-0071000123");
    tiny_mention_at(&f.c, f.buyer)->address = TT_STR("12 Tran Phu, Hai Phong");
    tiny_id cashier = tiny_company(&f.c, "Cashier Office", "VN");
    tiny_mention_at(&f.c, cashier)->account = TT_STR("VN 0071 000 123");
    deal(&f, "OK-3", f.seller, f.buyer, cashier, f.seller, 3403600);
    tiny_id upstairs = tiny_company(&f.c, "Upstairs Retail", "VN");
    tiny_mention_at(&f.c, upstairs)->address = TT_STR("12, TRAN PHU, HAI PHONG");
    deal(&f, "OK-4", f.seller, f.buyer, upstairs, f.seller, 3403600);
    detector_find(&f);
    assert_int_equal(f.r.n_findings, 0);
    assert_true(claim_noted(&f.r, "pay.third_party: payments in a name like a party's",
                            "name_bits, desk_max", "4 payments"));
    detector_set(&f, "min_weight", -1);
    detector_set(&f, "name_bits", 100);
    assert_ok(detector_run(&f, ERR));
    assert_int_equal(f.r.n_findings, 2);
    detector_set(&f, "desk_max", 1);
    assert_ok(detector_run(&f, ERR));
    assert_int_equal(f.r.n_findings, 4);
}

static void near_misses_are_not_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    /* the buyer itself, under the same entity */
    deal(&f, "OK-1", f.seller, f.buyer, f.buyer, f.seller, 3403600);
    /* a bank that bought the claim: factoring */
    tiny_id bank = tiny_named(&f.c, TT_ENTITY_BANK, "Hanse Factoring Bank", "DE");
    deal(&f, "OK-2", f.seller, f.buyer, bank, f.seller, 3403600);
    /* a customs broker by its activity code pays for its client */
    tiny_id broker = tiny_company(&f.c, "Clear Logistics", "SG");
    tiny_id p = tiny_party(&f.c, "2", TT_ENTITY_COMPANY, "Clear Logistics", "SG");
    tiny_party_at(&f.c, p)->activity_code = TT_STR("5229");
    deal(&f, "OK-3", f.seller, f.buyer, broker, f.seller, 3403600);
    /* the declared parent pays for its daughter */
    tiny_id parent = tiny_company(&f.c, "Rhein AG", "DE");
    tiny_id daughter = tiny_company(&f.c, "Rhein Gulf", "AE");
    tiny_own(&f.c, "Rhein AG", "Rhein Gulf", "shareholder", 100);
    deal(&f, "OK-4", f.seller, daughter, parent, f.seller, 3403600);
    /* the declared sister collects for the seller */
    tiny_id sister = tiny_company(&f.c, "Rhein Asia", "HK");
    tiny_own(&f.c, "Rhein AG", "Rhein Asia", "shareholder", 100);
    deal(&f, "OK-5", daughter, f.buyer, f.buyer, sister, 3403600);
    /* a refund: the seller pays the buyer */
    deal(&f, "OK-6", f.seller, f.buyer, f.seller, f.buyer, 3403600);
    /* small change */
    deal(&f, "OK-7", f.seller, f.buyer, f.stranger, f.seller, 499999);
    detector_find(&f);
    assert_int_equal(f.r.n_findings, 0);
    assert_true(claim_noted(&f.r, "pay.third_party: payments by services",
                            "banks, factors, insurers, lawyers, forwarders", "2 payments"));
}

static void a_payment_without_a_deal_is_not_looked_at(void **state)
{
    detector_case f;
    begin(&f, *state);
    tiny_payment(&f.c, "P-1", f.stranger, f.seller, "2024-06-01", 3403600, "USD");
    detector_find(&f);
    assert_int_equal(f.r.n_findings, 0);
}

static void an_empty_case_has_no_findings(void **state)
{
    detector_case f;
    begin(&f, *state);
    detector_find(&f);
    assert_int_equal(f.r.n_findings, 0);
    assert_int_equal(f.r.n_completeness, 0);
}

static void an_unknown_payer_is_noted(void **state)
{
    detector_case f;
    begin(&f, *state);
    deal(&f, "SAV-1", f.seller, f.buyer, 0, f.seller, 3403600);
    detector_find(&f);
    assert_int_equal(f.r.n_findings, 0);
    assert_true(claim_noted(&f.r, "pay.third_party: payer or payee unknown", "a name is needed",
                            "1 payment"));
}

/* --- parameters --- */

static void each_parameter_counts(void **state)
{
    static const struct {
        const char *name;
        double value;
        bool found;
        double lr;
    } rows[] = {
        {"min_value", 34036, true, 6},    {"min_value", 34036.01, false, 0},
        {"lr_abroad", 10, true, 10},      {"broker_buyers", 1, true, 6},
        {"service_buyers", 1, true, 6},   {"link_max", 0, true, 6},
        {"consignee_factor", 0, true, 6}, {"new_factor", 5, true, 6},
        {"lr_home", 9, true, 6},          {"lr_broker", 9, true, 6},
        {"min_weight", 0.78, false, 0},   {"standing_share", 0, true, 6},
        {"new_days", 0, true, 6},
    };
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        detector_case f;
        tt_arena_reset(*state);
        begin(&f, *state);
        deal(&f, "SAV-1", f.seller, f.buyer, f.stranger, f.seller, 3403600);
        detector_set(&f, rows[i].name, rows[i].value);
        detector_find(&f);
        assert_int_equal(f.r.n_findings, rows[i].found ? 1 : 0);
        if (rows[i].found)
            assert_near(f.r.findings[1].f.weight, log10(rows[i].lr), 1e-9);
    }
}

static void brokers_and_services_are_set_by_parameters(void **state)
{
    detector_case f;
    begin(&f, *state);
    deal(&f, "SAV-1", f.seller, f.buyer, f.stranger, f.seller, 3403600);
    detector_set(&f, "broker_buyers", 1);
    detector_set(&f, "broker_sellers", 1);
    detector_find(&f);
    assert_near(claim_only(&f.r)->weight, log10(15), 1e-9);

    detector_set(&f, "service_buyers", 1);
    detector_set(&f, "service_days", 0);
    assert_ok(detector_run(&f, ERR));
    assert_int_equal(f.r.n_findings, 0);

    detector_set(&f, "service_buyers", 30);
    detector_set(&f, "base_share", 0.01);
    assert_ok(detector_run(&f, ERR));
    assert_near(claim_only(&f.r)->p_value, 0.01, 1e-9);
}

/* --- properties --- */

static void amounts_times_k_give_values_times_k(void **state)
{
    detector_case f;
    begin(&f, *state);
    deal(&f, "SAV-1", f.seller, f.buyer, f.stranger, f.seller, 3403600);
    detector_find(&f);
    tt_hash id = f.r.findings[1].id;
    double weight = f.r.findings[1].f.weight;

    tt_arena_reset(*state);
    begin(&f, *state);
    deal(&f, "SAV-1", f.seller, f.buyer, f.stranger, f.seller, 7 * 3403600);
    detector_find(&f);
    assert_int_equal(claim_measure(claim_only(&f.r), "third_party_value").money.minor, 7 * 3403600);
    assert_near(f.r.findings[1].f.weight, weight, 0);
    assert_memory_not_equal(f.r.findings[1].id.b, id.b, sizeof(id.b)); /* another payment */
}

static void tortured(detector_case *f, tt_arena *a)
{
    begin(f, a);
    deal(f, "SAV-1", f->seller, f->buyer, f->stranger, f->seller, 3403600);
}

static void every_allocation_may_fail(void **state)
{
    detector_torture(*state, tortured, 1);
}

TT_TEST_MAIN("detect/pay_third_party", TT_TEST(a_stranger_who_pays_is_found),
             TT_TEST(a_stranger_who_is_paid_is_found), TT_TEST(a_broker_between_many_weighs_more),
             TT_TEST(who_always_pays_is_no_broker), TT_TEST(a_new_company_weighs_more),
             TT_TEST(a_stranger_at_home_weighs_less),
             TT_TEST(a_transport_document_that_names_others_refutes_the_consignee),
             TT_TEST(the_consignee_as_payer_weighs_half),
             TT_TEST(who_always_pays_has_an_arrangement),
             TT_TEST(where_strangers_pay_often_one_more_says_little),
             TT_TEST(names_and_desks_like_a_partys_are_not_strangers),
             TT_TEST(near_misses_are_not_found), TT_TEST(a_payment_without_a_deal_is_not_looked_at),
             TT_TEST(an_empty_case_has_no_findings), TT_TEST(an_unknown_payer_is_noted),
             TT_TEST(each_parameter_counts), TT_TEST(brokers_and_services_are_set_by_parameters),
             TT_TEST(amounts_times_k_give_values_times_k), TT_TEST(every_allocation_may_fail))
