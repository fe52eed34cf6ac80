/* evaluate.h - a report against the truth of a simulated world. */
#ifndef TRADETRACE_EVALUATE_H
#define TRADETRACE_EVALUATE_H

#include "tradetrace/case.h"

/**
 * Judge a report: recall by typology, precision at k and at a budget of inspections, average
 * precision, syndicates, false alarms by look-alike, calibration; with a case also entities and the
 * documents of deals.
 *
 * @param report  a report.json, or the folder of `run`: then its case file is read too.
 * @param truth   a truth.json, or the folder that holds it.
 * @param json    as schemas/evaluation.schema.json; else as text.
 * @param fn      gets the whole text at once.
 * @return        TT_OK, TT_EIO, TT_EFORMAT, TT_EUSAGE (the case was not analysed), TT_EDB,
 *                TT_ENOMEM, what fn returned.
 * @since         0.2
 */
tt_status tt_evaluate_report(const char *report, const char *truth, bool json, const tt_talk *talk,
                             tt_text_fn *fn, void *ctx, tt_err *err);

#endif
