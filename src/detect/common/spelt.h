/*
 * spelt.h - names of which some are sought among the others, however they are spelt: those of
 * watch lists, seizures, permits, which resolve does not read, among those of the parties.
 *
 * Names are compared as resolve compares them, in all scripts and spellings; a name that says less
 * than a given number of bits, or one of generic words, is like nobody.  A sought name is found by
 * its two rarest words.
 */
#ifndef TT_DETECT_COMMON_SPELT_H
#define TT_DETECT_COMMON_SPELT_H

#include "base/vec.h"
#include "model/data.h"

typedef struct tt_spelling {
    tt_str name; /* borrowed until the search has ended */
    uint32_t of; /* whose it is: the caller's own number */
    bool sought;
} tt_spelling;
TT_VEC(tt_spelling_vec, tt_spelling);

typedef struct tt_spelt {
    uint32_t sought, of; /* of the two spellings */
    bool near;           /* the names differ by some letters */
} tt_spelt;

/** Add a name; an empty one is left out.  @return  false: no memory. */
TT_MUST_CHECK bool tt_spelling_add(tt_spelling_vec *v, tt_str name, uint32_t of, bool sought);
/** Add the names between '|' and ';'. */
TT_MUST_CHECK bool tt_spelling_add_all(tt_spelling_vec *v, tt_str list, uint32_t of, bool sought);
/** Add the names of all entities and of their registry rows; `of` is the entity. */
TT_MUST_CHECK bool tt_spelling_add_parties(tt_spelling_vec *v, const tt_data *d);

/** The next part of a list with ';' or '|' between; false after the last. */
bool tt_spelling_part(tt_str *rest, tt_str *part);

/**
 * @param bits  that a name must say.
 * @param a     holds the result.
 * @param out   by (sought, of), each once; near only when none of their names is the same.
 * @complexity  O(n log n) for n names, and a comparison for each two with a rare word in common.
 */
TT_MUST_CHECK tt_status tt_spelt_find(const tt_spelling_vec *v, double bits, tt_arena *a,
                                      const tt_spelt **out, size_t *n, tt_err *err);

#endif
