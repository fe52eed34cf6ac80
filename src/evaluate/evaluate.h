/*
 * evaluate.h - a report against the truth of a simulated world.
 *
 * A document is planted when an event of the truth holds it.  A finding is *true* when at least
 * half of the documents that it cites are planted, and it *hits* an event when it cites one of its
 * documents; so a finding on a crime that also cites the honest trade around it counts, and one
 * that happens to touch a planted document does not.
 */
#ifndef TT_EVALUATE_EVALUATE_H
#define TT_EVALUATE_EVALUATE_H

#include "evaluate/claims.h"
#include "base/buf.h"
#include "evaluate/measures.h"
#include "model/data.h"

enum { TT_EV_KS = 4, TT_EV_BUDGETS = 3, TT_EV_BINS = 5 };
extern const size_t tt_ev_ks[TT_EV_KS];           /* 10, 20, 50, 100 findings */
extern const double tt_ev_budgets[TT_EV_BUDGETS]; /* 0.01, 0.02, 0.05 of documents or entities */

/* Events of one typology and level, or of one class of look-alikes. */
typedef struct tt_ev_row {
    tt_str code, level;
    uint32_t n;        /* events with documents in the data */
    uint32_t any;      /* hit by a true finding (look-alikes: by one that is not) */
    uint32_t half;     /* at least half of their documents are cited */
    uint32_t all;      /* all of them */
    uint32_t named;    /* hit by a true finding of their own typology */
    uint32_t findings; /* that hit them */
} tt_ev_row;

/* Findings with weights in [low, high). */
typedef struct tt_ev_bin {
    double low, high;
    tt_share right;
} tt_ev_bin;

/* Findings of one detector. */
typedef struct tt_ev_detector {
    tt_str id;
    tt_share right;
} tt_ev_detector;

/* Planted syndicates against those of the report, by what they are made of. */
typedef struct tt_ev_groups {
    size_t n;           /* planted, with anything in the data */
    tt_share recovered; /* those whose best Jaccard index is at least 0.5 */
    double mean_jaccard, ami;
} tt_ev_groups;

typedef struct tt_evaluation {
    tt_str scenario;
    uint64_t seed, n_documents;
    size_t n_findings, n_true;
    uint64_t n_planted_documents, n_planted_events;

    /* findings in the order of their ranks */
    tt_share precision_at[TT_EV_KS];
    /* documents in the order of the first finding that cites them */
    double ap, ap_low, ap_high, prevalence;
    tt_share precision_in[TT_EV_BUDGETS], recall_in[TT_EV_BUDGETS];
    tt_share evidence; /* documents cited by true findings that are planted */

    tt_ev_row *typologies, *look_alikes; /* by (code, level) */
    size_t n_typologies, n_look_alikes;
    size_t n_false_clean;      /* false findings that hit no look-alike */
    tt_ev_detector *detectors; /* by id */
    size_t n_detectors;

    tt_ev_bin bins[TT_EV_BINS];
    size_t n_p;        /* false findings with a p-value */
    double p_distance; /* of these from uniform ones below the largest */

    tt_ev_groups syndicate_documents; /* that their findings cite */

    /* with a case */
    bool has_case;
    tt_grouping entities;
    /* entities in the order of the first finding that names them */
    uint64_t n_traders, n_planted_traders; /* that documents name; of those, of planted events */
    double entity_ap, entity_ap_low, entity_ap_high;
    tt_share entity_precision[TT_EV_BUDGETS], entity_recall[TT_EV_BUDGETS];
    tt_ev_groups syndicate_parties; /* that documents name */
    uint64_t links_true, links_found, links_both;
    uint64_t breaks_true, breaks_found, breaks_both, breaks_named;

    double findings_per_thousand; /* documents that are not planted: the placebo when none is */
} tt_evaluation;

/**
 * Judge a report.
 *
 * @param d    the case that the report was made from, with entities and deals; NULL: none.
 * @param a    holds the evaluation.
 * @complexity O(n log n) for n documents, and the size of findings.
 */
TT_MUST_CHECK tt_status tt_evaluate(const tt_truth *t, const tt_claims *c, const tt_data *d,
                                    tt_arena *a, tt_evaluation *out, tt_err *err);

/** As text for a person, or as JSON (schemas/evaluation.schema.json). */
TT_MUST_CHECK tt_status tt_evaluation_text(const tt_evaluation *e, tt_buf *out, tt_err *err);
TT_MUST_CHECK tt_status tt_evaluation_json(const tt_evaluation *e, tt_buf *out, tt_err *err);

#endif
