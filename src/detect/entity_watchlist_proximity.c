/*
 * entity_watchlist_proximity.c - parties of the case that are on a watch list, or one step from it.
 *
 * The lists are the user's; without any nothing is said.  Two fields at least: a name alone is that
 * of many.  One step: owned or directed by who is listed, or the same account, telephone, email or
 * address.  Not caught here: two steps and more, ships, whole countries.  Worked example, known
 * false positives: entity_watchlist_proximity.md.
 */
#include "detect/common/watched.h"
#include "detect/common/profile.h"
#include "detect/common/tail.h"
#include "detect/common/tally.h"

#include <math.h>

enum {
    P_LR_NUMBER,
    P_LR_CONTACT,
    P_LR_NAME,
    P_OTHER_NUMBER,
    P_NEAR,
    P_STEP,
    P_NAME_BITS,
    P_MAX_SHARED,
    P_MIN_WEIGHT,
    P_COUNT
};

static const tt_param params[P_COUNT] = {
    [P_LR_NUMBER] = {"lr_number", 10, 1, 1000, "ratio", "likelihood ratio of a number in common"},
    [P_LR_CONTACT] = {"lr_contact", 5, 1, 1000, "ratio", "of a telephone or email in common"},
    [P_LR_NAME] = {"lr_name", 3, 1, 1000, "ratio", "of the same name in the same country"},
    [P_OTHER_NUMBER] = {"other_number", 0.5, 0.001, 1, "ratio",
                        "times, when list and registry give different numbers"},
    [P_NEAR] = {"near_name", 0.7, 0.001, 1, "ratio", "times, when the names differ by letters"},
    [P_STEP] = {"step", 0.5, 0.001, 1, "ratio", "times, for a party one step from who is listed"},
    [P_NAME_BITS] = {"name_bits", 12, 0, 100, "bits", "names that say less are not compared"},
    [P_MAX_SHARED] = {"max_shared", 5, 2, 1000, "count",
                      "parties: accounts and the like that more share are no step"},
    [P_MIN_WEIGHT] = {"min_weight", 0.15, -1, 3, "log10",
                      "weaker evidence is counted, not reported"},
};

enum why { NAME_ONLY, WEAK, SHARED, WHYS };

static const tt_tally_row rows[] = {
    {NAME_ONLY, "two fields", "name", "the same name, and nothing else in common", NULL},
    {WEAK, "min_weight", "firm", "too many have the name, or the list gives another number", NULL},
    {SHARED, "max_shared", "value", "shared by too many to be a step to who is listed", NULL},
};

/* Why a party is told. */
struct near_list {
    double lr;
    const tt_watched *by;
    uint32_t others;    /* who is as like the entry */
    tt_ix via;          /* one step: the listed entity; 0: the party itself, or an owner by name */
    tt_ix ownership;    /* the record of the step */
    const char *shares; /* the step: "phone"; NULL */
};

struct work {
    const tt_detect_in *in;
    const tt_watched *v;
    size_t n;
    tt_ix *same_owner;      /* tt_owner_chains */
    struct near_list *best; /* by entity; lr 0: none */
    tt_tally tally[WHYS];
};

static bool is_like(unsigned fields)
{
    return fields & (TT_WATCHED_NUMBER | TT_WATCHED_PHONE | TT_WATCHED_EMAIL) ||
           (fields & TT_WATCHED_NAME && fields & TT_WATCHED_COUNTRY);
}

/* The strongest field counts: they go together. */
static double lr_of(const struct work *w, const tt_watched *x)
{
    const double *p = w->in->param;
    double lr = x->fields & TT_WATCHED_NUMBER                       ? p[P_LR_NUMBER]
                : x->fields & (TT_WATCHED_PHONE | TT_WATCHED_EMAIL) ? p[P_LR_CONTACT]
                                                                    : p[P_LR_NAME];
    if (x->fields & TT_WATCHED_NUMBER)
        return lr;
    lr *= x->near ? p[P_NEAR] : 1;
    return lr * (x->fields & TT_WATCHED_OTHER_NUMBER ? p[P_OTHER_NUMBER] : 1);
}

static void keep(struct work *w, tt_ix entity, struct near_list x)
{
    if (entity && x.lr > w->best[entity].lr)
        w->best[entity] = x;
}

/* How many more are as like the entry: it is one of them at most. */
static uint32_t count_others(const struct work *w, size_t i)
{
    size_t from = i;
    uint32_t n = 0;
    while (from > 0 && w->v[from - 1].watch == w->v[i].watch)
        from--;
    for (size_t k = from; k < w->n && w->v[k].watch == w->v[i].watch; k++)
        n += k != i && is_like(w->v[k].fields) && lr_of(w, &w->v[k]) >= lr_of(w, &w->v[i]);
    return n;
}

static void direct(struct work *w)
{
    const tt_data *d = w->in->data;
    for (size_t i = 0; i < w->n; i++) {
        const tt_watched *x = &w->v[i];
        if (!is_like(x->fields)) {
            tt_tally_add(&w->tally[NAME_ONLY], TT_NO_NUM);
            continue;
        }
        struct near_list hit = {.by = x, .others = count_others(w, i)};
        hit.lr = lr_of(w, x) / (1 + hit.others);
        keep(w, x->entity, hit);
        if (x->entity)
            continue;
        hit.lr *= w->in->param[P_STEP];
        for (tt_ix o = x->ownership; o; o = w->same_owner[o]) {
            hit.ownership = o;
            keep(w, d->ownerships[o].owned, hit);
        }
    }
}

/* What is listed itself hands on to what it owns, directs, and shares values with. */
static void steps(struct work *w, const struct near_list *from)
{
    const tt_data *d = w->in->data;
    const tt_links *links = &w->in->shared->links;
    for (tt_ix o = 1; o <= d->n_ownerships; o++) {
        tt_ix owner = d->ownerships[o].owner;
        if (!owner || from[owner].lr <= 0)
            continue;
        struct near_list x = from[owner];
        x.lr *= w->in->param[P_STEP];
        x.via = owner;
        x.ownership = o;
        keep(w, d->ownerships[o].owned, x);
    }
    for (size_t i = 0; i < links->n; i++) {
        const tt_link *l = &links->v[i];
        const tt_ix *e = &links->entities[l->first];
        for (uint32_t k = 0; k < l->n && l->type <= TT_ATTR_ADDRESS; k++) {
            if (from[e[k]].lr <= 0)
                continue;
            if (l->n > w->in->param[P_MAX_SHARED]) {
                tt_tally_add(&w->tally[SHARED], TT_NO_NUM);
                break;
            }
            struct near_list x = from[e[k]];
            x.lr *= w->in->param[P_STEP];
            x.via = e[k];
            x.shares = tt_attr_text(l->type);
            for (uint32_t j = 0; j < l->n; j++)
                if (j != k)
                    keep(w, e[j], x);
        }
    }
}

/* --- telling --- */

static const char *fields_in_words(tt_draft *w, const tt_watched *x)
{
    static const struct {
        unsigned bit;
        const char *word;
    } words[] = {{TT_WATCHED_NUMBER, "number"},
                 {TT_WATCHED_PHONE, "telephone"},
                 {TT_WATCHED_EMAIL, "email"},
                 {TT_WATCHED_NAME, "name"},
                 {TT_WATCHED_COUNTRY, "country"}};
    const char *text = "";
    for (size_t i = 0; i < TT_LEN(words); i++)
        if (x->fields & words[i].bit)
            text = tt_say(w, "%s%s%s", text, *text ? " and " : "", words[i].word);
    return tt_say(w, "%s %s%s", x->near ? "nearly the same" : "the same", text,
                  x->ownership && x->fields & TT_WATCHED_COUNTRY ? " (of the firm)" : "");
}

static void tests(const struct near_list *x, tt_draft *w)
{
    unsigned f = x->by->fields;
    bool other = f & TT_WATCHED_OTHER_NUMBER, number = f & TT_WATCHED_NUMBER;
    tt_draft_test(w, "namesake",
                  number      ? TT_TEST_NOT_EXPLAINED
                  : x->others ? TT_TEST_WEAKENED
                              : TT_TEST_UNKNOWN,
                  number ? "A number is in common, which no two parties should have."
                  : x->others
                      ? tt_say(w, "%s of these data %s as like the entry.",
                               tt_say_count(w, x->others, "other party or owner"),
                               x->others == 1 ? "is" : "are")
                      : "Nobody else in these data is as like the entry; the world is larger.");
    tt_draft_test(w, "other_number",
                  number  ? TT_TEST_NOT_EXPLAINED
                  : other ? TT_TEST_WEAKENED
                          : TT_TEST_UNKNOWN,
                  number  ? "List and registry give the same number."
                  : other ? "List and registry give numbers, and none is the same."
                          : "The list, or the registry, gives no number to compare.");
}

/* Who is listed: the party, its owner or director, or who shares something with it. */
static const char *who(const struct work *w, const struct near_list *x, tt_draft *dr)
{
    const tt_data *d = w->in->data;
    if (x->ownership) {
        const tt_ownership *o = &d->ownerships[x->ownership];
        return tt_say(dr, "The %s of this party, %s, is",
                      *tt_say_str(dr, o->role) ? tt_say_str(dr, o->role) : "owner",
                      tt_say_str(dr, o->owner_name));
    }
    if (x->via)
        return tt_say(dr, "A party that has the same %s as this one, %s, is", x->shares,
                      tt_say_str(dr, d->entities[x->via].name));
    return "This party is";
}

static void describe(const struct work *w, tt_ix e, const struct near_list *x, tt_draft *dr)
{
    const tt_data *d = w->in->data;
    const tt_watch *on = &d->watches[x->by->watch];
    bool step = x->via || x->ownership;
    tt_profile_cite_firm(w->in, e, "party", dr);
    tt_draft_document(dr, TT_KIND_WATCHLIST, x->by->watch, 0);
    if (x->ownership)
        tt_draft_document(dr, TT_KIND_OWNERSHIP, x->ownership, 0);
    if (x->via)
        tt_draft_entity(dr, x->via, "listed");
    tests(x, dr);
    tt_draft_measure(dr, "steps_to_the_list", "count", step, 1, NAN, 0);
    tt_draft_measure(dr, "as_like_the_entry", "count", x->others, NAN, NAN, 0);
    dr->f.title = step ? "A party one step from a watch list" : "A party like one on a watch list";
    dr->f.explanation =
        tt_say(dr,
               "%s like the entry %s of the list '%s' (%s): %s. %s in these data %s as like it, "
               "so the likelihood ratio is %s.",
               who(w, x, dr), tt_say_str(dr, on->list_id), tt_say_str(dr, on->dataset),
               tt_say_str(dr, on->name), fields_in_words(dr, x->by),
               x->others == 0 ? "Nobody else" : tt_say_count(dr, x->others, "other"),
               x->others > 1 ? "are" : "is", tt_say_number(dr, x->lr, 1));
    tt_draft_step(dr,
                  "Compare date of birth or foundation, address and number with the list itself.");
    tt_draft_step(dr, "See why and since when the entry is listed, and whether it still is.");
    tt_draft_step(dr, "Until it is settled, treat name and country as a lead, not as the person.");
}

static tt_status tell(struct work *w, tt_findings *out, tt_err *err)
{
    for (tt_ix e = 1; e <= w->in->data->n_entities; e++) {
        const struct near_list *x = &w->best[e];
        double weight = x->lr > 0 ? tt_bans(log10(x->lr)) : -1;
        tt_draft dr;
        if (x->lr <= 0)
            continue;
        if (weight < w->in->param[P_MIN_WEIGHT]) {
            tt_tally_add(&w->tally[WEAK], TT_NO_NUM);
            continue;
        }
        tt_draft_begin(&dr, w->in->data, w->in->scratch);
        describe(w, e, x, &dr);
        dr.f.weight = weight;
        TT_TRY(tt_draft_add(&dr, out, err));
    }
    return tt_tally_tell(w->in, "entity.watchlist_proximity", w->tally, rows, TT_LEN(rows), out,
                         err);
}

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    struct work w = {.in = in};
    size_t n = in->data->n_entities + 1;
    if (!in->data->n_watches)
        return TT_OK;
    TT_TRY(tt_watched_find(in->data, in->param[P_NAME_BITS], in->scratch, &w.v, &w.n, err));
    w.best = tt_new_n(in->scratch, struct near_list, n);
    struct near_list *from = tt_new_n(in->scratch, struct near_list, n);
    if (!w.best || !from || !tt_owner_chains(in->data, in->scratch, &w.same_owner))
        return tt_fail(err, TT_ENOMEM, "no room for parties near a list");
    direct(&w);
    for (tt_ix e = 0; e < n; e++)
        if (w.best[e].lr > 0 && !w.best[e].ownership)
            from[e] = w.best[e];
    steps(&w, from);
    return tell(&w, out, err);
}

const tt_detector tt_detector_entity_watchlist_proximity = {
    .id = "entity.watchlist_proximity",
    .revision = 1,
    .title = "On a watch list, or one step from it",
    .typology = "watchlist_proximity",
    .family = TT_FAMILY_CONTEXT,
    .split = TT_SPLIT_ENTITY,
    .indicators = "S-08",
    .source = "FATF and Egmont Group, Trade-Based Money Laundering: Risk Indicators (2021), "
              "structure of the business",
    .looks_for = "Parties with the number, the telephone or the name and country of an entry of a "
                 "watch list that the user gives, and what such a party owns, directs, or shares "
                 "an account, telephone, email or address with.",
    .params = params,
    .n_params = P_COUNT,
    .run = run,
};
