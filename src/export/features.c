/*
 * features.c - parties, or with raw edges flows, as rows of numbers, for people who train models.
 */
#include "export/attributes.h"

#include "base/csv.h"
#include "base/str.h"
#include "detect/common/flows.h"
#include "graph/features.h"

#include <math.h>

static const char *const pays_text[TT_PAYS_COUNT] = {
    [TT_PAYS_NOTHING] = "nothing",
    [TT_PAYS_OTHERS] = "goods_of_others",
    [TT_PAYS_ACCOUNT] = "on_account",
    [TT_PAYS_DEAL] = "deal",
};

enum { VISITS = 500000000 }; /* pairs of payments tried by a search: some ten seconds */

struct table {
    const tt_net *net;
    tt_features f;
    tt_flows flows;
    uint32_t *at[TT_KIND_COUNT]; /* of a document: its place in the layer */
};

static void numbers(tt_buf *b, const double *v, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        char text[TT_NUM_TEXT];
        bool whole = v[i] == floor(v[i]);
        (void)tt_double_text(v[i], whole ? 0 : 6, text);
        tt_buf_addf(b, ",%s", text);
    }
    tt_buf_add_z(b, "\r\n");
}

static void heading(tt_buf *b, const char *first, const char *const *names, size_t n)
{
    tt_buf_add_z(b, first);
    for (size_t i = 0; i < n; i++)
        tt_buf_addf(b, ",%s", names[i]);
    tt_buf_add_z(b, "\r\n");
}

static tt_status
parties(const struct table *t, const uint32_t *n_findings, tt_buf *b, tt_file_out *out, tt_err *err)
{
    const tt_net *net = t->net;
    heading(b, "id,name,type,country,weight,findings", tt_party_feature_names, TT_PARTY_FEATURES);
    for (size_t i = 0; t->f.party && i < net->n_nodes; i++) {
        tt_values v;
        tt_ix e = net->nodes[i];
        tt_net_node_values(net, e, n_findings[e], &v);
        tt_buf_addf(b, "%s", v.id.s);
        for (unsigned k = TT_NODE_NAME; k <= TT_NODE_WEIGHT; k++) {
            tt_buf_add_c(b, ',');
            tt_csv_add_field(b, v.v[k], k != TT_NODE_WEIGHT);
        }
        tt_buf_addf(b, ",%u", n_findings[e]);
        numbers(b, t->f.party + (size_t)e * TT_PARTY_FEATURES, TT_PARTY_FEATURES);
        TT_TRY(tt_net_flush(b, out, TT_NET_FLUSH_AT, err));
    }
    return tt_net_flush(b, out, 0, err);
}

static tt_status flows(const struct table *t, tt_buf *b, tt_file_out *out, tt_err *err)
{
    const tt_net *net = t->net;
    heading(b, "id,from,to,layer,amount,date,document,document_kind,pays", tt_flow_feature_names,
            TT_FLOW_FEATURES);
    static const unsigned columns[] = {TT_EDGE_LAYER, TT_EDGE_AMOUNT, TT_EDGE_FIRST,
                                       TT_EDGE_DOCUMENT, TT_EDGE_DOCUMENT_KIND};
    for (size_t i = 0; t->f.party && i < net->n_edges; i++) {
        const tt_net_edge *e = &net->edges[i];
        uint32_t at = t->at[e->kind][e->doc];
        tt_values v;
        tt_net_edge_values(net, e, &v);
        tt_buf_addf(b, "%s,%s,%s", v.id.s, v.from.s, v.to.s);
        for (size_t k = 0; k < TT_LEN(columns); k++) {
            tt_buf_add_c(b, ',');
            tt_csv_add_field(b, v.v[columns[k]],
                             tt_edge_attributes[columns[k]].type == TT_AT_STRING);
        }
        tt_buf_addf(b, ",%s", e->goods ? "" : pays_text[t->flows.netting.pays[at]]);
        numbers(b, (e->goods ? t->f.goods : t->f.money) + (size_t)at * TT_FLOW_FEATURES,
                TT_FLOW_FEATURES);
        TT_TRY(tt_net_flush(b, out, TT_NET_FLUSH_AT, err));
    }
    return tt_net_flush(b, out, 0, err);
}

static tt_status index_layer(struct table *t, const tt_layer *l, tt_arena *a, tt_err *err)
{
    for (uint32_t i = 0; i < l->n; i++) {
        tt_kind kind = l->kind_of[i];
        if (!t->at[kind])
            t->at[kind] = tt_new_n(a, uint32_t, tt_data_n_docs(t->net->data, kind) + 1);
        if (!t->at[kind])
            return tt_fail(err, TT_ENOMEM, "no memory for features");
        t->at[kind][l->doc[i]] = i;
    }
    return TT_OK;
}

static tt_status make(struct table *t, tt_arena *a, tt_err *err)
{
    const tt_net *net = t->net;
    double minor = pow(10, tt_ccy_exponent(net->data->base));
    if (!net->graph)
        return TT_OK;
    TT_TRY(tt_flows_build(net->data, net->graph, a, &t->flows, err));
    TT_TRY(tt_features_make(net->graph, &t->flows.ledger, minor, VISITS, a, &t->f, err));
    TT_TRY(index_layer(t, &net->graph->goods, a, err));
    return index_layer(t, &net->graph->money, a, err);
}

static tt_status
body(const tt_net *net, const uint32_t *n_findings, tt_buf *b, tt_file_out *out, tt_err *err)
{
    struct table t = {.net = net};
    tt_arena a;
    tt_arena_init(&a, 0);
    tt_status st = make(&t, &a, err);
    if (st == TT_OK)
        st = net->raw ? flows(&t, b, out, err) : parties(&t, n_findings, b, out, err);
    tt_arena_release(&a);
    return st;
}

static tt_status write_features(const tt_net *net, tt_file_out *out, tt_err *err)
{
    return tt_net_write(net, out, body, err);
}

const tt_exporter tt_exporter_features = {"features", "numbers for models as CSV", write_features};
