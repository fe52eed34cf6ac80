/*
 * triangle.h - goods that a third party from abroad pays for again and again, and that gets nothing
 * back from their buyer.
 *
 * Who pays for others is usually paid back, by money or by goods.  Of the triples (seller, buyer,
 * who pays) of these data so many get nothing back: `usual`, with TT_TRIANGLE_PRIOR triples added
 * of which half do.  The weight is -log10 usual: that somebody else pays at all is told by
 * pay.third_party, and is not counted here again.
 */
#ifndef TT_DETECT_COMMON_TRIANGLE_H
#define TT_DETECT_COMMON_TRIANGLE_H

#include "detect/common/circles.h"
#include "graph/along.h"

enum { TT_TRIANGLE_LEAST = 2, TT_TRIANGLE_MANY = 3, TT_TRIANGLE_PRIOR = 4 };

/**
 * Report triples with TT_TRIANGLE_LEAST payments and more in which who pays is in another country
 * than the buyer, is no financial or forwarding service, pays for the goods of fewer than
 * TT_TRIANGLE_MANY buyers, is in no declared group with the buyer or the seller, has another name
 * than the buyer, and within `window` days of a payment neither got money or goods from the buyer,
 * nor about so much money through one other, nor sent it goods.
 *
 * @param x  its detector needs TT_NEEDS_NAMES.
 * @param v  tries (graph/along.h), of which those of TT_ALONG_OWN are looked at.
 */
TT_MUST_CHECK tt_status tt_triangles_tell(const tt_circles *x, const tt_alongs *v,
                                          const tt_along_options *opt, tt_findings *out,
                                          tt_err *err);

#endif
