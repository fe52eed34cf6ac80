/*
 * deals.h - what the documents of a deal say together: whose it is, of which goods, and which of
 * its documents and lines answer for each other.
 */
#ifndef TT_DETECT_COMMON_DEALS_H
#define TT_DETECT_COMMON_DEALS_H

#include "base/vec.h"
#include "detect/common/draft.h"

typedef enum tt_deal_sides {
    TT_SIDES_ONE,  /* one seller and one buyer */
    TT_SIDES_NONE, /* no invoice whose seller and buyer are known */
    TT_SIDES_MANY
} tt_deal_sides;

/**
 * The one seller and buyer (entities) of a deal's invoices, proforma invoices left out.
 *
 * @param day  of the newest of these invoices; TT_NO_DATE: none has one.
 */
tt_deal_sides
tt_deal_parties(const tt_data *d, tt_ix deal, tt_ix *seller, tt_ix *buyer, tt_date *day);

/**
 * Whose consignment a shipment or declaration is: the one seller and buyer of its deal, else its
 * own sender and receiver.
 *
 * @return  false when one of them is not known.
 */
bool tt_deal_consignment(const tt_data *d, tt_kind kind, tt_ix doc, tt_ix *seller, tt_ix *buyer);

/**
 * Subheadings of a deal's invoice lines, ascending, each once; a line without a code makes it one:
 * TT_HS_NONE.  None when there are no lines.
 *
 * @param a  holds *out.
 */
TT_MUST_CHECK tt_status tt_deal_codes(const tt_data *d, tt_ix deal, tt_arena *a, tt_hs **out,
                                      size_t *n, tt_err *err);

/** The dimension in which goods of a subheading (none: all) are invoiced: that of the first line
 * that has one. */
tt_dim tt_deal_dimension(const tt_data *d, tt_ix deal, tt_hs hs6);

/** A set of kinds: TT_KINDS(INVOICE) | TT_KINDS(SHIPMENT). */
#define TT_KINDS(k) (1u << TT_KIND_##k)

/** Cite the documents of a deal that are of one of these kinds; with hs6 only lines of that
 * subheading or without a code, else the documents as a whole. */
void tt_deal_cite(tt_draft *w, tt_ix deal, unsigned kinds, tt_hs hs6, bool lines);

/* --- documents that answer for each other --- */

/* a and b are documents, or a line each, that describe the same goods (or money). */
typedef struct tt_couple {
    tt_ix deal;
    tt_ref a, b;
    double share;      /* of b, what a covers, 0..; NAN unknown */
    int32_t centibits; /* evidence of the match; INT32_MAX: the deal has one of each */
} tt_couple;
TT_VEC(tt_couple_vec, tt_couple);

/**
 * The couples of two kinds, in the order of (deal, b, a).
 *
 * From the pairings of match, line by line where it says so; in deals without such pairings that
 * hold one document of each kind, these two.  Where a couple is of documents, their lines are
 * coupled when each has one, or when a subheading stands on one line of each; else lines stay 0.
 * Export (a) and import (b) declarations are coupled when both answer for one invoice or shipment
 * line, or when a deal holds one of each.
 *
 * @param b  the kind that stands second: (SHIPMENT, INVOICE), (DECLARATION, INVOICE),
 *           (DECLARATION, SHIPMENT), (PAYMENT, INVOICE), (DECLARATION, DECLARATION).
 * @param arena  holds *out.
 * @complexity  O(n log n) for n pairings and documents of deals.
 */
TT_MUST_CHECK tt_status tt_couples_of(const tt_data *d, tt_kind a, tt_kind b, tt_arena *arena,
                                      tt_couple **out, size_t *n, tt_err *err);

/** The lines of a kind; NULL for payments. */
const tt_line *tt_data_lines(const tt_data *d, tt_kind kind);
/** The line of a reference; NULL when it is of a document as a whole. */
const tt_line *tt_ref_line(const tt_data *d, tt_ref r);

#endif
