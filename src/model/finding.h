/*
 * finding.h - a detector's claim about entities, with what it rests on and what was tested against
 * it.
 */
#ifndef TT_MODEL_FINDING_H
#define TT_MODEL_FINDING_H

#include "model/decision.h"

typedef struct tt_finding_entity {
    tt_ix entity;
    const char *role; /* "seller", "buyer", "payer", ... constant text */
} tt_finding_entity;

/* A number that the claim rests on, beside what was expected. */
typedef struct tt_measure {
    const char *name; /* constant: "unit_price", "ratio", ... */
    const char *unit; /* "USD/kg", "days", "1"; for money the currency code is written */
    bool is_money;
    tt_money money;   /* is_money */
    double value;     /* else; six decimals are written */
    double low, high; /* expected range in the same unit (major units for money); NAN = none */
    uint32_t peers;   /* how many comparable observations gave the range; 0 = none */
} tt_measure;

typedef enum tt_outcome {
    TT_TEST_NOT_EXPLAINED, /* the innocent explanation was tested and does not hold */
    TT_TEST_WEAKENED,      /* it holds in part: the weight was lowered */
    TT_TEST_UNKNOWN        /* it could not be tested with the data at hand */
} tt_outcome;
const char *tt_outcome_text(tt_outcome o); /* "not_explained", "weakened", "unknown" */

/* An innocent explanation that was tested. */
typedef struct tt_test {
    const char *test; /* stable id: "related_party_declared", "credit_note", ... */
    tt_outcome outcome;
    const char *detail; /* one sentence with the numbers */
} tt_test;

typedef enum tt_direction {
    TT_SHIFT_NONE,
    TT_SHIFT_TO_EXPORTER,
    TT_SHIFT_TO_IMPORTER
} tt_direction;
const char *tt_direction_text(tt_direction d); /* "none", "to_exporter", "to_importer" */

/*
 * What a detector hands over.  The runner copies it: temporaries are fine.
 *
 * Identity is (detector, key): by default the sorted ids of entities and documents.  It must not
 * depend on peers, so that it stays the same when other data is added; a detector whose cited rows
 * do depend on them gives a key of its own.
 */
typedef struct tt_finding {
    const char *title;       /* one line, no names of persons */
    const char *explanation; /* sentences with the numbers in them */
    double p_value;          /* NAN = none */
    double weight;           /* log10 of the e-value: evidence in bans; may be negative */
    tt_money value_shift;    /* base currency, not negative; minor 0 = none */
    tt_direction direction;
    tt_date from, to; /* period of the documents */
    const tt_finding_entity *entities;
    size_t n_entities;
    const tt_ref *documents; /* evidence rows; at least one */
    size_t n_documents;
    const tt_measure *measures;
    size_t n_measures;
    const tt_test *tests; /* counter-evidence; at least one */
    size_t n_tests;
    const char *const *next_steps;
    size_t n_next_steps;
    tt_str key; /* ids of what the claim is about, as bytes; absent: entities and documents */
} tt_finding;

/* The runner's copy, complete. */
typedef struct tt_found {
    tt_hash id;
    const char *detector; /* code */
    const char *typology;
    const char *family;
    tt_finding f;                  /* contents in the case arena */
    uint32_t rank;                 /* from 1, over all findings; by weight falling, then id */
    tt_ix syndicate;               /* 0 = none */
    const tt_decided *disposition; /* what a person said of it last; NULL = nothing yet */
} tt_found;

/* A group found by the community algorithm. */
typedef struct tt_community {
    tt_hash id;
    const tt_ix *entities; /* ascending */
    size_t n_entities;
    double stability; /* mean co-membership over runs, 0..1 */
} tt_community;

typedef struct tt_syndicate {
    tt_hash id;
    uint32_t rank;
    double score;   /* 100 * posterior, 0..100 */
    double log10_e; /* what the rank is by */
    double p_value; /* NAN = none */
    double stability;
    const tt_finding_entity
        *entities; /* role in the syndicate: "exporter", "importer", "payer", ... */
    size_t n_entities;
    const tt_ix *findings; /* indexes (from 1) of tt_results.findings, by rank */
    size_t n_findings;
    tt_money value_shift;
    tt_direction direction;
    tt_date from, to;
    const char *narrative;
} tt_syndicate;

/* A limit that was reached, or a thing that was not looked at. */
typedef struct tt_completeness {
    const char *what;    /* "flow.cycle_money: visits of a component" */
    const char *limit;   /* text: "1000000 visits" */
    const char *reached; /* text: "3 of 120 components" */
    const char *effect;  /* what it means for the reader */
} tt_completeness;

/* Everything the analysis says, 1-based arrays as in tt_data. */
typedef struct tt_results {
    tt_found *findings; /* by rank */
    size_t n_findings;
    tt_community *communities; /* by id */
    size_t n_communities;
    tt_syndicate *syndicates; /* by rank */
    size_t n_syndicates;
    tt_completeness *completeness; /* by (what, limit, reached) */
    size_t n_completeness;
    double *entity_weight;   /* log10 E of entity i, index 1.. */
    tt_ix *entity_community; /* community of entity i; 0 = none */
    uint64_t n_flows;
} tt_results;

#endif
