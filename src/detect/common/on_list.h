/*
 * on_list.h - parties whose trade is with countries, or in goods, that a list of the case names,
 * more than that of others: what context.jurisdiction_risk, context.commodity_risk and
 * entity.jurisdiction_risk share.
 *
 * Context and no evidence of its own: at most 0.5 for each, and all context of a party at most 1
 * (score).  A finding names one party, so it ties no two.  The table is risk_lists
 * (refdata/risk.h), empty until the case brings one: nothing is said then, and completeness
 * tells so.
 */
#ifndef TT_DETECT_COMMON_ON_LIST_H
#define TT_DETECT_COMMON_ON_LIST_H

#include "detect/detect.h"

/* The parameters of all three, in this order. */
enum {
    TT_ON_LEAST,
    TT_ON_ASSUMED,
    TT_ON_ALIKE,
    TT_ON_PRIOR,
    TT_ON_MOST,
    TT_ON_MIN_WEIGHT,
    TT_ON_COUNT
};
#define TT_ON_LIST_ROWS(assumed, alike)                                                            \
    [TT_ON_LEAST] = {"least", 3, 1, 1e6, "count", "documents that a list touches, at least"},      \
    [TT_ON_ASSUMED] =                                                                              \
        {"assumed", assumed,    0.001,                                                             \
         0.999,     "fraction", "that is on a list, until these data say otherwise"},              \
    [TT_ON_ALIKE] = {"alike",                                                                      \
                     alike,                                                                        \
                     0,                                                                            \
                     0.9,                                                                          \
                     "1",                                                                          \
                     "correlation of a party's documents, at least: it keeps to its partners"},    \
    [TT_ON_PRIOR] = {"prior", 30, 0, 1e6, "count", "that this share is worth"},                    \
    [TT_ON_MOST] = {"max_weight", 0.5, 0, 0.5, "log10", "at most"},                                \
    [TT_ON_MIN_WEIGHT] = {                                                                         \
        "min_weight", 0.2, -1, 3, "log10", "weaker evidence is counted, not reported"}

typedef enum tt_on_list {
    TT_ON_PARTNER, /* documents with parties abroad, in a country of a list on their day */
    TT_ON_GOODS,   /* documents with coded lines, one of them goods of a list on their day */
    TT_ON_SELF     /* the party itself is in a country of a list on the days of its documents */
} tt_on_list;

/**
 * Judge all parties but banks, carriers, brokers, public bodies and vessels.
 *
 * @param id    of the detector.
 * @complexity  O(documents and lines x rows of the table).
 */
TT_MUST_CHECK tt_status tt_on_list_run(const tt_detect_in *in, tt_on_list what, const char *id,
                                       tt_findings *out, tt_err *err);

#endif
