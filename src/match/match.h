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

/** Fill deals, deal_docs and deal_of of *d (after tt_resolve).  A document alone is in no deal. */
TT_MUST_CHECK tt_status tt_match(tt_data *d, const double *param, unsigned threads,
                                 const tt_talk *talk, tt_err *err);

#endif
