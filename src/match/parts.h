/*
 * parts.h - the stages inside match: numbers as keys, references between documents, deals.
 */
#ifndef TT_MATCH_PARTS_H
#define TT_MATCH_PARTS_H

#include "base/buf.h"
#include "base/map.h"
#include "base/vec.h"
#include "match/match.h"
#include "match/weights.h"

/* --- number.c: numbers of documents as keys --- */

/**
 * Upper-case letters and digits of a number, separators dropped; other scripts stay.
 *
 * @return  false, with *key empty, when no digit is in it: "N/A", "TBA" and "-" name nothing.  The
 * caller checks key->failed.
 */
bool tt_number_key(tt_str raw, tt_buf *key);

/* A run of letters and digits in a text. */
typedef struct tt_run {
    uint32_t at, n;
} tt_run;
TT_VEC(tt_run_vec, tt_run);

/** Split a text into runs.  @return  false when memory is out. */
TT_MUST_CHECK bool tt_text_runs(tt_str text, tt_run_vec *out);

/* --- refer.c: who names whom --- */

typedef enum tt_ref_key {
    TT_KEY_TRANSPORT,
    TT_KEY_INVOICE,
    TT_KEY_TEXT,
    TT_KEY_CONTAINER,
    TT_KEY_EVIDENCE /* no reference: amounts or goods, parties, dates */
} tt_ref_key;
const char *tt_ref_key_text(tt_ref_key k);

/* Document `kind`, `doc` names the other one. */
typedef struct tt_edge {
    tt_kind kind, to_kind;
    tt_ix doc, to;
    tt_ref_key key;
    tt_str detail;
    const char *reason; /* of TT_KEY_EVIDENCE */
} tt_edge;
TT_VEC(tt_edge_vec, tt_edge);
TT_VEC(tt_gap_vec, tt_gap);

typedef struct tt_refs {
    tt_edge_vec edges;     /* accepted */
    tt_edge_vec strangers; /* the number is there, of two other parties; by (kind, doc) */
    tt_gap_vec gaps;
    uint64_t
        n_over; /* documents whose references were dropped because too many name one document */
} tt_refs;

/** All references, decided.  Released by the caller after failure too. */
TT_MUST_CHECK tt_status tt_refs_find(const tt_data *d, const double *param, const tt_talk *talk,
                                     tt_refs *out, tt_err *err);
void tt_refs_release(tt_refs *r);

/* --- through.c: references at second hand --- */

/** Make payments that quote a transport document name the invoices of it.  False when memory is
 * out. */
TT_MUST_CHECK bool tt_refs_through(tt_refs *r);

/* --- habit.c: references that are no sign of a deal --- */

/**
 * Keep one of edges that say the same; drop those of a document that more than `limit` name by one
 * kind of key, or that names more, and tell of them in gaps, which are then sorted.  False when
 * memory is out.
 */
TT_MUST_CHECK bool tt_refs_prune(tt_refs *r, size_t limit);

/* --- deal.c: documents joined by references --- */

/** Fill deals, deal_docs, deal_of. */
TT_MUST_CHECK tt_status tt_deals_make(tt_data *d, const double *param, const tt_edge_vec *edges,
                                      tt_err *err);

/* --- pair.c: who answers for whom --- */

/** Fill d->pairings with those that were decided, each once; sorted as model/data.h says. */
TT_MUST_CHECK tt_status tt_pairings_keep(tt_data *d, tt_pairing *v, size_t n, tt_err *err);

/* --- residual.c: what a deal adds up to --- */

/** Sums, quantities, lag and status of a deal whose documents are in d->deal_docs. */
void tt_deal_measure(const tt_data *d, const double *param, tt_deal *deal);

#endif
