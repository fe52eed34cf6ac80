/* circles.c - grouping of cycles, and words for them.  What counts as innocent is not decided here.
 */
#include "detect/common/circles.h"

#include "base/num.h"
#include "base/stat.h"
#include "base/str.h"
#include "base/vec.h"

#include <math.h>

enum { DAY = 86400 };

static tt_status no_room(tt_err *err)
{
    return tt_fail(err, TT_ENOMEM, "no memory for circles");
}

/* --- grouping --- */

struct member {
    const tt_ix *parties;
    uint32_t n, cycle;
};

static int cmp_ix(const void *a, const void *b, void *ctx)
{
    TT_UNUSED(ctx);
    tt_ix x = *(const tt_ix *)a, y = *(const tt_ix *)b;
    return (x > y) - (x < y);
}

static int cmp_parties(const struct member *x, const struct member *y)
{
    for (uint32_t i = 0; i < x->n && i < y->n; i++)
        if (x->parties[i] != y->parties[i])
            return x->parties[i] < y->parties[i] ? -1 : 1;
    return (x->n > y->n) - (x->n < y->n);
}

static int cmp_member(const void *a, const void *b, void *ctx)
{
    const struct member *x = a, *y = b;
    const tt_cycles *all = ctx;
    int c = cmp_parties(x, y);
    if (c)
        return c;
    double p = all->v[x->cycle].expected, q = all->v[y->cycle].expected;
    if (p < q || p > q)
        return p < q ? -1 : 1;
    return (x->cycle > y->cycle) - (x->cycle < y->cycle);
}

static tt_status
members(const tt_layer *l, const tt_cycles *c, tt_arena *a, struct member **out, tt_err *err)
{
    struct member *v = tt_new_n(a, struct member, c->n);
    if (!v)
        return no_room(err);
    for (uint32_t i = 0; i < c->n; i++) {
        const tt_cycle *x = &c->v[i];
        tt_ix *parties = tt_new_n(a, tt_ix, x->len);
        if (!parties)
            return no_room(err);
        for (uint32_t f = 0; f < x->n_flows; f++)
            parties[c->hop[x->first + f]] = l->src[c->flow[x->first + f]];
        if (!tt_sort(parties, x->len, sizeof *parties, cmp_ix, NULL))
            return no_room(err);
        v[i] = (struct member){parties, x->len, i};
    }
    *out = v;
    return tt_sort(v, c->n, sizeof *v, cmp_member, (void *)(uintptr_t)c) ? TT_OK : no_room(err);
}

static bool fresh(const tt_cycles *all, uint32_t cycle, const uint32_t *used, uint32_t stamp)
{
    const tt_cycle *c = &all->v[cycle];
    for (uint32_t f = 0; f < c->n_flows; f++)
        if (used[all->flow[c->first + f]] == stamp)
            return false;
    return true;
}

/*
 * One cycle has its own p.  r cycles that share no flow, the least strange of which is expected
 * l times: P(X >= r), X ~ Poisson(l).  Two looks, so twice the smaller.
 */
static double p_of(const tt_cycles *all, const tt_circle *c)
{
    double worst = 0;
    if (c->n_apart < 2)
        return c->best->p;
    for (uint32_t i = 0; i < c->n_apart; i++)
        worst = TT_MAX(worst, all->v[c->apart[i]].expected);
    double p = 2 * TT_MIN(c->best->p, tt_poisson_tail(worst, c->n_apart));
    return TT_MIN(p, 1.0);
}

static int cmp_circle(const void *a, const void *b, void *ctx)
{
    const tt_circle *x = a, *y = b;
    TT_UNUSED(ctx);
    if (x->p < y->p || x->p > y->p)
        return x->p < y->p ? -1 : 1;
    return (x->best > y->best) - (x->best < y->best); /* elements of one array, in its order */
}

tt_status tt_circles_build(const tt_layer *layer, const tt_cycles *cycles, tt_arena *a,
                           tt_circles *out, tt_err *err)
{
    struct member *v = NULL;
    *out = (tt_circles){.layer = layer, .cycles = cycles};
    TT_TRY(members(layer, cycles, a, &v, err));
    uint32_t *used = tt_new_n(a, uint32_t, layer->n), *apart = tt_new_n(a, uint32_t, cycles->n);
    out->v = tt_new_n(a, tt_circle, cycles->n);
    if (!used || !apart || !out->v)
        return no_room(err);
    for (size_t i = 0, next; i < cycles->n; i = next) {
        tt_circle *c = &out->v[out->n++];
        *c = (tt_circle){.best = &cycles->v[v[i].cycle], .apart = apart};
        c->parties = tt_new_n(a, tt_ix, v[i].n);
        if (!c->parties)
            return no_room(err);
        memcpy(c->parties, v[i].parties, v[i].n * sizeof *c->parties);
        for (next = i; next < cycles->n && cmp_parties(&v[i], &v[next]) == 0; next++) {
            const tt_cycle *x = &cycles->v[v[next].cycle];
            c->n_cycles++;
            if (!fresh(cycles, v[next].cycle, used, (uint32_t)out->n))
                continue;
            for (uint32_t f = 0; f < x->n_flows; f++)
                used[cycles->flow[x->first + f]] = (uint32_t)out->n;
            apart[c->n_apart++] = v[next].cycle;
        }
        apart += c->n_apart;
        c->p = p_of(cycles, c);
    }
    return tt_sort(out->v, out->n, sizeof *out->v, cmp_circle, NULL) ? TT_OK : no_room(err);
}

/* --- hubs --- */

static bool serves_all(tt_entity_type t)
{
    return t == TT_ENTITY_BANK || t == TT_ENTITY_CARRIER || t == TT_ENTITY_VESSEL ||
           t == TT_ENTITY_BROKER || t == TT_ENTITY_PUBLIC_BODY;
}

bool tt_circle_serves(const tt_data *d, const tt_circle *c)
{
    for (uint32_t i = 0; i < c->best->len; i++)
        if (serves_all(d->entities[c->parties[i]].type))
            return true;
    return false;
}

tt_status tt_circle_hubs(const tt_data *d, const tt_graph *g, const tt_layer *l, double most,
                         tt_arena *a, uint8_t **out, tt_err *err)
{
    uint32_t *seen = tt_new_n(a, uint32_t, (size_t)g->n_entities + 1);
    uint8_t *hub = tt_new_n(a, uint8_t, (size_t)g->n_entities + 1);
    if (!seen || !hub)
        return no_room(err);
    for (uint32_t v = 1; v <= g->n_entities; v++) {
        uint32_t n = 0;
        for (uint32_t i = l->out_off[v]; i < l->out_off[v + 1]; i++) {
            n += seen[l->dst[l->out_at[i]]] != v;
            seen[l->dst[l->out_at[i]]] = v;
        }
        for (uint32_t i = l->in_off[v]; i < l->in_off[v + 1]; i++) {
            n += seen[l->src[l->in_at[i]]] != v;
            seen[l->src[l->in_at[i]]] = v;
        }
        hub[v] = serves_all(d->entities[v].type) || (double)n > most;
    }
    *out = hub;
    return TT_OK;
}

/* --- saying --- */

void tt_circle_cite(tt_draft *w, const tt_circles *all, const tt_circle *c)
{
    const tt_layer *l = all->layer;
    const tt_cycles *y = all->cycles;
    for (uint32_t i = 0; i < c->n_apart; i++) {
        const tt_cycle *x = &y->v[c->apart[i]];
        for (uint32_t f = x->first; f < x->first + x->n_flows; f++)
            tt_draft_document(w, l->kind_of[y->flow[f]], l->doc[y->flow[f]], 0);
    }
    for (uint32_t f = c->best->first; f < c->best->first + c->best->n_flows; f++)
        tt_draft_entity(w, l->src[y->flow[f]], y->hop[f] == 0 ? "origin" : "relay");
}

unsigned tt_circle_countries(const tt_data *d, const tt_circle *c)
{
    unsigned n = 0;
    for (uint32_t i = 0; i < c->best->len; i++) {
        tt_country country = d->entities[c->parties[i]].country;
        bool again = country == TT_COUNTRY_NONE;
        for (uint32_t k = 0; k < i && !again; k++)
            again = d->entities[c->parties[k]].country == country;
        n += !again;
    }
    return n;
}

void tt_circle_measures(tt_draft *w, const tt_circles *all, const tt_circle *c, double window,
                        double keep_low, double keep_high)
{
    const tt_cycle *x = c->best;
    double steps = (double)(x->len - 1);
    TT_UNUSED(all);
    tt_draft_measure(w, "conservation", "1", x->conservation, pow(keep_low, steps),
                     pow(keep_high, steps), 0);
    tt_draft_measure(w, "tightness", "ln", x->tightness, NAN, NAN, 0);
    tt_draft_measure(w, "span_days", "days", (double)x->span / DAY, 0, window, 0);
    tt_draft_measure(w, "hops", "count", (double)x->len, NAN, NAN, 0);
    tt_draft_measure(w, "countries", "count", (double)tt_circle_countries(w->data, c), NAN, NAN, 0);
    tt_draft_measure(w, "repetitions", "count", (double)c->n_apart, NAN, NAN, 0);
    tt_draft_measure(w, "expected_chance_cycles", "count", x->expected, NAN, NAN, 0);
}

static const char *say_party(tt_draft *w, tt_ix e)
{
    enum { LONGEST = 60 };
    char code[3];
    tt_str name = tt_str_sub(w->data->entities[e].name, 0, LONGEST);
    name.n = tt_utf8_bad(name); /* a character that the cut went through */
    tt_country_text(w->data->entities[e].country, code);
    return tt_draft_text(
        w, tt_arena_printf(w->a, code[0] ? "%.*s (%s)" : "%.*s", TT_STR_ARG(name), code));
}

const char *tt_circle_legs(tt_draft *w, const tt_circles *all, const tt_circle *c)
{
    const tt_layer *l = all->layer;
    const char *text = "";
    for (uint32_t f = c->best->first; f < c->best->first + c->best->n_flows; f++) {
        uint32_t i = all->cycles->flow[f];
        const char *amount =
            l->amount[i] == TT_NO_NUM ? "an unknown value" : tt_say_money(w, l->amount[i]);
        tt_date day = tt_data_head(w->data, l->kind_of[i], l->doc[i])->date.day;
        text = tt_draft_text(
            w, tt_arena_printf(w->a, "%s%s%s to %s %s on %s (%s)", text, *text ? "; " : "",
                               say_party(w, l->src[i]), say_party(w, l->dst[i]), amount,
                               tt_say_date(w, day), tt_say_doc(w, l->kind_of[i], l->doc[i])));
    }
    return text;
}

int64_t tt_circle_amount(const tt_circles *all, const tt_circle *c)
{
    const tt_layer *l = all->layer;
    int64_t total = 0;
    for (uint32_t i = 0; i < c->n_apart; i++) {
        const tt_cycle *x = &all->cycles->v[c->apart[i]];
        int64_t hop[TT_CYCLE_MAX_LEN] = {0}, least = INT64_MAX;
        for (uint32_t f = x->first; f < x->first + x->n_flows; f++) {
            int64_t *sum = &hop[all->cycles->hop[f]], v = l->amount[all->cycles->flow[f]];
            if (v != TT_NO_NUM && !tt_add_i64(*sum, v, sum))
                *sum = INT64_MAX;
        }
        for (uint32_t h = 0; h < x->len; h++)
            if (hop[h] > 0) /* a hop without a known value says nothing */
                least = TT_MIN(least, hop[h]);
        if (least < INT64_MAX && !tt_add_i64(total, least, &total))
            total = INT64_MAX;
    }
    return total;
}

tt_str tt_circle_key(tt_draft *w, const tt_circle *c)
{
    size_t n = c->best->len;
    tt_hash *id = tt_new_n(w->a, tt_hash, n);
    w->failed |= !id;
    for (size_t i = 0; id && i < n; i++) /* parties are ascending, and so are their ids */
        id[i] = w->data->entities[c->parties[i]].id;
    return (tt_str){(const char *)id, id ? n * sizeof *id : 0};
}

int64_t tt_circle_minor(const tt_data *d, double major)
{
    return (int64_t)llround(major * pow(10, tt_ccy_exponent(d->base)));
}

bool tt_circle_owned(tt_draft *w, const tt_circle *c, const tt_ix *owned)
{
    bool all = true;
    for (uint32_t i = 1; i < c->best->len; i++)
        all &= owned[c->parties[i]] == owned[c->parties[0]];
    if (all)
        tt_draft_test(
            w, "declared_ownership", TT_TEST_WEAKENED,
            "Declared owners connect all parties: payments and goods that go round inside "
            "a group are usual.");
    else
        tt_draft_test(w, "declared_ownership",
                      w->data->n_ownerships ? TT_TEST_NOT_EXPLAINED : TT_TEST_UNKNOWN,
                      w->data->n_ownerships
                          ? "No declared owner connects all parties."
                          : "There are no ownership records that could show a group.");
    return all;
}

tt_status tt_circle_notes(const tt_detect_in *in, const char *id, const tt_cycle_options *opt,
                          const tt_cycles *cycles, tt_findings *out, tt_err *err)
{
    static const char effect[] = "circles may be missing; those that start with large amounts were "
                                 "looked for first";
    const char *visits = tt_arena_printf(
        in->scratch, "%llu hops tried from a start, %llu in a component",
        (unsigned long long)opt->visits_per_root, (unsigned long long)opt->visits_per_component);
    const char *most =
        tt_arena_printf(in->scratch, "%llu circles", (unsigned long long)opt->max_cycles);
    const char *what = tt_arena_printf(in->scratch, "%s: search", id);
    const char *kept = tt_arena_printf(in->scratch, "%s: circles kept", id);
    if (!visits || !most || !what || !kept)
        return no_room(err);
    TT_TRY(tt_note(in->data, out, in->scratch, what, visits, cycles->roots_cut, "start cut",
                   TT_NO_NUM, effect, err));
    return tt_note(in->data, out, in->scratch, kept, most, cycles->cycles_left_out,
                   "circle left out", TT_NO_NUM, effect, err);
}
