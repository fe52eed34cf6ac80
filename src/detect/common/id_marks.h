/*
 * id_marks.h - the checkable numbers of each party: tax numbers, LEI, accounts, containers, ships,
 * waybills and parcels, each once.
 *
 * Numbers of goods documents (containers, ships, waybills) are the shipper's: its papers name them.
 */
#ifndef TT_DETECT_COMMON_ID_MARKS_H
#define TT_DETECT_COMMON_ID_MARKS_H

#include "detect/common/draft.h"
#include "refdata/ids.h"

typedef enum tt_id_type {
    TT_MARK_IDENTIFIER,
    TT_MARK_LEI,
    TT_MARK_ACCOUNT,
    TT_MARK_CONTAINER,
    TT_MARK_SHIP,
    TT_MARK_WAYBILL,
    TT_MARK_PARCEL
} tt_id_type;
const char *tt_id_mark_text(tt_id_type t); /* "tax number", "account", ... */

typedef struct tt_id_mark {
    tt_ix entity;
    tt_id_type type;
    tt_str text;       /* letters and digits, upper case */
    tt_id_state state; /* VALID, REPAIRED or BAD */
    bool slip;         /* bad, and one letter or two neighbours swapped away from a valid one, or
                        * a container's without the form of one */
    tt_ref where;      /* the first document that has it */
} tt_id_mark;

/**
 * @param out  in arena a, by (entity, type, text), each once.
 * @complexity O(n log n) for n numbers, and 36 m look-ups for each bad one of m letters.
 */
TT_MUST_CHECK tt_status tt_id_marks_of(const tt_data *d, tt_arena *a, const tt_id_mark **out,
                                       size_t *n, tt_err *err);

#endif
