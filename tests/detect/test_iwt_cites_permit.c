/* iwt.cites_permit: permits that are missing or do not cover their use, and those that do. */
#include "tests/support/detector_case.h"

static void begin(detector_case *f, tt_arena *a)
{
    detector_begin(f, a, "iwt.cites_permit");
    f->seller = tiny_company(&f->c, "Accra Timber Ltd", "GH");
    f->buyer = tiny_company(&f->c, "Ruyi Wood Co", "CN");
}

static tiny_id permit(detector_case *f, const char *number, int64_t kg)
{
    tiny_id p =
        tiny_permit(&f->c, number, "Pericopsis elata", "2024-01-01", "2024-06-30", kg, "KGM");
    tt_permit *x = tiny_permit_at(&f->c, p);
    assert_true(tt_country_parse(TT_STR("GH"), &x->issuing_country));
    x->export_country = x->issuing_country;
    x->exporter_name = TT_STR("Accra Timber Ltd");
    return p;
}

static tiny_id
use(detector_case *f, const char *number, const char *permit_number, const char *day, int64_t kg)
{
    tiny_id d = tiny_declaration(&f->c, number, TT_DOC_EXPORT, f->seller, f->buyer, day, "CN");
    tiny_claim_permit(&f->c, tiny_declaration_line(&f->c, d, "440729", kg, "KGM", 500000, "USD"),
                      permit_number);
    return d;
}

static void use_outside_its_days_or_country_is_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    permit(&f, "GH-1", 1000);
    use(&f, "D-1", "GH-1", "2024-07-01", 900);
    detector_find(&f);
    assert_near(claim_only(&f.r)->weight, 0.6, 1e-9);
    assert_string_equal(claim_only(&f.r)->explanation,
                        "Permit 'GH-1' for Pericopsis elata: declaration 'D-1' is outside its days "
                        "(2024-01-01 to 2024-06-30).");
    begin(&f, *state);
    permit(&f, "GH-1", 1000);
    f.seller = tiny_company(&f.c, "Lome Bois", "TG");
    use(&f, "D-1", "GH-1", "2024-06-30", 900);
    detector_find(&f);
    assert_near(claim_only(&f.r)->weight, 0.7, 1e-9);
}

static tt_permit *wild(detector_case *f, const char *type, const char *species)
{
    tt_permit *x = tiny_permit_at(&f->c, permit(f, "GH-1", 1000));
    x->type = tt_str_of(type);
    x->species = tt_str_of(species);
    x->source_code = TT_STR("W");
    return x;
}

static void states_that_cannot_be_are_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    (void)wild(&f, "export", "Guibourtia tessmannii"); /* of Cameroon and its neighbours */
    use(&f, "D-1", "GH-1", "2024-02-01", 900);
    detector_find(&f);
    assert_near(claim_only(&f.r)->weight, 0.7, 1e-9);
    assert_non_null(strstr(claim_only(&f.r)->explanation,
                           "it is for wild specimens from a country where the species does not "
                           "live"));
    assert_int_equal(claim_test(claim_only(&f.r), "re_export").outcome, TT_TEST_UNKNOWN);
    begin(&f, *state);
    assert_true(tt_country_parse(TT_STR("TG"),
                                 &wild(&f, "CITES export", "Pericopsis elata")->issuing_country));
    use(&f, "D-1", "GH-1", "2024-02-01", 900);
    detector_find(&f);
    assert_near(claim_only(&f.r)->weight, 0.7, 1e-9);
    assert_non_null(strstr(claim_only(&f.r)->explanation, "another country issued it"));
}

static void states_that_can_be_are_not(void **state)
{
    static const struct {
        const char *type, *species, *source, *why;
    } rows[] = {
        {"export", "Pericopsis elata", "W", "it lives there"},
        {"re-export", "Guibourtia tessmannii", "W", "it came from elsewhere"},
        {"Re-Export certificate", "Guibourtia tessmannii", "W", "it came from elsewhere"},
        {"", "Guibourtia tessmannii", "W", "the paper does not say what it is"},
        {"export", "Guibourtia tessmannii", "A", "planted"},
        {"export", "Carcharhinus falciformis", "W", "its range is not in the table"},
        {"export", "Tectona grandis", "W", "not listed: nothing is known of it"},
    };
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        detector_case f;
        begin(&f, *state);
        wild(&f, rows[i].type, rows[i].species)->source_code = tt_str_of(rows[i].source);
        use(&f, "D-1", "GH-1", "2024-02-01", 900);
        detector_none(&f, rows[i].why);
    }
}

static void two_papers_with_one_number_are_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    tiny_id first = permit(&f, "GH-1", 1000), other = permit(&f, "GH-1", 1000);
    tiny_permit_at(&f.c, other)->exporter_name = TT_STR("Kumasi Exports");
    use(&f, "D-1", "GH-1", "2024-02-01", 900);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r); /* of the later one, and it cites both */
    assert_near(x->weight, 1.48, 1e-9);
    assert_true(claim_cites(x, (tt_ref){TT_KIND_PERMIT, tiny_ix(&f.c, first), 0}));
    assert_true(claim_cites(x, (tt_ref){TT_KIND_PERMIT, tiny_ix(&f.c, other), 0}));
}

/* Each declaration is of the paper of its parties: none of the three is outside of its days. */
static void two_papers_are_told_in_the_order_of_time(void **state)
{
    detector_case f;
    begin(&f, *state);
    tiny_id late = permit(&f, "GH-1", 1000), early = permit(&f, "GH-1", 1000);
    tiny_permit_at(&f.c, late)->exporter_name = TT_STR("Kumasi Exports");
    tiny_permit_at(&f.c, late)->issued = tiny_day("2024-03-01");
    tiny_permit_at(&f.c, late)->expires = tiny_day("2024-09-01");
    tiny_permit_at(&f.c, early)->exporter_name = TT_STR("Tema Logs Ltd");
    tiny_permit_at(&f.c, early)->issued = tiny_day("2024-01-05");
    tiny_permit_at(&f.c, early)->expires = tiny_day("2024-07-05");
    f.seller = tiny_company(&f.c, "Tema Logs Limited", "GH");
    use(&f, "D-3", "GH-1", "2024-04-01", 300);
    use(&f, "D-1", "GH-1", "2024-02-01", 300);
    f.seller = tiny_company(&f.c, "Kumasi Exports", "GH");
    use(&f, "D-2", "GH-1", "2024-03-10", 300);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_near(x->weight, 1.48, 1e-9);
    assert_non_null(strstr(
        x->explanation, "that one, of 2024-01-05 for Tema Logs Ltd, was used by D-1 (2024-02-01), "
                        "D-3 (2024-04-01); this one, of 2024-03-01 for Kumasi Exports, by D-2 "
                        "(2024-03-10)"));
}

static void appendix_i_for_trade_is_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    tiny_id p = permit(&f, "GH-1", 1000);
    tiny_permit_at(&f.c, p)->species = TT_STR("Phataginus tricuspis");
    tiny_permit_at(&f.c, p)->purpose_code = TT_STR("T");
    use(&f, "D-1", "GH-1", "2024-02-01", 900);
    detector_find(&f);
    assert_near(claim_only(&f.r)->weight, 1.3, 1e-9);
    begin(&f, *state);
    p = permit(&f, "GH-1", 1000);
    tiny_permit_at(&f.c, p)->species = TT_STR("Phataginus tricuspis");
    tiny_permit_at(&f.c, p)->purpose_code = TT_STR("T");
    tiny_permit_at(&f.c, p)->source_code = TT_STR("C");
    use(&f, "D-1", "GH-1", "2024-02-01", 900);
    detector_none(&f, "bred in captivity");
}

static void near_misses_are_not_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    permit(&f, "GH-1", 1000); /* on its first and last day; how much is for dup.permit */
    use(&f, "D-1", "GH-1", "2024-01-01", 900);
    use(&f, "D-2", "GH-1", "2024-06-30", 800);
    permit(&f, "GH-2", 1000); /* both ends of one shipment are declared */
    use(&f, "D-3", "GH-2", "2024-02-01", 900);
    tiny_id in =
        tiny_declaration(&f.c, "D-4", TT_DOC_IMPORT, f.seller, f.buyer, "2024-03-01", "GH");
    tiny_claim_permit(&f.c, tiny_declaration_line(&f.c, in, "440729", 900, "KGM", 500000, "USD"),
                      "GH-2");
    permit(&f, "GH-3", 500); /* two rows of one paper: two species */
    permit(&f, "GH-3", 500);
    use(&f, "D-5", "GH-3", "2024-02-01", 1000);
    tiny_permit(&f.c, "GH-5", "Pericopsis elata", NULL, NULL, 10, "MTQ"); /* cubic metres */
    use(&f, "D-6", "GH-5", "2024-02-01", 9000);
    assert_true(tt_hs_parse(TT_STR("121190"), &tiny_permit_at(&f.c, permit(&f, "GH-6", 10))->hs));
    use(&f, "D-8", "GH-6", "2024-02-01", 9000); /* sawn wood beside chips: not under this permit */
    use(&f, "D-7", "NONE", "2024-02-01", 9000); /* a permit that the data do not hold */
    detector_none(&f, "permits that cover their use");
}

static void an_unused_permit_accuses_nobody(void **state)
{
    detector_case f;
    begin(&f, *state);
    permit(&f, "GH-1", 1000);
    tiny_permit_at(&f.c, permit(&f, "GH-1", 1000))->exporter_name = TT_STR("Kumasi Exports");
    detector_none(&f, "nobody used them");
}

static void faults_add_up_to_the_cap(void **state)
{
    detector_case f;
    begin(&f, *state);
    permit(&f, "GH-1", 100);
    tiny_permit_at(&f.c, permit(&f, "GH-1", 100))->exporter_name = TT_STR("Kumasi Exports");
    f.seller = tiny_company(&f.c, "Kumasi Exports", "GH");
    use(&f, "D-1", "GH-1", "2025-02-01", 900);
    detector_find(&f);
    assert_near(claim_only(&f.r)->weight, 2, 1e-9);
    detector_set(&f, "cap", 3);
    assert_ok(detector_run(&f, ERR));
    assert_near(claim_only(&f.r)->weight, 1.48 + 0.6, 1e-9);
}

static void what_comes_late_went_in_time(void **state)
{
    detector_case f;
    begin(&f, *state);
    permit(&f, "GH-2", 1000);
    use(&f, "D-2", "GH-2", "2024-06-30", 900);
    tiny_id in =
        tiny_declaration(&f.c, "D-3", TT_DOC_IMPORT, f.seller, f.buyer, "2024-08-10", "GH");
    tiny_claim_permit(&f.c, tiny_declaration_line(&f.c, in, "440729", 900, "KGM", 500000, "USD"),
                      "GH-2");
    detector_none(&f, "on board in time");
}

static void a_re_export_is_no_trade_in_appendix_i(void **state)
{
    detector_case f;
    begin(&f, *state);
    f.seller = tiny_company(&f.c, "Harbour Leather Ltd", "HK");
    tiny_id p = permit(&f, "HK-1", 1000);
    tiny_permit_at(&f.c, p)->species = TT_STR("Crocodylus niloticus");
    tiny_permit_at(&f.c, p)->purpose_code = TT_STR("T");
    assert_true(tt_country_parse(TT_STR("HK"), &tiny_permit_at(&f.c, p)->export_country));
    use(&f, "D-1", "HK-1", "2024-02-01", 900);
    detector_none(&f, "Hong Kong has no wild crocodiles: the country of origin decides");
}

/* --- no number --- */

static tiny_id crate(detector_case *f, const char *number, const char *text, const char *permit_no)
{
    tiny_id d = use(f, number, permit_no, "2024-03-01", 900);
    tt_line *l =
        tiny_line_at(&f->c, tiny_declaration_line(&f->c, d, "440349", 10, "MTQ", 900, "USD"));
    l->description = tt_str_of(text);
    detector_join(f, 0);
    detector_join(f, d);
    return d;
}

static void deal(detector_case *f, const char *number, bool odd)
{
    crate(f, number, "Kosso logs", odd ? "" : "NL-1");
}

/* A feed in which permits are quoted, and two deals without. */
static void two_without(detector_case *f, tt_arena *a, const char *text)
{
    begin(f, a);
    detector_others(f, 40, 0, deal);
    tiny_id buyer = f->buyer;
    f->buyer = tiny_company(&f->c, "Other Wood Co", "CN");
    crate(f, "D-0", "Kosso logs", "GH-9");
    f->buyer = buyer;
    crate(f, "D-1", text, "");
    crate(f, "D-2", text, "");
}

static void listed_goods_without_a_number_are_found(void **state)
{
    detector_case f;
    two_without(&f, *state, "Kosso logs");
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_near(x->weight, log10(8) + 0.2, 1e-9);
    assert_string_equal(x->title, "protected goods without a permit number in 2 of 2 deals");
    assert_string_equal(x->explanation,
                        "In 2 of 2 deals between these parties goods that CITES lists were "
                        "declared and no permit was quoted. Export declaration 'D-1' of "
                        "2024-03-01 says 'Kosso logs': Pterocarpus erinaceus, in Appendix II on "
                        "that day. Such goods may cross a border only with a permit.");
    assert_true(claim_names(x, tiny_entity(&f.c, f.seller), "exporter"));
    assert_int_equal(claim_test(x, "permit_on_record").outcome, TT_TEST_NOT_EXPLAINED);
    two_without(&f, *state, "Raw ivory");
    detector_find(&f);
    assert_near(claim_only(&f.r)->weight, log10(20) + 0.2, 1e-9);
}

static void goods_that_need_no_number_are_not_found(void **state)
{
    static const char *const texts[] = {"Iroko logs", "Tropical logs",
                                        "Pine logs, rosewood colour"};
    detector_case f;
    for (size_t i = 0; i < TT_LEN(texts); i++) {
        two_without(&f, *state, texts[i]);
        detector_none(&f, texts[i]);
    }
    begin(&f, *state); /* nobody in Ghana quotes a number */
    detector_others(&f, 40, 0, deal);
    crate(&f, "D-1", "Kosso logs", "");
    crate(&f, "D-2", "Kosso logs", "");
    detector_noted(&f, "iwt.cites_permit: declarations of protected goods",
                   "no declaration of that country and direction quotes a permit",
                   "2 declarations");
    assert_int_equal(f.r.n_findings, 0);
}

static void a_number_at_the_other_end_or_a_permit_on_record_explains(void **state)
{
    detector_case f;
    begin(&f, *state);
    detector_others(&f, 40, 0, deal);
    f.stranger = tiny_company(&f.c, "Other Wood Co", "CN");
    tiny_id in =
        tiny_declaration(&f.c, "I-1", TT_DOC_IMPORT, f.seller, f.buyer, "2024-04-01", "GH");
    tiny_id line = tiny_declaration_line(&f.c, in, "440349", 10, "MTQ", 900, "USD");
    tiny_line_at(&f.c, line)->description = TT_STR("Kosso logs");
    tiny_claim_permit(&f.c, line, "GH-7");
    crate(&f, "D-1", "Kosso logs", "");
    detector_join(&f, in);
    detector_none(&f, "the import quotes it");
    two_without(&f, *state, "Kosso logs");
    tiny_permit_at(&f.c, permit(&f, "GH-1", 1000))->species = TT_STR("Pterocarpus erinaceus");
    detector_set(&f, "min_weight", 0);
    detector_find(&f);
    assert_near(claim_only(&f.r)->weight, log10(1.2) + 0.2, 1e-9);
    assert_int_equal(claim_test(claim_only(&f.r), "permit_on_record").outcome, TT_TEST_WEAKENED);
}

static void tortured(detector_case *f, tt_arena *a)
{
    begin(f, a);
    tiny_id p =
        tiny_permit(&f->c, "GH-1", "Pericopsis elata", "2024-01-01", "2024-06-30", 400, "KGM");
    TT_UNUSED(p);
    tiny_id d =
        tiny_declaration(&f->c, "D-1", TT_DOC_EXPORT, f->seller, f->buyer, "2024-09-01", "CN");
    tiny_claim_permit(&f->c, tiny_declaration_line(&f->c, d, "440729", 900, "KGM", 500000, "USD"),
                      "GH-1");
}

static void every_allocation_may_fail(void **state)
{
    detector_torture(*state, tortured, 1);
}

TT_TEST_MAIN("detect/iwt_cites_permit", TT_TEST(use_outside_its_days_or_country_is_found),
             TT_TEST(states_that_cannot_be_are_found), TT_TEST(states_that_can_be_are_not),
             TT_TEST(two_papers_with_one_number_are_found),
             TT_TEST(two_papers_are_told_in_the_order_of_time),
             TT_TEST(appendix_i_for_trade_is_found), TT_TEST(near_misses_are_not_found),
             TT_TEST(an_unused_permit_accuses_nobody), TT_TEST(faults_add_up_to_the_cap),
             TT_TEST(what_comes_late_went_in_time), TT_TEST(a_re_export_is_no_trade_in_appendix_i),
             TT_TEST(listed_goods_without_a_number_are_found),
             TT_TEST(goods_that_need_no_number_are_not_found),
             TT_TEST(a_number_at_the_other_end_or_a_permit_on_record_explains),
             TT_TEST(every_allocation_may_fail))
