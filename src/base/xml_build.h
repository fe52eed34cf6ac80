/*
 * xml_build.h - tags of a document to trees and to the calls of a sink; for xml.c.
 *
 * Who finds the tags answers for the document being well-formed up to there; texts are taken from
 * what lies between two tags.
 */
#ifndef TT_BASE_XML_BUILD_H
#define TT_BASE_XML_BUILD_H

#include "base/xml.h"

enum { TT_XML_HEAD, TT_XML_SCOPE, TT_XML_CUT, TT_XML_PART, TT_XML_LEVELS };
enum { TT_XML_ATTRS = 256 };

/* A value that does not lie in the text is copied. */
typedef struct tt_xml_attr_in {
    tt_str name, value;
} tt_xml_attr_in;

/* A tag that opens; names are slices of the text. */
typedef struct tt_xml_tag_in {
    size_t at, end; /* in the text */
    tt_str name;    /* with its prefix */
    const tt_xml_attr_in *attrs;
    size_t n_attrs; /* of more than TT_XML_ATTRS the rest need not be there */
} tt_xml_tag_in;

/* An element that is taken out of the tree again. */
typedef struct tt_xml_taken {
    tt_xml_node *node; /* NULL: none is open */
    tt_xml_node *before;
} tt_xml_taken;

typedef struct tt_xml_build {
    const tt_xml_in *in;
    const tt_xml_sink *sink;
    tt_err *err;
    tt_arena *arena; /* one for each level */
    tt_xml_node *open;
    tt_xml_taken scope, cut; /* the outermost ones that are open */
    tt_xml_taken part;       /* of the cut */
    bool keep;               /* the last part was wanted in its cut: so are those that follow */
    size_t depth;
    size_t at, mark; /* start and end of the last tag */
    tt_status st;    /* what ended the reading */
    bool any;        /* there was a document element */
    bool stop;       /* no more tags are wanted: */
    bool done;       /* the document element has closed, */
    bool limit;      /* or the document broke because of one, or st says why */
} tt_xml_build;

/** A document starts. */
void tt_xml_build_begin(tt_xml_build *b, size_t from);
/** A tag opens.  An empty one also closes, at its end. */
void tt_xml_build_open(tt_xml_build *b, const tt_xml_tag_in *tag);
/** The element that is open closes. */
void tt_xml_build_close(tt_xml_build *b, size_t at, size_t end);
/** The document is over a limit. */
void tt_xml_build_limit(tt_xml_build *b);

#endif
