/* Places in a drawing: inside, apart, near to what they are linked with, the same each time. */
#include "tests/unit/report/report_test.h"

#include "report/layout.h"

enum { MAX = 40 };
static const tt_layout_box box = {920, 540, 158, 76};
static tt_point at[MAX];

static void lay(tt_arena *a, uint32_t n, const tt_layout_link *links, size_t n_links)
{
    assert_ok(tt_layout(n, links, n_links, &box, a, at, ERR));
}

static void assert_inside_and_apart(uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        assert_true(at[i].x >= box.node_w / 2 - 1e-6);
        assert_true(at[i].x <= box.width - box.node_w / 2 + 1e-6);
        assert_true(at[i].y >= box.node_h / 2 - 1e-6);
        assert_true(at[i].y <= box.height - box.node_h / 2 + 1e-6);
        for (uint32_t j = 0; j < i; j++)
            assert_true(fabs(at[i].x - at[j].x) >= box.node_w - 1e-3 ||
                        fabs(at[i].y - at[j].y) >= box.node_h - 1e-3);
    }
}

static double apart(uint32_t i, uint32_t j)
{
    double dx = at[i].x - at[j].x, dy = at[i].y - at[j].y;
    return sqrt(dx * dx + dy * dy);
}

static void nodes_without_a_link_stand_in_rows_at_the_bottom(void **state)
{
    const tt_layout_link links[] = {{1, 3}, {2, 2}}; /* a loop joins nobody */
    lay(*state, 1, NULL, 0);
    assert_near(at[0].x, 460, 1e-9);
    assert_near(at[0].y, 540 - 38, 1e-9);
    lay(*state, 9, links, 2); /* seven alone: five fit in a row */
    assert_near(at[0].x, 92, 1e-9);
    assert_near(at[2].x, 3 * 92, 1e-9);
    assert_near(at[0].y, 540 - 76 - 38, 1e-9);
    assert_near(at[7].x, 230, 1e-9);
    assert_near(at[8].x, 690, 1e-9);
    assert_near(at[8].y, 540 - 38, 1e-9);
    assert_true(at[1].y < 540 - 2 * 76);
    assert_near(fabs(at[1].x - at[3].x), 920 - 158, 1e-6);
    assert_inside_and_apart(9);
    assert_ok(tt_layout(0, NULL, 0, &box, *state, at, ERR));
}

static void two_nodes_stand_at_the_two_ends(void **state)
{
    const tt_layout_link link = {1, 0};
    lay(*state, 2, &link, 1);
    assert_near(fabs(at[0].x - at[1].x), 920 - 158, 1e-6);
    assert_near(at[0].y, 270, 1e-6);
    assert_near(at[1].y, 270, 1e-6);
}

static void a_path_is_laid_in_order(void **state)
{
    const tt_layout_link links[] = {{2, 0}, {0, 3}, {3, 1}}; /* 2 - 0 - 3 - 1 */
    lay(*state, 4, links, 3);
    double sign = at[2].x < at[1].x ? 1 : -1;
    assert_true(sign * at[2].x < sign * at[0].x);
    assert_true(sign * at[0].x < sign * at[3].x);
    assert_true(sign * at[3].x < sign * at[1].x);
    assert_inside_and_apart(4);
}

/* Seven in a ring: neighbours are nearer than everybody else. */
static void a_ring_stays_a_ring(void **state)
{
    tt_layout_link links[8];
    tt_layout_box square = {900, 900, 10, 10};
    for (uint32_t i = 0; i < 7; i++)
        links[i] = (tt_layout_link){i * 3 % 7, (i + 1) * 3 % 7};
    links[7] = links[0]; /* said twice, nothing changes */
    assert_ok(tt_layout(7, links, 8, &square, *state, at, ERR));
    for (uint32_t i = 0; i < 7; i++) {
        double next = apart(i * 3 % 7, (i + 1) * 3 % 7), over = apart(i * 3 % 7, (i + 2) * 3 % 7);
        assert_true(next < over);
    }
}

static void parts_that_nothing_links_stand_apart(void **state)
{
    const tt_layout_link links[] = {{0, 1}, {1, 2}, {2, 0}, {3, 4}, {4, 5}, {5, 3}, {2, 2}};
    lay(*state, 6, links, TT_LEN(links));
    assert_inside_and_apart(6);
    double inside = TT_MAX(TT_MAX(apart(0, 1), apart(1, 2)), apart(0, 2));
    double mx = (at[0].x + at[1].x + at[2].x) / 3 - (at[3].x + at[4].x + at[5].x) / 3;
    assert_true(fabs(mx) > inside / 3);
}

static void forty_nodes_of_any_shape_do_not_overlap(void **state)
{
    tt_layout_link links[200];
    tt_layout_box big = {920, 1230, 158, 76};
    for (uint32_t i = 0; i < 200; i++)
        links[i] = (tt_layout_link){i * i % MAX, (i * 7 + 3) % MAX};
    assert_ok(tt_layout(MAX, links, 200, &big, *state, at, ERR));
    for (uint32_t i = 0; i < MAX; i++) {
        assert_true(at[i].x >= 79 - 1e-6 && at[i].x <= 920 - 79 + 1e-6);
        assert_true(at[i].y >= 38 - 1e-6 && at[i].y <= 1230 - 38 + 1e-6);
        for (uint32_t j = 0; j < i; j++)
            assert_true(fabs(at[i].x - at[j].x) >= 158 - 1 || fabs(at[i].y - at[j].y) >= 76 - 1);
    }
}

static void the_same_picture_comes_out_each_time(void **state)
{
    const tt_layout_link links[] = {{0, 1}, {1, 2}, {2, 3}, {3, 0}, {1, 4}, {4, 5}};
    tt_point first[6];
    lay(*state, 6, links, 6);
    memcpy(first, at, sizeof(first));
    lay(*state, 6, links, 6);
    assert_memory_equal(first, at, sizeof(first));
    /* Direction of a link does not count. */
    const tt_layout_link turned[] = {{1, 0}, {2, 1}, {3, 2}, {0, 3}, {4, 1}, {5, 4}};
    lay(*state, 6, turned, 6);
    assert_memory_equal(first, at, sizeof(first));
}

static void every_allocation_may_fail(void **state)
{
    tt_arena *a = *state;
    const tt_layout_link links[] = {{0, 1}, {1, 2}};
    tt_status st;
    TT_TORTURE(st, {
        tt_arena_release(a);
        st = tt_layout(3, links, 2, &box, a, at, NULL);
    });
    assert_inside_and_apart(3);
}

TT_TEST_MAIN("report/layout", TT_TEST(nodes_without_a_link_stand_in_rows_at_the_bottom),
             TT_TEST(two_nodes_stand_at_the_two_ends), TT_TEST(a_path_is_laid_in_order),
             TT_TEST(a_ring_stays_a_ring), TT_TEST(parts_that_nothing_links_stand_apart),
             TT_TEST(forty_nodes_of_any_shape_do_not_overlap),
             TT_TEST(the_same_picture_comes_out_each_time), TT_TEST(every_allocation_may_fail))
