/* ubl_goods.h - the goods and containers of a UBL transport document: its rows. */
#ifndef TT_READ_UBL_GOODS_H
#define TT_READ_UBL_GOODS_H

#include "read/ubl_doc.h"

/* One shipment of a document. */
typedef struct tt_ubl_shipment {
    const tt_xml_node *doc;
    const tt_xml_node *node;      /* cac:Shipment; a child of the document when there is none */
    const tt_xml_node *from, *to; /* first and last stage of main carriage; NULL */
} tt_ubl_shipment;

/** Nodes in the order of the text, in the scratch arena. */
typedef struct tt_ubl_nodes {
    const tt_xml_node **v;
    size_t n;
} tt_ubl_nodes;

/** The goods items of a shipment: its own ones, else those in its consignments and packages; goods
 * inside goods are part of them.  False: no memory. */
bool tt_ubl_goods(tt_ubl *u, const tt_xml_node *shipment, tt_ubl_nodes *out);

/** True when an indicator says yes. */
bool tt_ubl_says(const tt_xml_node *n, const char *indicator);

/** A row of the open kind for each goods item and container; the header is set. */
TT_MUST_CHECK tt_status tt_ubl_goods_rows(tt_ubl *u, const tt_ubl_shipment *s, tt_err *err);

#endif
