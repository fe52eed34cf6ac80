/*
 * netting.h - settlement netting: which payments pay for goods.
 *
 * Money that pays for goods is trade, and every pair that trades would be a pattern.  What a
 * payment pays is kept for each, so that what was taken out can be told.
 */
#ifndef TT_GRAPH_NETTING_H
#define TT_GRAPH_NETTING_H

#include "graph/graph.h"

enum {
    TT_NETTING_BACK = 270, /* days: goods were sold at most this long before they are paid ... */
    TT_NETTING_AHEAD = 120 /* ... or are sold at most this long after */
};

typedef enum tt_pays {
    TT_PAYS_NOTHING, /* that we know of */
    TT_PAYS_OTHERS,  /* goods of its deal, but it comes from another than their buyer, or goes to
                        another than their seller */
    TT_PAYS_ACCOUNT, /* in no deal; but the payee sold the payer goods that nothing else paid */
    TT_PAYS_DEAL,    /* goods of its deal, from their buyer to their seller, or back */
    TT_PAYS_COUNT
} tt_pays;

typedef struct tt_netting {
    uint8_t *pays; /* tt_pays of each flow of money */
    int64_t *open; /* of each flow of goods: what nothing is known to have paid; 0 when its value is
                      not known */
    uint64_t n[TT_PAYS_COUNT];
    int64_t value[TT_PAYS_COUNT]; /* of flows with a positive amount; INT64_MAX when it is more */
} tt_netting;

/**
 * Say what each flow of money pays.
 *
 * A payment in no deal is on account when the goods that its payee sold its payer between
 * TT_NETTING_BACK days before it and TT_NETTING_AHEAD days after have 98 % of its amount open:
 * their value less what the payments of their deals and earlier payments on account took.  It takes
 * from the oldest first.  Goods of one deal are paid oldest first.
 *
 * @param goods_deal,money_deal  deal of each flow, 1..n_deals; 0: none.
 * @param a                      holds the result.
 * @complexity                   O(n log n) for n flows.
 */
TT_MUST_CHECK tt_status tt_netting_make(const tt_layer *goods, const tt_layer *money,
                                        const tt_ix *goods_deal, const tt_ix *money_deal,
                                        size_t n_deals, tt_arena *a, tt_netting *out, tt_err *err);

#endif
