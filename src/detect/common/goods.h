/*
 * goods.h - how much of a thing a deal invoices and ships, and how much of it is paid.
 *
 * Quantities are added over all invoices and all shipments of the deal, so split shipments and
 * instalments come out right.  A house bill stands for the master bill above it.
 */
#ifndef TT_DETECT_COMMON_GOODS_H
#define TT_DETECT_COMMON_GOODS_H

#include "detect/common/credits.h"

typedef struct tt_goods {
    double invoiced; /* canonical units of the dimension, credit notes taken off */
    double shipped;
    double
        gross; /* kg: mass of the shipped lines where no net mass is stated; 0 = net throughout */
    uint32_t invoice_lines, shipment_lines;
    uint32_t unknown_invoice, unknown_shipment; /* lines of these goods without a usable quantity */
    int64_t value;        /* invoiced, base currency; 0 when a rate is missing */
    tt_date last_shipped; /* TT_NO_DATE: none */
} tt_goods;

/**
 * Add up the goods of one subheading in a deal.
 *
 * @param hs6  six digits.  Shipment lines without a code count when `only` is set: the deal
 * invoices nothing else.  TT_HS_NONE: all lines.
 * @param second  of tt_second_bills: a load that two bills of the deal name counts once; NULL:
 * both.
 * @param dim  what is compared: mass takes net mass, then a quantity in a unit of mass, then gross
 *             mass; others take quantities in their own units only.
 * @complexity O(lines of the deal).
 */
tt_goods tt_goods_of(const tt_data *d, const tt_credits *credits, const tt_ix *second, tt_ix deal,
                     tt_hs hs6, bool only, tt_dim dim);

/**
 * Is the difference of the two sides what one or two whole documents of the larger side say?  Then
 * the paper on the other side may be missing, and no quantity is in doubt: the goods of one invoice
 * of four were shipped on a bill that is not in the data.
 *
 * @param near  by which share of that document the difference may be off.
 * @return      false where the larger side has one document.
 * @complexity  O(lines of the deal + square of its documents).
 */
bool tt_goods_lacks_document(const tt_data *d, const tt_credits *credits, const tt_ix *second,
                             tt_ix deal, tt_hs hs6, bool only, tt_dim dim, double near);

/** True when every invoice line that has a code has this subheading. */
bool tt_goods_only(const tt_data *d, tt_ix deal, tt_hs hs6);

/** An HS code is for goods; without one, a physical quantity is, unless the text names a service.
 */
bool tt_invoice_is_goods(const tt_data *d, tt_ix invoice);

/** Its terms or a line speak of parts of one price. */
bool tt_invoice_is_instalment(const tt_data *d, tt_ix invoice);

/** Deal of a document; 0 = none. */
tt_ix tt_deal_of(const tt_data *d, tt_kind kind, tt_ix doc);
/** How many documents of a kind a deal holds. */
uint32_t tt_deal_count(const tt_data *d, tt_ix deal, tt_kind kind);
/** A shipment or a declaration is in it; false for no deal. */
bool tt_deal_is_moved(const tt_data *d, tt_ix deal);
/** A master bill of lading in a deal that holds house bills: they stand for it. */
bool tt_shipment_is_above(const tt_data *d, tt_ix shipment);
/** How the shipments of a deal travel, when they agree. */
tt_freight tt_deal_mode(const tt_data *d, tt_ix deal);
/**
 * Paid over invoiced of a deal, both in the base currency; NAN when there is no deal, no invoice,
 * no payment or no rate.
 */
double tt_deal_paid(const tt_data *d, tt_ix deal);

#endif
