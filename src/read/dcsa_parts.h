/*
 * dcsa_parts.h - the pieces of DCSA documents that versions 2 and 3 write differently: parties,
 * places, weights.  For dcsa_bl.c only.
 */
#ifndef TT_READ_DCSA_PARTS_H
#define TT_READ_DCSA_PARTS_H

#include "read/emit.h"
#include "read/json_tree.h"

typedef enum dcsa_role {
    DCSA_SHIPPER,
    DCSA_CONSIGNEE,
    DCSA_ENDORSEE,
    DCSA_NOTIFY,
    DCSA_ROLES
} dcsa_role;

/* What is read from. */
typedef struct dcsa_doc {
    tt_emit *e;
    tt_jtree *t;
    tt_jn *doc;
    tt_jn *si; /* the shipping instruction inside, where version 2.0 keeps parties and goods; or
                  NULL */
} dcsa_doc;

/** The first text of a path in the document, then in its shipping instruction. */
tt_str dcsa_text(const dcsa_doc *d, const char *path);
/** The first node that is there and no null, in the same order. */
tt_jn *dcsa_node(const dcsa_doc *d, const char *path);

/** Fill what the rows of a document have in common, and note what is odd about it. */
TT_MUST_CHECK tt_status dcsa_set_header(const dcsa_doc *d, const tt_row_at *at, tt_err *err);

/** The party of a role, or NULL. */
tt_jn *dcsa_party(const dcsa_doc *d, dcsa_role role);
/** Fill the fields of shipper, consignee or notify party of the open row. */
void dcsa_set_party(const dcsa_doc *d, dcsa_role as, tt_jn *party);

/** UN/LOCODE of a place, else its name; absent when it has neither.  place may be NULL. */
tt_str dcsa_place(const dcsa_doc *d, tt_jn *place);
/**
 * A weight or volume: `n` has a member `key` that is a number, with its unit in `key`Unit, or an
 * object of value and unit.
 *
 * @param value  in kilograms or cubic metres when the unit is known, else as written; 6 decimals.
 * @param unit   empty then, else as written.
 * @return       False when there is none.
 */
bool dcsa_measure(const dcsa_doc *d, tt_jn *n, const char *key, tt_str *value, tt_str *unit);

#endif
