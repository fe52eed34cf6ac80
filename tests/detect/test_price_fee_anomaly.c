/*
 * price.fee_anomaly: carriage and commissions far above what others pay for the like are found; the
 * carriage of cheap, heavy and far goods, single high fees, groups and what nobody can be compared
 * with are not.
 */
#include "tests/support/money_case.h"

#include <math.h>

static int crowd = 40;

/* One consignment by sea with its invoice: value and freight in dollars. */
struct cargo {
    int64_t value, kg, freight;
    const char *from, *to;
};

static void ship(detector_case *f, const char *seller, const char *buyer, struct cargo of)
{
    int n = (int)++f->n_payments;
    const char *number = money_name(f, "N-%d", n), *day = money_date(f, n % 50);
    tiny_id from = tiny_company(&f->c, seller, "CN"), to = tiny_company(&f->c, buyer, "NL");
    tiny_id inv = tiny_invoice(&f->c, number, from, to, day, "USD");
    tiny_invoice_line(&f->c, inv, "690721", 100, "MTK", 100 * of.value);
    tiny_id bl = tiny_shipment(&f->c, money_name(f, "BL-%d", n), from, to, day, of.from, of.to);
    tiny_shipment_line(&f->c, bl, "690721", 100, "MTK", of.kg);
    if (!f->c.failed) {
        tiny_shipment_at(&f->c, bl)->type = TT_DOC_HOUSE_BL;
        tiny_shipment_at(&f->c, bl)->freight = (tt_money){100 * of.freight, f->c.data.base};
    }
    detector_join(f, 0);
    detector_join(f, inv);
    detector_join(f, bl);
}

static const struct cargo tiles = {10000, 20000, 2000, "CNSHA", "NLRTM"},
                          dear = {10000, 20000, 9000, "CNSHA", "NLRTM"};

/* Others pay 2,000 to 2,390 dollars for 20 t. */
static void begin(detector_case *f, tt_arena *a)
{
    detector_begin(f, a, "price.fee_anomaly");
    detector_set(f, "n_min", crowd);
    for (int i = 0; i < crowd; i++) {
        struct cargo of = tiles;
        of.freight += 10 * i;
        ship(f, money_name(f, "Seller %d", i), money_name(f, "Buyer %d", i), of);
    }
}

static void relation(detector_case *f, struct cargo of, int n)
{
    for (int i = 0; i < n; i++)
        ship(f, "Maker", "Importer", of);
}

static void too_dear(detector_case *f, tt_arena *a)
{
    begin(f, a);
    relation(f, tiles, 2);
    relation(f, dear, 3);
    detector_set(f, "max_p", 0.05);
}

static void carriage_above_that_of_others_is_found(void **state)
{
    detector_case f;
    too_dear(&f, *state);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_near(x->weight, log10((2 + 3 * 4) / 5.0) + 0.2, 1e-6);
    assert_near(x->p_value, 10 * pow(0.3 / 70, 3), 1e-6);
    assert_string_equal(x->title, "carriage far above what others pay: 3 of 5 fees");
    assert_says(x->explanation,
                "3 of 5 fees between these parties are far above what others pay for the like, and "
                "come to at least 25 % of the goods. The largest is USD 9000.00 for carriage");
    assert_says(x->explanation,
                "90 % of goods of USD 10000.00; 15 fees of others for the like let expect USD 2");
    assert_int_equal(x->n_documents, 6);
    assert_true(claim_names(x, money_entity(&f, "Maker"), "seller"));
    assert_near(claim_measure(x, "fee_of_goods").value, 0.9, 1e-9);
    assert_true(claim_measure(x, "fee_over_usual").value > 3.7);
    assert_true(claim_measure(x, "above_usual").money.minor > 3 * 660000);
    assert_int_equal(claim_test(x, "cheap_goods").outcome, TT_TEST_NOT_EXPLAINED);
    assert_int_equal(claim_test(x, "urgent_carriage").outcome, TT_TEST_UNKNOWN);
    assert_int_equal(x->direction, TT_SHIFT_NONE);
}

static void near_misses_are_not_found(void **state)
{
    static const struct {
        const char *why;
        struct cargo of;
        int n;
    } none[] = {
        {"cheap goods at the usual freight", {3000, 20000, 2200, "CNSHA", "NLRTM"}, 5},
        {"a tenth of dear goods", {90000, 20000, 9000, "CNSHA", "NLRTM"}, 5},
        {"four times the weight", {10000, 80000, 9000, "CNSHA", "NLRTM"}, 5},
        {"a way that nobody else takes", {10000, 20000, 9000, "CNSHA", "CNTAO"}, 5},
        {"one high fee", {10000, 20000, 9000, "CNSHA", "NLRTM"}, 1},
    };
    for (size_t i = 0; i < TT_LEN(none); i++) {
        detector_case f;
        begin(&f, *state);
        detector_set(&f, "max_p", 0.05);
        relation(&f, none[i].of, none[i].n);
        detector_none(&f, none[i].why);
    }
}

/* Goods and a commission of so many dollars on one invoice. */
static void sell(detector_case *f, const char *seller, const char *buyer, int64_t fee)
{
    int n = (int)++f->n_payments;
    tiny_id inv = tiny_invoice(&f->c, money_name(f, "C-%d", n), tiny_company(&f->c, seller, "CN"),
                               tiny_company(&f->c, buyer, "NL"), money_date(f, n % 50), "USD");
    tiny_invoice_line(&f->c, inv, "690721", 100, "MTK", 2000000);
    tiny_id line = tiny_invoice_line(&f->c, inv, NULL, TT_NO_NUM, NULL, 100 * fee);
    if (!f->c.failed)
        tiny_line_at(&f->c, line)->description = TT_STR("Agent's commission");
}

static void commissions_on_invoices_are_compared_with_those_of_others(void **state)
{
    detector_case f;
    detector_begin(&f, *state, "price.fee_anomaly");
    for (int i = 0; i < 110; i++)
        sell(&f, money_name(&f, "Seller %d", i), money_name(&f, "Buyer %d", i), 600 + i);
    sell(&f, "Maker", "Importer", 8000);
    sell(&f, "Maker", "Importer", 9000);
    sell(&f, "Other Maker", "Importer", 1100); /* more than all others, and 5.5 % */
    sell(&f, "Other Maker", "Importer", 1100);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_near(x->weight, log10(4) + 0.1, 1e-6);
    assert_string_equal(x->title, "commission far above what others pay: 2 of 2 fees");
    assert_says(x->explanation, "USD 9000.00 for commission (invoice C-112), 45 % of goods of "
                                "USD 20000.00");
}

static void one_relation_does_not_make_its_fees_usual(void **state)
{
    detector_case f;
    struct cargo heavy = dear, hub = dear;
    heavy.kg = hub.kg = 21000; /* nearest to each other */
    hub.freight = 6000;
    hub.value = 90000;
    begin(&f, *state);
    relation(&f, heavy, 3);
    detector_set(&f, "max_p", 0.05);
    for (int i = 0; i < 30; i++)
        ship(&f, "Hub", "Hub Importer", hub);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_true(claim_names(x, money_entity(&f, "Maker"), "seller"));
    assert_true(claim_measure(x, "fee_over_usual").value > 3);
}

static void declared_groups_are_counted(void **state)
{
    detector_case f;
    too_dear(&f, *state);
    money_own(&f, "Importer", "Maker");
    detector_noted(&f, "price.fee_anomaly", "within a declared group", "5 fees, USD 31000.00");
    assert_int_equal(f.r.n_findings, 0);
}

static void services_without_goods_are_counted_and_told_beside(void **state)
{
    detector_case f;
    too_dear(&f, *state);
    tiny_id inv = tiny_invoice(&f.c, "S-1", tiny_company(&f.c, "Maker", "CN"),
                               tiny_company(&f.c, "Importer", "NL"), "2024-02-01", "USD");
    tiny_id line = tiny_invoice_line(&f.c, inv, NULL, TT_NO_NUM, NULL, 3000000);
    tiny_line_at(&f.c, line)->description = TT_STR("Management fee, first quarter");
    detector_noted(&f, "price.fee_anomaly", "consultancy, management and royalties without goods",
                   "1 invoice, USD 30000.00");
    assert_int_equal(claim_measure(claim_only(&f.r), "services_without_goods").money.minor,
                     3000000);
}

static void parameters_are_used(void **state)
{
    static const struct {
        const char *name;
        double value;
    } none[] = {{"min_share", 0.91}, {"max_p", 0.001},  {"n_min", 41},      {"min_fees", 4},
                {"lr", 1},           {"usual_rate", 1}, {"min_value", 1e6}, {"min_weight", 1}};
    for (size_t i = 0; i < TT_LEN(none); i++) {
        detector_case f;
        too_dear(&f, *state);
        detector_set(&f, none[i].name, none[i].value);
        detector_none(&f, none[i].name);
    }
}

static void no_documents_give_no_findings(void **state)
{
    detector_case f;
    detector_begin(&f, *state, "price.fee_anomaly");
    detector_none(&f, "nothing");
}

static void a_few(detector_case *f, tt_arena *a)
{
    crowd = 8;
    begin(f, a);
    relation(f, dear, 2);
    detector_set(f, "max_p", 0.2);
    detector_set(f, "min_weight", -1);
}

static void every_allocation_may_fail(void **state)
{
    detector_torture(*state, a_few, 1);
}

TT_TEST_MAIN("detect/price_fee_anomaly", TT_TEST(carriage_above_that_of_others_is_found),
             TT_TEST(near_misses_are_not_found),
             TT_TEST(commissions_on_invoices_are_compared_with_those_of_others),
             TT_TEST(one_relation_does_not_make_its_fees_usual),
             TT_TEST(declared_groups_are_counted),
             TT_TEST(services_without_goods_are_counted_and_told_beside),
             TT_TEST(parameters_are_used), TT_TEST(no_documents_give_no_findings),
             TT_TEST(every_allocation_may_fail))
