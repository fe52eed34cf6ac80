/*
 * remit_trials.h - one question asked of all payments, judged payee by payer (trials.h).
 *
 * Payments that remit.h does not let through are counted, the rest are asked about; what the
 * relations shift is told or counted, and the counts become notes on completeness.  A detector is
 * left with its question and its words.
 */
#ifndef TT_DETECT_COMMON_REMIT_TRIALS_H
#define TT_DETECT_COMMON_REMIT_TRIALS_H

#include "detect/common/remit.h"
#include "detect/common/trials.h"

typedef struct tt_remit_question {
    const char *id; /* of the detector */
    /**
     * Ask of one payment.
     *
     * @param t  comes with the payee as seller, the payer as buyer, the payment as `at`, its value
     *           as shift and the logarithm of that as off, all for the detector to change.  Set
     *           side, lr, gap and own; with lr left 0 it is no trial.
     */
    tt_status (*ask)(void *ctx, const tt_remit *r, tt_trial *t, tt_err *err);
    tt_trial_words words;
    const tt_tally_row *rows; /* of why[] */
    size_t n_rows;
} tt_remit_question;

/**
 * @param ctx   of ask, cite and tell.
 * @param why   the counts that `rows` tell; ask may add to them.
 * @param weak  index of why: relations that weigh too little.
 * @complexity  O(n log n) for n payments, and what ask needs.
 */
TT_MUST_CHECK tt_status tt_remits_ask(const tt_detect_in *in, const tt_remit_question *q, void *ctx,
                                      tt_tally *why, size_t weak, tt_findings *out, tt_err *err);

/** Cite a payment and the invoices of its deal. */
void tt_remit_cite(tt_draft *w, tt_ix payment);

#endif
