/*
 * explain.h - what the files of explain share; each thing has a file of its own.
 */
#ifndef TT_REPORT_EXPLAIN_H
#define TT_REPORT_EXPLAIN_H

#include "report/parts.h"

enum { TT_EXPLAIN_SHOWN = 40 }; /* rows of a list */

/* --- explain_words.c --- */

/** One paragraph, broken at blanks before the width of a terminal. */
void tt_explain_wrapped(tt_buf *b, const char *text);
/** A line: when, and how much value went where. */
void tt_explain_shift(tt_buf *b, tt_date from, tt_date to, tt_money shift, tt_direction direction);
/** "invoices.csv line 7" */
void tt_explain_place(const tt_data *d, tt_place p, tt_buf *b);
/** The first ten characters of the id, and the name. */
void tt_explain_name(const tt_data *d, tt_ix e, tt_buf *b);
/** What a list of n does not show. */
void tt_explain_rest(tt_buf *b, size_t n);

/** "+4.20 bits" */
void tt_explain_bits(int32_t centibits, tt_buf *b);

/* --- explain_members.c: the chain that holds an entity together --- */

/** Its names and registry rows, each with what it was joined by, and the weakest of these joins. */
TT_MUST_CHECK tt_status tt_explain_members(const tt_data *d, tt_ix e, tt_buf *b, tt_err *err);
/** The joins between two of its parts, by fingerprint or content hash. */
TT_MUST_CHECK tt_status tt_explain_path(const tt_data *d, tt_ix e, const tt_hash ends[2], tt_buf *b,
                                        tt_err *err);
/**
 * The document that names each mention first: by kind, then in the order of the case.
 *
 * @param out  by mention; doc 0: none.  In the arena.
 */
TT_MUST_CHECK tt_status tt_explain_uses(const tt_data *d, tt_arena *a, tt_ref **out, tt_err *err);
/** "'Alpha GmbH' DE id 12, invoices.csv line 2", or the row of a registry. */
void tt_explain_part(const tt_data *d, const tt_ref *uses, const tt_member *m, tt_buf *b);

/** What persons said of an entity; other: and of this one alone, 0 = whomever. */
TT_MUST_CHECK tt_status tt_explain_decisions(const tt_data *d, tt_ix e, tt_ix other, tt_buf *b,
                                             tt_err *err);

/* --- the things, by index --- */

void tt_explain_finding(const tt_report_in *in, tt_ix i, tt_buf *b);
void tt_explain_syndicate(const tt_report_in *in, tt_ix i, tt_buf *b);
TT_MUST_CHECK tt_status tt_explain_entity(const tt_report_in *in, tt_ix e, tt_buf *b, tt_err *err);
/** @param ends  what the two ids named: parts of the entities. */
TT_MUST_CHECK tt_status tt_explain_pair(const tt_report_in *in, const tt_ix e[2],
                                        const tt_hash ends[2], tt_buf *b, tt_err *err);
void tt_explain_deal(const tt_data *d, tt_ix i, tt_buf *b);
/** Documents by id. */
TT_MUST_CHECK tt_status tt_explain_document(const tt_report_in *in, tt_store *s, tt_str id,
                                            tt_buf *b, tt_err *err);

#endif
