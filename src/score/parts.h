/*
 * parts.h - what the files of this folder share.  Private to src/score.
 *
 * Weights are log10 of e-values ("bans") throughout.  Entities are 1..n of tt_data.
 */
#ifndef TT_SCORE_PARTS_H
#define TT_SCORE_PARTS_H

#include "base/vec.h"
#include "detect/common/links.h"
#include "detect/common/pair_odds.h"
#include "graph/community.h"
#include "score/score.h"

enum tt_score_param {
    P_PRIOR,
    P_TEMPER,
    P_FLOOR,
    P_FAMILY_CAP,
    P_CONTEXT_CAP,
    P_ACCOUNT,
    P_PHONE,
    P_EMAIL,
    P_ADDRESS,
    P_DIRECTOR,
    P_OWNER,
    P_DF_MAX,
    P_MONEY_DAYS,
    P_MONEY_LOW,
    P_MONEY_HIGH,
    P_MONEY_MIN,
    P_MONEY_CAP,
    P_PAYER,
    P_PAYER_DF,
    P_PAIR_SHARED,
    P_PAIR_EXCLUSIVE,
    P_PAIR_SHARE,
    P_PAIR_NEW,
    P_PAIR_NEW_DAYS,
    P_PAIR_OLD,
    P_PAIR_OLD_DAYS,
    P_HUB_DEGREE,
    P_HUB_SHARE,
    P_RESOLUTION_LOW,
    P_RESOLUTION_MIDDLE,
    P_RESOLUTION_HIGH,
    P_RUNS,
    P_TOGETHER,
    P_CORE,
    P_ASSOCIATION_SEED,
    P_ASSOCIATION_CAP,
    P_TOP_SHARE,
    P_TOP_MIN,
    P_DRAWS,
    P_COHESION_CAP,
    P_COUNT
};

/* Two entities, and what ties them.  Sorted by (a, b), each pair once. */
typedef struct tt_tie {
    tt_ix a, b;     /* a < b */
    double found;   /* from findings that name both */
    double soft;    /* from what they share and pay: not from findings */
    uint32_t count; /* attributes, channels of money and payers that tie them */
} tt_tie;

typedef struct tt_score_work {
    const tt_data *d;
    const tt_graph *g;
    const double *param;
    uint64_t seed;
    unsigned threads;
    const tt_talk *talk;
    tt_arena *a;   /* results */
    tt_arena *tmp; /* gone when tt_score returns */
    tt_results *r;

    tt_links links;
    tt_pairs pairs;
    tt_pair_odds odds;
    tt_ix *group;       /* of entities that share something other than a declared owner */
    tt_ix *owned;       /* of entities with a declared owner in common */
    uint32_t *degree;   /* of an entity: different counterparties in flows */
    uint32_t *activity; /* of an entity: flows */
    uint8_t *hub;       /* 1: conducts nothing */
    double *weight;     /* of finding 1..n: with what its pair adds */
    unsigned *family;   /* of finding 1..n */
    double *own;        /* of an entity: from its findings alone */
    tt_tie *ties;
    size_t n_ties;
    uint32_t *tie_off, *tie_at; /* ties of an entity; n_entities + 2 offsets */
} tt_score_work;

tt_status tt_score_no_room(tt_err *err);

/* hubs.c: degree, activity, hub, and a note on completeness. */
TT_MUST_CHECK tt_status tt_score_hubs(tt_score_work *w, tt_err *err);
/* weights.c: family, weight; then own and r->entity_weight; then what neighbours add. */
TT_MUST_CHECK tt_status tt_score_findings(tt_score_work *w, tt_err *err);
TT_MUST_CHECK tt_status tt_score_entities(tt_score_work *w, tt_err *err);
TT_MUST_CHECK tt_status tt_score_association(tt_score_work *w, tt_err *err);
/* What these findings say of one party.  O(their parties). */
double tt_score_of(const tt_score_work *w, const tt_ix *findings, size_t n, tt_ix entity);
/* ties.c and money.c: ties of the evidence graph. */
TT_MUST_CHECK tt_status tt_score_ties(tt_score_work *w, tt_err *err);

/* One thing that ties two entities, before they are added up. */
typedef struct tt_strand {
    tt_ix a, b;
    unsigned kind; /* tt_strand_kind, or TT_STRAND_FAMILY + family */
    double weight;
} tt_strand;
enum { TT_STRAND_MONEY = TT_ATTR_COUNT, TT_STRAND_PAYER, TT_STRAND_FAMILY };
TT_VEC(tt_strand_vec, tt_strand);
/** Nothing when one of them is 0 or a hub, or they are one. */
TT_MUST_CHECK tt_status tt_score_strand(const tt_score_work *w, tt_strand_vec *v, tt_ix x, tt_ix y,
                                        unsigned kind, double weight, tt_err *err);
TT_MUST_CHECK tt_status tt_score_money(const tt_score_work *w, tt_strand_vec *v, tt_err *err);
TT_MUST_CHECK tt_status tt_score_payers(const tt_score_work *w, tt_strand_vec *v, tt_err *err);

/* communities.c: r->communities, r->entity_community. */
TT_MUST_CHECK tt_status tt_score_communities(tt_score_work *w, tt_err *err);
/* syndicates.c: members, findings, ids and stability of r->syndicates, in no order yet. */
TT_MUST_CHECK tt_status tt_score_syndicates(tt_score_work *w, tt_err *err);
/* judge.c: log10_e, score, p_value; then order, ranks and finding.syndicate. */
TT_MUST_CHECK tt_status tt_score_judge(tt_score_work *w, tt_err *err);
/* tell.c: roles, value shift, period, narrative. */
TT_MUST_CHECK tt_status tt_score_tell(tt_score_work *w, tt_err *err);

#endif
