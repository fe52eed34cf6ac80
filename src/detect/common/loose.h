/*
 * loose.h - shipments and declarations that no invoice is matched to.  They may belong to invoices
 * that seem to have none: matching by number misses what is written differently.
 */
#ifndef TT_DETECT_COMMON_LOOSE_H
#define TT_DETECT_COMMON_LOOSE_H

#include "base/vec.h"
#include "model/data.h"

/* One of them, seen from one of its parties. */
typedef struct tt_loose_doc {
    tt_ix entity;
    bool to; /* the party receives */
    tt_date day;
    tt_kind kind; /* SHIPMENT or DECLARATION */
    tt_ix doc;
} tt_loose_doc;
TT_VEC(tt_loose_vec, tt_loose_doc);

typedef struct tt_loose {
    const tt_data *d;
    tt_loose_vec v; /* by (entity, to, day, kind, doc) */
    uint8_t *used[TT_KIND_COUNT];
} tt_loose;

/** @param a  holds a byte for each shipment and declaration.  Release also after a failure. */
TT_MUST_CHECK tt_status tt_loose_init(tt_loose *l, const tt_data *d, tt_arena *a, tt_err *err);
void tt_loose_release(tt_loose *l);

/**
 * Give the invoice the first unused document that its entity sends (to: receives) in the days first
 * to last, and that has an HS subheading of the invoice or no code at all.
 *
 * @complexity  O(log n + documents of the entity in the window).
 */
bool tt_loose_take(tt_loose *l, tt_ix invoice, tt_ix entity, bool to, tt_date first, tt_date last);

/** The two documents may be of the same goods: a subheading in common, or one without a code.  O(of
 * the lines of both, multiplied). */
bool tt_loose_alike(const tt_data *d, tt_ref a, tt_ref b);

/** `o` may hold the goods of `of`: a subheading in common, or `o` has no code.  O(lines of both,
 * multiplied). */
bool tt_loose_may_hold(const tt_data *d, tt_kind of, tt_ix of_doc, tt_kind o, tt_ix o_doc);

#endif
