/* iwt.cites_permit: permits that do not cover their use, and those that do. */
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
    tiny_declaration_line(&f->c, d, "440729", kg, "KGM", 500000, "USD");
    tiny_declaration_at(&f->c, d)->permit_number = tt_str_of(permit_number);
    return d;
}

static void a_permit_that_is_overdrawn_is_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    tiny_id p = permit(&f, "GH-1", 1000);
    tiny_id one = use(&f, "D-1", "GH-1", "2024-02-01", 900);
    use(&f, "D-2", "GH-1", "2024-03-01", 800);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_near(x->weight, 0.7, 1e-9);
    assert_string_equal(x->explanation, "Permit 'GH-1' for Pericopsis elata: 1700.0 were declared "
                                        "on it, 1000.0 are allowed.");
    assert_true(claim_cites(x, (tt_ref){TT_KIND_PERMIT, tiny_ix(&f.c, p), 0}));
    assert_true(claim_cites(x, tiny_ref(&f.c, one)));
    assert_near(claim_measure(x, "declared_on_permit").value, 1700, 1e-9);
    detector_set(&f, "margin", 0.71);
    assert_ok(detector_run(&f, ERR));
    assert_int_equal(f.r.n_findings, 0);
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

static void two_papers_with_one_number_are_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    permit(&f, "GH-1", 1000);
    tiny_id other = permit(&f, "GH-1", 1000);
    tiny_permit_at(&f.c, other)->exporter_name = TT_STR("Kumasi Exports");
    use(&f, "D-1", "GH-1", "2024-02-01", 900);
    detector_find(&f);
    assert_int_equal(f.r.n_findings, 2); /* each of the two is in question */
    assert_near(f.r.findings[1].f.weight, 1.48, 1e-9);
    assert_true(claim_cites(&f.r.findings[1].f, (tt_ref){TT_KIND_PERMIT, tiny_ix(&f.c, other), 0}));
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
    permit(&f, "GH-1", 1000); /* fully used, and scales differ by 4 % */
    use(&f, "D-1", "GH-1", "2024-01-01", 540);
    use(&f, "D-2", "GH-1", "2024-06-30", 500);
    permit(&f, "GH-2", 1000); /* both ends of one shipment are declared */
    use(&f, "D-3", "GH-2", "2024-02-01", 900);
    tiny_id in =
        tiny_declaration(&f.c, "D-4", TT_DOC_IMPORT, f.seller, f.buyer, "2024-03-01", "GH");
    tiny_declaration_line(&f.c, in, "440729", 900, "KGM", 500000, "USD");
    tiny_declaration_at(&f.c, in)->permit_number = TT_STR("GH-2");
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
    use(&f, "D-1", "GH-1", "2025-02-01", 900);
    detector_find(&f);
    assert_near(f.r.findings[1].f.weight, 2, 1e-9);
    detector_set(&f, "cap", 3);
    assert_ok(detector_run(&f, ERR));
    assert_near(f.r.findings[1].f.weight, 3, 1e-9);
}

static void tortured(detector_case *f, tt_arena *a)
{
    begin(f, a);
    tiny_id p =
        tiny_permit(&f->c, "GH-1", "Pericopsis elata", "2024-01-01", "2024-06-30", 1, "KGM");
    TT_UNUSED(p);
    tiny_id d =
        tiny_declaration(&f->c, "D-1", TT_DOC_EXPORT, f->seller, f->buyer, "2024-02-01", "CN");
    tiny_declaration_line(&f->c, d, "440729", 900, "KGM", 500000, "USD");
    if (!f->c.failed)
        tiny_declaration_at(&f->c, d)->permit_number = TT_STR("GH-1");
}

static void every_allocation_may_fail(void **state)
{
    detector_torture(*state, tortured, 1);
}

TT_TEST_MAIN("detect/iwt_cites_permit", TT_TEST(a_permit_that_is_overdrawn_is_found),
             TT_TEST(use_outside_its_days_or_country_is_found),
             TT_TEST(two_papers_with_one_number_are_found), TT_TEST(appendix_i_for_trade_is_found),
             TT_TEST(near_misses_are_not_found), TT_TEST(an_unused_permit_accuses_nobody),
             TT_TEST(faults_add_up_to_the_cap), TT_TEST(every_allocation_may_fail))
