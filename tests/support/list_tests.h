/*
 * list_tests.h - the tests that context.jurisdiction_risk, context.commodity_risk and
 * entity.jurisdiction_risk share: each program includes this once and states what its detector
 * looks for as LIST.
 */
#ifndef TT_TESTS_SUPPORT_LIST_TESTS_H
#define TT_TESTS_SUPPORT_LIST_TESTS_H

#include "tests/support/detector_case.h"

#define HEAD                                                                                       \
    "# source: x; date: 2026-01-01; licence: y\nkind\tcode\tlist\tfrom\tto\tsource\tverified\n"
/* A table of one row: a kind and a code, and the year in which the list names it. */
#define LISTED(row, year) HEAD row "\tMine\t" year "-01-01\t" year "-12-31\tcircular 7\tyes\n"

struct list_kind {
    const char *id, *kind;
    const char *holds, *earlier, *other;  /* tables: what is touched, in 2024; in 2023; another */
    const char *sellers, *buyers, *goods; /* of deals that the list touches */
    size_t findings;                      /* parties of such a deal that are told */
    const char *says;                     /* what is on the list */
};

static const struct list_kind LIST; /* for the program to state */

enum { OTHERS = 40, DOCS = 5, FEW = 3 };

static tiny_id
sale(detector_case *f, const char *number, tiny_id seller, tiny_id buyer, const char *hs)
{
    tiny_id inv = tiny_invoice(&f->c, number, seller, buyer, "2024-03-01", "USD");
    tiny_invoice_line(&f->c, inv, hs, 100, "KGM", 100000);
    return inv;
}

/* One party that a list may touch, beside others of which the first `alike` are as it is. */
static void build(detector_case *f, tt_arena *a, int others, int alike, const char *table)
{
    detector_begin(f, a, LIST.id);
    f->c.data.reference.text[TT_REFTAB_RISKS] = tt_str_of(table);
    for (int i = 0; i <= others; i++) {
        bool on = i <= alike;
        tiny_id s =
            tiny_company(&f->c, tt_arena_printf(a, "Seller %d", i), on ? LIST.sellers : "DE");
        tiny_id b = tiny_company(&f->c, tt_arena_printf(a, "Buyer %d", i), on ? LIST.buyers : "FR");
        f->seller = i ? f->seller : s;
        f->buyer = i ? f->buyer : b;
        for (int k = 0; k < (i ? 2 : DOCS); k++)
            sale(f, tt_arena_printf(a, "I-%d-%d", i, k), s, b, on ? LIST.goods : "080132");
    }
}

static void more_than_others_is_told_as_context(void **state)
{
    detector_case f;
    bool seller = false;
    build(&f, *state, OTHERS, 0, LIST.holds);
    detector_find(&f);
    assert_int_equal(f.r.n_findings, LIST.findings);
    for (size_t i = 1; i <= f.r.n_findings; i++) {
        const tt_finding *x = &f.r.findings[i].f;
        assert_int_equal(x->n_entities, 1); /* so it ties no two */
        assert_true(x->weight >= 0.2 && x->weight <= 0.5);
        assert_int_equal(x->n_documents, DOCS);
        assert_non_null(strstr(x->explanation, LIST.says));
        assert_non_null(strstr(x->explanation, " on the list 'Mine' from 2024-01-01 to 2024-12-31 "
                                               "(source: circular 7)"));
        assert_non_null(strstr(x->explanation, "never a reason alone"));
        seller |= claim_names(x, tiny_entity(&f.c, f.seller), "party");
    }
    assert_true(seller);
}

static void near_misses_are_not_told(void **state)
{
    const struct {
        const char *table, *why;
        int alike;
    } cases[] = {
        {HEAD, "the table is empty", 0},
        {LIST.earlier, "the documents are after the last day of the list", 0},
        {LIST.other, "the list does not name it", 0},
        {LIST.holds, "others are so as well", OTHERS},
    };
    for (size_t i = 0; i < TT_LEN(cases); i++) {
        detector_case f;
        build(&f, *state, OTHERS, cases[i].alike, cases[i].table);
        detector_none(&f, cases[i].why);
    }
}

static void few_documents_say_nothing(void **state)
{
    detector_case f;
    build(&f, *state, OTHERS, 0, LIST.holds);
    detector_set(&f, "least", DOCS + 1);
    detector_none(&f, "fewer documents than `least`");
}

static void built_in_there_is_no_list(void **state)
{
    detector_case f;
    build(&f, *state, OTHERS, 0, LIST.holds);
    f.c.data.reference.text[TT_REFTAB_RISKS] = (tt_str){NULL, 0};
    detector_none(&f, "no list was given");
    assert_true(claim_noted(&f.r, tt_arena_printf(f.a, "%s: parties", LIST.id),
                            tt_arena_printf(f.a, "no %s in the table risk_lists", LIST.kind),
                            "82 parties"));
}

static void small(detector_case *f, tt_arena *a)
{
    build(f, a, FEW, 0, LIST.holds);
    detector_set(f, "min_weight", -1);
}

static void every_allocation_may_fail(void **state)
{
    detector_torture(*state, small, LIST.findings);
}

#define LIST_TESTS                                                                                 \
    TT_TEST(more_than_others_is_told_as_context), TT_TEST(near_misses_are_not_told),               \
        TT_TEST(few_documents_say_nothing), TT_TEST(built_in_there_is_no_list),                    \
        TT_TEST(every_allocation_may_fail)

#endif
