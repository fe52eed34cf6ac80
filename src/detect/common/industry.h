/* industry.h - the line of business that the registry gives a party. */
#ifndef TT_DETECT_COMMON_INDUSTRY_H
#define TT_DETECT_COMMON_INDUSTRY_H

#include "model/data.h"
#include "refdata/industry.h"

/**
 * The first digits of its activity code: 2 give the division of ISIC and NACE, 3 the group.  A
 * letter before them ("C24.10") and dots between are passed over.
 *
 * @return  0: not known, or fewer digits.
 */
unsigned tt_industry(const tt_data *d, tt_ix entity, unsigned digits);

/** The row of a table of goods for its activity code, all its digits; NULL when there is none. */
const tt_industry_row *tt_industry_goods(const tt_industries *t, const tt_data *d, tt_ix entity);

/**
 * It sells what is others' and passes the money on: commission agents and wholesale auctioneers,
 * group 46.1 of ISIC and NACE; without a code, by a word of its name.
 */
bool tt_industry_is_agent(const tt_data *d, tt_ix entity);

/* The line of business that most of some parties have. */
typedef struct tt_industry_share {
    unsigned code; /* 0: of none is one known; of equals the smallest */
    size_t n, known;
} tt_industry_share;

/** Parties without a known one are not counted.  O(n^2), no memory. */
tt_industry_share
tt_industry_most(const tt_data *d, const tt_ix *entity, size_t n, unsigned digits);

#endif
