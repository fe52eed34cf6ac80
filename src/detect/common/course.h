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
/* A way that a detector finds odd, for the port of one of its stops. */
typedef struct tt_odd_way {
    const tt_course *way;
    tt_port by;
    uint32_t *others; /* filled in: other senders whose odd ways go by that country, too */
} tt_odd_way;

/**
 * Count, for each odd way, the others by the country of the same port, whenever that was: what
 * several who have nothing to do with each other do has a reason that they share, such as a closed
 * canal.  A declared group is one sender.
 *
 * @complexity  O(n log n).
 */
TT_MUST_CHECK tt_status tt_odd_ways_count(const tt_detect_in *in, const tt_odd_way *v, size_t n,
                                          tt_err *err);

/* What a detector asks of each way. */
typedef struct tt_course_question {
    const tt_trial_words *words; /* cite: tt_course_cite */
    double gap;                  /* of tt_course_trial */
    const void *items;           /* of `size` bytes, in the order of their courses, with which each
                                    begins: const tt_course * */
    size_t n_items, size;
    bool (*is_judged)(const tt_course *w);
    /* Say what the item of a way (NULL: it has none) makes of its trial; false: nothing. */
    bool (*judge)(void *ctx, const tt_course *w, const void *item, tt_trial *t);
    tt_tally *weak;
} tt_course_question;

/** Ask it of all ways, one answer for each deal, and report the relations that stand out. */
TT_MUST_CHECK tt_status tt_courses_ask(const tt_detect_in *in, const tt_courses *c,
                                       const tt_course_question *q, void *ctx, tt_findings *out,
                                       tt_err *err);

/** "Singapore (SGSIN)". */
const char *tt_say_port(tt_draft *w, tt_port p);
/** The ports between the first and the last, with "and" before the last of them; "" when there are
 * none. */
const char *tt_say_between(tt_draft *w, const tt_voyage *v);

#endif
