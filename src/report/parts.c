/*
 * parts.c - the parts of a report as JSON values.  Names and order of keys are those of
 * schemas/report.schema.json.
 */
#include "report/parts.h"

#include "report/breaks.h"

#include <math.h>

#include "base/str.h"
#include "detect/detect.h"
#include "report/identifiers.h"
#include "report/part_keys.h"
#include "report/rows.h"

void tt_part_id(tt_jw *w, char letter, tt_hash id)
{
    tt_id_text t = tt_id_text_of(letter, id);
    tt_jw_z(w, t.s);
}

/* What a file amounts to. */
static void key_sums(const tt_input_sums *sums, size_t source, tt_jw *w)
{
    tt_jw_key(w, "sums");
    tt_jw_array(w);
    for (size_t i = sums ? sums->first[source] : 0; sums && i < sums->first[source + 1]; i++) {
        const tt_input_sum *s = &sums->v[i];
        char ccy[4], amount[TT_NUM_TEXT];
        tt_ccy_text(s->ccy, ccy);
        tt_jw_object(w);
        tt_jw_kz(w, "kind", tt_kind_text(s->kind));
        tt_jw_kz(w, "currency", ccy);
        tt_jw_ku64(w, "rows", s->n);
        tt_jw_key(w, "amount");
        if (s->minor == TT_NO_NUM)
            tt_jw_null(w);
        else
            tt_jw_str(
                w, (tt_str){amount, tt_dec_text_fixed(s->minor, tt_ccy_exponent(s->ccy), amount)});
        tt_jw_object_end(w);
    }
    tt_jw_array_end(w);
    tt_key_period(w, sums ? sums->from[source] : TT_NO_DATE, sums ? sums->to[source] : TT_NO_DATE);
}

/* --- run and summary --- */

/* Tables that the case brings; nothing when all are built in. */
static void key_reference(tt_jw *w, const tt_reference *r)
{
    bool any = false;
    for (int t = 0; t < TT_REFTAB_COUNT; t++) {
        tt_sha256 sha;
        char hex[65];
        if (!r->text[t].p || tt_sha256_of(r->text[t], &sha, NULL) != TT_OK)
            continue;
        if (!any) {
            tt_jw_key(w, "reference");
            tt_jw_array(w);
        }
        any = true;
        tt_hex(sha.b, sizeof sha.b, hex);
        tt_jw_object(w);
        tt_jw_kz(w, "table", tt_reftab_name((tt_reftab)t));
        tt_jw_kz(w, "sha256", hex);
        tt_jw_object_end(w);
    }
    if (any)
        tt_jw_array_end(w);
}

void tt_part_run(const tt_report_in *in, const char *object, tt_jw *w)
{
    const tt_data *d = in->data;
    char ccy[4], hex[65];

    tt_ccy_text(d->base, ccy);
    tt_hex(in->parameters.b, sizeof(in->parameters.b), hex);
    tt_part_begin(w, object);
    tt_jw_key(w, "as_of");
    tt_jw_date(w, d->as_of);
    tt_jw_ku64(w, "seed", in->seed);
    tt_jw_kz(w, "parameters_sha256", hex);
    tt_jw_kz(w, "base_currency", ccy);
    tt_key_period(w, d->from, d->to);
    key_reference(w, &d->reference);
    tt_jw_key(w, "inputs");
    tt_jw_array(w);
    for (size_t i = 1; i <= d->n_sources; i++) {
        const tt_source *s = &d->sources[i];
        char sha[65];
        tt_hex(s->sha.b, sizeof(s->sha.b), sha);
        tt_jw_object(w);
        tt_jw_kstr(w, "file", s->name);
        tt_jw_kz(w, "sha256", sha);
        tt_jw_kz(w, "kind", tt_kind_text(s->kind));
        tt_jw_kstr(w, "format", s->format);
        tt_jw_ku64(w, "read", s->n_read);
        tt_jw_ku64(w, "loaded", s->n_loaded);
        tt_jw_ku64(w, "rejected", s->n_rejected);
        tt_jw_ku64(w, "duplicate", s->n_duplicate);
        key_sums(in->inputs, i, w);
        tt_jw_object_end(w);
    }
    tt_jw_array_end(w);
    tt_jw_object_end(w);
}

static void key_by_detector(const tt_report_in *in, tt_jw *w)
{
    size_t n = 0;
    const tt_detector *const *det = tt_detectors(&n);
    const tt_results *r = in->results;

    tt_jw_key(w, "findings_by_detector");
    tt_jw_object(w);
    for (size_t i = 0; i < n; i++) {
        uint64_t count = 0;
        if (in->enabled && !in->enabled[i])
            continue; /* not looked for is not the same as not found */
        for (size_t k = 1; k <= r->n_findings; k++)
            count += tt_str_is(tt_str_of(r->findings[k].detector), det[i]->id) ? 1 : 0;
        tt_jw_ku64(w, det[i]->id, count);
    }
    tt_jw_object_end(w);
}

void tt_part_summary(const tt_report_in *in, const char *object, tt_jw *w)
{
    tt_part_begin(w, object);
    tt_jw_key(w, "documents");
    tt_jw_object(w);
    for (int k = TT_KIND_NONE + 1; k < TT_KIND_COUNT; k++)
        if (tt_kind_is_document((tt_kind)k))
            tt_jw_ku64(w, tt_kind_text((tt_kind)k), tt_data_n_docs(in->data, (tt_kind)k));
    tt_jw_object_end(w);
    tt_jw_ku64(w, "entities", in->data->n_entities);
    tt_jw_ku64(w, "flows", in->results->n_flows);
    tt_jw_ku64(w, "deals", in->data->n_deals);
    tt_jw_ku64(w, "findings", in->results->n_findings);
    tt_jw_ku64(w, "syndicates", in->results->n_syndicates);
    key_by_detector(in, w);
    tt_jw_object_end(w);
}

/* --- entities --- */

tt_status
tt_entity_findings_build(const tt_report_in *in, tt_arena *a, tt_entity_findings *out, tt_err *err)
{
    const tt_results *r = in->results;
    size_t n = in->data->n_entities, total = 0;

    out->first = tt_new_n(a, uint32_t, n + 2);
    if (!out->first)
        return tt_fail(err, TT_ENOMEM, "no room for findings of entities");
    for (size_t i = 1; i <= r->n_findings; i++)
        for (size_t k = 0; k < r->findings[i].f.n_entities; k++, total++)
            out->first[r->findings[i].f.entities[k].entity + 1]++;
    for (size_t e = 1; e <= n + 1; e++)
        out->first[e] += out->first[e - 1];
    out->of = tt_new_n(a, uint32_t, total + 1);
    uint32_t *at = tt_new_n(a, uint32_t, n + 2);
    if (!out->of || !at)
        return tt_fail(err, TT_ENOMEM, "no room for findings of entities");
    memcpy(at, out->first, (n + 2) * sizeof(*at));
    for (size_t i = 1; i <= r->n_findings; i++)
        for (size_t k = 0; k < r->findings[i].f.n_entities; k++)
            out->of[at[r->findings[i].f.entities[k].entity]++] = (uint32_t)i;
    return TT_OK;
}

static tt_status key_texts(const tt_report_in *in, tt_ix e, const char *key, tt_text_of what,
                           bool even_empty, tt_arena *a, tt_jw *w, tt_err *err)
{
    tt_texts t;
    TT_TRY(tt_entity_texts(in->data, e, what, a, &t, err));
    if (!t.n && !even_empty)
        return TT_OK;
    tt_jw_key(w, key);
    tt_jw_array(w);
    for (size_t i = 0; i < t.n; i++)
        tt_jw_str(w, t.v[i]);
    tt_jw_array_end(w);
    return TT_OK;
}

static tt_status
key_identifiers(const tt_report_in *in, tt_ix e, tt_arena *a, tt_jw *w, tt_err *err)
{
    static const struct {
        const char *key;
        tt_text_of what;
    } ids[] = {{"id", TT_TEXT_IDENTIFIERS},
               {"tax_id", TT_TEXT_TAX_IDS},
               {"registration_number", TT_TEXT_REGISTRATIONS},
               {"lei", TT_TEXT_LEIS},
               {"account", TT_TEXT_ACCOUNTS}};
    tt_jw_key(w, "identifiers");
    tt_jw_object(w);
    for (size_t i = 0; i < TT_LEN(ids); i++)
        TT_TRY(key_texts(in, e, ids[i].key, ids[i].what, false, a, w, err));
    tt_jw_object_end(w);
    return TT_OK;
}

static tt_status entity(const tt_report_in *in, const tt_entity_findings *ef, tt_ix e,
                        const char *object, tt_arena *scratch, tt_jw *w, tt_err *err)
{
    const tt_entity *en = &in->data->entities[e];
    const tt_results *r = in->results;
    char country[3] = "";

    tt_country_text(en->country, country);
    tt_part_begin(w, object);
    tt_jw_key(w, "id");
    tt_part_id(w, 'e', en->id);
    tt_jw_kz(w, "type", tt_entity_type_text(en->type));
    tt_jw_kstr(w, "name", en->name);
    tt_jw_kz(w, "country", country[0] ? country : NULL);
    TT_TRY(key_texts(in, e, "names", TT_TEXT_NAMES, true, scratch, w, err));
    TT_TRY(key_identifiers(in, e, scratch, w, err));
    TT_TRY(key_texts(in, e, "addresses", TT_TEXT_ADDRESSES, true, scratch, w, err));
    tt_jw_kdouble(w, "weight", r->entity_weight ? r->entity_weight[e] : 0, TT_PART_DECIMALS);
    tt_jw_key(w, "findings");
    tt_jw_array(w);
    for (uint32_t k = ef->first[e]; k < ef->first[e + 1]; k++)
        if (k == ef->first[e] || ef->of[k] != ef->of[k - 1]) /* one entity may have two roles */
            tt_part_id(w, 'f', r->findings[ef->of[k]].id);
    tt_jw_array_end(w);
    tt_jw_key(w, "community");
    tt_ix c = r->entity_community ? r->entity_community[e] : 0;
    if (c)
        tt_part_id(w, 'c', r->communities[c].id);
    else
        tt_jw_null(w);
    tt_jw_object_end(w);
    return TT_OK;
}

tt_status tt_part_entities(const tt_report_in *in, const char *object, tt_jw *w, tt_err *err)
{
    tt_arena a, scratch;
    tt_entity_findings ef;

    tt_arena_init(&a, 0);
    tt_arena_init(&scratch, 0);
    tt_status st = tt_entity_findings_build(in, &a, &ef, err);
    for (tt_ix e = 1; st == TT_OK && e <= in->data->n_entities; e++) {
        st = entity(in, &ef, e, object, &scratch, w, err);
        tt_arena_reset(&scratch);
    }
    tt_arena_release(&scratch);
    tt_arena_release(&a);
    return st;
}

/* --- the rest --- */

void tt_part_deals(const tt_report_in *in, const char *object, tt_jw *w)
{
    const tt_data *d = in->data;
    uint64_t matched = 0;
    for (size_t i = 1; i <= d->n_deals; i++)
        matched += d->deals[i].status == TT_DEAL_MATCHED ? 1 : 0;
    tt_part_begin(w, object);
    tt_jw_ku64(w, "matched", matched);
    tt_jw_ku64(w, "partial", d->n_deals - matched);
    tt_jw_key(w, "unmatched_by_kind");
    tt_jw_object(w);
    for (int k = TT_KIND_NONE + 1; k < TT_KIND_COUNT; k++) {
        uint64_t alone = 0;
        if (!tt_kind_is_document((tt_kind)k))
            continue;
        for (size_t i = 1; i <= tt_data_n_docs(d, (tt_kind)k); i++)
            alone += d->deal_of[k] && d->deal_of[k][i] ? 0 : 1;
        tt_jw_ku64(w, tt_kind_text((tt_kind)k), alone);
    }
    tt_jw_object_end(w);
    tt_jw_key(w, "breaks");
    tt_breaks_json(d, w);
    tt_jw_object_end(w);
}

void tt_part_limit(const tt_report_in *in, size_t i, const char *object, tt_jw *w)
{
    const tt_completeness *c = &in->results->completeness[i];
    tt_part_begin(w, object);
    tt_jw_kz(w, "what", c->what);
    tt_jw_kz(w, "limit", c->limit);
    tt_jw_kz(w, "reached", c->reached);
    tt_jw_kz(w, "effect", c->effect);
    tt_jw_object_end(w);
}

/* Flaws come sorted by (lost, reason, field): the same reason stands together. */
static void key_rejects(const tt_report_in *in, tt_jw *w)
{
    tt_jw_key(w, "rejects_by_reason");
    tt_jw_object(w);
    for (size_t i = 0; i < in->n_flaws;) {
        const tt_report_flaw *f = &in->flaws[i];
        uint64_t n = 0;
        if (f->lost != TT_LOST_RECORD) {
            i++;
            continue;
        }
        for (; i < in->n_flaws && in->flaws[i].lost == TT_LOST_RECORD &&
               tt_str_eq(in->flaws[i].reason, f->reason);
             i++)
            n += in->flaws[i].n;
        tt_buf key;
        tt_buf_init(&key, 0);
        tt_buf_add(&key, f->reason);
        if (tt_buf_status(&key, NULL) == TT_OK)
            tt_jw_ku64(w, key.p, n);
        else
            w->status = TT_ENOMEM;
        tt_buf_release(&key);
    }
    tt_jw_object_end(w);
}

static void key_warnings(const tt_report_in *in, tt_jw *w)
{
    tt_buf key;
    tt_buf_init(&key, 0);
    tt_jw_key(w, "warnings");
    tt_jw_object(w);
    for (size_t i = 0; i < in->n_flaws; i++) {
        const tt_report_flaw *f = &in->flaws[i];
        if (f->lost == TT_LOST_RECORD)
            continue;
        tt_buf_reset(&key);
        tt_buf_addf(&key, "%s%s%.*s%s%.*s", f->lost == TT_LOST_FIELD ? "field not used" : "noted",
                    f->field.n ? ": " : "", TT_STR_ARG(f->field), ": ", TT_STR_ARG(f->reason));
        if (tt_buf_status(&key, NULL) != TT_OK)
            w->status = TT_ENOMEM;
        else
            tt_jw_ku64(w, key.p, f->n);
    }
    for (size_t i = 0; i < in->n_unknown_columns; i++) {
        tt_buf_reset(&key);
        tt_buf_addf(&key, "unknown column: %.*s", TT_STR_ARG(in->unknown_columns[i]));
        if (tt_buf_status(&key, NULL) != TT_OK)
            w->status = TT_ENOMEM;
        else
            tt_jw_ku64(w, key.p, 1);
    }
    if (in->n_idle)
        tt_jw_ku64(w, "decision about a party or finding that the case does not have", in->n_idle);
    tt_jw_object_end(w);
    tt_buf_release(&key);
}

static void key_checks(const tt_report_in *in, tt_jw *w)
{
    tt_id_scheme order[TT_ID_SCHEMES];
    size_t n = tt_identifier_schemes(in->data, order);
    tt_jw_key(w, "identifiers");
    tt_jw_object(w);
    for (size_t i = 0; i < n; i++) {
        tt_jw_key(w, tt_id_scheme_text(order[i]));
        tt_jw_object(w);
        for (unsigned state = TT_ID_VALID; state < TT_ID_STATES; state++)
            tt_jw_ku64(w, tt_id_state_text((tt_id_state)state), in->data->checks[order[i]][state]);
        tt_jw_object_end(w);
    }
    tt_jw_object_end(w);
}

void tt_part_data_quality(const tt_report_in *in, const char *object, tt_jw *w)
{
    tt_part_begin(w, object);
    key_rejects(in, w);
    key_warnings(in, w);
    key_checks(in, w);
    tt_jw_object_end(w);
}
