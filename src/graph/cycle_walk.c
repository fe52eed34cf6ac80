/*
 * cycle_walk.c - a depth-first walk over hops that are late enough, inside the window and of the
 * right size.
 *
 * The size rule does the pruning, so nothing is compacted first: at each step the shorter of two
 * lists is walked, hops late enough or hops of the right size, and the other condition is tested.
 * The last hop but one must end where an arc back to the start leaves, which is marked when a
 * walk gets that far.
 */
#include "graph/cycle_walk.h"

#include <math.h>

enum { MARKS = 512 }; /* arcs back to the start; with more, marking costs more than it saves */

/* --- the rules --- */

unsigned tt_arcs_measure(const tt_arcs *x, uint32_t a, uint32_t b)
{
    if (x->opt->by_quantity) {
        if (x->dim[a] == x->dim[b] && x->size[TT_SIZE_QTY][a] != TT_NO_NUM &&
            x->size[TT_SIZE_QTY][b] != TT_NO_NUM)
            return TT_SIZE_QTY;
        if (x->size[TT_SIZE_KG][a] != TT_NO_NUM && x->size[TT_SIZE_KG][b] != TT_NO_NUM)
            return TT_SIZE_KG;
    }
    bool known = x->arc[a].amount != TT_NO_NUM && x->arc[b].amount != TT_NO_NUM;
    return known ? TT_SIZE_AMOUNT : TT_SIZE_COUNT;
}

void tt_arcs_range(const tt_arcs *x, unsigned measure, int64_t v, int64_t *low, int64_t *high)
{
    const tt_cycle_options *opt = x->opt;
    bool by_value = opt->by_quantity && measure == TT_SIZE_AMOUNT;
    /* 0.85 times 100 is a little under 85 in binary: the slack keeps whole bounds in. */
    double l = ceil((by_value ? opt->value_low : opt->keep_low) * (double)v - 1e-6);
    double h = floor((by_value ? opt->value_high : opt->keep_high) * (double)v + 1e-6);
    *low = l < 1 ? 1 : l < 9e18 ? (int64_t)l : INT64_MAX;
    *high = h < 9e18 ? (int64_t)h : INT64_MAX - 1;
}

bool tt_arcs_keeps(const tt_arcs *x, uint32_t a, uint32_t b)
{
    unsigned m = tt_arcs_measure(x, a, b);
    if (m == TT_SIZE_COUNT)
        return false;
    int64_t low, high;
    tt_arcs_range(x, m, tt_arcs_size(x, m, a), &low, &high);
    return tt_arcs_size(x, m, b) >= low && tt_arcs_size(x, m, b) <= high;
}

/* --- one walk --- */

struct step {
    uint32_t arc;      /* that was taken to get here */
    uint32_t at, stop; /* arcs, or places in rising, still to be tried */
    bool rising;
    int64_t low, high;    /* amounts that may follow; not used with by_quantity */
    uint32_t first, last; /* start and end of the walk so far */
    uint32_t since, till; /* starts of hops that may come, both included */
};

enum marking { NOT_YET, MARKED, TOO_MANY };

struct walk {
    const tt_arcs *x;
    tt_walk_found *found;
    uint32_t home;  /* where it started */
    uint32_t *mark; /* of a vertex: stamp, when a hop leads home from there */
    uint32_t stamp;
    enum marking marked;
    unsigned depth; /* steps taken */
    struct step step[TT_CYCLE_MAX_LEN];
};

static uint32_t add_capped(uint32_t a, uint32_t b)
{
    return a > UINT32_MAX - b ? UINT32_MAX : a + b;
}

/* First of arc[low..high) that starts at a time or later. */
static uint32_t first_from(const tt_arcs *x, uint32_t low, uint32_t high, uint32_t start)
{
    TT_BISECT(uint32_t, low, high, mid, x->arc[mid].start < start);
    return low;
}

static uint32_t first_amount(const tt_arcs *x, const tt_bucket *b, int64_t amount, bool above)
{
    uint32_t low = b->begin, high = b->end;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        int64_t m = x->arc[x->rising[mid]].amount;
        if (above ? m <= amount : m < amount)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

/* Many hops leave: try those of the window, or, when they are fewer, those of the right amount. */
static void narrow(const tt_arcs *x, struct step *s)
{
    s->at = first_from(x, s->at, s->stop, s->since);
    if (s->till < UINT32_MAX)
        s->stop = first_from(x, s->at, s->stop, s->till + 1);
    if (s->stop - s->at <= TT_ARC_SCAN || !x->rising)
        return;
    const tt_bucket *b = &x->buckets[x->to[s->arc]];
    uint32_t low = first_amount(x, b, s->low, false), high = first_amount(x, b, s->high, true);
    if (high - low < s->stop - s->at) {
        s->rising = true;
        s->at = low;
        s->stop = high;
    }
}

/* Take an arc after the walk so far, NULL at the start; decide which hops are tried next. */
static void open_step(const tt_arcs *x, uint32_t taken, const struct step *before, struct step *s)
{
    const tt_cycle_options *opt = x->opt;
    const tt_arc *arc = &x->arc[taken];
    s->arc = taken;
    s->first = before ? TT_MIN(arc->start, before->first) : arc->start;
    s->last = before ? TT_MAX(arc->end, before->last) : arc->end;
    s->since = opt->any_order && s->last > opt->window ? s->last - opt->window : 0;
    s->till = add_capped(s->first, opt->window);
    if (!opt->by_quantity)
        tt_arcs_range(x, TT_SIZE_AMOUNT, arc->amount, &s->low, &s->high);
    s->rising = false;
    s->at = arc->from;
    s->stop = arc->stop;
    if (s->stop - s->at > TT_ARC_SCAN)
        narrow(x, s);
    while (!s->rising && s->at < s->stop && x->arc[s->at].start < s->since)
        s->at++;
}

/* The next hop to try, or TT_ARC_NONE. */
static uint32_t next_hop(const tt_arcs *x, struct step *s)
{
    if (s->at == s->stop)
        return TT_ARC_NONE;
    uint32_t at = s->at++;
    if (s->rising)
        return x->rising[at];
    if (x->arc[at].start > s->till) { /* and so do all that follow */
        s->at = s->stop;
        return TT_ARC_NONE;
    }
    return at;
}

/* Everything but the shape: time and size of hop c after the last one of the walk. */
static bool fits(const tt_arcs *x, const struct step *s, uint32_t c)
{
    const tt_cycle_options *opt = x->opt;
    const tt_arc *arc = &x->arc[c];
    if (opt->by_quantity ? !tt_arcs_keeps(x, s->arc, c)
                         : arc->amount < s->low || arc->amount > s->high)
        return false;
    if (!opt->any_order && !tt_arcs_later(x, s->arc, c))
        return false;
    return TT_MAX(s->last, arc->end) - TT_MIN(s->first, arc->start) <= opt->window;
}

static bool on_path(const struct walk *w, uint32_t v)
{
    for (unsigned i = 0; i < w->depth; i++)
        if (w->x->arc[w->step[i].arc].dst == v)
            return true;
    return false;
}

static bool large_enough(const tt_arcs *x, uint32_t arc)
{
    int64_t v = x->arc[arc].amount;
    return x->opt->min_amount <= 0 || (v != TT_NO_NUM && v >= x->opt->min_amount);
}

/* Is the cycle of n arcs also one when it starts with arc[by]? */
static bool turns(const tt_arcs *x, const uint32_t *arc, unsigned n, unsigned by)
{
    if (!large_enough(x, arc[by]))
        return false;
    if (x->opt->hub)
        for (unsigned i = 0; i < n; i++)
            if (i != by && x->opt->hub[x->arc[arc[i]].src])
                return false;
    for (unsigned i = 0; i + 1 < n; i++) {
        uint32_t a = arc[(by + i) % n], b = arc[(by + i + 1) % n];
        if (!tt_arcs_keeps(x, a, b) || (!x->opt->any_order && !tt_arcs_later(x, a, b)))
            return false;
    }
    return true;
}

static bool is_kind(const tt_arcs *x, uint32_t arc)
{
    uint32_t n;
    return x->opt->mixed[*tt_arcs_flows(x, arc, &n)] != 0;
}

/* Are there hops of both kinds, where both are asked for? */
static bool mixes(const tt_arcs *x, const uint32_t *arc, unsigned n)
{
    unsigned ones = 0;
    for (unsigned i = 0; x->opt->mixed && i < n; i++)
        ones += is_kind(x, arc[i]);
    return !x->opt->mixed || (ones > 0 && ones < n);
}

/* Keep the walk closed by arc c, unless the same cycle is found from an earlier hop as well. */
static tt_status keep(struct walk *w, uint32_t c, tt_err *err)
{
    const tt_arcs *x = w->x;
    uint32_t arc[TT_CYCLE_MAX_LEN + 1], n = 0;
    for (; n < w->depth; n++)
        arc[n] = w->step[n].arc;
    arc[n++] = c;
    if (!mixes(x, arc, n))
        return TT_OK;
    for (unsigned i = 1; i < n; i++)
        if (x->num[arc[i]] < x->num[arc[0]] && turns(x, arc, n, i))
            return TT_OK;
    w->found->n++;
    if (w->found->kept == w->found->most)
        return TT_OK;
    tt_u32_vec *f = &w->found->arcs;
    if (!tt_vec_reserve(f, (size_t)n + 1))
        return tt_fail(err, TT_ENOMEM, "no room for cycles");
    f->v[f->n++] = n;
    memcpy(f->v + f->n, arc, n * sizeof *arc);
    f->n += n;
    w->found->kept++;
    return TT_OK;
}

static void push(struct walk *w, uint32_t c)
{
    struct step *s = &w->step[w->depth];
    open_step(w->x, c, w->depth > 0 ? s - 1 : NULL, s);
    w->depth++;
}

/* --- the way home --- */

/* The ends of hops that could close a cycle from root: [from, to], both included.  Wide is fine. */
static void home_range(const tt_arcs *x, uint32_t root, uint32_t *from, uint32_t *to)
{
    const tt_cycle_options *opt = x->opt;
    uint32_t last = x->arc[root].end;
    *from = !opt->any_order ? last : last > opt->window ? last - opt->window : 0;
    *to = add_capped(x->arc[root].start, opt->window);
}

static uint32_t first_home(const tt_arcs *x, const tt_bucket *b, uint32_t end)
{
    uint32_t low = b->in_begin, high = b->in_end;
    TT_BISECT(uint32_t, low, high, mid, x->in_end[mid] < end);
    return low;
}

/* Mark the vertices from which a hop leads home, unless there are too many to be worth it. */
static void mark_homes(struct walk *w)
{
    const tt_arcs *x = w->x;
    uint32_t root = w->step[0].arc, from, to;
    const tt_bucket *b = &x->buckets[x->bucket[root]];
    home_range(x, root, &from, &to);
    uint32_t i = first_home(x, b, from);
    for (uint32_t n = 0; i < b->in_end && x->in_end[i] <= to; i++, n++) {
        if (n == MARKS) {
            w->marked = TOO_MANY;
            return;
        }
        w->mark[x->in_src[i]] = w->stamp;
    }
    w->marked = MARKED;
}

/* Does a hop lead home from v?  True as well when nobody knows. */
static bool leads_home(struct walk *w, uint32_t v)
{
    if (w->marked == NOT_YET) /* most walks end before they need to know */
        mark_homes(w);
    return w->marked == TOO_MANY || w->mark[v] == w->stamp;
}

/* --- steps --- */

static tt_status try_arc(struct walk *w, uint32_t c, tt_err *err)
{
    const tt_arcs *x = w->x;
    const tt_cycle_options *opt = w->x->opt;
    const struct step *s = &w->step[w->depth - 1];
    if (!fits(x, s, c))
        return TT_OK;
    uint32_t v = x->arc[c].dst;
    if (v == w->home)
        return w->depth + 1 >= opt->min_len ? keep(w, c, err) : TT_OK;
    if (w->depth + 1 >= opt->max_len || (opt->hub && opt->hub[v]) || on_path(w, v))
        return TT_OK;
    if (w->depth + 2 == opt->max_len && !leads_home(w, v))
        return TT_OK; /* one hop is left, and none from here leads home */
    push(w, c);
    return TT_OK;
}

/* --- starts --- */

/* Does any hop lead home in time? */
static bool may_end(const tt_arcs *x, uint32_t arc)
{
    const tt_bucket *b = &x->buckets[x->bucket[arc]];
    uint32_t from, to;
    home_range(x, arc, &from, &to);
    uint32_t i = first_home(x, b, from);
    return i < b->in_end && x->in_end[i] <= to;
}

/* Does any of the first few hops fit after this one?  True as well when there are more. */
static bool may_go_on(const tt_arcs *x, uint32_t arc)
{
    struct step s;
    open_step(x, arc, NULL, &s);
    for (unsigned i = 0; i < TT_ARC_SCAN; i++) {
        uint32_t c = next_hop(x, &s);
        if (c == TT_ARC_NONE || fits(x, &s, c))
            return c != TT_ARC_NONE;
    }
    return true;
}

bool tt_walk_may_start(const tt_arcs *x, uint32_t arc)
{
    const tt_cycle_options *opt = x->opt;
    return x->first[arc] && large_enough(x, arc) && !(opt->hub && opt->hub[x->arc[arc].dst]) &&
           may_end(x, arc) && may_go_on(x, arc);
}

tt_status
tt_walk_from(const tt_arcs *x, uint32_t root, uint64_t budget, uint32_t *mark, uint32_t stamp,
             tt_walk_found *found, uint64_t *visits, bool *cut, tt_err *err)
{
    struct walk w = {
        .x = x, .found = found, .home = x->arc[root].src, .mark = mark, .stamp = stamp};
    push(&w, root);
    *visits = 0;
    *cut = false;
    while (w.depth > 0) {
        uint32_t c = next_hop(x, &w.step[w.depth - 1]);
        if (c == TT_ARC_NONE) {
            w.depth--;
            continue;
        }
        if (*visits == budget) {
            *cut = true;
            return TT_OK;
        }
        ++*visits;
        TT_TRY(try_arc(&w, c, err));
    }
    return TT_OK;
}
