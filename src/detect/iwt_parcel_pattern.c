/*
 * iwt_parcel_pattern.c - one origin sends many small parcels to many names at few doors.
 *
 * Who buys by mail lives at a door of his own.  Where receivers share doors, the fullest one may
 * be a pick-up point, a hostel or a desk: it is left out, and the names at the others are held
 * against those of all other origins.  What else is odd about the parcels adds little.  Without
 * such doors two things that are odd about who sends and who receives are told, weakly.
 * Not caught: who hides behind the name of a marketplace, a ring with one door only (at most
 * `one_door`), doors that each paper writes in another way.
 * Formula, worked example, known false positives: iwt_parcel_pattern.md.
 */
#include "detect/common/parcel_rates.h"
#include "detect/common/shares.h"
#include "detect/common/tail.h"
#include "detect/common/tally.h"

#include <math.h>

enum {
    P_DAYS,
    P_LONG,
    P_MAX_KG,
    P_LEAST,
    P_OPEN,
    P_ONE_DOOR,
    P_DOUBTS,
    P_LEAST_PARCELS,
    P_MARK,
    P_MARK_P,
    P_PRIOR,
    P_MIN_WEIGHT,
    P_COUNT
};

static const tt_param params[P_COUNT] = {
    [P_DAYS] = {"days", 30, 1, 366, "days", "window in which parcels are counted"},
    [P_LONG] = {"long_days", 180, 1, 3660, "days", "second window, for rings that take their time"},
    [P_MAX_KG] = {"max_kg", 31.5, 0.1, 1000, "kg", "heavier air waybills are no parcels"},
    [P_LEAST] = {"least_names", 3, 1, 1e6, "count",
                 "names at a door that another name has; fewer are not looked at"},
    [P_OPEN] = {"open_from", 4, 2, 1e6, "count",
                "origins from which on a door is a pick-up point, and left out"},
    [P_ONE_DOOR] = {"one_door", 0.3, 0, 3, "log10", "at most, for names that share one door only"},
    [P_DOUBTS] = {"doubts", 0.6, 0, 3, "log10",
                  "at most, for two things odd about who sends and who receives"},
    [P_LEAST_PARCELS] = {"least_parcels", 8, 1, 1e6, "count",
                         "parcels of one window, for these; fewer are not looked at"},
    [P_MARK] = {"mark", 0.2, 0, 1, "log10", "for each thing else that is odd, at most three"},
    [P_MARK_P] = {"mark_p", 0.01, 0, 1, "1", "from which on a thing is odd among other origins"},
    [P_PRIOR] = {"prior", 30, 0, 1e6, "count", "names or parcels that the assumed rates are worth"},
    [P_MIN_WEIGHT] = {"min_weight", 0.4, -1, 3, "log10",
                      "weaker evidence is counted, not reported"},
};

enum { WEAK, FIRMS, UNDATED, OPEN, WHYS };

/* The parcels of one origin in one window. */
struct view {
    size_t first, n; /* all parcels of the origin */
    tt_crowded c;
    tt_rates r;
};

/* All origins, each in its fullest window of so many days. */
struct pass {
    double days;
    struct view *views;
    tt_shares sums[TT_RATES];
};

enum { PASSES = 2 };

struct state {
    const tt_detect_in *in;
    tt_parcels p;
    tt_porter porter;
    struct pass pass[PASSES];
    double usual_kg; /* median value of a kilogram, minor units */
    tt_tally why[WHYS];
};

static tt_status no_room(tt_err *err)
{
    return tt_fail(err, TT_ENOMEM, "no memory for patterns of parcels");
}

/* --- rates --- */

static void add_sums(struct pass *pass, const struct view *o)
{
    for (int r = 0; r < TT_RATES; r++)
        tt_shares_add(&pass->sums[r], o->r.k[r], o->r.of[r]);
}

static bool look(struct state *s)
{
    size_t first = 0;
    for (int k = 0; k < PASSES; k++) {
        s->pass[k].days = s->in->param[k ? P_LONG : P_DAYS];
        s->pass[k].views = tt_new_n(s->in->scratch, struct view, s->p.n_origins + 1);
        if (!s->pass[k].views)
            return false;
    }
    for (uint32_t i = 0; i < s->p.n_origins; i++) {
        size_t end = first;
        while (end < s->p.n && s->p.v[end].origin == i)
            end++;
        tt_porter_read(&s->porter, first, end - first);
        for (int k = 0; k < PASSES; k++) {
            struct view *o = &s->pass[k].views[i];
            *o = (struct view){.first = first, .n = end - first};
            o->c = tt_porter_window(&s->porter, s->pass[k].days);
            if (!tt_rates_count(&s->porter, &o->c, s->usual_kg, s->in->scratch, &o->r))
                return false;
            add_sums(&s->pass[k], o);
        }
        first = end;
    }
    return true;
}

/* --- the finding --- */

struct claim {
    const struct view *o;
    const struct pass *pass;
    double p[TT_RATES], usual[TT_RATES];
    double chance; /* of `by` */
    double weight;
    bool rest;         /* not by one door alone */
    bool doubts;       /* by who sends and receives, not by doors */
    tt_parcel_rate by; /* whose chance decided */
    tt_str group;      /* of taxa that take this way */
    tt_country from, to;
    unsigned odd; /* things else */
};

/* A group of taxa that goes from the one country to the other. */
static tt_str lane_of(const tt_wildlife *k, tt_country from, tt_country to)
{
    const unsigned begin = 1u << TT_ROLE_SOURCE;
    for (size_t i = 0; i < k->n_routes; i++)
        if (tt_route_roles(k, i, from) & begin && tt_route_roles(k, i, to) & ~begin)
            return k->routes[i];
    return (tt_str){0};
}

/*
 * Two things about who sends and who receives must be odd, and the weaker of them decides: one
 * alone has an honest reason (customers who give a nickname, a sender who leaves addresses out).
 */
static void judge_doubts(const double *p, struct claim *c)
{
    enum { FIRST = TT_RATE_IDENTITY, PAIRS = (TT_RATES - FIRST) * (TT_RATES - FIRST - 1) / 2 };
    int least = FIRST, second = -1;
    for (int r = FIRST + 1; r < TT_RATES; r++) {
        if (c->p[r] < c->p[least]) {
            second = least;
            least = r;
        } else if (second < 0 || c->p[r] < c->p[second]) {
            second = r;
        }
    }
    double chance = fmin(1, PAIRS * PASSES * c->p[second]);
    double weight = fmin(p[P_DOUBTS], tt_log10_e_of_p(chance));
    if ((double)(c->o->c.to - c->o->c.from) < p[P_LEAST_PARCELS] || weight <= c->weight)
        return;
    c->doubts = true;
    c->by = (tt_parcel_rate)second;
    c->chance = chance;
    c->weight = weight + (c->group.n ? p[P_MARK] : 0);
}

/* Two windows were looked at: the better one counts, at twice its chance. */
static struct claim claim_in(const struct state *s, const struct pass *pass, uint32_t origin)
{
    const double *p = s->in->param;
    const tt_data *d = s->in->data;
    const struct view *o = &pass->views[origin];
    const tt_parcel *first = &s->p.v[o->first + o->c.from];
    struct claim c = {.o = o,
                      .pass = pass,
                      .from = d->entities[first->sender].country,
                      .to = d->entities[first->receiver].country};
    for (int r = 0; r < TT_RATES; r++)
        c.p[r] = tt_shares_chance(&pass->sums[r], o->r.k[r], o->r.of[r], tt_rate_rows[r].usual,
                                  tt_rate_rows[r].rho, p[P_PRIOR], &c.usual[r]);
    for (int r = 0; r < TT_RATE_REPEAT; r++)
        c.p[r] = fmin(1, PASSES * c.p[r]);
    double one = fmin(p[P_ONE_DOOR], tt_log10_e_of_p(c.p[TT_RATE_ONE_DOOR]));
    double rest = o->r.k[TT_RATE_DOORS] > 0 ? tt_log10_e_of_p(c.p[TT_RATE_DOORS]) : -1;
    c.rest = rest > one;
    c.by = c.rest ? TT_RATE_DOORS : TT_RATE_ONE_DOOR;
    c.chance = c.p[c.by];
    c.weight = o->r.k[TT_RATE_ONE_DOOR] < p[P_LEAST] ? -1 : fmax(one, rest);
    c.group = lane_of(&s->in->shared->wild.k, c.from, c.to);
    c.odd = c.group.n > 0;
    for (int r = TT_RATE_REPEAT; r < TT_RATES; r++)
        c.odd += c.p[r] < p[P_MARK_P];
    /* A pick-up point has one door as well, but neither numbers in series nor anything else odd. */
    bool one_hand = c.p[TT_RATE_SERIAL] < p[P_MARK_P] && c.odd > 1;
    if ((c.rest || one_hand) && c.weight > 0)
        c.weight += p[P_MARK] * TT_MIN(c.odd, 3u);
    judge_doubts(p, &c);
    c.weight = tt_bans(c.weight);
    return c;
}

static struct claim claim_of(const struct state *s, uint32_t origin)
{
    struct claim best = claim_in(s, &s->pass[0], origin);
    for (int k = 1; k < PASSES; k++) {
        struct claim c = claim_in(s, &s->pass[k], origin);
        if (c.weight > best.weight)
            best = c;
    }
    return best;
}

static void cite_parcel(const tt_parcel *p, tt_draft *w)
{
    tt_draft_document(w, TT_KIND_SHIPMENT, p->doc, 0);
    tt_draft_entity(w, p->sender, "sender");
    tt_draft_entity(w, p->receiver, "receiver");
}

/* Cites the parcels of the window whose names or addresses are odd. */
static void cite_doubts(const struct state *s, const struct claim *c, tt_draft *w)
{
    const tt_parcel *v = &s->p.v[c->o->first + c->o->c.from];
    size_t n = c->o->c.to - c->o->c.from;
    bool *odd = tt_arena_zalloc(w->a, n + 1, sizeof *odd);
    tt_ix sender = UINT32_MAX;
    if (!odd || !tt_parcels_doubtful(&s->porter, v, n, w->a, odd)) {
        w->failed = true;
        return;
    }
    for (size_t i = 0; i < n; i++) {
        sender = TT_MIN(sender, v[i].sender);
        if (odd[i])
            cite_parcel(&v[i], w);
    }
    tt_draft_key(w, sender, ""); /* about the origin: its first sender */
}

/* Cites the parcels of the window that go to doors with several names. */
static tt_str cite(struct state *s, const struct claim *c, tt_draft *w)
{
    const struct view *o = c->o;
    tt_porter *x = &s->porter;
    tt_str fullest = {0};
    uint32_t most = 0;
    tt_ix sender = UINT32_MAX;
    tt_porter_read(x, o->first, o->n);
    for (size_t i = o->c.from; i < o->c.to; i++)
        if (!x->in_window[x->of[i]]++)
            x->at_door[x->names[x->of[i]].door]++;
    for (size_t i = o->c.from; i < o->c.to; i++) {
        uint32_t door = x->names[x->of[i]].door;
        sender = TT_MIN(sender, x->v[i].sender);
        if (!tt_porter_is_door(x, door) || x->at_door[door] < 2)
            continue;
        cite_parcel(&x->v[i], w);
        if (x->at_door[door] > most)
            fullest = s->p.doors[door].text;
        most = TT_MAX(most, x->at_door[door]);
    }
    for (size_t i = o->c.from; i < o->c.to; i++)
        x->at_door[x->names[x->of[i]].door] = x->in_window[x->of[i]] = 0;
    tt_draft_key(w, sender, ""); /* about the origin: its first sender */
    return fullest;
}

static void measures(const struct state *s, const struct claim *c, tt_draft *w)
{
    const struct view *o = c->o;
    double kg = 0;
    int64_t value = 0;
    for (size_t i = o->c.from; i < o->c.to; i++) {
        const tt_parcel *x = &s->p.v[o->first + i];
        kg += isnan(x->kg) ? 0 : x->kg;
        value += x->value == TT_NO_NUM || x->value > INT64_MAX / 1000000 ? 0 : x->value;
    }
    tt_draft_measure(w, "parcels", "count", (double)(o->c.to - o->c.from), NAN, NAN, 0);
    tt_draft_measure(w, "names", "count", o->c.names, NAN, NAN, 0);
    tt_draft_measure(w, "doors", "count", o->c.doors, NAN, NAN, 0);
    tt_draft_measure(w, "weight", "kg", kg, NAN, NAN, 0);
    tt_draft_money(w, "declared_value", value);
    for (int r = 0; r < TT_RATES; r++)
        if (r < TT_RATE_REPEAT || c->p[r] < s->in->param[P_MARK_P])
            tt_draft_measure(w, tt_rate_rows[r].measure, "1",
                             o->r.of[r] > 0 ? o->r.k[r] / o->r.of[r] : 0, 0, c->usual[r],
                             (uint32_t)(c->pass->sums[r].n - o->r.of[r]));
}

static void test_doors(const struct claim *c, tt_draft *w)
{
    const struct view *o = c->o;
    uint32_t alone = o->c.located - tt_crowded_shared(&o->c, false);
    tt_draft_test(w, "usual_in_these_data", TT_TEST_NOT_EXPLAINED,
                  tt_say(w,
                         "Of names that other origins write %s share a door so; as many as here "
                         "have a chance of %s.",
                         tt_say_number(w, c->usual[c->by], 3), tt_say_chance(w, c->chance)));
    tt_draft_test(w, "pick_up_point", c->rest ? TT_TEST_NOT_EXPLAINED : TT_TEST_WEAKENED,
                  c->rest ? "The fullest door was left out, and so was each that many senders use, "
                            "that is a desk, or that calls itself a hostel, hotel or campus."
                          : "One door may be a pick-up point, a hostel or a desk that the data do "
                            "not know: the weight was kept low.");
    tt_draft_test(w, "family", TT_TEST_NOT_EXPLAINED,
                  "Names at one door that have a word in common count as one.");
    tt_draft_test(w, "shop", 2 * alone < o->c.located ? TT_TEST_NOT_EXPLAINED : TT_TEST_WEAKENED,
                  tt_say(w, "A shop sends to the doors of many; here %s of %s.",
                         tt_say_count(w, o->c.doors, "door"),
                         tt_say_count(w, o->c.located, "name")));
}

static void test_names(const struct claim *c, tt_draft *w)
{
    tt_draft_test(w, "usual_in_these_data", TT_TEST_NOT_EXPLAINED,
                  tt_say(w,
                         "Two such things are odd at once; of parcels or names of other origins "
                         "%s are so in the weaker of them, and as many as here have a chance of "
                         "%s.",
                         tt_say_number(w, c->usual[c->by], 3), tt_say_chance(w, c->chance)));
    tt_draft_test(w, "shop", TT_TEST_NOT_EXPLAINED,
                  "The name of a firm that sends is not read, nor is one kind of doubt enough: "
                  "customers of a shop may all give nicknames.");
    tt_draft_test(w, "usual_name", TT_TEST_UNKNOWN,
                  "Two persons at two doors may have one name, and some have a name of one word.");
    tt_draft_test(w, "household_goods", TT_TEST_UNKNOWN,
                  "Who moves, or travels, sends parcels to himself.");
}

static const char *marks(const struct state *s, const struct claim *c, tt_draft *w)
{
    const char *text = "";
    for (int r = TT_RATE_REPEAT; r < TT_RATES; r++)
        if (c->p[r] < s->in->param[P_MARK_P])
            text = tt_say(w, "%s%s%s of %s %s", text,
                          *text ? "; " : " Also: ", tt_say_number(w, c->o->r.k[r], 0),
                          tt_say_number(w, c->o->r.of[r], 0), tt_rate_rows[r].says);
    if (c->group.n)
        text = tt_say(w, "%s%sthis is a way that %s takes", text,
                      *text ? "; " : " Also: ", tt_say_key(w, c->group));
    return *text ? tt_say(w, "%s.", text) : text;
}

/* " from GH to HK", as far as it is known. */
static const char *way_of(const struct claim *c, tt_draft *w)
{
    char from[3], to[3];
    if (!c->from || !c->to)
        return "";
    tt_country_text(c->from, from);
    tt_country_text(c->to, to);
    return tt_say(w, " from %s to %s", from, to);
}

static const tt_parcel *first_of(const struct state *s, const struct claim *c)
{
    return &s->p.v[c->o->first + c->o->c.from];
}

static const char *goods_of(const struct state *s, const struct claim *c, tt_draft *w)
{
    const tt_data *d = s->in->data;
    const tt_head *h = &d->shipments[first_of(s, c)->doc].head;
    return h->n_lines ? tt_say_str(w, d->shipment_lines[h->first_line].description) : "";
}

static void explain_names(const struct state *s, const struct claim *c, tt_draft *w)
{
    const struct view *o = c->o;
    w->f.title = "Parcels of senders or receivers who are hardly named";
    w->f.explanation =
        tt_say(w, "%s of one origin%s go to %s %s.%s The first parcel is declared as '%s'.",
               tt_say_count(w, o->c.to - o->c.from, "parcel"), way_of(c, w),
               tt_say_count(w, o->c.names, "name"),
               tt_say_period(w, first_of(s, c)->day, s->p.v[o->first + o->c.to - 1].day),
               marks(s, c, w), goods_of(s, c, w));
}

static void explain(const struct state *s, const struct claim *c, tt_str fullest, tt_draft *w)
{
    const struct view *o = c->o;
    w->f.title = "Parcels to many names at few doors";
    w->f.explanation = tt_say(
        w,
        "%s of one origin%s go to %s %s. For %u of them the door is known: %s in all, the fullest "
        "('%s') with %u names. Without it %s of %s are at a door that another name has; among the "
        "names of other origins the share is %s.%s The first parcel is declared as '%s'.",
        tt_say_count(w, o->c.to - o->c.from, "parcel"), way_of(c, w),
        tt_say_count(w, o->c.names, "name"),
        tt_say_period(w, first_of(s, c)->day, s->p.v[o->first + o->c.to - 1].day), o->c.located,
        tt_say_count(w, o->c.doors, "door"), tt_say_str(w, fullest), o->c.top,
        tt_say_number(w, o->r.k[TT_RATE_DOORS], 0),
        tt_say_count(w, o->c.located - o->c.top, "name"),
        tt_say_number(w, c->usual[TT_RATE_DOORS], 3), marks(s, c, w), goods_of(s, c, w));
}

static tt_status tell(struct state *s, const struct claim *c, tt_findings *out, tt_err *err)
{
    static const char *const steps[] = {
        "Look at who lives at these doors, who fetches the parcels, and whose telephone is given.",
        "Ask the carrier for the copies of the papers of identity and for pictures of the parcels.",
        "Have the next parcel to one of these doors opened."};
    tt_draft w;
    tt_draft_begin(&w, s->in->data, s->in->scratch);
    measures(s, c, &w);
    if (c->doubts) {
        cite_doubts(s, c, &w);
        test_names(c, &w);
        explain_names(s, c, &w);
    } else {
        tt_str fullest = cite(s, c, &w);
        test_doors(c, &w);
        explain(s, c, fullest, &w);
    }
    tt_draft_test(&w, "contents", TT_TEST_UNKNOWN, "What is in the parcels is not in the data.");
    tt_draft_steps(&w, steps, TT_LEN(steps));
    w.f.p_value = c->chance;
    w.f.weight = c->weight;
    return tt_draft_add(&w, out, err);
}

static tt_status judge(struct state *s, tt_findings *out, tt_err *err)
{
    for (uint32_t i = 0; i < s->p.n_origins; i++) {
        struct claim c = claim_of(s, i);
        if (!c.doubts && c.o->r.k[TT_RATE_ONE_DOOR] < s->in->param[P_LEAST])
            continue;
        if (c.weight < s->in->param[P_MIN_WEIGHT])
            tt_tally_add(&s->why[WEAK], TT_NO_NUM);
        else
            TT_TRY(tell(s, &c, out, err));
    }
    return TT_OK;
}

static tt_status tell_rest(struct state *s, tt_findings *out, tt_err *err)
{
    static const tt_tally_row rows[] = {
        {WEAK, "too weak", "origin", "Origins whose receivers share doors, as others' do.", NULL},
        {FIRMS, "to firms", "parcel", "Parcels to firms are trade and were not looked at.", NULL},
        {UNDATED, "without a day", "parcel", "They could not be counted.", NULL},
        {OPEN, "doors that are open", "door",
         "Hostels, desks, pick-up points: names there were not counted.", NULL}};
    s->why[FIRMS].n = s->p.to_firms;
    s->why[UNDATED].n = s->p.undated;
    for (uint32_t i = 1; i <= s->p.n_doors; i++)
        s->why[OPEN].n += s->p.doors[i].open && s->p.doors[i].origins;
    for (int i = 0; i < WHYS; i++)
        s->why[i].value = TT_NO_NUM;
    return tt_tally_tell(s->in, "iwt.parcel_pattern: parcels", s->why, rows, TT_LEN(rows), out,
                         err);
}

static tt_status judge_all(struct state *s, tt_findings *out, tt_err *err)
{
    const double *p = s->in->param;
    TT_TRY(tt_parcels_build(s->in, p[P_MAX_KG], p[P_OPEN], s->in->scratch, &s->p, err));
    TT_TRY(tt_porter_init(&s->porter, s->in->data, &s->p, s->in->scratch, err));
    if (!tt_parcels_usual_value(&s->p, s->in->scratch, &s->usual_kg) || !look(s))
        return no_room(err);
    TT_TRY(judge(s, out, err));
    return tell_rest(s, out, err);
}

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    struct state s = {.in = in};
    tt_status st = judge_all(&s, out, err);
    tt_porter_release(&s.porter);
    return st;
}

const tt_detector tt_detector_iwt_parcel_pattern = {
    .id = "iwt.parcel_pattern",
    .revision = 3,
    .title = "Parcels to many names at few doors",
    .typology = "parcel_pattern",
    .family = TT_FAMILY_WILDLIFE,
    .split = TT_SPLIT_COMPONENT,
    .needs = TT_NEEDS_WILD,
    .indicators = "W-14 W-23",
    .source = "China Customs cases of parcels under many names, as reported by others; WWF and "
              "TRAFFIC, Red Flag Compendium (2021)",
    .looks_for = "Many small parcels of one origin within a month to different names at few "
                 "doors, or of senders and to receivers who are hardly named, more of them than "
                 "those of other senders explain.",
    .params = params,
    .n_params = TT_LEN(params),
    .run = run,
};
