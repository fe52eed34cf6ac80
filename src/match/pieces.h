/*
 * pieces.h - what a piece of a good weighs, learned from lines that say both.
 *
 * An invoice counts pieces, a bill of lading weighs them: where other papers about goods in the
 * same words say both, the two can be compared.
 */
#ifndef TT_MATCH_PIECES_H
#define TT_MATCH_PIECES_H

#include "match/lane.h"

typedef struct tt_piece {
    uint64_t key;  /* of words and dimension */
    double weight; /* 1e-6 kg for a canonical unit */
} tt_piece;

typedef struct tt_pieces {
    tt_piece *v; /* sorted by key */
    size_t n;
} tt_pieces;

/**
 * Learn from the lines of shipments and declarations with a quantity that is no mass and a net
 * weight: the median, where at least three agree with it (half of them within 2 %).
 *
 * @complexity  O(lines log lines); all in `a`.
 * @return      false when memory is out.
 */
TT_MUST_CHECK bool tt_pieces_learn(const tt_data *d, tt_arena *a, tt_pieces *out);

/** Give a document without net weight the one that its lines have by what a piece of each weighs,
 * where all are known; it is then `weighed`. */
void tt_pieces_weigh(const tt_pieces *p, const tt_line *lines, const tt_head *h, tt_item *it);

#endif
