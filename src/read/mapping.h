/*
 * mapping.h - a map file: how a source with its own header becomes canonical records.
 *
 *     { "kind": "payment", "format": "csv", "delimiter": ",", "encoding": "UTF-8", "decimal": ".",
 * "grouping": "", "date": "%Y-%m-%d",                        pattern for all dates; "days since
 * 2020-01-01" and "seconds since 1970-01-01" are patterns too "columns":   { "payer_account":
 * "from", "amount": "value" },       field: source column "constants": { "currency": "USD" },
 * field: value "templates": { "payment_id": "{row}", "payer_name": "acct {from}" }, field: text
 * with {source column}, {row}, {line} "dates":     { "value_date": "days since 2017-01-01" },
 * field: pattern "ignore":    [ "fraud" ] }                                          source columns
 * known and not wanted
 *
 * {row} is the number of the record in its file, from 1.  Unknown keys, fields and columns given
 * twice are errors.
 */
#ifndef TT_READ_MAPPING_H
#define TT_READ_MAPPING_H

#include "base/arena.h"
#include "base/sha256.h"
#include "model/kind.h"

typedef enum tt_map_source {
    TT_MAP_ABSENT,
    TT_MAP_COLUMN,
    TT_MAP_CONSTANT,
    TT_MAP_TEMPLATE
} tt_map_source;

typedef struct tt_map_field {
    tt_map_source from;
    tt_str text;    /* column name, constant, or template */
    tt_str pattern; /* dates: pattern; absent = ISO 8601 */
} tt_map_field;

typedef struct tt_mapping {
    tt_kind kind;
    tt_str format;   /* absent = sniffed */
    tt_str encoding; /* absent = UTF-8 */
    char delimiter;  /* 0 = sniffed */
    char decimal;    /* 0 = '.' */
    char grouping;   /* 0 = none */
    tt_map_field field[TT_MAX_FIELDS];
    const tt_str *ignore;
    size_t n_ignore;
    tt_hash sha; /* first half of the SHA-256 of the map file's bytes */
} tt_mapping;

/** @param bytes  the map file.  @param a  holds what out refers to.  @return TT_OK, TT_EFORMAT
 * (says which key), TT_ENOMEM. */
TT_MUST_CHECK tt_status tt_mapping_parse(tt_str bytes, tt_arena *a, tt_mapping *out, tt_err *err);

#endif
