/*
 * iwt_corridor.c - goods that go from a country of source over one of transit to one of destination
 * of a group of taxa, as those of others hardly do.
 *
 * Their receiver in the country of transit sends them on, or one consignment takes such a way.  The
 * roles of countries are a table and no evidence: what weighs is how rare it is among what leaves
 * the same country that goods are sent on so, or the way; and where a carrier changes ships is its
 * own choice, so that a way alone weighs little.  A prior, capped; goods that are too cheap or too
 * heavy are iwt_cover_load.c.  Formula, worked example, known false positives: iwt_corridor.md.
 */
#include "detect/common/tally.h"
#include "detect/common/ways.h"

#include "base/stat.h"

#include <math.h>

enum { P_DAYS, P_SAME, P_MOST, P_LOOSE, P_CARRIER, P_ENTREPOT, P_PEERS, P_MIN_WEIGHT, P_COUNT };

static const tt_param params[P_COUNT] = {
    [P_DAYS] = {"days", 180, 1, 3650, "days", "within which goods that are sent on are one chain"},
    [P_SAME] = {"same_load", 0.05, 0, 1, "fraction",
                "by which the gross weights of one load may differ"},
    [P_MOST] = {"most", 0.6, 0, 1, "log10", "most that a way weighs"},
    [P_LOOSE] = {"loose", 0.35, 0, 1, "log10",
                 "taken off when only the goods are the same, and for a trader of an entrepot"},
    [P_CARRIER] = {"carrier", 0.3, 0, 1, "log10",
                   "taken off when nobody sends the goods on: the hub is the carrier's choice"},
    [P_ENTREPOT] = {"entrepot", 4, 1, 1e6, "count",
                    "relations in which a trader sends goods on that make it an entrepot"},
    [P_PEERS] = {"peers", 19, 9, 1e6, "count", "with fewer relations of others no way is rare"},
    [P_MIN_WEIGHT] = {"min_weight", 0.3, -1, 1, "log10",
                      "weaker evidence is counted, not reported"},
};

enum why { NO_GOODS, FEW, USUAL, WHYS };

/* A relation whose way has the roles. */
struct corridor {
    const tt_way_relation *r;
    const tt_way *way; /* its first */
    tt_str group;
    tt_country hub;
    tt_bond bond; /* the strongest */
    tt_usual usual;
    uint32_t sent_on; /* relations in which its trader sends goods on */
    double weight;
};

struct state {
    const tt_detect_in *in;
    const tt_wildlife *k;
    tt_ways ways;
    tt_tally why[WHYS];
};

static bool is_source(const tt_wildlife *k, tt_country c)
{
    return tt_corridor_any(k, c) & 1u << TT_ROLE_SOURCE;
}

static bool is_transit(const tt_wildlife *k, tt_country c)
{
    return tt_corridor_any(k, c) & 1u << TT_ROLE_TRANSIT;
}

/* The first group of the table whose roles the way has in their order: what is sent on is so from
 * the country of transit.  goods: under which it may go.  Absent: none. */
static tt_str group_of(const struct state *s, const tt_way *x, bool goods, tt_country *hub)
{
    tt_country hubs[2 * TT_WILD_VIA + 1];
    size_t n = x->next ? 1 : tt_way_hubs(x, hubs);
    if (x->next)
        hubs[0] = x->c->to;
    for (size_t i = 0; i < s->k->n_corridors; i++) {
        tt_str group = s->k->corridors[i].group;
        tt_way_roles r = tt_way_roles_of(s->k, group, x->c->from, hubs, n, tt_way_to(x));
        if (!r.source || !r.hub || !r.destination ||
            (goods && !tt_group_goods(s->k, group, x->hs6)))
            continue;
        *hub = r.hub;
        return group;
    }
    return (tt_str){NULL, 0};
}

/* Relations are many, and few have the roles: the first way whose goods fit stands for all. */
static bool read_relation(struct state *s, const tt_way_relation *r, struct corridor *c)
{
    bool known = false, on_it = false;
    *c = (struct corridor){.r = r, .bond = TT_BOND_NONE};
    if (!r->sender || !r->receiver || r->sender == r->receiver || !r->hub)
        return false;
    for (size_t i = 0; i < r->n; i++) {
        const tt_way *x = &s->ways.v[r->first + i];
        on_it |= x->hs6 == TT_HS_NONE && group_of(s, x, false, &c->hub).n;
        tt_str group = x->hs6 ? group_of(s, x, true, &c->hub) : (tt_str){NULL, 0};
        if (!group.n)
            continue;
        if (!c->way || x->bond < c->bond)
            *c =
                (struct corridor){.r = r, .way = x, .group = group, .hub = c->hub, .bond = x->bond};
        known = true;
    }
    if (!known && on_it)
        tt_tally_add(&s->why[NO_GOODS], TT_NO_NUM);
    return known;
}

static bool weigh(struct state *s, struct corridor *c)
{
    const double *p = s->in->param;
    c->usual = tt_ways_usual(&s->ways, c->r);
    if ((double)c->usual.relations < p[P_PEERS]) {
        tt_tally_add(&s->why[FEW], TT_NO_NUM);
        return false;
    }
    c->sent_on = tt_ways_sent_on(&s->ways, c->r->trader);
    bool loose = c->bond == TT_BOND_GOODS || (double)c->sent_on >= p[P_ENTREPOT];
    double off = !c->r->trader ? p[P_CARRIER] : loose ? p[P_LOOSE] : 0;
    c->weight = tt_round9(fmin(p[P_MOST], tt_log10_e_of_p(c->usual.p)) - off);
    if (c->weight < p[P_MIN_WEIGHT])
        tt_tally_add(&s->why[USUAL], TT_NO_NUM);
    return c->weight >= p[P_MIN_WEIGHT];
}

/* --- words --- */

static const char *say_country(tt_draft *w, tt_country c)
{
    char text[3] = "";
    tt_country_text(c, text);
    return tt_say(w, "%s", text);
}

static const char *say_chain(const struct corridor *c, tt_draft *w)
{
    static const char *const bonds[] = {
        [TT_BOND_CONTAINER] = "in the same container, with the same load",
        [TT_BOND_LOAD] = "with the same weight",
        [TT_BOND_GOODS] = "as less of the same goods",
        [TT_BOND_NONE] = "",
    };
    const tt_consignment *next = c->way->next;
    return next ? tt_say(w, " The receiver sent it on %s by %s.", bonds[c->bond],
                         tt_say_consignment(w, next))
                : "";
}

static const char *say_resale(const struct corridor *c, tt_draft *w)
{
    const tt_usual *u = &c->usual;
    return tt_say(w, "Of %s of others from %s the receiver sent goods on in such a way in %llu.",
                  tt_say_count(w, u->relations, "relation"), say_country(w, c->r->from),
                  (unsigned long long)u->sent_on);
}

static void tests(const struct state *s, const struct corridor *c, tt_draft *w)
{
    const tt_usual *u = &c->usual;
    const char *from = say_country(w, c->r->from);
    tt_draft_test(
        w, "usual_way", TT_TEST_NOT_EXPLAINED,
        tt_say(w, "Of %s of others from %s %llu took this way, and of %s of theirs %llu did.",
               tt_say_count(w, u->others, "consignment"), from, (unsigned long long)u->on_it,
               tt_say_count(w, u->relations, "relation"), (unsigned long long)u->relations_on));
    if (c->r->trader) {
        bool entrepot = (double)c->sent_on >= s->in->param[P_ENTREPOT];
        tt_draft_test(w, "usual_resale", TT_TEST_NOT_EXPLAINED, say_resale(c, w));
        tt_draft_test(w, "entrepot", entrepot ? TT_TEST_WEAKENED : TT_TEST_NOT_EXPLAINED,
                      tt_say(w, "The trader sends such goods on in %s of these data.",
                             tt_say_count(w, c->sent_on, "relation")));
    } else {
        tt_draft_test(w, "hub_of_the_carrier", TT_TEST_WEAKENED,
                      "Where a carrier changes ships is its own choice: its schedule is not in the "
                      "data.");
    }
    tt_draft_test(w, "legal_trade", TT_TEST_UNKNOWN,
                  "Countries and goods of the way are those of ordinary trade as well.");
}

static void describe(const struct state *s, const struct corridor *c, tt_draft *w)
{
    static const char *const steps[] = {
        "Ask the sender why the goods go this way, and what other ways cost.",
        "Look whether anything else speaks against the consignments: alone this is a prior.",
        "Have the next container scanned where it can still be stopped.",
    };
    const tt_way_relation *r = c->r;
    for (size_t i = 0; i < r->n; i++) {
        const tt_way *x = &s->ways.v[r->first + i];
        tt_draft_document(w, x->c->kind, x->c->doc, 0);
        if (x->next)
            tt_draft_document(w, x->next->kind, x->next->doc, 0);
    }
    tt_draft_entity(w, r->sender, "sender");
    if (r->trader)
        tt_draft_entity(w, r->trader, "trader");
    tt_draft_entity(w, r->receiver, "receiver");
    if (r->trader)
        tt_draft_measure(w, "relations_of_others_sent_on", "count", (double)c->usual.sent_on, NAN,
                         NAN, (uint32_t)TT_MIN(c->usual.relations, UINT32_MAX));
    else
        tt_draft_measure(w, "consignments_of_others_on_it", "count", (double)c->usual.on_it, NAN,
                         NAN, (uint32_t)TT_MIN(c->usual.others, UINT32_MAX));
    tests(s, c, w);
    tt_draft_steps(w, steps, TT_LEN(steps));
    const char *from = say_country(w, r->from), *hub = say_country(w, c->hub);
    const char *to = say_country(w, r->to), *group = tt_say_key(w, c->group);
    w->f.p_value = c->usual.p;
    w->f.weight = c->weight;
    w->f.title = "Way of wildlife that others hardly take";
    const char *rare = r->trader
                           ? say_resale(c, w)
                           : tt_say(w,
                                    "Of what others send from %s a share of %s or less takes this "
                                    "way, or one that is as rare.",
                                    from, tt_say_chance(w, c->usual.p));
    w->f.explanation =
        tt_say(w,
               "%s from %s over %s to %s, countries of source, transit and destination of %s; the "
               "first is %s.%s %s",
               tt_say_count(w, r->n, "consignment"), from, hub, to, group,
               tt_say_consignment(w, c->way->c), say_chain(c, w), rare);
}

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    static const tt_tally_row rows[] = {
        {NO_GOODS, "without a code of the goods", "relation", "not judged", NULL},
        {FEW, "fewer than `peers` relations of others from the country", "relation",
         "unknown whether their way is rare", NULL},
        {USUAL, "on a way that others take, or with a weight below min_weight", "relation",
         "not reported: ordinary trade", NULL},
    };
    const tt_way_rules rules = {(int32_t)in->param[P_DAYS], in->param[P_SAME], is_source,
                                is_transit};
    struct state s = {.in = in, .k = &in->shared->wild.k};
    TT_TRY(tt_ways_build(in, &rules, &s.ways, err));
    for (size_t i = 0; i < s.ways.n_relations; i++) {
        struct corridor c;
        tt_draft w;
        if (!read_relation(&s, &s.ways.relations[i], &c) || !weigh(&s, &c))
            continue;
        tt_draft_begin(&w, in->data, in->scratch);
        describe(&s, &c, &w);
        TT_TRY(tt_draft_add(&w, out, err));
    }
    TT_TRY(tt_note(in->data, out, in->scratch, "iwt.corridor: consignments",
                   "200 of the same goods that their receiver sent", s.ways.n_cut, "consignment",
                   TT_NO_NUM, "whether later ones are theirs was not looked at", err));
    return tt_tally_tell(in, "iwt.corridor: relations on ways of wildlife", s.why, rows,
                         TT_LEN(rows), out, err);
}

const tt_detector tt_detector_iwt_corridor = {
    .id = "iwt.corridor",
    .revision = 2,
    .title = "Way of wildlife that others hardly take",
    .typology = "wildlife_corridor",
    .family = TT_FAMILY_CONTEXT,
    .split = TT_SPLIT_PAIR,
    .needs = TT_NEEDS_WILD,
    .indicators = "W-01 W-22",
    .source = "FATF, Money Laundering and the Illegal Wildlife Trade (2020); toolkits for banks on "
              "the illegal wildlife trade",
    .looks_for =
        "Consignments from a country of source that their receiver in one of transit sends "
        "on to one of destination of a group of taxa, or that go there by one way, as "
        "those of others from there hardly do; a prior only.",
    .params = params,
    .n_params = TT_LEN(params),
    .run = run,
};
