/* log.h - talk and progress go up through callbacks; the library itself is silent. */
#ifndef TT_BASE_LOG_H
#define TT_BASE_LOG_H

#include "base/base.h"
#include "tradetrace/talk.h"

/** A line for whoever listens, cut to 1023 bytes; nothing when talk or its callback is NULL.
 * Ids and places, not names, accounts or amounts. */
void tt_log(const tt_talk *talk, tt_log_level level, const char *stage, const char *fmt, ...)
    TT_PRINTF(4, 5);
/** A part of a stage begins, or has ended; from any thread.  Nothing when nobody listens. */
void tt_part_of(const tt_talk *talk, const char *stage, const char *part, bool ended);
/** How far a stage is, in units of its own.  Calls the callback each time: the caller sees to it
 * that this is at most ten times a second.
 * @return  TT_ECANCELED ("canceled during 'stage'") when the callback said so, else TT_OK. */
TT_MUST_CHECK tt_status tt_progress(const tt_talk *talk, const char *stage, uint64_t done,
                                    uint64_t total, tt_err *err);

#endif
