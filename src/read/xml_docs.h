/*
 * xml_docs.h - what readers of XML formats do alike: each document's cuts to the reader, a document
 * without any told as a type that is not read, a broken one told with its place.
 */
#ifndef TT_READ_XML_DOCS_H
#define TT_READ_XML_DOCS_H

#include "read/pick.h"

typedef struct tt_xml_docs tt_xml_docs;
struct tt_xml_docs {
    const char *const *cuts, *const *scopes; /* as tt_xml_in has them */
    /* A cut.  Counted in n_cuts before the call; take the count back when it says nothing. */
    tt_status (*take)(tt_xml_docs *x, const tt_xml_node *n, tt_err *err);
    /* A document with cuts ends; NULL: not wanted. */
    tt_status (*close)(tt_xml_docs *x, const tt_xml_node *root, tt_err *err);
    /* filled while reading */
    tt_emit e;
    tt_lines lines;
    uint64_t n_cuts; /* of the document that is open */
};

/** Read all documents of in->bytes.  @return  as a reader. */
TT_MUST_CHECK tt_status tt_xml_docs_read(tt_xml_docs *x, const tt_read_in *in, const tt_sink *sink,
                                         tt_err *err);

/** Place of a node of the text that is read. */
tt_row_at tt_xml_docs_at(tt_xml_docs *x, const tt_xml_node *n);
/** A document or a part of one that is of no use: one rejected row, "document type that is not
 * read". */
TT_MUST_CHECK tt_status tt_xml_docs_not_read(tt_xml_docs *x, const tt_xml_node *n, tt_err *err);
/** The open row, from this node; then the scratch arena is empty again. */
TT_MUST_CHECK tt_status tt_xml_docs_row(tt_xml_docs *x, const tt_xml_node *n, tt_err *err);

#endif
