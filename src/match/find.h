/* find.h - how hypotheses are made: what find.c, combine.c and instalment.c share. */
#ifndef TT_MATCH_FIND_H
#define TT_MATCH_FIND_H

#include "match/lane.h"

/* One thread's work on some documents or targets. */
typedef struct tt_finder {
    const tt_lane *l;
    tt_cand_vec cands; /* of one document, or documents of one target (then `to` is a document) */
    tt_pick_vec picks;
    tt_u64_vec order;
    int64_t *size; /* of those that are combined: max_combine */
    uint32_t *at;  /* and which they are */
    tt_hyps out;
    size_t from; /* first hypothesis of the document at hand */
} tt_finder;

/** Enough evidence that belongs to this pair alone: amount or goods, number, lines; more of it
 * where one party fits. */
bool tt_is_specific(const tt_lane *l, int32_t fit, int32_t number, int32_t lines, int32_t party);
/** Add a hypothesis whose legs are the last `n` of out.legs; drops it, and the legs, when the same
 * legs are there already. */
TT_MUST_CHECK bool tt_hyp_add(tt_finder *f, tt_hyp h);
/** log2 C(n, k) in centibits. */
int32_t tt_choose_bits(size_t n, size_t k);
/** Runs and sums of several targets for a document. */
TT_MUST_CHECK bool tt_find_sums(tt_finder *f, tt_ix doc, tt_tried_doc *t);
/** All the targets that a document names, together. */
TT_MUST_CHECK bool tt_find_named(tt_finder *f, tt_ix doc);
/** Several documents for one target. */
TT_MUST_CHECK bool tt_find_instalments(tt_finder *f, tt_ix to);

#endif
