/* context.jurisdiction_risk: trade with countries of a list of the case are told as context where
 * others are not so, and honest trade is not. */
#include "tests/support/list_tests.h"

static const struct list_kind LIST = {
    .id = "context.jurisdiction_risk",
    .kind = "jurisdiction",
    .holds = LISTED("jurisdiction\tPA", "2024"),
    .earlier = LISTED("jurisdiction\tPA", "2023"),
    .other = LISTED("jurisdiction\tKY", "2024"),
    .sellers = "DE",
    .buyers = "PA",
    .goods = "080132",
    .findings = 1,
    .says = "Panama,",
};

TT_TEST_MAIN("detect/context_jurisdiction_risk", LIST_TESTS)
