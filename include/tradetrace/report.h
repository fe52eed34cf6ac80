/* report.h - what an analysed case says. */
#ifndef TRADETRACE_REPORT_H
#define TRADETRACE_REPORT_H

#include "tradetrace/case.h"

/**
 * Write a report.
 *
 * @param format  one of tt_report_formats().
 * @param path    the file appears whole or not at all; "-" is standard output.
 * @return        TT_OK, TT_EUSAGE (unknown format, or the case was never analysed), TT_EIO, TT_EDB,
 * TT_ENOMEM.
 * @since         0.1
 */
tt_status tt_case_report(tt_case *c, const char *format, const char *path, tt_err *err);

/**
 * Make the reports and networks that `run` writes again and compare them with the files in a
 * folder.
 *
 * @param fn  called once for each file that `run` writes.
 * @return    TT_OK, TT_EINTEGRITY when a file is missing or differs, or as tt_case_report.
 * @since     0.1
 */
tt_status tt_case_verify_outputs(tt_case *c, const char *folder,
                                 tt_status (*fn)(void *ctx, const tt_check *check, tt_err *err),
                                 void *ctx, tt_err *err);

/** Write what `run` writes beside the case into a folder.  @since 0.1 */
tt_status tt_case_write_outputs(tt_case *c, const char *folder, tt_err *err);

/** Names of the formats, '|' separated.  @since 0.1 */
const char *tt_report_formats(void);

/** The one-screen summary as text.  @since 0.1 */
tt_status tt_case_summary(tt_case *c, tt_text_fn *fn, void *ctx, tt_err *err);

/**
 * Why, and why not: an entity, deal, finding, syndicate or document by id (or a prefix that is not
 * ambiguous), or a pair of entities when `other` is not NULL.
 *
 * @return  TT_OK, TT_ENOTFOUND, TT_EUSAGE (not an id; ambiguous: the text lists some), TT_EDB,
 * TT_ENOMEM.
 * @since   0.1
 */
tt_status tt_case_explain(tt_case *c, const char *id, const char *other, tt_text_fn *fn, void *ctx,
                          tt_err *err);

/**
 * The rows of all documents with this number (or id), with file, line and the raw text as it was
 * read.
 *
 * @param json  0: text; 1: JSON as the schema `show` describes.
 * @return      TT_OK, TT_ENOTFOUND, TT_EDB, TT_ENOMEM.
 * @since       0.1
 */
tt_status
tt_case_show(tt_case *c, const char *number, int json, tt_text_fn *fn, void *ctx, tt_err *err);

/** The catalogue of detectors, or the page of one; TT_ENOTFOUND for an unknown code.  @since 0.1 */
tt_status tt_detectors_print(const char *code, tt_text_fn *fn, void *ctx, tt_err *err);

/** The code of each detector to fn, in order.  @since 0.1 */
tt_status tt_detectors_each(tt_status (*fn)(void *ctx, const char *code, tt_err *err), void *ctx,
                            tt_err *err);

/** A shipped JSON Schema, or the CSV header of a record kind with the meaning of each field; the
 * list of names for NULL.  @since 0.1 */
tt_status tt_schema_print(const char *name, tt_text_fn *fn, void *ctx, tt_err *err);

#endif
