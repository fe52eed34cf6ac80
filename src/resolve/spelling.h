/* spelling.h - what romanisations, typists and scripts without vowels vary, made equal. */
#ifndef TT_RESOLVE_SPELLING_H
#define TT_RESOLVE_SPELLING_H

#include "base/arena.h"

enum { TT_SPELLING_MAX = 64 }; /* letters of a word that are looked at; also room for a result */

/**
 * Fold an ASCII word: "kh" is "h", "ou" is "u", "Müller" "Mueller" and "Muller" are one, doubles
 * are single.  "c" stands for ch, "x" for sh, "z" for ts.
 *
 * @param out  room for 2 * TT_SPELLING_MAX bytes.
 * @return     bytes written, at most TT_SPELLING_MAX - 1.
 */
size_t tt_spelling_fold(tt_str ascii, char *out);
/** False: the fold of two words written together is their folds, equal letters where they meet
 * made one.  @param last,first  letters that meet; there are no digits. */
bool tt_spelling_meet(char last, char first);
/** Its consonants without h, and without w and y but in front; b and p, f and v, t and d, s, z and
 * sh are one each. */
size_t tt_spelling_skeleton(tt_str ascii, char *out);

/**
 * A word that could be Japanese in one romanisation: "tsu" is "tu", "sho" is "syo", long vowels are
 * short.
 *
 * @return  bytes written; 0 = it is not made of the syllables of Japanese.
 */
size_t tt_spelling_kana(tt_str ascii, char *out);

#endif
