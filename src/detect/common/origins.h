/*
 * origins.h - which goods come from which country in these data, seller by seller.
 *
 * A supply is one seller, one subheading and one origin that its invoices, bills or declarations
 * state; whom ownership records join is one seller.  A supply is alone when no other seller's has
 * its subheading and origin; it is alone in its heading when none has heading and origin.  Did
 * goods and origins have nothing to do with each other, then of the supplies of all other sellers
 *
 *     E = (supplies of the goods) (supplies from the country) / (all supplies)
 *
 * were to be expected there, and exp(-E) is the chance to see none.  The larger E of subheading and
 * heading, as far as the supply is alone in it, is told.
 */
#ifndef TT_DETECT_COMMON_ORIGINS_H
#define TT_DETECT_COMMON_ORIGINS_H

#include "base/map.h"
#include "detect/common/shared.h"

typedef struct tt_supply_line {
    tt_hs hs4, hs6;
    tt_country origin;              /* TT_COUNTRY_NONE: not stated */
    tt_country from;                /* of the sender */
    tt_ix seller, sender, receiver; /* seller: the smallest entity that ownership joins with it */
    tt_ref at;
} tt_supply_line;

typedef struct tt_supply {
    tt_hs hs4, hs6;
    tt_country origin;
    tt_ix seller;
    size_t first, n; /* of lines */
    /* Those that are alone: */
    unsigned level; /* 4 or 6: digits of the goods that nobody else has from there; 0: not alone */
    double expected;
    uint32_t goods, country, all; /* supplies of others, as in E */
    uint32_t rank;                /* from 1: how many that are alone expect as much or more */
} tt_supply;

typedef struct tt_origins {
    tt_supply_line *lines; /* with an origin, by (hs4, hs6, origin, seller, document) */
    tt_supply *v;          /* by (hs4, hs6, origin, seller) */
    size_t n_lines, n;
    uint64_t n_without; /* lines of goods without an origin */
    tt_map64 received;  /* lines by (seller that receives, chapter), and by country as well */
} tt_origins;

/**
 * Invoices but credit notes and proformas, shipments and declarations, lines with six digits.
 *
 * @return      TT_OK, TT_ENOMEM; release it in both cases.
 * @complexity  O(n log n) for n lines.
 */
TT_MUST_CHECK tt_status tt_origins_build(const tt_detect_in *in, tt_origins *out, tt_err *err);
void tt_origins_release(tt_origins *o);

/** Supplies of others than the seller of s, with its heading, from a country.  O(heading). */
uint32_t tt_origins_heading(const tt_origins *o, const tt_supply *s, tt_country c);
/** The same with goods of its chapter, its own heading left out.  O(all supplies). */
uint32_t tt_origins_kindred(const tt_origins *o, const tt_supply *s);
/** Different receivers of a supply.  O(lines^2), of at most 1,000 lines. */
uint32_t tt_origins_buyers(const tt_origins *o, const tt_supply *s);
/** Lines of goods of the chapter that its seller got from elsewhere. */
uint32_t tt_origins_got(const tt_origins *o, const tt_supply *s);

#endif
