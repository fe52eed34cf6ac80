/*
 * pick.h - fields of a record from paths in a tree: the mapping of an XML format is a table.
 *
 *     static const tt_pick header[] = {
 *         {"invoice_number", "ID", 0},
 *         {"seller_name", "AccountingSupplierParty/Party/PartyLegalEntity/RegistrationName", 0},
 *         {"seller_name", "AccountingSupplierParty/Party/PartyName/Name", 0},
 *         {"seller_address", "AccountingSupplierParty/Party/PostalAddress/StreetName",
 * TT_PICK_LIST},
 *         ...
 *
 * Rows of one field follow each other: the first text that is not blank wins, and rows with
 * TT_PICK_LIST, TT_PICK_WORDS or TT_PICK_MORE go on adding to it.  A field that has a text before
 * the first row is left alone, so a reader sets what it has to work out first.
 */
#ifndef TT_READ_PICK_H
#define TT_READ_PICK_H

#include "base/xml.h"
#include "read/emit.h"

enum {
    TT_PICK_LIST = 1u,  /* added after ", " */
    TT_PICK_WORDS = 2u, /* added after a blank */
    TT_PICK_DATE = 4u,  /* tt_pick_date */
    TT_PICK_BARE = 8u,  /* without blanks: accounts, codes */
    TT_PICK_MORE = 16u  /* added as tt_emit_describe does */
};

typedef struct tt_pick {
    const char *field; /* of the open kind */
    const char *path;  /* as tt_xml_get takes it, from the node that is given */
    unsigned how;
} tt_pick;

typedef struct tt_picks {
    const tt_pick *v;
    size_t n;
} tt_picks;

#define TT_PICKS(table)                                                                            \
    {                                                                                              \
        .v = (table), .n = TT_LEN(table)                                                           \
    }

/** Fill fields of the open row from what lies under n (NULL: nothing happens).  Names and paths of
 * the table are looked up once. */
void tt_pick_row(tt_emit *e, const tt_picks *p, const tt_xml_node *n);

/** Place of a node: offset, line, and its bytes as raw text.  @param base  added to the offset:
 * where the text that was parsed starts in in->bytes; lines counts in in->bytes. */
tt_row_at tt_pick_at(const tt_emit *e, tt_lines *lines, const tt_xml_node *n, uint64_t base);

/** What a document that broke is told as: NOT_XML, XML_DTD or XML_LIMIT, with the parser's words as
 * raw text, at the place where it broke; counts as one row. */
TT_MUST_CHECK tt_status tt_pick_broken(tt_emit *e, tt_lines *lines, const tt_xml_break *b,
                                       uint64_t base, tt_err *err);

/** The reason for it. */
tt_reason tt_pick_why(const tt_xml_break *b);

/** A date as XML writes it, without its zone; else tt_emit_date. */
tt_str tt_pick_date(tt_emit *e, tt_str text);

/**
 * Set a field to an amount that has the currency of the row (@currencyID), or that gives the row
 * its currency; an amount in another one is noted and left out.
 *
 * @param field   of type AMOUNT, or unit_price.
 * @param amount  NULL: nothing happens.
 */
TT_MUST_CHECK tt_status tt_pick_amount(tt_emit *e, const char *field, const tt_xml_node *amount,
                                       const tt_row_at *at, tt_err *err);

/** price / base quantity, exact or rounded half to even at 6 decimals; price as it is when the
 * quantity is empty, 1, zero or no number. */
tt_str tt_emit_per_one(tt_emit *e, tt_str price, tt_str base_quantity);
/** Without its blanks: accounts, codes.  Absent when memory is out, which tt_emit_row tells. */
tt_str tt_emit_bare(tt_emit *e, tt_str s);

#endif
