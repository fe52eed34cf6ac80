/* parts.h - between the files of this floor. */
#ifndef TT_EVALUATE_PARTS_H
#define TT_EVALUATE_PARTS_H

#include "base/json_read.h"
#include "base/vec.h"
#include "evaluate/evaluate.h"

/* --- parts of JSON that may be absent --- */

static inline tt_str tt_pick_str(const tt_json *node, const char *key)
{
    const tt_json *j = node ? tt_json_get(node, key) : NULL;
    return j ? tt_json_str(j) : (tt_str){NULL, 0};
}

/** False, and *out untouched, when there is no number. */
static inline bool tt_pick_double(const tt_json *node, const char *key, double *out)
{
    const tt_json *j = node ? tt_json_get(node, key) : NULL;
    return j && tt_json_double(j, out);
}

/** NULL when there is no array. */
static inline const tt_json *tt_pick_list(const tt_json *node, const char *key)
{
    const tt_json *j = node ? tt_json_get(node, key) : NULL;
    return j && tt_json_type_of(j) == TT_JSON_ARRAY ? j : NULL;
}

enum { TT_EV_ROUNDS = 1000 }; /* of the bootstrap */

/** case.c: fill what needs the case: entities, syndicates, pairings and breaks against the tables.
 */
TT_MUST_CHECK tt_status tt_evaluate_case(const tt_truth *t, const tt_claims *c, const tt_data *d,
                                         tt_arena *a, tt_evaluation *out, tt_err *err);
/**
 * traders.c: fill the figures of entities.
 *
 * @param who    the true entity of each of claims.entities; 0: unknown.  One that comes again under
 *               another id counts once.
 * @param named  per true entity: documents name it.
 */
TT_MUST_CHECK tt_status tt_judge_traders(const tt_truth *t, const tt_tx *who, size_t n,
                                         const uint8_t *named, tt_arena *a, tt_evaluation *out,
                                         tt_err *err);

/**
 * groups.c: planted groups against those that were found.
 *
 * @param truth  group << 32 | item, groups from 1, items from 1; sorted by the call.
 * @source       Vinh, Epps and Bailey, Information theoretic measures for clusterings comparison,
 *               JMLR 11 (2010), for the adjusted mutual information.
 * @complexity   O(planted x found groups, and the size of what is in them).
 */
TT_MUST_CHECK tt_status tt_judge_groups(tt_u64_vec *truth, uint32_t n_true, tt_u64_vec *found,
                                        uint32_t n_found, tt_arena *a, tt_ev_groups *out,
                                        tt_err *err);

#endif
