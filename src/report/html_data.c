/*
 * html_data.c - the JSON block of the page: the single flows behind the drawings, for the script.
 *
 * Everything else on the page is there without it.
 */
#include "report/html.h"

#include "base/str.h"
#include "report/rows.h"

/* A text as the page shows it; tt_jw escapes it for its place in a script element. */
static void visible(tt_jw *w, tt_buf *tmp, tt_str s)
{
    tt_buf_reset(tmp);
    tt_words_visible(tmp, s);
    if (tt_buf_status(tmp, NULL) != TT_OK)
        w->status = TT_ENOMEM;
    else
        tt_jw_str(w, tmp->n ? tt_buf_str(tmp) : TT_STR(""));
}

static void flow(tt_html *h, const tt_flow_of *f, tt_jw *w, tt_buf *tmp)
{
    const tt_data *d = h->in->data;
    tt_row_facts x = tt_row_facts_of(d, (tt_ref){f->kind, f->doc, 0});

    tt_jw_array(w);
    tt_jw_date(w, f->day);
    tt_jw_i64(w, f->day);
    tt_jw_z(w, tt_kind_text(f->kind));
    visible(w, tmp, x.number);
    tt_buf_reset(tmp);
    tt_words_money(tmp, (tt_money){f->amount, d->base});
    if (f->hs6)
        tt_buf_addf(tmp, ", HS %06u", (unsigned)f->hs6);
    if (tt_buf_status(tmp, NULL) != TT_OK)
        w->status = TT_ENOMEM;
    tt_jw_str(w, tt_buf_str(tmp));
    visible(w, tmp, d->sources[x.place.source].name);
    tt_jw_u64(w, x.place.line);
    tt_jw_array_end(w);
}

static void
edge(tt_html *h, const tt_net_of *net, const tt_edge_of *e, size_t *left, tt_jw *w, tt_buf *tmp)
{
    size_t n = TT_MIN(TT_MIN(e->n_flows, h->limits->of_edge), *left);
    *left -= n;
    tt_jw_object(w);
    tt_jw_ku64(w, "from", e->from);
    tt_jw_ku64(w, "to", e->to);
    tt_jw_kz(w, "layer", e->goods ? "goods" : "money");
    tt_jw_ku64(w, "n", e->n_flows);
    tt_jw_key(w, "flows");
    tt_jw_array(w);
    for (size_t i = 0; i < n; i++)
        flow(h, &net->flows[e->first_flow + i], w, tmp);
    tt_jw_array_end(w);
    tt_jw_object_end(w);
}

static void syndicate(tt_html *h, const tt_net_of *net, size_t *left, tt_jw *w, tt_buf *tmp)
{
    tt_jw_object(w);
    tt_jw_key(w, "nodes");
    tt_jw_array(w);
    for (size_t i = 0; i < net->n_nodes; i++)
        visible(w, tmp, h->in->data->entities[net->nodes[i].entity].name);
    tt_jw_array_end(w);
    tt_jw_key(w, "edges");
    tt_jw_array(w);
    for (size_t i = 0; i < net->n_edges; i++)
        edge(h, net, &net->edges[i], left, w, tmp);
    tt_jw_array_end(w);
    tt_jw_object_end(w);
}

void tt_html_data(tt_html *h)
{
    tt_jw w;
    tt_buf tmp;
    size_t left = h->limits->flows;
    tt_err err = {0};

    if (tt_html_done(h, &err) != TT_OK)
        return;
    tt_buf_init(&tmp, 0);
    tt_jw_init(&w, h->out, true);
    w.html_safe = true;
    tt_jw_array(&w);
    for (size_t i = 1; i <= h->choice.n_syndicates && h->status == TT_OK; i++) {
        tt_net_of net;
        tt_status st = tt_net_of_syndicate(h->in, &h->in->results->syndicates[i], h->limits->nodes,
                                           &h->scratch, &net, &h->err);
        if (st != TT_OK)
            tt_html_fail(h, st);
        else
            syndicate(h, &net, &left, &w, &tmp);
        tt_arena_reset(&h->scratch);
    }
    tt_jw_array_end(&w);
    if (h->status == TT_OK)
        tt_html_fail(h, tt_jw_end(&w, &h->err));
    tt_jw_release(&w);
    tt_buf_release(&tmp);
}
