/*
 * xml.h - XML 1.0 in, over Expat, which is seen nowhere else: small trees cut out of a stream.
 *
 * A document element, or each element with one of the names that the caller wants (a cut), is
 * handed over as a tree when it closes, and forgotten after the call.  What lies outside of cuts
 * (headers) stays and is reached through `parent`.  So a statement of a million entries takes the
 * memory of one entry, and of the header.
 *
 * Names are local names: prefixes are free, and versions differ in their namespaces only.  No DTD
 * (refused where it starts), so no entities but the five; nothing is fetched.  Several documents
 * may follow each other in one text.  A document that breaks is told, and reading goes on at the
 * next XML declaration.
 *
 * Limits: 256 levels, 256 attributes, names of 1 KiB, 1 MiB of text in an element (the rest is left
 * out and said), 256 MiB of tree at a time (two million elements), 16 MiB in one tag.
 *
 * Names, values and texts lie in the source where they are written there as they are meant.
 */
#ifndef TT_BASE_XML_H
#define TT_BASE_XML_H

#include "base/arena.h"

typedef struct tt_xml_attr {
    tt_str prefix, name, value; /* xmlns:a="..." has the prefix xmlns */
} tt_xml_attr;

typedef struct tt_xml_node tt_xml_node;
struct tt_xml_node {
    tt_str prefix, name;
    tt_str text; /* character data directly inside, trimmed; pieces between children are joined by
                    a blank */
    const tt_xml_attr *attrs;
    size_t n_attrs;
    tt_xml_node *parent, *first, *last, *next;
    uint64_t offset;    /* of "<" in the text */
    uint64_t bytes;     /* up to the end of the closing tag; 0 while it is open */
    uint32_t tag;       /* of the name: different tags, different names */
    uint32_t text_room; /* bytes that text may grow to where it lies; 0: it lies in the source */
    bool text_cut;      /* text over the limit was left out, */
    bool cut_inside;    /* here or in something below */
};

typedef enum tt_xml_why { TT_XML_BROKEN, TT_XML_DTD, TT_XML_LIMIT } tt_xml_why;

typedef struct tt_xml_break {
    tt_xml_why why;
    uint64_t offset;  /* where reading stopped */
    uint64_t from;    /* where the document starts */
    const char *text; /* "mismatched tag", ...; constant */
} tt_xml_break;

/* Called in the order of the text.  What they return ends the reading unless TT_OK.  NULL: not
 * wanted. */
typedef struct tt_xml_sink {
    void *ctx;
    /* A document element opened; its attributes are there. */
    tt_status (*open)(void *ctx, const tt_xml_node *root, tt_err *err);
    tt_status (*cut)(void *ctx, const tt_xml_node *n, tt_err *err);
    /* A document element closed.  Its cuts are no longer in it. */
    tt_status (*close)(void *ctx, const tt_xml_node *root, tt_err *err);
    tt_status (*broken)(void *ctx, const tt_xml_break *b, tt_err *err);
} tt_xml_sink;

/* Children of cuts that are handed over before their cut: the lines of a long document.  What they
 * are in is still open.  They are forgotten unless *keep is set: then this one and those after it
 * stay where they are. */
typedef struct tt_xml_parts {
    const char *const *names; /* local names, NULL ends */
    tt_status (*fn)(void *ctx, const tt_xml_node *n, bool *keep, tt_err *err);
} tt_xml_parts;

typedef struct tt_xml_in {
    tt_str text; /* UTF-8, with or without a byte-order mark; an encoding that it declares is not
                    looked at.  It must outlive what is handed over */
    /* Local names, NULL ends; "Parent/Name" for those directly inside a Parent.  An element inside
     * a cut is never one.  NULL (and no family): the whole document stays for close(). */
    const char *const *cuts;
    /* Local names of elements around cuts whose headers are forgotten when they close (a statement
     * among many).  NULL: none. */
    const char *const *scopes;
    /* More cuts: elements whose namespace is this text, their own name, and "-": documents of one
     * family, as Invoice in "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2".  NULL: none.
     */
    const char *family;
    const tt_xml_parts *parts; /* NULL: none */
    size_t feed; /* bytes that Expat is given at a time; 0: as is best.  Changes nothing */
    struct tt_xml_keep *keep; /* NULL: none */
} tt_xml_in;

/* Memory that is kept from one short text to the next, so that many small files cost less.  Zeroed:
 * empty.  For one thread; a text that is read while another one is goes without. */
typedef struct tt_xml_keep {
    void *parser;
    tt_arena arena[4];
    bool busy;
} tt_xml_keep;
void tt_xml_keep_release(tt_xml_keep *k); /* NULL is fine */

/**
 * Read all documents of a text.
 *
 * @return      TT_OK (also when documents broke), TT_ENOMEM, or what the sink returned.
 * @complexity  One pass; memory for what is outside of cuts and one cut.
 */
TT_MUST_CHECK tt_status tt_xml_read(const tt_xml_in *in, const tt_xml_sink *sink, tt_err *err);

/**
 * Name and namespace of the document element, from the first bytes of a text.  No allocation.
 *
 * @param ns  what its prefix is bound to in the tag itself; empty when it is not.
 * @return    False when the text does not start as XML (white space, comments, processing
 *            instructions and a DTD are skipped).
 */
bool tt_xml_root(tt_str head, tt_str *name, tt_str *ns);

/** What the prefix of a node is bound to; empty when it is not. */
tt_str tt_xml_ns(const tt_xml_node *n);
/** What a prefix ("" is one) is bound to at a node. */
tt_str tt_xml_ns_of(const tt_xml_node *n, tt_str prefix);
/** Value of an attribute by local name; absent when there is none. */
tt_str tt_xml_attr_of(const tt_xml_node *n, const char *name);
/** First child of this name, or NULL.  n may be NULL. */
const tt_xml_node *tt_xml_child(const tt_xml_node *n, const char *name);
/** Next sibling of the same name, or NULL. */
const tt_xml_node *tt_xml_more(const tt_xml_node *n);

/**
 * The first node on a path from n, or NULL: "Party/PartyName/Name".
 *
 *   ..               the parent
 *   A[@listID=HS|CN] only an A whose attribute has one of the values
 *   A[@listID!=CPV]  only an A whose attribute has none of them, or that lacks it
 *   A[Code=705]      only an A whose child Code has this text
 *   *                any name
 *
 * All branches are tried: the first that reaches the end of the path.  n may be NULL.
 */
const tt_xml_node *tt_xml_find(const tt_xml_node *n, const char *path);
/**
 * The first text on a path that is not blank; absent when there is none.  A last step "@name" is an
 * attribute, and the path "." the node itself.
 */
tt_str tt_xml_get(const tt_xml_node *n, const char *path);

/* A path that was taken apart once, for those who go it often. */
typedef struct tt_xml_step {
    const char *name; /* in the path */
    const char *must; /* what must hold, behind "["; NULL: nothing */
    uint32_t n;       /* bytes of name */
    uint32_t tag;
    uint8_t kind;
} tt_xml_step;
enum { TT_XML_STEPS = 16 };

/** Take a path apart.  @param path  must outlive the steps.  @return  how many there are. */
size_t tt_xml_steps(const char *path, tt_xml_step out[TT_XML_STEPS]);
/** tt_xml_get by steps. */
tt_str tt_xml_get_by(const tt_xml_node *n, const tt_xml_step *steps, size_t n_steps);

/** What tt_xml_node.tag is for a name. */
uint32_t tt_xml_tag(tt_str name);

/* Line numbers of growing offsets in one pass. */
typedef struct tt_lines {
    tt_str text;
    size_t at;
    uint64_t line; /* of at; from 1 */
} tt_lines;
void tt_lines_init(tt_lines *l, tt_str text);
/** Line of an offset, from 1.  @complexity  O(distance); an offset before the last one starts over.
 */
uint64_t tt_lines_at(tt_lines *l, uint64_t offset);

#endif
