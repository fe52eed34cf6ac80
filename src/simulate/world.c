/*
 * world.c - what all files of this folder need, and the order in which a world is made.
 */
#include "simulate/parts.h"

#include "base/arena.h"
#include "base/file.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>

enum { YEARS = 2, DOCUMENTS_LEAST = 200, DOCUMENTS_MOST = 20000000 };

/* --- helpers --- */

tt_str sim_textf(sim_world *w, tt_arena *a, const char *fmt, ...)
{
    char small[512];
    va_list args;
    va_start(args, fmt);
    int n = vsnprintf(small, sizeof(small), fmt, args);
    va_end(args);
    if (n < 0 || (size_t)n >= sizeof(small))
        n = (int)sizeof(small) - 1; /* nothing here is so long */
    tt_str out = tt_arena_str(a, (tt_str){small, (size_t)n});
    if (!out.p) {
        w->failed = true;
        return TT_STR("");
    }
    return out;
}

tt_rng sim_stream(const sim_world *w, const char *stage, uint64_t number)
{
    tt_rng r;
    tt_rng_init(&r, w->spec->seed ^ number * UINT64_C(0x9E3779B97F4A7C15), stage);
    return r;
}

tt_status sim_world_ok(const sim_world *w, tt_err *err)
{
    return w->failed ? tt_fail(err, TT_ENOMEM, "no room for a world") : TT_OK;
}

const sim_country *sim_country_of(const sim_world *w, sim_ix firm)
{
    return &w->tables.countries[w->firms.v[firm].country];
}

uint32_t sim_distance(const sim_world *w, uint32_t a, uint32_t b)
{
    const sim_country *x = &w->tables.countries[a], *y = &w->tables.countries[b];
    double lat = x->lat - y->lat, lon = x->lon - y->lon;
    if (lon > 180 || lon < -180)
        lon = lon > 0 ? lon - 360 : lon + 360;
    lon *= 0.8;
    return (uint32_t)(sqrt(lat * lat + lon * lon) * 111) + 200;
}

/* --- scenarios --- */

static const struct scenario {
    const char *name, *what;
    sim_spec spec;
} scenarios[] = {
#define SIM_SCENARIO(name, n_documents, n_prevalence, n_coverage, n_bad, n_split, n_several,       \
                     n_names, n_parcels, n_wild, what)                                             \
    {#name,                                                                                        \
     what,                                                                                         \
     {.scenario = #name,                                                                           \
      .seed = 1,                                                                                   \
      .documents = n_documents,                                                                    \
      .syndicates = UINT32_MAX,                                                                    \
      .prevalence = n_prevalence,                                                                  \
      .coverage = n_coverage,                                                                      \
      .noise = SIM_ONE,                                                                            \
      .bad_refs = n_bad,                                                                           \
      .split = n_split,                                                                            \
      .consolidated = n_several,                                                                   \
      .hard_names = n_names,                                                                       \
      .parcels = n_parcels,                                                                        \
      .wild = n_wild}},
#include "simulate/scenarios.def"
#undef SIM_SCENARIO
};

tt_status sim_spec_init(const char *name, sim_spec *out, tt_err *err)
{
    char all[256];
    size_t n = 0;
    for (size_t i = 0; i < TT_LEN(scenarios); i++) {
        if (!name || strcmp(name, scenarios[i].name) == 0) {
            *out = scenarios[i].spec;
            return TT_OK;
        }
        n += (size_t)snprintf(all + n, sizeof(all) - n, "%s%s", i ? ", " : "", scenarios[i].name);
    }
    return tt_fail(err, TT_EUSAGE, "no scenario '%s'; there are %s", name, all);
}

void sim_scenarios(void (*fn)(void *ctx, const char *name, const char *what), void *ctx)
{
    for (size_t i = 0; i < TT_LEN(scenarios); i++)
        fn(ctx, scenarios[i].name, scenarios[i].what);
}

/* --- making it --- */

static tt_status check(const sim_spec *s, tt_err *err)
{
    if (s->documents < DOCUMENTS_LEAST || s->documents > DOCUMENTS_MOST)
        return tt_fail(err, TT_EUSAGE, "documents must be %d to %d", DOCUMENTS_LEAST,
                       DOCUMENTS_MOST);
    if (s->prevalence > SIM_ONE / 2 || s->coverage > SIM_ONE || s->coverage < SIM_ONE / 10)
        return tt_fail(err, TT_EUSAGE, "prevalence is 0 to 0.5, coverage 0.1 to 1");
    if (s->noise > 5 * SIM_ONE)
        return tt_fail(err, TT_EUSAGE, "noise is 0 to 5");
    return TT_OK;
}

static tt_status start(sim_world *w, tt_err *err)
{
    w->first = tt_civil_days(2023, 1, 2);
    w->n_days = YEARS * 365 + SIM_WARM_UP;
    w->last = w->first + YEARS * 365 - 1;
    w->rng = sim_stream(w, "trade", 0);
    w->day_head = tt_new_n(w->arena, uint32_t, w->n_days);
    w->day_tail = tt_new_n(w->arena, uint32_t, w->n_days);
    w->serial = tt_new_n(w->arena, uint32_t, 256);
    if (!w->day_head || !w->day_tail || !w->serial || !tt_vec_push(&w->tasks, ((sim_task){0})) ||
        !tt_vec_push(&w->relations, ((sim_relation){0})) ||
        !tt_vec_push(&w->plans, ((sim_plan){0})) || !tt_vec_push(&w->orders, ((sim_order){0})) ||
        !tt_vec_push(&w->deals, ((sim_deal){0})) ||
        !tt_vec_push(&w->transfers, ((sim_transfer){0})) ||
        !tt_vec_push(&w->permits, ((sim_permit){0})) || !tt_vec_push(&w->shops, ((sim_shop){0})) ||
        !tt_vec_push(&w->seizures, ((sim_seizure){0})) || !tt_vec_push(&w->docs, ((sim_doc){0})) ||
        !tt_vec_push(&w->events, ((sim_event){.code = ""})))
        return tt_fail(err, TT_ENOMEM, "no room for a world");
    return sim_tables_load(w->arena, &w->tables, err);
}

static tt_status make(sim_world *w, const char *folder, tt_err *err)
{
    TT_TRY(start(w, err));
    TT_TRY(sim_make_firms(w, err));
    TT_TRY(sim_make_markets(w, err));
    TT_TRY(sim_make_relations(w, err));
    sim_make_expenses(w);
    sim_make_look_alikes(w);
    sim_make_shops(w);
    sim_plant(w);
    sim_make_costs(w);
    sim_make_seizures(w);
    sim_make_watchlist(w);
    TT_TRY(sim_world_ok(w, err));
    TT_TRY(sim_open_files(w, folder, err));
    TT_TRY(sim_write_registry(w, err));
    TT_TRY(sim_write_reference(w, err));
    TT_TRY(sim_go(w, err));
    TT_TRY(sim_write_permits(w, err));
    TT_TRY(sim_write_seizures(w, err));
    TT_TRY(sim_write_shares(w, folder, err));
    TT_TRY(sim_write_truth(w, folder, err));
    return sim_commit_files(w, err);
}

static void tell(const sim_world *w, sim_tally *t)
{
    uint64_t *by_kind[] = {NULL, &t->invoices, &t->shipments, &t->declarations, &t->payments};
    *t = (sim_tally){.firms = w->firms.n - 1};
    for (size_t i = 1; i < w->docs.n; i++) {
        const sim_doc *d = &w->docs.v[i];
        if (d->state != SIM_SEEN)
            continue;
        ++*by_kind[d->kind];
        if (d->event)
            ++*(w->events.v[d->event].planted ? &t->planted : &t->look_alikes);
    }
}

static void release(sim_world *w)
{
    for (uint32_t c = 0; w->by_country && c < w->tables.n_countries; c++)
        tt_vec_release(&w->by_country[c]);
    for (size_t k = 0; k < TT_KIND_COUNT; k++) {
        tt_buf_release(&w->text[k]);
        tt_vec_release(&w->sheets[k]);
    }
    tt_map_release(&w->brands);
    tt_vec_release(&w->firms);
    tt_vec_release(&w->relations);
    tt_vec_release(&w->plans);
    tt_vec_release(&w->orders);
    tt_vec_release(&w->deals);
    tt_vec_release(&w->transfers);
    tt_vec_release(&w->permits);
    tt_vec_release(&w->shops);
    tt_vec_release(&w->shop_to);
    tt_vec_release(&w->seizures);
    tt_vec_release(&w->listed);
    tt_vec_release(&w->list_rows);
    tt_vec_release(&w->docs);
    tt_vec_release(&w->links);
    tt_vec_release(&w->events);
    tt_vec_release(&w->members);
    tt_vec_release(&w->tasks);
}

tt_status sim_run(const sim_spec *spec, const char *folder, sim_tally *tally, tt_err *err)
{
    tt_arena arena, daily;
    sim_world w = {.spec = spec, .arena = &arena, .daily = &daily};
    TT_TRY(check(spec, err));
    tt_arena_init(&arena, 0);
    tt_arena_init(&daily, 0);
    tt_map_init(&w.brands);
    for (size_t k = 0; k < TT_KIND_COUNT; k++)
        tt_buf_init(&w.text[k], 0);
    tt_status st = make(&w, folder, err);
    if (st == TT_OK && tally)
        tell(&w, tally);
    sim_close_files(&w);
    release(&w);
    tt_arena_release(&daily);
    tt_arena_release(&arena);
    return st;
}
