/*
 * motifs.h - what all detectors of motifs of payments do alike: parameters, parties that are left
 * out, findings that a group explains, notes on completeness.
 *
 *     struct run { tt_motifs all; ... } r;
 *     tt_motifs_begin(&r.all, in, &kind, err);
 *     tt_..._find(&r.all.flows->ledger, ...);
 *     for each find: tt_motifs_tell(&r.all, &how, &r, find, p, out, err);
 *     return tt_motifs_end(&r.all, &effort, limit, "sources", effect, out, err);
 */
#ifndef TT_DETECT_COMMON_MOTIFS_H
#define TT_DETECT_COMMON_MOTIFS_H

#include "detect/common/cuts.h"
#include "detect/common/motif.h"

/* Rows that all have, behind their own. */
enum {
    TT_MOTIF_MAX_P,
    TT_MOTIF_SMALL_VALUE,
    TT_MOTIF_OWNER_DF,
    TT_MOTIF_EXPLAINED,
    TT_MOTIF_MAX_WEIGHT,
    TT_MOTIF_PARAMS
};

/* `at` is the first of them; what: "chains". */
#define TT_MOTIF_ROWS(at, what, weight)                                                            \
    [(at) +                                                                                        \
        TT_MOTIF_MAX_P] = {"max_p", 0.001,         1e-12,                                          \
                           1,       "probability", "what chance does more often is not reported"}, \
        [(at) + TT_MOTIF_SMALL_VALUE] = {"small_value",                                            \
                                         20000,                                                    \
                                         0,                                                        \
                                         1e12,                                                     \
                                         "base",                                                   \
                                         what " that moved less than this are weakened"},          \
        [(at) +                                                                                    \
            TT_MOTIF_OWNER_DF] = {"owner_df", 50,                                                  \
                                  2,          10000,                                               \
                                  "count",    "owners of more parties than this connect nobody"},  \
        [(at) +                                                                                    \
            TT_MOTIF_EXPLAINED] = {"explained",                                                    \
                                   0.3,                                                            \
                                   0,                                                              \
                                   1,                                                              \
                                   "fraction",                                                     \
                                   "what remains of the weight for each explanation that holds "   \
                                   "in part"},                                                     \
        [(at) + TT_MOTIF_MAX_WEIGHT] = {                                                           \
            "max_weight", weight, 0, 3, "log10", "the weight is at most this"}

/* What does not happen to parties with many: "are no middles". */
#define TT_MOTIF_HUBS(not )                                                                        \
    {                                                                                              \
        "hub_degree", 200, 2, 1e9, "count", "parties with more counterparties " not                \
    }

/* Shares of a payment that go on. */
#define TT_MOTIF_KEEP_LOW                                                                          \
    {                                                                                              \
        "keep_low", 0.85, 0.1, 1, "fraction", "lowest share of a payment that goes on"             \
    }
#define TT_MOTIF_KEEP_HIGH                                                                         \
    {                                                                                              \
        "keep_high", 1.02, 1, 2, "fraction", "highest share that goes on"                          \
    }

typedef struct tt_motif_kind {
    const char *id; /* "flow.pass_through" */
    const char *of; /* "relay": one find, in the singular */
    size_t hubs;    /* the row of TT_MOTIF_HUBS; 0: none */
    size_t params;  /* where TT_MOTIF_ROWS begin */
} tt_motif_kind;

typedef struct tt_motifs {
    const tt_detect_in *in;
    const tt_motif_kind *kind;
    const tt_flows *flows;
    const tt_ix *owned; /* of an entity: group by declared owners */
    uint8_t *hub;       /* of an entity: serves all, or has too many counterparties; NULL without
                           kind->hubs */
    tt_motif_count groups;
    uint64_t docs_left, parties_left; /* of findings, beyond TT_MOTIF_CITED */
} tt_motifs;

/* One find as a motif: who and what; then tests, measures and words. */
typedef struct tt_motif_how {
    void (*collect)(const void *run, tt_motif *m, const void *find);
    void (*tell)(const void *run, tt_motif *m, const void *find);
} tt_motif_how;

TT_MUST_CHECK tt_status tt_motifs_begin(tt_motifs *x, const tt_detect_in *in,
                                        const tt_motif_kind *kind, tt_err *err);
/** Value of a row of TT_MOTIF_ROWS. */
double tt_motifs_param(const tt_motifs *x, unsigned row);
/** Report a find, unless chance does it often (p) or declared owners connect all its parties. */
TT_MUST_CHECK tt_status tt_motifs_tell(tt_motifs *x, const tt_motif_how *how, const void *run,
                                       const void *find, double p, tt_findings *out, tt_err *err);
/** What was left out as explained by a group, what findings do not list, and what a budget cut.
 * @param e  NULL: no budget. */
TT_MUST_CHECK tt_status tt_motifs_end(const tt_motifs *x, const tt_effort *e,
                                      const tt_cut_words *words, tt_findings *out, tt_err *err);

/** "1000 pairs of payments tried from one source, 500000000 in all"; NULL when memory is out. */
const char *
tt_motifs_limit(const tt_motifs *x, double root, double all, const char *visits, const char *start);

#endif
