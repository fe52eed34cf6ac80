/*
 * parcel_rates.h - what is counted about the parcels of one origin in one window: shares k of n, to
 * be held against those of the other origins (shares.h).
 *
 * Some are about doors, some about who sends and who receives.  A carrier that asks for papers of
 * identity knows its customers by name; who sends what must not be found writes names that are none
 * ("Mr Wang", "J K", "Customer 12"), none or a false address, one name for several doors, or sends
 * to himself.  Each of these has honest cases, so none counts but beside what others write.
 */
#ifndef TT_DETECT_COMMON_PARCEL_RATES_H
#define TT_DETECT_COMMON_PARCEL_RATES_H

#include "detect/common/crowded.h"

typedef enum tt_parcel_rate {
    TT_RATE_DOORS,    /* names at a door that another name has, the fullest door left out */
    TT_RATE_ONE_DOOR, /* the same with the fullest door */
    TT_RATE_REPEAT,   /* parcels to a name that had one */
    TT_RATE_SERIAL,   /* parcels whose number follows that of another by ten at most */
    TT_RATE_CHEAP,    /* parcels declared at less than a third of the median value of a kilogram */
    TT_RATE_NAMELESS, /* names of receivers that are none */
    TT_RATE_HOMELESS, /* parcels without an address of the receiver */
    TT_RATE_UNSIGNED, /* names of senders, not firms, that are none */
    TT_RATE_SELF,     /* parcels to the name of who sends them */
    TT_RATE_ROAMING,  /* names of receivers that are at several doors */
    TT_RATES
} tt_parcel_rate;

/* From here on they are about who sends and receives. */
#define TT_RATE_IDENTITY TT_RATE_NAMELESS

typedef struct tt_rate_row {
    double usual, rho; /* assumed, until the data say otherwise */
    const char *measure, *says;
} tt_rate_row;
extern const tt_rate_row tt_rate_rows[TT_RATES];

typedef struct tt_rates {
    double k[TT_RATES], of[TT_RATES];
} tt_rates;

/** Median declared value of a kilogram, base currency, minor units; 0 when none is known.  False
 * when memory is out, as below. */
TT_MUST_CHECK bool tt_parcels_usual_value(const tt_parcels *p, tt_arena *a, double *out);

/**
 * @param w      read to the origin (tt_porter_read); as it was afterwards.
 * @param c      the window.
 * @param a      scratch.
 * @complexity   O(n log n) for n parcels in the window.
 */
TT_MUST_CHECK bool
tt_rates_count(tt_porter *w, const tt_crowded *c, double usual_value, tt_arena *a, tt_rates *out);

/** Marks those of n parcels of an origin whose names or address are among what the rates about
 * identity count.  @param out  n, all false. */
TT_MUST_CHECK bool
tt_parcels_doubtful(const tt_porter *w, const tt_parcel *v, size_t n, tt_arena *a, bool *out);

#endif
