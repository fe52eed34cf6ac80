/* likeness.h - how alike two words are. */
#ifndef TT_RESOLVE_LIKENESS_H
#define TT_RESOLVE_LIKENESS_H

#include "resolve/name.h"

/* How the names that hold the words are written. */
typedef struct tt_likeness_how {
    bool vowels; /* false: one of the two does not write vowels */
    bool loan;   /* one of the two writes loan words in kana */
    bool person; /* initials and short forms stand for words */
} tt_likeness_how;

enum { TT_LIKE_MIN = 65 }; /* below, words are not alike: 0 */

/**
 * 0 or TT_LIKE_MIN..100; 100 for one word, 96 where only romanisation or accents differ.  Letters
 * that scanners and typists mix up (0 and o, rn and m) differ less than others.  Symmetric.
 *
 * @complexity  O(letters^2), for most pairs O(1): the letters they do not share decide.
 */
unsigned tt_likeness(const tt_word *a, const tt_word *b, tt_likeness_how how);
/** The same for folds of words that were put together. */
unsigned tt_likeness_folds(tt_str a, tt_str b);
/** The same for skeletons, where a script does not write vowels or writes loan words. */
unsigned tt_likeness_skeletons(tt_str a, tt_str b, bool loan);

#endif
