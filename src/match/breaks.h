/* breaks.h - documents that stay alone, and what was tried for them. */
#ifndef TT_MATCH_BREAKS_H
#define TT_MATCH_BREAKS_H

#include "model/data.h"

/* What was tried to find a counterpart of a kind. */
typedef struct tt_tried_doc {
    uint32_t n_candidates;
    int32_t centibits; /* of the best */
    tt_ix best;        /* 0 = none */
    bool ambiguous, limit;
    bool named;   /* the document names one that is not in the data */
    uint16_t cut; /* a bit for each tt_match_limit that left something out */
} tt_tried_doc;

typedef struct tt_tried {
    /* by kind of the document and of what it wants; 1-based by document; NULL = nothing was */
    tt_tried_doc *of[TT_KIND_COUNT][TT_KIND_COUNT];
    uint64_t left[TT_MATCH_LIMITS]; /* out, by all limits */
    int32_t close;                  /* centibits from which a refused candidate is told as such */
    double coverage[TT_KIND_COUNT]; /* estimated share of each feed; -1 unknown */
} tt_tried;

/**
 * Fill d->breaks from d->pairings, in d->arena: one for each document and kind of counterpart that
 * it should have and has not, where the case holds any document of that kind.
 *
 *   limit reached     not all ways were tried
 *   ambiguous         several fit equally well
 *   below             the best candidate had too little evidence
 *   not arrived yet, outside coverage, no candidate: the likeliest of three, from the days between
 *                     documents that were found together and the end of the wanted kind; the share
 *                     of that kind that is in the data, stated for the country or estimated; and
 * how many documents of the sort (of parties with such documents or not, goods or services, within
 * one country or across) are alone beyond that
 *
 * @return  TT_OK, TT_ENOMEM; then nothing has changed.
 */
TT_MUST_CHECK tt_status tt_breaks_make(tt_data *d, const tt_tried *tried, tt_err *err);

#endif
