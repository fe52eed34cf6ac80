/*
 * pair_odds.h - how much more often than any relation a relation such as this is one of collusion.
 *
 * A price or a paper that does not fit says more of two who share a telephone, trade with nobody
 * else, or met lately.  But in a trade where most relations are new, being new says nothing: what
 * a relation has is held against what all others have.
 *
 *     b(r)   = shared + exclusive + fresh + old, of those that hold for r
 *     m      = log10 of the mean of 10^b over all other relations
 *     log10 odds = max(0, b(r) - m) for b(r) > 0, else b(r)
 *
 * so that what all have adds nothing; and who lacks what the others have is not cleared by it.
 */
#ifndef TT_DETECT_COMMON_PAIR_ODDS_H
#define TT_DETECT_COMMON_PAIR_ODDS_H

#include "detect/common/pairs.h"

typedef struct tt_pair_rules {
    double shared;    /* log10: the two share an attribute */
    double exclusive; /* log10: each is nearly all of the other's trade, in more than one deal */
    double share;     /* what nearly all means */
    double fresh;     /* log10: all their trade is of fresh_days, and the data go back before it */
    double fresh_days;
    double old; /* log10: they have traded for old_days */
    double old_days;
} tt_pair_rules;

typedef struct tt_pair_odds {
    const tt_data *d;
    const tt_pairs *pairs;
    const tt_ix *group; /* of entities: who shares an attribute; NULL: not asked */
    tt_pair_rules rules;
    double sum; /* of 10^b over all relations */
} tt_pair_odds;

/** @complexity  O(relations). */
void tt_pair_odds_begin(tt_pair_odds *o, const tt_data *d, const tt_pairs *pairs,
                        const tt_ix *group, const tt_pair_rules *rules);
/** b(r) alone: what the relation has, whatever others have.  O(log relations). */
double tt_pair_odds_alone(const tt_pair_odds *o, tt_ix seller, tt_ix buyer);
/** log10; 0 when there is no other relation.  O(log relations). */
double tt_pair_odds_of(const tt_pair_odds *o, tt_ix seller, tt_ix buyer);

#endif
