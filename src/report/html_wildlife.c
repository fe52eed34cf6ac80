/*
 * html_wildlife.c - the wildlife page: consignments as chains from purchase to sale, what officers
 * can still do, and what authorities took.  Nothing where the case says nothing of it.
 */
#include "report/html.h"

#include "detect/common/prices.h"
#include "report/ledger.h"
#include "report/rows.h"
#include "report/wildlife.h"

#include <math.h>

enum {
    CHAINS = 30, /* on the page */
    WIDTH = 920,
    LEFT = 120,
    RIGHT = 40,
    TOP = 26,
    LANE = 30,
    TICKS = 5
};

static void country(tt_html *h, tt_country c)
{
    tt_html_z(h, c ? tt_words_country(c) : "an unknown country");
}

static void cited(tt_html *h, tt_ref r)
{
    tt_row_facts f = tt_row_facts_of(h->in->data, r);
    tt_html_rawf(h, "%s <bdi>", tt_kind_text(r.kind));
    tt_html_text(h, f.number);
    tt_html_raw(h, "</bdi>");
    if (f.about.n) {
        tt_html_raw(h, " (<bdi>");
        tt_html_text(h, f.about);
        tt_html_raw(h, "</bdi>)");
    }
}

/* --- the chain on a line of time --- */

struct axis {
    tt_date from, to;
};

static int x_of(const struct axis *t, tt_date day)
{
    double share = t->to > t->from ? (double)(day - t->from) / (double)(t->to - t->from) : 0.5;
    return LEFT + (int)((WIDTH - LEFT - RIGHT) * share + 0.5);
}

static struct axis span_of(const tt_chain *x)
{
    struct axis t = {TT_NO_DATE, TT_NO_DATE};
    for (size_t i = 0; i < x->n_steps; i++) {
        tt_date day = x->steps[i].day;
        if (day == TT_NO_DATE)
            continue;
        t.from = t.from == TT_NO_DATE ? day : TT_MIN(t.from, day);
        t.to = t.to == TT_NO_DATE ? day : TT_MAX(t.to, day);
    }
    return t;
}

static void ticks(tt_html *h, const struct axis *t, int height)
{
    int n = t->to - t->from < TICKS ? 1 : TICKS;
    for (int i = 0; i < n; i++) {
        tt_date day = n == 1 ? t->from : t->from + (t->to - t->from) * i / (n - 1);
        int x = x_of(t, day);
        tt_html_rawf(
            h, "<path class=\"tick\" d=\"M%d %dV%d\"/><text class=\"tick\" x=\"%d\" y=\"%d\">", x,
            TOP - 6, height - 6, x, TOP - 10);
        TT_HTML_WORDS(h, tt_words_date, day);
        tt_html_raw(h, "</text>\n");
    }
}

static void mark(tt_html *h, const struct axis *t, const tt_step *s)
{
    if (s->day == TT_NO_DATE)
        return;
    tt_html_rawf(h, "<g class=\"stage %s\"><title>", tt_stage_text(s->stage));
    TT_HTML_WORDS(h, tt_words_date, s->day);
    tt_html_rawf(h, ", %s: %s, ", tt_stage_text(s->stage), s->what);
    tt_html_z(h, tt_kind_text(s->doc.kind));
    tt_html_raw(h, " ");
    tt_html_text(h, tt_data_cited(h->in->data, s->doc.kind, s->doc.doc).number);
    tt_html_rawf(h, "</title><circle cx=\"%d\" cy=\"%d\" r=\"6\"/></g>\n", x_of(t, s->day),
                 TOP + LANE / 2 + LANE * (int)s->lane);
}

static void drawing(tt_html *h, const tt_chain *x)
{
    struct axis t = span_of(x);
    int height = TOP + LANE * TT_LANE_COUNT + 8;
    if (t.from == TT_NO_DATE)
        return;
    tt_html_rawf(h,
                 "<figure class=\"timeline chain\"><div class=\"wide\"><svg viewBox=\"0 0 %d %d\" "
                 "role=\"group\" aria-label=\"Chain of the consignment; the table below has the "
                 "same facts\">\n",
                 WIDTH, height);
    ticks(h, &t, height);
    for (int l = 0; l < TT_LANE_COUNT; l++)
        tt_html_rawf(h,
                     "<path class=\"base\" d=\"M%d %dH%d\"/><text class=\"lane\" x=\"%d\" "
                     "y=\"%d\">%s</text>\n",
                     LEFT - 8, TOP + LANE / 2 + LANE * l, WIDTH - RIGHT + 8, LEFT - 20,
                     TOP + LANE / 2 + LANE * l + 4, tt_lane_text((tt_lane)l));
    for (size_t i = 0; i < x->n_steps; i++)
        mark(h, &t, &x->steps[i]);
    tt_html_raw(h, "</svg></div>\n<figcaption>");
    for (int s = 0; s < TT_STAGE_COUNT; s++)
        tt_html_rawf(h, "<span class=\"key %s\">%s</span> ", tt_stage_text((tt_stage)s),
                     tt_stage_text((tt_stage)s));
    tt_html_raw(h, "</figcaption></figure>\n");
}

static void steps(tt_html *h, const tt_chain *x)
{
    static const tt_html_column columns[] = {{"Date", false},     {"Stage", false},
                                             {"Lane", false},     {"What", false},
                                             {"Document", false}, {"Amount", true}};
    size_t shown = TT_MIN(x->n_steps, h->limits->rows);
    tt_html_table(h, "From purchase to sale", columns, TT_LEN(columns));
    for (size_t i = 0; i < shown; i++) {
        const tt_step *s = &x->steps[i];
        tt_row_facts f = tt_row_facts_of(h->in->data, s->doc);
        tt_html_raw(h, "<tr><td class=\"date\">");
        TT_HTML_WORDS(h, tt_words_date, s->day);
        tt_html_rawf(h, "</td><td>%s</td><td>%s</td><td>%s</td><td>", tt_stage_text(s->stage),
                     tt_lane_text(s->lane), s->what);
        cited(h, s->doc);
        tt_html_raw(h, "</td><td class=\"n\">");
        if (f.amount.minor != TT_NO_NUM)
            TT_HTML_WORDS(h, tt_words_money, f.amount);
        tt_html_raw(h, "</td></tr>\n");
    }
    tt_html_table_end(h);
    tt_html_rest(h, shown, x->n_steps, "step");
}

/* --- what is declared, and what it could be --- */

static void range(tt_html *h, int64_t low, int64_t high, const char *unit)
{
    if (low == TT_NO_NUM || high == TT_NO_NUM) {
        tt_html_raw(h, "<span class=\"quiet\">no range</span>");
        return;
    }
    TT_HTML_WORDS(h, tt_words_range, (double)low / 1e6, (double)high / 1e6);
    tt_html_rawf(h, " %s", unit);
}

static void declared(tt_html *h, const tt_chain *x)
{
    const tt_consignment *c = x->c;
    char ccy[4];
    tt_ccy_text(h->in->data->base, ccy);
    tt_html_raw(h, "<dl class=\"facts\">\n");
    tt_html_term(h, "Declared weight");
    TT_HTML_WORDS(h, tt_words_number, c->gross_kg);
    tt_html_rawf(h, "%s</dd>\n", isnan(c->gross_kg) ? "" : " kg");
    tt_html_term(h, "Declared value");
    TT_HTML_WORDS(h, tt_words_money, (tt_money){c->value, h->in->data->base});
    if (!isnan(x->value_kg)) {
        tt_html_raw(h, ", ");
        TT_HTML_WORDS(h, tt_words_number, x->value_kg);
        tt_html_rawf(h, " %s/kg", ccy);
    }
    tt_html_raw(h, "</dd>\n");
    if (c->cover) {
        tt_html_term(h, "Such goods usually");
        tt_html_text(h, c->cover->name);
        tt_html_raw(h, ": ");
        range(h, c->cover->usd_low, c->cover->usd_high, "USD a tonne");
        tt_html_raw(h, ", ");
        range(h, c->cover->kg_m3_low, c->cover->kg_m3_high, "kg/m3 as stowed");
        tt_html_raw(h, "</dd>\n");
    }
    tt_html_raw(h, "</dl>\n");
}

static void could_be(tt_html *h, const tt_chain *x)
{
    static const tt_html_column columns[] = {{"Product", false}, {"USD a kilogram", true}};
    if (!x->n_could_be)
        return;
    tt_html_heading(h, "What seizures have found between these countries");
    tt_html_raw(h,
                "<p class=\"quiet\">Known from other cases. Nothing here says that it is in this "
                "consignment; the value says what hiding a kilogram would be worth.</p>\n");
    tt_html_table(h, "What seizures have found between these countries", columns, TT_LEN(columns));
    for (size_t i = 0; i < x->n_could_be; i++) {
        tt_html_raw(h, "<tr><th scope=\"row\">");
        tt_html_code(
            h, tt_arena_printf(&h->scratch, "%.*s", TT_STR_ARG(x->could_be[i].product->name)));
        tt_html_raw(h, "</th><td class=\"n\">");
        range(h, x->could_be[i].usd_low, x->could_be[i].usd_high, "");
        tt_html_raw(h, "</td></tr>\n");
    }
    tt_html_table_end(h);
}

/* --- what can be done, and what is open --- */

static void controls(tt_html *h, const tt_chain *x)
{
    static const tt_html_column columns[] = {
        {"Control point", false}, {"Place", false}, {"Date", false}, {"", false}};
    if (!x->n_controls)
        return;
    tt_html_heading(h, "Control points");
    tt_html_table(h, "Control points", columns, TT_LEN(columns));
    for (size_t i = 0; i < x->n_controls; i++) {
        const tt_control *c = &x->controls[i];
        tt_html_rawf(h, "<tr><th scope=\"row\">%s</th><td><bdi>", c->what);
        tt_html_text(h, c->place);
        tt_html_raw(h, "</bdi>");
        if (c->country) {
            tt_html_raw(h, ", ");
            country(h, c->country);
        }
        tt_html_raw(h, "</td><td class=\"date\">");
        TT_HTML_WORDS(h, tt_words_date, c->day);
        tt_html_rawf(h, "</td><td>%s</td></tr>\n",
                     c->ahead ? "<strong>still ahead</strong>" : "passed");
    }
    tt_html_table_end(h);
}

static void list_open(tt_html *h, const tt_chain *x)
{
    tt_html_heading(h, "Innocent explanations that stay open, and what the data do not hold");
    tt_html_raw(h, "<ul>\n");
    for (size_t i = 0; i < x->n_findings; i++) {
        const tt_finding *f = &h->in->results->findings[x->findings[i]].f;
        for (size_t k = 0; k < f->n_tests; k++) {
            if (f->tests[k].outcome != TT_TEST_UNKNOWN)
                continue;
            tt_html_raw(h, "<li>");
            tt_html_z(h, f->tests[k].detail);
            tt_html_raw(h, "</li>\n");
        }
    }
    for (size_t i = 0; i < x->n_gaps; i++)
        tt_html_rawf(h, "<li>%s</li>\n", x->gaps[i]);
    tt_html_raw(h, "</ul>\n");
}

static void findings(tt_html *h, const tt_chain *x)
{
    tt_html_heading(h, "Findings, permits and seizures");
    tt_html_raw(h, "<ul>\n");
    for (size_t i = 0; i < x->n_findings; i++) {
        const tt_found *f = &h->in->results->findings[x->findings[i]];
        bool shown = h->choice.finding[x->findings[i]] != 0;
        tt_html_raw(h, "<li>");
        if (shown) {
            tt_html_raw(h, "<a href=\"#");
            tt_html_id(h, 'f', f->id);
            tt_html_raw(h, "\">");
        }
        tt_html_z(h, f->f.title);
        tt_html_raw(h, shown ? "</a> <span class=\"quiet\">" : " <span class=\"quiet\">");
        tt_html_z(h, f->detector);
        tt_html_raw(h, ", weight ");
        TT_HTML_WORDS(h, tt_words_fixed, f->f.weight, 2);
        tt_html_raw(h, "</span></li>\n");
    }
    for (size_t i = 0; i < x->n_rows; i++) {
        tt_html_raw(h, "<li>");
        cited(h, x->rows[i]);
        tt_html_raw(h, "</li>\n");
    }
    tt_html_raw(h, "</ul>\n");
}

static void chain(tt_html *h, const tt_chain *x)
{
    const tt_consignment *c = x->c;
    tt_html_raw(h, "<details open class=\"consignment\">\n<summary><span class=\"title\">");
    cited(h, (tt_ref){c->kind, c->doc, 0});
    tt_html_raw(h, ": ");
    country(h, c->from);
    for (size_t i = 0; i < c->n_via; i++) {
        tt_html_raw(h, i ? ", " : " through ");
        country(h, c->via[i]);
    }
    tt_html_raw(h, " to ");
    country(h, c->to);
    tt_html_raw(h, "</span> <span class=\"tag\">");
    TT_HTML_WORDS(h, tt_words_counted, x->n_findings, "finding");
    tt_html_raw(h, "</span></summary>\n<div class=\"body\">\n");
    h->level = 4;
    declared(h, x);
    drawing(h, x);
    steps(h, x);
    could_be(h, x);
    controls(h, x);
    findings(h, x);
    list_open(h, x);
    tt_html_raw(h, "</div>\n</details>\n");
}

/* --- lanes and seizures --- */

static void lanes(tt_html *h, const tt_wild_view *v)
{
    static const tt_html_column columns[] = {{"From", false},
                                             {"To", false},
                                             {"Consignments", true},
                                             {"With findings", true},
                                             {"When", false}};
    size_t shown = TT_MIN(v->n_lanes, h->limits->rows);
    if (!v->n_lanes)
        return;
    tt_html_raw(h, "<h3>Lanes</h3>\n");
    tt_html_table(h, "Lanes", columns, TT_LEN(columns));
    for (size_t i = 0; i < shown; i++) {
        tt_html_raw(h, "<tr><td>");
        country(h, v->lanes[i].from);
        tt_html_raw(h, "</td><td>");
        country(h, v->lanes[i].to);
        tt_html_raw(h, "</td><td class=\"n\">");
        TT_HTML_WORDS(h, tt_words_count, v->lanes[i].n);
        tt_html_raw(h, "</td><td class=\"n\">");
        TT_HTML_WORDS(h, tt_words_count, v->lanes[i].cited);
        tt_html_raw(h, "</td><td class=\"date\">");
        TT_HTML_WORDS(h, tt_words_period, v->lanes[i].first, v->lanes[i].last);
        tt_html_raw(h, "</td></tr>\n");
    }
    tt_html_table_end(h);
    tt_html_rest(h, shown, v->n_lanes, "lane");
}

static void seized(tt_html *h, const tt_wild_view *v, tt_seized_by by)
{
    const tt_html_column columns[] = {
        {tt_seized_by_text(by), false}, {"Seizures", true}, {"Weight, kg", true}};
    size_t shown = TT_MIN(v->n_seized[by], h->limits->rows);
    tt_html_table(h, tt_seized_by_text(by), columns, TT_LEN(columns));
    for (size_t i = 0; i < shown; i++) {
        const tt_seized *s = &v->seized[by][i];
        tt_html_raw(h, "<tr><th scope=\"row\"><bdi>");
        tt_html_text(h, s->key.n ? s->key : TT_STR("not given"));
        tt_html_raw(h, "</bdi></th><td class=\"n\">");
        TT_HTML_WORDS(h, tt_words_count, s->n);
        tt_html_raw(h, "</td><td class=\"n\">");
        TT_HTML_WORDS(h, tt_words_dec, s->n == s->unweighed ? TT_NO_NUM : s->kg);
        if (s->unweighed && s->unweighed < s->n) {
            tt_html_raw(h, " <span class=\"quiet\">and ");
            TT_HTML_WORDS(h, tt_words_count, s->unweighed);
            tt_html_raw(h, " without a weight</span>");
        }
        tt_html_raw(h, "</td></tr>\n");
    }
    tt_html_table_end(h);
    tt_html_rest(h, shown, v->n_seized[by], "row");
}

/* --- permits --- */

static void quantity(tt_html *h, double v)
{
    tt_html_raw(h, "</td><td class=\"n\">");
    if (isnan(v))
        tt_html_raw(h, "<span class=\"quiet\">unknown</span>");
    else
        TT_HTML_WORDS(h, tt_words_number, v);
}

static void permit(tt_html *h, const tt_ledger_row *r)
{
    const tt_permit *p = &h->in->data->permits[r->permit];
    tt_html_raw(h, "<tr><th scope=\"row\"><bdi>");
    tt_html_text(h, p->number);
    tt_html_raw(h, "</bdi></th><td><bdi>");
    tt_html_text(h, p->species.n ? p->species : p->description);
    tt_html_raw(h, "</bdi></td><td>");
    country(h, p->export_country);
    tt_html_raw(h, " to ");
    country(h, p->import_country);
    tt_html_raw(h, "</td><td class=\"date\">");
    TT_HTML_WORDS(h, tt_words_date, p->expires);
    tt_html_raw(h, "</td><td>");
    tt_html_z(h, tt_price_per(r->dim));
    quantity(h, r->granted);
    quantity(h, r->used);
    quantity(h, r->state == TT_PERMIT_UNKNOWN ? (double)NAN : r->granted - r->used);
    tt_html_raw(h, "</td><td class=\"n\">");
    TT_HTML_WORDS(h, tt_words_count, r->uses);
    tt_html_rawf(h, "</td><td>%s</td></tr>\n", tt_permit_state_text(r->state));
}

static void permits(tt_html *h, const tt_ledger *l)
{
    static const tt_html_column columns[] = {
        {"Permit", false},      {"Of", false},     {"Way", false}, {"Expires", false},
        {"Unit", false},        {"Granted", true}, {"Used", true}, {"Left", true},
        {"Declarations", true}, {"State", false}};
    size_t told = l->n - l->states[TT_PERMIT_EXPIRED] - l->states[TT_PERMIT_OPEN];
    size_t shown = TT_MIN(told, h->limits->rows);
    if (!l->n)
        return;
    tt_html_raw(h, "<h3>Permits in the data</h3>\n<p>");
    TT_HTML_WORDS(h, tt_words_counted, l->n, "permit");
    for (int s = 0; s < TT_PERMIT_STATES; s++)
        if (l->states[s]) {
            tt_html_raw(h, "; ");
            TT_HTML_WORDS(h, tt_words_count, l->states[s]);
            tt_html_rawf(h, " %s", tt_permit_state_text((tt_permit_state)s));
        }
    tt_html_raw(h, ".</p>\n<p class=\"quiet\">Used is what was declared on a permit at export, at "
                   "import or in one country of transit, whichever is most. Those that are open, "
                   "or expired with something "
                   "left, are counted only; the view permit of the case file has all.</p>\n");
    if (!shown)
        return;
    tt_html_table(h, "Permits", columns, TT_LEN(columns));
    for (size_t i = 0; i < shown; i++)
        permit(h, &l->v[i]);
    tt_html_table_end(h);
    if (shown < told) {
        tt_html_raw(h, "<p class=\"rest\">Not shown here: ");
        TT_HTML_WORDS(h, tt_words_counted, told - shown, "permit");
        tt_html_raw(h, ".</p>\n");
    }
}

static void page(tt_html *h, const tt_wild_view *v, const tt_ledger *l)
{
    size_t shown = TT_MIN(v->n_chains, (size_t)CHAINS);
    tt_html_raw(h,
                "<section id=\"wildlife\">\n<h2>Wildlife and timber</h2>\n"
                "<p class=\"quiet\">Consignments that a wildlife finding cites, from purchase to "
                "sale. A country or a commodity alone is never a reason.</p>\n");
    if (shown)
        tt_html_raw(h, "<h3>Consignments</h3>\n");
    for (size_t i = 0; i < shown; i++)
        chain(h, &v->chains[i]);
    tt_html_rest(h, shown, v->n_chains, "consignment");
    lanes(h, v);
    tt_html_trends(h, v);
    permits(h, l);
    if (v->n_seizures) {
        tt_html_raw(h, "<h3>Seizures in the data</h3>\n");
        for (int by = 0; by < TT_SEIZED_BYS; by++)
            seized(h, v, (tt_seized_by)by);
    }
    tt_html_raw(h, "</section>\n");
}

void tt_html_wildlife(tt_html *h)
{
    tt_wild_view v;
    tt_ledger l;
    if (!tt_wild_any(h->in))
        return;
    tt_status st = tt_wild_view_build(h->in, &h->scratch, &v, &h->err);
    if (st == TT_OK)
        st = tt_ledger_build(h->in->data, &v.wild, &h->scratch, &l, &h->err);
    if (st == TT_OK)
        page(h, &v, &l);
    else
        tt_html_fail(h, st);
    tt_arena_reset(&h->scratch);
}

void tt_html_wildlife_link(tt_html *h)
{
    if (tt_wild_any(h->in))
        tt_html_raw(h, "<li><a href=\"#wildlife\">Wildlife and timber</a></li>\n");
}
