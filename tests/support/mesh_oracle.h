/* mesh_oracle.h - the slow, obvious twin of graph/mesh.h and graph/stack.h, for layers of at most
 * MESH_PARTIES parties. */
#ifndef TT_TESTS_SUPPORT_MESH_ORACLE_H
#define TT_TESTS_SUPPORT_MESH_ORACLE_H

#include "graph/stack.h"

enum { MESH_PARTIES = 16, MESH_FOUND = 400 };

typedef struct oracle_mesh {
    uint32_t src, dst; /* bit v: party v */
    uint64_t entries;  /* bit e: entry e */
    uint32_t window, start, pairs;
    int64_t amount;
    double expected, log_chance, p;
} oracle_mesh;

/** By (window, start), without budgets; at most MESH_FOUND, else the program ends. */
size_t oracle_meshs(const tt_ledger *l, const tt_mesh_options *opt, oracle_mesh *out);

/** The stack of each layer (1 and up, 0 for none) and its place in it (0 is the first); the number
 * of stacks.  Without budgets. */
size_t oracle_stacks(const tt_ledger *l, const tt_meshes *m, const tt_stack_options *opt,
                     uint32_t *of, uint32_t *place);

#endif
