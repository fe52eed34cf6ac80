/*
 * price_case.h - what the three parts of the price engine hand to each other: price_run.c (search),
 * price_test.c (innocent explanations), price_tell.c (weight and words).
 */
#ifndef TT_DETECT_COMMON_PRICE_CASE_H
#define TT_DETECT_COMMON_PRICE_CASE_H

#include "base/vec.h"
#include "detect/common/pair_odds.h"
#include "detect/common/shared.h"

enum {
    TT_PRICE_NEAREST = 5,
    TT_PRICE_SLOPE_POINTS = 120 /* peers that the price of a lot's size is estimated from */
};

/* Why a line that stands out is no evidence. */
typedef enum tt_price_why {
    TT_WHY_STANDS,   /* it is */
    TT_WHY_MARKET,   /* the whole market moved */
    TT_WHY_LOT,      /* the size of the lot explains it */
    TT_WHY_UNIT,     /* data quality: a unit slip */
    TT_WHY_CURRENCY, /* data quality: a currency slip */
    TT_WHY_COUNT
} tt_price_why;

/* A line that stands out. */
typedef struct tt_price_hit {
    uint32_t at; /* of the series */
    size_t obs;  /* of prices.v */
    tt_price_why why;
    double p;
    double ratio;  /* price over the median of its grade */
    double z;      /* robust, correction spread included */
    int64_t shift; /* base currency, minor units: FOB value minus value at the median, > 0 */
    tt_peer_view view;
    uint32_t peers, sellers;
    unsigned rung;
    bool lot;          /* small or large against its peers */
    bool lot_known;    /* and there were enough peers to ask for the premium */
    bool market_known; /* the same month had enough peers to compare with */
    double unit_slip;  /* factor that the ratio is near; 0 = none */
    bool unit_refuted;
    tt_ccy ccy_slip; /* currency in which the price would be usual; 0 = none */
    bool ccy_refuted;
    size_t near[TT_PRICE_NEAREST]; /* of prices.v: nearest comparables */
    uint32_t n_near;
} tt_price_hit;
TT_VEC(tt_price_hit_vec, tt_price_hit);

/* The lines of one seller, buyer and series. */
typedef struct tt_price_case {
    tt_ix seller, buyer;
    tt_hs hs6;
    tt_dim dim;
    tt_price_hit *hits; /* those that stand, by position */
    size_t n_hits;
    uint64_t m, k[3];  /* lines with a p, and how many of them are <= 5 %, 1 %, 0.1 % */
    double p1;         /* the smallest */
    double standing;   /* of the median line, in deviations of its peers; NAN: usual */
    double relation_p; /* among all relations; NAN: usual, or too few relations */
    uint64_t beyond;   /* lines on the suspicious side of their median */
    int64_t net;       /* signed: positive when in sum the lines shift as the hits do */
} tt_price_case;
TT_VEC(tt_price_case_vec, tt_price_case);
TT_VEC(tt_double_vec, double);

/* Lines and values that were set aside. */
typedef struct tt_price_count {
    uint64_t n;
    int64_t value; /* base currency, minor units */
} tt_price_count;

/* An entity has a document in this currency. */
typedef struct tt_price_ccy {
    tt_ix entity;
    tt_ccy ccy;
} tt_price_ccy;

typedef struct tt_price_engine {
    const tt_detect_in *in;
    const tt_prices *prices;
    tt_pair_odds odds;
    const double *param;
    tt_price_side side;
    tt_price_between between;
    tt_price_marks marks;
    tt_peer_options opt;
    tt_peers peers;                 /* of one series: */
    const tt_price_series *indexed; /* this one; NULL: none yet */
    tt_arena index;
    double *room;       /* max_peers, and the pairs of TT_PRICE_SLOPE_POINTS */
    tt_price_ccy *used; /* by (entity, currency) */
    size_t n_used;
    tt_price_case_vec cases;
    tt_double_vec standings; /* of the relations whose median line is in the tail */
    uint64_t relations;
    double seen_m, seen_k[3]; /* sums for rho: see price_run.c */
    tt_price_count set_aside[TT_WHY_COUNT], no_peers, cut, weak;
} tt_price_engine;

/* price_test.c */

/** Fills e->used. */
TT_MUST_CHECK tt_status tt_price_currencies(tt_price_engine *e, tt_err *err);

/**
 * Does line i stand out?  Fills *hit; why is not STANDS when an innocent explanation that needs
 * only this line holds.  hit->obs is SIZE_MAX when the line does not stand out at all.
 */
TT_MUST_CHECK tt_status tt_price_try(tt_price_engine *e, size_t first, uint32_t i,
                                     const tt_peer_set *set, double p, tt_price_hit *hit,
                                     tt_err *err);
/** Slips of unit and currency are judged over the hits of one case: sets why. */
void tt_price_slips(tt_price_engine *e, tt_price_hit *hits, size_t n);

/* price_tell.c */

/**
 * Weigh a case, and tell it or count it as weak.
 *
 * @param rho  of the other lines, for the three thresholds.
 */
TT_MUST_CHECK tt_status tt_price_tell(tt_price_engine *e, const tt_price_case *c,
                                      const double rho[3], tt_findings *out, tt_err *err);

#endif
