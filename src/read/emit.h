/*
 * emit.h - records of standard formats to the sink: a reader sets fields by their canonical names,
 * texts in canonical form, and the plan of the kind does the rest.
 *
 *     TT_TRY(tt_emit_open(&e, TT_KIND_INVOICE, err));
 *     tt_emit_set(&e, "invoice_number", number);
 *     TT_TRY(tt_emit_row(&e, &at, err));
 *
 * A document of a standard format is never lost because it does not say something: a required field
 * that is not there is a flaw, "not in the document", and the record is kept without it.  A
 * required field that cannot be read is a flaw that says why, and the record is kept without it
 * too.
 */
#ifndef TT_READ_EMIT_H
#define TT_READ_EMIT_H

#include "read/plan.h"

typedef struct tt_emit_lane {
    tt_plan plan;
    tt_cell cells[TT_MAX_FIELDS]; /* by field of the kind */
    uint8_t guess[64];            /* field by address of its name, where it was asked for before */
    uint64_t unclean;             /* bit of each field whose text is not clean */
} tt_emit_lane;

/* Plans, and tables that were looked up: what a thread keeps from file to file, so that many small
 * files cost less.  Zeroed: empty. */
enum { TT_EMIT_TABLES = 32 };
typedef struct tt_emit_keep {
    tt_arena arena;
    tt_emit_lane *lane[TT_KIND_COUNT];           /* made when first opened */
    struct tt_pick_table *table[TT_EMIT_TABLES]; /* by address: lists, see pick.c */
    size_t field_bytes;                          /* limit of the plans */
    bool busy;                                   /* a file is read */
} tt_emit_keep;
void tt_emit_keep_release(tt_emit_keep *k); /* NULL is fine */

typedef struct tt_emit {
    const tt_read_in *in;
    const tt_sink *sink;
    tt_arena arena;     /* lasts as long as the reading */
    tt_emit_keep *kept; /* that of the thread; NULL: own */
    tt_emit_keep own;
    tt_emit_lane *open;
    tt_kind kind;    /* of the open lane */
    uint64_t number; /* of the last row, from 1 */
    bool failed;     /* a text could not be made: the row fails with TT_ENOMEM */
} tt_emit;

void tt_emit_init(tt_emit *e, const tt_read_in *in, const tt_sink *sink);
void tt_emit_release(tt_emit *e);

/** What outlasts the reading, when there is such. */
tt_emit_keep *tt_emit_kept(tt_emit *e);

/** Start a row of a kind: all fields empty.  A plan is made once for each kind. */
TT_MUST_CHECK tt_status tt_emit_open(tt_emit *e, tt_kind kind, tt_err *err);
/** Index of a field of the open kind; the name must be one of its fields. */
size_t tt_emit_field(const tt_emit *e, const char *name);
/** Fill a field of the open row, unless it has a text already or this one is blank.  Line ends and
 * tabs become one blank.  @param text  canonical form (ISO dates, '.' decimals); good until
 * tt_emit_row. */
void tt_emit_set(tt_emit *e, const char *field, tt_str text);
void tt_emit_put(tt_emit *e, size_t field, tt_str text);       /* the same by index */
void tt_emit_copy(tt_emit *e, const char *field, tt_str text); /* of text that does not stay */
/**
 * Set line_number: what the document says where that is a number that grows from line to line,
 * else the one after the last; so no two lines of a document are the same row.
 *
 * @param last  of the line before; 0 for the first.
 */
void tt_emit_line(tt_emit *e, tt_str id, int64_t *last);
/** What the open row has in a field; empty when nothing. */
tt_str tt_emit_get(const tt_emit *e, const char *field);
/** True when the field of the open row is still empty. */
bool tt_emit_lacks(const tt_emit *e, const char *field);

/**
 * Give the open row to the sink, and count it: one record(), or one flaw with TT_LOST_RECORD when
 * the kind is not the one that was forced.  The fields stay: set what differs in the next row with
 * tt_emit_clear, or open anew.
 *
 * @param at  its number is set here.
 */
TT_MUST_CHECK tt_status tt_emit_row(tt_emit *e, const tt_row_at *at, tt_err *err);
/** Empty one field of the open row. */
void tt_emit_clear(tt_emit *e, const char *field);
/** A document or message that cannot be used: counts as a row. */
TT_MUST_CHECK tt_status tt_emit_reject(tt_emit *e, tt_reason why, const tt_row_at *at,
                                       const char *field, tt_err *err);
/** Something that loses nothing.  @param field  NULL: none. */
TT_MUST_CHECK tt_status tt_emit_note(tt_emit *e, tt_reason what, const tt_row_at *at,
                                     const char *field, tt_str raw, tt_err *err);

/* --- texts that readers have to make; in the scratch arena of the reading; absent when memory is
 * out, which tt_emit_row tells --- */

/** "20240531", "202405311200", "20240531120000" (these two also with Z, +01 or +0100), "240531"
 * (two-digit years 1980 to 2079) and ISO forms to ISO 8601; what is none of these comes back as it
 * is. */
tt_str tt_emit_date(tt_emit *e, tt_str text);
/** "1234,5" to "1234.5"; what has a point already comes back as it is. */
tt_str tt_emit_comma(tt_emit *e, tt_str text);
/** Both texts with the separator between them; one of them when the other is empty. */
tt_str tt_emit_join(tt_emit *e, tt_str a, const char *sep, tt_str b);
/** Two texts about the same goods, a name and what is said of it: with ", " between them, or the
 * longer one when it holds the other, in any case; over 4 KiB both. */
tt_str tt_emit_describe(tt_emit *e, tt_str a, tt_str b);

#endif
