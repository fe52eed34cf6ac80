/*
 * ubl_doc.h - what the readers of the UBL document types share: a reading, places, parties.
 *
 * ubl.c finds the documents of a file and gives each to the function of its type.
 */
#ifndef TT_READ_UBL_DOC_H
#define TT_READ_UBL_DOC_H

#include "read/pick.h"
#include "refdata/refdata.h"

/* Tables of paths, by what they fill. */
enum tt_ubl_table {
    TT_UBL_SELLER,
    TT_UBL_BUYER,
    TT_UBL_INVOICE,
    TT_UBL_LINE,
    TT_UBL_SHIPPER,
    TT_UBL_CONSIGNEE,
    TT_UBL_NOTIFY,
    TT_UBL_SHIPMENT,
    TT_UBL_STAGE,
    TT_UBL_GOODS,
    TT_UBL_EXPORTER,
    TT_UBL_IMPORTER,
    TT_UBL_DECLARANT,
    TT_UBL_DECLARATION,
    TT_UBL_ITEM,
    TT_UBL_TABLES
};

/* A file that is being read. */
typedef struct tt_ubl {
    tt_read_in *in;    /* ours: its scratch is that of the document, or of one of its lines */
    tt_arena *scratch; /* of lines */
    tt_arena header;   /* of the document */
    const tt_xml_node *lined; /* the document whose lines are read as they come; NULL */
    int64_t last_line;        /* its number */
    tt_emit e;
    tt_lines lines;
    uint64_t base;            /* where the text that is parsed starts in in->bytes */
    const tt_row_at *outside; /* the place of all rows of a text that is not in in->bytes as it
                                 is; NULL */
    unsigned depth;           /* of documents inside documents */
    bool found;               /* the document element has UBL in it */
    const tt_picks *table[TT_UBL_TABLES];
} tt_ubl;

typedef tt_status tt_ubl_read_fn(tt_ubl *u, const tt_xml_node *doc, tt_err *err);
/* A line of a document that is still open; *keep: the document is better read as a whole. */
typedef tt_status tt_ubl_line_fn(tt_ubl *u, const tt_xml_node *line, bool *keep, tt_err *err);
tt_ubl_line_fn tt_ubl_invoice_line;
tt_ubl_read_fn tt_ubl_invoice, tt_ubl_transport, tt_ubl_manifest, tt_ubl_declaration;

/** Fill fields of the open row by a table. */
void tt_ubl_pick(tt_ubl *u, enum tt_ubl_table t, const tt_xml_node *n);
extern const tt_picks tt_ubl_party_tables[TT_UBL_TABLES], tt_ubl_invoice_tables[TT_UBL_TABLES],
    tt_ubl_transport_tables[TT_UBL_TABLES], tt_ubl_declaration_tables[TT_UBL_TABLES];

tt_row_at tt_ubl_at(tt_ubl *u, const tt_xml_node *n);
/** The first of some paths (NULL ends) that leads to a node; NULL. */
const tt_xml_node *tt_ubl_first(const tt_xml_node *n, const char *const *paths);

/**
 * Name, country, id and address of a cac:Party.
 *
 * @param t        its table.
 * @param name     field for a person who stands for it; NULL: no such field.
 * @param address  field; NULL: none.
 */
void tt_ubl_party(tt_ubl *u, enum tt_ubl_table t, const char *name, const char *address,
                  const tt_xml_node *party);

/** Empty the fields of the open row that belong to a line. */
void tt_ubl_clear_line(tt_ubl *u);
/** Set a field to a measure in the unit of its dimension (kilograms, cubic metres); not when its
 * unit is missing or of another dimension. */
void tt_ubl_measure(tt_ubl *u, const char *field, tt_dim dim, const tt_xml_node *measure);

/** Note text that was left out of a document. */
TT_MUST_CHECK tt_status tt_ubl_told_cut(tt_ubl *u, const tt_xml_node *doc, const tt_row_at *at,
                                        tt_err *err);
/** Next node in the order of the text below top, NULL at the end. */
const tt_xml_node *tt_ubl_next(const tt_xml_node *top, const tt_xml_node *n);

/* Picks of a cac:Item: the code of its goods, unless the list that it is of is not that of customs.
 */
#define TT_UBL_HS_CODE                                                                             \
    {"hs_code", "Item/CommodityClassification/CommodityCode[@listID!=UNSPSC|CPV|STI]", 0},         \
    {                                                                                              \
        "hs_code",                                                                                 \
            "Item/CommodityClassification/"                                                        \
            "ItemClassificationCode[@listID=HS|HSN|HTS|HTSUS|TARIC|CN|CV|PTC]",                    \
            0                                                                                      \
    }

#endif
