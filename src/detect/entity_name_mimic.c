/*
 * entity_name_mimic.c - firms whose name is nearly that of a large one they have nothing to do
 * with.
 *
 * Large names are those of the table known_names and of the largest traders in the data.  How often
 * names are near by chance is measured at as many names of ordinary traders.  Not caught here:
 * names that are the same, with or without words added: sisters and branches are called so.
 * Formula, worked example, known false positives: entity_name_mimic.md.
 */
#include "detect/common/near_names.h"
#include "detect/common/profile.h"
#include "detect/common/tail.h"
#include "detect/common/tally.h"

#include "base/num.h"
#include "base/stat.h"
#include "base/str.h"
#include "refdata/known.h"

#include <math.h>

enum { P_LETTERS, P_LARGEST, P_MOST, P_SMALLER, P_SHARED, P_LR, P_MIN_WEIGHT, P_COUNT };

static const tt_param params[P_COUNT] = {
    [P_LETTERS] = {"least_letters", 10, 4, 60, "count",
                   "of a name without its legal form; shorter ones are near by chance"},
    [P_LARGEST] = {"largest", 0.1, 0, 0.5, "fraction", "of traders, by value, that are large"},
    [P_MOST] = {"most_large", 2000, 1, 1e6, "count", "large traders that are looked at"},
    [P_SMALLER] = {"smaller", 0.2, 0, 1, "fraction",
                   "of what the large one trades; who trades more lives on its own name"},
    [P_SHARED] = {"shared_by", 20, 1, 1e6, "count",
                  "parties that may share an address, telephone, owner, ... that ties two"},
    [P_LR] = {"lr", 12, 1, 1000, "likelihood ratio",
              "of a name near a large one, where ordinary names are never near"},
    [P_MIN_WEIGHT] = {"min_weight", 0.5, -1, 3, "log10",
                      "weaker evidence is counted, not reported"}};

/* A name that may be mimicked: its own words, and the generic ones and places, as resolve reads
 * them. */
struct big {
    tt_str own, rest;
    tt_ix entity;             /* 0: of the table */
    const tt_known_name *row; /* NULL: of the data */
    tt_country country;
    double value;
};
TT_VEC(big_vec, struct big);

/* The large names, or as many ordinary ones. */
struct list {
    big_vec v;
    tt_near_names names; /* v[i] has name i */
    uint64_t hits;
};

enum why { TOLD, SAME_COUNTRY, TIED, LARGE, WEAK, WHY_COUNT };

struct state {
    const tt_detect_in *in;
    const tt_data *d;
    const double *p;
    const tt_names *names;
    tt_ix *group;  /* of shared attributes */
    double *value; /* traded, by entity */
    double least;  /* of the large ones */
    struct list large, ordinary;
    uint64_t asked;
    tt_tally why[WHY_COUNT];
};

/* --- large names --- */

static double traded(const struct state *s, tt_ix e)
{
    static const tt_book books[] = {TT_BOOK_SOLD, TT_BOOK_BOUGHT, TT_BOOK_EXPORTED,
                                    TT_BOOK_IMPORTED};
    double most = 0;
    for (size_t i = 0; i < TT_LEN(books); i++) {
        size_t n;
        const tt_ix *v = tt_books_of(&s->in->shared->books, books[i], e, &n);
        double sum = 0;
        for (size_t k = 0; k < n; k++) {
            int64_t x = tt_books_value(&s->in->shared->books, tt_book_kind(books[i]), v[k]);
            sum += x == TT_NO_NUM ? 0 : (double)x;
        }
        most = fmax(most, sum);
    }
    return most;
}

struct rank {
    double value;
    tt_ix entity;
};

static int rank_cmp(const void *pa, const void *pb, void *ctx)
{
    const struct rank *a = pa, *b = pb;
    TT_UNUSED(ctx);
    if (a->value > b->value || a->value < b->value)
        return a->value > b->value ? -1 : 1;
    return (a->entity > b->entity) - (a->entity < b->entity);
}

/* The name of an entity: its own words, and the rest. */
static struct big name_of(const struct state *s, tt_ix e)
{
    uint32_t at = s->names->first[e];
    struct big b = {.entity = e, .country = s->d->entities[e].country, .value = s->value[e]};
    if (at < s->names->first[e + 1]) {
        b.own = s->names->own[at];
        b.rest = s->names->rest[at];
    }
    return b;
}

static bool is_long(const struct state *s, const struct big *b)
{
    return b->own.n && (double)(b->own.n + b->rest.n) >= s->p[P_LETTERS];
}

static tt_status put(struct list *l, struct big b, tt_err *err)
{
    return tt_vec_push(&l->v, b) && tt_near_names_add(&l->names, b.own)
               ? TT_OK
               : tt_fail(err, TT_ENOMEM, "no memory for names");
}

static tt_status of_table(struct state *s, tt_err *err)
{
    tt_known_names t;
    size_t n = 0;
    tt_arena *a = s->in->scratch;
    TT_TRY(tt_known_names_load(&s->d->reference, a, &t, err));
    tt_surface *v = tt_new_n(a, tt_surface, t.n + 1);
    if (!v)
        return tt_fail(err, TT_ENOMEM, "no memory for names");
    for (size_t i = 0; i < t.n; i++)
        if ((double)t.v[i].name.n >= s->p[P_LETTERS]) {
            t.v[n] = t.v[i];
            v[n++].raw = t.v[i].name;
        }
    if (n)
        TT_TRY(tt_surfaces_read(v, n, a, err));
    for (size_t i = 0; i < n; i++) {
        struct big b = {.row = &t.v[i], .country = t.v[i].country, .value = INFINITY};
        if (!tt_surface_own(&v[i], a, &b.own, &b.rest))
            return tt_fail(err, TT_ENOMEM, "no memory for names");
        if (is_long(s, &b))
            TT_TRY(put(&s->large, b, err));
    }
    return TT_OK;
}

/* The largest traders; as many ordinary names are taken from all others in even steps. */
static tt_status choose(struct state *s, tt_err *err)
{
    struct rank *v = tt_new_n(s->in->scratch, struct rank, s->d->n_entities + 1);
    size_t n = 0, rest = 0;
    if (!v)
        return tt_fail(err, TT_ENOMEM, "no memory for traders");
    for (tt_ix e = 1; e <= s->d->n_entities; e++) {
        s->value[e] = traded(s, e);
        if (s->value[e] > 0 && tt_profile_is_trader(s->d, e))
            v[n++] = (struct rank){s->value[e], e};
    }
    if (!tt_sort(v, n, sizeof *v, rank_cmp, NULL))
        return tt_fail(err, TT_ENOMEM, "no memory for traders");
    TT_TRY(of_table(s, err));
    size_t top = (size_t)fmin(ceil(s->p[P_LARGEST] * (double)n), s->p[P_MOST]);
    s->least = top && n ? v[TT_MIN(top, n) - 1].value : (double)INFINITY;
    for (size_t i = 0; i < n; i++) {
        struct big b = name_of(s, v[i].entity);
        if (!is_long(s, &b))
            continue;
        if (i < top)
            TT_TRY(put(&s->large, b, err));
        else
            v[rest++] = v[i];
    }
    for (size_t i = 0, want = TT_MIN(s->large.v.n, rest); i < want; i++)
        TT_TRY(put(&s->ordinary, name_of(s, v[i * rest / want].entity), err));
    return tt_near_names_sort(&s->large.names) && tt_near_names_sort(&s->ordinary.names)
               ? TT_OK
               : tt_fail(err, TT_ENOMEM, "no memory for names");
}

/* --- who is near --- */

/* It trades with the other one: a dealer, a buyer. */
static bool deals_with(const struct state *s, tt_ix a, tt_ix b)
{
    static const tt_book books[] = {TT_BOOK_SOLD, TT_BOOK_BOUGHT, TT_BOOK_PAID, TT_BOOK_EARNED};
    for (size_t i = 0; i < TT_LEN(books); i++) {
        size_t n;
        tt_kind kind = tt_book_kind(books[i]);
        const tt_ix *v = tt_books_of(&s->in->shared->books, books[i], a, &n);
        for (size_t k = 0; k < n; k++)
            for (unsigned role = 1; role <= 2; role++)
                if (tt_data_entity(s->d, tt_data_role(s->d, kind, v[k], role)) == b)
                    return true;
    }
    return false;
}

/* Same name as another entity: a family of firms, not a name of its own. */
static bool has_name_of(const struct state *s, tt_ix e, tt_ix b)
{
    for (uint32_t i = s->names->first[e]; i < s->names->first[e + 1]; i++)
        for (uint32_t k = s->names->first[b]; k < s->names->first[b + 1]; k++)
            if (s->names->own[i].n && tt_str_eq(s->names->own[i], s->names->own[k]))
                return true;
    return false;
}

/* An ordinary name counts whatever its owner trades: that makes chance look no smaller. */
static enum why fits(const struct state *s, const struct list *l, tt_ix e, const struct big *b)
{
    tt_country c = s->d->entities[e].country;
    if (!c || !b->country || c == b->country)
        return SAME_COUNTRY;
    if (b->entity && (s->group[b->entity] == s->group[e] ||
                      s->in->shared->declared[b->entity] == s->in->shared->declared[e] ||
                      has_name_of(s, e, b->entity) || deals_with(s, e, b->entity)))
        return TIED;
    return l == &s->large && tt_round9(s->value[e]) > tt_round9(s->p[P_SMALLER] * b->value) ? LARGE
                                                                                            : TOLD;
}

/* The first name of a list that an entity's is near, all else being the same; NULL: none. */
static const struct big *near(struct state *s, struct list *l, tt_ix e)
{
    const struct big own = name_of(s, e), *best = NULL;
    if (!is_long(s, &own))
        return NULL;
    for (uint32_t k = tt_near_names_find(&l->names, own.own, 0); !best && k != UINT32_MAX;
         k = tt_near_names_find(&l->names, own.own, k + 1)) {
        const struct big *b = &l->v.v[k];
        if (!tt_str_eq(own.rest, b->rest) || b->entity == e)
            continue;
        enum why why = fits(s, l, e, b);
        if (why == TOLD)
            best = b;
        else if (l == &s->large)
            tt_tally_add(&s->why[why], TT_NO_NUM);
    }
    l->hits += best != NULL;
    return best;
}

/* Firms that a registry has: a name that only papers write may be a slip of the pen. */
static bool is_asked(const struct state *s, tt_ix e)
{
    return s->d->entities[e].party && tt_profile_is_trader(s->d, e) && s->value[e] > 0;
}

/* --- telling it --- */

static void say(const struct state *s, tt_draft *w, tt_ix e, const struct big *b)
{
    const tt_entity *x = &s->d->entities[e];
    const char *name = tt_say_str(w, b->row ? b->row->name : s->d->entities[b->entity].name);
    const char *large =
        b->row ? tt_say(w, "a company that is known around the world (table known_names)")
               : tt_say(w, "which trades %s in these data", tt_say_money(w, (int64_t)b->value));
    tt_profile_cite_firm(s->in, e, "mimic", w);
    if (b->entity) {
        tt_draft_entity(w, b->entity, "mimicked");
        if (s->d->entities[b->entity].party)
            tt_draft_document(w, TT_KIND_PARTY, s->d->entities[b->entity].party, 0);
        tt_draft_money(w, "traded_by_the_large_one", (int64_t)b->value);
    }
    tt_draft_money(w, "traded", (int64_t)s->value[e]);
    tt_draft_measure(w, "near_large_names", "1", (double)s->large.hits, 0, (double)s->ordinary.hits,
                     (uint32_t)TT_MIN(s->asked, (uint64_t)UINT32_MAX));
    w->f.title = tt_say(w, "Name nearly that of %s", name);
    w->f.explanation = tt_say(
        w,
        "%s (%s) has nearly the name of %s (%s), %s, and in these data nothing to do with it: "
        "another country, no owner, director, address, telephone or account in common, no trade "
        "between them. It trades %s.",
        tt_say_str(w, x->name), tt_country_name(x->country), name, tt_country_name(b->country),
        large, tt_say_money(w, (int64_t)s->value[e]));
}

static tt_status tell(struct state *s, tt_ix e, const struct big *b, double p, double weight,
                      tt_findings *out, tt_err *err)
{
    static const char *const steps[] = {
        "Ask who chose the name, and whether the large company knows of it.",
        "Compare letterhead, web address and bank details with those of the large company.",
        "Look up owners and directors in the register of its country.",
    };
    tt_draft w;
    tt_draft_begin(&w, s->d, s->in->scratch);
    say(s, &w, e, b);
    tt_draft_test(&w, "subsidiary_or_dealer", b->entity ? TT_TEST_NOT_EXPLAINED : TT_TEST_UNKNOWN,
                  b->entity ? "The two share nothing that the data hold, and do not trade with "
                              "each other."
                            : "The known company itself is not a party of these data: owners "
                              "abroad cannot be seen.");
    tt_draft_test(&w, "slip_of_the_pen", TT_TEST_NOT_EXPLAINED,
                  "The name stands so in a registry, not only on papers.");
    tt_draft_test(&w, "near_by_chance", TT_TEST_NOT_EXPLAINED,
                  tt_say(&w,
                         "Of %s asked, %u are so near one of %u large names, and %u one of %u "
                         "ordinary names.",
                         tt_say_count(&w, s->asked, "firm"), (unsigned)s->large.hits,
                         (unsigned)s->large.v.n, (unsigned)s->ordinary.hits,
                         (unsigned)s->ordinary.v.n));
    tt_draft_steps(&w, steps, TT_LEN(steps));
    w.f.p_value = p;
    w.f.weight = tt_bans(weight);
    return tt_draft_add(&w, out, err);
}

/* --- all together --- */

static tt_status compare(struct state *s, tt_findings *out, tt_err *err)
{
    static const tt_tally_row rows[] = {
        {SAME_COUNTRY, "of one country, or of an unknown one", "name", "not told", NULL},
        {TIED, "that share an owner, address, ..., a name, or trade", "name", "not told", NULL},
        {LARGE, "of firms that trade much themselves", "name", "not told", NULL},
        {WEAK, "as ordinary names are near each other, too", "firm", "not told", NULL},
    };
    const struct big **hit = tt_new_n(s->in->scratch, const struct big *, s->d->n_entities + 1);
    if (!hit)
        return tt_fail(err, TT_ENOMEM, "no memory for firms");
    for (tt_ix e = 1; e <= s->d->n_entities; e++) {
        if (!is_asked(s, e))
            continue;
        s->asked++;
        hit[e] = near(s, &s->large, e);
        if (s->value[e] < s->least)
            (void)near(s, &s->ordinary, e);
    }
    double chance = (double)s->ordinary.hits;
    double p = tt_round9((1 + chance) / (1 + (double)s->asked));
    double weight = fmin(log10(s->p[P_LR] / (1 + chance)), tt_log10_e_of_p(p));
    for (tt_ix e = 1; e <= s->d->n_entities; e++) {
        if (hit[e] && tt_round9(weight) >= s->p[P_MIN_WEIGHT])
            TT_TRY(tell(s, e, hit[e], p, weight, out, err));
        else if (hit[e])
            tt_tally_add(&s->why[WEAK], TT_NO_NUM);
    }
    return tt_tally_tell(s->in, "entity.name_mimic: names near a large one", s->why, rows,
                         TT_LEN(rows), out, err);
}

static tt_status names(struct state *s, tt_findings *out, tt_err *err)
{
    uint32_t df[TT_ATTR_COUNT];
    for (size_t i = 0; i < TT_ATTR_COUNT; i++)
        df[i] = (uint32_t)s->p[P_SHARED];
    s->value = tt_new_n(s->in->scratch, double, s->d->n_entities + 1);
    if (!s->value)
        return tt_fail(err, TT_ENOMEM, "no memory for traders");
    TT_TRY(tt_links_groups(&s->in->shared->links, df, s->in->scratch, &s->group, err));
    TT_TRY(choose(s, err));
    return compare(s, out, err);
}

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    struct state s = {.in = in, .d = in->data, .p = in->param, .names = &in->shared->names};
    tt_status st = names(&s, out, err);
    struct list *lists[] = {&s.large, &s.ordinary};
    for (size_t i = 0; i < TT_LEN(lists); i++) {
        tt_vec_release(&lists[i]->v);
        tt_near_names_release(&lists[i]->names);
    }
    return st;
}

const tt_detector tt_detector_entity_name_mimic = {
    .id = "entity.name_mimic",
    .revision = 1,
    .title = "Name nearly that of a large company",
    .typology = "name_mimic",
    .family = TT_FAMILY_ENTITY,
    .split = TT_SPLIT_ENTITY,
    .needs = TT_NEEDS_NAMES,
    .indicators = "S-10",
    .source = "FATF and Egmont Group, Trade-Based Money Laundering: Risk Indicators (2021), "
              "structure of the business",
    .looks_for = "Small firms whose registered name is a letter off that of a large company of "
                 "another country, with which they share nothing.",
    .params = params,
    .n_params = P_COUNT,
    .run = run,
};
