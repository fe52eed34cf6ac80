/*
 * meet.h - whether the dealings of two entities meet, and how often they would by chance.
 *
 * Two entities meet when goods or money flow between them, or when they have a counterpart in
 * common.  By chance, with a counterparts here and b there, d being the counterparts of all and
 * d_c those of a counterpart c that is no hub,
 *
 *     direct   1 - exp(-h a b / sum d)
 *     any      1 - exp(-h a b sum d_c^2 / (sum d)^2), at least the direct one
 *
 * as if ends of relations were joined at random; h is how much more often than that pairs which
 * nothing joins meet in these very data: pairs of neighbours in the order of ids, which is random,
 * within one country and across countries.
 *
 * @source  the configuration model: M. Newman, Networks, 2nd ed. 2018, 12.
 */
#ifndef TT_DETECT_COMMON_MEET_H
#define TT_DETECT_COMMON_MEET_H

#include "graph/graph.h"

typedef struct tt_meet {
    const tt_data *d;
    const tt_graph *g;
    double hub;       /* a counterpart of more entities is none in common */
    uint32_t *degree; /* counterparts, by entity */
    uint32_t *mark;   /* of the entity at hand: counterpart */
    uint32_t turn;
    double sum, squares; /* of the degrees; squares without hubs */
    double often[2][2];  /* h: across countries, in one; direct, any */
} tt_meet;

/**
 * @param a     holds 8 bytes for each entity.
 * @complexity  O(flows), and for h two walks for each entity.
 */
TT_MUST_CHECK tt_status tt_meet_init(tt_meet *m, const tt_data *d, const tt_graph *g, double hub,
                                     tt_arena *a, tt_err *err);

/** False when nothing joins a and b.  *through is the counterpart in common; 0: they deal with each
 * other.  O(flows of both). */
bool tt_meet_do(tt_meet *m, tt_ix a, tt_ix b, tt_ix *through);
/** The chance that they deal with each other (direct), or meet at all. */
double tt_meet_chance(const tt_meet *m, tt_ix a, tt_ix b, bool direct);

#endif
