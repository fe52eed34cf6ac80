/*
 * sniff.h - what a file is, from its first bytes: encoding and format.
 */
#ifndef TT_INGEST_SNIFF_H
#define TT_INGEST_SNIFF_H

#include "read/read.h"

/** Name of the encoding that a byte-order mark says, for tt_unicode_decode; NULL: none, or UTF-8.
 */
const char *tt_sniff_encoding(tt_str bytes);

/**
 * The reader whose sniff gives the most.
 *
 * @param text  the decoded file.
 * @param sure  what that was, 0..100.
 * @param tied  the other reader when two give the most: then nobody is returned.  May be NULL.
 * @return      NULL when no reader knows it, or two know it equally well.
 */
const tt_reader *tt_sniff_reader(tt_str text, int *sure, const tt_reader **tied);

#endif
