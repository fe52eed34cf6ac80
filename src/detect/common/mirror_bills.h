/*
 * mirror_bills.h - what two customs services declare of the goods of one bill of lading: the part
 * of mirror.pair_gap that needs no invoice and no deal.
 *
 * Export and import declarations that state one transport document are added up by heading; one
 * that states none has the bill of its deal, where that has only one.  Goods may be cleared in
 * parts: the imports of a bill are added, and of a bill whose last import is less than `rest_days`
 * before the end of the data the rest may still come.  Net mass is compared, else the quantity in
 * one dimension; where these agree, the values at FOB, unless documents of a deal answer for each
 * other (values.h has told them).
 */
#ifndef TT_DETECT_COMMON_MIRROR_BILLS_H
#define TT_DETECT_COMMON_MIRROR_BILLS_H

#include "detect/common/values.h"

#define TT_BILL_PARAMS P_SHORT, P_SHORT_STRONG, P_SHORT_USUAL, P_REST
#define TT_BILL_ROWS                                                                               \
    [P_SHORT] = {"short",    0.1,                                                                  \
                 0,          10,                                                                   \
                 "fraction", "by which the goods of a bill may weigh less or more at import"},     \
    [P_SHORT_STRONG] = {"short_strong", 0.3, 0, 100, "fraction", "from which that is strong"},     \
    [P_SHORT_USUAL] = {"usual_short",                                                              \
                       0.01,                                                                       \
                       0,                                                                          \
                       1,                                                                          \
                       "fraction",                                                                 \
                       "of honest bills that differ, before these data say "                       \
                       "otherwise"},                                                               \
    [P_REST] = {"rest_days", 30,                                                                   \
                0,           3650,                                                                 \
                "days",      "before the end of the data in which the rest of a bill may come"}

/* Where the parameters of the caller begin. */
typedef struct tt_bill_params {
    unsigned early, values, bills; /* P_EARLY (P_LATE follows), P_TOLERANCE, P_SHORT */
    unsigned repeat;               /* P_REPEAT */
} tt_bill_params;

/** @complexity  O(n log n) for n lines of declarations. */
TT_MUST_CHECK tt_status tt_mirror_bills_run(const tt_detect_in *in, tt_bill_params first,
                                            tt_findings *out, tt_err *err);

#endif
