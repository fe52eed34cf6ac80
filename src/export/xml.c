/*
 * xml.c - escaping for XML 1.0 (fifth edition, 2.2 and 2.4).
 */
#include "export/xml.h"

#include "base/str.h"

static const char REPLACEMENT[] = "\xEF\xBF\xBD";

static const char *entity_of(uint32_t c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&apos;";
    case '\t': /* raw ones would become blanks in attributes, and CR a LF everywhere */
        return "&#9;";
    case '\n':
        return "&#10;";
    case '\r':
        return "&#13;";
    default:
        return NULL;
    }
}

static bool allowed(uint32_t c)
{
    return c >= 0x20 && c != 0xFFFE && c != 0xFFFF;
}

void tt_xml_add(tt_buf *b, tt_str s)
{
    for (size_t pos = 0; pos < s.n;) {
        size_t from = pos;
        uint32_t c = tt_utf8_next(s, &pos);
        const char *entity = entity_of(c);
        if (entity)
            tt_buf_add_z(b, entity);
        else if (c == 0xFFFD || !allowed(c)) /* also what a bad sequence gives */
            tt_buf_add_z(b, REPLACEMENT);
        else
            tt_buf_add(b, tt_str_sub(s, from, pos - from));
    }
}
