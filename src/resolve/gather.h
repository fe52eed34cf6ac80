/*
 * gather.h - clusters joined by evidence, the strongest first.
 *
 * @source  Hassanzadeh et al. 2009 (chains of pairs join what is not alike: the mean over both
 *          clusters must speak for the join too).
 */
#ifndef TT_RESOLVE_GATHER_H
#define TT_RESOLVE_GATHER_H

#include "resolve/clusters.h"
#include "resolve/candidates.h"

/* What became of a pair that was compared. */
typedef enum tt_pair_fate {
    TT_FATE_WEAK,      /* below the threshold */
    TT_FATE_CONTACT,   /* nothing but a common office */
    TT_FATE_VETO,      /* a fact keeps the two apart */
    TT_FATE_CHAIN,     /* the clusters as a whole are not alike */
    TT_FATE_AMBIGUOUS, /* one of them could as well be another, which the other is not */
    TT_FATE_JOINED
} tt_pair_fate;

/* A pair with enough evidence to be told about. */
typedef struct tt_evidence {
    uint32_t a, b;         /* clusters as they were before */
    int32_t centibits;     /* without what the veto takes */
    uint32_t rec_a, rec_b; /* that say the strongest */
    uint32_t value;        /* the strongest: of rec_b; 0 = the names */
    uint32_t registry;     /* that two rows of it are two was weighed; 0 = no */
    uint8_t fate;          /* tt_pair_fate */
    bool strong;           /* an identifier is equal */
    bool account;          /* an account is equal */
    bool named;            /* the names speak for it */
    bool abroad;           /* two countries were weighed */
    bool doubled;          /* but for that, it would be sure: see registry */
    bool slip;             /* a typing error in a number was weighed */
    uint8_t field;         /* tt_rs_field of the strongest */
    const char *veto;
    uint32_t veto_a, veto_b, veto_rec_a, veto_rec_b; /* values and who says so */
} tt_evidence;
TT_VEC(tt_evidence_vec, tt_evidence);

/**
 * Compare the pairs; those that reach what is told to people are added to out, which is then sorted
 * by evidence, the strongest first.
 *
 * @param out   released by the caller, also after a failure.
 * @param rows  NULL, or gets the pairs whose evidence says that two rows of a registry are two
 *              parties (tt_evidence.registry): what changes when that weighs otherwise.
 */
TT_MUST_CHECK tt_status tt_evidence_weigh(const tt_world *k, const tt_candidate_vec *pairs,
                                          unsigned threads, tt_evidence_vec *out,
                                          tt_candidate_vec *rows, tt_err *err);

/** Join clusters of c by the evidence, in its order; sets fates. */
TT_MUST_CHECK tt_status tt_gather(const tt_world *k, tt_evidence_vec *v, tt_clusters *c,
                                  tt_err *err);

#endif
