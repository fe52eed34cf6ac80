/*
 * chains.h - what flow.rapid_chain and flow.chain_incongruent share: the search for chains of
 * payments, parties, measures, words, notes on completeness.
 *
 *     struct run { tt_chain_run of; ... } r;
 *     TT_TRY(tt_chain_begin(&r.of, in, &kind, P_CHAIN, err));
 *     for each of r.of.found: tt_motifs_tell(&r.of.all, ...)
 *     return tt_chain_end(&r.of, out, err);
 */
#ifndef TT_DETECT_COMMON_CHAINS_H
#define TT_DETECT_COMMON_CHAINS_H

#include "detect/common/motifs.h"
#include "graph/chain.h"

/* Rows that both have, before those of motifs.h. */
enum {
    TT_CHAINS_WINDOW,
    TT_CHAINS_KEEP_LOW,
    TT_CHAINS_KEEP_HIGH,
    TT_CHAINS_MIN_HOPS,
    TT_CHAINS_MAX_HOPS,
    TT_CHAINS_HUBS,
    TT_CHAINS_VISITS_ROOT,
    TT_CHAINS_VISITS,
    TT_CHAINS_PARAMS
};

/* `at` is the first of them; then the defaults of `window` and `min_hops`. */
#define TT_CHAINS_ROWS(at, days, hops)                                                             \
    [(at) + TT_CHAINS_WINDOW] = {"window", days,   0,                                              \
                                 365,      "days", "from the first to the last payment"},          \
            [(at) + TT_CHAINS_KEEP_LOW] = TT_MOTIF_KEEP_LOW,                                       \
            [(at) + TT_CHAINS_KEEP_HIGH] = TT_MOTIF_KEEP_HIGH,                                     \
            [(at) +                                                                                \
                TT_CHAINS_MIN_HOPS] = {"min_hops", hops,                                           \
                                       2,          16,                                             \
                                       "count",    "chains of fewer payments are not reported"},   \
            [(at) +                                                                                \
                TT_CHAINS_MAX_HOPS] = {"max_hops", 12, 2, 16, "count", "longer chains are cut"},   \
            [(at) + TT_CHAINS_HUBS] = TT_MOTIF_HUBS("only start or end a chain"),                  \
            [(at) + TT_CHAINS_VISITS_ROOT] = {"visits_root", 1e5,                                  \
                                              1e2,           1e12,                                 \
                                              "count",       "payments tried from one start"},     \
            [(at) +                                                                                \
                TT_CHAINS_VISITS] = {"visits", 5e8, 1e3, 1e15, "count", "payments tried in all"}

typedef struct tt_chain_run {
    tt_motifs all;
    tt_chains found;
    size_t params; /* where TT_CHAINS_ROWS begin */
} tt_chain_run;

/** Search.  @param params  where TT_CHAINS_ROWS begin; kind->hubs is the row of TT_CHAINS_HUBS. */
TT_MUST_CHECK tt_status tt_chain_begin(tt_chain_run *r, const tt_detect_in *in,
                                       const tt_motif_kind *kind, size_t params, tt_err *err);
/** What was left out, and what a budget cut. */
TT_MUST_CHECK tt_status tt_chain_end(const tt_chain_run *r, tt_findings *out, tt_err *err);

/** Party i of a chain, 0 to c->n. */
tt_ix tt_chain_party(const tt_chain_run *r, const tt_chain *c, uint32_t i);
/** Parties with their roles, and payments. */
void tt_chain_collect(const tt_chain_run *r, tt_motif *m, const tt_chain *c);
/** The test for a chain of traders: each of those between sold goods and bought goods. */
void tt_chain_test_traders(const tt_chain_run *r, tt_motif *m, const tt_chain *c);
/** Hops, days, what is left, what chance makes; next steps. */
void tt_chain_measure(const tt_chain_run *r, tt_motif *m, const tt_chain *c);
/** "A to B USD 9.00 on 2024-01-02 (P1); B to ... .  After 4 payments in 8 days 88.5 % of the first
 * amount is left." */
const char *tt_chain_say(const tt_chain_run *r, tt_motif *m, const tt_chain *c);

#endif
