/* piece_marks.h - numbers that only one piece has: serial numbers in texts about goods, seals. */
#ifndef TT_DETECT_COMMON_PIECE_MARKS_H
#define TT_DETECT_COMMON_PIECE_MARKS_H

#include "base/base.h"

/**
 * The word after "serial", "s/n", "vin", "chassis" or "engine" ("no." may stand between) that has
 * four characters or more, two of them digits; empty: none.  A lot may go in parts, and is no mark.
 *
 * @return  slice of text.
 */
tt_str tt_piece_mark(tt_str text);
/** The number of a seal, which is closed once; empty when it has fewer than five digits ("NIL"). */
tt_str tt_piece_seal(tt_str seal);

#endif
