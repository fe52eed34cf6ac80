/*
 * cycle_reach.c - see cycle_reach.h.
 *
 * A hop e is between the first and the last of a cycle only if
 *
 *     closing(e) - opening(e) <= window
 *
 * with opening(e) the latest start of a hop that may be first and from which a chain leads to e,
 * and closing(e) the earliest start of a hop that may be last and to which a chain leads from e.  A
 * sweep over all hops in order of time hands the openings on, from the hops that come into a vertex
 * to those that leave it later: of each vertex one number is kept, the latest that came in.  A
 * sweep back hands on the closings.  The first hop of a cycle has a closing within the window, and
 * its vertex is reached by a hop that may be last within the window; and so, seen backwards, the
 * last. Whoever has been dropped hands on nothing, so each sweep sees less than the one before.
 *
 * Both sweeps are one: backwards, time runs as UINT32_MAX - t and the two ends of a hop change
 * places.
 */
#include "graph/cycle_reach.h"

#include "graph/cycle_index.h"

enum {
    AHEAD = 16, /* hops whose vertices are asked of memory beforehand */
    ROUNDS = 6  /* at most; fewer when one drops less than an eighth */
};

/* A hop.  Sweep 0 goes towards later, sweep 1 towards earlier. */
struct passing {
    uint32_t hop, start;
    uint32_t end[2];   /* of sweep i: it leaves end[i] and comes to end[!i] */
    uint32_t reach[2]; /* the opening, as a time of the sweep; 0 = none */
    bool opens[2];     /* it may be the first hop that the sweep meets of a cycle */
};

/* Of a vertex, as times of a sweep: the latest opening that came in, hop that opens and left. */
struct passed {
    uint32_t came, went;
};

struct reach {
    const tt_cycle_options *opt;
    struct passing *v; /* in order of time */
    uint32_t n;
    struct passed *at; /* by vertex */
};

/* Times of a sweep rise as it goes on; 0 is none.  No flow is as late as UINT32_MAX - 1. */
static uint32_t time_of(const struct passing *e, int way)
{
    return way ? UINT32_MAX - e->start : e->start;
}

static bool is_hub(const struct reach *r, uint32_t v)
{
    return r->opt->hub && r->opt->hub[v];
}

/* Of two times of a sweep: is the one that it passed, if any, within the window? */
static bool is_near(const struct reach *r, uint32_t passed, uint32_t now)
{
    return (passed != 0) & (now - passed <= r->opt->window); /* both, without a branch */
}

static bool is_between(const struct reach *r, const struct passing *e)
{
    return (e->reach[0] != 0) & (e->reach[1] != 0) &
           (UINT32_MAX - e->reach[1] - e->reach[0] <= r->opt->window);
}

static void ask(const struct reach *r, struct passing *e, int way)
{
    uint32_t now = time_of(e, way), opening = r->at[e->end[way]].came;
    bool through = !is_hub(r, e->end[way]), near = is_near(r, opening, now);
    bool reached = through & near, closes = is_near(r, r->at[e->end[!way]].went, now);
    e->reach[way] = reached ? opening : 0;
    e->opens[!way] &= reached & closes;
}

/* Hand on its opening; `now` when others of the same time may be before it. */
static void hand_on(const struct reach *r, const struct passing *e, int way, bool tied)
{
    uint32_t now = time_of(e, way), opening = is_between(r, e) ? e->reach[way] : 0;
    struct passed *from = &r->at[e->end[way]], *to = &r->at[e->end[!way]];
    bool fresh = e->opens[way] | (tied & (opening != 0));
    opening = fresh ? now : opening;
    from->went = e->opens[way] ? now : from->went;
    to->came = TT_MAX(to->came, opening);
}

/* The i-th hop of a sweep. */
static struct passing *in_turn(const struct reach *r, uint32_t i, int way)
{
    return &r->v[way ? r->n - 1 - i : i];
}

static void ask_memory(const struct reach *r, uint32_t i, int way)
{
    if (i >= r->n)
        return;
    const struct passing *e = in_turn(r, i, way);
    TT_PREFETCH(&r->at[e->end[0]]);
    TT_PREFETCH(&r->at[e->end[1]]);
}

/*
 * Hops of one time that may follow each other hand on before any of them asks.  Of others of one
 * time some see each other, which drops nothing that should stay.
 */
static void sweep(const struct reach *r, int way)
{
    for (uint32_t i = 0, told = 0; i < r->n; i++) {
        struct passing *e = in_turn(r, i, way);
        ask_memory(r, i + AHEAD, way);
        if (told <= i && tt_arcs_after(r->opt, e->start - 1, e->start - 1))
            for (told = i; told < r->n && in_turn(r, told, way)->start == e->start; told++)
                hand_on(r, in_turn(r, told, way), way, true);
        ask(r, e, way);
        hand_on(r, e, way, false);
    }
}

/* Leave out what can be nowhere in a cycle.  Returns whether that was much. */
static bool drop(struct reach *r)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < r->n; i++)
        if (r->v[i].opens[0] || r->v[i].opens[1] || is_between(r, &r->v[i]))
            r->v[n++] = r->v[i];
    bool much = r->n - n >= r->n / 8 && n > 0;
    r->n = n;
    return much;
}

/* Before the first sweep nothing is ruled out. */
static struct passing passing_of(const tt_hops *h, uint32_t k)
{
    uint32_t start = tt_hop_start(h, k) + 1;
    return (struct passing){
        k, start, {tt_hop_src(h, k), tt_hop_dst(h, k)}, {start, UINT32_MAX - start}, {true, true}};
}

static tt_status no_room(tt_err *err, uint32_t n)
{
    return tt_fail(err, TT_ENOMEM, "no room to follow %u hops", n);
}

static tt_status
follow(struct reach *r, const tt_hops *h, uint32_t n_entities, tt_arena *tmp, tt_err *err)
{
    size_t n = (size_t)n_entities + 1;
    r->v = tt_new_n(tmp, struct passing, h->n);
    r->at = tt_new_n(tmp, struct passed, n);
    if (!r->v || !r->at)
        return no_room(err, h->n);
    for (r->n = 0; r->n < h->n; r->n++)
        r->v[r->n] = passing_of(h, r->n);
    for (unsigned round = 0; round < ROUNDS; round++) {
        memset(r->at, 0, n * sizeof *r->at);
        sweep(r, 0);
        memset(r->at, 0, n * sizeof *r->at);
        sweep(r, 1);
        if (!drop(r))
            break;
    }
    return TT_OK;
}

tt_status
tt_hops_reach(const tt_hops *h, uint32_t n_entities, tt_arena *a, tt_sieved *out, tt_err *err)
{
    struct reach r = {.opt = h->opt};
    tt_arena tmp;
    tt_arena_init(&tmp, 0);
    tt_status st = follow(&r, h, n_entities, &tmp, err);
    *out = (tt_sieved){0};
    if (st == TT_OK) {
        *out = (tt_sieved){r.n, tt_new_n(a, uint32_t, r.n), tt_new_n(a, uint8_t, r.n)};
        if (!out->hop || !out->first)
            st = no_room(err, r.n);
    }
    for (uint32_t i = 0; st == TT_OK && i < r.n; i++) {
        out->hop[i] = r.v[i].hop;
        out->first[i] = r.v[i].opens[0];
    }
    tt_arena_release(&tmp);
    return st;
}
