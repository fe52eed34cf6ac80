/*
 * parts.h - the stages inside resolve: normalise, block, compare, cluster, canonical.
 *
 * A record is a mention or a registry row.  Records are numbered from 0 in the order of their
 * fingerprints, so whatever goes through them in order does not depend on how they were loaded.  A
 * surface is a distinct spelling of a name.
 */
#ifndef TT_RESOLVE_PARTS_H
#define TT_RESOLVE_PARTS_H

#include "base/map.h"
#include "base/str.h"
#include "base/unicode.h"
#include "base/vec.h"
#include "resolve/name.h"
#include "resolve/resolve.h"

/* --- normalise.c: what a name says, without what does not tell companies apart --- */

/* Bits of tt_surface.said. */
enum { TT_SAID_PERSON = 1, TT_SAID_OTHER = 2 };

/* The words of a name as words.c counts them. */
typedef struct tt_word_list {
    uint64_t letters_of; /* see tt_name.letters_of */
    uint32_t n;
    char text[];
} tt_word_list;

typedef struct tt_surface {
    tt_str raw;
    tt_str core; /* tokens joined by blanks: ASCII words, concepts of generic words and places */
    union {
        const tt_word_list *draft; /* until the words are counted; NULL: no words */
        uint32_t core_id;          /* then: equal cores, but for blanks, have equal numbers */
    };
    uint32_t stem_at, stem_n; /* of core: the first word, or the first token of a generic name */
    uint64_t words; /* bit i: token i of core is a word, not a concept; tokens over 64 are not
                       looked at */
    uint8_t legal;  /* class of legal form: 1.. by concept; 0 = none written */
    bool generic;   /* no word of its own: "International Trading Co" */
    bool bank;      /* the word for a bank is in it */
    bool person;
    uint8_t said; /* read, as raw: tt_said_type that registries say it is the name of, bits */
    uint8_t home; /* see tt_name, as those below and person */
    uint8_t scripts, letters;
} tt_surface;

/** The first word of the core. */
static inline tt_str tt_surface_stem(const tt_surface *s)
{
    return (tt_str){s->core.p + s->stem_at, s->stem_n};
}

typedef struct tt_lexicon tt_lexicon; /* legal forms, generic words and places, ready to look up */

TT_MUST_CHECK tt_status tt_lexicon_new(tt_lexicon **out, tt_err *err);
void tt_lexicon_free(tt_lexicon *x);
/**
 * Normalise one name, without what follows "t/a", "c/o" and the like: everything of *s but raw and
 * said (which are read) and core_id.
 *
 * Case, width, accents, script, punctuation, legal forms and their place are gone; the class of the
 * legal form is kept.  A name without anything else keeps its folded text as core and is generic.
 * ASCII names do not touch ICU.
 *
 * @param tmp  may be reset afterwards.
 * @param a    holds core and draft; may be tmp.
 */
TT_MUST_CHECK tt_status tt_surface_read(const tt_lexicon *x, tt_unicode *u, tt_arena *tmp,
                                        tt_arena *a, tt_surface *s, tt_err *err);

/* --- words.c: the words of all names --- */

/**
 * Count and number the words of all drafts, and make the names.
 *
 * @param name  n names, filled: name[i] is surface s[i].
 * @param a     holds the texts of words and names.
 * @complexity  O(n log n).
 */
TT_MUST_CHECK tt_status tt_words_build(const tt_surface *s, uint32_t n, tt_arena *a, tt_words *out,
                                       tt_name *name, tt_err *err);

/* --- ident.c: identifiers --- */

/** Upper-case letters and digits, nothing else; absent when fewer than `min` are left or all are
 * one character. */
TT_MUST_CHECK bool tt_ident_clean(tt_str raw, size_t min, tt_arena *a, tt_str *out);
/** Check digits of an ISO 17442 LEI, by ISO 7064 mod 97-10.  Text as tt_ident_clean gives it, also
 * below. */
bool tt_lei_valid(tt_str s);
/** Shape and check digits of an IBAN (ISO 13616). */
bool tt_iban_valid(tt_str s);

typedef enum tt_tax_check { TT_TAX_NO_RULE, TT_TAX_VALID, TT_TAX_INVALID } tt_tax_check;
/**
 * Check a tax number by the rule of its country (CN USCC, VN MST, RU INN).
 *
 * @param base  valid: the part that names the legal person (without the branch of a Vietnamese
 * number).
 */
tt_tax_check tt_tax_valid(tt_country c, tt_str s, tt_str *base);

/* --- load.c: records with what can be compared --- */

/* Identifiers of a record, in the order of tt_rs_record.id. */
enum { TT_RS_TAX, TT_RS_REGISTRATION, TT_RS_IDENTIFIER, TT_RS_N_IDS };

/* Identifiers and places, as they are compared.  Many records have none. */
typedef struct tt_rs_keys {
    tt_str lei;                    /* valid */
    tt_str id[TT_RS_N_IDS];        /* cleaned, or absent */
    tt_str account, bank, address; /* cleaned, or absent */
} tt_rs_keys;

typedef struct tt_rs_record {
    tt_ix mention, party; /* one is not 0 */
    tt_country country;
    bool keyed;                    /* it has a key of a registry: tt_rs_party_id */
    bool iban;                     /* the account is one */
    uint32_t surface;              /* of surfaces */
    uint32_t first_alias, n_alias; /* of aliases: the registry's, and what the name itself gives */
    uint32_t uses;                 /* how often documents name it; at least 1 */
    uint32_t registry;     /* that its party_id is a key of, from 1; of a row always; 0 = none */
    const tt_rs_keys *key; /* not NULL */
} tt_rs_record;

typedef struct tt_registry {
    uint32_t rows;    /* equal names of companies in one country are one */
    uint32_t doubles; /* those that are seen to be of a party that has another row */
    bool repeats;     /* so many that a key of its own says little */
    int32_t two_rows; /* centibits: two of its rows; 0 or less */
} tt_registry;

typedef struct tt_rs {
    tt_data *d;
    const double *param;
    tt_arena *a; /* scratch of the stage */
    tt_rs_record *rec;
    uint32_t n_rec;
    tt_surface *surface;
    tt_name *name; /* of each surface */
    tt_words words;
    uint32_t n_surface, n_core, n_registries;
    tt_registry *registry;   /* from 1 */
    uint32_t *alias;         /* surfaces */
    uint32_t *owner, *owned; /* per ownership row: surfaces; UINT32_MAX = no name */
    tt_map party_ids;        /* party_id as written: a party */
    tt_arena word_text;      /* words and what of names points to them */
    tt_arena *text;          /* cores, one arena for each part of the work */
    size_t n_text;
} tt_rs;

/** The fingerprint of a mention, or the content hash of a registry row. */
static inline tt_hash tt_rs_fp(const tt_rs *w, const tt_rs_record *r)
{
    return r->party ? w->d->parties[r->party].row : w->d->mentions[r->mention].fp;
}

/** The key of a registry row; of a mention its identifier, when a registry has a row with it. */
static inline tt_str tt_rs_party_id(const tt_rs *w, const tt_rs_record *r)
{
    if (!r->keyed)
        return (tt_str){0};
    return tt_str_trim(r->party ? w->d->parties[r->party].party_id
                                : w->d->mentions[r->mention].identifier);
}

/**
 * Fill *w from w->d, with names normalised on up to `threads` threads.  d, param and a are set by
 * the caller. After failure too: tt_rs_release.
 */
TT_MUST_CHECK tt_status tt_rs_load(tt_rs *w, unsigned threads, tt_err *err);
void tt_rs_release(tt_rs *w);
/** When no names are compared any more: words, and which words names have. */
void tt_rs_forget_words(tt_rs *w);

/* --- registry.c --- */

/** Number registries: rec.registry of all records, and count rows that repeat a name.  A mention
 * whose identifier is no registry's key loses `keyed`.  @complexity  O(n log n). */
TT_MUST_CHECK tt_status tt_registries_read(tt_rs *w, tt_err *err);
/** What two rows of a registry with so many doubles say, in centibits: log2 of their share, and
 * never less than `least`, which is for a registry that is not seen to repeat anybody. */
int32_t tt_registry_two_rows(const tt_registry *r, int32_t least);
/** Write into w->d how many doubles were seen; and take them from there, so that rows weigh as they
 * did in the end.  False when memory is out. */
TT_MUST_CHECK bool tt_registries_keep(const tt_rs *w);
void tt_registries_recall(tt_rs *w);

/* --- block.c: records that share a key --- */

typedef enum tt_rs_pass {
    TT_PASS_PARTY_ID,
    TT_PASS_LEI,
    TT_PASS_ID,          /* identifier and country */
    TT_PASS_ID_ANYWHERE, /* identifier: for those without a country */
    TT_PASS_ACCOUNT,
    TT_PASS_NAME_ADDRESS,  /* name, country and address */
    TT_PASS_NAME_LEGAL,    /* name, country and legal form */
    TT_PASS_NAME,          /* name and country */
    TT_PASS_NAME_ANYWHERE, /* name: for those without a country */
    TT_PASS_COUNT
} tt_rs_pass;

/* Block b holds at[first[b] .. first[b + 1]), record numbers ascending.  Blocks are in the order of
 * their first record. */
typedef struct tt_blocks {
    uint32_t *first, *at;
    uint32_t n;
} tt_blocks;

/** Blocks of at least two records.  @complexity  O(keys). */
TT_MUST_CHECK tt_status tt_blocks_build(const tt_rs *w, tt_rs_pass pass, tt_arena *a,
                                        tt_blocks *out, tt_err *err);

/* --- compare.c --- */

/** 0..1: weighted share of common tokens (Dice); words count 1, generic words and places 0.3.  A
 * name that is the other cut short is 1. */
double tt_core_similarity(const tt_surface *a, const tt_surface *b);
/** True when more than `limit` different stems are in a block: its key is shared by strangers. */
bool tt_block_is_generic(const tt_rs *w, const uint32_t *at, uint32_t n, uint32_t limit);

/* --- cluster.c and join.c: union with vetoes --- */

/* Facts that keep two clusters apart when each has one and they differ. */
typedef enum tt_rs_fact {
    TT_FACT_LEI,
    TT_FACT_ID,    /* tax and registration numbers of one country and one form */
    TT_FACT_PARTY, /* party_id of rows of one registry */
    TT_FACT_LEGAL, /* class of legal form */
    TT_FACT_COUNTRY,
    TT_FACT_ADDRESS, /* of generic names only, also below */
    TT_FACT_ACCOUNT,
    TT_FACT_DATE,    /* of birth or incorporation */
    TT_FACT_DECISION /* sides of a person's "different" */
} tt_rs_fact;
#define TT_FACTS_HARD (1u << TT_FACT_LEI | 1u << TT_FACT_ID | 1u << TT_FACT_DECISION)

/* Why two records are one. */
typedef struct tt_rs_edge {
    uint32_t a, b;
    const char *reason;
    tt_str detail;
    int32_t centibits; /* evidence between the two */
    bool weighed;      /* centibits are known */
} tt_rs_edge;
TT_VEC(tt_rs_edge_vec, tt_rs_edge);

typedef struct tt_clusters tt_clusters;

typedef struct tt_rs_counts {
    uint32_t generic_keys;      /* joined nothing: too many names share them */
    uint32_t rivals;            /* keys of more parties that differ than are told apart */
    uint32_t vetoes;            /* blocks in which facts kept clusters apart */
    uint32_t decisions_against; /* contradict newer ones */
    uint32_t decisions_unknown; /* on names that are not in the case */
} tt_rs_counts;

/** Each record alone.  Freed with tt_clusters_free. */
TT_MUST_CHECK tt_status tt_clusters_new(const tt_rs *w, tt_arena *a, tt_clusters **out,
                                        tt_err *err);
void tt_clusters_free(tt_clusters *c);
/** Join the blocks of a pass, in order. */
TT_MUST_CHECK tt_status tt_clusters_pass(tt_clusters *c, const tt_rs *w, tt_rs_pass pass,
                                         const tt_blocks *b, tt_err *err);
/** The cluster of a record: its lowest record. */
uint32_t tt_clusters_find(const tt_clusters *c, uint32_t rec);
/** Accepted joins: a spanning forest of the clusters. */
const tt_rs_edge_vec *tt_clusters_edges(const tt_clusters *c);
/** The same, to fill in what the joins rest on. */
tt_rs_edge_vec *tt_clusters_joins(tt_clusters *c);
tt_rs_counts tt_clusters_counts(const tt_clusters *c);

/* --- decisions.c --- */

/** Join and part records as d->decisions say; before anything else. */
TT_MUST_CHECK tt_status tt_decisions_apply(tt_clusters *c, const tt_rs *w, tt_err *err);

/* --- canonical.c: entities, members, and who is what --- */

/** Fill d->entities, members, mention.entity, party.entity, ownership.owner and owned. */
TT_MUST_CHECK tt_status tt_canonical(const tt_rs *w, const tt_clusters *c, tt_err *err);

/* --- parameters, in the order of tt_resolve_params --- */
enum {
    TT_RS_MAX_NAMES_PER_KEY,
    TT_RS_ACCOUNT_MIN_SIMILARITY,
    TT_RS_MIN_IDENTIFIER,
    TT_RS_DOMINANCE,
    TT_RS_JOIN,
    TT_RS_REVIEW,
    TT_RS_MIN_PRIOR,
    TT_RS_NAMES_PER_PARTY,
    TT_RS_MAX_NAMES_PER_CONTACT,
    TT_RS_CONTACT_SHARE,
    TT_RS_MAX_NAMES_PER_WORD,
    TT_RS_MAX_CANDIDATES,
    TT_RS_MIN_SHARED,
    TT_RS_GUARD,
    TT_RS_GUARD_KNOWN,
    TT_RS_AMBIGUOUS,
    TT_RS_NEAR,
    TT_RS_MAX_NEARS,
#define W(id, name, bits, help) TT_RS_WEIGHT_##id,
#include "resolve/weights.def"
#undef W
    TT_RS_N_PARAMS,
    TT_RS_WEIGHTS = TT_RS_MAX_NEARS + 1
};

#endif
