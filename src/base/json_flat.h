/*
 * json_flat.h - one JSON object (RFC 8259) as a list of its members, straight from the text.
 *
 * For records: nothing is allocated but for strings with escapes, numbers stay the text that was
 * written (an amount never goes through a double), and what is nested is checked and handed out as
 * its bytes. json_read.h is for documents that are looked at as a tree.
 *
 * As strict as json_read.h, with three exceptions that a reader of records wants to note instead of
 * losing the record: bad UTF-8 in strings is left to the caller, half a surrogate pair comes out as
 * the three bytes that would encode it (which are bad UTF-8), and \u0000 comes out as a NUL byte.
 * Equal keys are handed out both.
 */
#ifndef TT_BASE_JSON_FLAT_H
#define TT_BASE_JSON_FLAT_H

#include "base/json_read.h"
#include "base/vec.h"

typedef struct tt_json_member {
    tt_str key;  /* without escapes */
    tt_str text; /* STRING: without escapes; NUMBER and BOOL: as written; NULL: absent; else: the
                    bytes of the value */
    tt_json_type type;
} tt_json_member;

TT_VEC(tt_json_member_vec, tt_json_member);

typedef enum tt_json_flat {
    TT_JSON_FLAT_FINE,
    TT_JSON_FLAT_BROKEN,
    TT_JSON_FLAT_NOT_OBJECT
} tt_json_flat;

/**
 * The members of an object, in the order of the text.
 *
 * @param text     one value with nothing but white space around it.  Borrowed as long as *out is
 * used.
 * @param scratch  holds strings that had escapes.
 * @param out      emptied, then filled; keeps its room from call to call.  Released by the caller
 * with tt_vec_release.
 * @param what     BROKEN: not JSON, or nested over TT_JSON_DEPTH deep; NOT_OBJECT: it does not
 * start as an object.
 * @return         TT_OK, TT_ENOMEM.
 * @complexity     One pass, no recursion.
 */
TT_MUST_CHECK tt_status tt_json_flat_members(tt_str text, tt_arena *scratch,
                                             tt_json_member_vec *out, tt_json_flat *what,
                                             tt_err *err);

/**
 * The elements of an array in the same way, with absent keys.
 *
 * @param what  NOT_OBJECT: it does not start as an array.
 */
TT_MUST_CHECK tt_status tt_json_flat_elements(tt_str text, tt_arena *scratch,
                                              tt_json_member_vec *out, tt_json_flat *what,
                                              tt_err *err);

#endif
