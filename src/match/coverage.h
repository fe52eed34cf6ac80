/*
 * coverage.h - how much of each feed the case holds: stated by coverage records, else estimated
 * from documents that say that another one exists.
 *
 * "No shipment was found" means something only where shipments would have been seen.
 */
#ifndef TT_MATCH_COVERAGE_H
#define TT_MATCH_COVERAGE_H

#include "model/data.h"

typedef struct tt_feed {
    tt_kind kind;
    uint64_t n_stated; /* coverage records of the kind */
    int64_t low, high; /* smallest and largest share that they state, 1e-6; 0 when n_stated is 0 */
    uint64_t n, k;     /* documents that speak of one of this kind, and those whose deal has one */
    const char *of;    /* what n counts, in words */
} tt_feed;

enum { TT_FEEDS = 4 };

/**
 * The four feeds: invoice, shipment, declaration, payment, in this order (after tt_match).
 *
 *   invoice      shipments, declarations and payments that name an invoice number
 *   shipment     invoices and declarations that name a transport document
 *   declaration  shipments
 *   payment      invoices that were issued 120 days before the day of the analysis, or earlier
 *
 * An estimate and no more: documents that name others are not a random part of all.
 *
 * @complexity  O(documents + deal documents); allocates a byte for each deal, in scratch.
 * @return      TT_OK, TT_ENOMEM.
 */
TT_MUST_CHECK tt_status tt_match_coverage(const tt_data *d, tt_arena *scratch,
                                          tt_feed out[TT_FEEDS], tt_err *err);

#endif
