/*
 * price_run.h - the engine of price.over_invoicing and price.under_invoicing, one side each, and of
 * price.transfer, which tells what they leave to it: prices between declared related parties.
 *
 * For every line of a series: a conformal p against its peers (peers.h).  Lines that stand out are
 * tested against the innocent explanations; what is left is gathered by seller, buyer and
 * subheading, weighed by the two-channel p of all their lines, and told as one finding.
 */
#ifndef TT_DETECT_COMMON_PRICE_RUN_H
#define TT_DETECT_COMMON_PRICE_RUN_H

#include "detect/detect.h"

typedef enum tt_price_side { TT_PRICE_HIGH, TT_PRICE_LOW } tt_price_side;

/* Whose prices are told; peers and rates come from all. */
typedef enum tt_price_between {
    TT_PRICE_STRANGERS,
    TT_PRICE_RELATED /* ownership records show a common owner */
} tt_price_between;

enum {
    TT_PP_MIN_VALUE,
    TT_PP_MIN_RATIO,
    TT_PP_MAX_P,
    TT_PP_HULL,
    TT_PP_N_MIN,
    TT_PP_N_FULL,
    TT_PP_MAX_PEERS,
    TT_PP_MIN_SELLERS,
    TT_PP_SHARE,
    TT_PP_GROSS,
    TT_PP_GROSS_SD,
    TT_PP_NEAR,
    TT_PP_MIDDLE,
    TT_PP_FAR,
    TT_PP_GAP,
    TT_PP_GRADE,
    TT_PP_LINK_DF,
    TT_PP_ADDRESS_DF,
    TT_PP_MARKET_DAYS,
    TT_PP_MARKET_MIN,
    TT_PP_LOT,
    TT_PP_LOT_MIN,
    TT_PP_LOT_FACTOR,
    TT_PP_SLIP,
    TT_PP_SLIP_SHARE,
    TT_PP_AGREE,
    TT_PP_RHO,
    TT_PP_RHO_LINES,
    TT_PP_RELATIONS,
    TT_PP_TAIL,
    TT_PP_RESIDUAL_FACTOR,
    TT_PP_DIFFERENTIATED_FACTOR,
    TT_PP_NOISE_FACTOR,
    TT_PP_SHARED_BONUS,
    TT_PP_EXCLUSIVE_SHARE,
    TT_PP_EXCLUSIVE_BONUS,
    TT_PP_NEW_DAYS,
    TT_PP_NEW_BONUS,
    TT_PP_LONG_DAYS,
    TT_PP_LONG_MALUS,
    TT_PP_MIN_WEIGHT,
    TT_PP_STRANGERS, /* how many there are between strangers */
    TT_PP_RELATED_FACTOR = TT_PP_STRANGERS,
    TT_PP_COUNT
};
extern const tt_param tt_price_params[TT_PP_COUNT];

/** What run() of the detectors does.  in->param has TT_PP_STRANGERS values, or for related parties
 * TT_PP_COUNT. */
TT_MUST_CHECK tt_status tt_price_run(const tt_detect_in *in, tt_price_side side,
                                     tt_price_between between, tt_findings *out, tt_err *err);

#endif
