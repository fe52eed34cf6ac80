/*
 * fees.h - what is paid beside the goods, and what others pay for the like.
 *
 * Carriage is the freight that a transport document states; freight, insurance and commission are
 * lines of invoices that also have goods.  A fee is compared with those of other relations that are
 * of its kind and nearest in size:
 *
 *     carriage  of one mode and way (half a unit of ln of the great circle, else the two
 *               countries), nearest in weight; x = ln fee
 *     a line    of its kind, nearest in the value of the goods; x = ln (fee / goods)
 *
 * At most FEE_NEAR within a factor of two, of one relation at most three; fewer than FEE_LEAST, or
 * of fewer than three relations, say nothing.  over = x less their median.  p is conformal among
 * the over of all fees of the kind (and mode) that are not of the relation.
 */
#ifndef TT_DETECT_COMMON_FEES_H
#define TT_DETECT_COMMON_FEES_H

#include "base/vec.h"
#include "detect/common/shared.h"
#include "detect/common/tally.h"

enum { TT_FEE_NEAR = 15, TT_FEE_LEAST = 8, TT_FEE_RELATIONS = 3, TT_FEE_OF_ONE = 3 };

typedef enum tt_fee_kind {
    TT_FEE_CARRIAGE,
    TT_FEE_FREIGHT,
    TT_FEE_INSURANCE,
    TT_FEE_COMMISSION,
    TT_FEE_KINDS
} tt_fee_kind;
const char *tt_fee_text(tt_fee_kind k); /* "carriage", "freight", ... */

typedef struct tt_fee {
    tt_fee_kind kind;
    tt_ix seller, buyer; /* of the invoice, entities */
    tt_ref doc;          /* the transport document, or the line of the invoice */
    tt_ix invoice;
    double amount, goods; /* major units of the base currency, both > 0 */
    uint64_t like;        /* kind, mode and way: what it can be compared with */
    double size, x;       /* see above */
    double usual, over;   /* what others pay for the like, x less its median; NAN: too few */
    uint32_t peers;
    double p; /* see above; 1 when it, or enough others, are not there */
} tt_fee;
TT_VEC(tt_fee_vec, tt_fee);

typedef enum tt_fee_why {
    TT_FEE_NO_VALUE, /* of the goods, or a rate */
    TT_FEE_NO_WAY,   /* carriage without weight or ports */
    TT_FEE_NO_PEERS,
    TT_FEE_GROUP, /* within a declared group */
    TT_FEE_WHYS
} tt_fee_why;

/**
 * All fees, by (seller, buyer, document).
 *
 * @param least fees of others that p takes.
 * @param out   to be released by the caller, also after a failure.
 * @param why   TT_FEE_WHYS counts of what could not be compared.
 * @complexity  O(n log n) for n documents and lines.
 */
TT_MUST_CHECK tt_status tt_fees_of(const tt_detect_in *in, double least, tt_fee_vec *out,
                                   tt_tally *why, tt_err *err);

#endif
