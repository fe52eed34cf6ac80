/* standout.c - see standout.h. */
#include "detect/common/standout.h"

#include "base/stat.h"
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

static tt_status tell(const tt_detect_in *in, const tt_standout_words *words, const void *ctx,
                      const tt_crowd *c, const tt_subject *s, tt_findings *out, tt_err *err)
{
    tt_stand st = tt_stand_of(c, s);
    tt_draft w;
    tt_draft_begin(&w, in->data, in->scratch);
    words->tell(ctx, c, s, &w);
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

tt_status
tt_standouts_judge(const tt_detect_in *in, const tt_subject_vec *v, const tt_standout_words *words,
                   const void *ctx, tt_findings *out, tt_err *err)
{
    enum { FEW, USUAL, WHYS };
    static const tt_tally_row rows[] = {
        {FEW, "too few firms to compare with", "firm", "nothing can be said of them", NULL},
        {USUAL, "min_weight", "firm", "as far out as some firms of these data are bound to be",
         NULL},
    };
    tt_tally tally[WHYS] = {{0}};
    tt_crowd c;
    TT_TRY(crowd_of(in, v, words->spread, &c, err));
    for (size_t i = 0; i < v->n; i++) {
        const tt_subject *s = &v->v[i];
        if (!s->candidate || s->x - c.m < words->above)
            continue;
        if ((double)c.n < words->least)
            tt_tally_add(&tally[FEW], s->value);
        else if (tt_stand_of(&c, s).weight < words->min_weight)
            tt_tally_add(&tally[USUAL], s->value);
        else
            TT_TRY(tell(in, words, ctx, &c, s, out, err));
    }
    return tt_tally_tell(in, words->id, tally, rows, TT_LEN(rows), out, err);
}
