/*
 * forest.h - which elements are joined, as a forest of parents: an element that is its own parent
 * is the root of its tree.
 */
#ifndef TT_BASE_FOREST_H
#define TT_BASE_FOREST_H

#include "base/base.h"

/** The root of a tree; paths are halved on the way.  O(log n) amortised, for trees joined by root.
 * @source  Tarjan and van Leeuwen, Worst-case analysis of set union algorithms, J. ACM 31 (1984).
 */
static inline uint32_t tt_forest_root(uint32_t *parent, uint32_t v)
{
    while (parent[v] != v)
        v = parent[v] = parent[parent[v]];
    return v;
}

#endif
