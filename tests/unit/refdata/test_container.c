/* Types of containers: found as forms and texts write them, and plausible as boxes. */
#include "tests/support/tt_test.h"

#include "refdata/container.h"

static void types_are_found_as_they_are_written(void **state)
{
    TT_UNUSED(state);
    static const char *const high[] = {"45G1", "40HC", "40' HC", "40HQ", "40'hq", "45g0"};
    for (size_t i = 0; i < TT_LEN(high); i++)
        assert_string_equal(tt_container_find(tt_str_of(high[i]))->code, "45G1");
    assert_string_equal(tt_container_find(TT_STR("20 GP"))->code, "22G1");
    assert_null(tt_container_find(TT_STR("40")));
    assert_null(tt_container_find(TT_STR("")));
}

static void texts_name_the_type(void **state)
{
    TT_UNUSED(state);
    assert_string_equal(tt_container_in_text(TT_STR("1X20GP CONTAINER STC 300 BAGS"))->code,
                        "22G1");
    assert_string_equal(tt_container_in_text(TT_STR("2 x 40' HC s.t.c. cartons"))->code, "45G1");
    assert_string_equal(tt_container_in_text(TT_STR("timber (2X40FR)"))->code, "42P1");
    assert_null(tt_container_in_text(TT_STR("1X20GP and 1X40HC"))); /* several */
    assert_null(tt_container_in_text(TT_STR("2000 cartons of 40 gp weights")));
    assert_null(tt_container_in_text(TT_STR("")));
}

static void boxes_are_boxes(void **state)
{
    TT_UNUSED(state);
    for (size_t i = 0; i < tt_container_count(); i++) {
        const tt_container *c = tt_container_get(i);
        assert_int_equal(strlen(c->code), 4);
        assert_in_range(c->tare_kg, 1500, 6000);
        assert_in_range(c->most_gross_kg, 24000, 60000);
        if (c->volume_e1)
            assert_in_range(c->volume_e1, 200, 900);
        else
            assert_non_null(strstr(c->name, "flat rack"));
    }
    tt_container most;
    tt_container_largest(&most);
    assert_int_equal(most.most_gross_kg, 36000); /* flat racks are left out */
    assert_int_equal(most.volume_e1, 861);
}

TT_TEST_MAIN("refdata/container", TT_TEST(types_are_found_as_they_are_written),
             TT_TEST(texts_name_the_type), TT_TEST(boxes_are_boxes))
