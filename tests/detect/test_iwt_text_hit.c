/*
 * iwt.text_hit: words for wildlife in goods and payment texts, and the honest texts that look
 * alike.
 */
#include "tests/support/detector_case.h"

static void begin(detector_case *f, tt_arena *a)
{
    detector_begin(f, a, "iwt.text_hit");
    f->seller = tiny_company(&f->c, "Savanna Gate Ltd", "NG");
    f->buyer = tiny_company(&f->c, "Hai Van Son JSC", "VN");
}

static tiny_id cargo(detector_case *f, const char *number, const char *text, const char *hs)
{
    tiny_id bl = tiny_shipment(&f->c, number, f->seller, f->buyer, "2024-03-01", "NGAPP", "VNHPH");
    tiny_id line = tiny_shipment_line(&f->c, bl, hs, TT_NO_NUM, NULL, 20000);
    tiny_line_at(&f->c, line)->description = tt_str_of(text);
    return bl;
}

static void a_word_of_appendix_i_under_other_goods_is_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    tiny_id bl = cargo(&f, "BL-1", "Plastic waste, vảy tê tê", "391590");
    cargo(&f, "BL-2", "Cashew nuts", "080131");
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_near(x->weight, 0.78, 1e-9);
    assert_string_equal(x->explanation,
                        "The text of shipment 'BL-1' of 2024-03-01 has the words 'vảy tê tê': "
                        "pangolin_scales, a product of species in Appendix I of CITES on that "
                        "day.");
    assert_true(claim_cites(x, tiny_ref(&f.c, bl)));
    assert_true(claim_names(x, tiny_entity(&f.c, f.seller), "sender"));
    assert_int_equal(claim_test(x, "declared_openly").outcome, TT_TEST_NOT_EXPLAINED);
}

static void payments_are_read_too(void **state)
{
    detector_case f;
    begin(&f, *state);
    tiny_id pay = tiny_payment(&f.c, "P-1", f.buyer, f.seller, "2024-03-05", 900000, "USD");
    tiny_payment_text(&f.c, pay, "balance 犀牛角");
    detector_find(&f);
    assert_true(claim_names(claim_only(&f.r), tiny_entity(&f.c, f.buyer), "payer"));
    assert_near(claim_only(&f.r)->weight, 0.78, 1e-9);
}

static void open_declaration_cue_and_business_weaken(void **state)
{
    detector_case f;
    begin(&f, *state);
    cargo(&f, "BL-1", "African rosewood logs", "440349"); /* a code of the product */
    detector_set(&f, "min_weight", 0);
    detector_find(&f);
    assert_near(claim_only(&f.r)->weight, 0.4 - 0.3, 1e-9);
    assert_int_equal(claim_test(claim_only(&f.r), "declared_openly").outcome, TT_TEST_WEAKENED);
    detector_set(&f, "min_weight", 0.3);
    assert_ok(detector_run(&f, ERR));
    assert_int_equal(f.r.n_findings, 0);
    assert_true(claim_noted(&f.r, "iwt.text_hit: documents that name wildlife",
                            "declared openly, or below min_weight", "1 document"));
    begin(&f, *state);
    cargo(&f, "BL-1", "marfim, espécie protegida", "391590");
    detector_find(&f);
    assert_near(claim_only(&f.r)->weight, 0.78 - 0.3, 1e-9);
    assert_string_equal(claim_test(claim_only(&f.r), "other_meaning").detail,
                        "The word is ambiguous, and 'espécie protegida' stands beside it.");
    begin(&f, *state);
    const char *const numbers[] = {"A", "B", "C", "D", "E"};
    for (size_t i = 0; i < TT_LEN(numbers); i++)
        cargo(&f, numbers[i], "kosso", "391590");
    detector_set(&f, "min_weight", 0);
    detector_find(&f);
    assert_int_equal(f.r.n_findings, 5);
    assert_near(f.r.findings[1].f.weight, 0.4 - 0.3, 1e-9);
    detector_set(&f, "usual", 6);
    assert_ok(detector_run(&f, ERR));
    assert_near(f.r.findings[1].f.weight, 0.4, 1e-9);
}

static void words_that_mean_something_else_are_not_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    cargo(&f, "BL-1", "Ceramic tiles ivory white 60x60", "690721"); /* a colour */
    cargo(&f, "BL-2", "Cocoa beans, Ivory Coast", "180100");        /* a country */
    cargo(&f, "BL-3", "Frozen tiger prawns 16/20", "030617");       /* a prawn */
    cargo(&f, "BL-4", "美甲片 亚克力", "392690");                   /* nail tips */
    cargo(&f, "BL-5", "Gạch men màu ngà voi", "690721");            /* a colour */
    cargo(&f, "BL-6", "Ivory", "520812");                           /* alone: who knows */
    detector_none(&f, "colours, countries, prawns");
    assert_true(
        claim_noted(&f.r, "iwt.text_hit: ambiguous words", "without a second cue", "1 word"));
}

static void legal_timber_without_a_code_is_not_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    cargo(&f, "BL-1", "Doussie sawn timber KD", NULL);
    detector_none(&f, "Appendix II, and nothing says that it was hidden");
}

static void what_was_not_listed_on_the_day_is_not_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    tiny_id bl = tiny_shipment(&f.c, "BL-1", f.seller, f.buyer, "2016-03-01", "NGAPP", "VNHPH");
    tiny_id line = tiny_shipment_line(&f.c, bl, "440349", TT_NO_NUM, NULL, 20000);
    tiny_line_at(&f.c, line)->description = TT_STR("kosso logs");
    detector_none(&f, "Pterocarpus erinaceus was listed in 2017");
}

static void an_empty_case_has_no_findings(void **state)
{
    detector_case f;
    begin(&f, *state);
    detector_none(&f, "nothing");
}

static void tortured(detector_case *f, tt_arena *a)
{
    begin(f, a);
    cargo(f, "BL-1", "raw ivory", "391590");
}

static void every_allocation_may_fail(void **state)
{
    detector_torture(*state, tortured, 1);
}

TT_TEST_MAIN("detect/iwt_text_hit", TT_TEST(a_word_of_appendix_i_under_other_goods_is_found),
             TT_TEST(payments_are_read_too), TT_TEST(open_declaration_cue_and_business_weaken),
             TT_TEST(words_that_mean_something_else_are_not_found),
             TT_TEST(legal_timber_without_a_code_is_not_found),
             TT_TEST(what_was_not_listed_on_the_day_is_not_found),
             TT_TEST(an_empty_case_has_no_findings), TT_TEST(every_allocation_may_fail))
