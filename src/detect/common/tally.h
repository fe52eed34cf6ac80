/*
 * tally.h - what a detector looked at and does not report: counted by reason, told in completeness.
 */
#ifndef TT_DETECT_COMMON_TALLY_H
#define TT_DETECT_COMMON_TALLY_H

#include "detect/detect.h"

/* How many, and what they are worth. */
typedef struct tt_tally {
    uint64_t n;
    int64_t value; /* base currency, minor units; TT_NO_NUM once a part is not known */
} tt_tally;

/** @param value  TT_NO_NUM: not known.  A sum that overflows stays as it was. */
void tt_tally_add(tt_tally *t, int64_t value);

/* A reason to tell. */
typedef struct tt_tally_row {
    int why; /* index of the tallies */
    const char *limit, *of, *effect;
    const char *what; /* NULL: that of the call; "dq.unit_error_suspected", ... */
} tt_tally_row;

/**
 * One note on completeness for each row whose tally is not empty.
 *
 * @param what  the detector, and of what: "phantom.no_shipment: paid invoices".
 */
TT_MUST_CHECK tt_status tt_tally_tell(const tt_detect_in *in, const char *what, const tt_tally *t,
                                      const tt_tally_row *rows, size_t n, tt_findings *out,
                                      tt_err *err);

#endif
