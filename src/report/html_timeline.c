/*
 * html_timeline.c - when: findings as bars, then lanes for goods, for money and for the documents
 * that findings cite.
 */
#include "report/html.h"

#include <math.h>

#include "base/str.h"
#include "base/vec.h"

enum {
    WIDTH = 920,
    LEFT = 212,
    RIGHT = 14,
    TOP = 26,
    BAR = 16,
    LANE = 34,
    BIN = 6, /* marks closer than this become one */
    N_BINS = (WIDTH - LEFT - RIGHT) / BIN + 1,
    MAX_BARS = 10,
    MAX_TICKS = 13
};

struct bin {
    uint32_t n;
    int64_t sum; /* base currency; what has no rate adds nothing */
    tt_date first, last;
};

struct lane {
    const char *name, *style;
    uint64_t n;
    int64_t max;
    uint32_t max_n;
    struct bin *bins;
};

enum { L_GOODS, L_MONEY, L_DOCUMENTS, N_LANES = L_DOCUMENTS + TT_KIND_COUNT };

TT_VEC(ref_vec, tt_ref);

struct chart {
    tt_html *h;
    const tt_syndicate *s;
    const tt_net_of *net;
    tt_date from, to;
    struct lane lanes[N_LANES];
    int y; /* where the next row starts */
};

static int x_of(const struct chart *c, tt_date d)
{
    double span = c->to > c->from ? (double)(c->to - c->from) : 1;
    double share = c->to > c->from ? (double)(d - c->from) / span : 0.5;
    return LEFT + (int)((WIDTH - LEFT - RIGHT) * share + 0.5);
}

/* --- what is drawn --- */

static void widen(struct chart *c, tt_date d)
{
    if (d == TT_NO_DATE)
        return;
    c->from = c->from == TT_NO_DATE ? d : TT_MIN(c->from, d);
    c->to = c->to == TT_NO_DATE ? d : TT_MAX(c->to, d);
}

static int cmp_ref(const void *pa, const void *pb, void *ctx)
{
    const tt_ref *a = pa, *b = pb;
    TT_UNUSED(ctx);
    if (a->kind != b->kind)
        return a->kind < b->kind ? -1 : 1;
    return (a->doc > b->doc) - (a->doc < b->doc);
}

/* The documents that findings of the syndicate cite, each once. */
static bool cited(const struct chart *c, ref_vec *v)
{
    const tt_found *f = c->h->in->results->findings;
    for (size_t i = 0; i < c->s->n_findings; i++) {
        const tt_finding *x = &f[c->s->findings[i]].f;
        for (size_t k = 0; k < x->n_documents; k++)
            if (!tt_vec_push(v, x->documents[k]))
                return false;
    }
    if (v->n && !tt_sort(v->v, v->n, sizeof(*v->v), cmp_ref, NULL))
        return false;
    size_t n = 0;
    for (size_t i = 0; i < v->n; i++)
        if (!n || cmp_ref(&v->v[n - 1], &v->v[i], NULL) != 0)
            v->v[n++] = v->v[i];
    v->n = n;
    return true;
}

static tt_date day_of(const struct chart *c, tt_ref r)
{
    return tt_data_cited(c->h->in->data, r.kind, r.doc).day;
}

static void find_span(struct chart *c, const ref_vec *docs)
{
    const tt_found *f = c->h->in->results->findings;
    c->from = c->to = TT_NO_DATE;
    for (size_t i = 0; i < c->s->n_findings; i++) {
        widen(c, f[c->s->findings[i]].f.from);
        widen(c, f[c->s->findings[i]].f.to);
    }
    for (size_t i = 0; i < c->net->n_flows; i++)
        widen(c, c->net->flows[i].day);
    for (size_t i = 0; i < docs->n; i++)
        widen(c, day_of(c, docs->v[i]));
}

static void add_mark(struct chart *c, struct lane *l, tt_date day, int64_t amount)
{
    int64_t sum;
    if (day == TT_NO_DATE)
        return;
    struct bin *b = &l->bins[(x_of(c, day) - LEFT) / BIN];
    b->first = b->n ? TT_MIN(b->first, day) : day;
    b->last = b->n ? TT_MAX(b->last, day) : day;
    b->n++;
    if (amount != TT_NO_NUM && tt_add_i64(b->sum, amount, &sum))
        b->sum = sum;
    l->n++;
    l->max = TT_MAX(l->max, b->sum);
    l->max_n = TT_MAX(l->max_n, b->n);
}

static tt_status fill(struct chart *c, const ref_vec *docs, tt_arena *a, tt_err *err)
{
    static const char *const names[TT_KIND_COUNT] = {
        [TT_KIND_INVOICE] = "invoices cited",         [TT_KIND_SHIPMENT] = "shipments cited",
        [TT_KIND_DECLARATION] = "declarations cited", [TT_KIND_PAYMENT] = "payments cited",
        [TT_KIND_PERMIT] = "permits cited",           [TT_KIND_SEIZURE] = "seizures cited"};
    c->lanes[L_GOODS] = (struct lane){.name = "goods between members", .style = "goods"};
    c->lanes[L_MONEY] = (struct lane){.name = "money between members", .style = "money"};
    for (size_t k = 0; k < TT_LEN(names); k++)
        c->lanes[L_DOCUMENTS + k] = (struct lane){.name = names[k], .style = "doc"};
    for (size_t i = 0; i < N_LANES; i++) {
        c->lanes[i].bins = tt_new_n(a, struct bin, N_BINS);
        if (!c->lanes[i].bins)
            return tt_fail(err, TT_ENOMEM, "no room for a timeline");
    }
    for (size_t i = 0; i < c->net->n_flows; i++) {
        const tt_flow_of *f = &c->net->flows[i];
        add_mark(c, &c->lanes[c->net->edges[f->edge].goods ? L_GOODS : L_MONEY], f->day, f->amount);
    }
    for (size_t i = 0; i < docs->n; i++)
        add_mark(c, &c->lanes[L_DOCUMENTS + docs->v[i].kind], day_of(c, docs->v[i]), TT_NO_NUM);
    return TT_OK;
}

/* --- the axis --- */

static tt_date month_start(tt_date d, int step)
{
    int y, m, day;
    tt_civil_of(d, &y, &m, &day);
    int months = y * 12 + m - 1;
    months -= months % step;
    return tt_civil_days(months / 12, months % 12 + 1, 1);
}

static tt_date next_month(tt_date d, int step)
{
    int y, m, day;
    tt_civil_of(d, &y, &m, &day);
    int months = y * 12 + m - 1 + step;
    return tt_civil_days(months / 12, months % 12 + 1, 1);
}

static void tick(const struct chart *c, tt_date d, size_t chars, int height)
{
    char text[TT_NUM_TEXT];
    size_t n = tt_date_text(d, text);
    int x = x_of(c, d);
    bool last = x > WIDTH - RIGHT - 36; /* a label in the middle would be cut */
    tt_html_rawf(c->h,
                 "<path class=\"tick\" d=\"M%d %dV%d\"/><text class=\"tick%s\" x=\"%d\" "
                 "y=\"%d\">%.*s</text>\n",
                 x, TOP - 6, height - 6, last ? " last" : "", last ? WIDTH - 1 : x, TOP - 10,
                 (int)TT_MIN(n, chars), text);
}

static void ticks(const struct chart *c, int height)
{
    static const int steps[] = {1, 2, 3, 6, 12, 24, 60, 120, 600, 1200, 12000};
    tt_date span = c->to - c->from;
    if (span < 62) {
        tt_date step = TT_MAX(1, (span + 6) / 7);
        for (tt_date d = c->from; d <= c->to; d += step)
            tick(c, d, 10, height);
        return;
    }
    for (size_t i = 0; i < TT_LEN(steps); i++) {
        if (span / 30 / steps[i] > MAX_TICKS - 2)
            continue;
        for (tt_date d = month_start(c->from, steps[i]); d <= c->to; d = next_month(d, steps[i]))
            if (d >= c->from)
                tick(c, d, steps[i] < 12 ? 7 : 4, height);
        return;
    }
}

/* --- rows --- */

static void bars(struct chart *c)
{
    tt_html *h = c->h;
    size_t n = TT_MIN(c->s->n_findings, MAX_BARS);
    for (size_t i = 0; i < n; i++, c->y += BAR) {
        const tt_found *f = &h->in->results->findings[c->s->findings[i]];
        bool dated = f->f.from != TT_NO_DATE && f->f.to != TT_NO_DATE;
        bool shown = h->choice.finding[c->s->findings[i]] != 0;
        tt_html_raw(h, "<g class=\"bar\">");
        if (shown) {
            tt_html_raw(h, "<a href=\"#");
            tt_html_id(h, 'f', f->id);
            tt_html_raw(h, "\">");
        }
        tt_html_raw(h, "<title>");
        tt_html_z(h, f->f.title);
        tt_html_rawf(h, "</title><text class=\"lane\" x=\"%d\" y=\"%d\">%u ", LEFT - 20, c->y + 11,
                     f->rank);
        tt_html_z(h, f->detector);
        tt_html_raw(h, "</text>");
        if (dated) {
            int x = x_of(c, f->f.from), end = x_of(c, f->f.to);
            tt_html_rawf(h, "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"8\" rx=\"2\"/>",
                         end - x < 4 ? x - 2 : x, c->y + 3, TT_MAX(end - x, 4));
        }
        tt_html_raw(h, shown ? "</a></g>\n" : "</g>\n");
    }
}

static void mark(const struct chart *c, const struct lane *l, const struct bin *b, int x)
{
    tt_html *h = c->h;
    bool flow = l < &c->lanes[L_DOCUMENTS];
    double share = flow ? (l->max > 0 && b->sum > 0 ? (double)b->sum / (double)l->max : 0)
                        : (double)b->n / (double)l->max_n;
    int tenths = (int)((flow ? 30 + 90 * sqrt(share) : 25 + 25 * sqrt(share)) + 0.5);
    int y = c->y + LANE / 2;

    tt_html_rawf(h, "<g class=\"mark %s\" data-from=\"%d\" data-to=\"%d\"><title>", l->style,
                 (int)b->first, (int)b->last);
    TT_HTML_WORDS(h, tt_words_period, b->first, b->last);
    tt_html_raw(h, ": ");
    TT_HTML_WORDS(h, tt_words_counted, b->n, flow ? "flow" : "document");
    if (flow && b->sum) {
        tt_html_raw(h, ", ");
        TT_HTML_WORDS(h, tt_words_money, (tt_money){b->sum, h->in->data->base});
    }
    tt_html_raw(h, "</title>");
    if (flow)
        tt_html_rawf(h, "<circle cx=\"%d\" cy=\"%d\" r=\"%d.%d\"/>", x, y, tenths / 10,
                     tenths % 10);
    else
        tt_html_rawf(h, "<rect x=\"%d\" y=\"%d\" width=\"3\" height=\"%d\"/>", x - 1,
                     y - tenths / 5, 2 * tenths / 5);
    tt_html_raw(h, "</g>\n");
}

static void lane(struct chart *c, const struct lane *l)
{
    tt_html *h = c->h;
    int y = c->y + LANE / 2;
    tt_html_rawf(h,
                 "<g class=\"row\"><path class=\"base\" d=\"M%d %dH%d\"/><text class=\"lane\" "
                 "x=\"%d\" y=\"%d\">%s <tspan class=\"count\">",
                 LEFT - 8, y, WIDTH - RIGHT, LEFT - 20, y + 4, l->name);
    TT_HTML_WORDS(h, tt_words_count, l->n);
    tt_html_raw(h, "</tspan></text>\n");
    for (size_t i = 0; i < N_BINS; i++)
        if (l->bins[i].n)
            mark(c, l, &l->bins[i], x_of(c, l->bins[i].first));
    tt_html_raw(h, "</g>\n");
    c->y += LANE;
}

static void draw(struct chart *c, size_t number)
{
    tt_html *h = c->h;
    int height = TOP + BAR * (int)TT_MIN(c->s->n_findings, MAX_BARS) + 8;
    for (size_t i = 0; i < N_LANES; i++)
        height += c->lanes[i].n ? LANE : 0;
    tt_html_rawf(h,
                 "<figure class=\"timeline\" data-syndicate=\"%zu\"><div class=\"wide\">"
                 "<svg viewBox=\"0 0 %d %d\" role=\"group\" aria-label=\"Timeline of the "
                 "syndicate; the tables below have the same facts\">\n",
                 number, WIDTH, height);
    ticks(c, height);
    c->y = TOP;
    bars(c);
    c->y += 8;
    for (size_t i = 0; i < N_LANES; i++)
        if (c->lanes[i].n)
            lane(c, &c->lanes[i]);
    tt_html_raw(h, "</svg></div>\n<figcaption>Bars: what each finding is about. Larger circles: "
                   "larger sums.");
    if (c->s->n_findings > MAX_BARS) {
        tt_html_raw(h, " Without bars: ");
        TT_HTML_WORDS(h, tt_words_counted, c->s->n_findings - MAX_BARS, "finding");
        tt_html_raw(h, " of lower weight.");
    }
    tt_html_raw(h, "</figcaption></figure>\n");
}

void tt_html_timeline(tt_html *h, const tt_syndicate *s, const tt_net_of *net, size_t number)
{
    struct chart c = {.h = h, .s = s, .net = net};
    ref_vec docs = {0};
    tt_status st = TT_OK;
    if (!cited(&c, &docs))
        st = tt_fail(&h->err, TT_ENOMEM, "no room for a timeline");
    if (st == TT_OK)
        find_span(&c, &docs);
    if (st == TT_OK && c.from != TT_NO_DATE)
        st = fill(&c, &docs, &h->scratch, &h->err);
    tt_vec_release(&docs);
    if (st != TT_OK)
        tt_html_fail(h, st);
    else if (c.from != TT_NO_DATE)
        draw(&c, number);
}
