/* incoterm.h - delivery terms, and what divides a price at each of them from its FOB value. */
#ifndef TT_REFDATA_INCOTERM_H
#define TT_REFDATA_INCOTERM_H

#include "base/base.h"

/* Row of the table, 1-based; 0 is "none".  Store the code, never this number. */
typedef uint8_t tt_incoterm;
#define TT_INCOTERM_NONE ((tt_incoterm)0)

/* Groups of the Incoterms. */
typedef enum tt_terms {
    TT_TERMS_NONE,
    TT_TERMS_E, /* at the seller's works */
    TT_TERMS_F, /* main carriage not paid */
    TT_TERMS_C, /* main carriage paid */
    TT_TERMS_D  /* delivered */
} tt_terms;

typedef struct tt_incoterm_info {
    const char *code;     /* "CIF" */
    uint16_t first, last; /* editions: 1990, 2000, 2010, 2020 */
    tt_terms group;
    bool short_of_port; /* the price ends before the port or terminal: EXW, FCA */
    bool freight;       /* the price holds the main carriage */
    bool insurance;     /* the price covers the risk of the main carriage */
    bool duty;          /* the price holds the import duty */
    const char *name;   /* "Cost, insurance and freight" */
} tt_incoterm_info;

/**
 * Read a term, alone or before a place: "CIF", "fob Shanghai", "C&F Durban", "DAP (Incoterms
 * 2020)".
 *
 * @param out  untouched on failure.
 */
TT_MUST_CHECK bool tt_incoterm_parse(tt_str text, tt_incoterm *out);
/** Constant; "" for none. */
const char *tt_incoterm_code(tt_incoterm t);
/** Row of the table; for none a row of zeros with empty texts.  Never NULL. */
const tt_incoterm_info *tt_incoterm_get(tt_incoterm t);

/* How goods travel, as far as freight is concerned. */
typedef enum tt_freight {
    TT_FREIGHT_UNKNOWN,
    TT_FREIGHT_SEA_CONTAINER,
    TT_FREIGHT_SEA_BULK,
    TT_FREIGHT_AIR,
    TT_FREIGHT_LAND
} tt_freight;

/* From a price at its term to the FOB value. */
typedef struct tt_fob {
    int64_t num, den;  /* FOB = price * num / den */
    int64_t spread_e3; /* standard deviation of ln(FOB) that the correction adds, 1e-3 */
    bool duty;         /* the price still holds import duty: take it out where the rate is known */
} tt_fob;

/**
 * The default correction, for prices without itemised freight and insurance: CIF, CIP and delivered
 * terms divide by 1 + f, CFR and CPT by 1 + 0.97 f, EXW and FCA multiply by 1.02, FOB, FAS and an
 * unknown term leave the price alone.
 *
 * f is 9 % in containers, 7 % in bulk, 15 % by air, 3 % by land, 6 % when the mode is not known.
 *
 * @source  IMF, Direction of Trade Statistics (CIF/FOB factor 1.06); the values by mode are a table
 * of practitioners.
 */
tt_fob tt_incoterm_fob(tt_incoterm t, tt_freight mode);

#endif
