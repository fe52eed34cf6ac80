/*
 * glance.h - names that are not alike, seen without reading all of them.
 *
 * Most pairs of names that share a rare key have nothing else in common.  A shape is what of a word
 * decides nearly always, in one cache line; from shapes follows the most that two names can have in
 * common.
 */
#ifndef TT_RESOLVE_GLANCE_H
#define TT_RESOLVE_GLANCE_H

#include "resolve/align.h"

enum { TT_SHAPE_LETTERS = 36 };

typedef struct tt_shape {
    uint32_t letters; /* of tt_word.spelt, as there */
    uint32_t typed;   /* the same of ascii */
    uint32_t fold_id;
    uint16_t centibits;
    uint8_t kind, sector;             /* as in tt_word */
    uint8_t n_ascii, n_fold, n_spelt; /* letters */
    bool common, native;              /* as there: a name that many have, characters */
    bool article, kana;               /* "al" in front; ends as Japanese words do */
    char first_ascii, last_ascii, first_fold, last_spelt;
    char spelt[TT_SHAPE_LETTERS]; /* its first letters; 0 behind its end */
} tt_shape;

/** Shapes of all words of w, in their order.  @param a  holds them.  @return  False: no room. */
TT_MUST_CHECK bool tt_shapes_build(tt_words *w, tt_arena *a);

/** A name that is looked at soon. */
void tt_name_fetch(const tt_words *w, const tt_name *n);
/**
 * False: the level of the two names is LITTLE or DIFFERENT.
 *
 * @complexity  O(words^2); letters of words are read only where their shapes are alike.
 */
bool tt_names_may_be_alike(const tt_words *w, const tt_name *a, const tt_name *b);

#endif
