/*
 * candidates.h - which clusters are worth comparing: those that share a rare word, or what sounds
 * like one, an identifier, an account, an address, a telephone.
 *
 * @source  Papadakis et al. 2016 (token blocking with weights; of each name the best are kept).
 */
#ifndef TT_RESOLVE_CANDIDATES_H
#define TT_RESOLVE_CANDIDATES_H

#include "resolve/score.h"

/* The clusters that are looked at, and what is known of each. */
typedef struct tt_world {
    const tt_rs *w;
    tt_values values;
    tt_cards cards;
    tt_scorer scorer;
    uint32_t *of; /* per record: cluster */
} tt_world;

/* What was left out because a limit was reached. */
typedef struct tt_pair_limits {
    uint64_t words;   /* keys that more names share than max_names_per_word */
    uint64_t names;   /* names that had more candidates than max_candidates */
    uint64_t values;  /* values that more clusters share than are compared with each other */
    uint64_t spelled; /* clusters of which not all spellings are compared */
    uint64_t pairs;   /* pairs of one spelling that were not compared */
} tt_pair_limits;

/* --- postings.c: an inverted index over the words of names --- */

/* A name, for all that share its core. */
typedef struct tt_index {
    const tt_rs *w;
    uint32_t n;        /* cores */
    uint32_t *surface; /* per core: its first spelling; UINT32_MAX = of no record */
    uint32_t *first;   /* per core: its postings are first[c] .. first[c + 1] - 1 */
    uint32_t *group;   /* per posting: where the names with its key begin in at */
    uint16_t *weight;  /* per posting: centibits */
    uint32_t *at;      /* cores by key, ascending in each group */
    uint64_t dropped;  /* keys of too many */
} tt_index;

/** @param a  holds a part of the index; the rest goes with tt_index_release.
 * @complexity  O(names * words). */
TT_MUST_CHECK tt_status tt_index_build(const tt_rs *w, tt_arena *a, tt_index *out, tt_err *err);

void tt_index_release(tt_index *x);
/** What two cores share that few names have, in centibits: those below min_shared_bits are not
 * compared.  @complexity  O(keys of the one * keys of the other). */
uint32_t tt_index_shared(const tt_index *x, uint32_t a, uint32_t b);

/* Two cores whose names are alike. */
typedef struct tt_alike {
    uint32_t a, b; /* a < b */
} tt_alike;
TT_VEC(tt_alike_vec, tt_alike);

/**
 * Of each name those that share most with it, when their names speak for each other.
 *
 * @param out    released by the caller.
 * @param names  names with more candidates than are looked at.
 * @complexity   O(sum over names of postings of its keys, each at most max_names_per_word).
 */
TT_MUST_CHECK tt_status tt_index_alike(const tt_index *x, const tt_scorer *s, unsigned threads,
                                       tt_alike_vec *out, uint64_t *names, tt_err *err);

/* --- candidates.c: pairs of clusters --- */

/* A pair to compare; the names that brought it together, or none. */
typedef struct tt_candidate {
    uint32_t a, b;                 /* a < b */
    uint32_t surface_a, surface_b; /* UINT32_MAX: by a value */
    uint32_t rec_a, rec_b;         /* that have the spellings */
} tt_candidate;
TT_VEC(tt_candidate_vec, tt_candidate);

/** Pairs of clusters, each once, sorted.  @param out  released by the caller. */
TT_MUST_CHECK tt_status tt_candidates_find(const tt_world *k, const tt_alike_vec *alike,
                                           tt_candidate_vec *out, tt_pair_limits *limits,
                                           tt_err *err);

#endif
