/*
 * peers.h - which observations of a series a price is compared with, and what they say.
 *
 * The ladder, from near to far; the first rung with enough peers is taken:
 *
 *     0  all digits of the code, origin, destination, +- near days
 *     1  eight digits, origin, destination, +- near days
 *     2  six digits, origin, +- middle days
 *     3  six digits, +- far days
 *     4  six digits
 *
 * Left out are all lines of the subject's seller and buyer and of the entities in their groups:
 * otherwise a ring that fills a niche would define what is normal there.  Left out are also lines
 * so far from the middle of the series that they are errors of entry or worse: one of them would
 * hide everything below it.  A party with more than `share` of the peers is weighed down to that
 * share. At most `max` peers are taken, the nearest in time: the work for one line is bounded, and
 * so is what one p-value can say (1 / (max + 1)).
 */
#ifndef TT_DETECT_COMMON_PEERS_H
#define TT_DETECT_COMMON_PEERS_H

#include "detect/common/prices.h"

enum { TT_PEER_RUNGS = 5 };
const char *tt_peer_rung_text(unsigned rung); /* "same code, origin and destination, ..." */

typedef struct tt_peer_options {
    int32_t near, middle, far; /* days */
    uint32_t n_min;            /* effective peers below which nothing is said */
    uint32_t n_full; /* rungs are climbed until there are so many; then the first with n_min */
    uint32_t max;
    uint32_t sellers; /* different sellers (groups) that a peer set, and a grade in it, needs */
    double share;     /* 0..1 */
    double gap;       /* of x between two grades */
    double grade;     /* share of the weight that a grade needs */
    double hull;      /* trimmed at each end */
    double gross;     /* factor from the median of the series, and ... */
    double gross_sd;  /* ... robust standard deviations, beyond both of which a line is no peer */
} tt_peer_options;

/* Room for peer sets, and the index of one series at a time. */
typedef struct tt_peers {
    const tt_ix *group; /* of entities */
    const tt_peer_options *opt;
    const tt_price_obs *v; /* of the series */
    uint32_t n;
    struct tt_peer_spot *spots[4]; /* by rung (3 and 4 share one): lines in the order of its key */
    uint32_t *place[4];            /* of each line, where it is in them */
    uint8_t *gross;                /* 1 = no peer: most likely an error of entry */
    uint32_t *at;                  /* room for a peer set */
    tt_ix *seller, *buyer;         /* groups, of each in it */
    double *x, *w;
    uint32_t *sells, *buys; /* counts by group, all 0 between calls */
    struct tt_peer_point *sorted, *tmp;
    int64_t *keys;
    uint32_t *price_rank, *lot_rank; /* of each line among those of the series */
} tt_peers;

typedef struct tt_peer_set {
    uint32_t n;
    uint32_t sellers; /* different groups */
    double n_eff;     /* (sum w)^2 / sum w^2; the weights are scaled to add up to it */
    unsigned rung;
    bool cut;           /* there were more than `max` */
    const uint32_t *at; /* positions in the series, nearest in time first */
    const double *x, *w;
} tt_peer_set;

/* What a peer set says about one price x. */
typedef struct tt_peer_view {
    double median, q1, q3;        /* of the grade nearest to x, in logarithms */
    double spread;                /* 1.4826 MAD of that grade, at least 0.10 */
    double low, high;             /* trimmed hull of all peers */
    double grade_low, grade_high; /* ends of the grade */
    uint32_t n;                   /* peers in the grade */
    uint32_t grades;              /* how many there are */
} tt_peer_view;

/**
 * @param group       of every entity: smallest member (tt_links_groups).  Borrowed, as opt.
 * @param n_entities  of the case.
 * @param a           holds the room: 8 bytes an entity and 88 for each of opt->max peers.
 */
TT_MUST_CHECK tt_status tt_peers_init(tt_peers *p, const tt_ix *group, size_t n_entities,
                                      const tt_peer_options *opt, tt_arena *a, tt_err *err);
/**
 * Index a series; the one before is forgotten.
 *
 * @param v           borrowed until the next series.
 * @param a           holds the index: 49 bytes a line.
 * @return            TT_OK, TT_ENOMEM, TT_ELIMIT (more than 2^32 - 1 lines).
 * @complexity        O(n log n).
 */
TT_MUST_CHECK tt_status tt_peers_series(tt_peers *p, const tt_price_obs *v, size_t n, tt_arena *a,
                                        tt_err *err);
/** Order the series by price and by quantity, before tt_peer_look.  @param a  24 bytes a line. */
TT_MUST_CHECK tt_status tt_peers_rank(tt_peers *p, tt_arena *a, tt_err *err);
/**
 * The peers of observation i of the series, valid until the next call.
 *
 * @return      false when no rung has n_min effective peers of enough sellers.
 * @complexity  O(max) plus the lines of the subject's own groups that lie between the peers.
 */
bool tt_peers_of(tt_peers *p, uint32_t i, tt_peer_set *out);
/** The same on the rung that tt_peers_of found. */
void tt_peers_on(tt_peers *p, uint32_t i, unsigned rung, tt_peer_set *out);

/** Conformal p: (1 + weight of the peers at or beyond x) / (1 + n_eff). */
double tt_peer_p(const tt_peer_set *s, double x, bool high);

/** @complexity  O(n) for n peers.  False when memory is out. */
TT_MUST_CHECK bool tt_peer_look(tt_peers *p, const tt_peer_set *s, double x, tt_peer_view *out);
/** Median ln(quantity) of the grade of a view.  @complexity  O(n).  False when memory is out. */
TT_MUST_CHECK bool
tt_peer_lot(tt_peers *p, const tt_peer_set *s, const tt_peer_view *view, double *out);

#endif
