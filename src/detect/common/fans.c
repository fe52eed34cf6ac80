/* fans.c - see fans.h.  What is a habit and what an event is decided here. */
#include "detect/common/fans.h"

#include "base/num.h"
#include "detect/common/industry.h"
#include "detect/common/words.h"

#include <math.h>

const tt_param tt_fan_params[TT_FAN_PARAMS] = {
    [TT_FAN_SHORT] = {"window", 7, 1, 365, "days", "first window, both ends counted"},
    [TT_FAN_LONG] = {"window_long", 30, 1, 3650, "days", "second window"},
    [TT_FAN_LEAST] = {"min_parties", 6, 2, 1e6, "count", "fans of fewer parties are not reported"},
    [TT_FAN_KNOWN] = {"known", 0.5, 0, 1, "fraction",
                      "a fan with more parties that are there at other times too is a habit"},
    [TT_FAN_CV] = {"alike", 0.3, 0, 10, "1",
                   "sums whose standard deviation is below this share of their mean are alike"},
    [TT_FAN_FRESH] = {"new", 0.7, 0, 1, "fraction",
                      "a fan of unlike sums with fewer parties of no other time is weakened"},
    TT_MOTIF_ROWS(TT_FAN_MOTIF, "fans", 2),
};

struct run {
    tt_motifs all;
    const tt_fan_words *words;
    tt_motif_count habits, serve;
};

static uint32_t entry_at(const struct run *r, const tt_fan *f, uint32_t k)
{
    const tt_ledger *l = &r->all.flows->ledger;
    return (r->words->in ? l->in_at : l->out_at)[f->first + k];
}

static tt_ix leaf_at(const struct run *r, const tt_fan *f, uint32_t k)
{
    const tt_ledger *l = &r->all.flows->ledger;
    uint32_t e = entry_at(r, f, k);
    return r->words->in ? l->src[e] : l->dst[e];
}

static void collect(const void *run, tt_motif *m, const void *find)
{
    const struct run *r = run;
    const tt_fan *f = find;
    tt_motif_party(m, f->party, r->words->hub);
    for (uint32_t k = 0; k < f->n; k++) {
        tt_motif_party(m, leaf_at(r, f, k), r->words->leaf);
        tt_motif_entry(m, entry_at(r, f, k));
    }
    m->n_key = 1;
    m->amount = f->amount;
}

/* --- explanations --- */

enum { RUN_DAYS = 7 }; /* in which a firm pays its people: weekends, and banks that are slower */

static bool is_person(const struct run *r, tt_ix e)
{
    const tt_names *names = &r->all.in->shared->names;
    tt_entity_type t = r->all.in->data->entities[e].type;
    return t == TT_ENTITY_PERSON || (t == TT_ENTITY_UNKNOWN && names->name[names->first[e]].person);
}

static uint32_t persons(const struct run *r, const tt_fan *f)
{
    uint32_t n = 0;
    for (uint32_t k = 0; k < f->n; k++)
        n += is_person(r, leaf_at(r, f, k));
    return n;
}

/* The most payments of any so many days; they are in the order of time. */
static uint32_t most_within(const struct run *r, const tt_fan *f, uint32_t days)
{
    const uint32_t *day = r->all.flows->ledger.day;
    uint32_t most = 0;
    for (uint32_t i = 0, k = 0; i < f->n; i++) {
        while (day[entry_at(r, f, i)] - day[entry_at(r, f, k)] >= days)
            k++;
        most = TT_MAX(most, i - k + 1);
    }
    return most;
}

static bool is_most(uint32_t n, uint32_t of)
{
    return 5 * (uint64_t)n >= 4 * (uint64_t)of;
}

/* At home, and nearly all at once: of one day, where others pay; of a week, where one pays people.
 */
static bool is_one_run(const struct run *r, const tt_fan *f)
{
    const tt_entity *entity = r->all.in->data->entities;
    tt_country home = entity[f->party].country;
    uint32_t away = 0;
    for (uint32_t k = 0; k < f->n; k++) {
        tt_country c = entity[leaf_at(r, f, k)].country;
        away += c != TT_COUNTRY_NONE && c != home;
    }
    if (home == TT_COUNTRY_NONE || !is_most(f->n - away, f->n))
        return false;
    return most_within(r, f, 1) == f->n || (!r->words->in && is_most(persons(r, f), f->n) &&
                                            is_most(most_within(r, f, RUN_DAYS), f->n));
}

/*
 * Divisions of ISIC whose customers are many, and most of them persons who come once or twice:
 * power and water, retail, hotels, restaurants, telephone, insurance, landlords, travel, offices of
 * state, schools, health, care, museums, sport, associations, repair, personal services.  Not
 * banks, money changers and gambling: they are paid by many, and are what those who hide money look
 * for.
 */
static const uint8_t serves_persons[] = {35, 36, 47, 55, 56, 61, 65, 68, 79, 84,
                                         85, 86, 87, 88, 91, 93, 94, 95, 96};

static const char *const serves_words[] = {
    "school", "college", "university", "academy",  "escuela",   "colegio",
    "ecole",  "schule",  "clinic",     "hospital", "insurance", "hotel",
    "church", "museum",  "学校",       "大学",     "医院"};

static bool is_paid_by_many(const tt_data *d, tt_ix e)
{
    unsigned line = tt_industry(d, e, 2);
    for (size_t i = 0; i < TT_LEN(serves_persons); i++)
        if (line == serves_persons[i])
            return true;
    for (size_t i = 0; !line && i < TT_LEN(serves_words); i++)
        if (tt_text_has(d->entities[e].name, serves_words[i]))
            return true;
    return false;
}

/* Wages and dividends; shops, schools and clubs whose customers are persons. */
static void test_persons(const struct run *r, tt_motif *m, const tt_fan *f)
{
    const tt_data *d = r->all.in->data;
    uint32_t known = 0;
    bool one_run = is_one_run(r, f), line = r->words->in && is_paid_by_many(d, f->party);
    for (uint32_t k = 0; k < f->n; k++)
        known += d->entities[leaf_at(r, f, k)].type == TT_ENTITY_PERSON;
    tt_motif_test(m, r->words->in ? "retail" : "payroll", line || one_run || is_most(known, f->n),
                  tt_arena_printf(m->w.a,
                                  "%u of %u payments %s known persons, %u persons by name%s%s.",
                                  known, f->n, r->words->in ? "come from" : "go to", persons(r, f),
                                  one_run ? "; nearly all are at home and at once, as wages, "
                                            "dividends and fees are"
                                          : "",
                                  line ? "; the line of business of the payee is one that many pay "
                                         "once, as schools, hotels and insurers are"
                                       : ""),
                  tt_motifs_param(&r->all, TT_MOTIF_EXPLAINED));
}

static void test_habit(const struct run *r, tt_motif *m, const tt_fan *f)
{
    tt_motif_test(
        m, "same_parties_before", false,
        tt_arena_printf(m->w.a, "%u of the %u are there at no other time.", f->fresh, f->count), 1);
    bool mixed = f->cv >= r->all.in->param[TT_FAN_CV] &&
                 (double)f->fresh < r->all.in->param[TT_FAN_FRESH] * (double)f->count;
    tt_motif_test(m, "ordinary_mix", mixed,
                  tt_arena_printf(m->w.a,
                                  "The sums differ by %s %% of their mean (standard deviation).",
                                  tt_say_number(&m->w, 100 * f->cv, 0)),
                  tt_motifs_param(&r->all, TT_MOTIF_EXPLAINED));
}

/* --- saying --- */

static void measures(tt_motif *m, const tt_fan *f)
{
    tt_draft_measure(&m->w, "parties", "count", (double)f->count, NAN, NAN, 0);
    tt_draft_measure(&m->w, "payments", "count", (double)f->n, NAN, NAN, 0);
    tt_draft_measure(&m->w, "window", "days", (double)f->window, NAN, NAN, 0);
    tt_draft_measure(&m->w, "new_parties", "count", (double)f->fresh, 0, f->usual, f->peers);
    tt_draft_measure(&m->w, "spread_of_sums", "1", f->cv, NAN, NAN, 0);
    tt_draft_measure(&m->w, "p_own", "probability", f->p_own, NAN, NAN, 0);
    tt_draft_measure(&m->w, "p_size", "probability", f->p_size, NAN, NAN, f->peers);
}

static void explain(const struct run *r, tt_motif *m, const tt_fan *f)
{
    tt_draft *w = &m->w;
    const char *leaves = tt_motif_say_parties(m, 1, 5);
    const char *hub = tt_say_party(w, f->party);
    const char *what = r->words->in
                           ? tt_draft_text(w, tt_arena_printf(w->a, "%s paid %s", leaves, hub))
                           : tt_draft_text(w, tt_arena_printf(w->a, "%s paid %s", hub, leaves));
    w->f.title = tt_draft_text(
        w, tt_arena_printf(w->a,
                           r->words->in ? "%u different parties pay one within days"
                                        : "One party pays %u different ones within days",
                           f->count));
    w->f.explanation = tt_draft_text(
        w, tt_arena_printf(
               w->a,
               "%s %s in %u payments from %s to %s, for no goods that are known. Of its %u such "
               "payments, as many meet in %u days with a chance of %s; the largest such fan of %u "
               "parties of its size has %s new ones on average.",
               what, tt_say_money(w, f->amount), f->n,
               tt_say_date(w, tt_motif_day(m, entry_at(r, f, 0))),
               tt_say_date(w, tt_motif_day(m, entry_at(r, f, f->n - 1))), f->n_list, f->window,
               tt_say_chance(w, f->p_own), f->peers, tt_say_number(w, f->usual, 2)));
    tt_draft_step(w, "Ask what the payments were for, and how the parties know each other.");
    tt_draft_step(w, r->words->in
                         ? "Follow the money on: who was paid from it in the days after."
                         : "Follow the money back: where it came from in the days before.");
    tt_draft_step(w, "Look for owners, addresses and accounts that the parties have in common.");
}

static void tell(const void *run, tt_motif *m, const void *find)
{
    measures(m, find);
    test_persons(run, m, find);
    test_habit(run, m, find);
    tt_motif_test_agent(m, ((const tt_fan *)find)->party,
                        tt_motifs_param(&((const struct run *)run)->all, TT_MOTIF_EXPLAINED));
    explain(run, m, find);
}

/* --- what was left out --- */

static tt_status note(const struct run *r, const char *of, const char *why, tt_motif_count c,
                      const char *effect, tt_findings *out, tt_err *err)
{
    const char *what = tt_arena_printf(r->all.in->scratch, "%s: explained", r->words->id);
    if (!what)
        return tt_fail(err, TT_ENOMEM, "no memory for a note on completeness");
    return tt_note(r->all.in->data, out, r->all.in->scratch, what, why, c.n, of, c.value, effect,
                   err);
}

static tt_status notes(const struct run *r, tt_findings *out, tt_err *err)
{
    TT_TRY(tt_motifs_end(&r->all, NULL, NULL, out, err));
    TT_TRY(note(r, "fan", "most of the parties are there at other times, too", r->habits,
                "wages, rents and regular customers: not told", out, err));
    return note(r, "fan", "banks, carriers, brokers, public bodies", r->serve,
                "many pay them, and they pay many, as their business: not told", out, err);
}

tt_status
tt_fans_run(const tt_detect_in *in, const tt_fan_words *words, tt_findings *out, tt_err *err)
{
    static const tt_motif_how how = {collect, tell};
    const tt_motif_kind kind = {words->id, "fan", 0, TT_FAN_MOTIF};
    const double *p = in->param;
    struct run r = {.words = words};
    tt_fans fans;
    TT_TRY(tt_motifs_begin(&r.all, in, &kind, err));
    const tt_fan_options opt = {
        .in = words->in,
        .window = {(uint32_t)p[TT_FAN_SHORT], (uint32_t)p[TT_FAN_LONG]},
        .least = (uint32_t)p[TT_FAN_LEAST],
        .size = r.all.flows->size,
    };
    TT_TRY(tt_fans_find(&r.all.flows->ledger, &opt, in->scratch, &fans, err));
    for (size_t i = 0; i < fans.n; i++) {
        const tt_fan *f = &fans.v[i];
        if (f->p > tt_motifs_param(&r.all, TT_MOTIF_MAX_P))
            continue;
        if (r.all.flows->serves[f->party]) {
            tt_motif_count_one(&r.serve, f->amount);
        } else if ((double)(f->count - f->fresh) > p[TT_FAN_KNOWN] * (double)f->count) {
            tt_motif_count_one(&r.habits, f->amount);
        } else {
            TT_TRY(tt_motifs_tell(&r.all, &how, &r, f, f->p, out, err));
        }
    }
    return notes(&r, out, err);
}
