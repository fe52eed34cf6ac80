/*
 * absence.h - what is missing from a relation, weighed by how complete the data are.
 *
 * A trial is something that should have a counterpart: a paid invoice its shipment, a shipment its
 * payment.  c is the share of such trials that have one: stated by coverage records, else estimated
 * from the trials of others in the country.  For g of n trials of one relation without:
 *
 *     e = mean of (a) 1 / (1 - c) for a gap and 0 for none, averaged over the trials,
 *         and (b) 1 / (P(X >= g) (n - g + 1) H_n), X beta-binomial(n, 1 - c, rho), H_n = 1 + ... +
 *         1/n
 *
 * both at most 1 in expectation when nothing but gaps of the feed is at work.  Of many relations
 * some have gaps by chance alone: the k smallest p are told, for the largest k with
 * p <= max_false k / R, R all relations.
 *
 * @source  Benjamini and Hochberg, Controlling the false discovery rate, J. R. Statist. Soc. B 57,
 *          1995; averages of e-values: Vovk and Wang, Ann. Statist. 49, 2021.
 */
#ifndef TT_DETECT_COMMON_ABSENCE_H
#define TT_DETECT_COMMON_ABSENCE_H

#include "detect/common/draft.h"
#include "detect/common/tally.h"

typedef struct tt_expected {
    tt_ix seller, buyer; /* entities, or whoever the two parties are; 0: only the other counts */
    tt_ix at;            /* order within the relation: the document */
    tt_country country;  /* by which coverage is estimated */
    bool here;           /* has its counterpart */
    bool stated;         /* share comes from a coverage record; set by the caller */
    double share;        /* stated, or filled in */
    int64_t value;       /* base currency, minor units */
} tt_expected;

/* The trials of one seller and buyer. */
typedef struct tt_absence {
    const tt_expected *v;
    uint64_t n, k;      /* trials, and those that have their counterpart */
    double share;       /* mean coverage */
    bool stated;        /* all of it */
    int64_t value;      /* of those without */
    double p, weight;   /* p: of so many gaps by chance, less what bonus tells */
    double tail, bonus; /* P(X >= g); what the detector adds, log10 */
} tt_absence;

typedef struct tt_absence_words {
    const char *roles[2];    /* NULL: "seller" and "buyer" */
    unsigned first;          /* P_LEAST of its parameters */
    uint64_t least;          /* relations with fewer gaps are counted, not told */
    bool no_more_than_usual; /* of the share stated and that of others in these data the smaller */
    /** log10 that is added to the weight; NULL: 0. */
    double (*bonus)(const void *ctx, const tt_absence *r);
    /** Documents (those without), measures, tests, texts, direction. */
    void (*tell)(const void *ctx, const tt_absence *r, tt_draft *w);
} tt_absence_words;

/* The rows of parameters that all of them have, one after the other, and their names. */
#define TT_ABSENCE_PARAMS P_LEAST, P_MAX_SHARE, P_RHO, P_MIN_WEIGHT, P_FALSE
#define TT_ABSENCE_ROWS(least, gaps, weight)                                                       \
    [P_LEAST] = {"least_known", least,   1,                                                        \
                 1e6,           "count", "invoices of others from which a share is estimated"},    \
    [P_MAX_SHARE] = {"max_share", 0.99,       0.5,                                                 \
                     0.999999,    "fraction", "no feed is believed to be more complete"},          \
    [P_RHO] = {"rho", gaps, 0, 0.9, "correlation", "of the gaps of one relation"},                 \
    [P_MIN_WEIGHT] = {"min_weight", weight,                                                        \
                      -1,           3,                                                             \
                      "log10",      "weaker evidence is counted, not reported"},                   \
    [P_FALSE] = {"max_false",                                                                      \
                 0.5,                                                                              \
                 0.001,                                                                            \
                 1,                                                                                \
                 "fraction",                                                                       \
                 "of the relations told that gaps of the feed may account for, in expectation"}

/**
 * @param v        sorted and filled in.
 * @param unknown  gaps of relations whose coverage is neither stated nor estimated.
 * @param weak     gaps that chance accounts for.
 * @complexity     O(n log n) for n trials.
 */
TT_MUST_CHECK tt_status tt_absence_judge(const tt_detect_in *in, tt_expected *v, size_t n,
                                         const tt_absence_words *words, const void *ctx,
                                         tt_tally *unknown, tt_tally *weak, tt_findings *out,
                                         tt_err *err);

#endif
