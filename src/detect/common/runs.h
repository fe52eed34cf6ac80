/*
 * runs.h - the prices of one relation in the order of time, and how the market moved meanwhile.
 *
 * A run is the lines of one seller, one buyer and one series (HS subheading and dimension).
 */
#ifndef TT_DETECT_COMMON_RUNS_H
#define TT_DETECT_COMMON_RUNS_H

#include "detect/common/draft.h"
#include "detect/common/prices.h"

typedef struct tt_run {
    tt_ix seller, buyer; /* entities */
    uint32_t series;     /* of tt_prices.series */
    uint32_t first, n;   /* of tt_runs.obs */
} tt_run;

typedef struct tt_runs {
    const tt_prices *prices;
    tt_run *v; /* by (series, seller, buyer) */
    size_t n;
    uint32_t *obs;    /* of prices.v; a run's by (day, kind, doc, line) */
    uint32_t *starts; /* by series, n_series + 1: its first run */
} tt_runs;

/**
 * @param a     holds the result: 4 bytes for each observation and 20 for each run.
 * @complexity  O(n log n) for n observations.
 */
TT_MUST_CHECK tt_status tt_runs_build(const tt_prices *p, tt_arena *a, tt_runs *out, tt_err *err);

/** The i-th line of a run. */
const tt_price_obs *tt_run_at(const tt_runs *r, const tt_run *run, uint32_t i);

/* How the prices of others changed from one span of days to another. */
typedef struct tt_move {
    uint32_t n;    /* runs of other parties with lines in both spans */
    double median; /* of the changes of ln price; 0 when n is 0 */
} tt_move;

typedef struct tt_days {
    tt_date from, to; /* both included */
} tt_days;

/**
 * The change of each other run is that of its median between the two spans, so that a change of
 * who trades is no change of prices.
 *
 * @param group  of entities: runs of the groups of the run's own two parties are left out.
 * @param room   as many places as the series has runs.
 * @complexity   O(lines of the series).
 */
tt_move tt_runs_move(const tt_runs *r, const tt_run *run, const tt_ix *group, tt_days before,
                     tt_days after, double *room);
/** The largest number of runs of one series. */
size_t tt_runs_widest(const tt_runs *r);

/** Seller, buyer and the key (parties, subheading, dimension) of a finding about a run. */
void tt_run_name(const tt_runs *r, const tt_run *run, tt_draft *f);

#endif
