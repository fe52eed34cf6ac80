/*
 * ties.h - pairs of parties in two countries that share something, or trade with each other: those
 * between whom an account may be settled without a payment.
 */
#ifndef TT_DETECT_COMMON_TIES_H
#define TT_DETECT_COMMON_TIES_H

#include "detect/detect.h"
#include "graph/mirror.h"

enum { TT_TIE_TRADE = 1 << 6 }; /* bits 0 to 5: tt_attr */

typedef struct tt_ties {
    tt_tie *v;     /* by (group, a, b), a < b; a group is one of tt_links_groups, or two that only
                      trade with each other */
    unsigned *how; /* beside v: bits of what joins them */
    size_t n;
} tt_ties;

/**
 * @param df_max  values that more entities share join nobody.
 * @param skip    by entity: 1 = has no ties.
 * @param a       holds the result.
 * @complexity    O(n log n) for n pairs that share a value, and n flows of goods.
 */
TT_MUST_CHECK tt_status tt_ties_make(const tt_detect_in *in, uint32_t df_max, const uint8_t *skip,
                                     tt_arena *a, tt_ties *out, tt_err *err);

/** What joins two parties: "have the same phone and director", "trade with each other". */
const char *tt_ties_say(unsigned how, tt_arena *a);

#endif
