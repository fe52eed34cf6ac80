/*
 * attributes.h - what formats say of nodes and edges: one table, and the values as text.
 *
 * All formats have the same names, types and values; a format only writes them.
 */
#ifndef TT_EXPORT_ATTRIBUTES_H
#define TT_EXPORT_ATTRIBUTES_H

#include "base/buf.h"
#include "base/num.h"
#include "export/export.h"

typedef enum tt_attr_type { TT_AT_STRING, TT_AT_INT, TT_AT_DOUBLE } tt_attr_type;

typedef struct tt_attribute {
    const char *name;
    tt_attr_type type;
} tt_attribute;

enum {
    TT_NODE_NAME,
    TT_NODE_TYPE,
    TT_NODE_COUNTRY,
    TT_NODE_WEIGHT,
    TT_NODE_COMMUNITY,
    TT_NODE_FINDINGS,
    TT_NODE_ATTRIBUTES
};
enum {
    TT_EDGE_LAYER,
    TT_EDGE_FLOWS,
    TT_EDGE_AMOUNT,
    TT_EDGE_AMOUNT_TEXT,
    TT_EDGE_CURRENCY,
    TT_EDGE_UNPRICED,
    TT_EDGE_FIRST,
    TT_EDGE_LAST,
    TT_EDGE_DOCUMENT,
    TT_EDGE_DOCUMENT_KIND,
    TT_EDGE_ATTRIBUTES
};
extern const tt_attribute tt_node_attributes[TT_NODE_ATTRIBUTES];
extern const tt_attribute tt_edge_attributes[TT_EDGE_ATTRIBUTES];

/* Values of one node or edge; an absent one ({NULL,0}) is not known.  Valid until the next is made.
 */
typedef struct tt_values {
    tt_id_text id, from, to; /* from, to: edges */
    tt_str v[TT_EDGE_ATTRIBUTES];
    char room[TT_EDGE_ATTRIBUTES][TT_NUM_TEXT];
} tt_values;

void tt_net_node_values(const tt_net *net, tt_ix e, uint32_t n_findings, tt_values *out);
void tt_net_edge_values(const tt_net *net, const tt_net_edge *e, tt_values *out);

/** Hand b to the file when it holds `at` bytes or more, and empty it. */
TT_MUST_CHECK tt_status tt_net_flush(tt_buf *b, tt_file_out *out, size_t at, tt_err *err);
enum { TT_NET_FLUSH_AT = 1 << 16 };

/** Writes a format: n_findings are the findings that name each entity, index 1.. */
typedef tt_status tt_net_body(const tt_net *net, const uint32_t *n_findings, tt_buf *b,
                              tt_file_out *out, tt_err *err);
/** What all formats of text do: count, make a buffer, call body, release. */
TT_MUST_CHECK tt_status tt_net_write(const tt_net *net, tt_file_out *out, tt_net_body *body,
                                     tt_err *err);

#endif
