/*
 * json_shape.h - a first look at JSON text, without memory: is it one object around an array of
 * records, and which keys has an object.  Nothing is judged here: base/json_flat.h does that.
 */
#ifndef TT_READ_JSON_SHAPE_H
#define TT_READ_JSON_SHAPE_H

#include "base/str.h"

/* Members of an object, one at a time; stops at the first thing that cannot be JSON. */
typedef struct tt_json_walk {
    tt_str in;
    size_t pos;
    bool whole; /* the object was closed; pos is after its bracket */
} tt_json_walk;

/** Start after the opening brace of the object that starts at or after `from`.  False: no object
 * there. */
bool tt_json_walk_start(tt_json_walk *w, tt_str in, size_t from);
/**
 * The next member: its key between the quotes, escapes as they are, and where its value starts and
 * ends in `in`. The value is the rest of `in` when it is not closed.
 */
bool tt_json_walk_next(tt_json_walk *w, tt_str *key, tt_str *value);

/* One object around the records: { "count": 2, "records": [ {...}, {...} ] }. */
typedef struct tt_json_wrap {
    bool found;
    tt_str array; /* with its brackets; open at the end when the text is cut */
    size_t start; /* offset of the array */
    tt_str rest;  /* what follows the array up to the end of the text and is neither members nor the
                     bracket */
} tt_json_wrap;

/**
 * The text is one object, closed or cut off, in which exactly one member is an array of objects.
 *
 * @complexity  One pass over the first value of the text.
 */
tt_json_wrap tt_json_wrap_of(tt_str bytes);

/** Offset of the first byte that is not white space, a BOM skipped. */
size_t tt_json_text_start(tt_str bytes);

#endif
