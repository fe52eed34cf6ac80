/*
 * json_write.h - JSON out: one fixed form (two blanks of indent, keys in call order), streamed into
 * a sink. Errors stick; check once in tt_jw_end.
 */
#ifndef TT_BASE_JSON_WRITE_H
#define TT_BASE_JSON_WRITE_H

#include "base/buf.h"
#include "base/file.h"
#include "base/money.h"
#include "base/civil.h"

/* The struct is the caller's, the contents ours, but for compact and html_safe. */
typedef struct tt_jw {
    tt_buf buf;
    tt_file_out *file; /* borrowed; NULL: everything stays in buf */
    tt_status status;  /* the first failure, with its text in err */
    tt_err err;
    bool compact;        /* no white space: NDJSON */
    bool html_safe;      /* also write < > & U+2028 U+2029 as \u escapes */
    int depth;           /* open objects and arrays, at most 63 */
    uint64_t first, key; /* bit per depth: nothing written yet; a key waits for its value */
} tt_jw;

/** @param file_or_null  Borrowed until tt_jw_end; at most 64 KiB and one value wait before they
 * are written to it. */
void tt_jw_init(tt_jw *w, tt_file_out *file_or_null, bool compact);
void tt_jw_release(tt_jw *w); /* NULL is fine; the file is not closed */

/*
 * In objects a key comes before each value.  Values one after the other at the top are lines.
 * After a failure nothing more is written.
 */
void tt_jw_object(tt_jw *w);
void tt_jw_object_end(tt_jw *w);
void tt_jw_array(tt_jw *w);
void tt_jw_array_end(tt_jw *w);
void tt_jw_key(tt_jw *w, const char *key);
void tt_jw_str(tt_jw *w, tt_str s);             /* absent writes null; bad UTF-8 becomes U+FFFD */
void tt_jw_z(tt_jw *w, const char *terminated); /* NULL writes null */
void tt_jw_u64(tt_jw *w, uint64_t v);
void tt_jw_i64(tt_jw *w, int64_t v);
/* tt_double_text, fewer decimals where there would be more than 15 digits; not finite: null */
void tt_jw_double(tt_jw *w, double v, unsigned decimals);
void tt_jw_bool(tt_jw *w, bool v);
void tt_jw_null(tt_jw *w);
/** The amount as a decimal string; the code is its own key.  Null without a currency. */
void tt_jw_money(tt_jw *w, tt_money m);
void tt_jw_date(tt_jw *w, tt_date d); /* null for none */
/** Trusted JSON text as one value. */
void tt_jw_raw(tt_jw *w, tt_str json);

/* Key and value at once. */
void tt_jw_kstr(tt_jw *w, const char *key, tt_str s);
void tt_jw_kz(tt_jw *w, const char *key, const char *s);
void tt_jw_ku64(tt_jw *w, const char *key, uint64_t v);
void tt_jw_kdouble(tt_jw *w, const char *key, double v, unsigned decimals);

/**
 * Newline, flush to the file; to be called once.
 *
 * @return  The first failure of all calls: TT_ELIMIT (depth over 63, or a text over 1 GiB that
 *          stays in buf), TT_ENOMEM, TT_EIO; TT_EINTERNAL when brackets do not match.
 */
TT_MUST_CHECK tt_status tt_jw_end(tt_jw *w, tt_err *err);

#endif
