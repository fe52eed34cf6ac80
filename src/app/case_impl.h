/*
 * case_impl.h - what a tt_case is inside.  The public calls live in case.c, analyze.c,
 * ingest_case.c, report_case.c.
 */
#ifndef TT_APP_CASE_IMPL_H
#define TT_APP_CASE_IMPL_H

#include "app/config.h"
#include "graph/graph.h"
#include "report/report.h"
#include "store/store.h"
#include "tradetrace/case.h"
#include "tradetrace/export.h"

struct tt_case {
    tt_store *store;
    tt_talk talk;
    unsigned threads;
    tt_str folder;           /* of the case file, terminated: for temporary files */
    tt_arena own;            /* of what lives as long as the case */
    tt_reference reference;  /* tables that the case brings; in own */
    tt_config wanted;        /* settings for the next analysis */
    tt_config analysed;      /* those of the last one, when it was read back */
    const tt_config *config; /* which of the two everything below was made under */
    tt_arena arena;          /* of all below; emptied when the evidence changes */
    bool have_data, have_entities, have_deals, have_graph, have_results;
    tt_data data;
    tt_graph graph;
    tt_results results;
};

/** Forget what was loaded: the evidence or the settings have changed. */
void tt_case_forget(tt_case *c);

/** Load data, entities, deals, graph and results of the last analysis, under its settings.
 * @return  TT_OK, TT_EUSAGE (never analysed, or the case has changed since), TT_EDB, TT_ENOMEM. */
TT_MUST_CHECK tt_status tt_case_load_analysed(tt_case *c, tt_err *err);

/** Load the documents alone: enough for `show`, also before any analysis. */
TT_MUST_CHECK tt_status tt_case_load_documents(tt_case *c, tt_err *err);

/** What reports are made from; in c->arena, valid until the case changes.  Loads what is missing.
 */
TT_MUST_CHECK tt_status tt_case_report_in(tt_case *c, tt_report_in *out, tt_err *err);

/* As the public calls without _sha; sha (may be NULL) is of what was written. */
TT_MUST_CHECK tt_status tt_case_report_sha(tt_case *c, const char *format, const char *path,
                                           tt_sha256 *sha, tt_err *err);
TT_MUST_CHECK tt_status tt_case_export_sha(tt_case *c, const char *format, const char *path,
                                           const tt_export_spec *spec, tt_sha256 *sha, tt_err *err);
TT_MUST_CHECK tt_status tt_case_rejects_sha(tt_case *c, const char *path, uint64_t *n_rejects,
                                            tt_sha256 *sha, tt_err *err);

#endif
