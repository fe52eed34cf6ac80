/*
 * sniff.h - what a file is, from its bytes: encoding and format.
 */
#ifndef TT_INGEST_SNIFF_H
#define TT_INGEST_SNIFF_H

#include "ingest/scan.h"
#include "read/read.h"

typedef enum tt_encoding_why {
    TT_ENCODING_PLAIN,     /* UTF-8, or too much of it to be anything else */
    TT_ENCODING_MARK,      /* tt_charset_mark */
    TT_ENCODING_DECLARED,  /* an XML declaration, or the UNB segment of an interchange */
    TT_ENCODING_OVERRULED, /* what it declares cannot be: it is read as `name` says */
    TT_ENCODING_GUESSED    /* no mark and not UTF-8 */
} tt_encoding_why;

typedef struct tt_encoding {
    char name[48]; /* for tt_unicode_decode; "": UTF-8; "UTF8": the same in XML, to be repaired */
    tt_encoding_why why;
    char declared[48]; /* OVERRULED: what it says */
    int sure;          /* GUESSED: 0..100 */
} tt_encoding;

/**
 * The encoding of a file.
 *
 * In this order: a byte-order mark; XML in UTF-16 without one; all bytes ASCII: UTF-8; what an XML
 * declaration or an EDIFACT interchange (UNB, syntax identifier) names, unless an interchange in
 * one of UNOA to UNOC has UTF-8 in it, or the name is unknown; what tt_charset_guess says.  Binary
 * files (a NUL byte near the start that is not half a character of UTF-16) are called UTF-8.
 *
 * @param scan  of these bytes.
 * @return      TT_OK, TT_ENOMEM, TT_EINTERNAL (ICU without its data).
 * @complexity  Two more passes, which stop at the first byte that is no UTF-8, when they are
 * needed.
 */
TT_MUST_CHECK tt_status tt_sniff_encoding(tt_str bytes, const tt_scan *scan, tt_encoding *out,
                                          tt_err *err);

/* The first tag of the last XML file, with what is before it, for files that start the same.
 * Zeroed: none. */
enum { TT_SNIFF_ROOT = 1024 };
typedef struct tt_sniff_memo {
    char root[TT_SNIFF_ROOT];
    size_t n;
    const tt_reader *found;
    int sure;
} tt_sniff_memo;

/**
 * The reader whose sniff gives the most.
 *
 * @param text  the decoded file.
 * @param memo  changes nothing but the time; may be NULL.
 * @param sure  what that was, 0..100.
 * @param tied  the other reader when two give the most: then nobody is returned.  May be NULL.
 * @return      NULL when no reader knows it, or two know it equally well.
 */
const tt_reader *
tt_sniff_reader(tt_str text, tt_sniff_memo *memo, int *sure, const tt_reader **tied);

#endif
