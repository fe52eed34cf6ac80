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
    const char *stage;     /* that is running */
    struct timespec start; /* of it */
    uint64_t rows;         /* read in it */
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

/* One write for a line: threads do not break each other's. */
static void end_line(tt_jw *w)
{
    tt_jw_object_end(w);
    if (tt_jw_end(w, NULL) == TT_OK)
        fwrite(w->buf.p, 1, w->buf.n, stderr);
    tt_jw_release(w);
}

static void log_json(const char *level, const char *stage, const char *text)
{
    tt_jw w;
    tt_jw_init(&w, NULL, true);
    tt_jw_object(&w);
    tt_jw_kz(&w, "level", level);
    if (stage)
        tt_jw_kz(&w, "stage", stage);
    tt_jw_kz(&w, "message", text);
    end_line(&w);
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

/* --- what parts of a stage cost --- */

static double seconds_of(clockid_t clock)
{
    struct timespec t;
    return clock_gettime(clock, &t) == 0 ? (double)t.tv_sec + (double)t.tv_nsec * 1e-9 : 0;
}

/* A line of JSON for each part that has ended: what its thread was busy for, and how long it took.
 * A thread has one part at a time. */
static void part_line(void *ctx, const char *stage, const char *part, bool ended)
{
    static _Thread_local double busy, since;
    TT_UNUSED(ctx);
    if (!ended) {
        busy = seconds_of(CLOCK_THREAD_CPUTIME_ID);
        since = seconds_of(CLOCK_MONOTONIC);
        return;
    }
    tt_jw w;
    tt_jw_init(&w, NULL, true);
    tt_jw_object(&w);
    tt_jw_kz(&w, "level", level_text[TT_LOG_INFO]);
    tt_jw_kz(&w, "stage", stage);
    tt_jw_kz(&w, "part", part);
    tt_jw_kdouble(&w, "cpu_seconds", seconds_of(CLOCK_THREAD_CPUTIME_ID) - busy, 6);
    tt_jw_kdouble(&w, "seconds", seconds_of(CLOCK_MONOTONIC) - since, 6);
    end_line(&w);
}

/* --- progress --- */

static double seconds_since(const struct timespec *then, const struct timespec *now)
{
    return (double)(now->tv_sec - then->tv_sec) + (double)(now->tv_nsec - then->tv_nsec) / 1e9;
}

/* Ten times a second is enough for an eye. */
static bool too_soon(const struct timespec *now)
{
    if (talk_state.shown && seconds_since(&talk_state.last, now) < 0.1)
        return true;
    talk_state.last = *now;
    return false;
}

static void start_stage(const char *stage, const struct timespec *now)
{
    if (talk_state.stage && strcmp(talk_state.stage, stage) == 0)
        return;
    talk_state.stage = stage;
    talk_state.start = *now;
    talk_state.rows = 0;
}

/* "12.3 MB" */
static void bytes_text(uint64_t n, char out[24])
{
    static const char *const units[] = {"B", "kB", "MB", "GB", "TB"};
    size_t u = 0;
    uint64_t tenths = n * 10;
    for (; tenths >= 10000 && u + 1 < TT_LEN(units); u++)
        tenths /= 1000;
    if (u == 0)
        (void)snprintf(out, 24, "%llu B", (unsigned long long)n);
    else
        (void)snprintf(out, 24, "%llu.%llu %s", (unsigned long long)tenths / 10,
                       (unsigned long long)tenths % 10, units[u]);
}

static void time_text(double seconds, char out[24])
{
    unsigned long long s = seconds > 0 && seconds < 1e9 ? (unsigned long long)seconds : 0;
    (void)snprintf(out, 24, "%llu:%02llu:%02llu", s / 3600, s / 60 % 60, s % 60);
}

/* "ingest [#####.....] 45%  1.2 GB of 2.6 GB  84213 rows/s  0:00:31 left" */
static void
bar_text(const char *stage, uint64_t done, uint64_t total, double seconds, char text[LINE + 1])
{
    enum { BAR = 16 };
    char bar[BAR + 1], at[24], all[24], left[24] = "", rate[32] = "";
    int percent = (int)(100 * ((double)done / (double)total));
    for (int i = 0; i < BAR; i++)
        bar[i] = i * 100 < percent * BAR ? '#' : '.';
    bar[BAR] = '\0';
    bytes_text(done, at);
    bytes_text(total, all);
    if (seconds >= 1 && talk_state.rows)
        (void)snprintf(rate, sizeof rate, "  %llu rows/s",
                       (unsigned long long)((double)talk_state.rows / seconds));
    if (seconds >= 1 && done > 0)
        time_text(seconds * ((double)(total - done) / (double)done), left);
    if (snprintf(text, LINE + 1, "%s [%s] %d%%  %s of %s%s%s%s", stage, bar, percent, at, all, rate,
                 left[0] ? "  left " : "", left) > LINE)
        text[LINE] = '\0'; /* a terminal shows no more */
}

/* Stages that count bytes; the others count things of their own. */
static bool counts_bytes(const char *stage)
{
    return strcmp(stage, "ingest") == 0 || strcmp(stage, "unpack") == 0;
}

static void on_rows(void *ctx, uint64_t n)
{
    TT_UNUSED(ctx);
    talk_state.rows = n;
}

static bool progress_line(void *ctx, const char *stage, uint64_t done, uint64_t total)
{
    char text[LINE + 1];
    struct timespec now;
    TT_UNUSED(ctx);
    if (interrupted)
        return false;
    if (!talk_state.progress || clock_gettime(CLOCK_MONOTONIC, &now) != 0)
        return true;
    start_stage(stage, &now);
    if (too_soon(&now))
        return true;
    if (total && counts_bytes(stage))
        bar_text(stage, TT_MIN(done, total), total, seconds_since(&talk_state.start, &now), text);
    else if (total)
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
    *talk = (tt_talk){.log = log_line, .progress = progress_line, .rows = on_rows};
    if (talk_state.json && !a->quiet)
        talk->part = part_line;

    memset(&act, 0, sizeof(act));
    act.sa_handler = on_signal;
    bool fine = sigaction(SIGINT, &act, NULL) == 0 && sigaction(SIGTERM, &act, NULL) == 0;
    act.sa_handler = SIG_IGN; /* a limit on the size of files is a write that fails */
    return fine && sigaction(SIGXFSZ, &act, NULL) == 0;
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
