/* case.c - entities, pairings of documents and breaks of a case against the truth. */
#include "evaluate/parts.h"

#include "base/map.h"
#include "base/sha256.h"
#include "base/str.h"
#include "base/vec.h"

static tt_status out_of_memory(tt_err *err)
{
    return tt_fail(err, TT_ENOMEM, "no room for the evaluation of a case");
}

/* Documents of the case in the truth, by kind. */
struct places {
    tt_tx *of[TT_KIND_COUNT];
};

static tt_status
find_places(const tt_truth *t, const tt_data *d, tt_arena *a, struct places *p, tt_err *err)
{
    *p = (struct places){{0}};
    for (int k = 0; k < TT_KIND_COUNT; k++) {
        size_t n = tt_kind_is_document((tt_kind)k) ? tt_data_n_docs(d, (tt_kind)k) : 0;
        p->of[k] = tt_new_n(a, tt_tx, n + 1);
        if (!p->of[k])
            return out_of_memory(err);
        for (tt_ix i = 1; i <= n; i++)
            p->of[k][i] =
                tt_truth_find(t, (tt_kind)k, tt_data_place(d, (tt_ref){(tt_kind)k, i, 0}).line,
                              tt_data_head(d, (tt_kind)k, i)->number);
    }
    return TT_OK;
}

static int by_key(const void *a, const void *b, void *ctx)
{
    const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    TT_UNUSED(ctx);
    return (x > y) - (x < y);
}

/* --- entities --- */

/* Each name that a document writes, once for each entity that it truly is. */
struct uses {
    tt_map64 seen;
    tt_u32_vec truth, found;
};

static bool use(struct uses *u, tt_ix mention, tt_tx party, tt_ix entity)
{
    uint32_t at;
    bool added;
    if (!tt_map64_intern(&u->seen, (uint64_t)mention << 32 | party, 0, &at, &added))
        return false;
    return !added || (tt_vec_push(&u->truth, party) && tt_vec_push(&u->found, entity));
}

static bool list_uses(const tt_truth *t, const tt_data *d, const struct places *p, struct uses *u)
{
    for (int k = 0; k < TT_KIND_COUNT; k++) {
        size_t n = tt_kind_is_document((tt_kind)k) ? tt_data_n_docs(d, (tt_kind)k) : 0;
        for (tt_ix i = 1; i <= n; i++)
            for (unsigned role = 1; role <= TT_MAX_ROLES; role++) {
                tt_ix m = tt_data_role(d, (tt_kind)k, i, role);
                tt_tx party = t->docs[p->of[k][i]].party[role - 1];
                if (m && party && tt_data_entity(d, m) && !use(u, m, party, tt_data_entity(d, m)))
                    return false;
            }
    }
    return true;
}

/* Whose names most of an entity's are; the first of equals. */
static tt_status
true_owners(const struct uses *u, size_t n_entities, tt_arena *a, tt_tx *owner, tt_err *err)
{
    uint64_t *pair = tt_new_n(a, uint64_t, u->truth.n + 1);
    uint32_t *most = tt_new_n(a, uint32_t, n_entities + 1);
    if (!pair || !most)
        return out_of_memory(err);
    for (size_t i = 0; i < u->truth.n; i++)
        pair[i] = (uint64_t)u->found.v[i] << 32 | u->truth.v[i];
    if (u->truth.n && !tt_sort(pair, u->truth.n, sizeof(*pair), by_key, NULL))
        return out_of_memory(err);
    for (size_t i = 0, to = 0; i < u->truth.n; i = to) {
        uint32_t entity = (uint32_t)(pair[i] >> 32);
        while (to < u->truth.n && pair[to] == pair[i])
            to++;
        if (to - i > most[entity]) {
            most[entity] = (uint32_t)(to - i);
            owner[entity] = (tt_tx)pair[i];
        }
    }
    return TT_OK;
}

/* Entities of the case by their ids in a report, and who they truly are. */
struct known {
    tt_map ids;
    tt_tx *owner;
    uint8_t *named; /* true entities that documents name */
};

static tt_status know(const tt_truth *t, const tt_data *d, const struct uses *u, tt_arena *a,
                      struct known *k, tt_err *err)
{
    k->owner = tt_new_n(a, tt_tx, d->n_entities + (size_t)1);
    k->named = tt_new_n(a, uint8_t, t->n_entities + (size_t)1);
    if (!k->owner || !k->named)
        return out_of_memory(err);
    TT_TRY(true_owners(u, d->n_entities, a, k->owner, err));
    for (size_t i = 0; i < u->truth.n; i++)
        k->named[u->truth.v[i]] = 1;
    for (tt_ix i = 1; i <= d->n_entities; i++) {
        tt_id_text id = tt_id_text_of('e', d->entities[i].id);
        if (!tt_map_put(&k->ids, tt_str_of(id.s), i))
            return out_of_memory(err);
    }
    return TT_OK;
}

static tt_tx owner_of(const struct known *k, tt_str id)
{
    uint32_t at = tt_map_find(&k->ids, id);
    return at == TT_MAP_NONE ? 0 : k->owner[at];
}

static tt_status judge_named(const tt_truth *t, const tt_claims *c, const struct known *k,
                             tt_arena *a, tt_evaluation *out, tt_err *err)
{
    tt_tx *who = tt_new_n(a, tt_tx, c->n_entities + 1);
    if (!who)
        return out_of_memory(err);
    for (size_t i = 0; i < c->n_entities; i++)
        who[i] = owner_of(k, c->entities[i]);
    return tt_judge_traders(t, who, c->n_entities, k->named, a, out, err);
}

/* Members of planted syndicates that documents name, and those of the report; whoever the truth
 * does not know is somebody else each time. */
static bool list_members(const tt_truth *t, const tt_claims *c, const struct known *k,
                         tt_u64_vec *truth, tt_u64_vec *found)
{
    uint64_t strangers = t->n_entities;
    for (tt_tx e = 1; e <= t->n_events; e++) {
        const tt_truth_event *ev = &t->events[e];
        for (uint32_t i = 0; ev->syndicate && ev->n_docs && i < ev->n_parties; i++) {
            tt_tx party = t->event_parties[ev->first_party + i];
            if (k->named[party] && !tt_vec_push(truth, (uint64_t)ev->syndicate << 32 | party))
                return false;
        }
    }
    for (size_t i = 0; i < c->n_members; i++) {
        tt_tx who = owner_of(k, c->members[i].entity);
        if (!tt_vec_push(found,
                         (uint64_t)c->members[i].syndicate << 32 | (who ? who : ++strangers)))
            return false;
    }
    return true;
}

static tt_status judge_members(const tt_truth *t, const tt_claims *c, const struct known *k,
                               tt_arena *a, tt_evaluation *out, tt_err *err)
{
    tt_u64_vec truth = {0}, found = {0};
    tt_status st = list_members(t, c, k, &truth, &found)
                       ? tt_judge_groups(&truth, t->n_syndicates, &found, (uint32_t)c->n_syndicates,
                                         a, &out->syndicate_parties, err)
                       : out_of_memory(err);
    tt_vec_release(&truth);
    tt_vec_release(&found);
    return st;
}

static tt_status
judge_entities(const tt_truth *t, const tt_claims *c, const tt_data *d, const struct places *p,
               tt_arena *a, tt_evaluation *out, tt_err *err)
{
    struct uses u = {0};
    tt_map64_init(&u.seen);
    tt_status st = list_uses(t, d, p, &u) ? tt_grouping_of(u.truth.v, t->n_entities + 1, u.found.v,
                                                           (uint32_t)d->n_entities + 1, u.truth.n,
                                                           a, &out->entities, err)
                                          : out_of_memory(err);
    struct known k = {.owner = NULL};
    tt_map_init(&k.ids);
    if (st == TT_OK)
        st = know(t, d, &u, a, &k, err);
    if (st == TT_OK)
        st = judge_named(t, c, &k, a, out, err);
    if (st == TT_OK)
        st = judge_members(t, c, &k, a, out, err);
    tt_map_release(&k.ids);
    tt_map64_release(&u.seen);
    tt_vec_release(&u.truth);
    tt_vec_release(&u.found);
    return st;
}

/* --- pairings --- */

/* Each pair of an invoice and another document once; a credit note leans on its invoice. */
static bool list_pairings(const tt_data *d, const struct places *p, tt_u64_vec *out)
{
    for (size_t i = 1; i <= d->n_pairings; i++) {
        const tt_pairing *x = &d->pairings[i];
        bool to = x->to_kind == TT_KIND_INVOICE;
        if (!to && x->kind != TT_KIND_INVOICE)
            continue;
        tt_tx invoice = to ? p->of[x->to_kind][x->to] : p->of[x->kind][x->doc];
        tt_tx other = to ? p->of[x->kind][x->doc] : p->of[x->to_kind][x->to];
        if (!tt_vec_push(out, (uint64_t)invoice << 32 | other))
            return false;
    }
    if (!tt_sort(out->v, out->n, sizeof(uint64_t), by_key, NULL))
        return false;
    size_t kept = 0;
    for (size_t i = 0; i < out->n; i++)
        if (!i || out->v[i] != out->v[i - 1])
            out->v[kept++] = out->v[i];
    out->n = kept;
    return true;
}

static tt_status judge_pairings(const tt_truth *t, const tt_data *d, const struct places *p,
                                tt_evaluation *out, tt_err *err)
{
    tt_u64_vec found = {0};
    bool ok = list_pairings(d, p, &found);
    out->links_true = t->n_links;
    out->links_found = found.n;
    for (size_t i = 1, k = 0; i <= t->n_links && ok; i++) {
        uint64_t key = (uint64_t)t->links[i].invoice << 32 | t->links[i].other;
        while (k < found.n && found.v[k] < key)
            k++;
        out->links_both += k < found.n && found.v[k] == key;
    }
    tt_vec_release(&found);
    return ok ? TT_OK : out_of_memory(err);
}

/* --- breaks --- */

/* What a break says of the reasons of the truth. */
static bool names_reason(tt_break_type type, tt_str reason)
{
    static const struct {
        const char *reason;
        unsigned types; /* bits */
    } rows[] = {
        {"not_arrived", 1u << TT_BREAK_NOT_ARRIVED},
        {"outside_period", 1u << TT_BREAK_NOT_ARRIVED | 1u << TT_BREAK_OUTSIDE_COVERAGE},
        {"outside_coverage", 1u << TT_BREAK_OUTSIDE_COVERAGE},
    };
    for (size_t i = 0; i < TT_LEN(rows); i++)
        if (tt_str_is(reason, rows[i].reason))
            return rows[i].types >> type & 1;
    return type == TT_BREAK_NO_CANDIDATE || type == TT_BREAK_BELOW_THRESHOLD; /* there is none */
}

/* The truth tells which documents have no invoice, and which invoices have none of the others; a
 * credit note wants none of them. */
static bool is_asked(const tt_break *b)
{
    return (b->kind == TT_KIND_INVOICE) != (b->wants == TT_KIND_INVOICE);
}

static bool is_offset(const tt_truth_break *b)
{
    return tt_str_is(b->reason, "offset");
}

/* The break of a document for that partner; NULL none. */
static const tt_truth_break *truth_of(const tt_truth *t, tt_tx doc, tt_kind partner)
{
    uint32_t low = 1, high = t->n_breaks + 1;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        const tt_truth_break *x = &t->breaks[mid];
        if (x->doc < doc || (x->doc == doc && x->partner < partner))
            low = mid + 1;
        else
            high = mid;
    }
    bool found =
        low <= t->n_breaks && t->breaks[low].doc == doc && t->breaks[low].partner == partner;
    return found ? &t->breaks[low] : NULL;
}

static void
judge_breaks(const tt_truth *t, const tt_data *d, const struct places *p, tt_evaluation *out)
{
    for (size_t i = 1; i <= d->n_breaks; i++) {
        const tt_break *b = &d->breaks[i];
        tt_tx doc = p->of[b->kind][b->doc];
        const tt_truth_break *x = doc && is_asked(b) ? truth_of(t, doc, b->wants) : NULL;
        if (!is_asked(b) || (x && is_offset(x)))
            continue;
        out->breaks_found++;
        out->breaks_both += x != NULL;
        out->breaks_named += x && names_reason(b->type, x->reason);
    }
    for (uint32_t i = 1; i <= t->n_breaks; i++)
        out->breaks_true += !is_offset(&t->breaks[i]);
}

tt_status tt_evaluate_case(const tt_truth *t, const tt_claims *c, const tt_data *d, tt_arena *a,
                           tt_evaluation *out, tt_err *err)
{
    struct places p;
    TT_TRY(find_places(t, d, a, &p, err));
    TT_TRY(judge_entities(t, c, d, &p, a, out, err));
    TT_TRY(judge_pairings(t, d, &p, out, err));
    judge_breaks(t, d, &p, out);
    out->has_case = true;
    return TT_OK;
}
