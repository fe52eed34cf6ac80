/*
 * route_rare_transship.c - goods that change ships where hardly anybody's do.
 *
 * How many ways of others on the lane, at that time, go by the port; lanes with few ways borrow
 * from what all others do.  A port far off is another question (route_circuitous).  Not caught
 * here: rare ports of loading or discharge.  Formula, worked example, known false positives:
 * route_rare_transship.md.
 */
#include "detect/common/beside.h"
#include "detect/common/course.h"
#include "detect/common/shared.h"

#include "base/num.h"
#include "base/stat.h"

#include <math.h>

enum {
    P_SHARE,
    P_CHANCE,
    P_WINDOW,
    P_PRIOR_WAYS,
    P_LEAST,
    P_LR,
    P_USUAL,
    TT_TRIAL_PARAMS,
    P_COUNT
};

static const tt_param params[P_COUNT] = {
    [P_SHARE] = {"share", 0.01, 0, 1, "fraction",
                 "of the ways of others by ports between: a port is rare below it"},
    [P_CHANCE] = {"chance", 0.02, 0, 1, "p", "at most, of so rare a port among the ways of all"},
    [P_WINDOW] = {"window_days", 90, 1, 3650, "days",
                  "before and after in which the ways of others count: lines change"},
    [P_PRIOR_WAYS] = {"prior_ways", 200, 1, 1e6, "count",
                      "ways that what all others do counts as, beside those on the lane"},
    [P_LEAST] = {"least_ways", 200, 1, 1e9, "count",
                 "ways of others in that time; with fewer, none is called rare"},
    [P_LR] = {"lr", 3, 1, 1000, "likelihood ratio", "of a rare port, at most"},
    [P_USUAL] = TT_USUAL_ROW(0.01),
    TT_TRIAL_ROWS_OF(0.1, 0, 0.4),
};

/* A port between, on a way: entered for the port, the lane, both and neither, to be counted. */
struct entry {
    uint64_t key;
    tt_ix sender; /* its group; 0: of anybody */
    tt_date day;
};
TT_VEC(entry_vec, struct entry);

struct item {
    const tt_course *way; /* first: tt_course_cite */
    tt_port by;           /* the rarest of its ports between */
    double share;         /* of it, smoothed */
    uint64_t here;        /* ways of others by it on the lane, in that time */
    uint64_t lane;        /* ways of others on the lane */
    uint64_t any;         /* ways of others by it on any lane */
    uint64_t all;         /* ways of others */
    double p;
    uint32_t others; /* it goes by a rare port: other senders that do so by that country */
};

enum why { JUDGED, UNKNOWN, FEW, WEAK, WHY_COUNT };

struct state {
    const tt_detect_in *in;
    const tt_data *d;
    tt_courses courses;
    entry_vec entries;
    struct item *v;
    size_t n;
    tt_tally why[WHY_COUNT];
};

/* --- counting --- */

static int entry_cmp(const void *pa, const void *pb, void *ctx)
{
    const struct entry *a = pa, *b = pb;
    TT_UNUSED(ctx);
    if (a->key != b->key)
        return a->key < b->key ? -1 : 1;
    if (a->sender != b->sender)
        return a->sender < b->sender ? -1 : 1;
    return (a->day > b->day) - (a->day < b->day);
}

/* The lane, or 0 for any, and the port, or none for any. */
static uint64_t key_of(uint64_t lane, tt_port port)
{
    return lane << 16 | port;
}

static bool enter(struct state *s, const tt_course *w, tt_port port)
{
    tt_ix sender = s->in->shared->declared[w->sender];
    const uint64_t lane = tt_course_lane(w);
    const uint64_t keys[] = {key_of(0, TT_PORT_NONE), key_of(0, port), key_of(lane, TT_PORT_NONE),
                             key_of(lane, port)};
    for (size_t i = 0; i < TT_LEN(keys); i++)
        if (!tt_vec_push(&s->entries, ((struct entry){keys[i], 0, w->day})) ||
            !tt_vec_push(&s->entries, ((struct entry){keys[i], sender, w->day})))
            return false;
    return true;
}

/* Entries before this one in order. */
static uint64_t before(const struct state *s, struct entry e)
{
    size_t low = 0, high = s->entries.n;
    TT_BISECT(size_t, low, high, mid, entry_cmp(&s->entries.v[mid], &e, NULL) < 0);
    return low;
}

/* Ports between on ways of others in the days around. */
static uint64_t of_others(const struct state *s, const tt_course *w, uint64_t key)
{
    tt_date days = (tt_date)s->in->param[P_WINDOW], from = w->day - days, to = w->day + days + 1;
    tt_ix sender = s->in->shared->declared[w->sender];
    uint64_t all = before(s, (struct entry){key, 0, to}) - before(s, (struct entry){key, 0, from});
    return all - (before(s, (struct entry){key, sender, to}) -
                  before(s, (struct entry){key, sender, from}));
}

static void rate(const struct state *s, struct item *it)
{
    const tt_course *w = it->way;
    double prior = s->in->param[P_PRIOR_WAYS];
    uint64_t lane = tt_course_lane(w);
    it->share = 2;
    it->lane = of_others(s, w, key_of(lane, TT_PORT_NONE));
    it->all = of_others(s, w, key_of(0, TT_PORT_NONE));
    for (size_t i = 1; i + 1 < w->v.n; i++) {
        uint64_t here = of_others(s, w, key_of(lane, w->v.port[i]));
        uint64_t any = of_others(s, w, key_of(0, w->v.port[i]));
        double of_all = ((double)any + 0.5) / ((double)it->all + 1);
        double share = tt_round9(((double)here + prior * of_all) / ((double)it->lane + prior));
        if (share < it->share) {
            it->share = share;
            it->by = w->v.port[i];
            it->here = here;
            it->any = any;
        }
    }
}

/* --- ways --- */

static bool is_judged(const tt_course *w)
{
    return w->day != TT_NO_DATE && w->sender && w->receiver;
}

static tt_status collect(struct state *s, tt_err *err)
{
    for (size_t i = 0; i < s->courses.n; i++) {
        const tt_course *w = &s->courses.v[i];
        if (!is_judged(w) || w->v.n < 3)
            continue;
        s->v[s->n++].way = w;
        for (size_t k = 1; k + 1 < w->v.n; k++)
            if (!enter(s, w, w->v.port[k]))
                return tt_fail(err, TT_ENOMEM, "no memory for ports");
    }
    return tt_sort(s->entries.v, s->entries.n, sizeof *s->entries.v, entry_cmp, NULL)
               ? TT_OK
               : tt_fail(err, TT_ENOMEM, "no memory for ports");
}

/* How rare the port is among the rarest ports of the ways of others. */
static tt_status compare(struct state *s, tt_err *err)
{
    tt_beside *b = tt_new_n(s->in->scratch, tt_beside, s->n + 1);
    if (!b)
        return tt_fail(err, TT_ENOMEM, "no memory for ways");
    for (size_t i = 0; i < s->n; i++) {
        rate(s, &s->v[i]);
        b[i] = (tt_beside){.sender = s->in->shared->declared[s->v[i].way->sender],
                           .at = (uint32_t)i,
                           .x = -log(s->v[i].share)};
        b[i].x = tt_round9(b[i].x);
    }
    TT_TRY(tt_beside_judge(b, s->n, s->in->scratch, err));
    for (size_t i = 0; i < s->n; i++)
        s->v[b[i].at].p = b[i].peers && b[i].x > b[i].median ? b[i].p : 1;
    return TT_OK;
}

static bool is_rare(const struct state *s, const struct item *it)
{
    return it->share < s->in->param[P_SHARE];
}

/* Who else goes by a rare port of the same country. */
static tt_status count_others(struct state *s, tt_err *err)
{
    tt_odd_way *odd = tt_new_n(s->in->scratch, tt_odd_way, s->n + 1);
    size_t n = 0;
    if (!odd)
        return tt_fail(err, TT_ENOMEM, "no memory for ways");
    for (size_t i = 0; i < s->n; i++)
        if (is_rare(s, &s->v[i]))
            odd[n++] = (tt_odd_way){s->v[i].way, s->v[i].by, &s->v[i].others};
    return tt_odd_ways_count(s->in, odd, n, err);
}

static bool judge(void *ctx, const tt_course *w, const void *item, tt_trial *t)
{
    struct state *s = ctx;
    const struct item *it = item;
    const double *p = s->in->param;
    TT_UNUSED(w);
    if (!it || !is_rare(s, it) || it->p > p[P_CHANCE])
        return true;
    if ((double)it->all < p[P_LEAST]) {
        tt_tally_add(&s->why[FEW], TT_NO_NUM);
        return false;
    }
    t->side = 1;
    t->off = -log10(it->share);
    t->lr = fmax(1, fmin(p[P_LR] / (1 + it->others), pow(10, tt_log10_e_of_p(it->p))));
    return true;
}

/* --- telling it --- */

static void tell(const void *ctx, const tt_relation *r, tt_draft *w)
{
    static const tt_test tests[] = {
        {"lines_change", TT_TEST_NOT_EXPLAINED,
         "Only ways of the same months are compared: a new line of a carrier would take others, "
         "too."},
        {"small_lane", TT_TEST_NOT_EXPLAINED,
         "Where few goods go between two countries, the ways of all others count as well."},
        {"ports_never_seen", TT_TEST_UNKNOWN,
         "Papers list ports that goods may never have seen; where the container was is not in the "
         "data."},
    };
    static const char *const steps[] = {
        "Ask the carrier which ships carried the container, and why it changed ships there.",
        "Ask the port whether goods, seals or papers were changed there.",
        "Look for other goods that change ships there, and who sends them.",
    };
    static const tt_relation_text text = {
        .title = "by a port that hardly anybody uses",
        .clause = "the goods change ships where hardly anybody's do",
        .of = "deal",
        .means = "Ports off the usual lines have fewer eyes on what is opened, added or papered "
                 "over.",
        .tests = tests,
        .n_tests = TT_LEN(tests),
        .steps = steps,
        .n_steps = TT_LEN(steps),
    };
    const struct state *s = ctx;
    const struct item *it = r->top->own;
    const tt_voyage *v = &it->way->v;
    w->f.direction = TT_SHIFT_NONE;
    tt_draft_measure(w, "share_by_this_port", "fraction", it->share, s->in->param[P_SHARE], 1,
                     (uint32_t)TT_MIN(it->all, UINT32_MAX));
    tt_draft_measure(w, "others_on_the_lane", "count", (double)it->here, NAN, NAN,
                     (uint32_t)TT_MIN(it->lane, UINT32_MAX));
    tt_draft_measure(w, "others_on_any_lane", "count", (double)it->any, NAN, NAN,
                     (uint32_t)TT_MIN(it->all, UINT32_MAX));
    tt_draft_test(w, "shared_reason", it->others ? TT_TEST_WEAKENED : TT_TEST_NOT_EXPLAINED,
                  tt_say(w, "%s else go by rare ports of the same country, at any time.",
                         it->others ? tt_say_count(w, it->others, "sender") : "No sender"));
    tt_relation_say(
        w, r, &text,
        tt_say(w,
               "Shipment %s goes from %s by %s to %s. Within %s days of it %s of others between "
               "the two countries %s by a port between, %s of them by %s; on all lanes %s of %s. "
               "So rare a port comes with a chance of %s among all ways by ports between.",
               tt_say_doc(w, TT_KIND_SHIPMENT, it->way->shipment), tt_say_port(w, v->port[0]),
               tt_say_between(w, v), tt_say_port(w, v->port[v->n - 1]),
               tt_say_number(w, s->in->param[P_WINDOW], 0), tt_say_count(w, it->lane, "shipment"),
               it->lane == 1 ? "goes" : "go", tt_say_number(w, (double)it->here, 0),
               tt_say_port(w, it->by), tt_say_number(w, (double)it->any, 0),
               tt_say_number(w, (double)it->all, 0), tt_say_chance(w, it->p)));
}

/* --- all together --- */

static tt_status shipments(struct state *s, tt_findings *out, tt_err *err)
{
    static const tt_tally_row rows[] = {
        {UNKNOWN, "with a port that is not in the table of ports", "shipment", "not looked at",
         NULL},
        {FEW, "by rare ports, with too few ways of others in that time", "shipment", "not judged",
         NULL},
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
    TT_TRY(collect(s, err));
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
    return tt_tally_tell(s->in, "route.rare_transship", s->why, rows, TT_LEN(rows), out, err);
}

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    struct state s = {.in = in, .d = in->data};
    tt_status st = shipments(&s, out, err);
    tt_vec_release(&s.entries);
    return st;
}

const tt_detector tt_detector_route_rare_transship = {
    .id = "route.rare_transship",
    .revision = 3,
    .title = "Goods by a port that hardly anybody uses",
    .typology = "rare_transshipment",
    .family = TT_FAMILY_ROUTE,
    .split = TT_SPLIT_DOCUMENT,
    .indicators = "D-08 F06-09",
    .source = "FATF and Egmont Group, Trade-Based Money Laundering: Risk Indicators (2021), trade "
              "documents and commodities",
    .looks_for = "Shipments by sea that change ships at a port by which hardly any goods of others "
                 "go on that lane at that time.",
    .params = params,
    .n_params = P_COUNT,
    .run = run,
};
