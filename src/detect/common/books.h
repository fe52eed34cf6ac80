/*
 * books.h - whose documents: of an entity in a role, in the order of time.  Computed once per run.
 *
 * A document whose two parties are one entity is in both of its books.  Proforma invoices and
 * credit notes are in the books of invoices: who reads them decides (credits.h).
 */
#ifndef TT_DETECT_COMMON_BOOKS_H
#define TT_DETECT_COMMON_BOOKS_H

#include "model/data.h"

typedef enum tt_book {
    TT_BOOK_SOLD, /* invoices, by seller */
    TT_BOOK_BOUGHT,
    TT_BOOK_SHIPPED, /* shipments, by shipper */
    TT_BOOK_RECEIVED,
    TT_BOOK_EXPORTED, /* declarations, by exporter */
    TT_BOOK_IMPORTED,
    TT_BOOK_PAID, /* payments, by payer */
    TT_BOOK_EARNED,
    TT_BOOK_COUNT
} tt_book;

typedef struct tt_books {
    uint32_t *first[TT_BOOK_COUNT]; /* by entity, n_entities + 2: where its documents start */
    tt_ix *docs[TT_BOOK_COUNT];
    int64_t *value[TT_KIND_COUNT]; /* by document; NULL for kinds that have none */
} tt_books;

/** The kind of the documents of a book. */
tt_kind tt_book_kind(tt_book b);

/**
 * @param a     holds the result: 8 bytes for each document and 8 for each of its two parties.
 * @complexity  O(documents + entities), and a look-up of the rate for each document.
 */
TT_MUST_CHECK tt_status tt_books_build(const tt_data *d, tt_arena *a, tt_books *out, tt_err *err);

/** The documents of an entity, ascending: by (date, id), unknown dates last. */
const tt_ix *tt_books_of(const tt_books *b, tt_book book, tt_ix entity, size_t *n);

/**
 * What a document is worth in minor units of the base currency, at the rate of its day: the total
 * of an invoice, the amount of a payment, the sum of the lines of a shipment or declaration that
 * state a value.
 *
 * @return  TT_NO_NUM when it, or a rate, is not known.
 */
int64_t tt_books_value(const tt_books *b, tt_kind kind, tt_ix doc);

#endif
