/*
 * trade.h - trade in common: clusters on one side of documents of one deal, the other side of which
 * is one party.
 *
 * An invoice says "International Business Machines", the bill of lading that names it "IBM", both
 * to one buyer.  It is evidence beside a name and never alone: who ships or pays for another is on
 * one side of a deal as well.
 */
#ifndef TT_RESOLVE_TRADE_H
#define TT_RESOLVE_TRADE_H

#include "resolve/parts.h"

/* Pairs of clusters, (a << 32 | b) with a < b, ascending; each once. */
typedef struct tt_trade {
    uint64_t *deal;    /* documents that name each other by number, or one container of a voyage */
    uint64_t *partner; /* a counterpart that few have on that side */
    size_t n_deals, n_partners;
} tt_trade;

/**
 * @param of  per record: its cluster; UINT32_MAX = none that is asked for.
 * @param a   holds the pairs.
 * @complexity  O(documents log documents).
 */
TT_MUST_CHECK tt_status tt_trade_read(const tt_rs *w, const uint32_t *of, tt_arena *a,
                                      tt_trade *out, tt_err *err);

typedef enum tt_trade_level { TT_TRADE_NONE, TT_TRADE_PARTNER, TT_TRADE_DEAL } tt_trade_level;
/** What clusters a and b have in common.  @param t  NULL: nothing is known. */
tt_trade_level tt_trade_between(const tt_trade *t, uint32_t a, uint32_t b);

#endif
