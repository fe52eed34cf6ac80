/*
 * no_permit.h - declarations of goods that CITES lists, and whether they quote a permit.
 *
 * A trial is a deal with a declaration whose text names goods of Appendix I or II (listed.h); it
 * differs when none of its declarations quotes a number.  Only what the feed would show counts: in
 * a country and direction in which no declaration at all quotes a permit, the field is not kept.
 * Deals are judged by relation (trials.h).
 */
#ifndef TT_DETECT_COMMON_NO_PERMIT_H
#define TT_DETECT_COMMON_NO_PERMIT_H

#include "detect/common/trials.h"

#define TT_NO_PERMIT_PARAMS P_MISS_I, P_MISS, P_ON_RECORD, P_MISS_USUAL, TT_TRIAL_PARAMS
#define TT_NO_PERMIT_ROWS                                                                          \
    [P_MISS_I] = {"missing_i",                                                                     \
                  20,                                                                              \
                  1,                                                                               \
                  1000,                                                                            \
                  "likelihood ratio",                                                              \
                  "of goods of Appendix I without a permit number"},                               \
    [P_MISS] = {"missing", 8, 1, 1000, "likelihood ratio", "of goods of Appendix II without one"}, \
    [P_ON_RECORD] = {"on_record",                                                                  \
                     1.2,                                                                          \
                     1,                                                                            \
                     1000,                                                                         \
                     "likelihood ratio",                                                           \
                     "of either when the exporter holds a permit for that wildlife then"},         \
    [P_MISS_USUAL] = TT_USUAL_ROW(0.05), TT_TRIAL_ROWS(0, 0.4)

/** Run it; first is the index of its P_MISS_I, and TT_NEEDS_WILD are there. */
TT_MUST_CHECK tt_status tt_no_permit_run(const tt_detect_in *in, unsigned first, tt_findings *out,
                                         tt_err *err);

#endif
