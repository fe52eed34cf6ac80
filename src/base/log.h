/* log.h - talk and progress go up through callbacks; the library itself is silent. */
#ifndef TT_BASE_LOG_H
#define TT_BASE_LOG_H

#include "base/base.h"
#include "tradetrace/talk.h"

/** talk may be NULL. */
void tt_log(const tt_talk *talk, tt_log_level level, const char *stage, const char *fmt, ...)
    TT_PRINTF(4, 5);
/** @return TT_ECANCELED when the callback said so, else TT_OK. */
TT_MUST_CHECK tt_status tt_progress(const tt_talk *talk, const char *stage, uint64_t done,
                                    uint64_t total, tt_err *err);

#endif
