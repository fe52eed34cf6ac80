/* iwt.front_profile: zoos and merchants with goods of another trade, and those with their own. */
#include "tests/support/detector_case.h"

static void begin(detector_case *f, tt_arena *a)
{
    detector_begin(f, a, "iwt.front_profile");
}

static void cargo(detector_case *f, const char *number, const char *hs, const char *day)
{
    tiny_id bl = tiny_shipment(&f->c, number, f->seller, f->buyer, day, "NGAPP", "VNHPH");
    tiny_shipment_line(&f->c, bl, hs, 1000, "KGM", 1000);
}

/* A buyer founded on a day, with so many of staff, who gets four lots of goods from Lagos. */
static tiny_id
front(detector_case *f, const char *name, const char *founded, int staff, const char *hs)
{
    f->seller = tiny_company(&f->c, "Savanna Gate Ltd", "NG");
    f->buyer = tiny_company(&f->c, name, "VN");
    tiny_id row = tiny_party(&f->c, name, TT_ENTITY_COMPANY, name, "VN");
    if (!f->c.failed) {
        tiny_party_at(&f->c, row)->incorporated = tiny_day(founded);
        tiny_party_at(&f->c, row)->employees = staff;
    }
    for (int i = 0; i < 4; i++)
        cargo(f, tt_arena_printf(f->a, "%s-%d", name, i), hs, i % 2 ? "2024-03-10" : "2024-06-20");
    return row;
}

/* Merchants of cashew nuts of many years. */
static void merchants(detector_case *f, int n)
{
    for (int i = 0; i < n; i++)
        front(f, tt_arena_printf(f->a, "Binh Phuoc %c Foods JSC", 'A' + i), "2005-01-01", 80,
              "080131");
}

static void a_young_zoo_with_cashew_nuts_is_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    merchants(&f, 10);
    front(&f, "Hai Van Zoological Garden JSC", "2024-01-20", 1, "080131");
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_near(x->weight, (0.25 + claim_measure(x, "shell").value) / 2, 1e-9);
    assert_true(claim_names(x, tiny_entity(&f.c, f.buyer), "front"));
    assert_true(claim_names(x, tiny_entity(&f.c, f.seller), "partner"));
    assert_int_equal(x->n_documents, 5);
    assert_near(claim_measure(x, "other_goods").value, 1, 1e-9);
    assert_int_equal(claim_test(x, "second_trade").outcome, TT_TEST_UNKNOWN);
    assert_non_null(strstr(x->explanation,
                           "the firm is of the business 'zoo', which has wildlife by law. 4 of its "
                           "4 consignments are of goods that are not of it; 4, of these and the "
                           "others, are on ways and of goods of wildlife"));
    assert_non_null(strstr(x->explanation, "it was founded"));
}

static void names_are_read_in_other_languages(void **state)
{
    static const char *const names[] = {"海防动物园有限公司",         "Công ty Vườn thú Hải Phòng",
                                        "Parc Zoologique de Tien Sa", "Jardim Zoologico Tien Sa",
                                        "Dawa za Asili Tien Sa Ltd",  "越南中药材有限公司"};
    for (size_t i = 0; i < TT_LEN(names); i++) {
        detector_case f;
        begin(&f, *state);
        merchants(&f, 10);
        front(&f, names[i], "2024-01-20", 1, "080131");
        detector_find(&f);
        if (f.r.n_findings != 1)
            fail_msg("not understood: %s", names[i]);
    }
}

static void an_activity_says_the_business_as_well(void **state)
{
    detector_case f;
    begin(&f, *state);
    merchants(&f, 10);
    front(&f, "Tien Sa Green JSC", "2024-01-20", 1, "080131");
    detector_none(&f, "nothing says what it does");
    begin(&f, *state);
    merchants(&f, 10);
    tiny_id row = front(&f, "Tien Sa Green JSC", "2024-01-20", 1, "080131");
    tiny_party_at(&f.c, row)->activity_code = TT_STR("91.03");
    detector_find(&f);
    assert_non_null(strstr(claim_only(&f.r)->explanation, "of the business 'zoo'"));
}

static void honest_businesses_are_not_found(void **state)
{
    static const struct {
        const char *name, *founded;
        int staff;
        const char *hs, *why;
    } rows[] = {
        {"Hai Van Zoological Garden JSC", "1995-01-01", 120, "080131", "an old zoo, with staff"},
        {"Hai Van Zoological Garden JSC", "2024-01-20", 1, "010620", "its own goods"},
        {"Hai Van Foods JSC", "2024-01-20", 1, "080131", "a new merchant of nuts"},
        {"Hai Van Textiles JSC", "2024-01-20", 1, "080131", "no such business"},
        {"Hai Van Zoological Garden JSC", "2024-01-20", 1, "690721", "tiles, which hide nothing"},
        {"Hai Van Freight Forwarding JSC", "2024-01-20", 1, "080131", "it only carries them"},
    };
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        detector_case f;
        begin(&f, *state);
        merchants(&f, 10);
        front(&f, rows[i].name, rows[i].founded, rows[i].staff, rows[i].hs);
        detector_none(&f, rows[i].why);
    }
}

static void a_forwarder_that_buys_the_goods_is_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    merchants(&f, 10);
    f.seller = tiny_company(&f.c, "Savanna Gate Ltd", "NG");
    front(&f, "Hai Van Freight Forwarding JSC", "2024-01-20", 1, "080131");
    for (int i = 0; i < 4; i++) {
        const char *number = tt_arena_printf(f.a, "INV-%d", i);
        tiny_id inv = tiny_invoice(&f.c, number, f.seller, f.buyer, "2024-03-01", "USD");
        tiny_invoice_line(&f.c, inv, "080131", 1000, "KGM", 100000);
        tiny_id bl = tiny_shipment(&f.c, tt_arena_printf(f.a, "OWN-%d", i), f.seller, f.buyer,
                                   "2024-03-02", "NGAPP", "VNHPH");
        tiny_shipment_line(&f.c, bl, "080131", 1000, "KGM", 1000);
        detector_join(&f, inv);
        detector_join(&f, bl);
        detector_join(&f, 0);
    }
    detector_find(&f);
    assert_non_null(strstr(claim_only(&f.r)->explanation,
                           "'forwarding', which owns no goods. 4 of its 8 consignments are of "
                           "goods that it buys or sells"));
}

static void what_others_of_the_business_do_is_usual(void **state)
{
    detector_case f;
    begin(&f, *state);
    merchants(&f, 10);
    for (int i = 0; i < 10; i++)
        front(&f, tt_arena_printf(f.a, "Mong Cai %c Aquarium JSC", 'A' + i), "2005-01-01", 50,
              "080131");
    front(&f, "Hai Van Aquarium JSC", "2024-01-20", 1, "080131");
    detector_none(&f, "all pet shops of these data trade in nuts");
}

/* Nuts at a usual price of many, and four lots of the firm at another. */
static void prices(detector_case *f, const char *name, const char *hs, long minor)
{
    begin(f, f->a);
    for (int i = 0; i < 150; i++) {
        tiny_id from =
            tiny_company(&f->c, tt_arena_printf(f->a, "Kano %c Exports Ltd", 'A' + i % 9), "NG");
        tiny_id to =
            tiny_company(&f->c, tt_arena_printf(f->a, "Ba Ria %c Foods JSC", 'A' + i % 10), "VN");
        tiny_id inv = tiny_invoice(&f->c, tt_arena_printf(f->a, "O-%d", i), from, to,
                                   i % 2 ? "2024-03-01" : "2024-06-01", "USD");
        tiny_invoice_line(&f->c, inv, hs, 1000, "KGM", 130000 + i % 10 * 2000);
    }
    front(f, name, "1995-01-01", 120, hs);
    for (int i = 0; i < 4; i++) {
        tiny_id inv = tiny_invoice(&f->c, tt_arena_printf(f->a, "P-%d", i), f->seller, f->buyer,
                                   i % 2 ? "2024-03-10" : "2024-06-20", "USD");
        tiny_invoice_line(&f->c, inv, hs, 1000, "KGM", minor);
    }
}

static void an_old_zoo_at_prices_of_nobody_else_is_found(void **state)
{
    static const struct {
        const char *name, *hs, *why;
        long minor;
        bool found;
    } rows[] = {
        {"Hai Van Zoological Garden JSC", "080131", "four times the price", 560000, true},
        {"Hai Van Zoological Garden JSC", "080131", "a quarter of the price", 35000, true},
        {"Hai Van Zoological Garden JSC", "080131", "the price of the market", 142000, false},
        {"Hai Van Antique Curios JSC", "440729", "its own goods, as it has wildlife by law", 560000,
         true},
        {"Hai Van Foods JSC", "080131", "nuts are what it trades", 560000, false},
        {"Hai Van Textiles JSC", "080131", "no such business", 560000, false},
    };
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        detector_case f = {.a = *state};
        prices(&f, rows[i].name, rows[i].hs, rows[i].minor);
        detector_find(&f);
        if (f.r.n_findings != rows[i].found)
            fail_msg("%zu findings: %s", f.r.n_findings, rows[i].why);
        if (!rows[i].found)
            continue;
        const tt_finding *x = claim_only(&f.r);
        assert_true(claim_measure(x, "price").value > 0.3);
        assert_int_equal(claim_test(x, "market_price").outcome, TT_TEST_NOT_EXPLAINED);
        assert_non_null(strstr(x->explanation, rows[i].minor > 140000 ? "prices are too high"
                                                                      : "prices are too low"));
    }
}

static void one_odd_price_is_a_slip(void **state)
{
    detector_case f = {.a = *state};
    prices(&f, "Hai Van Zoological Garden JSC", "080131", 142000);
    tiny_id inv = tiny_invoice(&f.c, "P-9", f.seller, f.buyer, "2024-06-22", "USD");
    tiny_invoice_line(&f.c, inv, "080131", 1000, "KGM", 560000);
    detector_none(&f, "one of five prices");
}

static void tortured(detector_case *f, tt_arena *a)
{
    begin(f, a);
    detector_set(f, "min_weight", -1);
    front(f, "Hai Van Zoological Garden JSC", "2024-01-20", 1, "080131");
}

static void every_allocation_may_fail(void **state)
{
    detector_torture(*state, tortured, 1);
}

TT_TEST_MAIN("detect/iwt_front_profile", TT_TEST(a_young_zoo_with_cashew_nuts_is_found),
             TT_TEST(names_are_read_in_other_languages),
             TT_TEST(an_activity_says_the_business_as_well),
             TT_TEST(honest_businesses_are_not_found),
             TT_TEST(a_forwarder_that_buys_the_goods_is_found),
             TT_TEST(what_others_of_the_business_do_is_usual),
             TT_TEST(an_old_zoo_at_prices_of_nobody_else_is_found),
             TT_TEST(one_odd_price_is_a_slip), TT_TEST(every_allocation_may_fail))
