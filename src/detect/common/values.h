/*
 * values.h - two documents that state the value of the same goods, asked of every deal: the family
 * of doc.value_mismatch and mirror.pair_gap.
 *
 * The lines that answer for each other are compared at FOB (worth.h); the couple farthest apart
 * speaks for its deal, and deals are judged by relation (trials.h).
 */
#ifndef TT_DETECT_COMMON_VALUES_H
#define TT_DETECT_COMMON_VALUES_H

#include "detect/common/trials.h"
#include "detect/common/worth.h"

/* What one detector of the family asks.  a over b is below 1: the side of the exporter. */
typedef struct tt_values_way {
    const char *id;
    tt_kind a, b;
    const char *measure[2];  /* "declared_value", "invoiced_value" */
    const char *a_is, *b_is; /* "declared to customs", "invoiced" */
    const char *moves[2];    /* what it means when a states more, and when b does */
    const tt_test *tests;
    size_t n_tests;
    const char *const *steps;
    size_t n_steps;
    bool (*in_time)(const tt_detect_in *in, const tt_couple *c); /* NULL: always */
    const char *late;                                            /* why not, for completeness */
    /* The couples of one deal have an ordinary reason to differ as the farthest of them does: then
     * its deal counts as one that agrees.  NULL: none is known. */
    bool (*usual)(const tt_detect_in *in, const tt_couple *v, size_t n, const tt_couple *top,
                  double ratio);
    const char *usual_is; /* what it is, for completeness */
} tt_values_way;

#define TT_VALUES_PARAMS                                                                           \
    P_TOLERANCE, P_STRONG, P_LR_WEAK, P_LR_STRONG, P_SLIP, P_WHOLE, P_ABSURD, P_USUAL,             \
        TT_TRIAL_PARAMS
#define TT_VALUES_ROWS(tolerance, strong)                                                          \
    [P_TOLERANCE] = {"tolerance", tolerance,  0,                                                   \
                     10,          "fraction", "by which the two values may differ at FOB"},        \
    [P_STRONG] = {"strong", strong, 0, 100, "fraction", "from which a difference is strong"},      \
    [P_LR_WEAK] = {"lr_weak", 3, 1, 1000, "likelihood ratio", "of a difference"},                  \
    [P_LR_STRONG] = {"lr_strong", 10, 1, 1000, "likelihood ratio", "of a strong difference"},      \
    [P_SLIP] = {"slip", 0.04,       0,                                                             \
                0.5,    "fraction", "a ratio this near to a factor between units is a slip"},      \
    [P_WHOLE] = {"whole",    0.03,                                                                 \
                 0,          0.5,                                                                  \
                 "fraction", "quantities this near are the same goods, compared as a whole"},      \
    [P_ABSURD] =                                                                                   \
        {"absurd", 50, 2, 1e9, "ratio", "beyond which a difference is an error of entry"},         \
    [P_USUAL] = TT_USUAL_ROW(0.02), TT_TRIAL_ROWS(5000, 0.5)

/** Run the detector; first is the index of its P_TOLERANCE. */
TT_MUST_CHECK tt_status tt_values_run(const tt_detect_in *in, const tt_values_way *way,
                                      unsigned first, tt_findings *out, tt_err *err);

#endif
