/*
 * claims.h - what a report.json claims: findings in the order of their ranks, and syndicates.
 */
#ifndef TT_EVALUATE_CLAIMS_H
#define TT_EVALUATE_CLAIMS_H

#include "evaluate/truth.h"

typedef struct tt_claim_finding {
    tt_str id, detector, typology;
    double weight;
    double p_value;             /* NaN: none */
    uint32_t first_doc, n_docs; /* of claims.docs */
    uint32_t syndicate;         /* from 1; 0: none */
} tt_claim_finding;

typedef struct tt_claim_member {
    uint32_t syndicate; /* from 1 */
    tt_str entity;      /* id */
} tt_claim_member;

typedef struct tt_claims {
    tt_claim_finding *findings; /* from 0 */
    tt_tx *docs;      /* of a finding ascending, each once; above truth.n_docs: not in the truth */
    tt_tx last_doc;   /* the highest */
    tt_str *entities; /* ids, in the order of the first finding that names them */
    tt_claim_member *members; /* by syndicate */
    size_t n_findings, n_syndicates, n_entities, n_members;
    uint64_t n_documents; /* of the report, all kinds */
} tt_claims;

/**
 * Read a report and find its documents in the truth by kind, number and source line.
 *
 * @param a  holds the claims.
 * @return   TT_OK, TT_EIO, TT_EFORMAT (no report.json of this program), TT_ENOMEM.
 */
TT_MUST_CHECK tt_status tt_claims_read(const char *path, const tt_truth *t, tt_arena *a,
                                       tt_claims *out, tt_err *err);

#endif
