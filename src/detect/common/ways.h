/*
 * ways.h - the ways that goods take out of some countries, and how usual each is in these data.
 *
 * A way is a consignment, and what its receiver sends on of the same goods within some days, if it
 * does: in the same container with the same load, with the same weight, or only no more of it.
 * Ways of one sender, trader (who sends on; 0 when nobody does) and receiver between the same
 * countries are one relation.
 *
 * How usual a way is, is asked of the others that leave the same country: without the relations in
 * which one of its own parties, or whom ownership records join with it, has a part.  With k
 * relations and n consignments of others on it,
 *
 *     p = max((1 + relations on ways with k + 1 or fewer) / (1 + relations),
 *             (1 + consignments on ways with n or fewer) / (1 + consignments))
 *
 * k + 1, as each of the others is one of those on its own way.  So a country whose trade goes
 * everywhere has no rare ways, and what few take with much is not rare either.
 *
 * Of goods that are sent on the question is another: how many of the others' receivers, wherever
 * they are, send theirs on with a bond as strong.
 *
 *     p = (1 + relations of others with such a bond) / (1 + relations of others)
 *
 * @source  conformal p: Vovk, Gammerman, Shafer, Algorithmic Learning in a Random World, 2005.
 */
#ifndef TT_DETECT_COMMON_WAYS_H
#define TT_DETECT_COMMON_WAYS_H

#include "detect/common/shared.h"

/* What joins a consignment and what was sent on; stronger first. */
typedef enum tt_bond { TT_BOND_CONTAINER, TT_BOND_LOAD, TT_BOND_GOODS, TT_BOND_NONE } tt_bond;

typedef struct tt_way {
    const tt_consignment *c, *next; /* next: sent on by the receiver; NULL */
    tt_bond bond;
    tt_hs hs6; /* TT_HS_NONE: not known, or several */
    uint32_t relation;
} tt_way;

typedef struct tt_way_relation {
    size_t first, n; /* of tt_ways.v, in the order of time */
    tt_ix sender, trader, receiver;
    tt_country from, hub, to; /* hub: TT_COUNTRY_NONE when nothing is said of one */
    tt_bond bond;             /* the strongest of its ways */
    uint32_t lane;
} tt_way_relation;

typedef struct tt_ways {
    const tt_detect_in *in;
    tt_way *v;
    tt_way_relation *relations; /* by (from, hub, to, sender, trader, receiver) */
    struct tt_way_lane *lanes;  /* by (from, hub, to) */
    struct tt_way_part *parts;  /* relations of a party, chained */
    uint32_t *first_part;       /* by entity: 1 + place in parts */
    uint32_t *count[2];         /* by lane: consignments, relations; for one question */
    uint32_t *asked;            /* by relation: the question that left it out last */
    size_t n, n_relations, n_lanes;
    uint64_t n_cut; /* consignments of which not all that was sent on was looked at */
    uint32_t turn;
} tt_ways;

typedef struct tt_way_rules {
    int32_t days;     /* within which goods are sent on */
    double same_load; /* by which gross weights of one load may differ */
    /* The countries whose ways are looked at, and those that are named as hubs before others. */
    bool (*leaves)(const tt_wildlife *k, tt_country c);
    bool (*is_hub)(const tt_wildlife *k, tt_country c);
} tt_way_rules;

/* How usual a way is; p is NAN when nobody else is there. */
typedef struct tt_usual {
    uint64_t on_it, others;           /* consignments */
    uint64_t relations_on, relations; /* relations */
    uint64_t sent_on;                 /* relations with a bond as strong; 0 without a trader */
    double p;
} tt_usual;

enum { TT_WAY_LOOK = 200 }; /* consignments of the same goods that are looked at as sent on */

/**
 * @param in    TT_NEEDS_WILD are there; it and its scratch outlive the result.
 * @return      TT_OK, TT_ENOMEM.
 * @complexity  O(n log n) for n consignments, times TT_WAY_LOOK at worst.
 */
TT_MUST_CHECK tt_status tt_ways_build(const tt_detect_in *in, const tt_way_rules *rules,
                                      tt_ways *out, tt_err *err);
/** O(lanes of the country + relations of the three parties); with a trader, O(relations of the
 * country). */
tt_usual tt_ways_usual(tt_ways *w, const tt_way_relation *r);
/** In how many relations an entity is the trader. */
uint32_t tt_ways_sent_on(const tt_ways *w, tt_ix trader);

/** Countries between the two ends in their order: those through which the consignment went, where
 * it was sent on, those after it.  @return  how many; at most 2 * TT_WILD_VIA + 1. */
size_t tt_way_hubs(const tt_way *w, tt_country out[2 * TT_WILD_VIA + 1]);
tt_country tt_way_to(const tt_way *w);

#endif
