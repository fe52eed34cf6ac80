/* reference.h - tables that a case brings: kept as settings "reference.<table>". */
#ifndef TT_APP_REFERENCE_H
#define TT_APP_REFERENCE_H

#include "app/case_impl.h"

/** Read those of the case into c->reference, in c->own. */
TT_MUST_CHECK tt_status tt_case_reference_load(tt_case *c, tt_err *err);
/** Names and texts, in the order of tt_reftab; nothing when there are none. */
void tt_reference_hash(const tt_reference *r, tt_hasher *h);

#endif
