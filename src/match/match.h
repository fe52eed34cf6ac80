/*
 * match.h - which documents describe the same deal.
 *
 * First form: documents that name each other (invoice number, transport document, remittance text
 * that quotes an invoice number), many to many, between compatible parties.
 */
#ifndef TT_MATCH_MATCH_H
#define TT_MATCH_MATCH_H

#include "base/log.h"
#include "model/data.h"
#include "model/param.h"

extern const tt_param tt_match_params[];
extern const size_t tt_match_n_params;

/**
 * Fill deals, deal_docs and deal_of of *d (after tt_resolve), in d->arena.
 *
 * A document alone is in no deal.  Deals are sorted by id, their documents by (kind, index).
 * Independent of the order of documents and of threads; a deal keeps its id when other documents
 * are added.
 *
 * @param param  one value per row of tt_match_params.
 * @return       TT_OK, TT_ENOMEM, TT_ECANCELED; after a failure there are no deals.
 * @complexity   O(n log n) for n documents and the words of remittance texts.
 */
TT_MUST_CHECK tt_status tt_match(tt_data *d, const double *param, unsigned threads,
                                 const tt_talk *talk, tt_err *err);

/* A reference that joined nothing. */
typedef struct tt_gap {
    tt_kind kind; /* the document that names another one */
    tt_ix doc;
    const char *key; /* "invoice number", "transport document", "remittance text" */
    const char *why; /* "not in the data", "parties do not fit", "several documents fit", "too many
                        documents" */
    tt_str detail;   /* as written */
} tt_gap;

/**
 * The references of all documents that joined nothing, and why: for completeness, and for
 * detectors.
 *
 * Does what tt_match does, without making deals, so nothing of it has to be kept in a case.
 *
 * @param a    holds *out.
 * @param out  sorted by (kind, document, key, detail); texts borrowed from *d.
 */
TT_MUST_CHECK tt_status tt_match_gaps(const tt_data *d, const double *param, tt_arena *a,
                                      tt_gap **out, size_t *n, tt_err *err);

#endif
