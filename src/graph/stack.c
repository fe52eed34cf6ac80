/* stack.c - see stack.h. */
#include "graph/stack.h"

#include "base/num.h"
#include "base/vec.h"
#include "graph/lists.h"

#include <math.h>

TT_VEC(stack_vec, tt_stack);
TT_VEC(joint_vec, tt_joint);

/* A party in the layer that is looked at. */
struct place {
    uint32_t turn;  /* in which it was a payee of it; 0: never */
    uint32_t first; /* day on which it first got something there */
    uint32_t began; /* turn of the second layer in which it paid on */
    int64_t in;
};

struct search {
    const tt_ledger *l;
    const tt_meshes *m;
    const tt_stack_options *opt;
    uint32_t *off, *at; /* the layers that a party is a payer in */
    struct place *place;
    uint32_t *tried; /* of a layer: turn in which it was tried as the next */
    uint32_t turn, second;
    uint8_t *follows; /* of a layer: it follows another */
    uint32_t *of;
    stack_vec v;
    joint_vec joint;
    uint64_t made;
    size_t cut;
};

static tt_status no_room(tt_err *err)
{
    return tt_fail(err, TT_ENOMEM, "no memory for stacks of layers");
}

static bool is_out(const struct search *s, uint32_t x)
{
    return (s->opt->out && s->opt->out[x]) || s->m->v[x].log_chance > s->opt->most_log_chance;
}

static const uint32_t *payees(const struct search *s, const tt_mesh *x)
{
    return s->m->party + x->party + x->n_src;
}

static void add(int64_t *sum, int64_t v)
{
    if (!tt_add_i64(*sum, v, sum))
        *sum = INT64_MAX;
}

/* Who gets what from a layer, and since when. */
static void receive(struct search *s, const tt_mesh *x)
{
    s->turn++;
    for (uint32_t i = 0; i < x->n; i++) {
        uint32_t e = s->m->entry[x->entry + i];
        struct place *p = &s->place[s->l->dst[e]];
        if (p->turn != s->turn)
            *p = (struct place){.turn = s->turn, .first = s->l->day[e]};
        add(&p->in, s->l->amount[e]);
    }
}

/* The payments on, in order: who pays before it was paid is no middle of these two layers. */
static void pay_on(struct search *s, const tt_mesh *y, tt_joint *j)
{
    enum { TOO_SOON = 1U << 31 };
    s->second++;
    for (uint32_t i = 0; i < y->n; i++) {
        uint32_t e = s->m->entry[y->entry + i];
        struct place *p = &s->place[s->l->src[e]];
        if (p->turn != s->turn || p->began == (s->second | TOO_SOON))
            continue;
        if (p->began != s->second) {
            bool soon = s->l->day[e] < p->first;
            p->began = s->second | (soon ? TOO_SOON : 0);
            if (soon)
                continue;
            j->middles++;
            add(&j->in, p->in);
        }
        add(&j->out, s->l->amount[e]);
    }
}

/* Whether the layer in hand (receive) is followed by y. */
static bool joins(struct search *s, const tt_mesh *x, uint32_t y, tt_joint *j)
{
    const tt_stack_options *o = s->opt;
    const tt_mesh *to = &s->m->v[y];
    *j = (tt_joint){.mesh = y};
    if (to->first < x->first || to->last < x->last || to->first > (uint64_t)x->last + o->lag)
        return false;
    pay_on(s, to, j);
    double in = (double)j->in, out = (double)j->out;
    return j->middles >= o->least &&
           j->middles >= o->share * (double)TT_MIN(x->n_dst, to->n_src) - 1e-9 &&
           out >= o->keep_low * in && out <= o->keep_high * in;
}

/* The best to follow x of those in no stack (all: mark whatever follows). */
static bool next_of(struct search *s, uint32_t x, bool all, tt_joint *best)
{
    const tt_mesh *mesh = &s->m->v[x];
    const uint32_t *payee = payees(s, mesh);
    tt_joint j;
    receive(s, mesh);
    *best = (tt_joint){0};
    for (uint32_t i = 0; i < mesh->n_dst; i++)
        for (uint32_t k = s->off[payee[i]]; k < s->off[payee[i] + 1]; k++) {
            uint32_t y = s->at[k];
            if (y == x || s->tried[y] == s->turn || is_out(s, y) || s->of[y])
                continue;
            s->tried[y] = s->turn;
            if (s->opt->visits && s->opt->visits - s->made < s->m->v[y].n) {
                s->cut++;
                return best->middles > 0;
            }
            s->made += s->m->v[y].n;
            if (!joins(s, mesh, y, &j))
                continue;
            s->follows[y] |= all;
            if (j.middles > best->middles || (j.middles == best->middles && y < best->mesh))
                *best = j;
        }
    return best->middles > 0;
}

static tt_status build_from(struct search *s, uint32_t x, tt_err *err)
{
    tt_stack y = {.first = (uint32_t)s->joint.n};
    tt_joint j = {.mesh = x};
    double log_p = log((double)s->m->starts);
    uint32_t number = (uint32_t)s->v.n + 1;
    bool more = true;
    for (; more; y.n++) {
        s->of[j.mesh] = number;
        log_p += s->m->v[j.mesh].log_chance;
        if (!tt_vec_push(&s->joint, j))
            return no_room(err);
        more = next_of(s, j.mesh, false, &j);
    }
    if (y.n < 2) {
        s->of[x] = 0;
        s->joint.n = y.first;
        return TT_OK;
    }
    y.p = TT_MIN(1.0, exp(log_p));
    return tt_vec_push(&s->v, y) ? TT_OK : no_room(err);
}

static tt_status build(struct search *s, tt_err *err)
{
    tt_joint any;
    for (uint32_t x = 0; x < s->m->n; x++)
        if (!is_out(s, x))
            (void)next_of(s, x, true, &any);
    for (int round = 0; round < 2; round++)
        for (uint32_t x = 0; x < s->m->n; x++)
            if (!is_out(s, x) && !s->of[x] && (round || !s->follows[x]))
                TT_TRY(build_from(s, x, err));
    return TT_OK;
}

/* The layers by their payers. */
static tt_status list(struct search *s, tt_arena *tmp, tt_err *err)
{
    uint32_t n = 0, k = 0;
    for (size_t i = 0; i < s->m->n; i++)
        n += s->m->v[i].n_src;
    uint32_t *party = tt_new_n(tmp, uint32_t, n), *mesh = tt_new_n(tmp, uint32_t, n);
    if (!party || !mesh)
        return no_room(err);
    for (uint32_t i = 0; i < s->m->n; i++)
        for (uint32_t v = 0; v < s->m->v[i].n_src; v++, k++) {
            party[k] = s->m->party[s->m->v[i].party + v];
            mesh[k] = i;
        }
    TT_TRY(tt_lists_make(n, party, s->l->n_entities, tmp, &s->off, &s->at, err));
    for (k = 0; k < n; k++)
        s->at[k] = mesh[s->at[k]];
    s->place = tt_new_n(tmp, struct place, (size_t)s->l->n_entities + 1);
    s->tried = tt_new_n(tmp, uint32_t, s->m->n);
    s->follows = tt_new_n(tmp, uint8_t, s->m->n);
    return s->place && s->tried && s->follows ? TT_OK : no_room(err);
}

static tt_status find(struct search *s, tt_arena *tmp, tt_arena *a, tt_stacks *out, tt_err *err)
{
    TT_TRY(list(s, tmp, err));
    s->of = out->of = tt_new_n(a, uint32_t, s->m->n);
    if (!s->of)
        return no_room(err);
    TT_TRY(build(s, err));
    out->v = tt_new_n(a, tt_stack, s->v.n);
    out->joint = tt_new_n(a, tt_joint, s->joint.n);
    out->n = s->v.n;
    out->visits = s->made;
    out->cut = s->cut;
    if (!out->v || !out->joint)
        return no_room(err);
    if (s->v.n) {
        memcpy(out->v, s->v.v, s->v.n * sizeof *out->v);
        memcpy(out->joint, s->joint.v, s->joint.n * sizeof *out->joint);
    }
    return TT_OK;
}

tt_status tt_stacks_find(const tt_ledger *l, const tt_meshes *m, const tt_stack_options *opt,
                         tt_arena *a, tt_stacks *out, tt_err *err)
{
    struct search s = {.l = l, .m = m, .opt = opt};
    tt_arena tmp;
    tt_arena_init(&tmp, 0);
    *out = (tt_stacks){0};
    tt_status st = find(&s, &tmp, a, out, err);
    tt_arena_release(&tmp);
    tt_vec_release(&s.v);
    tt_vec_release(&s.joint);
    return st;
}
