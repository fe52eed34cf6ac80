/* xml.h - text for XML 1.0 files: the two formats that are XML escape in one place. */
#ifndef TT_EXPORT_XML_H
#define TT_EXPORT_XML_H

#include "base/buf.h"

/** Escapes & < > " ' and tab, LF, CR, so that they come back in text and in attributes; what
 * XML 1.0 forbids (other control characters, U+FFFE, U+FFFF, bad UTF-8) becomes U+FFFD. */
void tt_xml_add(tt_buf *b, tt_str s);

#endif
