/*
 * dup.permit: permits used beyond what they grant, or by several exporters, are found; several
 * consignments within the grant, both sides of one consignment, and other spellings are not.
 */
#include "tests/support/detector_case.h"

static tiny_id permit, last;

static void begin(detector_case *f, tt_arena *a)
{
    detector_begin(f, a, "dup.permit");
    f->seller = tiny_company(&f->c, "Kivu Timber", "CD");
    f->buyer = tiny_company(&f->c, "Hai Phong Wood", "VN");
    f->stranger = tiny_company(&f->c, "Zenith Logs", "CG");
    permit = tiny_permit(&f->c, "CD-2024/0117", "Pericopsis elata", "2024-01-10", "2024-07-10", 100,
                         "MTQ");
}

/* A declaration of the seller that claims a permit. */
static void claim_on(detector_case *f, const char *day, const char *number, const char *of,
                     tt_doc_type type, int64_t m3)
{
    last = tiny_declaration(&f->c, number, type, f->seller, f->buyer, day, "VN");
    tiny_claim_permit(
        &f->c, tiny_declaration_line(&f->c, last, "440349", m3, "MTQ", m3 * 50000, "USD"), of);
}

static void
claim(detector_case *f, const char *number, const char *of, tt_doc_type type, int64_t m3)
{
    claim_on(f, "2024-03-04", number, of, type, m3);
}

static void deal(detector_case *f, const char *number, bool odd)
{
    const char *of = tt_arena_printf(f->a, "P-%s", number);
    tiny_permit(&f->c, of, "Pericopsis elata", NULL, NULL, 100, "MTQ");
    claim(f, number, of, TT_DOC_EXPORT, odd ? 200 : 90);
    tiny_id x = last; /* of deals nothing is asked */
    detector_join(f, 0);
    detector_join(f, x);
}

static void overdrawn(detector_case *f, tt_arena *a)
{
    begin(f, a);
    detector_others(f, 60, 0, deal);
    claim(f, "D-1", "CD-2024/0117", TT_DOC_EXPORT, 80);
    claim(f, "D-2", "cd 2024 0117", TT_DOC_EXPORT, 70);
}

static void more_than_granted_is_found(void **state)
{
    detector_case f;
    overdrawn(&f, *state);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_near(x->p_value, 0.003333333, 1e-9); /* 0.01 * 30 of 60 + 30 */
    assert_int_equal(x->n_documents, 3);
    assert_true(claim_cites(x, tiny_ref(&f.c, last)));
    assert_true(claim_cites(x, (tt_ref){TT_KIND_PERMIT, tiny_ix(&f.c, permit), 0}));
    assert_true(claim_names(x, tiny_entity(&f.c, f.seller), "exporter"));
    assert_near(claim_measure(x, "declared").value, 150, 1e-9);
    assert_near(claim_measure(x, "declared").high, 105, 1e-9);
    assert_string_equal(claim_measure(x, "declared").unit, "m3");
    assert_true(strstr(x->explanation, "150 m3 declared of 100 m3 granted") != NULL);
}

static void several_exporters_are_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    detector_others(&f, 60, 0, deal);
    claim(&f, "D-1", "ZZ-9001", TT_DOC_EXPORT, 10);
    f.seller = f.stranger;
    claim(&f, "D-2", "ZZ-9001", TT_DOC_EXPORT, 10);
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_int_equal(x->n_entities, 3);
    assert_near(claim_measure(x, "exporters").value, 2, 0);
    assert_true(strstr(x->explanation, "what it grants is not in the data") != NULL);
}

/* A word of trade that is said of other wood as well, beside the name of the permit's species. */
static void goods_are_drawn_by_any_name_of_the_species(void **state)
{
    static const struct {
        const char *text;
        int found;
    } rows[] = {{"Sawn rosewood Pterocarpus erinaceus", 1},
                {"Pterocarpus erinaceus and Dalbergia nigra, sawn", 1},
                {"Sawn kosso", 1},
                {"Sawn Dalbergia nigra", 0}};
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        detector_case f;
        begin(&f, *state);
        tiny_permit(&f.c, "GH-1", "Pterocarpus erinaceus", "2024-01-10", "2024-07-10", 100, "MTQ");
        detector_others(&f, 60, 0, deal);
        for (int k = 0; k < 2; k++) {
            last = tiny_declaration(&f.c, k ? "D-2" : "D-1", TT_DOC_EXPORT, f.seller, f.buyer,
                                    "2024-03-04", "VN");
            tiny_id line = tiny_declaration_line(&f.c, last, "440799", 80, "MTQ", 4000000, "USD");
            tiny_line_at(&f.c, line)->description = tt_str_of(rows[i].text);
            tiny_claim_permit(&f.c, line, "GH-1");
        }
        detector_find(&f);
        assert_int_equal(f.r.n_findings, rows[i].found);
    }
}

static void near_misses_are_not_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    detector_others(&f, 60, 0, deal);
    claim(&f, "D-1", "CD-2024/0117", TT_DOC_EXPORT, 60);
    claim(&f, "D-2", "CD-2024/0117", TT_DOC_EXPORT, 44);  /* within the tolerance, in two parts */
    claim(&f, "D-3", "CD-2024/0117", TT_DOC_IMPORT, 60);  /* the other side of the same goods */
    claim(&f, "D-5", "CD-2024/0117", TT_DOC_TRANSIT, 60); /* and their way between */
    f.seller = tiny_company(&f.c, "Kivu Timbers Ltd", "CD");
    claim(&f, "D-4", "CD-2024/0117", TT_DOC_IMPORT, 40); /* the exporter, written otherwise */
    tiny_declaration_line(&f.c, last, "440399", 5000, "MTQ", 200000, "USD"); /* claims none */
    detector_none(&f, "honest use of a permit");

    begin(&f, *state);
    detector_others(&f, 60, 40, deal);
    claim(&f, "D-1", "CD-2024/0117", TT_DOC_EXPORT, 200);
    detector_none(&f, "most permits are overdrawn: the feed");
}

/* A load of 60 m3 is declared by each country that it passes: these never add up. */
static void what_passes_several_countries_is_one_load(void **state)
{
    static const struct {
        const char *first, *second;
        bool found;
        const char *why;
    } rows[] = {{"SGSIN", "MYPKG", false, "one load on its way through two countries"},
                {"SGSIN", "SGKEP", true, "two loads that one country saw"},
                {NULL, NULL, false, "where they passed is not said: they may be one"},
                {"SGSIN", NULL, false, "one of them may be the other"},
                {"0042", "0042", false, "an office that tells no country"}};
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        detector_case f;
        begin(&f, *state);
        detector_others(&f, 60, 0, deal);
        claim(&f, "D-1", "CD-2024/0117", TT_DOC_TRANSIT, 60);
        if (rows[i].first)
            tiny_office(&f.c, last, rows[i].first);
        claim(&f, "D-2", "CD-2024/0117", TT_DOC_TRANSIT, 60);
        if (rows[i].second)
            tiny_office(&f.c, last, rows[i].second);
        if (!rows[i].found) {
            detector_none(&f, rows[i].why);
            continue;
        }
        detector_find(&f);
        assert_near(claim_measure(claim_only(&f.r), "declared").value, 120, 1e-9);
    }
}

/* A row for each species: goods of one draw on its own rows only. */
static void rows_of_one_paper_are_one_permit(void **state)
{
    static const struct {
        int64_t m3;
        const char *species, *why;
    } second[] = {{100, "Pericopsis elata", "a second row of the same wood"},
                  {500, "Afzelia africana", "other wood grants nothing"}};
    for (size_t i = 0; i < TT_LEN(second); i++) {
        detector_case f;
        overdrawn(&f, *state);
        tiny_permit(&f.c, "CD-2024/0117", second[i].species, "2024-01-10", "2024-07-10",
                    second[i].m3, "MTQ");
        if (i == 0) {
            detector_none(&f, second[i].why);
            continue;
        }
        detector_find(&f);
        assert_near(claim_measure(claim_only(&f.r), "declared").high, 105, 1e-9);
    }
}

static void a_permit_in_the_name_of_another_is_found(void **state)
{
    static const struct {
        const char *named;
        bool found;
        const char *why;
    } rows[] = {{"Lisala Sawmills", true, "another party of the data"},
                {"金沙木业有限公司", false, "a script in which no exporter is written"},
                {"Nobody Known SPRL", false, "a name that is nobody's here"},
                {"KIVU TIMBER SARL", false, "the exporter"}};
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        detector_case f;
        begin(&f, *state);
        detector_others(&f, 60, 0, deal);
        tiny_party(&f.c, "P1", TT_ENTITY_COMPANY, "Lisala Sawmills", "CD");
        tiny_party(&f.c, "P2", TT_ENTITY_COMPANY, "Kivu Timber", "CD");
        tiny_party(&f.c, "P3", TT_ENTITY_COMPANY, "金沙木业有限公司", "CN");
        tiny_permit_at(&f.c, permit)->exporter_name = tt_str_of(rows[i].named);
        claim(&f, "D-1", "CD-2024/0117", TT_DOC_EXPORT, 80);
        if (!rows[i].found) {
            detector_none(&f, rows[i].why);
            continue;
        }
        detector_find(&f);
        const tt_finding *x = claim_only(&f.r);
        assert_near(claim_measure(x, "exporters").value, 2, 0);
        assert_non_null(strstr(x->explanation, "It names Lisala Sawmills, which is none of them."));
    }
}

static void what_is_told_elsewhere_or_is_an_error_is_noted(void **state)
{
    detector_case f;
    begin(&f, *state);
    detector_others(&f, 60, 0, deal);
    claim(&f, "D-1", "CD-2024/0117", TT_DOC_EXPORT, 95000); /* litres */
    detector_noted(&f, "dup.permit", "more than `absurd` times what is granted", "1 permit");
    assert_int_equal(f.r.n_findings, 0);

    overdrawn(&f, *state);
    tiny_id other = tiny_permit(&f.c, "CD-2024/0117", "Pericopsis elata", "2024-02-20",
                                "2024-08-20", 100, "MTQ");
    tiny_permit_at(&f.c, other)->exporter_name = TT_STR("Lisala Sawmills");
    detector_noted(&f, "dup.permit", "numbers that two papers have", "1 permit");
    assert_non_null(strstr(claim_only(&f.r)->explanation, "150 m3 declared of 100 m3 granted"));
}

/* Two papers of one number: what was declared on each is held against that one alone. */
static void papers_with_one_number_have_a_sum_each(void **state)
{
    for (int over = 0; over < 2; over++) {
        detector_case f;
        begin(&f, *state);
        detector_others(&f, 60, 0, deal);
        tiny_id other = tiny_permit(&f.c, "CD-2024/0117", "Pericopsis elata", "2024-02-20",
                                    "2024-08-20", 100, "MTQ");
        tiny_permit_at(&f.c, permit)->exporter_name = TT_STR("Kivu Timber");
        tiny_permit_at(&f.c, other)->exporter_name = TT_STR("Zenith Logs");
        claim(&f, "D-1", "CD-2024/0117", TT_DOC_EXPORT, 80);
        f.seller = f.stranger;
        claim(&f, "D-2", "CD-2024/0117", TT_DOC_EXPORT, 70);
        tiny_id first = last;
        claim_on(&f, "2024-03-09", "D-3", "CD-2024/0117", TT_DOC_EXPORT, over ? 60 : 30);
        if (!over) {
            detector_none(&f, "80 of 100, and 100 of 100");
            continue;
        }
        detector_find(&f);
        const tt_finding *x = claim_only(&f.r);
        assert_true(claim_cites(x, (tt_ref){TT_KIND_PERMIT, tiny_ix(&f.c, other), 0}));
        assert_true(claim_cites(x, tiny_ref(&f.c, first)));
        assert_int_equal(x->n_documents, 3); /* D-1 is of the other paper */
        assert_non_null(strstr(x->explanation, "130 m3 declared of 100 m3 granted, beyond it since "
                                               "declaration D-3 of 2024-03-09 (130 m3 by then)"));
    }
}

static void bounds_are_parameters(void **state)
{
    detector_case f;
    overdrawn(&f, *state);
    detector_set(&f, "tolerance", 0.5);
    detector_none(&f, "half more is allowed");
    detector_set(&f, "tolerance", 0.05);
    detector_set(&f, "prior_deals", 0);
    detector_set(&f, "lr_over", 5);
    detector_set(&f, "min_weight", 0.5);
    assert_ok(detector_run(&f, ERR));
    assert_near(claim_only(&f.r)->weight, log10(5), 1e-9);
}

static void few(detector_case *f, tt_arena *a)
{
    begin(f, a);
    detector_others(f, 2, 0, deal);
    claim(f, "D-1", "CD-2024/0117", TT_DOC_EXPORT, 80);
    claim(f, "D-2", "cd 2024 0117", TT_DOC_EXPORT, 70);
    detector_set(f, "min_weight", -1);
}

static void every_allocation_may_fail(void **state)
{
    detector_torture(*state, few, 1);
}

TT_TEST_MAIN("detect/dup_permit", TT_TEST(more_than_granted_is_found),
             TT_TEST(several_exporters_are_found),
             TT_TEST(goods_are_drawn_by_any_name_of_the_species),
             TT_TEST(near_misses_are_not_found), TT_TEST(rows_of_one_paper_are_one_permit),
             TT_TEST(what_passes_several_countries_is_one_load),
             TT_TEST(a_permit_in_the_name_of_another_is_found),
             TT_TEST(what_is_told_elsewhere_or_is_an_error_is_noted),
             TT_TEST(papers_with_one_number_have_a_sum_each), TT_TEST(bounds_are_parameters),
             TT_TEST(every_allocation_may_fail))
