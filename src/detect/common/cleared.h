/*
 * cleared.h - whether somebody took the goods of a shipment through customs, as far as papers show.
 *
 * An import or a transit declaration clears them: one of their deal; else one that names no
 * transport document and may be of these goods; else one under another bill of lading of the same
 * container.  A declaration without a transport document clears one shipment only.
 */
#ifndef TT_DETECT_COMMON_CLEARED_H
#define TT_DETECT_COMMON_CLEARED_H

#include "detect/common/shared.h"

typedef struct tt_clearing {
    const tt_data *d;
    const tt_shared *shared; /* with TT_NEEDS_CARGO */
    int32_t sail;            /* days from on board to arrival, where the papers do not say */
    int32_t back;            /* days before on board in which goods may have been declared */
    uint8_t *used;           /* declarations that were taken, by document */
} tt_clearing;

typedef enum tt_cleared {
    TT_CLEARED_NOT,
    TT_CLEARED_LOOSE, /* by a declaration without a transport document */
    TT_CLEARED_TWIN,  /* under another bill of lading */
    TT_CLEARED_BACK   /* not; the consignee sent such goods to the shipper afterwards */
} tt_cleared;

/** The deal holds an import or a transit declaration; false for no deal. */
bool tt_cleared_deal(const tt_data *d, tt_ix deal);
/** The last day on which goods of its deal, or of the shipment alone, arrived; TT_NO_DATE. */
tt_date tt_cleared_arrival(const tt_clearing *c, tt_ix shipment);
/**
 * What became of a shipment whose deal has no declaration, up to a day.
 *
 * @complexity  O(documents of shipper, consignee and notify party).
 */
tt_cleared tt_cleared_else(tt_clearing *c, tt_ix shipment, tt_date until);

/** Country of a party: as the paper says, else as it is known. */
tt_country tt_cleared_party_country(const tt_data *d, tt_ix mention);
/** Country of the place of delivery, else of the port of discharge. */
tt_country tt_cleared_goal(const tt_shipment *b);

#endif
