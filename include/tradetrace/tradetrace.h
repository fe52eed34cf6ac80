/*
 * tradetrace.h - the library: finds indicators of trade-based money laundering in trade documents
 * and payments.
 *
 *     tt_case *c = NULL;
 *     tt_err err = {0};
 *     if (tt_case_open("x.db", TT_CASE_CREATE, NULL, &c, &err) == TT_OK &&
 *         tt_case_ingest(c, "documents", NULL, NULL, NULL, &err) == TT_OK &&
 *         tt_case_analyze(c, TT_STAGE_RANK, &err) == TT_OK)
 *         (void)tt_case_report(c, "json", "report.json", &err);
 *     tt_case_close(c);
 */
#ifndef TRADETRACE_TRADETRACE_H
#define TRADETRACE_TRADETRACE_H

#include "tradetrace/analyze.h"
#include "tradetrace/case.h"
#include "tradetrace/decide.h"
#include "tradetrace/evaluate.h"
#include "tradetrace/export.h"
#include "tradetrace/ingest.h"
#include "tradetrace/reference.h"
#include "tradetrace/report.h"
#include "tradetrace/simulate.h"
#include "tradetrace/status.h"
#include "tradetrace/talk.h"
#include "tradetrace/version.h"

#endif
