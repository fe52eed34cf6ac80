/* seized.c - see seized.h. */
#include "detect/common/seized.h"

#include "detect/common/wild.h"

static int hand_cmp(const void *pa, const void *pb, void *ctx)
{
    const tt_seized_hand *a = pa, *b = pb;
    TT_UNUSED(ctx);
    if (a->seizure != b->seizure)
        return a->seizure < b->seizure ? -1 : 1;
    return (a->entity > b->entity) - (a->entity < b->entity);
}

bool tt_seized_sort(tt_seized_hand_vec *hands)
{
    size_t kept = 0;
    if (!tt_sort(hands->v, hands->n, sizeof *hands->v, hand_cmp, NULL))
        return false;
    for (size_t i = 0; i < hands->n; i++)
        if (!kept || hand_cmp(&hands->v[kept - 1], &hands->v[i], NULL) != 0)
            hands->v[kept++] = hands->v[i];
    hands->n = kept;
    return true;
}

static bool is_hand(const tt_seized_hand_vec *hands, tt_ix seizure, tt_ix entity)
{
    const tt_seized_hand sought = {seizure, entity};
    size_t low = 0;
    for (size_t high = hands->n; low < high;) {
        size_t mid = low + (high - low) / 2;
        if (hand_cmp(&hands->v[mid], &sought, NULL) < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return low < hands->n && hand_cmp(&hands->v[low], &sought, NULL) == 0;
}

bool tt_seized_says_way(const tt_seizure *x)
{
    return x->origin && x->destination;
}

static tt_country first_known(tt_country a, tt_country b)
{
    return a ? a : b;
}

/* The countries of a document of goods: its ports', else its parties'. */
static void
ends_of(const tt_data *d, tt_kind kind, tt_ix doc, const tt_ix party[2], tt_country ends[2])
{
    for (unsigned i = 0; i < 2; i++)
        ends[i] = d->entities[party[i]].country;
    if (kind == TT_KIND_SHIPMENT) {
        const tt_shipment *s = &d->shipments[doc];
        ends[0] = first_known(tt_place_country(s->port_of_loading), ends[0]);
        ends[1] = first_known(tt_place_country(s->port_of_discharge), ends[1]);
    }
}

static tt_seized_like like_of(const tt_seizure *x, bool both, const tt_country ends[2])
{
    bool there = ends[1] && (ends[1] == x->destination || ends[1] == x->country);
    if (both)
        return TT_SEIZED_HANDS;
    return x->origin && ends[0] == x->origin && there ? TT_SEIZED_WAY : TT_SEIZED_ELSEWHERE;
}

tt_seized_doc tt_seized_compare(const tt_data *d, const tt_seized_hand_vec *hands,
                                const tt_ix *seizures, size_t n, tt_kind kind, tt_ix doc)
{
    tt_seized_doc out = {
        .doc = {kind, doc, 0}, .day = tt_data_cited(d, kind, doc).day, .days = INT64_MAX};
    tt_country ends[2];
    tt_ix party[2];
    for (unsigned i = 0; i < 2; i++)
        party[i] = tt_data_entity(d, tt_data_role(d, kind, doc, i + 1));
    ends_of(d, kind, doc, party, ends);
    for (size_t i = 0; i < n; i++) {
        const tt_seizure *x = &d->seizures[seizures[i]];
        bool both = party[0] != party[1] && is_hand(hands, seizures[i], party[0]) &&
                    is_hand(hands, seizures[i], party[1]);
        tt_seized_like like = like_of(x, both, ends);
        int64_t days = INT64_MAX;
        if (out.day != TT_NO_DATE && x->date != TT_NO_DATE)
            days = out.day < x->date ? (int64_t)x->date - out.day : (int64_t)out.day - x->date;
        if (like < out.like || (like == out.like && days >= out.days))
            continue;
        out.like = like;
        out.days = days;
    }
    return out;
}

static int rank_cmp(const void *pa, const void *pb, void *ctx)
{
    const tt_seized_doc *a = pa, *b = pb;
    TT_UNUSED(ctx);
    if (a->like != b->like)
        return a->like > b->like ? -1 : 1;
    if (a->days != b->days)
        return a->days < b->days ? -1 : 1;
    if (a->doc.kind != b->doc.kind)
        return a->doc.kind < b->doc.kind ? -1 : 1;
    return (a->doc.doc > b->doc.doc) - (a->doc.doc < b->doc.doc);
}

bool tt_seized_rank(tt_seized_doc_vec *v)
{
    return tt_sort(v->v, v->n, sizeof *v->v, rank_cmp, NULL);
}

/* Whose goods a declarant clears; a party that declares its own has them in its books. */
static tt_ix clears(const tt_data *d, tt_ix declaration)
{
    const tt_declaration *x = &d->declarations[declaration];
    tt_ix e = tt_data_entity(d, x->declarant);
    bool own = e == tt_data_entity(d, x->exporter) || e == tt_data_entity(d, x->importer);
    return own ? 0 : e;
}

bool tt_cleared_build(const tt_data *d, tt_arena *a, tt_cleared *out)
{
    out->first = tt_new_n(a, uint32_t, d->n_entities + 2);
    out->docs = tt_new_n(a, tt_ix, d->n_declarations + 1);
    if (!out->first || !out->docs)
        return false;
    for (tt_ix i = 1; i <= d->n_declarations; i++)
        out->first[clears(d, i) + 1]++;
    for (tt_ix e = 0; e <= d->n_entities; e++)
        out->first[e + 1] += out->first[e];
    for (tt_ix i = 1; i <= d->n_declarations; i++)
        out->docs[out->first[clears(d, i)]++] = i;
    return true;
}

const tt_ix *tt_cleared_by(const tt_cleared *c, tt_ix entity, size_t *n)
{
    uint32_t from = entity ? c->first[entity - 1] : 0;
    *n = c->first[entity] - from;
    return &c->docs[from];
}
