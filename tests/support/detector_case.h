/*
 * detector_case.h - a small case, its deals as the test writes them down, and one detector.
 *
 *     detector_case f;
 *     detector_begin(&f, *state, "doc.qty_mismatch");
 *     ... tiny_invoice(&f.c, ...); detector_join(&f, inv) ...
 *     detector_find(&f);                              or detector_none(&f, "why not")
 *     const tt_finding *x = claim_only(&f.r);
 */
#ifndef TT_TESTS_SUPPORT_DETECTOR_CASE_H
#define TT_TESTS_SUPPORT_DETECTOR_CASE_H

#include "tests/support/claim.h"
#include "tests/support/tiny_deals.h"
#include "tests/support/tt_test.h"

#include "detect/detect.h"
#include "graph/graph.h"

enum { DETECTOR_DOCS = 600, DETECTOR_PARAMS = 40 };

typedef struct detector_case {
    tiny_case c;
    tt_arena *a;
    const tt_detector *detector;
    tiny_id seller, buyer, stranger; /* for the test to fill */
    tiny_id docs[DETECTOR_DOCS];     /* deal by deal, 0 between */
    size_t n_docs;
    size_t n_payments; /* made by money_case.h */
    double param[DETECTOR_PARAMS];
    void (*finished)(struct detector_case *f); /* once the case is finished; NULL: nothing */
    tt_graph g;
    tt_results r;
} detector_case;

/** An empty case in *a, and the parameters of the detector at their defaults. */
void detector_begin(detector_case *f, tt_arena *a, const char *id);
/** Change a parameter; one that does not exist fails the test. */
void detector_set(detector_case *f, const char *name, double value);
/** Put a document into the last deal; 0 starts a new one. */
void detector_join(detector_case *f, tiny_id doc);

/** Finish the case and its deals; TT_OK or TT_ENOMEM. */
TT_MUST_CHECK tt_status detector_finish(detector_case *f);
/** Run the detector over the finished case; its findings replace f->r. */
TT_MUST_CHECK tt_status detector_run(detector_case *f, tt_err *err);
/** Finish and run; a failure fails the test. */
void detector_find(detector_case *f);
/** The same; a finding fails the test. */
void detector_none(detector_case *f, const char *why);

/* One deal of a relation; odd: what the detector looks for. */
typedef void detector_deal(detector_case *f, const char *number, bool odd);
/** n deals of other sellers and buyers ("Seller 1" in NL, "Buyer 1" in DE), the first k odd. */
void detector_others(detector_case *f, int n, int k, detector_deal *deal);
/** Build and finish a case, and run with each allocation failing in turn; the last run gives n
 * findings.  The time grows as the square of the case: a few parties are enough. */
void detector_torture(tt_arena *a, void (*build)(detector_case *f, tt_arena *a), size_t n);
/** Finish and run; the sum of notes on completeness whose limit is this must be `reached`. */
void detector_noted(detector_case *f, const char *what, const char *limit, const char *reached);

/* --- for tests that have a case and parameters of their own --- */

/** Run a detector over a finished case.  @param param  NULL: the defaults. */
TT_MUST_CHECK tt_status detector_over(const char *id, tiny_case *c, const double *param,
                                      tt_arena *a, tt_results *out, tt_err *err);
/** The defaults with one value changed, in *a. */
double *detector_with(const char *id, tt_arena *a, const char *name, double value);

#endif
