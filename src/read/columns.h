/*
 * columns.h - names of source columns: how they are compared, and which kind of record they make.
 */
#ifndef TT_READ_COLUMNS_H
#define TT_READ_COLUMNS_H

#include "base/arena.h"
#include "model/kind.h"

enum { TT_COLUMN_MAX = 256 }; /* bytes of a name; a longer one is no column that anybody asks for */

/**
 * The form in which names of columns are equal: trimmed, ASCII letters in lower case, each run of
 * blanks, dashes and underscores one underscore.  "Issue Date" and "issue-date" are issue_date.
 *
 * @param out  not terminated.
 * @return     bytes written; 0 when nothing is left, or the name is longer than TT_COLUMN_MAX.
 */
size_t tt_column_fold(tt_str name, char out[TT_COLUMN_MAX]);

/** Index of the field that a column of this name is, or -1.  No allocation. */
int tt_column_field(const tt_kind_info *info, tt_str name);

/**
 * The kind whose required fields are all among the names: the one with the largest share of known
 * names.
 *
 * A kind with a single required field (watchlist) must also know more than half of the names, and
 * two of them: a `name` alone makes no watchlist.
 *
 * @return  TT_KIND_NONE when no kind fits, or two fit equally well.
 * @complexity  kinds * fields * n.
 */
tt_kind tt_columns_kind(const tt_str *names, size_t n);

/**
 * The kind that the names nearly make: one of its three or more required fields is missing, and
 * more than half of the names are its fields.  Such a file is read to say what it lacks: none of
 * its rows can load.  Returns as above.
 */
tt_kind tt_columns_kind_near(const tt_str *names, size_t n);

#endif
