/*
 * cycle_sieve.c - see cycle_sieve.h.
 *
 * First by time alone; in a short window little is left.  In order: cycle_reach.h.  In any order:
 * all hops are swept, towards later and towards earlier, and of each vertex the nearest time is
 * known at which something came in, or left.
 *
 * Then by size as well, vertex by vertex: for each size class the sweep knows the nearest time that
 * it has passed, so whether there is a partner for a hop is a look at a few neighbouring classes.
 * Vertices with very many hops cost no more than others.
 */
#include "graph/cycle_sieve.h"

#include "graph/cycle_reach.h"

#include <math.h>

enum {
    AHEAD = 16,    /* hops whose vertices are asked of memory beforehand */
    ROUNDS = 6,    /* of each kind at most; fewer when one drops less than an eighth */
    OF_OCTAVE = 5, /* bits of a mantissa that tell size classes apart: 32 in each octave */
    COARSE = 3,    /* bits by which coarse classes are wider: 4 in each octave */
    CLASSES = 63 << OF_OCTAVE,
    ANY = CLASSES + (CLASSES >> COARSE), /* after both kinds of classes: whatever the size */
    WIDE = 16 /* a range is looked at in the finest classes in which it is no wider than that */
};

/* Bits of a hop. */
enum { FOLLOWED = 1, FOLLOWS = 2, CLOSED = 4, CLOSES = 8 };

/* A hop as one of its ends sees it. */
struct seen {
    uint32_t hop, start;
    uint16_t class;
    uint8_t bits; /* that this end knows of */
};

struct range {
    uint16_t low, high; /* of near[], both included */
};

/* The hops that come into vertices, or those that leave them. */
struct side {
    uint32_t *off; /* by vertex */
    struct seen *v;
};

/* Of a vertex, as in near[]: hops that came in, hops that left. */
struct nearest {
    uint32_t came, went;
};

struct sieve {
    const tt_hops *h;
    uint32_t n_entities;
    uint32_t n, *hop;   /* those that are left, ascending */
    uint8_t *bits;      /* of a hop: what both ends know */
    struct nearest *at; /* by vertex */
    bool by_size;
    struct side in, out;
    /* By class of a hop: what may follow it, what it may follow; what may close a cycle that it
     * starts, what may start a cycle that it closes. */
    struct range next[CLASSES], before[CLASSES], closing[CLASSES], opening[CLASSES];
    uint32_t near[ANY + 1]; /* by class: the last time that a sweep passed, 0 = none */
};

/* --- size classes --- */

/* Of a size; what is below 1 or not a number is in the first class. */
static uint32_t class_of(double v)
{
    uint64_t bits;
    if (!(v >= 1))
        return 0;
    memcpy(&bits, &v, sizeof bits);
    uint64_t class = (bits >> (52 - OF_OCTAVE)) - (1023ULL << OF_OCTAVE);
    return (uint32_t)TT_MIN(class, (uint64_t)CLASSES - 1);
}

/* The smallest size of a class. */
static double edge_of(uint32_t class)
{
    double part = (double)(class & ((1U << OF_OCTAVE) - 1)) / (1U << OF_OCTAVE);
    return ldexp(1 + part, (int)(class >> OF_OCTAVE));
}

/* The same ranges of coarse classes, or of anything. */
static struct range widen(struct range r, bool any)
{
    if (any)
        return (struct range){ANY, ANY};
    return (struct range){(uint16_t)(CLASSES + (r.low >> COARSE)),
                          (uint16_t)(CLASSES + (r.high >> COARSE))};
}

/*
 * What a hop of each class may lead to when sizes go from low to high times its own.  Returns
 * whether that rules anything out.
 */
static bool
set_ranges(double low, double high, bool by_size, struct range *of, struct range *reverse)
{
    uint32_t back = 0, ahead = 0, middle = CLASSES / 2;
    for (uint32_t c = 0; c < CLASSES; c++)
        of[c] = (struct range){(uint16_t)class_of(edge_of(c) * low - 1),
                               (uint16_t)class_of(edge_of(c + 1) * high + 1)};
    uint32_t width = (uint32_t)(of[middle].high - of[middle].low);
    for (uint32_t c = 0; c < CLASSES; c++) { /* both ends of the ranges rise */
        while (back + 1 < CLASSES && of[back].high < c)
            back++;
        while (ahead + 1 < CLASSES && of[ahead + 1].low <= c)
            ahead++;
        reverse[c] = (struct range){(uint16_t)back, (uint16_t)ahead};
    }
    bool any = !by_size || width >> COARSE > WIDE;
    for (uint32_t c = 0; (any || width > WIDE) && c < CLASSES; c++) {
        of[c] = widen(of[c], any);
        reverse[c] = widen(reverse[c], any);
    }
    return !any;
}

static void all_ranges(struct sieve *s)
{
    const tt_cycle_options *o = s->h->opt;
    double low = pow(o->keep_low, o->max_len - 1), high = pow(o->keep_high, o->max_len - 1);
    /* Each hop may round a size up or down by a little. */
    s->by_size = set_ranges(o->keep_low, o->keep_high, !o->by_quantity, s->next, s->before);
    (void)set_ranges(TT_MIN(low, o->keep_low) * 0.9999, TT_MAX(high, o->keep_high) * 1.0001,
                     !o->by_quantity, s->closing, s->opening);
}

/* --- what is left --- */

static tt_status no_room(tt_err *err, uint32_t n)
{
    return tt_fail(err, TT_ENOMEM, "no room to sieve %u hops", n);
}

static bool stays(uint8_t bits)
{
    bool first = (bits & FOLLOWED) && (bits & CLOSED), last = (bits & FOLLOWS) && (bits & CLOSES);
    return first || last || ((bits & FOLLOWED) && (bits & FOLLOWS));
}

/* Leave out what does not stay.  Returns whether that was much. */
static bool drop(struct sieve *s)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < s->n; i++)
        if (stays(s->bits[s->hop[i]]))
            s->hop[n++] = s->hop[i];
    bool much = s->n - n >= s->n / 8 && n > 0;
    s->n = n;
    return much;
}

/* --- by time, in any order --- */

static bool is_hub(const struct sieve *s, uint32_t v)
{
    return s->h->opt->hub && s->h->opt->hub[v];
}

/* The start of a hop; the first and last second are one off, so that 0 is none in a sweep. */
static uint32_t start_of(const tt_hops *h, uint32_t k)
{
    return TT_MIN(TT_MAX(tt_hop_start(h, k), 1U), UINT32_MAX - 1);
}

/* A start as the time of a sweep, which rises as the sweep goes on. */
static uint32_t time_of(uint32_t start, bool later)
{
    return later ? ~start : start;
}

/* Of two times of a sweep: is the one that it passed, if any, within the window? */
static bool is_near(uint32_t passed, uint32_t now, uint32_t window)
{
    return (passed != 0) & (now - passed <= window); /* both, without a branch */
}

static void meet(struct sieve *s, uint32_t k, uint32_t now)
{
    uint32_t src = tt_hop_src(s->h, k), dst = tt_hop_dst(s->h, k);
    uint8_t ahead = is_hub(s, dst) ? CLOSES : FOLLOWED | CLOSES;
    uint8_t behind = is_hub(s, src) ? CLOSED : FOLLOWS | CLOSED;
    bool went = is_near(s->at[dst].went, now, s->h->opt->window);
    bool came = is_near(s->at[src].came, now, s->h->opt->window);
    s->bits[k] |= (uint8_t)((went ? ahead : 0) | (came ? behind : 0)); /* nobody guesses these */
}

/* The i-th hop of a sweep. */
static uint32_t in_turn(const struct sieve *s, uint32_t i, bool later)
{
    return s->hop[later ? s->n - 1 - i : i];
}

static void ask_ahead(const struct sieve *s, uint32_t i, bool later)
{
    if (i + AHEAD >= s->n)
        return;
    uint32_t k = in_turn(s, i + AHEAD, later);
    TT_PREFETCH(&s->at[tt_hop_src(s->h, k)]);
    TT_PREFETCH(&s->at[tt_hop_dst(s->h, k)]);
}

/* All that start at one time first pass, then ask. */
static void sweep(struct sieve *s, bool later)
{
    for (uint32_t at = 0, end; at < s->n; at = end) {
        uint32_t now = time_of(start_of(s->h, in_turn(s, at, later)), later);
        for (end = at; end < s->n; end++) {
            uint32_t k = in_turn(s, end, later);
            if (time_of(start_of(s->h, k), later) != now)
                break;
            ask_ahead(s, end, later);
            s->at[tt_hop_src(s->h, k)].went = now;
            s->at[tt_hop_dst(s->h, k)].came = now;
        }
        for (uint32_t i = at; i < end; i++)
            meet(s, in_turn(s, i, later), now);
    }
}

static tt_status take_all(struct sieve *s, tt_arena *tmp, tt_err *err)
{
    s->hop = tt_new_n(tmp, uint32_t, s->h->n);
    if (!s->hop)
        return no_room(err, s->h->n);
    for (s->n = 0; s->n < s->h->n; s->n++)
        s->hop[s->n] = s->n;
    return TT_OK;
}

static tt_status sieve_any_order(struct sieve *s, tt_arena *tmp, tt_err *err)
{
    size_t n = (size_t)s->n_entities + 1;
    s->at = tt_new_n(tmp, struct nearest, n);
    TT_TRY(take_all(s, tmp, err));
    if (!s->at)
        return no_room(err, s->h->n);
    for (unsigned round = 0; round < ROUNDS; round++) {
        memset(s->bits, 0, s->h->n);
        for (int later = 0; later < 2; later++) {
            memset(s->at, 0, n * sizeof *s->at);
            sweep(s, later);
        }
        if (!drop(s))
            break;
    }
    return TT_OK;
}

/* --- by time, in order --- */

static tt_status sieve_in_order(struct sieve *s, tt_arena *tmp, tt_err *err)
{
    tt_sieved left;
    TT_TRY(tt_hops_reach(s->h, s->n_entities, tmp, &left, err));
    s->n = left.n;
    s->hop = left.hop;
    for (uint32_t i = 0; i < left.n; i++)
        s->bits[left.hop[i]] = left.first[i] ? FOLLOWED | CLOSED : 0;
    return TT_OK;
}

/* --- lists --- */

static struct seen seen_of(const tt_hops *h, uint32_t k)
{
    double size = h->opt->by_quantity ? 0 : (double)tt_hop_amount(h, k);
    return (struct seen){k, start_of(h, k), (uint16_t)class_of(size), 0};
}

static uint32_t end_of(const tt_hops *h, uint32_t k, bool in)
{
    return in ? tt_hop_dst(h, k) : tt_hop_src(h, k);
}

/* The hops of each vertex in the order of their numbers, which is that of time. */
static tt_status
make_list(const struct sieve *s, bool in, tt_arena *tmp, struct side *to, tt_err *err)
{
    const tt_hops *h = s->h;
    to->off = tt_new_n(tmp, uint32_t, (size_t)s->n_entities + 2);
    to->v = tt_new_n(tmp, struct seen, s->n);
    if (!to->off || !to->v)
        return no_room(err, h->n);
    for (uint32_t i = 0; i < s->n; i++)
        to->off[end_of(h, s->hop[i], in) + 1]++;
    for (uint32_t v = 0; v <= s->n_entities; v++)
        to->off[v + 1] += to->off[v];
    for (uint32_t i = 0; i < s->n; i++)
        to->v[to->off[end_of(h, s->hop[i], in)]++] = seen_of(h, s->hop[i]);
    memmove(to->off + 1, to->off, ((size_t)s->n_entities + 1) * sizeof *to->off);
    to->off[0] = 0; /* each went to its end */
    return TT_OK;
}

static void thin_out(const struct sieve *s, struct side *side)
{
    uint32_t n = 0;
    for (uint32_t v = 0, i = 0; v <= s->n_entities; v++) {
        uint32_t end = side->off[v + 1];
        for (side->off[v] = n; i < end; i++)
            if (stays(s->bits[side->v[i].hop]))
                side->v[n++] = side->v[i];
    }
    side->off[s->n_entities + 1] = n;
}

/* --- sweeps --- */

static void pass(struct sieve *s, const struct seen *x, uint32_t now)
{
    s->near[x->class] = s->near[CLASSES + (x->class >> COARSE)] = s->near[ANY] = now;
}

/* Did the sweep pass a hop of these sizes within the window? */
static bool passed(const struct sieve *s, struct range r, uint32_t now)
{
    for (uint32_t c = r.low; c <= r.high; c++)
        if (is_near(s->near[c], now, s->h->opt->window))
            return true;
    return false;
}

/* What hops on one side of a vertex ask of those on the other side. */
struct question {
    const struct range *range; /* by class */
    uint8_t bit;               /* is set when the answer is yes */
    bool in;                   /* those that come in ask */
    bool later;                /* of partners that start later, or, in any order, of all */
    bool through;              /* the vertex is in the middle */
};

static void ask(struct sieve *s, uint32_t v, const struct question *q, bool later)
{
    const struct side *asks = q->in ? &s->in : &s->out, *told = q->in ? &s->out : &s->in;
    struct seen *x = asks->v + asks->off[v], *y = told->v + told->off[v];
    uint32_t n = asks->off[v + 1] - asks->off[v], m = told->off[v + 1] - told->off[v], k = 0;
    for (uint32_t i = 0; i < n; i++) {
        struct seen *one = &x[later ? n - 1 - i : i];
        uint32_t now = time_of(one->start, later);
        for (; k < m; k++) {
            const struct seen *other = &y[later ? m - 1 - k : k];
            if (time_of(other->start, later) > now)
                break;
            pass(s, other, time_of(other->start, later));
        }
        if (!(one->bits & q->bit) && passed(s, q->range[one->class], now))
            one->bits |= q->bit;
    }
    while (k-- > 0)
        pass(s, &y[later ? m - 1 - k : k], 0); /* forget it */
}

/* Tell both ends what this one knows. */
static void tell(struct sieve *s, const struct side *side, uint32_t v)
{
    for (uint32_t i = side->off[v]; i < side->off[v + 1]; i++) {
        s->bits[side->v[i].hop] |= side->v[i].bits;
        side->v[i].bits = 0;
    }
}

static void look_at(struct sieve *s, uint32_t v)
{
    const struct question questions[] = {
        {s->next, FOLLOWED, true, true, true},
        {s->before, FOLLOWS, false, false, true},
        {s->closing, CLOSED, false, true, false},
        {s->opening, CLOSES, true, false, false},
    };
    if (s->in.off[v] == s->in.off[v + 1] || s->out.off[v] == s->out.off[v + 1])
        return;
    for (size_t i = 0; i < TT_LEN(questions); i++) {
        if (questions[i].through && is_hub(s, v))
            continue;
        ask(s, v, &questions[i], questions[i].later);
        if (s->h->opt->any_order)
            ask(s, v, &questions[i], !questions[i].later);
    }
    tell(s, &s->in, v);
    tell(s, &s->out, v);
}

static tt_status sieve_by_size(struct sieve *s, tt_arena *tmp, tt_err *err)
{
    TT_TRY(make_list(s, true, tmp, &s->in, err));
    TT_TRY(make_list(s, false, tmp, &s->out, err));
    for (unsigned round = 0; round < ROUNDS; round++) {
        memset(s->bits, 0, s->h->n);
        for (uint32_t v = 1; v <= s->n_entities; v++)
            look_at(s, v);
        if (!drop(s))
            break;
        thin_out(s, &s->in);
        thin_out(s, &s->out);
    }
    return TT_OK;
}

/* In a window of a quarter of the time or more, next to nothing would go. */
static bool is_short(const tt_hops *h)
{
    return h->n && h->opt->window < (start_of(h, h->n - 1) - start_of(h, 0)) / 4;
}

static tt_status sieve(struct sieve *s, tt_arena *tmp, tt_arena *a, tt_sieved *out, tt_err *err)
{
    all_ranges(s);
    s->bits = tt_new_n(tmp, uint8_t, s->h->n);
    if (!s->bits)
        return no_room(err, s->h->n);
    if (s->by_size && !is_short(s->h))
        TT_TRY(take_all(s, tmp, err));
    else if (s->h->opt->any_order)
        TT_TRY(sieve_any_order(s, tmp, err));
    else
        TT_TRY(sieve_in_order(s, tmp, err));
    if (s->by_size && s->n)
        TT_TRY(sieve_by_size(s, tmp, err));
    *out = (tt_sieved){
        .n = s->n, .hop = tt_new_n(a, uint32_t, s->n), .first = tt_new_n(a, uint8_t, s->n)};
    if (!out->hop || !out->first)
        return no_room(err, s->n);
    for (uint32_t i = 0; i < s->n; i++) {
        out->hop[i] = s->hop[i];
        out->first[i] = (s->bits[s->hop[i]] & FOLLOWED) && (s->bits[s->hop[i]] & CLOSED);
    }
    return TT_OK;
}

tt_status
tt_hops_sieve(const tt_hops *h, uint32_t n_entities, tt_arena *a, tt_sieved *out, tt_err *err)
{
    tt_arena tmp;
    tt_arena_init(&tmp, 0);
    struct sieve *s = tt_new(&tmp, struct sieve);
    tt_status st = s ? TT_OK : no_room(err, h->n);
    if (s) {
        s->h = h;
        s->n_entities = n_entities;
        st = sieve(s, &tmp, a, out, err);
    }
    tt_arena_release(&tmp);
    return st;
}
