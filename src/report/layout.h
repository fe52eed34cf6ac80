/* layout.h - places for the nodes of a small drawing. */
#ifndef TT_REPORT_LAYOUT_H
#define TT_REPORT_LAYOUT_H

#include "base/arena.h"

typedef struct tt_point {
    double x, y;
} tt_point;

typedef struct tt_layout_link {
    uint32_t a, b; /* nodes from 0; direction does not count, nor do loops and repeats */
} tt_layout_link;

typedef struct tt_layout_box {
    double width, height;  /* of the drawing */
    double node_w, node_h; /* kept free for one node with its label */
} tt_layout_box;

/**
 * Stress majorization: distances in the drawing follow the number of links on the shortest path,
 * then the longer side is laid level, the whole is fitted into the box and nodes that overlap are
 * pushed apart.  Nodes without a link stand in rows at the bottom.
 *
 * The same picture on every machine: nothing but + - * / and sqrt, which IEEE 754 fixes, and no
 * random start.
 *
 * @param scratch  O(n * n).
 * @param out      n points, centres of nodes, inside the box as far as there is room.
 * @return         TT_OK, TT_ENOMEM.
 * @complexity     O(n * n) for each of a fixed number of rounds: for some hundred nodes.
 * @source         Gansner, Koren, North: Graph Drawing by Stress Majorization, 2004.
 */
TT_MUST_CHECK tt_status tt_layout(uint32_t n, const tt_layout_link *links, size_t n_links,
                                  const tt_layout_box *box, tt_arena *scratch, tt_point *out,
                                  tt_err *err);

#endif
