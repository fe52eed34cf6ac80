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
static void
claim(detector_case *f, const char *number, const char *of, tt_doc_type type, int64_t m3)
{
    last = tiny_declaration(&f->c, number, type, f->seller, f->buyer, "2024-03-04", "VN");
    tiny_claim_permit(
        &f->c, tiny_declaration_line(&f->c, last, "440349", m3, "MTQ", m3 * 50000, "USD"), of);
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

static void near_misses_are_not_found(void **state)
{
    detector_case f;
    begin(&f, *state);
    detector_others(&f, 60, 0, deal);
    claim(&f, "D-1", "CD-2024/0117", TT_DOC_EXPORT, 60);
    claim(&f, "D-2", "CD-2024/0117", TT_DOC_EXPORT, 44); /* within the tolerance, in two parts */
    claim(&f, "D-3", "CD-2024/0117", TT_DOC_IMPORT, 60); /* the other side of the same goods */
    f.seller = tiny_company(&f.c, "Kivu Timbers Ltd", "CD");
    claim(&f, "D-4", "CD-2024/0117", TT_DOC_IMPORT, 40); /* the exporter, written otherwise */
    tiny_declaration_line(&f.c, last, "440399", 5000, "MTQ", 200000, "USD"); /* claims none */
    detector_none(&f, "honest use of a permit");

    begin(&f, *state);
    detector_others(&f, 60, 40, deal);
    claim(&f, "D-1", "CD-2024/0117", TT_DOC_EXPORT, 200);
    detector_none(&f, "most permits are overdrawn: the feed");
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
             TT_TEST(several_exporters_are_found), TT_TEST(near_misses_are_not_found),
             TT_TEST(bounds_are_parameters), TT_TEST(every_allocation_may_fail))
