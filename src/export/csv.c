/*
 * csv.c - the edges as a table for spreadsheets, with the names of both ends.
 */
#include "export/attributes.h"

#include "base/csv.h"
#include "base/str.h"

static tt_status
body(const tt_net *net, const uint32_t *n_findings, tt_buf *b, tt_file_out *out, tt_err *err)
{
    tt_values v;
    TT_UNUSED(n_findings);
    tt_buf_add_z(b, "id,from,from_name,to,to_name");
    for (size_t k = 0; k < TT_EDGE_ATTRIBUTES; k++)
        tt_buf_addf(b, ",%s", tt_edge_attributes[k].name);
    tt_buf_add_z(b, "\r\n");
    for (size_t i = 0; i < net->n_edges; i++) {
        const tt_net_edge *e = &net->edges[i];
        tt_net_edge_values(net, e, &v);
        tt_buf_addf(b, "%s,%s,", v.id.s, v.from.s);
        tt_csv_add_field(b, net->data->entities[e->from].name, true);
        tt_buf_addf(b, ",%s,", v.to.s);
        tt_csv_add_field(b, net->data->entities[e->to].name, true);
        for (size_t k = 0; k < TT_EDGE_ATTRIBUTES; k++) {
            tt_buf_add_c(b, ',');
            /* only texts can be taken for a formula; a negative number must stay one */
            tt_csv_add_field(
                b, v.v[k], tt_edge_attributes[k].type == TT_AT_STRING && k != TT_EDGE_AMOUNT_TEXT);
        }
        tt_buf_add_z(b, "\r\n");
        TT_TRY(tt_net_flush(b, out, TT_NET_FLUSH_AT, err));
    }
    return tt_net_flush(b, out, 0, err);
}

static tt_status write_csv(const tt_net *net, tt_file_out *out, tt_err *err)
{
    return tt_net_write(net, out, body, err);
}

const tt_exporter tt_exporter_csv = {"csv", "edges as CSV", write_csv};
