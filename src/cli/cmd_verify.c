/*
 * cmd_verify.c - integrity of a case file, or of the folder that `run` wrote.
 */
#include "cli/cli.h"

#include "base/arena.h"
#include "base/file.h"

static tt_status print_check(void *ctx, const tt_check *check, tt_err *err)
{
    TT_UNUSED(ctx);
    TT_UNUSED(err);
    printf("%-8s %-24s %s\n", check->ok ? "ok" : "FAILED", check->what, check->detail);
    return TT_OK;
}

static int run(const tt_args *a, const tt_talk *talk)
{
    tt_err err = {0};
    tt_arena arena;
    tt_case *c = NULL;
    const char *path = a->rest[0];

    tt_arena_init(&arena, 0);
    bool folder = tt_file_is_dir(path);
    if (folder)
        path = tt_arena_printf(&arena, "%s/case.db", path);
    tt_status st = path ? tt_open_case(path, TT_CASE_READ, a, talk, &c, &err)
                        : tt_fail(&err, TT_ENOMEM, "no room for a path");
    if (st == TT_OK)
        st = tt_case_verify(c, print_check, NULL, &err);
    if (folder && (st == TT_OK || st == TT_EINTEGRITY)) {
        tt_status outputs = tt_case_verify_outputs(c, a->rest[0], print_check, NULL, &err);
        st = st == TT_OK ? outputs : st;
    }
    tt_case_close(c);
    tt_arena_release(&arena);
    return tt_exit_of(st, &err);
}

const tt_command tt_command_verify = {
    .name = "verify",
    .summary = "check a case file, the inputs that it keeps, and the outputs of 'run'",
    .usage = "CASE|OUT",
    .text = "Checks the structure of the file, the kept bytes of every input against their hash, "
            "every\n"
            "row against its own, and the audit chain.  Identifiers that were checked with other "
            "lists of\n"
            "codes than those of this program are not checked again, and it says so.\n"
            "For a folder that 'run' wrote, its reports and networks are made again and compared "
            "byte\n"
            "for byte.  Ends with 4 when a check fails.",
    .min_rest = 1,
    .max_rest = 1,
    .run = run,
};
