/*
 * vertex.h - parties whose money moves unlike that of parties with about as many payments.
 *
 * Thirteen numbers of each party (tt_vertex_words): of what it pays and of what it is paid the sum,
 * the mean, the spread and the skewness of the amounts, how bunched they are in time, and how many
 * different parties there are for a payment; and what it pays over what it is paid.  In each number
 * its rank among its class, parties with about as many payments, gives the share of the class that
 * is as low (L) or as high (H) or lower or higher.  The score is the largest of
 *
 *     sum -ln L,   sum -ln H,   sum -ln (L where the class leans to the left, else H)
 *
 * over the numbers that it has.  Nothing is assumed of how amounts are distributed.
 *
 * @source  Li et al., ECOD: Unsupervised outlier detection using empirical cumulative distribution
 *          functions, IEEE TKDE 35 (2023); burstiness: side.h.
 */
#ifndef TT_GRAPH_VERTEX_H
#define TT_GRAPH_VERTEX_H

#include "graph/ledger.h"

enum { TT_VERTEX_SIDE = 6, TT_VERTEX_COLUMNS = 2 * TT_VERTEX_SIDE + 1 };
extern const char *const tt_vertex_words[TT_VERTEX_COLUMNS];

typedef struct tt_vertex {
    uint32_t party;
    uint32_t n;                     /* entries in and out */
    uint32_t peers;                 /* of its class, itself counted */
    double x[TT_VERTEX_COLUMNS];    /* amounts in minor units; NaN: it has no such number */
    double tail[TT_VERTEX_COLUMNS]; /* the smaller of L and H; 1 without a number */
    bool high[TT_VERTEX_COLUMNS];   /* it is H */
    double score;
} tt_vertex;

typedef struct tt_vertices {
    tt_vertex *v; /* by number of entries, then by party */
    size_t n;
} tt_vertices;

/**
 * @param least  parties with fewer entries are left out.
 * @param peers  a class has at least as many, and all who have as many entries as its last one.
 * @param a      holds the result: about 330 bytes for each of the parties.
 * @return       TT_OK, TT_ENOMEM.
 * @complexity   O(n log n) for n entries.
 */
TT_MUST_CHECK tt_status tt_vertices_of(const tt_ledger *l, uint32_t least, uint32_t peers,
                                       tt_arena *a, tt_vertices *out, tt_err *err);

#endif
