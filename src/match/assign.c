/* assign.c - minimum-cost assignment: the Hungarian method with potentials. */
#include "match/lane.h"

struct work {
    const int64_t *cost;
    size_t rows, columns;
    int64_t *u, *v, *least; /* potentials of rows and columns; least reduced cost of a column */
    uint32_t *of, *way;     /* row of a column; column before it on the path; 1-based, 0 = none */
    uint8_t *seen;
};

/* Add one row: the shortest augmenting path from it. */
static void add_row(struct work *w, uint32_t row)
{
    uint32_t at = 0;
    w->of[0] = row;
    for (size_t j = 0; j <= w->columns; j++) {
        w->least[j] = INT64_MAX;
        w->seen[j] = 0;
    }
    do {
        int64_t delta = INT64_MAX;
        uint32_t i = w->of[at], next = 0;
        w->seen[at] = 1;
        for (uint32_t j = 1; j <= w->columns; j++) {
            if (w->seen[j])
                continue;
            int64_t c = w->cost[(i - 1) * w->columns + j - 1] - w->u[i] - w->v[j];
            if (c < w->least[j]) {
                w->least[j] = c;
                w->way[j] = at;
            }
            if (w->least[j] < delta) {
                delta = w->least[j];
                next = j;
            }
        }
        for (size_t j = 0; j <= w->columns; j++)
            if (w->seen[j]) {
                w->u[w->of[j]] += delta;
                w->v[j] -= delta;
            } else if (w->least[j] != INT64_MAX) {
                w->least[j] -= delta;
            }
        at = next;
    } while (w->of[at]);
    while (at) {
        w->of[at] = w->of[w->way[at]];
        at = w->way[at];
    }
}

bool tt_assign(const int64_t *cost, size_t rows, size_t columns, uint32_t *row)
{
    TT_ASSERT(rows <= columns);
    struct work w = {.cost = cost, .rows = rows, .columns = columns};
    w.u = tt_mem_zalloc(rows + 1, sizeof(*w.u));
    w.v = tt_mem_zalloc(columns + 1, sizeof(*w.v));
    w.least = tt_mem_zalloc(columns + 1, sizeof(*w.least));
    w.of = tt_mem_zalloc(columns + 1, sizeof(*w.of));
    w.way = tt_mem_zalloc(columns + 1, sizeof(*w.way));
    w.seen = tt_mem_zalloc(columns + 1, 1);
    bool ok = w.u && w.v && w.least && w.of && w.way && w.seen;
    for (uint32_t i = 1; ok && i <= rows; i++)
        add_row(&w, i);
    for (uint32_t j = 1; ok && j <= columns; j++)
        if (w.of[j])
            row[w.of[j] - 1] = j - 1;
    tt_mem_free(w.u);
    tt_mem_free(w.v);
    tt_mem_free(w.least);
    tt_mem_free(w.of);
    tt_mem_free(w.way);
    tt_mem_free(w.seen);
    return ok;
}
