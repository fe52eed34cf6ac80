/*
 * fan.h - when the most different parties paid one party, or were paid by it, within some days; and
 * how common that is.
 */
#ifndef TT_GRAPH_FAN_H
#define TT_GRAPH_FAN_H

#include "graph/ledger.h"

enum { TT_FAN_WINDOWS = 2 };

typedef struct tt_fan_options {
    bool in;                         /* payers of the party; else payees */
    uint32_t window[TT_FAN_WINDOWS]; /* days, the first and the last counted */
    uint32_t least;                  /* fans of fewer parties are not kept */
    const uint32_t *size;            /* of each party: fans are held against those of parties whose
                                        size is the same power of two */
} tt_fan_options;

typedef struct tt_fan {
    uint32_t party;
    uint32_t window;   /* days */
    uint32_t first, n; /* positions in the party's list (in_at or out_at): the fan */
    uint32_t count;    /* different parties in it */
    uint32_t fresh;    /* of them, those that the list names nowhere else */
    uint32_t n_list;   /* length of the whole list */
    int64_t amount;    /* sum; INT64_MAX when it is more */
    double cv;         /* of the sums by party: standard deviation over mean */
    double p_own;      /* a window with as many of n_list payments spread evenly */
    double usual;      /* mean of `fresh` of parties of this size, without it */
    uint32_t peers;    /* those parties */
    double p_size;     /* as many new parties among them: negative binomial */
    double p;          /* 2 max(p_own, p_size): both must be strange; two windows were tried */
} tt_fan;

typedef struct tt_fans {
    tt_fan *v; /* one at most for each party, the window with the smaller p; by party */
    size_t n;
    uint64_t parties; /* with at least one payment */
} tt_fans;

/**
 * The largest fan of each party in each window, the first of equals.
 *
 * @param a     holds the result.
 * @complexity  O(flows).
 */
TT_MUST_CHECK tt_status tt_fans_find(const tt_ledger *l, const tt_fan_options *opt, tt_arena *a,
                                     tt_fans *out, tt_err *err);

#endif
