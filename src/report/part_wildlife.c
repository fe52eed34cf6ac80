/* part_wildlife.c - the wildlife page as JSON values; see wildlife.h. */
#include "report/ledger.h"
#include "report/part_keys.h"
#include "report/parts.h"
#include "report/wildlife.h"

#include <math.h>

/* What is given as a cited row: kind, number, day. */
static void keys_of(const tt_data *d, tt_ref r, tt_jw *w)
{
    tt_cited c = tt_data_cited(d, r.kind, r.doc);
    tt_jw_kz(w, "kind", tt_kind_text(r.kind));
    tt_jw_kstr(w, "number", c.number);
}

static void key_date(tt_jw *w, const char *key, tt_date day)
{
    tt_jw_key(w, key);
    tt_jw_date(w, day);
}

static void key_micro(tt_jw *w, const char *key, int64_t v)
{
    tt_key_double(w, key, v == TT_NO_NUM ? (double)NAN : (double)v / 1e6);
}

static void key_declared(const tt_data *d, const tt_consignment *c, double value_kg, tt_jw *w)
{
    char ccy[4];
    tt_ccy_text(d->base, ccy);
    tt_jw_ku64(w, "containers", c->containers);
    tt_key_double(w, "gross_kg", c->gross_kg);
    tt_key_double(w, "volume_m3", c->m3);
    tt_jw_key(w, "value");
    tt_jw_money(w, (tt_money){c->value, d->base});
    tt_jw_kz(w, "currency", ccy);
    tt_key_double(w, "value_per_kg", value_kg);
    tt_jw_key(w, "cover");
    if (!c->cover) {
        tt_jw_null(w);
        return;
    }
    tt_jw_object(w);
    tt_jw_kstr(w, "goods", c->cover->name);
    key_micro(w, "usd_per_tonne_low", c->cover->usd_low);
    key_micro(w, "usd_per_tonne_high", c->cover->usd_high);
    key_micro(w, "kg_per_m3_low", c->cover->kg_m3_low);
    key_micro(w, "kg_per_m3_high", c->cover->kg_m3_high);
    tt_jw_kstr(w, "source", c->cover->source);
    tt_jw_object_end(w);
}

static void key_could_be(const tt_chain *x, tt_jw *w)
{
    tt_jw_key(w, "corridor_of");
    tt_jw_array(w);
    for (size_t i = 0; i < x->n_could_be; i++) {
        tt_jw_object(w);
        tt_jw_kstr(w, "product", x->could_be[i].product->name);
        key_micro(w, "usd_per_kg_low", x->could_be[i].usd_low);
        key_micro(w, "usd_per_kg_high", x->could_be[i].usd_high);
        tt_jw_object_end(w);
    }
    tt_jw_array_end(w);
}

static void key_steps(const tt_data *d, const tt_chain *x, tt_jw *w)
{
    tt_jw_key(w, "steps");
    tt_jw_array(w);
    for (size_t i = 0; i < x->n_steps; i++) {
        const tt_step *s = &x->steps[i];
        tt_jw_object(w);
        key_date(w, "date", s->day);
        tt_jw_kz(w, "stage", tt_stage_text(s->stage));
        tt_jw_kz(w, "lane", tt_lane_text(s->lane));
        tt_jw_kz(w, "what", s->what);
        keys_of(d, s->doc, w);
        tt_jw_object_end(w);
    }
    tt_jw_array_end(w);
}

static void key_controls(const tt_chain *x, tt_jw *w)
{
    tt_jw_key(w, "control_points");
    tt_jw_array(w);
    for (size_t i = 0; i < x->n_controls; i++) {
        const tt_control *c = &x->controls[i];
        tt_jw_object(w);
        tt_jw_kz(w, "what", c->what);
        tt_jw_kstr(w, "place", c->place);
        tt_key_country(w, "country", c->country);
        key_date(w, "date", c->day);
        tt_jw_key(w, "ahead");
        tt_jw_bool(w, c->ahead);
        tt_jw_object_end(w);
    }
    tt_jw_array_end(w);
}

/* Ordinary explanations that no finding could test. */
static void key_open(const tt_report_in *in, const tt_chain *x, tt_jw *w)
{
    tt_jw_key(w, "open_explanations");
    tt_jw_array(w);
    for (size_t i = 0; i < x->n_findings; i++) {
        const tt_found *f = &in->results->findings[x->findings[i]];
        for (size_t k = 0; k < f->f.n_tests; k++) {
            if (f->f.tests[k].outcome != TT_TEST_UNKNOWN)
                continue;
            tt_jw_object(w);
            tt_jw_key(w, "finding");
            tt_part_id(w, 'f', f->id);
            tt_jw_kz(w, "test", f->f.tests[k].test);
            tt_jw_kz(w, "detail", f->f.tests[k].detail);
            tt_jw_object_end(w);
        }
    }
    tt_jw_array_end(w);
}

static void consignment(const tt_report_in *in, const tt_chain *x, tt_jw *w)
{
    const tt_data *d = in->data;
    const tt_consignment *c = x->c;
    tt_jw_object(w);
    keys_of(d, (tt_ref){c->kind, c->doc, 0}, w);
    key_date(w, "date", c->day);
    tt_key_country(w, "from", c->from);
    tt_jw_key(w, "via");
    tt_jw_array(w);
    for (size_t i = 0; i < c->n_via; i++) {
        char text[3];
        tt_country_text(c->via[i], text);
        tt_jw_z(w, text);
    }
    tt_jw_array_end(w);
    tt_key_country(w, "to", c->to);
    key_declared(d, c, x->value_kg, w);
    key_could_be(x, w);
    tt_jw_key(w, "findings");
    tt_jw_array(w);
    for (size_t i = 0; i < x->n_findings; i++)
        tt_part_id(w, 'f', in->results->findings[x->findings[i]].id);
    tt_jw_array_end(w);
    key_steps(d, x, w);
    key_controls(x, w);
    tt_jw_key(w, "linked");
    tt_jw_array(w);
    for (size_t i = 0; i < x->n_rows; i++) {
        tt_jw_object(w);
        keys_of(d, x->rows[i], w);
        tt_jw_object_end(w);
    }
    tt_jw_array_end(w);
    key_open(in, x, w);
    tt_jw_key(w, "not_in_the_data");
    tt_jw_array(w);
    for (size_t i = 0; i < x->n_gaps; i++)
        tt_jw_z(w, x->gaps[i]);
    tt_jw_array_end(w);
    tt_jw_object_end(w);
}

static void key_lanes(const tt_wild_view *v, tt_jw *w)
{
    tt_jw_key(w, "lanes");
    tt_jw_array(w);
    for (size_t i = 0; i < v->n_lanes; i++) {
        const tt_wild_lane *l = &v->lanes[i];
        tt_jw_object(w);
        tt_key_country(w, "from", l->from);
        tt_key_country(w, "to", l->to);
        tt_jw_ku64(w, "consignments", l->n);
        tt_jw_ku64(w, "with_findings", l->cited);
        tt_key_period(w, l->first, l->last);
        tt_jw_object_end(w);
    }
    tt_jw_array_end(w);
}

static void key_trends(const tt_wild_view *v, tt_jw *w)
{
    tt_jw_key(w, "trends");
    tt_jw_array(w);
    for (size_t i = 0; i < v->n_trends; i++) {
        const tt_trend *t = &v->trends[i];
        tt_jw_object(w);
        tt_jw_kz(w, "of", tt_trend_text(t->kind));
        tt_jw_kstr(w, "key", t->key);
        tt_jw_ku64(w, "n", t->n);
        tt_jw_ku64(w, "among", t->of);
        key_date(w, "first_month", t->first);
        tt_jw_key(w, "months");
        tt_jw_array(w);
        for (size_t m = 0; m < t->n_months; m++) {
            tt_jw_array(w);
            tt_jw_u64(w, t->seen[m]);
            tt_jw_u64(w, t->among[m]);
            tt_jw_array_end(w);
        }
        tt_jw_array_end(w);
        tt_jw_key(w, "too_few");
        tt_jw_bool(w, t->few);
        key_date(w, "change", t->change);
        tt_key_double(w, "p_value", t->few ? (double)NAN : t->p);
        tt_key_double(w, "before", t->change == TT_NO_DATE ? (double)NAN : t->before);
        tt_key_double(w, "after", t->change == TT_NO_DATE ? (double)NAN : t->after);
        tt_jw_object_end(w);
    }
    tt_jw_array_end(w);
    tt_jw_ku64(w, "trends_left_out", v->n_trends_left_out);
}

static void key_seized(const tt_wild_view *v, tt_jw *w)
{
    tt_jw_key(w, "seizures");
    tt_jw_object(w);
    tt_jw_ku64(w, "n", v->n_seizures);
    for (int by = 0; by < TT_SEIZED_BYS; by++) {
        tt_jw_key(w, tt_seized_by_text((tt_seized_by)by));
        tt_jw_array(w);
        for (size_t i = 0; i < v->n_seized[by]; i++) {
            const tt_seized *s = &v->seized[by][i];
            tt_jw_object(w);
            tt_jw_kstr(w, "key", s->key.n ? s->key : (tt_str){0});
            tt_jw_ku64(w, "n", s->n);
            key_micro(w, "weight_kg", s->n == s->unweighed ? TT_NO_NUM : s->kg);
            tt_jw_ku64(w, "without_weight", s->unweighed);
            tt_jw_object_end(w);
        }
        tt_jw_array_end(w);
    }
    tt_jw_object_end(w);
}

tt_status tt_part_wildlife(const tt_report_in *in, const char *object, tt_jw *w, tt_err *err)
{
    tt_arena a;
    tt_wild_view v;
    tt_ledger l;
    tt_arena_init(&a, 0);
    tt_status st = tt_wild_view_build(in, &a, &v, err);
    if (st == TT_OK)
        st = tt_ledger_build(in->data, &v.wild, &a, &l, err);
    if (st == TT_OK) {
        tt_part_begin(w, object);
        tt_jw_key(w, "consignments");
        tt_jw_array(w);
        for (size_t i = 0; i < v.n_chains; i++)
            consignment(in, &v.chains[i], w);
        tt_jw_array_end(w);
        key_lanes(&v, w);
        key_trends(&v, w);
        key_seized(&v, w);
        tt_key_permits(in->data, &l, w);
        tt_jw_object_end(w);
    }
    tt_arena_release(&a);
    return st;
}
