/*
 * score.h - from findings to weights of entities, communities and ranked syndicates.
 *
 * Combination by e-values: inside a family the e-values of an entity are averaged, across families
 * they multiply with temper 0.8, floor log10 0.5, cap +3 a family, context +1 in all.  Communities:
 * Leiden on the evidence graph (not on the trade graph).
 */
#ifndef TT_SCORE_SCORE_H
#define TT_SCORE_SCORE_H

#include "detect/detect.h"

extern const tt_param tt_score_params[];
extern const size_t tt_score_n_params;

/**
 * Fill entity_weight, communities, syndicates of *r and finding.syndicate.
 *
 * @param seed   of the community algorithm and of permutation nulls.
 * @param a      holds what is added.
 */
TT_MUST_CHECK tt_status tt_score(const tt_data *d, const tt_graph *g, const double *param,
                                 uint64_t seed, unsigned threads, const tt_talk *talk, tt_arena *a,
                                 tt_results *r, tt_err *err);

#endif
