/*
 * json_read.h - strict JSON (RFC 8259) in, over cJSON, which is seen nowhere else.
 *
 * A pre-pass refuses what cJSON lets through: bad UTF-8, depth over 64, trailing bytes, numbers
 * with leading zeros, control characters in strings, \u0000, lone surrogates, duplicate keys (as
 * decoded), a BOM.  Numbers with more than 15 significant digits, more than 63 characters, or
 * outside the range of a double are kept out of doubles: they are a failure with a place; write
 * them as strings.
 */
#ifndef TT_BASE_JSON_READ_H
#define TT_BASE_JSON_READ_H

#include "base/arena.h"

enum { TT_JSON_DEPTH = 64 }; /* objects and arrays inside each other */

typedef struct tt_json tt_json; /* a node; borrowed from its document */

typedef enum tt_json_type {
    TT_JSON_NULL,
    TT_JSON_BOOL,
    TT_JSON_NUMBER,
    TT_JSON_STRING,
    TT_JSON_ARRAY,
    TT_JSON_OBJECT
} tt_json_type;

/**
 * Parse one value with nothing but white space around it.
 *
 * @param text  Borrowed during the call.
 * @param out   Owned by the caller: tt_json_free.  NULL on failure.
 * @return      TT_OK, TT_EFORMAT ("line 3 column 9: ...", lines end in LF, columns count
 *              characters, both from 1), TT_ENOMEM.
 * @complexity  O(n log k) for objects of k keys; no recursion but cJSON's, which the depth bounds.
 */
TT_MUST_CHECK tt_status tt_json_parse(tt_str text, tt_json **out, tt_err *err);
void tt_json_free(tt_json *root);

tt_json_type tt_json_type_of(const tt_json *j);
/** NULL when absent or not an object; case sensitive; linear in the number of keys. */
const tt_json *tt_json_get(const tt_json *object, const char *key);
/** First child in the order of the text; NULL when there is none. */
const tt_json *tt_json_first(const tt_json *array_or_object);
const tt_json *tt_json_next(const tt_json *child);
const char *tt_json_key(const tt_json *child); /* "" in arrays and for the root */
tt_str tt_json_str(const tt_json *j);          /* text of a string node; {NULL,0} else */
/** False, and *out untouched, when the node is something else. */
bool tt_json_bool(const tt_json *j, bool *out);
bool tt_json_double(const tt_json *j, double *out);
/**
 * Text of a scalar: strings as they are, numbers as the shortest decimal without exponent, as
 * exact as they were written ("1.50e1" gives "15"), true or false; absent for null.
 *
 * @param a    For texts that do not outlive the document otherwise: *out is good as long as both
 *             the document and the arena are.
 * @return     False for arrays and objects, and for numbers that need more than 40 characters.
 */
bool tt_json_scalar_text(const tt_json *j, tt_arena *a, tt_str *out);

/*
 * Elements of a top-level array, or values one after the other (NDJSON, or indented over several
 * lines), one at a time and without parsing the whole: slices with their place.
 *
 * Only brackets and strings are looked at: tt_json_parse judges an element.  What is broken
 * costs its line: reading goes on with the next one.
 */
typedef struct tt_json_stream {
    tt_str in;
    size_t pos;
    uint64_t line;
    bool array, started, ended;
    uint8_t expects; /* what may come next in an array */
} tt_json_stream;

typedef struct tt_json_item {
    tt_str raw;    /* borrowed from the input */
    uint64_t line; /* of its first byte, from 1 */
    uint64_t offset;
    bool broken; /* raw runs to the next line end or the end of the input: it cannot be JSON.  Empty
                    at the end of the input when the array was not closed */
} tt_json_item;

void tt_json_stream_init(tt_json_stream *s, tt_str bytes); /* borrowed; a BOM is skipped */
/**
 * False at the end.
 *
 * @complexity  Linear in the input over all calls: a byte is looked at by at most TT_JSON_DEPTH
 *              attempts, and by one when brackets match.
 */
bool tt_json_stream_next(tt_json_stream *s, tt_json_item *item);

#endif
