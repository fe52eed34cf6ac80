/* derived.h - tables d_*: groups that are written and checked as one, and names of things in them.
 */
#ifndef TT_STORE_DERIVED_H
#define TT_STORE_DERIVED_H

#include "store/impl.h"

typedef enum tt_group {
    TT_GROUP_ENTITIES,
    TT_GROUP_DEALS,
    TT_GROUP_RESULTS,
    TT_GROUP_COUNT
} tt_group;

const char *tt_group_name(tt_group g);
/** Empty the tables of a group. */
TT_MUST_CHECK tt_status tt_group_drop(tt_store *s, tt_group g, tt_err *err);
/** Hash over all rows of the tables of a group. */
TT_MUST_CHECK tt_status tt_group_hash(tt_store *s, tt_group g, tt_sha256 *out, tt_err *err);
/** True when none of its tables has a row. */
TT_MUST_CHECK tt_status tt_group_is_empty(tt_store *s, tt_group g, bool *out, tt_err *err);
/** Write this hash down, when all rows are in. */
TT_MUST_CHECK tt_status tt_group_seal(tt_store *s, tt_group g, tt_err *err);

/*
 * The same without reading the rows again, for a group whose tables are written one after the
 * other, in their order and each in the order of its key: the hash is of the values as they are
 * bound, in the order of the columns.
 */
/** Empty the tables and begin. */
TT_MUST_CHECK tt_status tt_group_begin(tt_store *s, tt_group g, tt_err *err);
/** The rows that follow are of this table of the group, from 0; told of each table, also of an
 * empty one. */
void tt_group_table(tt_store *s, size_t table);
/** tt_q_open for a row of it. */
TT_MUST_CHECK tt_status tt_group_row(tt_store *s, tt_query id, tt_q *out, tt_err *err);
/** Write the hash down. */
TT_MUST_CHECK tt_status tt_group_end(tt_store *s, tt_group g, tt_err *err);

/* A list that is read: its elements, of any one type, from 1; in the arena when it is done. */
typedef struct tt_list {
    void *v;
    size_t n, cap, size; /* n counts the element 0 */
} tt_list;
/** An empty list with its element 0. */
TT_MUST_CHECK tt_status tt_list_init(tt_list *l, size_t size, tt_err *err);
void tt_list_release(tt_list *l);
/** A new element, zeros. */
TT_MUST_CHECK tt_status tt_list_add(tt_list *l, void **out, tt_err *err);
/** Copy to the arena; n without element 0. */
TT_MUST_CHECK tt_status tt_list_keep(tt_list *l, tt_arena *a, void **out, size_t *n, tt_err *err);

/* Documents and lines by their names. */
typedef struct tt_names {
    const tt_data *d;
    tt_hashmap docs[TT_KIND_COUNT], lines[TT_KIND_COUNT];
} tt_names;
void tt_names_init(tt_names *m, const tt_data *d);
void tt_names_release(tt_names *m);
TT_MUST_CHECK tt_status tt_names_doc(tt_names *m, tt_kind kind, tt_hash id, tt_ix *out,
                                     tt_err *err);
TT_MUST_CHECK tt_status tt_names_line(tt_names *m, tt_kind kind, tt_hash row, tt_ix *out,
                                      tt_err *err);
/** Identity of a line's row. */
tt_hash tt_names_row(const tt_data *d, tt_kind kind, tt_ix line);
/** Index of an entity by its id. */
TT_MUST_CHECK tt_status tt_names_entity(const tt_data *d, tt_hash id, tt_ix *out, tt_err *err);

/** Terminated copy of a text; absent is "". */
TT_MUST_CHECK tt_status tt_derived_text(tt_arena *a, tt_str text, const char **out, tt_err *err);
/** "" for NULL. */
tt_str tt_derived_str(const char *terminated);
/** Failure for a table that does not fit what it was made from. */
tt_status tt_derived_stale(const char *what, tt_err *err);
/* --- pairings.c: rows of the deals group; inside a transaction, called by deals.c --- */
/** Two tables of the group, from table on. */
TT_MUST_CHECK tt_status tt_pairings_write(tt_store *s, const tt_data *d, size_t table, tt_err *err);
TT_MUST_CHECK tt_status tt_pairings_read(tt_store *s, tt_data *d, tt_names *m, tt_err *err);

void tt_q_ccy(tt_q *q, tt_ccy ccy, char code[4]); /* NULL for none; code lives until the run */

#endif
