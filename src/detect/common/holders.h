/*
 * holders.h - permits by who holds them: the exporter that a permit names, as a document writes it.
 */
#ifndef TT_DETECT_COMMON_HOLDERS_H
#define TT_DETECT_COMMON_HOLDERS_H

#include "refdata/wildlife.h"

#include "detect/common/spelt.h"

typedef struct tt_holders {
    tt_ix *first;         /* by entity: the first permit that names it; 0 none */
    tt_ix *next;          /* by permit: the next of the same exporter */
    const tt_spelt *near; /* by (sought, of): entities, and permits of a name like theirs */
    size_t n_near;
} tt_holders;

/** @param a  holds the result.  @complexity  O(mentions + permits). */
TT_MUST_CHECK tt_status tt_holders_build(const tt_data *d, tt_arena *a, tt_holders *out,
                                         tt_err *err);
/**
 * Lets some entities hold permits in a name that resolve would find like theirs: who is only once
 * in the data, and misspelt there, is an entity of its own.  For what is said of who holds none.
 *
 * @param wanted  by entity.  @param bits  that a name must say.  @complexity  see spelt.h.
 */
TT_MUST_CHECK tt_status tt_holders_widen(const tt_data *d, const bool *wanted, double bits,
                                         tt_arena *a, tt_holders *out, tt_err *err);
/** A permit of an entity for a group of taxa that holds on the day, or did until a month ago; 0
 * when there is none. */
tt_ix tt_holders_find(const tt_holders *h, const tt_data *d, const tt_wildlife *k, tt_ix entity,
                      tt_str group, tt_date day);

#endif
