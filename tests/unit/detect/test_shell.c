/* How much firms look like shells: signs, how usual they are, odds.  Amounts are in cents. */
#include "tests/support/tiny_case.h"
#include "tests/support/tt_test.h"

#include "detect/common/costs.h"
#include "detect/common/shared.h"

enum { FIRMS = 30 };

struct world {
    tiny_case c;
    tt_graph g;
    tt_shared s;
    tt_arena *a;
};

static tt_party *registered(struct world *x, const char *name, const char *born, int64_t staff)
{
    static tt_party none;
    tiny_id id = tiny_party(&x->c, name, TT_ENTITY_COMPANY, name, "DE");
    tt_party *p = x->c.failed ? &none : tiny_party_at(&x->c, id);
    p->incorporated = tiny_day(born);
    p->employees = staff;
    p->website = TT_STR("www.example");
    return p;
}

static void buys(struct world *x, const char *buyer, const char *seller, int n, int64_t cents)
{
    for (int k = 0; k < n; k++) {
        tiny_id inv = tiny_invoice(&x->c, tt_arena_printf(x->a, "%s-%s-%d", buyer, seller, k),
                                   tiny_company(&x->c, seller, "CN"),
                                   tiny_company(&x->c, buyer, "DE"), "2023-02-01", "USD");
        tiny_invoice_line(&x->c, inv, "080131", 100, "KGM", cents);
        if (!x->c.failed)
            tiny_invoice_at(&x->c, inv)->head.date.day += 10 * k;
    }
}

/* Firms of 2001 who buy from two sellers; half have many employees and an identifier. */
static void begin(struct world *x, tt_arena *a, int firms)
{
    *x = (struct world){.a = a};
    tiny_init(&x->c, a);
    for (int i = 0; i < firms; i++) {
        const char *name = tt_arena_printf(a, "Firm %c%c", 'A' + i / 10, 'A' + i % 10);
        if (!name)
            return;
        tt_party *p = registered(x, name, "2001-03-01", i % 2 ? 5 : 80);
        p->lei = i % 2 ? TT_STR("") : TT_STR("110300RSBYRW4D7OTW42");
        buys(x, name, "Mill", 3, 100000);
        buys(x, name, "Press", 3, 100000);
    }
}

static tt_status end(struct world *x, tt_err *err)
{
    TT_TRY(tiny_finish(&x->c));
    TT_TRY(tt_graph_build(&x->c.data, x->a, &x->g, err));
    return tt_shared_build(&x->c.data, &x->g, TT_NEEDS_SHELLS, 1, x->a, &x->s, err);
}

static tt_ix entity(const struct world *x, const char *name)
{
    for (tt_ix e = 1; e <= x->c.data.n_entities; e++)
        if (tt_str_eq(x->c.data.entities[e].name, tt_str_of(name)))
            return e;
    fail_msg("no entity '%s'", name);
    return 0;
}

/* A month old, with nobody in it, trades for more than all others, with one party. */
static void hollow(struct world *x)
{
    (void)registered(x, "Hollow", "2023-01-02", 1);
    buys(x, "Hollow", "Mill", 6, 90000000);
}

static void a_young_firm_with_nobody_in_it_looks_like_a_shell(void **state)
{
    struct world x;
    begin(&x, *state, FIRMS);
    hollow(&x);
    assert_ok(end(&x, ERR));
    const tt_shells *s = &x.s.shells;
    tt_ix e = entity(&x, "Hollow");
    assert_true(tt_shell_has(s, e, TT_SHELL_YOUNG));
    assert_true(tt_shell_has(s, e, TT_SHELL_EMPTY));
    assert_true(tt_shell_has(s, e, TT_SHELL_ONE_PARTNER));
    assert_false(tt_shell_has(s, e, TT_SHELL_NO_COSTS)); /* not known: it pays nothing */
    assert_near(tt_shell_weight(s, e, TT_SHELL_YOUNG), 0.4, 1e-9);
    assert_near(tt_shell_weight(s, e, TT_SHELL_EMPTY), 0.6, 1e-9);
    assert_near(tt_shell_weight(s, e, TT_SHELL_ONE_PARTNER), 0.3, 1e-9);
    assert_int_equal(tt_shell_parts(s, e), 3);
    assert_near(tt_shell_odds(s, e), 1.3, 1e-9);
    assert_int_equal(s->v[e].age, 30);
    assert_true(tt_shell_odds(s, entity(&x, "Firm AA")) < 0);
    assert_near(tt_shell_odds(s, 0), 0, 0);
    tt_draft w;
    tt_draft_begin(&w, &x.c.data, *state);
    assert_string_equal(tt_say_shell(&w, s, e),
                        "it was founded 30 days before its first document; it has 1 employee and "
                        "trades for USD 5400000.00 a year; all its 6 deals are with one party");
    tt_draft_release(&w);
}

static void what_all_firms_have_says_nothing(void **state)
{
    struct world x;
    begin(&x, *state, 0);
    for (int i = 0; i < 60; i++) {
        const char *name = tt_arena_printf(*state, "Young %c%c", 'A' + i / 10, 'A' + i % 10);
        (void)registered(&x, name, "2023-01-02", 5);
        buys(&x, name, i % 2 ? "Mill" : "Press", 5, 100000);
    }
    assert_ok(end(&x, ERR));
    tt_ix e = entity(&x, "Young AA");
    assert_true(tt_shell_has(&x.s.shells, e, TT_SHELL_YOUNG));
    assert_near(tt_shell_weight(&x.s.shells, e, TT_SHELL_YOUNG), 0, 0);
    assert_near(tt_shell_odds(&x.s.shells, e), 0, 0);
    assert_int_equal(tt_shell_parts(&x.s.shells, e), 0);
}

/* A mass address counts firms that no owner joins; persons and declared groups are not counted. */
static void an_address_of_one_group_is_no_mass_address(void **state)
{
    for (int owned = 0; owned < 2; owned++) {
        struct world x;
        tt_arena_reset(*state);
        begin(&x, *state, 10);
        (void)registered(&x, "Holding", "2001-03-01", 5);
        for (int i = 0; i < 6; i++) {
            const char *name = tt_arena_printf(*state, "Suite %c", 'A' + i);
            registered(&x, name, "2001-03-01", 5)->address = TT_STR("Main Street 1, Hamburg");
            buys(&x, name, "Mill", 1, 100000);
            if (owned)
                tiny_own(&x.c, "Holding", name, "shareholder", 100);
        }
        assert_ok(end(&x, ERR));
        tt_ix e = entity(&x, "Suite A");
        assert_int_equal(tt_shell_has(&x.s.shells, e, TT_SHELL_AT_MANY), !owned);
        assert_int_equal(x.s.shells.v[e].at_address, owned ? 1 : 6);
    }
}

static void each_sign_is_read_from_where_it_stands(void **state)
{
    struct world x;
    begin(&x, *state, FIRMS);
    registered(&x, "Box", "2001-03-01", 5)->address = TT_STR("P.O. Box 17, Dubai");
    registered(&x, "Dead", "2001-03-01", 5)->dissolved = tiny_day("2022-12-01");
    (void)registered(&x, "Unborn", "2023-06-01", 5);
    registered(&x, "Known", "2001-03-01", 80)->lei = TT_STR("110300RSBYRW4D7OTW42");
    registered(&x, "Bare", "2001-03-01", 5)->website = TT_STR("");
    tt_party *poor = registered(&x, "Poor", "2001-03-01", 5);
    poor->annual_revenue = (tt_money){50000, tt_ccy_parse(TT_STR("USD"))};
    static const struct {
        const char *name;
        tt_shell_sign sign;
        bool for_a_shell;
    } rows[] = {{"Box", TT_SHELL_BOX, true},
                {"Dead", TT_SHELL_OUT_OF_LIFE, true},
                {"Unborn", TT_SHELL_OUT_OF_LIFE, true},
                {"Known", TT_SHELL_LEI, false},
                {"Known", TT_SHELL_STAFFED, false},
                {"Bare", TT_SHELL_NO_WEB, true},
                {"Poor", TT_SHELL_POOR, true},
                {"Box", TT_SHELL_OLD, false}};
    for (size_t i = 0; i < TT_LEN(rows); i++)
        buys(&x, rows[i].name, i % 2 ? "Mill" : "Press", 4, 500000);
    assert_ok(end(&x, ERR));
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        tt_ix e = entity(&x, rows[i].name);
        assert_true(tt_shell_has(&x.s.shells, e, rows[i].sign));
        double w = tt_shell_weight(&x.s.shells, e, rows[i].sign);
        assert_true(rows[i].for_a_shell ? w > 0 : w < 0);
    }
}

static void costs_are_read_from_words_and_payees(void **state)
{
    static const struct {
        const char *text;
        tt_entity_type payee;
        unsigned costs;
    } rows[] = {
        {"OFFICE RENT JAN 2024", TT_ENTITY_COMPANY, 1U << TT_COST_RENT},
        {"salaries and VAT", TT_ENTITY_COMPANY, 1U << TT_COST_WAGES | 1U << TT_COST_TAX},
        {"代付工资 3月", TT_ENTITY_COMPANY, 1U << TT_COST_WAGES},
        {"INV-7", TT_ENTITY_CARRIER, 1U << TT_COST_CARRIAGE},
        {"2024", TT_ENTITY_PUBLIC_BODY, 1U << TT_COST_TAX},
        {"PARENT COMPANY LOAN, CURRENT", TT_ENTITY_COMPANY, 0},
        {"", TT_ENTITY_BANK, 0},
    };
    tiny_case c;
    tiny_id pay[TT_LEN(rows)];
    tiny_init(&c, *state);
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        const char *name = tt_arena_printf(*state, "Payee %zu", i);
        pay[i] = tiny_payment(&c, name, tiny_company(&c, "Payer", "DE"),
                              tiny_named(&c, rows[i].payee, name, "DE"), "2024-01-05", 100, "USD");
        tiny_payment_text(&c, pay[i], rows[i].text);
    }
    assert_ok(tiny_finish(&c));
    for (size_t i = 0; i < TT_LEN(rows); i++)
        assert_int_equal(tt_costs_of(&c.data, tiny_ix(&c, pay[i])), rows[i].costs);
    assert_int_equal(tt_costs_count(0), 0);
    assert_int_equal(tt_costs_count(5), 2);
}

static void every_allocation_may_fail(void **state)
{
    struct world x;
    tt_status st;
    TT_TORTURE(st, {
        tt_arena_reset(*state);
        begin(&x, *state, 2);
        hollow(&x);
        st = end(&x, NULL);
    });
    assert_true(tt_shell_odds(&x.s.shells, entity(&x, "Hollow")) > 1);
}

TT_TEST_MAIN("detect/shell", TT_TEST(a_young_firm_with_nobody_in_it_looks_like_a_shell),
             TT_TEST(what_all_firms_have_says_nothing),
             TT_TEST(an_address_of_one_group_is_no_mass_address),
             TT_TEST(each_sign_is_read_from_where_it_stands),
             TT_TEST(costs_are_read_from_words_and_payees), TT_TEST(every_allocation_may_fail))
