/*
 * near_names.h - which of a few names is nearly, but not quite, a given one: one letter more, less,
 * other or in another place, or letters that look alike ("0" for "O", "rn" for "m").
 *
 * A name and one that is an edit away have a form in common from which at most one letter is left
 * out; these forms are looked up.
 */
#ifndef TT_DETECT_COMMON_NEAR_NAMES_H
#define TT_DETECT_COMMON_NEAR_NAMES_H

#include "base/vec.h"

enum { TT_NEAR_LETTERS = 64 }; /* longer names are near nobody */

typedef struct tt_near_form {
    uint64_t hash;
    uint32_t name; /* of the index */
} tt_near_form;
TT_VEC(tt_near_form_vec, tt_near_form);
TT_VEC(tt_near_name_vec, tt_str);

typedef struct tt_near_names {
    tt_near_name_vec names; /* borrowed */
    tt_near_form_vec forms; /* by hash, name; after tt_near_names_sort */
} tt_near_names;

/** Names are ASCII without blanks, as names.h gives the own words of a party; numbers from 0 on.
 * @return  false: no memory. */
TT_MUST_CHECK bool tt_near_names_add(tt_near_names *x, tt_str own);
/** To be called when all are added.  @return  false: no memory. */
TT_MUST_CHECK bool tt_near_names_sort(tt_near_names *x);
void tt_near_names_release(tt_near_names *x);

/** Nearly the same, and not the same.  O(letters). */
bool tt_names_near(tt_str a, tt_str b);
/**
 * The smallest number from `from` on of a name that is near; UINT32_MAX: none.
 *
 * @complexity  O(letters log names).
 */
uint32_t tt_near_names_find(const tt_near_names *x, tt_str own, uint32_t from);

#endif
