/*
 * graphml.c - GraphML 1.1 (graphdrawing.org), for igraph, networkx, yEd.
 *
 * A directed multigraph: one edge for goods and one for money where both run between two entities.
 * Amounts are decimal texts and, for programs that compute, doubles.
 */
#include "export/export.h"
#include "export/xml.h"

#include "base/civil.h"
#include "base/money.h"
#include "base/str.h"

enum { FLUSH_AT = 1 << 16 };

static const struct {
    const char *id, *on, *name, *type;
} keys[] = {
    {"name", "node", "name", "string"},
    {"type", "node", "type", "string"},
    {"country", "node", "country", "string"},
    {"weight", "node", "weight", "double"},
    {"community", "node", "community", "string"},
    {"findings", "node", "findings", "int"},
    {"layer", "edge", "layer", "string"},
    {"flows", "edge", "flows", "int"},
    {"amount", "edge", "amount", "double"},
    {"amount_text", "edge", "amount_text", "string"},
    {"currency", "edge", "currency", "string"},
    {"unpriced", "edge", "unpriced", "int"},
    {"first", "edge", "first", "string"},
    {"last", "edge", "last", "string"},
    {"document", "edge", "document", "string"},
    {"document_kind", "edge", "document_kind", "string"},
};

static void data(tt_buf *b, const char *key, tt_str value)
{
    if (!value.n)
        return;
    tt_buf_addf(b, "<data key=\"%s\">", key);
    tt_xml_add(b, value);
    tt_buf_add_z(b, "</data>");
}

static void data_number(tt_buf *b, const char *key, double v, unsigned decimals)
{
    char text[TT_NUM_TEXT];
    data(b, key, (tt_str){text, tt_double_text(v, decimals, text)});
}

static void data_date(tt_buf *b, const char *key, tt_date d)
{
    char text[TT_NUM_TEXT];
    data(b, key, (tt_str){text, tt_date_text(d, text)});
}

static tt_status flush(tt_buf *b, tt_file_out *out, size_t at, tt_err *err)
{
    if (b->n < at)
        return TT_OK;
    TT_TRY(tt_buf_status(b, err));
    TT_TRY(tt_file_out_write(out, tt_buf_str(b), err));
    tt_buf_reset(b);
    return TT_OK;
}

static void node(const tt_net *net, tt_ix e, uint32_t n_findings, tt_buf *b)
{
    const tt_entity *en = &net->data->entities[e];
    const tt_results *r = net->results;
    tt_id_text id = tt_id_text_of('e', en->id);
    char country[3] = "";
    tt_ix c = r->entity_community ? r->entity_community[e] : 0;

    tt_country_text(en->country, country);
    tt_buf_addf(b, "<node id=\"%s\">", id.s);
    data(b, "name", en->name);
    data(b, "type", tt_str_of(tt_entity_type_text(en->type)));
    data(b, "country", tt_str_of(country));
    data_number(b, "weight", r->entity_weight ? r->entity_weight[e] : 0, 6);
    if (c)
        data(b, "community", tt_str_of(tt_id_text_of('c', r->communities[c].id).s));
    data_number(b, "findings", (double)n_findings, 0);
    tt_buf_add_z(b, "</node>\n");
}

static void edge(const tt_net *net, const tt_net_edge *e, tt_buf *b)
{
    const tt_data *d = net->data;
    tt_id_text id = tt_id_text_of('x', e->id);
    tt_id_text from = tt_id_text_of('e', d->entities[e->from].id);
    tt_id_text to = tt_id_text_of('e', d->entities[e->to].id);
    char ccy[4], text[TT_NUM_TEXT];

    tt_ccy_text(d->base, ccy);
    tt_buf_addf(b, "<edge id=\"%s\" source=\"%s\" target=\"%s\">", id.s, from.s, to.s);
    data(b, "layer", e->goods ? TT_STR("goods") : TT_STR("money"));
    data_number(b, "flows", e->n, 0);
    if (e->amount != TT_NO_NUM) {
        tt_money m = {e->amount, d->base};
        data_number(b, "amount", tt_money_double(m), tt_ccy_exponent(d->base));
        data(b, "amount_text", (tt_str){text, tt_money_amount_text(m, text)});
        data(b, "currency", tt_str_of(ccy));
    }
    data_number(b, "unpriced", e->n_unpriced, 0);
    data_date(b, "first", e->first);
    data_date(b, "last", e->last);
    if (e->doc) {
        data(b, "document", tt_data_head(d, e->kind, e->doc)->number);
        data(b, "document_kind", tt_str_of(tt_kind_text(e->kind)));
    }
    tt_buf_add_z(b, "</edge>\n");
}

static void head(tt_buf *b)
{
    tt_buf_add_z(b, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                    "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\"\n"
                    "    xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"\n"
                    "    xsi:schemaLocation=\"http://graphml.graphdrawing.org/xmlns "
                    "http://graphml.graphdrawing.org/xmlns/1.1/graphml.xsd\">\n");
    for (size_t i = 0; i < TT_LEN(keys); i++)
        tt_buf_addf(b, "<key id=\"%s\" for=\"%s\" attr.name=\"%s\" attr.type=\"%s\"/>\n",
                    keys[i].id, keys[i].on, keys[i].name, keys[i].type);
    tt_buf_add_z(b, "<graph id=\"network\" edgedefault=\"directed\">\n");
}

static tt_status
body(const tt_net *net, const uint32_t *n_findings, tt_buf *b, tt_file_out *out, tt_err *err)
{
    head(b);
    for (size_t i = 0; i < net->n_nodes; i++) {
        node(net, net->nodes[i], n_findings[net->nodes[i]], b);
        TT_TRY(flush(b, out, FLUSH_AT, err));
    }
    for (size_t i = 0; i < net->n_edges; i++) {
        edge(net, &net->edges[i], b);
        TT_TRY(flush(b, out, FLUSH_AT, err));
    }
    tt_buf_add_z(b, "</graph>\n</graphml>\n");
    return flush(b, out, 0, err);
}

static tt_status write_graphml(const tt_net *net, tt_file_out *out, tt_err *err)
{
    tt_arena a;
    tt_buf b;
    const tt_results *r = net->results;

    tt_arena_init(&a, 0);
    tt_buf_init(&b, 0);
    uint32_t *n_findings = tt_new_n(&a, uint32_t, net->data->n_entities + 1);
    for (size_t i = 1; n_findings && i <= r->n_findings; i++)
        for (size_t k = 0; k < r->findings[i].f.n_entities; k++)
            n_findings[r->findings[i].f.entities[k].entity]++;
    tt_status st = n_findings ? body(net, n_findings, &b, out, err)
                              : tt_fail(err, TT_ENOMEM, "no room for counts");
    tt_buf_release(&b);
    tt_arena_release(&a);
    return st;
}

const tt_exporter tt_exporter_graphml = {
    .id = "graphml",
    .title = "GraphML 1.1",
    .write = write_graphml,
};
