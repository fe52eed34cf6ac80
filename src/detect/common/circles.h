/*
 * circles.h - cycles of the same parties taken together, and what both cycle detectors say of them.
 */
#ifndef TT_DETECT_COMMON_CIRCLES_H
#define TT_DETECT_COMMON_CIRCLES_H

#include "detect/common/draft.h"
#include "detect/common/links.h"
#include "graph/cycle.h"

/* What the words below are about. */
typedef struct tt_circles {
    const tt_data *data;
    const tt_layer *layer;
    const tt_cycles *cycles;
} tt_circles;

/** The best cycle of a circle. */
const tt_cycle *tt_circle_best(const tt_circles *x, const tt_circle *c);

/** Banks, carriers, vessels, brokers, public bodies: what goes through them and back to them is
 * their business.  True when one of them is in the circle. */
bool tt_circle_serves(const tt_circles *x, const tt_circle *c);

/**
 * Parties that a cycle may start from but not run through: those of tt_circle_serves, and those
 * with more than `most` different counterparties in the layer.
 *
 * @param out  n_entities + 1 flags in a.
 */
TT_MUST_CHECK tt_status tt_circle_hubs(const tt_data *d, const tt_graph *g, const tt_layer *layer,
                                       double most, tt_arena *a, uint8_t **out, tt_err *err);

/* --- saying --- */

/** Documents of all flows of the cycles that are apart; parties as "origin" and "relay". */
void tt_circle_cite(tt_draft *w, const tt_circles *x, const tt_circle *c);
/** Conservation, tightness, span_days, hops, countries, repetitions, expected_chance_cycles. */
void tt_circle_measures(tt_draft *w, const tt_circles *x, const tt_circle *c, double window,
                        double keep_low, double keep_high);
/** "Acme (DE) to Moon (AE) USD 1.00 on 2024-01-05 (P1); Moon (AE) to ..." of the best cycle. */
const char *tt_circle_legs(tt_draft *w, const tt_circles *x, const tt_circle *c);
/** Different known countries of the parties. */
unsigned tt_circle_countries(const tt_circles *x, const tt_circle *c);
/** Sum over the cycles that are apart of the amount of their smallest hop, base minor units. */
int64_t tt_circle_amount(const tt_circles *x, const tt_circle *c);
/** The sorted ids of the parties: identity of the finding. */
tt_str tt_circle_key(tt_draft *w, const tt_circles *x, const tt_circle *c);

/** A parameter in units of the base currency as minor units. */
int64_t tt_circle_minor(const tt_data *d, double major);

/** Do declared owners connect all parties?  @param owned  by tt_links_groups. */
bool tt_circle_owned(const tt_circles *x, const tt_circle *c, const tt_ix *owned);
/** The test on declared owners of a circle that is not owned as a whole. */
void tt_circle_test_owned(tt_draft *w, const tt_circles *x, const tt_circle *c, const tt_ix *owned);

/* Circles with an innocent explanation that holds wholly: not told, but counted. */
typedef struct tt_circle_count {
    uint64_t n;
    int64_t value; /* tt_circle_amount */
} tt_circle_count;
void tt_circle_add(tt_circle_count *to, const tt_circles *x, const tt_circle *c);

/** Notes on what budgets cut. */
TT_MUST_CHECK tt_status tt_circle_notes(const tt_detect_in *in, const char *id,
                                        const tt_cycle_options *opt, const tt_circles *x,
                                        tt_findings *out, tt_err *err);

#endif
