/*
 * voyage.h - where a shipment was loaded, transhipped and discharged, as far as its ports are
 * known.
 */
#ifndef TT_DETECT_COMMON_VOYAGE_H
#define TT_DETECT_COMMON_VOYAGE_H

#include "model/data.h"

enum { TT_VOYAGE_PORTS = 12 };

typedef struct tt_voyage {
    tt_port port[TT_VOYAGE_PORTS]; /* loading, transhipment in order, discharge */
    size_t n;
} tt_voyage;

/**
 * The ports of a shipment.
 *
 * @return  false when the port of loading or of discharge is not in the table of ports; ports
 *          between that are not, and those beyond TT_VOYAGE_PORTS, are left out.
 */
bool tt_voyage_of(const tt_shipment *s, tt_voyage *out);

/** Transport documents of the sea, or of which nothing else is known. */
bool tt_voyage_by_sea(const tt_shipment *s);

/**
 * Two papers of one voyage, the later one second: house and master bill, several shippers in one
 * container, a second bill.  They name one voyage, ship or manifest, or one common port within
 * `days`.
 */
bool tt_voyage_same(const tt_shipment *a, const tt_shipment *b, int32_t days);

/** "VNHPH, SGSIN, NLRTM", in arena a; NULL when memory is out. */
const char *tt_voyage_text(const tt_voyage *v, tt_arena *a);

#endif
