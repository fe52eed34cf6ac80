/*
 * iso_unwrap.h - a document that is the text of an element of another one: as CDATA, or with its
 * tags escaped.
 */
#ifndef TT_READ_ISO_UNWRAP_H
#define TT_READ_ISO_UNWRAP_H

#include "base/buf.h"

/* Where what comes out was. */
typedef struct tt_unwrap {
    tt_str from;     /* the content of the element */
    uint64_t offset; /* of it in the file */
    size_t at, out;  /* from[at] is byte `out` of what comes out */
    bool cdata;
} tt_unwrap;

/**
 * Unwrap the text of an element that has no children.
 *
 * @param element  its bytes, with its tags; borrowed as long as w.
 * @param offset   of it in the file.
 * @param out      reset first; the text.  Its failing is the caller's to look at.
 */
void tt_unwrap_text(tt_unwrap *w, tt_str element, uint64_t offset, tt_buf *out);
/** Offset in the file of a byte that came out.  @complexity  O(distance) from the one before; an
 * earlier one starts over. */
uint64_t tt_unwrap_offset(tt_unwrap *w, uint64_t out);

#endif
