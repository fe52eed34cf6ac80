/*
 * entity_nominee.c - one person directs many firms, and they are all new.
 *
 * Not caught here: directors of few firms; those whose names differ from record to record;
 * directors who come and go.  Formula, worked example, known false positives: entity_nominee.md.
 */
#include "detect/common/profile.h"
#include "detect/common/tail.h"
#include "detect/common/tally.h"

#include <math.h>

enum { P_MIN_FIRMS, P_YOUNG, P_MOST, P_MIN_VALUE, P_LR, P_MIN_WEIGHT, P_COUNT };

static const tt_param params[P_COUNT] = {
    [P_MIN_FIRMS] = {"min_firms", 5, 2, 1e6, "count",
                     "that one directs, a declared group being one"},
    [P_YOUNG] = {"young", 1825, 30, 36500, "days",
                 "from its foundation to its first document: a firm is new"},
    [P_MOST] = {"most", 0.05, 1e-9, 1, "probability", "that so many of them are new, at most"},
    [P_MIN_VALUE] = {"min_value", 50000, 0, 1e12, "base",
                     "firms that trade less together in a year"},
    [P_LR] = {"lr", 8, 1, 1000, "ratio", "likelihood ratio at most"},
    [P_MIN_WEIGHT] = {"min_weight", 0.3, -1, 3, "log10",
                      "weaker evidence is counted, not reported"},
};

enum why { FEW, NOT_NEW, SMALL, WEAK, WHYS };

static const tt_tally_row rows[] = {
    {FEW, "min_firms", "director", "the age of few of their firms is known", NULL},
    {NOT_NEW, "most", "director", "their firms are as old as others", NULL},
    {SMALL, "min_value", "director", "their firms hardly trade", NULL},
    {WEAK, "min_weight", "director", "many direct as many firms", NULL},
};

/* Who directs several. */
struct board {
    const tt_link *link;
    tt_ix director;       /* an entity; 0: only ownership records name him */
    uint32_t firms, rows; /* groups by declared owners; firms */
    uint32_t aged, young; /* of a known age; new */
    int64_t value;        /* trade of a year */
};
TT_VEC(board_vec, struct board);

struct work {
    const tt_detect_in *in;
    const tt_shell *shell;
    uint32_t *directed; /* of entities: 1 an ownership record gives it a director */
    uint32_t *seen, turn;
    uint32_t aged, young; /* of all trading firms */
    board_vec boards;
    tt_tally tally[WHYS];
};

static bool is_aged(const struct work *w, tt_ix e)
{
    return tt_profile_is_trader(w->in->data, e) && w->shell[e].age != INT32_MIN &&
           w->shell[e].deals > 0;
}

static bool is_new(const struct work *w, tt_ix e)
{
    return is_aged(w, e) && w->shell[e].age <= w->in->param[P_YOUNG];
}

static bool is_directorship(tt_str role)
{
    return tt_str_is_nocase(role, "director") || tt_str_is_nocase(role, "nominee");
}

static tt_status begin(struct work *w, tt_err *err)
{
    const tt_data *d = w->in->data;
    w->shell = w->in->shared->shells.v;
    w->directed = tt_new_n(w->in->scratch, uint32_t, d->n_entities + 1);
    w->seen = tt_new_n(w->in->scratch, uint32_t, d->n_entities + 1);
    if (!w->directed || !w->seen)
        return tt_fail(err, TT_ENOMEM, "no room for directors");
    for (size_t i = 1; i <= d->n_ownerships; i++)
        w->directed[d->ownerships[i].owned] |= is_directorship(d->ownerships[i].role);
    for (tt_ix e = 1; e <= d->n_entities; e++) {
        w->aged += is_aged(w, e);
        w->young += is_new(w, e);
    }
    return TT_OK;
}

static struct board board_of(struct work *w, const tt_link *link)
{
    const tt_shared *s = w->in->shared;
    struct board b = {.link = link};
    w->turn++;
    for (uint32_t i = 0; i < link->n; i++) {
        tt_ix e = s->links.entities[link->first + i];
        if (!w->directed[e]) {
            b.director = e;
            continue;
        }
        b.rows++;
        b.firms += w->seen[s->declared[e]] != w->turn;
        w->seen[s->declared[e]] = w->turn;
        b.aged += is_aged(w, e);
        b.young += is_new(w, e);
        if (w->shell[e].yearly > 0 && !tt_add_i64(b.value, w->shell[e].yearly, &b.value))
            b.value = INT64_MAX;
    }
    return b;
}

static tt_status gather(struct work *w, tt_err *err)
{
    const tt_links *l = &w->in->shared->links;
    for (size_t i = 0; i < l->n; i++) {
        if (l->v[i].type != TT_ATTR_DIRECTOR)
            continue;
        struct board b = board_of(w, &l->v[i]);
        if (b.firms >= w->in->param[P_MIN_FIRMS] && !tt_vec_push(&w->boards, b))
            return tt_fail(err, TT_ENOMEM, "no room for directors");
    }
    return TT_OK;
}

/* Directors of as many firms, this one among them. */
static uint32_t as_many(const struct work *w, const struct board *b)
{
    uint32_t n = 0;
    for (size_t i = 0; i < w->boards.n; i++)
        n += w->boards.v[i].firms >= b->firms;
    return n;
}

/* That as many of its firms are new, if they were drawn from all trading firms. */
static double chance(const struct work *w, const struct board *b)
{
    return tt_round9(tt_permuted_tail(w->aged, w->young, b->aged, b->young));
}

/* Directors of as many firms, all as new, that there would be anyhow. */
static double expected(const struct work *w, const struct board *b)
{
    return tt_round9((as_many(w, b) - 0.5) * chance(w, b));
}

static bool is_of(const struct work *w, const struct board *b, tt_ix e)
{
    bool found = false;
    for (uint32_t i = 0; i < b->link->n; i++)
        found |= w->in->shared->links.entities[b->link->first + i] == e;
    return found;
}

static void cite(const struct work *w, const struct board *b, tt_draft *dr)
{
    const tt_data *d = w->in->data;
    const tt_links *l = &w->in->shared->links;
    for (uint32_t i = 0; i < b->link->n; i++) {
        tt_ix e = l->entities[b->link->first + i];
        if (w->directed[e])
            tt_profile_cite_firm(w->in, e, "firm", dr);
    }
    if (b->director)
        tt_draft_entity(dr, b->director, "director");
    for (size_t i = 1; i <= d->n_ownerships; i++) {
        const tt_ownership *o = &d->ownerships[i];
        if (is_directorship(o->role) && is_of(w, b, o->owned) &&
            (!b->director || o->owner == b->director))
            tt_draft_document(dr, TT_KIND_OWNERSHIP, (tt_ix)i, 0);
    }
    dr->f.key = (tt_str){0}; /* all of them, not the last firm */
}

static void tests(const struct work *w, const struct board *b, tt_draft *dr)
{
    uint32_t others = as_many(w, b) - 1;
    tt_draft_test(dr, "one_group", b->firms < b->rows ? TT_TEST_WEAKENED : TT_TEST_NOT_EXPLAINED,
                  b->firms < b->rows
                      ? tt_say(dr, "Ownership records join some of them: they count as %s.",
                               tt_say_count(dr, b->firms, "group"))
                      : "No ownership record joins any two of them.");
    tt_draft_test(dr, "professional_director", TT_TEST_UNKNOWN,
                  "Lawyers and company services direct many firms lawfully: their licence, and the "
                  "age of the firms, would tell.");
    tt_draft_test(
        dr, "usual_in_these_data",
        -log10(expected(w, b)) < log10(w->in->param[P_LR]) ? TT_TEST_WEAKENED
                                                           : TT_TEST_NOT_EXPLAINED,
        tt_say(dr,
               "%s as many. Of %s %s new: drawn from them, %s or more of %s would be new with a "
               "chance of %s.",
               others == 0   ? "Nobody else directs"
               : others == 1 ? "One other directs"
                             : tt_say(dr, "%s others direct", tt_say_number(dr, others, 0)),
               tt_say_count(dr, w->aged, "trading firm"),
               w->young == 1 ? "one is" : tt_say(dr, "%s are", tt_say_number(dr, w->young, 0)),
               tt_say_number(dr, b->young, 0), tt_say_number(dr, b->aged, 0),
               tt_say_chance(dr, chance(w, b))));
}

static void describe(const struct work *w, const struct board *b, tt_draft *dr)
{
    static const char *const steps[] = {
        "Ask the director for whom the firms were founded, and who gives the orders.",
        "See who owns them, who may sign for their accounts, and where their post goes.",
        "Lay the trade of the firms side by side: the same partners, goods, days?",
    };
    tt_draft_measure(dr, "firms_directed", "count", b->firms, 1, w->in->param[P_MIN_FIRMS], 0);
    tt_draft_measure(dr, "new_firms", "count", b->young, NAN, NAN, b->aged);
    tt_draft_money(dr, "trade_a_year", b->value);
    dr->f.title = "One person directs many new firms";
    dr->f.explanation =
        tt_say(dr,
               "One person directs %s, which together trade for %s a year. Of %s with a known age, "
               "%s founded less than %s before the first document.",
               tt_say_count(dr, b->rows, "firm"), tt_say_money(dr, b->value),
               tt_say_count(dr, b->aged, "firm"),
               b->young == 1 ? "one was" : tt_say(dr, "%s were", tt_say_number(dr, b->young, 0)),
               tt_say_count(dr, (uint64_t)w->in->param[P_YOUNG], "day"));
    tt_draft_steps(dr, steps, TT_LEN(steps));
}

static tt_status judge(struct work *w, const struct board *b, tt_findings *out, tt_err *err)
{
    const double *p = w->in->param;
    tt_draft dr;
    double weight = tt_bans(TT_MIN(log10(p[P_LR]), -log10(TT_MAX(expected(w, b), 1e-9))));
    double value = tt_money_double((tt_money){b->value, w->in->data->base});
    enum why why = b->aged < p[P_MIN_FIRMS]   ? FEW
                   : chance(w, b) > p[P_MOST] ? NOT_NEW
                   : value < p[P_MIN_VALUE]   ? SMALL
                   : weight < p[P_MIN_WEIGHT] ? WEAK
                                              : WHYS;
    if (why != WHYS) {
        tt_tally_add(&w->tally[why], b->value);
        return TT_OK;
    }
    tt_draft_begin(&dr, w->in->data, w->in->scratch);
    dr.f.weight = weight;
    cite(w, b, &dr);
    describe(w, b, &dr);
    tests(w, b, &dr);
    return tt_draft_add(&dr, out, err);
}

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    struct work w = {.in = in};
    tt_status st = begin(&w, err);
    if (st == TT_OK)
        st = gather(&w, err);
    for (size_t i = 0; st == TT_OK && i < w.boards.n; i++)
        st = judge(&w, &w.boards.v[i], out, err);
    tt_vec_release(&w.boards);
    return st == TT_OK ? tt_tally_tell(in, "entity.nominee", w.tally, rows, TT_LEN(rows), out, err)
                       : st;
}

const tt_detector tt_detector_entity_nominee = {
    .id = "entity.nominee",
    .revision = 1,
    .title = "One person directs many new firms",
    .typology = "nominee",
    .family = TT_FAMILY_ENTITY,
    .split = TT_SPLIT_ENTITY,
    .needs = TT_NEEDS_SHELLS,
    .indicators = "S-07",
    .source = "FATF and Egmont Group, Trade-Based Money Laundering: Risk Indicators (2021), "
              "structure of the business",
    .looks_for = "Persons who direct many trading firms that no declared owner joins, more of them "
                 "new than chance explains.",
    .params = params,
    .n_params = P_COUNT,
    .run = run,
};
