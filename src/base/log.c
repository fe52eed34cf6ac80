/*
 * log.c - talk goes up; nothing is printed here.
 */
#include "base/log.h"

#include <stdarg.h>
#include <stdio.h>

void tt_log(const tt_talk *talk, tt_log_level level, const char *stage, const char *fmt, ...)
{
    if (!talk || !talk->log)
        return;
    char text[1024];
    va_list ap;
    va_start(ap, fmt);
    int n = vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    if (n >= 0)
        talk->log(talk->ctx, level, stage, text);
}

void tt_part_of(const tt_talk *talk, const char *stage, const char *part, bool ended)
{
    if (talk && talk->part)
        talk->part(talk->ctx, stage, part, ended);
}

tt_status
tt_progress(const tt_talk *talk, const char *stage, uint64_t done, uint64_t total, tt_err *err)
{
    if (!talk || !talk->progress || talk->progress(talk->ctx, stage, done, total))
        return TT_OK;
    return tt_fail(err, TT_ECANCELED, "canceled during '%s'", stage);
}
