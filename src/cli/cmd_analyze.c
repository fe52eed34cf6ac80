/*
 * cmd_analyze.c - resolve, match, detect, communities and ranking, whatever is out of date.
 */
#include "cli/stages.h"

static const tt_opt opts[] = {
    TT_OPT_SETTINGS,
    TT_OPT_FAIL_ON,
};

static int run(const tt_args *a, const tt_talk *talk)
{
    return tt_run_stages(a, talk, TT_STAGE_RANK);
}

const tt_command tt_command_analyze = {
    .name = "analyze",
    .summary = "resolve, match, detect, communities and ranking, whatever is out of date",
    .usage = "CASE [OPTION...]",
    .text = "A stage whose inputs are unchanged says so and does nothing.",
    .opts = opts,
    .n_opts = TT_LEN(opts),
    .min_rest = 1,
    .max_rest = 1,
    .run = run,
};
