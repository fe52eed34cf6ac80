/*
 * record.h - one row as it was read, typed, and what can be wrong with it.
 *
 * The one struct that crosses from readers through ingest to the case file, for all kinds.
 */
#ifndef TT_MODEL_RECORD_H
#define TT_MODEL_RECORD_H

#include "base/civil.h"
#include "base/money.h"
#include "model/kind.h"

#define TT_NO_NUM INT64_MIN

/* One field.  Which members count is said by the field's type. */
typedef struct tt_value {
    bool set;    /* false: empty or absent, which means unknown */
    int32_t sec; /* WHEN: second of the day or TT_NO_TIME */
    int64_t num; /* COUNTRY (tt_country), CCY (tt_ccy), DATE and WHEN (day), AMOUNT (minor), DEC
                    (1e-6), RATE (1e-12), INT */
    tt_str text; /* TEXT CODE ENUM LIST: the value; others: the text as written */
} tt_value;

typedef struct tt_record {
    tt_kind kind;
    uint64_t line;   /* of the row's first byte, from 1 */
    uint64_t offset; /* of the row's first byte in the (decoded) file */
    tt_str raw;      /* the row as it was read */
    tt_value v[TT_MAX_FIELDS];
} tt_record;

/*
 * Reasons are stable: they are in case files, in rejects.csv and in other people's scripts.
 * LOST_RECORD rejects the row; LOST_FIELD keeps the row without the field; NOTED loses nothing.
 */
typedef enum tt_lost { TT_NOTED, TT_LOST_FIELD, TT_LOST_RECORD } tt_lost;

typedef struct tt_flaw {
    tt_lost lost;
    const char *reason; /* constant text: "missing required field", "not a date", ... */
    uint64_t line, offset;
    uint32_t column;   /* from 1; 0 = the row as a whole */
    const char *field; /* canonical name; NULL = none */
    tt_str raw;        /* the row's bytes (rejects) or the cell's (fields) */
} tt_flaw;

/* Where records and flaws go.  Slices are borrowed during the call. */
typedef struct tt_sink {
    void *ctx;
    tt_status (*record)(void *ctx, const tt_record *r, tt_err *err);
    tt_status (*flaw)(void *ctx, const tt_flaw *f, tt_err *err);
    /* A column of the source that no field takes; once per file and column. */
    tt_status (*unknown_column)(void *ctx, tt_str name, tt_err *err);
} tt_sink;

#endif
