/*
 * json_docs.h - the documents of a JSON file, one at a time: a single object, an array, one object
 * after the other (NDJSON), or an object around an array.
 */
#ifndef TT_READ_JSON_DOCS_H
#define TT_READ_JSON_DOCS_H

#include "base/xml.h"
#include "read/emit.h"
#include "read/json_tree.h"

/* A reading of documents.  The struct is the reader's; zeroed but for the functions and ctx. */
typedef struct tt_json_docs {
    /** By its keys, is the object one of the format?  Decides whether an object around an array is
     * one of them or only holds them.  The text may be cut off. */
    bool (*ours)(tt_str object);
    /** One document; its notes and rows go to e.  The scratch arena is reset afterwards. */
    tt_status (*take)(void *ctx, tt_jn *root, const tt_row_at *at, tt_err *err);
    void *ctx;
    tt_emit *e;
    tt_jtree tree;  /* of the document */
    tt_lines lines; /* of the whole text */
} tt_json_docs;

/**
 * Hand over each document.  What is not JSON, no object or too big is rejected, and counts as one
 * row; equal keys are noted.
 *
 * @return  TT_OK, TT_ENOMEM, or what the sink or take returned.
 */
TT_MUST_CHECK tt_status tt_json_docs_read(tt_json_docs *d, tt_err *err);

/** Place of a node of the document that is being taken. */
tt_row_at tt_json_docs_at(tt_json_docs *d, const tt_jn *n);

/** First object of a text: the text itself, or the first element of an array or of an object
 * around one when `ours` says so; for sniff and kind.  Absent when there is none. */
tt_str tt_json_docs_first(tt_str bytes, bool (*ours)(tt_str object));

#endif
