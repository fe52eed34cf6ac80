/*
 * worth.h - two lines about the same goods: how far apart are their values and quantities?
 *
 * Values are FOB in the base currency: invoices by their delivery term, declarations by their basis
 * (not stated: exports FOB, imports CIF), with the usual freight of how the deal travels.  Whole
 * lines are compared by value; parts, and lines of other quantities, by value for one unit.
 */
#ifndef TT_DETECT_COMMON_WORTH_H
#define TT_DETECT_COMMON_WORTH_H

#include "detect/common/deals.h"

/* What one line states. */
typedef struct tt_worth {
    double value;    /* FOB, major units of the base currency; 0: not known */
    double raw;      /* the same at its own term */
    double quantity; /* canonical units of dim, or kilograms; 0: not known */
    double mass;     /* net kilograms; 0: not known */
    tt_dim dim;
    tt_money stated;
} tt_worth;

typedef enum tt_worth_how {
    TT_WORTH_UNLIKE,       /* nothing that can be compared */
    TT_WORTH_TOTAL,        /* by value: the same goods as a whole */
    TT_WORTH_UNIT,         /* by value for one unit */
    TT_WORTH_UNIT_SLIP,    /* the ratio, at FOB or as stated, is a factor between units */
    TT_WORTH_CURRENCY_SLIP /* the same number in another currency */
} tt_worth_how;

typedef struct tt_worth_gap {
    tt_worth_how how;
    double value;    /* of a over that of b */
    double raw;      /* the same, each at its own term */
    double quantity; /* the same; NAN: cannot be told */
    tt_worth a, b;
} tt_worth_gap;

tt_worth tt_worth_of(const tt_data *d, tt_ref r, tt_freight mode);

/**
 * Compare the lines of a couple; a couple of whole documents is UNLIKE.
 *
 * @param slip   a ratio this near (share) to a factor between units is a slip.
 * @param whole  quantities (or the share of the couple) this near (share) are the same goods.
 */
tt_worth_gap tt_worth_compare(const tt_data *d, const tt_couple *c, double slip, double whole);

/** The ratio is near 2.2046, 10, 12, 100, 144 or 1000, or one over it. */
bool tt_is_unit_factor(double ratio, double slip);

#endif
