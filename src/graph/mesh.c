/* mesh.c - see mesh.h.  Which are kept: mesh_apart.c; how often chance makes them:
 * mesh_chance.c. */
#include "graph/mesh_apart.h"
#include "graph/mesh_chance.h"

#include "base/num.h"
#include "base/vec.h"

TT_VEC(mesh_vec, tt_mesh);

enum { PAYERS, PAYEES, SIDES };

/* Pairs of the window at hand, from each side: of a payer its payees, of a payee its payers. */
struct lists {
    const uint32_t *other;
    uint32_t *from, *to; /* by party, in other */
};

struct layer {
    tt_u32_vec side[SIDES];
    uint32_t near[SIDES]; /* parties that could be chosen from */
    uint32_t pairs;
};

struct search {
    const tt_ledger *l;
    const tt_mesh_options *opt;
    tt_spans span;
    uint32_t window;
    struct lists of[SIDES];
    uint32_t *payers; /* memory of of[PAYEES].other */
    uint32_t *common; /* of a party: how many of the payees of the start it pays */
    uint32_t *count;  /* of a party: how many of a side have a pair with it */
    uint64_t *mark, turn;
    tt_u32_vec near, met, many; /* who pays a payee; who was counted; starts by `common` */
    struct layer at, best;
    uint64_t share, made; /* visits that the start at hand may make, and made */
    bool stopped;
    tt_closed closed;
    mesh_vec v;
    tt_u32_vec party, entry;
    tt_effort effort;
    uint64_t left_out;
};

static tt_status no_room(tt_err *err)
{
    return tt_fail(err, TT_ENOMEM, "no memory for layers of payments");
}

static const uint32_t *others(const struct search *s, int side, uint32_t v, uint32_t *n)
{
    const struct lists *x = &s->of[side];
    *n = x->to[v] - x->from[v];
    return x->other + x->from[v];
}

/* Count visits; true when the budget of the start is used up. */
static bool is_spent(struct search *s, uint64_t visits)
{
    s->stopped |= s->share - s->made < visits;
    s->made += s->stopped ? 0 : visits;
    return s->stopped;
}

static void mark_all(struct search *s, const uint32_t *v, size_t n)
{
    s->turn++;
    for (size_t i = 0; i < n; i++)
        s->mark[v[i]] = s->turn;
}

/* --- one window --- */

static void open_window(struct search *s, uint32_t w)
{
    const tt_spans *x = &s->span;
    const uint32_t *src = x->src + x->off[w], *dst = x->dst + x->off[w];
    uint32_t n = (uint32_t)(x->off[w + 1] - x->off[w]), sum = 0;
    struct lists *out = &s->of[PAYERS], *in = &s->of[PAYEES];
    s->window = w;
    out->other = dst;
    for (uint32_t i = 0; i < n; i++) {
        if (i == 0 || src[i] != src[i - 1])
            out->from[src[i]] = i;
        out->to[src[i]] = i + 1;
        in->to[dst[i]]++;
    }
    for (uint32_t i = 0; i < n; i++) { /* room for each payee, in the order of their appearance */
        uint32_t t = dst[i], many = in->to[t];
        if (in->from[t] == UINT32_MAX) {
            in->from[t] = in->to[t] = sum;
            sum += many;
        }
    }
    for (uint32_t i = 0; i < n; i++)
        s->payers[in->to[dst[i]]++] = src[i];
}

static void close_window(struct search *s)
{
    const tt_spans *x = &s->span;
    for (size_t i = x->off[s->window]; i < x->off[s->window + 1]; i++) {
        s->of[PAYERS].from[x->src[i]] = s->of[PAYERS].to[x->src[i]] = 0;
        s->of[PAYEES].to[x->dst[i]] = 0;
        s->of[PAYEES].from[x->dst[i]] = UINT32_MAX;
    }
}

/* --- one start --- */

/* Who else pays its payees, and how many of them; how often pairs close. */
static tt_status look_around(struct search *s, uint32_t start, tt_err *err)
{
    uint32_t n, n_in;
    const uint32_t *payee = others(s, PAYERS, start, &n);
    double paid = 0, expected = 0, seen = 0;
    for (uint32_t i = 0; i < n; i++)
        paid += s->span.paid[payee[i]];
    for (uint32_t i = 0; i < n; i++) {
        const uint32_t *payer = others(s, PAYEES, payee[i], &n_in);
        if (is_spent(s, n_in))
            return TT_OK;
        for (uint32_t k = 0; k < n_in; k++) {
            if (payer[k] == start)
                continue;
            if (!s->common[payer[k]]++ && !tt_vec_push(&s->near, payer[k]))
                return no_room(err);
            expected += s->span.pays[payer[k]] * (paid - s->span.paid[payee[i]]);
        }
    }
    for (size_t i = 0; i < s->near.n; i++)
        seen += (double)s->common[s->near.v[i]] * (s->common[s->near.v[i]] - 1);
    tt_closings *const at[] = {&s->closed.window[s->window], &s->closed.party[start]};
    for (size_t i = 0; i < TT_LEN(at); i++) {
        at[i]->seen += seen;
        at[i]->expected += expected;
    }
    return TT_OK;
}

/* How many of a side each party that is not in it has a pair with: count, of those in met. */
static tt_status count_others(struct search *s, int side, tt_err *err)
{
    const tt_u32_vec *from = &s->at.side[side];
    uint32_t n;
    mark_all(s, from->v, from->n);
    s->met.n = 0;
    for (size_t i = 0; i < from->n; i++) {
        const uint32_t *v = others(s, side, from->v[i], &n);
        if (is_spent(s, n))
            break;
        for (uint32_t k = 0; k < n; k++)
            if (s->mark[v[k]] != s->turn && !s->count[v[k]]++ && !tt_vec_push(&s->met, v[k]))
                return no_room(err);
    }
    s->at.near[!side] = (uint32_t)s->met.n;
    return TT_OK;
}

/* The parties that have pairs with at least `density` of a side, and are not in it. */
static tt_status gather(struct search *s, int side, tt_err *err)
{
    struct layer *x = &s->at;
    tt_u32_vec *to = &x->side[!side];
    double least = s->opt->density * (double)x->side[side].n - 1e-9;
    TT_TRY(count_others(s, side, err));
    to->n = x->pairs = 0;
    for (size_t i = 0; i < s->met.n; i++) {
        uint32_t v = s->met.v[i], met = s->count[v];
        s->count[v] = 0;
        if (s->stopped || (double)met < least)
            continue;
        x->pairs += met;
        if (!tt_vec_push(to, v))
            return no_room(err);
    }
    return TT_OK;
}

static void forget(struct search *s)
{
    for (size_t i = 0; i < s->met.n; i++)
        s->count[s->met.v[i]] = 0;
}

/* Leave out payees whom less than half of the payers pay; *holds: each payer pays half of the
 * others, and all of them together enough. */
static tt_status trim(struct search *s, bool *holds, tt_err *err)
{
    struct layer *x = &s->at;
    tt_u32_vec *payer = &x->side[PAYERS], *payee = &x->side[PAYEES];
    size_t kept = 0;
    TT_TRY(count_others(s, PAYERS, err));
    for (size_t i = 0; i < payee->n; i++)
        if (2 * (size_t)s->count[payee->v[i]] >= payer->n)
            payee->v[kept++] = payee->v[i];
    forget(s);
    payee->n = kept;
    x->pairs = 0;
    *holds = true;
    TT_TRY(count_others(s, PAYEES, err));
    for (size_t i = 0; i < payer->n; i++) {
        x->pairs += s->count[payer->v[i]];
        *holds &= 2 * (size_t)s->count[payer->v[i]] >= kept;
    }
    forget(s);
    *holds &= x->pairs >= s->opt->density * (double)payer->n * (double)kept - 1e-9;
    return TT_OK;
}

static int64_t closed(const struct layer *x)
{
    return (int64_t)x->pairs - (int64_t)(x->side[PAYERS].n + x->side[PAYEES].n) + 1;
}

static bool is_better(const struct layer *x, const struct layer *than)
{
    size_t n = x->side[PAYERS].n + x->side[PAYEES].n;
    size_t than_n = than->side[PAYERS].n + than->side[PAYEES].n;
    return than_n == 0 || closed(x) > closed(than) || (closed(x) == closed(than) && n < than_n);
}

/* The layer from those that pay k of the payees of the start. */
static tt_status try_level(struct search *s, uint32_t start, uint32_t k, tt_err *err)
{
    const size_t least = s->opt->least;
    tt_u32_vec *payer = &s->at.side[PAYERS], *payee = &s->at.side[PAYEES];
    bool holds;
    payer->n = 0;
    bool room = tt_vec_push(payer, start);
    for (size_t i = 0; room && i < s->near.n; i++)
        if (s->common[s->near.v[i]] >= k)
            room = tt_vec_push(payer, s->near.v[i]);
    if (!room)
        return no_room(err);
    if (is_spent(s, s->near.n))
        return TT_OK;
    TT_TRY(gather(s, PAYERS, err));
    if (payee->n < least)
        return TT_OK;
    TT_TRY(gather(s, PAYEES, err));
    if (payer->n < least)
        return TT_OK;
    TT_TRY(trim(s, &holds, err));
    if (!holds || s->stopped || payee->n < least || closed(&s->at) <= 0 ||
        !is_better(&s->at, &s->best))
        return TT_OK;
    struct layer better = s->at; /* its memory changes hands */
    s->at = s->best;
    s->best = better;
    return TT_OK;
}

static tt_status try_levels(struct search *s, uint32_t start, tt_err *err)
{
    uint32_t n, before = 0;
    size_t kept = 0;
    const uint32_t *payee = others(s, PAYERS, start, &n);
    mark_all(s, payee, n);
    s->many.n = 0;
    for (uint32_t k = 0; k <= n; k++)
        if (!tt_vec_push(&s->many, 0))
            return no_room(err);
    for (size_t i = 0; i < s->near.n; i++) { /* payees of the start are no payers */
        uint32_t v = s->near.v[i];
        bool keep = s->mark[v] != s->turn && s->common[v] > 1;
        s->many.v[s->common[v]] += keep;
        if (keep)
            s->near.v[kept++] = v;
        else
            s->common[v] = 0;
    }
    s->near.n = kept;
    for (uint32_t k = 2, left = (uint32_t)kept; k <= n && left; k++) {
        if (left != before && !s->stopped)
            TT_TRY(try_level(s, start, k, err));
        before = left;
        left -= s->many.v[k];
    }
    return TT_OK;
}

/* --- keeping --- */

static tt_status keep(struct search *s, uint32_t start, tt_err *err)
{
    struct layer *x = &s->best;
    tt_mesh b = {.party = (uint32_t)s->party.n,
                 .n_src = (uint32_t)x->side[PAYERS].n,
                 .n_dst = (uint32_t)x->side[PAYEES].n,
                 .window = s->window,
                 .start = start,
                 .pairs = x->pairs,
                 .closed = (uint32_t)closed(x)};
    if (s->opt->most &&
        (s->v.n == s->opt->most || s->party.n + b.n_src + b.n_dst > TT_MESH_SIDES)) {
        s->left_out++;
        return TT_OK;
    }
    for (int side = 0; side < SIDES; side++) {
        const tt_u32_vec *v = &x->side[side];
        if (!tt_sort(v->v, v->n, sizeof *v->v, tt_mesh_cmp_u32, NULL) ||
            !tt_vec_reserve(&s->party, v->n))
            return no_room(err);
        memcpy(s->party.v + s->party.n, v->v, v->n * sizeof *v->v);
        s->party.n += v->n;
    }
    b.log_chance =
        tt_log_choose(x->near[PAYERS], b.n_src) + tt_log_choose(x->near[PAYEES], b.n_dst);
    return tt_vec_push(&s->v, b) ? TT_OK : no_room(err);
}

static tt_status look_at(struct search *s, uint32_t start, tt_err *err)
{
    s->made = s->near.n = 0;
    s->stopped = false;
    s->best.side[PAYERS].n = s->best.side[PAYEES].n = 0;
    TT_TRY(look_around(s, start, err));
    if (!s->stopped)
        TT_TRY(try_levels(s, start, err));
    for (size_t i = 0; i < s->near.n; i++)
        s->common[s->near.v[i]] = 0;
    tt_effort_add(&s->effort, start, s->made, s->stopped);
    return s->best.side[PAYERS].n ? keep(s, start, err) : TT_OK;
}

/* Where the pairs of the payer of pair i end. */
static size_t next_payer(const tt_spans *x, uint32_t w, size_t i)
{
    size_t k = i + 1;
    while (k < x->off[w + 1] && x->src[k] == x->src[i])
        k++;
    return k;
}

static uint64_t count_starts(const tt_spans *x, uint32_t least)
{
    uint64_t starts = 0;
    for (uint32_t w = 0; w < x->n; w++)
        for (size_t i = x->off[w], k; i < x->off[w + 1]; i = k) {
            k = next_payer(x, w, i);
            starts += k - i >= least;
        }
    return starts;
}

static tt_status look(struct search *s, uint64_t starts, tt_err *err)
{
    const tt_spans *x = &s->span;
    for (uint32_t w = 0; w < x->n; w++) {
        open_window(s, w);
        for (size_t i = x->off[w], k; i < x->off[w + 1]; i = k) {
            k = next_payer(x, w, i);
            if (k - i < s->opt->least)
                continue;
            s->share =
                tt_budget_share(s->opt->visits_root, s->opt->visits, s->effort.visits, starts--);
            TT_TRY(look_at(s, x->src[i], err));
        }
        close_window(s);
    }
    return TT_OK;
}

static uint32_t *copy_u32(tt_arena *a, const tt_u32_vec *v)
{
    uint32_t *x = tt_new_n(a, uint32_t, v->n);
    if (x && v->n)
        memcpy(x, v->v, v->n * sizeof *x);
    return x;
}

static tt_status hand_over(struct search *s, tt_arena *a, tt_meshes *out, tt_err *err)
{
    out->v = tt_new_n(a, tt_mesh, s->v.n);
    out->n = s->v.n;
    out->party = copy_u32(a, &s->party);
    out->entry = copy_u32(a, &s->entry);
    out->effort = s->effort;
    out->left_out = s->left_out;
    if (!out->v || !out->party || !out->entry)
        return no_room(err);
    if (s->v.n)
        memcpy(out->v, s->v.v, s->v.n * sizeof *out->v);
    tt_meshes_judge(&s->span, &s->closed, out);
    return TT_OK;
}

static tt_status begin(struct search *s, tt_arena *tmp, tt_err *err)
{
    size_t n = (size_t)s->l->n_entities + 1, widest = 0;
    for (uint32_t w = 0; w < s->span.n; w++)
        widest = TT_MAX(widest, s->span.off[w + 1] - s->span.off[w]);
    s->payers = tt_new_n(tmp, uint32_t, widest);
    s->of[PAYEES].other = s->payers;
    s->common = tt_new_n(tmp, uint32_t, n);
    s->count = tt_new_n(tmp, uint32_t, n);
    s->mark = tt_new_n(tmp, uint64_t, n);
    s->closed.window = tt_new_n(tmp, tt_closings, s->span.n);
    s->closed.party = tt_new_n(tmp, tt_closings, n);
    bool room =
        s->payers && s->common && s->count && s->mark && s->closed.window && s->closed.party;
    for (int i = 0; room && i < SIDES; i++) {
        s->of[i].from = tt_new_n(tmp, uint32_t, n);
        s->of[i].to = tt_new_n(tmp, uint32_t, n);
        room = s->of[i].from && s->of[i].to;
    }
    for (size_t v = 0; room && v < n; v++)
        s->of[PAYEES].from[v] = UINT32_MAX;
    return room ? TT_OK : no_room(err);
}

static tt_status find(struct search *s, tt_arena *tmp, tt_arena *a, tt_meshes *out, tt_err *err)
{
    TT_TRY(tt_spans_make(s->l, s->opt->step, s->opt->hub, tmp, &s->span, err));
    TT_TRY(begin(s, tmp, err));
    TT_TRY(tt_effort_init(&s->effort, s->l->n_entities, a, err));
    out->starts = count_starts(&s->span, s->opt->least);
    TT_TRY(look(s, out->starts, err));
    tt_mesh_list all = {s->v.v, s->v.n, s->party.v, &s->entry};
    TT_TRY(tt_meshes_apart(s->l, &s->span, &all, tmp, err));
    s->v.n = all.n;
    return hand_over(s, a, out, err);
}

tt_status tt_meshes_find(const tt_ledger *l, const tt_mesh_options *opt, tt_arena *a,
                         tt_meshes *out, tt_err *err)
{
    struct search s = {.l = l, .opt = opt};
    tt_arena tmp;
    tt_arena_init(&tmp, 0);
    *out = (tt_meshes){0};
    tt_status st = find(&s, &tmp, a, out, err);
    tt_arena_release(&tmp);
    tt_u32_vec *const used[] = {&s.near,
                                &s.met,
                                &s.many,
                                &s.party,
                                &s.entry,
                                &s.at.side[PAYERS],
                                &s.at.side[PAYEES],
                                &s.best.side[PAYERS],
                                &s.best.side[PAYEES]};
    for (size_t i = 0; i < TT_LEN(used); i++)
        tt_vec_release(used[i]);
    tt_vec_release(&s.v);
    return st;
}
