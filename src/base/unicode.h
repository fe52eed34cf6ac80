/*
 * unicode.h - ICU behind one door: folding and transliteration.  ASCII takes a fast path of our
 * own and needs no ICU.
 *
 * What comes out depends on the version of ICU for scripts and characters that are new in it;
 * tt_unicode_version is for the report.
 */
#ifndef TT_BASE_UNICODE_H
#define TT_BASE_UNICODE_H

#include "base/arena.h"

/* Handles and scratch memory of ICU.  One per thread: it may be used by one thread at a time. */
typedef struct tt_unicode tt_unicode;

/** @param out  Owned by the caller: tt_unicode_free.  NULL on failure.
 * @return      TT_OK, TT_ENOMEM, TT_EINTERNAL (ICU without its data). */
TT_MUST_CHECK tt_status tt_unicode_new(tt_unicode **out, tt_err *err);
void tt_unicode_free(tt_unicode *u);
/**
 * NFKC_Casefold: equal for texts that differ only in case, width, ligatures, composition.
 *
 * @param s    UTF-8; bad bytes become U+FFFD.  Absent gives "".
 * @param out  UTF-8 in the arena, terminated.
 * @return     TT_OK, TT_ELIMIT (256 MiB of non-ASCII text), TT_ENOMEM, TT_EINTERNAL.
 * @source     Unicode Standard, 3.13, toNFKC_Casefold; UAX #31.
 */
TT_MUST_CHECK tt_status tt_unicode_fold(tt_unicode *u, tt_str s, tt_arena *a, tt_str *out,
                                        tt_err *err);
/**
 * NFKC_Casefold, then Any-Latin; Latin-ASCII; Lower: lower-case ASCII, other bytes dropped.
 *
 * A name in another script becomes what a Latin reader would write; what has no transliteration
 * is gone, so the result may be empty.  Parameters and statuses as for tt_unicode_fold.
 * The first non-ASCII text costs some milliseconds (ICU compiles its rules).
 *
 * @source  ICU and CLDR transliteration rules; UTS #35 part 2.
 */
TT_MUST_CHECK tt_status tt_unicode_ascii(tt_unicode *u, tt_str s, tt_arena *a, tt_str *out,
                                         tt_err *err);
/* A Chinese character. */
typedef struct tt_han {
    uint32_t simple; /* its simplified form, or itself */
    char reading[8]; /* pinyin without tones; "" when there is none */
} tt_han;
/**
 * What ICU knows of one Chinese character: the reading it takes for the usual one.
 *
 * @return      TT_OK, TT_ENOMEM, TT_EINTERNAL.
 * @complexity  A look-up but for the first time; 330 KB from the first call on.
 */
TT_MUST_CHECK tt_status tt_unicode_han(tt_unicode *u, uint32_t c, tt_han *out, tt_err *err);
/**
 * From a named encoding (ICU converter name: "windows-1252", "UTF-16", "GBK") to UTF-8.
 *
 * @param out    In the arena, terminated; lives as long as the arena, not as bytes.
 * @param n_bad  Sequences that are nothing in this encoding; each became U+FFFD.
 * @return       TT_OK, TT_EUSAGE (unknown encoding), TT_ENOMEM, TT_EINTERNAL.
 * @complexity   Two passes; memory is the result and 16 KiB.
 */
TT_MUST_CHECK tt_status tt_unicode_decode(tt_str bytes, const char *encoding, tt_arena *a,
                                          tt_str *out, uint64_t *n_bad, tt_err *err);
/** True when ICU has a converter of this name. */
bool tt_unicode_knows(const char *encoding);
/** "72.1": of ICU.  Constant text. */
const char *tt_unicode_version(void);

#endif
