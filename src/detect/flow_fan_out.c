/*
 * flow_fan_out.c - one party pays unusually many different parties within days, for no goods.
 *
 * Not caught here: where the money came from (flow_gather_scatter), a few large payments, fans
 * that stretch over more than a month.  Formula, worked example, false positives: flow_fan_out.md.
 */
#include "detect/common/fans.h"

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    static const tt_fan_words words = {
        .id = "flow.fan_out",
        .in = false,
        .hub = "distributor",
        .leaf = "payee",
    };
    return tt_fans_run(in, &words, out, err);
}

const tt_detector tt_detector_flow_fan_out = {
    .id = "flow.fan_out",
    .revision = 4,
    .title = "One pays many",
    .typology = "fan_out",
    .family = TT_FAMILY_FLOW,
    .split = TT_SPLIT_ENTITY,
    .needs = TT_NEEDS_NAMES,
    .indicators = "A-03 O-04",
    .source =
        "FATF and Egmont Group, Trade-Based Money Laundering: Risk Indicators (2021), group 4",
    .looks_for = "A party that pays unusually many different parties within a week or a month, for "
                 "no goods that are known, and pays them at no other time.",
    .params = tt_fan_params,
    .n_params = TT_FAN_PARAMS,
    .run = run,
};
