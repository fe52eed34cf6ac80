/* component.c - see component.h. */
#include "graph/component.h"

static uint32_t root_of(uint32_t *parent, uint32_t v)
{
    while (parent[v] != v) {
        parent[v] = parent[parent[v]];
        v = parent[v];
    }
    return v;
}

tt_status tt_components_find(uint32_t n_vertices, const uint32_t *src, const uint32_t *dst,
                             uint32_t n, tt_arena *a, uint32_t **out, tt_err *err)
{
    uint32_t *of = tt_new_n(a, uint32_t, (size_t)n_vertices + 1);
    if (!of)
        return tt_fail(err, TT_ENOMEM, "no room for components of %u parties", n_vertices);
    for (uint32_t v = 0; v <= n_vertices; v++)
        of[v] = v;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t s = root_of(of, src[i]), d = root_of(of, dst[i]);
        if (s != d)
            of[TT_MAX(s, d)] = TT_MIN(s, d);
    }
    for (uint32_t v = 0; v <= n_vertices; v++)
        of[v] = root_of(of, v);
    *out = of;
    return TT_OK;
}
