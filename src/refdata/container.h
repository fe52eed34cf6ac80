/*
 * container.h - types of containers: what they hold and bear.
 *
 * A container number does not say of which type it is; texts of bills of lading often do ("2X40HC
 * CONTAINERS STC"), and forms have the size and type code of ISO 6346 ("45G1").
 */
#ifndef TT_REFDATA_CONTAINER_H
#define TT_REFDATA_CONTAINER_H

#include "base/base.h"

typedef struct tt_container {
    const char *code;      /* ISO 6346: "45G1" */
    int64_t most_gross_kg; /* of any of this type, cargo and box together */
    int64_t tare_kg;       /* typical, empty */
    int64_t volume_e1;     /* inner, 0.1 m3; 0: open, no limit */
    const char *name;      /* "40' high cube" */
} tt_container;

/** By size and type code or a usual spelling ("40HC", "40'HQ", "20 GP"); NULL when unknown. */
const tt_container *tt_container_find(tt_str type);
/** The only type that a text names, as "1X20GP" or "2 x 40' HC"; NULL: none, or several. */
const tt_container *tt_container_in_text(tt_str text);
/**
 * Where the type is not known: the largest closed box of the table, by gross mass and by volume.
 *
 * @param out  code "" and name "any closed container".
 */
void tt_container_largest(tt_container *out);
size_t tt_container_count(void);
/** Row i, 0-based. */
const tt_container *tt_container_get(size_t i);

#endif
