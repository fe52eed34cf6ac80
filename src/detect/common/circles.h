/*
 * circles.h - cycles of the same parties taken together, and what the detectors of cycles
 * share.
 */
#ifndef TT_DETECT_COMMON_CIRCLES_H
#define TT_DETECT_COMMON_CIRCLES_H

#include "detect/common/draft.h"
#include "detect/common/shared.h"
#include "graph/cycle.h"

/* Rows that all detectors of circles have, behind their own. */
enum {
    TT_CIRCLE_SPLIT,
    TT_CIRCLE_MIN_VALUE,
    TT_CIRCLE_SMALL_VALUE,
    TT_CIRCLE_MAX_P,
    TT_CIRCLE_HUB_DEGREE,
    TT_CIRCLE_OWNER_DF,
    TT_CIRCLE_EXPLAINED,
    TT_CIRCLE_VISITS_ROOT,
    TT_CIRCLE_VISITS,
    TT_CIRCLE_MAX_CYCLES,
    TT_CIRCLE_PARAMS
};

/* `at` is the first of them; leg, legs: "payment", "payments"; hubs: counterparties of a hub. */
#define TT_CIRCLE_ROWS(at, leg, legs, hubs)                                                        \
    [(at) +                                                                                        \
        TT_CIRCLE_SPLIT] = {"split", 3,                                                            \
                            0,       30,                                                           \
                            "days",  legs " of one pair this close may count as one; 0: never"},   \
        [(at) +                                                                                    \
            TT_CIRCLE_MIN_VALUE] = {"min_value", 0,      0,                                        \
                                    1e12,        "base", "the first " leg " is at least this"},    \
        [(at) + TT_CIRCLE_SMALL_VALUE] = {"small_value",                                           \
                                          5000,                                                    \
                                          0,                                                       \
                                          1e12,                                                    \
                                          "base",                                                  \
                                          "circles that moved less than this are weakened"},       \
        [(at) + TT_CIRCLE_MAX_P] = {"max_p",                                                       \
                                    0.01,                                                          \
                                    1e-12,                                                         \
                                    1,                                                             \
                                    "probability",                                                 \
                                    "circles that chance makes more easily are not reported"},     \
        [(at) +                                                                                    \
            TT_CIRCLE_HUB_DEGREE] = {"hub_degree",                                                 \
                                     hubs,                                                         \
                                     2,                                                            \
                                     1e9,                                                          \
                                     "count",                                                      \
                                     "parties with more counterparties may start a circle, not "   \
                                     "relay it"},                                                  \
        [(at) +                                                                                    \
            TT_CIRCLE_OWNER_DF] = {"owner_df", 50,                                                 \
                                   2,          10000,                                              \
                                   "count",    "owners of more parties than this connect nobody"}, \
        [(at) +                                                                                    \
            TT_CIRCLE_EXPLAINED] = {"explained",                                                   \
                                    0.3,                                                           \
                                    0,                                                             \
                                    1,                                                             \
                                    "fraction",                                                    \
                                    "what remains of the weight for each explanation that holds"}, \
        [(at) + TT_CIRCLE_VISITS_ROOT] = {"visits_root", 1e5,     1e2,                             \
                                          1e12,          "count", legs " tried from one start"},   \
        [(at) + TT_CIRCLE_VISITS] = {"visits", 1e8,     1e3,                                       \
                                     1e15,     "count", legs " tried in one component"},           \
        [(at) + TT_CIRCLE_MAX_CYCLES] = {"max_cycles", 5e5, 1, 1e9, "count", "circles kept"}

/* The search of one detector, and what the words below are about. */
typedef struct tt_circles {
    const tt_detect_in *in;
    const char *id; /* "flow.cycle_money" */
    size_t params;  /* where TT_CIRCLE_ROWS begin */
    const tt_data *data;
    const tt_layer *layer;
    const uint8_t *goods; /* NULL, or by flow: 1 = goods, in a layer of both */
    const tt_ix *owned;   /* of an entity: group by declared owners */
    tt_cycle_options opt;
    tt_cycles *cycles;
} tt_circles;

/**
 * Fill *out and, of its options, what the rows say: the rest of opt is the caller's.
 *
 * @param cycles  filled by tt_circles_find.
 */
TT_MUST_CHECK tt_status tt_circles_begin(tt_circles *out, const tt_detect_in *in, const char *id,
                                         size_t params, const tt_layer *layer, tt_cycles *cycles,
                                         tt_err *err);
TT_MUST_CHECK tt_status tt_circles_find(tt_circles *x, tt_err *err);
/** Value of a row of TT_CIRCLE_ROWS. */
double tt_circles_param(const tt_circles *x, unsigned row);

/** The best cycle of a circle. */
const tt_cycle *tt_circle_best(const tt_circles *x, const tt_circle *c);

/** Banks, carriers, vessels, brokers, public bodies: what goes through them and back to them is
 * their business.  True when one of them is in the circle. */
bool tt_circle_serves(const tt_circles *x, const tt_circle *c);

/* --- saying --- */

/** Begin a finding: key, p, weight, documents, parties, measures, the test on owners. */
void tt_circle_draft(tt_draft *w, const tt_circles *x, const tt_circle *c);
/** " The same parties did this 3 times.", or "". */
const char *tt_circle_again(tt_draft *w, const tt_circle *c);
/** "Acme (DE) to Moon (AE) USD 1.00 on 2024-01-05 (P1); Moon (AE) to ..." of the best cycle. */
const char *tt_circle_legs(tt_draft *w, const tt_circles *x, const tt_circle *c);
/** Different known countries of the parties. */
unsigned tt_circle_countries(const tt_circles *x, const tt_circle *c);
/** Sum over the cycles that are apart of the amount of their smallest hop, base minor units. */
int64_t tt_circle_amount(const tt_circles *x, const tt_circle *c);
/** A parameter in units of the base currency as minor units. */
int64_t tt_circle_minor(const tt_data *d, double major);

/** Do declared owners connect all parties? */
bool tt_circle_owned(const tt_circles *x, const tt_circle *c);
/** The test on declared owners of a circle that is not owned as a whole. */
void tt_circle_test_owned(tt_draft *w, const tt_circles *x, const tt_circle *c);
/** The test on what went round, the measure and the shift of value. */
void tt_circle_test_value(tt_draft *w, const tt_circles *x, const tt_circle *c);
/** A test that is weakened when it holds, by the share that TT_CIRCLE_EXPLAINED says. */
void tt_circle_test(tt_draft *w, const tt_circles *x, const char *test, bool holds,
                    const char *detail);

/* Circles with an innocent explanation that holds wholly: not told, but counted. */
typedef struct tt_circle_count {
    uint64_t n;
    int64_t value; /* tt_circle_amount */
} tt_circle_count;
void tt_circle_add(tt_circle_count *to, const tt_circles *x, const tt_circle *c);

/** Notes on what budgets cut. */
TT_MUST_CHECK tt_status tt_circle_notes(const tt_circles *x, tt_findings *out, tt_err *err);
/** What such a circle was explained by. */
TT_MUST_CHECK tt_status tt_circle_note(const tt_circles *x, const char *why, tt_circle_count count,
                                       const char *effect, tt_findings *out, tt_err *err);

#endif
