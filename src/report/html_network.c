/* html_network.c - the network of a syndicate as SVG: entities, goods against money, relations. */
#include "report/html.h"

#include <math.h>

#include "base/str.h"
#include "report/layout.h"

enum {
    WIDTH = 920,
    NODE_W = 162,
    NODE_H = 90,
    LABEL_EDGES = 14,
    LABEL_TIES = 8,
    NAME_CHARS = 22,
    LINE = 14
};

struct drawing {
    tt_html *h;
    const tt_net_of *net;
    tt_point *at; /* centres of the circles */
    double *r;
    int64_t max; /* the largest sum */
};

static int px(double v)
{
    return (int)(v < 0 ? v - 0.5 : v + 0.5);
}

/* About half of the area is left to edges. */
static double height_for(size_t n)
{
    return n <= 2 ? 190 : 190 + 26 * (double)n;
}

/* --- nodes --- */

/* The bytes of the first n characters. */
static size_t chars(tt_str s, size_t n)
{
    size_t i = 0;
    while (n-- && i < s.n)
        (void)tt_utf8_next(s, &i);
    return i;
}

/* What fits on a line: whole words where there is a blank in the second half. */
static tt_str first_line(tt_str s)
{
    size_t fits = chars(s, NAME_CHARS);
    if (fits == s.n)
        return s;
    for (size_t i = fits; i > fits / 2; i--)
        if (s.p[i] == ' ')
            return tt_str_sub(s, 0, i);
    return tt_str_sub(s, 0, fits);
}

/* A name on two lines; what is over is cut, the title has it whole.  Returns the lines. */
static int name_lines(tt_html *h, tt_str name, int x, int y)
{
    tt_str first = first_line(name);
    tt_str rest = tt_str_trim(tt_str_sub(name, first.n, name.n));
    size_t fits = chars(rest, NAME_CHARS);

    tt_html_rawf(h, "<text class=\"name\" x=\"%d\" y=\"%d\">", x, y);
    tt_html_text(h, first);
    tt_html_raw(h, "</text>");
    if (!rest.n)
        return 1;
    tt_html_rawf(h, "<text class=\"name\" x=\"%d\" y=\"%d\">", x, y + LINE);
    if (fits < rest.n) {
        tt_html_text(h, tt_str_trim(tt_str_sub(rest, 0, chars(rest, NAME_CHARS - 1))));
        tt_html_raw(h, "\xE2\x80\xA6");
    } else {
        tt_html_text(h, rest);
    }
    tt_html_raw(h, "</text>");
    return 2;
}

static void node(const struct drawing *g, size_t i)
{
    tt_html *h = g->h;
    const tt_finding_entity *m = &g->net->nodes[i];
    const tt_entity *e = &h->in->data->entities[m->entity];
    bool linked = h->choice.entity[m->entity] != 0;
    char country[3] = "";
    int x = px(g->at[i].x), y = px(g->at[i].y), r = px(g->r[i]);

    tt_country_text(e->country, country);
    tt_html_rawf(h, "<g class=\"node\" data-node=\"%zu\">", i);
    if (linked) {
        tt_html_raw(h, "<a href=\"#");
        tt_html_id(h, 'e', e->id);
        tt_html_raw(h, "\">");
    }
    tt_html_raw(h, "<title>");
    tt_html_text(h, e->name);
    tt_html_raw(h, ", ");
    tt_html_z(h, tt_words_country(e->country));
    tt_html_rawf(h, "</title><circle cx=\"%d\" cy=\"%d\" r=\"%d\"/>", x, y, r);
    if (country[0])
        tt_html_rawf(h, "<text class=\"country\" x=\"%d\" y=\"%d\">%s</text>", x, y + 4, country);
    int lines = name_lines(h, e->name.n ? e->name : TT_STR("(no name)"), x, y + r + LINE);
    tt_html_rawf(h, "<text class=\"role\" x=\"%d\" y=\"%d\">", x, y + r + LINE * (lines + 1));
    tt_html_code(h, m->role);
    tt_html_raw(h, linked ? "</text></a></g>\n" : "</text></g>\n");
}

/* --- edges --- */

struct curve {
    tt_point from, mid, to; /* a quadratic curve: ends at the circles, control point */
    tt_point dir;           /* where it points at its end */
};

static tt_point unit(double dx, double dy)
{
    double size = sqrt(dx * dx + dy * dy);
    return size > 0 ? (tt_point){dx / size, dy / size} : (tt_point){1, 0};
}

/* To the left of the straight line, so that what runs back runs on the other side. */
static struct curve bend(const struct drawing *g, uint32_t from, uint32_t to, double share)
{
    tt_point a = g->at[from], b = g->at[to];
    double dx = b.x - a.x, dy = b.y - a.y, size = sqrt(dx * dx + dy * dy);
    tt_point u = unit(dx, dy);
    double by = share * size + 60 * share;
    struct curve c = {.mid = {(a.x + b.x) / 2 + u.y * by, (a.y + b.y) / 2 - u.x * by}};
    tt_point out = unit(c.mid.x - a.x, c.mid.y - a.y);
    c.dir = unit(b.x - c.mid.x, b.y - c.mid.y);
    c.from = (tt_point){a.x + g->r[from] * out.x, a.y + g->r[from] * out.y};
    c.to = (tt_point){b.x - (g->r[to] + 2) * c.dir.x, b.y - (g->r[to] + 2) * c.dir.y};
    return c;
}

/* One alone is nearly straight; several between the same two fan out, each side for its direction.
 */
static double bend_of(const tt_net_of *net, const tt_edge_of *e)
{
    size_t same = 0, all = 0;
    for (size_t i = 0; i < net->n_edges; i++) {
        const tt_edge_of *x = &net->edges[i];
        bool along = x->from == e->from && x->to == e->to;
        all += along || (x->from == e->to && x->to == e->from) ? 1 : 0;
        same += along && x < e ? 1 : 0;
    }
    return all == 1 ? 0.05 : 0.1 + 0.14 * (double)same;
}

static void edge_title(const struct drawing *g, const tt_edge_of *e)
{
    tt_html *h = g->h;
    tt_html_rawf(h, "<title>%s from ", e->goods ? "Goods" : "Money");
    tt_html_text(h, h->in->data->entities[g->net->nodes[e->from].entity].name);
    tt_html_raw(h, " to ");
    tt_html_text(h, h->in->data->entities[g->net->nodes[e->to].entity].name);
    tt_html_raw(h, ": ");
    TT_HTML_WORDS(h, tt_words_counted, e->n_flows, "flow");
    tt_html_raw(h, ", ");
    TT_HTML_WORDS(h, tt_words_money, (tt_money){e->amount, h->in->data->base});
    tt_html_raw(h, ", ");
    TT_HTML_WORDS(h, tt_words_period, e->first, e->last);
    tt_html_raw(h, "</title>");
}

static void edge(const struct drawing *g, size_t i)
{
    enum { HEAD = 10 };
    tt_html *h = g->h;
    const tt_edge_of *e = &g->net->edges[i];
    if (e->from == e->to)
        return; /* in the table, not in the picture */
    struct curve c = bend(g, e->from, e->to, bend_of(g->net, e));
    double share = e->amount > 0 && g->max > 0 ? (double)e->amount / (double)g->max : 0;
    int tenths = px(15 + 35 * sqrt(share));
    double wing = 3.5 + tenths / 20.0;
    tt_point base = {c.to.x - HEAD * c.dir.x, c.to.y - HEAD * c.dir.y};

    tt_html_rawf(h, "<g class=\"edge %s\" data-edge=\"%zu\">", e->goods ? "goods" : "money", i);
    edge_title(g, e);
    tt_html_rawf(h,
                 "<path class=\"hit\" d=\"M%d %dQ%d %d %d %d\"/>"
                 "<path class=\"line\" stroke-width=\"%d.%d\" d=\"M%d %dQ%d %d %d %d\"/>",
                 px(c.from.x), px(c.from.y), px(c.mid.x), px(c.mid.y), px(c.to.x), px(c.to.y),
                 tenths / 10, tenths % 10, px(c.from.x), px(c.from.y), px(c.mid.x), px(c.mid.y),
                 px(base.x), px(base.y));
    tt_html_rawf(h, "<path class=\"head\" d=\"M%d %dL%d %dL%d %dZ\"/>", px(c.to.x), px(c.to.y),
                 px(base.x - wing * c.dir.y), px(base.y + wing * c.dir.x),
                 px(base.x + wing * c.dir.y), px(base.y - wing * c.dir.x));
    if (g->net->n_edges <= LABEL_EDGES && e->amount != TT_NO_NUM) {
        tt_html_rawf(h, "<text class=\"sum\" x=\"%d\" y=\"%d\">",
                     px(c.from.x / 4 + c.mid.x / 2 + c.to.x / 4),
                     px(c.from.y / 4 + c.mid.y / 2 + c.to.y / 4) + 4);
        TT_HTML_WORDS(h, tt_words_money_short, (tt_money){e->amount, h->in->data->base});
        tt_html_raw(h, "</text>");
    }
    tt_html_raw(h, "</g>\n");
}

static void tie(const struct drawing *g, const tt_tie_of *t)
{
    tt_html *h = g->h;
    tt_point a = g->at[t->from], b = g->at[t->to];
    tt_html_rawf(h, "<g class=\"tie\"><path d=\"M%d %dL%d %d\"/>", px(a.x), px(a.y), px(b.x),
                 px(b.y));
    if (g->net->n_ties <= LABEL_TIES) {
        tt_html_rawf(h, "<text x=\"%d\" y=\"%d\">", px((a.x + b.x) / 2), px((a.y + b.y) / 2) + 4);
        tt_html_text(h, t->role);
        tt_html_raw(h, "</text>");
    }
    tt_html_raw(h, "</g>\n");
}

/* --- the drawing --- */

static tt_status place(struct drawing *g, double height, tt_arena *a, tt_err *err)
{
    const tt_net_of *net = g->net;
    tt_html *h = g->h;
    tt_layout_box box = {WIDTH, height, NODE_W, NODE_H};
    tt_layout_link *links = tt_new_n(a, tt_layout_link, net->n_edges + net->n_ties);

    g->at = tt_new_n(a, tt_point, net->n_nodes);
    g->r = tt_new_n(a, double, net->n_nodes);
    if (!links || !g->at || !g->r)
        return tt_fail(err, TT_ENOMEM, "no room for a drawing");
    for (size_t i = 0; i < net->n_edges; i++)
        links[i] = (tt_layout_link){net->edges[i].from, net->edges[i].to};
    for (size_t i = 0; i < net->n_ties; i++)
        links[net->n_edges + i] = (tt_layout_link){net->ties[i].from, net->ties[i].to};
    TT_TRY(
        tt_layout((uint32_t)net->n_nodes, links, net->n_edges + net->n_ties, &box, a, g->at, err));
    for (size_t i = 0; i < net->n_nodes; i++) {
        const double *w = h->in->results->entity_weight;
        double weight = w ? w[net->nodes[i].entity] : 0;
        g->r[i] = 12 + 1.6 * (weight < 0 ? 0 : weight > 5 ? 5 : weight);
        g->at[i].y -= LINE + LINE / 2; /* the label hangs below the circle */
    }
    for (size_t i = 0; i < net->n_edges; i++)
        g->max =
            net->edges[i].from == net->edges[i].to ? g->max : TT_MAX(g->max, net->edges[i].amount);
    return TT_OK;
}

/* What of the height is used: from the highest circle or curve to the lowest label or curve. */
static void measure(const struct drawing *g, int *top, int *bottom)
{
    double lo = g->at[0].y, hi = lo;
    for (size_t i = 0; i < g->net->n_nodes; i++) {
        lo = TT_MIN(lo, g->at[i].y - g->r[i]);
        hi = TT_MAX(hi, g->at[i].y + g->r[i] + 3 * LINE);
    }
    for (size_t i = 0; i < g->net->n_edges; i++) {
        const tt_edge_of *e = &g->net->edges[i];
        struct curve c = bend(g, e->from, e->to, bend_of(g->net, e));
        lo = TT_MIN(lo, c.from.y / 4 + c.mid.y / 2 + c.to.y / 4);
        hi = TT_MAX(hi, c.from.y / 4 + c.mid.y / 2 + c.to.y / 4);
    }
    *top = px(lo) - LINE;
    *bottom = px(hi) + LINE;
}

static void caption(const struct drawing *g)
{
    tt_html *h = g->h;
    const tt_net_of *net = g->net;
    bool goods = false, money = false;
    for (size_t i = 0; i < net->n_edges; i++) {
        goods |= net->edges[i].goods;
        money |= !net->edges[i].goods;
    }
    tt_html_raw(h, "<figcaption>");
    if (goods)
        tt_html_raw(h, "<span class=\"key goods\">goods, seller to buyer</span> ");
    if (money)
        tt_html_raw(h, "<span class=\"key money\">money, payer to payee</span> ");
    if (net->n_ties)
        tt_html_raw(h, "<span class=\"key tie\">declared relation</span> ");
    tt_html_raw(h, "Wider is more");
    if (g->max > 0) {
        tt_html_raw(h, ", up to ");
        TT_HTML_WORDS(h, tt_words_money, (tt_money){g->max, h->in->data->base});
    }
    tt_html_raw(h, "; larger circles have more weight of evidence.");
    if (net->n_left_out) {
        tt_html_raw(h, " Not drawn: ");
        TT_HTML_WORDS(h, tt_words_counted, net->n_left_out, "member");
        tt_html_raw(h, " of lower weight.");
    }
    if (net->n_outside) {
        tt_html_raw(h, " Not drawn: ");
        TT_HTML_WORDS(h, tt_words_counted, net->n_outside, "flow");
        tt_html_raw(h, " with others.");
    }
    tt_html_raw(h, "</figcaption>");
}

void tt_html_network(tt_html *h, const tt_net_of *net, size_t number)
{
    double height = height_for(net->n_nodes);
    struct drawing g = {.h = h, .net = net};
    tt_status st = place(&g, height, &h->scratch, &h->err);
    if (st != TT_OK) {
        tt_html_fail(h, st);
        return;
    }
    int top, bottom;
    measure(&g, &top, &bottom);
    tt_html_rawf(
        h,
        "<figure class=\"network\" data-syndicate=\"%zu\"><div class=\"wide\">"
        "<svg viewBox=\"0 %d %d %d\" role=\"group\" aria-label=\"Network of the syndicate; "
        "the tables below have the same facts\">\n",
        number, top, WIDTH, bottom - top);
    for (size_t i = 0; i < net->n_ties; i++)
        tie(&g, &net->ties[i]);
    for (size_t i = 0; i < net->n_edges; i++)
        edge(&g, i);
    for (size_t i = 0; i < net->n_nodes; i++)
        node(&g, i);
    tt_html_raw(h, "</svg></div>\n");
    caption(&g);
    tt_html_raw(h, "</figure>\n");
}
