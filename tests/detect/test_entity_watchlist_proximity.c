/*
 * entity.watchlist_proximity: parties with the number or the name and country of a listed one are
 * found, and what it owns, directs or shares a telephone with; namesakes are not.
 */
#include "tests/support/detector_case.h"

#include <math.h>

static const char FIRM[] = "Kestrel Marine Supplies LLC";

/* What the case says of the firm, and the list of its entry. */
struct listed {
    const char *name, *country, *number;   /* of the entry */
    const char *tax_id, *phone, *director; /* of the firm and its owners */
    bool namesake;                         /* another firm of the name in the same country */
};

static tt_party *party(detector_case *f, const char *id, const char *name)
{
    static tt_party none;
    tiny_id p = tiny_party(&f->c, id, TT_ENTITY_COMPANY, name, "AE");
    return f->c.failed ? &none : tiny_party_at(&f->c, p);
}

static void trades(detector_case *f, const char *number, const char *name)
{
    tiny_id inv = tiny_invoice(&f->c, number, tiny_company(&f->c, "Mill", "CN"),
                               tiny_company(&f->c, name, "AE"), "2024-01-05", "USD");
    tiny_invoice_line(&f->c, inv, "080131", 100, "KGM", 500000);
}

static void begin(detector_case *f, tt_arena *a, struct listed x)
{
    detector_begin(f, a, "entity.watchlist_proximity");
    f->seller = tiny_company(&f->c, "Mill", "CN");
    tt_party *p = party(f, "P-1", FIRM);
    p->tax_id = tt_str_of(x.tax_id ? x.tax_id : "");
    p->phone = tt_str_of(x.phone ? x.phone : "");
    trades(f, "I-1", FIRM);
    if (x.director)
        tiny_own(&f->c, x.director, FIRM, "director", TT_NO_NUM);
    if (x.namesake)
        trades(f, "I-2", "Kestrel Marine Supplies FZE");
    tiny_id w = tiny_watch(&f->c, "L-7", x.name, x.country);
    if (!f->c.failed) {
        tiny_watch_at(&f->c, w)->identifiers = tt_str_of(x.number ? x.number : "");
        tiny_watch_at(&f->c, w)->dataset = TT_STR("Test list");
    }
}

static void likely_and_unlikely_matches(void **state)
{
    static const struct {
        struct listed x;
        double lr; /* 0: not found */
    } rows[] = {
        /* a number, whatever the name */
        {{"Somebody", "ru", "AE-1002-7788", "AE 1002 7788", NULL, NULL, false}, 10},
        /* name and country */
        {{"Kestrel Marine Supplies LLC", "ae", NULL, NULL, NULL, NULL, false}, 3},
        {{"Kestrel Marine Supplies LLC", "ru;ae", NULL, NULL, NULL, NULL, false}, 3},
        /* the director of the firm is listed: one step */
        {{"Viktor Anatolevich Bout", "ae", NULL, NULL, NULL, "Viktor Anatolevich Bout", false},
         1.5},
        /* near misses */
        {{"Kestrel Marine Supplies LLC", "ru", NULL, NULL, NULL, NULL, false}, 0}, /* a namesake */
        {{"Kestrel Marine Supplies LLC", "", NULL, NULL, NULL, NULL, false}, 0},   /* only a name */
        {{"Osprey Marine Supplies LLC", "ae", NULL, NULL, NULL, NULL, false}, 0}, /* another name */
        {{"Somebody", "ae", "AE-1002-7788", "AE 1002 7789", NULL, NULL, false},
         0},                                                               /* a number off */
        {{"General Trading LLC", "ae", NULL, NULL, NULL, NULL, false}, 0}, /* words of all names */
        {{"Viktor Anatolevich Bout", "ru", NULL, NULL, NULL, "Viktor Anatolevich Bout", false}, 0},
    };
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        detector_case f;
        tt_arena_reset(*state);
        begin(&f, *state, rows[i].x);
        detector_find(&f);
        assert_int_equal(f.r.n_findings, rows[i].lr > 0);
        if (rows[i].lr > 0)
            assert_near(claim_only(&f.r)->weight, log10(rows[i].lr), 1e-9);
    }
}

static void the_finding_cites_the_list_and_says_what_is_the_same(void **state)
{
    detector_case f;
    begin(&f, *state,
          (struct listed){"Kestrel Marine Supplies LLC", "ae", NULL, NULL, NULL, NULL, false});
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_int_equal(x->n_documents, 3); /* invoice, registry, list */
    assert_int_equal(x->documents[2].kind, TT_KIND_WATCHLIST);
    assert_string_equal(x->explanation,
                        "This party is like the entry L-7 of the list 'Test list' (Kestrel Marine "
                        "Supplies LLC): the same name and country. Nobody else in these data is as "
                        "like it, so the likelihood ratio is 3.0.");
    assert_int_equal(claim_test(x, "namesake").outcome, TT_TEST_UNKNOWN);
    assert_int_equal(claim_test(x, "other_number").outcome, TT_TEST_UNKNOWN);
}

static void who_is_one_of_two_weighs_half(void **state)
{
    detector_case f;
    struct listed x = {"Kestrel Marine Supplies LLC", "ae", NULL, NULL, NULL, NULL, true};
    begin(&f, *state, x);
    detector_find(&f);
    assert_int_equal(f.r.n_findings, 2);
    for (size_t i = 1; i <= 2; i++) {
        assert_near(f.r.findings[i].f.weight, log10(1.5), 1e-9);
        assert_int_equal(claim_test(&f.r.findings[i].f, "namesake").outcome, TT_TEST_WEAKENED);
    }
}

static void another_number_on_the_list_weakens(void **state)
{
    detector_case f;
    begin(&f, *state,
          (struct listed){"Kestrel Marine Supplies LLC", "ae", "7700123456", "AE10027788", NULL,
                          NULL, false});
    detector_find(&f);
    const tt_finding *x = claim_only(&f.r);
    assert_near(x->weight, log10(1.5), 1e-9);
    assert_int_equal(claim_test(x, "other_number").outcome, TT_TEST_WEAKENED);
}

static void who_shares_a_telephone_with_a_listed_firm_is_a_step_away(void **state)
{
    for (int many = 0; many < 2; many++) {
        detector_case f;
        tt_arena_reset(*state);
        begin(&f, *state,
              (struct listed){"Kestrel Marine Supplies LLC", "ae", NULL, NULL, "+971 4 5550 1234",
                              NULL, false});
        for (int i = 0; i < (many ? 5 : 1); i++) {
            const char *name = tt_arena_printf(*state, "Neighbour %c", 'A' + i);
            party(&f, name, name)->phone = TT_STR("0097145550 1234");
            trades(&f, tt_arena_printf(*state, "N-%d", i), name);
        }
        detector_find(&f);
        assert_int_equal(f.r.n_findings, many ? 1 : 2);
        if (!many)
            assert_near(f.r.findings[1].f.weight + f.r.findings[2].f.weight, log10(3 * 1.5), 1e-9);
        else
            assert_true(claim_noted(&f.r, "entity.watchlist_proximity", "max_shared", "1 value"));
    }
}

static void without_a_list_nothing_is_said(void **state)
{
    detector_case f;
    detector_begin(&f, *state, "entity.watchlist_proximity");
    trades(&f, "I-1", FIRM);
    detector_none(&f, "no list");
}

static void torn(detector_case *f, tt_arena *a)
{
    begin(f, a,
          (struct listed){"Kestrel Marine Supplies LLC", "ae", NULL, NULL, "+971 4 5550 1234",
                          "Somebody", false});
}

static void every_allocation_may_fail(void **state)
{
    detector_torture(*state, torn, 1);
}

TT_TEST_MAIN("detect/entity_watchlist_proximity", TT_TEST(likely_and_unlikely_matches),
             TT_TEST(the_finding_cites_the_list_and_says_what_is_the_same),
             TT_TEST(who_is_one_of_two_weighs_half), TT_TEST(another_number_on_the_list_weakens),
             TT_TEST(who_shares_a_telephone_with_a_listed_firm_is_a_step_away),
             TT_TEST(without_a_list_nothing_is_said), TT_TEST(every_allocation_may_fail))
