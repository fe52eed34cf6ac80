/*
 * common.c - what several commands do: open a case with its settings, take files in, judge the
 * outcome.
 */
#include "cli/cli.h"

#include "base/arena.h"
#include "base/file.h"
#include "base/num.h"
#include "base/str.h"

/* NAME=VALUE; the text belongs to the command line, so the '=' is cut in a copy. */
static tt_status apply_set(tt_case *c, const char *text, tt_err *err)
{
    tt_arena a;
    size_t eq = tt_str_find(tt_str_of(text), TT_STR("="), 0);
    if (eq == SIZE_MAX)
        return tt_fail(err, TT_EUSAGE, "--set wants NAME=VALUE, not '%s'", text);
    tt_arena_init(&a, 0);
    tt_str name = tt_arena_str(&a, tt_str_sub(tt_str_of(text), 0, eq));
    tt_status st = name.p ? tt_case_set(c, name.p, text + eq + 1, err)
                          : tt_fail(err, TT_ENOMEM, "no room for a setting");
    tt_arena_release(&a);
    return st;
}

static tt_status enable(tt_case *c, tt_str code, bool on, tt_err *err)
{
    tt_arena a;
    tt_arena_init(&a, 0);
    const char *name = tt_arena_printf(&a, "%.*s.enabled", TT_STR_ARG(code));
    tt_status st = name ? tt_case_set(c, name, on ? "1" : "0", err)
                        : tt_fail(err, TT_ENOMEM, "no room for a setting");
    tt_arena_release(&a);
    return st;
}

static tt_status disable_all(void *ctx, const char *code, tt_err *err)
{
    return enable(ctx, tt_str_of(code), false, err);
}

static tt_status each_code(tt_case *c, const char *list, bool on, tt_err *err)
{
    tt_str rest = tt_str_of(list), code;
    while (tt_str_split(&rest, ',', &code))
        if (tt_str_trim(code).n)
            TT_TRY(enable(c, tt_str_trim(code), on, err));
    return TT_OK;
}

static tt_status apply_config(tt_case *c, const char *path, tt_err *err)
{
    tt_file f;
    if (!tt_file_exists(path))
        return tt_fail(err, TT_ENOTFOUND, "no such file: '%s'", path);
    TT_TRY(tt_file_open(path, 1u << 24, &f, err));
    tt_status st = tt_case_configure(c, f.bytes.p, f.bytes.n, err);
    tt_file_close(&f);
    return st;
}

static tt_status apply_args(tt_case *c, const tt_args *a, tt_err *err)
{
    if (a->config)
        TT_TRY(apply_config(c, a->config, err));
    if (a->reference)
        TT_TRY(tt_case_reference(c, &a->reference, 1, err));
    for (size_t i = 0; i < a->n_sets; i++)
        TT_TRY(apply_set(c, a->sets[i], err));
    if (a->as_of)
        TT_TRY(tt_case_set(c, "as_of", a->as_of, err));
    if (a->seed)
        TT_TRY(tt_case_set(c, "seed", a->seed, err));
    if (a->only) {
        TT_TRY(tt_detectors_each(disable_all, c, err));
        TT_TRY(each_code(c, a->only, true, err));
    }
    return a->skip ? each_code(c, a->skip, false, err) : TT_OK;
}

tt_status tt_open_case(const char *path, tt_case_mode mode, const tt_args *a, const tt_talk *talk,
                       tt_case **out, tt_err *err)
{
    unsigned threads = 0;
    bool was_there = tt_file_exists(path);
    TT_TRY(tt_args_count("threads", a->threads, 0, 64, &threads, err));
    TT_TRY(tt_case_open(path, mode, talk, out, err));
    tt_case_threads(*out, threads);
    tt_status st = apply_args(*out, a, err);
    if (st != TT_OK) {
        tt_case_close(*out);
        *out = NULL;
        if (mode == TT_CASE_CREATE && !was_there)
            (void)remove(path); /* made for nothing: a setting was wrong */
    }
    return st;
}

tt_status tt_to_stdout(void *ctx, const char *p, size_t n, tt_err *err)
{
    TT_UNUSED(ctx);
    tt_talk_quiet();
    if (fwrite(p, 1, n, stdout) != n || fflush(stdout) != 0)
        return tt_fail(err, TT_EIO, "cannot write to standard output");
    return TT_OK;
}

/* --- judging --- */

static bool parse_max_rejects(const char *text, double *limit, bool *percent)
{
    tt_str s = tt_str_of(text);
    *percent = tt_str_ends(s, TT_STR("%"));
    if (*percent)
        s.n--;
    return tt_parse_double(s, limit) && *limit >= 0;
}

bool tt_valid_max_rejects(const tt_args *a)
{
    double limit = 0;
    bool percent = false;
    if (!a->max_rejects || parse_max_rejects(a->max_rejects, &limit, &percent))
        return true;
    fprintf(stderr, "tradetrace: --max-rejects must be a number or a percentage, not '%s'\n",
            a->max_rejects);
    return false;
}

int tt_check_rejects(const tt_args *a, const tt_tally *t)
{
    double limit = 0;
    bool percent = false;
    if (t->n_read && t->n_rejected == t->n_read) {
        fprintf(stderr, "tradetrace: all %llu rows were rejected\n", (unsigned long long)t->n_read);
        return TT_EXIT_REJECTS;
    }
    if (!a->max_rejects || !parse_max_rejects(a->max_rejects, &limit, &percent))
        return TT_EXIT_DONE;
    if (percent)
        limit *= (double)t->n_read / 100;
    if ((double)t->n_rejected <= limit)
        return TT_EXIT_DONE;
    fprintf(stderr, "tradetrace: %llu of %llu rows rejected, --max-rejects is %s\n",
            (unsigned long long)t->n_rejected, (unsigned long long)t->n_read, a->max_rejects);
    return TT_EXIT_REJECTS;
}

tt_status tt_check_fail_on(tt_case *c, const tt_args *a, int *exit_status, tt_err *err)
{
    double limit = 0, heaviest = 0;
    uint64_t n = 0;
    if (!a->fail_on)
        return TT_OK;
    if (!tt_parse_double(tt_str_of(a->fail_on), &limit))
        return tt_fail(err, TT_EUSAGE, "--fail-on must be a number, not '%s'", a->fail_on);
    TT_TRY(tt_case_heaviest(c, &heaviest, &n, err));
    if (n && heaviest >= limit)
        *exit_status = TT_EXIT_FINDINGS;
    return TT_OK;
}
