/*
 * simulate.h - a made-up world of trade, its documents with the faults of real ones, and the truth
 * about them.
 *
 * The world goes day by day: relations order, deals make documents on their days, feeds lose some.
 * README.md has the columns of what is written.
 */
#ifndef TT_SIMULATE_SIMULATE_H
#define TT_SIMULATE_SIMULATE_H

#include "base/base.h"

/* Shares are in millionths. */
typedef struct sim_spec {
    const char *scenario; /* a row of scenarios.def, for messages */
    uint64_t seed;
    uint32_t documents;    /* about so many are written */
    uint32_t syndicates;   /* UINT32_MAX: as many as the prevalence wants */
    uint32_t prevalence;   /* of documents that belong to what is planted */
    uint32_t coverage;     /* of documents that the feeds hold, on average */
    uint32_t noise;        /* factor on all errors; SIM_ONE = as it is */
    uint32_t bad_refs;     /* references that are missing or wrong */
    uint32_t split;        /* deals that come in several shipments */
    uint32_t consolidated; /* payments for several invoices */
    uint32_t hard_names;   /* factor on what happens to names, beside noise */
    uint32_t parcels;      /* of documents that are small parcels */
    uint32_t wild;         /* of relations that are on the lanes of wildlife */
} sim_spec;

/**
 * The settings of a scenario.
 *
 * @param name  NULL: the first.
 * @param out   seed 1; untouched on failure.
 * @return      TT_OK, TT_EUSAGE (the text lists the names).
 */
TT_MUST_CHECK tt_status sim_spec_init(const char *name, sim_spec *out, tt_err *err);
/** Called for each scenario in order. */
void sim_scenarios(void (*fn)(void *ctx, const char *name, const char *what), void *ctx);

/** What was written. */
typedef struct sim_tally {
    uint64_t invoices, shipments, declarations, payments, firms, planted, look_alikes;
} sim_tally;

/**
 * Make a world and write it into a folder: records/ (one CSV for each kind), reference/ (tables
 * that a case can take), and the truth beside.
 *
 * @param tally  may be NULL.
 * @return       TT_OK, TT_EUSAGE (a share over 1, too few documents), TT_EIO, TT_ENOMEM,
 *               TT_EINTERNAL.
 */
TT_MUST_CHECK tt_status sim_run(const sim_spec *spec, const char *folder, sim_tally *tally,
                                tt_err *err);

#endif
