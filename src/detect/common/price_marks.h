/*
 * price_marks.h - what the comparable lines of a line say about its price, from above and from
 * below: computed once, read by price.over_invoicing, price.under_invoicing and price.transfer.
 *
 * To find the peers of a line takes thousands of steps, to find them again on a known rung of the
 * ladder (peers.h) hundreds, and few lines are looked at again: those that stand out.
 */
#ifndef TT_DETECT_COMMON_PRICE_MARKS_H
#define TT_DETECT_COMMON_PRICE_MARKS_H

#include "detect/common/links.h"
#include "detect/common/peers.h"
#include "detect/common/price_run.h"

/* 32 bytes. */
typedef struct tt_price_mark {
    double high, low; /* conformal p on either side; NAN: too few peers */
    double n_eff;     /* of the peers */
    uint8_t rung;     /* they are on */
    bool cut;         /* there were more than max_peers */
} tt_price_mark;

typedef struct tt_price_marks {
    const double *param;    /* that they hold for: TT_PP_STRANGERS values */
    const tt_ix *group;     /* of entities: who is left out with whom (tt_links_groups) */
    const tt_price_mark *v; /* as tt_prices.v */
} tt_price_marks;

/**
 * @param param    TT_PP_STRANGERS values or more; borrowed.
 * @param threads  series are marked side by side; the marks do not depend on it.
 * @param a        holds the result: 32 bytes a line, 4 an entity.
 * @return         TT_OK, TT_ENOMEM, TT_ELIMIT.
 * @complexity     O(n (log n + max_peers)) for n lines; 49 bytes for each line of a series while
 *                 it is marked.
 */
TT_MUST_CHECK tt_status tt_price_marks_build(const tt_prices *prices, const tt_links *links,
                                             size_t n_entities, const double *param,
                                             unsigned threads, tt_arena *a, tt_price_marks *out,
                                             tt_err *err);
/** Would other parameters find the same peers? */
bool tt_price_marks_hold(const tt_price_marks *m, const double *param);

/** What the ladder is asked for with these parameters. */
tt_peer_options tt_price_peer_options(const double *param);

#endif
