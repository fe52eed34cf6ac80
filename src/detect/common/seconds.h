/*
 * seconds.h - bills of lading that say again what another one says: switched bills, copies.
 *
 * Two papers of one voyage (voyage.h) that name one container with one load, or two papers of one
 * deal and voyage by different shippers with the same mass to the kilogram; not a master bill and a
 * house bill under it.  Who adds up what was shipped counts such a load once.
 */
#ifndef TT_DETECT_COMMON_SECONDS_H
#define TT_DETECT_COMMON_SECONDS_H

#include "detect/common/cargo.h"

/**
 * @param days  between the days on board of two bills of one load, at most.
 * @param same  by which share the gross weights of one load may differ: it is weighed again.
 * @param out   n_shipments + 1 in a: the shipment whose load this one names again; 0 none.
 * @complexity  O(containers + n log n) for n shipments.
 */
TT_MUST_CHECK tt_status tt_second_bills(const tt_cargo *c, int32_t days, double same, tt_arena *a,
                                        tt_ix **out, tt_err *err);

/** A master bill and a house bill: one load, one story each. */
bool tt_bills_above(const tt_shipment *a, const tt_shipment *b);

#endif
