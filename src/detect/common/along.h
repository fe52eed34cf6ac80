/*
 * along.h - goods and money that go the same way between two parties: held against how often that
 * is so between all others, and told.
 *
 * p of a relation is P(X >= k), X beta-binomial(n, usual, rho): of its n tries (graph/along.h) k
 * answer, where of all others `usual` do, with `prior` tries at `base` added.
 */
#ifndef TT_DETECT_COMMON_ALONG_H
#define TT_DETECT_COMMON_ALONG_H

#include "detect/common/circles.h"

/* Rows of parameters, behind those of the detector. */
enum {
    TT_ALONG_ABOUT,
    TT_ALONG_HOP,
    TT_ALONG_BASE,
    TT_ALONG_PRIOR,
    TT_ALONG_RHO,
    TT_ALONG_MAX_WEIGHT,
    TT_ALONG_VISITS_ROOT,
    TT_ALONG_VISITS,
    TT_ALONG_PARAMS
};

#define TT_ALONG_ROWS(at)                                                                          \
    [(at) +                                                                                        \
        TT_ALONG_ABOUT] = {"about",                                                                \
                           0.05,                                                                   \
                           0,                                                                      \
                           0.5,                                                                    \
                           "fraction",                                                             \
                           "money that goes with goods differs so much from "                      \
                           "their value at most"},                                                 \
        [(at) + TT_ALONG_HOP] = {"hop",                                                            \
                                 30,                                                               \
                                 0,                                                                \
                                 3650,                                                             \
                                 "days",                                                           \
                                 "that a third party holds money that goes with goods, at most"},  \
        [(at) +                                                                                    \
            TT_ALONG_BASE] = {"base_share", 0.01,       1e-6,                                      \
                              0.5,          "fraction", "of tries that answer in honest trade"},   \
        [(at) + TT_ALONG_PRIOR] = {"prior", 50,                                                    \
                                   0,       1e6,                                                   \
                                   "count", "tries that base_share counts for beside these data"}, \
        [(at) +                                                                                    \
            TT_ALONG_RHO] = {"rho", 0.02, 0, 0.9, "correlation", "of the tries of one relation"},  \
        [(at) + TT_ALONG_MAX_WEIGHT] = {"along_weight",                                            \
                                        2,                                                         \
                                        0,                                                         \
                                        3,                                                         \
                                        "log10",                                                   \
                                        "goods and money that go the same way weigh at most"},     \
        [(at) + TT_ALONG_VISITS_ROOT] =                                                            \
            {"along_visits_root", 1e4, 1e2, 1e12, "count", "flows looked at from one flow"},       \
        [(at) +                                                                                    \
            TT_ALONG_VISITS] = {"along_visits", 1e8, 1e3, 1e15, "count", "flows looked at in all"}

/**
 * Report the relations of which goods and money go the same way more often than chance (max_p of
 * x), each way as a finding of its own; count what groups, banks and budgets leave out.  Then what
 * is paid from a third side (triangle.h).
 *
 * @param x       begun; its rows for owners, p, small values and what explanations leave.
 * @param n       what pays what.
 * @param paid    goods of which their buyer paid a larger share are paid.
 * @param params  where TT_ALONG_ROWS begin.
 */
TT_MUST_CHECK tt_status tt_along_tell(const tt_circles *x, const tt_netting *n, double paid,
                                      size_t params, tt_findings *out, tt_err *err);

#endif
