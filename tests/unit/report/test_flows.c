/* The network of a syndicate: who is in it, what runs between them, what is left out. */
#include "tests/unit/report/report_test.h"

#include "report/flows.h"

static report_case c;
static tt_net_of net;

static void choose(tt_arena *a, size_t max_nodes)
{
    assert_ok(tt_net_of_syndicate(&c.in, &c.syndicates[1], max_nodes, a, &net, ERR));
}

static size_t node(int who)
{
    for (size_t i = 0; i < net.n_nodes; i++)
        if (net.nodes[i].entity == entity_of(&c, who))
            return i;
    return SIZE_MAX;
}

static const tt_edge_of *edge(int from, int to, bool goods)
{
    for (size_t i = 0; i < net.n_edges; i++)
        if (net.edges[i].from == node(from) && net.edges[i].to == node(to) &&
            net.edges[i].goods == goods)
            return &net.edges[i];
    return NULL;
}

static void members_stand_in_the_order_of_the_syndicate(void **state)
{
    assert_ok(report_make(&c, *state, ERR));
    choose(*state, 10);
    assert_int_equal(net.n_nodes, 4);
    assert_int_equal(net.n_left_out, 0);
    assert_int_equal(node(E_ALPHA), 0);
    assert_int_equal(node(E_BETA), 1);
    assert_int_equal(node(E_EVIL), 2);
    assert_int_equal(node(E_FORMULA), 3);
    assert_string_equal(net.nodes[2].role, "third_party");
}

static void flows_are_added_up_by_direction_and_layer(void **state)
{
    assert_ok(report_make(&c, *state, ERR));
    choose(*state, 10);
    assert_int_equal(net.n_edges, 5);
    const tt_edge_of *e = edge(E_ALPHA, E_BETA, true);
    assert_non_null(e); /* an invoice with a price, and a shipment without */
    assert_int_equal(e->n_flows, 2);
    assert_int_equal(e->n_unpriced, 1);
    assert_int_equal(e->amount, 1275000);
    assert_int_equal(e->first, tiny_day("2024-01-05"));
    assert_int_equal(e->last, tiny_day("2024-01-09"));
    assert_int_equal(net.flows[e->first_flow].kind, TT_KIND_INVOICE);
    assert_int_equal(net.flows[e->first_flow].hs6, 80132);
    assert_int_equal(net.flows[e->first_flow + 1].kind, TT_KIND_SHIPMENT);

    e = edge(E_BETA, E_ALPHA, false);
    assert_non_null(e);
    assert_int_equal(e->amount, 1275000);
    assert_int_equal(net.flows[e->first_flow].hs6, 0);
    e = edge(E_ALPHA, E_FORMULA, false); /* EUR without a rate on that day */
    assert_non_null(e);
    assert_int_equal(e->amount, TT_NO_NUM);
    assert_int_equal(e->n_unpriced, 1);
    e = edge(E_EVIL, E_ALPHA, true); /* EUR 12,000 at 1.10 */
    assert_non_null(e);
    assert_int_equal(e->amount, 1320000);
    assert_null(edge(E_BETA, E_ALPHA, true));
}

static void flows_know_their_edge_and_edges_are_sorted(void **state)
{
    assert_ok(report_make(&c, *state, ERR));
    choose(*state, 10);
    assert_int_equal(net.n_flows, 6);
    size_t at = 0;
    for (size_t i = 0; i < net.n_edges; i++) {
        assert_int_equal(net.edges[i].first_flow, at);
        for (size_t k = 0; k < net.edges[i].n_flows; k++, at++)
            assert_int_equal(net.flows[at].edge, i);
        if (i) {
            const tt_edge_of *x = &net.edges[i - 1], *y = &net.edges[i];
            assert_true(x->from < y->from || (x->from == y->from && x->to < y->to) ||
                        (x->from == y->from && x->to == y->to && x->goods && !y->goods));
        }
    }
    assert_int_equal(at, net.n_flows);
}

static void flows_with_others_are_counted(void **state)
{
    assert_ok(report_make(&c, *state, ERR));
    choose(*state, 10);
    assert_int_equal(net.n_outside, 1); /* Quiet Farm pays Alpha */
}

static void the_heaviest_members_stay_when_there_are_too_many(void **state)
{
    assert_ok(report_make(&c, *state, ERR));
    choose(*state, 2); /* Alpha 3.25, Beta 2, Evil 1.5, Formula 1 */
    assert_int_equal(net.n_nodes, 2);
    assert_int_equal(net.n_left_out, 2);
    assert_int_equal(node(E_ALPHA), 0);
    assert_int_equal(node(E_BETA), 1);
    assert_int_equal(net.n_edges, 2);
    assert_int_equal(net.n_outside, 3); /* from Evil, to Formula, from Quiet Farm */
    c.weight[entity_of(&c, E_FORMULA)] = 9;
    choose(*state, 2);
    assert_int_equal(node(E_ALPHA), 0);
    assert_int_equal(node(E_FORMULA), 1); /* the order is that of the syndicate */
    choose(*state, 0);
    assert_int_equal(net.n_nodes, 0);
    assert_int_equal(net.n_left_out, 4);
}

static void a_member_with_two_roles_is_one_node(void **state)
{
    assert_ok(report_make(&c, *state, ERR));
    c.who[7].entity = c.who[4].entity; /* Alpha: exporter, and payee */
    choose(*state, 10);
    assert_int_equal(net.n_nodes, 3);
    assert_string_equal(net.nodes[node(E_ALPHA)].role, "exporter");
    assert_int_equal(net.n_left_out, 0);
}

static void declared_relations_are_there_once(void **state)
{
    assert_ok(report_make(&c, *state, ERR));
    choose(*state, 10);
    assert_int_equal(net.n_ties, 1);
    assert_int_equal(net.ties[0].from, node(E_ALPHA));
    assert_int_equal(net.ties[0].to, node(E_BETA));
    assert_str(net.ties[0].role, "shareholder");

    tt_ownership rows[7];
    for (size_t i = 1; i < 7; i++) /* the first is there again as the sixth */
        rows[i] = c.tiny.data.ownerships[1];
    rows[2].role = TT_STR("director");
    rows[3].owned = entity_of(&c, E_ALONE); /* not a member */
    rows[4].owner = 0;                      /* not an entity */
    rows[5].owned = rows[5].owner;          /* owns itself: nothing to draw */
    c.tiny.data.ownerships = rows;
    c.tiny.data.n_ownerships = 6;
    choose(*state, 10);
    assert_int_equal(net.n_ties, 2);
    assert_str(net.ties[0].role, "director");
    assert_str(net.ties[1].role, "shareholder");
}

static void a_sum_that_does_not_fit_is_unknown(void **state)
{
    assert_ok(report_make(&c, *state, ERR));
    tt_layer *goods = &c.graph.goods;
    for (uint32_t i = 0; i < goods->n; i++)
        goods->amount[i] = INT64_MAX - 1;
    choose(*state, 10);
    const tt_edge_of *e = edge(E_ALPHA, E_BETA, true);
    assert_int_equal(e->n_flows, 2);
    assert_int_equal(e->n_unpriced, 0);
    assert_int_equal(e->amount, TT_NO_NUM);
    assert_int_equal(edge(E_EVIL, E_ALPHA, true)->amount, INT64_MAX - 1);
}

static void every_allocation_may_fail(void **state)
{
    tt_arena a;
    tt_status st;
    assert_ok(report_make(&c, *state, ERR));
    tt_arena_init(&a, 0);
    TT_TORTURE(st, {
        tt_arena_release(&a);
        st = tt_net_of_syndicate(&c.in, &c.syndicates[1], 10, &a, &net, NULL);
    });
    assert_int_equal(net.n_edges, 5);
    assert_int_equal(net.n_ties, 1);
    tt_arena_release(&a);
}

TT_TEST_MAIN("report/flows", TT_TEST(members_stand_in_the_order_of_the_syndicate),
             TT_TEST(flows_are_added_up_by_direction_and_layer),
             TT_TEST(flows_know_their_edge_and_edges_are_sorted),
             TT_TEST(flows_with_others_are_counted),
             TT_TEST(the_heaviest_members_stay_when_there_are_too_many),
             TT_TEST(a_member_with_two_roles_is_one_node),
             TT_TEST(declared_relations_are_there_once),
             TT_TEST(a_sum_that_does_not_fit_is_unknown), TT_TEST(every_allocation_may_fail))
