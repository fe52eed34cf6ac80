/*
 * known.h - companies that are known around the world: rows of the table known_names, which can be
 * replaced (reference.h).
 */
#ifndef TT_REFDATA_KNOWN_H
#define TT_REFDATA_KNOWN_H

#include "refdata/reference.h"

typedef struct tt_known_name {
    tt_str name;
    tt_country country; /* of its seat */
    tt_str source;
    uint8_t verified;
} tt_known_name;

typedef struct tt_known_names {
    tt_known_name *v; /* in the order of the table */
    size_t n;
} tt_known_names;

/**
 * @param own  NULL, or the tables of the case.
 * @param a    holds the rows.
 * @return     TT_OK, TT_EFORMAT ("known_names, line 7: ..."), TT_ENOMEM.
 */
TT_MUST_CHECK tt_status tt_known_names_load(const tt_reference *own, tt_arena *a,
                                            tt_known_names *out, tt_err *err);

#endif
