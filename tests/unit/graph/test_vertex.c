/*
 * Parties against others with about as many payments, by hand on eight parties.
 */
#include "tests/support/tt_test.h"

#include "tests/support/tiny_case.h"

#include "graph/vertex.h"

#include <math.h>

enum { PAYERS = 4, PAYMENTS = 3 };

struct built {
    tiny_case c;
    tt_graph g;
    tt_ledger l;
    tiny_id payer[PAYERS], payee[PAYERS];
};

/* Each payer pays a payee of its own three times; the last pays ten times as much, and all at once.
 */
static tt_status build(struct built *x, tt_arena *a, tt_err *err)
{
    static const char *const day[PAYMENTS] = {"2024-01-01", "2024-01-11", "2024-01-31"};
    tiny_init(&x->c, a);
    for (int i = 0; i < PAYERS; i++) {
        x->payer[i] = tiny_company(&x->c, tt_arena_printf(a, "Payer %d", i), NULL);
        x->payee[i] = tiny_company(&x->c, tt_arena_printf(a, "Payee %d", i), NULL);
        for (int k = 0; k < PAYMENTS; k++)
            (void)tiny_payment(&x->c, tt_arena_printf(a, "P%d%d", i, k), x->payer[i], x->payee[i],
                               i == PAYERS - 1 ? "2024-02-02" : day[k],
                               (i == PAYERS - 1 ? 100000 : 10000 + 100 * i) + 1000 * k, "USD");
    }
    TT_TRY(tiny_finish(&x->c));
    TT_TRY(tt_graph_build(&x->c.data, a, &x->g, err));
    return tt_ledger_make(&x->g.money, x->g.n_entities, NULL, a, &x->l, err);
}

static const tt_vertex *vertex_of(const tt_vertices *all, tt_ix party)
{
    size_t i = 0;
    while (i < all->n && all->v[i].party != party)
        i++;
    assert_in_range(i, 0, all->n - 1);
    return &all->v[i];
}

static void ranks_are_shares_of_the_class(void **state)
{
    struct built x;
    tt_vertices all;
    assert_ok(build(&x, *state, ERR));
    assert_ok(tt_vertices_of(&x.l, PAYMENTS, 100, *state, &all, ERR));
    assert_int_equal(all.n, 2 * PAYERS);
    const tt_vertex *odd = vertex_of(&all, tiny_entity(&x.c, x.payer[PAYERS - 1]));
    assert_int_equal(odd->n, PAYMENTS);
    assert_int_equal(odd->peers, 2 * PAYERS);
    assert_near(odd->x[0], 303000, 0);     /* the sum that it pays, in cents */
    assert_near(odd->tail[0], 0.25, 1e-9); /* one of the four that pay */
    assert_true(odd->high[0]);
    assert_near(odd->x[5], 1.0 / 3, 1e-9); /* one party for three payments: as all have */
    assert_near(odd->tail[5], 1, 1e-9);
    assert_true(isnan(odd->x[6]) && isnan(odd->x[12])); /* nobody pays it */
    assert_near(odd->tail[6], 1, 0);
    const tt_vertex *plain = vertex_of(&all, tiny_entity(&x.c, x.payer[0]));
    assert_true(odd->score > plain->score);
    /* sum, mean and burst are the highest of four, to which side they lean; the spread is the
     * lowest, to which it leans; skewness is 0 as that of all */
    assert_near(odd->score, -4 * log(0.25), 1e-9);
}

static void classes_are_of_parties_with_as_many_payments(void **state)
{
    struct built x;
    tt_vertices all;
    assert_ok(build(&x, *state, ERR));
    assert_ok(tt_vertices_of(&x.l, 1, 2, *state, &all, ERR));
    assert_int_equal(all.v[0].peers, 2 * PAYERS); /* all have three: one class, however small */
    assert_ok(tt_vertices_of(&x.l, PAYMENTS + 1, 2, *state, &all, ERR));
    assert_int_equal(all.n, 0);
}

static void every_allocation_may_fail(void **state)
{
    struct built x;
    tt_arena own;
    tt_status st;
    tt_vertices all;
    assert_ok(build(&x, *state, ERR));
    tt_arena_init(&own, 0);
    TT_TORTURE(st, {
        tt_arena_reset(&own);
        st = tt_vertices_of(&x.l, 1, 2, &own, &all, NULL);
    });
    tt_arena_release(&own);
}

TT_TEST_MAIN("graph/vertex", TT_TEST(ranks_are_shares_of_the_class),
             TT_TEST(classes_are_of_parties_with_as_many_payments),
             TT_TEST(every_allocation_may_fail))
