/*
 * align.h - the words of two names put side by side.
 *
 * Best pairs of words first; then words that are two on one side ("Wal Mart"), acronyms, and weak
 * pairs.  What is left without a partner is for alike.c to judge.
 */
#ifndef TT_RESOLVE_ALIGN_H
#define TT_RESOLVE_ALIGN_H

#include "resolve/likeness.h"

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
    int32_t extra; /* what one of them only says to be; not filled here */
    bool slip;     /* a word of its own was matched with letters wrong */
    bool parts;    /* wanted */
} tt_alignment;

/** Align the words of a and b.  out, how and parts are set by the caller, all else here. */
void tt_align(tt_alignment *m, const tt_words *w, const tt_name *a, const tt_name *b);
/** Add a part to m->out, where parts are wanted and there is room. */
void tt_align_note(tt_alignment *m, tt_name_part p);

#endif
