/*
 * cmd_show.c - a document's rows as they were read.
 */
#include "cli/cli.h"

#include "base/str.h"

static const tt_opt opts[] = {
    {"format", 0, TT_OPT_TEXT, TT_OPT_AT(format), "text|json", "default: text"},
};

static int run(const tt_args *a, const tt_talk *talk)
{
    tt_err err = {0};
    tt_case *c = NULL;
    tt_str format = tt_str_of(a->format);
    bool json = tt_str_is(format, "json");

    if (format.p && !json && !tt_str_is(format, "text")) {
        fprintf(stderr, "tradetrace: --format must be text or json, not '%s'\n", a->format);
        return TT_EXIT_USAGE;
    }
    tt_status st = tt_open_case(a->rest[0], TT_CASE_READ, a, talk, &c, &err);
    if (st == TT_OK)
        st = tt_case_show(c, a->rest[1], json, tt_to_stdout, NULL, &err);
    tt_case_close(c);
    return tt_exit_of(st, &err);
}

const tt_command tt_command_show = {
    .name = "show",
    .summary = "a document's rows, with file, line and the raw text as it was read",
    .usage = "CASE DOCUMENT [--format text|json]",
    .text = "DOCUMENT is a number (all documents that carry it are shown) or an id of the report.",
    .opts = opts,
    .n_opts = TT_LEN(opts),
    .min_rest = 2,
    .max_rest = 2,
    .run = run,
};
