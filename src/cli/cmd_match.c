/*
 * cmd_match.c - documents to deals.
 */
#include "cli/stages.h"

static const tt_opt opts[] = {
    TT_OPT_SETTINGS,
};

static int run(const tt_args *a, const tt_talk *talk)
{
    return tt_run_stages(a, talk, TT_STAGE_MATCH);
}

const tt_command tt_command_match = {
    .name = "match",
    .summary = "documents to deals",
    .usage = "CASE [OPTION...]",
    .text = "Resolves first when that is out of date.",
    .opts = opts,
    .n_opts = TT_LEN(opts),
    .min_rest = 1,
    .max_rest = 1,
    .run = run,
};
