/* component.h - which parties flows connect, whatever their direction. */
#ifndef TT_GRAPH_COMPONENT_H
#define TT_GRAPH_COMPONENT_H

#include "base/arena.h"

/** The smallest member of the component of each of 0..n_vertices, in a.  Nearly O(n). */
TT_MUST_CHECK tt_status tt_components_find(uint32_t n_vertices, const uint32_t *src,
                                           const uint32_t *dst, uint32_t n, tt_arena *a,
                                           uint32_t **out, tt_err *err);

#endif
