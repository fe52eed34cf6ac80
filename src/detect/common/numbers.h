/*
 * numbers.h - which parties' papers carry which number of identity: tax, registration and LEI
 * numbers.
 *
 * The user of a number on a paper is the party that the paper names.  Resolution joins by numbers
 * before names: a paper with the name of one party and the number of another goes to the other.
 * Here such a paper is its name's again, when exactly one other party has that name and another
 * number, and a registry gives the number to the first by another name.
 */
#ifndef TT_DETECT_COMMON_NUMBERS_H
#define TT_DETECT_COMMON_NUMBERS_H

#include "base/vec.h"
#include "model/data.h"

/* One paper, or registry row, on which a party has a number. */
typedef struct tt_number_use {
    uint32_t number; /* of tt_numbers.text */
    tt_ix user;      /* entity */
    tt_ref where;    /* a registry row: TT_KIND_PARTY */
} tt_number_use;
TT_VEC(tt_number_use_vec, tt_number_use);

typedef struct tt_numbers {
    tt_number_use_vec v; /* by (number, user, kind, document); each document once */
    tt_str_vec text;     /* letters and digits, upper case */
} tt_numbers;

/**
 * Numbers of fewer than `least` letters and digits, or of one digit repeated, are left out.
 *
 * @param a    holds the texts.
 * @param out  released by tt_numbers_release, also after a failure.
 * @complexity O(n log n) for n roles of documents.
 */
TT_MUST_CHECK tt_status tt_numbers_build(const tt_data *d, size_t least, tt_arena *a,
                                         tt_numbers *out, tt_err *err);
void tt_numbers_release(tt_numbers *n);

#endif
