/*
 * port.h - sea ports, where they lie, and how far it is between them.
 *
 * About 400 ports (data/ports.tsv) and a net of some 150 points that ships pass
 * (data/waypoints.tsv).  A port outside the table is unknown: nothing is guessed.
 */
#ifndef TT_REFDATA_PORT_H
#define TT_REFDATA_PORT_H

#include "base/arena.h"
#include "refdata/country.h"

/* Row of the table, 1-based; 0 is "none". */
typedef uint16_t tt_port;
#define TT_PORT_NONE ((tt_port)0)

typedef struct tt_port_info {
    const char *code;       /* UN/LOCODE, without the blank */
    int64_t lat_e2, lon_e2; /* 1e-2 degrees, north and east positive */
    const char *waypoint;   /* that ships from and to it pass nearest */
    const char *name;
} tt_port_info;

/** By UN/LOCODE, with or without a blank in the middle; case does not count. */
TT_MUST_CHECK bool tt_port_find(tt_str code, tt_port *out);
/** Never NULL; code "" for none. */
const tt_port_info *tt_port_get(tt_port p);
tt_country tt_port_country(tt_port p);
size_t tt_port_count(void);

/**
 * Great circle in nautical miles: no way is shorter.
 *
 * @source  haversine; a sphere of 3,440.065 nautical miles radius.
 */
double tt_port_nm(tt_port a, tt_port b);

/* The net, with the shortest way between any two of its points. */
typedef struct tt_seas tt_seas;

/**
 * @param a     holds the result: 8 bytes for each pair of waypoints, 200 KB.
 * @complexity  O(w^3) for w waypoints: some milliseconds.
 * @source      Floyd, Algorithm 97, CACM 5, 1962.
 */
TT_MUST_CHECK tt_status tt_seas_build(tt_arena *a, const tt_seas **out, tt_err *err);
/**
 * By sea: great circles from port to waypoint, along the net, to the other port.  Between ports of
 * one waypoint the great circle.  Beyond 2,000 nautical miles within some 10 % of published
 * distances; between ports of neighbouring waypoints it may be half as much again.
 */
double tt_seas_nm(const tt_seas *s, tt_port a, tt_port b);

#endif
