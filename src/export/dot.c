/*
 * dot.c - the DOT language of Graphviz.
 *
 * Goods are drawn solid, money dashed.  All texts are quoted strings: a quote inside is escaped,
 * and so is a backslash, which Graphviz would take for an escape of its own.
 */
#include "export/attributes.h"

#include "base/str.h"

static void quoted(tt_buf *b, tt_str s)
{
    tt_buf_add_c(b, '"');
    for (size_t pos = 0; pos < s.n;) {
        size_t from = pos;
        uint32_t c = tt_utf8_next(s, &pos);
        if (c == '"' || c == '\\')
            tt_buf_addf(b, "\\%c", (char)c);
        else if (c < 0x20 || c == 0x7F)
            tt_buf_add_c(b, ' ');
        else if (c == 0xFFFD) /* also what a bad sequence gives */
            tt_buf_add_z(b, "\xEF\xBF\xBD");
        else
            tt_buf_add(b, tt_str_sub(s, from, pos - from));
    }
    tt_buf_add_c(b, '"');
}

static void pairs(tt_buf *b, const tt_attribute *attr, const tt_values *v, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (!v->v[i].p)
            continue;
        tt_buf_addf(b, ", %s=", attr[i].name);
        quoted(b, v->v[i]);
    }
}

static tt_status
body(const tt_net *net, const uint32_t *n_findings, tt_buf *b, tt_file_out *out, tt_err *err)
{
    tt_values v;
    tt_buf_add_z(b, "digraph network {\n");
    for (size_t i = 0; i < net->n_nodes; i++) {
        tt_net_node_values(net, net->nodes[i], n_findings[net->nodes[i]], &v);
        tt_buf_addf(b, "  %s [label=", v.id.s);
        quoted(b, v.v[TT_NODE_NAME]);
        pairs(b, tt_node_attributes, &v, TT_NODE_ATTRIBUTES);
        tt_buf_add_z(b, "];\n");
        TT_TRY(tt_net_flush(b, out, TT_NET_FLUSH_AT, err));
    }
    for (size_t i = 0; i < net->n_edges; i++) {
        tt_net_edge_values(net, &net->edges[i], &v);
        tt_buf_addf(b, "  %s -> %s [id=%s, style=%s", v.from.s, v.to.s, v.id.s,
                    net->edges[i].goods ? "solid" : "dashed");
        pairs(b, tt_edge_attributes, &v, TT_EDGE_ATTRIBUTES);
        tt_buf_add_z(b, "];\n");
        TT_TRY(tt_net_flush(b, out, TT_NET_FLUSH_AT, err));
    }
    tt_buf_add_z(b, "}\n");
    return tt_net_flush(b, out, 0, err);
}

static tt_status write_dot(const tt_net *net, tt_file_out *out, tt_err *err)
{
    return tt_net_write(net, out, body, err);
}

const tt_exporter tt_exporter_dot = {"dot", "DOT, Graphviz", write_dot};
