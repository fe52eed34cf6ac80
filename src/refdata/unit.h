/* unit.h - units of measure: UNECE Recommendation 20 codes, dimensions, exact conversion. */
#ifndef TT_REFDATA_UNIT_H
#define TT_REFDATA_UNIT_H

#include "base/base.h"

/* Canonical unit in brackets.  Numbers of packages and of sets say nothing about what is in them:
 * no conversion. */
typedef enum tt_dim {
    TT_DIM_NONE,
    TT_DIM_MASS,    /* kilogram, KGM */
    TT_DIM_LENGTH,  /* metre, MTR */
    TT_DIM_AREA,    /* square metre, MTK */
    TT_DIM_VOLUME,  /* cubic metre, MTQ */
    TT_DIM_COUNT,   /* one, C62 */
    TT_DIM_ENERGY,  /* kilowatt hour, KWH */
    TT_DIM_TIME,    /* hour, HUR */
    TT_DIM_PACKAGE, /* cartons, pallets: no canonical unit */
    TT_DIM_OTHER    /* sets, kilograms of a substance: no canonical unit */
} tt_dim;

/* Row of the unit table, 1-based; 0 is "none".  It may differ between versions: store the code,
 * never this number. */
typedef uint16_t tt_unit;
#define TT_UNIT_NONE ((tt_unit)0)

/**
 * Understand a unit as documents write it: a Recommendation 20 code ("KGM"), a package code of
 * Recommendation 21 with X in front ("XCT"), or a common spelling ("KGS", "PCS", "CBM", "m³").
 * Case, accents, blanks and . , - _ ' ( ) do not count; a compound such as "KG/M" is not
 * understood.
 *
 * Decided: MT and TON are metric tons, GAL is the US gallon, CWT the US hundredweight, CT a carton.
 * Refused as ambiguous: CTS (carats, cartons), MTS (metres, tons), GR (grams, gross), TN (tons,
 * tins), ST (pieces, sheets), LT (litres, long tons).
 *
 * @param out  untouched on failure.
 */
TT_MUST_CHECK bool tt_unit_parse(tt_str text, tt_unit *out);

/** Code, constant; "" for none and out of range, as all texts below. */
const char *tt_unit_code(tt_unit u);
/** English name, constant. */
const char *tt_unit_name(tt_unit u);
/** TT_DIM_NONE for none. */
tt_dim tt_unit_dimension(tt_unit u);
/** Units are 1..tt_unit_count(). */
size_t tt_unit_count(void);

/** Canonical unit of a dimension; TT_UNIT_NONE where there is none. */
tt_unit tt_dim_unit(tt_dim d);
/** "mass", "length", ...; "none". */
const char *tt_dim_text(tt_dim d);

/**
 * Convert to the canonical unit of the dimension: qty * numerator / denominator, exact in 128 bits,
 * then rounded half to even to 1e-6.  Monotone in qty.
 *
 * @param qty_e6  1e-6 units of u.
 * @param out_e6  1e-6 canonical units; untouched on failure.
 * @return        false for none, for packages and others, when the result does not fit, and when a
 * quantity that is not 0 would become 0.
 */
TT_MUST_CHECK bool tt_unit_to_canonical(int64_t qty_e6, tt_unit u, int64_t *out_e6);

#endif
