/* iwt.origin_implausible: goods from where nobody else has them, and honest exporters. */
#include "tests/support/detector_case.h"

enum { USD_CENTS = 5000000 };

static tt_country country(const char *code)
{
    tt_country c = TT_COUNTRY_NONE;
    assert_true(tt_country_parse(tt_str_of(code), &c));
    return c;
}

/* An invoice over goods with an origin; NULL: none is stated. */
static tiny_id sale(detector_case *f, const char *number, const char *hs, const char *origin)
{
    tiny_id inv = tiny_invoice(&f->c, number, f->seller, f->buyer, "2024-03-01", "USD");
    tiny_id line = tiny_invoice_line(&f->c, inv, hs, 20000, "KGM", USD_CENTS);
    if (origin)
        tiny_line_at(&f->c, line)->origin = country(origin);
    return inv;
}

/* n sellers of a country, each with its own buyer and one code. */
static void sellers(detector_case *f, int n, const char *from, const char *hs)
{
    for (int i = 0; i < n; i++) {
        f->seller =
            tiny_company(&f->c, tt_arena_printf(f->a, "Seller %s %s %d", from, hs, i), from);
        f->buyer = tiny_company(&f->c, tt_arena_printf(f->a, "Buyer %s %s %d", from, hs, i), "CN");
        sale(f, tt_arena_printf(f->a, "%s-%s-%d", from, hs, i), hs, from);
    }
}

static void parties(detector_case *f, const char *buyer_country)
{
    f->seller = tiny_company(&f->c, "Savanna Foods Ltd", "NG");
    f->buyer = tiny_company(&f->c, "Hai Van Son JSC", buyer_country);
}

/* Beef from Brazil, cashew from Nigeria: of 60 supplies 20 are beef, 30 are Nigerian. */
static void begin(detector_case *f, tt_arena *a, const char *buyer_country)
{
    detector_begin(f, a, "iwt.origin_implausible");
    sellers(f, 20, "BR", "020230");
    sellers(f, 30, "NG", "080131");
    sellers(f, 10, "DE", "843149");
    parties(f, buyer_country);
}

static void goods_that_nobody_else_has_from_there_are_found(void **state)
{
    detector_case f;
    begin(&f, *state, "VN");
    tiny_id inv = sale(&f, "BEEF-1", "020230", "NG");
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_near(claim_measure(x, "expected_supplies_of_others").value, 20.0 * 30 / 60, 1e-9);
    assert_near(x->p_value, 1.0 / 61, 1e-9); /* as often as others are alone, more than exp(-10) */
    assert_near(x->weight, 0.519459, 1e-6);
    assert_true(claim_cites(x, tiny_ref(&f.c, inv)));
    assert_true(claim_names(x, tiny_entity(&f.c, f.seller), "seller"));
    assert_true(claim_names(x, tiny_entity(&f.c, f.buyer), "buyer"));
    assert_string_equal(
        x->explanation,
        "Savanna Foods Ltd sells goods of 0202 (Frozen beef) with origin NG. A supply is one "
        "seller, one code and one origin: of 20 supplies of such goods by others none is from NG, "
        "and 30 supplies of other goods are. Did goods and origins not depend on each other, 10.0 "
        "were to be expected.");
}

static void goods_that_go_to_who_makes_them_weigh_more(void **state)
{
    detector_case f;
    begin(&f, *state, "BR");
    sale(&f, "BEEF-1", "020230", "NG");
    sellers(&f, 200, "NG", "080132"); /* so that the rate of the data is no limit */
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_near(x->weight, 0.778151, 1e-6); /* log10 6 */
    assert_near(claim_measure(x, "supplies_from_the_destination").value, 20, 0);
}

static void honest_exporters_are_not_found(void **state)
{
    detector_case f;
    begin(&f, *state, "VN");
    sale(&f, "BEEF-1", "020230", "NG");
    sellers(&f, 1, "NG", "020230");
    detector_none(&f, "another seller has them from there");

    begin(&f, *state, "VN");
    sale(&f, "BEEF-1", "020230", NULL);
    detector_noted(&f, "iwt.origin_implausible: goods", "without an origin", "1 line");
    assert_int_equal(f.r.n_findings, 0);

    begin(&f, *state, "VN"); /* a trader or a processor */
    tiny_id seller = f.seller, buyer = f.buyer;
    f.seller = tiny_company(&f.c, "Carne do Sul Ltda", "BR");
    f.buyer = seller;
    sale(&f, "RAW-1", "020120", "BR");
    f.seller = seller;
    f.buyer = buyer;
    sale(&f, "BEEF-1", "020230", "NG");
    detector_none(&f, "it got meat from Brazil");

    begin(&f, *state, "VN"); /* a re-export that says so */
    sale(&f, "BEEF-1", "020230", "BR");
    detector_none(&f, "beef of Brazil");

    detector_begin(&f, *state, "iwt.origin_implausible");
    sellers(&f, 4, "BR", "020230");
    sellers(&f, 4, "NG", "080131");
    parties(&f, "VN");
    sale(&f, "BEEF-1", "020230", "NG");
    detector_noted(&f, "iwt.origin_implausible: goods that nobody else has from there",
                   "fewer supplies than `expected` were to be expected", "1 supply");
    assert_int_equal(f.r.n_findings, 0);
}

/* Two offices that do not agree on the code: it is the code that is alone. */
static void goods_whose_heading_is_disputed_are_not_judged(void **state)
{
    static const struct {
        const char *other;
        int found;
    } rows[] = {{"020714", 0}, {"020220", 1}, {"080131", 1}};
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        detector_case f;
        begin(&f, *state, "VN");
        tiny_id inv = sale(&f, "POULTRY-1", rows[i].other, NULL);
        tiny_id im =
            tiny_declaration(&f.c, "IM-1", TT_DOC_IMPORT, f.seller, f.buyer, "2024-04-01", "NG");
        tiny_line_at(&f.c, tiny_declaration_line(&f.c, im, "020230", 20000, "KGM", 5000000, "USD"))
            ->origin = country("NG");
        detector_join(&f, inv);
        detector_join(&f, im);
        if (rows[i].found)
            detector_find(&f);
        else
            detector_noted(&f, "iwt.origin_implausible: goods that nobody else has from there",
                           "of which another paper of the deal has another heading of the chapter",
                           "1 supply");
        assert_int_equal(f.r.n_findings, rows[i].found);
    }
}

static void buyers_and_kindred_goods_weaken(void **state)
{
    detector_case f;
    begin(&f, *state, "VN");
    sale(&f, "BEEF-1", "020230", "NG");
    for (int i = 0; i < 3; i++) {
        f.buyer = tiny_company(&f.c, tt_arena_printf(f.a, "Hue Food %d JSC", i), "VN");
        sale(&f, tt_arena_printf(f.a, "BEEF-%d", i + 2), "020230", "NG");
    }
    detector_find(&f);
    assert_near(claim_only(&f.r)->weight, 0.519459 - 0.3, 1e-6);
    assert_int_equal(claim_test(claim_only(&f.r), "established_seller").outcome, TT_TEST_WEAKENED);

    begin(&f, *state, "VN");
    tiny_id inv = sale(&f, "BEEF-1", "020230", "NG");
    sellers(&f, 2, "NG", "020714"); /* poultry */
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_true(claim_cites(x, tiny_ref(&f.c, inv)));
    assert_int_equal(claim_test(x, "kindred_goods").outcome, TT_TEST_WEAKENED);
}

static void one_firm_of_two_names_is_one_seller(void **state)
{
    detector_case f;
    begin(&f, *state, "VN");
    sale(&f, "BEEF-1", "020230", "NG");
    f.seller = tiny_company(&f.c, "Savanna Trading Ltd", "NG");
    sale(&f, "BEEF-2", "020230", "NG");
    tiny_own(&f.c, "Savanna Foods Ltd", "Savanna Trading Ltd", "shareholder", 100);
    detector_find(&f);
    assert_int_equal(claim_only(&f.r)->n_documents, 2);
}

static const char *shares(tt_arena *a, const char *rows)
{
    return tt_arena_printf(a,
                           "# source: made up; date: 2026-01-01; licence: ours\n"
                           "hs\tcountry\tshare\tyear\tsource\tverified\n%s",
                           rows);
}

static void a_table_of_shares_speaks_where_the_data_are_silent(void **state)
{
    static const struct {
        const char *rows;
        double weight; /* 0: not found */
        const char *why;
    } cases[] = {
        {"0202\tNG\t0.00002\t2022\tx\tyes\n", 0.602060, "next to none: log10 4"},
        {"0202\tNG\t0\t2022\tx\tyes\n0202\tVN\t0.2\t2023\tx\tyes\n", 0.778151, "to who exports"},
        {"0202\tNG\t0.002\t2022\tx\tyes\n", 0, "the country exports them"},
        {"0202\tNG\t0\t2022\tx\tyes\n020230\tNG\t0.01\t2020\tx\tyes\n", 0, "the finer row"},
        {"0202\tNG\t0\t2012\tx\tyes\n", 0, "a row of long ago: not known"},
        {"0202\tGH\t0\t2022\tx\tyes\n", 0, "another country"},
        {"", 0, "no rows"},
    };
    for (size_t i = 0; i < TT_LEN(cases); i++) {
        detector_case f;
        detector_begin(&f, *state, "iwt.origin_implausible");
        sellers(&f, 2, "BR", "020230");
        parties(&f, "VN");
        sale(&f, "BEEF-1", "020230", "NG");
        f.c.data.reference.text[TT_REFTAB_EXPORT_SHARES] = tt_str_of(shares(*state, cases[i].rows));
        if (cases[i].weight > 0) {
            detector_find(&f);
            assert_near(claim_only(&f.r)->weight, cases[i].weight, 1e-6);
        } else {
            detector_none(&f, cases[i].why);
        }
    }
}

static void mistakes_in_the_table_are_named(void **state)
{
    static const struct {
        const char *row, *says;
    } cases[] = {
        {"0202 0203\tNG\t0\t2022\tx\tyes\n",
         "export_shares, line 3: hs: must be one code of four or six digits"},
        {"0202\t-\t0\t2022\tx\tyes\n", "export_shares, line 3: country: must be a country"},
        {"0202\tNG\t1.5\t2022\tx\tyes\n", "export_shares, line 3: share: must be at most 1"},
        {"0202\tNG\t0\t22\tx\tyes\n", "export_shares, line 3: year: must be a year such as 2023"},
    };
    for (size_t i = 0; i < TT_LEN(cases); i++) {
        detector_case f;
        detector_begin(&f, *state, "iwt.origin_implausible");
        f.c.data.reference.text[TT_REFTAB_EXPORT_SHARES] = tt_str_of(shares(*state, cases[i].row));
        assert_ok(detector_finish(&f));
        assert_status(detector_run(&f, ERR), TT_EFORMAT);
        assert_err_text(cases[i].says);
    }
}

static void tortured(detector_case *f, tt_arena *a)
{
    detector_begin(f, a, "iwt.origin_implausible");
    detector_set(f, "min_weight", -1);
    detector_set(f, "expected", 0.5);
    sellers(f, 4, "BR", "020230");
    sellers(f, 4, "NG", "080131");
    parties(f, "BR");
    sale(f, "BEEF-1", "020230", "NG");
}

static void every_allocation_may_fail(void **state)
{
    detector_torture(*state, tortured, 1);
}

TT_TEST_MAIN("detect/iwt_origin_implausible",
             TT_TEST(goods_that_nobody_else_has_from_there_are_found),
             TT_TEST(goods_that_go_to_who_makes_them_weigh_more),
             TT_TEST(honest_exporters_are_not_found),
             TT_TEST(goods_whose_heading_is_disputed_are_not_judged),
             TT_TEST(buyers_and_kindred_goods_weaken), TT_TEST(one_firm_of_two_names_is_one_seller),
             TT_TEST(a_table_of_shares_speaks_where_the_data_are_silent),
             TT_TEST(mistakes_in_the_table_are_named), TT_TEST(every_allocation_may_fail))
