/*
 * neo4j.c - a Cypher script for Neo4j: cypher-shell -f FILE.
 *
 * MERGE by id: running it twice changes nothing.  Texts are string literals; nothing else of a
 * document reaches the script.  Neo4j replaces \uXXXX in the whole script before it looks for
 * literals, but not after a doubled backslash: so a backslash is always doubled, and never written
 * as \u005C.
 */
#include "export/attributes.h"

#include "base/str.h"

/* What a reader of the script would not see, or see elsewhere than it is. */
static bool is_hidden(uint32_t c)
{
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0x200B && c <= 0x200F) ||
           (c >= 0x2028 && c <= 0x202E) || (c >= 0x2060 && c <= 0x2069) || c == 0xFEFF;
}

static void literal(tt_buf *b, tt_str s)
{
    tt_buf_add_c(b, '\'');
    for (size_t pos = 0; pos < s.n;) {
        size_t from = pos;
        uint32_t c = tt_utf8_next(s, &pos);
        if (c == '\'' || c == '\\')
            tt_buf_addf(b, "\\%c", (char)c);
        else if (is_hidden(c) || c == 0xFFFD) /* also what a bad sequence gives */
            tt_buf_addf(b, "\\u%04X", (unsigned)c);
        else
            tt_buf_add(b, tt_str_sub(s, from, pos - from));
    }
    tt_buf_add_c(b, '\'');
}

static void
properties(tt_buf *b, const char *what, const tt_attribute *attr, const tt_values *v, size_t n)
{
    const char *sep = "";
    tt_buf_addf(b, " SET %s += {", what);
    for (size_t i = 0; i < n; i++) {
        if (!v->v[i].p)
            continue;
        tt_buf_addf(b, "%s%s: ", sep, attr[i].name);
        if (attr[i].type == TT_AT_STRING)
            literal(b, v->v[i]);
        else
            tt_buf_add(b, v->v[i]);
        sep = ", ";
    }
    tt_buf_add_z(b, "};\n");
}

static tt_status
body(const tt_net *net, const uint32_t *n_findings, tt_buf *b, tt_file_out *out, tt_err *err)
{
    tt_values v;
    tt_buf_add_z(b, "CREATE CONSTRAINT entity_id IF NOT EXISTS FOR (e:Entity) REQUIRE e.id IS "
                    "UNIQUE;\n");
    for (size_t i = 0; i < net->n_nodes; i++) {
        tt_net_node_values(net, net->nodes[i], n_findings[net->nodes[i]], &v);
        tt_buf_addf(b, "MERGE (e:Entity {id: '%s'})", v.id.s);
        properties(b, "e", tt_node_attributes, &v, TT_NODE_ATTRIBUTES);
        TT_TRY(tt_net_flush(b, out, TT_NET_FLUSH_AT, err));
    }
    for (size_t i = 0; i < net->n_edges; i++) {
        tt_net_edge_values(net, &net->edges[i], &v);
        tt_buf_addf(b,
                    "MATCH (a:Entity {id: '%s'}), (b:Entity {id: '%s'}) "
                    "MERGE (a)-[r:%s {id: '%s'}]->(b)",
                    v.from.s, v.to.s, net->edges[i].goods ? "SOLD_TO" : "PAID", v.id.s);
        properties(b, "r", tt_edge_attributes, &v, TT_EDGE_ATTRIBUTES);
        TT_TRY(tt_net_flush(b, out, TT_NET_FLUSH_AT, err));
    }
    return tt_net_flush(b, out, 0, err);
}

static tt_status write_neo4j(const tt_net *net, tt_file_out *out, tt_err *err)
{
    return tt_net_write(net, out, body, err);
}

const tt_exporter tt_exporter_neo4j = {"neo4j", "Cypher script", write_neo4j};
