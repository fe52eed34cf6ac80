/* standout.c - see standout.h. */
#include "detect/common/standout.h"

#include "base/stat.h"
#include "detect/common/profile.h"
#include "detect/common/tail.h"

#include <math.h>

tt_status tt_subjects_add(tt_subject_vec *v, tt_subject s, tt_err *err)
{
    return tt_vec_push(v, s) ? TT_OK : tt_fail(err, TT_ENOMEM, "no room for parties to compare");
}

tt_stand tt_stand_of(const tt_crowd *c, const tt_subject *s)
{
    tt_stand st;
    double most = log10(s->lr);
    st.expected = tt_round9((double)c->candidates / (1 + exp((s->x - c->m) / c->s)));
    double rare = st.expected > 0 ? -log10(st.expected) : 3;
    st.usual_lowers = rare < most;
    st.weight = tt_bans(TT_MIN(most, rare));
    return st;
}

static tt_status
crowd_of(const tt_detect_in *in, const tt_subject_vec *v, double spread, tt_crowd *c, tt_err *err)
{
    double *x = tt_new_n(in->scratch, double, v->n + 1),
           *tmp = tt_new_n(in->scratch, double, v->n + 1);
    if (!x || !tmp)
        return tt_fail(err, TT_ENOMEM, "no room for %zu parties to compare", v->n);
    *c = (tt_crowd){.n = v->n};
    for (size_t i = 0; i < v->n; i++) {
        x[i] = v->v[i].x;
        c->candidates += v->v[i].candidate;
    }
    if (!v->n)
        return TT_OK;
    tt_sort_double(x, v->n);
    c->m = tt_median_sorted(x, v->n);
    c->s = TT_MAX(tt_mad(x, v->n, c->m, tmp) / log(3), spread);
    return TT_OK;
}

static tt_status tell(const tt_detect_in *in, const tt_standout_words *words, const tt_crowd *c,
                      const tt_subject *s, tt_findings *out, tt_err *err)
{
    tt_stand st = tt_stand_of(c, s);
    tt_draft w;
    tt_draft_begin(&w, in->data, in->scratch);
    words->tell(in, c, s, &w);
    tt_draft_test(
        &w, "usual_in_these_data", st.usual_lowers ? TT_TEST_WEAKENED : TT_TEST_NOT_EXPLAINED,
        tt_draft_text(&w, tt_arena_printf(w.a,
                                          "By the spread of %s over %s, %s of %s would be so far "
                                          "out by chance.",
                                          words->what, tt_say_count(&w, c->n, "firm"),
                                          tt_say_price(&w, st.expected),
                                          tt_say_count(&w, c->candidates, "such firm"))));
    w.f.weight = st.weight;
    return tt_draft_add(&w, out, err);
}

tt_status tt_standouts_of(const tt_detect_in *in, const tt_subject_vec *v,
                          const tt_standout_words *words, tt_findings *out, tt_err *err)
{
    enum { P_LEAST, P_SPREAD, P_MIN_WEIGHT };
    enum { FEW, USUAL, WHYS };
    static const tt_tally_row rows[] = {
        {FEW, "too few firms to compare with", "firm", "nothing can be said of them", NULL},
        {USUAL, "min_weight", "firm", "as far out as some firms of these data are bound to be",
         NULL},
    };
    const double *param = in->param + words->first;
    tt_tally tally[WHYS] = {{0}};
    tt_crowd c;
    TT_TRY(crowd_of(in, v, param[P_SPREAD], &c, err));
    for (size_t i = 0; i < v->n; i++) {
        const tt_subject *s = &v->v[i];
        if (!s->candidate || s->x - c.m < words->above)
            continue;
        if ((double)c.n < param[P_LEAST])
            tt_tally_add(&tally[FEW], s->value);
        else if (tt_stand_of(&c, s).weight < param[P_MIN_WEIGHT])
            tt_tally_add(&tally[USUAL], s->value);
        else
            TT_TRY(tell(in, words, &c, s, out, err));
    }
    return tt_tally_tell(in, words->id, tally, rows, TT_LEN(rows), out, err);
}

tt_status tt_standouts_of_traders(const tt_detect_in *in, const tt_standout_words *words,
                                  tt_findings *out, tt_err *err)
{
    tt_subject_vec v = {0};
    tt_status st = TT_OK;
    for (tt_ix e = 1; st == TT_OK && e <= in->data->n_entities; e++)
        if (tt_profile_is_trader(in->data, e))
            st = words->add(in, e, words->figure, &v, err);
    if (st == TT_OK)
        st = tt_standouts_of(in, &v, words, out, err);
    tt_vec_release(&v);
    return st;
}
