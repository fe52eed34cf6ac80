/* books.c - counting sort of documents by entity; documents are in the order of time already. */
#include "detect/common/books.h"

static const struct {
    tt_kind kind;
    unsigned role; /* tt_data_role */
} books[TT_BOOK_COUNT] = {
    [TT_BOOK_SOLD] = {TT_KIND_INVOICE, 1},         [TT_BOOK_BOUGHT] = {TT_KIND_INVOICE, 2},
    [TT_BOOK_SHIPPED] = {TT_KIND_SHIPMENT, 1},     [TT_BOOK_RECEIVED] = {TT_KIND_SHIPMENT, 2},
    [TT_BOOK_EXPORTED] = {TT_KIND_DECLARATION, 1}, [TT_BOOK_IMPORTED] = {TT_KIND_DECLARATION, 2},
    [TT_BOOK_PAID] = {TT_KIND_PAYMENT, 1},         [TT_BOOK_EARNED] = {TT_KIND_PAYMENT, 2},
};

tt_kind tt_book_kind(tt_book b)
{
    return books[b].kind;
}

static tt_ix owner(const tt_data *d, tt_book b, tt_ix doc)
{
    return tt_data_entity(d, tt_data_role(d, books[b].kind, doc, books[b].role));
}

static tt_status build_book(const tt_data *d, tt_book b, tt_arena *a, tt_books *out, tt_err *err)
{
    size_t n = tt_data_n_docs(d, books[b].kind);
    uint32_t *first = tt_new_n(a, uint32_t, d->n_entities + 2);
    tt_ix *docs = tt_new_n(a, tt_ix, n + 1);
    if (!first || !docs)
        return tt_fail(err, TT_ENOMEM, "no room for the documents of entities");
    for (tt_ix i = 1; i <= n; i++)
        first[owner(d, b, i) + 1]++;
    for (size_t e = 1; e <= d->n_entities + 1; e++)
        first[e] += first[e - 1];
    /* first[e] walks to where the next entity starts, which is where first[e + 1] was */
    for (tt_ix i = 1; i <= n; i++)
        docs[first[owner(d, b, i)]++] = i;
    for (size_t e = d->n_entities + 1; e > 0; e--)
        first[e] = first[e - 1];
    first[0] = 0;
    out->first[b] = first;
    out->docs[b] = docs;
    return TT_OK;
}

/* --- values --- */

static int64_t in_base(const tt_data *d, tt_money m, tt_date day)
{
    tt_money base;
    return tt_data_convert(d, m, day, &base) ? base.minor : TT_NO_NUM;
}

static int64_t value_of_lines(const tt_data *d, const tt_head *h, const tt_line *lines)
{
    int64_t sum = 0;
    bool known = false;
    for (tt_ix i = 0; i < h->n_lines; i++) {
        tt_money m = lines[h->first_line + i].amount;
        int64_t v = in_base(d, m, h->date.day);
        if (m.minor == TT_NO_NUM)
            continue;
        if (v == TT_NO_NUM || !tt_add_i64(sum, v, &sum))
            return TT_NO_NUM;
        known = true;
    }
    return known ? sum : TT_NO_NUM;
}

static int64_t value_of(const tt_data *d, tt_kind kind, tt_ix doc)
{
    const tt_head *h = tt_data_head(d, kind, doc);
    switch (kind) {
    case TT_KIND_INVOICE:
        return in_base(d, d->invoices[doc].total, h->date.day);
    case TT_KIND_PAYMENT:
        return in_base(d, d->payments[doc].amount, h->date.day);
    case TT_KIND_SHIPMENT:
        return value_of_lines(d, h, d->shipment_lines);
    default:
        return value_of_lines(d, h, d->declaration_lines);
    }
}

tt_status tt_books_build(const tt_data *d, tt_arena *a, tt_books *out, tt_err *err)
{
    *out = (tt_books){0};
    for (tt_book b = 0; b < TT_BOOK_COUNT; b++)
        TT_TRY(build_book(d, b, a, out, err));
    for (tt_kind k = TT_KIND_NONE + 1; k < TT_KIND_COUNT; k++) {
        size_t n = tt_data_n_docs(d, k);
        if (!tt_kind_is_document(k))
            continue;
        out->value[k] = tt_new_n(a, int64_t, n + 1);
        if (!out->value[k])
            return tt_fail(err, TT_ENOMEM, "no room for the values of documents");
        out->value[k][0] = TT_NO_NUM;
        for (tt_ix i = 1; i <= n; i++)
            out->value[k][i] = value_of(d, k, i);
    }
    return TT_OK;
}

const tt_ix *tt_books_of(const tt_books *b, tt_book book, tt_ix entity, size_t *n)
{
    *n = b->first[book][entity + 1] - b->first[book][entity];
    return b->docs[book] + b->first[book][entity];
}

int64_t tt_books_value(const tt_books *b, tt_kind kind, tt_ix doc)
{
    return b->value[kind][doc];
}
