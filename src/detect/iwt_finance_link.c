/*
 * iwt_finance_link.c - payments to couriers, dealers in gold, relatives, officials, persons on the
 * other side, and loans, that come when a trader's sensitive consignments go.
 *
 * Such payments are honest nearly always, and so are the consignments: only that they keep coming
 * together is told, with a weight of 1 at most.  Three questions must all be answered: do the
 * payments come nearer to these consignments than the trader's other payments, than days at
 * random, and than such payments of other traders come to theirs?
 * Not caught: traders whose consignments fill the calendar, money that another party pays.
 * Formula, worked example, known false positives: iwt_finance_link.md.
 */
#include "detect/common/banks.h"
#include "detect/common/costs.h"
#include "detect/common/remit.h"
#include "detect/common/sensitive.h"
#include "detect/common/sidepay.h"
#include "detect/common/tail.h"

#include <math.h>

enum { P_DAYS, P_LEAST, P_LEAST_OTHER, P_PRIOR, P_CAP, P_MIN_WEIGHT, P_COUNT };

static const tt_param params[P_COUNT] = {
    [P_DAYS] = {"days", 14, 1, 366, "days", "before and after a consignment in which it is near"},
    [P_LEAST] = {"least", 3, 1, 1e6, "count", "payments of one kind near, at least"},
    [P_LEAST_OTHER] = {"least_other", 10, 1, 1e6, "count",
                       "other payments of the trader to hold them against"},
    [P_PRIOR] = {"prior", 20, 0, 1e6, "count", "payments that the assumed rate is worth"},
    [P_CAP] = {"cap", 1, 0, 1, "log10", "weight at most"},
    [P_MIN_WEIGHT] = {"min_weight", 0.4, -1, 3, "log10",
                      "weaker evidence is counted, not reported"},
};

/* How many of such payments of other traders come near some consignment of theirs, until these
 * data say otherwise: couriers carry the papers of each. */
static const double usual[TT_SIDE_COUNT] = {
    [TT_SIDE_COURIER] = 0.5,  [TT_SIDE_GOLD] = 0.25, [TT_SIDE_FAMILY] = 0.25,
    [TT_SIDE_OFFICIAL] = 0.4, [TT_SIDE_LOAN] = 0.25, [TT_SIDE_PERSON] = 0.25,
};

enum { WEAK, GROUP, GOODS, WHYS };
enum { WHERE = 4 }; /* countries of persons; who pays persons in more of them pays wages there */

/* One payment of a trader. */
struct paid {
    tt_ix payment;
    tt_date day;
    unsigned sides;
    tt_country person; /* of a payee who may be a person of the other side */
    /* The consignment that it is near, NULL: a sensitive one, of others any; the same, to or from a
     * country of the persons. */
    const tt_carried *at, *there;
};
TT_VEC(paid_vec, struct paid);

struct state {
    const tt_detect_in *in;
    const tt_carriages *goods;
    tt_sides sides;
    paid_vec paid;           /* of the trader at hand */
    tt_country where[WHERE]; /* of the persons that it pays */
    size_t n_where;
    double others[TT_SIDE_COUNT], others_near[TT_SIDE_COUNT];
    tt_tally why[WHYS];
};

struct claim {
    tt_ix entity;
    tt_side side;
    uint64_t n, near, marked, k; /* payments; near; of the kind; of the kind and near */
    double covered, u;           /* share of days near; usual share */
    double p_other, p_days, p_usual, p, weight;
    unsigned kinds;
    bool against_own; /* it makes enough other payments */
};

/* --- payments and consignments of one trader --- */

static bool is_where(const struct state *s, tt_country c)
{
    size_t i = 0;
    while (i < s->n_where && s->where[i] != c)
        i++;
    return i < s->n_where;
}

static tt_country other_side(const tt_carried *g)
{
    return g->sent ? g->c->to : g->c->from;
}

/* Of the persons only consignments of their countries count. */
static bool counts(const struct state *s, const tt_carried *g, bool sensitive, bool there)
{
    return (!sensitive || g->c->group.n) && (!there || is_where(s, other_side(g)));
}

/* The consignment next to a day, within the days; NULL. */
static const tt_carried *
next_to(const struct state *s, tt_ix e, tt_date day, bool sensitive, bool there)
{
    const tt_carried *best = NULL;
    double least = s->in->param[P_DAYS];
    size_t n;
    const tt_carried *v = tt_carriages_of(s->goods, e, &n);
    for (size_t i = 0; i < n; i++) {
        const tt_carried *g = &v[i];
        double off = fabs((double)g->c->day - (double)day);
        if (counts(s, g, sensitive, there) && off <= least && (!best || off < least)) {
            best = g;
            least = off;
        }
    }
    return best;
}

/* Loans count between countries of one way, outside of a declared group. */
static unsigned sides_of(struct state *s, tt_ix i, const tt_remit *r)
{
    const tt_data *d = s->in->data;
    unsigned sides = tt_sides_of(&s->sides, i);
    unsigned loan = 1u << TT_SIDE_LOAN, gold = 1u << TT_SIDE_GOLD;
    unsigned running =
        1u << TT_COST_WAGES | 1u << TT_COST_RENT | 1u << TT_COST_TAX | 1u << TT_COST_SUPPLY;
    if (sides & gold && tt_costs_of(d, i) & running)
        sides &= ~gold; /* "Dhahabu Power": a name that says gold, paid for electricity */
    if (!sides)
        return 0;
    if (r->deal) {
        tt_tally_add(&s->why[GOODS], r->value);
        return 0;
    }
    if (r->why == TT_REMIT_GROUP || r->why == TT_REMIT_SELF) {
        tt_tally_add(&s->why[GROUP], r->value);
        return 0;
    }
    if (sides & loan && !tt_sensitive_lane(&s->in->shared->wild.k, d->entities[r->payer].country,
                                           d->entities[r->payee].country))
        sides &= ~loan;
    return sides;
}

static bool has_sensitive(const struct state *s, tt_ix e)
{
    size_t n, i = 0;
    const tt_carried *v = tt_carriages_of(s->goods, e, &n);
    while (i < n && !v[i].c->group.n)
        i++;
    return i < n;
}

/* By the registry, else by the name. */
static bool is_person(const struct state *s, tt_ix e)
{
    const tt_names *n = &s->in->shared->names;
    const tt_entity *x = &s->in->data->entities[e];
    return x->type == TT_ENTITY_PERSON ||
           (x->type == TT_ENTITY_UNKNOWN && n->first[e] < n->first[e + 1] &&
            n->name[n->first[e]].person);
}

/* Where who is paid is: as the papers say, else where its bank is. */
static tt_country place_of(const tt_data *d, tt_ix payment, tt_ix payee)
{
    tt_str bank = d->mentions[d->payments[payment].payee].bank;
    tt_country c = d->entities[payee].country;
    if (!c && tt_bank_of(bank)) /* a BIC: bank, country, place */
        return tt_country_parse(tt_str_sub(bank, 4, 2), &c) ? c : TT_COUNTRY_NONE;
    return c;
}

/* The country of a person whom the trader pays, when its consignments come from or go there. */
static tt_country
person_of(const struct state *s, tt_ix e, tt_ix payment, const tt_remit *r, bool sensitive)
{
    tt_country where = place_of(s->in->data, payment, r->payee);
    if (!is_person(s, r->payee) || r->deal || r->why == TT_REMIT_GROUP || r->why == TT_REMIT_SELF ||
        where == s->in->data->entities[e].country)
        return TT_COUNTRY_NONE;
    size_t n;
    const tt_carried *v = tt_carriages_of(s->goods, e, &n);
    for (size_t i = 0; where && i < n; i++)
        if (other_side(&v[i]) == where && (!sensitive || v[i].c->group.n))
            return where;
    return TT_COUNTRY_NONE;
}

/* Marks the payments to persons, and what all payments are near there. */
static void mark_persons(struct state *s, tt_ix e, bool sensitive, unsigned *sides)
{
    bool few = true;
    s->n_where = 0;
    for (size_t i = 0; i < s->paid.n && few; i++) {
        tt_country c = s->paid.v[i].person;
        few = !c || is_where(s, c) || s->n_where < WHERE;
        if (few && c && !is_where(s, c))
            s->where[s->n_where++] = c;
    }
    for (size_t i = 0; i < s->paid.n && few && s->n_where; i++) {
        struct paid *x = &s->paid.v[i];
        if (x->person)
            x->sides |= 1u << TT_SIDE_PERSON;
        x->there = next_to(s, e, x->day, sensitive, true);
        *sides |= x->sides;
    }
}

static const tt_carried *near_of(const struct paid *x, tt_side side)
{
    return side == TT_SIDE_PERSON ? x->there : x->at;
}

/* What the trader pays, and bits of the kinds among it; false when memory is out. */
static bool read_payments(struct state *s, tt_ix e, bool sensitive, unsigned *sides)
{
    size_t n;
    const tt_ix *docs = tt_books_of(&s->in->shared->books, TT_BOOK_PAID, e, &n);
    s->paid.n = 0;
    *sides = 0;
    for (size_t i = 0; i < n; i++) {
        tt_remit r = tt_remit_of(s->in, docs[i]);
        struct paid x = {.payment = docs[i], .day = r.day};
        if (r.day == TT_NO_DATE || !r.payee)
            continue;
        x.sides = sides_of(s, docs[i], &r);
        x.at = next_to(s, e, r.day, sensitive, false);
        x.person = person_of(s, e, docs[i], &r, sensitive);
        *sides |= x.sides;
        if (!tt_vec_push(&s->paid, x))
            return false;
    }
    mark_persons(s, e, sensitive, sides);
    return true;
}

/* Share of the days of its life in these data, from its first payment or consignment to its last,
 * that are near a sensitive consignment. */
static double covered(const struct state *s, tt_ix e, bool there)
{
    size_t n;
    const tt_carried *v = tt_carriages_of(s->goods, e, &n);
    double days = s->in->param[P_DAYS], sum = 0;
    double first = v[0].c->day, last = v[n - 1].c->day;
    if (s->paid.n) {
        first = fmin(first, s->paid.v[0].day);
        last = fmax(last, s->paid.v[s->paid.n - 1].day);
    }
    first = fmax(first - days, s->in->data->from);
    last = fmin(last + days, s->in->data->to) + 1;
    double to = first;
    for (size_t i = 0; i < n; i++) {
        if (!counts(s, &v[i], true, there))
            continue;
        double begin = fmax(to, v[i].c->day - days), stop = fmin(last, v[i].c->day + days + 1);
        sum += fmax(0, stop - begin);
        to = fmax(to, stop);
    }
    return fmin(1, sum / (last - first));
}

/* --- judging --- */

static struct claim claim_of(const struct state *s, tt_ix e, tt_side side, unsigned kinds)
{
    const double *p = s->in->param;
    struct claim c = {.entity = e, .side = side, .n = s->paid.n, .kinds = kinds};
    for (size_t i = 0; i < s->paid.n; i++) {
        bool of = s->paid.v[i].sides >> side & 1;
        bool near = near_of(&s->paid.v[i], side) != NULL;
        c.near += near;
        c.marked += of;
        c.k += of && near;
    }
    c.covered = covered(s, e, side == TT_SIDE_PERSON);
    c.u = (s->others_near[side] + p[P_PRIOR] * usual[side]) / (s->others[side] + p[P_PRIOR]);
    c.p_other = tt_permuted_tail(c.n, c.near, c.marked, c.k);
    c.p_days = tt_binomial_tail(c.marked, c.covered, c.k);
    c.p_usual = tt_binomial_tail(c.marked, c.u, c.k);
    c.against_own = (double)(c.n - c.marked) >= p[P_LEAST_OTHER];
    c.p = fmin(1, kinds * fmax(c.against_own ? c.p_other : 0, fmax(c.p_days, c.p_usual)));
    c.weight = tt_bans(fmin(p[P_CAP], tt_log10_e_of_p(c.p)));
    return c;
}

static void cite(const struct state *s, const struct claim *c, tt_draft *w)
{
    tt_draft_entity(w, c->entity, "trader");
    for (size_t i = 0; i < s->paid.n; i++) {
        const struct paid *x = &s->paid.v[i];
        const tt_carried *at = near_of(x, c->side);
        if (!at || !(x->sides >> c->side & 1))
            continue;
        tt_draft_document(w, TT_KIND_PAYMENT, x->payment, 0);
        tt_draft_document(w, at->c->kind, at->c->doc, 0);
        tt_draft_entity(w, tt_data_entity(s->in->data, s->in->data->payments[x->payment].payee),
                        "payee");
    }
    const char side[] = {(char)('0' + c->side), 0};
    tt_draft_key(w, c->entity, side);
}

/* The payment nearest to a consignment. */
static struct paid nearest(const struct state *s, const struct claim *c)
{
    struct paid best = {0};
    double least = INFINITY;
    for (size_t i = 0; i < s->paid.n; i++) {
        const struct paid *x = &s->paid.v[i];
        const tt_carried *at = near_of(x, c->side);
        if (!at || !(x->sides >> c->side & 1))
            continue;
        double off = fabs((double)x->day - (double)at->c->day);
        if (off < least) {
            best = *x;
            best.at = at;
            least = off;
        }
    }
    return best;
}

static void tests(const struct claim *c, tt_draft *w)
{
    tt_draft_test(w, "chance", TT_TEST_NOT_EXPLAINED,
                  tt_say(w,
                         "%s of its days are near such a consignment; that so many payments fall "
                         "on them has a chance of %s.",
                         tt_say_number(w, c->covered, 3), tt_say_chance(w, c->p_days)));
    if (c->against_own)
        tt_draft_test(w, "busy_weeks", TT_TEST_NOT_EXPLAINED,
                      tt_say(w,
                             "Of its %s payments %s are near; if which of them are of this kind "
                             "were drawn by lot, so many would be near with a chance of %s.",
                             tt_say_number(w, (double)c->n, 0),
                             tt_say_number(w, (double)c->near, 0), tt_say_chance(w, c->p_other)));
    else
        tt_draft_test(w, "busy_weeks", TT_TEST_UNKNOWN,
                      "It makes too few other payments to hold these against.");
    tt_draft_test(w, "usual_in_these_data", TT_TEST_NOT_EXPLAINED,
                  tt_say(w,
                         "Of such payments of other traders %s are near some consignment; so "
                         "many as here have a chance of %s.",
                         tt_say_number(w, c->u, 3), tt_say_chance(w, c->p_usual)));
    tt_draft_test(w, "goods", TT_TEST_NOT_EXPLAINED,
                  "Payments that settle a deal, and those within a declared group, were left out.");
    tt_draft_test(w, "private_reason", TT_TEST_UNKNOWN,
                  "What is paid for is not in the data but for the words of the payment.");
}

static void describe(const struct state *s, const struct claim *c, tt_draft *w)
{
    static const char *const steps[] = {
        "Ask what each payment is for, and for the papers of what was bought or sent with it.",
        "Look at what the payee does with the money, and whether others of this trade pay it.",
        "Hold the days against when the consignments were loaded, cleared and fetched."};
    const tt_data *d = s->in->data;
    struct paid x = nearest(s, c);
    const tt_payment *p = &d->payments[x.payment];
    cite(s, c, w);
    tt_draft_measure(w, "payments_near", "count", (double)c->k, 0,
                     fmax(c->covered, c->u) * (double)c->marked, 0);
    tt_draft_measure(w, "payments_of_the_kind", "count", (double)c->marked, NAN, NAN, 0);
    tt_draft_measure(w, "days_near", "1", c->covered, NAN, NAN, 0);
    tests(c, w);
    tt_draft_steps(w, steps, TT_LEN(steps));
    w->f.p_value = c->p;
    w->f.weight = c->weight;
    w->f.title = "Side payments when sensitive consignments go";
    w->f.explanation = tt_say(
        w,
        "%s of %s %s, none of which settles a deal, come within %s days of consignments whose "
        "goods and way are those of %s; %s of its days are so near. Payment %s of %s (%s, '%s') is "
        "next to %s.",
        tt_say_number(w, (double)c->k, 0), tt_say_count(w, c->marked, "payment"),
        tt_side_text(c->side), tt_say_number(w, s->in->param[P_DAYS], 0),
        tt_say_key(w, x.at->c->group), tt_say_number(w, c->covered, 3),
        tt_say_doc(w, TT_KIND_PAYMENT, x.payment), tt_say_date(w, x.day),
        tt_say_str(w, d->mentions[p->payee].name),
        tt_say_str(w, p->remittance.n ? p->remittance : p->purpose),
        tt_say_consignment(w, x.at->c));
}

static tt_status judge(struct state *s, tt_ix e, unsigned sides, tt_findings *out, tt_err *err)
{
    unsigned kinds = 0;
    for (int k = 0; k < TT_SIDE_COUNT; k++)
        kinds += sides >> k & 1;
    for (int k = 0; k < TT_SIDE_COUNT; k++) {
        struct claim c = claim_of(s, e, (tt_side)k, kinds);
        if ((double)c.k < s->in->param[P_LEAST])
            continue;
        if (c.weight < s->in->param[P_MIN_WEIGHT]) {
            tt_tally_add(&s->why[WEAK], TT_NO_NUM);
            continue;
        }
        tt_draft w;
        tt_draft_begin(&w, s->in->data, s->in->scratch);
        describe(s, &c, &w);
        TT_TRY(tt_draft_add(&w, out, err));
    }
    return TT_OK;
}

static void learn(struct state *s)
{
    for (size_t i = 0; i < s->paid.n; i++)
        for (int k = 0; k < TT_SIDE_COUNT; k++)
            if (s->paid.v[i].sides >> k & 1) {
                s->others[k]++;
                s->others_near[k] += near_of(&s->paid.v[i], (tt_side)k) != NULL;
            }
}

static tt_status over_traders(struct state *s, bool sensitive, tt_findings *out, tt_err *err)
{
    const tt_data *d = s->in->data;
    for (tt_ix e = 1; e <= d->n_entities; e++) {
        unsigned sides;
        size_t n;
        (void)tt_carriages_of(s->goods, e, &n);
        if (!n || has_sensitive(s, e) != sensitive)
            continue;
        if (!read_payments(s, e, sensitive, &sides))
            return tt_fail(err, TT_ENOMEM, "no memory for payments of a trader");
        if (!sensitive)
            learn(s);
        else if (sides)
            TT_TRY(judge(s, e, sides, out, err));
    }
    return TT_OK;
}

static tt_status look(struct state *s, tt_findings *out, tt_err *err)
{
    static const tt_tally_row rows[] = {
        {WEAK, "too weak", "trader", "Such payments come no nearer than others.", NULL},
        {GROUP, "within a declared group", "payment", "Its own money: not looked at.", NULL},
        {GOODS, "settle a deal", "payment", "They pay for goods: not looked at.", NULL}};
    tt_arena *a = s->in->scratch;
    s->goods = &s->in->shared->carriages;
    TT_TRY(tt_sides_init(&s->sides, s->in->data, a, err));
    TT_TRY(over_traders(s, false, out, err));
    TT_TRY(over_traders(s, true, out, err));
    return tt_tally_tell(s->in, "iwt.finance_link: side payments of traders", s->why, rows,
                         TT_LEN(rows), out, err);
}

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    struct state s = {.in = in};
    tt_status st = look(&s, out, err);
    tt_sides_release(&s.sides);
    tt_vec_release(&s.paid);
    return st;
}

const tt_detector tt_detector_iwt_finance_link = {
    .id = "iwt.finance_link",
    .revision = 3,
    .title = "Side payments when sensitive consignments go",
    .typology = "finance_link",
    .family = TT_FAMILY_WILDLIFE,
    .split = TT_SPLIT_ENTITY,
    .needs = TT_NEEDS_WILD | TT_NEEDS_NAMES,
    .indicators = "W-05 W-09 W-12",
    .source = "FATF, Money Laundering and the Illegal Wildlife Trade (2020)",
    .looks_for =
        "Payments of a trader to couriers, dealers in gold, relatives, officials or persons "
        "where its goods come from, and loans between countries of one way, that come when its "
        "consignments go that "
        "could carry wildlife: more often than its other payments, and than chance.",
    .params = params,
    .n_params = TT_LEN(params),
    .run = run,
};
