/*
 * same_goods.h - two documents that describe the same goods, asked of every deal: the family of
 * doc.desc_mismatch and doc.hs_shift.
 *
 * The lines that answer for each other (deals.h) are judged one by one; the one that tells most
 * speaks for its deal, and deals are judged by relation (trials.h).
 */
#ifndef TT_DETECT_COMMON_SAME_GOODS_H
#define TT_DETECT_COMMON_SAME_GOODS_H

#include "detect/common/deals.h"
#include "detect/common/trials.h"

/* What one detector of the family asks. */
typedef struct tt_same_goods_way {
    const char *id;
    const tt_kind (*kinds)[2]; /* of the couples */
    size_t n_kinds;
    /** Likelihood ratio of a difference; 1: they agree; 0: they cannot be compared. */
    double (*judge)(const tt_detect_in *in, const tt_line *a, const tt_line *b);
    /** What the two lines say, in one sentence, and its measures. */
    const char *(*say)(const tt_detect_in *in, tt_draft *w, const tt_couple *c);
    const tt_relation_text *text;
    const char *unlike; /* why lines are not compared, for completeness; not told when none is */
} tt_same_goods_way;

/** Run the detector; usual and first are the indexes of its P_USUAL and P_REPEAT. */
TT_MUST_CHECK tt_status tt_same_goods_run(const tt_detect_in *in, const tt_same_goods_way *way,
                                          unsigned usual, unsigned first, tt_findings *out,
                                          tt_err *err);

#endif
