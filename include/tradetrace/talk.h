/* talk.h - what the library says while it works.  It never prints by itself. */
#ifndef TRADETRACE_TALK_H
#define TRADETRACE_TALK_H

#include <stdbool.h>
#include <stdint.h>

typedef enum tt_log_level { TT_LOG_ERROR, TT_LOG_WARN, TT_LOG_INFO, TT_LOG_DEBUG } tt_log_level;

/* All-zero is silence. */
typedef struct tt_talk {
    void *ctx;
    /* One line without a line end: ids and places, never names, accounts or amounts. */
    void (*log)(void *ctx, tt_log_level level, const char *stage, const char *text);
    /* At most ten times a second; total 0 = unknown.  false cancels at the next safe point. */
    bool (*progress)(void *ctx, const char *stage, uint64_t done, uint64_t total);
    /* Before progress of the stage "ingest": rows read so far.  May be NULL. */
    void (*rows)(void *ctx, uint64_t n);
    /* A part of a stage ("route.circuitous" of "detect") begins, or has ended, on the thread that
     * calls; several threads may call at once.  Whoever has a clock can tell what each part costs.
     * May be NULL. */
    void (*part)(void *ctx, const char *stage, const char *part, bool ended);
} tt_talk;

#endif
