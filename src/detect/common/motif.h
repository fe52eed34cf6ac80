/*
 * motif.h - a finding about several payments that pay no goods: documents, parties, the innocent
 * explanations that all motifs share, and words.
 *
 *     tt_motif m;
 *     tt_motif_begin(&m, in, owned);
 *     tt_motif_party(&m, e, "collector") ...; tt_motif_entry(&m, ledger entry) ...
 *     m.w.f.title = ...; tt_draft_measure(&m.w, ...)       the draft is the caller's to fill
 *     return tt_motif_add(&m, p, &limits, out, err);       or tt_motif_drop(&m)
 */
#ifndef TT_DETECT_COMMON_MOTIF_H
#define TT_DETECT_COMMON_MOTIF_H

#include "base/map.h"
#include "detect/common/draft.h"
#include "detect/common/shared.h"

enum { TT_MOTIF_CITED = 200 }; /* documents and parties of one finding, at most */

typedef struct tt_motif_limits {
    double max_p;       /* what chance does more often is not told */
    double small_value; /* base units: what moved less is weakened */
    double explained;   /* what remains of the weight for each explanation that holds in part */
    double most;        /* bans: the weight is at most this */
} tt_motif_limits;

typedef struct tt_motif {
    const tt_detect_in *in;
    const tt_ix *owned; /* of an entity: group by declared owners */
    tt_draft w;
    tt_u32_vec entry; /* of the ledger, all */
    tt_u32_vec party; /* entities, all, each once, in the order of their adding */
    tt_map64 known;   /* of party */
    size_t n_key;     /* the first of them are what the finding is about: its identity; 0 = all */
    int64_t amount;   /* what moved; set it before tt_motif_add */
    double factor;    /* what explanations left of the weight */
    bool tied; /* the detector looks for ties, and judges groups itself: owners take nothing off */
} tt_motif;

/** Groups by declared owners, for tt_motif_begin. */
TT_MUST_CHECK tt_status tt_motif_owners(const tt_detect_in *in, double owner_df, const tt_ix **out,
                                        tt_err *err);

void tt_motif_begin(tt_motif *m, const tt_detect_in *in, const tt_ix *owned);
void tt_motif_party(tt_motif *m, tt_ix entity, const char *role);
void tt_motif_entry(tt_motif *m, uint32_t entry);
/** Forget it. */
void tt_motif_drop(tt_motif *m);

/** True when declared owners connect all parties: what moves inside a group is not told. */
bool tt_motif_is_group(const tt_motif *m);

/** An explanation that holds in part takes its share off the weight; it is told either way. */
void tt_motif_test(tt_motif *m, const char *test, bool holds, const char *detail, double explained);

/** Whether money of others passes through the party because it sells for them (industry.h). */
void tt_motif_test_agent(tt_motif *m, tt_ix party, double explained);

/**
 * Weight and p, the shared tests (declared ownership, goods of others, unmatched trade, small
 * value), the key, and hand over.
 */
TT_MUST_CHECK tt_status tt_motif_add(tt_motif *m, double p, const tt_motif_limits *limits,
                                     tt_findings *out, tt_err *err);

/** Notes on completeness that all motifs share: what was left out as explained by a group. */
typedef struct tt_motif_count {
    uint64_t n;
    int64_t value;
} tt_motif_count;
void tt_motif_count_one(tt_motif_count *c, int64_t value);
TT_MUST_CHECK tt_status tt_motif_note_groups(const tt_detect_in *in, const char *id, const char *of,
                                             tt_motif_count c, tt_findings *out, tt_err *err);

/* --- words --- */

/** "Acme (DE)", the name cut at 60 bytes. */
const char *tt_say_party(tt_draft *w, tt_ix entity);
/** At most `max` of n parties, then "and n more". */
const char *tt_say_parties(tt_draft *w, const tt_ix *entity, size_t n, size_t max);
/** The same of the motif's parties from the `from`-th on. */
const char *tt_motif_say_parties(tt_motif *m, size_t from, size_t max);
/** "Acme (DE) to Moon (AE) USD 1.00 on 2024-01-05 (P1)". */
const char *tt_motif_say_entry(tt_motif *m, uint32_t entry);
/** The day of an entry. */
tt_date tt_motif_day(const tt_motif *m, uint32_t entry);
/** A sum in base units as minor units. */
int64_t tt_motif_minor(const tt_data *d, double major);

#endif
