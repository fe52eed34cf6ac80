/*
 * freight.h - what a container load is worth, beside what its way costs.
 *
 * Worth: the FOB value that the papers of its deal state, invoices or declarations, whichever is
 * more, over all containers of the deal.  Cost: the freight that its shipments state, else
 *
 *     level * (box_usd + nm_usd * great circle in nautical miles)
 *
 * for each container, level being the median of stated freight over this tariff where TT_FREIGHTS
 * shipments state both, else 1.
 */
#ifndef TT_DETECT_COMMON_FREIGHT_H
#define TT_DETECT_COMMON_FREIGHT_H

#include "detect/common/shared.h"

enum { TT_FREIGHTS = 30 };

/* Rows of parameters of a detector that asks. */
#define TT_FREIGHT_PARAMS P_BOX_USD, P_NM_USD
#define TT_FREIGHT_ROWS                                                                            \
    [P_BOX_USD] = {"box_usd", 1000,  0,                                                            \
                   1e6,       "USD", "freight of one container, whatever the way (2024)"},         \
    [P_NM_USD] = {"nm_usd", 0.2, 0, 1000, "USD", "freight of one container for a nautical mile"}

typedef struct tt_tariff {
    double box_usd, nm_usd; /* set by the caller */
    double level;           /* filled by tt_freight_level, with the number of shipments */
    uint32_t n;
} tt_tariff;

typedef enum tt_load_why {
    TT_LOAD_KNOWN,
    TT_LOAD_NO_BOX,   /* no containers, or not by sea */
    TT_LOAD_SHARED,   /* a container is on papers of others, too */
    TT_LOAD_SAMPLE,   /* samples, repairs, returns */
    TT_LOAD_NO_VALUE, /* a line without an amount or a rate, or no papers with values */
    TT_LOAD_NO_WAY,   /* a port is not known, or no rate for USD */
    TT_LOAD_WHYS
} tt_load_why;
const char *tt_load_why_text(tt_load_why w);

/* The containers of one deal. */
typedef struct tt_load {
    uint32_t boxes;
    double value, freight; /* of one of them; major units of the base currency */
    double kg;             /* gross, of one of them; NAN: not of all of them known */
    bool stated;           /* freight: on the papers */
    bool declared;         /* value: from declarations */
    tt_ix shipment;        /* the first */
    double nm;             /* its way */
} tt_load;

/** @param scratch  holds 8 bytes for each shipment. */
TT_MUST_CHECK tt_status tt_freight_level(const tt_data *d, const tt_cargo *c, tt_tariff *t,
                                         tt_arena *scratch, tt_err *err);
/** @complexity  O(lines of the deal). */
tt_load_why
tt_load_of(const tt_data *d, const tt_shared *s, const tt_tariff *t, tt_ix deal, tt_load *out);

#endif
