/*
 * entity_ownership_opacity.c - who owns a firm is hidden: a long row of companies in several
 * countries, or a circle.
 *
 * Not caught here: owners that no record names; rows as short as those of honest groups.  Formula,
 * worked example, known false positives: entity_ownership_opacity.md.
 */
#include "detect/common/profile.h"
#include "detect/common/tail.h"
#include "detect/common/tally.h"

#include <math.h>

enum { P_LEVELS, P_COUNTRIES, P_OLD, P_ASSUMED, P_LR, P_OLD_GROUP, P_MIN_WEIGHT, P_COUNT };

static const tt_param params[P_COUNT] = {
    [P_LEVELS] = {"levels", 4, 2, 30, "count", "of owners above a firm, at least; a circle of any"},
    [P_COUNTRIES] = {"countries", 3, 1, 30, "count", "in which they are, at least"},
    [P_OLD] = {"old", 2920, 0, 36500, "days",
               "from the foundation of each owner to the first document: an old group"},
    [P_ASSUMED] = {"assumed", 0.2, 0.001, 1000, "count",
                   "honest firms owned in such a way, before the data show others"},
    [P_LR] = {"lr", 6, 1, 1000, "ratio", "likelihood ratio at most"},
    [P_OLD_GROUP] = {"old_group", 0.2, 0.001, 1, "ratio",
                     "times the likelihood ratio, when all owners are old"},
    [P_MIN_WEIGHT] = {"min_weight", 0.3, -1, 3, "log10",
                      "weaker evidence is counted, not reported"},
};

enum { MOST_LEVELS = 30 };
enum why { CUT, WEAK, WHYS };

static const tt_tally_row rows[] = {
    {CUT, "30 levels", "firm", "owners above the 30th are not looked at", NULL},
    {WEAK, "min_weight", "firm", "as long as many rows of owners, or an old group", NULL},
};

/* A firm that trades, and its owners, one above the other. */
struct row {
    tt_ix who[MOST_LEVELS + 1]; /* the firm, then companies; a person may be last */
    tt_ix by[MOST_LEVELS + 1];  /* of ownerships: by which it is owned */
    uint32_t n;                 /* owners */
    uint32_t countries;         /* of the firm and them */
    bool circle, cut, old;
};
TT_VEC(row_vec, struct row);

struct work {
    const tt_detect_in *in;
    tt_ix *first;   /* of entities: the ownership row of its owner; 0 none */
    uint32_t owned; /* trading firms with an owner */
    row_vec rows;
    tt_tally tally[WHYS];
};

static bool is_share(const tt_ownership *o)
{
    return o->owner && o->owned && o->owner != o->owned &&
           (tt_str_is_nocase(o->role, "shareholder") ||
            tt_str_is_nocase(o->role, "beneficial_owner"));
}

/* Of several owners the one with the larger share, then the first. */
static tt_status find_owners(struct work *w, tt_err *err)
{
    const tt_data *d = w->in->data;
    w->first = tt_new_n(w->in->scratch, tt_ix, d->n_entities + 1);
    if (!w->first)
        return tt_fail(err, TT_ENOMEM, "no room for owners");
    for (tt_ix i = 1; i <= d->n_ownerships; i++) {
        const tt_ownership *o = &d->ownerships[i];
        tt_ix had = is_share(o) ? w->first[o->owned] : 0;
        if (is_share(o) && (!had || d->ownerships[had].share < o->share))
            w->first[o->owned] = i;
    }
    return TT_OK;
}

static uint32_t deals_of(const struct work *w, tt_ix e)
{
    const tt_layer *l = &w->in->graph->goods;
    return l->out_off[e + 1] - l->out_off[e] + l->in_off[e + 1] - l->in_off[e];
}

static void look_at(struct work *w, struct row *r)
{
    const tt_data *d = w->in->data;
    tt_date day = d->from;
    r->old = r->n > 0;
    for (uint32_t i = 0; i <= r->n; i++) {
        const tt_entity *e = &d->entities[r->who[i]];
        tt_date born = e->party ? d->parties[e->party].incorporated : TT_NO_DATE;
        bool known = false;
        for (uint32_t k = 0; k < i; k++)
            known |= d->entities[r->who[k]].country == e->country;
        r->countries += e->country && !known;
        if (i && e->type != TT_ENTITY_PERSON)
            r->old &= born != TT_NO_DATE && day != TT_NO_DATE && day - born >= w->in->param[P_OLD];
    }
}

static struct row climb(struct work *w, tt_ix firm)
{
    const tt_data *d = w->in->data;
    struct row r = {.who = {firm}};
    for (tt_ix at = firm; w->first[at] && !r.circle && !r.cut;) {
        r.by[r.n] = w->first[at];
        at = d->ownerships[w->first[at]].owner;
        for (uint32_t i = 0; i <= r.n; i++)
            r.circle |= r.who[i] == at;
        r.cut = !r.circle && r.n == MOST_LEVELS - 1;
        if (!r.circle)
            r.who[++r.n] = at;
    }
    look_at(w, &r);
    return r;
}

static tt_status gather(struct work *w, tt_err *err)
{
    const tt_data *d = w->in->data;
    for (tt_ix e = 1; e <= d->n_entities; e++) {
        if (!w->first[e] || !deals_of(w, e) || !tt_profile_is_trader(d, e))
            continue;
        struct row r = climb(w, e);
        w->owned++;
        if (r.cut)
            tt_tally_add(&w->tally[CUT], TT_NO_NUM);
        if ((r.circle || r.n >= w->in->param[P_LEVELS]) && !tt_vec_push(&w->rows, r))
            return tt_fail(err, TT_ENOMEM, "no room for owners");
    }
    return TT_OK;
}

/* Firms with as many owners above them, or a circle, this one among them; beside a row that is no
 * old group, old groups do not count. */
static uint32_t as_long(const struct work *w, const struct row *r)
{
    uint32_t n = 0;
    for (size_t i = 0; i < w->rows.n; i++) {
        const struct row *x = &w->rows.v[i];
        bool longer = !r->circle && x->n >= r->n && x->countries >= r->countries;
        n += (x->circle || longer) && (r->old || !x->old);
    }
    return n;
}

/* --- words --- */

static const char *path(const struct work *w, const struct row *r, tt_draft *dr)
{
    const tt_data *d = w->in->data;
    const char *text = "";
    for (uint32_t i = 1; i <= r->n; i++) {
        const tt_entity *e = &d->entities[r->who[i]];
        const char *code = e->country ? tt_country_name(e->country) : "country unknown";
        text = tt_say(dr, "%s%s%s (%s)", text, i > 1 ? ", that by " : "", tt_say_str(dr, e->name),
                      code);
    }
    return text;
}

static void tests(const struct work *w, const struct row *r, tt_draft *dr)
{
    uint32_t others = as_long(w, r) - 1;
    tt_draft_test(dr, "old_group", r->old ? TT_TEST_WEAKENED : TT_TEST_NOT_EXPLAINED,
                  r->old ? "All owners were founded long before: it may be the arm of an old group."
                         : "Not all owners are known to be old.");
    tt_draft_test(dr, "listed_group", TT_TEST_UNKNOWN,
                  "Whether one of the owners is listed on an exchange is not in the data.");
    tt_draft_test(dr, "usual_in_these_data", others ? TT_TEST_WEAKENED : TT_TEST_NOT_EXPLAINED,
                  tt_say(dr, "Of %s with an owner, %s owned %s%s.",
                         tt_say_count(dr, w->owned, "trading firm"),
                         others == 0   ? "no other is"
                         : others == 1 ? "one other is"
                                       : tt_say(dr, "%s others are", tt_say_number(dr, others, 0)),
                         r->circle ? "in a circle" : "through as many in as many countries",
                         r->old ? "" : ", old groups left out"));
}

static void cite(const struct work *w, const struct row *r, tt_draft *dr)
{
    const tt_data *d = w->in->data;
    tt_profile_cite_firm(w->in, r->who[0], "firm", dr);
    for (uint32_t i = 0; i < r->n + r->circle; i++)
        tt_draft_document(dr, TT_KIND_OWNERSHIP, r->by[i], 0);
    for (uint32_t i = 1; i <= r->n; i++) {
        tt_draft_entity(dr, r->who[i], "owner");
        if (d->entities[r->who[i]].party)
            tt_draft_document(dr, TT_KIND_PARTY, d->entities[r->who[i]].party, 0);
    }
}

static void describe(const struct work *w, const struct row *r, tt_draft *dr)
{
    static const char *const steps[] = {
        "Ask the firm who its beneficial owner is, and for the registers that show it.",
        "Ask the registry of each owner for its shareholders, directors and accounts.",
        "Ask why so many companies stand between the firm and its owner.",
    };
    const double *p = w->in->param;
    tt_draft_measure(dr, "owners_above", "count", r->n, 0, p[P_LEVELS], w->owned);
    tt_draft_measure(dr, "countries", "count", r->countries, 1, p[P_COUNTRIES], w->owned);
    dr->f.title =
        r->circle ? "Owned in a circle" : "Owned through many companies in many countries";
    dr->f.explanation = tt_say(
        dr, "The firm, which trades in these data, is owned by %s%s. They are in %s.",
        path(w, r, dr),
        r->circle ? ", and so back to a company of this row: nobody at the top is known" : "",
        r->countries == 1 ? "one country" : tt_say_count(dr, r->countries, "country"));
    tt_draft_steps(dr, steps, TT_LEN(steps));
}

static tt_status judge(struct work *w, const struct row *r, tt_findings *out, tt_err *err)
{
    const double *p = w->in->param;
    tt_draft dr;
    double lr = log10(p[P_LR] * (r->old ? p[P_OLD_GROUP] : 1));
    double weight = tt_bans(TT_MIN(lr, -log10(as_long(w, r) - 1 + p[P_ASSUMED])));
    if (!r->circle && r->countries < p[P_COUNTRIES])
        return TT_OK;
    if (weight < p[P_MIN_WEIGHT]) {
        tt_tally_add(&w->tally[WEAK], TT_NO_NUM);
        return TT_OK;
    }
    tt_draft_begin(&dr, w->in->data, w->in->scratch);
    dr.f.weight = weight;
    cite(w, r, &dr);
    describe(w, r, &dr);
    tests(w, r, &dr);
    return tt_draft_add(&dr, out, err);
}

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    struct work w = {.in = in};
    tt_status st = find_owners(&w, err);
    if (st == TT_OK)
        st = gather(&w, err);
    for (size_t i = 0; st == TT_OK && i < w.rows.n; i++)
        st = judge(&w, &w.rows.v[i], out, err);
    tt_vec_release(&w.rows);
    return st == TT_OK ? tt_tally_tell(in, "entity.ownership_opacity", w.tally, rows, TT_LEN(rows),
                                       out, err)
                       : st;
}

const tt_detector tt_detector_entity_ownership_opacity = {
    .id = "entity.ownership_opacity",
    .revision = 1,
    .title = "Owned through many companies, or in a circle",
    .typology = "ownership_opacity",
    .family = TT_FAMILY_ENTITY,
    .split = TT_SPLIT_ENTITY,
    .indicators = "S-07",
    .source =
        "FATF and Egmont Group, Concealment of Beneficial Ownership (2018); Trade-Based Money "
        "Laundering: Risk Indicators (2021), structure of the business",
    .looks_for = "Trading firms owned through a longer row of companies in several countries than "
                 "any honest group in these data, or in a circle.",
    .params = params,
    .n_params = P_COUNT,
    .run = run,
};
