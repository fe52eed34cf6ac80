/*
 * side.h - what one party pays, or is paid, as numbers: sums, their spread, their days, partners.
 */
#ifndef TT_GRAPH_SIDE_H
#define TT_GRAPH_SIDE_H

#include "model/record.h"

/* Flows of one party on one side, in order of time; borrowed lists. */
typedef struct tt_side {
    const uint32_t *at; /* positions in the arrays below */
    uint32_t n;
    const uint32_t *other, *t;
    const int64_t *amount; /* minor units; TT_NO_NUM: not known, left out of the moments */
    uint32_t day;          /* units of t in a day */
} tt_side;

typedef struct tt_moments {
    double sum, mean, sd, skew; /* 0 without known amounts */
} tt_moments;

/** @param minor  minor units of one unit of the result. */
tt_moments tt_side_moments(const tt_side *s, double minor);

/**
 * (sd - mean) / (sd + mean) of the days between flows: -1 a clock, 0 chance, towards 1 in bursts;
 * 0 with fewer than two gaps, or all on one day.
 *
 * @source  Goh and Barabasi, Burstiness and memory in complex systems, EPL 81 (2008).
 */
double tt_side_burst(const tt_side *s);

/** Different parties at the other end.  @param seen  by party, without `mark` before. */
uint32_t tt_side_partners(const tt_side *s, uint32_t *seen, uint32_t mark);

#endif
