/*
 * pay.terms_anomaly: a young seller paid in advance, long terms between strangers and payment that
 * is always late are found; terms that others have, parties that are known, groups, deposits and
 * single late payments are not.
 */
#include "tests/support/money_case.h"

#include <math.h>

static int crowd = 40;

/* A sale; days are counted from 2024-01-01, -1: no such paper. */
struct sale {
    int due, shipped, paid;
    const char *terms, *hs;
};

#define SHOES "640399"
static const struct sale usual = {60, 5, 62, "T/T 60 days", SHOES}, ahead = {0, 20, 2, NULL, SHOES},
                         in_advance = {0, 1, 3, "100% T/T in advance", SHOES},
                         deposit = {60, 20, 62, "deposit in advance, balance 60 days", SHOES},
                         long_terms = {240, 5, 242, "T/T 240 days", SHOES},
                         machines = {240, 5, 242, NULL, "842951"}, late = {60, 5, 200, NULL, SHOES};

static void sell(detector_case *f, const char *seller, const char *buyer, int day, struct sale how)
{
    int n = (int)++f->n_payments;
    const char *number = money_name(f, "N-%d", n);
    tiny_id from = tiny_company(&f->c, seller, "CN"), to = tiny_company(&f->c, buyer, "MX");
    tiny_id inv = tiny_invoice(&f->c, number, from, to, money_date(f, day), "USD");
    tiny_invoice_line(&f->c, inv, how.hs, 100, "NPR", 2000000);
    if (!f->c.failed) {
        tiny_invoice_at(&f->c, inv)->due = tiny_day("2024-01-01") + day + how.due;
        tiny_invoice_at(&f->c, inv)->payment_terms = tt_str_of(how.terms ? how.terms : "");
    }
    detector_join(f, 0);
    detector_join(f, inv);
    tiny_id bl =
        tiny_shipment(&f->c, number, from, to, money_date(f, day + how.shipped), "CNSHA", "MXZLO");
    tiny_shipment_line(&f->c, bl, how.hs, 100, "NPR", 80);
    detector_join(f, bl);
    detector_join(
        f, tiny_payment(&f->c, number, to, from, money_date(f, day + how.paid), 2000000, "USD"));
}

static void young(detector_case *f, const char *name, const char *born)
{
    tiny_id p = tiny_party(&f->c, name, TT_ENTITY_COMPANY, name, "CN");
    if (!f->c.failed)
        tiny_party_at(&f->c, p)->incorporated = tiny_day(born);
}

/* An old relation of the buyer, and many new ones on usual terms. */
static void begin(detector_case *f, tt_arena *a)
{
    detector_begin(f, a, "pay.terms_anomaly");
    sell(f, "Old Works", "Importer", 0, usual);
    for (int i = 0; i < crowd; i++)
        for (int k = 0; k < 2; k++)
            sell(f, money_name(f, "Seller %d", i), money_name(f, "Buyer %d", i), 100 + 30 * k + i,
                 usual);
}

static void relation(detector_case *f, struct sale how, int n)
{
    for (int k = 0; k < n; k++)
        sell(f, "Newcomer", "Importer", 150 + 20 * k, how);
}

static void young_ahead(detector_case *f, tt_arena *a)
{
    begin(f, a);
    relation(f, ahead, 2);
    young(f, "Newcomer", "2023-06-01");
}

static void a_young_seller_paid_in_advance_is_found(void **state)
{
    detector_case f;
    young_ahead(&f, *state);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_near(x->weight, log10(2 * 3), 1e-6);
    assert_near(x->p_value, 0.3 / 70, 1e-7);
    assert_string_equal(x->title, "new seller paid in advance: 2 of 2 invoices");
    assert_says(x->explanation, "In 2 of 2 invoices between these parties the seller was paid in "
                                "advance: N-82, N-83, in all USD 40000.00");
    assert_says(x->explanation, "it was registered 364 days before: a young firm");
    assert_true(claim_names(x, money_entity(&f, "Newcomer"), "seller"));
    assert_true(claim_names(x, money_entity(&f, "Importer"), "buyer"));
    assert_int_equal(x->n_documents, 6);
    assert_near(claim_measure(x, "invoices_on_such_terms").value, 2, 0);
    assert_int_equal(claim_measure(x, "invoiced_on_such_terms").money.minor, 4000000);
    assert_int_equal(claim_test(x, "declared_group").outcome, TT_TEST_UNKNOWN);
    assert_int_equal(claim_test(x, "young_firm").outcome, TT_TEST_NOT_EXPLAINED);
    assert_int_equal(x->direction, TT_SHIFT_NONE);
}

static void terms_that_say_in_advance_are_believed_when_they_are_kept(void **state)
{
    detector_case f;
    begin(&f, *state);
    relation(&f, in_advance, 2); /* shipped at once: paid two days after */
    young(&f, "Newcomer", "2023-06-01");
    detector_find(&f);
    assert_near(claim_only(&f.r)->weight, log10(2 * 3), 1e-6);
}

static void long_terms_between_strangers_are_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    relation(&f, long_terms, 3);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_near(x->weight, log10(4), 1e-6);
    assert_says(x->explanation, "In 3 of 3 invoices between these parties the buyer has long to "
                                "pay (up to 240 days)");
    assert_says(x->explanation, "The seller is in no document before that time and trades with "
                                "nobody else; when it was registered is not known");
    assert_near(claim_measure(x, "days_to_pay").value, 240, 0);
    assert_int_equal(claim_test(x, "goods_that_earn").outcome, TT_TEST_NOT_EXPLAINED);
    assert_int_equal(claim_test(x, "young_firm").outcome, TT_TEST_UNKNOWN);
}

static void machines_on_long_terms_weigh_half(void **state)
{
    detector_case f;
    begin(&f, *state);
    relation(&f, machines, 3);
    detector_set(&f, "min_weight", 0);
    detector_find(&f);
    assert_near(claim_only(&f.r)->weight, log10(4 * 0.5), 1e-6);
    assert_int_equal(claim_test(claim_only(&f.r), "goods_that_earn").outcome, TT_TEST_WEAKENED);
}

static void payment_that_is_always_late_is_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    for (int i = 0; i < 30; i++)
        sell(&f, "Big Works", "Big Buyer", 100 + i, usual); /* a lane is 99 invoices of others */
    relation(&f, late, 3);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_near(x->weight, log10(3), 1e-6);
    assert_string_equal(x->title, "always paid very late: 3 of 3 invoices");
    assert_says(x->explanation, "the buyer paid long after the due day (up to 140 days)");
    assert_near(claim_measure(x, "days_late").value, 140, 0);
}

static void near_misses_are_not_found(void **state)
{
    static const struct {
        const char *why;
        const struct sale *how;
        int n;
        const char *born, *other_buyer;
    } none[] = {
        {"no young firm", &ahead, 3, "2015-01-01", NULL},
        {"no registry row", &ahead, 3, NULL, NULL},
        {"sells to others, too", &ahead, 3, "2023-06-01", "Buyer 7"},
        {"one invoice", &ahead, 1, "2023-06-01", NULL},
        {"a deposit, the rest later", &deposit, 3, "2023-06-01", NULL},
        {"sixty days", &usual, 3, "2023-06-01", NULL},
        {"long terms, and both have others", &long_terms, 3, NULL, "Buyer 7"},
    };
    for (size_t i = 0; i < TT_LEN(none); i++) {
        detector_case f;
        begin(&f, *state);
        relation(&f, *none[i].how, none[i].n);
        if (none[i].born)
            young(&f, "Newcomer", none[i].born);
        if (none[i].other_buyer)
            sell(&f, "Newcomer", none[i].other_buyer, 160, usual);
        detector_none(&f, none[i].why);
    }
}

static void parties_that_were_there_from_the_start_are_not_new(void **state)
{
    detector_case f;
    young_ahead(&f, *state);
    detector_set(&f, "new_days", 151);
    detector_none(&f, "the data begin 150 days before");
}

static void a_single_late_payment_is_not_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    for (int i = 0; i < 30; i++)
        sell(&f, "Big Works", "Big Buyer", 100 + i, usual);
    relation(&f, usual, 2);
    relation(&f, late, 1);
    detector_none(&f, "two of three were paid in time");
}

static void two_strangers_may_agree_on_payment_in_advance(void **state)
{
    detector_case f;
    begin(&f, *state);
    for (int k = 0; k < 2; k++)
        sell(&f, "Newcomer", "New Importer", 150 + 20 * k, ahead);
    young(&f, "Newcomer", "2023-06-01");
    detector_none(&f, "nobody knows the buyer either");
}

static void declared_groups_are_not_looked_at(void **state)
{
    detector_case f;
    young_ahead(&f, *state);
    money_own(&f, "Importer", "Newcomer");
    detector_none(&f, "a daughter");
}

static void what_others_are_given_is_usual(void **state)
{
    detector_case f;
    young_ahead(&f, *state);
    for (int i = 0; i < 20; i++) {
        const char *name = money_name(&f, "Start-up %d", i);
        for (int k = 0; k < 2; k++)
            sell(&f, name, money_name(&f, "Buyer %d", i), 110 + k, ahead);
        young(&f, name, "2023-06-01");
    }
    detector_none(&f, "every third new seller is paid in advance");
}

static void parameters_are_used(void **state)
{
    static const struct {
        const char *name;
        double value;
    } none[] = {{"min_invoices", 3}, {"young_days", 363}, {"new_days", 200},  {"lr_ahead", 1},
                {"young_factor", 1}, {"usual_rate", 1},   {"min_value", 1e6}, {"min_weight", 1}};
    for (size_t i = 0; i < TT_LEN(none); i++) {
        detector_case f;
        young_ahead(&f, *state);
        detector_set(&f, "young_factor", strcmp(none[i].name, "lr_ahead") ? 3 : 2);
        detector_set(&f, none[i].name, none[i].value);
        detector_none(&f, none[i].name);
    }
}

static void parameters_of_late_payment_are_used(void **state)
{
    static const struct {
        const char *name;
        double value;
    } none[] = {{"late_days", 141}, {"max_p", 0.005}, {"n_min", 113}, {"lr_late", 2}};
    for (size_t i = 0; i < TT_LEN(none); i++) {
        detector_case f;
        begin(&f, *state);
        for (int k = 0; k < 30; k++)
            sell(&f, "Big Works", "Big Buyer", 100 + k, usual);
        relation(&f, late, 3);
        detector_set(&f, none[i].name, none[i].value);
        detector_none(&f, none[i].name);
    }
}

static void parameters_of_long_terms_are_used(void **state)
{
    static const struct {
        const char *name;
        double value;
    } none[] = {{"long_days", 240}, {"lr_long", 2}};
    for (size_t i = 0; i < TT_LEN(none); i++) {
        detector_case f;
        begin(&f, *state);
        relation(&f, long_terms, 3);
        detector_set(&f, none[i].name, none[i].value);
        detector_none(&f, none[i].name);
    }
}

static void the_days_are_read_from_the_terms_too(void **state)
{
    detector_case f;
    begin(&f, *state);
    relation(&f, long_terms, 3);
    for (size_t i = 0; i < f.n_docs; i++)
        if (i > 0 && !f.docs[i - 1] && !f.c.failed)
            tiny_invoice_at(&f.c, f.docs[i])->due = TT_NO_DATE;
    detector_find(&f);
    assert_near(claim_measure(claim_only(&f.r), "days_to_pay").value, 240, 0);
}

static void no_documents_give_no_findings(void **state)
{
    detector_case f;
    detector_begin(&f, *state, "pay.terms_anomaly");
    detector_none(&f, "nothing");
}

static void a_few(detector_case *f, tt_arena *a)
{
    crowd = 2;
    young_ahead(f, a);
    detector_set(f, "min_weight", -1);
}

static void every_allocation_may_fail(void **state)
{
    detector_torture(*state, a_few, 1);
}

TT_TEST_MAIN("detect/pay_terms_anomaly", TT_TEST(a_young_seller_paid_in_advance_is_found),
             TT_TEST(terms_that_say_in_advance_are_believed_when_they_are_kept),
             TT_TEST(long_terms_between_strangers_are_found),
             TT_TEST(machines_on_long_terms_weigh_half),
             TT_TEST(payment_that_is_always_late_is_found), TT_TEST(near_misses_are_not_found),
             TT_TEST(parties_that_were_there_from_the_start_are_not_new),
             TT_TEST(a_single_late_payment_is_not_found),
             TT_TEST(two_strangers_may_agree_on_payment_in_advance),
             TT_TEST(declared_groups_are_not_looked_at), TT_TEST(what_others_are_given_is_usual),
             TT_TEST(parameters_are_used), TT_TEST(parameters_of_late_payment_are_used),
             TT_TEST(parameters_of_long_terms_are_used),
             TT_TEST(the_days_are_read_from_the_terms_too), TT_TEST(no_documents_give_no_findings),
             TT_TEST(every_allocation_may_fail))
