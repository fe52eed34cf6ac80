/* iwt.timber: woods whose code, weight or country do not fit, and those that look alike. */
#include "tests/support/detector_case.h"

static void begin(detector_case *f, tt_arena *a)
{
    detector_begin(f, a, "iwt.timber");
    f->seller = tiny_company(&f->c, "Savane Bois SA", "GH");
    f->buyer = tiny_company(&f->c, "Ruyi Wood Co", "CN");
}

/* Ten cubic metres by sea. */
static tiny_id cargo(detector_case *f, const char *number, const char *text, const char *hs,
                     int64_t kg, const char *day, const char *from)
{
    tiny_id bl = tiny_shipment(&f->c, number, f->seller, f->buyer, day, from, "CNSHA");
    tiny_id line = tiny_shipment_line(&f->c, bl, hs, 10, "MTQ", kg);
    tiny_line_at(&f->c, line)->description = tt_str_of(text);
    detector_join(f, 0);
    detector_join(f, bl);
    return bl;
}

static tiny_id
wood(detector_case *f, const char *number, const char *text, const char *hs, int64_t kg)
{
    return cargo(f, number, text, hs, kg, "2024-03-01", "NLRTM");
}

static void deal(detector_case *f, const char *number, bool odd)
{
    wood(f, number, "Pine sawn timber", "440711", odd ? 9500 : 5000);
}

static void two_of_two(detector_case *f, tt_arena *a)
{
    begin(f, a);
    detector_others(f, 40, 0, deal);
    wood(f, "BL-1", "Kosso logs", "440711", 8500);
    wood(f, "BL-2", "Kosso logs", "440711", 8500);
}

static void listed_wood_under_the_code_of_pine_is_found(void **state)
{
    detector_case f;
    two_of_two(&f, *state);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_near(x->weight, log10(10) + 0.2, 1e-9);
    assert_string_equal(x->title, "timber under the code of another wood in 2 of 2 deals");
    assert_string_equal(
        x->explanation,
        "In 2 of 2 deals between these parties the words name one wood and the code is that of "
        "another. The text of shipment 'BL-1' is 'Kosso logs' under 440711; Pterocarpus "
        "erinaceus, in Appendix II of CITES on that day, has the codes 440349, 440729, 440839, "
        "441231, 441241, 441251, 441291. The code of another wood keeps timber from permits, "
        "bans and duties.");
    assert_int_equal(x->n_documents, 2);
    assert_true(claim_names(x, tiny_entity(&f.c, f.seller), "seller"));
    detector_set(&f, "lr_listed", 5);
    assert_ok(detector_run(&f, ERR));
    assert_near(claim_only(&f.r)->weight, log10(5) + 0.2, 1e-9);
}

static void what_was_not_listed_is_judged_by_its_kind(void **state)
{
    detector_case f;
    begin(&f, *state);
    detector_others(&f, 40, 0, deal);
    wood(&f, "BL-1", "Iroko sawn timber", "440711", 6500); /* tropical as pine */
    wood(&f, "BL-2", "Iroko sawn timber", "440711", 6500);
    detector_find(&f);
    assert_near(claim_only(&f.r)->weight, log10(4) + 0.2, 1e-9);
}

static void codes_that_hide_nothing_are_not_found(void **state)
{
    static const struct {
        const char *text, *hs, *why;
        int64_t kg;
    } rows[] = {
        {"Kosso logs", "440349", "its code", 8500},
        {"Rosewood boards", "440799", "other wood, as older editions have it", 9500},
        {"Iroko sawn timber", "440729", "a neighbour, and it is free", 6500},
        {"Spruce sawn wood", "440711", "another conifer", 4500},
        {"Pine boards, rosewood finish", "440711", "pine is named, too", 5000},
        {"Kosso logs", "4407", "a heading names no wood", 8500},
        {"Hardwood boards", "440711", "no wood is named", 9000},
    };
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        detector_case f;
        begin(&f, *state);
        detector_others(&f, 40, 0, deal);
        wood(&f, "BL-1", rows[i].text, rows[i].hs, rows[i].kg);
        wood(&f, "BL-2", rows[i].text, rows[i].hs, rows[i].kg);
        detector_none(&f, rows[i].why);
    }
}

static void pine_that_weighs_like_rosewood_is_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    detector_others(&f, 40, 0, deal);
    tiny_id bl = wood(&f, "BL-1", "Pine sawn timber KD", "440711", 9500);
    wood(&f, "BL-2", "Pine sawn timber KD", "440711", 9400);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_near(x->weight, log10(4) + 0.2, 1e-9);
    assert_true(claim_cites(x, tiny_ref(&f.c, bl)));
    assert_near(claim_measure(x, "weight_of_a_cubic_metre").value, 950, 1e-9);
    assert_near(claim_measure(x, "weight_of_a_cubic_metre").high, 620, 1e-9);
    assert_true(strstr(x->explanation, "weighs 950 kg in shipment 'BL-1'; air-dry Pinus weighs 380 "
                                       "to 620 kg.") != NULL);
    begin(&f, *state);
    detector_others(&f, 40, 0, deal);
    wood(&f, "BL-1", "Rosewood boards", "440729", 4500); /* too light to be it */
    wood(&f, "BL-2", "Rosewood boards", "440729", 4500);
    detector_find(&f);
    assert_true(strstr(claim_only(&f.r)->explanation, "weighs 450 kg") != NULL);
}

static void weights_that_honest_wood_has_are_not_found(void **state)
{
    static const struct {
        const char *text, *hs, *why;
        int64_t kg;
    } rows[] = {
        {"Pine sawn timber", "440711", "fresh", 8000},
        {"Pine logs", "440321", "logs hold water", 11000},
        {"Pine sawn timber KD", "440711", "packing", 7000},
        {"Pine sawn timber", "440711", "tonnes for kilograms", 9500000},
        {"Pine sawn timber", "440711", "nothing is known", TT_NO_NUM},
        {"Tropical hardwood", "440729", "no wood is named", 15000},
    };
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        detector_case f;
        begin(&f, *state);
        detector_others(&f, 40, 0, deal);
        wood(&f, "BL-1", rows[i].text, rows[i].hs, rows[i].kg);
        wood(&f, "BL-2", rows[i].text, rows[i].hs, rows[i].kg);
        detector_none(&f, rows[i].why);
    }
}

static void what_is_usual_in_these_data_is_not_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    detector_others(&f, 40, 25, deal);
    deal(&f, "1", true);
    deal(&f, "2", true);
    detector_none(&f, "most pine is treated here");
}

/* The same ban as in the compiled-in table, and somebody has looked it up. */
static void verify_the_ban(detector_case *f, const char *verified)
{
    const char *text = tt_arena_printf(f->a,
                                       "# source: made up for this test; date: 2024-01-01; "
                                       "licence: none needed\n"
                                       "country\ttitle\twhat\tfrom\tto\tsource\tverified\n"
                                       "GA\tlogs\t4403\t2010-05-15\t-\ta gazette\t%s\n",
                                       verified);
    f->c.data.reference.text[TT_REFTAB_TIMBER_BANS] = tt_str_of(text);
}

static void a_ban_that_nobody_looked_up_is_told_beside_another_sign(void **state)
{
    detector_case f;
    begin(&f, *state);
    detector_others(&f, 40, 0, deal);
    cargo(&f, "BL-1", "Okoume logs", "440349", 4500, "2024-03-01", "GALBV");
    cargo(&f, "BL-2", "Okoume logs", "440349", 4500, "2024-04-01", "GALBV");
    detector_noted(&f, "iwt.timber: lines of wood",
                   "exports under a ban whose row of timber_bans is not verified, and nothing else",
                   "2 deals");
    assert_int_equal(f.r.n_findings, 0);
    begin(&f, *state);
    detector_others(&f, 40, 0, deal);
    cargo(&f, "BL-1", "Okoume logs", "440349", 4500, "2024-03-01", "GALBV");
    cargo(&f, "BL-2", "Kosso logs", "440321", 8500, "2024-04-01", "GALBV");
    detector_find(&f);
    assert_int_equal(f.r.n_findings, 2);
}

static void logs_under_a_ban_weigh_little_and_logs_called_sawn_more(void **state)
{
    detector_case f;
    begin(&f, *state);
    verify_the_ban(&f, "yes");
    detector_others(&f, 40, 0, deal);
    cargo(&f, "BL-1", "Okoume logs", "440349", 4500, "2024-03-01", "GALBV");
    cargo(&f, "BL-2", "Okoume logs", "440349", 4500, "2024-04-01", "GALBV");
    detector_find(&f);
    assert_near(claim_only(&f.r)->weight, 0.5, 1e-9);
    assert_true(strstr(claim_only(&f.r)->explanation,
                       "By shipment 'BL-1' 'Okoume logs' (440349) left GA on 2024-03-01; its ban "
                       "on the export of logs is of 2010-05-15.") != NULL);
    begin(&f, *state);
    detector_others(&f, 40, 0, deal);
    cargo(&f, "BL-1", "Okoume logs squared", "440729", 4500, "2024-03-01", "GALBV");
    cargo(&f, "BL-2", "Okoume logs squared", "440729", 4500, "2024-04-01", "GALBV");
    detector_find(&f);
    assert_near(claim_only(&f.r)->weight, log10(4) + 0.2, 1e-9);
}

static void bans_that_do_not_hold_are_not_found(void **state)
{
    static const char *const sellers[] = {"Bois Un SA", "Bois Deux SA", "Bois Trois SA"};
    detector_case f;
    begin(&f, *state);
    verify_the_ban(&f, "part");
    detector_others(&f, 40, 0, deal);
    cargo(&f, "BL-1", "Okoume logs", "440349", 4500, "2009-03-01", "GALBV");   /* before */
    cargo(&f, "BL-2", "Okoume boards", "440729", 4500, "2024-03-01", "GALBV"); /* sawn */
    cargo(&f, "BL-3", "Pine logs", "440321", 5500, "2024-03-01", "GBLON");     /* another country */
    detector_none(&f, "no ban");
    begin(&f, *state);
    detector_others(&f, 40, 0, deal);
    for (size_t i = 0; i < TT_LEN(sellers); i++) {
        f.seller = tiny_company(&f.c, sellers[i], "GA");
        cargo(&f, sellers[i], "Okoume logs", "440349", 4500, "2024-03-01", "GALBV");
    }
    detector_noted(&f, "iwt.timber: lines of wood",
                   "exports under a ban that more than `sellers` sellers do not keep", "3 deals");
    assert_int_equal(f.r.n_findings, 0);
}

static void papers_of_one_deal_are_one_trial(void **state)
{
    detector_case f;
    begin(&f, *state);
    detector_others(&f, 40, 0, deal);
    tiny_id bl = wood(&f, "BL-1", "Kosso logs", "440711", 8500);
    tiny_id inv = tiny_invoice(&f.c, "INV-1", f.seller, f.buyer, "2024-03-01", "USD");
    tiny_id line = tiny_invoice_line(&f.c, inv, "440711", 10, "MTQ", 900000);
    tiny_line_at(&f.c, line)->description = TT_STR("Kosso logs");
    TT_UNUSED(bl);
    detector_join(&f, inv);
    detector_find(&f);
    assert_string_equal(claim_only(&f.r)->title,
                        "timber under the code of another wood in 1 of 1 deal");
}

static void tortured(detector_case *f, tt_arena *a)
{
    begin(f, a);
    detector_set(f, "min_weight", -1);
    wood(f, "BL-1", "Kosso logs", "440711", 8500);
}

static void every_allocation_may_fail(void **state)
{
    detector_torture(*state, tortured, 1);
}

TT_TEST_MAIN("detect/iwt_timber", TT_TEST(listed_wood_under_the_code_of_pine_is_found),
             TT_TEST(what_was_not_listed_is_judged_by_its_kind),
             TT_TEST(codes_that_hide_nothing_are_not_found),
             TT_TEST(pine_that_weighs_like_rosewood_is_found),
             TT_TEST(weights_that_honest_wood_has_are_not_found),
             TT_TEST(what_is_usual_in_these_data_is_not_found),
             TT_TEST(a_ban_that_nobody_looked_up_is_told_beside_another_sign),
             TT_TEST(logs_under_a_ban_weigh_little_and_logs_called_sawn_more),
             TT_TEST(bans_that_do_not_hold_are_not_found),
             TT_TEST(papers_of_one_deal_are_one_trial), TT_TEST(every_allocation_may_fail))
