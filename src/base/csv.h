/*
 * csv.h - RFC 4180 lexer over bytes in memory: one row at a time, slices into the input.
 *
 * Any one-byte delimiter; rows end in LF, CRLF or CR; a BOM is skipped; quotes may hold
 * delimiters, quotes ("") and line ends.  A quote that does not start a field is an ordinary
 * byte.  A row can have any number of fields: whoever knows the header counts them.  Blank
 * lines (nothing but spaces and tabs that are not the delimiter) are skipped.
 *
 * Nothing is lost: a row that cannot be split is handed out with its place, its bytes and a
 * reason, and the bytes of all rows together are the input without blank lines and line ends.
 */
#ifndef TT_BASE_CSV_H
#define TT_BASE_CSV_H

#include "base/arena.h"
#include "base/file.h"

struct tt_csv_index;

typedef enum tt_csv_flaw {
    TT_CSV_FINE,
    TT_CSV_OPEN_QUOTE,   /* the input ended inside quotes.  The row is its first physical line and
                            reading goes on after that: a stray quote costs one row, not the rest
                            of the file.  fields is empty */
    TT_CSV_STRAY_QUOTE,  /* text after a closing quote: that field is kept as written, with its
                            quotes; the other fields are as ever */
    TT_CSV_FIELD_LIMIT,  /* a field over the limit; fields is empty.  In quotes: the row is its
                            first physical line, as for an open quote, which it most often is */
    TT_CSV_FIELDS_LIMIT, /* more fields than the limit; fields is empty */
    TT_CSV_NUL           /* a NUL byte in the row; fields is empty */
} tt_csv_flaw;

/* All zero: the defaults. */
typedef struct tt_csv_options {
    char delimiter;      /* 0: ',' */
    char quote;          /* 0: '"' */
    size_t field_limit;  /* bytes as written, without the outer quotes; 0: 1 MiB */
    size_t max_fields;   /* 0: 4096 */
    const tt_file *file; /* whose bytes these are, when they are mapped: a line of gigabytes gives
                            its memory back on the way.  NULL: they are not */
} tt_csv_options;

typedef struct tt_csv_row {
    const tt_str *fields; /* unquoted, never absent; borrowed until the next row.  A field lies in
                             the input, or, when it had "" in it, in the lexer */
    size_t n;             /* 0 only with a flaw */
    uint64_t line;        /* of the row's first byte, from 1; line ends in quotes count */
    uint64_t offset;      /* of the row's first byte in the input, BOM included */
    tt_str raw;           /* the row's bytes without its line end; borrowed from the input */
    tt_csv_flaw flaw;
    bool ascii; /* known to be printable ASCII, tabs and line ends only; false: not known */
} tt_csv_row;

/* The struct is the caller's, the contents ours.  pos may be read: bytes dealt with so far. */
typedef struct tt_csv {
    tt_str in;
    tt_csv_options opt;
    size_t pos;
    uint64_t line;
    tt_str *fields;
    size_t cap;
    tt_arena text;           /* unquoted fields of the current row */
    size_t doomed_until;     /* quotes that are open at a line end before this offset: */
    tt_csv_flaw doomed_flaw; /* how they will end */
    uint8_t class_of[256];
    bool plain;                 /* no index: what is found is the same.  For tests */
    struct tt_csv_index *index; /* of the bytes around pos; NULL: none yet */
} tt_csv;

/**
 * Start at the first byte.
 *
 * @param bytes  Borrowed until tt_csv_release.
 * @param opt    NULL for the defaults.  Copied.
 * @return       TT_OK, TT_EUSAGE (delimiter and quote are equal, or one is a line end).
 */
TT_MUST_CHECK tt_status tt_csv_init(tt_csv *c, tt_str bytes, const tt_csv_options *opt,
                                    tt_err *err);
void tt_csv_release(tt_csv *c);
/**
 * The next row that is not blank.
 *
 * @param row     Borrowed parts, see tt_csv_row.  Untouched when *more is false.
 * @param more    False at the end.
 * @return        TT_OK, TT_ENOMEM (the same row comes again if it is tried again).
 * @complexity    Linear in the input over all calls, whatever the quotes do.
 */
TT_MUST_CHECK tt_status tt_csv_next(tt_csv *c, tt_csv_row *row, bool *more, tt_err *err);
/** Stable reason, e.g. "open quote"; "" for TT_CSV_FINE.  Never NULL. */
const char *tt_csv_flaw_text(tt_csv_flaw f);

struct tt_buf;
/**
 * Append one field as CSV, quoted where RFC 4180 asks (comma, quote, line end).
 *
 * @param spreadsheet  Put an apostrophe before a cell that a spreadsheet would take for a formula
 *                     (= + - @ TAB CR first; a plain negative number is none).  Never for files
 *                     that programs read: it changes ids.
 * @source             RFC 4180, 2005, section 2; OWASP, CSV Injection.
 */
void tt_csv_add_field(struct tt_buf *b, tt_str field, bool spreadsheet);

#endif
