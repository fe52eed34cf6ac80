/*
 * entity_jurisdiction_risk.c - parties that are in a country of a list, as few others are.
 *
 * Context, at most 0.5, and nothing without a list of the case: common/on_list.h.  Not caught:
 * offices, owners and directors there.  Formula, worked example, known false positives:
 * entity_jurisdiction_risk.md.
 */
#include "detect/common/on_list.h"

static const tt_param params[TT_ON_COUNT] = {TT_ON_LIST_ROWS(0.05, 0.3)};

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    return tt_on_list_run(in, TT_ON_SELF, "entity.jurisdiction_risk", out, err);
}

const tt_detector tt_detector_entity_jurisdiction_risk = {
    .id = "entity.jurisdiction_risk",
    .revision = 2,
    .title = "A party in a country of a list",
    .typology = "entity_jurisdiction_risk",
    .family = TT_FAMILY_CONTEXT,
    .split = TT_SPLIT_ENTITY,
    .indicators = "S-02",
    .source =
        "FATF and Egmont Group, Trade-Based Money Laundering: Risk Indicators (2021), structure",
    .looks_for = "Parties that are in a country of a list on the days of their papers, where few "
                 "others of the data are.",
    .params = params,
    .n_params = TT_ON_COUNT,
    .run = run,
};
