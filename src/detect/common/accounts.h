/*
 * accounts.h - the accounts of parties: which their invoices name, on which they are paid, and from
 * which they pay.
 */
#ifndef TT_DETECT_COMMON_ACCOUNTS_H
#define TT_DETECT_COMMON_ACCOUNTS_H

#include "model/data.h"

typedef struct tt_account {
    tt_ix entity;
    tt_str text;           /* letters and digits, upper case */
    uint32_t kin;          /* index of the account that it is another writing of; its own: none */
    tt_country country;    /* of an IBAN, else of the bank's BIC; TT_COUNTRY_NONE: not known */
    tt_date named_on;      /* of the first invoice that names it; TT_NO_DATE: none */
    uint32_t named, own;   /* invoices that name it; documents that say the party pays from it */
    uint32_t paid, payers; /* payments to it, and different parties that make them */
} tt_account;

typedef struct tt_accounts {
    tt_account *v; /* by (entity, text); counts of kin are added up in the first of them */
    size_t n;
    uint64_t n_many; /* parties with more accounts than are compared letter by letter */
} tt_accounts;

/**
 * @param a     holds the result.
 * @param most  accounts of one party that are compared with each other; those of parties with more
 *              are kin of none.
 * @complexity  O(n log n) for n documents, and O(most) comparisons for each account.
 */
TT_MUST_CHECK tt_status tt_accounts_build(const tt_data *d, size_t most, tt_arena *a,
                                          tt_accounts *out, tt_err *err);

/** The account that this one of the entity is, or is another writing of; NULL when the text has
 * none. */
const tt_account *tt_accounts_find(const tt_accounts *x, tt_ix entity, tt_str text);
/** All accounts of an entity. */
const tt_account *tt_accounts_of(const tt_accounts *x, tt_ix entity, size_t *n);

/** The country in which an account is: of its IBAN, else of the bank's BIC; TT_COUNTRY_NONE. */
tt_country tt_account_country(tt_str account, tt_str bank);

/**
 * Two writings of one account: equal, the national number at the end of an IBAN, or one slip apart
 * (a letter wrong, missing or too many, two neighbours swapped).
 *
 * @param a,b  letters and digits, upper case.
 */
bool tt_account_same(tt_str a, tt_str b);

#endif
