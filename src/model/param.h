/* param.h - tunables: one row each; documentation, `config`, checks and the report come from the
 * row. */
#ifndef TT_MODEL_PARAM_H
#define TT_MODEL_PARAM_H

#include "base/base.h"

typedef struct tt_param {
    const char *name; /* lower case, underscores */
    double def, min, max;
    const char *unit; /* "fraction", "days", "count", "usd", "log10", ... */
    const char *help;
} tt_param;

/* The parameters of one stage or detector, with the values in force. */
typedef struct tt_param_set {
    const char *owner; /* "price.over_invoicing", "resolve", "match", "graph", "score" */
    const tt_param *rows;
    size_t n;
    double *value; /* n values */
} tt_param_set;

#endif
