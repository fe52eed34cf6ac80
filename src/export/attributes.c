/*
 * attributes.c - what formats say of nodes and edges.
 */
#include "export/attributes.h"

#include "base/civil.h"
#include "base/money.h"
#include "base/str.h"

const tt_attribute tt_node_attributes[TT_NODE_ATTRIBUTES] = {
    [TT_NODE_NAME] = {"name", TT_AT_STRING},           [TT_NODE_TYPE] = {"type", TT_AT_STRING},
    [TT_NODE_COUNTRY] = {"country", TT_AT_STRING},     [TT_NODE_WEIGHT] = {"weight", TT_AT_DOUBLE},
    [TT_NODE_COMMUNITY] = {"community", TT_AT_STRING}, [TT_NODE_FINDINGS] = {"findings", TT_AT_INT},
};

const tt_attribute tt_edge_attributes[TT_EDGE_ATTRIBUTES] = {
    [TT_EDGE_LAYER] = {"layer", TT_AT_STRING},
    [TT_EDGE_FLOWS] = {"flows", TT_AT_INT},
    [TT_EDGE_AMOUNT] = {"amount", TT_AT_DOUBLE},
    [TT_EDGE_AMOUNT_TEXT] = {"amount_text", TT_AT_STRING},
    [TT_EDGE_CURRENCY] = {"currency", TT_AT_STRING},
    [TT_EDGE_UNPRICED] = {"unpriced", TT_AT_INT},
    [TT_EDGE_FIRST] = {"first", TT_AT_STRING},
    [TT_EDGE_LAST] = {"last", TT_AT_STRING},
    [TT_EDGE_DOCUMENT] = {"document", TT_AT_STRING},
    [TT_EDGE_DOCUMENT_KIND] = {"document_kind", TT_AT_STRING},
};

static uint32_t *count_findings(const tt_net *net, tt_arena *a)
{
    uint32_t *n = tt_new_n(a, uint32_t, net->data->n_entities + 1);
    const tt_results *r = net->results;
    for (size_t i = 1; n && i <= r->n_findings; i++) {
        const tt_finding *f = &r->findings[i].f;
        for (size_t k = 0; k < f->n_entities; k++) {
            bool before = false; /* one entity may have two roles */
            for (size_t j = 0; j < k && !before; j++)
                before = f->entities[j].entity == f->entities[k].entity;
            n[f->entities[k].entity] += before ? 0 : 1;
        }
    }
    return n;
}

/* Empty texts are not known: no format writes them. */
static void put(tt_values *out, size_t i, tt_str s)
{
    out->v[i] = s.n ? s : (tt_str){0};
}

static void put_number(tt_values *out, size_t i, double v, unsigned decimals)
{
    put(out, i, (tt_str){out->room[i], tt_double_text(v, decimals, out->room[i])});
}

static void put_date(tt_values *out, size_t i, tt_date d)
{
    put(out, i, (tt_str){out->room[i], tt_date_text(d, out->room[i])});
}

void tt_net_node_values(const tt_net *net, tt_ix e, uint32_t n_findings, tt_values *out)
{
    const tt_entity *en = &net->data->entities[e];
    const tt_results *r = net->results;
    tt_ix c = r->entity_community ? r->entity_community[e] : 0;

    memset(out, 0, sizeof(*out));
    out->id = tt_id_text_of('e', en->id);
    put(out, TT_NODE_NAME, en->name);
    put(out, TT_NODE_TYPE, tt_str_of(tt_entity_type_text(en->type)));
    tt_country_text(en->country, out->room[TT_NODE_COUNTRY]);
    put(out, TT_NODE_COUNTRY, tt_str_of(out->room[TT_NODE_COUNTRY]));
    put_number(out, TT_NODE_WEIGHT, r->entity_weight ? r->entity_weight[e] : 0, 6);
    if (c) {
        tt_id_text id = tt_id_text_of('c', r->communities[c].id);
        memcpy(out->room[TT_NODE_COMMUNITY], id.s, sizeof(id.s));
        put(out, TT_NODE_COMMUNITY, tt_str_of(out->room[TT_NODE_COMMUNITY]));
    }
    put_number(out, TT_NODE_FINDINGS, n_findings, 0);
}

void tt_net_edge_values(const tt_net *net, const tt_net_edge *e, tt_values *out)
{
    const tt_data *d = net->data;

    memset(out, 0, sizeof(*out));
    out->id = tt_id_text_of('x', e->id);
    out->from = tt_id_text_of('e', d->entities[e->from].id);
    out->to = tt_id_text_of('e', d->entities[e->to].id);
    put(out, TT_EDGE_LAYER, e->goods ? TT_STR("goods") : TT_STR("money"));
    put_number(out, TT_EDGE_FLOWS, e->n, 0);
    if (e->amount != TT_NO_NUM) {
        tt_money m = {e->amount, d->base};
        char *text = out->room[TT_EDGE_AMOUNT_TEXT];
        put_number(out, TT_EDGE_AMOUNT, tt_money_double(m), tt_ccy_exponent(d->base));
        put(out, TT_EDGE_AMOUNT_TEXT, (tt_str){text, tt_money_amount_text(m, text)});
        tt_ccy_text(d->base, out->room[TT_EDGE_CURRENCY]);
        put(out, TT_EDGE_CURRENCY, tt_str_of(out->room[TT_EDGE_CURRENCY]));
    }
    put_number(out, TT_EDGE_UNPRICED, e->n_unpriced, 0);
    put_date(out, TT_EDGE_FIRST, e->first);
    put_date(out, TT_EDGE_LAST, e->last);
    if (e->doc) {
        put(out, TT_EDGE_DOCUMENT, tt_data_head(d, e->kind, e->doc)->number);
        put(out, TT_EDGE_DOCUMENT_KIND, tt_str_of(tt_kind_text(e->kind)));
    }
}

tt_status tt_net_flush(tt_buf *b, tt_file_out *out, size_t at, tt_err *err)
{
    if (b->n < at)
        return TT_OK;
    TT_TRY(tt_buf_status(b, err));
    TT_TRY(tt_file_out_write(out, tt_buf_str(b), err));
    tt_buf_reset(b);
    return TT_OK;
}

tt_status tt_net_write(const tt_net *net, tt_file_out *out, tt_net_body *body, tt_err *err)
{
    tt_arena a;
    tt_buf b;

    tt_arena_init(&a, 0);
    tt_buf_init(&b, 0);
    uint32_t *n_findings = count_findings(net, &a);
    tt_status st = n_findings ? body(net, n_findings, &b, out, err)
                              : tt_fail(err, TT_ENOMEM, "no room for counts of findings");
    tt_buf_release(&b);
    tt_arena_release(&a);
    return st;
}
