/*
 * profile.h - the trade of one entity at a glance: how much, since when, with whom, how bunched.
 *
 * Its invoices, credit notes and proformas left out, on the side on which it trades more: what it
 * sells, or what it buys.  A firm that buys and sells on is counted once.
 */
#ifndef TT_DETECT_COMMON_PROFILE_H
#define TT_DETECT_COMMON_PROFILE_H

#include "base/vec.h"
#include "detect/common/draft.h"
#include "detect/common/shared.h"

enum { TT_PROFILE_CITED = 200 };

typedef struct tt_profile {
    tt_ix entity, party; /* its registry row, 0 = none */
    tt_book book;        /* TT_BOOK_SOLD or TT_BOOK_BOUGHT */
    const tt_ix *docs;   /* invoices in the order of time, those that count */
    size_t n;
    uint32_t partners; /* different counterparties */
    int64_t value;     /* base currency, minor units */
    tt_date first, last;
} tt_profile;

/* The days in which most of it falls. */
typedef struct tt_peak {
    size_t from, n; /* of profile.docs */
    int64_t value;
} tt_peak;

/**
 * Dated invoices of a known value.
 *
 * @param a     holds the list of documents.
 * @return      TT_OK, TT_ENOMEM; out->n is 0 for who does not trade.
 * @complexity  O(n log n) for n invoices of the entity.
 */
TT_MUST_CHECK tt_status tt_profile_of(const tt_detect_in *in, tt_ix entity, tt_arena *a,
                                      tt_profile *out, tt_err *err);
/** The `days` days in which it trades most, by number of invoices when by_count, else by value;
 * O(n). */
tt_peak tt_profile_peak(const tt_detect_in *in, const tt_profile *p, int32_t days, bool by_count);
/** Value in the first `days` days; O(n). */
int64_t tt_profile_start(const tt_detect_in *in, const tt_profile *p, int32_t days);
/** The other party of an invoice of the profile. */
tt_ix tt_profile_partner(const tt_detect_in *in, const tt_profile *p, tt_ix invoice);
/** Cite the invoices of a peak, the entity as seller or buyer, and the test for a declared parent
 * whose trade it may be. */
void tt_profile_cite(const tt_detect_in *in, const tt_profile *p, tt_peak peak, tt_draft *w);
/** Cite who it is rather than what it trades: its registry row and the first TT_PROFILE_CITED of
 * its flows of goods, or of money when it has no other; the entity in `role`, as key of the claim.
 */
void tt_profile_cite_firm(const tt_detect_in *in, tt_ix entity, const char *role, tt_draft *w);
/** The test for a declared parent whose trade it may be. */
bool tt_profile_test_parent(const tt_detect_in *in, tt_ix entity, tt_draft *w);
/** Banks, carriers, brokers, public bodies, persons: nobody's profile says what a trader's does. */
bool tt_profile_is_trader(const tt_data *d, tt_ix entity);

#endif
