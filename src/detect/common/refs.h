/*
 * refs.h - documents that write the number of another one, whether or not match joined them.
 *
 * Match gives each document the partners that fit; who looks for one document that is used too
 * often must see them all.  Numbers are compared by letters and digits, in upper case.
 */
#ifndef TT_DETECT_COMMON_REFS_H
#define TT_DETECT_COMMON_REFS_H

#include "base/map.h"
#include "model/data.h"

typedef struct tt_naming {
    tt_ix doc;      /* names */
    tt_ix to;       /* this one */
    uint32_t names; /* how many documents it names in all */
} tt_naming;

/**
 * Invoices and the shipments that they name (their transport documents, separated by , ; / | or a
 * blank), or payments and the invoices that their rows name, when the parties fit: seller and
 * shipper or buyer and consignee; payee and seller.  A number that several documents have, of
 * parties that fit, is left out.
 *
 * @param out  in arena a, by (to, seller and buyer of the invoice, doc).
 * @complexity O(n log n) for n documents.
 */
TT_MUST_CHECK tt_status tt_namings_of(const tt_data *d, tt_kind kind, tt_kind to, tt_arena *a,
                                      tt_naming **out, size_t *n, tt_err *err);

/** The end of the group that starts at i: one document that is named, by invoices of one seller to
 * one buyer. */
size_t tt_namings_end(const tt_data *d, const tt_naming *v, size_t n, size_t i);

/**
 * The numbers of all documents of a kind, as tt_ref_text.  Release with tt_map_release.
 *
 * @complexity  O(n) for n documents.
 */
TT_MUST_CHECK tt_status tt_numbers_of(const tt_data *d, tt_kind kind, tt_map *out, tt_err *err);

/**
 * Words of a free text that are in `numbers`, and words that are not and are written as one of
 * those is: the same letters, one digit more or less ("RI240208-43", "RI240215-9").  What
 * such words name is not in the data.
 */
typedef struct tt_named {
    uint32_t known, missing;
    uint32_t
        others; /* words with a digit that are in no document: where only numbers are written */
} tt_named;
tt_named tt_named_in(const tt_map *numbers, tt_str text);

enum { TT_REF_TEXT = 64 };
/** Letters and digits, upper case; 0 when none is left or they do not fit. */
size_t tt_ref_text(tt_str s, char out[TT_REF_TEXT]);

#endif
