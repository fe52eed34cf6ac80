/*
 * entity_shared_attribute.c - parties that deal with each other as strangers and share a phone, an
 * email, an account, a director or an address.
 *
 * Sharing alone is ordinary (company services, forwarders, office buildings): a value shared by
 * many says nothing, and only parties whose dealings meet more often than those of strangers do by
 * chance are reported.  Not caught here: declared groups, names that resolution made one or that
 * may be one.  Formula, worked example, known false positives: entity_shared_attribute.md.
 */
#include "detect/common/draft.h"
#include "detect/common/meet.h"
#include "detect/common/shared.h"
#include "detect/common/tail.h"
#include "detect/detect.h"

#include <math.h>

#include "base/forest.h"
#include "base/map.h"
#include "base/str.h"

enum {
    P_MAX_ACCOUNT,
    P_MAX_PHONE,
    P_MAX_EMAIL,
    P_MAX_ADDRESS,
    P_MAX_DIRECTOR,
    P_GROUP_MAX,
    P_CAP,
    P_MIN_WEIGHT,
    P_HUB,
    P_COMMON_FACTOR,
    P_NAME_BITS,
    P_SPELLING_FACTOR
};

static const tt_param params[] = {
    [P_MAX_ACCOUNT] = {"account_max", 20, 2, 1e6, "count",
                       "an account of more entities is generic"},
    [P_MAX_PHONE] = {"phone_max", 20, 2, 1e6, "count", "the same for a phone"},
    [P_MAX_EMAIL] = {"email_max", 20, 2, 1e6, "count", "the same for an email address"},
    [P_MAX_ADDRESS] = {"address_max", 5, 2, 1e6, "count", "the same for an address"},
    [P_MAX_DIRECTOR] = {"director_max", 10, 2, 1e6, "count", "the same for a director"},
    [P_GROUP_MAX] = {"group_max", 20, 0, 1e6, "count", "an owner of more entities makes no group"},
    [P_CAP] = {"cap", 3, 0, 3, "log10", "most that one attribute weighs"},
    [P_MIN_WEIGHT] = {"min_weight", 0.5, 0, 3, "log10", "two entities that share less are no pair"},
    [P_HUB] = {"hub", 50, 1, 1e9, "count",
               "a counterpart of more entities is no common counterpart"},
    [P_COMMON_FACTOR] = {"common_factor", 0.5, 0, 1, "factor",
                         "of the weight, when the two only have a counterpart in common"},
    [P_NAME_BITS] = {"name_bits", 1, 0, 100, "log2",
                     "names that say so much for each other may be one party's, or sisters'"},
    [P_SPELLING_FACTOR] = {"spelling_factor", 0.3, 0, 1, "factor",
                           "of the weight, when the registry knows only one of two compatriots"},
};

/* The parameter that caps each attribute; owners are declared and join no pair here. */
static const int cap_of[TT_ATTR_COUNT] = {
    [TT_ATTR_ACCOUNT] = P_MAX_ACCOUNT,   [TT_ATTR_PHONE] = P_MAX_PHONE,
    [TT_ATTR_EMAIL] = P_MAX_EMAIL,       [TT_ATTR_ADDRESS] = P_MAX_ADDRESS,
    [TT_ATTR_DIRECTOR] = P_MAX_DIRECTOR, [TT_ATTR_OWNER] = -1,
};

/* Company formation, secretarial and legal services, forwarding: ISIC/NACE. */
static const char *const service_codes[] = {"69", "82", "5229", "52.29"};

/* Two entities share one value. */
struct shared_value {
    tt_ix a, b; /* a < b */
    tt_attr type;
    double weight;
};
TT_VEC(value_vec, struct shared_value);

/* Two entities that share something. */
struct pair {
    tt_ix a, b;
    double weight;
    unsigned types; /* bit for each tt_attr */
    bool meets;
    tt_ix through; /* 0: they deal with each other; else the counterpart in common */
};
TT_VEC(pair_vec, struct pair);

enum { TYPE_SETS = 1 << TT_ATTR_COUNT };

/* Pairs that share the same types of values: how many meet, and how many would by chance. */
struct base {
    double pairs, seen[2], expected[2]; /* any, direct */
};

struct work {
    const tt_detect_in *in;
    const tt_data *d;
    const tt_graph *g;
    tt_meet meet;
    tt_ix *declared; /* groups by owner */
    value_vec values;
    pair_vec pairs;
    struct base *base; /* by set of types */
    tt_map64 kin;      /* owner or director, and owned */
    uint64_t n_generic, n_alike, n_usual;
};

static uint64_t key_of(tt_ix a, tt_ix b)
{
    return ((uint64_t)TT_MIN(a, b) << 32) | TT_MAX(a, b);
}

static bool is_service(const struct work *w, tt_ix e)
{
    const tt_entity *en = &w->d->entities[e];
    tt_str code = en->party ? w->d->parties[en->party].activity_code : (tt_str){0};
    if (en->type == TT_ENTITY_BANK || en->type == TT_ENTITY_CARRIER || en->type == TT_ENTITY_BROKER)
        return true;
    for (size_t i = 0; i < TT_LEN(service_codes); i++)
        if (tt_str_starts(code, tt_str_of(service_codes[i])))
            return true;
    return false;
}

/* --- which pairs share what --- */

static bool are_alike(const struct work *w, tt_ix a, tt_ix b)
{
    return tt_names_alike(&w->in->shared->names, a, b) >= 100 * w->in->param[P_NAME_BITS];
}

/* Those that share a value, spellings of one name counted once. */
static uint32_t count_parties(const struct work *w, const tt_ix *e, uint32_t n)
{
    uint32_t parties = 0;
    for (uint32_t i = 0; i < n; i++) {
        bool before = false;
        for (uint32_t k = 0; k < i && !before; k++)
            before = are_alike(w, e[i], e[k]);
        parties += !before;
    }
    return parties;
}

static bool may_be_strangers(const struct work *w, tt_ix a, tt_ix b)
{
    return w->declared[a] != w->declared[b] && !is_service(w, a) && !is_service(w, b) &&
           tt_map64_find(&w->kin, key_of(a, b)) == TT_MAP_NONE;
}

static tt_status add_link(struct work *w, const tt_link *l, tt_err *err)
{
    enum { SPELLINGS = 4 }; /* of a party, at most: more entities than that are not looked at */
    const tt_ix *e = &w->in->shared->links.entities[l->first];
    if (cap_of[l->type] < 0)
        return TT_OK;
    double most = w->in->param[cap_of[l->type]];
    uint32_t parties = (double)l->n > SPELLINGS * most ? l->n : count_parties(w, e, l->n);
    if ((double)parties > most) {
        w->n_generic++;
        return TT_OK;
    }
    /* idf: log10 of all entities over those that share the value */
    double weight = log10((double)w->d->n_entities / (double)parties);
    weight = tt_round9(TT_MIN(weight, w->in->param[P_CAP]));
    for (uint32_t i = 0; i < l->n; i++)
        for (uint32_t k = i + 1; k < l->n; k++) {
            struct shared_value v = {e[i], e[k], l->type, weight};
            if (may_be_strangers(w, e[i], e[k]) && !tt_vec_push(&w->values, v))
                return tt_fail(err, TT_ENOMEM, "no room for shared values");
        }
    return TT_OK;
}

static int cmp_value(const void *pa, const void *pb, void *ctx)
{
    const struct shared_value *x = pa, *y = pb;
    TT_UNUSED(ctx);
    if (x->a != y->a)
        return x->a < y->a ? -1 : 1;
    if (x->b != y->b)
        return x->b < y->b ? -1 : 1;
    if (x->type != y->type)
        return x->type < y->type ? -1 : 1;
    return (x->weight < y->weight) - (x->weight > y->weight); /* the heaviest first */
}

/* --- do their dealings meet, and more often than by chance --- */

static void count_pair(struct work *w, struct pair *x)
{
    struct base *b = &w->base[x->types];
    x->meets = tt_meet_do(&w->meet, x->a, x->b, &x->through);
    b->pairs++;
    for (int direct = 0; direct < 2; direct++) {
        b->seen[direct] += x->meets && !(direct && x->through);
        b->expected[direct] += tt_meet_chance(&w->meet, x->a, x->b, direct);
    }
}

static tt_status find_pairs(struct work *w, tt_err *err)
{
    if (!tt_sort(w->values.v, w->values.n, sizeof(*w->values.v), cmp_value, NULL))
        return tt_fail(err, TT_ENOMEM, "no room to sort shared values");
    for (size_t i = 0, k = 0; i < w->values.n; i = k) {
        struct pair x = {.a = w->values.v[i].a, .b = w->values.v[i].b};
        for (k = i; k < w->values.n && w->values.v[k].a == x.a && w->values.v[k].b == x.b; k++) {
            unsigned bit = 1u << w->values.v[k].type;
            x.weight += x.types & bit ? 0 : w->values.v[k].weight; /* the best of each type */
            x.types |= bit;
        }
        if (are_alike(w, x.a, x.b)) {
            w->n_alike++;
            continue;
        }
        count_pair(w, &x);
        if (!tt_vec_push(&w->pairs, x))
            return tt_fail(err, TT_ENOMEM, "no room for pairs");
    }
    return TT_OK;
}

/* One of the two may be a spelling of the other: only one of them is in the registry. */
static bool may_be_spelling(const struct work *w, const struct pair *x)
{
    const tt_entity *a = &w->d->entities[x->a], *b = &w->d->entities[x->b];
    bool far = a->country && b->country && a->country != b->country;
    return w->d->n_parties && !far && !(a->party && b->party);
}

/* Keep the pairs that meet and weigh enough: no more than log10 of seen over expected. */
static void weigh_pairs(struct work *w)
{
    const double *p = w->in->param;
    size_t n = 0;
    for (size_t i = 0; i < w->pairs.n; i++) {
        struct pair x = w->pairs.v[i];
        const struct base *b = &w->base[x.types];
        int direct = !x.through;
        if (!x.meets)
            continue;
        x.weight *= x.through ? p[P_COMMON_FACTOR] : 1;
        x.weight *= may_be_spelling(w, &x) ? p[P_SPELLING_FACTOR] : 1;
        if (x.weight < p[P_MIN_WEIGHT])
            continue;
        x.weight = TT_MIN(x.weight, log10(b->seen[direct] / b->expected[direct]));
        if (x.weight >= p[P_MIN_WEIGHT])
            w->pairs.v[n++] = x;
        else
            w->n_usual++;
    }
    w->pairs.n = n;
}

/* --- telling one group --- */

/* Documents of the flows between two entities. */
static void cite(struct work *w, tt_ix a, tt_ix b, tt_draft *f)
{
    const tt_layer *layers[] = {&w->g->goods, &w->g->money};
    for (size_t l = 0; l < TT_LEN(layers); l++) {
        const tt_layer *y = layers[l];
        for (uint32_t k = y->out_off[a]; k < y->out_off[a + 1]; k++)
            if (y->dst[y->out_at[k]] == b)
                tt_draft_document(f, y->kind_of[y->out_at[k]], y->doc[y->out_at[k]], 0);
        for (uint32_t k = y->in_off[a]; k < y->in_off[a + 1]; k++)
            if (y->src[y->in_at[k]] == b)
                tt_draft_document(f, y->kind_of[y->in_at[k]], y->doc[y->in_at[k]], 0);
    }
}

/* Where the registry or the ownership records say it: "companies.json line 12". */
static const char *row_text(struct work *w, tt_draft *f, tt_ix e)
{
    tt_ix party = w->d->entities[e].party;
    if (!party)
        return "documents";
    tt_place p = w->d->parties[party].place;
    char line[TT_NUM_TEXT];
    (void)tt_u64_text(p.line, line);
    return tt_draft_text(
        f, tt_arena_printf(f->a, "%.*s line %s", TT_STR_ARG(w->d->sources[p.source].name), line));
}

static const char *types_text(tt_draft *f, unsigned types)
{
    const char *text = "";
    for (int t = 0; t < TT_ATTR_COUNT; t++)
        if (types & (1u << t))
            text = tt_draft_text(f, tt_arena_printf(f->a, "%s%s%s", text, *text ? ", " : "",
                                                    tt_attr_text((tt_attr)t)));
    return text;
}

static const char *pair_text(struct work *w, tt_draft *f, const struct pair *x)
{
    const char *how =
        x->through ? tt_draft_text(f, tt_arena_printf(f->a, "both deal with '%.*s'",
                                                      TT_STR_ARG(w->d->entities[x->through].name)))
                   : "they deal with each other";
    return tt_draft_text(f, tt_arena_printf(f->a, "'%.*s' (%s) and '%.*s' (%s) share: %s; %s",
                                            TT_STR_ARG(w->d->entities[x->a].name),
                                            row_text(w, f, x->a),
                                            TT_STR_ARG(w->d->entities[x->b].name),
                                            row_text(w, f, x->b), types_text(f, x->types), how));
}

/* The registry gives every party of the draft a line of business. */
static bool all_known(const struct work *w, const tt_draft *f)
{
    for (size_t i = 0; i < f->entities.n; i++) {
        tt_ix party = w->d->entities[f->entities.v[i].entity].party;
        if (!party || !w->d->parties[party].activity_code.n)
            return false;
    }
    return true;
}

static void tests(struct work *w, const struct pair *top, tt_draft *f)
{
    bool owners = w->d->n_ownerships != 0, business = all_known(w, f);
    tt_draft_test(f, "declared_group", owners ? TT_TEST_NOT_EXPLAINED : TT_TEST_UNKNOWN,
                  owners ? "The ownership records show no common owner."
                         : "There are no ownership records.");
    tt_draft_test(f, "mass_address", TT_TEST_NOT_EXPLAINED,
                  "The shared values belong to few entities of the case.");
    tt_draft_test(f, "company_service", business ? TT_TEST_NOT_EXPLAINED : TT_TEST_UNKNOWN,
                  business
                      ? "By its registry row none of them is a bank, carrier, broker or company "
                        "service."
                      : "The registry does not give every one of them a line of business: one "
                        "may be a company service, forwarder or accountant.");
    tt_draft_test(f, "same_party",
                  may_be_spelling(w, top) ? TT_TEST_WEAKENED : TT_TEST_NOT_EXPLAINED,
                  may_be_spelling(w, top)
                      ? "Only one of them is in the registry: the other may be a name of it."
                      : "Names and identifiers do not make them one party, and the names have too "
                        "little in common for spellings of one.");
    const struct base *b = &w->base[top->types];
    int direct = !top->through;
    tt_draft_test(
        f, "usual_in_these_data", TT_TEST_NOT_EXPLAINED,
        tt_draft_text(
            f, tt_arena_printf(
                   f->a, "%s of unlike names share %s here: %s of them %s, and by chance %s would.",
                   tt_say_count(f, (uint64_t)b->pairs, "pair"), types_text(f, top->types),
                   tt_say_number(f, b->seen[direct], 0),
                   direct ? "deal with each other" : "deal with each other or one counterpart",
                   tt_say_number(f, b->expected[direct], 3))));
}

enum { SAID = 3 };

/* The pairs of one group, the heaviest first. */
static tt_status tell(struct work *w, const struct pair *x, size_t n, tt_findings *out, tt_err *err)
{
    tt_draft f;
    unsigned types = 0;
    const char *said = "";

    tt_draft_begin(&f, w->d, w->in->scratch);
    for (size_t i = 0; i < n; i++) {
        types |= x[i].types;
        tt_draft_entity(&f, x[i].a, "sharer");
        tt_draft_entity(&f, x[i].b, "sharer");
        if (x[i].through) {
            cite(w, x[i].a, x[i].through, &f);
            cite(w, x[i].b, x[i].through, &f);
        } else {
            cite(w, x[i].a, x[i].b, &f);
        }
        if (i < SAID)
            said = tt_draft_text(
                &f, tt_arena_printf(f.a, "%s%s%s", said, i ? ". " : "", pair_text(w, &f, &x[i])));
    }
    f.f.weight = tt_bans(x[0].weight);
    f.f.title = tt_draft_text(
        &f, tt_arena_printf(f.a, "%s that deal with each other or one counterpart share %s",
                            tt_say_count(&f, f.entities.n, "stranger"), types_text(&f, types)));
    f.f.explanation = tt_draft_text(
        &f, tt_arena_printf(
                f.a, "%s%s. No record declares them one group.", said,
                n > SAID ? tt_draft_text(&f, tt_arena_printf(f.a, "; and %zu more pairs", n - SAID))
                         : ""));
    tt_draft_measure(&f, "pairs", "count", (double)n, NAN, NAN, 0);
    tt_draft_measure(&f, "heaviest_pair", "log10", x[0].weight, NAN, w->in->param[P_MIN_WEIGHT],
                     (uint32_t)w->d->n_entities);
    tests(w, x, &f);
    tt_draft_step(&f, "Ask the company registry for owners, directors and filings of each party.");
    tt_draft_step(&f, "Ask who uses the shared phone, account or address, and since when.");
    tt_draft_step(&f, "Read the contracts between the parties: would strangers sign them.");
    return tt_draft_add(&f, out, err);
}

struct order {
    tt_ix *parent;
};

static int cmp_pair(const void *pa, const void *pb, void *ctx)
{
    const struct pair *x = pa, *y = pb;
    tt_ix *parent = ((struct order *)ctx)->parent;
    tt_ix gx = parent[x->a], gy = parent[y->a];
    if (gx != gy)
        return gx < gy ? -1 : 1;
    if (x->weight > y->weight || x->weight < y->weight)
        return x->weight > y->weight ? -1 : 1;
    if (x->a != y->a)
        return x->a < y->a ? -1 : 1;
    return (x->b > y->b) - (x->b < y->b);
}

static tt_status tell_all(struct work *w, tt_findings *out, tt_err *err)
{
    struct order o = {tt_new_n(w->in->scratch, tt_ix, w->d->n_entities + 1)};
    if (!o.parent)
        return tt_fail(err, TT_ENOMEM, "no room for groups");
    for (tt_ix e = 0; e <= w->d->n_entities; e++)
        o.parent[e] = e;
    for (size_t i = 0; i < w->pairs.n; i++) {
        tt_ix a = tt_forest_root(o.parent, w->pairs.v[i].a),
              b = tt_forest_root(o.parent, w->pairs.v[i].b);
        o.parent[TT_MAX(a, b)] = TT_MIN(a, b);
    }
    for (tt_ix e = 1; e <= w->d->n_entities; e++)
        o.parent[e] = tt_forest_root(o.parent, e);
    if (w->pairs.n && !tt_sort(w->pairs.v, w->pairs.n, sizeof(*w->pairs.v), cmp_pair, &o))
        return tt_fail(err, TT_ENOMEM, "no room to sort pairs");
    for (size_t i = 0, k = 0; i < w->pairs.n; i = k) {
        tt_ix group = o.parent[w->pairs.v[i].a];
        for (k = i; k < w->pairs.n && o.parent[w->pairs.v[k].a] == group; k++)
            ;
        TT_TRY(tell(w, &w->pairs.v[i], k - i, out, err));
    }
    return TT_OK;
}

/* --- the run --- */

static tt_status kin(struct work *w, tt_err *err)
{
    for (size_t i = 1; i <= w->d->n_ownerships; i++) {
        const tt_ownership *o = &w->d->ownerships[i];
        if (o->owner && o->owned && !tt_map64_put(&w->kin, key_of(o->owner, o->owned), 1))
            return tt_fail(err, TT_ENOMEM, "no room for ownership");
    }
    return TT_OK;
}

static tt_status notes(struct work *w, tt_findings *out, tt_err *err)
{
    const struct {
        const char *what, *limit, *of, *effect;
        uint64_t n;
    } rows[] = {
        {"entity.shared_attribute: generic values",
         "account_max, phone_max, email_max, address_max, director_max", "value",
         "Shared by too many to say anything: services, forwarders, office buildings.",
         w->n_generic},
        {"entity.shared_attribute: names too alike", "name_bits", "pair",
         "Taken for one party in two spellings, or sisters of one brand: not looked at further.",
         w->n_alike},
        {"entity.shared_attribute: pairs that meet as often as strangers", "min_weight", "pair",
         "Their dealings meet no more often than chance explains.", w->n_usual},
    };
    for (size_t i = 0; i < TT_LEN(rows); i++)
        TT_TRY(tt_note(w->d, out, w->in->scratch, rows[i].what, rows[i].limit, rows[i].n,
                       rows[i].of, TT_NO_NUM, rows[i].effect, err));
    return TT_OK;
}

static tt_status work_on(struct work *w, tt_findings *out, tt_err *err)
{
    const tt_links *links = &w->in->shared->links;
    uint32_t df[TT_ATTR_COUNT] = {0};
    df[TT_ATTR_OWNER] = (uint32_t)w->in->param[P_GROUP_MAX];
    TT_TRY(tt_links_groups(links, df, w->in->scratch, &w->declared, err));
    w->base = tt_new_n(w->in->scratch, struct base, TYPE_SETS);
    if (!w->base)
        return tt_fail(err, TT_ENOMEM, "no room for pairs");
    TT_TRY(tt_meet_init(&w->meet, w->d, w->g, w->in->param[P_HUB], w->in->scratch, err));
    TT_TRY(kin(w, err));
    for (size_t i = 0; i < links->n; i++)
        TT_TRY(add_link(w, &links->v[i], err));
    TT_TRY(find_pairs(w, err));
    weigh_pairs(w);
    TT_TRY(tell_all(w, out, err));
    return notes(w, out, err);
}

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    struct work w = {.in = in, .d = in->data, .g = in->graph};
    if (in->shared->links.n == 0)
        return TT_OK;
    tt_map64_init(&w.kin);
    tt_status st = work_on(&w, out, err);
    tt_map64_release(&w.kin);
    tt_vec_release(&w.values);
    tt_vec_release(&w.pairs);
    return st;
}

const tt_detector tt_detector_entity_shared_attribute = {
    .id = "entity.shared_attribute",
    .revision = 2,
    .title = "Strangers with a shared attribute",
    .typology = "shared_control",
    .family = TT_FAMILY_ENTITY,
    .split = TT_SPLIT_ENTITY,
    .needs = TT_NEEDS_NAMES,
    .indicators = "S-03 S-07 O-06 O-07",
    .source =
        "FATF and Egmont Group, Trade-Based Money Laundering: Risk Indicators (2021), structure "
        "of the business; FATF, Professional Money Laundering (2018)",
    .looks_for =
        "Parties that deal with each other, or with the same counterpart, without a declared "
        "link, and share a phone, email, account, director or address that few others have.",
    .params = params,
    .n_params = TT_LEN(params),
    .run = run,
};
