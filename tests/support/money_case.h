/*
 * money_case.h - payments among named parties, for tests of the flow detectors.  On top of
 * detector_case.h; days are counted from 2024-01-01, amounts are whole dollars.
 *
 * A name that begins with * is a person, with # a bank; the mark is not part of it.
 */
#ifndef TT_TESTS_SUPPORT_MONEY_CASE_H
#define TT_TESTS_SUPPORT_MONEY_CASE_H

#include "tests/support/detector_case.h"

tiny_id money_party(detector_case *f, const char *name);
/** "Payer 7" of "Payer %d" and 7. */
const char *money_name(detector_case *f, const char *pattern, int i);
const char *money_date(detector_case *f, int day);

/** Numbers run from PAY-1; the last one's id is returned. */
tiny_id money_pay(detector_case *f, const char *from, const char *to, int day, int64_t dollars);
/** An invoice in no deal. */
tiny_id
money_sell(detector_case *f, const char *seller, const char *buyer, int day, int64_t dollars);
/** `n` payments of all sizes over a year between some 40 others, none of which goes on. */
void money_traffic(detector_case *f, int n);
/** owner holds all of each. */
void money_own(detector_case *f, const char *owner, const char *owned);

/** Entity of a name (without its mark); after finish. */
tt_ix money_entity(const detector_case *f, const char *name);

/** Fails the test when the text does not hold the part. */
static inline void assert_says(const char *text, const char *part)
{
    if (tt_str_find(tt_str_of(text), tt_str_of(part), 0) == SIZE_MAX)
        fail_msg("'%s' is not in '%s'", part, text);
}

#endif
