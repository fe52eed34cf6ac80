/* circles.c - grouping of cycles, and words for them.  What counts as innocent is not decided here.
 */
#include "detect/common/circles.h"

#include "base/num.h"
#include "detect/common/cuts.h"
#include "detect/common/motif.h"

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

void tt_circle_cite(tt_draft *w, const tt_circles *x, const tt_circle *c)
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

void tt_circle_measures(tt_draft *w, const tt_circles *x, const tt_circle *c, double window,
                        double keep_low, double keep_high)
{
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
        text = tt_draft_text(
            w, tt_arena_printf(w->a, "%s%s%s to %s %s on %s (%s)", text, *text ? "; " : "",
                               tt_say_party(w, l->src[i]), tt_say_party(w, l->dst[i]), amount,
                               tt_say_date(w, day), tt_say_doc(w, l->kind_of[i], l->doc[i])));
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

tt_str tt_circle_key(tt_draft *w, const tt_circles *x, const tt_circle *c)
{
    tt_hash *id = tt_new_n(w->a, tt_hash, c->n_parties);
    w->failed |= !id;
    for (uint32_t i = 0; id && i < c->n_parties; i++) /* ascending, and so are their ids */
        id[i] = x->data->entities[party(x, c, i)].id;
    return (tt_str){(const char *)id, id ? c->n_parties * sizeof *id : 0};
}

int64_t tt_circle_minor(const tt_data *d, double major)
{
    return (int64_t)llround(major * pow(10, tt_ccy_exponent(d->base)));
}

/* --- declared owners --- */

/* How many of the parties are in the largest group of one owner. */
static uint32_t largest_group(const tt_circles *x, const tt_circle *c, const tt_ix *owned)
{
    uint32_t most = 0;
    for (uint32_t i = 0; i < c->n_parties; i++) {
        uint32_t n = 0;
        for (uint32_t k = 0; k < c->n_parties; k++)
            n += owned[party(x, c, k)] == owned[party(x, c, i)];
        most = TT_MAX(most, n);
    }
    return most;
}

bool tt_circle_owned(const tt_circles *x, const tt_circle *c, const tt_ix *owned)
{
    return largest_group(x, c, owned) == c->n_parties;
}

void tt_circle_test_owned(tt_draft *w, const tt_circles *x, const tt_circle *c, const tt_ix *owned)
{
    uint32_t n = largest_group(x, c, owned);
    if (!x->data->n_ownerships)
        tt_draft_test(w, "declared_ownership", TT_TEST_UNKNOWN,
                      "There are no ownership records that could show a group.");
    else if (n < 2)
        tt_draft_test(w, "declared_ownership", TT_TEST_NOT_EXPLAINED,
                      "No two of the parties have a declared owner in common.");
    else
        tt_draft_test(
            w, "declared_ownership", TT_TEST_NOT_EXPLAINED,
            tt_draft_text(w, tt_arena_printf(w->a,
                                             "Declared owners connect %u of the %u parties: what "
                                             "goes round leaves the group.",
                                             n, c->n_parties)));
}

void tt_circle_add(tt_circle_count *to, const tt_circles *x, const tt_circle *c)
{
    to->n++;
    if (!tt_add_i64(to->value, tt_circle_amount(x, c), &to->value))
        to->value = INT64_MAX;
}

tt_status tt_circle_notes(const tt_detect_in *in, const char *id, const tt_cycle_options *opt,
                          const tt_circles *x, tt_findings *out, tt_err *err)
{
    const tt_layer *layer = x->layer;
    const tt_cycles *cycles = x->cycles;
    const tt_cut_words words = {
        .id = id,
        .limit = tt_arena_printf(in->scratch, "%llu hops tried from a start, %llu in a component",
                                 (unsigned long long)opt->visits_per_root,
                                 (unsigned long long)opt->visits_per_component),
        .start = "start",
        .visit = "hop",
        .effect = "circles may be missing; those that start with large amounts were looked for "
                  "first",
    };
    const char *most =
        tt_arena_printf(in->scratch, "%llu circles", (unsigned long long)opt->max_cycles);
    const char *kept = tt_arena_printf(in->scratch, "%s: circles kept", id);
    if (!most || !kept)
        return no_room(err);
    TT_TRY(tt_cuts_tell(in, &words, &cycles->effort, layer->src, layer->dst, layer->n, out, err));
    return tt_note(in->data, out, in->scratch, kept, most, cycles->cycles_left_out,
                   "circle left out", TT_NO_NUM, words.effect, err);
}
