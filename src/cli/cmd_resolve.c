/*
 * cmd_resolve.c - parties to entities.
 */
#include "cli/stages.h"

static const tt_opt opts[] = {
    TT_OPT_SETTINGS,
};

static int run(const tt_args *a, const tt_talk *talk)
{
    return tt_run_stages(a, talk, TT_STAGE_RESOLVE);
}

const tt_command tt_command_resolve = {
    .name = "resolve",
    .summary = "parties to entities",
    .usage = "CASE [OPTION...]",
    .text = "A stage whose inputs are unchanged says so and does nothing.",
    .opts = opts,
    .n_opts = TT_LEN(opts),
    .min_rest = 1,
    .max_rest = 1,
    .run = run,
};
