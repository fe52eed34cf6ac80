/*
 * flow_vertex_outlier.c - parties whose payments for no goods are unlike those of all others with
 * about as many.
 *
 * A screen: it says that a party is unlike others, not what it does.  Not caught here: parties with
 * few payments, and whole groups that are unlike the rest.  Formula, worked example, known false
 * positives: flow_vertex_outlier.md.
 */
#include "detect/common/profile.h"
#include "detect/common/standout.h"

#include <math.h>

#include "graph/vertex.h"

enum { P_LEAST_PAYMENTS, P_PEERS, P_MIN_VALUE, P_LR, P_PARENT_FACTOR, TT_STANDOUT_PARAMS, P_COUNT };

static const tt_param params[P_COUNT] = {
    [P_LEAST_PAYMENTS] = {"least_payments", 8, 3, 1e6, "count",
                          "that pay for no goods, in and out: parties with fewer are not compared"},
    [P_PEERS] = {"peers", 60, 10, 1e6, "count", "parties of a class, at least"},
    [P_MIN_VALUE] = {"min_value", 50000, 0, 1e12, "base", "whose money comes to less is not told"},
    [P_LR] = {"lr", 4.4, 1, 1000, "ratio", "likelihood ratio at most: a screen shows little"},
    [P_PARENT_FACTOR] = {"parent_factor", 0.3, 0.001, 1, "ratio",
                         "times the likelihood ratio, when a company owns it"},
    [P_LEAST] = {"least_firms", 30, 3, 1e6, "count", "fewer firms are no crowd"},
    [P_SPREAD] = {"least_spread", 2.3, 0.01, 10, "ln", "least scale of the crowd"},
    [P_MIN_WEIGHT] = {"min_weight", 0.5, -1, 3, "log10",
                      "weaker evidence is counted, not reported"},
};

enum { TOLD = 3 }; /* numbers that are named */

static int64_t moved(const tt_ledger *l, uint32_t party)
{
    int64_t sum = 0;
    for (uint32_t k = l->out_off[party]; k < l->out_off[party + 1]; k++)
        if (!tt_add_i64(sum, l->amount[l->out_at[k]], &sum))
            return INT64_MAX;
    for (uint32_t k = l->in_off[party]; k < l->in_off[party + 1]; k++)
        if (!tt_add_i64(sum, l->amount[l->in_at[k]], &sum))
            return INT64_MAX;
    return sum;
}

/* The payments in and out, the first TT_PROFILE_CITED in order of time. */
static void cite(const tt_detect_in *in, uint32_t party, tt_draft *w)
{
    const tt_ledger *l = &in->shared->flows.ledger;
    const tt_layer *money = &in->graph->money;
    uint32_t i = l->out_off[party], k = l->in_off[party];
    for (size_t n = 0; n < TT_PROFILE_CITED; n++) {
        uint32_t a = i < l->out_off[party + 1] ? l->out_at[i] : UINT32_MAX;
        uint32_t b = k < l->in_off[party + 1] ? l->in_at[k] : UINT32_MAX;
        uint32_t entry = TT_MIN(a, b);
        if (entry == UINT32_MAX)
            return;
        i += entry == a;
        k += entry == b;
        tt_draft_document(w, money->kind_of[l->flow[entry]], money->doc[l->flow[entry]], 0);
    }
}

/* The numbers in which it is farthest out, the first first. */
static void farthest(const tt_vertex *v, unsigned order[TT_VERTEX_COLUMNS])
{
    for (unsigned c = 0; c < TT_VERTEX_COLUMNS; c++) {
        unsigned to = c;
        for (; to > 0 && v->tail[order[to - 1]] > v->tail[c]; to--)
            order[to] = order[to - 1];
        order[to] = c;
    }
}

static const char *say_farthest(const tt_vertex *v, tt_draft *w)
{
    unsigned order[TT_VERTEX_COLUMNS];
    const char *text = "";
    farthest(v, order);
    for (unsigned i = 0; i < TOLD && v->tail[order[i]] < 1; i++)
        text = tt_say(w, "%s%s%s (%s %% are as %s)", text, i ? ", " : "", tt_vertex_words[order[i]],
                      tt_say_number(w, 100 * v->tail[order[i]], 1),
                      v->high[order[i]] ? "high" : "low");
    return text;
}

static void tell(const tt_detect_in *in, const tt_crowd *c, const tt_subject *s, tt_draft *w)
{
    const tt_vertex *v = s->own;
    const char *payments = tt_say_count(w, v->n, "payment");
    tt_draft_entity(w, s->entity, "outlier");
    w->f.key = (tt_str){(const char *)in->data->entities[s->entity].id.b, sizeof(tt_hash)};
    cite(in, v->party, w);
    (void)tt_profile_test_parent(in, s->entity, w);
    tt_draft_measure(w, "score", "ln", v->score, 0, c->m, (uint32_t)c->n);
    tt_draft_measure(w, "payments", "count", v->n, NAN, NAN, v->peers);
    tt_draft_money(w, "moved", s->value);
    tt_draft_test(w, "line_of_business", TT_TEST_UNKNOWN,
                  "What its business is, and whether such payments belong to it, is not in the "
                  "data.");
    tt_draft_test(w, "what_for", TT_TEST_UNKNOWN,
                  "Rents, wages, loans and fees look alike here: contracts would tell.");
    if (v->n > TT_PROFILE_CITED)
        tt_draft_test(w, "documents_cited", TT_TEST_UNKNOWN,
                      tt_say(w, "The first %s of its payments are cited.",
                             tt_say_number(w, TT_PROFILE_CITED, 0)));
    w->f.title = "A party whose money moves unlike that of others";
    w->f.explanation = tt_say(
        w,
        "It pays and is paid %s in %s for no goods that are known. Beside %s with about as many, "
        "it is farthest out in %s.",
        tt_say_money(w, s->value), payments, tt_say_count(w, v->peers - 1, "other party"),
        say_farthest(v, w));
    tt_draft_step(w, "Ask what the payments were for, and see whether its accounts say the same.");
    tt_draft_step(w,
                  "Look at who is at the other end of the largest and of the most bunched ones.");
    tt_draft_step(w, "Look for other findings on it: alone, this one only says that it is unlike.");
}

static tt_status
gather(const tt_detect_in *in, const tt_vertices *all, tt_subject_vec *out, tt_err *err)
{
    const tt_flows *f = &in->shared->flows;
    for (size_t i = 0; i < all->n; i++) {
        const tt_vertex *v = &all->v[i];
        int64_t value = moved(&f->ledger, v->party);
        if (!tt_profile_is_trader(in->data, v->party) || f->serves[v->party])
            continue;
        tt_subject s = {.entity = v->party,
                        .x = tt_round9(v->score),
                        .lr = in->param[P_LR],
                        .candidate = tt_money_double((tt_money){value, in->data->base}) >=
                                     in->param[P_MIN_VALUE],
                        .value = value,
                        .own = v};
        if (in->shared->parented[v->party])
            s.lr *= in->param[P_PARENT_FACTOR];
        TT_TRY(tt_subjects_add(out, s, err));
    }
    return TT_OK;
}

static tt_status run(const tt_detect_in *in, tt_findings *out, tt_err *err)
{
    static const tt_standout_words words = {
        .id = "flow.vertex_outlier",
        .what = "how unlike others their money moves",
        .first = P_LEAST,
        .tell = tell,
    };
    tt_vertices all;
    tt_subject_vec v = {0};
    if (!in->graph)
        return TT_OK;
    TT_TRY(tt_vertices_of(&in->shared->flows.ledger, (uint32_t)in->param[P_LEAST_PAYMENTS],
                          (uint32_t)in->param[P_PEERS], in->scratch, &all, err));
    tt_status st = gather(in, &all, &v, err);
    if (st == TT_OK)
        st = tt_standouts_of(in, &v, &words, out, err);
    tt_vec_release(&v);
    return st;
}

const tt_detector tt_detector_flow_vertex_outlier = {
    .id = "flow.vertex_outlier",
    .revision = 1,
    .title = "Money that moves unlike that of others",
    .typology = "vertex_outlier",
    .family = TT_FAMILY_FLOW,
    .split = TT_SPLIT_ENTITY,
    .indicators = "A-02",
    .source =
        "FATF and Egmont Group, Trade-Based Money Laundering: Risk Indicators (2021), account "
        "and transaction activity; Li et al., ECOD, IEEE TKDE 35 (2023)",
    .looks_for = "Parties whose payments for no goods are, in sums, spread, timing and partners, "
                 "unlike those of all others with about as many.",
    .params = params,
    .n_params = P_COUNT,
    .run = run,
};
