/*
 * look_alikes.c - honest trade that looks like what detectors seek, told in the truth by class.
 */
#include "simulate/parts.h"

enum { FACTORED = 25000, TREASURY = 15000, AGENT = 15000 };

static sim_ix event_of(sim_world *w, const char *class)
{
    return sim_add_event(w, class, false, 0);
}

/* A relation whose every paper is told. */
static void mark(sim_world *w, sim_ix relation, sim_ix event)
{
    sim_relation *rel = &w->relations.v[relation];
    rel->mark = event;
    sim_add_member(w, event, rel->seller, "seller");
    sim_add_member(w, event, rel->buyer, "buyer");
}

/* The seller has sold what it is owed to its bank. */
static void factor(sim_world *w, sim_ix relation)
{
    sim_relation *rel = &w->relations.v[relation];
    sim_ix e = event_of(w, "factoring");
    rel->payee = w->firms.v[rel->seller].bank;
    mark(w, relation, e);
    sim_add_member(w, e, rel->payee, "factor");
}

/* A company of the buyer's country pays: a sister of its group, or an agent who buys for many. */
static void pay_by_other(sim_world *w, tt_rng *r, sim_ix relation, bool group)
{
    sim_relation *rel = &w->relations.v[relation];
    const sim_firm *buyer = &w->firms.v[rel->buyer];
    const tt_u32_vec *there = &w->by_country[buyer->country];
    sim_ix payer = there->v[there->n * 2 / 3]; /* every country's agent */
    if (group) {
        payer = sim_add_company(w, r, buyer->country, buyer->sector, rel->buyer);
        w->firms.v[payer].owner = w->firms.v[rel->buyer].owner;
        if (!w->firms.v[payer].owner) {
            sim_ix owner = sim_add_person(w, r, w->firms.v[payer].country);
            w->firms.v[payer].owner = w->firms.v[rel->buyer].owner = owner;
        }
        w->firms.v[payer].registered = w->firms.v[rel->buyer].registered = true;
    }
    if (payer == rel->buyer || payer == rel->seller || !payer)
        return;
    sim_ix e = event_of(w, group ? "group_treasury" : "buying_agent");
    rel->payer = payer;
    mark(w, relation, e);
    sim_add_member(w, e, payer, "payer");
}

static bool makes(const sim_world *w, sim_ix firm, uint32_t good)
{
    return w->tables.goods[good].makers >> w->firms.v[firm].country & 1;
}

/* Company services: all firms of one address are one event. */
static void tell_agents(sim_world *w)
{
    for (uint32_t c = 0; c < w->tables.n_countries; c++) {
        sim_ix e = 0;
        for (size_t i = 0; i < w->by_country[c].n; i++)
            if (w->firms.v[w->by_country[c].v[i]].agent) {
                e = e ? e : event_of(w, "company_service_address");
                sim_add_member(w, e, w->by_country[c].v[i], "client");
            }
    }
}

void sim_make_look_alikes(sim_world *w)
{
    tt_rng r = sim_stream(w, "look-alikes", 0);
    size_t n = w->relations.n;
    for (sim_ix i = 1; i < n && !w->failed; i++) {
        const sim_relation *rel = &w->relations.v[i];
        uint32_t at = sim_below(&r, SIM_ONE);
        if (rel->domestic || rel->service)
            continue;
        if (at < FACTORED)
            factor(w, i);
        else if (at < FACTORED + TREASURY)
            pay_by_other(w, &r, i, true);
        else if (at < FACTORED + TREASURY + AGENT)
            pay_by_other(w, &r, i, false);
        else if (!makes(w, rel->seller, rel->good))
            mark(w, i, event_of(w, "re_export_hub"));
    }
    tell_agents(w);
}
