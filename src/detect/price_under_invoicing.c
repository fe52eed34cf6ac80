/*
 * price_under_invoicing.c - goods invoiced far below what comparable goods cost.
 *
 * The search is shared with price_over_invoicing (common/price_run.h).  Not caught here: more goods
 * than the invoice says (doc_qty_mismatch).
 * Formula, worked example, known false positives: price_under_invoicing.md.
 */
#include "detect/common/price_run.h"

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    return tt_price_run(in, TT_PRICE_LOW, TT_PRICE_STRANGERS, out, err);
}

const tt_detector tt_detector_price_under_invoicing = {
    .id = "price.under_invoicing",
    .revision = 4,
    .title = "Under-invoicing",
    .typology = "under_invoicing",
    .family = TT_FAMILY_PRICE,
    .split = TT_SPLIT_HS,
    .needs = TT_NEEDS_PRICE_MARKS,
    .indicators = "D-02 F06-03",
    .source = "FATF, Trade Based Money Laundering (2006), over- and under-invoicing of goods",
    .looks_for = "Lines whose FOB unit price lies far below that of comparable lines of other "
                 "parties, gathered by seller, buyer and HS subheading.",
    .params = tt_price_params,
    .n_params = TT_PP_STRANGERS,
    .run = run,
};
