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
    size_t from;     /* first hypothesis of the document at hand */
    tt_tried_doc *t; /* of the document or target at hand */
    bool crowded;    /* its two parties have more targets than are looked at */
} tt_finder;

/** Up to `left` of something were not looked at for the document at hand.  Of the first pass
 * nothing is told: what it leaves open is looked at again. */
void tt_cut(tt_finder *f, tt_match_limit limit, uint64_t left);
/** The same, and where it stays alone, this is the reason. */
void tt_cut_short(tt_finder *f, tt_match_limit limit, uint64_t left);
/** Enough evidence that belongs to this pair alone: amount or goods, number, lines; more of it
 * where one party fits. */
bool tt_is_specific(const tt_lane *l, int32_t fit, int32_t number, int32_t lines, int32_t party);
/** Add a hypothesis whose legs are the last `n` of out.legs; drops it, and the legs, when the same
 * legs are there already. */
TT_MUST_CHECK bool tt_hyp_add(tt_finder *f, tt_hyp h);
/** log2 C(n, k) in centibits. */
int32_t tt_choose_bits(size_t n, size_t k);
/** Runs and sums of several targets for a document. */
TT_MUST_CHECK bool tt_find_sums(tt_finder *f, tt_ix doc);
/** Twos and threes of v[0..n), ascending, into f->picks; tells of limits. */
TT_MUST_CHECK bool tt_find_few(tt_finder *f, const int64_t *v, size_t n, int64_t low, int64_t high);
/** All the targets that a document names, together. */
TT_MUST_CHECK bool tt_find_named(tt_finder *f, tt_ix doc);
/** Several documents for one target. */
TT_MUST_CHECK bool tt_find_instalments(tt_finder *f, tt_ix to);

#endif
