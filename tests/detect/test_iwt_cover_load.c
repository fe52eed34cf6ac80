/* iwt.cover_load: cheap or heavy loads on the lanes of wildlife, and the ordinary trade there. */
#include "tests/support/detector_case.h"

#include "refdata/currency.h"

static void begin(detector_case *f, tt_arena *a)
{
    detector_begin(f, a, "iwt.cover_load");
}

/* Ten tonnes of raw cashew in boxes that should weigh 80 kg each. */
static tiny_id
load(detector_case *f, const char *number, const char *day, int64_t value, int64_t kg)
{
    tiny_id bl = tiny_shipment(&f->c, number, f->seller, f->buyer, day, "NGAPP", "VNHPH");
    tiny_id line = tiny_shipment_line(&f->c, bl, "080131", 125, "C62", kg);
    tiny_line_at(&f->c, line)->amount = (tt_money){value, tt_ccy_parse(TT_STR("USD"))};
    return bl;
}

static void parties(detector_case *f, const char *seller, const char *buyer)
{
    f->seller = tiny_company(&f->c, seller, "NG");
    f->buyer = tiny_company(&f->c, buyer, "VN");
}

/* n honest relations from the first day on, two loads each. */
static void ordinary(detector_case *f, int n)
{
    for (int i = 0; i < n; i++) {
        parties(f, tt_arena_printf(f->a, "Lagos Nuts %d Ltd", i),
                tt_arena_printf(f->a, "Hai Phong Food %d JSC", i));
        load(f, tt_arena_printf(f->a, "A%d", i), "2024-01-10", 1200000 + 10000 * i, 10000 + i);
        load(f, tt_arena_printf(f->a, "B%d", i), "2024-05-10", 1250000 + 10000 * i, 10000 + 2 * i);
    }
}

static void odd(detector_case *f, tt_arena *a, int64_t value, int64_t kg)
{
    begin(f, a);
    ordinary(f, 30);
    parties(f, "Savanna Gate Ltd", "Hai Van Son JSC");
    load(f, "BL-1", "2024-09-01", value, kg);
    load(f, "BL-2", "2024-10-01", value, kg);
}

static void a_new_relation_with_cheap_and_heavy_loads_is_found(void **state)
{
    detector_case f;
    odd(&f, *state, 400000, 13000);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_near(x->weight, 0.6 + 0.5 + 0.5 + 0.3, 1e-9);
    assert_true(claim_names(x, tiny_entity(&f.c, f.seller), "sender"));
    assert_true(claim_names(x, tiny_entity(&f.c, f.buyer), "receiver"));
    assert_int_equal(x->n_documents, 2);
    assert_string_equal(
        x->explanation,
        "2 consignments of cashew on a lane that elephant takes; the one that stands out is BL-1, "
        "2024-09-01, NG to VN. 2 of them are cheap. By BL-1 a kilogram is worth USD 0.3077; of "
        "such "
        "goods of others 98 of 100 consignments are worth USD 1.21 a kilogram or more. By BL-1 a "
        "unit of them weighs 104.00 kg, those of others 80.00 to 80.45 kg. The two parties had no "
        "such consignment before.");
    assert_near(claim_measure(x, "low_value").value, 0.5, 1e-9);
    assert_near(claim_measure(x, "high_weight").value, 0.5, 1e-9);
    detector_set(&f, "cap", 1.5);
    assert_ok(detector_run(&f, ERR));
    assert_near(claim_only(&f.r)->weight, 1.5, 1e-9);
}

static void what_is_only_heavy_is_not_cheap_as_well(void **state)
{
    detector_case f;
    odd(&f, *state, 1300000, 13000); /* worth what it should be by the sack: less by the kilogram */
    detector_find(&f);
    assert_near(claim_only(&f.r)->weight, 0.6 + 0.5 + 0.3, 1e-9);
}

static void what_is_only_cheap_weighs_less(void **state)
{
    detector_case f;
    odd(&f, *state, 400000, 10000);
    detector_find(&f);
    assert_near(claim_only(&f.r)->weight, 0.6 + 0.5 + 0.3, 1e-9);
    assert_int_equal(claim_test(claim_only(&f.r), "lower_grade").outcome, TT_TEST_UNKNOWN);
}

/* The table has 900 dollars a tonne for the cheapest raw nuts: 950 are some grade, in part. */
static void a_value_that_some_grade_has_counts_in_part(void **state)
{
    detector_case f;
    odd(&f, *state, 950000, 10000);
    detector_none(&f, "new, and of a low grade");
    odd(&f, *state, 950000, 10000);
    detector_set(&f, "grades", 0.8);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_near(x->weight, 0.6 + 0.8 * 0.5 + 0.3, 1e-9);
    assert_int_equal(claim_test(x, "lower_grade").outcome, TT_TEST_WEAKENED);
    odd(&f, *state, 850000, 10000);
    detector_find(&f);
    assert_near(claim_only(&f.r)->weight, 0.6 + 0.5 + 0.3, 1e-9);
}

/* An old relation whose loads are cheap, and nothing else: a lower grade. */
static void what_is_only_cheap_from_the_first_day_is_a_grade(void **state)
{
    detector_case f;
    begin(&f, *state);
    ordinary(&f, 30);
    parties(&f, "Savanna Gate Ltd", "Hai Van Son JSC");
    load(&f, "BL-1", "2024-01-12", 400000, 10000);
    load(&f, "BL-2", "2024-10-01", 400000, 10000);
    detector_noted(&f, "iwt.cover_load: goods that served as cover",
                   "cheap, and nothing else: not heavy, not new, no shell", "1 relation");
    assert_int_equal(f.r.n_findings, 0);
}

/* Two senders of many loads each are two opinions of a price, not eighty. */
static void many_loads_of_few_senders_say_little(void **state)
{
    detector_case f;
    begin(&f, *state);
    for (int i = 0; i < 40; i++) {
        parties(&f, i % 2 ? "Lagos Nuts 1 Ltd" : "Lagos Nuts 2 Ltd", "Hai Phong Food JSC");
        load(&f, tt_arena_printf(f.a, "A%d", i), "2024-01-10", 1200000 + 10000 * i, 10000);
    }
    parties(&f, "Savanna Gate Ltd", "Hai Van Son JSC");
    load(&f, "BL-1", "2024-09-01", 400000, 10000);
    detector_none(&f, "two other senders");
}

static void ordinary_trade_on_the_lane_is_not_found(void **state)
{
    static const struct {
        int64_t value, kg;
        const char *why;
    } rows[] = {
        {1300000, 10020, "new, on the lane, and ordinary"},
        {1160000, 10000, "within the tolerance"},
        {1110000, 10000, "within the tolerance, as what is agreed as 'about' is delivered"},
        {1300000, 10900, "heavy by packing"},
        {4000, 10000, "a slip of two digits"},
        {TT_NO_NUM, 10000, "no value"},
    };
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        detector_case f;
        odd(&f, *state, rows[i].value, rows[i].kg);
        detector_none(&f, rows[i].why);
    }
}

static void other_lanes_and_other_goods_are_not_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    ordinary(&f, 30);
    f.seller = tiny_company(&f.c, "Hamburg Nuts GmbH", "DE");
    f.buyer = tiny_company(&f.c, "Paris Noix SARL", "FR");
    for (int i = 0; i < 2; i++) {
        tiny_id bl =
            tiny_shipment(&f.c, i ? "X1" : "X2", f.seller, f.buyer, "2024-09-01", "DEHAM", "FRLEH");
        tiny_id line = tiny_shipment_line(&f.c, bl, "080131", 125, "C62", 13000);
        tiny_line_at(&f.c, line)->amount = (tt_money){400000, tt_ccy_parse(TT_STR("USD"))};
    }
    parties(&f, "Abuja Ceramics Ltd", "Hue Tiles JSC"); /* tiles hid nothing so far */
    tiny_id bl = tiny_shipment(&f.c, "T1", f.seller, f.buyer, "2024-09-01", "NGAPP", "VNHPH");
    tiny_shipment_line(&f.c, bl, "690721", 125, "C62", 13000);
    detector_none(&f, "no lane of wildlife, no goods that hid it");
}

static void a_few_odd_loads_among_many_are_not_found(void **state)
{
    detector_case f;
    odd(&f, *state, 400000, 10000);
    for (int i = 0; i < 8; i++)
        load(&f, tt_arena_printf(f.a, "C%d", i), "2024-09-15", 1300000, 10010);
    detector_none(&f, "two cheap lots in ten");
}

static void few_peers_say_no_price(void **state)
{
    detector_case f;
    begin(&f, *state);
    ordinary(&f, 4);
    parties(&f, "Savanna Gate Ltd", "Hai Van Son JSC");
    load(&f, "BL-1", "2024-09-01", 400000, 13000);
    detector_none(&f, "eight loads of others");
}

static void tortured(detector_case *f, tt_arena *a)
{
    begin(f, a);
    detector_set(f, "min_weight", -1);
    detector_set(f, "peers", 3);
    detector_set(f, "odd", 0.1);
    ordinary(f, 5);
    parties(f, "Savanna Gate Ltd", "Hai Van Son JSC");
    load(f, "BL-1", "2024-09-01", 400000, 13000);
}

static void every_allocation_may_fail(void **state)
{
    detector_torture(*state, tortured, 1);
}

TT_TEST_MAIN("detect/iwt_cover_load", TT_TEST(a_new_relation_with_cheap_and_heavy_loads_is_found),
             TT_TEST(what_is_only_heavy_is_not_cheap_as_well),
             TT_TEST(what_is_only_cheap_weighs_less),
             TT_TEST(a_value_that_some_grade_has_counts_in_part),
             TT_TEST(what_is_only_cheap_from_the_first_day_is_a_grade),
             TT_TEST(many_loads_of_few_senders_say_little),
             TT_TEST(ordinary_trade_on_the_lane_is_not_found),
             TT_TEST(other_lanes_and_other_goods_are_not_found),
             TT_TEST(a_few_odd_loads_among_many_are_not_found), TT_TEST(few_peers_say_no_price),
             TT_TEST(every_allocation_may_fail))
