/*
 * gap.entity_trade_payment: a firm that pays abroad for twice what it imports is found, and one
 * that exports for much more than it receives; common gaps, costs, payers who stand for it are not.
 */
#include "tests/support/money_case.h"

#include <math.h>

static int crowd = 34, deals = 8;

static void begin(detector_case *f, tt_arena *a)
{
    detector_begin(f, a, "gap.entity_trade_payment");
}

/* One import of the firm, for 20,000.00, and its payment by somebody. */
static void trade(detector_case *f, const char *firm, const char *payer, bool import,
                  int64_t declared, int64_t paid)
{
    tiny_id own = tiny_company(&f->c, firm, "DE"), other = tiny_company(&f->c, "World", "CN");
    tiny_id seller = import ? other : own, buyer = import ? own : other;
    int n = (int)++f->n_payments;
    const char *day = money_date(f, n % 300), *number = money_name(f, "N-%d", n);
    tiny_id c = tiny_declaration(&f->c, number, import ? TT_DOC_IMPORT : TT_DOC_EXPORT, seller,
                                 buyer, day, "CN");
    tiny_declaration_line(&f->c, c, "840999", 10, "NMB", declared * 100, "USD");
    tiny_id inv = tiny_invoice(&f->c, number, seller, buyer, day, "USD");
    tiny_invoice_line(&f->c, inv, "840999", 10, "NMB", declared * 100);
    tiny_id pay = tiny_payment(&f->c, number, payer ? tiny_company(&f->c, payer, "DE") : buyer,
                               seller, day, paid * 100, "USD");
    if (!payer)
        return;
    detector_join(f, 0);
    detector_join(f, inv);
    detector_join(f, pay);
}

static void series(detector_case *f, const char *firm, const char *payer, bool import,
                   int64_t declared, int64_t paid)
{
    for (int i = 0; i < deals; i++)
        trade(f, firm, payer, import, declared, paid);
}

/* Importers, or exporters, whose bank statement holds nine tenths, some more, some less. */
static void others(detector_case *f, bool import)
{
    for (int i = 0; i < crowd; i++)
        series(f, money_name(f, "Firm %d", i), NULL, import, 20000, 18000 + 500 * (i % 9 - 4));
}

static void paid_too_much(detector_case *f, tt_arena *a)
{
    begin(f, a);
    others(f, true);
    series(f, "Odd", NULL, true, 20000, 144000);
}

static void more_paid_than_imported_is_found(void **state)
{
    detector_case f;
    paid_too_much(&f, *state);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    double e = 1 / (1 + exp(log(8) / 0.5));
    assert_true(-log10(e) > log10(5));
    assert_near(x->weight, log10(5), 1e-9);
    assert_string_equal(x->title, "More paid abroad than imported");
    assert_says(x->explanation,
                "Customs have 8 declarations of this firm's imports, worth USD 160000.00; 8 "
                "payments worth USD 1152000.00 went abroad for them. Its ratio of payments abroad "
                "over declared imports is 8.0 times the middle one of 35 firms.");
    assert_int_equal(x->n_documents, 16);
    assert_true(claim_names(x, money_entity(&f, "Odd"), "importer"));
    assert_int_equal(x->value_shift.minor, 99200000);
    assert_int_equal(x->direction, TT_SHIFT_TO_EXPORTER);
    assert_near(claim_measure(x, "times_usual").value, 8, 1e-6);
    assert_int_equal(claim_measure(x, "declared_imports").money.minor, 16000000);
    assert_int_equal(claim_test(x, "feeds").outcome, TT_TEST_UNKNOWN);
}

static void more_exported_than_received_is_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    others(&f, false);
    series(&f, "Odd", NULL, false, 160000, 18000);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_string_equal(x->title, "More exported than received");
    assert_true(claim_names(x, money_entity(&f, "Odd"), "exporter"));
    assert_int_equal(x->direction, TT_SHIFT_TO_IMPORTER);
}

static void near_misses_are_not_found(void **state)
{
    enum { NEAR, SMALL, FEW, FACTOR, COSTS, HOME, CASES };
    static const char *const why[CASES] = {[NEAR] = "half as much again is near",
                                           [SMALL] = "small sums",
                                           [FEW] = "two declarations",
                                           [FACTOR] = "its treasury pays for it",
                                           [COSTS] = "freight and taxes",
                                           [HOME] = "payments at home"};
    for (int k = 0; k < CASES; k++) {
        detector_case f;
        begin(&f, *state);
        others(&f, true);
        if (k == NEAR)
            series(&f, "Odd", NULL, true, 20000, 27000);
        else if (k == SMALL)
            series(&f, "Odd", NULL, true, 1000, 8000);
        else if (k == FEW)
            for (int i = 0; i < 2; i++)
                trade(&f, "Odd", NULL, true, 20000, 700000);
        else
            series(&f, "Odd", k == FACTOR ? "Treasury" : NULL, true, 20000, 18000);
        for (int i = 0; i < 20 && k >= COSTS; i++) {
            tiny_id p =
                tiny_payment(&f.c, money_name(&f, "X-%d", i), tiny_company(&f.c, "Odd", "DE"),
                             tiny_company(&f.c, "Somebody", k == HOME ? "DE" : "PA"), "2024-05-05",
                             5000000, "USD");
            tiny_payment_text(&f.c, p, k == COSTS ? "SEA FREIGHT" : "AS AGREED");
        }
        detector_none(&f, why[k]);
    }
}

static void few_firms_are_no_crowd(void **state)
{
    detector_case f;
    paid_too_much(&f, *state);
    detector_set(&f, "least_firms", 36);
    detector_noted(&f, "gap.entity_trade_payment", "too few firms to compare with",
                   "1 firm, USD 992000.00");
    assert_int_equal(f.r.n_findings, 0);
}

static void parameters_are_used(void **state)
{
    static const struct {
        const char *name;
        double value;
    } none[] = {{"least_documents", 9},
                {"min_gap", 1e6},
                {"min_ratio", 9},
                {"lr", 1.5},
                {"min_weight", 0.8}};
    for (size_t i = 0; i < TT_LEN(none); i++) {
        detector_case f;
        paid_too_much(&f, *state);
        detector_set(&f, none[i].name, none[i].value);
        detector_none(&f, none[i].name);
    }
}

static void no_documents_give_no_findings(void **state)
{
    detector_case f;
    begin(&f, *state);
    detector_none(&f, "nothing");
}

static void a_few(detector_case *f, tt_arena *a)
{
    crowd = 3;
    deals = 1;
    paid_too_much(f, a);
    detector_set(f, "least_documents", 1);
    detector_set(f, "least_firms", 3);
    detector_set(f, "min_weight", -1);
}

static void every_allocation_may_fail(void **state)
{
    detector_torture(*state, a_few, 1);
}

TT_TEST_MAIN("detect/gap_entity_trade_payment", TT_TEST(more_paid_than_imported_is_found),
             TT_TEST(more_exported_than_received_is_found), TT_TEST(near_misses_are_not_found),
             TT_TEST(few_firms_are_no_crowd), TT_TEST(parameters_are_used),
             TT_TEST(no_documents_give_no_findings), TT_TEST(every_allocation_may_fail))
