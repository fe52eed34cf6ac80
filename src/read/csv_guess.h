/*
 * csv_guess.h - the delimiter of a CSV text and what its header says, from its first bytes and
 * without memory.
 */
#ifndef TT_READ_CSV_GUESS_H
#define TT_READ_CSV_GUESS_H

#include "model/kind.h"

typedef struct tt_csv_guess {
    char delimiter; /* one of , ; TAB | */
    tt_kind kind;   /* that the header makes, or nearly makes; NONE when none */
    bool near;      /* a required column is missing */
    size_t columns; /* of the header; 0: the text has no first row */
    size_t rows;    /* that were looked at, without the header */
    size_t fit;     /* rows with as many cells as the header */
    bool binary;    /* control characters in the first row */
} tt_csv_guess;

/**
 * Try the four delimiters, unless a line "sep=;" says which.  The one whose header makes a kind
 * wins, then the one with more than one column, then the larger share of rows that fit, then more
 * columns, then the order above.
 *
 * @param bytes      a part of the text, from its start; only the first 64 KiB are looked at.
 * @param delimiter  0: all four; else only this one.
 */
tt_csv_guess tt_csv_guess_of(tt_str bytes, char delimiter);

/**
 * True for the line that spreadsheets take before a header: "sep=;" in any case, in quotes or not.
 *
 * @param line       without its line end.
 * @param delimiter  set when it is one of the four.  May be NULL.
 */
bool tt_csv_is_sep(tt_str line, char *delimiter);

#endif
