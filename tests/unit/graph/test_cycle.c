/*
 * Cycles: what a cycle is and is not, hop by hop; budgets; and what chance makes of it.  Amounts
 * are in minor units, times in days.  Equality with a brute-force search is in tests/prop.
 */
#include "tests/support/tt_test.h"

#include "tests/support/cycle_oracle.h"

enum { DAY = 86400, MAX_FLOWS = 64 };

/* A layer written down flow by flow, in order of time. */
struct made {
    tt_graph g;
    tt_layer l;
    uint32_t src[MAX_FLOWS], dst[MAX_FLOWS], t[MAX_FLOWS], hs6[MAX_FLOWS];
    int64_t amount[MAX_FLOWS], kg[MAX_FLOWS], qty[MAX_FLOWS];
    uint8_t settled[MAX_FLOWS], dim[MAX_FLOWS];
};

static void start(struct made *m)
{
    *m = (struct made){.g = {.n_entities = 40}};
    m->l = (tt_layer){
        .src = m->src, .dst = m->dst, .t = m->t, .amount = m->amount, .settled = m->settled};
}

static void start_goods(struct made *m)
{
    start(m);
    m->l.settled = NULL;
    m->l.hs6 = m->hs6;
    m->l.kg = m->kg;
    m->l.qty = m->qty;
    m->l.dim = m->dim;
}

static uint32_t
flow_at(struct made *m, uint32_t src, uint32_t dst, uint32_t seconds, int64_t amount)
{
    uint32_t i = m->l.n++;
    m->src[i] = src;
    m->dst[i] = dst;
    m->t[i] = seconds;
    m->amount[i] = amount;
    m->kg[i] = m->qty[i] = TT_NO_NUM;
    return i;
}

static uint32_t flow(struct made *m, uint32_t src, uint32_t dst, uint32_t day, int64_t amount)
{
    return flow_at(m, src, dst, day * DAY, amount);
}

/* Flows that close nothing: they make the period a year and the amounts common or rare. */
static void background(struct made *m, uint32_t n, int64_t amount)
{
    for (uint32_t i = 0; i < n; i++)
        flow(m, 20 + i % 10, 30 + i % 10, 365, amount + i * 1000);
}

static tt_cycle_options usual(void)
{
    return (tt_cycle_options){
        .window = 90 * DAY, .min_len = 3, .max_len = 6, .keep_low = 0.85, .keep_high = 1.02};
}

static tt_cycles find(const struct made *m, const tt_cycle_options *o, tt_arena *a)
{
    tt_cycles c;
    assert_ok(tt_cycles_find(&m->g, &m->l, o, 1, NULL, a, &c, ERR));
    return c;
}

static void a_circle_of_three_is_found_with_its_numbers(void **state)
{
    tt_arena *a = *state;
    struct made m;
    start(&m);
    flow(&m, 9, 8, 0, 77);
    flow(&m, 1, 2, 10, 100000);
    flow(&m, 2, 3, 20, 95000);
    flow(&m, 3, 1, 31, 92000);
    tt_cycle_options o = usual();
    tt_cycles c = find(&m, &o, a);
    assert_int_equal(c.n, 1);
    assert_int_equal(c.v[0].len, 3);
    assert_int_equal(c.v[0].n_flows, 3);
    assert_memory_equal(c.flow, ((uint32_t[]){1, 2, 3}), 12);
    assert_memory_equal(c.hop, ((uint8_t[]){0, 1, 2}), 3);
    assert_near(c.v[0].conservation, 0.92, 1e-9);
    assert_near(c.v[0].tightness, 0.051293294, 1e-9); /* ln 0.95 */
    assert_int_equal(c.v[0].span, 21 * DAY);
    assert_true(c.v[0].ordered);
    assert_int_equal(c.effort.starts, 1); /* nothing comes back to the others in time */
}

static void what_is_not_quite_a_circle_is_not_found(void **state)
{
    tt_arena *a = *state;
    struct made m;
    start(&m);
    flow(&m, 1, 2, 10, 100000); /* the money comes back before it left */
    flow(&m, 3, 1, 15, 95000);
    flow(&m, 2, 3, 20, 97000);
    flow(&m, 4, 5, 30, 100000); /* a fifth is lost on the way */
    flow(&m, 5, 6, 31, 80000);
    flow(&m, 6, 4, 32, 80000);
    flow(&m, 7, 8, 40, 100000); /* 91 days */
    flow(&m, 8, 9, 50, 100000);
    flow(&m, 9, 7, 131, 100000);
    flow(&m, 10, 11, 140, 100000); /* there and back: two hops */
    flow(&m, 11, 10, 150, 100000);
    flow(&m, 12, 13, 160, 100000); /* passes 13 twice */
    flow(&m, 13, 14, 161, 100000);
    flow(&m, 14, 13, 162, 100000);
    flow(&m, 13, 12, 163, 100000);
    tt_cycle_options o = usual();
    o.min_len = 4;
    assert_int_equal(find(&m, &o, a).n, 0);
    o.min_len = 3;
    assert_int_equal(find(&m, &o, a).n, 0);
    o.min_len = 2; /* 10-11, 13-14 and 12-13 are there and back */
    assert_int_equal(find(&m, &o, a).n, 3);
}

static void each_rule_can_be_moved(void **state)
{
    tt_arena *a = *state;
    struct made m;
    start(&m);
    flow(&m, 1, 2, 10, 100000);
    flow(&m, 2, 3, 20, 90000);
    flow(&m, 3, 4, 30, 90000);
    flow(&m, 4, 1, 40, 91800);
    tt_cycle_options o = usual();
    assert_int_equal(find(&m, &o, a).n, 1);
    o.max_len = 3;
    assert_int_equal(find(&m, &o, a).n, 0);
    o = usual();
    o.window = 30 * DAY;
    assert_int_equal(find(&m, &o, a).n, 1);
    o.window = 30 * DAY - 1;
    assert_int_equal(find(&m, &o, a).n, 0);
    o = usual();
    o.keep_low = 0.9;
    assert_int_equal(find(&m, &o, a).n, 1);
    o.keep_low = 0.901;
    assert_int_equal(find(&m, &o, a).n, 0);
    o = usual();
    o.keep_high = 1.019;
    assert_int_equal(find(&m, &o, a).n, 0);
    o = usual();
    o.min_amount = 100000;
    assert_int_equal(find(&m, &o, a).n, 1);
    o.min_amount = 100001;
    assert_int_equal(find(&m, &o, a).n, 0);
    o = usual();
    uint8_t hub[41] = {0};
    o.hub = hub;
    hub[1] = 1; /* a bank may be where it starts */
    assert_int_equal(find(&m, &o, a).n, 1);
    hub[3] = 1; /* and nowhere else */
    assert_int_equal(find(&m, &o, a).n, 0);
    o = usual();
    o.unsettled_only = true;
    m.settled[2] = 1;
    assert_int_equal(find(&m, &o, a).n, 0);
}

static void hops_of_one_day_need_leave(void **state)
{
    tt_arena *a = *state;
    struct made m;
    start(&m);
    flow(&m, 1, 2, 10, 1000);
    flow(&m, 2, 3, 10, 1000);
    flow(&m, 3, 1, 10, 1000);
    flow_at(&m, 4, 5, 11 * DAY + 60, 1000); /* the same second of the day, but with a clock */
    flow_at(&m, 5, 6, 11 * DAY + 60, 1000);
    flow_at(&m, 6, 4, 11 * DAY + 60, 1000);
    tt_cycle_options o = usual();
    assert_int_equal(find(&m, &o, a).n, 0);
    o.same_day = true;
    tt_cycles c = find(&m, &o, a);
    assert_int_equal(c.n, 1); /* and once, not three times */
    assert_int_equal(c.flow[c.v[0].first], 0);
    assert_int_equal(c.v[0].span, 0);
}

static void any_order_finds_the_circle_that_was_paid_in_the_wrong_order(void **state)
{
    tt_arena *a = *state;
    struct made m;
    start(&m);
    flow(&m, 2, 3, 15, 97000);
    flow(&m, 1, 2, 20, 100000);
    flow(&m, 3, 1, 30, 95000);
    tt_cycle_options o = usual();
    assert_int_equal(find(&m, &o, a).n, 0);
    o.any_order = true;
    tt_cycles c = find(&m, &o, a);
    assert_int_equal(c.n, 1);
    assert_memory_equal(c.flow, ((uint32_t[]){1, 0, 2}), 12); /* from the largest amount on */
    assert_false(c.v[0].ordered);
    assert_int_equal(c.v[0].span, 15 * DAY);
    o.window = 15 * DAY - 1;
    assert_int_equal(find(&m, &o, a).n, 0);
}

static void a_hop_in_two_parts_is_one_hop(void **state)
{
    tt_arena *a = *state;
    struct made m;
    start(&m);
    flow(&m, 1, 2, 10, 100000);
    flow(&m, 2, 3, 12, 40000);
    flow(&m, 2, 3, 14, 55000);
    flow(&m, 3, 1, 20, 94000);
    tt_cycle_options o = usual();
    assert_int_equal(find(&m, &o, a).n, 0);
    o.split = 1 * DAY;
    assert_int_equal(find(&m, &o, a).n, 0);
    o.split = 2 * DAY;
    tt_cycles c = find(&m, &o, a);
    assert_int_equal(c.n, 1);
    assert_int_equal(c.v[0].len, 3);
    assert_int_equal(c.v[0].n_flows, 4);
    assert_memory_equal(c.hop, ((uint8_t[]){0, 1, 1, 2}), 4);
    /* Only the first part is there when it goes on. */
    start(&m);
    flow(&m, 1, 2, 10, 100000);
    flow(&m, 2, 3, 12, 40000);
    flow(&m, 3, 1, 13, 94000);
    flow(&m, 2, 3, 14, 55000);
    assert_int_equal(find(&m, &o, a).n, 0);
}

static void goods_are_held_against_each_other_by_quantity_then_mass_then_value(void **state)
{
    tt_arena *a = *state;
    struct made m;
    start_goods(&m);
    for (uint32_t i = 0; i < 3; i++) {
        flow(&m, 1 + i, 1 + (i + 1) % 3, 10 * (i + 1), 100000 + 50000 * i);
        m.hs6[i] = 851712;
        m.qty[i] = 500000000;
        m.kg[i] = 90000000 + 40000000 * i; /* the mass of the packing differs */
        m.dim[i] = TT_DIM_COUNT;
    }
    tt_cycle_options o = usual();
    o.keep_low = 0.9;
    o.keep_high = 1.05;
    o.by_quantity = o.same_hs6 = true;
    o.value_low = 0.8;
    o.value_high = 1.6;
    assert_int_equal(find(&m, &o, a).n, 1);
    m.qty[1] = 560000000; /* 12 % more came back */
    assert_int_equal(find(&m, &o, a).n, 0);
    m.dim[1] = TT_DIM_MASS; /* no common dimension: the mass, which does not fit */
    assert_int_equal(find(&m, &o, a).n, 0);
    m.kg[0] = m.kg[1] = m.kg[2] = 90000000;
    assert_int_equal(find(&m, &o, a).n, 1);
    m.kg[1] = TT_NO_NUM; /* neither: the values, +50 % and +33 % */
    assert_int_equal(find(&m, &o, a).n, 1);
    o.value_high = 1.4;
    assert_int_equal(find(&m, &o, a).n, 0);
    o.value_high = 1.6;
    m.hs6[2] = 851713;
    assert_int_equal(find(&m, &o, a).n, 0);
    o.same_hs6 = false;
    assert_int_equal(find(&m, &o, a).n, 1);
    m.hs6[0] = m.hs6[1] = m.hs6[2] = 0;
    o.same_hs6 = true;
    assert_int_equal(find(&m, &o, a).n, 0);
}

/* --- budgets --- */

/* Thirty small circles between 1, 2 and 3, ten times larger ones between 4, 5 and 6. */
static void two_rings(struct made *m)
{
    start(m);
    for (uint32_t i = 0; i < 5; i++)
        for (uint32_t hop = 0; hop < 3; hop++) {
            flow(m, 1 + hop, 1 + (hop + 1) % 3, 3 * i + hop, 1000 + 10 * i);
            flow(m, 4 + hop, 4 + (hop + 1) % 3, 3 * i + hop, 10000 + 100 * i);
        }
}

static void a_budget_cuts_the_small_amounts_first_and_says_so(void **state)
{
    tt_arena *a = *state;
    struct made m;
    two_rings(&m);
    tt_cycle_options o = usual();
    tt_cycles all = find(&m, &o, a);
    assert_true(all.n > 10);
    assert_int_equal(all.effort.cut, 0);
    assert_int_equal(all.cycles_left_out, 0);

    o.max_cycles = all.n / 2; /* the two rings have the same number: the large amounts remain */
    tt_cycles half = find(&m, &o, a);
    assert_int_equal(half.n, all.n / 2);
    assert_int_equal(half.cycles_left_out, all.n - all.n / 2);
    for (size_t i = 0; i < half.n; i++)
        assert_true(m.amount[half.flow[half.v[i].first]] >= 10000);

    o = usual();
    o.visits_per_root = 3;
    tt_cycles cut = find(&m, &o, a);
    assert_true(cut.effort.cut > 0);
    assert_true(cut.n < all.n);
    assert_true(cut.effort.visits <= 3 * cut.effort.starts);

    o.visits_per_root = all.effort.visits; /* enough: nothing is cut */
    assert_int_equal(find(&m, &o, a).effort.cut, 0);
}

static void a_component_spends_its_own_budget(void **state)
{
    tt_arena *a = *state;
    random_layer how = {.n_vertices = 60, .n_flows = 40000, .days = 400, .most = 50};
    tt_graph g;
    tt_layer l;
    random_layer_make(&how, 3, a, &g, &l);
    tt_cycle_options o = usual();
    o.window = 10 * DAY;
    o.max_len = 3;
    o.visits_per_component = 200000; /* reached after some waves */
    tt_cycles one, both;
    assert_ok(tt_cycles_find(&g, &l, &o, 1, NULL, a, &one, ERR));
    assert_true(one.effort.cut > 0);
    assert_true(one.n > 0);
    /* A ring of three in another component, with small amounts: last in the order. */
    tt_layer more = l;
    more.n = l.n + 3;
    more.src = tt_new_n(a, uint32_t, more.n);
    more.dst = tt_new_n(a, uint32_t, more.n);
    more.t = tt_new_n(a, uint32_t, more.n);
    more.amount = tt_new_n(a, int64_t, more.n);
    more.settled = tt_new_n(a, uint8_t, more.n);
    memcpy(more.src, l.src, l.n * sizeof *l.src);
    memcpy(more.dst, l.dst, l.n * sizeof *l.dst);
    memcpy(more.t, l.t, l.n * sizeof *l.t);
    memcpy(more.amount, l.amount, l.n * sizeof *l.amount);
    for (uint32_t i = 0; i < 3; i++) {
        more.src[l.n + i] = 61 + i;
        more.dst[l.n + i] = 61 + (i + 1) % 3;
        more.t[l.n + i] = (401 + i) * DAY;
        more.amount[l.n + i] = 1;
    }
    g.n_entities = 63;
    assert_ok(tt_cycles_find(&g, &more, &o, 1, NULL, a, &both, ERR));
    assert_int_equal(both.flow[both.v[both.n - 1].first], l.n);
}

/* --- chance --- */

static void the_chance_follows_the_closed_form(void **state)
{
    tt_arena *a = *state;
    struct made m;
    start(&m);
    flow(&m, 1, 2, 0, 100000);
    flow(&m, 2, 3, 10, 100000);
    flow(&m, 3, 1, 20, 100000);
    background(&m, 17, 500000); /* other amounts */
    tt_cycle_options o = usual();
    o.max_len = 3;
    tt_cycles c = find(&m, &o, a);
    assert_int_equal(c.n, 1);
    /*
     * n = 20, in = out = 1, b = 3/20, T = 366 days, W = 21 days, P = 3/20 at zero tolerance and in
     * the whole range: l = 3 * 1/20 * b^2 * (21/366)^2 / 2 * P^2, M = the same with 91 days.
     */
    double base = 3.0 / 20 * 0.15 * 0.15 / 2 * 0.15 * 0.15;
    double l = base * 21 / 366 * 21 / 366, full = base * 91 / 366 * 91 / 366;
    assert_near(c.v[0].expected, l * (1 + log(full / l)), 1e-15);
    assert_near(c.v[0].p, -expm1(-c.v[0].expected), 1e-15);

    o.max_len = 4; /* circles of four could have looked as good: all of them together */
    double four = 4.0 / 20 * pow(0.15, 3) * pow(91.0 / 366, 3) / 6 * pow(0.15, 3);
    double as_good = four <= l ? four : l * (1 + log(four / l));
    assert_near(find(&m, &o, a).v[0].expected, l * (1 + log(full / l)) + as_good, 1e-15);
}

static void any_order_and_hubs_enter_the_closed_form(void **state)
{
    tt_arena *a = *state;
    struct made m;
    start(&m);
    flow(&m, 2, 3, 0, 100000);
    flow(&m, 1, 2, 10, 100000);
    flow(&m, 3, 1, 20, 100000);
    background(&m, 17, 500000);
    tt_cycle_options o = usual();
    o.max_len = 3;
    o.any_order = true;
    /* The hops 1-2, 2-3 are never in order: no (k-1)!, and three starts by amount. */
    double base = 3.0 / 20 * 0.15 * 0.15 * 0.15 * 0.15;
    double l = 3 * base * 21 / 366 * 21 / 366, m_any = 3 * base * 91 / 366 * 91 / 366;
    double m_ordered = base / 2 * 91 / 366 * 91 / 366;
    assert_near(find(&m, &o, a).v[0].expected,
                l * (1 + log(m_any / l)) + l * (1 + log(m_ordered / l)), 1e-15);

    /* A bank with three in and four out would double the branching; it conducts nothing. */
    for (uint32_t i = 3; i < 10; i++) {
        m.src[i] = i < 6 ? 20 : 35;
        m.dst[i] = i < 6 ? 35 : 30;
    }
    double with = find(&m, &o, a).v[0].expected;
    uint8_t hub[41] = {[35] = 1};
    o.hub = hub;
    assert_near(find(&m, &o, a).v[0].expected,
                l * (1 + log(m_any / l)) + l * (1 + log(m_ordered / l)), 1e-15);
    assert_true(with > 10 * l * (1 + log(m_any / l)));
}

static void common_amounts_and_busy_parties_make_a_circle_less_strange(void **state)
{
    tt_arena *a = *state;
    struct made m;
    start(&m);
    flow(&m, 1, 2, 0, 100000);
    flow(&m, 2, 3, 10, 100000);
    flow(&m, 3, 1, 20, 100000);
    background(&m, 17, 500000);
    tt_cycle_options o = usual();
    double rare = find(&m, &o, a).v[0].p;
    for (uint32_t i = 3; i < m.l.n; i++)
        m.amount[i] = 100000;
    double common = find(&m, &o, a).v[0].p;
    assert_true(common > 30 * rare);
    for (uint32_t i = 3; i < 13; i++) {
        m.dst[i] = i % 2 ? 1 : 20; /* 1 is busy now */
        m.src[i] = i % 2 ? 20 : 1;
    }
    assert_true(find(&m, &o, a).v[0].p > 10 * common);
}

/* On layers that chance made, few vertices have a small p, and not absurdly few. */
static void p_values_keep_their_promise(void **state)
{
    tt_arena *a = *state;
    unsigned vertices = 0, below_10 = 0, below_1 = 0, with = 0;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        tt_arena_reset(a);
        random_layer how = {.n_vertices = 120, .n_flows = 900, .days = 365, .most = 100000};
        tt_graph g;
        tt_layer l;
        random_layer_make(&how, seed, a, &g, &l);
        tt_cycle_options o = {
            .window = 120 * DAY, .min_len = 3, .max_len = 5, .keep_low = 0.7, .keep_high = 1.3};
        tt_cycles c;
        assert_ok(tt_cycles_find(&g, &l, &o, 1, NULL, a, &c, ERR));
        double best[121];
        for (size_t v = 0; v <= 120; v++)
            best[v] = 2;
        for (size_t i = 0; i < c.n; i++)
            for (uint32_t f = 0; f < c.v[i].n_flows; f++) {
                uint32_t v = l.src[c.flow[c.v[i].first + f]];
                best[v] = TT_MIN(best[v], c.v[i].p);
            }
        for (size_t v = 1; v <= 120; v++) {
            vertices++;
            with += best[v] <= 1;
            below_10 += best[v] <= 0.1;
            below_1 += best[v] <= 0.01;
        }
    }
    assert_true(with > vertices / 50);
    assert_true(below_10 <= vertices / 10);
    assert_true(below_1 <= vertices / 100);
    assert_true(below_10 >= vertices / 100);
    assert_true(below_1 >= vertices / 1000);
}

/* Two rounds of one ring, and others; each round is judged without the other. */
static void rounds_of_a_ring_are_one_circle_and_do_not_excuse_each_other(void **state)
{
    tt_arena *a = *state;
    struct made m;
    tt_cycle_options o = usual();
    o.max_len = 3;
    start(&m);
    flow(&m, 1, 2, 0, 100000);
    flow(&m, 2, 3, 10, 100000);
    flow(&m, 3, 1, 20, 100000);
    background(&m, 17, 500000);
    tt_cycles once = find(&m, &o, a);
    assert_int_equal(once.n_circles, 1);
    assert_int_equal(once.circles[0].n_apart, 1);
    assert_near(once.circles[0].expected, once.v[0].expected, 0);
    assert_near(once.circles[0].p, once.v[0].p, 0);

    start(&m);
    for (uint32_t i = 0; i < 2; i++) {
        flow(&m, 1, 2, 200 * i, 100000);
        flow(&m, 2, 3, 200 * i + 10, 100000);
        flow(&m, 3, 1, 200 * i + 20, 100000);
    }
    background(&m, 17, 500000);
    tt_cycles twice = find(&m, &o, a);
    assert_int_equal(twice.n, 2); /* half a year between them */
    assert_int_equal(twice.n_circles, 1);
    const tt_circle *c = &twice.circles[0];
    assert_int_equal(c->n_cycles, 2);
    assert_int_equal(c->n_apart, 2);
    assert_int_equal(c->n_parties, 3);
    assert_memory_equal(twice.party + c->party, ((uint32_t[]){1, 2, 3}), 12);
    /* As if the other round had not been: but for the period, which is the same. */
    assert_near(c->expected, once.v[0].expected, 1e-15);
    assert_true(twice.v[0].expected > 10 * c->expected);
    assert_near(c->p / (c->expected * c->expected), 1, 1e-3); /* 2 P(X >= 2), that is 2 l^2 / 2 */
    m.t[5] += 30 * DAY; /* the second round is slower: it is the one that counts */
    tt_cycles slower = find(&m, &o, a);
    assert_near(slower.circles[0].expected, c->expected, 1e-15);
    assert_true(slower.circles[0].p > 2 * c->p);
    m.t[5] -= 30 * DAY;

    o.window = 365 * DAY; /* now also circles that mix the rounds: none of them is another round */
    tt_cycles mixed = find(&m, &o, a);
    assert_true(mixed.n > 2);
    assert_int_equal(mixed.n_circles, 1);
    assert_int_equal(mixed.circles[0].n_cycles, mixed.n);
    assert_int_equal(mixed.circles[0].n_apart, 2);
}

static void circles_come_in_order_and_by_parties(void **state)
{
    tt_arena *a = *state;
    struct made m;
    two_rings(&m);
    background(&m, 9, 777);
    flow(&m, 7, 8, 370, 5000);
    flow(&m, 8, 7, 380, 5000);
    tt_cycle_options o = usual();
    o.min_len = 2;
    tt_cycles c = find(&m, &o, a);
    assert_int_equal(c.n_circles, 3);
    size_t n = 0;
    for (size_t i = 0; i < c.n_circles; i++) {
        n += c.circles[i].n_cycles;
        assert_true(i == 0 || c.circles[i - 1].p <= c.circles[i].p);
        for (uint32_t k = 0; k < c.circles[i].n_apart; k++)
            for (uint32_t f = 0; f < c.v[c.apart[c.circles[i].apart + k]].n_flows; f++) {
                uint32_t v = m.src[c.flow[c.v[c.apart[c.circles[i].apart + k]].first + f]];
                bool member = false;
                for (uint32_t q = 0; q < c.circles[i].n_parties; q++)
                    member |= c.party[c.circles[i].party + q] == v;
                assert_true(member);
            }
    }
    assert_int_equal(n, c.n);
}

/* --- the rest --- */

static void wrong_options_are_refused(void **state)
{
    tt_arena *a = *state;
    struct made m;
    start(&m);
    flow(&m, 1, 2, 0, 1);
    tt_cycles c;
    tt_cycle_options o = usual();
    o.min_len = 1;
    assert_status(tt_cycles_find(&m.g, &m.l, &o, 1, NULL, a, &c, ERR), TT_EUSAGE);
    assert_err_text("cycle lengths 1 to 6: 2 to 16 is possible");
    o.min_len = 3;
    o.max_len = 17;
    assert_status(tt_cycles_find(&m.g, &m.l, &o, 1, NULL, a, &c, ERR), TT_EUSAGE);
    o.max_len = 6;
    o.keep_low = 1.1;
    assert_status(tt_cycles_find(&m.g, &m.l, &o, 1, NULL, a, &c, ERR), TT_EUSAGE);
    o = usual();
    o.same_hs6 = true;
    assert_status(tt_cycles_find(&m.g, &m.l, &o, 1, NULL, a, &c, ERR), TT_EUSAGE);
    assert_int_equal(c.n, 0);
}

static void nothing_in_nothing_out(void **state)
{
    tt_arena *a = *state;
    struct made m;
    start(&m);
    tt_cycle_options o = usual();
    o.split = 3 * DAY;
    assert_int_equal(find(&m, &o, a).n, 0);
    flow(&m, 1, 1, 0, 100); /* to itself */
    flow(&m, 2, 3, 0, 0);
    flow(&m, 3, 2, 1, TT_NO_NUM);
    o.min_len = 2;
    assert_int_equal(find(&m, &o, a).n, 0);
}

static bool stop(void *ctx, const char *stage, uint64_t done, uint64_t total)
{
    TT_UNUSED(ctx);
    assert_string_equal(stage, "cycles");
    return done > total;
}

static void it_can_be_canceled(void **state)
{
    tt_arena *a = *state;
    struct made m;
    two_rings(&m);
    tt_cycles c;
    tt_cycle_options o = usual();
    tt_talk talk = {.progress = stop};
    assert_status(tt_cycles_find(&m.g, &m.l, &o, 1, &talk, a, &c, ERR), TT_ECANCELED);
    assert_int_equal(c.n, 0);
}

static void every_allocation_may_fail(void **state)
{
    tt_arena *a = *state;
    struct made m;
    two_rings(&m);
    tt_cycle_options o = usual();
    o.split = 3 * DAY;
    size_t n = find(&m, &o, a).n;
    tt_cycles c;
    tt_status st;
    TT_TORTURE(st, {
        tt_arena_reset(a);
        st = tt_cycles_find(&m.g, &m.l, &o, 2, NULL, a, &c, NULL);
    });
    assert_int_equal(c.n, n);
}

TT_TEST_MAIN("graph/cycle", TT_TEST(a_circle_of_three_is_found_with_its_numbers),
             TT_TEST(what_is_not_quite_a_circle_is_not_found), TT_TEST(each_rule_can_be_moved),
             TT_TEST(hops_of_one_day_need_leave),
             TT_TEST(any_order_finds_the_circle_that_was_paid_in_the_wrong_order),
             TT_TEST(a_hop_in_two_parts_is_one_hop),
             TT_TEST(goods_are_held_against_each_other_by_quantity_then_mass_then_value),
             TT_TEST(a_budget_cuts_the_small_amounts_first_and_says_so),
             TT_TEST(a_component_spends_its_own_budget),
             TT_TEST(the_chance_follows_the_closed_form),
             TT_TEST(any_order_and_hubs_enter_the_closed_form),
             TT_TEST(common_amounts_and_busy_parties_make_a_circle_less_strange),
             TT_TEST(p_values_keep_their_promise),
             TT_TEST(rounds_of_a_ring_are_one_circle_and_do_not_excuse_each_other),
             TT_TEST(circles_come_in_order_and_by_parties), TT_TEST(wrong_options_are_refused),
             TT_TEST(nothing_in_nothing_out), TT_TEST(it_can_be_canceled),
             TT_TEST(every_allocation_may_fail))
