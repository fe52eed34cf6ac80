/*
 * charset.h - in which encoding bytes probably are.
 */
#ifndef TT_BASE_CHARSET_H
#define TT_BASE_CHARSET_H

#include "base/base.h"

typedef struct tt_charset {
    char name[24];  /* as tt_unicode_decode takes it */
    unsigned sure;  /* percent; 100: there is a mark, or nothing else is possible */
    const char *by; /* constant text: "byte-order mark", "valid UTF-8", ... */
} tt_charset;

/** The encoding that a byte-order mark says, or the first characters of XML in UTF-16; NULL. */
const char *tt_charset_mark(tt_str bytes);

/**
 * Guess the encoding of a text.
 *
 * A byte-order mark decides; then UTF-8: valid, or more characters of several bytes than bad ones;
 * then NUL bytes at every other place, which are UTF-16; then the statistics of ICU over the lines
 * that are not ASCII, of which only what decodes without a bad byte is believed.  ISO 8859-1 is
 * called windows-1252, which holds it, and so is what nobody can tell.
 *
 * @param bytes  from the start of the text; only the 4 MiB around the first byte that is not UTF-8
 *               are looked at.
 * @return       TT_OK, TT_ENOMEM, TT_EINTERNAL (ICU without its data).
 */
TT_MUST_CHECK tt_status tt_charset_guess(tt_str bytes, tt_charset *out, tt_err *err);

#endif
