/*
 * cmd_evaluate.c - a report against the truth of a simulated world.
 */
#include "cli/cli.h"

static const tt_opt opts[] = {
    {"json", 0, TT_OPT_FLAG, TT_OPT_AT(json), NULL, "as JSON (tradetrace schema evaluation)"},
};

static int run(const tt_args *a, const tt_talk *talk)
{
    tt_err err = {0};
    tt_status st =
        tt_evaluate_report(a->rest[0], a->rest[1], a->json, talk, tt_to_stdout, NULL, &err);
    return tt_exit_of(st, &err);
}

const tt_command tt_command_evaluate = {
    .name = "evaluate",
    .summary = "judge a report against the truth of a simulated world",
    .usage = "REPORT TRUTH [--json]",
    .text = "REPORT is a report.json or the folder of 'run' (its case file is then judged too:\n"
            "entities and documents of one deal).  TRUTH is a truth.json or its folder, as\n"
            "'simulate' writes it.  A finding is right when at least half of the documents that\n"
            "it cites are planted.",
    .opts = opts,
    .n_opts = TT_LEN(opts),
    .min_rest = 2,
    .max_rest = 2,
    .run = run,
};
