/* otherwise.h - other names that the text of a name gives. */
#ifndef TT_RESOLVE_OTHERWISE_H
#define TT_RESOLVE_OTHERWISE_H

#include "base/base.h"

enum { TT_OTHERWISE = 2 };

/**
 * The names that one text gives: the name itself, without "c/o" and who follows; then, behind
 * "t/a", "formerly" and the like, or as an acronym in brackets, the other name of the party.
 *
 * @param out  parts of raw.
 * @return     how many, at least 1.
 */
size_t tt_name_otherwise(tt_str raw, tt_str out[TT_OTHERWISE]);

#endif
