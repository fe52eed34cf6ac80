/*
 * resolve.h - which mentions and registry rows are one entity, and why.
 *
 * First exact keys (identifiers, accounts, names within a country), then evidence in bits between
 * what they made.  The stages are in parts.h.
 */
#ifndef TT_RESOLVE_RESOLVE_H
#define TT_RESOLVE_RESOLVE_H

#include "base/log.h"
#include "model/data.h"
#include "model/param.h"

extern const tt_param tt_resolve_params[];
extern const size_t tt_resolve_n_params;

/**
 * Fill entities, members, mention.entity, party.entity, ownership.owner/owned of *d.  Results live
 * in d->arena.
 *
 * Independent of the order of mentions; entity ids do not change when unrelated data is added.
 *
 * @param param  one value per row of tt_resolve_params.
 * @complexity   O(n log n) for n mentions, plus the pairs inside blocks.
 */
TT_MUST_CHECK tt_status tt_resolve(tt_data *d, const double *param, unsigned threads,
                                   const tt_talk *talk, tt_err *err);

/* --- why, and why not --- */

/* One field that both have, compared. */
typedef struct tt_compared {
    const char *field;        /* "name", "tax id", "address", ... */
    const char *level;        /* how far it agrees: "same core", "one typing error", ... */
    int32_t centibits;        /* what that adds: log2 of the odds times 100 */
    tt_str a, b;              /* as written */
    tt_ix member_a, member_b; /* of d->members: whose row says so */
} tt_compared;

/* Words of the two names that were taken for each other; one side absent: a word without a
 * counterpart. */
typedef struct tt_compared_words {
    tt_str a, b;
    uint8_t likeness; /* 0..100 */
    int32_t centibits;
} tt_compared_words;

typedef struct tt_comparison {
    const tt_compared *term;
    size_t n_terms;
    const tt_compared_words *part; /* of the names of the term "name" */
    size_t n_parts;
    int32_t prior, total;      /* centibits; total = prior + all terms */
    int32_t threshold, review; /* joined from threshold on; shown to a person from review on */
    const char *never;         /* NULL, or why resolve did not compare the two */
    const char *veto;          /* NULL, or which fact keeps them apart whatever the total is */
    tt_str veto_a, veto_b;     /* as written */
} tt_comparison;

/**
 * Compare two entities of a resolved case: the best evidence over their members.
 *
 * Rarity of words and the prior are those of the case as it is.
 *
 * @param a,b    entities of *d; not 0.
 * @param arena  holds what *out points to; texts are borrowed from *d too.
 * @complexity   as reading all names of the case: seconds for a million.
 */
TT_MUST_CHECK tt_status tt_resolve_compare(const tt_data *d, const double *param, unsigned threads,
                                           tt_ix a, tt_ix b, tt_arena *arena, tt_comparison *out,
                                           tt_err *err);

#endif
