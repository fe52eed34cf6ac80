/* clang-format off */
/*
 * mapping.h - a map file: how a source with its own header becomes canonical records.
 *
 *     { "kind": "payment", "format": "csv", "encoding": "UTF-8",
 *       "delimiter": ",", "decimal": ".", "grouping": "",
 *       "date": "%Y-%m-%d",
 *       "columns":   { "payer_account": "from", "amount": "value" },
 *       "constants": { "currency": "USD" },
 *       "templates": { "payment_id": "{row}", "payer_name": "acct {from}" },
 *       "fallbacks": { "payee_name": "unstated payee of {row}" },
 *       "dates":     { "value_date": "days since 2017-01-01" },
 *       "unknown":   [ "N/A", "ZZ" ],
 *       "ignore":    [ "fraud" ],
 *       "notes":     [ "ask the bank about 'from'" ] }
 *
 * Only "kind" is required.
 *
 * columns     field: column of the source
 * constants   field: value, in canonical form but for decimal sign and date pattern
 * templates   field: text with {column}, {row} (number of the record in its file, from 1) and
 *             {line} (where it starts); "{{" and "}}" are braces.  With an empty column it is empty
 * fallbacks   field: template for when the cell is empty or unknown
 * date        pattern of all dates (tt_date_style_parse), dates: field: pattern
 * unknown     cells that mean "not known"
 * ignore      columns of the source that are known and not wanted
 * notes       for people: JSON has no comments.  A text or a list of texts; nothing is done with it
 *
 * A field that the map does not mention comes from the column of its own name, where the source
 * has one that "columns" does not give to another field and "ignore" does not name.  Names of
 * columns are compared as tt_column_fold does.  Unknown keys, unknown fields, a field filled twice
 * and a column used twice in "columns" are errors, and the error says what to write instead.
 */
/* clang-format on */
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
    tt_str text;     /* column name, constant, or template */
    tt_str pattern;  /* dates: pattern; absent = ISO 8601 */
    tt_str fallback; /* template for an empty cell; absent = none */
} tt_map_field;

typedef struct tt_mapping {
    tt_kind kind;
    tt_str format;   /* absent = sniffed */
    tt_str encoding; /* terminated; absent = UTF-8 */
    char delimiter;  /* 0 = sniffed */
    char decimal;    /* 0 = '.' */
    char grouping;   /* 0 = none */
    tt_map_field field[TT_MAX_FIELDS];
    const tt_str *unknown;
    size_t n_unknown;
    const tt_str *ignore;
    size_t n_ignore;
    tt_hash sha; /* first half of the SHA-256 of the map file's bytes */
} tt_mapping;

/**
 * Read a map file.
 *
 * @param bytes  the map file; a copy of what is needed is made.
 * @param a      holds what out refers to.
 * @return       TT_OK, TT_EFORMAT (says which key and the way out), TT_ENOMEM.
 */
TT_MUST_CHECK tt_status tt_mapping_parse(tt_str bytes, tt_arena *a, tt_mapping *out, tt_err *err);

#endif
