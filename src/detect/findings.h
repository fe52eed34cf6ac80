/*
 * findings.h - what detectors have handed over, before the runner ranks it; for the runner only.
 */
#ifndef TT_DETECT_FINDINGS_H
#define TT_DETECT_FINDINGS_H

#include "base/vec.h"
#include "detect/detect.h"

TT_VEC(tt_finding_vec, tt_finding);
TT_VEC(tt_completeness_vec, tt_completeness);

/* One detector's output, in the order of adding.  Contents are copies in `arena`. */
struct tt_findings {
    const tt_data *data; /* to sort documents and check references */
    tt_arena arena;
    tt_finding_vec found;
    tt_completeness_vec limits;
};

void tt_findings_init(tt_findings *fs, const tt_data *d);
void tt_findings_release(tt_findings *fs);

/** Deep copies into a.  @return TT_OK or TT_ENOMEM (*out unchanged). */
TT_MUST_CHECK tt_status tt_finding_copy(const tt_finding *f, tt_arena *a, tt_finding *out,
                                        tt_err *err);
TT_MUST_CHECK tt_status tt_completeness_copy(const tt_completeness *c, tt_arena *a,
                                             tt_completeness *out, tt_err *err);
/** By (what, limit, reached, effect). */
int tt_completeness_cmp(const tt_completeness *a, const tt_completeness *b);

/**
 * Identity: SHA-256/128 of the detector's id, then of the key where the detector gave one, else of
 * the sorted (entity id, role) and the sorted (document id, row) that it cites.
 *
 * @param scratch  holds the sorted copies.
 * @complexity     O(k log k) for k entities and documents.
 */
TT_MUST_CHECK tt_status tt_finding_id(const tt_data *d, const char *detector, const tt_finding *f,
                                      tt_arena *scratch, tt_hash *out, tt_err *err);

#endif
