/*
 * sensitive.h - consignments that could carry wildlife: goods under which a group of taxa goes, on
 * a way from a country where it is taken to one where it is handed on or wanted.
 *
 * Nearly all of them are ordinary trade: they say where to look, and no more.
 */
#ifndef TT_DETECT_COMMON_SENSITIVE_H
#define TT_DETECT_COMMON_SENSITIVE_H

#include "detect/common/wild.h"

/* One party of a consignment. */
typedef struct tt_carried {
    tt_ix entity;
    const tt_consignment *c;
    bool sent;
} tt_carried;

typedef struct tt_carriages {
    tt_carried *v;   /* by (entity, day, document), 0-based */
    uint32_t *first; /* by entity, n_entities + 2 */
} tt_carriages;

/** True when a group of taxa goes between the two countries, in either direction. */
bool tt_sensitive_lane(const tt_wildlife *k, tt_country a, tt_country b);
/**
 * All dated consignments of all entities.
 *
 * @param a     holds the result.
 * @complexity  O(n log n) for n consignments.
 */
TT_MUST_CHECK tt_status tt_carriages_build(const tt_data *d, const tt_wild *w, tt_arena *a,
                                           tt_carriages *out, tt_err *err);

/** Those of one entity, n of them, in the order of time. */
const tt_carried *tt_carriages_of(const tt_carriages *c, tt_ix entity, size_t *n);

#endif
