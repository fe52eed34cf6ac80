/* tell.c - an evaluation as text and as JSON. */
#include "evaluate/parts.h"

#include <math.h>

#include "base/json_write.h"
#include "base/num.h"
#include "base/str.h"

enum { DECIMALS = 4 };

/* --- text --- */

static void add_number(tt_buf *b, double v)
{
    char text[TT_NUM_TEXT];
    if (isnan(v)) {
        tt_buf_add_z(b, "-");
        return;
    }
    tt_buf_add(b, (tt_str){text, tt_double_text(v, 3, text)});
}

/* "0.812 (0.745 to 0.864), 81 of 100" */
static void add_share(tt_buf *b, tt_share s)
{
    add_number(b, s.value);
    if (!s.n)
        return;
    tt_buf_add_z(b, " (");
    add_number(b, s.low);
    tt_buf_add_z(b, " to ");
    add_number(b, s.high);
    tt_buf_addf(b, "), %llu of %llu", (unsigned long long)s.k, (unsigned long long)s.n);
}

static void share_line(tt_buf *b, const char *what, tt_share s)
{
    tt_buf_addf(b, "  %-34s ", what);
    add_share(b, s);
    tt_buf_add_c(b, '\n');
}

static void number_line(tt_buf *b, const char *what, double v)
{
    tt_buf_addf(b, "  %-34s ", what);
    add_number(b, v);
    tt_buf_add_c(b, '\n');
}

static void rows_text(tt_buf *b, const tt_ev_row *rows, size_t n, bool planted)
{
    if (!n)
        return;
    tt_buf_addf(b, "  %-28s %-7s %7s %7s %7s %7s %7s %9s\n", planted ? "typology" : "class",
                planted ? "level" : "", "events", "hit", "half", "all", planted ? "named" : "",
                "findings");
    for (size_t i = 0; i < n; i++) {
        const tt_ev_row *r = &rows[i];
        tt_buf_addf(b, "  %-28.*s %-7.*s %7u %7u %7u %7u ", TT_STR_ARG(r->code),
                    TT_STR_ARG(r->level), r->n, r->any, r->half, r->all);
        if (planted)
            tt_buf_addf(b, "%7u ", r->named);
        else
            tt_buf_addf(b, "%7s ", "");
        tt_buf_addf(b, "%9u\n", r->findings);
    }
}

static void
range_text(tt_buf *b, const char *what, double v, double low, double high, double by_chance)
{
    tt_buf_addf(b, "  %-34s ", what);
    add_number(b, v);
    tt_buf_add_z(b, " (");
    add_number(b, low);
    tt_buf_add_z(b, " to ");
    add_number(b, high);
    tt_buf_add_z(b, "), by chance ");
    add_number(b, by_chance);
    tt_buf_add_c(b, '\n');
}

static double share_of_traders(const tt_evaluation *e)
{
    return tt_share_of(e->n_planted_traders, e->n_traders).value;
}

static void traders_text(const tt_evaluation *e, tt_buf *b)
{
    static const char *const budgets[TT_EV_BUDGETS][2] = {
        {"1 % of entities: precision", "1 % of entities: recall"},
        {"2 % of entities: precision", "2 % of entities: recall"},
        {"5 % of entities: precision", "5 % of entities: recall"}};
    tt_buf_add_z(b, "entities that findings name\n");
    for (size_t k = 0; k < TT_EV_BUDGETS; k++) {
        share_line(b, budgets[k][0], e->entity_precision[k]);
        share_line(b, budgets[k][1], e->entity_recall[k]);
    }
    range_text(b, "average precision, entities", e->entity_ap, e->entity_ap_low, e->entity_ap_high,
               share_of_traders(e));
}

static void case_text(const tt_evaluation *e, tt_buf *b)
{
    if (e->n_planted_traders)
        traders_text(e, b);
    tt_buf_add_z(b, "entities (names that documents write)\n");
    number_line(b, "pairs: precision", e->entities.precision);
    number_line(b, "pairs: recall", e->entities.recall);
    number_line(b, "pairs: F1", e->entities.f1);
    number_line(b, "B-cubed F1", e->entities.b3_f1);
    tt_buf_add_z(b, "documents of one deal\n");
    tt_share p = tt_share_of(e->links_both, e->links_found),
             r = tt_share_of(e->links_both, e->links_true);
    share_line(b, "links: precision", p);
    share_line(b, "links: recall", r);
    number_line(b, "links: F1", tt_f1(p.value, r.value));
    p = tt_share_of(e->breaks_named, e->breaks_found);
    r = tt_share_of(e->breaks_named, e->breaks_true);
    share_line(b, "breaks, type right: precision", p);
    share_line(b, "breaks, type right: recall", r);
    number_line(b, "breaks, type right: F1", tt_f1(p.value, r.value));
}

static void ranking_text(const tt_evaluation *e, tt_buf *b)
{
    static const char *const ks[TT_EV_KS] = {"first 10 findings right", "first 20 findings right",
                                             "first 50 findings right", "first 100 findings right"};
    static const char *const budgets[TT_EV_BUDGETS][2] = {
        {"1 % of documents: precision", "1 % of documents: recall"},
        {"2 % of documents: precision", "2 % of documents: recall"},
        {"5 % of documents: precision", "5 % of documents: recall"}};
    tt_buf_add_z(b, "ranking\n");
    for (size_t k = 0; k < TT_EV_KS; k++)
        share_line(b, ks[k], e->precision_at[k]);
    for (size_t k = 0; k < TT_EV_BUDGETS; k++) {
        share_line(b, budgets[k][0], e->precision_in[k]);
        share_line(b, budgets[k][1], e->recall_in[k]);
    }
    range_text(b, "average precision, documents", e->ap, e->ap_low, e->ap_high, e->prevalence);
    share_line(b, "cited by right findings, planted", e->evidence);
}

static void calibration_text(const tt_evaluation *e, tt_buf *b)
{
    static const char *const bins[TT_EV_BINS] = {"weight below 0.5", "0.5 to 1", "1 to 1.5",
                                                 "1.5 to 2", "2 and more"};
    tt_buf_add_z(b, "right findings by weight\n");
    for (size_t k = 0; k < TT_EV_BINS; k++)
        share_line(b, bins[k], e->bins[k].right);
    tt_buf_addf(b, "  %-34s ", "p-values of wrong ones");
    add_number(b, e->p_distance);
    tt_buf_addf(b, " from uniform (%zu)\n", e->n_p);
}

static void syndicates_text(tt_buf *b, const char *by, const tt_ev_groups *g)
{
    tt_buf_addf(b, "syndicates by %s (%zu planted)\n", by, g->n);
    share_line(b, "recovered, Jaccard 0.5 or more", g->recovered);
    number_line(b, "mean of the best Jaccard", g->mean_jaccard);
    number_line(b, "adjusted mutual information", g->ami);
}

tt_status tt_evaluation_text(const tt_evaluation *e, tt_buf *b, tt_err *err)
{
    tt_buf_addf(b,
                "world '%.*s', seed %llu: %llu documents, of which %llu are planted, in %llu "
                "events\n%zu findings, of which %zu are right\n\n",
                TT_STR_ARG(e->scenario), (unsigned long long)e->seed,
                (unsigned long long)e->n_documents, (unsigned long long)e->n_planted_documents,
                (unsigned long long)e->n_planted_events, e->n_findings, e->n_true);
    if (e->n_planted_events) {
        ranking_text(e, b);
        tt_buf_add_z(b, "planted events that were found\n");
        rows_text(b, e->typologies, e->n_typologies, true);
        if (e->has_case)
            syndicates_text(b, "parties", &e->syndicate_parties);
        syndicates_text(b, "documents that their findings cite", &e->syndicate_documents);
    }
    tt_buf_add_z(b, "false alarms\n");
    number_line(b, "per 1,000 clean documents", e->findings_per_thousand);
    tt_buf_addf(b, "  %-34s %zu\n", "on ordinary trade", e->n_false_clean);
    rows_text(b, e->look_alikes, e->n_look_alikes, false);
    calibration_text(e, b);
    tt_buf_add_z(b, "right findings by detector\n");
    for (size_t i = 0; i < e->n_detectors; i++) {
        tt_buf_addf(b, "  %-34.*s ", TT_STR_ARG(e->detectors[i].id));
        add_share(b, e->detectors[i].right);
        tt_buf_add_c(b, '\n');
    }
    if (e->has_case)
        case_text(e, b);
    else
        tt_buf_add_z(b, "entities, documents of one deal: not judged, they need the folder of a "
                        "run and the tables of the truth\n");
    return tt_buf_status(b, err);
}

/* --- JSON --- */

static void put_share(tt_jw *j, const char *key, tt_share s)
{
    if (key)
        tt_jw_key(j, key);
    tt_jw_object(j);
    tt_jw_ku64(j, "k", s.k);
    tt_jw_ku64(j, "n", s.n);
    tt_jw_kdouble(j, "value", s.value, DECIMALS);
    tt_jw_kdouble(j, "low", s.low, DECIMALS);
    tt_jw_kdouble(j, "high", s.high, DECIMALS);
    tt_jw_object_end(j);
}

static void put_rows(tt_jw *j, const char *key, const tt_ev_row *rows, size_t n, bool planted)
{
    tt_jw_key(j, key);
    tt_jw_array(j);
    for (size_t i = 0; i < n; i++) {
        tt_jw_object(j);
        tt_jw_kstr(j, planted ? "typology" : "class", rows[i].code);
        if (planted)
            tt_jw_kstr(j, "level", rows[i].level);
        tt_jw_ku64(j, "events", rows[i].n);
        tt_jw_ku64(j, "hit", rows[i].any);
        tt_jw_ku64(j, "half", rows[i].half);
        tt_jw_ku64(j, "all", rows[i].all);
        if (planted)
            tt_jw_ku64(j, "named", rows[i].named);
        tt_jw_ku64(j, "findings", rows[i].findings);
        tt_jw_object_end(j);
    }
    tt_jw_array_end(j);
}

static void put_range(tt_jw *j, double v, double low, double high, double by_chance)
{
    tt_jw_key(j, "average_precision");
    tt_jw_object(j);
    tt_jw_kdouble(j, "value", v, DECIMALS);
    tt_jw_kdouble(j, "low", low, DECIMALS);
    tt_jw_kdouble(j, "high", high, DECIMALS);
    tt_jw_kdouble(j, "by_chance", by_chance, DECIMALS);
    tt_jw_object_end(j);
}

static void put_traders(tt_jw *j, const tt_evaluation *e)
{
    tt_jw_key(j, "named_entities");
    tt_jw_object(j);
    tt_jw_ku64(j, "entities", e->n_traders);
    tt_jw_ku64(j, "planted", e->n_planted_traders);
    tt_jw_key(j, "budgets");
    tt_jw_array(j);
    for (size_t k = 0; k < TT_EV_BUDGETS; k++) {
        tt_jw_object(j);
        tt_jw_kdouble(j, "share_of_entities", tt_ev_budgets[k], DECIMALS);
        put_share(j, "precision", e->entity_precision[k]);
        put_share(j, "recall", e->entity_recall[k]);
        tt_jw_object_end(j);
    }
    tt_jw_array_end(j);
    put_range(j, e->entity_ap, e->entity_ap_low, e->entity_ap_high, share_of_traders(e));
    tt_jw_object_end(j);
}

static void put_ranking(tt_jw *j, const tt_evaluation *e)
{
    tt_jw_key(j, "precision_at");
    tt_jw_array(j);
    for (size_t k = 0; k < TT_EV_KS; k++)
        put_share(j, NULL, e->precision_at[k]);
    tt_jw_array_end(j);
    tt_jw_key(j, "budgets");
    tt_jw_array(j);
    for (size_t k = 0; k < TT_EV_BUDGETS; k++) {
        tt_jw_object(j);
        tt_jw_kdouble(j, "share_of_documents", tt_ev_budgets[k], DECIMALS);
        put_share(j, "precision", e->precision_in[k]);
        put_share(j, "recall", e->recall_in[k]);
        tt_jw_object_end(j);
    }
    tt_jw_array_end(j);
    put_range(j, e->ap, e->ap_low, e->ap_high, e->prevalence);
    put_share(j, "evidence", e->evidence);
}

static void put_calibration(tt_jw *j, const tt_evaluation *e)
{
    tt_jw_key(j, "weights");
    tt_jw_array(j);
    for (size_t k = 0; k < TT_EV_BINS; k++) {
        tt_jw_object(j);
        tt_jw_kdouble(j, "from", e->bins[k].low, DECIMALS);
        tt_jw_kdouble(j, "below", e->bins[k].high, DECIMALS);
        put_share(j, "right", e->bins[k].right);
        tt_jw_object_end(j);
    }
    tt_jw_array_end(j);
    tt_jw_key(j, "p_values_of_wrong_findings");
    tt_jw_object(j);
    tt_jw_ku64(j, "n", e->n_p);
    tt_jw_kdouble(j, "distance_from_uniform", e->p_distance, DECIMALS);
    tt_jw_object_end(j);
}

static void put_grouping(tt_jw *j, const tt_grouping *g)
{
    tt_jw_key(j, "entities");
    tt_jw_object(j);
    tt_jw_kdouble(j, "pair_precision", g->precision, DECIMALS);
    tt_jw_kdouble(j, "pair_recall", g->recall, DECIMALS);
    tt_jw_kdouble(j, "pair_f1", g->f1, DECIMALS);
    tt_jw_kdouble(j, "b_cubed_precision", g->b3_precision, DECIMALS);
    tt_jw_kdouble(j, "b_cubed_recall", g->b3_recall, DECIMALS);
    tt_jw_kdouble(j, "b_cubed_f1", g->b3_f1, DECIMALS);
    tt_jw_object_end(j);
}

static void put_pairs(tt_jw *j, const char *key, uint64_t both, uint64_t found, uint64_t truth)
{
    tt_share p = tt_share_of(both, found), r = tt_share_of(both, truth);
    tt_jw_key(j, key);
    tt_jw_object(j);
    put_share(j, "precision", p);
    put_share(j, "recall", r);
    tt_jw_kdouble(j, "f1", tt_f1(p.value, r.value), DECIMALS);
    tt_jw_object_end(j);
}

static void put_syndicates(tt_jw *j, const char *key, const tt_ev_groups *g)
{
    tt_jw_key(j, key);
    tt_jw_object(j);
    tt_jw_ku64(j, "planted", g->n);
    put_share(j, "recovered", g->recovered);
    tt_jw_kdouble(j, "mean_best_jaccard", g->mean_jaccard, DECIMALS);
    tt_jw_kdouble(j, "adjusted_mutual_information", g->ami, DECIMALS);
    tt_jw_object_end(j);
}

tt_status tt_evaluation_json(const tt_evaluation *e, tt_buf *out, tt_err *err)
{
    tt_jw j;
    tt_jw_init(&j, NULL, false);
    tt_jw_object(&j);
    tt_jw_kz(&j, "schema_version", "1.0");
    tt_jw_kstr(&j, "scenario", e->scenario);
    tt_jw_ku64(&j, "seed", e->seed);
    tt_jw_ku64(&j, "documents", e->n_documents);
    tt_jw_ku64(&j, "planted_documents", e->n_planted_documents);
    tt_jw_ku64(&j, "planted_events", e->n_planted_events);
    tt_jw_ku64(&j, "findings", e->n_findings);
    tt_jw_ku64(&j, "right_findings", e->n_true);
    put_ranking(&j, e);
    put_rows(&j, "typologies", e->typologies, e->n_typologies, true);
    put_syndicates(&j, "syndicates_by_document", &e->syndicate_documents);
    tt_jw_kdouble(&j, "false_findings_per_thousand_clean_documents", e->findings_per_thousand,
                  DECIMALS);
    tt_jw_ku64(&j, "false_findings_on_ordinary_trade", e->n_false_clean);
    put_rows(&j, "look_alikes", e->look_alikes, e->n_look_alikes, false);
    put_calibration(&j, e);
    tt_jw_key(&j, "detectors");
    tt_jw_array(&j);
    for (size_t i = 0; i < e->n_detectors; i++) {
        tt_jw_object(&j);
        tt_jw_kstr(&j, "detector", e->detectors[i].id);
        put_share(&j, "right", e->detectors[i].right);
        tt_jw_object_end(&j);
    }
    tt_jw_array_end(&j);
    if (e->has_case) {
        put_syndicates(&j, "syndicates_by_party", &e->syndicate_parties);
        put_traders(&j, e);
        put_grouping(&j, &e->entities);
        put_pairs(&j, "links", e->links_both, e->links_found, e->links_true);
        put_pairs(&j, "breaks", e->breaks_named, e->breaks_found, e->breaks_true);
    }
    tt_jw_object_end(&j);
    tt_status st = tt_jw_end(&j, err);
    tt_buf_add(out, tt_buf_str(&j.buf));
    tt_jw_release(&j);
    return st == TT_OK ? tt_buf_status(out, err) : st;
}
