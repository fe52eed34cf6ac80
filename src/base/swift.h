/*
 * swift.h - SWIFT FIN and what banks make of it: messages in blocks, and bare texts of block 4, one
 * after the other in one text.
 *
 *     {1:F01...}{2:I103...}{3:{121:...}}{4:
 *     :20:REFERENCE
 *     :32A:240531EUR1250,
 *     -}{5:{CHK:...}}
 *
 * Messages may be separated by anything: line ends, "$" (RJE), padding to 512 bytes (DOS-PCC),
 * headers of bank programs.  An acknowledgement of the network right before its message belongs to
 * it.  A bare text starts with a line like ":20:..." outside of blocks, and ends with a line "-",
 * or where the next one starts.
 *
 * Nothing allocates; slices point into the text.
 *
 * @source  SWIFT, FIN header and trailer descriptions; Standards MT general information.
 */
#ifndef TT_BASE_SWIFT_H
#define TT_BASE_SWIFT_H

#include "base/base.h"

typedef enum tt_swift_end {
    TT_SWIFT_CLOSED, /* "-}", or the line "-" */
    TT_SWIFT_NEXT,   /* the next message, or a later block, starts before its end */
    TT_SWIFT_CUT     /* the text ends before it */
} tt_swift_end;

typedef struct tt_swift_msg {
    tt_str raw;      /* its bytes, without an acknowledgement before it */
    size_t offset;   /* of raw in the text */
    uint64_t line;   /* of its first byte, from 1 */
    bool bare;       /* no blocks: body is all */
    bool service;    /* not a message of users: a lone acknowledgement, a log-in ... */
    bool refused;    /* the acknowledgement before it says that the network did not take it */
    char direction;  /* 'I' to the network, 'O' from it; 0: not said */
    char type[4];    /* "103", terminated; "" when not said */
    tt_str block[6]; /* contents of blocks 1 to 5; absent when they are not there */
    tt_str body;     /* fields: of block 4, or the bare text */
    tt_swift_end end;
} tt_swift_msg;

typedef struct tt_swift_lex {
    tt_str text;
    size_t at;
    size_t counted; /* line is that of this place */
    uint64_t line;
} tt_swift_lex;

/** @param text  borrowed as long as the messages. */
void tt_swift_init(tt_swift_lex *lex, tt_str text);
/** The next message; false when there is none left.  @complexity  one pass over the text. */
bool tt_swift_next(tt_swift_lex *lex, tt_swift_msg *out);

typedef struct tt_swift_field {
    tt_str tag;    /* "50K", "86", "NS", "940" */
    tt_str text;   /* what follows, up to the next field: lines, the last without its end */
    tt_str raw;    /* from the colon on */
    size_t offset; /* of raw, in the body */
    uint64_t line; /* lines of the body before it */
} tt_swift_field;

typedef struct tt_swift_walk {
    tt_str body;
    size_t at;
    uint64_t line;
    bool (*known)(tt_str tag); /* NULL: each tag starts a field; else other tags are text */
} tt_swift_walk;

/** Walk over the fields of a body; lines before the first are skipped. */
void tt_swift_walk_start(tt_swift_walk *w, tt_str body, bool (*known)(tt_str tag));
bool tt_swift_walk_next(tt_swift_walk *w, tt_swift_field *out);

/** The tag of the field that starts at `at`, which is the start of a line; empty when none does. */
tt_str tt_swift_tag(tt_str text, size_t at);
/** Tags are the same, without regard to case; '?' at the end stands for an option letter or none.
 */
bool tt_swift_tag_is(tt_str tag, const char *want);
/** Content of a tagged part of block 3 or 5, "{121:...}"; absent when it is not there. */
tt_str tt_swift_part(tt_str block, const char *tag);
/** 8 or 11 characters in the form of a BIC. */
bool tt_swift_is_bic(tt_str s);

/** Next line of a text, without its end (LF, CRLF, CR).  False when nothing is left. */
bool tt_swift_line(tt_str *rest, tt_str *line);

#endif
