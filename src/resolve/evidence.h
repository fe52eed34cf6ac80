/* evidence.h - the second stage: from exact keys to evidence, and what was nearly joined. */
#ifndef TT_RESOLVE_EVIDENCE_H
#define TT_RESOLVE_EVIDENCE_H

#include "resolve/gather.h"

/* What the stage found. */
typedef struct tt_gathered {
    tt_evidence_vec evidence; /* pairs that are told about, the strongest first */
    tt_values values;         /* in w->a */
    tt_pair_limits limits;
    uint64_t n_pairs; /* compared */
} tt_gathered;

/** Join clusters of c by evidence, and say of each join what it rests on.
 * @param out  after failure too: tt_gathered_release. */
TT_MUST_CHECK tt_status tt_resolve_by_evidence(const tt_rs *w, tt_clusters *c, unsigned threads,
                                               tt_gathered *out, tt_err *err);
void tt_gathered_release(tt_gathered *f);

/** Fill d->nears from what was found; entities are known.  @param cut  pairs that were left out. */
TT_MUST_CHECK tt_status tt_nears_write(const tt_rs *w, const tt_gathered *f, uint64_t *cut,
                                       tt_err *err);

#endif
