/*
 * id_checkdigit.c - numbers whose check digit does not hold: typed wrong, or made up.
 *
 * One is a slip; three different ones of one party, where others have few, are not.  A number that
 * one slip parts from a number of the data is data quality.  Not caught here: numbers that hold and
 * are somebody else's (id_reuse).  Formula, worked example, known false positives:
 * id_checkdigit.md.
 */
#include "detect/common/id_marks.h"
#include "detect/common/tail.h"
#include "detect/common/tally.h"

#include "base/num.h"

#include <math.h>

enum { P_LR_ONE, P_LR_MANY, P_MANY, P_USUAL, P_PRIOR, P_MIN_WEIGHT, P_COUNT };

static const tt_param params[P_COUNT] = {
    [P_LR_ONE] = {"lr_one", 2, 1, 1000, "likelihood ratio", "of one or two wrong numbers"},
    [P_LR_MANY] = {"lr_many", 10, 1, 1000, "likelihood ratio", "of many different ones"},
    [P_MANY] = {"many", 3, 2, 1000, "count", "different wrong numbers of one party that are many"},
    [P_USUAL] = {"usual_rate", 0.01, 0, 1, "fraction",
                 "of numbers that are wrong, before these data say otherwise"},
    [P_PRIOR] = {"prior_numbers", 100, 0, 1e6, "count",
                 "numbers that this rate counts as, beside those of the data"},
    [P_MIN_WEIGHT] = {"min_weight", 0.5, -1, 3, "log10",
                      "weaker evidence is counted, not reported"},
};

enum why { REPAIRED, WEAK, WHY_COUNT };

struct party {
    const tt_id_mark *v;
    size_t n, bad; /* distinct numbers, and those that are wrong */
    double usual, p, weight;
};

struct state {
    const tt_detect_in *in;
    const tt_id_mark *v; /* by party and number */
    size_t n, bad;       /* in all */
    tt_tally why[WHY_COUNT];
};

static bool is_wrong(const tt_id_mark *m)
{
    return m->state == TT_ID_BAD && !m->slip;
}

static void words(const struct party *x, tt_draft *w)
{
    const char *list = "";
    size_t said = 0;
    for (size_t i = 0; i < x->n; i++) {
        if (!is_wrong(&x->v[i]))
            continue;
        if (said++ < 5)
            list = tt_say(w, "%s%s%s %s", list, said > 1 ? ", " : "", tt_id_mark_text(x->v[i].type),
                          tt_say_str(w, x->v[i].text));
    }
    w->f.title = tt_say(w, "%s of one party whose check digit does not hold",
                        tt_say_count(w, x->bad, "number"));
    w->f.explanation = tt_say(
        w,
        "%s of the %s of this party in the data %s a check digit that does not hold: %s%s. One "
        "wrong "
        "number is a slip; several different ones are consistent with numbers that were made up.",
        tt_say_number(w, (double)x->bad, 0), tt_say_count(w, x->n, "different number"),
        x->bad == 1 ? "has" : "have", list, said > 5 ? ", ..." : "");
    tt_draft_step(w, "Look each number up in its register.");
    tt_draft_step(w, "Ask the party for the certificate, the contract of carriage or the account "
                     "statement that shows it.");
}

static tt_status tell(const struct state *s, const struct party *x, tt_findings *out, tt_err *err)
{
    tt_draft w;
    tt_draft_begin(&w, s->in->data, s->in->scratch);
    tt_draft_entity(&w, x->v->entity, "party");
    for (size_t i = 0; i < x->n; i++)
        if (is_wrong(&x->v[i]))
            tt_draft_document(&w, x->v[i].where.kind, x->v[i].where.doc, x->v[i].where.line);
    tt_draft_measure(&w, "wrong_numbers", "1", (double)x->bad, 0, x->usual * (double)x->n,
                     (uint32_t)TT_MIN(s->n - x->n, (size_t)UINT32_MAX));
    tt_draft_test(
        &w, "slip_of_typing", TT_TEST_NOT_EXPLAINED,
        "No wrong number is one letter or two swapped letters away from a right number of "
        "the data.");
    tt_draft_test(&w, "usual_in_these_data", TT_TEST_NOT_EXPLAINED,
                  tt_say(&w,
                         "Of %s of others, and with what is assumed of honest papers, %s %% are "
                         "wrong; so many of this party by chance: p = %s.",
                         tt_say_count(&w, s->n - x->n, "number"),
                         tt_say_number(&w, 100 * x->usual, 1), tt_say_number(&w, x->p, 6)));
    tt_draft_test(&w, "scanner", TT_TEST_UNKNOWN,
                  "Whether the papers were read by a machine that errs is not in the data.");
    words(x, &w);
    w.f.p_value = x->p;
    w.f.weight = tt_bans(x->weight);
    w.f.key = (tt_str){(const char *)s->in->data->entities[x->v->entity].id.b, sizeof(tt_hash)};
    return tt_draft_add(&w, out, err);
}

static tt_status party(struct state *s, struct party *x, tt_findings *out, tt_err *err)
{
    const double *p = s->in->param;
    double all = (double)(s->n - x->n) + p[P_PRIOR];
    if (!x->bad)
        return TT_OK;
    x->usual = all > 0 ? ((double)(s->bad - x->bad) + p[P_USUAL] * p[P_PRIOR]) / all : 1;
    x->p = tt_round9(tt_binomial_tail(x->n, TT_MIN(x->usual, 1), x->bad));
    x->weight = log10(p[(double)x->bad >= p[P_MANY] ? P_LR_MANY : P_LR_ONE]);
    if (x->p > 0)
        x->weight = fmin(x->weight, tt_log10_e_of_p(x->p));
    x->weight = tt_round9(x->weight);
    if (x->weight >= p[P_MIN_WEIGHT])
        return tell(s, x, out, err);
    s->why[WEAK].n += x->bad;
    return TT_OK;
}

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    static const tt_tally_row rows[] = {
        {REPAIRED,
         "numbers that one slip parts from a number of the data, and of containers without the "
         "form "
         "of one",
         "number", "taken for slips: never evidence", "dq.id_repaired"},
        {WEAK, "wrong numbers of parties that have few", "number", "slips: not evidence", NULL},
    };
    struct state s = {.in = in};
    TT_TRY(tt_id_marks_of(in->data, in->scratch, &s.v, &s.n, err));
    for (size_t i = 0; i < s.n; i++) {
        s.bad += is_wrong(&s.v[i]);
        s.why[REPAIRED].n += s.v[i].slip;
    }
    s.why[REPAIRED].value = s.why[WEAK].value = TT_NO_NUM;
    for (size_t i = 0, next; i < s.n; i = next) {
        struct party x = {.v = &s.v[i]};
        for (next = i; next < s.n && s.v[next].entity == s.v[i].entity; next++) {
            x.n++;
            x.bad += is_wrong(&s.v[next]);
        }
        TT_TRY(party(&s, &x, out, err));
    }
    return tt_tally_tell(in, "id.checkdigit", s.why, rows, TT_LEN(rows), out, err);
}

const tt_detector tt_detector_id_checkdigit = {
    .id = "id.checkdigit",
    .revision = 2,
    .title = "Numbers whose check digit does not hold",
    .typology = "false_identifier",
    .family = TT_FAMILY_IDENTITY,
    .split = TT_SPLIT_ENTITY,
    .indicators = "D-04 O-12",
    .source = "ISO 6346, ISO 17442, ISO 13616, GB 32100-2015, IMO A.1117(30), UPU S10, IATA 600a: "
              "the rules of the numbers; HKMA and HKAB (2016): checks of trade documents",
    .looks_for =
        "Parties with several different numbers (tax, LEI, IBAN, ship, container, waybill, "
        "parcel) whose check digit does not hold.",
    .params = params,
    .n_params = P_COUNT,
    .run = run,
};
