/*
 * seized.h - which documents of a party are like a load that was seized.
 *
 * The nearest are those between two parties of the seizure, then those that go its way.  Agents and
 * containers serve many: that they are shared makes nobody a party of it.
 */
#ifndef TT_DETECT_COMMON_SEIZED_H
#define TT_DETECT_COMMON_SEIZED_H

#include "base/vec.h"
#include "detect/common/books.h"

typedef enum tt_seized_like {
    TT_SEIZED_ELSEWHERE,
    TT_SEIZED_WAY,   /* from the country of origin to where it was to go, or was seized */
    TT_SEIZED_HANDS, /* both parties are of the seizure */
    TT_SEIZED_LIKES
} tt_seized_like;

/* A party of a seizure. */
typedef struct tt_seized_hand {
    tt_ix seizure, entity;
} tt_seized_hand;
TT_VEC(tt_seized_hand_vec, tt_seized_hand);

typedef struct tt_seized_doc {
    tt_ref doc;
    tt_date day;
    tt_seized_like like;
    int64_t days; /* between it and the nearest of the seizures; INT64_MAX unknown */
} tt_seized_doc;
TT_VEC(tt_seized_doc_vec, tt_seized_doc);

/** Sorts hands for tt_seized_compare and drops those said twice; false without memory. */
TT_MUST_CHECK bool tt_seized_sort(tt_seized_hand_vec *hands);

/** Does a seizure say from where to where the load went?  Where it was stopped may be on the way.
 */
bool tt_seized_says_way(const tt_seizure *x);

/**
 * A shipment or declaration of a party beside some seizures: the best of them.
 *
 * @param hands  sorted.
 */
tt_seized_doc tt_seized_compare(const tt_data *d, const tt_seized_hand_vec *hands,
                                const tt_ix *seizures, size_t n, tt_kind kind, tt_ix doc);

/* What each party declared for others. */
typedef struct tt_cleared {
    uint32_t *first; /* by entity: where its declarations end; those of the one before: where they
                        begin */
    tt_ix *docs;
} tt_cleared;

/** @param a  holds the result.  False without memory.  @complexity  O(declarations + entities). */
TT_MUST_CHECK bool tt_cleared_build(const tt_data *d, tt_arena *a, tt_cleared *out);
const tt_ix *tt_cleared_by(const tt_cleared *c, tt_ix entity, size_t *n);

/** Sorts documents: the most alike first, then the nearest in time; false without memory. */
TT_MUST_CHECK bool tt_seized_rank(tt_seized_doc_vec *v);

#endif
