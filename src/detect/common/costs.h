/*
 * costs.h - what a payment is for, when it is for running a firm: wages, rent, taxes, power.
 *
 * Read from the words of the payment and from who is paid.  English, Spanish, French, German,
 * Portuguese, Vietnamese and Chinese words, as banks write them: ASCII letters, or Chinese.
 */
#ifndef TT_DETECT_COMMON_COSTS_H
#define TT_DETECT_COMMON_COSTS_H

#include "model/data.h"

typedef enum tt_cost {
    TT_COST_WAGES,
    TT_COST_RENT,
    TT_COST_TAX,      /* also social insurance, duties, and whatever a public body is paid */
    TT_COST_SUPPLY,   /* power, water, telephone */
    TT_COST_CARRIAGE, /* freight, storage, brokers; also whatever a carrier or broker is paid */
    TT_COST_OFFICE,   /* auditors, lawyers, insurance, repairs */
    TT_COST_COUNT
} tt_cost;
const char *tt_cost_text(tt_cost c); /* "wages", "rent", ... */

/** Bits 1 << tt_cost of what a payment says it is for; 0: nothing of that.  O(text). */
unsigned tt_costs_of(const tt_data *d, tt_ix payment);
/** How many kinds of costs are in a set. */
unsigned tt_costs_count(unsigned costs);

#endif
