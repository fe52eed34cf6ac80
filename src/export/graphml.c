/*
 * graphml.c - GraphML 1.1 (graphdrawing.org), for igraph, networkx, yEd.
 *
 * A directed multigraph: one edge for goods and one for money where both run between two entities.
 */
#include "export/attributes.h"
#include "export/xml.h"

#include "base/str.h"

static const char *const type_names[] = {
    [TT_AT_STRING] = "string", [TT_AT_INT] = "int", [TT_AT_DOUBLE] = "double"};

static void keys(tt_buf *b, const char *on, const tt_attribute *attr, size_t n)
{
    for (size_t i = 0; i < n; i++)
        tt_buf_addf(b, "<key id=\"%s\" for=\"%s\" attr.name=\"%s\" attr.type=\"%s\"/>\n",
                    attr[i].name, on, attr[i].name, type_names[attr[i].type]);
}

static void data(tt_buf *b, const tt_attribute *attr, const tt_values *v, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (!v->v[i].p)
            continue;
        tt_buf_addf(b, "<data key=\"%s\">", attr[i].name);
        tt_xml_add(b, v->v[i]);
        tt_buf_add_z(b, "</data>");
    }
}

static void head(tt_buf *b)
{
    tt_buf_add_z(b, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                    "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\"\n"
                    "    xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"\n"
                    "    xsi:schemaLocation=\"http://graphml.graphdrawing.org/xmlns "
                    "http://graphml.graphdrawing.org/xmlns/1.1/graphml.xsd\">\n");
    keys(b, "node", tt_node_attributes, TT_NODE_ATTRIBUTES);
    keys(b, "edge", tt_edge_attributes, TT_EDGE_ATTRIBUTES);
    tt_buf_add_z(b, "<graph id=\"network\" edgedefault=\"directed\">\n");
}

static tt_status
body(const tt_net *net, const uint32_t *n_findings, tt_buf *b, tt_file_out *out, tt_err *err)
{
    tt_values v;
    head(b);
    for (size_t i = 0; i < net->n_nodes; i++) {
        tt_net_node_values(net, net->nodes[i], n_findings[net->nodes[i]], &v);
        tt_buf_addf(b, "<node id=\"%s\">", v.id.s);
        data(b, tt_node_attributes, &v, TT_NODE_ATTRIBUTES);
        tt_buf_add_z(b, "</node>\n");
        TT_TRY(tt_net_flush(b, out, TT_NET_FLUSH_AT, err));
    }
    for (size_t i = 0; i < net->n_edges; i++) {
        tt_net_edge_values(net, &net->edges[i], &v);
        tt_buf_addf(b, "<edge id=\"%s\" source=\"%s\" target=\"%s\">", v.id.s, v.from.s, v.to.s);
        data(b, tt_edge_attributes, &v, TT_EDGE_ATTRIBUTES);
        tt_buf_add_z(b, "</edge>\n");
        TT_TRY(tt_net_flush(b, out, TT_NET_FLUSH_AT, err));
    }
    tt_buf_add_z(b, "</graph>\n</graphml>\n");
    return tt_net_flush(b, out, 0, err);
}

static tt_status write_graphml(const tt_net *net, tt_file_out *out, tt_err *err)
{
    return tt_net_write(net, out, body, err);
}

const tt_exporter tt_exporter_graphml = {
    .id = "graphml",
    .title = "GraphML 1.1",
    .write = write_graphml,
};
