/* layout.c - stress majorization, without a libm function that machines may round differently. */
#include "report/layout.h"

#include <math.h>

enum { ROUNDS = 300, PUSH_ROUNDS = 200 };
static const double NEAR = 1e-9, STRETCH = 3;

struct work {
    uint32_t n;
    uint8_t *linked; /* n * n */
    uint32_t *hops;  /* n * n */
    uint32_t *queue; /* n */
};

static void link_up(struct work *w, const tt_layout_link *links, size_t n_links)
{
    for (size_t i = 0; i < n_links; i++) {
        if (links[i].a == links[i].b)
            continue;
        w->linked[(size_t)links[i].a * w->n + links[i].b] = 1;
        w->linked[(size_t)links[i].b * w->n + links[i].a] = 1;
    }
}

/* Breadth first from each node.  What cannot be reached stands beside, half as far as the furthest:
 * further, it would take the room. */
static void measure(struct work *w)
{
    uint32_t far = 1;
    for (uint32_t s = 0; s < w->n; s++) {
        uint32_t *hops = &w->hops[(size_t)s * w->n];
        uint32_t from = 0, to = 0;
        w->queue[to++] = s;
        while (from < to) {
            uint32_t v = w->queue[from++];
            for (uint32_t u = 0; u < w->n; u++) {
                if (!w->linked[(size_t)v * w->n + u] || u == s || hops[u])
                    continue;
                hops[u] = hops[v] + 1;
                far = TT_MAX(far, hops[u]);
                w->queue[to++] = u;
            }
        }
    }
    for (size_t i = 0; i < (size_t)w->n * w->n; i++)
        if (!w->hops[i] && i / w->n != i % w->n)
            w->hops[i] = far / 2 + 2;
}

/* The k-th of n points on the unit circle by the rational parametrization: no sine needed. */
static tt_point on_circle(uint32_t k, uint32_t n)
{
    double quarter = 4.0 * (double)k / (double)n;
    unsigned q = quarter >= 3 ? 3 : quarter >= 2 ? 2 : quarter >= 1 ? 1 : 0;
    double t = quarter - (double)q;
    double x = (1 - t * t) / (1 + t * t), y = 2 * t / (1 + t * t);
    const tt_point turned[] = {{x, y}, {-y, x}, {-x, -y}, {y, -x}};
    return turned[q];
}

/* Around the circle in depth-first order: a ring starts as a ring. */
static void start(struct work *w, tt_point *p)
{
    uint32_t placed = 0;
    uint32_t *stack = w->queue;
    uint8_t *seen = w->linked; /* the diagonal is free: a node is never linked to itself */
    for (uint32_t root = 0; root < w->n; root++) {
        uint32_t depth = 0;
        if (seen[(size_t)root * w->n + root])
            continue;
        stack[depth++] = root;
        seen[(size_t)root * w->n + root] = 1;
        p[root] = on_circle(placed++, w->n);
        while (depth) {
            uint32_t v = stack[depth - 1], u = 0;
            while (u < w->n &&
                   (u == v || !w->linked[(size_t)v * w->n + u] || seen[(size_t)u * w->n + u]))
                u++;
            if (u == w->n) {
                depth--;
                continue;
            }
            seen[(size_t)u * w->n + u] = 1;
            p[u] = on_circle(placed++, w->n);
            stack[depth++] = u;
        }
    }
}

/* One node goes to where the others want it. */
static void settle(const struct work *w, uint32_t i, tt_point *p)
{
    double x = 0, y = 0, sum = 0;
    for (uint32_t j = 0; j < w->n; j++) {
        if (j == i)
            continue;
        double want = (double)w->hops[(size_t)i * w->n + j], weight = 1 / (want * want);
        double dx = p[i].x - p[j].x, dy = p[i].y - p[j].y;
        double have = sqrt(dx * dx + dy * dy);
        if (have < NEAR) {
            dx = i < j ? -1 : 1;
            dy = 0;
            have = 1;
        }
        x += weight * (p[j].x + want * dx / have);
        y += weight * (p[j].y + want * dy / have);
        sum += weight;
    }
    p[i].x = x / sum;
    p[i].y = y / sum;
}

/* Turn the picture so that it is widest from left to right. */
static void lay_level(uint32_t n, tt_point *p)
{
    double mx = 0, my = 0, xx = 0, yy = 0, xy = 0;
    for (uint32_t i = 0; i < n; i++) {
        mx += p[i].x / (double)n;
        my += p[i].y / (double)n;
    }
    for (uint32_t i = 0; i < n; i++) {
        p[i].x -= mx;
        p[i].y -= my;
        xx += p[i].x * p[i].x;
        yy += p[i].y * p[i].y;
        xy += p[i].x * p[i].y;
    }
    double size = sqrt((xx - yy) * (xx - yy) + 4 * xy * xy);
    if (size <= 1e-6 * (xx + yy))
        return; /* round: no side is longer */
    double cos2 = (xx - yy) / size;
    double c = sqrt(TT_MAX((1 + cos2) / 2, 0)), s = sqrt(TT_MAX((1 - cos2) / 2, 0));
    if (xy < 0)
        s = -s;
    for (uint32_t i = 0; i < n; i++)
        p[i] = (tt_point){c * p[i].x + s * p[i].y, c * p[i].y - s * p[i].x};
}

static void range_of(uint32_t n, const tt_point *p, tt_point *lo, tt_point *hi)
{
    *lo = *hi = p[0];
    for (uint32_t i = 1; i < n; i++) {
        *lo = (tt_point){TT_MIN(lo->x, p[i].x), TT_MIN(lo->y, p[i].y)};
        *hi = (tt_point){TT_MAX(hi->x, p[i].x), TT_MAX(hi->y, p[i].y)};
    }
}

/* Into the middle of the box.  Sides may be stretched apart, but a line stays a line. */
static void fit(uint32_t n, const tt_layout_box *box, tt_point *p)
{
    tt_point lo, hi;
    range_of(n, p, &lo, &hi);
    double x = hi.x - lo.x > 1e-6 ? TT_MAX(box->width - box->node_w, 0) / (hi.x - lo.x) : 0;
    double y = hi.y - lo.y > 1e-6 ? TT_MAX(box->height - box->node_h, 0) / (hi.y - lo.y) : 0;
    double least = x > 0 && y > 0 ? TT_MIN(x, y) : TT_MAX(x, y);
    x = TT_MIN(x, STRETCH * least);
    y = TT_MIN(y, STRETCH * least);
    for (uint32_t i = 0; i < n; i++) {
        p[i].x = box->width / 2 + x * (p[i].x - (lo.x + hi.x) / 2);
        p[i].y = box->height / 2 + y * (p[i].y - (lo.y + hi.y) / 2);
    }
}

static double clamp(double v, double lo, double hi)
{
    return hi < lo ? (lo + hi) / 2 : v < lo ? lo : v > hi ? hi : v;
}

/* Two boxes that overlap give way along the side where less is needed.  True when they did. */
static bool push(const tt_layout_box *box, tt_point *a, tt_point *b)
{
    double dx = b->x - a->x, dy = b->y - a->y;
    double over_x = box->node_w - fabs(dx), over_y = box->node_h - fabs(dy);
    if (over_x <= NEAR || over_y <= NEAR)
        return false;
    if (over_x / box->width < over_y / box->height) {
        double d = (dx < 0 ? -over_x : over_x) / 2;
        a->x -= d;
        b->x += d;
    } else {
        double d = (dy < 0 ? -over_y : over_y) / 2;
        a->y -= d;
        b->y += d;
    }
    return true;
}

static void push_apart(uint32_t n, const tt_layout_box *box, tt_point *p)
{
    bool moved = true;
    for (int round = 0; moved && round < PUSH_ROUNDS; round++) {
        moved = false;
        for (uint32_t i = 0; i < n; i++)
            for (uint32_t j = i + 1; j < n; j++)
                moved |= push(box, &p[i], &p[j]);
        for (uint32_t i = 0; i < n; i++) {
            p[i].x = clamp(p[i].x, box->node_w / 2, box->width - box->node_w / 2);
            p[i].y = clamp(p[i].y, box->node_h / 2, box->height - box->node_h / 2);
        }
    }
}

/* The nodes that links join. */
static tt_status
lay_out_linked(uint32_t n, const tt_layout_link *links, size_t n_links, const tt_layout_box *box,
               tt_arena *scratch, tt_point *out, tt_err *err)
{
    struct work w = {.n = n};
    w.linked = tt_new_n(scratch, uint8_t, (size_t)n * n);
    w.hops = tt_new_n(scratch, uint32_t, (size_t)n * n);
    w.queue = tt_new_n(scratch, uint32_t, n);
    if (!w.linked || !w.hops || !w.queue)
        return tt_fail(err, TT_ENOMEM, "no room for a drawing of %u nodes", n);
    link_up(&w, links, n_links);
    measure(&w);
    start(&w, out);
    for (int round = 0; round < ROUNDS; round++)
        for (uint32_t i = 0; i < n; i++)
            settle(&w, i, out);
    lay_level(n, out);
    fit(n, box, out);
    push_apart(n, box, out);
    return TT_OK;
}

/* Those that nothing joins, in rows that end at the bottom of the box; each row is centred. */
static void lay_rows(uint32_t n, uint32_t in_row, const tt_layout_box *box, tt_point *out)
{
    uint32_t rows = (n + in_row - 1) / in_row;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t row = i / in_row, in_this = TT_MIN(in_row, n - row * in_row);
        double step = box->width / (double)in_this;
        out[i].x = step * ((double)(i % in_row) + 0.5);
        out[i].y = box->height - box->node_h * ((double)(rows - row) - 0.5);
    }
}

tt_status tt_layout(uint32_t n, const tt_layout_link *links, size_t n_links,
                    const tt_layout_box *box, tt_arena *scratch, tt_point *out, tt_err *err)
{
    uint32_t *place = tt_new_n(scratch, uint32_t, n); /* among those of its sort */
    uint8_t *linked = tt_new_n(scratch, uint8_t, n);
    tt_layout_link *moved = tt_new_n(scratch, tt_layout_link, n_links);
    tt_point *two = tt_new_n(scratch, tt_point, n);
    uint32_t n_linked = 0, n_alone = 0;
    size_t n_moved = 0;

    if (!place || !linked || !moved || !two)
        return tt_fail(err, TT_ENOMEM, "no room for a drawing of %u nodes", n);
    for (size_t i = 0; i < n_links; i++)
        if (links[i].a != links[i].b)
            linked[links[i].a] = linked[links[i].b] = 1;
    for (uint32_t i = 0; i < n; i++)
        place[i] = linked[i] ? n_linked++ : n_alone++;
    for (size_t i = 0; i < n_links; i++)
        if (links[i].a != links[i].b)
            moved[n_moved++] = (tt_layout_link){place[links[i].a], place[links[i].b]};

    double fit_in_row = box->width / box->node_w;
    uint32_t in_row = fit_in_row >= 2 ? (uint32_t)fit_in_row : 1;
    tt_layout_box upper = *box;
    upper.height -= box->node_h * (double)((n_alone + in_row - 1) / in_row);
    if (n_linked)
        TT_TRY(lay_out_linked(n_linked, moved, n_moved, &upper, scratch, two, err));
    if (n_alone)
        lay_rows(n_alone, in_row, box, two + n_linked);
    for (uint32_t i = 0; i < n; i++)
        out[i] = two[linked[i] ? place[i] : n_linked + place[i]];
    return TT_OK;
}
