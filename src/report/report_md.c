/*
 * report_md.c - the report as Markdown (CommonMark with tables): to read, to paste, to keep beside
 * a case.  Everything but the pages of entities; nothing is cut.
 */
#include "report/md.h"

#include <math.h>

#include "base/str.h"
#include "detect/detect.h"
#include "report/rows.h"
#include "report/words.h"

enum { NAMES = 3 };

/* --- findings --- */

static void measures(tt_md *m, const tt_finding *f)
{
    if (!f->n_measures)
        return;
    tt_md_raw(m, "\n| Measure | Value | Expected | Peers |\n| --- | ---: | ---: | ---: |\n");
    for (size_t i = 0; i < f->n_measures; i++) {
        const tt_measure *x = &f->measures[i];
        tt_md_raw(m, "| ");
        tt_md_text_z(m, x->name);
        tt_md_raw(m, " | ");
        if (x->is_money)
            tt_words_money(&m->b, x->money);
        else
            tt_words_number(&m->b, x->value);
        if (!x->is_money && !tt_str_is(tt_str_of(x->unit), "1")) {
            tt_md_raw(m, " ");
            tt_md_text_z(m, x->unit);
        }
        tt_md_raw(m, " | ");
        tt_words_range(&m->b, x->low, x->high);
        tt_md_raw(m, " | ");
        if (x->peers)
            tt_words_count(&m->b, x->peers);
        tt_md_raw(m, " |\n");
    }
}

static void tests(tt_md *m, const tt_finding *f)
{
    tt_md_raw(m, "\n| Ordinary explanation | Outcome | Detail |\n| --- | --- | --- |\n");
    for (size_t i = 0; i < f->n_tests; i++) {
        tt_md_raw(m, "| ");
        tt_md_text_z(m, f->tests[i].test);
        tt_buf_addf(&m->b, " | %s | ", tt_words_outcome(f->tests[i].outcome));
        tt_md_text_z(m, f->tests[i].detail);
        tt_md_raw(m, " |\n");
    }
}

static void evidence(tt_md *m, const tt_finding *f)
{
    const tt_data *d = m->in->data;
    tt_md_raw(m, "\n| Document | Date | From | To | Amount | Read in |\n"
                 "| --- | --- | --- | --- | ---: | --- |\n");
    for (size_t i = 0; i < f->n_documents; i++) {
        tt_row_facts x = tt_row_facts_of(d, f->documents[i]);
        tt_buf_addf(&m->b, "| %s ", tt_kind_text(x.kind));
        tt_md_text(m, x.number);
        if (x.line > 0)
            tt_buf_addf(&m->b, ", line %d", (int)x.line);
        tt_md_raw(m, " | ");
        tt_words_date(&m->b, x.day);
        tt_md_raw(m, " | ");
        tt_md_text(m, d->mentions[x.from].name);
        tt_md_raw(m, " | ");
        tt_md_text(m, d->mentions[x.to].name);
        tt_md_raw(m, " | ");
        if (x.amount.minor != TT_NO_NUM)
            tt_words_money(&m->b, x.amount);
        tt_md_raw(m, " | ");
        tt_md_text(m, d->sources[x.place.source].name);
        tt_buf_addf(&m->b, " line %llu |\n", (unsigned long long)x.place.line);
        tt_md_flush(m, TT_MD_FLUSH_AT);
    }
}

static void disposition(tt_md *m, const tt_decided *d)
{
    tt_buf b;
    tt_buf_init(&b, 0);
    tt_words_disposition(&b, d);
    tt_md_fact(m, "Disposition");
    tt_md_text(m, tt_buf_str(&b));
    tt_md_raw(m, "\n");
    if (b.failed)
        m->b.failed = true;
    tt_buf_release(&b);
}

static void finding_facts(tt_md *m, const tt_found *x)
{
    const tt_finding *f = &x->f;
    tt_md_fact(m, "Detector");
    tt_md_text_z(m, x->detector);
    tt_md_raw(m, "\n");
    tt_md_fact(m, "Weight");
    tt_words_fixed(&m->b, f->weight, 2);
    if (!isnan(f->p_value)) {
        tt_md_raw(m, ", p-value ");
        tt_words_p_value(&m->b, f->p_value);
    }
    tt_md_raw(m, "\n");
    if (f->value_shift.minor) {
        tt_md_fact(m, "Value shift");
        tt_words_money(&m->b, f->value_shift);
        tt_md_raw(m, tt_words_direction(f->direction));
        tt_md_raw(m, "\n");
    }
    tt_md_fact(m, "Period");
    tt_words_period(&m->b, f->from, f->to);
    tt_md_raw(m, "\n");
    tt_md_fact(m, "Parties");
    for (size_t i = 0; i < f->n_entities; i++) {
        tt_md_raw(m, i ? "; " : "");
        tt_md_text_z(m, f->entities[i].role);
        tt_md_raw(m, " ");
        tt_md_entity(m, f->entities[i].entity);
    }
    tt_md_raw(m, "\n");
    if (x->disposition)
        disposition(m, x->disposition);
    tt_md_fact(m, "Id");
    tt_buf_addf(&m->b, "`%s`\n", tt_id_text_of('f', x->id).s);
}

static void finding(tt_md *m, const tt_found *x)
{
    tt_buf_addf(&m->b, "\n#### Finding %u: ", x->rank);
    tt_md_text_z(m, x->f.title);
    tt_md_raw(m, "\n\n**What is seen:** ");
    tt_md_text_z(m, x->f.explanation);
    tt_md_raw(m, "\n\n");
    finding_facts(m, x);
    measures(m, &x->f);
    tests(m, &x->f);
    evidence(m, &x->f);
    if (x->f.n_next_steps)
        tt_md_raw(m, "\nNext steps:\n\n");
    for (size_t i = 0; i < x->f.n_next_steps; i++) {
        tt_md_raw(m, "- [ ] ");
        tt_md_text_z(m, x->f.next_steps[i]);
        tt_md_raw(m, "\n");
    }
    tt_md_flush(m, TT_MD_FLUSH_AT);
}

/* --- syndicates --- */

static void names(tt_md *m, const tt_syndicate *s)
{
    size_t shown = TT_MIN(s->n_entities, NAMES);
    for (size_t i = 0; i < shown; i++) {
        tt_md_raw(m, i ? ", " : "");
        tt_md_text(m, m->in->data->entities[s->entities[i].entity].name);
    }
    if (s->n_entities > shown) {
        tt_md_raw(m, " and ");
        tt_words_counted(&m->b, s->n_entities - shown, "other");
    }
}

static void syndicate_facts(tt_md *m, const tt_syndicate *s)
{
    tt_md_fact(m, "log10 E");
    tt_words_fixed(&m->b, s->log10_e, 2);
    tt_md_raw(m, ", score ");
    tt_words_fixed(&m->b, s->score, 1);
    tt_md_raw(m, " of 100, stability ");
    tt_words_fixed(&m->b, s->stability, 2);
    tt_md_raw(m, "\n");
    if (s->value_shift.minor) {
        tt_md_fact(m, "Value shift");
        tt_words_money(&m->b, s->value_shift);
        tt_md_raw(m, tt_words_direction(s->direction));
        tt_md_raw(m, "\n");
    }
    tt_md_fact(m, "Period");
    tt_words_period(&m->b, s->from, s->to);
    tt_md_raw(m, "\n");
    tt_md_fact(m, "Id");
    tt_buf_addf(&m->b, "`%s`\n", tt_id_text_of('s', s->id).s);
}

static void members(tt_md *m, const tt_syndicate *s)
{
    const double *weight = m->in->results->entity_weight;
    tt_md_raw(m,
              "\n| Member | Role | Type | Country | Weight |\n| --- | --- | --- | --- | ---: |\n");
    for (size_t i = 0; i < s->n_entities; i++) {
        const tt_entity *e = &m->in->data->entities[s->entities[i].entity];
        tt_md_raw(m, "| ");
        tt_md_entity(m, s->entities[i].entity);
        tt_md_raw(m, " | ");
        tt_md_text_z(m, s->entities[i].role);
        tt_buf_addf(&m->b, " | %s | %s | ", tt_words_entity_type(e->type),
                    tt_words_country(e->country));
        if (weight)
            tt_words_fixed(&m->b, weight[s->entities[i].entity], 2);
        tt_md_raw(m, " |\n");
    }
}

static void syndicates(tt_md *m)
{
    const tt_results *r = m->in->results;
    tt_md_section(m, "Ranked syndicates");
    if (!r->n_syndicates)
        tt_md_raw(m, "The findings of this run form no syndicate.\n");
    for (size_t i = 1; i <= r->n_syndicates; i++) {
        const tt_syndicate *s = &r->syndicates[i];
        tt_buf_addf(&m->b, "%s### %u: ", i > 1 ? "\n" : "", s->rank);
        names(m, s);
        tt_md_raw(m, "\n\n**What is seen:** ");
        tt_md_text_z(m, s->narrative);
        tt_md_raw(m, "\n\n");
        syndicate_facts(m, s);
        members(m, s);
        for (size_t k = 0; k < s->n_findings; k++)
            finding(m, &r->findings[s->findings[k]]);
    }
}

static void others(tt_md *m)
{
    const tt_results *r = m->in->results;
    size_t n = 0;
    tt_md_section(m, "Findings in no syndicate");
    for (size_t i = 1; i <= r->n_findings; i++) {
        if (r->findings[i].syndicate)
            continue;
        finding(m, &r->findings[i]);
        n++;
    }
    if (!n)
        tt_md_raw(m, "None.\n");
}

static tt_status write_md(const tt_report_in *in, tt_file_out *out, tt_err *err)
{
    tt_md m = {.in = in, .out = out};
    tt_buf_init(&m.b, 0);
    tt_buf_init(&m.tmp, 0);
    tt_md_head(&m);
    syndicates(&m);
    others(&m);
    tt_md_run(&m);
    tt_md_flush(&m, 0);
    tt_buf_release(&m.tmp);
    tt_buf_release(&m.b);
    return m.status == TT_OK ? TT_OK : tt_fail(err, m.status, "%s", m.err.text);
}

const tt_reporter tt_reporter_md = {"md", "the findings as Markdown, to read and to paste",
                                    write_md};
