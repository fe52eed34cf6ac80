/*
 * doc_value_mismatch.c - what was invoiced and what was declared to customs differ in value.
 *
 * Both are brought to FOB before they are compared, line by line.  Not caught here: two
 * declarations that differ (mirror_pair_gap), prices that all papers agree on (price_*).  Formula,
 * worked example, known false positives: doc_value_mismatch.md.
 */
#include "detect/common/values.h"

#include "detect/common/worth.h"

enum { TT_VALUES_PARAMS, P_ADDITIONS, P_COUNT };

static const tt_param params[P_COUNT] = {
    TT_VALUES_ROWS(0.15, 0.3),
    [P_ADDITIONS] = {"additions", 0.5, 0, 10, "fraction",
                     "of the price that an import declaration may add, when no export declaration "
                     "does"},
};

/* Customs value is the price plus licence fees, tools, commissions and packing that the buyer bears
 * (WTO, Customs Valuation Agreement, article 8): at import only, and never less than the price. */
static bool are_additions(const tt_detect_in *in, const tt_couple *v, size_t n,
                          const tt_couple *top, double ratio)
{
    const tt_data *d = in->data;
    if (d->declarations[top->a.doc].type != TT_DOC_IMPORT || ratio <= 1 ||
        ratio > 1 + in->param[P_ADDITIONS])
        return false;
    for (size_t i = 0; i < n; i++) {
        if (d->declarations[v[i].a.doc].type != TT_DOC_EXPORT)
            continue;
        tt_worth_gap g = tt_worth_compare(d, &v[i], in->param[P_SLIP], in->param[P_WHOLE]);
        if (g.how != TT_WORTH_UNLIKE && g.value > 1 + in->param[P_TOLERANCE])
            return false;
    }
    return true;
}

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    static const tt_test tests[] = {
        {"customs_additions", TT_TEST_NOT_EXPLAINED,
         "Less is declared than invoiced, or an export declaration says more as well, or more than "
         "licence fees, tools and commissions usually add at import."},
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
        .usual = are_additions,
        .usual_is = "an import declaration states up to the parameter additions more than the "
                    "invoice, and no export declaration does: licence fees, tools, commissions",
        .tests = tests,
        .n_tests = TT_LEN(tests),
        .steps = steps,
        .n_steps = TT_LEN(steps),
    };
    return tt_values_run(in, &way, P_TOLERANCE, out, err);
}

const tt_detector tt_detector_doc_value_mismatch = {
    .id = "doc.value_mismatch",
    .revision = 4,
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
