/* iwt.corridor: goods that are sent on, and go, as others hardly do; and the trade that always
 * does. */
#include "tests/support/detector_case.h"

enum { OTHERS = 100 };

/* Cashew by sea; value and weight are nobody's question here. */
static tiny_id cargo(detector_case *f, const char *number, const char *day, const char *from,
                     const char *via, const char *to)
{
    tiny_id bl = tiny_shipment(&f->c, number, f->seller, f->buyer, day, from, to);
    tiny_shipment_line(&f->c, bl, "080131", TT_NO_NUM, NULL, 20000);
    tiny_shipment_at(&f->c, bl)->transshipment_ports = tt_str_of(via);
    return bl;
}

static void parties(detector_case *f, const char *seller, const char *buyer)
{
    f->seller = tiny_company(&f->c, seller, "NG");
    f->buyer = tiny_company(&f->c, buyer, "VN");
}

/* n relations of others from Nigeria: all by one way. */
static void others(detector_case *f, int n, const char *via, const char *to)
{
    for (int i = 0; i < n; i++) {
        parties(f, tt_arena_printf(f->a, "Lagos Nuts %s%d Ltd", to, i),
                tt_arena_printf(f->a, "Food Imports %s%d JSC", to, i));
        cargo(f, tt_arena_printf(f->a, "O%s%d", to, i), "2024-02-10", "NGAPP", via, to);
    }
}

static void begin(detector_case *f, tt_arena *a)
{
    detector_begin(f, a, "iwt.corridor");
    others(f, OTHERS, "", "DEHAM");
    parties(f, "Savanna Gate Ltd", "Hai Van Son JSC");
}

/* From Lagos to a trader in Singapore, and on to Hai Phong. */
static tiny_id chain(detector_case *f, const char *day, int64_t kg, const char *box, const char *hs)
{
    tiny_id sender = f->seller, receiver = f->buyer;
    tiny_id trader = tiny_company(&f->c, "Lion Rock Pte", "SG");
    f->buyer = trader;
    tiny_id in = cargo(f, "IN-1", "2024-05-01", "NGAPP", "", "SGSIN");
    tiny_line_at(&f->c, tiny_shipment_line(&f->c, in, "080131", TT_NO_NUM, NULL, 5000))->container =
        TT_STR("MSKU1234565");
    tiny_id on = tiny_shipment(&f->c, "ON-1", trader, receiver, day, "SGSIN", "VNHPH");
    tiny_line_at(&f->c, tiny_shipment_line(&f->c, on, hs, TT_NO_NUM, NULL, kg))->container =
        tt_str_of(box);
    f->seller = sender;
    f->buyer = receiver;
    f->stranger = trader;
    return on;
}

static void a_way_that_nobody_else_takes_is_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    tiny_id bl = cargo(&f, "BL-1", "2024-06-01", "NGAPP", "SGSIN", "VNHPH");
    cargo(&f, "BL-2", "2024-07-01", "NGAPP", "SGSIN", "VNHPH");
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_near(x->p_value, 1.0 / (1 + OTHERS), 1e-9);
    assert_near(x->weight, 0.3, 1e-9); /* the most, less `carrier` */
    assert_true(claim_cites(x, tiny_ref(&f.c, bl)));
    assert_int_equal(x->n_documents, 2);
    assert_true(claim_names(x, tiny_entity(&f.c, f.seller), "sender"));
    assert_true(claim_names(x, tiny_entity(&f.c, f.buyer), "receiver"));
    assert_string_equal(
        x->explanation,
        "2 consignments from NG over SG to VN, countries of source, transit and destination of "
        "elephant; the first is BL-1, 2024-06-01, NG to VN through SG. Of what others send from NG "
        "a share of 0.0099 or less takes this way, or one that is as rare.");
    assert_int_equal(claim_test(x, "hub_of_the_carrier").outcome, TT_TEST_WEAKENED);
    assert_int_equal(claim_test(x, "usual_way").outcome, TT_TEST_NOT_EXPLAINED);
}

static void what_the_receiver_sends_on_is_one_way(void **state)
{
    static const struct {
        const char *day, *box, *hs;
        int64_t kg;
        bool found;
        const char *why;
    } rows[] = {
        {"2024-06-01", "MSKU1234565", "080131", 25100, true, "the same container and load"},
        {"2024-06-01", "TGHU1112223", "080131", 24900, true, "the same weight"},
        {"2024-06-01", "TGHU1112223", "080131", 30000, false, "more than came"},
        {"2024-12-01", "MSKU1234565", "080131", 25000, false, "half a year later"},
        {"2024-04-20", "MSKU1234565", "080131", 25000, false, "before it came"},
        {"2024-06-01", "MSKU1234565", "847130", 25000, false, "other goods"},
    };
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        detector_case f;
        begin(&f, *state);
        tiny_id on = chain(&f, rows[i].day, rows[i].kg, rows[i].box, rows[i].hs);
        if (!rows[i].found) {
            detector_none(&f, rows[i].why);
            continue;
        }
        detector_find(&f);
        const tt_finding *x = claim_only(&f.r);
        assert_true(claim_cites(x, tiny_ref(&f.c, on)));
        assert_near(x->p_value, 1.0 / (1 + OTHERS), 1e-9);
        assert_near(x->weight, 0.6, 1e-9);
        assert_int_equal(claim_test(x, "usual_resale").outcome, TT_TEST_NOT_EXPLAINED);
        assert_true(claim_names(x, tiny_entity(&f.c, f.stranger), "trader"));
        assert_true(claim_names(x, tiny_entity(&f.c, f.buyer), "receiver"));
    }
}

static void goods_alone_bind_less(void **state)
{
    detector_case f;
    begin(&f, *state);
    chain(&f, "2024-06-01", 9000, "TGHU1112223", "080131");
    detector_none(&f, "less of the same goods");

    begin(&f, *state);
    detector_set(&f, "min_weight", 0.2);
    chain(&f, "2024-06-01", 9000, "TGHU1112223", "080131");
    detector_find(&f);
    assert_near(claim_only(&f.r)->weight, 0.25, 1e-9);
}

/* Half a dozen receivers of others do the same: each of them is left out of what it is held
 * against, and sees five in a hundred. */
static void where_loads_are_sent_on_it_is_usual(void **state)
{
    detector_case f;
    begin(&f, *state);
    for (int i = 0; i < 6; i++) {
        tiny_id trader = tiny_company(&f.c, tt_arena_printf(f.a, "Straits %d Pte", i), "SG");
        tiny_id buyer = tiny_company(&f.c, tt_arena_printf(f.a, "Hue Food %d JSC", i), "VN");
        parties(&f, tt_arena_printf(f.a, "Kano Nuts %d Ltd", i), "");
        f.buyer = trader;
        cargo(&f, tt_arena_printf(f.a, "E%d", i), "2024-03-10", "NGAPP", "", "SGSIN");
        f.seller = trader;
        f.buyer = buyer;
        cargo(&f, tt_arena_printf(f.a, "F%d", i), "2024-04-10", "SGSIN", "", "VNHPH");
    }
    detector_none(&f, "one of six");
}

/* From a warehouse of the country itself to the ship: no hub had the goods in hand. */
static void a_purchase_at_home_is_no_chain(void **state)
{
    detector_case f;
    begin(&f, *state);
    parties(&f, "Kano Nuts Ltd", "Hue Food JSC");
    tiny_id buyer = f.buyer, trader = tiny_company(&f.c, "Lagos Packers Ltd", "NG");
    f.buyer = trader;
    cargo(&f, "IN-1", "2024-03-10", "NGKAN", "", "NGAPP");
    f.seller = trader;
    f.buyer = buyer;
    cargo(&f, "ON-1", "2024-04-10", "NGAPP", "SGSIN", "VNHPH");
    detector_set(&f, "carrier", 1);
    detector_none(&f, "bought in Nigeria");
}

/* A trader who sends on for many is an entrepot. */
static void entrepot(detector_case *f, tt_arena *a)
{
    begin(f, a);
    tiny_id trader = tiny_company(&f->c, "Lion Rock Pte", "SG");
    for (int i = 0; i < 4; i++) {
        const char *day = tt_arena_printf(f->a, "2024-0%d-10", i + 3);
        tiny_id sender = tiny_company(&f->c, tt_arena_printf(f->a, "Kano Nuts %d Ltd", i), "NG");
        tiny_id receiver = tiny_company(&f->c, tt_arena_printf(f->a, "Hue Food %d JSC", i), "VN");
        tiny_id in = tiny_shipment(&f->c, tt_arena_printf(f->a, "E%d", i), sender, trader, day,
                                   "NGAPP", "SGSIN");
        tiny_shipment_line(&f->c, in, "080131", TT_NO_NUM, NULL, 20000 + 3000 * i);
        tiny_id on = tiny_shipment(&f->c, tt_arena_printf(f->a, "F%d", i), trader, receiver, day,
                                   "SGSIN", "VNHPH");
        tiny_shipment_line(&f->c, on, "080131", TT_NO_NUM, NULL, 20000 + 3000 * i);
    }
}

static void an_entrepot_weighs_less(void **state)
{
    detector_case f;
    entrepot(&f, *state);
    detector_none(&f, "an entrepot");

    entrepot(&f, *state);
    detector_set(&f, "min_weight", 0.2);
    detector_find(&f);
    assert_int_equal(f.r.n_findings, 4);
    assert_near(f.r.findings[1].f.weight, 0.25, 1e-9);
    assert_int_equal(claim_test(&f.r.findings[1].f, "entrepot").outcome, TT_TEST_WEAKENED);
}

static void ordinary_trade_is_not_found(void **state)
{
    static const struct {
        const char *from, *via, *to, *why;
    } rows[] = {
        {"NGAPP", "", "VNHPH", "no country of transit"},
        {"NGAPP", "SGSIN", "DEHAM", "no country of destination"},
        {"DEHAM", "SGSIN", "VNHPH", "no country of source"},
        {"NGAPP", "NLRTM", "VNHPH", "over a port that is no hub of wildlife"},
        {"MXVER", "SGSIN", "VNHPH", "roles of different groups of taxa"},
    };
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        detector_case f;
        begin(&f, *state);
        cargo(&f, "BL-1", "2024-06-01", rows[i].from, rows[i].via, rows[i].to);
        detector_none(&f, rows[i].why);
    }
}

static void a_way_that_others_take_is_not_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    others(&f, 4, "SGSIN", "VNHPH");
    detector_none(&f, "four relations take it");

    begin(&f, *state); /* one other firm, with much of it: of 130 consignments 30 are its own */
    detector_set(&f, "carrier", 0);
    cargo(&f, "BL-1", "2024-06-01", "NGAPP", "SGSIN", "VNHPH");
    parties(&f, "Kano Nuts Ltd", "Hue Food JSC");
    for (int i = 0; i < 30; i++)
        cargo(&f, tt_arena_printf(f.a, "K%d", i), "2024-03-01", "NGAPP", "SGSIN", "VNHPH");
    detector_find(&f);
    assert_int_equal(f.r.n_findings, 1); /* Kano Nuts; Savanna Gate goes where much goes */
    assert_true(claim_names(&f.r.findings[1].f, tiny_entity(&f.c, f.seller), "sender"));
}

/* Exports that go everywhere, each once: no way is rare. */
static void trade_that_goes_everywhere_has_no_rare_ways(void **state)
{
    static const char *const to[] = {"DEHAM", "NLRTM", "FRLEH", "GBFXT", "ITGOA", "INNSA", "USNYC",
                                     "BRSSZ", "TRIST", "EGALY", "AEJEA", "SAJED", "JPYOK", "KRPUS",
                                     "ZADUR", "CIABJ", "GHTEM", "MAPTM", "IDJKT", "PHMNL", "AUSYD"};
    detector_case f;
    detector_begin(&f, *state, "iwt.corridor");
    for (size_t i = 0; i < TT_LEN(to); i++)
        others(&f, 1, "", to[i]);
    parties(&f, "Savanna Gate Ltd", "Hai Van Son JSC");
    cargo(&f, "BL-1", "2024-06-01", "NGAPP", "SGSIN", "VNHPH");
    detector_none(&f, "one of 22 ways that are taken once");
}

static void goods_that_hide_nothing_are_not_judged(void **state)
{
    detector_case f;
    begin(&f, *state);
    tiny_id bl = tiny_shipment(&f.c, "T-1", f.seller, f.buyer, "2024-06-01", "NGAPP", "VNHPH");
    tiny_shipment_at(&f.c, bl)->transshipment_ports = TT_STR("SGSIN");
    tiny_shipment_line(&f.c, bl, "847130", TT_NO_NUM, NULL, 2000);
    detector_none(&f, "computers");

    begin(&f, *state);
    bl = tiny_shipment(&f.c, "T-1", f.seller, f.buyer, "2024-06-01", "NGAPP", "VNHPH");
    tiny_shipment_at(&f.c, bl)->transshipment_ports = TT_STR("SGSIN");
    tiny_shipment_line(&f.c, bl, NULL, TT_NO_NUM, NULL, 2000);
    detector_noted(&f, "iwt.corridor: relations on ways of wildlife", "without a code of the goods",
                   "1 relation");
}

static void few_relations_say_nothing(void **state)
{
    detector_case f;
    detector_begin(&f, *state, "iwt.corridor");
    others(&f, 18, "", "DEHAM");
    parties(&f, "Savanna Gate Ltd", "Hai Van Son JSC");
    cargo(&f, "BL-1", "2024-06-01", "NGAPP", "SGSIN", "VNHPH");
    detector_noted(&f, "iwt.corridor: relations on ways of wildlife",
                   "fewer than `peers` relations of others from the country", "1 relation");
    assert_int_equal(f.r.n_findings, 0);
}

static double default_of(const char *id, const char *name)
{
    const tt_detector *d = tt_detector_find(tt_str_of(id));
    for (size_t i = 0; i < d->n_params; i++)
        if (strcmp(d->params[i].name, name) == 0)
            return d->params[i].def;
    fail_msg("no parameter '%s'", name);
    return 0;
}

/* However rare the way, it weighs `most`; and with all that iwt.cover_load gives to goods, lane and
 * hub it stays below the weight of 1 from which findings are acted on. */
static void way_and_cover_goods_alone_stay_below_the_alert(void **state)
{
    detector_case f;
    tt_results cover;
    begin(&f, *state);
    chain(&f, "2024-06-01", 25100, "MSKU1234565", "080131");
    detector_find(&f);
    assert_near(claim_only(&f.r)->weight, default_of("iwt.corridor", "most"), 1e-9);
    assert_ok(detector_over("iwt.cover_load", &f.c, NULL, f.a, &cover, ERR));
    assert_int_equal(cover.n_findings, 0);
    enum { TEMPER_PERCENT = 80 }; /* of evidence of several families: score/README.md */
    double both = default_of("iwt.corridor", "most") + default_of("iwt.cover_load", "priors");
    assert_true(both * TEMPER_PERCENT / 100 < 1);
}

static void tortured(detector_case *f, tt_arena *a)
{
    detector_begin(f, a, "iwt.corridor");
    detector_set(f, "min_weight", -1);
    detector_set(f, "peers", 9);
    others(f, 9, "", "DEHAM");
    parties(f, "Savanna Gate Ltd", "Hai Van Son JSC");
    chain(f, "2024-06-01", 25000, "MSKU1234565", "080131");
}

static void every_allocation_may_fail(void **state)
{
    detector_torture(*state, tortured, 1);
}

TT_TEST_MAIN("detect/iwt_corridor", TT_TEST(a_way_that_nobody_else_takes_is_found),
             TT_TEST(what_the_receiver_sends_on_is_one_way), TT_TEST(goods_alone_bind_less),
             TT_TEST(where_loads_are_sent_on_it_is_usual), TT_TEST(a_purchase_at_home_is_no_chain),
             TT_TEST(an_entrepot_weighs_less), TT_TEST(ordinary_trade_is_not_found),
             TT_TEST(a_way_that_others_take_is_not_found),
             TT_TEST(trade_that_goes_everywhere_has_no_rare_ways),
             TT_TEST(goods_that_hide_nothing_are_not_judged), TT_TEST(few_relations_say_nothing),
             TT_TEST(way_and_cover_goods_alone_stay_below_the_alert),
             TT_TEST(every_allocation_may_fail))
