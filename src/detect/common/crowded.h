/*
 * crowded.h - the parcels of one origin: how many names there are at how many doors, in the window
 * of some days in which most names share doors.
 *
 * Names that are of one family at one door, or one name written in two ways (persons.h), count as
 * one.  Open doors (parcels.h) count as no door.
 */
#ifndef TT_DETECT_COMMON_CROWDED_H
#define TT_DETECT_COMMON_CROWDED_H

#include "detect/common/parcels.h"
#include "detect/common/persons.h"

/* A window, and what is in it. */
typedef struct tt_crowded {
    size_t from, to;         /* of the parcels of the origin */
    uint32_t names, located; /* located: names whose door is known */
    uint32_t doors, top;     /* top: names at the fullest door */
} tt_crowded;

/* One receiver of the origin at hand. */
typedef struct tt_porter_name {
    tt_ix entity;
    uint32_t door, next;
} tt_porter_name;

/* Reads origin after origin. */
typedef struct tt_porter {
    const tt_data *d;
    const tt_parcels *p;
    tt_kin kin;
    const tt_parcel *v; /* of the origin at hand */
    size_t n;
    uint32_t n_names, *of; /* by parcel: its name, from 1 */
    tt_porter_name *names;
    uint32_t *name_of;   /* by entity */
    uint32_t *in_window; /* by name: parcels; all 0 between calls, and as below */
    uint32_t *at_door;   /* by door: names */
    uint32_t *doors_of;  /* by number of names: doors */
} tt_porter;

/** @param a  holds the arrays.  Release it also after failures. */
TT_MUST_CHECK tt_status tt_porter_init(tt_porter *w, const tt_data *d, const tt_parcels *p,
                                       tt_arena *a, tt_err *err);
void tt_porter_release(tt_porter *w);

/** Go to the n parcels of an origin from `first` on.  O(n), and names compared at each door. */
void tt_porter_read(tt_porter *w, size_t first, size_t n);
/** The window of `days` days in which most names share doors, the fullest door left out; of several
 * the one with most including it, then the first, as long as it may be.  O(n). */
tt_crowded tt_porter_window(tt_porter *w, double days);
/** Names at a door that another name has: one of each door is not counted.  @param rest  without
 * the fullest door. */
uint32_t tt_crowded_shared(const tt_crowded *c, bool rest);
bool tt_porter_is_door(const tt_porter *w, uint32_t door);

#endif
