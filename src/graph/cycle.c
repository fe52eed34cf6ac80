/*
 * cycle.c - the search for amount-conserving cycles.
 *
 * From each hop that could start a cycle, a depth-first walk over hops that are late enough, inside
 * the window and of the right size.  The size rule does the pruning, so nothing is compacted first:
 * at each step the shorter of two lists is walked, hops late enough or hops of the right size, and
 * the other condition is tested.  The last hop but one must end where an arc back to the start
 * leaves, which is marked once for each start.
 *
 * Budgets count hops tried, never time: the output does not depend on the machine.  Starts are
 * taken in waves of fixed size; what a component has left is looked at between waves only, so that
 * it does not depend on threads.
 */
#include "graph/cycle_index.h"

#include "base/par.h"
#include "base/vec.h"

#include <math.h>

enum {
    BLOCK = 256, /* starts searched by one call */
    WAVE = 64,   /* blocks between two looks at the budgets */
    MARKS = 512  /* arcs back to the start; with more, marking costs more than it saves */
};

/* --- the rules --- */

unsigned tt_arcs_measure(const tt_arcs *x, uint32_t a, uint32_t b)
{
    if (x->opt->by_quantity) {
        if (x->dim[a] && x->dim[a] == x->dim[b] && x->size[TT_SIZE_QTY][a] != TT_NO_NUM &&
            x->size[TT_SIZE_QTY][b] != TT_NO_NUM)
            return TT_SIZE_QTY;
        if (x->size[TT_SIZE_KG][a] != TT_NO_NUM && x->size[TT_SIZE_KG][b] != TT_NO_NUM)
            return TT_SIZE_KG;
    }
    const int64_t *amount = x->size[TT_SIZE_AMOUNT];
    bool known = amount[a] != TT_NO_NUM && amount[b] != TT_NO_NUM;
    return known ? TT_SIZE_AMOUNT : TT_SIZE_COUNT;
}

void tt_arcs_range(const tt_arcs *x, unsigned measure, int64_t v, int64_t *low, int64_t *high)
{
    const tt_cycle_options *opt = x->opt;
    bool by_value = opt->by_quantity && measure == TT_SIZE_AMOUNT;
    /* 0.85 times 100 is a little under 85 in binary: the slack keeps whole bounds in. */
    double l = ceil((by_value ? opt->value_low : opt->keep_low) * (double)v - 1e-6);
    double h = floor((by_value ? opt->value_high : opt->keep_high) * (double)v + 1e-6);
    *low = l < 1 ? 1 : l < 9e18 ? (int64_t)l : INT64_MAX;
    *high = h < 9e18 ? (int64_t)h : INT64_MAX - 1;
}

bool tt_arcs_keeps(const tt_arcs *x, uint32_t a, uint32_t b)
{
    unsigned m = tt_arcs_measure(x, a, b);
    if (m == TT_SIZE_COUNT)
        return false;
    int64_t low, high;
    tt_arcs_range(x, m, x->size[m][a], &low, &high);
    return x->size[m][b] >= low && x->size[m][b] <= high;
}

/* --- one walk --- */

struct step {
    uint32_t arc;      /* that was taken to get here */
    uint32_t at, stop; /* arcs, or places in rising, still to be tried */
    bool rising;
    int64_t low, high;    /* amounts that may follow; not used with by_quantity */
    uint32_t first, last; /* start and end of the walk so far */
};

TT_VEC(found_vec, uint32_t); /* len, then arcs, again and again */

/* What one block of starts gives. */
struct slot {
    found_vec found;
    uint64_t n_found;
    uint64_t visits, cut, searched;
    uint64_t *root_visits; /* of each start in the block */
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

struct walk {
    const struct search *s;
    struct slot *slot;
    uint32_t home;        /* where it started */
    const uint32_t *mark; /* NULL: not marked */
    uint32_t stamp;
    uint64_t visits;
    unsigned depth; /* steps taken */
    struct step step[TT_CYCLE_MAX_LEN];
};

/* The starts of hops that may come: [from, to], both included. */
static void
time_range(const tt_cycle_options *opt, const struct step *s, uint32_t *from, uint32_t *to)
{
    *from = opt->any_order && s->last > opt->window ? s->last - opt->window : 0;
    *to = s->first > UINT32_MAX - opt->window ? UINT32_MAX : s->first + opt->window;
}

static uint32_t first_from(const tt_arcs *x, uint32_t low, uint32_t high, uint32_t start)
{
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (x->start[mid] < start)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

static uint32_t first_amount(const tt_arcs *x, const tt_bucket *b, int64_t amount, bool above)
{
    uint32_t low = b->begin, high = b->end;
    const int64_t *v = x->size[TT_SIZE_AMOUNT];
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        int64_t m = v[x->rising[mid]];
        if (above ? m <= amount : m < amount)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

/* Decide which hops are tried after the last one of the walk. */
static void open_step(const struct walk *w, struct step *s)
{
    const tt_arcs *x = w->s->x;
    const tt_cycle_options *opt = w->s->opt;
    s->at = s->stop = 0;
    s->rising = false;
    if (x->to[s->arc] == TT_ARC_NONE)
        return;
    const tt_bucket *b = &x->buckets[x->to[s->arc]];
    if (!opt->by_quantity)
        tt_arcs_range(x, TT_SIZE_AMOUNT, x->size[TT_SIZE_AMOUNT][s->arc], &s->low, &s->high);
    uint32_t from, to;
    time_range(opt, s, &from, &to);
    s->at = opt->any_order ? first_from(x, b->begin, b->end, from) : x->from[s->arc];
    s->stop = b->end;
    if (s->stop - s->at <= TT_ARC_SCAN)
        return;
    if (to < UINT32_MAX)
        s->stop = first_from(x, s->at, s->stop, to + 1);
    if (s->stop - s->at <= TT_ARC_SCAN || !x->rising)
        return;
    uint32_t low = first_amount(x, b, s->low, false), high = first_amount(x, b, s->high, true);
    if (high - low < s->stop - s->at) {
        s->rising = true;
        s->at = low;
        s->stop = high;
    }
}

/* Everything but the shape: time and size of hop c after the last one of the walk. */
static bool fits(const struct walk *w, const struct step *s, uint32_t c)
{
    const tt_arcs *x = w->s->x;
    const tt_cycle_options *opt = w->s->opt;
    if (opt->by_quantity
            ? !tt_arcs_keeps(x, s->arc, c)
            : x->size[TT_SIZE_AMOUNT][c] < s->low || x->size[TT_SIZE_AMOUNT][c] > s->high)
        return false;
    if (!opt->any_order && !tt_arcs_later(x, s->arc, c))
        return false;
    return TT_MAX(s->last, x->end[c]) - TT_MIN(s->first, x->start[c]) <= opt->window;
}

static bool on_path(const struct walk *w, uint32_t v)
{
    for (unsigned i = 0; i < w->depth; i++)
        if (w->s->x->dst[w->step[i].arc] == v)
            return true;
    return false;
}

static bool long_enough(const tt_arcs *x, uint32_t arc)
{
    int64_t v = x->size[TT_SIZE_AMOUNT][arc];
    return x->opt->min_amount <= 0 || (v != TT_NO_NUM && v >= x->opt->min_amount);
}

/* Is the cycle of n arcs also one when it starts with arc[by]? */
static bool turns(const tt_arcs *x, const uint32_t *arc, unsigned n, unsigned by)
{
    if (!long_enough(x, arc[by]))
        return false;
    if (x->opt->hub)
        for (unsigned i = 0; i < n; i++)
            if (i != by && x->opt->hub[x->src[arc[i]]])
                return false;
    for (unsigned i = 0; i + 1 < n; i++) {
        uint32_t a = arc[(by + i) % n], b = arc[(by + i + 1) % n];
        if (!tt_arcs_keeps(x, a, b) || (!x->opt->any_order && !tt_arcs_later(x, a, b)))
            return false;
    }
    return true;
}

/* Keep the walk closed by arc c, unless the same cycle is found from an earlier hop as well. */
static tt_status keep(struct walk *w, uint32_t c, tt_err *err)
{
    const tt_arcs *x = w->s->x;
    uint32_t arc[TT_CYCLE_MAX_LEN + 1], n = 0;
    for (; n < w->depth; n++)
        arc[n] = w->step[n].arc;
    arc[n++] = c;
    for (unsigned i = 1; i < n; i++)
        if (x->num[arc[i]] < x->num[arc[0]] && turns(x, arc, n, i))
            return TT_OK;
    found_vec *f = &w->slot->found;
    if (!tt_vec_reserve(f, (size_t)n + 1))
        return tt_fail(err, TT_ENOMEM, "no room for cycles");
    f->v[f->n++] = n;
    memcpy(f->v + f->n, arc, n * sizeof *arc);
    f->n += n;
    w->slot->n_found++;
    return TT_OK;
}

static void push(struct walk *w, uint32_t c)
{
    const tt_arcs *x = w->s->x;
    struct step *s = &w->step[w->depth];
    *s = (struct step){.arc = c, .first = x->start[c], .last = x->end[c]};
    if (w->depth > 0) {
        s->first = TT_MIN(s->first, s[-1].first);
        s->last = TT_MAX(s->last, s[-1].last);
    }
    w->depth++;
    open_step(w, s);
}

static tt_status try_arc(struct walk *w, uint32_t c, tt_err *err)
{
    const tt_arcs *x = w->s->x;
    const tt_cycle_options *opt = w->s->opt;
    const struct step *s = &w->step[w->depth - 1];
    if (!fits(w, s, c))
        return TT_OK;
    uint32_t v = x->dst[c];
    if (v == w->home)
        return w->depth + 1 >= opt->min_len ? keep(w, c, err) : TT_OK;
    if (w->depth + 1 >= opt->max_len || (opt->hub && opt->hub[v]) || on_path(w, v))
        return TT_OK;
    if (w->depth + 2 == opt->max_len && w->mark && w->mark[v] != w->stamp)
        return TT_OK; /* one hop is left, and none from here leads home */
    push(w, c);
    return TT_OK;
}

/* The walk from one start. */
static tt_status search_root(struct walk *w, uint64_t budget, tt_err *err)
{
    const tt_arcs *x = w->s->x;
    while (w->depth > 0) {
        struct step *s = &w->step[w->depth - 1];
        if (s->at == s->stop) {
            w->depth--;
            continue;
        }
        if (w->visits == budget) {
            w->slot->cut++;
            return TT_OK;
        }
        w->visits++;
        uint32_t at = s->at++;
        TT_TRY(try_arc(w, s->rising ? x->rising[at] : at, err));
    }
    return TT_OK;
}

/* --- starts --- */

/* The ends of hops that could close a cycle from root: [from, to], both included.  Wide is fine. */
static void home_range(const tt_arcs *x, uint32_t root, uint32_t *from, uint32_t *to)
{
    const tt_cycle_options *opt = x->opt;
    uint32_t first = x->start[root], last = x->end[root];
    *from = !opt->any_order ? last : last > opt->window ? last - opt->window : 0;
    *to = first > UINT32_MAX - opt->window ? UINT32_MAX : first + opt->window;
}

static uint32_t first_home(const tt_arcs *x, const tt_bucket *b, uint32_t end)
{
    uint32_t low = b->in_begin, high = b->in_end;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (x->in_end[mid] < end)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

static bool may_start(const tt_arcs *x, uint32_t arc)
{
    const tt_bucket *b = &x->buckets[x->bucket[arc]];
    const tt_cycle_options *opt = x->opt;
    if (!long_enough(x, arc) || x->to[arc] == TT_ARC_NONE || b->in_begin == b->in_end)
        return false;
    if (opt->hub && opt->hub[x->dst[arc]])
        return false;
    uint32_t from, to;
    home_range(x, arc, &from, &to);
    uint32_t i = first_home(x, b, from);
    return i < b->in_end && x->in_end[i] <= to;
}

/* Mark the vertices from which a hop leads home.  False when there are too many to be worth it. */
static bool mark_homes(const tt_arcs *x, uint32_t root, uint32_t *mark, uint32_t stamp)
{
    const tt_bucket *b = &x->buckets[x->bucket[root]];
    uint32_t from, to;
    home_range(x, root, &from, &to);
    uint32_t i = first_home(x, b, from);
    for (uint32_t n = 0; i < b->in_end && x->in_end[i] <= to; i++, n++) {
        if (n == MARKS)
            return false;
        mark[x->in_src[i]] = stamp;
    }
    return true;
}

static uint64_t budget_of(const struct search *s, uint32_t root)
{
    uint64_t budget = s->opt->visits_per_root ? s->opt->visits_per_root : UINT64_MAX;
    if (s->opt->visits_per_component) {
        uint64_t spent = s->spent[s->x->component[s->x->src[root]]];
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
    struct walk w = {.s = s, .slot = slot};
    for (size_t i = begin; i < end; i++) {
        uint64_t budget = budget_of(s, s->root[i]);
        if (budget == 0) {
            slot->cut++;
            continue;
        }
        w.stamp = (uint32_t)i + 1;
        w.mark = mark_homes(s->x, s->root[i], s->mark[thread], w.stamp) ? s->mark[thread] : NULL;
        w.home = s->x->src[s->root[i]];
        w.visits = 0;
        w.depth = 0;
        push(&w, s->root[i]);
        TT_TRY(search_root(&w, budget, err));
        slot->root_visits[i - begin] = w.visits;
        slot->visits += w.visits;
        slot->searched++;
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
find_roots(const tt_arcs *x, tt_arena *tmp, uint32_t **root, size_t *n, tt_err *err)
{
    size_t at = 0;
    *n = 0;
    for (uint32_t i = 0; i < x->n; i++)
        *n += may_start(x, i);
    struct root_key *k = tt_new_n(tmp, struct root_key, *n);
    *root = tt_new_n(tmp, uint32_t, *n);
    if (!k || !*root)
        return tt_fail(err, TT_ENOMEM, "no room for %zu starts", *n);
    for (uint32_t i = 0; i < x->n; i++)
        if (may_start(x, i))
            k[at++] = (struct root_key){x->size[TT_SIZE_AMOUNT][i], x->num[i], i};
    if (!tt_sort(k, *n, sizeof *k, cmp_root, NULL))
        return tt_fail(err, TT_ENOMEM, "no room for %zu starts", *n);
    for (size_t i = 0; i < *n; i++)
        (*root)[i] = k[i].arc;
    return TT_OK;
}

TT_VEC(cycle_vec, tt_cycle);

struct result {
    found_vec found; /* of the kept cycles */
    uint64_t n_kept;
};

/* Take over what a wave found, in the order of starts. */
static tt_status take_wave(struct search *s, size_t n_blocks, uint64_t *spent, struct result *r,
                           tt_cycles *out, tt_err *err)
{
    uint64_t most = s->opt->max_cycles ? s->opt->max_cycles : UINT64_MAX;
    for (size_t b = 0; b < n_blocks; b++) {
        struct slot *slot = &s->slot[b];
        size_t begin = s->wave_begin + b * BLOCK;
        out->visits += slot->visits;
        out->roots += slot->searched;
        out->roots_cut += slot->cut;
        for (size_t i = begin; i < TT_MIN(begin + BLOCK, s->n_roots); i++)
            spent[s->x->component[s->x->src[s->root[i]]]] += slot->root_visits[i - begin];
        size_t used = 0;
        uint64_t fits = TT_MIN(slot->n_found, most - r->n_kept);
        for (uint64_t i = 0; i < fits; i++)
            used += 1 + slot->found.v[used];
        if (used && !tt_vec_reserve(&r->found, used))
            return tt_fail(err, TT_ENOMEM, "no room for cycles");
        if (used)
            memcpy(r->found.v + r->found.n, slot->found.v, used * sizeof *slot->found.v);
        r->found.n += used;
        r->n_kept += fits;
        out->cycles_left_out += slot->n_found - fits;
        slot->found.n = 0;
        slot->n_found = slot->visits = slot->cut = slot->searched = 0;
        memset(slot->root_visits, 0, BLOCK * sizeof *slot->root_visits);
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
    for (size_t b = 0; b < WAVE; b++)
        if (!(s->slot[b].root_visits = tt_new_n(tmp, uint64_t, BLOCK)))
            return tt_fail(err, TT_ENOMEM, "no room to search %u vertices", n_vertices);
    return TT_OK;
}

/* --- results --- */

static int cmp_cycle(const void *a, const void *b, void *ctx)
{
    const tt_cycle *x = a, *y = b;
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
    for (uint32_t i = 0; i < len; i++)
        for (uint32_t p = x->part_off[arc[i]]; p < x->part_off[arc[i] + 1]; p++) {
            out->flow[at] = x->part[p];
            out->hop[at++] = (uint8_t)i;
        }
    return at;
}

static tt_status finish(const tt_arcs *x, const struct result *r, tt_arena *tmp, tt_arena *a,
                        tt_cycles *out, tt_err *err)
{
    tt_chance chance;
    uint64_t n_flows = 0;
    if (r->n_kept == 0)
        return TT_OK;
    for (size_t at = 0; at < r->found.n; at += 1 + r->found.v[at])
        for (uint32_t i = 0; i < r->found.v[at]; i++) {
            uint32_t arc = r->found.v[at + 1 + i];
            n_flows += x->part_off[arc + 1] - x->part_off[arc];
        }
    if (n_flows > UINT32_MAX)
        return tt_fail(err, TT_ELIMIT, "cycles hold more than 2^32 flows");
    TT_TRY(tt_chance_init(&chance, x, tmp, err));
    out->v = tt_new_n(a, tt_cycle, r->n_kept);
    out->flow = tt_new_n(a, uint32_t, n_flows);
    out->hop = tt_new_n(a, uint8_t, n_flows);
    if (!out->v || !out->flow || !out->hop)
        return tt_fail(err, TT_ENOMEM, "no room for cycles");
    uint32_t used = 0;
    for (size_t at = 0; at < r->found.n; at += 1 + r->found.v[at]) {
        const uint32_t *arc = r->found.v + at + 1;
        tt_cycle *c = &out->v[out->n++];
        c->first = used;
        c->ordered = in_order(x, arc, r->found.v[at]);
        tt_chance_of(&chance, arc, r->found.v[at], c);
        used = put_flows(x, arc, c->len, out, used);
        c->n_flows = used - c->first;
    }
    if (!tt_sort(out->v, out->n, sizeof *out->v, cmp_cycle, out))
        return tt_fail(err, TT_ENOMEM, "no room for cycles");
    return TT_OK;
}

static tt_status check(const tt_cycle_options *o, const tt_layer *layer, tt_err *err)
{
    if (o->min_len < 2 || o->max_len < o->min_len || o->max_len > TT_CYCLE_MAX_LEN)
        return tt_fail(err, TT_EUSAGE, "cycle lengths %u to %u: 2 to %u is possible", o->min_len,
                       o->max_len, (unsigned)TT_CYCLE_MAX_LEN);
    if (!(o->keep_low > 0) || !(o->keep_high >= o->keep_low) ||
        (o->by_quantity && (!(o->value_low > 0) || !(o->value_high >= o->value_low))))
        return tt_fail(err, TT_EUSAGE, "the range of sizes of a cycle is empty");
    if ((o->by_quantity || o->same_hs6) && !layer->hs6)
        return tt_fail(err, TT_EUSAGE, "cycles by quantity or HS code need the goods layer");
    return TT_OK;
}

static tt_status
find(const tt_graph *g, tt_arcs *x, unsigned threads, const tt_talk *talk, tt_arena *tmp,
     tt_arena *a, struct search *s, struct result *r, tt_cycles *out, tt_err *err)
{
    uint32_t *root;
    uint64_t *spent;
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
        tt_vec_release(&s.slot[b].found);
    tt_vec_release(&r.found);
    tt_arena_release(&tmp);
    if (st == TT_OK)
        *out = got;
    return st;
}
