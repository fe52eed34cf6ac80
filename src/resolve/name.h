/*
 * name.h - names as words, how much each word says, and how alike two names are.
 *
 * A name is folded, split, freed of legal forms, its generic words and places replaced by concepts
 * that are the same in every language, and the rest brought to ASCII (normalise.c, script.c).  A
 * word says as many bits as it is rare (words.c); two names are compared by aligning their words
 * (alike.c).
 *
 * @source  Fellegi & Sunter 1969 (weights as log2 of the odds); Cohen, Ravikumar & Fienberg 2003
 *          (soft TF-IDF).
 */
#ifndef TT_RESOLVE_NAME_H
#define TT_RESOLVE_NAME_H

#include "base/arena.h"
#include "base/str.h"
#include "refdata/legal.h"

/* --- words --- */

typedef enum tt_word_kind {
    TT_WK_WORD,    /* a word of its own: a brand, a family name */
    TT_WK_CONCEPT, /* generic: trade, group, logistics; the same in every language */
    TT_WK_PLACE,   /* a city or country; the same in every language */
    TT_WK_NUMBER,  /* digits, number words, ordinals, roman numerals: never fuzzy */
    TT_WK_INITIAL, /* one letter */
    TT_WK_PARTICLE /* of a person's name: "bin", "van der" */
} tt_word_kind;

/* What a word is written as. */
typedef enum tt_word_form {
    TT_WF_ASCII,    /* concept, place, or ASCII form */
    TT_WF_FOLD,     /* without what romanisations and typists vary: "kh" is "h", doubles single; of
                       a common name the form that its spellings share: "robert" for "bob" */
    TT_WF_SPELT,    /* the fold of the word as it is spelt: fold but for common names */
    TT_WF_SKELETON, /* consonants, those that scripts without vowels mix up made one */
    TT_WF_NATIVE,   /* Chinese characters, simplified; empty for other scripts */
    TT_WF_N
} tt_word_form;

/* A distinct word of all names of a case.  There are nearly as many as names: one text holds all
 * forms. */
typedef struct tt_word {
    const char *text;
    uint16_t at[TT_WF_N], length[TT_WF_N]; /* of each form in text */
    uint32_t letters;                      /* bit per letter a..z of spelt, 26 = digits */
    uint32_t fold_id;                      /* equal for words of one kind and fold */
    uint32_t df;                           /* names that hold a word of the same fold */
    int32_t centibits; /* log2((N0 + names) / df) * 100; concepts, places and initials capped */
    uint8_t kind;      /* tt_word_kind */
    uint8_t sector;    /* concepts: trades that exclude each other differ; 0 = none in particular */
    bool common;       /* a name that very many persons have */
    bool syllables;    /* a family name of a language whose words are single syllables */
} tt_word;

static inline tt_str tt_word_as(const tt_word *w, tt_word_form f)
{
    return (tt_str){w->text + w->at[f], w->length[f]};
}

static inline tt_str tt_word_ascii(const tt_word *w)
{
    return tt_word_as(w, TT_WF_ASCII);
}

static inline tt_str tt_word_fold(const tt_word *w)
{
    return tt_word_as(w, TT_WF_FOLD);
}

static inline tt_str tt_word_spelt(const tt_word *w)
{
    return tt_word_as(w, TT_WF_SPELT);
}

static inline tt_str tt_word_skeleton(const tt_word *w)
{
    return tt_word_as(w, TT_WF_SKELETON);
}

static inline tt_str tt_word_native(const tt_word *w)
{
    return tt_word_as(w, TT_WF_NATIVE);
}

enum {
    TT_SECTOR_MONEY = 2, /* funds, securities, finance */
    TT_SECTOR_INSURANCE = 19,
    TT_SECTOR_KIN = 64,                  /* sectors from here on exclude nothing */
    TT_SECTOR_PARENT = TT_SECTOR_KIN + 2 /* a group, its holding */
};
enum { TT_NAME_MAX_WORDS = 24 }; /* what comes after is not looked at */

typedef enum tt_name_script { /* bits of tt_name.scripts */
                              TT_SCRIPT_LATIN = 1,
                              TT_SCRIPT_HAN = 2,
                              TT_SCRIPT_CYRILLIC = 4,
                              TT_SCRIPT_ABJAD = 8, /* Arabic, Hebrew: vowels are not written */
                              TT_SCRIPT_LOAN =
                                  16, /* kana, Hangul: loan words with vowels put between */
                              TT_SCRIPT_OTHER = 32
} tt_name_script;

typedef struct tt_name {
    const uint32_t *word; /* of tt_words, in the order of the name */
    uint8_t n;            /* at most TT_NAME_MAX_WORDS */
    uint8_t scripts;      /* tt_name_script */
    uint8_t legal;        /* class of legal form; 0 = none written */
    uint8_t home;         /* of it: tt_legal_home; 0 = any country */
    bool person;          /* reads as a person's: no legal form, no company word */
    bool generic;         /* no word of its own */
    bool syllables;       /* of a person, and its words are single syllables */
    uint8_t letters; /* characters of the name as written, blanks too; 255 = that many or more */
    uint8_t n_initials;
    int32_t centibits;    /* what all its words say */
    const char *initials; /* first letters of all words but legal forms, "of" and "and" */
    uint64_t letters_of;  /* hash of all letters as they are written, without blanks, legal forms,
                             "of" and "and"; 0 = too few */
} tt_name;

/** Legal forms that are two: of two classes, or no country has both.  Chinese, Japanese and Korean
 * forms are all "Co., Ltd." in English: across these scripts they say nothing. */
static inline bool tt_legal_forms_differ(const tt_name *a, const tt_name *b)
{
    const unsigned east = TT_SCRIPT_HAN | TT_SCRIPT_LOAN;
    if (!a->legal || !b->legal || !(a->scripts & east) != !(b->scripts & east))
        return false;
    return a->legal != b->legal || !tt_legal_homes_meet(a->home, b->home);
}

static inline tt_str tt_name_initials(const tt_name *n)
{
    return (tt_str){n->initials, n->n_initials};
}

/* All distinct words, numbered from 0 in the order of their text. */
typedef struct tt_words {
    tt_word *v;
    struct tt_shape *shape; /* of each: glance.h */
    uint32_t n;
    uint32_t n_names; /* that were counted */
} tt_words;

/* --- comparing --- */

typedef enum tt_name_level {
    TT_NAME_NONE,      /* one side has no name */
    TT_NAME_EXACT_ALL, /* also the legal form */
    TT_NAME_EXACT,     /* the core */
    TT_NAME_REORDERED, /* the same words in another order; persons: family name first */
    TT_NAME_INITIALS,  /* given names cut to initials, or a company cut to its acronym */
    TT_NAME_NEAR,      /* Dice >= 0.90 */
    TT_NAME_CLOSE,     /* Dice >= 0.78, or skeletons of two scripts >= 0.75 */
    TT_NAME_INSIDE,    /* one is the other with words more, or cut short */
    TT_NAME_SOME,      /* Dice >= 0.60 */
    TT_NAME_LITTLE,    /* Dice >= 0.40 */
    TT_NAME_DIFFERENT,
    TT_NAME_N_LEVELS
} tt_name_level;
/** "same name", "same core", ... for explain. */
const char *tt_name_level_text(tt_name_level l);

/* One aligned group of words. */
typedef struct tt_name_part {
    uint8_t a, n_a; /* words of the one: first, how many (2 where two words are one of the other) */
    uint8_t b, n_b; /* of the other; n 0: unmatched */
    uint8_t likeness;  /* 0..100 */
    int32_t centibits; /* what the group adds (unmatched: takes away) */
} tt_name_part;

typedef struct tt_name_match {
    tt_name_level level;
    uint8_t dice; /* 0..100: weighted share of what the words say that both have */
    int32_t
        centibits; /* evidence of the names, before country, numbers and legal form are judged */
    bool whole;    /* CLOSE: each word has a partner, spelt otherwise */
    bool full;     /* INSIDE, persons: given and family name have partners */
    bool number_conflict; /* both hold numbers and they differ */
    bool legal_differs;
    bool family_differs; /* persons: no word of the one is near the family name of the other */
    uint8_t n_parts;
    tt_name_part part[2 * TT_NAME_MAX_WORDS];
} tt_name_match;

/**
 * Compare two names.  Symmetric but for the order in parts.
 *
 * @complexity  O(words^2) comparisons of words, each at most O(letters^2 / 64).
 */
void tt_name_compare(const tt_words *w, const tt_name *a, const tt_name *b, tt_name_match *out);
/** The same without parts, for the inner loop of blocking: the level only has to be right where it
 * is INSIDE or better. */
void tt_name_compare_fast(const tt_words *w, const tt_name *a, const tt_name *b,
                          tt_name_match *out);

#endif
