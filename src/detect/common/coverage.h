/*
 * coverage.h - how much of what there is the data hold: without it, "there is no shipment" says
 * nothing.
 *
 * Stated by coverage records where there are some; else estimated by detectors from the data, by
 * country, and marked as estimated.
 */
#ifndef TT_DETECT_COMMON_COVERAGE_H
#define TT_DETECT_COMMON_COVERAGE_H

#include "model/data.h"

/**
 * The share (0..1) of documents of a kind that a coverage record states for a day: the largest of
 * the records of the two countries, else of those without a country.
 *
 * @param a,b  TT_COUNTRY_NONE: not known.
 * @return     false when no record applies.
 * @complexity O(coverage records).
 */
bool tt_coverage_stated(const tt_data *d, tt_kind kind, tt_country a, tt_country b, tt_date day,
                        double *share);

/** The same of goods documents: one is missing when neither a shipment nor a declaration has it, so
 * the better of the two feeds counts. */
bool tt_coverage_of_goods(const tt_data *d, tt_country a, tt_country b, tt_date day, double *share);

/* Trials and successes by country: which invoices have goods documents. */
typedef struct tt_coverage_row {
    tt_country country;
    uint64_t n, k;
} tt_coverage_row;

typedef struct tt_coverage_counts {
    tt_coverage_row all; /* country 0 */
    tt_coverage_row *by; /* by country, ascending */
    size_t n;
} tt_coverage_counts;

/**
 * Share by the mean of Beta(1 + k, 1 + n - k), without the subject's own trials: of the country
 * when it has at least `least` others, else of all.
 *
 * @return  false when there are fewer than `least` in all.
 */
bool tt_coverage_estimated(const tt_coverage_counts *c, tt_country country, uint64_t own_n,
                           uint64_t own_k, uint64_t least, double *share);
/** The row of a country, NULL when there is none. */
tt_coverage_row *tt_coverage_find(const tt_coverage_counts *c, tt_country country);

#endif
