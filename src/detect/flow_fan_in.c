/*
 * flow_fan_in.c - unusually many different parties pay one within days, for no goods.
 *
 * Not caught here: money that is then passed on (flow_gather_scatter), a few large payments, fans
 * that stretch over more than a month.  Formula, worked example, false positives: flow_fan_in.md.
 */
#include "detect/common/fans.h"

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    static const tt_fan_words words = {
        .id = "flow.fan_in",
        .in = true,
        .hub = "collector",
        .leaf = "payer",
    };
    return tt_fans_run(in, &words, out, err);
}

const tt_detector tt_detector_flow_fan_in = {
    .id = "flow.fan_in",
    .revision = 4,
    .title = "Many pay one",
    .typology = "fan_in",
    .family = TT_FAMILY_FLOW,
    .split = TT_SPLIT_ENTITY,
    .needs = TT_NEEDS_NAMES,
    .indicators = "A-02",
    .source =
        "FATF and Egmont Group, Trade-Based Money Laundering: Risk Indicators (2021), group 4",
    .looks_for = "Unusually many different parties that pay one party within a week or a month, "
                 "for no goods that are known, and do so at no other time.",
    .params = tt_fan_params,
    .n_params = TT_FAN_PARAMS,
    .run = run,
};
