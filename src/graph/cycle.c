/*
 * cycle.c - the search for amount-conserving cycles: starts, budgets, results.
 *
 * Budgets count hops tried, never time: the output does not depend on the machine.  Starts are
 * taken in waves of fixed size; what a component has left is looked at between waves only, so that
 * it does not depend on threads.  The walk from one start is in cycle_walk.c, the layout of the
 * hops in cycle_index.c, the chance of it all in cycle_chance.c.
 */
#include "graph/cycle_chance.h"
#include "graph/cycle_walk.h"

#include "base/par.h"

enum {
    AHEAD = 8,  /* arcs whose next place is asked of memory beforehand */
    BLOCK = 64, /* starts searched by one call */
    WAVE = 32   /* blocks between two looks at the budgets */
};

/* What one block of starts gives. */
struct slot {
    tt_walk_found found;
    uint64_t visits[BLOCK]; /* of each start */
    bool cut[BLOCK];
};

struct search {
    const tt_arcs *x;
    const tt_cycle_options *opt;
    const uint32_t *root; /* starts, in the order of searching */
    size_t n_roots;
    size_t wave_begin;
    uint32_t **mark; /* per thread: 1 + number of the start whose last hop leaves a vertex */
    struct slot *slot;
    const uint64_t *spent; /* visits of a component so far */
};

static uint64_t budget_of(const struct search *s, uint32_t root)
{
    uint64_t budget = s->opt->visits_per_root ? s->opt->visits_per_root : UINT64_MAX;
    if (s->opt->visits_per_component) {
        uint64_t spent = s->spent[s->x->component[s->x->arc[root].src]];
        uint64_t left =
            spent < s->opt->visits_per_component ? s->opt->visits_per_component - spent : 0;
        budget = TT_MIN(budget, left);
    }
    return budget;
}

static tt_status search_block(size_t block, unsigned thread, void *ctx, tt_err *err)
{
    const struct search *s = ctx;
    struct slot *slot = &s->slot[block];
    size_t begin = s->wave_begin + block * BLOCK, end = TT_MIN(begin + BLOCK, s->n_roots);
    for (size_t i = begin; i < end; i++) {
        uint64_t budget = budget_of(s, s->root[i]);
        slot->visits[i - begin] = 0;
        slot->cut[i - begin] = true;
        if (i + 2 < end)
            TT_PREFETCH(&s->x->arc[s->x->arc[s->root[i + 2]].from]);
        if (budget > 0)
            TT_TRY(tt_walk_from(s->x, s->root[i], budget, s->mark[thread], (uint32_t)i + 1,
                                &slot->found, &slot->visits[i - begin], &slot->cut[i - begin],
                                err));
    }
    return TT_OK;
}

/* --- all starts --- */

struct root_key {
    int64_t amount;
    uint32_t num, arc;
};

static int cmp_root(const void *a, const void *b, void *ctx)
{
    const struct root_key *x = a, *y = b;
    TT_UNUSED(ctx);
    if (x->amount != y->amount)
        return x->amount > y->amount ? -1 : 1;
    return (x->num > y->num) - (x->num < y->num);
}

/* The starts by amount, falling: what a budget cuts matters least. */
static tt_status
largest_first(const tt_arcs *x, tt_arena *tmp, uint32_t *root, size_t n, tt_err *err)
{
    struct root_key *k = tt_new_n(tmp, struct root_key, n);
    for (size_t i = 0; k && i < n; i++)
        k[i] = (struct root_key){x->arc[root[i]].amount, x->num[root[i]], root[i]};
    if (!k || !tt_sort(k, n, sizeof *k, cmp_root, NULL))
        return tt_fail(err, TT_ENOMEM, "no room for %zu starts", n);
    for (size_t i = 0; i < n; i++)
        root[i] = k[i].arc;
    return TT_OK;
}

/* Where nothing that starts share can run out, memory is walked in its own order. */
static tt_status
find_roots(const tt_arcs *x, tt_arena *tmp, uint32_t **root, size_t *n, tt_err *err)
{
    *n = 0;
    *root = tt_new_n(tmp, uint32_t, x->n);
    if (!*root)
        return tt_fail(err, TT_ENOMEM, "no room for %u starts", x->n);
    for (uint32_t i = 0; i < x->n; i++) {
        if (i + AHEAD < x->n)
            TT_PREFETCH(&x->arc[x->arc[i + AHEAD].from]);
        if (tt_walk_may_start(x, i))
            (*root)[(*n)++] = i;
    }
    bool shared = x->opt->visits_per_component || x->opt->max_cycles;
    return shared ? largest_first(x, tmp, *root, *n, err) : TT_OK;
}

struct result {
    tt_u32_vec found; /* of the kept cycles, as in tt_walk_found */
    uint64_t n_kept;
};

static uint64_t most_of(const tt_cycle_options *opt)
{
    return opt->max_cycles ? opt->max_cycles : UINT64_MAX;
}

/* Take over what a wave found, in the order of starts. */
static tt_status take_wave(struct search *s, size_t n_blocks, uint64_t *spent, struct result *r,
                           tt_cycles *out, tt_err *err)
{
    uint64_t most = most_of(s->opt);
    for (size_t b = 0; b < n_blocks; b++) {
        struct slot *slot = &s->slot[b];
        size_t begin = s->wave_begin + b * BLOCK;
        for (size_t i = begin; i < TT_MIN(begin + BLOCK, s->n_roots); i++) {
            uint32_t v = s->x->arc[s->root[i]].src;
            spent[s->x->component[v]] += slot->visits[i - begin];
            tt_effort_add(&out->effort, v, slot->visits[i - begin], slot->cut[i - begin]);
        }
        size_t used = 0;
        uint64_t fits = TT_MIN(slot->found.kept, most - r->n_kept);
        for (uint64_t i = 0; i < fits; i++)
            used += 1 + slot->found.arcs.v[used];
        if (used && !tt_vec_reserve(&r->found, used))
            return tt_fail(err, TT_ENOMEM, "no room for cycles");
        if (used)
            memcpy(r->found.v + r->found.n, slot->found.arcs.v, used * sizeof *slot->found.arcs.v);
        r->found.n += used;
        r->n_kept += fits;
        out->cycles_left_out += slot->found.n - fits;
        slot->found.arcs.n = 0;
        slot->found.n = slot->found.kept = 0;
    }
    return TT_OK;
}

static tt_status search_all(struct search *s, unsigned threads, const tt_talk *talk,
                            uint64_t *spent, struct result *r, tt_cycles *out, tt_err *err)
{
    const size_t wave = (size_t)BLOCK * WAVE;
    for (s->wave_begin = 0; s->wave_begin < s->n_roots; s->wave_begin += wave) {
        TT_TRY(tt_progress(talk, "cycles", s->wave_begin, s->n_roots, err));
        size_t n = TT_MIN(wave, s->n_roots - s->wave_begin), blocks = (n + BLOCK - 1) / BLOCK;
        for (size_t b = 0; b < blocks; b++)
            s->slot[b].found.most = most_of(s->opt) - r->n_kept;
        TT_TRY(tt_par_for(blocks, threads, search_block, s, err));
        TT_TRY(take_wave(s, blocks, spent, r, out, err));
    }
    return TT_OK;
}

static tt_status prepare(struct search *s, unsigned threads, uint32_t n_vertices, tt_arena *tmp,
                         uint64_t **spent, tt_err *err)
{
    s->mark = tt_new_n(tmp, uint32_t *, threads);
    s->slot = tt_new_n(tmp, struct slot, WAVE);
    *spent = tt_new_n(tmp, uint64_t, (size_t)n_vertices + 1);
    s->spent = *spent;
    if (!s->mark || !s->slot || !*spent)
        return tt_fail(err, TT_ENOMEM, "no room to search %u vertices", n_vertices);
    for (unsigned t = 0; t < threads; t++)
        if (!(s->mark[t] = tt_new_n(tmp, uint32_t, (size_t)n_vertices + 1)))
            return tt_fail(err, TT_ENOMEM, "no room to search %u vertices", n_vertices);
    return TT_OK;
}

/* --- results --- */

static int cmp_cycle(const void *a, const void *b, void *ctx)
{
    const tt_cycle *x = &((const tt_arc_cycle *)a)->cycle, *y = &((const tt_arc_cycle *)b)->cycle;
    const tt_cycles *all = ctx;
    uint32_t n = TT_MIN(x->n_flows, y->n_flows);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t f = all->flow[x->first + i], g = all->flow[y->first + i];
        if (f != g)
            return f < g ? -1 : 1;
    }
    if (x->n_flows != y->n_flows)
        return x->n_flows < y->n_flows ? -1 : 1;
    for (uint32_t i = 0; i < n; i++) {
        uint8_t f = all->hop[x->first + i], g = all->hop[y->first + i];
        if (f != g)
            return f < g ? -1 : 1;
    }
    return 0;
}

static bool in_order(const tt_arcs *x, const uint32_t *arc, uint32_t len)
{
    for (uint32_t i = 0; i + 1 < len; i++)
        if (!tt_arcs_later(x, arc[i], arc[i + 1]))
            return false;
    return true;
}

static uint32_t
put_flows(const tt_arcs *x, const uint32_t *arc, uint32_t len, tt_cycles *out, uint32_t at)
{
    for (uint32_t i = 0, n; i < len; i++) {
        const uint32_t *flow = tt_arcs_flows(x, arc[i], &n);
        for (uint32_t p = 0; p < n; p++) {
            out->flow[at] = flow[p];
            out->hop[at++] = (uint8_t)i;
        }
    }
    return at;
}

static tt_status
room_for(const tt_arcs *x, const struct result *r, tt_arena *a, tt_cycles *out, tt_err *err)
{
    uint64_t n_flows = 0;
    for (size_t at = 0; at < r->found.n; at += 1 + r->found.v[at])
        for (uint32_t i = 0; i < r->found.v[at]; i++) {
            uint32_t n;
            (void)tt_arcs_flows(x, r->found.v[at + 1 + i], &n);
            n_flows += n;
        }
    if (n_flows > UINT32_MAX)
        return tt_fail(err, TT_ELIMIT, "cycles hold more than 2^32 flows");
    out->v = tt_new_n(a, tt_cycle, r->n_kept);
    out->flow = tt_new_n(a, uint32_t, n_flows);
    out->hop = tt_new_n(a, uint8_t, n_flows);
    if (!out->v || !out->flow || !out->hop)
        return tt_fail(err, TT_ENOMEM, "no room for cycles");
    return TT_OK;
}

static tt_status finish(const tt_arcs *x, const struct result *r, tt_arena *tmp, tt_arena *a,
                        tt_cycles *out, tt_err *err)
{
    tt_chance chance;
    if (r->n_kept == 0)
        return TT_OK;
    TT_TRY(room_for(x, r, a, out, err));
    TT_TRY(tt_chance_init(&chance, x, out->effort.n_entities, tmp, err));
    tt_arc_cycle *v = tt_new_n(tmp, tt_arc_cycle, r->n_kept);
    if (!v)
        return tt_fail(err, TT_ENOMEM, "no room for cycles");
    uint32_t used = 0;
    for (size_t at = 0; at < r->found.n; at += 1 + r->found.v[at]) {
        tt_arc_cycle *c = &v[out->n++];
        c->arc = r->found.v + at + 1;
        c->cycle.first = used;
        c->cycle.ordered = in_order(x, c->arc, r->found.v[at]);
        tt_chance_of(&chance, c->arc, r->found.v[at], (tt_left_out){NULL, 0}, &c->cycle);
        used = put_flows(x, c->arc, c->cycle.len, out, used);
        c->cycle.n_flows = used - c->cycle.first;
    }
    if (!tt_sort(v, out->n, sizeof *v, cmp_cycle, out))
        return tt_fail(err, TT_ENOMEM, "no room for cycles");
    for (size_t i = 0; i < out->n; i++)
        out->v[i] = v[i].cycle;
    return tt_circles_group(&chance, v, tmp, a, out, err);
}

static tt_status check(const tt_cycle_options *o, const tt_layer *layer, tt_err *err)
{
    if (o->min_len < 2 || o->max_len < o->min_len || o->max_len > TT_CYCLE_MAX_LEN)
        return tt_fail(err, TT_EUSAGE, "cycle lengths %u to %u: 2 to %u is possible", o->min_len,
                       o->max_len, (unsigned)TT_CYCLE_MAX_LEN);
    if (!(o->keep_low > 0) || !(o->keep_high >= o->keep_low) ||
        (o->by_quantity && (!(o->value_low > 0) || !(o->value_high >= o->value_low))))
        return tt_fail(err, TT_EUSAGE, "the range of sizes of a cycle is empty");
    if (o->mixed && (o->by_quantity || o->same_hs6))
        return tt_fail(err, TT_EUSAGE, "mixed cycles are held together by amounts");
    if ((o->by_quantity || o->same_hs6) && !layer->hs6)
        return tt_fail(err, TT_EUSAGE, "cycles by quantity or HS code need the goods layer");
    return TT_OK;
}

static tt_status
find(const tt_graph *g, tt_arcs *x, unsigned threads, const tt_talk *talk, tt_arena *tmp,
     tt_arena *a, struct search *s, struct result *r, tt_cycles *out, tt_err *err)
{
    uint32_t *root = NULL;
    uint64_t *spent;
    TT_TRY(tt_effort_init(&out->effort, g->n_entities, a, err));
    TT_TRY(find_roots(x, tmp, &root, &s->n_roots, err));
    s->root = root;
    TT_TRY(prepare(s, threads, g->n_entities, tmp, &spent, err));
    TT_TRY(search_all(s, threads, talk, spent, r, out, err));
    return finish(x, r, tmp, a, out, err);
}

tt_status
tt_cycles_find(const tt_graph *g, const tt_layer *layer, const tt_cycle_options *opt,
               unsigned threads, const tt_talk *talk, tt_arena *a, tt_cycles *out, tt_err *err)
{
    *out = (tt_cycles){0};
    TT_TRY(check(opt, layer, err));
    tt_arena tmp;
    tt_arena_init(&tmp, 0);
    tt_arcs x = {0};
    struct search s = {.x = &x, .opt = opt};
    struct result r = {0};
    tt_cycles got = {0};
    tt_status st = tt_arcs_build(g, layer, opt, &tmp, &x, err);
    if (st == TT_OK)
        st = find(g, &x, TT_MAX(threads, 1u), talk, &tmp, a, &s, &r, &got, err);
    for (size_t b = 0; s.slot && b < WAVE; b++)
        tt_vec_release(&s.slot[b].found.arcs);
    tt_vec_release(&r.found);
    tt_arena_release(&tmp);
    if (st == TT_OK)
        *out = got;
    return st;
}
