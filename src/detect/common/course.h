/*
 * course.h - the way of each shipment by sea: its ports in order, how far it is over them, and how
 * far it would be straight.  For detectors of routes.
 *
 * Papers list ports of transhipment that are usual and that the goods may never have seen: a way is
 * what is claimed, not what was sailed.
 */
#ifndef TT_DETECT_COMMON_COURSE_H
#define TT_DETECT_COMMON_COURSE_H

#include "detect/common/draft.h"
#include "detect/common/trials.h"
#include "detect/common/voyage.h"

typedef struct tt_course {
    tt_ix shipment;
    tt_ix sender, receiver; /* entities; 0 unknown */
    tt_country from, to;    /* of the first and the last port */
    tt_date day;            /* on board; TT_NO_DATE */
    tt_voyage v;
    double nm, direct; /* nautical miles over all its ports, and from the first to the last */
} tt_course;

typedef struct tt_courses {
    const tt_seas *seas;
    tt_course *v; /* in the order of shipments */
    size_t n;
    uint64_t unknown; /* shipments by sea of which a port is not in the table */
} tt_courses;

/**
 * Shipments by sea; master bills in deals with house bills are left out.
 *
 * @param a     holds the result: some 100 bytes for each shipment, and the net of waypoints.
 * @complexity  O(shipments), and some milliseconds for the net.
 */
TT_MUST_CHECK tt_status tt_courses_build(const tt_data *d, tt_arena *a, tt_courses *out,
                                         tt_err *err);

/** The two countries as one number, never 0. */
uint64_t tt_course_lane(const tt_course *w);
/** A trial of shipper and consignee about it that agrees, in its deal, else on its own. */
tt_trial tt_course_trial(const tt_data *d, const tt_course *w, double gap);
/** Cite the shipment of a trial whose `own` begins with a const tt_course *. */
void tt_course_cite(const void *ctx, const tt_trial *t, tt_draft *w);
/** "Singapore (SGSIN)". */
const char *tt_say_port(tt_draft *w, tt_port p);
/** The ports between the first and the last, with "and" before the last of them; "" when there are
 * none. */
const char *tt_say_between(tt_draft *w, const tt_voyage *v);

#endif
