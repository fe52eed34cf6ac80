/*
 * draft.h - a first map file for a source that nobody has described: what its columns probably are,
 * from their headers and their values, for a person to correct.
 *
 * A draft invents nothing: no currency, no direction, no day.  What is required and not there is
 * listed with what could be written.  What it derives from the file itself (a name from an id, a
 * number from the place in the file) is in the map and in its notes.
 */
#ifndef TT_READ_DRAFT_H
#define TT_READ_DRAFT_H

#include "base/json_write.h"
#include "read/draft_names.h"
#include "read/draft_values.h"
#include "read/read.h"

enum { TT_DRAFT_ROWS = 100000, TT_DRAFT_COLUMNS = 400, TT_DRAFT_SURE = 45 };

typedef struct tt_draft_column {
    tt_str name; /* as in the file, trimmed */
    bool usable; /* a map can name it: no other has its name, and it has one */
    tt_sense sense;
    tt_profile p;
    int field;         /* of the kind; -1: none */
    unsigned sure;     /* percent */
    bool by_values;    /* the header said nothing */
    const char *dates; /* a date: pattern, "" for ISO 8601; NULL: not found */
    bool ambiguous;    /* day and month may be the other way round */
} tt_draft_column;

typedef struct tt_draft {
    const char *format;     /* "csv", "json" */
    tt_kind kind;           /* NONE: no kind has a field for any column */
    unsigned kind_sure;     /* percent */
    tt_kind next_kind;      /* the next best; NONE */
    bool forced;            /* the kind was asked for */
    char delimiter;         /* CSV */
    char decimal, grouping; /* 0: '.', none */
    bool both_decimals;     /* '.' and ',' both occur as decimal signs */
    tt_draft_column *columns;
    size_t n_columns;
    uint64_t n_rows;                    /* looked at */
    int16_t from[TT_MAX_FIELDS];        /* column, or -1 */
    const char *derived[TT_MAX_FIELDS]; /* template; NULL: none */
    size_t n_missing;                   /* required fields that nothing fills */
} tt_draft;

/**
 * Look at the first rows of a CSV, NDJSON or JSON text.
 *
 * @param text    UTF-8.  Borrowed as long as the draft is used.
 * @param forced  NONE: the kind that fits best.
 * @param a       holds the draft.
 * @return        TT_OK, TT_EFORMAT (no table in it), TT_ENOMEM.
 * @complexity    the first 100,000 rows, times the number of columns.
 */
TT_MUST_CHECK tt_status tt_draft_make(tt_str text, tt_kind forced, tt_arena *a, tt_draft *out,
                                      tt_err *err);

/* Where the text came from. */
typedef struct tt_draft_source {
    const char *encoding; /* for the map; NULL: it need not say */
    const char *about;    /* a sentence about the encoding */
    const char *tried;    /* a sentence about what reading it gave; NULL: not tried */
} tt_draft_source;

/** Write the map file.  tt_mapping_parse accepts it. */
void tt_draft_write(const tt_draft *d, const tt_draft_source *from, tt_jw *w);
/** The same for a person: a table and what is to be done. */
void tt_draft_table(const tt_draft *d, const tt_draft_source *from, tt_buf *b);

/* --- for the parts of the draft --- */

/** Fields of the kind to columns, each at most once; says how good that is. */
TT_MUST_CHECK tt_status tt_draft_match(tt_draft *d, const tt_header_words *x, tt_arena *a,
                                       tt_err *err);

#endif
