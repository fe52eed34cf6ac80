/*
 * prices.h - unit prices made comparable: FOB, base currency, canonical unit.  Computed once per
 * run, for every detector that compares prices.
 *
 * One observation is a line of an invoice, or of a declaration where no invoice of the same deal
 * has goods of that HS subheading (then the export declaration before the import declaration: one
 * consignment is one observation).  Declared values of shipments are not prices.
 *
 *     x = ln(FOB value in major units of the base currency / quantity in the canonical unit)
 *
 * The canonical unit is that of the dimension in which goods of the code are counted; a stated net
 * mass stands in for a missing one.  Where only another dimension is known the line belongs to a
 * series of its own.  What cannot be priced is counted by reason, never guessed.
 */
#ifndef TT_DETECT_COMMON_PRICES_H
#define TT_DETECT_COMMON_PRICES_H

#include "detect/common/credits.h"

/* 72 bytes. */
typedef struct tt_price_obs {
    double x;            /* see above; rounded to 1e-9 */
    int64_t fob;         /* minor units of the base currency, > 0 */
    int64_t quantity;    /* 1e-6 canonical units, > 0 */
    tt_hs hs;            /* as declared, six digits or more */
    tt_kind kind;        /* INVOICE or DECLARATION */
    tt_ix doc, line;     /* of the kind's arrays */
    tt_ix seller, buyer; /* entities; 0 = not known */
    tt_date day;
    tt_country origin;  /* of the goods; the seller's country where it is not stated */
    tt_country dest;    /* the buyer's */
    tt_ccy ccy;         /* as stated */
    tt_incoterm term;   /* invoices */
    tt_freight mode;    /* from the shipments of the deal or the declaration */
    tt_dim dim;         /* of quantity */
    uint16_t spread_e3; /* standard deviation that the correction to FOB adds to x, 1e-3 */
} tt_price_obs;

/* Observations of one HS subheading in one dimension. */
typedef struct tt_price_series {
    tt_hs hs6;
    tt_dim dim;
    size_t first, n; /* of tt_prices.v */
} tt_price_series;

/* Why a line has no comparable price. */
typedef enum tt_priceless {
    TT_PRICELESS_NO_HS, /* no code, or fewer than six digits */
    TT_PRICELESS_NO_DATE,
    TT_PRICELESS_NO_AMOUNT,   /* unknown, zero or negative */
    TT_PRICELESS_NO_RATE,     /* no exchange rate near the date: no value either */
    TT_PRICELESS_NO_QUANTITY, /* unknown, zero, or in packages and sets */
    TT_PRICELESS_NO_PARTY,    /* seller or buyer not known */
    TT_PRICELESS_SAMPLE,      /* samples, repairs, returns: no sale */
    TT_PRICELESS_CREDITED,    /* a credit note takes the line back */
    TT_PRICELESS_COUNT
} tt_priceless;
const char *tt_priceless_text(tt_priceless p); /* "without an HS code", ... */

typedef struct tt_prices {
    tt_price_obs *v; /* by (hs6, dim, day, kind, doc, line) */
    size_t n;
    tt_price_series *series; /* by (hs6, dim) */
    size_t n_series;
    uint64_t lines; /* sale lines looked at: n plus all that follow */
    uint64_t n_out[TT_PRICELESS_COUNT];
    int64_t value_out[TT_PRICELESS_COUNT]; /* as stated, base currency minor units */
    int64_t value;                         /* of the n observations, FOB */
} tt_prices;

/**
 * @param a     holds the result: 72 bytes for each line of invoices and declarations.
 * @return      TT_OK, TT_ENOMEM.
 * @complexity  O(n log n) for n lines.
 * @source      FOB factors: refdata/incoterm.h.
 */
TT_MUST_CHECK tt_status tt_prices_build(const tt_data *d, const tt_credits *credits, tt_arena *a,
                                        tt_prices *out, tt_err *err);

/** The series that observation i belongs to. O(log n). */
const tt_price_series *tt_prices_series_of(const tt_prices *p, size_t i);

/** "kg", "piece", "m2": what a price is per. */
const char *tt_price_per(tt_dim dim);

#endif
