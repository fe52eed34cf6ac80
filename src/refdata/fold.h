/* fold.h - the spelling under which reference tables are searched.  The generator folds with the
 * same code. */
#ifndef TT_REFDATA_FOLD_H
#define TT_REFDATA_FOLD_H

#include "base/base.h"

enum { TT_FOLD_MAX = 160 }; /* bytes of the longest folded text, with the NUL */

/**
 * Fold a short text: "Viet-Nam", "VIETNAM" and "Việt Nam" become "VIETNAM", "m³" becomes "M3".
 *
 * Latin letters lose case and accents, Cyrillic letters lose case, full-width forms become ASCII.
 * Blanks and . , - _ ' ( ) are dropped, '&' becomes "AND".  Everything else stays: "kg/m" does not
 * become "KGM".
 *
 * @param out  terminated; "" when nothing is left.
 * @return     bytes in out without the NUL; 0 when nothing is left or it would not fit: no table
 * has such a key.
 */
size_t tt_fold(tt_str s, char out[TT_FOLD_MAX]);

/** True for the ASCII characters that are dropped. */
bool tt_fold_drops(char ascii);

/** One spelling and the row it stands for.  Tables of them are sorted by key in strcmp order. */
typedef struct tt_fold_key {
    const char *key; /* folded, terminated */
    uint16_t row;
} tt_fold_key;

/** Row of the folded spelling of s, or -1.  O(log n), no allocation. */
int tt_fold_find(const tt_fold_key *keys, size_t n, tt_str s);

#endif
