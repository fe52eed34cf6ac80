/*
 * entity_phoenix.c - one firm stops, and another goes on where it stopped.
 *
 * Not caught here: successors that share no account, telephone, email, address or director with the
 * first, and those of firms whose last months are the last of the data.  Formula, worked example,
 * known false positives: entity_phoenix.md.
 */
#include "detect/common/profile.h"
#include "detect/common/tail.h"
#include "detect/common/tally.h"

#include <math.h>

enum {
    P_GAP,
    P_SILENCE,
    P_MIN_DEALS,
    P_OVERLAP,
    P_MIN_VALUE,
    P_MAX_SHARED,
    P_NAME_BITS,
    P_LR,
    P_MORE,
    P_OLD,
    P_MIN_WEIGHT,
    P_COUNT
};

static const tt_param params[P_COUNT] = {
    [P_GAP] = {"gap_days", 180, 1, 3650, "days",
               "from the last deal of the one to the first of the other, at most"},
    [P_SILENCE] = {"silence", 120, 1, 3650, "days",
                   "of the first after its end, and of the second before its beginning, at least"},
    [P_MIN_DEALS] = {"min_deals", 3, 1, 1e6, "count", "of each of the two"},
    [P_OVERLAP] = {"overlap", 0.5, 0.01, 1, "fraction",
                   "of the counterparties, and of the deals by heading, are the same"},
    [P_MIN_VALUE] = {"min_value", 25000, 0, 1e12, "base", "a second that trades less is not told"},
    [P_MAX_SHARED] = {"max_shared", 10, 2, 1000, "count",
                      "firms: values that more share join nobody"},
    [P_NAME_BITS] = {"name_bits", 5, 0, 100, "bits",
                     "names that say so much for each other are one firm's"},
    [P_LR] = {"lr", 8, 1, 1000, "ratio", "likelihood ratio of one value in common"},
    [P_MORE] = {"more", 2, 1, 100, "ratio", "times, for each other kind of value, three at most"},
    [P_OLD] = {"old", 0.3, 0.001, 1, "ratio",
               "times, when the second was founded over a year before it begins"},
    [P_MIN_WEIGHT] = {"min_weight", 0.5, -1, 3, "log10",
                      "weaker evidence is counted, not reported"},
};

enum { PRIOR = 20, YEAR = 365 };

/* Two firms that share values; a stops, b begins. */
struct pair {
    tt_ix a, b;
    unsigned types; /* bits 1 << tt_attr */
};
TT_VEC(pair_vec, struct pair);

struct work {
    const tt_detect_in *in;
    const tt_layer *goods;
    pair_vec pairs; /* all that share a value */
    pair_vec heirs; /* of these, those that follow each other */
    uint32_t *mark; /* counterparties, or headings, of the first: the turn */
    uint32_t *heading;
    uint32_t turn;
    tt_tally alike, weak;
};

/* --- lives --- */

static uint32_t deals_of(const tt_layer *l, tt_ix e)
{
    return l->out_off[e + 1] - l->out_off[e] + l->in_off[e + 1] - l->in_off[e];
}

/* The first and the last day on which goods go to or from it; false when there are none. */
static bool life_of(const struct work *w, tt_ix e, tt_date *first, tt_date *last)
{
    const tt_layer *l = w->goods;
    uint32_t from = UINT32_MAX, to = 0;
    if (!deals_of(l, e))
        return false;
    if (l->out_off[e] < l->out_off[e + 1]) {
        from = l->t[l->out_at[l->out_off[e]]];
        to = l->t[l->out_at[l->out_off[e + 1] - 1]];
    }
    if (l->in_off[e] < l->in_off[e + 1]) {
        from = TT_MIN(from, l->t[l->in_at[l->in_off[e]]]);
        to = TT_MAX(to, l->t[l->in_at[l->in_off[e + 1] - 1]]);
    }
    *first = tt_graph_day(w->in->graph, from);
    *last = tt_graph_day(w->in->graph, to);
    return true;
}

static bool follows(const struct work *w, tt_ix a, tt_ix b)
{
    const double *p = w->in->param;
    const tt_data *d = w->in->data;
    tt_date a_first, a_last, b_first, b_last;
    if (!life_of(w, a, &a_first, &a_last) || !life_of(w, b, &b_first, &b_last))
        return false;
    return b_first > a_last && b_first - a_last <= p[P_GAP] && d->to - a_last >= p[P_SILENCE] &&
           b_first - d->from >= p[P_SILENCE] && deals_of(w->goods, a) >= p[P_MIN_DEALS] &&
           deals_of(w->goods, b) >= p[P_MIN_DEALS];
}

/* --- what both trade, and with whom --- */

/* What of the second's trade was the first's. */
struct overlap {
    uint32_t all, same;     /* its deals; those in a heading that the first traded */
    uint32_t own, partners; /* its counterparties; those of the first among them */
};

static void mark(struct work *w, tt_ix e)
{
    const tt_layer *l = w->goods;
    w->turn++;
    for (uint32_t k = l->out_off[e]; k < l->out_off[e + 1]; k++) {
        w->mark[l->dst[l->out_at[k]]] = w->turn;
        w->heading[l->hs6[l->out_at[k]] / 100 % 10000] = w->turn;
    }
    for (uint32_t k = l->in_off[e]; k < l->in_off[e + 1]; k++) {
        w->mark[l->src[l->in_at[k]]] = w->turn;
        w->heading[l->hs6[l->in_at[k]] / 100 % 10000] = w->turn;
    }
}

static void compare(struct work *w, uint32_t flow, tt_ix partner, struct overlap *o)
{
    uint32_t hs6 = w->goods->hs6[flow];
    o->all++;
    o->same += hs6 && w->heading[hs6 / 100 % 10000] == w->turn;
    if (w->mark[partner] != UINT32_MAX) {
        o->own++;
        o->partners += w->mark[partner] == w->turn;
    }
    w->mark[partner] = UINT32_MAX; /* counted */
}

static struct overlap overlap_of(struct work *w, tt_ix a, tt_ix b)
{
    const tt_layer *l = w->goods;
    struct overlap o = {0};
    mark(w, a);
    for (uint32_t k = l->out_off[b]; k < l->out_off[b + 1]; k++)
        compare(w, l->out_at[k], l->dst[l->out_at[k]], &o);
    for (uint32_t k = l->in_off[b]; k < l->in_off[b + 1]; k++)
        compare(w, l->in_at[k], l->src[l->in_at[k]], &o);
    for (uint32_t k = l->out_off[b]; k < l->out_off[b + 1]; k++)
        w->mark[l->dst[l->out_at[k]]] = 0;
    for (uint32_t k = l->in_off[b]; k < l->in_off[b + 1]; k++)
        w->mark[l->src[l->in_at[k]]] = 0;
    return o;
}

static bool goes_on(const struct work *w, const struct overlap *o)
{
    double least = w->in->param[P_OVERLAP];
    return o->own && o->partners >= least * o->own && o->same >= least * o->all;
}

/* --- pairs --- */

static int by_pair(const void *pa, const void *pb, void *ctx)
{
    const struct pair *x = pa, *y = pb;
    TT_UNUSED(ctx);
    if (x->a != y->a)
        return x->a < y->a ? -1 : 1;
    return x->b < y->b ? -1 : x->b > y->b;
}

static tt_status collect(struct work *w, tt_err *err)
{
    const tt_data *d = w->in->data;
    const tt_links *links = &w->in->shared->links;
    const tt_ix *group = w->in->shared->declared;
    for (size_t i = 0; i < links->n; i++) {
        const tt_link *l = &links->v[i];
        const tt_ix *e = &links->entities[l->first];
        if (l->type == TT_ATTR_OWNER || l->n > w->in->param[P_MAX_SHARED])
            continue;
        for (uint32_t k = 0; k < l->n; k++)
            for (uint32_t j = 0; j < l->n; j++) {
                struct pair x = {e[k], e[j], 1U << l->type};
                if (k != j && group[e[k]] != group[e[j]] && tt_profile_is_trader(d, e[k]) &&
                    tt_profile_is_trader(d, e[j]) && !tt_vec_push(&w->pairs, x))
                    return tt_fail(err, TT_ENOMEM, "no room for firms that share values");
            }
    }
    if (!tt_sort(w->pairs.v, w->pairs.n, sizeof(*w->pairs.v), by_pair, NULL))
        return tt_fail(err, TT_ENOMEM, "no room for firms that share values");
    size_t n = 0;
    for (size_t i = 0; i < w->pairs.n; i++)
        if (n && by_pair(&w->pairs.v[n - 1], &w->pairs.v[i], NULL) == 0)
            w->pairs.v[n - 1].types |= w->pairs.v[i].types;
        else
            w->pairs.v[n++] = w->pairs.v[i];
    w->pairs.n = n;
    return TT_OK;
}

static bool are_alike(const struct work *w, tt_ix a, tt_ix b)
{
    return tt_names_alike(&w->in->shared->names, a, b) >= 100 * w->in->param[P_NAME_BITS];
}

static int64_t value_of(const struct work *w, tt_ix e)
{
    const tt_layer *l = w->goods;
    int64_t sum = 0;
    for (uint32_t k = l->out_off[e]; k < l->out_off[e + 1]; k++)
        if (l->amount[l->out_at[k]] > 0 && !tt_add_i64(sum, l->amount[l->out_at[k]], &sum))
            return INT64_MAX;
    for (uint32_t k = l->in_off[e]; k < l->in_off[e + 1]; k++)
        if (l->amount[l->in_at[k]] > 0 && !tt_add_i64(sum, l->amount[l->in_at[k]], &sum))
            return INT64_MAX;
    return sum;
}

static tt_status find_heirs(struct work *w, tt_err *err)
{
    for (size_t i = 0; i < w->pairs.n; i++) {
        const struct pair *x = &w->pairs.v[i];
        int64_t value = value_of(w, x->b);
        if (!follows(w, x->a, x->b) ||
            tt_money_double((tt_money){value, w->in->data->base}) < w->in->param[P_MIN_VALUE])
            continue;
        struct overlap o = overlap_of(w, x->a, x->b);
        if (!goes_on(w, &o))
            continue;
        if (are_alike(w, x->a, x->b))
            tt_tally_add(&w->alike, value);
        else if (!tt_vec_push(&w->heirs, *x))
            return tt_fail(err, TT_ENOMEM, "no room for successors");
    }
    return TT_OK;
}

/* --- telling --- */

static const char *shared_words(tt_draft *dr, unsigned types)
{
    const char *text = "";
    for (int t = 0; t < TT_ATTR_COUNT; t++)
        if (types >> t & 1U)
            text = tt_say(dr, "%s%s%s", text, *text ? " and " : "", tt_attr_text((tt_attr)t));
    return text;
}

static void cite(const struct work *w, const struct pair *x, tt_draft *dr)
{
    tt_hash *key = tt_new_n(dr->a, tt_hash, 2);
    tt_profile_cite_firm(w->in, x->a, "predecessor", dr);
    tt_profile_cite_firm(w->in, x->b, "successor", dr);
    dr->failed |= !key;
    if (!key)
        return;
    key[0] = w->in->data->entities[x->a].id;
    key[1] = w->in->data->entities[x->b].id;
    dr->f.key = (tt_str){(const char *)key, 2 * sizeof(*key)};
}

static bool is_old(const struct work *w, tt_ix b, tt_date first)
{
    const tt_data *d = w->in->data;
    tt_ix party = d->entities[b].party;
    tt_date born = party ? d->parties[party].incorporated : TT_NO_DATE;
    return born != TT_NO_DATE && first - born > YEAR;
}

static void describe(struct work *w, const struct pair *x, double share, double lr, tt_draft *dr)
{
    const tt_data *d = w->in->data;
    tt_date first[2], last[2];
    struct overlap o = overlap_of(w, x->a, x->b);
    (void)life_of(w, x->a, &first[0], &last[0]);
    (void)life_of(w, x->b, &first[1], &last[1]);
    bool old = is_old(w, x->b, first[1]), usual = -log10(share) < log10(lr);
    const char *gap = tt_say_count(dr, (uint64_t)(first[1] - last[0]), "day"),
               *partners = o.own == 1 ? "one counterparty" : tt_say(dr, "%u counterparties", o.own);
    cite(w, x, dr);
    tt_draft_test(dr, "declared_group", d->n_ownerships ? TT_TEST_NOT_EXPLAINED : TT_TEST_UNKNOWN,
                  d->n_ownerships ? "No ownership record joins the two: no declared merger."
                                  : "There are no ownership records.");
    tt_draft_test(dr, "renamed", TT_TEST_NOT_EXPLAINED,
                  "Their names do not speak for one firm in two spellings.");
    tt_draft_test(dr, "old_firm", old ? TT_TEST_WEAKENED : TT_TEST_NOT_EXPLAINED,
                  old ? "The second was founded over a year before its first deal here."
                      : "The registry does not say that the second is an old firm.");
    tt_draft_test(dr, "usual_in_these_data", usual ? TT_TEST_WEAKENED : TT_TEST_NOT_EXPLAINED,
                  tt_say(dr, "Of %s that share such a value, one firm goes on for the other in %s.",
                         tt_say_count(dr, w->pairs.n / 2, "pair"),
                         w->heirs.n == 1 ? "this one alone" : tt_say(dr, "%zu", w->heirs.n)));
    tt_draft_measure(dr, "gap", "days", first[1] - last[0], NAN, NAN, 0);
    tt_draft_measure(dr, "counterparties_in_common", "1", (double)o.partners / o.own, 0,
                     w->in->param[P_OVERLAP], 0);
    tt_draft_measure(dr, "deals_in_the_same_goods", "1", (double)o.same / o.all, 0,
                     w->in->param[P_OVERLAP], 0);
    tt_draft_money(dr, "trade_of_the_successor", value_of(w, x->b));
    dr->f.title = tt_say(dr, "A firm goes on where another stopped %s before", gap);
    dr->f.explanation = tt_say(
        dr,
        "%s trades until %s, and then no more. %s later %s begins. Of its %s, %u dealt with the "
        "first; "
        "of its %s, %u %s in goods of the first. The two share: %s. It has traded for %s since.",
        tt_say_str(dr, d->entities[x->a].name), tt_say_date(dr, last[0]), gap,
        tt_say_str(dr, d->entities[x->b].name), partners, o.partners,
        tt_say_count(dr, o.all, "deal"), o.same, o.same == 1 ? "is" : "are",
        shared_words(dr, x->types), tt_say_money(dr, value_of(w, x->b)));
    tt_draft_step(dr, "Ask the registry who founded the second, and how the first ended.");
    tt_draft_step(dr, "See what the first owed to its bank, its suppliers and the tax office.");
    tt_draft_step(dr, "Ask the counterparties with whom they think that they deal.");
}

static tt_status tell(struct work *w, const struct pair *x, tt_findings *out, tt_err *err)
{
    const double *p = w->in->param;
    tt_date first, last;
    tt_draft dr;
    int kinds = 0;
    for (int t = 0; t < TT_ATTR_COUNT; t++)
        kinds += x->types >> t & 1U ? 1 : 0;
    (void)life_of(w, x->b, &first, &last);
    double lr =
        p[P_LR] * pow(p[P_MORE], TT_MIN(kinds, 3) - 1) * (is_old(w, x->b, first) ? p[P_OLD] : 1);
    double share = ((double)w->heirs.n - 1 + PRIOR / lr) / ((double)w->pairs.n / 2 - 1 + PRIOR);
    double weight = tt_bans(TT_MIN(log10(lr), -log10(share)));
    if (weight < p[P_MIN_WEIGHT]) {
        tt_tally_add(&w->weak, value_of(w, x->b));
        return TT_OK;
    }
    tt_draft_begin(&dr, w->in->data, w->in->scratch);
    describe(w, x, share, lr, &dr);
    dr.f.weight = weight;
    return tt_draft_add(&dr, out, err);
}

static tt_status all(struct work *w, tt_findings *out, tt_err *err)
{
    enum { HEADINGS = 10000 };
    w->mark = tt_new_n(w->in->scratch, uint32_t, w->in->data->n_entities + 1);
    w->heading = tt_new_n(w->in->scratch, uint32_t, HEADINGS);
    if (!w->mark || !w->heading)
        return tt_fail(err, TT_ENOMEM, "no room for counterparties");
    TT_TRY(collect(w, err));
    TT_TRY(find_heirs(w, err));
    for (size_t i = 0; i < w->heirs.n; i++)
        TT_TRY(tell(w, &w->heirs.v[i], out, err));
    TT_TRY(tt_note(w->in->data, out, w->in->scratch, "entity.phoenix", "name_bits", w->alike.n,
                   "successor", w->alike.value, "the same firm, as far as names tell", err));
    return tt_note(w->in->data, out, w->in->scratch, "entity.phoenix", "min_weight", w->weak.n,
                   "successor", w->weak.value, "old, or usual in these data", err);
}

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    struct work w = {.in = in, .goods = &in->graph->goods};
    tt_status st = all(&w, out, err);
    tt_vec_release(&w.pairs);
    tt_vec_release(&w.heirs);
    return st;
}

const tt_detector tt_detector_entity_phoenix = {
    .id = "entity.phoenix",
    .revision = 1,
    .title = "A firm goes on where another stopped",
    .typology = "phoenix",
    .family = TT_FAMILY_ENTITY,
    .split = TT_SPLIT_PAIR,
    .needs = TT_NEEDS_NAMES,
    .indicators = "S-01",
    .source = "FATF and Egmont Group, Trade-Based Money Laundering: Risk Indicators (2021), "
              "structure of the business",
    .looks_for = "A firm that begins within half a year after another stopped, with the same "
                 "counterparties and goods, and an account, telephone, email, address or director "
                 "of it.",
    .params = params,
    .n_params = P_COUNT,
    .run = run,
};
