/* html_syndicate.c - the ranked candidate networks: list, story, members, flows, findings. */
#include "report/html.h"

#include <math.h>

#include "base/str.h"

enum { NAMES = 3 };

/* "A, B, C and 4 others" */
static void names(tt_html *h, const tt_syndicate *s)
{
    size_t shown = 0, n = s->n_entities;
    for (; shown < TT_MIN(n, NAMES); shown++) {
        tt_html_raw(h, shown ? ", <bdi>" : "<bdi>");
        tt_html_text(h, h->in->data->entities[s->entities[shown].entity].name);
        tt_html_raw(h, "</bdi>");
    }
    if (n > shown) {
        tt_html_raw(h, " and ");
        TT_HTML_WORDS(h, tt_words_counted, n - shown, "other");
    }
}

static bool before(const tt_html *h, const tt_syndicate *s, size_t i)
{
    const tt_found *f = h->in->results->findings;
    for (size_t k = 0; k < i; k++)
        if (strcmp(f[s->findings[k]].typology, f[s->findings[i]].typology) == 0)
            return true;
    return false;
}

/* Each once, in the order of the heaviest finding. */
static void typologies(tt_html *h, const tt_syndicate *s)
{
    for (size_t i = 0; i < s->n_findings; i++) {
        if (before(h, s, i))
            continue;
        tt_html_raw(h, "<span class=\"tag\">");
        tt_html_code(h, h->in->results->findings[s->findings[i]].typology);
        tt_html_raw(h, "</span> ");
    }
}

static void shift(tt_html *h, const tt_syndicate *s)
{
    if (!s->value_shift.minor)
        return;
    TT_HTML_WORDS(h, tt_words_money, s->value_shift);
    tt_html_raw(h, "<span class=\"quiet direction\">");
    tt_html_raw(h, tt_words_direction(s->direction));
    tt_html_raw(h, "</span>");
}

/* Each date on a line of its own, where there is room for one. */
static void period(tt_html *h, const tt_syndicate *s)
{
    TT_HTML_WORDS(h, tt_words_date, s->from);
    if (s->from == s->to)
        return;
    tt_html_raw(h, "<br>");
    TT_HTML_WORDS(h, tt_words_date, s->to);
}

void tt_html_overview(tt_html *h)
{
    static const tt_html_column columns[] = {
        {"Rank", true},  {"Syndicate", false},  {"What is seen", false}, {"log10 E", true},
        {"Size", false}, {"Value shift", true}, {"Period", false}};
    const tt_results *r = h->in->results;

    if (!r->n_syndicates) {
        tt_html_raw(h, "<p>The findings of this run form no syndicate.</p>\n");
        return;
    }
    tt_html_table(h, "Ranked syndicates", columns, TT_LEN(columns));
    for (size_t i = 1; i <= h->choice.n_syndicates; i++) {
        const tt_syndicate *s = &r->syndicates[i];
        tt_html_rawf(h, "<tr><td class=\"n\">%u</td><th scope=\"row\"><a href=\"#", s->rank);
        tt_html_id(h, 's', s->id);
        tt_html_raw(h, "\">");
        names(h, s);
        tt_html_raw(h, "</a></th><td>");
        typologies(h, s);
        tt_html_raw(h, "</td><td class=\"n\">");
        TT_HTML_WORDS(h, tt_words_fixed, s->log10_e, 2);
        tt_html_raw(h, "</td><td class=\"size\">");
        TT_HTML_WORDS(h, tt_words_counted, s->n_findings, "finding");
        tt_html_raw(h, "<br>");
        TT_HTML_WORDS(h, tt_words_counted, s->n_entities, "entity");
        tt_html_raw(h, "</td><td class=\"n\">");
        shift(h, s);
        tt_html_raw(h, "</td><td class=\"date\">");
        period(h, s);
        tt_html_raw(h, "</td></tr>\n");
    }
    tt_html_table_end(h);
    tt_html_rest(h, h->choice.n_syndicates, r->n_syndicates, "syndicate");
}

/* --- members --- */

/* What one member sent or got inside the syndicate: unknown when a sum does not fit. */
static void sum_cell(tt_html *h, const tt_net_of *net, size_t node, bool goods, bool out)
{
    int64_t sum = 0;
    uint64_t n = 0, priced = 0;
    bool fits = true;
    for (size_t i = 0; i < net->n_edges; i++) {
        const tt_edge_of *e = &net->edges[i];
        if (e->goods != goods || (out ? e->from : e->to) != node || e->from == e->to)
            continue;
        n += e->n_flows;
        priced += e->n_flows - e->n_unpriced;
        if (e->amount != TT_NO_NUM)
            fits = fits && tt_add_i64(sum, e->amount, &sum);
        else
            fits = fits && e->n_unpriced == e->n_flows;
    }
    tt_html_raw(h, "<td class=\"n\">");
    if (!fits)
        tt_html_raw(h, "too large");
    else if (n)
        TT_HTML_WORDS(h, tt_words_money, (tt_money){priced ? sum : TT_NO_NUM, h->in->data->base});
    tt_html_raw(h, "</td>");
}

static size_t node_of(const tt_net_of *net, tt_ix e)
{
    for (size_t i = 0; i < net->n_nodes; i++)
        if (net->nodes[i].entity == e)
            return i;
    return SIZE_MAX;
}

static void member(tt_html *h, const tt_net_of *net, const tt_finding_entity *m)
{
    const tt_entity *e = &h->in->data->entities[m->entity];
    size_t node = node_of(net, m->entity);

    tt_html_raw(h, "<tr><th scope=\"row\">");
    tt_html_entity(h, m->entity);
    tt_html_rawf(h, "<br><span class=\"quiet\">%s, %s</span></th><td>",
                 tt_words_entity_type(e->type), tt_words_country(e->country));
    tt_html_code(h, m->role);
    tt_html_raw(h, "</td><td class=\"n\">");
    if (h->in->results->entity_weight)
        TT_HTML_WORDS(h, tt_words_fixed, h->in->results->entity_weight[m->entity], 2);
    tt_html_raw(h, "</td>");
    for (unsigned i = 0; i < 4; i++) {
        if (node == SIZE_MAX)
            tt_html_raw(h, "<td></td>");
        else
            sum_cell(h, net, node, i < 2, i % 2 == 0);
    }
    tt_html_raw(h, "</tr>\n");
}

static void members(tt_html *h, const tt_syndicate *s, const tt_net_of *net)
{
    static const tt_html_column columns[] = {
        {"Member", false},   {"Role", false},      {"Weight", true},    {"Goods sent", true},
        {"Goods got", true}, {"Money paid", true}, {"Money got", true},
    };
    size_t shown = TT_MIN(s->n_entities, h->limits->rows);
    tt_html_raw(h,
                "<h4>Members</h4>\n<p class=\"quiet\">Sums are of flows between members that are "
                "drawn, in the base currency.</p>\n");
    tt_html_table(h, "Members", columns, TT_LEN(columns));
    for (size_t i = 0; i < shown; i++)
        member(h, net, &s->entities[i]);
    tt_html_table_end(h);
    tt_html_rest(h, shown, s->n_entities, "member");
}

/* --- flows --- */

static void edge_row(tt_html *h, const tt_net_of *net, const tt_edge_of *e, size_t i)
{
    tt_html_rawf(h, "<tr data-edge=\"%zu\"><th scope=\"row\">", i);
    tt_html_entity(h, net->nodes[e->from].entity);
    tt_html_raw(h, " <span class=\"to\">to</span> ");
    tt_html_entity(h, net->nodes[e->to].entity);
    tt_html_rawf(h, "</th><td><span class=\"key %s\">%s</span></td><td class=\"n\">",
                 e->goods ? "goods" : "money", e->goods ? "goods" : "money");
    TT_HTML_WORDS(h, tt_words_count, e->n_flows);
    tt_html_raw(h, "</td><td class=\"n\">");
    TT_HTML_WORDS(h, tt_words_money, (tt_money){e->amount, h->in->data->base});
    if (e->n_unpriced && e->n_unpriced < e->n_flows) {
        tt_html_raw(h, " <span class=\"quiet\">without ");
        TT_HTML_WORDS(h, tt_words_count, e->n_unpriced);
        tt_html_raw(h, " that have no rate</span>");
    }
    tt_html_raw(h, "</td><td class=\"date\">");
    TT_HTML_WORDS(h, tt_words_period, e->first, e->last);
    tt_html_raw(h, "</td></tr>\n");
}

static void flows(tt_html *h, const tt_net_of *net)
{
    static const tt_html_column columns[] = {
        {"From, to", false}, {"Layer", false}, {"Flows", true}, {"Sum", true}, {"Period", false}};
    if (!net->n_edges) {
        tt_html_raw(h, "<p>No dated flow of goods or money runs between the members.</p>\n");
        return;
    }
    tt_html_raw(h, "<h4>Flows between members</h4>\n");
    tt_html_table(h, "Flows between members", columns, TT_LEN(columns));
    for (size_t i = 0; i < TT_MIN(net->n_edges, h->limits->rows); i++)
        edge_row(h, net, &net->edges[i], i);
    tt_html_table_end(h);
    tt_html_rest(h, TT_MIN(net->n_edges, h->limits->rows), net->n_edges, "pair");
}

/* --- one syndicate --- */

static void facts(tt_html *h, const tt_syndicate *s)
{
    tt_html_raw(h, "<dl class=\"facts\">\n");
    tt_html_term(h, "log10 E");
    TT_HTML_WORDS(h, tt_words_fixed, s->log10_e, 2);
    tt_html_raw(h, "</dd>\n");
    tt_html_term(h, "Score");
    TT_HTML_WORDS(h, tt_words_fixed, s->score, 1);
    tt_html_raw(h, " of 100</dd>\n");
    if (!isnan(s->p_value)) {
        tt_html_term(h, "p-value");
        TT_HTML_WORDS(h, tt_words_p_value, s->p_value);
        tt_html_raw(h, "</dd>\n");
    }
    tt_html_term(h, "Stability");
    TT_HTML_WORDS(h, tt_words_fixed, s->stability, 2);
    tt_html_raw(h, "</dd>\n");
    if (s->value_shift.minor) {
        tt_html_term(h, "Value shift");
        shift(h, s);
        tt_html_raw(h, "</dd>\n");
    }
    tt_html_term(h, "Period");
    TT_HTML_WORDS(h, tt_words_period, s->from, s->to);
    tt_html_raw(h, "</dd>\n");
    tt_html_term(h, "Id");
    tt_html_raw(h, "<code>");
    tt_html_id(h, 's', s->id);
    tt_html_raw(h, "</code></dd>\n</dl>\n");
}

static void findings(tt_html *h, const tt_syndicate *s)
{
    size_t shown = 0;
    tt_html_raw(h, "<h4>Findings</h4>\n");
    h->level = 5;
    for (size_t i = 0; i < s->n_findings; i++) {
        if (!h->choice.finding[s->findings[i]])
            continue;
        tt_html_finding(h, s->findings[i]);
        shown++;
    }
    tt_html_rest(h, shown, s->n_findings, "finding");
}

static void syndicate(tt_html *h, size_t i)
{
    const tt_syndicate *s = &h->in->results->syndicates[i];
    tt_net_of net;
    tt_status st = tt_net_of_syndicate(h->in, s, h->limits->nodes, &h->scratch, &net, &h->err);
    if (st != TT_OK) {
        tt_html_fail(h, st);
        return;
    }
    tt_html_raw(h, "<article class=\"syndicate\" id=\"");
    tt_html_id(h, 's', s->id);
    tt_html_rawf(h, "\">\n<h3><span class=\"rank\">%u</span> ", s->rank);
    names(h, s);
    tt_html_raw(h, "</h3>\n<p class=\"tags\">");
    typologies(h, s);
    tt_html_raw(h, "</p>\n<p class=\"lead\">");
    tt_html_z(h, s->narrative);
    tt_html_raw(h, "</p>\n");
    facts(h, s);
    if (net.n_nodes > 1)
        tt_html_network(h, &net, i);
    tt_html_timeline(h, s, &net, i);
    members(h, s, &net);
    flows(h, &net);
    findings(h, s);
    tt_html_raw(h, "</article>\n");
    tt_arena_reset(&h->scratch);
}

void tt_html_syndicates(tt_html *h)
{
    for (size_t i = 1; i <= h->choice.n_syndicates && h->status == TT_OK; i++)
        syndicate(h, i);
}
