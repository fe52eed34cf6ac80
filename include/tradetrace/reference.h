/*
 * reference.h - the tables of wildlife, timber and limits of payments: shown, checked, and replaced
 * in a case.
 */
#ifndef TRADETRACE_REFERENCE_H
#define TRADETRACE_REFERENCE_H

#include "tradetrace/case.h"

/** The tables that can be replaced: name, rows, SHA-256, source.  @since 0.1 */
tt_status tt_reference_list(tt_text_fn *fn, void *ctx, tt_err *err);

/** One built-in table as the file that replaces it would be: to edit and import.
 * @return  TT_OK, TT_ENOTFOUND, or what fn returned.  @since 0.1 */
tt_status tt_reference_print(const char *name, tt_text_fn *fn, void *ctx, tt_err *err);

/**
 * Check tables of a user: each by itself, and with the built-in ones that it does not replace.
 *
 * @param paths  files, or folders with files *.tsv.  Which table a file is, its columns say.
 * @return       TT_OK, TT_ENOTFOUND, TT_EFORMAT (table, line and column are named), TT_ENOMEM.
 * @since        0.1
 */
tt_status
tt_reference_check(const char *const *paths, size_t n, tt_text_fn *fn, void *ctx, tt_err *err);

/**
 * Put tables into the case: from the next analysis on they stand for the built-in ones, and the
 * report names their hashes.  Nothing is changed when one has a mistake.  Returns as
 * tt_reference_check, or TT_EDB.
 *
 * @param n  0: the built-in tables stand again.
 * @since    0.1
 */
tt_status tt_case_reference(tt_case *c, const char *const *paths, size_t n, tt_err *err);

/** The tables that the case brings, as tt_reference_list.  @since 0.1 */
tt_status tt_case_reference_list(tt_case *c, tt_text_fn *fn, void *ctx, tt_err *err);

#endif
