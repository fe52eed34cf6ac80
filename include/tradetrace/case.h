/*
 * case.h - a case: one file that holds the evidence, what was derived from it, and its settings.
 *
 * One case belongs to one thread at a time.
 */
#ifndef TRADETRACE_CASE_H
#define TRADETRACE_CASE_H

#include <stddef.h>

#include "tradetrace/status.h"
#include "tradetrace/talk.h"

typedef struct tt_case tt_case;

typedef enum tt_case_mode {
    TT_CASE_READ,  /* must exist, is not changed */
    TT_CASE_WRITE, /* must exist */
    TT_CASE_CREATE /* is made when it does not exist */
} tt_case_mode;

/**
 * Open a case file.
 *
 * An older schema is migrated in one transaction (not in TT_CASE_READ); a newer one is refused. The
 * file is treated as hostile until it has been checked.
 *
 * @param path  UTF-8, terminated.  Borrowed during the call.
 * @param talk  NULL for silence.  Borrowed until tt_case_close.
 * @param out   The case, owned by the caller: tt_case_close().  NULL on failure.
 * @return      TT_OK, TT_ENOTFOUND, TT_EIO, TT_EDB (not a case, damaged, or too new), TT_ENOMEM.
 * @complexity  One pass over the file for the check; O(1) memory.
 * @since       0.1
 */
tt_status
tt_case_open(const char *path, tt_case_mode mode, const tt_talk *talk, tt_case **out, tt_err *err);

/** Give everything back; what was not committed is undone.  NULL is fine.  @since 0.1 */
void tt_case_close(tt_case *c);

/**
 * Threads for what follows; never changes a byte of any output.
 *
 * @param threads  1..64; 0 = one for each processor.
 * @since          0.1
 */
void tt_case_threads(tt_case *c, unsigned threads);

/**
 * Settings for the next analysis: JSON as `tradetrace config` prints it; keys that are missing keep
 * their value.
 *
 * @param json  n bytes, borrowed during the call.
 * @return      TT_OK, TT_EFORMAT (not JSON), TT_EUSAGE (unknown name, or a value out of range; the
 * text says which).
 * @since       0.1
 */
tt_status tt_case_configure(tt_case *c, const char *json, size_t n, tt_err *err);

/** One setting: "price.over_invoicing.alpha", "0.005"; "as_of", "2024-12-31"; "seed", "7".  Returns
 * as tt_case_configure.  @since 0.1 */
tt_status tt_case_set(tt_case *c, const char *name, const char *value, tt_err *err);

/** All settings with their defaults, ranges and meaning as JSON text, to fn in pieces.  No case is
 * needed.  @since 0.1 */
typedef tt_status tt_text_fn(void *ctx, const char *p, size_t n, tt_err *err);
tt_status tt_config_print(tt_text_fn *fn, void *ctx, tt_err *err);

typedef struct tt_check {
    const char *what; /* "source bytes", "row hashes", ... */
    int ok;
    const char *detail; /* one line */
} tt_check;

/**
 * Check the integrity of the case: structure, the kept bytes of every input against its hash, every
 * row, the audit chain.
 *
 * @return  TT_OK, TT_EINTEGRITY when a check failed, or what fn returned.
 * @since   0.1
 */
tt_status tt_case_verify(tt_case *c, tt_status (*fn)(void *ctx, const tt_check *check, tt_err *err),
                         void *ctx, tt_err *err);

#endif
