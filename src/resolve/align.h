/*
 * align.h - the words of two names put side by side.
 *
 * Best pairs of words first; then words that are two on one side ("Wal Mart"), acronyms, and weak
 * pairs.  What is left without a partner is for alike.c to judge.
 */
#ifndef TT_RESOLVE_ALIGN_H
#define TT_RESOLVE_ALIGN_H

#include "resolve/likeness.h"

enum {
    TT_MOST_JOINED = 4,    /* words that one word of the other side may be */
    TT_CUT_LETTERS = 28,   /* characters of a name that may have been cut short */
    TT_LEFT_PERSON = 1200, /* centibits at least of a word of its own that is left: of a person */
    TT_LEFT_OWN = 400,     /* of others */
    TT_DICE_SOME = 60      /* dice of names with some words in common */
};

typedef struct tt_side {
    const tt_name *n;
    const tt_word *w[TT_NAME_MAX_WORDS];
    bool used[TT_NAME_MAX_WORDS];
    int32_t all, left; /* centibits of all its words, of those without a partner */
} tt_side;

typedef struct tt_alignment {
    tt_side a, b;
    tt_likeness_how how;
    tt_name_match *out; /* its parts are filled */
    int32_t both;       /* centibits that matched words say, each by the square of its likeness */
    int32_t common;     /* the same by the likeness itself */
    bool initials;      /* a word was matched by its first letter */
    bool acronym;
    int32_t extra;                 /* what one of them only says to be; not filled here */
    bool slip;                     /* a word of its own was matched with letters wrong */
    bool parts;                    /* wanted */
    uint8_t to[TT_NAME_MAX_WORDS]; /* of words of a: the word of b it was paired with, from 1; 0 =
                                      none, or several */
} tt_alignment;

/** How two names are written. */
tt_likeness_how tt_names_how(const tt_name *a, const tt_name *b);
/** n words in order, or the last one first, against one word: the likeness, or 0. */
unsigned
tt_align_joined(const tt_word *const *w, uint32_t n, const tt_word *one, tt_likeness_how how);
/** Align the words of a and b.  out, how and parts are set by the caller, all else here. */
void tt_align(tt_alignment *m, const tt_words *w, const tt_name *a, const tt_name *b);
/** Add a part to m->out, where parts are wanted and there is room. */
void tt_align_note(tt_alignment *m, tt_name_part p);

#endif
