/*
 * cargo.h - how heavy goods are for their quantity, beside what the same goods of others weigh; and
 * what is in a shipment's containers.  For detectors that ask whether a load is plausible.
 *
 * Every line of a shipment or a declaration that states a weight is one observation for its
 * quantity and one for its volume, where it states them:
 *
 *     x = ln(kilograms / quantity in the canonical unit), or ln(kilograms / cubic metres)
 *
 * by net mass, else by gross mass.  Observations are compared within a series: one subheading (of
 * the line, else the only one that its deal invoices), one dimension, net or gross.  What is
 * counted in units of mass is one series for all goods: a kilogram is a kilogram.
 *
 * A sender, and who ownership records join it with, is held beside others only (beside.h).
 */
#ifndef TT_DETECT_COMMON_CARGO_H
#define TT_DETECT_COMMON_CARGO_H

#include "detect/common/beside.h"
#include "refdata/container.h"

typedef enum tt_heft_by { TT_HEFT_QUANTITY, TT_HEFT_VOLUME, TT_HEFT_BYS } tt_heft_by;

typedef struct tt_heft {
    tt_kind kind; /* SHIPMENT or DECLARATION */
    tt_ix doc, line;
    tt_heft_by by;
    tt_dim dim;
    bool net;     /* net mass, else gross */
    tt_hs hs6;    /* TT_HS_NONE: of all goods */
    tt_beside of; /* x, and what the same goods of others weigh */
} tt_heft;

/* One container on one shipment. */
typedef struct tt_box {
    tt_ix shipment, line;     /* line: the first that names it */
    uint32_t lines;           /* that name it */
    double gross_kg, m3;      /* of its lines; NAN when one of them does not say */
    const tt_container *type; /* that its lines name; NULL unknown */
    bool shared;              /* papers of another deal name it within ten days */
} tt_box;

typedef struct tt_cargo {
    const tt_data *d;
    tt_heft *v; /* in the order of lines */
    size_t n;
    uint32_t *at[TT_HEFT_BYS][2]; /* by line of shipments, declarations: place in v, from 1 */
    tt_box *boxes;                /* by shipment, container number */
    uint32_t *first_box;          /* by shipment, n_shipments + 2 */
    uint32_t *trips;              /* places in boxes, by container number, day on board */
    size_t n_trips;
} tt_cargo;

/**
 * @param group  of entities, as tt_shared.declared.
 * @param a      holds the result: some 160 bytes for each observation, 8 for each line, 48 for each
 *               container.
 * @complexity   O(n log n) for n lines.
 */
TT_MUST_CHECK tt_status tt_cargo_build(const tt_data *d, const tt_ix *group, tt_arena *a,
                                       tt_cargo *out, tt_err *err);
/** Of a line of a shipment or declaration; NULL when it does not state both numbers. */
const tt_heft *tt_cargo_heft(const tt_cargo *c, tt_kind kind, tt_ix line, tt_heft_by by);
/** Subheading of a line of a shipment or declaration, else the only one that its deal invoices. */
tt_hs tt_cargo_code(const tt_data *d, tt_kind kind, const tt_line *l);
/**
 * Factor by which a line is beyond what its peers weigh: above 1 heavier than the 98 % quantile,
 * below 1 lighter than the 2 % quantile, else 1.  A line without peers is 1.
 */
double tt_heft_factor(const tt_heft *h);

/** The different containers that the lines of a shipment name; none: *n is 0. */
const tt_box *tt_cargo_boxes(const tt_cargo *c, tt_ix shipment, size_t *n);
/** The same container number. */
bool tt_box_same(const tt_data *d, const tt_box *a, const tt_box *b);
/** Both gross weights are known and differ by at most this share: one load, weighed twice. */
bool tt_box_same_load(const tt_box *a, const tt_box *b, double share);

#endif
