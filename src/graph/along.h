/*
 * along.h - money that goes the way of the goods, from their seller to their buyer.
 *
 * Goods are paid the other way.  Looked for are goods that their buyer did not pay, and money of
 * about their value that goes the same way:
 *
 *   direct    The seller pays the buyer, in the deal of the goods: of one of them, or of all that
 *             it has between the two.  Tries: payments from a party to one that it sold goods to,
 *             but for those that pay goods of that one.
 *   through   The seller pays a third party, and that pays the buyer within `hop` days.  Tries:
 *             payments of about the value of unpaid goods by their seller to a third party that
 *             pays the buyer anything in that time.
 *   own       A third party pays the seller for the goods, in their deal, with money that it got
 *             from the seller at most `hop` days before.  Tries: payments for goods of the payee by
 *             another than their buyer.
 *
 * Each try answers, or does not: how often tries answer in honest trade is for the caller to know.
 * A direct payment does not when the buyer pays the seller about as much within `window` days of
 * it: then it is money that comes back, or goes back.
 */
#ifndef TT_GRAPH_ALONG_H
#define TT_GRAPH_ALONG_H

#include "graph/ledger.h"
#include "graph/netting.h"

typedef enum tt_along_way {
    TT_ALONG_DIRECT,
    TT_ALONG_THROUGH,
    TT_ALONG_OWN,
    TT_ALONG_WAYS
} tt_along_way;

typedef struct tt_along_options {
    double paid;          /* goods are unpaid when their buyer paid no more than this share */
    double low, high;     /* about a value: low .. high of it */
    uint32_t window, hop; /* days between goods and money, either way; at a third party */
    const uint8_t *hub;   /* NULL, or by party: 1 = is no third party */
    const uint8_t *out;   /* NULL, or by flow of goods: 1 = not looked at */
    const tt_ix *goods_deal, *money_deal; /* of each flow, 1..; 0: none */
    /* Budgets, 0 = none: flows looked at from one flow, and from all (shared out as in budget.h).
     */
    uint64_t visits_root, visits;
} tt_along_options;

typedef struct tt_along {
    uint32_t seller, buyer, third; /* third: 0 when direct */
    tt_along_way way;
    bool answers;
    bool whole;        /* direct: all open goods of the deal together; `goods` is the first */
    uint32_t goods;    /* flow; UINT32_MAX when it does not answer */
    uint32_t money[2]; /* flows, in order of time; UINT32_MAX: none */
    double chance;     /* other than direct: that some other money of its size would answer, from
                          the amounts of the ledger and the payments that it is chosen from */
} tt_along;

typedef struct tt_alongs {
    tt_along *v; /* tries, by (seller, buyer, way, money, goods) */
    size_t n;
    uint64_t cut; /* flows from which the budget cut the looking short */
} tt_alongs;

/**
 * No payment and no goods are in two answers.  First come direct tries, then those of the
 * third party's own, then those through others, each in the order of their payment (through: of
 * their goods, then of the first payment).  Each takes the goods, and then the other payment, that
 * are nearest in value to its payment; of equals the first.
 *
 * @param a     holds the result.
 * @return      TT_OK, TT_ENOMEM.
 * @complexity  O(n log n), and for each try the flows of its two parties within `window`.
 */
TT_MUST_CHECK tt_status tt_alongs_find(const tt_graph *g, const tt_netting *n, const tt_ledger *l,
                                       const tt_along_options *opt, tt_arena *a, tt_alongs *out,
                                       tt_err *err);

#endif
