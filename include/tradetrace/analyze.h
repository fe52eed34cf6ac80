/* analyze.h - from evidence to ranked findings. */
#ifndef TRADETRACE_ANALYZE_H
#define TRADETRACE_ANALYZE_H

#include "tradetrace/case.h"

/* Stages; each includes the ones before it when they are out of date. */
typedef enum tt_stage {
    TT_STAGE_RESOLVE, /* parties to entities */
    TT_STAGE_MATCH,   /* documents to deals */
    TT_STAGE_DETECT,  /* findings */
    TT_STAGE_RANK     /* communities and syndicates: everything */
} tt_stage;

/**
 * Bring the case up to date as far as `last`.  A stage that finds its inputs unchanged says so
 * (log, info) and does nothing; each stage is one transaction.
 *
 * @return  TT_OK, TT_EUSAGE (settings), TT_EDB, TT_ELIMIT, TT_ENOMEM, TT_ECANCELED, TT_EINTERNAL.
 * @since   0.1
 */
tt_status tt_case_analyze(tt_case *c, tt_stage last, tt_err *err);

/** The heaviest weight of a finding, and how many findings there are; after an analysis.  @since
 * 0.1 */
tt_status tt_case_heaviest(tt_case *c, double *weight, uint64_t *n_findings, tt_err *err);

#endif
