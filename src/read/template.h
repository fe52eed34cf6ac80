/*
 * template.h - "acct {from}": text made from columns of the source row.
 */
#ifndef TT_READ_TEMPLATE_H
#define TT_READ_TEMPLATE_H

#include "base/arena.h"

typedef enum tt_piece_kind {
    TT_PIECE_TEXT,
    TT_PIECE_COLUMN,
    TT_PIECE_ROW,
    TT_PIECE_LINE
} tt_piece_kind;

typedef struct tt_piece {
    tt_piece_kind kind;
    tt_str text;     /* TEXT: as it stands; COLUMN: name of the column */
    unsigned column; /* COLUMN: free for the user of the template */
} tt_piece;

typedef struct tt_template {
    tt_piece *v;
    size_t n;
} tt_template;

/**
 * Cut a template into its pieces.
 *
 * {name} is a column, {row} the number of the record, {line} its line; "{{" and "}}" are braces.
 *
 * @param a    holds the pieces; their texts are borrowed from `text`.
 * @return     TT_OK, TT_EFORMAT (what is wrong with it), TT_ENOMEM.
 */
TT_MUST_CHECK tt_status tt_template_parse(tt_str text, tt_arena *a, tt_template *out, tt_err *err);

#endif
