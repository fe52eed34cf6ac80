/*
 * known.h - which identities are in the case already: of rows by kind, of mentions.
 *
 * Rows are found to be duplicates without an index on any table.  What came last is in a map in
 * memory; the rest lies in the file as sorted runs (known_run, known_page), a log-structured merge:
 * a new run swallows those before it that are not more than twice as long, so there are few, and
 * each identity is written again only a few times.  Asking a run reads one page, found by
 * interpolation, for identities are spread evenly; a run that is asked often is read into memory,
 * 17 to 18 bytes for each identity (sorted.h).  So adding a thousand rows to ten million reads a
 * thousand pages or less.
 *
 * The runs say nothing that the tables do not say; `verify` compares them.
 */
#ifndef TT_STORE_KNOWN_H
#define TT_STORE_KNOWN_H

#include "base/vec.h"
#include "store/hashmap.h"
#include "store/sorted.h"

/* Which table: a tt_kind, or TT_KNOWN_MENTION. */
enum { TT_KNOWN_MENTION = 0 };

typedef struct tt_known_run {
    int64_t id, n, first_page, n_pages, last_row;
    uint64_t n_asked;
    tt_sorted memory; /* start NULL: it is in the file only */
} tt_known_run;
TT_VEC(tt_known_runs_vec, tt_known_run);

typedef struct tt_known {
    bool ready;       /* false: read from the file when needed */
    tt_hashmap fresh; /* those after the last row of the runs */
    tt_known_runs_vec runs;
    int64_t last_row; /* of the runs */
} tt_known;

#endif
