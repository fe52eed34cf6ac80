/*
 * strangers.h - who pays, and who is paid, for the goods of others.
 *
 * Each payment of a deal is compared with the parties of the deal's invoices.  A stranger is none
 * of them, of no declared group with one, has no account or address in common with one, and no
 * name that may be one of theirs in another spelling.
 */
#ifndef TT_DETECT_COMMON_STRANGERS_H
#define TT_DETECT_COMMON_STRANGERS_H

#include "base/vec.h"
#include "detect/common/shared.h"
#include "detect/detect.h"

typedef enum tt_pay_side { TT_SIDE_PAYER, TT_SIDE_PAYEE } tt_pay_side;

/* A payment of a deal, seen from the relation that it settles. */
typedef struct tt_settlement {
    tt_ix seller, buyer; /* entities of the deal's first invoice */
    tt_ix stranger;      /* 0: a party of the deal itself, or somebody who stands for it */
    tt_ix payment, deal;
} tt_settlement;
TT_VEC(tt_settlement_vec, tt_settlement);
TT_VEC(tt_entity_vec, tt_ix);

/* Why who pays is no stranger. */
typedef enum tt_no_stranger {
    TT_PARTY_ITSELF, /* also its declared group, and refunds */
    TT_SPELT_ALIKE,  /* a name, account or address that may be a party's own */
    TT_SERVICE,      /* banks, insurers, lawyers, forwarders */
    TT_NOT_NAMED,
    TT_NO_STRANGERS
} tt_no_stranger;

typedef struct tt_strangers {
    const tt_detect_in *in;
    const tt_data *d;
    tt_pay_side side;
    tt_ix *group;           /* declared groups, by entity */
    tt_ix *desk;            /* accounts and addresses in common, by entity */
    int32_t name_centibits; /* names that say so much for each other may be one */
    tt_settlement_vec all;  /* by (seller, buyer, payment) */
    tt_settlement_vec hits; /* those of strangers, by (stranger, payment) */
    uint64_t n_not[TT_NO_STRANGERS];
    tt_entity_vec buyers, sellers; /* of the deal at hand */
} tt_strangers;

/**
 * Look at all payments of deals, from one side.
 *
 * @param s          begun with in, d, side, group, desk and name_centibits; released by the caller
 *                   also after a failure.
 * @complexity       O(n log n) for n payments.
 */
TT_MUST_CHECK tt_status tt_strangers_find(tt_strangers *s, tt_err *err);
void tt_strangers_release(tt_strangers *s);

/** Fill s->buyers and s->sellers: the parties of the invoices of a deal are added to them. */
bool tt_strangers_parties(tt_strangers *s, tt_ix deal);
/** Payments that settle what this buyer owes this seller.  O(log n). */
size_t tt_strangers_settled(const tt_strangers *s, tt_ix seller, tt_ix buyer);

/** A bank, or a firm whose line of business in the registry is finance, law or forwarding. */
bool tt_pays_for_others(const tt_data *d, tt_ix entity);

#endif
