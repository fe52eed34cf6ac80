/*
 * context_commodity_risk.c - parties that trade in goods of a list more than others do.
 *
 * Context, at most 0.5, and nothing without a list of the case: common/on_list.h.  Not caught:
 * goods without a code.  Formula, worked example, known false positives: context_commodity_risk.md.
 */
#include "detect/common/on_list.h"

static const tt_param params[TT_ON_COUNT] = {TT_ON_LIST_ROWS(0.05, 0.3)};

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    return tt_on_list_run(in, TT_ON_GOODS, "context.commodity_risk", out, err);
}

const tt_detector tt_detector_context_commodity_risk = {
    .id = "context.commodity_risk",
    .revision = 2,
    .title = "Trade in goods of a list",
    .typology = "commodity_risk",
    .family = TT_FAMILY_CONTEXT,
    .split = TT_SPLIT_ENTITY,
    .indicators = "F06-05",
    .source = "FATF, Trade Based Money Laundering (2006), red flag indicators",
    .looks_for = "Parties whose papers have goods of a list, more often than those of others.",
    .params = params,
    .n_params = TT_ON_COUNT,
    .run = run,
};
