/*
 * id_reuse.c - one number of identity on the papers of parties that are not one.
 *
 * Not caught here, because others tell it: shared accounts (entity_shared_attribute), containers in
 * two places (dup_container_time), permits of several exporters (dup_permit).  Formula, worked
 * example, known false positives: id_reuse.md.
 */
#include "detect/common/accounts.h"
#include "detect/common/draft.h"
#include "detect/common/numbers.h"
#include "detect/common/profile.h"
#include "detect/common/refs.h"
#include "detect/common/shared.h"
#include "detect/common/tail.h"
#include "detect/common/tally.h"

#include "base/num.h"

#include <math.h>

enum { P_LEAST, P_USES, P_MOST, P_NAMES, P_LR, P_FURTHER, P_USUAL, P_PRIOR, P_MIN_WEIGHT, P_COUNT };

static const tt_param params[P_COUNT] = {
    [P_LEAST] = {"least_letters", 6, 1, 64, "count", "letters and digits of a number"},
    [P_USES] = {"uses", 3, 1, 1e6, "count",
                "documents on which a party has the number; a registry row is enough"},
    [P_MOST] = {"most_parties", 8, 2, 1e6, "count",
                "of one number: more, and it is an agent's or fills the field"},
    [P_NAMES] = {"name_bits", 1, 0, 100, "log2",
                 "names that say so much for each other may be one party's, or sisters'"},
    [P_LR] = {"lr", 10, 1, 1000, "likelihood ratio", "of a number that two parties have"},
    [P_FURTHER] = {"further_bonus", 0.2, 0, 1, "log10", "for each further party"},
    [P_USUAL] = {"usual_rate", 0.002, 0, 1, "fraction",
                 "of numbers that several have, before these data say otherwise"},
    [P_PRIOR] = {"prior_numbers", 100, 0, 1e6, "count",
                 "numbers that this rate counts as, beside those of the data"},
    [P_MIN_WEIGHT] = {"min_weight", 0.5, -1, 3, "log10",
                      "weaker evidence is counted, not reported"},
};

enum why { FILLER, SLIP, FEW, WEAK, WHY_COUNT };

/* Who has a number, and on what: uses[0 .. n). */
struct user {
    tt_ix entity;
    const tt_number_use *uses;
    size_t n;
    bool registered;
};
TT_VEC(user_vec, struct user);

/* A number that several have: users[from .. from + n), the one whose it is first. */
struct reused {
    size_t from, n;
};
TT_VEC(reused_vec, struct reused);

struct state {
    const tt_detect_in *in;
    const tt_data *d;
    tt_numbers numbers;
    user_vec users;
    reused_vec reused;
    size_t known; /* numbers with a user that counts */
    tt_tally why[WHY_COUNT];
};

/* A party with numbers of its own, and not one whose number others write for a service. */
static bool counts(const struct state *s, const struct user *u)
{
    const double *p = s->in->param;
    return tt_profile_is_trader(s->d, u->entity) && (u->registered || (double)u->n >= p[P_USES]);
}

/* One slip away from a number in the party's registry row. */
static bool is_slip(const struct state *s, const struct user *u)
{
    tt_str text = s->numbers.text.v[u->uses->number];
    const tt_party *p = &s->d->parties[s->d->entities[u->entity].party];
    const tt_str own[] = {p->tax_id, p->registration_number, p->lei};
    for (size_t i = 0; !u->registered && i < TT_LEN(own); i++) {
        char letters[TT_REF_TEXT];
        size_t n = tt_ref_text(own[i], letters);
        if (n && tt_account_same(text, (tt_str){letters, n}))
            return true;
    }
    return false;
}

static bool are_unlike(const struct state *s, tt_ix a, tt_ix b)
{
    const tt_shared *shared = s->in->shared;
    return shared->declared[a] != shared->declared[b] &&
           tt_names_alike(&shared->names, a, b) < (int32_t)(100 * s->in->param[P_NAMES]);
}

/* Those of one number that are unlike each other: whose it is by a registry, or by most documents,
 * first. */
static size_t choose(struct state *s, struct user *v, size_t n)
{
    size_t kept = 0, first = 0;
    for (size_t i = 1; i < n; i++)
        if (v[i].registered > v[first].registered ||
            (v[i].registered == v[first].registered && v[i].n > v[first].n))
            first = i;
    struct user owner = v[first];
    memmove(v + 1, v, first * sizeof *v);
    v[0] = owner;
    for (size_t i = 0; i < n; i++) {
        bool unlike = counts(s, &v[i]);
        for (size_t k = 0; unlike && k < kept; k++)
            unlike = are_unlike(s, v[i].entity, v[k].entity);
        if (unlike && kept && is_slip(s, &v[i])) {
            s->why[SLIP].n++;
            unlike = false;
        }
        if (unlike)
            v[kept++] = v[i];
    }
    return kept;
}

/* All uses of one number. */
static tt_status one_number(struct state *s, const tt_number_use *v, size_t n, tt_err *err)
{
    size_t from = s->users.n, counted = 0;
    for (size_t i = 0, end; i < n; i = end) {
        struct user u = {.entity = v[i].user, .uses = &v[i]};
        for (end = i; end < n && v[end].user == u.entity; end++)
            u.registered |= v[end].where.kind == TT_KIND_PARTY;
        u.n = end - i;
        counted += counts(s, &u);
        if (!tt_vec_push(&s->users, u))
            return tt_fail(err, TT_ENOMEM, "no memory for numbers of parties");
    }
    size_t users = s->users.n - from, kept = 0;
    s->known += counted > 0;
    if ((double)users > s->in->param[P_MOST])
        s->why[FILLER].n++;
    else if (counted > 1)
        kept = choose(s, &s->users.v[from], users);
    else if (users > 1)
        s->why[FEW].n++;
    s->users.n = from + (kept > 1 ? kept : 0);
    if (kept > 1 && !tt_vec_push(&s->reused, ((struct reused){from, kept})))
        return tt_fail(err, TT_ENOMEM, "no memory for numbers of parties");
    return TT_OK;
}

static void explain(const struct state *s, const struct user *v, size_t n, tt_draft *w)
{
    const char *number = tt_say_str(w, s->numbers.text.v[v->uses->number]);
    const char *list = "";
    for (size_t i = 0; i < n; i++)
        list = tt_say(w, "%s%s%s (%s%s)", list,
                      !i           ? ""
                      : i + 1 == n ? " and "
                                   : ", ",
                      tt_say_str(w, s->d->entities[v[i].entity].name),
                      tt_say_count(w, v[i].n - v[i].registered, "document"),
                      v[i].registered ? ", and its registry row" : "");
    w->f.title = tt_say(w, "one number of %s", tt_say_count(w, n, "party"));
    w->f.explanation =
        tt_say(w,
               "The number %s stands on papers of %s, which no name or ownership record joins: %s. "
               "A tax, registration or LEI number belongs to one party; who writes another's has "
               "borrowed a name or hides its own.",
               number, tt_say_count(w, n, "party"), list);
}

static void test(const struct state *s, const struct user *v, double usual, tt_draft *w)
{
    static const tt_test tests[] = {
        {"one_party", TT_TEST_NOT_EXPLAINED,
         "The names of the parties say nothing for each other, and no ownership record joins "
         "them."},
        {"slip_of_typing", TT_TEST_NOT_EXPLAINED,
         "The number is not one slip away from a number that a registry gives to the others, and "
         "is written more than once."},
        {"tax_group", TT_TEST_UNKNOWN,
         "Whether the parties are taxed as one, or one acts for the other before the tax office, "
         "is not in the data."},
    };
    tt_draft_tests(w, tests, TT_LEN(tests));
    if (!v->registered)
        tt_draft_test(w, "whose_it_is", TT_TEST_UNKNOWN,
                      "No registry row has the number: whose it is is not in the data.");
    tt_draft_test(w, "usual_in_these_data", TT_TEST_NOT_EXPLAINED,
                  tt_say(w,
                         "Of %s of others, and with what is assumed of honest papers, %s %% are "
                         "used by several parties.",
                         tt_say_count(w, s->known - 1, "number"),
                         tt_say_number(w, 100 * usual, 2)));
}

/* Of a holder that a registry knows the row is enough: its own papers are no evidence of anything.
 */
static void cite(const struct user *x, bool first, tt_draft *w)
{
    bool holder = first && x->registered;
    size_t cited = 0, of = holder ? x->registered : x->n;
    tt_draft_entity(w, x->entity, holder ? "holder" : "user");
    for (size_t k = 0; k < x->n && cited < TT_PROFILE_CITED; k++) {
        if (holder && x->uses[k].where.kind != TT_KIND_PARTY)
            continue;
        tt_draft_document(w, x->uses[k].where.kind, x->uses[k].where.doc, 0);
        cited++;
    }
    if (of > cited)
        tt_draft_test(w, "documents_cited", TT_TEST_UNKNOWN,
                      tt_say(w, "The first %s of %s with the number are cited.",
                             tt_say_number(w, TT_PROFILE_CITED, 0), tt_say_count(w, of, "paper")));
}

static tt_status tell(const struct state *s, const struct user *v, size_t n, double usual,
                      double weight, tt_findings *out, tt_err *err)
{
    static const char *const steps[] = {
        "Look the number up in its register: whose is it, and since when?",
        "Ask the others for their certificates of registration.",
        "See who filled in the papers on which it stands under another name.",
    };
    tt_draft w;
    tt_draft_begin(&w, s->d, s->in->scratch);
    for (size_t i = 0; i < n; i++)
        cite(&v[i], i == 0, &w);
    tt_draft_measure(&w, "parties_with_the_number", "1", (double)n, 0, 1,
                     (uint32_t)TT_MIN(s->known - 1, (size_t)UINT32_MAX));
    test(s, v, usual, &w);
    explain(s, v, n, &w);
    tt_draft_steps(&w, steps, TT_LEN(steps));
    w.f.p_value = usual;
    w.f.weight = weight;
    w.f.key = s->numbers.text.v[v->uses->number];
    return tt_draft_add(&w, out, err);
}

static tt_status judge(struct state *s, const struct reused *r, tt_findings *out, tt_err *err)
{
    const double *p = s->in->param;
    double others = (double)(s->known - 1) + p[P_PRIOR];
    double usual = others > 0 ? ((double)(s->reused.n - 1) + p[P_USUAL] * p[P_PRIOR]) / others : 1;
    double weight = log10(p[P_LR]) + p[P_FURTHER] * (double)(r->n - 2);
    usual = tt_round9(TT_MIN(usual, 1));
    if (usual > 0)
        weight = fmin(weight, tt_log10_e_of_p(usual));
    weight = tt_bans(weight);
    if (weight >= p[P_MIN_WEIGHT])
        return tell(s, &s->users.v[r->from], r->n, usual, weight, out, err);
    s->why[WEAK].n++;
    return TT_OK;
}

static tt_status numbers(struct state *s, tt_findings *out, tt_err *err)
{
    static const tt_tally_row rows[] = {
        {FILLER, "numbers that more than most_parties have", "number",
         "taken for an agent's, or for a filler: not evidence", NULL},
        {SLIP, "numbers that one slip parts from the party's own", "number",
         "taken for its own: never evidence", "dq.id_repaired"},
        {FEW, "numbers of others on fewer than uses documents", "number",
         "slips of entry: not evidence", NULL},
        {WEAK, "shared numbers whose weight is below min_weight", "number", "usual in these data",
         NULL},
    };
    for (int i = 0; i < WHY_COUNT; i++)
        s->why[i].value = TT_NO_NUM;
    TT_TRY(tt_numbers_build(s->d, (size_t)s->in->param[P_LEAST], s->in->scratch, &s->numbers, err));
    const tt_number_use *v = s->numbers.v.v;
    size_t n = s->numbers.v.n;
    for (size_t i = 0, end; i < n; i = end) {
        for (end = i; end < n && v[end].number == v[i].number;)
            end++;
        TT_TRY(one_number(s, &v[i], end - i, err));
    }
    for (size_t i = 0; i < s->reused.n; i++)
        TT_TRY(judge(s, &s->reused.v[i], out, err));
    return tt_tally_tell(s->in, "id.reuse", s->why, rows, TT_LEN(rows), out, err);
}

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    struct state s = {.in = in, .d = in->data};
    tt_status st = numbers(&s, out, err);
    tt_numbers_release(&s.numbers);
    tt_vec_release(&s.users);
    tt_vec_release(&s.reused);
    return st;
}

const tt_detector tt_detector_id_reuse = {
    .id = "id.reuse",
    .revision = 2,
    .title = "One number of identity of several parties",
    .typology = "borrowed_identifier",
    .family = TT_FAMILY_IDENTITY,
    .split = TT_SPLIT_ENTITY,
    .needs = TT_NEEDS_NAMES,
    .indicators = "D-04",
    .source = "FATF and Egmont Group, Trade-Based Money Laundering: Risk Indicators (2021), "
              "documents",
    .looks_for = "Tax, registration and LEI numbers on the papers of parties that are not one.",
    .params = params,
    .n_params = P_COUNT,
    .run = run,
};
