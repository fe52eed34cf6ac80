/*
 * cmd_map.c - a first map file for a source with its own header.
 */
#include "cli/cli.h"

static const tt_opt opts[] = {
    {"out", 'o', TT_OPT_TEXT, TT_OPT_AT(out), "MAP.json", "the map; default: standard output"},
    {"kind", 0, TT_OPT_TEXT, TT_OPT_AT(kind), "KIND",
     "record kind; default: the one that fits best"},
};

static tt_status to_stderr(void *ctx, const char *p, size_t n, tt_err *err)
{
    TT_UNUSED(ctx);
    TT_UNUSED(err);
    (void)fwrite(p, 1, n, stderr);
    return TT_OK;
}

static int run(const tt_args *a, const tt_talk *talk)
{
    tt_err err = {0};
    TT_UNUSED(talk);
    tt_draft_spec spec = {.kind = a->kind, .out = a->out, .map = tt_to_stdout};
    if (!a->quiet)
        spec.table = a->out ? tt_to_stdout : to_stderr;
    tt_status st = tt_map_draft(a->rest[0], &spec, &err);
    return tt_exit_of(st, &err);
}

const tt_command tt_command_map = {
    .name = "map",
    .summary = "draft a map for a file with its own header",
    .usage = "FILE|- [OPTION...]",
    .text =
        "Looks at headers (eight languages) and values of a CSV, NDJSON or JSON file and writes a\n"
        "map for 'ingest --map', with the reasons in its \"notes\", and a table of them to "
        "standard\n"
        "output (to standard error when the map goes there).  Correct the draft before it is "
        "used:\n"
        "what is required and was not found is listed with what to write.",
    .opts = opts,
    .n_opts = TT_LEN(opts),
    .min_rest = 1,
    .max_rest = 1,
    .run = run,
};
