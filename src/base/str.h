/* str.h - slices of text: compare, trim, search.  ASCII only where it says so; never the locale. */
#ifndef TT_BASE_STR_H
#define TT_BASE_STR_H

#include "base/base.h"

tt_str tt_str_of(const char *terminated); /* NULL gives {NULL,0} */
bool tt_str_eq(tt_str a, tt_str b);
bool tt_str_is(tt_str a, const char *terminated);
bool tt_str_is_nocase(tt_str a, const char *terminated); /* ASCII letters */
int tt_str_cmp(tt_str a, tt_str b);                      /* memcmp order, then length: total */
bool tt_str_starts(tt_str s, tt_str prefix);
bool tt_str_ends(tt_str s, tt_str suffix);
/** Offset of the first occurrence at or after from, or SIZE_MAX. */
size_t tt_str_find(tt_str s, tt_str needle, size_t from);
tt_str tt_str_trim(tt_str s);                       /* ASCII white space at both ends */
tt_str tt_str_sub(tt_str s, size_t from, size_t n); /* clipped to s */
/** Next part up to sep.  Returns false when *rest was {NULL,0}; an empty text has one empty part.
 */
bool tt_str_split(tt_str *rest, char sep, tt_str *part);

bool tt_ascii_is_alpha(char c);
bool tt_ascii_is_digit(char c);
bool tt_ascii_is_alnum(char c);
bool tt_ascii_is_space(char c); /* blank, \t \n \v \f \r */
char tt_ascii_upper(char c);
char tt_ascii_lower(char c);

/** Offset of the first byte that is not valid UTF-8 (RFC 3629: no surrogates, no overlong), or n.
 */
size_t tt_utf8_bad(tt_str s);
/** Code point at *pos, advances *pos; U+FFFD for a bad sequence (advances one byte). */
uint32_t tt_utf8_next(tt_str s, size_t *pos);

#endif
