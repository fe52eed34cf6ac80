/*
 * route_circuitous.c - goods that go by ports far off their way.
 *
 * The miles over all ports that the papers list beside the miles straight.  Hubs lengthen the way
 * of many: a way by a hub is held beside those of others by that hub, one by a port of which few
 * make use beside all.  Not caught here: ports on the way that nobody uses, ways by air and land.
 * Formula, worked example, known false positives: route_circuitous.md.
 */
#include "detect/common/beside.h"
#include "detect/common/course.h"
#include "detect/common/shared.h"

#include "base/num.h"
#include "base/stat.h"

#include <math.h>

enum {
    P_DETOUR,
    P_EXTRA,
    P_CHANCE,
    P_HUB,
    P_LR,
    P_LR_HUB,
    P_ROUND,
    P_USUAL,
    TT_TRIAL_PARAMS,
    P_COUNT
};

static const tt_param params[P_COUNT] = {
    [P_DETOUR] = {"detour", 1.6, 1, 100, "ratio", "miles over all ports over the miles straight"},
    [P_EXTRA] = {"extra_nm", 1500, 0, 50000, "nm", "miles that the way is longer by"},
    [P_CHANCE] = {"chance", 0.02, 0, 1, "p", "at most, of so long a way among those of others"},
    [P_HUB] = {"hub_senders", 20, 2, 1e6, "count",
               "parties that send goods by a port which makes it a hub"},
    [P_LR] = {"lr", 4, 1, 1000, "likelihood ratio",
              "of a way far off by a port that is no hub, at most"},
    [P_LR_HUB] = {"lr_hub", 1.5, 1, 1000, "likelihood ratio",
                  "of one by a hub, at most: of so many ways some are the longest"},
    [P_ROUND] = {"round_slack", 1.1, 1, 10, "ratio",
                 "a port is on the way round a cape when it makes it at most so much longer"},
    [P_USUAL] = TT_USUAL_ROW(0.01),
    TT_TRIAL_ROWS_OF(0.1, 0, 0.5),
};

/* Where a canal is closed, ships go round: by two ports, in one order or the other. */
static const struct {
    const char *canal, *round[2];
} detours[] = {{"EGPSD", {"ZACPT", "ZACPT"}}, {"PAONX", {"CLVAP", "UYMVD"}}};

/* A way by ports between. */
struct item {
    const tt_course *way; /* first: tt_course_cite */
    tt_port by;           /* of the ports between, the one that fewest make use of */
    uint32_t used;        /* different senders that do */
    tt_beside of; /* ln of the detour, beside the ways by this hub, or by ports that are none */
    double p;
    uint32_t others; /* of a way far off by a port that is no hub: other senders that do so by that
                        country */
};

enum why { JUDGED, UNKNOWN, ROUND, WEAK, WHY_COUNT };

struct state {
    const tt_detect_in *in;
    const tt_data *d;
    tt_courses courses;
    struct item *v;
    size_t n;
    uint32_t *used; /* by port: different senders whose goods go by it */
    tt_tally why[WHY_COUNT];
};

/* --- ways --- */

struct use {
    tt_port port;
    tt_ix sender;
};

static int use_cmp(const void *pa, const void *pb, void *ctx)
{
    const struct use *a = pa, *b = pb;
    TT_UNUSED(ctx);
    if (a->port != b->port)
        return a->port < b->port ? -1 : 1;
    return (a->sender > b->sender) - (a->sender < b->sender);
}

/* Who sends goods by which port. */
static tt_status count_uses(struct state *s, tt_err *err)
{
    tt_arena *a = s->in->scratch;
    struct use *v = tt_new_n(a, struct use, s->n * TT_VOYAGE_PORTS + 1);
    size_t n = 0;
    s->used = tt_new_n(a, uint32_t, tt_port_count() + 1);
    if (!v || !s->used)
        return tt_fail(err, TT_ENOMEM, "no memory for ports");
    for (size_t i = 0; i < s->n; i++) {
        const tt_course *w = s->v[i].way;
        for (size_t k = 1; k + 1 < w->v.n; k++)
            v[n++] = (struct use){w->v.port[k], s->in->shared->declared[w->sender]};
    }
    if (!tt_sort(v, n, sizeof *v, use_cmp, NULL))
        return tt_fail(err, TT_ENOMEM, "no memory for ports");
    for (size_t i = 0; i < n; i++)
        s->used[v[i].port] += !i || use_cmp(&v[i - 1], &v[i], NULL) != 0;
    return TT_OK;
}

static void choose_port(const struct state *s, struct item *it)
{
    const tt_voyage *v = &it->way->v;
    it->used = UINT32_MAX;
    for (size_t k = 1; k + 1 < v->n; k++)
        if (s->used[v->port[k]] < it->used) {
            it->by = v->port[k];
            it->used = s->used[it->by];
        }
}

static bool is_judged(const tt_course *w)
{
    return w->direct > 0 && w->sender && w->receiver;
}

/* Miles over all ports over the miles straight; 1 when they are few more: a feeder. */
static double detour(const struct state *s, const tt_course *w)
{
    bool longer = tt_round9(w->nm - w->direct) >= s->in->param[P_EXTRA];
    return longer ? tt_round9(w->nm / w->direct) : 1;
}

static bool is_hub(const struct state *s, const struct item *it)
{
    return (double)it->used >= s->in->param[P_HUB];
}

static tt_status compare(struct state *s, tt_err *err)
{
    tt_beside *b = tt_new_n(s->in->scratch, tt_beside, s->n + 1);
    if (!b)
        return tt_fail(err, TT_ENOMEM, "no memory for ways");
    for (size_t i = 0; i < s->n; i++) {
        const tt_course *w = s->v[i].way;
        choose_port(s, &s->v[i]);
        b[i] = (tt_beside){.series = is_hub(s, &s->v[i]) ? s->v[i].by : 0,
                           .sender = s->in->shared->declared[w->sender],
                           .at = (uint32_t)i,
                           .x = tt_round9(log(detour(s, w)))};
    }
    TT_TRY(tt_beside_judge(b, s->n, s->in->scratch, err));
    for (size_t i = 0; i < s->n; i++) {
        struct item *it = &s->v[b[i].at];
        it->of = b[i];
        /* By a port that is no hub: among all ways, since that alone is rare. */
        double of = is_hub(s, it) ? 1 : (1 + it->of.peers) / (1 + (double)s->courses.n);
        it->p = tt_round9(it->of.peers && it->of.x > it->of.median ? it->of.p * of : of);
    }
    return TT_OK;
}

static bool on_the_way(const struct state *s, tt_port a, tt_port between, tt_port b)
{
    const tt_seas *seas = s->courses.seas;
    return tt_seas_nm(seas, a, between) + tt_seas_nm(seas, between, b) <=
           s->in->param[P_ROUND] * tt_seas_nm(seas, a, b);
}

/* All ports between lie on the way to cape x, or on from y. */
static bool by_capes(const struct state *s, const tt_course *w, tt_port x, tt_port y)
{
    const tt_voyage *v = &w->v;
    for (size_t i = 1; i + 1 < v->n; i++)
        if (!on_the_way(s, v->port[0], v->port[i], x) &&
            !on_the_way(s, y, v->port[i], v->port[v->n - 1]))
            return false;
    return true;
}

/* The straight way leads through a canal, and this one is one that leads round it. */
static bool goes_round(const struct state *s, const tt_course *w)
{
    const tt_seas *seas = s->courses.seas;
    tt_port a = w->v.port[0], b = w->v.port[w->v.n - 1];
    for (size_t i = 0; i < TT_LEN(detours); i++) {
        tt_port canal, x, y;
        if (tt_port_find(tt_str_of(detours[i].canal), &canal) &&
            tt_port_find(tt_str_of(detours[i].round[0]), &x) &&
            tt_port_find(tt_str_of(detours[i].round[1]), &y) &&
            tt_seas_nm(seas, a, canal) + tt_seas_nm(seas, canal, b) <= 1.02 * w->direct &&
            (by_capes(s, w, x, y) || by_capes(s, w, y, x)))
            return true;
    }
    return false;
}

static bool is_odd(const struct state *s, const struct item *it)
{
    return detour(s, it->way) >= s->in->param[P_DETOUR] && !is_hub(s, it);
}

/* Who else goes far off by the same country, by ports that are no hubs. */
static tt_status count_others(struct state *s, tt_err *err)
{
    tt_odd_way *odd = tt_new_n(s->in->scratch, tt_odd_way, s->n + 1);
    size_t n = 0;
    if (!odd)
        return tt_fail(err, TT_ENOMEM, "no memory for ways");
    for (size_t i = 0; i < s->n; i++)
        if (is_odd(s, &s->v[i]))
            odd[n++] = (tt_odd_way){s->v[i].way, s->v[i].by, &s->v[i].others};
    return tt_odd_ways_count(s->in, odd, n, err);
}

static bool judge(void *ctx, const tt_course *w, const void *item, tt_trial *t)
{
    struct state *s = ctx;
    const struct item *it = item;
    const double *p = s->in->param;
    t->off = it ? detour(s, w) : 1;
    if (!it || t->off < p[P_DETOUR])
        return true;
    if (goes_round(s, w)) {
        tt_tally_add(&s->why[ROUND], TT_NO_NUM);
        return false;
    }
    if (it->p <= p[P_CHANCE]) {
        double most = is_hub(s, it) ? p[P_LR_HUB] : p[P_LR] / (1 + it->others);
        t->side = 1;
        t->lr = fmax(1, fmin(most, pow(10, tt_log10_e_of_p(it->p))));
    }
    return true;
}

/* --- telling it --- */

static void tell(const void *ctx, const tt_relation *r, tt_draft *w)
{
    static const tt_test tests[] = {
        {"feeder_ports", TT_TEST_NOT_EXPLAINED,
         "Hubs lengthen the way of others, too: a way by a hub is held beside those by that hub."},
        {"closed_canal", TT_TEST_NOT_EXPLAINED,
         "It is not the way round Africa or South America that ships take when a canal is closed."},
        {"ports_never_seen", TT_TEST_UNKNOWN,
         "Papers list ports that goods may never have seen; where the container was is not in the "
         "data."},
    };
    static const char *const steps[] = {
        "Ask the carrier where the container was loaded, landed and loaded again, and when.",
        "Ask at the ports between whether goods, seals or papers were changed there.",
        "Ask the shipper who chose the way, and who paid for it.",
    };
    static const tt_relation_text text = {
        .title = "by ports far off the way",
        .clause = "the goods go by ports far off their way",
        .of = "deal",
        .means = "A way that costs more and takes longer wants a reason: ports between hide where "
                 "goods come from, and give time to change papers.",
        .tests = tests,
        .n_tests = TT_LEN(tests),
        .steps = steps,
        .n_steps = TT_LEN(steps),
    };
    const struct state *s = ctx;
    const struct item *it = r->top->own;
    const tt_course *v = it->way;
    bool hub = is_hub(s, it);
    w->f.direction = TT_SHIFT_NONE;
    tt_draft_measure(w, "detour", "1", r->top->off, 1,
                     hub ? exp(it->of.high) : s->in->param[P_DETOUR], it->of.peers);
    tt_draft_measure(w, "way", "nm", v->nm, NAN, NAN, 0);
    tt_draft_measure(w, "straight", "nm", v->direct, NAN, NAN, 0);
    tt_draft_measure(w, "senders_by_this_port", "count", it->used,
                     hub ? (double)NAN : s->in->param[P_HUB], NAN, 0);
    const char *others =
        hub ? tt_say(w, "Of %s of others by %s 98 in 100 take at most %s times the straight way.",
                     tt_say_count(w, it->of.peers, "shipment"), tt_say_port(w, it->by),
                     tt_say_number(w, exp(it->of.high), 2))
            : tt_say(w,
                     "%s %s goods by %s; among all shipments by sea, so long a way by a port of "
                     "so few comes with a chance of %s.",
                     tt_say_count(w, it->used, "party"), it->used == 1 ? "sends" : "send",
                     tt_say_port(w, it->by), tt_say_chance(w, it->p));
    tt_draft_test(w, "shared_reason", it->others ? TT_TEST_WEAKENED : TT_TEST_NOT_EXPLAINED,
                  tt_say(w, "%s else go as far off by ports of the same country, at any time.",
                         it->others ? tt_say_count(w, it->others, "sender") : "No sender"));
    tt_relation_say(
        w, r, &text,
        tt_say(w,
               "Shipment %s goes from %s by %s to %s: %s nautical miles, %s times the %s of the "
               "straight way by sea. %s",
               tt_say_doc(w, TT_KIND_SHIPMENT, v->shipment), tt_say_port(w, v->v.port[0]),
               tt_say_between(w, &v->v), tt_say_port(w, v->v.port[v->v.n - 1]),
               tt_say_number(w, v->nm, 0), tt_say_number(w, r->top->off, 1),
               tt_say_number(w, v->direct, 0), others));
}

/* --- all together --- */

static tt_status shipments(struct state *s, tt_findings *out, tt_err *err)
{
    static const tt_tally_row rows[] = {
        {UNKNOWN, "with a port that is not in the table of ports", "shipment", "not looked at",
         NULL},
        {ROUND, "round a cape where the straight way is through a canal", "shipment",
         "a closed canal explains them: never evidence", NULL},
        {WEAK, "relations whose weight is below min_weight", "relation",
         "such ways are usual in these data", NULL},
    };
    static const tt_trial_words say = {.roles = {"shipper", "consignee"},
                                       .first = P_REPEAT,
                                       .expect = "ways that honest goods take",
                                       .cite = tt_course_cite,
                                       .tell = tell};
    TT_TRY(tt_courses_build(s->d, s->in->scratch, &s->courses, err));
    s->v = tt_new_n(s->in->scratch, struct item, s->courses.n + 1);
    if (!s->v)
        return tt_fail(err, TT_ENOMEM, "no memory for ways");
    for (size_t i = 0; i < s->courses.n; i++)
        if (is_judged(&s->courses.v[i]) && s->courses.v[i].v.n > 2)
            s->v[s->n++].way = &s->courses.v[i];
    TT_TRY(count_uses(s, err));
    TT_TRY(compare(s, err));
    TT_TRY(count_others(s, err));
    const tt_course_question q = {.words = &say,
                                  .gap = s->in->param[P_USUAL],
                                  .items = s->v,
                                  .n_items = s->n,
                                  .size = sizeof *s->v,
                                  .is_judged = is_judged,
                                  .judge = judge,
                                  .weak = &s->why[WEAK]};
    TT_TRY(tt_courses_ask(s->in, &s->courses, &q, s, out, err));
    s->why[UNKNOWN] = (tt_tally){s->courses.unknown, TT_NO_NUM};
    return tt_tally_tell(s->in, "route.circuitous", s->why, rows, TT_LEN(rows), out, err);
}

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    struct state s = {.in = in, .d = in->data};
    return shipments(&s, out, err);
}

const tt_detector tt_detector_route_circuitous = {
    .id = "route.circuitous",
    .revision = 3,
    .title = "Goods by ports far off their way",
    .typology = "circuitous_route",
    .family = TT_FAMILY_ROUTE,
    .split = TT_SPLIT_DOCUMENT,
    .indicators = "D-08 F06-09 T-03",
    .source = "FATF and Egmont Group, Trade-Based Money Laundering: Risk Indicators (2021), trade "
              "documents and commodities",
    .looks_for = "Shipments by sea whose listed ports make the way much longer than the straight "
                 "one, and longer than almost all others take.",
    .params = params,
    .n_params = P_COUNT,
    .run = run,
};
