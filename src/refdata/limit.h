/*
 * limit.h - sums from which payments are reported or examined, and consignments declared in full or
 * looked at: rows of the tables payment_limits and consignment_limits, which can be replaced
 * (reference.h).
 *
 * Law of a day and mostly from memory: `verified` says what was found in a source.
 */
#ifndef TT_REFDATA_LIMIT_H
#define TT_REFDATA_LIMIT_H

#include "base/civil.h"
#include "base/money.h"
#include "refdata/reference.h"

/* Which payments, or which consignments, a limit is for. */
typedef enum tt_limit_channel { TT_LIMIT_ANY, TT_LIMIT_CASH, TT_LIMIT_TRANSFER } tt_limit_channel;
typedef enum tt_limit_way { TT_LIMIT_BOTH, TT_LIMIT_EXPORT, TT_LIMIT_IMPORT } tt_limit_way;

typedef struct tt_limit {
    tt_str countries; /* absent: all */
    uint8_t of;       /* tt_limit_channel, or tt_limit_way */
    int64_t units;    /* 1e-6 units of the currency, as the table has them */
    tt_str currency;
    tt_date from, to; /* TT_NO_DATE: always, still */
    tt_str source;
    uint8_t verified;
    tt_money amount; /* the two above */
} tt_limit;

typedef struct tt_limits {
    tt_limit *v; /* in the order of the table */
    size_t n;
} tt_limits;

/**
 * @param own  NULL, or the tables of the case.
 * @param t    TT_REFTAB_LIMITS or TT_REFTAB_CONSIGNMENTS.
 * @param a    holds the rows.
 * @return     TT_OK, TT_EFORMAT ("payment_limits, line 7: ..."), TT_ENOMEM.
 */
TT_MUST_CHECK tt_status tt_limits_load(const tt_reference *own, tt_reftab t, tt_arena *a,
                                       tt_limits *out, tt_err *err);

/** The limit is in force in one of two countries on a day; unknown countries are in none that is
 * named. */
bool tt_limit_holds(const tt_limit *l, tt_country a, tt_country b, tt_date day);

#endif
