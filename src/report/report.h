/*
 * report.h - what an analysed case says, as text for people and for programs.
 *
 * Nothing here depends on the clock, the host, paths or threads.  All functions write into a sink
 * and never to a file by themselves.
 */
#ifndef TT_REPORT_REPORT_H
#define TT_REPORT_REPORT_H

#include "base/json_write.h"
#include "graph/graph.h"
#include "model/finding.h"
#include "report/inputs.h"
#include "store/store.h"

typedef struct tt_report_flaw {
    tt_lost lost;
    tt_str reason, field;
    uint64_t n;
} tt_report_flaw;

/* Everything a report is made from.  Borrowed. */
typedef struct tt_report_in {
    const tt_data *data;
    const tt_results *results;
    const tt_graph *graph; /* flows behind a drawing; only the HTML report looks at it */
    const bool *enabled;   /* one for each detector: it ran; NULL = all */
    uint64_t seed;
    tt_sha256 parameters;        /* of settings in force, detector revisions, reference tables */
    const tt_report_flaw *flaws; /* by (lost, reason, field) */
    size_t n_flaws;
    const tt_str *unknown_columns; /* "file: column", sorted */
    size_t n_unknown_columns;
    const tt_input_sums *inputs; /* NULL: none */
    const double *resolve_param; /* for `explain` of a pair; NULL: it compares texts only */
    unsigned threads;
    size_t n_idle; /* decisions about a party or finding that the case has not */
} tt_report_in;

typedef struct tt_reporter {
    const char *id; /* "json" */
    const char *title;
    tt_status (*write)(const tt_report_in *in, tt_file_out *out, tt_err *err);
} tt_reporter;

/** Rows of registry.def in order. */
const tt_reporter *const *tt_reporters(size_t *n);

/** One screen: documents read, rejected and duplicate, entities, findings by detector, the first
 * ten syndicates. */
void tt_report_summary(const tt_report_in *in, tt_buf *out);

/* --- explain and show --- */

/**
 * Index of the thing of this type letter that an id prefix names: e entities, m deals, f findings,
 * s syndicates.  An entity is also found by the id of a mention or registry row in it, so that ids
 * of older reports go on working, and by NAME|COUNTRY as written.
 *
 * @return  TT_OK, TT_ENOTFOUND, TT_EUSAGE (not an id of this type, or ambiguous: the text lists
 *          some).
 */
TT_MUST_CHECK tt_status tt_report_find_id(const tt_data *d, const tt_results *r, char letter,
                                          tt_str id, tt_ix *out, tt_err *err);

/**
 * Text about one thing by id prefix: e entity, d document, m deal, f finding, s syndicate; with
 * `other` (not absent), a pair of entities: why they are one or not, and what runs between them.
 *
 * @return  TT_OK, TT_ENOTFOUND, TT_EUSAGE (not an id, or ambiguous: the text lists some), TT_EDB.
 */
TT_MUST_CHECK tt_status tt_report_explain(const tt_report_in *in, tt_store *s, tt_str id,
                                          tt_str other, tt_buf *out, tt_err *err);

/** Documents with this number, or this id: every row with its file, line and raw text.
 * @return  TT_OK, TT_ENOTFOUND, TT_EUSAGE (ambiguous id prefix), TT_EDB. */
TT_MUST_CHECK tt_status tt_report_show_text(const tt_report_in *in, tt_store *s, tt_str number,
                                            tt_buf *out, tt_err *err);
TT_MUST_CHECK tt_status tt_report_show_json(const tt_report_in *in, tt_store *s, tt_str number,
                                            tt_jw *out, tt_err *err);

#endif
