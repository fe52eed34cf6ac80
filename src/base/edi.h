/*
 * edi.h - the syntax of UN/EDIFACT: separators, segments, elements, components.  What a segment
 * means is for readers.
 *
 *     tt_edi_init(&l, bytes, &arena);
 *     while (tt_edi_next(&l, &seg))
 *         if (tt_str_is(tt_str_of(seg.tag), "DTM"))
 *             when = tt_edi_get(&l, &seg, 1, 2);
 *
 * Separators come from UNA, else they are those of the standard.  Understood besides: line ends and
 * blanks between segments, line ends inside segments (wrapped files: they are no data), segments
 * that end with the file, several interchanges in one file with separators of their own, repetition
 * of syntax version 4, the control characters of character set UNOB, and a UNA that lacks its
 * reserved place.  A segment is a slice of the input; a component is one too unless something has
 * to be taken out of it, then it is a copy in the arena.
 *
 * @source  ISO 9735:1988 (syntax versions 1 to 3) and ISO 9735-1:2002 (version 4).
 */
#ifndef TT_BASE_EDI_H
#define TT_BASE_EDI_H

#include "base/arena.h"

/* The characters that have a job; 0: nobody has it. */
typedef struct tt_edi_syntax {
    char component, element, decimal, release, repetition, terminator;
} tt_edi_syntax;

typedef struct tt_edi {
    tt_str in;
    size_t at;     /* of the next byte */
    uint64_t line; /* of it, from 1 */
    tt_edi_syntax syntax;
    char spare;      /* the place of UNA that is the repetition separator from version 4 on */
    bool after_una;  /* the interchange that comes has said its separators */
    tt_arena *arena; /* for components that are copies */
    bool failed;     /* a copy could not be made: what tt_edi_get gave is not to be used */
} tt_edi;

typedef enum tt_edi_flaw {
    TT_EDI_FINE,
    TT_EDI_NO_TAG, /* what is between two terminators does not begin with a tag */
    TT_EDI_BAD_UNA /* it gives one character two jobs, or a job to a letter or digit; what follows,
                      up to the next UNA, cannot be read and is part of the segment */
} tt_edi_flaw;

typedef struct tt_edi_seg {
    tt_str raw;    /* from the tag to the last byte before the terminator */
    uint64_t line; /* of its first byte, from 1 */
    char tag[4];   /* terminated; "" with a flaw */
    bool plain;    /* no release character and no line end in it */
    bool closed;   /* false: the file ended before a terminator */
    uint8_t flaw;  /* tt_edi_flaw */
    tt_edi_syntax syntax;
} tt_edi_seg;

/**
 * @param in     borrowed as long as the lexer and all segments.
 * @param arena  the same; NULL: components come as they are written, and nothing is allocated.
 */
void tt_edi_init(tt_edi *l, tt_str in, tt_arena *arena);
/**
 * The next segment; UNA is one too.  Nothing is allocated.
 *
 * @return  false at the end: only blanks and line ends are left.
 * @complexity  O(bytes of the segment).
 */
bool tt_edi_next(tt_edi *l, tt_edi_seg *out);
/** Bytes of a segment with its terminator, if it has one. */
tt_str tt_edi_whole(const tt_edi *l, const tt_edi_seg *s);

/**
 * A component of an element, both from 1; of the first when the element is repeated.
 *
 * @return  Without release characters and line ends; absent when it is not there, and when memory
 * is out, which l->failed keeps.
 * @complexity  O(bytes of the segment).
 */
tt_str tt_edi_get(tt_edi *l, const tt_edi_seg *s, unsigned element, unsigned component);
/** The same of repetition `rep`, from 1. */
tt_str
tt_edi_get_rep(tt_edi *l, const tt_edi_seg *s, unsigned element, unsigned rep, unsigned component);
bool tt_edi_is(const tt_edi_seg *s, const char *tag);

/** True when a text begins as an interchange or as a message without one: UNA, UNB or UNH and a
 * separator that fits. */
bool tt_edi_starts(tt_str head);

#endif
