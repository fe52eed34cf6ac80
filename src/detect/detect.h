/*
 * detect.h - what a detector is, and the runner.
 *
 * A detector is one file, one row in registry.def, one page, one test, one sample.  run() is pure:
 * it reads `in`, writes findings, and touches nothing else; no clock, no files, no SQL, no globals,
 * no random numbers.  It gives the same findings in the same order for the same input and may run
 * on any thread at the same time as others.
 */
#ifndef TT_DETECT_DETECT_H
#define TT_DETECT_DETECT_H

#include "graph/graph.h"
#include "model/finding.h"
#include "model/param.h"

typedef enum tt_family {
    TT_FAMILY_PRICE,
    TT_FAMILY_DOCUMENT,
    TT_FAMILY_DUPLICATE, /* and phantom */
    TT_FAMILY_PAYMENT,
    TT_FAMILY_FLOW,
    TT_FAMILY_ENTITY,
    TT_FAMILY_ROUTE,
    TT_FAMILY_IDENTITY,
    TT_FAMILY_WILDLIFE,
    TT_FAMILY_NETWORK,
    TT_FAMILY_CONTEXT, /* priors, capped */
    TT_FAMILY_COUNT
} tt_family;
const char *tt_family_text(tt_family f); /* "price", ... */

/* By what the work of a detector splits when it is spread over machines. */
typedef enum tt_split {
    TT_SPLIT_DOCUMENT,
    TT_SPLIT_HS,
    TT_SPLIT_PAIR,
    TT_SPLIT_ENTITY,
    TT_SPLIT_WINDOW,
    TT_SPLIT_COMPONENT
} tt_split;

struct tt_shared; /* detect/common/shared.h */

/* Parts of tt_shared that cost more than the rest: built when a detector that runs asks for them.
 */
enum {
    TT_NEEDS_NAMES = 1,        /* names: how alike two entities are */
    TT_NEEDS_WILD = 2,         /* wild, carriages: tables of wildlife and timber, consignments */
    TT_NEEDS_SHELLS = 4,       /* shells: how much a firm looks like a shell */
    TT_NEEDS_CARGO = 8,        /* cargo: weights of goods, containers */
    TT_NEEDS_HS_WORDS = 16,    /* hs_words: under which chapters words stand */
    TT_NEEDS_PRICE_MARKS = 32, /* price_marks: what comparable lines say of a price */
    TT_NEEDS_ALL = 63
};

typedef struct tt_detect_in {
    const tt_data *data;
    const tt_graph *graph;
    const struct tt_shared *shared; /* links, prices, ...: computed once by the runner */
    const double *param;            /* one value per row of params, range-checked */
    unsigned threads;
    tt_arena *scratch; /* gone when run() returns */
} tt_detect_in;

typedef struct tt_findings tt_findings;
/** Copies f.  @return TT_OK, TT_ENOMEM; TT_EINTERNAL when f has no documents, no entities or no
 * tests. */
TT_MUST_CHECK tt_status tt_findings_add(tt_findings *out, const tt_finding *f, tt_err *err);
/** A limit reached, or what was not looked at.  Copies c. */
TT_MUST_CHECK tt_status tt_findings_limit(tt_findings *out, const tt_completeness *c, tt_err *err);

typedef struct tt_detector {
    const char
        *id;      /* "price.over_invoicing"; the file is price_over_invoicing.c; stable for ever */
    int revision; /* raise when the same input can give other findings */
    const char *title;
    const char *typology; /* "over_invoicing": the technique, stable for ever */
    tt_family family;
    tt_split split;
    unsigned needs;         /* TT_NEEDS_... */
    const char *indicators; /* official indicators, blank separated: "D-02 F06-03" */
    const char *source;     /* where the typology is described */
    const char *looks_for;  /* one or two sentences for `tradetrace detectors` */
    const tt_param *params;
    size_t n_params;
    tt_status (*run)(const tt_detect_in *in, tt_findings *out, tt_err *err);
} tt_detector;

/** Rows of registry.def, alphabetical by file. */
const tt_detector *const *tt_detectors(size_t *n);
const tt_detector *tt_detector_find(tt_str id); /* NULL when unknown */

/* What the runner needs beside the data. */
typedef struct tt_detect_options {
    const bool *enabled;        /* one per detector, NULL = all */
    const double *const *param; /* one array per detector, NULL = defaults */
    unsigned threads;
    const tt_talk *talk;
} tt_detect_options;

/**
 * Run the detectors.  Fills out->findings (ids, ranks; syndicate 0) and out->completeness, in arena
 * a. Two findings of one detector with the same id are merged by keeping the heavier.
 */
TT_MUST_CHECK tt_status tt_detect_run(const tt_data *d, const tt_graph *g,
                                      const tt_detect_options *opt, tt_arena *a, tt_results *out,
                                      tt_err *err);

/** Run one detector with its own scratch, for tests: findings in the order of adding, with ids. */
TT_MUST_CHECK tt_status tt_detect_one(const tt_detector *det, const tt_data *d, const tt_graph *g,
                                      const double *param, tt_arena *a, tt_results *out,
                                      tt_err *err);

#endif
