/*
 * ftm.c - FollowTheMoney entities, one JSON object a line, for OpenAleph and OpenSanctions tools.
 *
 * Entities become Company, Person, PublicBody, Vessel or LegalEntity; money becomes Payment, goods
 * EconomicActivity.
 */
#include "export/attributes.h"

#include "base/json_write.h"
#include "base/str.h"

static const char *const schema_of[] = {
    [TT_ENTITY_UNKNOWN] = "LegalEntity", [TT_ENTITY_COMPANY] = "Company",
    [TT_ENTITY_PERSON] = "Person",       [TT_ENTITY_BANK] = "Company",
    [TT_ENTITY_VESSEL] = "Vessel",       [TT_ENTITY_CARRIER] = "Company",
    [TT_ENTITY_BROKER] = "Company",      [TT_ENTITY_PUBLIC_BODY] = "PublicBody",
};

/* Every property is a list of texts. */
static void property(tt_jw *w, const char *name, tt_str value)
{
    if (!value.n)
        return;
    tt_jw_key(w, name);
    tt_jw_array(w);
    tt_jw_str(w, value);
    tt_jw_array_end(w);
}

static void open_entity(tt_jw *w, const char *id, const char *schema)
{
    tt_jw_object(w);
    tt_jw_kz(w, "id", id);
    tt_jw_kz(w, "schema", schema);
    tt_jw_key(w, "properties");
    tt_jw_object(w);
}

static tt_status close_entity(tt_jw *w, tt_buf *b, tt_file_out *out, tt_err *err)
{
    tt_jw_object_end(w);
    tt_jw_object_end(w);
    tt_status st = tt_jw_end(w, err);
    if (st == TT_OK)
        tt_buf_add(b, tt_buf_str(&w->buf));
    tt_jw_release(w);
    TT_TRY(st);
    return tt_net_flush(b, out, TT_NET_FLUSH_AT, err);
}

static tt_status node(const tt_net *net, tt_ix e, tt_buf *b, tt_file_out *out, tt_err *err)
{
    tt_jw w;
    tt_values v;
    char country[3] = "";
    const tt_entity *en = &net->data->entities[e];
    tt_ix p = en->party;

    tt_net_node_values(net, e, 0, &v);
    tt_jw_init(&w, NULL, true);
    open_entity(&w, v.id.s, schema_of[en->type]);
    property(&w, "name", v.v[TT_NODE_NAME].p ? v.v[TT_NODE_NAME] : tt_str_of(v.id.s));
    tt_country_text(en->country, country);
    for (char *c = country; *c; c++)
        *c = tt_ascii_lower(*c);
    property(&w, "country", tt_str_of(country));
    if (p && en->type != TT_ENTITY_VESSEL) {
        property(&w, "registrationNumber", net->data->parties[p].registration_number);
        property(&w, "taxNumber", net->data->parties[p].tax_id);
        property(&w, "address", net->data->parties[p].address);
        property(&w, "phone", net->data->parties[p].phone);
        property(&w, "email", net->data->parties[p].email);
    }
    return close_entity(&w, b, out, err);
}

static void dates(tt_jw *w, const tt_net_edge *e, const tt_values *v)
{
    if (e->first == e->last) {
        property(w, "date", v->v[TT_EDGE_FIRST]);
        return;
    }
    property(w, "startDate", v->v[TT_EDGE_FIRST]);
    property(w, "endDate", v->v[TT_EDGE_LAST]);
}

static tt_status
edge(const tt_net *net, const tt_net_edge *e, tt_buf *b, tt_file_out *out, tt_err *err)
{
    tt_jw w;
    tt_values v;
    char summary[64], amount[2 * TT_NUM_TEXT];

    tt_net_edge_values(net, e, &v);
    snprintf(summary, sizeof(summary), "%.*s %s", TT_STR_ARG(v.v[TT_EDGE_FLOWS]),
             e->goods ? "deliveries or invoices" : "payments");
    tt_jw_init(&w, NULL, true);
    open_entity(&w, v.id.s, e->goods ? "EconomicActivity" : "Payment");
    property(&w, e->goods ? "sender" : "payer", tt_str_of(v.from.s));
    property(&w, e->goods ? "receiver" : "beneficiary", tt_str_of(v.to.s));
    dates(&w, e, &v);
    if (e->goods) {
        snprintf(amount, sizeof(amount), "%.*s %.*s", TT_STR_ARG(v.v[TT_EDGE_CURRENCY]),
                 TT_STR_ARG(v.v[TT_EDGE_AMOUNT_TEXT]));
        property(&w, "invoiceAmount", v.v[TT_EDGE_AMOUNT_TEXT].p ? tt_str_of(amount) : (tt_str){0});
    } else {
        property(&w, "amount", v.v[TT_EDGE_AMOUNT_TEXT]);
        property(&w, "currency", v.v[TT_EDGE_CURRENCY]);
    }
    property(&w, "recordId", v.v[TT_EDGE_DOCUMENT]);
    property(&w, "summary", tt_str_of(summary));
    return close_entity(&w, b, out, err);
}

static tt_status
body(const tt_net *net, const uint32_t *n_findings, tt_buf *b, tt_file_out *out, tt_err *err)
{
    TT_UNUSED(n_findings);
    for (size_t i = 0; i < net->n_nodes; i++)
        TT_TRY(node(net, net->nodes[i], b, out, err));
    for (size_t i = 0; i < net->n_edges; i++)
        TT_TRY(edge(net, &net->edges[i], b, out, err));
    return tt_net_flush(b, out, 0, err);
}

static tt_status write_ftm(const tt_net *net, tt_file_out *out, tt_err *err)
{
    return tt_net_write(net, out, body, err);
}

const tt_exporter tt_exporter_ftm = {"ftm", "FollowTheMoney, NDJSON", write_ftm};
