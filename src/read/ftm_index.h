/*
 * ftm_index.h - what entities of FollowTheMoney need to know of each other; for ftm.c and
 * ftm_links.c only.
 *
 * A first pass over the file keeps, for each id, the name and what a reference to it asks for:
 * about 200 bytes and the texts for an entity.
 */
#ifndef TT_READ_FTM_INDEX_H
#define TT_READ_FTM_INDEX_H

#include "base/map.h"
#include "read/emit.h"
#include "read/json_docs.h"

typedef enum ftm_class {
    FTM_NOT_READ,
    FTM_PARTY, /* a person, an organisation, a vessel */
    FTM_THING, /* on a watch list it is a row, else it is not read */
    FTM_EDGE,  /* owner, director ... of something */
    FTM_PAYMENT,
    FTM_ADDRESS, /* the rest adds to other rows */
    FTM_ACCOUNT,
    FTM_SANCTION,
    FTM_DOCUMENT, /* identity documents */
} ftm_class;

typedef struct ftm_schema {
    const char *name;
    ftm_class is;
    const char *type; /* PARTY: party.type; may be NULL */
    /* EDGE: the properties that hold its ends, and the role when the entity itself says none; NULL:
     * it has to. */
    const char *from, *to, *role;
} ftm_schema;

/** NULL when it is not known. */
const ftm_schema *ftm_schema_find(tt_str name);

/* What is known of an id. */
typedef struct ftm_slot {
    tt_str name; /* of an address its text, of an account its number */
    tt_str country;
    tt_str identifier; /* of a party: LEI, tax or registration number; of an account: its bank */
    tt_str sanctions, programs, documents; /* what SANCTION and DOCUMENT entities add, by ';' */
    uint8_t is;                            /* ftm_class; FTM_NOT_READ: the file does not have it */
    bool listed;                           /* it is on a watch list */
    bool used;                             /* something refers to it */
} ftm_slot;

TT_VEC(ftm_slot_vec, ftm_slot);
TT_VEC(ftm_text_vec, tt_str);

typedef struct ftm_reading {
    tt_emit e;
    tt_json_docs docs;
    tt_arena file; /* texts of the slots */
    tt_map ids;
    ftm_slot_vec slots;
    ftm_text_vec texts; /* of the list that is being made */
    tt_map seen;        /* in it */
} ftm_reading;

/** True when the object has a schema and properties.  The text may be cut off. */
bool ftm_is_entity(tt_str object);

/** First pass: fill the slots.  Nothing is told. */
TT_MUST_CHECK tt_status ftm_index(ftm_reading *r, tt_err *err);
/** NULL when nothing is known of the id. */
ftm_slot *ftm_slot_of(ftm_reading *r, tt_str id);

/* --- an entity --- */

/** Schema of an entity, or NULL. */
const ftm_schema *ftm_schema_of(ftm_reading *r, tt_jn *entity);
tt_jn *ftm_property(ftm_reading *r, tt_jn *entity, const char *name);
/** First text of a property. */
tt_str ftm_text(ftm_reading *r, tt_jn *entity, const char *name);
/** First of the properties, NULL ends, that has a text. */
tt_str ftm_first(ftm_reading *r, tt_jn *entity, const char *const *names);
/** Caption, else the first name, else one put together. */
tt_str ftm_name(ftm_reading *r, tt_jn *entity);
tt_str ftm_country(ftm_reading *r, tt_jn *entity);
tt_str ftm_address(ftm_reading *r, tt_jn *address);

/** By its own topics and sanctions: does it belong on a watch list? */
bool ftm_is_listed(ftm_reading *r, tt_jn *entity);

/* Lists: start, add, and the text with each value once, in order; '|' and ';' inside a value
 * become ','. */
void ftm_list_start(ftm_reading *r);
void ftm_list_add(ftm_reading *r, tt_str text);
void ftm_list_add_property(ftm_reading *r, tt_jn *entity, const char *name);
tt_str ftm_list_end(ftm_reading *r, const char *sep);

/** What a sanction is called: its authority and programme. */
tt_str ftm_sanction(ftm_reading *r, tt_jn *sanction);

/* --- ftm_links.c --- */

/** Rows for an edge; nested: it lies in a property of the entity `owner`, which is its other end
 * where it says none.  *rows counts up. */
TT_MUST_CHECK tt_status ftm_take_edge(ftm_reading *r, tt_jn *edge, tt_jn *owner, uint64_t *rows,
                                      tt_err *err);
/** Rows for the owners that an entity names in properties of its own. */
TT_MUST_CHECK tt_status ftm_take_owners(ftm_reading *r, tt_jn *entity, tt_err *err);
TT_MUST_CHECK tt_status ftm_take_payment(ftm_reading *r, tt_jn *payment, uint64_t *rows,
                                         tt_err *err);

#endif
