/*
 * The sieve before the search for cycles: what can be in a cycle stays, what cannot goes.  That
 * nothing of a cycle is lost is shown in tests/prop/test_cycle_oracle.c as well.
 */
#include "tests/support/tt_test.h"

#include "graph/cycle_sieve.h"

enum { DAY = 86400, MAX_FLOWS = 16, PARTIES = 12 };

struct made {
    tt_layer l;
    uint32_t src[MAX_FLOWS], dst[MAX_FLOWS], t[MAX_FLOWS];
    int64_t amount[MAX_FLOWS];
    tt_cycle_options opt;
    uint8_t hub[PARTIES + 1];
};

static void start(struct made *m)
{
    *m = (struct made){
        .opt = {.window = 30 * DAY, .min_len = 2, .max_len = 6, .keep_low = 0.85, .keep_high = 1}};
    m->l = (tt_layer){.src = m->src, .dst = m->dst, .t = m->t, .amount = m->amount};
}

/* A layer is in order of time. */
static void flow(struct made *m, uint32_t src, uint32_t dst, uint32_t day, int64_t amount)
{
    uint32_t i = m->l.n++;
    for (; i > 0 && m->t[i - 1] > day * DAY; i--) {
        m->src[i] = m->src[i - 1];
        m->dst[i] = m->dst[i - 1];
        m->t[i] = m->t[i - 1];
        m->amount[i] = m->amount[i - 1];
    }
    m->src[i] = src;
    m->dst[i] = dst;
    m->t[i] = day * DAY;
    m->amount[i] = amount;
}

/* A ring of four, one of whose flows is on a day and of an amount of its own. */
static void bent_ring(struct made *m, uint32_t one, uint32_t day, int64_t amount)
{
    for (uint32_t i = 0; i < 4; i++)
        flow(m, 1 + i, 1 + (i + 1) % 4, i == one ? day : 1 + i,
             i == one ? amount : 100000 - 2000 * i);
}

static void ring(struct made *m)
{
    bent_ring(m, 0, 1, 100000);
}

static tt_sieved sieve(const struct made *m, tt_arena *a)
{
    tt_hops h;
    tt_sieved left;
    tt_arena tmp;
    tt_arena_init(&tmp, 0);
    assert_ok(tt_hops_make(&m->l, &m->opt, &tmp, a, &h, ERR));
    assert_ok(tt_hops_sieve(&h, PARTIES, a, &left, ERR));
    tt_arena_release(&tmp);
    return left;
}

static void a_ring_stays_and_what_hangs_on_it_goes(void **state)
{
    tt_arena *a = *state;
    struct made m;
    start(&m);
    ring(&m);
    flow(&m, 3, 5, 4, 95000); /* leads out of the ring and no further */
    flow(&m, 5, 6, 5, 94000);
    flow(&m, 7, 1, 0, 101000); /* leads into it, and nothing leads there */
    tt_sieved left = sieve(&m, a);
    assert_int_equal(left.n, 4);
    for (uint32_t i = 0; i < left.n; i++) {
        assert_int_equal(left.hop[i], 1 + i); /* 0 is the one that leads into it */
        assert_int_equal(left.first[i], i == 0);
    }
}

/* Each line bends the ring in one way: nothing is left of it. */
static void what_cannot_close_goes_whole(void **state)
{
    static const struct {
        const char *what;
        uint32_t flow, day;
        int64_t amount;
        uint32_t window;
        uint8_t hub;
    } bends[] = {
        {"a last hop before all others", 3, 0, 85000, 30, 0},
        {"a hop after the window", 3, 40, 94000, 30, 0},
        {"a hop that keeps too little", 2, 3, 70000, 30, 0},
        {"a hop that carries more", 2, 3, 130000, 30, 0},
        {"two parties that may not be in the middle", 3, 4, 94000, 30, 1},
    };
    tt_arena *a = *state;
    for (size_t i = 0; i < TT_LEN(bends); i++) {
        struct made m;
        start(&m);
        bent_ring(&m, bends[i].flow, bends[i].day, bends[i].amount);
        m.opt.window = bends[i].window * DAY;
        m.hub[2] = m.hub[3] = bends[i].hub;
        m.opt.hub = m.hub;
        if (sieve(&m, a).n != 0) {
            print_error("left of the ring: %s\n", bends[i].what);
            fail();
        }
    }
}

/* Of each hop of the way both neighbours are within the window; of no cycle all hops are. */
static void a_way_between_rings_goes_when_it_takes_too_long(void **state)
{
    tt_arena *a = *state;
    for (uint32_t late = 0; late < 2; late++) {
        struct made m;
        start(&m);
        m.opt.window = 15 * DAY;
        m.opt.keep_low = 1e-9; /* by time alone */
        m.opt.keep_high = 1e9;
        flow(&m, 1, 2, 1, 1000);
        flow(&m, 2, 1, 2, 1000);
        flow(&m, 2, 3, 8, 1000);
        flow(&m, 3, 4, 12 + late, 1000);
        flow(&m, 4, 5, 14 + late, 1000);
        flow(&m, 5, 4, 16 + late, 1000);
        assert_int_equal(sieve(&m, a).n, late ? 4 : 6);
    }
}

static void hops_of_one_day_follow_each_other_where_that_is_said(void **state)
{
    tt_arena *a = *state;
    for (uint32_t same_day = 0; same_day < 2; same_day++) {
        struct made m;
        start(&m);
        m.opt.keep_low = 1e-9;
        m.opt.keep_high = 1e9;
        m.opt.same_day = same_day;
        for (uint32_t i = 4; i > 0; i--)
            flow(&m, i, 1 + i % 4, 1, 1000);
        assert_int_equal(sieve(&m, a).n, same_day ? 4 : 0);
    }
}

static void in_any_order_the_ring_stays_and_may_start_where_sizes_hold(void **state)
{
    tt_arena *a = *state;
    struct made m;
    start(&m);
    bent_ring(&m, 2, 9, 96000);
    assert_int_equal(sieve(&m, a).n, 0);
    m.opt.any_order = true;
    assert_int_equal(sieve(&m, a).n, 4);
}

static void one_party_in_the_ring_may_be_a_hub(void **state)
{
    tt_arena *a = *state;
    struct made m;
    start(&m);
    ring(&m);
    m.opt.hub = m.hub;
    m.hub[1] = 1;
    assert_int_equal(sieve(&m, a).n, 4);
}

static void every_allocation_may_fail(void **state)
{
    tt_arena *a = *state;
    struct made m;
    start(&m);
    ring(&m);
    flow(&m, 1, 2, 2, 50000);
    m.opt.split = 3 * DAY; /* the two flows from 1 to 2 are a third hop as well */
    tt_status st;
    tt_sieved left = {0};
    TT_TORTURE(st, {
        tt_arena tmp;
        tt_hops h;
        tt_arena_reset(a);
        tt_arena_init(&tmp, 0);
        st = tt_hops_make(&m.l, &m.opt, &tmp, a, &h, NULL);
        if (st == TT_OK)
            st = tt_hops_sieve(&h, PARTIES, a, &left, NULL);
        tt_arena_release(&tmp);
    });
    assert_int_equal(left.n, 4);
}

TT_TEST_MAIN("graph/cycle_sieve", TT_TEST(a_ring_stays_and_what_hangs_on_it_goes),
             TT_TEST(what_cannot_close_goes_whole),
             TT_TEST(a_way_between_rings_goes_when_it_takes_too_long),
             TT_TEST(hops_of_one_day_follow_each_other_where_that_is_said),
             TT_TEST(in_any_order_the_ring_stays_and_may_start_where_sizes_hold),
             TT_TEST(one_party_in_the_ring_may_be_a_hub), TT_TEST(every_allocation_may_fail))
