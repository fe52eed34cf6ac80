/*
 * wildlife.h - what is known of wildlife and timber in trade: rows of the tables that can be
 * replaced (reference.h), and questions to them.
 *
 * All of it is knowledge of a day, from sources that the tables name; `verified` says whether a row
 * was found in one.  None of it accuses: a country or a commodity is never a reason alone.
 */
#ifndef TT_REFDATA_WILDLIFE_H
#define TT_REFDATA_WILDLIFE_H

#include "base/civil.h"
#include "refdata/reference.h"

typedef enum tt_taxon_rank {
    TT_RANK_SPECIES,
    TT_RANK_GENUS,
    TT_RANK_FAMILY,
    TT_RANK_ORDER
} tt_taxon_rank;

/* A taxon in an appendix of CITES from a day on. */
typedef struct tt_taxon {
    tt_str group;           /* "pangolin": what products and corridors go by */
    tt_str name;            /* scientific */
    uint8_t rank, appendix; /* appendix: 1, 2, 3; 0 not listed */
    tt_date from;
    tt_str populations; /* countries that the row is for; absent: all that no other row names */
    tt_str range;       /* countries where it lives in the wild; absent: not known */
    tt_str note, source;
    uint8_t verified;
} tt_taxon;

/* What is traded of it. */
typedef struct tt_product {
    tt_str name, group; /* group absent: not listed */
    tt_str hs, terms;   /* subheadings, CITES trade terms */
    tt_unit unit;
    tt_str source;
    uint8_t verified;
} tt_product;

/* Goods under which wildlife was hidden. */
typedef struct tt_cover {
    tt_str name, hs;
    int64_t seizures;              /* of sixteen, 1e-6 */
    int64_t usd_low, usd_high;     /* for 1,000 kg, 1e-6 */
    int64_t kg_m3_low, kg_m3_high; /* as stowed, 1e-6 */
    tt_str source;
    uint8_t verified;
} tt_cover;

/* A kind of business that wildlife was hidden behind. */
typedef struct tt_front {
    tt_str name, trade;
    tt_str words;    /* '|' between: whole words of names */
    tt_str activity; /* groups of ISIC revision 4, blanks between; absent: none */
    tt_str hs;       /* prefixes of the goods that are its own; absent: it owns none */
    tt_str source;
    uint8_t verified;
} tt_front;

typedef enum tt_role {
    TT_ROLE_SOURCE,
    TT_ROLE_TRANSIT,
    TT_ROLE_DESTINATION,
    TT_ROLE_COUNT
} tt_role;
const char *tt_role_text(tt_role r);

typedef struct tt_corridor {
    tt_str group;
    uint8_t role;
    tt_str countries, source;
    uint8_t verified;
} tt_corridor;

typedef struct tt_wild_value {
    tt_str product;
    int64_t year; /* 1e-6 */
    tt_country country;
    int64_t usd_low, usd_high; /* for a kilogram, 1e-6 */
    tt_str source;
    uint8_t verified;
} tt_wild_value;

typedef enum tt_sense { TT_SENSE_PLAIN, TT_SENSE_AMBIGUOUS, TT_SENSE_CODE, TT_SENSE_CUE } tt_sense;

typedef struct tt_wild_word {
    tt_str word, language, product; /* product absent: a cue for any */
    uint8_t sense;
    tt_str voids; /* '|' between: phrases in which it means something else */
    tt_str source;
    uint8_t verified;
} tt_wild_word;

typedef struct tt_timber {
    tt_str name, trade_names;      /* genus or species; '|' between */
    uint8_t tropical;              /* 0 no, 1 yes */
    tt_str hs;                     /* subheadings that fit */
    int64_t kg_m3_low, kg_m3_high; /* air-dry, 1e-6 */
    tt_str source;
    uint8_t verified;
} tt_timber;

typedef struct tt_timber_ban {
    tt_country country;
    tt_str title, what; /* what: HS prefixes or genera in lower case, blanks between */
    tt_date from, to;   /* to: TT_NO_DATE still in force */
    tt_str source;
    uint8_t verified;
} tt_timber_ban;

typedef struct tt_wildlife {
    tt_taxon *taxa;
    tt_product *products;
    tt_cover *covers;
    tt_front *fronts;
    tt_corridor *corridors;
    tt_wild_value *values;
    tt_wild_word *words;
    tt_timber *timbers;
    tt_timber_ban *bans;
    size_t n_taxa, n_products, n_covers, n_fronts, n_corridors, n_values, n_words, n_timbers,
        n_bans;
    /* The groups that have corridors, in their order, and who has which role: a bit (1 << role) for
     * each group and country.  The last row is that of all groups. */
    tt_str *routes;
    uint8_t *roles;
    size_t n_routes;
} tt_wildlife;

/**
 * All tables, those of `own` before the compiled-in ones, each checked and against each other.
 *
 * @param own  NULL: compiled-in.  Its texts are borrowed as long as the arena lives.
 * @return     TT_OK, TT_EFORMAT (table, line and column are named), TT_ENOMEM.
 */
TT_MUST_CHECK tt_status tt_wildlife_load(const tt_reference *own, tt_arena *a, tt_wildlife *out,
                                         tt_err *err);

/** NULL when there is none. */
const tt_product *tt_product_find(const tt_wildlife *w, tt_str name);

/**
 * The strictest appendix in which taxa of a group are on a day, for goods from a country; 0 = none.
 *
 * A row for populations of the country goes before rows for all; a species that does not live there
 * counts only when no other row does.  Of rows for one taxon and the same populations the last one
 * that holds on the day counts ('none': taken off).  A day before the first listing gives 0.
 */
unsigned tt_group_appendix(const tt_wildlife *w, tt_str group, tt_country from, tt_date day);
/** True when a wild population of the group lives there; true as well when no range is known. */
bool tt_group_lives(const tt_wildlife *w, tt_str group, tt_country c);

/** The same for a scientific name: of the species, else of its genus.  0 for other names. */
unsigned tt_taxon_appendix(const tt_wildlife *w, tt_str name, tt_country from, tt_date day);

/** The row of a scientific name ("Pterocarpus erinaceus"): of the species, else of its genus; NULL
 * when it is not listed.  Without regard to case. */
const tt_taxon *tt_taxon_find(const tt_wildlife *w, tt_str name);

/** True when a scientific name has wild populations there, by its own rows; true as well when they
 * give no range.  False for other names. */
bool tt_taxon_lives(const tt_wildlife *w, tt_str name, tt_country c);

/** A bit (1 << role) for each role that the country has for the group. */
unsigned tt_corridor_roles(const tt_wildlife *w, tt_str group, tt_country c);
/** The same for the i-th of the routes, without looking for its group. */
unsigned tt_route_roles(const tt_wildlife *w, size_t i, tt_country c);
/** The same over all groups. */
unsigned tt_corridor_any(const tt_wildlife *w, tt_country c);

/** The first cover with the code; NULL when it is none. */
const tt_cover *tt_cover_find(const tt_wildlife *w, tt_hs hs);

/** The first front whose word a name has, or whose activity a registry row states; NULL when none.
 */
const tt_front *tt_front_find(const tt_wildlife *w, tt_str name, tt_str activity);

/** US dollars for a kilogram, 1e-6: the range over the rows of at most 4 years around the day, else
 * over all; false when there is none. */
bool tt_value_range(const tt_wildlife *w, tt_str product, tt_date day, int64_t *low, int64_t *high);

/** A ban of a country that holds on a day for goods: by HS code, by genus, or by
 * both when its row has both; NULL when none does.
 * @param genus  lower case; absent: unknown. */
const tt_timber_ban *
tt_ban_find(const tt_wildlife *w, tt_country from, tt_hs hs, tt_str genus, tt_date day);

#endif
