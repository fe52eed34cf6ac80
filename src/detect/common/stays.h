/*
 * stays.h - goods that come to a party and go from it again, by their exact quantity.
 *
 * A haul is a line of an invoice, a bill of lading or a customs declaration that says what a party
 * received or sent.  A stay is a haul out and the last haul in before it of the same party and
 * quantity.  Quantities are equal by chance, too: with k lines between others that have the
 * quantity, of N lines in its dimension, and n that the party received,
 *
 *     chance = n (k + 1) / N
 *
 * is how many equal ones were to be expected.
 */
#ifndef TT_DETECT_COMMON_STAYS_H
#define TT_DETECT_COMMON_STAYS_H

#include "base/vec.h"
#include "detect/common/shared.h"

typedef struct tt_haul {
    tt_ix party, other; /* entities: whose haul it is; from or to whom */
    bool out;
    tt_date day;
    tt_dim dim;
    int64_t quantity; /* canonical unit, 1e-6 */
    tt_kind kind;
    tt_ix doc, line;
    tt_hs hs6; /* TT_HS_NONE: not known */
    tt_country origin;
    double kg; /* gross, else net; NAN unknown */
} tt_haul;
TT_VEC(tt_haul_vec, tt_haul);

typedef struct tt_stay {
    size_t in, out;    /* of hauls */
    size_t first, end; /* of hauls: all of the party and quantity */
    double chance;
} tt_stay;
TT_VEC(tt_stay_vec, tt_stay);

typedef struct tt_stays {
    tt_haul_vec v;     /* by (dimension, quantity, party, day, out, kind, line) */
    tt_stay_vec stays; /* in the order of v */
} tt_stays;

/**
 * @param days  between the two at most.
 * @param a     scratch: 4 bytes for each entity.
 * @param out   released by the caller, also after a failure.
 * @complexity  O(n log n) for n lines.
 */
TT_MUST_CHECK tt_status tt_stays_find(const tt_data *d, int32_t days, tt_arena *a, tt_stays *out,
                                      tt_err *err);
void tt_stays_release(tt_stays *m);

#endif
