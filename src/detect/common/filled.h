/*
 * filled.h - which of the fields of a paper that say who, what, how much and on which terms are
 * filled in.
 *
 * Fields without which there is no record are not among them, nor references to other papers:
 * whether there is another paper is a matter of its own.
 */
#ifndef TT_DETECT_COMMON_FILLED_H
#define TT_DETECT_COMMON_FILLED_H

#include "detect/common/texts.h"

enum { TT_FILLED_MOST = 16 }; /* fields of a kind */

typedef struct tt_filled {
    uint32_t bits; /* bit i: the i-th field is filled in; one of lines, on one line at least */
    uint64_t form; /* papers of a kind that can be compared: the file that they were read from,
                      their type, and for invoices whether they are for a service */
} tt_filled;

/** Of an invoice, a shipment or a declaration.  O(its lines). */
tt_filled tt_filled_of(const tt_data *d, const tt_line_texts *texts, tt_kind kind, tt_ix doc);

/** The fields of a kind in words, in the order of the bits, NULL behind the last; none for other
 * kinds: "the seller's address". */
const char *const *tt_filled_names(tt_kind kind);

#endif
