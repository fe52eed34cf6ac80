/*
 * tokens.h - inside of normalisation: a name split into tokens, the lexicon, and scripts.
 *
 * Chinese, Japanese, Korean and Thai are written without blanks: each character is a token, so that
 * phrases of the lexicon are found inside of words; what is left between phrases is glued again.
 */
#ifndef TT_RESOLVE_TOKENS_H
#define TT_RESOLVE_TOKENS_H

#include "resolve/name.h"
#include "resolve/parts.h"

enum { TT_MAX_TOKENS = 96, TT_MAX_PHRASE = 24 };

typedef struct tt_token {
    uint32_t at, n;   /* bytes of the text */
    uint32_t letters; /* code points */
    uint8_t script;   /* tt_name_script, one bit; 0 for digits */
    bool spaceless;   /* of a script that is written without blanks */
    bool glued;       /* nothing stands between it and the token before */
    bool single;      /* may be part of initials: one letter of a script with letters */
    bool merged;      /* initials that were put together */
    bool done;        /* found in the lexicon */
    uint32_t term;    /* done: index of terms */
    uint32_t next;    /* done: first token after the phrase; its other tokens are skipped */
    tt_str native;    /* of a word that was brought to ASCII: Chinese characters; else absent */
} tt_token;

/* Tokens of a text, which holds them joined by single blanks. */
typedef struct tt_tokens {
    char *text;
    uint32_t used, n;
    uint32_t comma;  /* token after the first comma; 0 = none */
    uint32_t commas; /* how many there are */
    tt_token v[TT_MAX_TOKENS];
} tt_tokens;

/* --- tokens.c --- */

/** Fold and split; ASCII without ICU.  Text in a. */
TT_MUST_CHECK tt_status tt_tokens_read(tt_unicode *u, tt_arena *a, tt_str raw, tt_tokens *t,
                                       tt_err *err);
/** The tokens of an alias of the lexicon, which is folded and simplified already.
 * @param t  text: room for twice the bytes of the alias. */
TT_MUST_CHECK tt_status tt_tokens_of_alias(tt_str alias, tt_tokens *t, tt_err *err);
/** "s a r l" becomes "sarl": runs of single letters are initials. */
void tt_tokens_merge_initials(tt_tokens *t);
/** Tokens from..to with the blanks between. */
tt_str tt_tokens_phrase(const tt_tokens *t, uint32_t from, uint32_t to);
/** What is not done becomes words of ASCII letters: glued tokens are one word.  Text in a. */
TT_MUST_CHECK tt_status tt_tokens_to_ascii(tt_unicode *u, tt_arena *a, tt_tokens *t, tt_err *err);

/* --- lexicon.c --- */

struct tt_lexicon {
    tt_map terms;   /* tokens of an alias joined by blanks: index of refdata's terms */
    tt_map folds;   /* spelling fold of a long word, whole and less one letter: the same */
    tt_map starts;  /* first token of an alias: bit k is set when an alias of k + 1 tokens has it */
    uint8_t *legal; /* per term: class of legal form, from 1; 0 = not legal */
    uint8_t *home;  /* per term: tt_legal_home, from 1; 0 = of any country */
    const tt_legal_term *term;
};

/** Longest phrases first, from left to right, over tokens that are not done.
 * @param classes  bit per tt_word_class to look for. */
void tt_lexicon_mark(const tt_lexicon *x, unsigned classes, tt_tokens *t);
/** The same for long words, but for the first, that are misspelt. */
void tt_lexicon_guess(const tt_lexicon *x, tt_tokens *t);
bool tt_token_is(const tt_lexicon *x, const tt_token *k, const char *concept);
bool tt_token_is_legal(const tt_lexicon *x, const tt_token *k);

/* --- script.c --- */

/** Bit of tt_name_script; 0 for digits and marks. */
uint8_t tt_script_of(uint32_t c);
bool tt_script_is_han(uint32_t c);
/** Written without blanks: Chinese, Japanese, Korean, Thai, Lao, Khmer, Burmese. */
bool tt_script_is_spaceless(uint32_t c);
/** Spellings of one letter that readers take for the same: forms of alef, Persian kaf; 0 = no
 * letter at all (vowel marks). */
uint32_t tt_script_native(uint32_t c);
/** Bytes of the Arabic article at the front of a word, with what is written together with it ("and
 * the", "for the"); 0 where too little would be left. */
size_t tt_script_article(tt_str word);
/** Letters of another script that look like those of the word around them are put right. */
TT_MUST_CHECK tt_status tt_script_unmix(tt_arena *a, tt_str folded, tt_str *out, tt_err *err);
/** One word, folded, to lower-case ASCII; absent when it has no letter that we know. */
TT_MUST_CHECK tt_status tt_script_ascii(tt_unicode *u, tt_arena *a, tt_str word, tt_str *out,
                                        tt_err *err);

#endif
