/* iwt.seizure_link: who and what a seizure names, and who only looks like it. */
#include "tests/support/detector_case.h"

static void begin(detector_case *f, tt_arena *a)
{
    detector_begin(f, a, "iwt.seizure_link");
    f->seller = tiny_company(&f->c, "Savanna Gate Ltd", "NG");
    f->buyer = tiny_company(&f->c, "Hai Van Son JSC", "VN");
}

static tiny_id seizure(detector_case *f)
{
    return tiny_seizure(&f->c, "SZ-1", "2024-01-10", "SG", "Manis");
}

static tiny_id cargo(detector_case *f, const char *number, const char *day, const char *container)
{
    tiny_id bl = tiny_shipment(&f->c, number, f->seller, f->buyer, day, "NGAPP", "VNHPH");
    tiny_id line = tiny_shipment_line(&f->c, bl, "080131", TT_NO_NUM, NULL, 20000);
    if (container && line)
        tiny_line_at(&f->c, line)->container = tt_str_of(container);
    return bl;
}

static void the_consignee_of_a_seizure_is_found_again(void **state)
{
    detector_case f;
    begin(&f, *state);
    tiny_id s = seizure(&f);
    tiny_seizure_at(&f.c, s)->consignee_name = TT_STR("HAI VAN SON, JSC");
    tiny_id bl = cargo(&f, "BL-1", "2024-06-01", NULL);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_near(x->weight, 1.3, 1e-9);
    assert_true(claim_names(x, tiny_entity(&f.c, f.buyer), "party"));
    assert_true(claim_cites(x, tiny_ref(&f.c, bl)));
    assert_true(claim_cites(x, (tt_ref){TT_KIND_SEIZURE, tiny_ix(&f.c, s), 0}));
    assert_non_null(strstr(x->explanation, "shares with seizure 'SZ-1' of 2024-01-10"));
    assert_non_null(strstr(x->explanation, "name of the consignee. It is in 1 document of goods"));
}

static void an_agent_and_a_phone_weigh_less(void **state)
{
    detector_case f;
    begin(&f, *state);
    tiny_seizure_at(&f.c, seizure(&f))->agent_name = TT_STR("Savanna Gate Ltd");
    cargo(&f, "BL-1", "2024-06-01", NULL);
    detector_find(&f);
    assert_near(claim_only(&f.r)->weight, 0.7, 1e-9);
    begin(&f, *state);
    tiny_seizure_at(&f.c, seizure(&f))->phone = TT_STR("+84 90 123 4567");
    tiny_party_at(&f.c, tiny_party(&f.c, "P1", TT_ENTITY_COMPANY, "Hai Van Son JSC", "VN"))->phone =
        TT_STR("+84-901-234567");
    cargo(&f, "BL-1", "2024-06-01", NULL);
    detector_find(&f);
    assert_near(claim_only(&f.r)->weight, 0.7, 1e-9);
}

static void a_container_counts_for_some_weeks(void **state)
{
    detector_case f;
    begin(&f, *state);
    tiny_seizure_at(&f.c, seizure(&f))->container = TT_STR("MSKU1234565");
    cargo(&f, "BL-1", "2024-03-10", "MSKU 1234565"); /* 60 days */
    detector_find(&f);
    assert_int_equal(f.r.n_findings, 2); /* both parties */
    assert_near(f.r.findings[1].f.weight, 0.7, 1e-9);
    begin(&f, *state);
    tiny_seizure_at(&f.c, seizure(&f))->container = TT_STR("MSKU1234565");
    cargo(&f, "BL-1", "2024-03-11", "MSKU1234565");
    detector_none(&f, "a day more: the container went round the world");
}

static void who_declares_the_seized_bill_is_found_when_the_bill_is_not_there(void **state)
{
    detector_case f;
    begin(&f, *state);
    tiny_seizure_at(&f.c, seizure(&f))->transport_document = TT_STR("CGLU 680394");
    tiny_id export =
        tiny_declaration(&f.c, "EX-1", TT_DOC_EXPORT, f.seller, f.buyer, "2023-12-14", "VN");
    tiny_declaration_line(&f.c, export, "440349", 22, "MTQ", 1980000, "USD");
    tiny_declaration_names(&f.c, export, NULL, "CGLU680394");
    cargo(&f, "CGLU680395", "2024-01-13", NULL); /* the next one of the carrier's numbers */
    detector_find(&f);
    assert_int_equal(f.r.n_findings, 2); /* both parties */
    for (size_t i = 1; i <= 2; i++) {
        assert_near(f.r.findings[i].f.weight, 1.3, 1e-9);
        assert_true(claim_cites(&f.r.findings[i].f, tiny_ref(&f.c, export)));
        assert_non_null(strstr(f.r.findings[i].f.explanation, "transport document"));
    }
}

static void a_name_in_another_spelling_weighs_less(void **state)
{
    static const char *const spelt[] = {"GATE SAVANNA LTD", "Sàvanna Gate Nigeria Ltd.",
                                        "Savana Gate Limited"};
    for (size_t i = 0; i < TT_LEN(spelt); i++) {
        detector_case f;
        begin(&f, *state);
        tiny_party(&f.c, "P1", TT_ENTITY_COMPANY, "Savanna Gate Ltd", "NG");
        tt_seizure *s = tiny_seizure_at(&f.c, seizure(&f));
        s->shipper_name = tt_str_of(spelt[i]);
        assert_true(tt_country_parse(TT_STR("NG"), &s->origin));
        cargo(&f, "BL-1", "2024-06-01", NULL);
        detector_find(&f);
        assert_near(claim_only(&f.r)->weight, 0.7, 1e-9);
        assert_non_null(strstr(claim_only(&f.r)->explanation, "of the shipper in another spell"));

        begin(&f, *state);
        tiny_party(&f.c, "P1", TT_ENTITY_COMPANY, "Savanna Gate Ltd", "NG");
        s = tiny_seizure_at(&f.c, seizure(&f));
        s->shipper_name = tt_str_of(spelt[i]);
        assert_true(tt_country_parse(TT_STR("KE"), &s->origin));
        cargo(&f, "BL-1", "2024-06-01", NULL);
        detector_none(&f, "the record names Kenya and Singapore, the party is of Nigeria");
    }
}

static void several_seizures_of_a_party_are_one_finding(void **state)
{
    detector_case f;
    begin(&f, *state);
    for (int i = 1; i <= 5; i++) {
        tiny_id s =
            tiny_seizure(&f.c, tt_arena_printf(f.a, "SZ-%d", i), "2024-01-10", "SG", "Manis");
        tiny_seizure_at(&f.c, s)->consignee_name = TT_STR("Hai Van Son JSC");
    }
    cargo(&f, "BL-1", "2024-06-01", NULL);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_near(claim_measure(x, "seizures").value, 5, 1e-9);
    assert_non_null(strstr(x->explanation, "'SZ-3' of 2024-01-10"));
    assert_non_null(strstr(x->explanation, "; and with 2 seizures more."));
}

/* Goods of its own beside a hundred declarations for others. */
static void a_broker_who_clears_for_many_is_no_trace(void **state)
{
    detector_case f;
    begin(&f, *state);
    tiny_seizure_at(&f.c, seizure(&f))->agent_name = TT_STR("Hai Van Son JSC");
    cargo(&f, "BL-1", "2024-06-01", NULL);
    tiny_id client = tiny_company(&f.c, "Hue Food JSC", "VN");
    for (int i = 0; i < 3; i++) {
        tiny_id x = tiny_declaration(&f.c, tt_arena_printf(f.a, "IM-%d", i), TT_DOC_IMPORT,
                                     f.seller, client, "2024-02-14", "NG");
        tiny_declaration_at(&f.c, x)->declarant = f.buyer;
    }
    detector_set(&f, "hub", 4);
    detector_noted(&f, "iwt.seizure_link: parties of seizures",
                   "a hub, or a weight of evidence below min_weight", "1 party");
}

/* A seizure of a load from Nigeria to Vietnam. */
static tt_seizure *stopped(detector_case *f)
{
    tt_seizure *s = tiny_seizure_at(&f->c, seizure(f));
    assert_true(tt_country_parse(TT_STR("NG"), &s->origin));
    assert_true(tt_country_parse(TT_STR("VN"), &s->destination));
    return s;
}

static void what_is_like_the_seized_load_is_cited(void **state)
{
    detector_case f;
    begin(&f, *state);
    tt_seizure *s = stopped(&f);
    s->shipper_name = TT_STR("Savanna Gate Ltd");
    s->consignee_name = TT_STR("Hai Van Son JSC");
    tiny_id same = cargo(&f, "BL-1", "2024-06-01", NULL);
    f.buyer = tiny_company(&f.c, "Hue Food JSC", "VN");
    tiny_id way = cargo(&f, "BL-2", "2024-01-12", NULL);
    detector_find(&f);
    assert_int_equal(f.r.n_findings, 2);
    for (size_t i = 0; i < 2; i++) {
        const tt_finding *x = &f.r.findings[i + 1].f;
        assert_near(x->weight, 1.3, 1e-9);
        assert_true(claim_cites(x, tiny_ref(&f.c, same)));
        assert_false(claim_cites(x, tiny_ref(&f.c, way)));
        assert_non_null(strstr(x->explanation,
                               "; 1 of them between two parties of a seizure, the last of "
                               "2024-06-01."));
    }

    begin(&f, *state);
    stopped(&f)->shipper_name = TT_STR("Savanna Gate Ltd");
    way = cargo(&f, "BL-2", "2024-01-12", NULL);
    tiny_id off = tiny_shipment(&f.c, "BL-3", f.seller, f.buyer, "2024-01-11", "NGAPP", "BRSSZ");
    detector_find(&f);
    assert_true(claim_cites(claim_only(&f.r), tiny_ref(&f.c, way)));
    assert_false(claim_cites(claim_only(&f.r), tiny_ref(&f.c, off)));
}

static void goods_of_another_way_weigh_less(void **state)
{
    detector_case f;
    begin(&f, *state);
    stopped(&f)->shipper_name = TT_STR("Savanna Gate Ltd");
    tiny_shipment(&f.c, "BL-3", f.seller, f.buyer, "2024-01-11", "NGAPP", "BRSSZ");
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_near(x->weight, 0.7, 1e-9);
    assert_int_equal(claim_test(x, "goods_of_another_way").outcome, TT_TEST_WEAKENED);
    assert_non_null(strstr(x->explanation, "; none of them on the way of a seizure."));

    begin(&f, *state); /* where it was to go is not told: the same goods are no other way */
    tt_seizure *s = stopped(&f);
    s->shipper_name = TT_STR("Savanna Gate Ltd");
    s->destination = TT_COUNTRY_NONE;
    tiny_shipment(&f.c, "BL-3", f.seller, f.buyer, "2024-01-11", "NGAPP", "BRSSZ");
    detector_find(&f);
    assert_near(claim_only(&f.r)->weight, 1.3, 1e-9);
}

/* It trades nothing of its own: what it clears for others on that way is what can be stopped. */
static void an_agent_is_found_by_what_it_clears(void **state)
{
    detector_case f;
    begin(&f, *state);
    stopped(&f)->agent_name = TT_STR("Evans Freight");
    tiny_id agent = tiny_company(&f.c, "Evans Freight", "VN");
    tiny_id x =
        tiny_declaration(&f.c, "IM-1", TT_DOC_IMPORT, f.seller, f.buyer, "2024-02-14", "NG");
    tiny_declaration_at(&f.c, x)->declarant = agent;
    detector_find(&f);
    const tt_finding *found = claim_only(&f.r);
    assert_near(found->weight, 0.7, 1e-9);
    assert_true(claim_cites(found, tiny_ref(&f.c, x)));
    assert_true(claim_names(found, tiny_entity(&f.c, agent), "party"));
}

static void near_misses_are_not_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    tiny_id s = seizure(&f);
    tiny_seizure_at(&f.c, s)->consignee_name = TT_STR("Hai Van Sao JSC"); /* another name */
    tiny_seizure_at(&f.c, s)->shipper_name = TT_STR("N/A");               /* nobody */
    tiny_seizure_at(&f.c, s)->container = TT_STR("MSKU1234570");
    tiny_seizure_at(&f.c, seizure(&f))->consignee_name = TT_STR("");
    cargo(&f, "BL-1", "2024-01-10", "MSKU1234565"); /* same day and lane, another container */
    detector_none(&f, "lane and day alone are no link");
}

static void an_agent_without_goods_is_not_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    tiny_seizure_at(&f.c, seizure(&f))->agent_name = TT_STR("Evans Freight");
    tiny_party(&f.c, "P1", TT_ENTITY_COMPANY, "Evans Freight", "SG");
    cargo(&f, "BL-1", "2024-06-01", NULL);
    detector_none(&f, "it clears for others and trades nothing");
}

static void a_hub_weighs_less(void **state)
{
    detector_case f;
    begin(&f, *state);
    tiny_seizure_at(&f.c, seizure(&f))->shipper_name = TT_STR("Savanna Gate Ltd");
    cargo(&f, "BL-1", "2024-06-01", NULL);
    cargo(&f, "BL-2", "2024-06-02", NULL);
    detector_set(&f, "hub", 2);
    detector_find(&f);
    assert_near(claim_only(&f.r)->weight, 0.6, 1e-9);
    assert_int_equal(claim_test(claim_only(&f.r), "serves_many").outcome, TT_TEST_WEAKENED);
}

static void tortured(detector_case *f, tt_arena *a)
{
    begin(f, a);
    tiny_id s = seizure(f);
    if (!f->c.failed)
        tiny_seizure_at(&f->c, s)->shipper_name = TT_STR("Savanna Gate Ltd");
    tiny_shipment(&f->c, "BL-1", f->seller, f->buyer, "2024-06-01", "NGAPP", "VNHPH");
}

static void every_allocation_may_fail(void **state)
{
    detector_torture(*state, tortured, 1);
}

TT_TEST_MAIN("detect/iwt_seizure_link", TT_TEST(the_consignee_of_a_seizure_is_found_again),
             TT_TEST(an_agent_and_a_phone_weigh_less), TT_TEST(a_container_counts_for_some_weeks),
             TT_TEST(who_declares_the_seized_bill_is_found_when_the_bill_is_not_there),
             TT_TEST(a_name_in_another_spelling_weighs_less),
             TT_TEST(several_seizures_of_a_party_are_one_finding),
             TT_TEST(a_broker_who_clears_for_many_is_no_trace), TT_TEST(near_misses_are_not_found),
             TT_TEST(an_agent_without_goods_is_not_found), TT_TEST(a_hub_weighs_less),
             TT_TEST(what_is_like_the_seized_load_is_cited),
             TT_TEST(goods_of_another_way_weigh_less), TT_TEST(an_agent_is_found_by_what_it_clears),
             TT_TEST(every_allocation_may_fail))
