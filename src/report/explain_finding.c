/*
 * explain_finding.c - findings and syndicates with everything that they rest on.
 */
#include "report/explain.h"

#include <math.h>

#include "base/str.h"
#include "report/words.h"

/* --- findings --- */

static void measure(tt_buf *b, const tt_measure *m)
{
    tt_buf_addf(b, "  %-24s ", m->name);
    if (m->is_money)
        tt_words_money(b, m->money);
    else
        tt_words_number(b, m->value);
    if (!m->is_money && !tt_str_is(tt_str_of(m->unit), "1"))
        tt_buf_addf(b, " %s", m->unit);
    if (!isnan(m->low) || !isnan(m->high)) {
        tt_buf_add_z(b, "   expected ");
        tt_words_range(b, m->low, m->high);
    }
    if (m->peers) {
        tt_buf_add_z(b, "   from ");
        tt_words_counted(b, m->peers, "peer");
    }
    tt_buf_add_c(b, '\n');
}

static void finding_body(const tt_data *d, const tt_finding *f, tt_buf *b)
{
    tt_buf_add_c(b, '\n');
    tt_explain_wrapped(b, f->explanation);
    tt_buf_add_z(b, "\n\nparties\n");
    for (size_t i = 0; i < f->n_entities; i++) {
        tt_buf_addf(b, "  %-12s ", f->entities[i].role);
        tt_explain_name(d, f->entities[i].entity, b);
        tt_buf_add_c(b, '\n');
    }
    if (f->n_measures)
        tt_buf_add_z(b, "measures\n");
    for (size_t i = 0; i < f->n_measures; i++)
        measure(b, &f->measures[i]);
    tt_buf_add_z(b, "innocent explanations tested\n");
    for (size_t i = 0; i < f->n_tests; i++)
        tt_buf_addf(b, "  %-24s %-14s %s\n", f->tests[i].test, tt_outcome_text(f->tests[i].outcome),
                    f->tests[i].detail);
    tt_buf_add_z(b, "evidence\n");
    for (size_t i = 0; i < f->n_documents && i < TT_EXPLAIN_SHOWN; i++) {
        tt_ref r = f->documents[i];
        tt_buf_addf(b, "  %-12s %-24.*s ", tt_kind_text(r.kind),
                    TT_STR_ARG(tt_data_cited(d, r.kind, r.doc).number));
        tt_explain_place(d, tt_data_place(d, r), b);
        tt_buf_add_c(b, '\n');
    }
    tt_explain_rest(b, f->n_documents);
    if (f->n_next_steps)
        tt_buf_add_z(b, "next steps\n");
    for (size_t i = 0; i < f->n_next_steps; i++)
        tt_buf_addf(b, "  %s\n", f->next_steps[i]);
}

void tt_explain_finding(const tt_report_in *in, tt_ix i, tt_buf *b)
{
    const tt_found *x = &in->results->findings[i];
    tt_id_text id = tt_id_text_of('f', x->id);

    tt_buf_addf(b, "finding %s\n%s: %s\n", id.s, x->detector, x->f.title);
    tt_buf_addf(b, "rank %u, weight ", x->rank);
    tt_words_fixed(b, x->f.weight, 3);
    tt_buf_add_z(b, " (log10 of the e-value)");
    if (!isnan(x->f.p_value)) {
        tt_buf_add_z(b, ", p-value ");
        tt_words_p_value(b, x->f.p_value);
    }
    tt_explain_shift(b, x->f.from, x->f.to, x->f.value_shift, x->f.direction);
    if (x->disposition) {
        tt_buf_add_z(b, "disposition: ");
        tt_words_disposition(b, x->disposition);
        tt_buf_add_c(b, '\n');
    }
    finding_body(in->data, &x->f, b);
    if (x->syndicate) {
        tt_id_text s = tt_id_text_of('s', in->results->syndicates[x->syndicate].id);
        tt_buf_addf(b, "syndicate\n  %s\n", s.s);
    }
}

/* --- syndicates --- */

void tt_explain_syndicate(const tt_report_in *in, tt_ix i, tt_buf *b)
{
    const tt_results *r = in->results;
    const tt_syndicate *s = &r->syndicates[i];
    tt_id_text id = tt_id_text_of('s', s->id);

    tt_buf_addf(b, "syndicate %s\nrank %u, log10 E ", id.s, s->rank);
    tt_words_fixed(b, s->log10_e, 3);
    tt_buf_add_z(b, ", score ");
    tt_words_fixed(b, s->score, 1);
    tt_buf_add_z(b, " of 100, stability ");
    tt_words_fixed(b, s->stability, 2);
    if (!isnan(s->p_value)) {
        tt_buf_add_z(b, ", p-value ");
        tt_words_p_value(b, s->p_value);
    }
    tt_explain_shift(b, s->from, s->to, s->value_shift, s->direction);
    tt_buf_add_c(b, '\n');
    tt_explain_wrapped(b, s->narrative);
    tt_buf_add_z(b, "\n\nparties (weight)\n");
    for (size_t k = 0; k < s->n_entities; k++) {
        tt_buf_addf(b, "  %-12s ", s->entities[k].role);
        tt_explain_name(in->data, s->entities[k].entity, b);
        tt_buf_add_z(b, "  (");
        tt_words_fixed(b, r->entity_weight[s->entities[k].entity], 2);
        tt_buf_add_z(b, ")\n");
    }
    tt_buf_add_z(b, "findings\n");
    for (size_t k = 0; k < s->n_findings; k++) {
        const tt_found *f = &r->findings[s->findings[k]];
        tt_buf_addf(b, "  %.10s  %-26s ", tt_id_text_of('f', f->id).s, f->detector);
        tt_words_fixed(b, f->f.weight, 2);
        tt_buf_addf(b, "  %s\n", f->f.title);
    }
}
