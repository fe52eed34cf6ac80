/*
 * bunches.h - documents of goods that come close together between the same two parties, near a
 * limit.
 *
 * A paper is a document that states what a consignment is worth: an invoice, a bill of lading, an
 * export or import declaration.  A bunch is the papers of one kind between two parties, in the days
 * in which most of them lie just below a limit; it is counted when enough of them are near it, from
 * half to twice.  With k just below of the n near it, and K of N in the bunches of all others of
 * that kind and limit,
 *
 *     usual = (K + prior * expected) / (N + prior)
 *     p = P(X >= k), X ~ beta-binomial(n, usual, rho)        (shares.h)
 */
#ifndef TT_DETECT_COMMON_BUNCHES_H
#define TT_DETECT_COMMON_BUNCHES_H

#include "base/vec.h"
#include "detect/common/limits.h"
#include "detect/common/shared.h"
#include "detect/common/tally.h"

typedef enum tt_paper_of {
    TT_PAPER_INVOICE,
    TT_PAPER_BILL,
    TT_PAPER_EXPORT,
    TT_PAPER_IMPORT,
    TT_PAPERS
} tt_paper_of;
const char *tt_paper_text(tt_paper_of of); /* "invoice", "transport document", ... */

typedef enum tt_paper_why {
    TT_PAPER_UNKNOWN, /* a party, the day or the value is not known */
    TT_PAPER_GROUP,   /* within a declared group */
    TT_PAPER_SERVES,  /* of banks, carriers, brokers, public bodies */
    TT_PAPER_WHYS
} tt_paper_why;

typedef struct tt_paper {
    tt_ix seller, buyer; /* entities */
    tt_paper_of of;
    tt_kind kind;
    tt_ix doc;
    tt_date day;
    int64_t value;       /* base currency, minor units */
    tt_money sum;        /* as written */
    tt_country from, to; /* of seller and buyer */
} tt_paper;
TT_VEC(tt_paper_vec, tt_paper);

typedef struct tt_bunch {
    size_t first, n;           /* of papers: all of these two and that kind */
    size_t at, end;            /* of papers: those of the days */
    size_t limit;              /* of the limits */
    uint32_t below, near;      /* in these days: just below, and from half to twice the limit */
    uint32_t lone_below, lone; /* the same of those that come alone, on other days */
    double sum;                /* of those below, over the limit */
    int64_t value;             /* of those below */
    double usual, p;
} tt_bunch;
TT_VEC(tt_bunch_vec, tt_bunch);

typedef struct tt_bunch_rules {
    double window; /* of the limit that is just below it */
    double days;   /* in which papers are close together */
    double least;  /* papers near the limit */
    double expect, rho, prior;
} tt_bunch_rules;

typedef struct tt_bunches {
    const tt_detect_in *in;
    const tt_limits *limits;
    const tt_bunch_rules *rules;
    tt_paper_vec papers; /* by (seller, buyer, kind, day, document) */
    tt_bunch_vec v;      /* by (seller, buyer, kind, limit) */
    tt_tally why[TT_PAPER_WHYS];
} tt_bunches;

/**
 * @param limits,rules  outlive the result.
 * @param out           released by the caller, also after a failure.
 * @complexity          O(l n + n log n) for n documents and l limits.
 */
TT_MUST_CHECK tt_status tt_bunches_find(const tt_detect_in *in, const tt_limits *limits,
                                        const tt_bunch_rules *rules, tt_bunches *out, tt_err *err);
void tt_bunches_release(tt_bunches *b);

/** The paper is just below the limit of the bunch. */
bool tt_bunch_below(const tt_bunches *b, const tt_bunch *of, const tt_paper *p);
/** The two bunches are of the same two parties. */
bool tt_bunch_same(const tt_bunches *b, const tt_bunch *x, const tt_bunch *y);

#endif
