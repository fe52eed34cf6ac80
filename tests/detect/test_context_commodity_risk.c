/* context.commodity_risk: trade in goods of a list of the case are told as context where others are
 * not so, and honest trade is not. */
#include "tests/support/list_tests.h"

static const struct list_kind LIST = {
    .id = "context.commodity_risk",
    .kind = "commodity",
    .holds = LISTED("commodity\t7108", "2024"),
    .earlier = LISTED("commodity\t7108", "2023"),
    .other = LISTED("commodity\t7106", "2024"),
    .sellers = "DE",
    .buyers = "FR",
    .goods = "710812",
    .findings = 2,
    .says = "goods of HS 7108,",
};

TT_TEST_MAIN("detect/context_commodity_risk", LIST_TESTS)
