/*
 * series.h - the running numbers of invoices, and sellers whose numbers to one buyer go on from
 * each other as if one hand counted them.
 *
 * A number is a form and a serial: INV-2024-00017 of 2024-03-01 has the form "INV-YYYY-#" and the
 * serial 17.  Two sellers are linked at a buyer when one gives the number that comes next after the
 * other's, in one form and not before it.  Sellers that are linked and unlike (other names, no
 * declared group) are a series; of its invoices in the order of days,
 *
 *     steps    from one seller to another
 *     follow   those of them that go to the very next number
 *     twice    those that go to the same number: two counters, not one
 *
 * Two counters that do not know of each other meet by chance, more often the more sellers number
 * alike.  How often is seen in the same data, on pairs of relations (seller, buyer) of one form
 * that have neither in common:
 *
 *     p = max((1 + pairs with so many links) / (1 + pairs), 1 / (1 + smallest serial))
 *     expected = p times the pairs of relations of one form at one buyer
 *
 * The second part: counters that were begun not long ago are close to each other.
 */
#ifndef TT_DETECT_COMMON_SERIES_H
#define TT_DETECT_COMMON_SERIES_H

#include "base/vec.h"
#include "detect/detect.h"

enum { TT_FORM_MAX = 64 };

/**
 * Split a number: the serial is its longest run of digits, of several the last; runs that are, or
 * begin with, the year, month or day of `day` are not counted.  Letters in upper case.
 *
 * @param form  not terminated; the serial stands as '#', parts of the date as Y, M, D.
 * @return      its length; 0 for a number without a serial, or one that is too long.
 */
size_t tt_serial_of(tt_str number, tt_date day, char form[TT_FORM_MAX], uint64_t *serial);

typedef struct tt_series_rules {
    int32_t days;   /* between two numbers that follow each other, at most */
    uint32_t crowd; /* sellers' invoices with one number, from which it says nothing */
    int32_t alike;  /* centibits from which two names may be one: names.h */
} tt_series_rules;

typedef struct tt_series {
    tt_ix buyer;
    tt_str form;
    const tt_ix *sellers; /* ascending */
    size_t n_sellers;
    const tt_ix *invoices; /* in the order of (day, serial) */
    size_t n;
    size_t steps, follow, twice;
    uint64_t first, last; /* serials: smallest, largest */
    double p, expected;
} tt_series;
TT_VEC(tt_series_vec, tt_series);

typedef struct tt_series_all {
    tt_series_vec v;  /* by (form in order of first appearance, buyer) */
    double pairs;     /* of relations that have neither seller nor buyer in common */
    uint64_t crowded; /* invoices whose next number is crowded: not looked at */
} tt_series_all;

/**
 * Credit notes and proforma invoices are left out.
 *
 * @param out   in the scratch of `in`, but for out->v, which the caller releases, also after a
 *              failure.
 * @complexity  O(n log n + n * crowd) for n invoices.
 */
TT_MUST_CHECK tt_status tt_series_find(const tt_detect_in *in, const tt_series_rules *rules,
                                       tt_series_all *out, tt_err *err);

#endif
