/*
 * flow.mirror_transfer: payments at home in two countries that answer each other are found; list
 * prices, wages, instalments, strangers and groups are not.  Days are counted from 2024-01-01.
 */
#include "tests/support/money_case.h"

static void pay(detector_case *f, const char *from, const char *to, const char *country, int day,
                int64_t dollars)
{
    tt_entity_type person = *to == '*' ? TT_ENTITY_PERSON : TT_ENTITY_COMPANY;
    tiny_payment(&f->c, money_name(f, "PAY-%d", (int)++f->n_payments),
                 tiny_named(&f->c, TT_ENTITY_COMPANY, from, country),
                 tiny_named(&f->c, person, to + (*to == '*'), country), money_date(f, day),
                 dollars * 100, "USD");
}

/* A registry row; those with the same phone are tied. */
static void has_phone(detector_case *f, const char *name, const char *country, const char *phone)
{
    tiny_id p = tiny_party(&f->c, name, TT_ENTITY_COMPANY, name, country);
    if (!f->c.failed)
        tiny_party_at(&f->c, p)->phone = tt_str_of(phone);
}

/* Payments at home all the year. */
static void begin_with(detector_case *f, tt_arena *a, int n)
{
    detector_begin(f, a, "flow.mirror_transfer");
    for (int i = 0; i < n; i++)
        pay(f, money_name(f, "From %d", i % 17), money_name(f, "To %d", i * 5 % 13),
            i % 2 ? "CN" : "GB", i * 365 / n, 1000 + 37 * i * i % 90000);
}

static void begin(detector_case *f, tt_arena *a)
{
    begin_with(f, a, 150);
}

static const int days[] = {10, 55, 77, 160, 244, 300};

/* n times a client pays one in China, and its partner pays somebody in Britain, 3 % less. */
static void mirror(detector_case *f, const char *taker, const char *giver, int n, int lag)
{
    for (int i = 0; i < n; i++) {
        int64_t sum = 20000 + 7300 * (int64_t)(i * 5 % 7);
        pay(f, money_name(f, "Client %d", i % 3), taker, "CN", days[i], sum);
        pay(f, giver, money_name(f, "Payee %d", i % 2), "GB", days[i] + lag - (i % 2),
            sum * 97 / 100);
    }
}

static void tie(detector_case *f, const char *taker, const char *giver)
{
    has_phone(f, taker, "CN", "+86 21 5550 1234");
    has_phone(f, giver, "GB", "+86 21 5550 1234");
}

static void answers_are_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    tie(&f, "Taker", "Giver");
    mirror(&f, "Taker", "Giver", 5, 2);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_string_equal(x->title, "Payments at home in two countries answer each other 5 times");
    assert_says(x->explanation, "Taker (CN)");
    assert_says(x->explanation, " have the same phone. 5 times a payment inside one country, to "
                                "one of them, was within 3 days of a payment inside the other, by "
                                "the other one, of nearly the same value: USD 209");
    assert_says(x->explanation, "(3.0 % less). Value moves, and no payment crosses a border.");
    assert_says(x->explanation, "First: Client 0 (CN) to Taker (CN) USD 20000.00 on 2024-01-11");
    assert_int_equal(x->n_documents, 10);
    assert_int_equal(x->n_entities, 7);
    assert_true(claim_names(x, money_entity(&f, "Taker"), "taker"));
    assert_true(claim_names(x, money_entity(&f, "Giver"), "giver"));
    assert_true(claim_names(x, money_entity(&f, "Client 2"), "payer"));
    assert_true(claim_names(x, money_entity(&f, "Payee 1"), "payee"));
    assert_near(claim_measure(x, "answers").value, 5, 0);
    assert_near(claim_measure(x, "could_be_answered").value, 5, 0);
    assert_near(claim_measure(x, "fee").value, 0.03, 1e-9);
    assert_true(x->p_value < 1e-4);
    assert_near(x->weight, 2, 0);
    assert_int_equal(claim_test(x, "standing_sums").outcome, TT_TEST_NOT_EXPLAINED);
    assert_int_equal(claim_test(x, "regular_dates").outcome, TT_TEST_NOT_EXPLAINED);
    assert_int_equal(claim_test(x, "wages").outcome, TT_TEST_NOT_EXPLAINED);
    assert_int_equal(claim_test(x, "group_treasury").outcome, TT_TEST_NOT_EXPLAINED);
}

/* The client's own firm abroad is paid by somebody. */
static void tied_ends_are_found_too(void **state)
{
    detector_case f;
    begin(&f, *state);
    tie(&f, "Owner", "Heir");
    for (int i = 0; i < 5; i++) {
        pay(&f, "Owner", money_name(&f, "Shop %d", i), "CN", days[i], 30000 + 8100 * i);
        pay(&f, money_name(&f, "Uncle %d", i), "Heir", "GB", days[i] + 1, 29500 + 7900 * i);
    }
    tiny_own(&f.c, "Owner", "Heir", "shareholder", 100); /* its own money goes abroad */
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_near(x->weight, 2, 0);
    assert_true(claim_names(x, money_entity(&f, "Owner"), "payer"));
    assert_true(claim_names(x, money_entity(&f, "Heir"), "payee"));
    assert_int_equal(claim_test(x, "group_treasury").outcome, TT_TEST_NOT_EXPLAINED);
    assert_says(x->explanation, ", by one of them, was within 3 days of a payment inside the "
                                "other, to the other one, ");
}

static void trade_ties_as_well(void **state)
{
    detector_case f;
    begin(&f, *state);
    tiny_id inv = tiny_invoice(&f.c, "INV-1", tiny_company(&f.c, "Giver", "GB"),
                               tiny_company(&f.c, "Taker", "CN"), "2023-06-01", "USD");
    tiny_invoice_line(&f.c, inv, "080132", 100, "KGM", 90000);
    mirror(&f, "Taker", "Giver", 5, 2);
    detector_find(&f);
    assert_says(claim_only(&f.r)->explanation, " trade with each other. 5 times ");
}

static void near_misses_are_not_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    mirror(&f, "Stranger", "Nobody", 6, 2); /* nothing ties them */
    detector_none(&f, "no tie");
    begin(&f, *state);
    tie(&f, "Taker", "Giver");
    mirror(&f, "Taker", "Giver", 2, 2); /* twice is chance */
    detector_none(&f, "twice");
    begin(&f, *state);
    tie(&f, "Taker", "Giver");
    mirror(&f, "Taker", "Giver", 6, 9);
    detector_none(&f, "nine days later");
    begin(&f, *state);
    tie(&f, "Agency", "Bureau");
    for (int i = 0; i < 24; i++) { /* a price list: 990 and 1,990 on both sides, all the time */
        pay(&f, money_name(&f, "Guest %d", i), "Agency", "CN", 15 * i % 340, i % 2 ? 990 : 1990);
        pay(&f, "Bureau", money_name(&f, "Host %d", i), "GB", 23 * i % 350, i % 3 ? 990 : 1990);
    }
    detector_none(&f, "list prices");
    begin(&f, *state);
    tie(&f, "Lessor", "Borrower");
    for (int i = 0; i < 12; i++) { /* instalments of round sums, each month */
        pay(&f, "Lessee", "Lessor", "CN", 30 * i + 2, 5000);
        pay(&f, "Borrower", "Lender", "GB", 30 * i + 3, 5000);
    }
    detector_none(&f, "instalments");
    begin(&f, *state);
    tie(&f, "Parent", "Plant");
    for (int i = 0; i < 36; i++) { /* wages at the end of a month, of a few grades */
        pay(&f, "Customer", "Parent", "CN", 30 * (i / 3) + 28, 3000 + 400 * (i % 3));
        pay(&f, "Plant", money_name(&f, "*Worker %d", i % 3), "GB", 30 * (i / 3) + 28,
            3000 + 400 * (i % 3));
    }
    detector_none(&f, "wages");
}

static void a_group_weakens(void **state)
{
    detector_case f;
    begin(&f, *state);
    tie(&f, "Taker", "Giver");
    mirror(&f, "Taker", "Giver", 5, 2);
    tiny_party(&f.c, "Parent", TT_ENTITY_COMPANY, "Parent", NULL);
    tiny_own(&f.c, "Parent", "Taker", "shareholder", 100);
    tiny_own(&f.c, "Parent", "Giver", "shareholder", 100);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_int_equal(claim_test(x, "group_treasury").outcome, TT_TEST_WEAKENED);
    assert_says(x->explanation, " have the same phone and owner. ");
    assert_near(x->weight, 0.6, 1e-9);
}

static void parameters_are_used(void **state)
{
    static const struct {
        const char *name;
        double value;
    } none[] = {{"days", 0},      {"fee", 0},        {"min_repeats", 6},  {"tie_df", 2},
                {"max_p", 1e-12}, {"hub_degree", 2}, {"visits_root", 100}};
    for (size_t i = 0; i < TT_LEN(none); i++) {
        detector_case f;
        bool cut = strcmp(none[i].name, "visits_root") == 0;
        begin(&f, *state);
        detector_set(&f, none[i].name, none[i].value);
        if (strcmp(none[i].name, "fee") == 0)
            detector_set(&f, "slip", 0.01);
        tie(&f, "Taker", "Giver");
        if (i == 3) /* a third with the telephone */
            has_phone(&f, "Third", "CN", "+86 21 5550 1234");
        for (int k = 0; cut && k < 120; k++) {
            pay(&f, "Somebody", "Taker", "CN", k % 9, 500 + k);
            pay(&f, "Giver", "Anybody", "GB", k % 9, 9500 + k);
        }
        mirror(&f, "Taker", "Giver", 5, 2);
        detector_none(&f, none[i].name);
        if (cut)
            assert_true(claim_noted(&f.r, "flow.mirror_transfer: search",
                                    "100 payments tried from one group, 500000000 in all",
                                    "2 of 2 groups cut in the component of Taker (CN), which has 5 "
                                    "parties, after 200 payments tried"));
    }
}

static void no_documents_give_no_findings(void **state)
{
    detector_case f;
    detector_begin(&f, *state, "flow.mirror_transfer");
    detector_none(&f, "nothing");
}

static void build(detector_case *f, tt_arena *a)
{
    begin_with(f, a, 12);
    detector_set(f, "max_p", 1);
    tie(f, "Taker", "Giver");
    mirror(f, "Taker", "Giver", 4, 2);
}

static void every_allocation_may_fail(void **state)
{
    detector_torture(*state, build, 1);
}

TT_TEST_MAIN("detect/flow_mirror_transfer", TT_TEST(answers_are_found),
             TT_TEST(tied_ends_are_found_too), TT_TEST(trade_ties_as_well),
             TT_TEST(near_misses_are_not_found), TT_TEST(a_group_weakens),
             TT_TEST(parameters_are_used), TT_TEST(no_documents_give_no_findings),
             TT_TEST(every_allocation_may_fail))
