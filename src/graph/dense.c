/* dense.c - see dense.h. */
#include "graph/dense.h"

#include "base/num.h"
#include "base/vec.h"
#include "graph/dense_chance.h"
#include "graph/layered.h"

#include <math.h>

TT_VEC(dense_vec, tt_dense);
TT_VEC(place_vec, tt_dense_place);

/* A connected piece that is to be peeled, and how many blocks may be looked for in it. */
struct job {
    tt_layered x;
    uint32_t blocks;
};
TT_VEC(job_vec, struct job);

struct search {
    const tt_ledger *l;
    const tt_dense_options *opt;
    uint32_t *local; /* of a party: 1 + its number in the payments at hand */
    dense_vec v;
    place_vec place;
    tt_u32_vec entry;
    tt_effort effort;
    /* of the window at hand */
    tt_arena *tmp;
    tt_payments p;
    uint32_t *of_entry, *party; /* entry of a payment; party of a number */
    uint64_t share;             /* edges that may be peeled in it */
    job_vec job;                /* the last comes next */
    /* of the component of it at hand */
    uint64_t made, most;
    bool stopped;
};

static tt_status no_room(tt_err *err)
{
    return tt_fail(err, TT_ENOMEM, "no memory for blocks of payments");
}

static void add(int64_t *sum, int64_t v)
{
    if (!tt_add_i64(*sum, v, sum))
        *sum = INT64_MAX;
}

/* --- payments among few parties --- */

static int by_pair(const void *a, const void *b, void *ctx)
{
    const tt_ledger *l = ctx;
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    if (l->src[x] != l->src[y])
        return l->src[x] < l->src[y] ? -1 : 1;
    if (l->dst[x] != l->dst[y])
        return l->dst[x] < l->dst[y] ? -1 : 1;
    return (x > y) - (x < y);
}

static uint32_t number_of(struct search *s, uint32_t party, uint32_t *parties, uint32_t *n)
{
    if (!s->local[party]) {
        parties[*n] = party;
        s->local[party] = ++*n;
    }
    return s->local[party] - 1;
}

/* Entries by (src, dst, time) as payments; *parties: who has which number. */
static tt_status few(struct search *s, const uint32_t *entry, uint32_t n, tt_payments *out,
                     uint32_t **parties, tt_err *err)
{
    const tt_ledger *l = s->l;
    uint8_t *hub = tt_new_n(s->tmp, uint8_t, 2 * (size_t)n);
    *parties = tt_new_n(s->tmp, uint32_t, 2 * (size_t)n);
    *out = (tt_payments){.n = n,
                         .src = tt_new_n(s->tmp, uint32_t, n),
                         .dst = tt_new_n(s->tmp, uint32_t, n),
                         .day = tt_new_n(s->tmp, uint32_t, n),
                         .amount = tt_new_n(s->tmp, int64_t, n),
                         .hub = hub};
    if (!hub || !*parties || !out->src || !out->dst || !out->day || !out->amount)
        return no_room(err);
    for (uint32_t i = 0; i < n; i++) {
        out->src[i] = number_of(s, l->src[entry[i]], *parties, &out->n_parties);
        out->dst[i] = number_of(s, l->dst[entry[i]], *parties, &out->n_parties);
        out->day[i] = l->day[entry[i]];
        out->amount[i] = l->amount[entry[i]];
    }
    for (uint32_t v = 0; v < out->n_parties; v++) {
        hub[v] = s->opt->hub && s->opt->hub[(*parties)[v]];
        s->local[(*parties)[v]] = 0;
    }
    return TT_OK;
}

/* --- one block --- */

/* All payments of its middles: what it is held against. */
static tt_status judge(struct search *s, const tt_layered *x, tt_dense *b, tt_err *err)
{
    uint8_t *middle = tt_new_n(s->tmp, uint8_t, s->p.n_parties);
    uint32_t *entry = tt_new_n(s->tmp, uint32_t, s->p.n), n = 0, *parties;
    tt_payments near;
    if (!middle || !entry)
        return no_room(err);
    for (uint32_t v = 0; v < x->g.n; v++)
        if (x->g.layer[v] && x->g.layer[v] + 1U < x->g.layers)
            middle[x->party[v]] = 1;
    for (uint32_t i = 0; i < s->p.n; i++)
        if (middle[s->p.src[i]] || middle[s->p.dst[i]])
            entry[n++] = s->of_entry[i];
    uint64_t needs = (1 + (uint64_t)s->opt->shuffles) * n * (x->g.layers - 1);
    if (s->made + needs > s->most) {
        s->stopped = true;
        b->p = 2;
        return TT_OK;
    }
    TT_TRY(few(s, entry, n, &near, &parties, err));
    return tt_dense_chance(&near, s->opt, s->entry.v[b->first_entry], s->most, b, &s->made, err);
}

static int cmp_u32(const void *a, const void *b, void *ctx)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    TT_UNUSED(ctx);
    return (x > y) - (x < y);
}

static tt_status take_entries(struct search *s, const tt_layered *x, tt_dense *b, tt_err *err)
{
    b->first_entry = (uint32_t)s->entry.n;
    for (uint32_t e = 0; e < x->g.n_edges; e++) {
        if (x->g.layer[x->g.src[e]] == 0)
            add(&b->in, x->g.amount[e]);
        if (x->g.layer[x->g.dst[e]] + 1U == x->g.layers)
            add(&b->out, x->g.amount[e]);
        for (uint32_t i = x->first[e]; i < x->first[e] + x->count[e]; i++)
            if (!tt_vec_push(&s->entry, s->of_entry[i]))
                return no_room(err);
    }
    b->n_entries = (uint32_t)s->entry.n - b->first_entry;
    return tt_sort(s->entry.v + b->first_entry, b->n_entries, sizeof *s->entry.v, cmp_u32, NULL)
               ? TT_OK
               : no_room(err);
}

static bool enough(const struct search *s, const tt_layered *x, uint32_t *size)
{
    memset(size, 0, TT_PEEL_LAYERS * sizeof *size);
    for (uint32_t v = 0; v < x->g.n; v++)
        size[x->g.layer[v]]++;
    bool all = size[0] && size[x->g.layers - 1];
    for (uint32_t l = 1; l + 1 < x->g.layers; l++)
        all &= size[l] >= s->opt->least;
    return all;
}

static tt_status take(struct search *s, const tt_layered *x, tt_err *err)
{
    tt_dense b = {.layers = x->g.layers};
    if (!enough(s, x, b.size))
        return TT_OK;
    b.first_place = (uint32_t)s->place.n;
    b.n_places = x->g.n;
    for (uint32_t v = 0; v < x->g.n; v++)
        if (!tt_vec_push(&s->place, ((tt_dense_place){s->party[x->party[v]], x->g.layer[v]})))
            return no_room(err);
    TT_TRY(take_entries(s, x, &b, err));
    TT_TRY(judge(s, x, &b, err));
    return b.p > 1 || tt_vec_push(&s->v, b) ? TT_OK : no_room(err);
}

/* A party stays in the layer where most goes through it; of equals in the first. */
static tt_status one_layer_each(struct search *s, const tt_layered *x, uint8_t *kept, tt_err *err)
{
    double *sum = tt_new_n(s->tmp, double, 2 * (size_t)x->g.n);
    uint32_t *best = tt_new_n(s->tmp, uint32_t, s->p.n_parties); /* 1 + vertex */
    if (!sum || !best)
        return no_room(err);
    for (uint32_t e = 0; e < x->g.n_edges; e++)
        if (kept[x->g.src[e]] && kept[x->g.dst[e]]) {
            sum[2 * (size_t)x->g.src[e]] += (double)x->g.amount[e];
            sum[2 * (size_t)x->g.dst[e] + 1] += (double)x->g.amount[e];
        }
    for (uint32_t v = 0; v < x->g.n; v++) {
        bool end = x->g.layer[v] == 0 || x->g.layer[v] + 1U == x->g.layers;
        double a = sum[2 * (size_t)v], b = sum[2 * (size_t)v + 1];
        sum[2 * (size_t)v] = end ? a + b : TT_MIN(a, b);
        uint32_t *of = &best[x->party[v]];
        if (!kept[v])
            continue;
        if (*of && sum[2 * (size_t)(*of - 1)] >= sum[2 * (size_t)v]) {
            kept[v] = 0;
            continue;
        }
        if (*of)
            kept[*of - 1] = 0;
        *of = v + 1;
    }
    return TT_OK;
}

/* Middles through which money goes from those kept to those kept, too: the densest part leaves out
 * those that move less than the others. */
static tt_status add_middles(struct search *s, const tt_layered *x, uint8_t *kept, tt_err *err)
{
    tt_peel_sums *sum = tt_new_n(s->tmp, tt_peel_sums, x->g.n), none = {0};
    if (!sum)
        return no_room(err);
    for (uint32_t e = 0; e < x->g.n_edges; e++) {
        tt_peel_sums *src = &sum[x->g.src[e]], *dst = &sum[x->g.dst[e]];
        tt_peel_add(kept[x->g.dst[e]] ? src : &none, kept[x->g.src[e]] ? dst : &none,
                    x->g.amount[e]);
    }
    for (uint32_t v = 0; v < x->g.n; v++)
        kept[v] |= tt_peel_term(&sum[v], s->opt->rule) > 0;
    return TT_OK;
}

static tt_status
take_pieces(struct search *s, const tt_layered *x, const uint8_t *kept, tt_err *err)
{
    uint8_t *mark = tt_new_n(s->tmp, uint8_t, x->g.n);
    tt_layered *piece;
    uint32_t n;
    if (!mark)
        return no_room(err);
    memcpy(mark, kept, x->g.n);
    TT_TRY(one_layer_each(s, x, mark, err));
    TT_TRY(tt_layered_prune(x, NULL, s->opt->shared, &s->opt->rule, mark, err));
    TT_TRY(tt_layered_split(x, mark, NULL, s->tmp, &piece, &n, err));
    for (uint32_t i = 0; i < n; i++)
        TT_TRY(take(s, &piece[i], err));
    return TT_OK;
}

/* --- one component --- */

/* What the rules allow of x without the edges among those kept (NULL: of all), as connected pieces
 * in the arrays of x. */
static tt_status pieces_of(struct search *s, const tt_layered *x, const uint8_t *kept,
                           tt_layered **piece, uint32_t *n, tt_err *err)
{
    uint8_t *mark = tt_new_n(s->tmp, uint8_t, x->g.n);
    uint8_t *edge = kept ? tt_new_n(s->tmp, uint8_t, x->g.n_edges) : NULL;
    if (!mark || (kept && !edge))
        return no_room(err);
    memset(mark, 1, x->g.n);
    for (uint32_t e = 0; kept && e < x->g.n_edges; e++)
        edge[e] = !(kept[x->g.src[e]] && kept[x->g.dst[e]]);
    TT_TRY(tt_layered_prune(x, edge, s->opt->shared, NULL, mark, err));
    return tt_layered_cut(x, mark, edge, s->tmp, piece, n, err);
}

static tt_status
dig_on(struct search *s, const tt_layered *x, const uint8_t *kept, uint32_t blocks, tt_err *err)
{
    tt_layered *piece;
    uint32_t n;
    TT_TRY(pieces_of(s, x, kept, &piece, &n, err));
    while (n)
        if (!tt_vec_push(&s->job, ((struct job){piece[--n], blocks})))
            return no_room(err);
    return TT_OK;
}

static tt_status peel_one(struct search *s, const tt_layered *x, uint32_t blocks, tt_err *err)
{
    uint32_t size[TT_PEEL_LAYERS];
    tt_peeled peeled;
    if (!enough(s, x, size))
        return TT_OK;
    if (s->made + x->g.n_edges > s->most) {
        s->stopped = true;
        return TT_OK;
    }
    s->made += x->g.n_edges;
    TT_TRY(tt_peel(&x->g, s->opt->rule, s->opt->least, s->tmp, &peeled, err));
    if (!peeled.n || peeled.density <= 0)
        return TT_OK;
    TT_TRY(add_middles(s, x, peeled.kept, err));
    TT_TRY(take_pieces(s, x, peeled.kept, err));
    return blocks > 1 ? dig_on(s, x, peeled.kept, blocks - 1, err) : TT_OK;
}

/* A component, and then what is left of it, piece by piece. */
static tt_status dig(struct search *s, const tt_layered *x, tt_err *err)
{
    tt_arena *window = s->tmp, one;
    tt_status st = TT_OK;
    s->job.n = 0;
    if (!tt_vec_push(&s->job, ((struct job){*x, s->opt->blocks})))
        return no_room(err);
    tt_arena_init(&one, 0);
    s->tmp = &one;
    while (s->job.n && st == TT_OK) {
        struct job j = s->job.v[--s->job.n];
        tt_arena_reset(&one);
        st = peel_one(s, &j.x, j.blocks, err);
    }
    s->tmp = window;
    tt_arena_release(&one);
    return st;
}

/* --- windows --- */

struct component {
    const tt_layered *x;
    double amount;
};

/* What moves most comes first: what a budget cuts matters least. */
static int by_amount(const void *a, const void *b, void *ctx)
{
    const struct component *x = a, *y = b;
    TT_UNUSED(ctx);
    return (x->amount < y->amount) - (x->amount > y->amount);
}

static tt_status search_layers(struct search *s, uint32_t layers, tt_err *err)
{
    tt_layered all, *piece;
    uint32_t n, size[TT_PEEL_LAYERS], n_big = 0;
    TT_TRY(tt_layered_make(&s->p, layers, s->tmp, &all, err));
    TT_TRY(pieces_of(s, &all, NULL, &piece, &n, err));
    struct component *c = tt_new_n(s->tmp, struct component, n);
    if (!c)
        return no_room(err);
    for (uint32_t i = 0; i < n; i++) {
        if (!enough(s, &piece[i], size))
            continue;
        c[n_big].x = &piece[i];
        for (uint32_t e = 0; e < piece[i].g.n_edges; e++)
            c[n_big].amount += (double)piece[i].g.amount[e];
        n_big++;
    }
    if (!tt_sort(c, n_big, sizeof *c, by_amount, NULL))
        return no_room(err);
    for (uint32_t i = 0; i < n_big; i++) {
        uint32_t start = s->party[c[i].x->party[0]];
        s->made = 0;
        s->stopped = false;
        s->most = s->opt->visits_root ? TT_MIN(s->opt->visits_root, s->share) : s->share;
        TT_TRY(dig(s, c[i].x, err));
        s->share -= TT_MIN(s->made, s->share);
        tt_effort_add(&s->effort, start, s->made, s->stopped);
    }
    return TT_OK;
}

static tt_status search_window(struct search *s, uint32_t first, uint32_t end, tt_err *err)
{
    const tt_ledger *l = s->l;
    uint32_t n = 0;
    s->of_entry = tt_new_n(s->tmp, uint32_t, end - first);
    if (!s->of_entry)
        return no_room(err);
    for (uint32_t e = first; e < end; e++)
        if (!s->opt->never || !(s->opt->never[l->src[e]] || s->opt->never[l->dst[e]]))
            s->of_entry[n++] = e;
    if (!tt_sort(s->of_entry, n, sizeof *s->of_entry, by_pair, (void *)(uintptr_t)l))
        return no_room(err);
    TT_TRY(few(s, s->of_entry, n, &s->p, &s->party, err));
    tt_arena *window = s->tmp, one;
    tt_status st = TT_OK;
    tt_arena_init(&one, 0);
    s->tmp = &one;
    for (uint32_t m = s->opt->middles; m && st == TT_OK; m--) {
        tt_arena_reset(&one);
        st = search_layers(s, m + 2, err);
    }
    s->tmp = window;
    tt_arena_release(&one);
    return st;
}

static uint32_t first_on(const tt_ledger *l, uint64_t day)
{
    uint32_t low = 0, high = l->n;
    TT_BISECT(uint32_t, low, high, mid, l->day[mid] < day);
    return low;
}

static tt_status search_all(struct search *s, tt_err *err)
{
    const tt_ledger *l = s->l;
    uint32_t step = TT_MAX(1U, s->opt->window / 2), windows = l->days / step + 1, seen = 0;
    for (uint32_t w = 0; w < windows && seen < l->n; w++) {
        uint64_t day = l->day[0] + (uint64_t)w * step;
        uint32_t first = first_on(l, day), end = first_on(l, day + s->opt->window);
        if (end == seen)
            continue; /* the window before had all of it */
        seen = end;
        s->share = tt_budget_share(0, s->opt->visits, s->effort.visits, windows - w);
        tt_arena_reset(s->tmp);
        TT_TRY(search_window(s, first, end, err));
    }
    return TT_OK;
}

/* --- each payment in one find --- */

static int by_p(const void *a, const void *b, void *ctx)
{
    const tt_dense *x = a, *y = b;
    const uint32_t *entry = ctx;
    if (x->p != y->p)
        return x->p < y->p ? -1 : 1;
    if (x->layers != y->layers)
        return x->layers > y->layers ? -1 : 1;
    if (x->out != y->out)
        return x->out > y->out ? -1 : 1;
    return (entry[x->first_entry] > entry[y->first_entry]) -
           (entry[x->first_entry] < entry[y->first_entry]);
}

static bool is_new(uint8_t *used, const struct search *s, const tt_dense *b)
{
    const uint32_t *e = s->entry.v + b->first_entry;
    for (uint32_t i = 0; i < b->n_entries; i++)
        if (used[e[i]])
            return false;
    for (uint32_t i = 0; i < b->n_entries; i++)
        used[e[i]] = 1;
    return true;
}

static tt_status hand_over(struct search *s, tt_arena *a, tt_denses *out, tt_err *err)
{
    uint8_t *used = tt_new_n(s->tmp, uint8_t, s->l->n);
    *out = (tt_denses){.v = tt_new_n(a, tt_dense, s->v.n),
                       .place = tt_new_n(a, tt_dense_place, s->place.n),
                       .entry = tt_new_n(a, uint32_t, s->entry.n),
                       .effort = s->effort,
                       .judged = s->v.n};
    if (!used || !out->v || !out->place || !out->entry ||
        !tt_sort(s->v.v, s->v.n, sizeof *s->v.v, by_p, s->entry.v))
        return no_room(err);
    for (size_t i = 0; i < s->v.n; i++)
        if (is_new(used, s, &s->v.v[i]))
            out->v[out->n++] = s->v.v[i];
    for (size_t i = 0; i < s->place.n; i++)
        out->place[i] = s->place.v[i];
    for (size_t i = 0; i < s->entry.n; i++)
        out->entry[i] = s->entry.v[i];
    return TT_OK;
}

tt_status tt_denses_find(const tt_ledger *l, const tt_dense_options *opt, tt_arena *a,
                         tt_denses *out, tt_err *err)
{
    tt_arena tmp, keep;
    tt_arena_init(&tmp, 0);
    tt_arena_init(&keep, 0);
    struct search s = {.l = l,
                       .opt = opt,
                       .tmp = &tmp,
                       .local = tt_new_n(&keep, uint32_t, (size_t)l->n_entities + 1)};
    tt_status st = s.local ? tt_effort_init(&s.effort, l->n_entities, a, err) : no_room(err);
    if (st == TT_OK)
        st = search_all(&s, err);
    if (st == TT_OK)
        st = hand_over(&s, a, out, err);
    tt_vec_release(&s.v);
    tt_vec_release(&s.place);
    tt_vec_release(&s.entry);
    tt_vec_release(&s.job);
    tt_arena_release(&tmp);
    tt_arena_release(&keep);
    return st;
}
