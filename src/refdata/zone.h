/*
 * zone.h - places at which there is a free zone or free port: rows of the table free_zones, which
 * can be replaced (reference.h).
 *
 * Knowledge of a day and from memory: `verified` says what was found in a source.  That a place has
 * a zone does not say that goods were in it.
 */
#ifndef TT_REFDATA_ZONE_H
#define TT_REFDATA_ZONE_H

#include "base/civil.h"
#include "refdata/reference.h"

typedef struct tt_zone {
    tt_str place;     /* UN/LOCODE */
    tt_date from, to; /* TT_NO_DATE: always, still */
    tt_str name, source;
    uint8_t verified;
} tt_zone;

typedef struct tt_zones {
    tt_zone *v; /* in the order of the table */
    size_t n;
} tt_zones;

/**
 * @param own  NULL, or the tables of the case.
 * @param a    holds the rows.
 * @return     TT_OK, TT_EFORMAT ("free_zones, line 7: ..."), TT_ENOMEM.
 */
TT_MUST_CHECK tt_status tt_zones_load(const tt_reference *own, tt_arena *a, tt_zones *out,
                                      tt_err *err);

/** The first zone at a place on a day (TT_NO_DATE: whenever); NULL.  @param place  UN/LOCODE; text
 * that is none has no zone.  O(rows). */
const tt_zone *tt_zone_find(const tt_zones *z, tt_str place, tt_date day);

#endif
