/*
 * doc_value_mismatch.c - what was invoiced and what was declared to customs differ in value.
 *
 * Both are brought to FOB before they are compared, line by line.  Not caught here: two
 * declarations that differ (mirror_pair_gap), prices that all papers agree on (price_*).  Formula,
 * worked example, known false positives: doc_value_mismatch.md.
 */
#include "detect/common/values.h"

enum { TT_VALUES_PARAMS, P_COUNT };

static const tt_param params[P_COUNT] = {TT_VALUES_ROWS(0.15, 0.3)};

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    static const tt_test tests[] = {
        {"customs_additions", TT_TEST_UNKNOWN,
         "Royalties, tools and commissions that customs add to a price are not in the data."},
        {"provisional_price", TT_TEST_UNKNOWN,
         "Whether the price was provisional when the goods were declared is not in the data."},
    };
    static const char *const steps[] = {
        "Ask customs for the invoice that was handed in with the declaration.",
        "Compare what was paid with both values.",
        "Ask the declarant on what the customs value rests.",
    };
    static const tt_values_way way = {
        .id = "doc.value_mismatch",
        .a = TT_KIND_DECLARATION,
        .b = TT_KIND_INVOICE,
        .measure = {"declared_value", "invoiced_value"},
        .a_is = "declared",
        .b_is = "invoiced",
        .moves = {"what is invoiced below the declared value moves to the importer",
                  "what is invoiced beyond the declared value moves to the exporter when it is "
                  "paid"},
        .tests = tests,
        .n_tests = TT_LEN(tests),
        .steps = steps,
        .n_steps = TT_LEN(steps),
    };
    return tt_values_run(in, &way, P_TOLERANCE, out, err);
}

const tt_detector tt_detector_doc_value_mismatch = {
    .id = "doc.value_mismatch",
    .revision = 3,
    .title = "Values of invoice and customs declaration differ",
    .typology = "value_mismatch",
    .family = TT_FAMILY_DOCUMENT,
    .split = TT_SPLIT_PAIR,
    .indicators = "D-01 O-10",
    .source = "FATF and Egmont Group, Trade-Based Money Laundering: Risk Indicators (2021), trade "
              "documents; Bangladesh FIU, Guidelines on TBML (2019), for the 30 %",
    .looks_for = "Deals whose invoice and customs declaration state another value for the same "
                 "goods, both brought to FOB, gathered by seller and buyer.",
    .params = params,
    .n_params = P_COUNT,
    .run = run,
};
