/*
 * names.h - how alike the names of two entities are: is one the other, spelt in another way, cut
 * short, or a sister with the same brand?  Computed once per run.
 *
 * Resolution keeps apart what it cannot prove to be one.  A claim that two parties are strangers
 * needs more: names that do not speak for each other at all.
 */
#ifndef TT_DETECT_COMMON_NAMES_H
#define TT_DETECT_COMMON_NAMES_H

#include "model/data.h"
#include "resolve/parts.h"

enum { TT_NAMES_RUN_TOGETHER = 600 };

typedef struct tt_names {
    const tt_data *d;
    tt_words words;
    tt_name *name;   /* canonical names and aliases of the registry row */
    tt_str *own;     /* of each: its words that are no generic ones, without blanks */
    tt_str *rest;    /* of each: its generic words and places */
    tt_str *core;    /* of each: all its words */
    uint32_t *first; /* by entity: its names are first[e] .. first[e + 1] - 1 */
} tt_names;

/**
 * @param a     holds the result.
 * @complexity  O(n log n) for the words of n names.
 */
TT_MUST_CHECK tt_status tt_names_build(const tt_data *d, tt_arena *a, tt_names *out, tt_err *err);

/** The words of a name that are its own, without blanks, absent when they have fewer than four
 * letters; and the others.  Both in a.  @return  false: no memory. */
TT_MUST_CHECK bool tt_surface_own(const tt_surface *s, tt_arena *a, tt_str *own, tt_str *rest);
/** Read names as resolve reads them: v[i].raw is the text of each, the rest is absent and is
 * filled; in a.  O(text), of what is written the same once.
 */
TT_MUST_CHECK tt_status tt_surfaces_read(tt_surface *v, size_t n, tt_arena *a, tt_err *err);

/**
 * Evidence of the names that two entities are one, or carry one brand: log2 of the odds times 100,
 * of their most alike names; 0 when they have nothing in common.  Names whose own words are one but
 * for the blanks and a letter or two ("Hai Da", "Haida"), or for what a scanner makes of letters
 * ("N0RTH L1NES"), say TT_NAMES_RUN_TOGETHER at least.
 *
 * @complexity  O(names of the one * names of the other).
 */
int32_t tt_names_alike(const tt_names *n, tt_ix a, tt_ix b);

#endif
