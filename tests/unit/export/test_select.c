/* Which entities and flows are exported: sums, single flows, parts, and what cannot be added up. */
#include "tests/unit/export/export_test.h"

typedef struct select_case {
    tiny_case tiny;
    tiny_id a, b, c, lone;
    tiny_id first, second, foreign, back, self, delivery;
    tt_graph graph;
    tt_results results;
    tt_net net;
} select_case;

static select_case s;

/* A pays B three times, once without a rate; B pays A; A sells to B; C pays itself; one is alone.
 */
static tt_status build(tt_arena *a, tt_err *err)
{
    memset(&s, 0, sizeof(s));
    tiny_init(&s.tiny, a);
    s.a = tiny_company(&s.tiny, "A Ltd", "GB");
    s.b = tiny_company(&s.tiny, "B Ltd", "GB");
    s.c = tiny_company(&s.tiny, "C Ltd", "GB");
    s.lone = tiny_party(&s.tiny, "R1", TT_ENTITY_COMPANY, "Lone Ltd", "GB");
    s.second = tiny_payment(&s.tiny, "P2", s.a, s.b, "2024-03-05", 250, "USD");
    s.first = tiny_payment(&s.tiny, "P1", s.a, s.b, "2024-01-05", 1000, "USD");
    s.foreign = tiny_payment(&s.tiny, "P3", s.a, s.b, "2024-02-05", 7777, "CHF");
    s.back = tiny_payment(&s.tiny, "P4", s.b, s.a, "2024-02-06", 5, "CHF");
    s.self = tiny_payment(&s.tiny, "P5", s.c, s.c, "2024-02-07", 60, "USD");
    s.delivery = tiny_invoice(&s.tiny, "I1", s.a, s.b, "2024-04-01", "USD");
    (void)tiny_invoice_line(&s.tiny, s.delivery, "080132", 1, "KGM", 99);
    TT_TRY(tiny_finish(&s.tiny));
    return tt_graph_build(&s.tiny.data, a, &s.graph, err);
}

static tt_status choose(const tt_ix *entities, size_t n, bool raw, tt_arena *a, tt_err *err)
{
    tt_net_choice choice = {entities, n, raw};
    return tt_net_select(&s.tiny.data, &s.results, &s.graph, &choice, a, &s.net, err);
}

static tt_ix at(tiny_id id)
{
    return tiny_entity(&s.tiny, id);
}

static const tt_net_edge *edge_between(tiny_id from, tiny_id to, bool goods)
{
    for (size_t i = 0; i < s.net.n_edges; i++) {
        const tt_net_edge *e = &s.net.edges[i];
        if (e->from == at(from) && e->to == at(to) && e->goods == goods)
            return e;
    }
    return NULL;
}

static void flows_of_one_layer_and_direction_are_added_up(void **state)
{
    assert_ok(build(*state, ERR));
    assert_ok(choose(NULL, 0, false, *state, ERR));
    assert_int_equal(s.net.n_edges, 4);
    const tt_net_edge *e = edge_between(s.a, s.b, false);
    assert_non_null(e);
    assert_int_equal(e->n, 3);
    assert_int_equal(e->n_unpriced, 1);
    assert_int_equal(e->amount, 1250);
    assert_int_equal(e->first, tiny_day("2024-01-05"));
    assert_int_equal(e->last, tiny_day("2024-03-05"));
    assert_int_equal(e->kind, TT_KIND_NONE);
    assert_int_equal(e->doc, 0);
    e = edge_between(s.a, s.b, true);
    assert_non_null(e);
    assert_int_equal(e->n, 1);
    assert_int_equal(e->amount, 99);
    assert_int_equal(e->first, tiny_day("2024-04-01"));
}

static void without_any_rate_there_is_no_sum(void **state)
{
    assert_ok(build(*state, ERR));
    assert_ok(choose(NULL, 0, false, *state, ERR));
    const tt_net_edge *e = edge_between(s.b, s.a, false);
    assert_non_null(e);
    assert_int_equal(e->n, 1);
    assert_int_equal(e->n_unpriced, 1);
    assert_true(e->amount == TT_NO_NUM);
}

static void a_flow_to_oneself_is_an_edge(void **state)
{
    assert_ok(build(*state, ERR));
    assert_ok(choose(NULL, 0, false, *state, ERR));
    const tt_net_edge *e = edge_between(s.c, s.c, false);
    assert_non_null(e);
    assert_int_equal(e->amount, 60);
}

static void everybody_is_a_node_even_without_flows(void **state)
{
    assert_ok(build(*state, ERR));
    assert_ok(choose(NULL, 0, false, *state, ERR));
    assert_int_equal(s.net.n_nodes, 4);
    for (size_t i = 0; i < s.net.n_nodes; i++)
        assert_int_equal(s.net.nodes[i], i + 1);
    assert_in_range(at(s.lone), 1, 4);
}

static void raw_edges_are_single_flows_with_their_documents(void **state)
{
    assert_ok(build(*state, ERR));
    assert_ok(choose(NULL, 0, true, *state, ERR));
    assert_int_equal(s.net.n_edges, 6);
    const tiny_id by_date[] = {s.first, s.foreign, s.second};
    const tt_net_edge *e = edge_between(s.a, s.b, false); /* the first of the three */
    for (size_t i = 0; i < TT_LEN(by_date); i++) {
        assert_int_equal(e[i].from, at(s.a));
        assert_int_equal(e[i].kind, TT_KIND_PAYMENT);
        assert_int_equal(e[i].doc, tiny_ix(&s.tiny, by_date[i]));
        assert_int_equal(e[i].n, 1);
    }
    assert_int_equal(e[0].amount, 1000);
    assert_true(e[1].amount == TT_NO_NUM);
    assert_int_equal(e[1].n_unpriced, 1);
    assert_int_equal(e[2].amount, 250);
    const tt_net_edge *goods = edge_between(s.a, s.b, true);
    assert_int_equal(goods->kind, TT_KIND_INVOICE);
    assert_int_equal(goods->doc, tiny_ix(&s.tiny, s.delivery));
}

static void edges_are_sorted_by_ends_and_goods_come_first(void **state)
{
    assert_ok(build(*state, ERR));
    assert_ok(choose(NULL, 0, true, *state, ERR));
    for (size_t i = 1; i < s.net.n_edges; i++) {
        const tt_net_edge *p = &s.net.edges[i - 1], *e = &s.net.edges[i];
        assert_true(p->from <= e->from);
        if (p->from == e->from)
            assert_true(p->to <= e->to);
        if (p->from == e->from && p->to == e->to)
            assert_true(p->goods >= e->goods);
    }
    assert_true(edge_between(s.a, s.b, true) < edge_between(s.a, s.b, false));
}

static void only_what_runs_between_chosen_entities_is_taken(void **state)
{
    assert_ok(build(*state, ERR));
    const tt_ix chosen[] = {at(s.c), at(s.a), at(s.c)}; /* any order, one twice */
    assert_ok(choose(chosen, TT_LEN(chosen), false, *state, ERR));
    assert_int_equal(s.net.n_nodes, 2);
    assert_int_equal(s.net.nodes[0], TT_MIN(at(s.a), at(s.c)));
    assert_int_equal(s.net.nodes[1], TT_MAX(at(s.a), at(s.c)));
    assert_int_equal(s.net.n_edges, 1);
    assert_int_equal(s.net.edges[0].from, at(s.c));
    assert_int_equal(s.net.edges[0].to, at(s.c));
}

static void ids_are_of_ends_layer_and_document_only(void **state)
{
    assert_ok(build(*state, ERR));
    assert_ok(choose(NULL, 0, false, *state, ERR));
    tt_hash all = edge_between(s.a, s.b, false)->id;
    for (size_t i = 0; i < s.net.n_edges; i++)
        for (size_t k = 0; k < i; k++)
            assert_memory_not_equal(s.net.edges[i].id.b, s.net.edges[k].id.b, sizeof(tt_hash));
    const tt_ix two[] = {at(s.a), at(s.b)};
    assert_ok(choose(two, 2, false, *state, ERR));
    assert_memory_equal(edge_between(s.a, s.b, false)->id.b, all.b, sizeof(tt_hash));
    assert_ok(choose(two, 2, true, *state, ERR));
    assert_memory_not_equal(edge_between(s.a, s.b, false)->id.b, all.b, sizeof(tt_hash));
    for (size_t i = 0; i < s.net.n_edges; i++)
        for (size_t k = 0; k < i; k++)
            assert_memory_not_equal(s.net.edges[i].id.b, s.net.edges[k].id.b, sizeof(tt_hash));
}

static void nothing_gives_an_empty_network(void **state)
{
    memset(&s, 0, sizeof(s));
    tiny_init(&s.tiny, *state);
    assert_ok(tiny_finish(&s.tiny));
    assert_ok(tt_graph_build(&s.tiny.data, *state, &s.graph, ERR));
    assert_ok(choose(NULL, 0, false, *state, ERR));
    assert_int_equal(s.net.n_nodes, 0);
    assert_int_equal(s.net.n_edges, 0);
}

static void two_payments(tt_arena *a, int64_t first, int64_t second)
{
    memset(&s, 0, sizeof(s));
    tiny_init(&s.tiny, a);
    s.a = tiny_company(&s.tiny, "A Ltd", "GB");
    s.b = tiny_company(&s.tiny, "B Ltd", "GB");
    (void)tiny_payment(&s.tiny, "P1", s.a, s.b, "2024-01-05", first, "USD");
    (void)tiny_payment(&s.tiny, "P2", s.a, s.b, "2024-01-06", second, "USD");
    assert_ok(tiny_finish(&s.tiny));
    assert_ok(tt_graph_build(&s.tiny.data, a, &s.graph, ERR));
}

static void a_sum_too_large_is_a_failure_and_not_a_number(void **state)
{
    two_payments(*state, INT64_MAX, 0);
    assert_ok(choose(NULL, 0, false, *state, ERR));
    assert_true(s.net.edges[0].amount == INT64_MAX);
    two_payments(*state, INT64_MAX, 1);
    assert_status(choose(NULL, 0, false, *state, ERR), TT_ELIMIT);
    assert_err_text("the sum of flows between two entities overflows");
    assert_ok(choose(NULL, 0, true, *state, ERR)); /* single flows need no sum */
    assert_int_equal(s.net.n_edges, 2);
}

static void a_sum_that_looks_like_no_sum_is_a_failure(void **state)
{
    two_payments(*state, INT64_MIN + 1, -1);
    assert_status(choose(NULL, 0, false, *state, ERR), TT_ELIMIT);
}

static void every_allocation_may_fail(void **state)
{
    tt_arena out;
    tt_status st;
    assert_ok(build(*state, ERR));
    tt_arena_init(&out, 0);
    TT_TORTURE(st, {
        tt_arena_release(&out);
        st = choose(NULL, 0, false, &out, NULL);
    });
    assert_int_equal(s.net.n_edges, 4);
    assert_int_equal(edge_between(s.a, s.b, false)->amount, 1250);
    tt_arena_release(&out);
}

TT_TEST_MAIN("export/select", TT_TEST(flows_of_one_layer_and_direction_are_added_up),
             TT_TEST(without_any_rate_there_is_no_sum), TT_TEST(a_flow_to_oneself_is_an_edge),
             TT_TEST(everybody_is_a_node_even_without_flows),
             TT_TEST(raw_edges_are_single_flows_with_their_documents),
             TT_TEST(edges_are_sorted_by_ends_and_goods_come_first),
             TT_TEST(only_what_runs_between_chosen_entities_is_taken),
             TT_TEST(ids_are_of_ends_layer_and_document_only),
             TT_TEST(nothing_gives_an_empty_network),
             TT_TEST(a_sum_too_large_is_a_failure_and_not_a_number),
             TT_TEST(a_sum_that_looks_like_no_sum_is_a_failure), TT_TEST(every_allocation_may_fail))
