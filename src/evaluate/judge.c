/* judge.c - findings, documents and syndicates of a report against what was planted. */
#include "evaluate/parts.h"

#include <math.h>

#include "base/str.h"
#include "base/vec.h"

const size_t tt_ev_ks[TT_EV_KS] = {10, 20, 50, 100};
const double tt_ev_budgets[TT_EV_BUDGETS] = {0.01, 0.02, 0.05};

struct judge {
    const tt_truth *t;
    const tt_claims *c;
    tt_arena *a;
    tt_evaluation *out;
    uint8_t *right;    /* per finding */
    uint8_t *cited[2]; /* per document: by a finding that is not right, by one that is */
};

static tt_status out_of_memory(tt_err *err)
{
    return tt_fail(err, TT_ENOMEM, "no room for the evaluation");
}

/* Of a document; 0: ordinary trade, or a document that the truth does not know. */
static tt_tx event_of(const tt_truth *t, tt_tx doc)
{
    return doc <= t->n_docs ? t->docs[doc].event : 0;
}

static bool is_planted(const tt_truth *t, tt_tx doc)
{
    return t->events[event_of(t, doc)].planted;
}

static bool is_look_alike(const tt_truth *t, tt_tx doc)
{
    return event_of(t, doc) && !is_planted(t, doc);
}

/* --- findings --- */

static void judge_findings(struct judge *j)
{
    uint64_t planted = 0, cited = 0;
    for (size_t i = 0; i < j->c->n_findings; i++) {
        const tt_claim_finding *f = &j->c->findings[i];
        const tt_tx *doc = j->c->docs + f->first_doc;
        uint32_t n = 0;
        for (uint32_t k = 0; k < f->n_docs; k++)
            n += is_planted(j->t, doc[k]);
        j->right[i] = n && 2 * n >= f->n_docs;
        j->out->n_true += j->right[i];
        for (uint32_t k = 0; k < f->n_docs; k++)
            j->cited[j->right[i]][doc[k]] = 1;
        planted += j->right[i] ? n : 0;
        cited += j->right[i] ? f->n_docs : 0;
    }
    j->out->n_findings = j->c->n_findings;
    j->out->evidence = tt_share_of(planted, cited);
    for (size_t k = 0; k < TT_EV_KS; k++)
        j->out->precision_at[k] = tt_precision_at(j->right, j->c->n_findings, tt_ev_ks[k]);
}

static tt_status judge_detectors(struct judge *j, tt_err *err)
{
    tt_ev_detector *d = tt_new_n(j->a, tt_ev_detector, j->c->n_findings + 1);
    size_t n = 0;
    if (!d)
        return out_of_memory(err);
    for (size_t i = 0; i < j->c->n_findings; i++) {
        size_t k = 0;
        while (k < n && tt_str_cmp(d[k].id, j->c->findings[i].detector) < 0)
            k++;
        if (k == n || !tt_str_eq(d[k].id, j->c->findings[i].detector)) {
            memmove(d + k + 1, d + k, (n++ - k) * sizeof(*d));
            d[k] = (tt_ev_detector){.id = j->c->findings[i].detector};
        }
        d[k].right.k += j->right[i];
        d[k].right.n++;
    }
    for (size_t k = 0; k < n; k++)
        d[k].right = tt_share_of(d[k].right.k, d[k].right.n);
    j->out->detectors = d;
    j->out->n_detectors = n;
    return TT_OK;
}

/* --- calibration --- */

static tt_status judge_weights(struct judge *j, tt_err *err)
{
    static const double edges[TT_EV_BINS + 1] = {-HUGE_VAL, 0.5, 1, 1.5, 2, HUGE_VAL};
    double *p = tt_new_n(j->a, double, j->c->n_findings + 1), most = 0;
    if (!p)
        return out_of_memory(err);
    for (size_t b = 0; b < TT_EV_BINS; b++) {
        uint64_t n = 0, hits = 0;
        for (size_t i = 0; i < j->c->n_findings; i++) {
            double w = j->c->findings[i].weight;
            bool in = w >= edges[b] && w < edges[b + 1];
            n += in;
            hits += in && j->right[i];
        }
        j->out->bins[b] = (tt_ev_bin){edges[b], edges[b + 1], tt_share_of(hits, n)};
    }
    for (size_t i = 0; i < j->c->n_findings; i++)
        if (!j->right[i] && !isnan(j->c->findings[i].p_value)) {
            p[j->out->n_p++] = j->c->findings[i].p_value;
            most = TT_MAX(most, j->c->findings[i].p_value);
        }
    for (size_t i = 0; i < j->out->n_p && most > 0; i++)
        p[i] /= most;
    j->out->p_distance = tt_uniform_distance(p, j->out->n_p);
    return TT_OK;
}

/* --- documents, as one who inspects them meets them --- */

static tt_status judge_documents(struct judge *j, tt_err *err)
{
    const tt_truth *t = j->t;
    tt_evaluation *out = j->out;
    uint8_t *seen = tt_new_n(j->a, uint8_t, j->c->last_doc + (size_t)1);
    uint8_t *hit = tt_new_n(j->a, uint8_t, j->c->last_doc + (size_t)1);
    size_t n = 0;
    if (!seen || !hit)
        return out_of_memory(err);
    for (tt_tx d = 1; d <= t->n_docs; d++)
        out->n_planted_documents += is_planted(t, d);
    for (size_t i = 0; i < j->c->n_findings; i++) {
        const tt_claim_finding *f = &j->c->findings[i];
        for (uint32_t k = 0; k < f->n_docs; k++) {
            tt_tx d = j->c->docs[f->first_doc + k];
            if (!seen[d])
                hit[n++] = is_planted(t, d);
            seen[d] = 1;
        }
    }
    size_t planted = (size_t)out->n_planted_documents;
    out->n_documents = t->tables ? t->n_docs : j->c->n_documents;
    out->prevalence = tt_share_of(planted, out->n_documents).value;
    out->ap = tt_average_precision(hit, n, planted);
    for (size_t b = 0; b < TT_EV_BUDGETS; b++) {
        size_t k = TT_MIN((size_t)ceil(tt_ev_budgets[b] * (double)out->n_documents), n);
        out->precision_in[b] = tt_precision_at(hit, n, k);
        out->recall_in[b] = tt_share_of(out->precision_in[b].k, planted);
    }
    size_t clean = (size_t)out->n_documents - planted;
    out->findings_per_thousand =
        clean ? 1000 * (double)(out->n_findings - out->n_true) / (double)clean : (double)NAN;
    return tt_average_precision_range(hit, n, planted, t->seed, TT_EV_ROUNDS, j->a, &out->ap_low,
                                      &out->ap_high, err);
}

/* --- events --- */

static tt_ev_row *row_of(tt_ev_row *rows, size_t *n, const tt_truth_event *e)
{
    size_t k = 0;
    int c = -1;
    for (; k < *n; k++) {
        c = tt_str_cmp(rows[k].code, e->code);
        c = c ? c : tt_str_cmp(rows[k].level, e->level);
        if (c >= 0)
            break;
    }
    if (k == *n || c) {
        memmove(rows + k + 1, rows + k, ((*n)++ - k) * sizeof(*rows));
        rows[k] = (tt_ev_row){.code = e->code, .level = e->level};
    }
    return &rows[k];
}

static bool names(const tt_claim_finding *f, const tt_truth_event *e)
{
    return tt_str_eq(f->typology, e->code) || tt_str_eq(f->detector, e->code);
}

/* Per event: how many findings hit it, the last of them, and whether one names its typology, or is
 * of the detector for it. */
struct hits {
    uint32_t *n, *last; /* last: index + 1 */
    uint8_t *named;
    tt_tx *ties; /* per syndicate: the event of what joins its members; 0: none */
};

static void hit(const struct judge *j, struct hits *h, size_t finding, tt_tx event, bool names)
{
    if (j->t->events[event].planted != (j->right[finding] != 0))
        return;
    h->n[event] += h->last[event] != finding + 1;
    h->last[event] = (uint32_t)finding + 1;
    h->named[event] |= names;
}

static void count_hits(const struct judge *j, struct hits *h)
{
    for (tt_tx e = 1; e <= j->t->n_events; e++)
        if (j->t->events[e].ties && j->t->events[e].syndicate)
            h->ties[j->t->events[e].syndicate] = e;
    for (size_t i = 0; i < j->c->n_findings; i++) {
        const tt_claim_finding *f = &j->c->findings[i];
        for (uint32_t k = 0; k < f->n_docs; k++) {
            tt_tx e = event_of(j->t, j->c->docs[f->first_doc + k]);
            tt_tx ties = h->ties[j->t->events[e].syndicate];
            hit(j, h, i, e, names(f, &j->t->events[e]));
            /* What ties a syndicate is shown by papers of all its events, to who looks for it. */
            if (ties && names(f, &j->t->events[ties]))
                hit(j, h, i, ties, true);
        }
    }
}

static tt_status judge_events(struct judge *j, tt_err *err)
{
    const tt_truth *t = j->t;
    struct hits h = {.n = tt_new_n(j->a, uint32_t, t->n_events + (size_t)1),
                     .last = tt_new_n(j->a, uint32_t, t->n_events + (size_t)1),
                     .named = tt_new_n(j->a, uint8_t, t->n_events + (size_t)1),
                     .ties = tt_new_n(j->a, tt_tx, t->n_syndicates + (size_t)1)};
    j->out->typologies = tt_new_n(j->a, tt_ev_row, t->n_events + (size_t)1);
    j->out->look_alikes = tt_new_n(j->a, tt_ev_row, t->n_events + (size_t)1);
    if (!h.n || !h.last || !h.named || !h.ties || !j->out->typologies || !j->out->look_alikes)
        return out_of_memory(err);
    count_hits(j, &h);
    for (tt_tx i = 1; i <= t->n_events; i++) {
        const tt_truth_event *e = &t->events[i];
        uint32_t cited = 0;
        if (!e->n_docs)
            continue; /* the feeds lost all of it */
        for (uint32_t k = 0; k < e->n_docs; k++)
            cited += j->cited[e->planted][t->event_docs[e->first_doc + k]];
        tt_ev_row *r = e->planted ? row_of(j->out->typologies, &j->out->n_typologies, e)
                                  : row_of(j->out->look_alikes, &j->out->n_look_alikes, e);
        j->out->n_planted_events += e->planted;
        r->n++;
        r->any += cited > 0 || h.named[i]; /* named by other papers: ties */
        r->half += 2 * cited >= e->n_docs;
        r->all += cited == e->n_docs;
        r->named += h.named[i];
        r->findings += h.n[i];
    }
    for (size_t i = 0; i < j->c->n_findings; i++) {
        const tt_claim_finding *f = &j->c->findings[i];
        bool alike = j->right[i];
        for (uint32_t k = 0; k < f->n_docs && !alike; k++)
            alike = is_look_alike(j->t, j->c->docs[f->first_doc + k]);
        j->out->n_false_clean += !alike;
    }
    return TT_OK;
}

/* --- syndicates, by the documents of their findings --- */

static bool list_true(const tt_truth *t, tt_u64_vec *out)
{
    for (tt_tx d = 1; d <= t->n_docs; d++) {
        uint64_t s = t->events[t->docs[d].event].syndicate;
        if (s && !tt_vec_push(out, s << 32 | d))
            return false;
    }
    return true;
}

static bool list_found(const tt_claims *c, tt_u64_vec *out)
{
    for (size_t i = 0; i < c->n_findings; i++) {
        const tt_claim_finding *f = &c->findings[i];
        for (uint32_t k = 0; k < f->n_docs && f->syndicate; k++)
            if (!tt_vec_push(out, (uint64_t)f->syndicate << 32 | c->docs[f->first_doc + k]))
                return false;
    }
    return true;
}

static tt_status judge_syndicates(struct judge *j, tt_err *err)
{
    tt_u64_vec truth = {0}, found = {0};
    tt_status st =
        list_true(j->t, &truth) && list_found(j->c, &found)
            ? tt_judge_groups(&truth, j->t->n_syndicates, &found, (uint32_t)j->c->n_syndicates,
                              j->a, &j->out->syndicate_documents, err)
            : out_of_memory(err);
    tt_vec_release(&truth);
    tt_vec_release(&found);
    return st;
}

tt_status tt_evaluate(const tt_truth *t, const tt_claims *c, const tt_data *d, tt_arena *a,
                      tt_evaluation *out, tt_err *err)
{
    struct judge j = {.t = t, .c = c, .a = a, .out = out};
    *out = (tt_evaluation){.scenario = t->scenario, .seed = t->seed};
    j.right = tt_new_n(a, uint8_t, c->n_findings + 1);
    for (size_t i = 0; i < 2; i++)
        j.cited[i] = tt_new_n(a, uint8_t, c->last_doc + (size_t)1);
    if (!j.right || !j.cited[0] || !j.cited[1])
        return out_of_memory(err);
    judge_findings(&j);
    TT_TRY(judge_detectors(&j, err));
    TT_TRY(judge_weights(&j, err));
    TT_TRY(judge_documents(&j, err));
    TT_TRY(judge_events(&j, err));
    TT_TRY(judge_syndicates(&j, err));
    return d && t->tables ? tt_evaluate_case(t, c, d, a, out, err) : TT_OK;
}
