/* xml_text.h - character data as it is written and as it is meant; for xml.c. */
#ifndef TT_BASE_XML_TEXT_H
#define TT_BASE_XML_TEXT_H

#include "base/arena.h"

/* White space of XML. */
static inline bool tt_xml_is_space(char c)
{
    const uint64_t set = UINT64_C(1) << ' ' | 1u << '\n' | 1u << '\t' | 1u << '\r';
    return (unsigned char)c <= ' ' && (set >> (unsigned char)c & 1);
}

tt_str tt_xml_trim(tt_str s);

/** True when it holds references, CDATA sections, comments, processing instructions or carriage
 * returns: it is not meant as it is written. */
bool tt_xml_is_marked(tt_str s);

/**
 * As it is meant.
 *
 * @param s  what stands between two tags of a document that is well-formed so far, and has no DTD.
 * @return   in the arena; absent when memory is out.  What is cut off stays as it is written.
 */
tt_str tt_xml_plain(tt_str s, tt_arena *a);

/**
 * The value of an attribute where it is written.
 *
 * @param at  behind its name, in a tag that is well-formed; moved behind the value.
 * @param n   bytes of the value as it is meant.
 * @return    absent when it is not written as it is meant.
 */
tt_str tt_xml_raw_value(const char **at, size_t n);

#endif
