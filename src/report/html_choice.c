/* html_choice.c - which findings and entities one page shows. */
#include "report/html.h"

#include "base/vec.h"

static void take_finding(tt_html_choice *c, tt_ix i)
{
    c->n_findings += c->finding[i] ? 0 : 1;
    c->finding[i] = 1;
}

static void choose_findings(const tt_report_in *in, const tt_html_limits *l, tt_html_choice *c)
{
    const tt_results *r = in->results;
    c->n_syndicates = TT_MIN(r->n_syndicates, l->syndicates);
    for (size_t i = 1; i <= TT_MIN(r->n_findings, l->findings); i++)
        take_finding(c, (tt_ix)i);
    for (size_t i = 1; i <= c->n_syndicates; i++)
        for (size_t k = 0; k < TT_MIN(r->syndicates[i].n_findings, l->of_each); k++)
            take_finding(c, r->syndicates[i].findings[k]);
}

static void take_entities(tt_html_choice *c, const tt_finding_entity *e, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        c->n_wanted += c->entity[e[i].entity] ? 0 : 1;
        c->entity[e[i].entity] = 1;
    }
}

static int cmp_weight(const void *pa, const void *pb, void *ctx)
{
    const tt_ix a = *(const tt_ix *)pa, b = *(const tt_ix *)pb;
    const double *weight = ctx;
    if (weight && (weight[a] > weight[b] || weight[a] < weight[b]))
        return weight[a] > weight[b] ? -1 : 1;
    return (a > b) - (a < b); /* entities are sorted by id */
}

static tt_status choose_entities(const tt_report_in *in, const tt_html_limits *l, tt_arena *a,
                                 tt_html_choice *c, tt_err *err)
{
    const tt_results *r = in->results;
    for (size_t i = 1; i <= c->n_syndicates; i++)
        take_entities(c, r->syndicates[i].entities, r->syndicates[i].n_entities);
    for (size_t i = 1; i <= r->n_findings; i++)
        if (c->finding[i])
            take_entities(c, r->findings[i].f.entities, r->findings[i].f.n_entities);
    c->entities = tt_new_n(a, tt_ix, c->n_wanted);
    size_t n = 0;
    for (size_t e = 1; c->entities && e <= in->data->n_entities; e++)
        if (c->entity[e])
            c->entities[n++] = (tt_ix)e;
    if (!c->entities ||
        (n && !tt_sort(c->entities, n, sizeof(*c->entities), cmp_weight, r->entity_weight)))
        return tt_fail(err, TT_ENOMEM, "no room for the entities of a page");
    c->n_entities = TT_MIN(n, l->entities);
    for (size_t i = c->n_entities; i < n; i++)
        c->entity[c->entities[i]] = 0;
    return TT_OK;
}

tt_status tt_html_choose(const tt_report_in *in, const tt_html_limits *limits, tt_arena *a,
                         tt_html_choice *out, tt_err *err)
{
    *out = (tt_html_choice){
        .finding = tt_new_n(a, uint8_t, in->results->n_findings + 1),
        .entity = tt_new_n(a, uint8_t, in->data->n_entities + 1),
    };
    if (!out->finding || !out->entity)
        return tt_fail(err, TT_ENOMEM, "no room for what a page shows");
    choose_findings(in, limits, out);
    return choose_entities(in, limits, a, out, err);
}
