/* completeness.h - what the stages before detection left out, told in the report. */
#ifndef TT_APP_COMPLETENESS_H
#define TT_APP_COMPLETENESS_H

#include "app/case_impl.h"
#include "tradetrace/analyze.h"

/** Keep in the case what a stage, resolve or match, has counted. */
TT_MUST_CHECK tt_status tt_case_limits_keep(tt_case *c, tt_stage stage, tt_err *err);
/** Keep, and read, how often the registries of the case were seen to repeat a party. */
TT_MUST_CHECK tt_status tt_case_doubles_keep(tt_case *c, tt_err *err);
TT_MUST_CHECK tt_status tt_case_doubles_read(tt_case *c, tt_err *err);
/** Add notes to c->results, after detection: references that joined nothing, limits of match and
 * resolve, the share of each feed. */
TT_MUST_CHECK tt_status tt_case_note(tt_case *c, tt_err *err);

#endif
