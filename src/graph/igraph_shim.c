/*
 * igraph_shim.c - the only file that includes igraph.h.
 *
 * igraph's usual answer to an error is to end the program; here it is told to return, and its codes
 * become statuses.  Its memory is its own: faults planted by tests do not reach it.
 */
#include <igraph.h> /* before base/: see banned.h */

#include "graph/igraph_shim.h"

#if IGRAPH_VERSION_MAJOR >= 1
typedef igraph_int_t ig_int;
#else
typedef igraph_integer_t ig_int;
#endif

/*
 * Rounds of Leiden.  Its random refinement never quite settles; on the ties of 320,000 made-up
 * documents (42,530 between 11,206 parties) what rounds 11 to 50 add to the quality is a tenth of
 * what seeds differ by, and the agreed groups of 10 and of 50 rounds differ as those of two seeds
 * do (pairs in common .98 to 1.00, two seeds of 50 rounds .99).
 */
enum { ROUNDS = 10 };
static const double BETA = 0.01; /* randomness of the refinement, as its authors have it */

struct tt_igraph {
    igraph_t graph;
    igraph_vector_t weight;
    igraph_vector_int_t member;
    unsigned made; /* how many of the three are there */
};

static tt_status failed(tt_err *err, igraph_error_t code)
{
    if (code == IGRAPH_ENOMEM)
        return tt_fail(err, TT_ENOMEM, "igraph is out of memory");
    return tt_fail(err, TT_EINTERNAL, "igraph: %s", igraph_strerror(code));
}

static void tame(void)
{
#if IGRAPH_VERSION_MAJOR >= 1
    (void)igraph_setup();
#endif
    (void)igraph_set_error_handler(igraph_error_handler_ignore);
    (void)igraph_set_warning_handler(igraph_warning_handler_ignore);
}

static igraph_error_t make(tt_igraph *g, uint32_t n_vertices, const tt_edge *edges, size_t n)
{
    igraph_vector_int_t ends;
    igraph_error_t code = igraph_vector_int_init(&ends, (ig_int)(2 * n));
    if (code != IGRAPH_SUCCESS)
        return code;
    for (size_t i = 0; i < n; i++) {
        VECTOR(ends)[2 * i] = (ig_int)edges[i].a - 1;
        VECTOR(ends)[2 * i + 1] = (ig_int)edges[i].b - 1;
    }
    code = igraph_create(&g->graph, &ends, (ig_int)n_vertices, IGRAPH_UNDIRECTED);
    igraph_vector_int_destroy(&ends);
    if (code != IGRAPH_SUCCESS)
        return code;
    g->made = 1;
    code = igraph_vector_init(&g->weight, (ig_int)n);
    if (code != IGRAPH_SUCCESS)
        return code;
    g->made = 2;
    for (size_t i = 0; i < n; i++)
        VECTOR(g->weight)[i] = edges[i].weight;
    code = igraph_vector_int_init(&g->member, 0);
    if (code == IGRAPH_SUCCESS)
        g->made = 3;
    return code;
}

tt_status tt_igraph_new(uint32_t n_vertices, const tt_edge *edges, size_t n_edges, tt_igraph **out,
                        tt_err *err)
{
    *out = NULL;
    tame();
    tt_igraph *g = tt_mem_zalloc(1, sizeof *g);
    if (!g)
        return tt_fail(err, TT_ENOMEM, "no room for a graph");
    igraph_error_t code = make(g, n_vertices, edges, n_edges);
    if (code != IGRAPH_SUCCESS) {
        tt_igraph_free(g);
        return failed(err, code);
    }
    *out = g;
    return TT_OK;
}

void tt_igraph_free(tt_igraph *g)
{
    if (!g)
        return;
    if (g->made > 2)
        igraph_vector_int_destroy(&g->member);
    if (g->made > 1)
        igraph_vector_destroy(&g->weight);
    if (g->made > 0)
        igraph_destroy(&g->graph);
    tt_mem_free(g);
}

tt_status
tt_igraph_leiden(tt_igraph *g, double resolution, uint64_t seed, uint32_t *member, tt_err *err)
{
    ig_int n_clusters;
    igraph_error_t code = igraph_rng_seed(igraph_rng_default(), (igraph_uint_t)seed);
    if (code != IGRAPH_SUCCESS)
        return failed(err, code);
#if IGRAPH_VERSION_MAJOR >= 1
    code = igraph_community_leiden(&g->graph, &g->weight, NULL, NULL, resolution, BETA, false,
                                   ROUNDS, &g->member, &n_clusters, NULL);
#else
    code = igraph_community_leiden(&g->graph, &g->weight, NULL, resolution, BETA, false, ROUNDS,
                                   &g->member, &n_clusters, NULL);
#endif
    if (code != IGRAPH_SUCCESS)
        return failed(err, code);
    for (ig_int i = 0; i < igraph_vcount(&g->graph); i++)
        member[i] = (uint32_t)VECTOR(g->member)[i];
    return TT_OK;
}
