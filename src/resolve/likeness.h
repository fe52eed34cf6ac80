/* likeness.h - how alike two words are. */
#ifndef TT_RESOLVE_LIKENESS_H
#define TT_RESOLVE_LIKENESS_H

#include "resolve/name.h"

/* How the names that hold the words are written. */
typedef struct tt_likeness_how {
    bool vowels;    /* false: one of the two does not write vowels */
    bool loan;      /* one of the two writes loan words in kana */
    bool person;    /* initials and short forms stand for words */
    bool syllables; /* a letter makes another name: "Minh" and "Manh" */
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

/* --- what of a word can be told without the other --- */

/** Bit per letter a..z; 26: anything else. */
uint32_t tt_letters_of(tt_str s);
/** Folded letters in which romanisations of Japanese differ. */
uint32_t tt_kana_letters(void);
/** "alshams": the article that may be written with an Arabic name. */
bool tt_has_article(tt_str s);
/** Ends as Japanese words in Latin letters do. */
bool tt_ends_as_kana(tt_str s);

static inline unsigned tt_count_bits(uint32_t v)
{
    v = v - (v >> 1 & 0x55555555);
    v = (v & 0x33333333) + (v >> 2 & 0x33333333);
    return ((v + (v >> 4)) & 0x0f0f0f0f) * 0x01010101 >> 24;
}

#endif
