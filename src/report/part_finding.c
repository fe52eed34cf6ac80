/* part_finding.c - syndicates and findings as JSON values; see parts.h. */
#include "report/part_keys.h"
#include "report/parts.h"

#include <math.h>

#include "base/str.h"
#include "detect/detect.h"
#include "report/rows.h"

static void key_shift(tt_jw *w, tt_money shift, tt_direction direction)
{
    char ccy[4];
    tt_jw_key(w, "value_shift");
    if (!shift.minor) {
        tt_jw_null(w);
        return;
    }
    tt_ccy_text(shift.ccy, ccy);
    tt_jw_object(w);
    tt_jw_key(w, "amount");
    tt_jw_money(w, shift);
    tt_jw_kz(w, "currency", ccy);
    tt_jw_kz(w, "direction", tt_direction_text(direction));
    tt_jw_object_end(w);
}

static void key_entities(const tt_report_in *in, tt_jw *w, const tt_finding_entity *e, size_t n)
{
    tt_jw_key(w, "entities");
    tt_jw_array(w);
    for (size_t i = 0; i < n; i++) {
        tt_jw_object(w);
        tt_jw_key(w, "id");
        tt_part_id(w, 'e', in->data->entities[e[i].entity].id);
        tt_jw_kz(w, "role", e[i].role);
        tt_jw_object_end(w);
    }
    tt_jw_array_end(w);
}

/* --- syndicates --- */

static bool has_typology(const tt_report_in *in, const tt_syndicate *s, tt_str typology)
{
    for (size_t i = 0; i < s->n_findings; i++)
        if (tt_str_is(typology, in->results->findings[s->findings[i]].typology))
            return true;
    return false;
}

/* In the order of the catalogue; several detectors may share one. */
static void key_typologies(const tt_report_in *in, tt_jw *w, const tt_syndicate *s)
{
    size_t n = 0;
    const tt_detector *const *det = tt_detectors(&n);
    tt_jw_key(w, "typologies");
    tt_jw_array(w);
    for (size_t i = 0; i < n; i++) {
        tt_str typology = tt_str_of(det[i]->typology);
        bool before = false;
        for (size_t k = 0; k < i && !before; k++)
            before = tt_str_is(typology, det[k]->typology);
        if (!before && has_typology(in, s, typology))
            tt_jw_str(w, typology);
    }
    tt_jw_array_end(w);
}

void tt_part_syndicate(const tt_report_in *in, size_t i, const char *object, tt_jw *w)
{
    const tt_syndicate *s = &in->results->syndicates[i];
    tt_part_begin(w, object);
    tt_jw_key(w, "id");
    tt_part_id(w, 's', s->id);
    tt_jw_ku64(w, "rank", s->rank);
    tt_jw_kdouble(w, "score", s->score, TT_PART_DECIMALS);
    tt_key_double(w, "p_value", s->p_value);
    key_entities(in, w, s->entities, s->n_entities);
    tt_jw_key(w, "findings");
    tt_jw_array(w);
    for (size_t k = 0; k < s->n_findings; k++)
        tt_part_id(w, 'f', in->results->findings[s->findings[k]].id);
    tt_jw_array_end(w);
    key_typologies(in, w, s);
    key_shift(w, s->value_shift, s->direction);
    tt_key_period(w, s->from, s->to);
    tt_jw_kz(w, "narrative", s->narrative);
    tt_jw_kdouble(w, "stability", s->stability, TT_PART_DECIMALS);
    tt_jw_object_end(w);
}

/* --- findings --- */

static void key_documents(const tt_report_in *in, tt_jw *w, const tt_finding *f)
{
    tt_jw_key(w, "documents");
    tt_jw_array(w);
    for (size_t i = 0; i < f->n_documents; i++) {
        tt_ref r = f->documents[i];
        tt_row_facts row = tt_row_facts_of(in->data, r);
        tt_jw_object(w);
        tt_jw_kz(w, "kind", tt_kind_text(r.kind));
        tt_jw_kstr(w, "number", row.number);
        tt_jw_key(w, "line");
        if (row.line > 0)
            tt_jw_u64(w, (uint64_t)row.line);
        else
            tt_jw_null(w);
        tt_jw_key(w, "source");
        tt_jw_object(w);
        tt_jw_kstr(w, "file", in->data->sources[row.place.source].name);
        tt_jw_ku64(w, "line", row.place.line);
        tt_jw_object_end(w);
        tt_jw_object_end(w);
    }
    tt_jw_array_end(w);
}

static void measure(tt_jw *w, const tt_measure *m)
{
    char ccy[4];
    tt_ccy_text(m->money.ccy, ccy);
    tt_jw_object(w);
    tt_jw_kz(w, "name", m->name);
    tt_jw_key(w, "value");
    if (m->is_money)
        tt_jw_money(w, m->money);
    else
        tt_jw_double(w, m->value, TT_PART_DECIMALS);
    tt_jw_kz(w, "unit", m->is_money ? ccy : m->unit);
    tt_key_double(w, "expected_low", m->low);
    tt_key_double(w, "expected_high", m->high);
    tt_jw_ku64(w, "peers", m->peers);
    tt_jw_object_end(w);
}

static void key_tests(tt_jw *w, const tt_finding *f)
{
    tt_jw_key(w, "counter_evidence");
    tt_jw_array(w);
    for (size_t i = 0; i < f->n_tests; i++) {
        tt_jw_object(w);
        tt_jw_kz(w, "test", f->tests[i].test);
        tt_jw_kz(w, "outcome", tt_outcome_text(f->tests[i].outcome));
        tt_jw_kz(w, "detail", f->tests[i].detail);
        tt_jw_object_end(w);
    }
    tt_jw_array_end(w);
}

static void key_said(tt_jw *w, const char *key, tt_str text)
{
    tt_jw_key(w, key);
    if (text.n)
        tt_jw_str(w, text);
    else
        tt_jw_null(w);
}

static void key_disposition(tt_jw *w, const tt_decided *d)
{
    char when[TT_NUM_TEXT];
    tt_jw_key(w, "disposition");
    if (!d) {
        tt_jw_null(w);
        return;
    }
    (void)tt_when_text(d->when, when);
    tt_jw_object(w);
    tt_jw_kz(w, "verdict", tt_said_text(d->said));
    key_said(w, "who", d->who);
    key_said(w, "when", tt_str_of(when));
    key_said(w, "why", d->why);
    tt_jw_object_end(w);
}

void tt_part_finding(const tt_report_in *in, size_t i, const char *object, tt_jw *w)
{
    const tt_found *found = &in->results->findings[i];
    const tt_finding *f = &found->f;

    tt_part_begin(w, object);
    tt_jw_key(w, "id");
    tt_part_id(w, 'f', found->id);
    tt_jw_ku64(w, "rank", found->rank);
    tt_jw_kz(w, "detector", found->detector);
    tt_jw_kz(w, "typology", found->typology);
    tt_jw_kdouble(w, "weight", f->weight, TT_PART_DECIMALS);
    tt_key_double(w, "p_value", f->p_value);
    tt_jw_kz(w, "title", f->title);
    tt_jw_kz(w, "explanation", f->explanation);
    key_entities(in, w, f->entities, f->n_entities);
    key_documents(in, w, f);
    tt_jw_key(w, "measures");
    tt_jw_array(w);
    for (size_t k = 0; k < f->n_measures; k++)
        measure(w, &f->measures[k]);
    tt_jw_array_end(w);
    key_shift(w, f->value_shift, f->direction);
    tt_key_period(w, f->from, f->to);
    key_tests(w, f);
    tt_jw_key(w, "next_steps");
    tt_jw_array(w);
    for (size_t k = 0; k < f->n_next_steps; k++)
        tt_jw_z(w, f->next_steps[k]);
    tt_jw_array_end(w);
    tt_jw_key(w, "syndicate");
    if (found->syndicate)
        tt_part_id(w, 's', in->results->syndicates[found->syndicate].id);
    else
        tt_jw_null(w);
    key_disposition(w, found->disposition);
    tt_jw_object_end(w);
}
