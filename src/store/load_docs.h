/*
 * load_docs.h - the documents of one kind while they are made of rows: for load_docs.c and
 * load_versions.c.
 */
#ifndef TT_STORE_LOAD_DOCS_H
#define TT_STORE_LOAD_DOCS_H

#include "store/load.h"

enum { TT_DOC_MEMBERS = 24 };

typedef struct tt_docs {
    tt_load *l;
    tt_kind kind;
    const tt_layout *lay;
    const tt_kind_info *info;
    tt_bound header[TT_DOC_MEMBERS], line[TT_DOC_MEMBERS];
    size_t n_slots; /* header members, then roles: what a row can give to its document */
    size_t number;  /* fields; status and version: TT_NOWHERE when the kind has none */
    size_t type, status, version;
    char *rows; /* n_rows + 1 elements; 0 is none */
    size_t n_rows;
    void *docs; /* elements of doc_size, from 0, in the order in which they were met */
    size_t n_docs, cap_docs;
    uint32_t *giver; /* n_slots a document: the row that gave it; 0 = none yet */
    size_t cap_giver;
    tt_hashmap by_id; /* to index in docs */
    tt_ix last_doc;   /* of the row before, and what it was found by */
    tt_ix last_issuer;
    tt_str last_number;
    unsigned last_class;
    bool said; /* a row says that it is not the original statement of its document */
} tt_docs;

static inline void *tt_docs_at(const tt_docs *d, size_t i)
{
    return (char *)d->docs + i * d->lay->doc_size;
}

static inline void *tt_docs_row(const tt_docs *d, size_t i)
{
    return d->rows + i * d->lay->row_size;
}

static inline tt_hash tt_docs_hash(const tt_docs *d, size_t i)
{
    return *(const tt_hash *)(const void *)((char *)tt_docs_row(d, i) + d->lay->hash);
}

static inline tt_ix *tt_docs_doc(const tt_docs *d, size_t i)
{
    return (tt_ix *)(void *)((char *)tt_docs_row(d, i) + d->lay->doc);
}

/* --- load_docs.c --- */

/** All that documents say unknown, and given by nobody. */
void tt_docs_blank(tt_docs *d, size_t doc);
/** What the row, of index i, says of its document, of index doc, where no smaller row said it. */
TT_MUST_CHECK tt_status tt_docs_header(tt_docs *d, const tt_row *row, uint32_t i, tt_ix doc,
                                       tt_err *err);

/* --- load_versions.c --- */

/** A status and a version as a number for tt_line.said; 0: an original without a version. */
TT_MUST_CHECK tt_status tt_docs_said(tt_load *l, tt_str status, tt_str version, uint32_t *out,
                                     tt_err *err);
/** The order of two tt_line.said. */
int tt_docs_cmp_said(const tt_load *l, uint32_t a, uint32_t b);
/** True for a draft; *version as it was written, in the arena of the case. */
bool tt_docs_said_of(const tt_load *l, uint32_t said, tt_str *version);
/**
 * Of documents that were stated more than once, take away the rows that count no more, and say so
 * in tt_data.replaced; documents without a row go.
 *
 * Rows are sorted by document, as those lie in d->docs, before and afterwards; headers are of the
 * rows that are left.
 *
 * @complexity  one look at each row; when a document has more than one statement, the table is read
 *              once more.
 */
TT_MUST_CHECK tt_status tt_docs_versions(tt_docs *d, tt_err *err);

/* --- load_statements.c --- */

/**
 * Keep what documents said before they were stated anew, in tt_data.statements.
 *
 * Rows are as for tt_docs_versions, those that count no more among them.
 *
 * @param by,why  of each row: the one that counts instead, or 0, and for which reason.
 * @complexity    one look at each row; when a document was stated anew, the table is read once
 *                more.
 */
TT_MUST_CHECK tt_status tt_docs_statements(tt_docs *d, const uint32_t *by, const uint8_t *why,
                                           tt_err *err);

#endif
