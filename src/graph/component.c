/* component.c - see component.h. */
#include "graph/component.h"

#include "base/forest.h"

tt_status tt_components_find(uint32_t n_vertices, const uint32_t *src, const uint32_t *dst,
                             uint32_t n, tt_arena *a, uint32_t **out, tt_err *err)
{
    uint32_t *of = tt_new_n(a, uint32_t, (size_t)n_vertices + 1);
    if (!of)
        return tt_fail(err, TT_ENOMEM, "no room for components of %u parties", n_vertices);
    for (uint32_t v = 0; v <= n_vertices; v++)
        of[v] = v;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t s = tt_forest_root(of, src[i]), d = tt_forest_root(of, dst[i]);
        if (s != d)
            of[TT_MAX(s, d)] = TT_MIN(s, d);
    }
    for (uint32_t v = 0; v <= n_vertices; v++)
        of[v] = tt_forest_root(of, v);
    *out = of;
    return TT_OK;
}
