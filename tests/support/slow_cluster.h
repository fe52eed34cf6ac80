/*
 * slow_cluster.h - the clustering of resolve once more: by the definition, on sets, without a map,
 * a forest or a list of facts.  Quadratic and worse; for a dozen records.
 */
#ifndef TT_TESTS_SUPPORT_SLOW_CLUSTER_H
#define TT_TESTS_SUPPORT_SLOW_CLUSTER_H

#include "resolve/parts.h"

enum { SLOW_MAX = 24 };

/** The lowest record of the cluster of each record.  w->n_rec <= SLOW_MAX. */
void slow_cluster(const tt_rs *w, uint32_t label[SLOW_MAX]);

#endif
