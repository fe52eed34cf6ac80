/*
 * parcels.h - small parcels to persons: who sends them, and at which door they are fetched.
 *
 * A parcel is a shipment by courier or post, or by air waybill up to a weight, to somebody who is
 * no firm.  An origin is all senders that a phone, an account, an e-mail or an address joins, or
 * whose parcels go to the same doors: at least two in common, and half of those of the smaller one.
 * A door is a telephone that several parties have in the registry, else an address: its numbers,
 * its single letters and its first word, so that "277 Mill St." and "277 Mill Street" are one door
 * and Flat 5 and Flat 6 are two.  An address without a number is no door.
 */
#ifndef TT_DETECT_COMMON_PARCELS_H
#define TT_DETECT_COMMON_PARCELS_H

#include "detect/common/shared.h"

typedef struct tt_parcel {
    tt_ix doc, sender, receiver; /* shipment; entities */
    uint32_t origin, door;       /* door: 0 is not told */
    tt_date day;
    bool addressed;              /* the paper has an address */
    double kg;                   /* NAN unknown */
    int64_t value;               /* base currency, minor units; TT_NO_NUM */
    uint32_t from_name, to_name; /* equal for names of the same letters and digits; 0 none */
    uint64_t serial; /* digits of its number without the check digit of UPU S10; 0 none */
} tt_parcel;

typedef struct tt_door {
    tt_str text; /* as one paper writes it */
    bool phone;
    const char *open; /* why many fetch there; NULL */
    uint32_t origins; /* that send there */
} tt_door;

typedef struct tt_parcels {
    tt_parcel *v; /* by (origin, day, doc), 0-based */
    size_t n;
    tt_door *doors; /* 1..n_doors */
    uint32_t n_doors, n_origins;
    uint64_t to_firms, undated; /* parcels that were left out */
} tt_parcels;

/**
 * @param max_kg     heavier air waybills are no parcels.
 * @param open_from  origins from which on a door is open: a pick-up point, a hostel, a depot.
 * @param a          holds the result.
 * @complexity       O(n log n) for n parcels, O(mentions).
 */
TT_MUST_CHECK tt_status tt_parcels_build(const tt_detect_in *in, double max_kg, double open_from,
                                         tt_arena *a, tt_parcels *out, tt_err *err);

#endif
