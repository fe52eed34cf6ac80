/*
 * json_scan.h - the grammar of RFC 8259 checked without building anything; for json_read.c only.
 */
#ifndef TT_BASE_JSON_SCAN_H
#define TT_BASE_JSON_SCAN_H

#include "base/vec.h"

/** Check that text is one JSON value by the rules of json_read.h.
 * @param numbers  The texts of all numbers, in the order in which they stand.
 * @return         TT_OK, TT_EFORMAT, TT_ENOMEM. */
TT_MUST_CHECK tt_status tt_json_scan(tt_str text, tt_str_vec *numbers, tt_err *err);

#endif
