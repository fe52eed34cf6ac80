/*
 * tiny_build.h - what tiny_case.c (making) and tiny_finish.c (sorting into arrays) share.  Tests do
 * not include it.
 */
#ifndef TT_TESTS_SUPPORT_TINY_BUILD_H
#define TT_TESTS_SUPPORT_TINY_BUILD_H

#include "tests/support/tiny_case.h"

enum tiny_sort {
    S_NONE,
    S_MENTION,
    S_INVOICE,
    S_SHIPMENT,
    S_DECLARATION,
    S_PAYMENT,
    S_INVOICE_LINE,
    S_SHIPMENT_LINE,
    S_DECLARATION_LINE,
    S_PAYMENT_ROW,
    S_PARTY,
    S_OWNERSHIP,
    S_FX,
    S_PRICE,
    S_COVERAGE,
    S_WATCH,
    S_PERMIT,
    S_SEIZURE,
    S_COUNT
};

/* One sort of things. */
struct tiny_sort_row {
    size_t size;
    tt_kind kind;         /* the source of its rows; NONE: has no rows */
    enum tiny_sort lines; /* documents: the sort of their rows */
};
extern const struct tiny_sort_row tiny_sorts[S_COUNT];

struct tiny_node {
    void *item;
    uint32_t made;         /* n-th of its sort, from 1 */
    uint32_t ix;           /* in the array of its sort, after finish */
    struct tiny_node *doc; /* of a line or payment row */
    uint32_t line;         /* n-th row of its source */
    tt_entity_type type;   /* of a mention */
    tt_hash key;           /* sort key, set by finish */
    uint32_t seq;          /* of a document: lines so far; of a line: its number in the document */
    bool total_set;        /* of an invoice: the test gave the total */
};

struct tiny_list {
    struct tiny_node **v;
    uint32_t n, cap;
};

struct tiny_build {
    struct tiny_list list[S_COUNT];
    uint32_t n_rows[TT_KIND_COUNT];
    bool finished;
    tt_hasher hash;
};

/** The node of an id; NULL for 0 and after a failed allocation.  Any sort when `want` is S_NONE. */
struct tiny_node *tiny_node_of(const tiny_case *c, tiny_id id, enum tiny_sort want);
/** All of c->data but entities. */
TT_MUST_CHECK tt_status tiny_build(tiny_case *c);

/** Entities of a built case: one per name of mentions and registry rows. */
TT_MUST_CHECK tt_status tiny_entities(tiny_case *c);

#endif
