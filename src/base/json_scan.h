/*
 * json_scan.h - the grammar of RFC 8259 checked without building anything; for json_read.c only.
 */
#ifndef TT_BASE_JSON_SCAN_H
#define TT_BASE_JSON_SCAN_H

#include "base/vec.h"

/* A number of the text: how it is written, and the nearest double. */
typedef struct tt_json_number {
    tt_str text; /* borrowed from the input */
    double value;
} tt_json_number;

TT_VEC(tt_json_number_vec, tt_json_number);

/**
 * Check that text is one JSON value by the rules of json_read.h.
 *
 * @param numbers  All numbers in the order in which they stand are added; the caller releases.
 * @return         TT_OK, TT_EFORMAT, TT_ENOMEM.
 */
TT_MUST_CHECK tt_status tt_json_scan(tt_str text, tt_json_number_vec *numbers, tt_err *err);

#endif
