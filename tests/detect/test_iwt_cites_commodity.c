/* iwt.cites_commodity: listed goods whose sender holds no permit, where others hold one. */
#include "tests/support/detector_case.h"

static tiny_id paper(detector_case *f, const char *number, const char *text, const char *hs)
{
    tiny_id bl = tiny_shipment(&f->c, number, f->seller, f->buyer, "2024-03-01", "CMDLA", "CNSHA");
    tiny_id line = tiny_shipment_line(&f->c, bl, hs, TT_NO_NUM, NULL, 20000);
    tiny_line_at(&f->c, line)->description = tt_str_of(text);
    return bl;
}

static void permit(detector_case *f, const char *number, const char *holder, const char *species)
{
    tiny_id p = tiny_permit(&f->c, number, species, "2024-01-01", "2024-12-31", TT_NO_NUM, NULL);
    tiny_permit_at(&f->c, p)->exporter_name = tt_str_of(holder);
}

/* n senders of afrormosia, each with a permit. */
static void others(detector_case *f, int n)
{
    for (int i = 0; i < n; i++) {
        const char *name = tt_arena_printf(f->a, "Douala Bois %d SA", i);
        f->seller = tiny_company(&f->c, name, "CM");
        f->buyer = tiny_company(&f->c, tt_arena_printf(f->a, "Nantong Wood %d Co", i), "CN");
        paper(f, tt_arena_printf(f->a, "O%d", i), "Sawn timber Pericopsis elata", "440729");
        permit(f, tt_arena_printf(f->a, "CM-%d", i), name, "Pericopsis elata");
    }
}

static void begin(detector_case *f, tt_arena *a)
{
    detector_begin(f, a, "iwt.cites_commodity");
    others(f, 30);
    f->seller = tiny_company(&f->c, "Sanaga Gate SARL", "CM");
    f->buyer = tiny_company(&f->c, "Guangxi Craft Co", "CN");
}

static void listed_goods_of_who_holds_no_permit_are_found(void **state)
{
    static const struct {
        const char *text, *hs, *name;
        double weight;
    } rows[] = {
        {"Sawn timber Pericopsis elata", "440729", "Pericopsis elata", 0.301030},
        {"Sawn timber afrormosia", "440729", "Pericopsis elata", 0.301030}, /* name of trade */
        {"Panthera tigris, bones", "050690", "Panthera tigris", 0.414123},  /* scientific */
        {"pangolin scales", "050790", "pangolin_scales", 0.414123},         /* product */
        {"Craft supplies", "050710", "The code of", 0.204120}, /* a code of their own */
        {"Carvings", "960110", "ivory", 0.204120},
    };
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        detector_case f;
        begin(&f, *state);
        tiny_id bl = paper(&f, "BL-1", rows[i].text, rows[i].hs);
        detector_find(&f);
        const tt_finding *x = claim_only(&f.r);
        assert_near(x->weight, rows[i].weight, 1e-6);
        assert_true(claim_cites(x, tiny_ref(&f.c, bl)));
        assert_true(claim_names(x, tiny_entity(&f.c, f.seller), "sender"));
        assert_non_null(strstr(x->explanation, rows[i].name));
        assert_int_equal(claim_test(x, "declared_elsewhere").outcome, TT_TEST_UNKNOWN);
    }
}

static void legal_trade_is_not_found(void **state)
{
    static const struct {
        const char *text, *hs, *holder, *species, *why;
    } rows[] = {
        {"Sawn timber Pericopsis elata", "440729", "Sanaga Gate SARL", "Pericopsis elata",
         "the sender holds a permit"},
        {"Sawn timber Pericopsis elata", "440729", "Sanagaa Gate Sarl", "Pericopsis elata",
         "its name is misspelt on the permit, or here"},
        {"Sawn timber teak", "440723", NULL, NULL, "not listed"},
        {"Horn and hoof meal", "050790", NULL, NULL, "a code of free goods as well"},
        {"Dining chairs of Pericopsis elata", "940161", NULL, NULL,
         "furniture: free within limits"},
        {"Ceramic tiles, ivory white", "690721", NULL, NULL, "a colour"},
        {"Sawn timber", "440729", NULL, NULL, "a code alone names nothing"},
        {"Panthera ltd, spare parts tigris", "843149", NULL, NULL, "no scientific name"},
    };
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        detector_case f;
        begin(&f, *state);
        paper(&f, "BL-1", rows[i].text, rows[i].hs);
        if (rows[i].holder)
            permit(&f, "CM-X", rows[i].holder, rows[i].species);
        detector_none(&f, rows[i].why);
    }
}

static void a_permit_for_other_wildlife_or_days_does_not_help(void **state)
{
    detector_case f;
    begin(&f, *state);
    paper(&f, "BL-1", "Sawn timber Pericopsis elata", "440729");
    permit(&f, "CM-X", "Sanaga Gate SARL", "Panthera tigris");
    tiny_permit_at(&f.c, tiny_permit(&f.c, "CM-Y", "Pericopsis elata", "2022-01-01", "2022-06-30",
                                     TT_NO_NUM, NULL))
        ->exporter_name = TT_STR("Sanaga Gate SARL");
    detector_find(&f);
    assert_near(claim_only(&f.r)->weight, 0.301030, 1e-6);
}

static void what_is_usual_or_unknown_is_not_found(void **state)
{
    detector_case f;
    detector_begin(&f, *state, "iwt.cites_commodity");
    f.seller = tiny_company(&f.c, "Sanaga Gate SARL", "CM");
    f.buyer = tiny_company(&f.c, "Guangxi Craft Co", "CN");
    paper(&f, "BL-1", "Sawn timber Pericopsis elata", "440729");
    detector_noted(&f, "iwt.cites_commodity: papers that name listed goods",
                   "the data hold no permits", "1 document");
    assert_int_equal(f.r.n_findings, 0);

    begin(&f, *state); /* hardly any permit of others is in the data either */
    for (int i = 0; i < 60; i++) {
        f.seller = tiny_company(&f.c, tt_arena_printf(f.a, "Kribi Bois %d SA", i), "CM");
        paper(&f, tt_arena_printf(f.a, "K%d", i), "Sawn timber Pericopsis elata", "440729");
    }
    detector_none(&f, "two of three hold none");
}

static void what_was_declared_is_left_to_the_permit_check(void **state)
{
    detector_case f;
    begin(&f, *state);
    tiny_id bl = paper(&f, "BL-1", "Sawn timber Pericopsis elata", "440729");
    tiny_id ex =
        tiny_declaration(&f.c, "EX-1", TT_DOC_EXPORT, f.seller, f.buyer, "2024-02-27", "CN");
    tiny_declaration_line(&f.c, ex, "440729", 20000, "KGM", 900000, "USD");
    detector_join(&f, bl);
    detector_join(&f, ex);
    detector_noted(&f, "iwt.cites_commodity: papers that name listed goods",
                   "a declaration goes with them", "1 document");
    assert_int_equal(f.r.n_findings, 0);
}

static void tortured(detector_case *f, tt_arena *a)
{
    detector_begin(f, a, "iwt.cites_commodity");
    detector_set(f, "min_weight", -1);
    others(f, 3);
    f->seller = tiny_company(&f->c, "Sanaga Gate SARL", "CM");
    paper(f, "BL-1", "Panthera tigris, bones", "050690");
}

static void every_allocation_may_fail(void **state)
{
    detector_torture(*state, tortured, 1);
}

TT_TEST_MAIN("detect/iwt_cites_commodity", TT_TEST(listed_goods_of_who_holds_no_permit_are_found),
             TT_TEST(legal_trade_is_not_found),
             TT_TEST(a_permit_for_other_wildlife_or_days_does_not_help),
             TT_TEST(what_is_usual_or_unknown_is_not_found),
             TT_TEST(what_was_declared_is_left_to_the_permit_check),
             TT_TEST(every_allocation_may_fail))
