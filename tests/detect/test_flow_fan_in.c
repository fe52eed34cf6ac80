/*
 * flow.fan_in: many at once are found; pay days, shops, banks, groups and trade are not.
 */
#include "tests/support/fan_tests.h"

static const struct fan_kind FAN = {
    "flow.fan_in",
    true,
    "collector",
    "payer",
    "retail",
    "10 different parties pay one within days",
    {"Leaf ", " and 5 more paid Hub USD 94500.00 in 10 payments from 2024-07-19 to 2024-07-23, "
              "for no goods that are known. Of its 10 such payments, as many meet in 7 days with a "
              "chance of less than 0.000001; the largest such fan of 19 parties of its size has "},
};

TT_TEST_MAIN("detect/flow_fan_in", FAN_TESTS)
