/*
 * banks.h - at which banks firms are, and which banks tell what it costs to run one.
 *
 * A bank is known by the first eight characters of its BIC; payments that give a name only, or
 * nothing, say nothing of banks.  Feeds that hold whole statements show wages, rent and taxes of a
 * bank's customers, others only what is paid for goods or abroad, and a rent now and then.  A bank
 * tells the costs of those who pay some from it TT_BANK_TOLD times or more.
 */
#ifndef TT_DETECT_COMMON_BANKS_H
#define TT_DETECT_COMMON_BANKS_H

#include "detect/common/books.h"

enum { TT_BANK_TOLD = 6 };

/* A firm at a bank. */
typedef struct tt_seat {
    tt_ix entity;
    uint64_t bank;
    uint32_t made, received; /* payments */
    uint32_t costs;          /* of those made */
} tt_seat;

typedef struct tt_teller {
    uint64_t bank;
    uint32_t customers; /* who make TT_BANK_TOLD payments from it, or more */
    uint32_t told;      /* of them: whose costs it tells */
} tt_teller;

typedef struct tt_banks {
    tt_seat *v; /* by (entity, bank) */
    size_t n;
    uint32_t *first;   /* by entity, n_entities + 2 */
    tt_teller *teller; /* by bank; those with customers */
    size_t n_tellers;
} tt_banks;

/** The standard first eight characters of a BIC; 0: it is none. */
uint64_t tt_bank_of(tt_str text);
/** Those characters; `out` is terminated. */
void tt_bank_text(uint64_t bank, char out[9]);

/**
 * @param a     holds the result, 24 bytes for each side of a payment that names its bank.
 * @complexity  O(n log n) for n payments, and their texts.
 */
TT_MUST_CHECK tt_status tt_banks_build(const tt_data *d, tt_arena *a, tt_banks *out, tt_err *err);
/** The banks of an entity. */
const tt_seat *tt_banks_of(const tt_banks *b, tt_ix entity, size_t *n);
/** Customers of its bank but this one; O(log n). */
tt_teller tt_banks_others(const tt_banks *b, const tt_seat *of);

#endif
