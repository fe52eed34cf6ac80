/*
 * gexf.c - GEXF 1.3 (gexf.net), for Gephi.
 *
 * Dynamic: an edge lives from its first to its last flow.  Goods and money are edges of two kinds,
 * so that Gephi keeps them apart instead of merging parallel edges.
 */
#include "export/attributes.h"
#include "export/xml.h"

#include "base/str.h"

static const char *const type_names[] = {
    [TT_AT_STRING] = "string", [TT_AT_INT] = "integer", [TT_AT_DOUBLE] = "double"};

static void attribute(tt_buf *b, const char *name, tt_str value)
{
    if (!value.p)
        return;
    tt_buf_addf(b, " %s=\"", name);
    tt_xml_add(b, value);
    tt_buf_add_c(b, '"');
}

static void declare(tt_buf *b, const char *on, const tt_attribute *attr, size_t n)
{
    tt_buf_addf(b, "<attributes class=\"%s\" mode=\"static\">\n", on);
    for (size_t i = 0; i < n; i++)
        tt_buf_addf(b, "<attribute id=\"%s\" title=\"%s\" type=\"%s\"/>\n", attr[i].name,
                    attr[i].name, type_names[attr[i].type]);
    tt_buf_add_z(b, "</attributes>\n");
}

static void values(tt_buf *b, const tt_attribute *attr, const tt_values *v, size_t n)
{
    tt_buf_add_z(b, "><attvalues>");
    for (size_t i = 0; i < n; i++) {
        if (!v->v[i].p)
            continue;
        tt_buf_addf(b, "<attvalue for=\"%s\"", attr[i].name);
        attribute(b, "value", v->v[i]);
        tt_buf_add_z(b, "/>");
    }
    tt_buf_add_z(b, "</attvalues>");
}

static void head(tt_buf *b)
{
    tt_buf_add_z(b, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                    "<gexf xmlns=\"http://gexf.net/1.3\" version=\"1.3\">\n"
                    "<meta><creator>tradetrace</creator></meta>\n"
                    "<graph defaultedgetype=\"directed\" mode=\"dynamic\" timeformat=\"date\" "
                    "idtype=\"string\">\n");
    declare(b, "node", tt_node_attributes, TT_NODE_ATTRIBUTES);
    declare(b, "edge", tt_edge_attributes, TT_EDGE_ATTRIBUTES);
}

static tt_status
body(const tt_net *net, const uint32_t *n_findings, tt_buf *b, tt_file_out *out, tt_err *err)
{
    tt_values v;
    head(b);
    tt_buf_addf(b, "<nodes count=\"%zu\">\n", net->n_nodes);
    for (size_t i = 0; i < net->n_nodes; i++) {
        tt_net_node_values(net, net->nodes[i], n_findings[net->nodes[i]], &v);
        tt_buf_addf(b, "<node id=\"%s\"", v.id.s);
        attribute(b, "label", v.v[TT_NODE_NAME]);
        values(b, tt_node_attributes, &v, TT_NODE_ATTRIBUTES);
        tt_buf_add_z(b, "</node>\n");
        TT_TRY(tt_net_flush(b, out, TT_NET_FLUSH_AT, err));
    }
    tt_buf_addf(b, "</nodes>\n<edges count=\"%zu\">\n", net->n_edges);
    for (size_t i = 0; i < net->n_edges; i++) {
        tt_net_edge_values(net, &net->edges[i], &v);
        tt_buf_addf(b, "<edge id=\"%s\" source=\"%s\" target=\"%s\" kind=\"%s\"", v.id.s, v.from.s,
                    v.to.s, net->edges[i].goods ? "goods" : "money");
        attribute(b, "start", v.v[TT_EDGE_FIRST]);
        attribute(b, "end", v.v[TT_EDGE_LAST]);
        values(b, tt_edge_attributes, &v, TT_EDGE_ATTRIBUTES);
        tt_buf_add_z(b, "</edge>\n");
        TT_TRY(tt_net_flush(b, out, TT_NET_FLUSH_AT, err));
    }
    tt_buf_add_z(b, "</edges>\n</graph>\n</gexf>\n");
    return tt_net_flush(b, out, 0, err);
}

static tt_status write_gexf(const tt_net *net, tt_file_out *out, tt_err *err)
{
    return tt_net_write(net, out, body, err);
}

const tt_exporter tt_exporter_gexf = {
    .id = "gexf",
    .title = "GEXF 1.3",
    .write = write_gexf,
};
