/*
 * market.h - an honest market for tests of price detectors: lines of many small sellers and buyers
 * whose unit prices are known one by one.
 */
#ifndef TT_TESTS_SUPPORT_MARKET_H
#define TT_TESTS_SUPPORT_MARKET_H

#include "tests/support/tiny_case.h"

typedef struct market {
    const char *hs, *unit;
    uint32_t lines; /* line i: seller i % sellers, buyer i % buyers, day first + i * days / lines */
    uint32_t sellers, buyers;
    const char *first; /* "2024-05-01" */
    uint32_t days;
    int64_t quantity;    /* whole units of each line */
    int64_t price, step; /* of line i: price + i * step, minor units of USD a unit */
} market;

/** One invoice of one line each; sellers are in IN, buyers in NL.  Numbers are "M-<hs>-<i>". */
void market_add(tiny_case *c, tt_arena *a, const market *m);

/** A seller or buyer that trades with others too, so that no relation is exclusive. */
tiny_id market_firm(tiny_case *c, tt_arena *a, const char *name, const char *country);

#endif
