/*
 * restated.h - what one statement of a document says otherwise than the one before it.
 *
 * Two statements of a bill of lading or of a declaration, as tt_data.statements has them.  Only
 * what both say is compared.  A consignee "to order", or a bank that held the bill as security,
 * before somebody who is named is no change of party: that is what such bills are for.
 */
#ifndef TT_DETECT_COMMON_RESTATED_H
#define TT_DETECT_COMMON_RESTATED_H

#include "model/data.h"

enum {
    TT_RESTATED_CONSIGNEE = 1, /* or importer */
    TT_RESTATED_PARTY = 2,     /* another party than these */
    TT_RESTATED_LOADING = 4,   /* port of loading */
    TT_RESTATED_DISCHARGE = 8, /* port of discharge; the partner country of a declaration */
    TT_RESTATED_GOODS = 16,    /* another chapter, other words */
    TT_RESTATED_SCHEDULE = 32, /* ship, voyage, days, ports on the way */
    TT_RESTATED_OTHER = 64,    /* weights, values, containers, lines, references */
    TT_RESTATED_GRAVE = 31     /* who, where and what */
};

/**
 * @param a,b    of one document, a before b.
 * @param same   share of words that two texts about one thing have in common at least.
 * @complexity   O(lines).
 */
unsigned tt_restated(const tt_data *d, const tt_statement *a, const tt_statement *b, double same);

/** The statements of a document: index of the first, *n of them; 0 when it was stated once.
 * O(log statements). */
size_t tt_statements_of(const tt_data *d, tt_kind kind, tt_ix doc, size_t *n);

#endif
