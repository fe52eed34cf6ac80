/* unicode.h - ICU behind one door: folding and transliteration.  ASCII takes a fast path of our
 * own. */
#ifndef TT_BASE_UNICODE_H
#define TT_BASE_UNICODE_H

#include "base/arena.h"

typedef struct tt_unicode tt_unicode; /* one per thread */

TT_MUST_CHECK tt_status tt_unicode_new(tt_unicode **out, tt_err *err);
void tt_unicode_free(tt_unicode *u);
/** NFKC_Casefold. */
TT_MUST_CHECK tt_status tt_unicode_fold(tt_unicode *u, tt_str s, tt_arena *a, tt_str *out,
                                        tt_err *err);
/** NFKC_Casefold, then Any-Latin; Latin-ASCII; Lower: lower-case ASCII, other bytes dropped. */
TT_MUST_CHECK tt_status tt_unicode_ascii(tt_unicode *u, tt_str s, tt_arena *a, tt_str *out,
                                         tt_err *err);
/** From a named encoding (ICU converter name) to UTF-8; bad bytes become U+FFFD and are counted. */
TT_MUST_CHECK tt_status tt_unicode_decode(tt_str bytes, const char *encoding, tt_arena *a,
                                          tt_str *out, uint64_t *n_bad, tt_err *err);

#endif
