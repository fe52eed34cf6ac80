/*
 * clusters.h - the forest of records, seen by cluster.c (facts, roots) and join.c (blocks) only.
 */
#ifndef TT_RESOLVE_CLUSTERS_H
#define TT_RESOLVE_CLUSTERS_H

#include "resolve/parts.h"

struct tt_fact {
    uint32_t kind; /* tt_rs_fact << 24, plus a number for country and form */
    uint32_t value;
    uint32_t next; /* of the same cluster; 0 = end */
};
TT_VEC(tt_fact_vec, struct tt_fact);

/* A cluster in the block at hand. */
struct tt_root {
    uint32_t root, rep; /* rep: its lowest record in the block */
    uint64_t weight;    /* uses in the block */
};
TT_VEC(tt_root_vec, struct tt_root);

struct tt_claim {
    uint32_t kind, value, root; /* root: index of roots */
};
TT_VEC(tt_claim_vec, struct tt_claim);

struct tt_clusters {
    uint32_t *parent;
    uint32_t *head; /* facts of a root; 0 = none */
    uint32_t n;
    tt_fact_vec all;
    tt_map numbers; /* text of a kind or a value: number */
    uint32_t n_numbers;
    tt_rs_edge_vec edges;
    tt_rs_counts counts;
    /* scratch of one block */
    uint32_t *slot; /* by root: index of roots + 1; 0 outside a block */
    tt_root_vec roots;
    tt_claim_vec claims;
    tt_u32_vec side;  /* roots * kinds: on which side of a dispute; 0 = says nothing */
    tt_u32_vec order; /* roots by sides */
};

/** The root of a record; shortens the way. */
uint32_t tt_cluster_root(tt_clusters *c, uint32_t rec);
/** Make two clusters one, with the facts of both.  False when memory is out. */
TT_MUST_CHECK bool tt_cluster_unite(tt_clusters *c, tt_rs_edge why);
/** Two roots are two parties: a person says so.  @param number  of the decision.  False when memory
 * is out. */
TT_MUST_CHECK bool tt_cluster_part(tt_clusters *c, uint32_t a, uint32_t b, uint32_t number);
/** Kinds of facts (bits of the mask) of which two roots each have one, and none in common. */
unsigned tt_cluster_disputes(const tt_clusters *c, uint32_t a, uint32_t b, unsigned mask);

/* --- disputes.c --- */

/* A block whose roots are listed. */
struct tt_block {
    const uint32_t *at; /* records */
    uint32_t n;
    bool homes; /* legal forms say where those are that say no country */
};

/** Fill c->side: a column for each kind of fact (bits of the mask) on which c->roots differ.
 * @param width  number of columns.  False when memory is out. */
TT_MUST_CHECK bool tt_disputes_find(tt_clusters *c, const tt_rs *w, const struct tt_block *b,
                                    unsigned mask, size_t *width);

#endif
