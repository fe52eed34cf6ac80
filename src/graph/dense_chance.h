/* dense_chance.h - how dense payments would be were their days and amounts dealt anew. */
#ifndef TT_GRAPH_DENSE_CHANCE_H
#define TT_GRAPH_DENSE_CHANCE_H

#include "graph/dense.h"
#include "graph/layered.h"

/**
 * Fill density, usual, shuffles, reached and p of a block.
 *
 * @param p       the payments of its neighbourhood; they stay as they are.
 * @param seed    the same gives the same.
 * @param most    edges that may be peeled; more_shuffles are left out when they do not fit.
 * @param visits  edges peeled are added.
 */
TT_MUST_CHECK tt_status tt_dense_chance(const tt_payments *p, const tt_dense_options *opt,
                                        uint64_t seed, uint64_t most, tt_dense *block,
                                        uint64_t *visits, tt_err *err);

#endif
