/*
 * building.h - how many firms are in one building, whatever suite or floor each gives.
 *
 * Addresses of the registry and of documents, in ASCII letters and digits, without the words for a
 * unit and its number.  An address without a number says too little.
 */
#ifndef TT_DETECT_COMMON_BUILDING_H
#define TT_DETECT_COMMON_BUILDING_H

#include "model/data.h"

/**
 * Firms in the fullest building of each entity; firms of one group are one.
 *
 * @param group  of entities; 0: it does not count, a person or a bank.
 * @param a      holds the result.
 * @param out    n_entities + 1 counts; 0 for who has no address.
 * @complexity   O(n log n) for n addresses.
 */
TT_MUST_CHECK tt_status tt_buildings(const tt_data *d, const tt_ix *group, tt_arena *a,
                                     uint32_t **out, tt_err *err);

#endif
