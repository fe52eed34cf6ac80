/*
 * route_ftz.c - goods that go through a free zone and come out as something else.
 *
 * A lot that a party receives and sends on in the same, odd quantity, through a free zone or a
 * customs warehouse, of which heading, origin or weight changed between.  That a zone is used says
 * nothing: lots that come out as they went in are the measure.  Not caught here: lots that are
 * split or mixed in the zone.  Formula, worked example, known false positives: route_ftz.md.
 */
#include "detect/common/deals.h"
#include "detect/common/goods.h"
#include "detect/common/stays.h"
#include "detect/common/regime.h"
#include "detect/common/trials.h"

#include "base/num.h"
#include "refdata/zone.h"

#include <math.h>

enum { P_DAYS, P_CHANCE, P_SAME, P_LR, P_LR_MOST, P_USUAL, TT_TRIAL_PARAMS, P_COUNT };

static const tt_param params[P_COUNT] = {
    [P_DAYS] = {"stay_days", 180, 0, 3650, "days", "between the papers of a lot in and out"},
    [P_CHANCE] = {"chance", 0.05, 0, 1, "count",
                  "of lots in of that quantity that are expected by chance, at most"},
    [P_SAME] = {"same_weight", 0.1, 0, 1, "fraction",
                "by which the weights of one lot may differ: it is weighed again"},
    [P_LR] = {"lr", 3, 1, 1000, "likelihood ratio", "of each change of heading, origin, weight"},
    [P_LR_MOST] = {"lr_most", 9, 1, 1000, "likelihood ratio", "of one lot, at most"},
    [P_USUAL] = TT_USUAL_ROW(0.02),
    TT_TRIAL_ROWS(0, 0.4)};

/* A lot that went through a zone, and what of it changed. */
struct item {
    const tt_stay *stay;
    bool heading, origin, weight;
    const tt_zone *zone; /* NULL: by the procedures of customs */
    tt_ix declaration;   /* that asks for a zone or warehouse, or ends it; 0: none */
};

enum why { JUDGED, UNKNOWN, WEAK, WHY_COUNT };

struct state {
    const tt_detect_in *in;
    const tt_data *d;
    tt_zones zones;
    tt_stays lots;
    tt_trial_vec trials;
    tt_tally why[WHY_COUNT];
};

static const tt_haul *haul(const struct state *s, size_t at)
{
    return &s->lots.v.v[at];
}

/* --- zones --- */

static bool is_stored(const tt_data *d, const tt_haul *m)
{
    tt_regime r;
    return m->kind == TT_KIND_DECLARATION &&
           tt_regime_of(d->declarations[m->doc].procedure_code, &r) &&
           (m->out ? tt_regime_stored(r.before) : tt_regime_stored(r.asked));
}

/* The zone at which the party takes or hands over the goods of a bill of lading; NULL. */
static const tt_zone *zone_of(const struct state *s, const tt_haul *m)
{
    if (m->kind != TT_KIND_SHIPMENT)
        return NULL;
    const tt_shipment *x = &s->d->shipments[m->doc];
    tt_str inland = m->out ? x->place_of_receipt : x->place_of_delivery;
    tt_str port = m->out ? x->port_of_loading : x->port_of_discharge;
    const tt_zone *z = tt_zone_find(&s->zones, inland, m->day);
    return z ? z : tt_zone_find(&s->zones, port, m->day);
}

/* Any paper of the lot, in or out, may show it; false: nothing says that it was in a zone. */
static bool in_zone(const struct state *s, struct item *it)
{
    tt_date from = haul(s, it->stay->in)->day, to = haul(s, it->stay->out)->day;
    tt_date days = (tt_date)s->in->param[P_DAYS];
    for (size_t i = it->stay->first; i < it->stay->end; i++) {
        const tt_haul *m = haul(s, i);
        if (m->day < from - days || m->day > to + days)
            continue;
        if (is_stored(s->d, m))
            it->declaration = m->doc;
        if (!it->zone)
            it->zone = zone_of(s, m);
    }
    return it->zone || it->declaration;
}

/* --- lots --- */

/* The country where the goods were sent from is written as origin: one error of entry explains it.
 */
static bool is_dispatch(const struct state *s, const tt_haul *in, const tt_haul *out)
{
    return out->origin == s->d->entities[in->other].country ||
           in->origin == s->d->entities[in->other].country;
}

/* False: no paper says what the goods are on both sides. */
static bool compare(const struct state *s, struct item *it)
{
    const tt_haul *in = haul(s, it->stay->in), *out = haul(s, it->stay->out);
    bool codes = in->hs6 != TT_HS_NONE && out->hs6 != TT_HS_NONE;
    it->heading = codes && tt_hs_prefix(in->hs6, 4) != tt_hs_prefix(out->hs6, 4);
    it->origin = in->origin && out->origin && in->origin != out->origin && !is_dispatch(s, in, out);
    it->weight = in->kind == out->kind && in->kg > 0 && out->kg > 0 &&
                 tt_round9(fabs(out->kg / in->kg - 1)) > s->in->param[P_SAME];
    return codes;
}

static tt_status look_at(struct state *s, const tt_stay *stay, tt_err *err)
{
    const double *p = s->in->param;
    const tt_haul *out = haul(s, stay->out);
    struct item it = {.stay = stay};
    if (stay->chance > p[P_CHANCE] || !in_zone(s, &it))
        return TT_OK;
    if (!compare(s, &it)) {
        tt_tally_add(&s->why[UNKNOWN], TT_NO_NUM);
        return TT_OK;
    }
    int changes = it.heading + it.origin + it.weight;
    tt_ix deal = tt_deal_of(s->d, out->kind, out->doc);
    tt_trial t = {.seller = out->party,
                  .buyer = out->other,
                  .at = deal ? deal : tt_trial_alone(s->d, (tt_ref){out->kind, out->doc, 0}),
                  .side = changes > 0,
                  .lr = fmin(pow(p[P_LR], changes), p[P_LR_MOST]),
                  .gap = p[P_USUAL],
                  .off = changes,
                  .own = tt_trial_own(s->in, it)};
    return t.own ? tt_trials_add(&s->trials, t, err)
                 : tt_fail(err, TT_ENOMEM, "no memory for lots");
}

/* --- telling it --- */

static void cite(const void *ctx, const tt_trial *t, tt_draft *w)
{
    const struct state *s = ctx;
    const struct item *it = t->own;
    const tt_haul *const ends[] = {haul(s, it->stay->in), haul(s, it->stay->out)};
    for (size_t i = 0; i < TT_LEN(ends); i++) {
        tt_draft_document(w, ends[i]->kind, ends[i]->doc, 0);
        tt_deal_cite(w, tt_deal_of(s->d, ends[i]->kind, ends[i]->doc),
                     TT_KINDS(SHIPMENT) | TT_KINDS(INVOICE) | TT_KINDS(DECLARATION), TT_HS_NONE,
                     false);
    }
    if (it->declaration)
        tt_draft_document(w, TT_KIND_DECLARATION, it->declaration, 0);
    tt_draft_entity(w, ends[0]->other, "source");
}

/* "under 0402, origin FR, 20475 kg": what the papers of one side say. */
static const char *side_text(const struct item *it, const tt_haul *m, tt_draft *w)
{
    char hs[TT_HS_TEXT] = "", country[3] = "";
    tt_hs_text(m->hs6, hs);
    tt_country_text(m->origin, country);
    return tt_say(w, "%s (%s), under %s%s%s", tt_say_doc(w, m->kind, m->doc),
                  tt_say_date(w, m->day), hs, it->origin ? tt_say(w, ", origin %s", country) : "",
                  it->weight ? tt_say(w, ", %s kg", tt_say_number(w, m->kg, 1)) : "");
}

static const char *zone_text(const struct state *s, const struct item *it, tt_draft *w)
{
    const char *place = "", *code = "";
    if (it->zone)
        place = tt_say(w, "At %.*s there is a free zone (%.*s%s).", TT_STR_ARG(it->zone->place),
                       TT_STR_ARG(it->zone->name),
                       it->zone->verified == TT_VERIFIED_YES ? ""
                                                             : ", by a table that is not verified");
    if (it->declaration)
        code = tt_say(w, "%sDeclaration %s names procedure %s, one of warehouses and free zones.",
                      place[0] ? " " : "", tt_say_doc(w, TT_KIND_DECLARATION, it->declaration),
                      tt_say_str(w, s->d->declarations[it->declaration].procedure_code));
    return tt_say(w, "%s%s", place, code);
}

static void tell(const void *ctx, const tt_relation *r, tt_draft *w)
{
    static const tt_test tests[] = {
        {"worked_on", TT_TEST_UNKNOWN,
         "Whether goods may be worked on in this zone, and were, is not in the data."},
        {"error_of_entry", TT_TEST_UNKNOWN,
         "A code may be corrected, or the country of dispatch written where the origin belongs."},
    };
    static const char *const steps[] = {
        "Ask the zone for the stock records of the container: in, out, and what was done between.",
        "Ask who issued the certificate of origin of the second leg, and on what.",
        "Look what duty, ban or sanction the goods as they came would have met at the destination.",
    };
    static const tt_relation_text text = {
        .title = "other goods out of a free zone",
        .clause = "a lot leaves a free zone as something else",
        .of = "lot",
        .means = "A zone is a place where goods and papers can be changed out of sight of customs.",
        .tests = tests,
        .n_tests = TT_LEN(tests),
        .steps = steps,
        .n_steps = TT_LEN(steps),
    };
    const struct state *s = ctx;
    const struct item *it = r->top->own;
    const tt_haul *in = haul(s, it->stay->in), *out = haul(s, it->stay->out);
    w->f.direction = TT_SHIFT_NONE;
    tt_draft_measure(w, "changes", "count", r->top->off, 0, 0, 0);
    tt_draft_measure(w, "equal_by_chance", "count", it->stay->chance, NAN, s->in->param[P_CHANCE],
                     0);
    tt_draft_test(w, "another_lot", TT_TEST_NOT_EXPLAINED,
                  tt_say(w,
                         "The quantity is the same to the last digit; by chance %s other lots of "
                         "just this quantity were to be expected.",
                         tt_say_chance(w, it->stay->chance)));
    tt_relation_say(w, r, &text,
                    tt_say(w, "A lot came with %s, and went on in the same quantity with %s. %s",
                           side_text(it, in, w), side_text(it, out, w), zone_text(s, it, w)));
}

/* --- all together --- */

static tt_status relations(struct state *s, tt_findings *out, tt_err *err)
{
    static const tt_tally_row rows[] = {
        {UNKNOWN, "through a zone, without codes on both sides", "lot", "not compared", NULL},
        {WEAK, "relations whose weight is below min_weight", "relation",
         "such changes are usual in these data", NULL},
    };
    static const tt_trial_words say = {.roles = {"trader", "consignee"},
                                       .first = P_REPEAT,
                                       .expect = "what is assumed of honest trade",
                                       .of = "lot",
                                       .cite = cite,
                                       .tell = tell};
    TT_TRY(tt_zones_load(&s->d->reference, s->in->scratch, &s->zones, err));
    TT_TRY(tt_stays_find(s->d, (int32_t)s->in->param[P_DAYS], s->in->scratch, &s->lots, err));
    for (size_t i = 0; i < s->lots.stays.n; i++)
        TT_TRY(look_at(s, &s->lots.stays.v[i], err));
    if (!tt_trials_one_a_deal(&s->trials))
        return tt_fail(err, TT_ENOMEM, "no memory for lots");
    TT_TRY(tt_trials_judge(s->in, &s->trials, &say, s, &s->why[WEAK], out, err));
    return tt_tally_tell(s->in, "route.ftz", s->why, rows, TT_LEN(rows), out, err);
}

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    struct state s = {.in = in, .d = in->data};
    tt_status st = relations(&s, out, err);
    tt_stays_release(&s.lots);
    tt_vec_release(&s.trials);
    return st;
}

const tt_detector tt_detector_route_ftz = {
    .id = "route.ftz",
    .revision = 2,
    .title = "Other goods out of a free zone",
    .typology = "free_zone",
    .family = TT_FAMILY_ROUTE,
    .split = TT_SPLIT_PAIR,
    .indicators = "D-08 O-13",
    .source =
        "APG, Typology Report on Trade Based Money Laundering (2012), free trade zones; FATF, "
        "Money Laundering Vulnerabilities of Free Trade Zones (2010)",
    .looks_for = "Lots that come to a free zone or customs warehouse and are sent on in the same "
                 "quantity with another heading, origin or weight.",
    .params = params,
    .n_params = P_COUNT,
    .run = run,
};
