/* simulate.h - made-up trade with known truth. */
#ifndef TRADETRACE_SIMULATE_H
#define TRADETRACE_SIMULATE_H

#include <stdint.h>

#include "tradetrace/analyze.h"

/* All-zero is the scenario "trade" as it is.  Shares are decimal texts ("0.01"); NULL: what the
 * scenario says. */
typedef struct tt_simulate_spec {
    const char *scenario; /* one of tt_scenarios_each() */
    uint32_t documents;   /* about so many; 0: what the scenario says */
    const char *syndicates;
    const char *seed;
    const char *prevalence; /* of documents that belong to what is planted */
    const char *coverage;   /* of documents that the feeds hold */
    const char *noise;      /* factor on errors */
} tt_simulate_spec;

/**
 * Make a world of trade and write it into a folder: records/ with one CSV for each record kind, and
 * the truth beside it (schemas/truth.schema.json; the tables are in src/simulate/README.md).  The
 * same settings give the same bytes on every machine.
 *
 * @param fn  given one line of text about what was written.  May be NULL.
 * @return    TT_OK, TT_EUSAGE, TT_EIO, TT_ENOMEM, TT_EINTERNAL.
 * @since     0.1
 */
tt_status tt_simulate(const tt_simulate_spec *spec, const char *folder, tt_text_fn *fn, void *ctx,
                      tt_err *err);

/** Name and purpose of each scenario to fn, in order.  @since 0.1 */
void tt_scenarios_each(void (*fn)(void *ctx, const char *name, const char *what), void *ctx);

#endif
