/*
 * sidepay.h - payments beside the trade in goods that money from wildlife is known to make: to
 * couriers, to dealers in gold, to relatives, to officials, and loans.
 *
 * Read from the words of the payment, the name and the activity of who is paid, in English,
 * Chinese, Vietnamese, French, Portuguese, Spanish and Swahili.  A text in other words says
 * nothing.  Nearly all such payments are honest: when they are made is what may speak.
 */
#ifndef TT_DETECT_COMMON_SIDEPAY_H
#define TT_DETECT_COMMON_SIDEPAY_H

#include "detect/common/persons.h"
#include "model/data.h"

typedef enum tt_side {
    TT_SIDE_COURIER,
    TT_SIDE_GOLD,     /* and jewels, precious metals and stones */
    TT_SIDE_FAMILY,   /* support, school fees; a person of the family of an owner or director */
    TT_SIDE_OFFICIAL, /* officers of customs, forests and game; what is given to make things easy */
    TT_SIDE_LOAN,
    TT_SIDE_PERSON, /* persons where the goods come from or go to: for who knows the goods to say */
    TT_SIDE_COUNT
} tt_side;
const char *tt_side_text(tt_side s); /* "to couriers", "of loans", ...: payments */

/* Who owns or directs whom, and which family names are usual. */
typedef struct tt_sides {
    const tt_data *d;
    tt_kin kin;
    tt_ix *first, *next; /* ownership records by owned entity; by record */
} tt_sides;

/** @param a  holds the lists.  Release it also after failures. */
TT_MUST_CHECK tt_status tt_sides_init(tt_sides *s, const tt_data *d, tt_arena *a, tt_err *err);
void tt_sides_release(tt_sides *s);
/** Bits 1 << tt_side of a payment; 0: nothing of that.  O(text). */
unsigned tt_sides_of(const tt_sides *s, tt_ix payment);

/** Its text speaks of a household: support, school, gifts.  Whoever pays.  O(text). */
bool tt_side_is_private(const tt_data *d, tt_ix payment);

#endif
