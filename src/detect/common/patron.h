/*
 * patron.h - somebody who pays, or is paid, for the goods of others: for how many, since when, as a
 * standing arrangement or not, and whether that is usual in these data.  One stranger, or several
 * who are taken as one.
 *
 * A standing arrangement is what agents, treasuries and payment services have: many payments, most
 * of all that settle their relations (seller and buyer), over a long time.
 *
 *     p = P(X >= n), X beta-binomial(payments of the relations, usual, rho)
 *
 * usual is the share of strangers in all other payments of these data, with `prior` payments at
 * base_share added.
 */
#ifndef TT_DETECT_COMMON_PATRON_H
#define TT_DETECT_COMMON_PATRON_H

#include "detect/common/draft.h"
#include "detect/common/strangers.h"

/* The rows of parameters that all who look at patrons have, one after the other, and their names:
 * who is a stranger ... */
#define TT_STRANGER_PARAMS P_LINK_DF, P_DESK_DF, P_NAME_BITS, P_SERVICE_BUYERS, P_SERVICE_DAYS
#define TT_STRANGER_ROWS                                                                           \
    [P_LINK_DF] = {"link_max", 20, 0, 1e6, "count", "an owner of more entities makes no group"},   \
    [P_DESK_DF] = {"desk_max", 5,       0,                                                         \
                   1e6,        "count", "an account or address of more entities joins nobody"},    \
    [P_NAME_BITS] = {"name_bits",                                                                  \
                     5,                                                                            \
                     1,                                                                            \
                     100,                                                                          \
                     "log2",                                                                       \
                     "names that say so much for each other may be one party's, "                  \
                     "or sisters'"},                                                               \
    [P_SERVICE_BUYERS] = {"service_buyers",                                                        \
                          30,                                                                      \
                          1,                                                                       \
                          1e6,                                                                     \
                          "count",                                                                 \
                          "who pays for so many unrelated parties is a payment service, ..."},     \
    [P_SERVICE_DAYS] = {                                                                           \
        "service_days", 730, 0, 36500, "days", "... when it has done so this long"}
/* ... and what is usual. */
#define TT_PATRON_PARAMS                                                                           \
    P_STANDING_PAYMENTS, P_STANDING_SHARE, P_STANDING_DAYS, P_STANDING_FACTOR, P_BASE_SHARE,       \
        P_PRIOR, P_RHO
#define TT_PATRON_ROWS                                                                             \
    [P_STANDING_PAYMENTS] =                                                                        \
        {"standing_payments", 4, 1, 1e6, "count", "who makes so many payments, ..."},              \
    [P_STANDING_SHARE] = {"standing_share",                                                        \
                          0.6,                                                                     \
                          0,                                                                       \
                          1,                                                                       \
                          "fraction",                                                              \
                          "... of all that settle these relations so large a share, ..."},         \
    [P_STANDING_DAYS] = {"standing_days",                                                          \
                         180,                                                                      \
                         0,                                                                        \
                         36500,                                                                    \
                         "days",                                                                   \
                         "... and over so long, has a standing arrangement"},                      \
    [P_STANDING_FACTOR] =                                                                          \
        {"standing_factor", 0.2, 0.001, 1, "ratio", "times the likelihood ratio when it has"},     \
    [P_BASE_SHARE] = {"base_share", 0.04,                                                          \
                      1e-6,         0.5,                                                           \
                      "fraction",   "of payments that third parties make in honest trade"},        \
    [P_PRIOR] = {"prior", 50,                                                                      \
                 0,       1e6,                                                                     \
                 "count", "payments that base_share counts for beside those of these data"},       \
    [P_RHO] = {"rho", 0.02, 0, 0.9, "correlation", "of the payments of one firm"}

typedef struct tt_patron {
    const tt_settlement *h; /* its payments, n */
    size_t n;
    int64_t value;         /* base currency, minor units, of those whose rate is known */
    tt_date first, last;   /* INT32_MAX, INT32_MIN: no payment has a date */
    size_t relations;      /* that it pays for */
    size_t n_of_relations; /* payments that settle them */
    bool standing;
    double usual; /* share of strangers in all other payments */
    double p;     /* NAN: nobody knows what is usual */
} tt_patron;

/** Who is related to whom, by the rows of TT_STRANGER_PARAMS from `first` on; s is otherwise
 * empty. */
TT_MUST_CHECK tt_status tt_patrons_begin(tt_strangers *s, const tt_detect_in *in, unsigned first,
                                         tt_err *err);
/**
 * Look at payments of one patron; s->buyers and s->sellers are then all whose trade it pays.
 *
 * @param first       P_STANDING_PAYMENTS.
 * @complexity        O(n^2) for n payments.
 */
TT_MUST_CHECK tt_status tt_patron_of(tt_strangers *s, const tt_settlement *h, size_t n,
                                     unsigned first, tt_patron *out, tt_err *err);
/** Unrelated parties among these: one of each declared group. */
size_t tt_patrons_groups(const tt_strangers *s, const tt_entity_vec *v);
/** log10 of a likelihood ratio, with the factor of a standing arrangement. */
double tt_patron_bans(const tt_strangers *s, const tt_patron *j, unsigned first, double lr);
/** The weight no more than log10 e(p); true when p lowered it. */
bool tt_patron_cap(const tt_patron *j, double *weight);

/** "3 of 12 payments that settle 4 relations". */
const char *tt_patron_say(const tt_patron *j, tt_draft *f);
/** Cite the payments and the invoices of their deals, name sellers and buyers. */
void tt_patron_cite(const tt_strangers *s, const tt_patron *j, tt_draft *f);
/** The tests standing_arrangement and usual_in_these_data.  @param several  "They", not "It". */
void tt_patron_tests(const tt_strangers *s, const tt_patron *j, bool several, bool usual_lowers,
                     tt_draft *f);

#endif
