/*
 * str.h - slices of text: compare, trim, search.  ASCII only where it says so; never the locale.
 *
 * Nothing here allocates; slices that come back point into what was given.  Absent {NULL,0} and
 * empty {"",0} are equal texts; whoever cares looks at p.
 */
#ifndef TT_BASE_STR_H
#define TT_BASE_STR_H

#include "base/base.h"

tt_str tt_str_of(const char *terminated); /* NULL gives {NULL,0} */
bool tt_str_eq(tt_str a, tt_str b);
bool tt_str_is(tt_str a, const char *terminated);
bool tt_str_is_nocase(tt_str a, const char *terminated); /* ASCII letters; others as bytes */
/** -1, 0, 1 by unsigned bytes, then length: total, and for UTF-8 the order of code points. */
int tt_str_cmp(tt_str a, tt_str b);
bool tt_str_starts(tt_str s, tt_str prefix);
/** Bytes of the byte order mark that a UTF-8 text starts with; programs that open a file and write
 * it again put a second one before the first. */
size_t tt_str_bom(tt_str s);
bool tt_str_ends(tt_str s, tt_str suffix);
/**
 * Offset of the first occurrence at or after from, or SIZE_MAX.  An empty needle is everywhere up
 * to s.n.
 *
 * @complexity  O(s.n * needle.n) at worst: for needles that we choose, not for hostile ones.
 */
size_t tt_str_find(tt_str s, tt_str needle, size_t from);
/** Without ASCII white space at both ends; a no-break space stays. */
tt_str tt_str_trim(tt_str s);
/** n bytes from offset from, clipped to s; SIZE_MAX for the rest. */
tt_str tt_str_sub(tt_str s, size_t from, size_t n);
/**
 * Next part up to sep, which is in no part.
 *
 * @param rest  What is left; {NULL,0} after the last part.
 * @param part  May be empty: n separators make n + 1 parts, and an empty text has one.
 * @return      False, and *part untouched, when *rest was {NULL,0}.
 */
bool tt_str_split(tt_str *rest, char sep, tt_str *part);

static inline bool tt_ascii_is_alpha(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static inline bool tt_ascii_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static inline bool tt_ascii_is_alnum(char c)
{
    return tt_ascii_is_alpha(c) || tt_ascii_is_digit(c);
}

/* blank, \t \n \v \f \r */
static inline bool tt_ascii_is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Other bytes stay as they are. */
static inline char tt_ascii_upper(char c)
{
    return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

static inline char tt_ascii_lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/** Offset of the first byte that does not start a valid UTF-8 sequence (RFC 3629: no surrogates,
 * nothing overlong, up to U+10FFFF), or n. */
size_t tt_utf8_bad(tt_str s);
/** Code point at *pos (< s.n), advances *pos; U+FFFD for a bad sequence (advances one byte). */
uint32_t tt_utf8_next(tt_str s, size_t *pos);

#endif
