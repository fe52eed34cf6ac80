/*
 * csv_index.h - where the bytes are that structure a CSV text: delimiters, quotes, line ends; one
 * window of the input at a time.  Only base/csv.c and its tests need this.
 *
 * A wide scan finds these bytes several times as fast as a loop that looks at each byte.  What
 * they mean (is a quote an ordinary byte? is a line end quoted?) is not said here.
 */
#ifndef TT_BASE_CSV_INDEX_H
#define TT_BASE_CSV_INDEX_H

#include "base/base.h"

enum {
    TT_CSV_BLOCK = 64,     /* bytes looked at together: one bit each in a word */
    TT_CSV_WINDOW = 16384, /* bytes of a window; its index stays in the nearest cache */
};

typedef struct tt_csv_index {
    size_t from, to; /* the window, in the input; from == to: nothing is indexed */
    size_t n;        /* bytes found; at[n] is to - from, which ends loops */
    size_t next;     /* for the caller: the first of them that is not dealt with */
    /* for each block: a byte is neither printable ASCII nor a tab or line end */
    uint8_t odd[TT_CSV_WINDOW / TT_CSV_BLOCK];
    /* offsets in the window, ascending; the last places are room to write a block's at once */
    uint16_t at[TT_CSV_WINDOW + TT_CSV_BLOCK];
} tt_csv_index;

/* One block to two words, bit i for byte i: structural bytes, and odd ones. */
typedef void tt_csv_scan(const char block[TT_CSV_BLOCK], char delimiter, char quote,
                         uint64_t *found, uint64_t *odd);

/** Index the window that starts at `from` (<= in.n), as far as it goes. */
void tt_csv_index_make(tt_csv_index *x, tt_str in, size_t from, char delimiter, char quote);

/** The scan that is used where this runs, and its plain twin; the same bits come from both. */
tt_csv_scan *tt_csv_scan_best(void);
void tt_csv_scan_plain(const char block[TT_CSV_BLOCK], char delimiter, char quote, uint64_t *found,
                       uint64_t *odd);

/** True when one of the bytes [from, to) of the window, or a neighbour in its block, is odd. */
bool tt_csv_index_odd(const tt_csv_index *x, size_t from, size_t to);

#endif
