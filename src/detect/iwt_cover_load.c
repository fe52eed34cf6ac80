/*
 * iwt_cover_load.c - loads that look like those under which wildlife was hidden.
 *
 * Goods that served as cover, on a lane that wildlife takes, are ordinary trade: they are where to
 * look, and weigh little.  What tells one relation from the others there is a value that is too low
 * for the goods, a weight that is too high, a relation that is new, and a receiver or sender that
 * looks like a shell.  Not caught here: wildlife in honest loads, and on lanes that the table does
 * not have.  Formula, worked example, known false positives: iwt_cover_load.md.
 */
#include "base/stat.h"
#include "detect/common/goods.h"
#include "detect/common/shared.h"
#include "detect/common/tail.h"
#include "detect/common/tally.h"
#include "refdata/currency.h"

#include <math.h>

enum {
    P_COVER,
    P_LANE,
    P_HUB,
    P_CHEAP,
    P_HEAVY,
    P_NEW,
    P_SHELL,
    P_PRIORS,
    P_CAP,
    P_ODD,
    P_TOLERANCE,
    P_GRADES,
    P_SPREAD,
    P_ABSURD,
    P_PEERS,
    P_NEW_DAYS,
    P_MIN_WEIGHT,
    P_COUNT
};

static const tt_param params[P_COUNT] = {
    [P_COVER] = {"cover", 0.2, 0, 1, "log10", "goods under which wildlife was hidden"},
    [P_LANE] = {"lane", 0.4, 0, 1, "log10",
                "from a country of source to one of destination; half to one of transit"},
    [P_HUB] = {"hub", 0.2, 0, 1, "log10", "through a country of transit"},
    [P_CHEAP] = {"cheap", 0.5, 0, 1, "log10", "most that a low value of a kilogram weighs"},
    [P_HEAVY] = {"heavy", 0.5, 0, 1, "log10", "most that a high weight of the goods weighs"},
    [P_NEW] = {"new", 0.3, 0, 1, "log10", "a relation that began late in these data"},
    [P_SHELL] = {"shell", 0.4, 0, 1, "log10", "most that a shell at either end weighs"},
    [P_PRIORS] = {"priors", 0.6, 0, 1, "log10", "most that goods, lane and hub weigh together"},
    [P_CAP] = {"cap", 2, 0, 3, "log10", "most that a relation weighs"},
    [P_ODD] = {"odd", 0.3, 0, 2, "log10", "least that value and weight weigh together"},
    [P_TOLERANCE] = {"tolerance", 0.1, 0, 1, "fraction",
                     "beyond 98 of 100 values or weights of others"},
    [P_GRADES] = {"grades", 0.5, 0, 1, "fraction",
                  "of a low value counts where the table says that such goods may be so cheap"},
    [P_SPREAD] = {"least_spread", 0.05, 0.01, 10, "ln", "least scale of the values of others"},
    [P_ABSURD] = {"absurd", 5, 1, 1e6, "ratio", "beyond which it is an error of entry"},
    [P_PEERS] = {"peers", 12, 3, 1e6, "count", "fewer consignments of others say no price"},
    [P_NEW_DAYS] = {"new_days", 180, 1, 3650, "days", "after the first document of all"},
    [P_MIN_WEIGHT] = {"min_weight", 1, -1, 3, "log10", "weaker evidence is counted, not reported"},
};

enum sign { COVER, LANE, HUB, CHEAP, HEAVY, NEW, SHELL, SIGNS };
enum why { NO_VALUE, NO_HEFT, WEAK, GRADE, WHYS };

/* One consignment of goods that served as cover. */
struct load {
    const tt_consignment *c;
    const tt_cover *cover;
    tt_hs hs6;
    const tt_beside *value; /* of a kilogram, ln; NULL: not known, or too few of others */
    const tt_heft *heft;    /* of its line that is heaviest beside others; NULL */
    tt_str group;           /* of taxa, whose lane it is */
    bool graded;            /* the table of covers has values as low */
    double sign[SIGNS];
};
TT_VEC(load_vec, struct load);

/* The loads of one sender to one receiver. */
struct lane {
    const struct load *v, *top;
    size_t n, cheap, heavy;
    double mean[SIGNS], sum;
};

struct state {
    const tt_detect_in *in;
    const tt_wildlife *k;
    load_vec loads; /* all of the goods, on any lane: the peers */
    tt_tally why[WHYS];
};

/* --- goods --- */

static bool collect(struct state *s)
{
    const tt_wild *w = &s->in->shared->wild;
    const tt_cargo *cargo = &s->in->shared->cargo;
    for (size_t i = 0; i < w->n; i++) {
        const tt_consignment *c = &w->v[i];
        struct load l = {.c = c, .hs6 = c->code};
        l.cover = tt_cover_find(s->k, l.hs6);
        if (!l.cover || !c->sender || !c->receiver)
            continue;
        for (tt_ix k = 0; k < c->n_lines; k++) {
            const tt_heft *h = tt_cargo_heft(cargo, c->kind, c->first_line + k, TT_HEFT_QUANTITY);
            if (h && (!l.heft || h->of.x - h->of.median > l.heft->of.x - l.heft->of.median))
                l.heft = h;
        }
        if (!tt_vec_push(&s->loads, l))
            return false;
    }
    return true;
}

/* Values of a kilogram beside those of the same goods of others. */
static tt_status rank(struct state *s, tt_err *err)
{
    tt_arena *a = s->in->scratch;
    tt_beside *v = tt_new_n(a, tt_beside, s->loads.n + 1);
    size_t n = 0;
    if (!v)
        return tt_fail(err, TT_ENOMEM, "no memory for loads");
    for (size_t i = 0; i < s->loads.n; i++) {
        const struct load *l = &s->loads.v[i];
        double value = tt_consignment_value_kg(s->in->data, l->c);
        if (value > 0)
            v[n++] = (tt_beside){.series = l->hs6,
                                 .sender = s->in->shared->declared[l->c->sender],
                                 .at = (uint32_t)i,
                                 .x = tt_round9(log(value))};
    }
    TT_TRY(tt_beside_judge(v, n, a, err));
    for (size_t i = 0; i < n; i++)
        if ((double)v[i].peers >= s->in->param[P_PEERS])
            s->loads.v[v[i].at].value = &v[i];
    return TT_OK;
}

static int pair_cmp(const struct load *a, const struct load *b)
{
    if (a->c->sender != b->c->sender)
        return a->c->sender < b->c->sender ? -1 : 1;
    return (a->c->receiver > b->c->receiver) - (a->c->receiver < b->c->receiver);
}

static int by_pair(const void *pa, const void *pb, void *ctx)
{
    const struct load *a = pa, *b = pb;
    int c = pair_cmp(a, b);
    TT_UNUSED(ctx);
    return c ? c : a->c < b->c ? -1 : a->c > b->c; /* consignments are in the order of time */
}

/* --- signs --- */

/* Roles of both ends for one group of taxa, in the order of the table. */
static void read_way(const struct state *s, struct load *l)
{
    const double *p = s->in->param;
    for (size_t i = 0; i < s->k->n_corridors; i++) {
        tt_str group = s->k->corridors[i].group;
        tt_way_roles r = tt_way_roles_of(s->k, group, l->c->from, l->c->via, l->c->n_via, l->c->to);
        if (!r.source)
            continue;
        double lane = r.destination ? p[P_LANE] : r.transit ? p[P_LANE] / 2 : 0;
        if (lane + (r.hub ? p[P_HUB] : 0) > l->sign[LANE] + l->sign[HUB]) {
            l->sign[LANE] = lane;
            l->sign[HUB] = r.hub ? p[P_HUB] : 0;
            l->group = group;
        }
    }
    double all = p[P_COVER] + l->sign[LANE] + l->sign[HUB];
    l->sign[COVER] = p[P_COVER];
    for (int k = COVER; k <= HUB && all > p[P_PRIORS]; k++)
        l->sign[k] *= p[P_PRIORS] / all;
}

static double of_p(double p, double most)
{
    return isnan(p) || p >= 0.5 ? 0 : fmin(most, fmax(0, tt_log10_e_of_p(p)));
}

/* The table has such values: some grade of these goods is as cheap. */
static bool is_a_grade(const struct state *s, const struct load *l)
{
    enum { KG = 1000, MICRO_A_CENT = 10000 }; /* values of the table are for so many kg */
    tt_money low = {l->cover->usd_low / MICRO_A_CENT, tt_ccy_parse(TT_STR("USD"))}, base;
    return l->value && tt_data_convert(s->in->data, low, l->c->day, &base) &&
           exp(l->value->x) * KG >= tt_money_double(base);
}

static void read_goods(struct state *s, struct load *l)
{
    const double *p = s->in->param;
    double beyond = 1 + p[P_TOLERANCE];
    double cheap = l->value ? tt_round9(exp(l->value->low - l->value->x)) : 1;
    double heavy = l->heft ? tt_heft_factor(l->heft) : 1, over = 1;
    if (heavy > beyond && heavy < p[P_ABSURD] && l->heft->of.peers >= (uint32_t)p[P_PEERS]) {
        l->sign[HEAVY] = of_p(l->heft->of.p, p[P_HEAVY]);
        over = exp(l->heft->of.x - l->heft->of.median); /* makes each kilogram cheaper as well */
    }
    if (cheap > beyond * over && cheap < p[P_ABSURD]) {
        l->graded = is_a_grade(s, l);
        l->sign[CHEAP] = of_p(tt_beside_chance(l->value, p[P_SPREAD]), p[P_CHEAP]) *
                         (l->graded ? p[P_GRADES] : 1);
    }
    if (!l->value)
        tt_tally_add(&s->why[NO_VALUE], TT_NO_NUM);
    if (!l->heft)
        tt_tally_add(&s->why[NO_HEFT], TT_NO_NUM);
}

/* A lane, and means over its loads: a relation with many loads has some that are cheap. */
static struct lane lane_of(struct state *s, struct load *v, size_t n)
{
    const double *p = s->in->param;
    const tt_shells *shells = &s->in->shared->shells;
    struct lane r = {.v = v, .top = v, .n = n};
    tt_date first = v->c->day;
    double best = -1;
    for (size_t i = 0; i < n; i++) {
        read_way(s, &v[i]);
        read_goods(s, &v[i]);
        for (int k = 0; k < SIGNS; k++)
            r.mean[k] += v[i].sign[k] / (double)n;
        r.cheap += v[i].sign[CHEAP] > 0;
        r.heavy += v[i].sign[HEAVY] > 0;
        first = TT_MIN(first, v[i].c->day);
        if (v[i].sign[CHEAP] + v[i].sign[HEAVY] > best) {
            best = v[i].sign[CHEAP] + v[i].sign[HEAVY];
            r.top = &v[i];
        }
    }
    double odds = fmax(tt_shell_odds(shells, v->c->receiver), tt_shell_odds(shells, v->c->sender));
    r.mean[SHELL] = fmin(p[P_SHELL], fmax(0, odds));
    if (first != TT_NO_DATE && (double)(first - s->in->data->from) >= p[P_NEW_DAYS])
        r.mean[NEW] = p[P_NEW];
    for (int k = 0; k < SIGNS; k++)
        r.sum += r.mean[k];
    r.sum = tt_round9(fmin(r.sum, p[P_CAP]));
    return r;
}

/* --- words --- */

static const char *const names[SIGNS] = {"cover_goods", "lane",         "hub",  "low_value",
                                         "high_weight", "new_relation", "shell"};

static const char *say_cheap(const struct lane *r, tt_draft *w)
{
    const struct load *l = r->top;
    char code[4] = "";
    if (!(l->sign[CHEAP] > 0))
        return "";
    double value = exp(l->value->x), low = exp(l->value->low);
    tt_ccy_text(w->data->base, code);
    const char *ccy = tt_say(w, "%s", code); /* the measure keeps it */
    tt_draft_measure(w, "value_of_a_kilogram", ccy, value, low, exp(l->value->high),
                     l->value->peers);
    const char *many =
        r->n > 1 ? tt_say(w, " %zu of them %s cheap.", r->cheap, r->cheap == 1 ? "is" : "are") : "";
    return tt_say(w,
                  "%s By %s a kilogram is worth %s %s; of such goods of others 98 of 100 "
                  "consignments are worth %s %s a kilogram or more.",
                  many, tt_say_doc(w, l->c->kind, l->c->doc), ccy, tt_say_price(w, value), ccy,
                  tt_say_price(w, low));
}

static const char *say_heavy(const struct lane *r, tt_draft *w)
{
    const struct load *l = r->top;
    if (!r->heavy || !(l->sign[HEAVY] > 0))
        return "";
    tt_draft_measure(w, "weight_of_a_unit", "KGM", exp(l->heft->of.x), exp(l->heft->of.low),
                     exp(l->heft->of.high), l->heft->of.peers);
    return tt_say(w, " By %s a unit of them weighs %s kg, those of others %s to %s kg.",
                  tt_say_doc(w, l->c->kind, l->c->doc), tt_say_price(w, exp(l->heft->of.x)),
                  tt_say_price(w, exp(l->heft->of.low)), tt_say_price(w, exp(l->heft->of.high)));
}

static const char *say_parties(const struct state *s, const struct lane *r, tt_draft *w)
{
    const tt_shells *shells = &s->in->shared->shells;
    const tt_consignment *c = r->top->c;
    bool to = tt_shell_odds(shells, c->receiver) >= tt_shell_odds(shells, c->sender);
    const char *shell = tt_say_shell(w, shells, to ? c->receiver : c->sender);
    const char *first = r->mean[NEW] > 0 ? " The two parties had no such consignment before." : "";
    return r->mean[SHELL] > 0 && *shell
               ? tt_say(w, "%s Of the %s: %s.", first, to ? "receiver" : "sender", shell)
               : first;
}

static void tests(const struct lane *r, tt_draft *w)
{
    tt_draft_test(w, "ordinary_trade_of_the_lane", TT_TEST_NOT_EXPLAINED,
                  tt_say(w,
                         "Goods, lane and hub weigh %s of %s: the rest is what others on such "
                         "lanes do not show.",
                         tt_say_number(w, r->mean[COVER] + r->mean[LANE] + r->mean[HUB], 2),
                         tt_say_number(w, r->sum, 2)));
    tt_draft_test(w, "lower_grade",
                  r->heavy         ? TT_TEST_NOT_EXPLAINED
                  : r->top->graded ? TT_TEST_WEAKENED
                                   : TT_TEST_UNKNOWN,
                  r->heavy ? "A lower grade is cheaper, and weighs the same."
                  : r->top->graded
                      ? "Some grade of such goods is as cheap, by the table of covers: "
                        "the low value counts in part."
                      : "No grade of such goods is as cheap, by the table of covers; "
                        "damage is not in the data.");
    tt_draft_test(w, "packing_and_moisture", TT_TEST_UNKNOWN,
                  "Pallets, ice and water weigh as well: a look into the container decides.");
    tt_draft_test(w, "start_of_a_business",
                  r->mean[NEW] > 0 ? TT_TEST_UNKNOWN : TT_TEST_NOT_EXPLAINED,
                  r->mean[NEW] > 0 ? "A new relation may be a new business."
                                   : "The relation is as old as the data.");
}

static void describe(const struct state *s, const struct lane *r, tt_draft *w)
{
    static const char *const steps[] = {
        "Have the next container scanned and opened before it is released.",
        "Ask the sender for the purchase of the goods, and the receiver for their sale.",
        "Look for who pays the freight, and whether anybody clears the goods.",
    };
    const struct load *l = r->top;
    for (size_t i = 0; i < r->n; i++)
        tt_wild_cite(w, r->v[i].c);
    for (int k = 0; k < SIGNS; k++)
        if (r->mean[k] > 0)
            tt_draft_measure(w, names[k], "log10", tt_round9(r->mean[k]), NAN, NAN, 0);
    w->f.weight = r->sum;
    w->f.title = "Load that looks like a cover for wildlife";
    w->f.explanation =
        tt_say(w, "%s of %s on a lane that %s takes; the one that stands out is %s.%s%s%s",
               tt_say_count(w, r->n, "consignment"), tt_say_key(w, l->cover->name),
               tt_say_key(w, l->group), tt_say_consignment(w, l->c), say_cheap(r, w),
               say_heavy(r, w), say_parties(s, r, w));
    tests(r, w);
    tt_draft_steps(w, steps, TT_LEN(steps));
}

static tt_status judge(struct state *s, tt_findings *out, tt_err *err)
{
    static const tt_tally_row rows[] = {
        {NO_VALUE, "without value and weight, or with too few of others", "consignment",
         "the value was not judged", NULL},
        {NO_HEFT, "without quantity and weight", "consignment", "the weight was not judged", NULL},
        {WEAK, "no odd value or weight, or a weight of evidence below min_weight", "relation",
         "not reported: ordinary trade", NULL},
        {GRADE, "cheap, and nothing else: not heavy, not new, no shell", "relation",
         "not reported: a lower grade is cheap", NULL},
    };
    if (!collect(s))
        return tt_fail(err, TT_ENOMEM, "no memory for loads");
    TT_TRY(rank(s, err));
    if (!tt_sort(s->loads.v, s->loads.n, sizeof *s->loads.v, by_pair, NULL))
        return tt_fail(err, TT_ENOMEM, "no memory for loads");
    for (size_t i = 0, end; i < s->loads.n; i = end) {
        for (end = i + 1; end < s->loads.n && !pair_cmp(&s->loads.v[end], &s->loads.v[i]);)
            end++;
        struct lane r = lane_of(s, &s->loads.v[i], end - i);
        if (!(r.mean[LANE] > 0))
            continue;
        if (r.mean[CHEAP] + r.mean[HEAVY] < s->in->param[P_ODD] ||
            r.sum < s->in->param[P_MIN_WEIGHT]) {
            tt_tally_add(&s->why[WEAK], TT_NO_NUM);
            continue;
        }
        if (!(r.mean[HEAVY] + r.mean[NEW] + r.mean[SHELL] > 0)) {
            tt_tally_add(&s->why[GRADE], TT_NO_NUM);
            continue;
        }
        tt_draft w;
        tt_draft_begin(&w, s->in->data, s->in->scratch);
        describe(s, &r, &w);
        TT_TRY(tt_draft_add(&w, out, err));
    }
    return tt_tally_tell(s->in, "iwt.cover_load: goods that served as cover", s->why, rows,
                         TT_LEN(rows), out, err);
}

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    struct state s = {.in = in, .k = &in->shared->wild.k};
    tt_status st = judge(&s, out, err);
    tt_vec_release(&s.loads);
    return st;
}

const tt_detector tt_detector_iwt_cover_load = {
    .id = "iwt.cover_load",
    .revision = 3,
    .title = "Load that looks like a cover for wildlife",
    .typology = "cover_load",
    .family = TT_FAMILY_WILDLIFE,
    .split = TT_SPLIT_PAIR,
    .needs = TT_NEEDS_WILD | TT_NEEDS_SHELLS | TT_NEEDS_CARGO,
    .indicators = "W-01 W-04 W-22",
    .source = "FATF, Money Laundering and the Illegal Wildlife Trade (2020); sixteen seizures of "
              "2012 to 2022 reported in public",
    .looks_for = "Goods under which wildlife was hidden, on a lane that it takes, that are too "
                 "cheap or too heavy for what they are; a new relation and a shell weigh as well.",
    .params = params,
    .n_params = TT_LEN(params),
    .run = run,
};
