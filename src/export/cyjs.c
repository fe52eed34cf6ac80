/*
 * cyjs.c - Cytoscape.js JSON, which Cytoscape opens as well.
 */
#include "export/attributes.h"

#include "base/json_write.h"
#include "base/str.h"

static void values(tt_jw *w, const tt_attribute *attr, const tt_values *v, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (!v->v[i].p)
            continue;
        tt_jw_key(w, attr[i].name);
        if (attr[i].type == TT_AT_STRING)
            tt_jw_str(w, v->v[i]);
        else
            tt_jw_raw(w, v->v[i]); /* written by num.h: a JSON number */
    }
}

static void open_element(tt_jw *w, const tt_values *v)
{
    tt_jw_object(w);
    tt_jw_key(w, "data");
    tt_jw_object(w);
    tt_jw_kz(w, "id", v->id.s);
}

static void close_element(tt_jw *w)
{
    tt_jw_object_end(w);
    tt_jw_object_end(w);
}

static tt_status
body(const tt_net *net, const uint32_t *n_findings, tt_buf *b, tt_file_out *out, tt_err *err)
{
    tt_jw w;
    tt_values v;
    TT_UNUSED(b);
    tt_jw_init(&w, out, false);
    w.html_safe = true; /* scripts and pages take it in as it is */
    tt_jw_object(&w);
    tt_jw_key(&w, "elements");
    tt_jw_object(&w);
    tt_jw_key(&w, "nodes");
    tt_jw_array(&w);
    for (size_t i = 0; i < net->n_nodes; i++) {
        tt_net_node_values(net, net->nodes[i], n_findings[net->nodes[i]], &v);
        open_element(&w, &v);
        values(&w, tt_node_attributes, &v, TT_NODE_ATTRIBUTES);
        close_element(&w);
    }
    tt_jw_array_end(&w);
    tt_jw_key(&w, "edges");
    tt_jw_array(&w);
    for (size_t i = 0; i < net->n_edges; i++) {
        tt_net_edge_values(net, &net->edges[i], &v);
        open_element(&w, &v);
        tt_jw_kz(&w, "source", v.from.s);
        tt_jw_kz(&w, "target", v.to.s);
        values(&w, tt_edge_attributes, &v, TT_EDGE_ATTRIBUTES);
        close_element(&w);
    }
    tt_jw_array_end(&w);
    tt_jw_object_end(&w);
    tt_jw_object_end(&w);
    tt_status st = tt_jw_end(&w, err);
    tt_jw_release(&w);
    return st;
}

static tt_status write_cyjs(const tt_net *net, tt_file_out *out, tt_err *err)
{
    return tt_net_write(net, out, body, err);
}

const tt_exporter tt_exporter_cyjs = {"cyjs", "Cytoscape.js JSON", write_cyjs};
