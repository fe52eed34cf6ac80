/*
 * waiting.h - documents that stay alone: what breaks.c asks of feeds.c, the days and shares of the
 * feeds that hold counterparts.
 */
#ifndef TT_MATCH_WAITING_H
#define TT_MATCH_WAITING_H

#include "match/breaks.h"

#include "base/map.h"

enum { TT_WANTS = 9, TT_WAIT_STRATA = 32 };

/* A kind of document and of counterpart.  Days from the one to the other, one in ten below and
 * above, where too few pairs say it; from the due date where the document has one. */
typedef struct tt_want {
    tt_kind of, wants;
    int low, high;
} tt_want;
extern const tt_want tt_wants[TT_WANTS];

extern const tt_kind tt_waiting_kinds[4]; /* kinds of documents that have counterparts */

typedef struct tt_feed {
    tt_date first, last; /* of its documents */
    bool any;
    tt_map64 pairs; /* of parties: how many of its documents are between them */
} tt_feed;

/* Seller and buyer, or who stands for them. */
typedef struct tt_ends {
    uint64_t pair; /* of entities */
    tt_country from, to;
} tt_ends;

typedef struct tt_waiting {
    const tt_data *d;
    const tt_tried *tried;
    uint8_t *has[TT_KIND_COUNT];  /* by document: a bit for each kind of counterpart */
    tt_ends *ends[TT_KIND_COUNT]; /* by document */
    tt_feed feed[TT_KIND_COUNT];
    struct lags {
        double *first, *last; /* of each document's counterparts, ascending */
        size_t n;
    } lag[TT_WANTS];
    double none[TT_WANTS][TT_WAIT_STRATA]; /* share of documents that truly have none */
    tt_map64 cut;  /* the same of documents that are alone and for which not all was tried */
    tt_map64 last; /* by parties and want: the last document that has one; see relation_of */
    tt_break *out;
    size_t n;
} tt_waiting;

/** Read ends, feeds and lags from m->d.  @param scratch  holds them.  @return  False: no room. */
TT_MUST_CHECK bool tt_feeds_read(tt_waiting *m, tt_arena *scratch);
/** Share of the counterparts of such a document that their feed holds. */
double tt_feed_share(const tt_waiting *m, size_t want, tt_ix doc);
/** Chances that a counterpart that there is comes after the end of the feed, or came before it. */
void tt_feed_outside(const tt_waiting *m, size_t want, tt_ix doc, double *late, double *early);

#endif
