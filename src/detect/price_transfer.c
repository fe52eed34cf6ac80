/*
 * price_transfer.c - goods priced far from comparable trade between two of one declared owner.
 *
 * What price_over_invoicing and price_under_invoicing leave to it, by the same search
 * (common/price_run.h), as context: such prices are a matter of tax unless more is found.  Not
 * caught here: groups whose ownership is not in the data.  Formula, worked example, known false
 * positives: price_transfer.md.
 */
#include "detect/common/price_run.h"

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    TT_TRY(tt_price_run(in, TT_PRICE_HIGH, TT_PRICE_RELATED, out, err));
    return tt_price_run(in, TT_PRICE_LOW, TT_PRICE_RELATED, out, err);
}

const tt_detector tt_detector_price_transfer = {
    .id = "price.transfer",
    .revision = 2,
    .title = "Price within a declared group",
    .typology = "transfer_price",
    .family = TT_FAMILY_CONTEXT,
    .split = TT_SPLIT_HS,
    .needs = TT_NEEDS_PRICE_MARKS,
    .indicators = "D-02 F06-03",
    .source = "FATF, Trade Based Money Laundering (2006), over- and under-invoicing of goods",
    .looks_for = "Lines between two parties with one declared owner whose FOB unit price lies far "
                 "above or below that of comparable lines of other parties.",
    .params = tt_price_params,
    .n_params = TT_PP_COUNT,
    .run = run,
};
