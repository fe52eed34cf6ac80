/*
 * mirror_pair_gap.c - the export and the import declaration of one consignment differ in value, or
 * of one bill of lading in goods (common/mirror_bills.h).
 *
 * Line by line, both brought to FOB, within the time that a voyage takes.  Not caught here: a
 * consignment that only one side declared (phantom_no_shipment knows invoices), another HS code
 * (doc_hs_shift).  Formula, worked example, known false positives: mirror_pair_gap.md.
 */
#include "detect/common/mirror_bills.h"

enum { P_EARLY, P_LATE, TT_VALUES_PARAMS, TT_BILL_PARAMS, P_ADDITIONS, P_COUNT };

static const tt_param params[P_COUNT] = {
    [P_EARLY] = {"early_days", 10, 0, 365, "days",
                 "before the export in which its import may be declared"},
    [P_LATE] = {"late_days", 120, 0, 3650, "days",
                "after the export in which its import is declared"},
    TT_VALUES_ROWS(0.25, 0.6),
    TT_BILL_ROWS,
    [P_ADDITIONS] = {"additions", 0.5, 0, 10, "fraction",
                     "of the value at export that an import declaration may add"},
};

/* What the buyer bears beside the price is part of the value at import (see doc_value_mismatch.c).
 */
static bool are_additions(const tt_detect_in *in, const tt_couple *v, size_t n,
                          const tt_couple *top, double ratio)
{
    TT_UNUSED(v);
    TT_UNUSED(n);
    TT_UNUSED(top);
    return ratio < 1 && 1 / ratio <= 1 + in->param[P_ADDITIONS];
}

static bool in_time(const tt_detect_in *in, const tt_couple *c)
{
    tt_date out = in->data->declarations[c->a.doc].head.date.day;
    tt_date back = in->data->declarations[c->b.doc].head.date.day;
    return out != TT_NO_DATE && back != TT_NO_DATE && out - back <= (tt_date)in->param[P_EARLY] &&
           back - out <= (tt_date)in->param[P_LATE];
}

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    static const tt_test tests[] = {
        {"voyage_time", TT_TEST_NOT_EXPLAINED,
         "The import follows the export within the time that a voyage takes."},
        {"sold_in_transit", TT_TEST_UNKNOWN,
         "Goods sold on before they land are declared at another price; such a sale is not in the "
         "data."},
        {"duty", TT_TEST_UNKNOWN,
         "A low import value may save duty and no more; what duty was due is not looked at."},
    };
    static const char *const steps[] = {
        "Ask both customs services for the invoice behind their declaration.",
        "Compare what was paid with both values.",
        "Have the next consignment of this relation valued on arrival.",
    };
    static const tt_values_way way = {
        .id = "mirror.pair_gap",
        .a = TT_KIND_DECLARATION,
        .b = TT_KIND_DECLARATION,
        .measure = {"value_at_export", "value_at_import"},
        .a_is = "declared at export",
        .b_is = "declared at import",
        .moves = {"goods that enter below the value at which they left move value to the importer",
                  "goods that enter above the value at which they left let the importer pay more "
                  "than was exported: value moves to the exporter"},
        .tests = tests,
        .n_tests = TT_LEN(tests),
        .steps = steps,
        .n_steps = TT_LEN(steps),
        .in_time = in_time,
        .usual = are_additions,
        .usual_is = "an import declaration states up to the parameter additions more than that of "
                    "the export: licence fees, tools, commissions",
        .late = "imports before their export or long after it",
    };
    static const tt_bill_params bills = {P_EARLY, P_TOLERANCE, P_SHORT, P_REPEAT};
    TT_TRY(tt_values_run(in, &way, P_TOLERANCE, out, err));
    return tt_mirror_bills_run(in, bills, out, err);
}

const tt_detector tt_detector_mirror_pair_gap = {
    .id = "mirror.pair_gap",
    .revision = 5,
    .title = "Export and import of one consignment differ",
    .typology = "mirror_gap",
    .family = TT_FAMILY_DOCUMENT,
    .split = TT_SPLIT_PAIR,
    .indicators = "D-01 O-15",
    .source = "US GAO, Trade-Based Money Laundering (GAO-20-333, 2020), comparing both sides' "
              "declarations",
    .looks_for = "Consignments whose export and import declaration state another value for the "
                 "same goods, or of one bill of lading other goods, gathered by exporter and "
                 "importer.",
    .params = params,
    .n_params = P_COUNT,
    .run = run,
};
