/*
 * json_read.h - strict JSON (RFC 8259) in, over cJSON, which is seen nowhere else.
 *
 * A pre-pass refuses what cJSON lets through: bad UTF-8, depth over 64, trailing bytes, numbers
 * with leading zeros, control characters in strings, \u0000, lone surrogates, duplicate keys.
 * Numbers with more than 15 significant digits are kept out of doubles: they are a failure with a
 * place; write them as strings.
 */
#ifndef TT_BASE_JSON_READ_H
#define TT_BASE_JSON_READ_H

#include "base/arena.h"

typedef struct tt_json tt_json; /* a node; borrowed from its document */

typedef enum tt_json_type {
    TT_JSON_NULL,
    TT_JSON_BOOL,
    TT_JSON_NUMBER,
    TT_JSON_STRING,
    TT_JSON_ARRAY,
    TT_JSON_OBJECT
} tt_json_type;

/** @param out  freed with tt_json_free.  @return TT_OK, TT_EFORMAT (text says where: "line 3 column
 * 9: ..."), TT_ENOMEM. */
TT_MUST_CHECK tt_status tt_json_parse(tt_str text, tt_json **out, tt_err *err);
void tt_json_free(tt_json *root);

tt_json_type tt_json_type_of(const tt_json *j);
const tt_json *tt_json_get(const tt_json *object,
                           const char *key); /* NULL when absent or not an object; case sensitive */
const tt_json *tt_json_first(const tt_json *array_or_object); /* first child or NULL */
const tt_json *tt_json_next(const tt_json *child);
const char *tt_json_key(const tt_json *child); /* "" in arrays */
tt_str tt_json_str(const tt_json *j);          /* text of a string node; {NULL,0} else */
bool tt_json_bool(const tt_json *j, bool *out);
bool tt_json_double(const tt_json *j, double *out);
/** Text of a scalar: strings as they are, numbers as shortest decimal without exponent, true/false;
 * absent for null. False for arrays and objects, and numbers that cannot be written without
 * exponent in 40 characters. */
bool tt_json_scalar_text(const tt_json *j, tt_arena *a, tt_str *out);

/*
 * Elements of a top-level array, or values one after the other (NDJSON), one at a time and without
 * parsing the whole: slices with their place.
 */
typedef struct tt_json_stream {
    tt_str in;
    size_t pos;
    uint64_t line;
    bool array, started, ended;
} tt_json_stream;

typedef struct tt_json_item {
    tt_str raw;
    uint64_t line, offset;
    bool broken; /* raw runs to the next line end or the end: it cannot be JSON */
} tt_json_item;

void tt_json_stream_init(tt_json_stream *s, tt_str bytes); /* a BOM is skipped */
/** False at the end. */
bool tt_json_stream_next(tt_json_stream *s, tt_json_item *item);

#endif
