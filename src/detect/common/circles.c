/* circles.c - grouping of cycles, and words for them.  What counts as innocent is not decided here.
 */
#include "detect/common/circles.h"

#include "base/num.h"
#include "detect/common/cuts.h"
#include "detect/common/motif.h"
#include "detect/common/tail.h"

#include <math.h>

enum { DAY = 86400 };

static tt_status no_room(tt_err *err)
{
    return tt_fail(err, TT_ENOMEM, "no memory for circles");
}

const tt_cycle *tt_circle_best(const tt_circles *x, const tt_circle *c)
{
    return &x->cycles->v[c->best];
}

static tt_ix party(const tt_circles *x, const tt_circle *c, uint32_t i)
{
    return x->cycles->party[c->party + i];
}

static const tt_cycle *round_of(const tt_circles *x, const tt_circle *c, uint32_t i)
{
    return &x->cycles->v[x->cycles->apart[c->apart + i]];
}

/* --- hubs --- */

static bool serves_all(tt_entity_type t)
{
    return t == TT_ENTITY_BANK || t == TT_ENTITY_CARRIER || t == TT_ENTITY_VESSEL ||
           t == TT_ENTITY_BROKER || t == TT_ENTITY_PUBLIC_BODY;
}

bool tt_circle_serves(const tt_circles *x, const tt_circle *c)
{
    for (uint32_t i = 0; i < c->n_parties; i++)
        if (serves_all(x->data->entities[party(x, c, i)].type))
            return true;
    return false;
}

/* Parties that a cycle may start from but not run through. */
static tt_status find_hubs(const tt_circles *x, uint8_t **out, tt_err *err)
{
    const tt_layer *l = x->layer;
    uint32_t n_entities = x->in->graph->n_entities;
    double most = tt_circles_param(x, TT_CIRCLE_HUB_DEGREE);
    uint32_t *seen = tt_new_n(x->in->scratch, uint32_t, (size_t)n_entities + 1);
    uint8_t *hub = tt_new_n(x->in->scratch, uint8_t, (size_t)n_entities + 1);
    if (!seen || !hub)
        return no_room(err);
    for (uint32_t v = 1; v <= n_entities; v++) {
        uint32_t n = 0;
        for (uint32_t i = l->out_off[v]; i < l->out_off[v + 1]; i++) {
            n += seen[l->dst[l->out_at[i]]] != v;
            seen[l->dst[l->out_at[i]]] = v;
        }
        for (uint32_t i = l->in_off[v]; i < l->in_off[v + 1]; i++) {
            n += seen[l->src[l->in_at[i]]] != v;
            seen[l->src[l->in_at[i]]] = v;
        }
        hub[v] = serves_all(x->data->entities[v].type) || (double)n > most;
    }
    *out = hub;
    return TT_OK;
}

/* --- the search --- */

double tt_circles_param(const tt_circles *x, unsigned row)
{
    return x->in->param[x->params + row];
}

tt_status tt_circles_begin(tt_circles *out, const tt_detect_in *in, const char *id, size_t params,
                           const tt_layer *layer, tt_cycles *cycles, tt_err *err)
{
    *out = (tt_circles){
        .in = in, .id = id, .params = params, .data = in->data, .layer = layer, .cycles = cycles};
    uint8_t *hub;
    TT_TRY(tt_motif_owners(in, tt_circles_param(out, TT_CIRCLE_OWNER_DF), &out->owned, err));
    TT_TRY(find_hubs(out, &hub, err));
    out->opt = (tt_cycle_options){
        .same_day = true,
        .split = (uint32_t)tt_circles_param(out, TT_CIRCLE_SPLIT) * DAY,
        .min_amount = tt_circle_minor(in->data, tt_circles_param(out, TT_CIRCLE_MIN_VALUE)),
        .hub = hub,
        .visits_per_root = (uint64_t)tt_circles_param(out, TT_CIRCLE_VISITS_ROOT),
        .visits_per_component = (uint64_t)tt_circles_param(out, TT_CIRCLE_VISITS),
        .max_cycles = (uint64_t)tt_circles_param(out, TT_CIRCLE_MAX_CYCLES),
    };
    return TT_OK;
}

tt_status tt_circles_find(tt_circles *x, tt_err *err)
{
    return tt_cycles_find(x->in->graph, x->layer, &x->opt, x->in->threads, NULL, x->in->scratch,
                          x->cycles, err);
}

/* --- saying --- */

static void cite(tt_draft *w, const tt_circles *x, const tt_circle *c)
{
    const tt_layer *l = x->layer;
    const uint32_t *flow = x->cycles->flow;
    for (uint32_t i = 0; i < c->n_apart; i++) {
        const tt_cycle *y = round_of(x, c, i);
        for (uint32_t f = y->first; f < y->first + y->n_flows; f++)
            tt_draft_document(w, l->kind_of[flow[f]], l->doc[flow[f]], 0);
    }
    const tt_cycle *best = tt_circle_best(x, c);
    for (uint32_t f = best->first; f < best->first + best->n_flows; f++)
        tt_draft_entity(w, l->src[flow[f]], x->cycles->hop[f] == 0 ? "origin" : "relay");
}

unsigned tt_circle_countries(const tt_circles *x, const tt_circle *c)
{
    unsigned n = 0;
    for (uint32_t i = 0; i < c->n_parties; i++) {
        tt_country country = x->data->entities[party(x, c, i)].country;
        bool again = country == TT_COUNTRY_NONE;
        for (uint32_t k = 0; k < i && !again; k++)
            again = x->data->entities[party(x, c, k)].country == country;
        n += !again;
    }
    return n;
}

static void measures(tt_draft *w, const tt_circles *x, const tt_circle *c)
{
    double keep_low = x->opt.keep_low, keep_high = x->opt.keep_high, window = x->opt.window / DAY;
    const tt_cycle *y = tt_circle_best(x, c);
    double steps = (double)(y->len - 1);
    tt_draft_measure(w, "conservation", "1", y->conservation, pow(keep_low, steps),
                     pow(keep_high, steps), 0);
    tt_draft_measure(w, "tightness", "ln", y->tightness, NAN, NAN, 0);
    tt_draft_measure(w, "span_days", "days", (double)y->span / DAY, 0, window, 0);
    tt_draft_measure(w, "hops", "count", (double)y->len, NAN, NAN, 0);
    tt_draft_measure(w, "countries", "count", (double)tt_circle_countries(x, c), NAN, NAN, 0);
    tt_draft_measure(w, "repetitions", "count", (double)c->n_apart, NAN, NAN, 0);
    tt_draft_measure(w, "expected_chance_cycles", "count", c->expected, NAN, NAN, 0);
}

const char *tt_circle_legs(tt_draft *w, const tt_circles *x, const tt_circle *c)
{
    const tt_layer *l = x->layer;
    const tt_cycle *y = tt_circle_best(x, c);
    const char *text = "";
    for (uint32_t f = y->first; f < y->first + y->n_flows; f++) {
        uint32_t i = x->cycles->flow[f];
        const char *amount =
            l->amount[i] == TT_NO_NUM ? "an unknown value" : tt_say_money(w, l->amount[i]);
        tt_date day = tt_data_head(w->data, l->kind_of[i], l->doc[i])->date.day;
        const char *what = !x->goods ? "" : x->goods[i] ? "goods for " : "money, ";
        text = tt_say(w, "%s%s%s to %s %s%s on %s (%s)", text, *text ? "; " : "",
                      tt_say_party(w, l->src[i]), tt_say_party(w, l->dst[i]), what, amount,
                      tt_say_date(w, day), tt_say_doc(w, l->kind_of[i], l->doc[i]));
    }
    return text;
}

int64_t tt_circle_amount(const tt_circles *x, const tt_circle *c)
{
    const tt_layer *l = x->layer;
    int64_t total = 0;
    for (uint32_t i = 0; i < c->n_apart; i++) {
        const tt_cycle *y = round_of(x, c, i);
        int64_t hop[TT_CYCLE_MAX_LEN] = {0}, least = INT64_MAX;
        for (uint32_t f = y->first; f < y->first + y->n_flows; f++) {
            int64_t *sum = &hop[x->cycles->hop[f]], v = l->amount[x->cycles->flow[f]];
            if (v != TT_NO_NUM && !tt_add_i64(*sum, v, sum))
                *sum = INT64_MAX;
        }
        for (uint32_t h = 0; h < y->len; h++)
            if (hop[h] > 0) /* a hop without a known value says nothing */
                least = TT_MIN(least, hop[h]);
        if (least < INT64_MAX && !tt_add_i64(total, least, &total))
            total = INT64_MAX;
    }
    return total;
}

/* The sorted ids of the parties. */
static tt_str key_of(tt_draft *w, const tt_circles *x, const tt_circle *c)
{
    tt_hash *id = tt_new_n(w->a, tt_hash, c->n_parties);
    w->failed |= !id;
    for (uint32_t i = 0; id && i < c->n_parties; i++) /* ascending, and so are their ids */
        id[i] = x->data->entities[party(x, c, i)].id;
    return (tt_str){(const char *)id, id ? c->n_parties * sizeof *id : 0};
}

int64_t tt_circle_minor(const tt_data *d, double major)
{
    return tt_motif_minor(d, major);
}

const char *tt_circle_again(tt_draft *w, const tt_circle *c)
{
    return c->n_apart > 1 ? tt_say(w, " The same parties did this %u times.", c->n_apart) : "";
}

void tt_circle_draft(tt_draft *w, const tt_circles *x, const tt_circle *c)
{
    tt_draft_begin(w, x->data, x->in->scratch);
    w->f.key = key_of(w, x, c);
    w->f.p_value = c->p;
    w->f.weight = tt_bans(tt_log10_e_of_p(TT_MAX(c->p, 1e-12)));
    cite(w, x, c);
    measures(w, x, c);
    tt_circle_test_owned(w, x, c);
}

/* --- declared owners --- */

/* How many of the parties are in the largest group of one owner. */
static uint32_t largest_group(const tt_circles *x, const tt_circle *c)
{
    uint32_t most = 0;
    for (uint32_t i = 0; i < c->n_parties; i++) {
        uint32_t n = 0;
        for (uint32_t k = 0; k < c->n_parties; k++)
            n += x->owned[party(x, c, k)] == x->owned[party(x, c, i)];
        most = TT_MAX(most, n);
    }
    return most;
}

bool tt_circle_owned(const tt_circles *x, const tt_circle *c)
{
    return largest_group(x, c) == c->n_parties;
}

void tt_circle_test_owned(tt_draft *w, const tt_circles *x, const tt_circle *c)
{
    uint32_t n = largest_group(x, c);
    double share = (double)(n - 1) / (c->n_parties - 1);
    if (!x->data->n_ownerships)
        tt_draft_test(w, "declared_ownership", TT_TEST_UNKNOWN,
                      "There are no ownership records that could show a group.");
    else if (n < 2)
        tt_draft_test(w, "declared_ownership", TT_TEST_NOT_EXPLAINED,
                      "No two of the parties have a declared owner in common.");
    else {
        /* A group whose register has a gap looks the same: the nearer to whole, the likelier. */
        tt_draft_test(w, "declared_ownership", TT_TEST_WEAKENED,
                      tt_say(w,
                             "Declared owners connect %u of the %u parties. Cash pooling of a "
                             "group with one member whose owner is not on record looks the same.",
                             n, c->n_parties));
        w->f.weight *= 1 - share; /* what leaves the group is evidence, the rest is not */
    }
}

void tt_circle_test(tt_draft *w, const tt_circles *x, const char *test, bool holds,
                    const char *detail)
{
    tt_draft_test(w, test, holds ? TT_TEST_WEAKENED : TT_TEST_NOT_EXPLAINED, detail);
    if (holds)
        w->f.weight *= tt_circles_param(x, TT_CIRCLE_EXPLAINED);
}

void tt_circle_test_value(tt_draft *w, const tt_circles *x, const tt_circle *c)
{
    int64_t amount = tt_circle_amount(x, c);
    int64_t small = tt_circle_minor(x->data, tt_circles_param(x, TT_CIRCLE_SMALL_VALUE));
    if (amount > 0)
        tt_circle_test(w, x, "small_value", amount < small,
                       tt_say(w, "What went round comes to %s.", tt_say_money(w, amount)));
    else
        tt_draft_test(w, "small_value", TT_TEST_UNKNOWN,
                      "What went round is worth an unknown sum.");
    w->f.value_shift.minor = amount;
    tt_draft_money(w, "circulated", amount);
}

void tt_circle_add(tt_circle_count *to, const tt_circles *x, const tt_circle *c)
{
    to->n++;
    if (!tt_add_i64(to->value, tt_circle_amount(x, c), &to->value))
        to->value = INT64_MAX;
}

tt_status tt_circle_note(const tt_circles *x, const char *why, tt_circle_count count,
                         const char *effect, tt_findings *out, tt_err *err)
{
    const char *what = tt_arena_printf(x->in->scratch, "%s: explained", x->id);
    if (!what)
        return no_room(err);
    return tt_note(x->data, out, x->in->scratch, what, why, count.n, "circle", count.value, effect,
                   err);
}

tt_status tt_circle_notes(const tt_circles *x, tt_findings *out, tt_err *err)
{
    const tt_layer *l = x->layer;
    tt_arena *a = x->in->scratch;
    const tt_cut_words words = {
        .id = x->id,
        .limit = tt_arena_printf(a, "%llu hops tried from a start, %llu in a component",
                                 (unsigned long long)x->opt.visits_per_root,
                                 (unsigned long long)x->opt.visits_per_component),
        .start = "start",
        .visit = "hop",
        .effect = "circles may be missing; those that start with large amounts were looked for "
                  "first",
    };
    const char *most = tt_arena_printf(a, "%llu circles", (unsigned long long)x->opt.max_cycles);
    const char *kept = tt_arena_printf(a, "%s: circles kept", x->id);
    if (!most || !kept)
        return no_room(err);
    TT_TRY(tt_cuts_tell(x->in, &words, &x->cycles->effort, l->src, l->dst, l->n, out, err));
    return tt_note(x->data, out, a, kept, most, x->cycles->cycles_left_out, "circle left out",
                   TT_NO_NUM, words.effect, err);
}
