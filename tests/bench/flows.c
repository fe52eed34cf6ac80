/*
 * flows.c - one timed search over made-up flows, or the flows as text: what flows.py runs.
 *
 *     flows WORK FLOWS [DAYS]
 *                    build, cycles_6h, cycles_24h, kept_30d, family, twin; write, csv
 *     flows complete|hub FLOWS
 *                    all on one day: everybody pays everybody, or everybody one and one everybody
 *     flows case CASE
 *                    the payments of a case file, each name a party of its own
 *
 * Payments of a heavy-tailed crowd, a tenth as many parties as payments, spread over DAYS (18); one
 * in 200 is answered within hours, one in 2,000 opens a ring of three to six that closes within a
 * day and keeps nine tenths or more at each hop.  The same numbers give the same flows on any
 * machine.
 *
 * Prints one JSON object: CPU and wall seconds of the work alone, peak memory of the process with
 * the flows, and what was found.  `twin` makes the three searches for cycles again by trying every
 * flow after every other: an object for each, status 1 when the counts differ; for a few thousand
 * flows.  `write` prints "from to second" a line, for other programs; `csv` payments to ingest.
 */
#include "base/arena.h"
#include "base/rng.h"
#include "detect/detect.h"
#include "graph/cycle.h"
#include "store/store.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

enum { HOUR = 3600, DAY = 86400, RING = 6 };

struct crowd {
    tt_data d;
    tt_rng r;
    uint32_t parties, days;
};

/* Few do much: a hundredth of the parties a tenth of the payments. */
static uint32_t anybody(struct crowd *c)
{
    double u = tt_rng_unit(&c->r);
    uint32_t v = 1 + (uint32_t)(u * u * c->parties);
    return v > c->parties ? c->parties : v;
}

static uint32_t other_than(struct crowd *c, uint32_t not )
{
    uint32_t v = anybody(c);
    return v == not ? 1 + v % c->parties : v;
}

static void pay(struct crowd *c, uint32_t from, uint32_t to, int64_t second, double amount)
{
    tt_payment *p = &c->d.payments[++c->d.n_payments];
    p->head.date.day = (tt_date)(19700 + second / DAY);
    p->head.date.sec = (int32_t)(second % DAY);
    (void)memcpy(&p->head.id, &c->d.n_payments, sizeof c->d.n_payments);
    p->payer = from;
    p->payee = to;
    p->amount = (tt_money){(int64_t)(amount * 100), c->d.base};
    p->instructed = p->charges = (tt_money){TT_NO_NUM, TT_CCY_NONE};
}

/* One payment and, now and then, its answer or the ring that it opens. */
static void deal(struct crowd *c, size_t most)
{
    uint32_t who[RING], n = 1;
    int64_t at = (int64_t)tt_rng_below(&c->r, (uint64_t)c->days * DAY - DAY);
    double amount = exp(7 + 1.5 * sqrt(-2 * log(1 - tt_rng_unit(&c->r))) *
                                cos(6.283185307179586 * tt_rng_unit(&c->r)));
    uint64_t kind = tt_rng_below(&c->r, 2000);
    who[0] = anybody(c);
    who[1] = other_than(c, who[0]);
    if (kind < 10)
        n = 2;
    else if (kind == 10)
        n = 3 + (uint32_t)tt_rng_below(&c->r, RING - 2);
    for (uint32_t i = 2; i < n; i++)
        who[i] = other_than(c, who[i - 1]);
    for (uint32_t i = 0; i < n && c->d.n_payments < most; i++) {
        pay(c, who[i], n == 1 ? who[1] : who[(i + 1) % n], at, amount);
        at += 60 + (int64_t)tt_rng_below(&c->r, n > 2 ? 4 * HOUR : 5 * HOUR);
        amount *= 0.92 + 0.08 * tt_rng_unit(&c->r);
    }
}

static bool room(struct crowd *c, uint32_t parties, size_t n, tt_arena *a)
{
    tt_data *d = &c->d;
    c->parties = parties;
    d->arena = a;
    d->base = tt_ccy_parse(TT_STR("USD"));
    d->n_mentions = d->n_entities = c->parties;
    d->mentions = tt_new_n(a, tt_mention, d->n_mentions + 1);
    d->entities = tt_new_n(a, tt_entity, d->n_entities + 1);
    d->payments = tt_new_n(a, tt_payment, n + 1);
    if (!d->mentions || !d->entities || !d->payments)
        return false;
    for (tt_ix i = 1; i <= c->parties; i++) {
        d->mentions[i].entity = i;
        d->entities[i].type = TT_ENTITY_COMPANY;
        (void)memcpy(&d->entities[i].id, &i, sizeof i);
    }
    d->from = 19700;
    d->to = d->as_of = 19700 + (tt_date)c->days;
    return true;
}

static bool make(struct crowd *c, size_t n, tt_arena *a)
{
    tt_rng_init(&c->r, 1, "flows");
    if (!room(c, (uint32_t)(n / 10 + 2), n, a))
        return false;
    while (c->d.n_payments < n)
        deal(c, n);
    return true;
}

/* --- work --- */

static double cpu(void)
{
    struct rusage u;
    (void)getrusage(RUSAGE_SELF, &u);
    return (double)u.ru_utime.tv_sec + (double)u.ru_stime.tv_sec +
           1e-6 * (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec);
}

static long peak(void)
{
    struct rusage u;
    (void)getrusage(RUSAGE_SELF, &u);
    return u.ru_maxrss;
}

static double wall(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* --- cycles --- */

static const struct {
    const char *name;
    tt_cycle_options opt;
} searches[] = {
    {"cycles_6h", {6 * HOUR, 2, 8, 1e-9, 1e9, .visits_per_root = 0}},
    {"cycles_24h", {24 * HOUR, 2, 6, 1e-9, 1e9, .visits_per_root = 0}},
    {"kept_30d", {30 * DAY, 2, 8, 0.85, 1.02, .visits_per_root = 0}},
};

/* Cycles by their length. */
struct counts {
    size_t n[TT_CYCLE_MAX_LEN + 1];
};

static void say_counts(const char *name, const struct counts *c)
{
    const char *between = "";
    printf(", \"%s\": {", name);
    for (int k = 2; k <= TT_CYCLE_MAX_LEN; k++)
        if (c->n[k]) {
            printf("%s\"%d\": %zu", between, k, c->n[k]);
            between = ", ";
        }
    printf("}");
}

static tt_status count(const tt_graph *g, const tt_cycle_options *opt, tt_arena *a,
                       struct counts *c, uint64_t *visits, tt_err *err)
{
    tt_cycles out;
    *c = (struct counts){{0}};
    TT_TRY(tt_cycles_find(g, &g->money, opt, 2, NULL, a, &out, err));
    for (size_t i = 0; i < out.n; i++)
        c->n[out.v[i].len]++;
    *visits = out.effort.visits;
    return TT_OK;
}

static tt_status cycles(const tt_graph *g, const tt_cycle_options *opt, tt_arena *a, tt_err *err)
{
    struct counts c;
    uint64_t visits;
    TT_TRY(count(g, opt, a, &c, &visits, err));
    printf(", \"visits\": %llu", (unsigned long long)visits);
    say_counts("cycles", &c);
    return TT_OK;
}

/* Every later flow is tried after the last of n: nothing is known but the rules. */
static void
try_all(const tt_layer *l, const tt_cycle_options *o, uint32_t *path, unsigned n, struct counts *c)
{
    uint32_t last = path[n - 1];
    for (uint32_t f = last + 1; f < l->n && l->t[f] - l->t[path[0]] <= o->window; f++) {
        double ratio = (double)l->amount[f] / (double)l->amount[last];
        bool seen = false;
        if (l->src[f] != l->dst[last] || l->t[f] == l->t[last] || ratio < o->keep_low ||
            ratio > o->keep_high)
            continue;
        for (unsigned i = 0; i < n; i++)
            seen |= l->dst[path[i]] == l->dst[f];
        path[n] = f;
        if (l->dst[f] == l->src[path[0]])
            c->n[n + 1]++;
        else if (!seen && n + 1 < o->max_len)
            try_all(l, o, path, n + 1, c);
    }
}

static tt_status twin(const tt_graph *g, uint32_t parties, tt_arena *a, tt_err *err)
{
    bool equal = true;
    for (size_t i = 0; i < TT_LEN(searches); i++) {
        struct counts found, tried = {{0}};
        uint64_t visits;
        uint32_t path[TT_CYCLE_MAX_LEN];
        TT_TRY(count(g, &searches[i].opt, a, &found, &visits, err));
        for (path[0] = 0; path[0] < g->money.n; path[0]++)
            try_all(&g->money, &searches[i].opt, path, 1, &tried);
        printf("{\"bench\": \"flows_twin_%s\", \"flows\": %u, \"parties\": %u", searches[i].name,
               g->money.n, parties);
        say_counts("cycles", &found);
        say_counts("by_trying_all", &tried);
        printf("}\n");
        equal &= memcmp(&found, &tried, sizeof found) == 0;
    }
    return equal ? TT_OK : tt_fail(err, TT_EINTERNAL, "the counts differ");
}

/* --- what must not run away --- */

static tt_status crowded(bool hub, size_t n, bool random, tt_arena *a, struct crowd *c, tt_err *err)
{
    tt_rng_init(&c->r, 1, "crowded");
    uint32_t p = hub ? (uint32_t)(n / 2) + 1 : (uint32_t)(sqrt((double)n + 0.25) + 0.5);
    size_t most = hub ? 2 * ((size_t)p - 1) : (size_t)p * (p - 1);
    if (!room(c, p, most, a))
        return tt_fail(err, TT_ENOMEM, "no memory for %zu flows", most);
    for (uint32_t i = 1; i <= (hub ? 1 : p); i++)
        for (uint32_t k = 1; k <= p; k++) {
            double amount = random ? exp(7 + tt_rng_unit(&c->r)) : 1000;
            if (k != i)
                pay(c, i, k, 0, amount);
            if (k != i && hub)
                pay(c, k, i, 0, amount);
        }
    for (size_t i = 1; i <= c->d.n_payments; i++)
        c->d.payments[i].head.date.sec = TT_NO_TIME;
    return TT_OK;
}

/* As flow.cycle_money searches by default, with hubs in the middle. */
static tt_status run_away(const char *shape, size_t n, bool random, bool any_order, tt_err *err)
{
    const tt_cycle_options opt = {.window = 120 * DAY,
                                  .min_len = 2,
                                  .max_len = 6,
                                  .keep_low = 0.85,
                                  .keep_high = 1.02,
                                  .same_day = true,
                                  .any_order = any_order,
                                  .split = 3 * DAY,
                                  .visits_per_root = 100000,
                                  .visits_per_component = 100000000,
                                  .max_cycles = 500000};
    struct crowd c = {0};
    tt_graph g;
    tt_arena a;
    tt_cycles out;
    tt_arena_init(&a, 0);
    tt_status st = crowded(strcmp(shape, "hub") == 0, n, random, &a, &c, err);
    if (st == TT_OK)
        st = tt_graph_build(&c.d, &a, &g, err);
    double start = cpu(), began = wall();
    if (st == TT_OK)
        st = tt_cycles_find(&g, &g.money, &opt, 2, NULL, &a, &out, err);
    if (st == TT_OK)
        printf("{\"bench\": \"flows_%s\", \"flows\": %u, \"amounts\": \"%s\", \"order\": \"%s\", "
               "\"cycles\": %zu, \"visits\": %llu, \"starts_cut\": %llu, \"cpu_seconds\": %.2f, "
               "\"seconds\": %.2f}\n",
               shape, g.money.n, random ? "random" : "equal", any_order ? "any" : "time", out.n,
               (unsigned long long)out.effort.visits, (unsigned long long)out.effort.cut,
               cpu() - start, wall() - began);
    tt_arena_release(&a);
    return st;
}

static tt_status run_all_away(const char *shape, size_t n, tt_err *err)
{
    for (int i = 0; i < 4; i++)
        TT_TRY(run_away(shape, n, i & 1, i & 2, err));
    return TT_OK;
}

/* --- the rest --- */

static tt_status family(const tt_data *d, const tt_graph *g, tt_arena *a, tt_err *err)
{
    size_t n;
    const tt_detector *const *v = tt_detectors(&n);
    bool *enabled = tt_new_n(a, bool, n);
    tt_results out = {0};
    if (!enabled)
        return tt_fail(err, TT_ENOMEM, "no memory for detectors");
    for (size_t i = 0; i < n; i++)
        enabled[i] = v[i]->family == TT_FAMILY_FLOW;
    tt_detect_options opt = {.enabled = enabled, .threads = 2};
    TT_TRY(tt_detect_run(d, g, &opt, a, &out, err));
    printf(", \"findings\": %zu, \"limits\": %zu", out.n_findings, out.n_completeness);
    return TT_OK;
}

static tt_status work(const char *name, struct crowd *c, tt_arena *a, tt_err *err)
{
    tt_graph g;
    bool build = strcmp(name, "build") == 0;
    double start = cpu(), began = wall();
    TT_TRY(tt_graph_build(&c->d, a, &g, err));
    if (strcmp(name, "twin") == 0)
        return twin(&g, c->parties, a, err);
    start = build ? start : cpu();
    began = build ? began : wall();
    long before = peak(); /* most of it are the payments, which no program keeps like this */
    printf("{\"bench\": \"flows_%s\", \"flows\": %u, \"parties\": %u", name, g.money.n, c->parties);
    for (size_t i = 0; i < TT_LEN(searches); i++)
        if (strcmp(name, searches[i].name) == 0)
            TT_TRY(cycles(&g, &searches[i].opt, a, err));
    if (strcmp(name, "family") == 0)
        TT_TRY(family(&c->d, &g, a, err));
    printf(", \"cpu_seconds\": %.2f, \"seconds\": %.2f, \"grown_kib\": %ld, \"peak_kib\": %ld}\n",
           cpu() - start, wall() - began, peak() - before, peak());
    return TT_OK;
}

/* Load a case file and build its graph, told apart. */
static tt_status from_case(const char *path, tt_arena *a, tt_err *err)
{
    tt_store *store;
    tt_data d = {0};
    tt_graph g;
    double start = cpu(), began = wall();
    TT_TRY(tt_store_open(path, TT_STORE_READ, NULL, &store, err));
    tt_status st = tt_store_load(store, tt_ccy_parse(TT_STR("USD")), TT_NO_DATE, a, &d, err);
    tt_store_close(store);
    TT_TRY(st);
    d.n_entities = d.n_mentions;
    d.entities = tt_new_n(a, tt_entity, d.n_entities + 1);
    if (!d.entities)
        return tt_fail(err, TT_ENOMEM, "no memory for parties");
    for (tt_ix i = 1; i <= d.n_mentions; i++)
        d.mentions[i].entity = i;
    double loaded = cpu(), then = wall();
    TT_TRY(tt_graph_build(&d, a, &g, err));
    printf(
        "{\"bench\": \"flows_case\", \"flows\": %u, \"parties\": %u, \"load_cpu_seconds\": %.2f, "
        "\"load_seconds\": %.2f, \"cpu_seconds\": %.2f, \"seconds\": %.2f, \"peak_kib\": %ld}\n",
        g.money.n, g.n_entities, loaded - start, then - began, cpu() - loaded, wall() - then,
        peak());
    return TT_OK;
}

static void write_csv(const struct crowd *c)
{
    printf("payment_id,value_date,payer_name,payee_name,amount,currency\n");
    for (size_t i = 1; i <= c->d.n_payments; i++) {
        const tt_payment *p = &c->d.payments[i];
        const tt_when *at = &p->head.date;
        char day[TT_NUM_TEXT];
        (void)tt_date_text(at->day, day);
        printf("P%zu,%sT%02d:%02d:%02d,Party %u,Party %u,%lld.%02lld,USD\n", i, day, at->sec / HOUR,
               at->sec / 60 % 60, at->sec % 60, p->payer, p->payee,
               (long long)p->amount.minor / 100, (long long)p->amount.minor % 100);
    }
}

static void write_flows(const struct crowd *c)
{
    for (size_t i = 1; i <= c->d.n_payments; i++) {
        const tt_payment *p = &c->d.payments[i];
        printf("%u %u %lld\n", p->payer, p->payee,
               (long long)(p->head.date.day - 19700) * DAY + p->head.date.sec);
    }
}

static tt_status make_and_work(const char *name, size_t n, uint32_t days, tt_arena *a, tt_err *err)
{
    struct crowd c = {.days = days};
    if (strcmp(name, "complete") == 0 || strcmp(name, "hub") == 0)
        return run_all_away(name, n, err);
    if (!make(&c, n, a))
        return tt_fail(err, TT_ENOMEM, "no memory for %zu flows", n);
    if (strcmp(name, "write") == 0)
        write_flows(&c);
    else if (strcmp(name, "csv") == 0)
        write_csv(&c);
    else
        return work(name, &c, a, err);
    return TT_OK;
}

int main(int argc, char **argv)
{
    size_t n = argc > 2 ? strtoul(argv[2], NULL, 10) : 0;
    uint32_t days = argc > 3 ? (uint32_t)strtoul(argv[3], NULL, 10) : 18;
    bool stored = argc == 3 && strcmp(argv[1], "case") == 0;
    tt_arena a;
    tt_err err = {0};
    if (!stored && (!n || days < 2)) {
        (void)fprintf(stderr, "usage: flows WORK FLOWS [DAYS], flows case CASE\n");
        return 2;
    }
    tt_arena_init(&a, 0);
    tt_status st =
        stored ? from_case(argv[2], &a, &err) : make_and_work(argv[1], n, days, &a, &err);
    if (st)
        (void)fprintf(stderr, "flows: %s\n", err.text);
    tt_arena_release(&a);
    return st != TT_OK;
}
