/* ways.c - see ways.h. */
#include "detect/common/ways.h"

#include <math.h>

struct tt_way_lane {
    uint32_t first, n; /* relations */
    uint32_t country;  /* first lane of the country that it leaves */
    uint32_t consignments;
};

struct tt_way_part {
    uint32_t relation, next; /* next: 1 + place; 0 the last */
};

/* --- what is sent on --- */

struct sent {
    const tt_consignment *c;
    tt_hs hs6;
};

static int by_sender(const void *pa, const void *pb, void *ctx)
{
    const struct sent *a = pa, *b = pb;
    TT_UNUSED(ctx);
    if (a->c->sender != b->c->sender)
        return a->c->sender < b->c->sender ? -1 : 1;
    if (a->hs6 != b->hs6)
        return a->hs6 < b->hs6 ? -1 : 1;
    return a->c < b->c ? -1 : a->c > b->c; /* consignments are in the order of time */
}

static bool share_container(const tt_consignment *a, const tt_consignment *b)
{
    for (tt_ix i = 0; i < a->n_lines; i++)
        for (tt_ix k = 0; a->lines[i].container.n && k < b->n_lines; k++)
            if (tt_str_eq(a->lines[i].container, b->lines[k].container))
                return true;
    return false;
}

static tt_bond bond_of(const tt_consignment *a, const tt_consignment *b, double same)
{
    double more = b->gross_kg / a->gross_kg;
    if (isnan(more)) /* a weight is not known */
        return share_container(a, b) ? TT_BOND_CONTAINER : TT_BOND_NONE;
    if (fabs(more - 1) <= same)
        return share_container(a, b) ? TT_BOND_CONTAINER : TT_BOND_LOAD;
    return more < 1 ? TT_BOND_GOODS : TT_BOND_NONE;
}

/* First of those that the sender sent of the goods on a day or later. */
static size_t first_sent(const struct sent *v, size_t n, tt_ix sender, tt_hs hs6, tt_date day)
{
    size_t low = 0, high = n;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        const struct sent *s = &v[mid];
        bool before = s->c->sender != sender ? s->c->sender < sender
                      : s->hs6 != hs6        ? s->hs6 < hs6
                                             : s->c->day < day;
        if (before)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

/* The strongest bond, the earliest of several. */
static void send_on(tt_ways *w, tt_way *x, const struct sent *v, size_t n, const tt_way_rules *r)
{
    const tt_consignment *c = x->c;
    x->bond = TT_BOND_NONE;
    if (!c->receiver || !x->hs6 || c->day == TT_NO_DATE)
        return;
    size_t i = first_sent(v, n, c->receiver, x->hs6, c->day), end = TT_MIN(n, i + TT_WAY_LOOK);
    for (; i < n && v[i].c->sender == c->receiver && v[i].hs6 == x->hs6; i++) {
        const tt_consignment *b = v[i].c;
        if (b->day - c->day > r->days)
            return;
        if (i == end) {
            w->n_cut++;
            return;
        }
        if (b->from != c->to || b->to == c->to || b->to == c->from || b->receiver == c->sender)
            continue;
        tt_bond bond = bond_of(c, b, r->same_load);
        if (bond < x->bond) {
            x->bond = bond;
            x->next = b;
        }
    }
}

tt_country tt_way_to(const tt_way *w)
{
    return w->next ? w->next->to : w->c->to;
}

size_t tt_way_hubs(const tt_way *w, tt_country out[2 * TT_WILD_VIA + 1])
{
    size_t n = 0;
    for (size_t i = 0; i < w->c->n_via; i++)
        out[n++] = w->c->via[i];
    if (!w->next)
        return n;
    out[n++] = w->c->to;
    for (size_t i = 0; i < w->next->n_via; i++)
        out[n++] = w->next->via[i];
    return n;
}

/* --- relations and lanes --- */

static tt_way_relation key_of(const tt_ways *w, const tt_way_rules *rules, const tt_way *x)
{
    const tt_wildlife *k = &w->in->shared->wild.k;
    tt_country hubs[2 * TT_WILD_VIA + 1];
    size_t n = tt_way_hubs(x, hubs), i = 0;
    while (i < n && !rules->is_hub(k, hubs[i]))
        i++;
    return (tt_way_relation){.sender = x->c->sender,
                             .trader = x->next ? x->c->receiver : 0,
                             .receiver = x->next ? x->next->receiver : x->c->receiver,
                             .from = x->c->from,
                             .hub = i < n ? hubs[i]
                                    : n   ? hubs[0]
                                          : TT_COUNTRY_NONE,
                             .to = tt_way_to(x)};
}

static int lane_cmp(const tt_way_relation *a, const tt_way_relation *b)
{
    if (a->from != b->from)
        return a->from < b->from ? -1 : 1;
    if (a->hub != b->hub)
        return a->hub < b->hub ? -1 : 1;
    return (a->to > b->to) - (a->to < b->to);
}

static int relation_cmp(const tt_way_relation *a, const tt_way_relation *b)
{
    int c = lane_cmp(a, b);
    if (c)
        return c;
    if (a->sender != b->sender)
        return a->sender < b->sender ? -1 : 1;
    if (a->trader != b->trader)
        return a->trader < b->trader ? -1 : 1;
    return (a->receiver > b->receiver) - (a->receiver < b->receiver);
}

struct keyed {
    tt_way_relation key;
    tt_way way;
};

static int by_relation(const void *pa, const void *pb, void *ctx)
{
    const struct keyed *a = pa, *b = pb;
    int c = relation_cmp(&a->key, &b->key);
    TT_UNUSED(ctx);
    return c ? c : a->way.c < b->way.c ? -1 : a->way.c > b->way.c;
}

static void gather(tt_ways *w, const struct keyed *v)
{
    for (size_t i = 0; i < w->n; i++) {
        if (!i || relation_cmp(&v[i - 1].key, &v[i].key)) {
            tt_way_relation *r = &w->relations[w->n_relations++];
            *r = v[i].key;
            r->first = i;
            r->bond = TT_BOND_NONE;
            if (!i || lane_cmp(&v[i - 1].key, &v[i].key)) {
                uint32_t at = (uint32_t)w->n_lanes++;
                bool same = i && v[i - 1].key.from == r->from;
                w->lanes[at] =
                    (struct tt_way_lane){.first = (uint32_t)(w->n_relations - 1),
                                         .country = same ? w->lanes[at - 1].country : at};
            }
            r->lane = (uint32_t)(w->n_lanes - 1);
            w->lanes[r->lane].n++;
        }
        w->v[i] = v[i].way;
        w->v[i].relation = (uint32_t)(w->n_relations - 1);
        tt_way_relation *last = &w->relations[w->n_relations - 1];
        last->n++;
        last->bond = TT_MIN(last->bond, v[i].way.bond);
        w->lanes[w->n_lanes - 1].consignments++;
    }
}

/* Each relation hangs on its three parties. */
static void hang(tt_ways *w)
{
    const tt_ix *group = w->in->shared->declared;
    uint32_t n = 0;
    for (size_t i = 0; i < w->n_relations; i++) {
        const tt_way_relation *r = &w->relations[i];
        const tt_ix who[] = {r->sender, r->trader, r->receiver};
        for (size_t k = 0; k < TT_LEN(who); k++) {
            tt_ix g = who[k] ? group[who[k]] : 0;
            uint32_t last = w->first_part[g];
            if (!g || (last && w->parts[last - 1].relation == i))
                continue;
            w->parts[n] = (struct tt_way_part){(uint32_t)i, last};
            w->first_part[g] = ++n;
        }
    }
}

static bool room(tt_ways *w, size_t n)
{
    tt_arena *a = w->in->scratch;
    size_t n_entities = w->in->data->n_entities;
    w->v = tt_new_n(a, tt_way, n + 1);
    w->relations = tt_new_n(a, tt_way_relation, n + 1);
    w->lanes = tt_new_n(a, struct tt_way_lane, n + 1);
    w->parts = tt_new_n(a, struct tt_way_part, 3 * n + 1);
    w->first_part = tt_new_n(a, uint32_t, n_entities + 1);
    w->count[0] = tt_new_n(a, uint32_t, n + 1);
    w->count[1] = tt_new_n(a, uint32_t, n + 1);
    w->asked = tt_new_n(a, uint32_t, n + 1);
    return w->v && w->relations && w->lanes && w->parts && w->first_part && w->count[0] &&
           w->count[1] && w->asked;
}

tt_status
tt_ways_build(const tt_detect_in *in, const tt_way_rules *rules, tt_ways *out, tt_err *err)
{
    const tt_wild *k = &in->shared->wild;
    struct sent *sent = tt_new_n(in->scratch, struct sent, k->n + 1);
    struct keyed *v = tt_new_n(in->scratch, struct keyed, k->n + 1);
    *out = (tt_ways){.in = in};
    if (!sent || !v)
        return tt_fail(err, TT_ENOMEM, "no memory for ways");
    for (size_t i = 0; i < k->n; i++) {
        sent[i] = (struct sent){&k->v[i], k->v[i].code};
        if (rules->leaves(&k->k, k->v[i].from))
            v[out->n++].way = (tt_way){.c = &k->v[i], .hs6 = sent[i].hs6};
    }
    if (!room(out, out->n) || !tt_sort(sent, k->n, sizeof *sent, by_sender, NULL))
        return tt_fail(err, TT_ENOMEM, "no memory for ways");
    for (size_t i = 0; i < out->n; i++) {
        send_on(out, &v[i].way, sent, k->n, rules);
        v[i].key = key_of(out, rules, &v[i].way);
    }
    if (!tt_sort(v, out->n, sizeof *v, by_relation, NULL))
        return tt_fail(err, TT_ENOMEM, "no memory for ways");
    gather(out, v);
    hang(out);
    return TT_OK;
}

/* --- how usual --- */

/* From the lanes of one country. */
static void leave_out(tt_ways *w, tt_ix entity, uint32_t country)
{
    uint32_t i = entity ? w->first_part[w->in->shared->declared[entity]] : 0;
    for (; i; i = w->parts[i - 1].next) {
        uint32_t at = w->parts[i - 1].relation;
        const tt_way_relation *r = &w->relations[at];
        if (w->asked[at] == w->turn || w->lanes[r->lane].country != country)
            continue;
        w->asked[at] = w->turn;
        w->count[0][r->lane] -= (uint32_t)r->n;
        w->count[1][r->lane]--;
    }
}

/* (1 + those on lanes with at most `rare`) / (1 + all); says how many there are of both. */
static double rarity(const uint32_t *count, size_t first, size_t end, uint32_t rare, uint64_t *all)
{
    uint64_t as_rare = 0;
    *all = 0;
    for (size_t i = first; i < end; i++) {
        *all += count[i];
        as_rare += count[i] <= rare ? count[i] : 0;
    }
    return *all ? tt_round9((1 + (double)as_rare) / (1 + (double)*all)) : (double)NAN;
}

/* Of the relations that are not left out: how many have a bond as strong as that of r. */
static uint64_t as_bound(const tt_ways *w, const tt_way_relation *r, size_t first, size_t end)
{
    uint64_t n = 0;
    for (size_t i = w->lanes[first].first; i < w->lanes[end - 1].first + w->lanes[end - 1].n; i++)
        n += w->asked[i] != w->turn && w->relations[i].bond <= r->bond;
    return n;
}

tt_usual tt_ways_usual(tt_ways *w, const tt_way_relation *r)
{
    tt_usual u = {0};
    size_t first = w->lanes[r->lane].country, end = first;
    w->turn++;
    for (; end < w->n_lanes && w->lanes[end].country == first; end++) {
        w->count[0][end] = w->lanes[end].consignments;
        w->count[1][end] = w->lanes[end].n;
    }
    leave_out(w, r->sender, (uint32_t)first);
    leave_out(w, r->trader, (uint32_t)first);
    leave_out(w, r->receiver, (uint32_t)first);
    u.on_it = w->count[0][r->lane];
    u.relations_on = w->count[1][r->lane];
    /* A relation is left out of its own lane, so it is held against others less themselves. */
    u.p = fmax(rarity(w->count[0], first, end, w->count[0][r->lane], &u.others),
               rarity(w->count[1], first, end, w->count[1][r->lane] + 1, &u.relations));
    if (r->trader && u.relations) {
        u.sent_on = as_bound(w, r, first, end);
        u.p = tt_round9((1 + (double)u.sent_on) / (1 + (double)u.relations));
    }
    return u;
}

uint32_t tt_ways_sent_on(const tt_ways *w, tt_ix trader)
{
    uint32_t n = 0, i = trader ? w->first_part[w->in->shared->declared[trader]] : 0;
    for (; i; i = w->parts[i - 1].next)
        n += w->relations[w->parts[i - 1].relation].trader == trader;
    return n;
}
