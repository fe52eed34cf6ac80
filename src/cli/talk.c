/*
 * talk.c - log lines and progress on standard error; interrupts.
 */
#include "cli/cli.h"

#include <signal.h>
#include <unistd.h>

#include "base/json_write.h"
#include "base/str.h"

enum { LINE = 79 };

static struct {
    bool quiet, json, progress, shown;
    struct timespec last;
} talk_state;

static volatile sig_atomic_t interrupted;

static void on_signal(int sig)
{
    TT_UNUSED(sig);
    interrupted = 1;
}

void tt_talk_quiet(void)
{
    if (talk_state.shown)
        fprintf(stderr, "\r%*s\r", LINE, "");
    talk_state.shown = false;
}

static const char *const level_text[] = {"error", "warning", "info", "debug"};

static void log_json(const char *level, const char *stage, const char *text)
{
    tt_jw w;
    tt_jw_init(&w, NULL, true);
    tt_jw_object(&w);
    tt_jw_kz(&w, "level", level);
    if (stage)
        tt_jw_kz(&w, "stage", stage);
    tt_jw_kz(&w, "message", text);
    tt_jw_object_end(&w);
    if (tt_jw_end(&w, NULL) == TT_OK)
        fwrite(w.buf.p, 1, w.buf.n, stderr);
    tt_jw_release(&w);
}

static void log_line(void *ctx, tt_log_level level, const char *stage, const char *text)
{
    TT_UNUSED(ctx);
    if (level == TT_LOG_DEBUG || (talk_state.quiet && level != TT_LOG_ERROR))
        return;
    tt_talk_quiet();
    if (talk_state.json)
        log_json(level_text[level], stage, text);
    else if (level == TT_LOG_INFO)
        fprintf(stderr, "%s: %s\n", stage, text);
    else
        fprintf(stderr, "tradetrace: %s: %s: %s\n", level_text[level], stage, text);
}

/* Ten times a second is enough for an eye. */
static bool too_soon(void)
{
    struct timespec now;
    if (clock_gettime(CLOCK_MONOTONIC, &now) != 0)
        return false;
    long ms = (now.tv_sec - talk_state.last.tv_sec) * 1000 +
              (now.tv_nsec - talk_state.last.tv_nsec) / 1000000;
    if (talk_state.shown && ms < 100)
        return true;
    talk_state.last = now;
    return false;
}

static bool progress_line(void *ctx, const char *stage, uint64_t done, uint64_t total)
{
    char text[LINE + 1];
    TT_UNUSED(ctx);
    if (interrupted)
        return false;
    if (!talk_state.progress || too_soon())
        return true;
    if (total)
        snprintf(text, sizeof(text), "%s: %llu of %llu", stage, (unsigned long long)done,
                 (unsigned long long)total);
    else if (done)
        snprintf(text, sizeof(text), "%s: %llu", stage, (unsigned long long)done);
    else
        snprintf(text, sizeof(text), "%s ...", stage);
    fprintf(stderr, "\r%-*s", LINE, text);
    fflush(stderr);
    talk_state.shown = true;
    return true;
}

bool tt_talk_start(const tt_args *a, tt_talk *talk)
{
    struct sigaction act;
    tt_str progress = tt_str_of(a->progress);

    talk_state.quiet = a->quiet;
    talk_state.json = tt_str_is(tt_str_of(a->log_format), "json");
    talk_state.progress = !a->quiet && (tt_str_is(progress, "always") ||
                                        (!tt_str_is(progress, "never") && isatty(STDERR_FILENO)));
    *talk = (tt_talk){.log = log_line, .progress = progress_line};

    memset(&act, 0, sizeof(act));
    act.sa_handler = on_signal;
    return sigaction(SIGINT, &act, NULL) == 0 && sigaction(SIGTERM, &act, NULL) == 0;
}

int tt_exit_of(tt_status st, const tt_err *err)
{
    static const int exits[] = {
        [TT_OK] = TT_EXIT_DONE,
        [TT_EUSAGE] = TT_EXIT_USAGE,
        [TT_EIO] = TT_EXIT_RESOURCES,
        [TT_EFORMAT] = TT_EXIT_USAGE,
        [TT_EDB] = TT_EXIT_INTEGRITY,
        [TT_ELIMIT] = TT_EXIT_RESOURCES,
        [TT_ENOMEM] = TT_EXIT_RESOURCES,
        [TT_ECANCELED] = TT_EXIT_INTERRUPTED,
        [TT_EINTERNAL] = TT_EXIT_RESOURCES,
        [TT_EINTEGRITY] = TT_EXIT_INTEGRITY,
        [TT_ENOTFOUND] = TT_EXIT_USAGE,
        [TT_EREJECTS] = TT_EXIT_REJECTS,
    };
    if (st == TT_OK)
        return TT_EXIT_DONE;
    tt_talk_quiet();
    const char *text = err && err->text[0] ? err->text : tt_status_text(st);
    if (talk_state.json)
        log_json("error", NULL, text);
    else
        fprintf(stderr, "tradetrace: %s\n", text);
    return (size_t)st < TT_LEN(exits) ? exits[st] : TT_EXIT_RESOURCES;
}
