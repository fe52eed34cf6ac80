/*
 * results_write.c - what detect and score made: findings, communities, syndicates, weights, limits.
 */
#include "store/derived.h"

#include "base/str.h"

static void put_period(tt_q *q, tt_date from, tt_date to)
{
    tt_q_int_or_null(q, from, TT_NO_DATE);
    tt_q_int_or_null(q, to, TT_NO_DATE);
}

static tt_status write_entities(tt_store *s, tt_query id, const tt_data *d, size_t of,
                                const tt_finding_entity *v, size_t n, tt_err *err)
{
    tt_q q;
    for (size_t i = 0; i < n; i++) {
        TT_TRY(tt_q_open(s, id, &q, err));
        tt_q_int(&q, (int64_t)of);
        tt_q_int(&q, (int64_t)i + 1);
        tt_q_hash(&q, d->entities[v[i].entity].id);
        tt_q_str(&q, tt_derived_str(v[i].role));
        TT_TRY(tt_q_run(&q, err));
    }
    return TT_OK;
}

/* --- findings --- */

static tt_status
write_documents(tt_store *s, const tt_data *d, size_t of, const tt_finding *f, tt_err *err)
{
    tt_q q;
    for (size_t i = 0; i < f->n_documents; i++) {
        tt_ref r = f->documents[i];
        TT_TRY(tt_q_open(s, TT_Q_D_FINDING_DOC_ADD, &q, err));
        tt_q_int(&q, (int64_t)of);
        tt_q_int(&q, (int64_t)i + 1);
        tt_q_text(&q, tt_kind_text(r.kind));
        tt_q_hash(&q, tt_data_cited(d, r.kind, r.doc).id);
        if (r.line)
            tt_q_hash(&q, tt_names_row(d, r.kind, r.line));
        else
            tt_q_null(&q);
        TT_TRY(tt_q_run(&q, err));
    }
    return TT_OK;
}

static tt_status write_measures(tt_store *s, size_t of, const tt_finding *f, tt_err *err)
{
    tt_q q;
    char code[4];
    for (size_t i = 0; i < f->n_measures; i++) {
        const tt_measure *m = &f->measures[i];
        if (m->is_money)
            TT_TRY(tt_store_ccy_add(s, m->money.ccy, err));
        TT_TRY(tt_q_open(s, TT_Q_D_FINDING_MEASURE_ADD, &q, err));
        tt_q_int(&q, (int64_t)of);
        tt_q_int(&q, (int64_t)i + 1);
        tt_q_str(&q, tt_derived_str(m->name));
        tt_q_str(&q, tt_derived_str(m->unit));
        if (m->is_money) {
            tt_q_null(&q);
            tt_q_int(&q, m->money.minor);
            tt_q_ccy(&q, m->money.ccy, code);
        } else {
            tt_q_double(&q, m->value);
            tt_q_null(&q);
            tt_q_null(&q);
        }
        tt_q_double(&q, m->low);
        tt_q_double(&q, m->high);
        tt_q_int(&q, m->peers);
        tt_q_int(&q, m->is_money);
        TT_TRY(tt_q_run(&q, err));
    }
    return TT_OK;
}

static tt_status write_tests(tt_store *s, size_t of, const tt_finding *f, tt_err *err)
{
    tt_q q;
    for (size_t i = 0; i < f->n_tests; i++) {
        TT_TRY(tt_q_open(s, TT_Q_D_FINDING_TEST_ADD, &q, err));
        tt_q_int(&q, (int64_t)of);
        tt_q_int(&q, (int64_t)i + 1);
        tt_q_str(&q, tt_derived_str(f->tests[i].test));
        tt_q_text(&q, tt_outcome_text(f->tests[i].outcome));
        tt_q_str(&q, tt_derived_str(f->tests[i].detail));
        TT_TRY(tt_q_run(&q, err));
    }
    for (size_t i = 0; i < f->n_next_steps; i++) {
        TT_TRY(tt_q_open(s, TT_Q_D_FINDING_STEP_ADD, &q, err));
        tt_q_int(&q, (int64_t)of);
        tt_q_int(&q, (int64_t)i + 1);
        tt_q_str(&q, tt_derived_str(f->next_steps[i]));
        TT_TRY(tt_q_run(&q, err));
    }
    return TT_OK;
}

static tt_status
write_finding(tt_store *s, const tt_data *d, const tt_found *v, size_t n, tt_err *err)
{
    const tt_finding *f = &v->f;
    char code[4];
    tt_q q;
    TT_TRY(tt_store_ccy_add(s, f->value_shift.ccy, err));
    TT_TRY(tt_q_open(s, TT_Q_D_FINDING_ADD, &q, err));
    tt_q_int(&q, (int64_t)n);
    tt_q_hash(&q, v->id);
    tt_q_str(&q, tt_derived_str(v->detector));
    tt_q_str(&q, tt_derived_str(v->typology));
    tt_q_str(&q, tt_derived_str(v->family));
    tt_q_str(&q, tt_derived_str(f->title));
    tt_q_str(&q, tt_derived_str(f->explanation));
    tt_q_double(&q, f->p_value);
    tt_q_double(&q, f->weight);
    tt_q_int(&q, f->value_shift.minor);
    tt_q_ccy(&q, f->value_shift.ccy, code);
    tt_q_text(&q, tt_direction_text(f->direction));
    put_period(&q, f->from, f->to);
    tt_q_int_or_null(&q, v->syndicate, 0);
    TT_TRY(tt_q_run(&q, err));
    TT_TRY(write_entities(s, TT_Q_D_FINDING_ENTITY_ADD, d, n, f->entities, f->n_entities, err));
    TT_TRY(write_documents(s, d, n, f, err));
    TT_TRY(write_measures(s, n, f, err));
    return write_tests(s, n, f, err);
}

/* --- groups of entities --- */

static tt_status
write_community(tt_store *s, const tt_data *d, const tt_community *v, size_t n, tt_err *err)
{
    tt_q q;
    TT_TRY(tt_q_open(s, TT_Q_D_COMMUNITY_ADD, &q, err));
    tt_q_int(&q, (int64_t)n);
    tt_q_hash(&q, v->id);
    tt_q_double(&q, v->stability);
    TT_TRY(tt_q_run(&q, err));
    for (size_t i = 0; i < v->n_entities; i++) {
        TT_TRY(tt_q_open(s, TT_Q_D_COMMUNITY_ENTITY_ADD, &q, err));
        tt_q_int(&q, (int64_t)n);
        tt_q_int(&q, (int64_t)i + 1);
        tt_q_hash(&q, d->entities[v->entities[i]].id);
        TT_TRY(tt_q_run(&q, err));
    }
    return TT_OK;
}

static tt_status
write_syndicate(tt_store *s, const tt_data *d, const tt_syndicate *v, size_t n, tt_err *err)
{
    char code[4];
    tt_q q;
    TT_TRY(tt_store_ccy_add(s, v->value_shift.ccy, err));
    TT_TRY(tt_q_open(s, TT_Q_D_SYNDICATE_ADD, &q, err));
    tt_q_int(&q, (int64_t)n);
    tt_q_hash(&q, v->id);
    tt_q_double(&q, v->score);
    tt_q_double(&q, v->log10_e);
    tt_q_double(&q, v->p_value);
    tt_q_double(&q, v->stability);
    tt_q_int(&q, v->value_shift.minor);
    tt_q_ccy(&q, v->value_shift.ccy, code);
    tt_q_text(&q, tt_direction_text(v->direction));
    put_period(&q, v->from, v->to);
    tt_q_str(&q, tt_derived_str(v->narrative));
    TT_TRY(tt_q_run(&q, err));
    TT_TRY(write_entities(s, TT_Q_D_SYNDICATE_ENTITY_ADD, d, n, v->entities, v->n_entities, err));
    for (size_t i = 0; i < v->n_findings; i++) {
        TT_TRY(tt_q_open(s, TT_Q_D_SYNDICATE_FINDING_ADD, &q, err));
        tt_q_int(&q, (int64_t)n);
        tt_q_int(&q, (int64_t)i + 1);
        tt_q_int(&q, v->findings[i]);
        TT_TRY(tt_q_run(&q, err));
    }
    return TT_OK;
}

/* --- the rest --- */

static tt_status
write_score(tt_store *s, const tt_data *d, const tt_results *r, tt_ix i, tt_err *err)
{
    tt_q q;
    TT_TRY(tt_q_open(s, TT_Q_D_ENTITY_SCORE_ADD, &q, err));
    tt_q_hash(&q, d->entities[i].id);
    tt_q_double(&q, r->entity_weight ? r->entity_weight[i] : 0.0);
    tt_q_int_or_null(&q, r->entity_community ? r->entity_community[i] : 0, 0);
    return tt_q_run(&q, err);
}

static tt_status write_completeness(tt_store *s, const tt_completeness *c, size_t n, tt_err *err)
{
    tt_q q;
    TT_TRY(tt_q_open(s, TT_Q_D_COMPLETENESS_ADD, &q, err));
    tt_q_int(&q, (int64_t)n);
    tt_q_str(&q, tt_derived_str(c->what));
    tt_q_str(&q, tt_derived_str(c->limit));
    tt_q_str(&q, tt_derived_str(c->reached));
    tt_q_str(&q, tt_derived_str(c->effect));
    return tt_q_run(&q, err);
}

tt_status tt_store_results_write(tt_store *s, const tt_data *d, const tt_results *r, tt_err *err)
{
    tt_q q;
    TT_TRY(tt_group_drop(s, TT_GROUP_RESULTS, err));
    for (size_t i = 1; i <= r->n_findings; i++)
        TT_TRY(write_finding(s, d, &r->findings[i], i, err));
    for (size_t i = 1; i <= r->n_communities; i++)
        TT_TRY(write_community(s, d, &r->communities[i], i, err));
    for (size_t i = 1; i <= r->n_syndicates; i++)
        TT_TRY(write_syndicate(s, d, &r->syndicates[i], i, err));
    for (tt_ix i = 1; i <= d->n_entities; i++)
        TT_TRY(write_score(s, d, r, i, err));
    for (size_t i = 1; i <= r->n_completeness; i++)
        TT_TRY(write_completeness(s, &r->completeness[i], i, err));
    TT_TRY(tt_q_open(s, TT_Q_D_COUNT_ADD, &q, err));
    tt_q_text(&q, "flows");
    tt_q_int(&q, (int64_t)r->n_flows);
    TT_TRY(tt_q_run(&q, err));
    return tt_group_seal(s, TT_GROUP_RESULTS, err);
}
