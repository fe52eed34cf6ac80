/*
 * returns.h - goods that honestly go to and fro: packaging that is sent back to be filled, repairs,
 * loans, fairs.
 */
#ifndef TT_DETECT_COMMON_RETURNS_H
#define TT_DETECT_COMMON_RETURNS_H

#include "model/data.h"

/** Headings 3923, 4415, 7310, 8609: boxes and drums of plastic, wood and steel, containers.
 * @param heading  four digits as a number. */
bool tt_is_packaging(uint32_t heading);

/**
 * A line of a document, or of another one of its deal but the payments, speaks of repair, return,
 * a fair or a loan, or a declaration has a procedure for goods that come back (regime.h).
 *
 * @complexity  O(lines of the deal).
 */
bool tt_papers_say_return(const tt_data *d, tt_kind kind, tt_ix doc);

#endif
