/*
 * cmd_report.c - a report of an analysed case.
 */
#include "cli/cli.h"

static const tt_opt opts[] = {
    {"output", 'o', TT_OPT_TEXT, TT_OPT_AT(out), "FILE", "file to write; - is standard output"},
    {"format", 0, TT_OPT_TEXT, TT_OPT_AT(format), "FORMAT",
     "json (default), ndjson, html, csv, md, inputs"},
    {"threads", 0, TT_OPT_TEXT, TT_OPT_AT(threads), "N", "threads; never changes the output"},
};

static int run(const tt_args *a, const tt_talk *talk)
{
    tt_err err = {0};
    tt_case *c = NULL;
    if (!a->out) {
        fprintf(stderr, "tradetrace: report needs -o FILE; - is standard output\n");
        return TT_EXIT_USAGE;
    }
    tt_status st = tt_open_case(a->rest[0], TT_CASE_READ, a, talk, &c, &err);
    if (st == TT_OK)
        st = tt_case_report(c, a->format ? a->format : "json", a->out, &err);
    tt_case_close(c);
    return tt_exit_of(st, &err);
}

const tt_command tt_command_report = {
    .name = "report",
    .summary = "write the report of an analysed case",
    .usage = "CASE -o FILE [--format FORMAT]",
    .text =
        "The report is made from the last analysis, with its settings; the file appears whole or\n"
        "not at all.",
    .opts = opts,
    .n_opts = TT_LEN(opts),
    .min_rest = 1,
    .max_rest = 1,
    .run = run,
};
