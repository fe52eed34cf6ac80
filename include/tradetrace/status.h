/*
 * status.h - what a call can answer, and the text that goes with a failure.
 *
 * A function that can fail returns tt_status, is marked TT_MUST_CHECK and takes
 * a tt_err * (NULL is allowed).  On failure the outputs are unchanged or empty
 * and every object can still be released.
 */
#ifndef TRADETRACE_STATUS_H
#define TRADETRACE_STATUS_H

/* code, number, text.  Append only: numbers are in logs and in other people's programs. */
#define TT_STATUS_LIST(X)                                                                          \
    X(TT_OK, 0, "ok")                                                                              \
    X(TT_EUSAGE, 1, "wrong usage")                                                                 \
    X(TT_EIO, 2, "input or output failed")                                                         \
    X(TT_EFORMAT, 3, "not in the expected format")                                                 \
    X(TT_EDB, 4, "case file")                                                                      \
    X(TT_ELIMIT, 5, "limit reached")                                                               \
    X(TT_ENOMEM, 6, "out of memory")                                                               \
    X(TT_ECANCELED, 7, "canceled")                                                                 \
    X(TT_EINTERNAL, 8, "internal error")                                                           \
    X(TT_EINTEGRITY, 9, "integrity check failed")                                                  \
    X(TT_ENOTFOUND, 10, "not found")                                                               \
    X(TT_EREJECTS, 11, "too many rejects")

typedef enum tt_status {
#define X(name, number, text) name = number,
    TT_STATUS_LIST(X)
#undef X
} tt_status;

/* The text of the first failure.  Zero it before use; the deepest layer writes it. */
typedef struct tt_err {
    tt_status code;
    char text[512]; /* terminated UTF-8, lower case, no full stop, no record contents */
} tt_err;

/** Constant text of a status, never NULL. */
const char *tt_status_text(tt_status s);

#endif
