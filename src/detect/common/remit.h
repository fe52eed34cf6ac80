/*
 * remit.h - payments as detectors of payment behaviour see them: who pays whom, when, how much, and
 * whether it settles an invoice that is known.
 */
#ifndef TT_DETECT_COMMON_REMIT_H
#define TT_DETECT_COMMON_REMIT_H

#include "detect/common/shared.h"
#include "detect/common/tally.h"

typedef enum tt_remit_why {
    TT_REMIT_SEEN,
    TT_REMIT_SELF,    /* from a party to itself: into its own account */
    TT_REMIT_UNKNOWN, /* a party, the day, the amount or its rate is not known */
    TT_REMIT_GROUP,   /* within a declared group */
    TT_REMIT_SERVES,  /* one of the two is a bank, carrier, broker or public body */
    TT_REMIT_WHYS
} tt_remit_why;

typedef struct tt_remit {
    tt_ix payment, payer, payee; /* entities */
    tt_ix deal;                  /* 0: matched with nothing */
    tt_date day;
    int64_t value; /* base currency, minor units; TT_NO_NUM unknown */
    tt_remit_why why;
} tt_remit;

tt_remit tt_remit_of(const tt_detect_in *in, tt_ix payment);

/** The entity sells or buys on invoices that are in the data. */
bool tt_remit_trades(const tt_detect_in *in, tt_ix entity);

/** Value in major units of the base currency. */
double tt_remit_major(const tt_detect_in *in, const tt_remit *r);

/** One note on completeness for each of UNKNOWN, GROUP and SERVES.
 *  @param what  "pay.round_amount: payments". */
TT_MUST_CHECK tt_status tt_remits_tell(const tt_detect_in *in, const char *what,
                                       const tt_tally why[TT_REMIT_WHYS], tt_findings *out,
                                       tt_err *err);

/** The test whether ownership records make one group of the parties of a finding: those that do
 * were left out. */
tt_test tt_remit_group_test(const tt_data *d);

#endif
