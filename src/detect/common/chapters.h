/*
 * chapters.h - in which chapters of the HS parties trade, what is usual in their line of business,
 * and when their goods change.
 *
 * A party's trade on one side is its flows of goods with a code.  Each party counts once: with the
 * shares of its flows by chapter.  How likely a party of a line is to trade in a chapter is
 *
 *     t(c) = (n(c) + s q(c)) / (n + s)
 *
 * with n(c) of the n other parties of the line there, and q what is assumed, worth s parties: where
 * the table industry_goods names goods of the line, 1 - w in them and w in all others, else all
 * alike, each by how much all other parties trade in it.  w is the share that parties trade outside
 * of what the table says of their line, in these data.
 *
 * @source  A. Gelman et al., Bayesian Data Analysis, 3rd ed. 2013, section 3.4 (Dirichlet prior);
 *          J. Lin, Divergence measures based on the Shannon entropy, IEEE Trans. Inf. Theory 37
 *          (1991), for the change of a mix.
 */
#ifndef TT_DETECT_COMMON_CHAPTERS_H
#define TT_DETECT_COMMON_CHAPTERS_H

#include "detect/common/industry.h"
#include "graph/graph.h"

typedef enum tt_side { TT_SIDE_BUYS, TT_SIDE_SELLS, TT_SIDES } tt_side;

/* Flows of goods by chapter. */
typedef struct tt_mix {
    uint32_t deals[TT_CHAPTERS], n;
    int64_t value[TT_CHAPTERS], all; /* base currency, minor units */
} tt_mix;

/** The flows of a party on a side, in the order of time. */
const uint32_t *tt_side_flows(const tt_layer *goods, tt_ix entity, tt_side side, size_t *n);
/** Adds flows up; O(n). */
tt_mix tt_mix_of(const tt_layer *goods, const uint32_t *flow, size_t n);
/** Jensen-Shannon divergence of two mixes by number of flows, 0 (the same) to 1 (nothing in
 * common); 0 when one is empty. */
double tt_mix_apart(const tt_mix *a, const tt_mix *b);

/* What is usual, by line of business. */
typedef struct tt_chapters tt_chapters;

/**
 * @param digits  of a code of activity that make a line, 1 to 4.
 * @param prior   s.
 * @param a       holds the result.
 * @complexity    O(flows + 100 entities).
 */
TT_MUST_CHECK tt_status tt_chapters_build(const tt_data *d, const tt_graph *g, unsigned digits,
                                          double prior, tt_arena *a, const tt_chapters **out,
                                          tt_err *err);
/** Its row of the table; NULL when its activity is not known, or not there. */
const tt_industry_row *tt_chapters_row(const tt_chapters *x, tt_ix entity);
/** t(c) for each chapter, of a party that trades m; m is left out of the counts. */
void tt_chapters_usual(const tt_chapters *x, tt_ix entity, tt_side side, const tt_mix *m,
                       double t[TT_CHAPTERS]);
/** How likely a chapter as rare as c, or rarer, is: the sum of t over those with t <= t(c). */
double tt_chapters_chance(const double t[TT_CHAPTERS], unsigned c);
/** Other parties of its line on a side, and how many of them trade in a chapter. */
typedef struct tt_line_count {
    uint32_t n, in;
} tt_line_count;
tt_line_count tt_chapters_count(const tt_chapters *x, tt_ix entity, tt_side side, unsigned c);

#endif
