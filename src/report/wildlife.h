/*
 * wildlife.h - what a case says of wildlife and timber: the consignments that wildlife findings
 * cite, each as a chain from purchase to sale, and what authorities took.
 *
 * For the wildlife page of every format.  Nothing is judged here: the findings did that.
 *
 * @source  stages and control points: UNODC, World Wildlife Crime Report (2020), and the practice
 *          of customs units; the stages are those of FATF, Money Laundering and the Illegal
 * Wildlife Trade (2020).
 */
#ifndef TT_REPORT_WILDLIFE_H
#define TT_REPORT_WILDLIFE_H

#include "base/vec.h"
#include "detect/common/wild.h"
#include "report/report.h"

typedef enum tt_stage {
    TT_STAGE_PURCHASE,
    TT_STAGE_TRANSPORT,
    TT_STAGE_STORAGE,
    TT_STAGE_SALE,
    TT_STAGE_COUNT
} tt_stage;
const char *tt_stage_text(tt_stage s); /* "purchase", ... */

typedef enum tt_lane { TT_LANE_GOODS, TT_LANE_MONEY, TT_LANE_PAPERS, TT_LANE_COUNT } tt_lane;
const char *tt_lane_text(tt_lane l); /* "goods", "money", "documents" */

/* One thing that happened. */
typedef struct tt_step {
    tt_stage stage;
    tt_lane lane;
    tt_date day;
    tt_ref doc;       /* that says so */
    const char *what; /* "invoice", "leaves", "arrives", "resold", ... */
} tt_step;
TT_VEC(tt_step_vec, tt_step);

/* Where an officer can still act, or could have. */
typedef struct tt_control {
    const char *what; /* "loading", "transshipment", "discharge", "delivery" */
    tt_str place;     /* as written */
    tt_country country;
    tt_date day; /* TT_NO_DATE: the papers do not say */
    bool ahead;  /* not before the day up to which the data reach */
} tt_control;
TT_VEC(tt_control_vec, tt_control);

/* What moves between these countries when wildlife does. */
typedef struct tt_could_be {
    const tt_product *product;
    int64_t usd_low, usd_high; /* for a kilogram, 1e-6 */
} tt_could_be;
TT_VEC(tt_could_vec, tt_could_be);

TT_VEC(tt_gap_vec, const char *);

/* A consignment, and everything that belongs to it.  Everything in the arena of the view. */
typedef struct tt_chain {
    const tt_consignment *c;
    tt_ix *findings; /* indexes of findings that cite it or a document of its deal, by rank */
    size_t n_findings;
    tt_step *steps; /* by (day, stage, lane, document) */
    size_t n_steps;
    tt_control *controls; /* in the order of the voyage */
    size_t n_controls;
    tt_could_be *could_be; /* by name of the product */
    size_t n_could_be;
    tt_ref *rows; /* permits and seizures that the findings cite, each once */
    size_t n_rows;
    const char **gaps; /* what the data do not hold: sentences */
    size_t n_gaps;
    double value_kg; /* declared, base currency, for a kilogram; NAN unknown */
} tt_chain;

/* Consignments from one country to another. */
typedef struct tt_wild_lane {
    tt_country from, to;
    uint64_t n, cited; /* all; those that findings cite */
    tt_date first, last;
} tt_wild_lane;

typedef enum tt_seized_by {
    TT_SEIZED_SPECIES,
    TT_SEIZED_COUNTRY,
    TT_SEIZED_YEAR,
    TT_SEIZED_ROUTE,
    TT_SEIZED_MODE,
    TT_SEIZED_BYS
} tt_seized_by;
const char *tt_seized_by_text(tt_seized_by b); /* "species", ... */

/* Seizures that have one thing in common. */
typedef struct tt_seized {
    tt_str key; /* absent: not given */
    uint64_t n, unweighed;
    int64_t kg; /* sum of those weighed, 1e-6; the sum of numbers so large that none fits: none */
} tt_seized;

typedef enum tt_trend_of {
    TT_TREND_LANE,  /* senders of a lane with a finding, among all of the lane */
    TT_TREND_PORT,  /* to a port of discharge, among all with a finding: is it displaced? */
    TT_TREND_ROUTE, /* seizures of a route, among all seizures */
    TT_TREND_COUNT
} tt_trend_of;
const char *tt_trend_text(tt_trend_of t); /* "lane", ... */

/*
 * How often something is, month by month, among what it could be among; and the month from which
 * on it is more or less often, if any.  The unit is a sender in a month, whose consignments are not
 * independent; or a seizure.
 *
 *     p(t) = 2 min(P(X <= x), P(X >= x)), at most 1, for the x of n up to month t,
 *            X hypergeometric: n of the `of` are drawn by lot, as many are up to t
 *     p    = min(1, months looked at * min p(t))
 *
 * A change is told from TT_TREND_LEAST of the rarer kind on, with p <= TT_TREND_P.  It compares
 * shares, so more trade or a fuller feed is no trend; p holds whatever the month (Bonferroni).
 *
 * @source  hypergeometric test of Fisher, scanned as in Kim and Siegmund, The likelihood ratio
 *          test for a change-point, Biometrika 76, 1989.
 */
enum { TT_TREND_LEAST = 8, TT_TREND_MONTHS = 600, TT_TREND_MOST = 1000 };
#define TT_TREND_P 0.01

typedef struct tt_trend {
    tt_trend_of kind;
    tt_str key;     /* "NG to VN", "VNHPH" */
    uint64_t n, of; /* with a day */
    tt_date first;  /* first day of the first month */
    uint32_t *seen, *among;
    size_t n_months; /* 0: no days, or more than TT_TREND_MONTHS */
    bool few;        /* to tell a change */
    tt_date change;  /* first day of the month from which it differs; TT_NO_DATE: none is told */
    double before, after, p; /* shares; p: 1 when few */
} tt_trend;

typedef struct tt_wild_view {
    tt_wild wild;
    tt_chain *chains; /* by rank of the first finding, then day and document */
    size_t n_chains;
    tt_wild_lane *lanes; /* with a chain: by `cited` falling, then countries */
    size_t n_lanes;
    tt_seized *seized[TT_SEIZED_BYS]; /* by n falling, then key; years by key */
    size_t n_seized[TT_SEIZED_BYS];
    uint64_t n_seizures;
    tt_trend *trends;                   /* by kind, then n falling, then key; n > 0 */
    size_t n_trends, n_trends_left_out; /* TT_TREND_MOST of a kind at most */
} tt_wild_view;

/** The case has wildlife findings, seizures or permits: there is a page to make. */
bool tt_wild_any(const tt_report_in *in);
/**
 * @param a     holds the view.
 * @complexity  O(n log n) for n documents, and the documents of the deals of each chain.
 */
TT_MUST_CHECK tt_status tt_wild_view_build(const tt_report_in *in, tt_arena *a, tt_wild_view *out,
                                           tt_err *err);
/** A part of tt_wild_view_build: out->trends.  cited: by index of out->wild.v. */
TT_MUST_CHECK tt_status tt_trends_build(const tt_data *d, const bool *cited, tt_arena *a,
                                        tt_wild_view *out, tt_err *err);
/** "NG to VN", "NG to ?"; absent when neither is known.  In a. */
tt_str tt_seizure_route(const tt_seizure *s, tt_arena *a);
/** The last part of tt_wild_view_build: what authorities took, in out->seized. */
TT_MUST_CHECK tt_status tt_seized_build(const tt_data *d, tt_arena *a, tt_wild_view *out,
                                        tt_err *err);

#endif
