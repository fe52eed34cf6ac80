/* mirror_gap.c - see mirror_gap.h. */
#include "detect/common/mirror_gap.h"

#include "base/stat.h"
#include "detect/common/coverage.h"
#include "detect/common/standout.h"
#include "detect/common/tail.h"

#include <math.h>

static const double furthest = 20; /* a sum beside nothing counts as so many times as large */
enum { MOST_TOLD = 3 };

/* --- sums --- */

static tt_mirror_sides
gap_of(const tt_mirror_gaps *s, const tt_mirror *l, const double share[2], const tt_date days[4])
{
    tt_mirror_sides g = {.out = tt_mirror_side(&s->lanes, l->first, l->n, false, days[0], days[1]),
                         .in = tt_mirror_side(&s->lanes, l->first, l->n, true, days[2], days[3])};
    double out = g.out.value / share[0], in = g.in.value / share[1];
    if (out > 0 || in > 0)
        g.d = in * furthest <= out   ? -log(furthest)
              : out * furthest <= in ? log(furthest)
                                     : log(in / out);
    g.d = tt_round9(g.d);
    return g;
}

static void days_of(const tt_mirror_gaps *s, uint32_t first, uint32_t n, tt_date days[4])
{
    tt_date width = (tt_date)s->in->param[TT_MIRROR_DAYS],
            lag = (tt_date)s->in->param[TT_MIRROR_LAG];
    days[0] = s->d->from + (tt_date)first * width;
    days[1] = days[0] + (tt_date)n * width - 1;
    days[2] = days[0] + lag;
    days[3] = days[1] + lag;
}

static bool shares_of(const tt_mirror_gaps *s, const tt_mirror *l, double share[2])
{
    tt_date day = s->d->from + (s->d->to - s->d->from) / 2;
    return tt_coverage_stated(s->d, TT_KIND_DECLARATION, l->from, l->from, day, &share[0]) &&
           tt_coverage_stated(s->d, TT_KIND_DECLARATION, l->to, l->to, day, &share[1]) &&
           TT_MIN(share[0], share[1]) >= s->in->param[TT_MIRROR_SHARE];
}

/* The longest stretch of periods that differ to one side; the others that are judged, in s->own. */
static void find_run(tt_mirror_gaps *s, const tt_mirror *l, tt_mirror_gap *c)
{
    const double *p = s->in->param;
    int side = 0;
    for (uint32_t k = 0, run = 0; k < s->periods; k++) {
        tt_date days[4];
        days_of(s, k, 1, days);
        tt_mirror_sides g = gap_of(s, l, c->share, days);
        bool judged = TT_MAX(g.out.value, g.in.value) >= p[TT_MIRROR_MIN_VALUE];
        int now = !judged || fabs(g.d) <= log1p(p[TT_MIRROR_TOLERANCE]) ? 0 : g.d > 0 ? 1 : -1;
        s->period[k] = (tt_mirror_period){g.d, judged};
        run = now && now == side ? run + 1 : now != 0;
        side = now;
        if (run > c->n) {
            c->n = run;
            c->first = k + 1 - run;
            c->side = side;
        }
    }
    for (uint32_t k = 0; k < s->periods; k++)
        if (s->period[k].judged && (k < c->first || k >= c->first + c->n))
            s->own[c->n_own++] = s->period[k].d;
}

/* --- judging --- */

/* Goods on their way: those that left late arrive later, those that arrived early had left before.
 * They count on the side that lacks them. */
static bool in_time(tt_mirror_gaps *s, tt_mirror_gap *c)
{
    const tt_mirror *l = &s->lanes.v[c->lane];
    tt_date late = (tt_date)s->in->param[TT_MIRROR_LATE];
    days_of(s, c->first, c->n, c->days);
    c->days[2] = c->days[0];
    c->days[3] = c->days[1];
    c->days[c->side > 0 ? 0 : 3] += c->side > 0 ? -late : late;
    c->gap = gap_of(s, l, c->share, c->days);
    return c->side * c->gap.d > log1p(s->in->param[TT_MIRROR_TOLERANCE]);
}

/* How often feeds miss so much of so many lots by themselves. */
static double chance_of_missing(const tt_mirror_gaps *s, const tt_mirror_gap *c)
{
    const tt_mirror_sum *big = c->side > 0 ? &c->gap.in : &c->gap.out;
    const tt_mirror_sum *small = c->side > 0 ? &c->gap.out : &c->gap.in;
    double share = TT_MIN(c->share[c->side > 0 ? 0 : 1], s->in->param[TT_MIRROR_FULL]);
    double lots = round(big->value * big->value / big->squares);
    double missing = floor(tt_round9(lots * TT_MAX(0, 1 - small->value / big->value)));
    return tt_beta_binomial_tail((uint64_t)lots, 1 - share, s->in->param[TT_MIRROR_RHO],
                                 (uint64_t)missing);
}

static tt_mirror_why judge(tt_mirror_gaps *s, tt_mirror_gap *c)
{
    const double *p = s->in->param;
    const tt_mirror_sum *big = c->side > 0 ? &c->gap.in : &c->gap.out;
    const tt_mirror_sum *small = c->side > 0 ? &c->gap.out : &c->gap.in;
    double *v = s->crowd;
    if ((double)big->n < p[TT_MIRROR_LINES])
        return TT_MIRROR_IS_FEW;
    if (big->value - big->paired < (1 - p[TT_MIRROR_PAIRED]) * (big->value - small->value))
        return TT_MIRROR_IS_PAIRED;
    c->own = (double)c->n_own >= p[TT_MIRROR_OWN];
    c->peers = c->own ? c->n_own : s->n_crowd;
    if (c->own) {
        tt_sort_double(s->own, c->n_own);
        v = s->own;
    } else if ((double)s->n_crowd < p[TT_MIRROR_LANES]) {
        return TT_MIRROR_IS_NO_CROWD;
    }
    c->median = tt_median_sorted(v, c->peers);
    c->scale = TT_MAX(tt_mad(v, c->peers, c->median, s->tmp) / log(3), p[TT_MIRROR_SPREAD]);
    tt_crowd crowd = {.s = c->scale, .n = c->peers, .candidates = s->n_crowd};
    tt_stand st = tt_stand_of(&crowd, &(tt_subject){.x = c->side * (c->gap.d - c->median),
                                                    .lr = pow(10, p[TT_MIRROR_MOST])});
    c->missing = (double)s->n_crowd * chance_of_missing(s, c);
    c->expected = TT_MAX(st.expected, c->missing);
    c->weight = TT_MIN(p[TT_MIRROR_MOST], -log10(c->expected));
    c->usual_lowers = c->weight < p[TT_MIRROR_MOST];
    return TT_MIRROR_IS_WHYS;
}

/* --- what explains it --- */

static bool is_hub(tt_country c)
{
    static const char hubs[][3] = {"AE", "BE", "CH", "HK", "NL", "PA", "SG"};
    char text[3];
    tt_country_text(c, text);
    for (size_t i = 0; i < TT_LEN(hubs); i++)
        if (strcmp(hubs[i], text) == 0)
            return true;
    return false;
}

double tt_mirror_part(const tt_mirror_gap *c, const tt_mirror_pair *x)
{
    return fmax(0, c->side * (x->in / c->share[1] - x->out / c->share[0]));
}

static int by_part(const void *pa, const void *pb, void *ctx)
{
    double a = tt_mirror_part(ctx, pa), b = tt_mirror_part(ctx, pb);
    return (a < b) - (a > b);
}

/* The pairs of parties that carry most of it. */
static tt_status find_carriers(tt_mirror_gaps *s, tt_mirror_gap *c, tt_err *err)
{
    TT_TRY(tt_mirror_pairs(&s->lanes, &s->lanes.v[c->lane], c->days, s->in->scratch, &c->pairs,
                           &c->n_pairs, err));
    if (!tt_sort(c->pairs, c->n_pairs, sizeof *c->pairs, by_part, c))
        return tt_fail(err, TT_ENOMEM, "no room to sort parties of declarations");
    for (size_t i = 0; i < c->n_pairs; i++)
        c->sum += tt_mirror_part(c, &c->pairs[i]);
    while (c->carriers < TT_MIN(c->n_pairs, (size_t)MOST_TOLD) && 2 * c->carried < c->sum)
        c->carried += tt_mirror_part(c, &c->pairs[c->carriers++]);
    return TT_OK;
}

static tt_status explain(tt_mirror_gaps *s, tt_mirror_gap *c, tt_err *err)
{
    const double *p = s->in->param;
    const tt_mirror *l = &s->lanes.v[c->lane];
    tt_mirror chapter = tt_mirror_chapter(&s->lanes, c->lane);
    TT_TRY(find_carriers(s, c, err));
    c->hub = is_hub(l->from) || is_hub(l->to);
    c->other_codes =
        fabs(gap_of(s, &chapter, c->share, c->days).d) <= log1p(p[TT_MIRROR_TOLERANCE]);
    c->wide = c->n_pairs > 0 && tt_mirror_part(c, &c->pairs[0]) < p[TT_MIRROR_WIDE] * c->sum;
    c->weight -= p[TT_MIRROR_STEP] * (c->hub + c->other_codes + c->wide);
    c->weight = tt_round9(c->weight);
    return TT_OK;
}

/* --- all together --- */

/* The lanes whose sums can be told apart from chance are what is usual. */
static tt_status make_crowd(tt_mirror_gaps *s, tt_err *err)
{
    const double *p = s->in->param;
    tt_date days[4];
    days_of(s, 0, s->periods, days);
    s->period = tt_new_n(s->in->scratch, tt_mirror_period, s->periods + 1);
    s->own = tt_new_n(s->in->scratch, double, s->periods + 1);
    s->tmp = tt_new_n(s->in->scratch, double, TT_MAX(s->lanes.n, (size_t)s->periods) + 1);
    s->crowd = tt_new_n(s->in->scratch, double, s->lanes.n + 1);
    if (!s->period || !s->own || !s->tmp || !s->crowd)
        return tt_fail(err, TT_ENOMEM, "no room for lanes");
    for (size_t i = 0; i < s->lanes.n; i++) {
        double share[2];
        if (!shares_of(s, &s->lanes.v[i], share))
            continue;
        tt_mirror_sides g = gap_of(s, &s->lanes.v[i], share, days);
        if ((double)TT_MAX(g.out.n, g.in.n) >= p[TT_MIRROR_LINES])
            s->crowd[s->n_crowd++] = g.d;
    }
    tt_sort_double(s->crowd, s->n_crowd);
    return TT_OK;
}

tt_status tt_mirror_gaps_build(const tt_detect_in *in, tt_mirror_gaps *out, tt_err *err)
{
    tt_date span = in->data->to - in->data->from + 1 - (tt_date)in->param[TT_MIRROR_LAG];
    tt_date periods = span / (tt_date)in->param[TT_MIRROR_DAYS];
    *out = (tt_mirror_gaps){.in = in, .d = in->data};
    if (!in->data->n_declarations || in->data->from == TT_NO_DATE)
        return TT_OK;
    out->periods = periods < 0 ? 0 : (uint32_t)periods;
    TT_TRY(tt_mirrors_build(in->data, in->scratch, &out->lanes, err));
    return make_crowd(out, err);
}

tt_status
tt_mirror_gap_of(tt_mirror_gaps *s, size_t i, tt_mirror_gap *out, tt_mirror_why *why, tt_err *err)
{
    const double *p = s->in->param;
    *out = (tt_mirror_gap){.lane = i};
    *why = TT_MIRROR_IS_NO_FEED;
    if (!shares_of(s, &s->lanes.v[i], out->share))
        return TT_OK;
    find_run(s, &s->lanes.v[i], out);
    *why = (double)out->n < p[TT_MIRROR_RUN] ? TT_MIRROR_IS_EVEN
           : in_time(s, out)                 ? judge(s, out)
                                             : TT_MIRROR_IS_ON_THE_WAY;
    if (*why != TT_MIRROR_IS_WHYS)
        return TT_OK;
    TT_TRY(explain(s, out, err));
    if (out->weight < p[TT_MIRROR_MIN_WEIGHT])
        *why = TT_MIRROR_IS_WEAK;
    return TT_OK;
}
