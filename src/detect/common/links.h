/*
 * links.h - what entities share: accounts, phones, addresses, owners.  Computed once per run.
 *
 * Values are compared after normalising (digits of a phone, letters and digits of an account, ASCII
 * letters and digits of an address that has a digit in it).  How many entities may share a value
 * before it says nothing is the detector's business: a mass address is kept here and capped there.
 */
#ifndef TT_DETECT_COMMON_LINKS_H
#define TT_DETECT_COMMON_LINKS_H

#include "model/data.h"

typedef enum tt_attr {
    TT_ATTR_ACCOUNT,  /* of mentions */
    TT_ATTR_PHONE,    /* of registry rows */
    TT_ATTR_EMAIL,    /* of registry rows */
    TT_ATTR_ADDRESS,  /* of both */
    TT_ATTR_DIRECTOR, /* one person directs both: directors and secretaries, by entity or by name */
    TT_ATTR_OWNER,    /* one party owns shares of both, or one owns the other: declared */
    TT_ATTR_COUNT
} tt_attr;
const char *tt_attr_text(tt_attr t); /* "account", "phone", ... */

/* A value that at least two entities share. */
typedef struct tt_link {
    tt_attr type;
    uint32_t first,
        n; /* of tt_links.entities, ascending; the owner or director, too, when an entity */
} tt_link;

typedef struct tt_links {
    tt_link *v; /* by (type, value in order of first appearance) */
    size_t n;
    tt_ix *entities;
    size_t n_entities; /* vertices: entities of the case */
} tt_links;

/**
 * @param a     holds the result.
 * @complexity  O(n log n) for n mentions, registry and ownership rows.
 */
TT_MUST_CHECK tt_status tt_links_build(const tt_data *d, tt_arena *a, tt_links *out, tt_err *err);

/**
 * Groups of entities that share something: group[e] is the smallest entity that e is joined with.
 *
 * @param df_max  one for each tt_attr: values shared by more entities join nobody; 0 leaves the
 *                attribute out.
 * @param out     n_entities + 1 elements in a.
 */
TT_MUST_CHECK tt_status tt_links_groups(const tt_links *l, const uint32_t df_max[TT_ATTR_COUNT],
                                        tt_arena *a, tt_ix **out, tt_err *err);

#endif
