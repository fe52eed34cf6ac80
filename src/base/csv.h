/*
 * csv.h - RFC 4180 lexer over bytes in memory: one row at a time, slices into the input.
 *
 * Any one-byte delimiter; rows end in LF, CRLF or CR; a BOM is skipped; quotes may hold
 * delimiters, quotes ("") and line ends.  Nothing is lost: a row that cannot be split is
 * handed out with its place, its bytes and a reason.
 */
#ifndef TT_BASE_CSV_H
#define TT_BASE_CSV_H

#include "base/arena.h"

typedef enum tt_csv_flaw {
    TT_CSV_FINE,
    TT_CSV_OPEN_QUOTE,  /* the input ended inside quotes; the row is the rest of its first line, and
                           reading goes on after it */
    TT_CSV_STRAY_QUOTE, /* text after a closing quote; kept as written */
    TT_CSV_FIELD_LIMIT, /* a field over the limit; fields is empty */
    TT_CSV_FIELDS_LIMIT, /* more fields than the limit; fields is empty */
    TT_CSV_NUL           /* a NUL byte in the row; fields is empty */
} tt_csv_flaw;

typedef struct tt_csv_options {
    char delimiter;     /* 0: ',' */
    char quote;         /* 0: '"' */
    size_t field_limit; /* bytes; 0: 1 MiB */
    size_t max_fields;  /* 0: 4096 */
} tt_csv_options;

typedef struct tt_csv_row {
    const tt_str *fields; /* unquoted; borrowed until the next row */
    size_t n;
    uint64_t line;   /* of the row's first byte, from 1 */
    uint64_t offset; /* of the row's first byte */
    tt_str raw;      /* the row's bytes without its line end; borrowed from the input */
    tt_csv_flaw flaw;
} tt_csv_row;

typedef struct tt_csv {
    tt_str in;
    tt_csv_options opt;
    size_t pos;
    uint64_t line;
    tt_str *fields;
    size_t cap;
    tt_arena text; /* unquoted fields of the current row */
} tt_csv;

TT_MUST_CHECK tt_status tt_csv_init(tt_csv *c, tt_str bytes, const tt_csv_options *opt,
                                    tt_err *err);
void tt_csv_release(tt_csv *c);
/** The next row that is not blank.  *more is false at the end.  @return TT_OK or TT_ENOMEM. */
TT_MUST_CHECK tt_status tt_csv_next(tt_csv *c, tt_csv_row *row, bool *more, tt_err *err);
const char *tt_csv_flaw_text(tt_csv_flaw f); /* stable reason, e.g. "open quote" */

/** Append a field as CSV, quoted where RFC 4180 asks; `spreadsheet` puts an apostrophe before a
 * cell that a spreadsheet would take for a formula. */
struct tt_buf;
void tt_csv_add_field(struct tt_buf *b, tt_str field, bool spreadsheet);

#endif
