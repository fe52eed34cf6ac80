/*
 * cmd_detect.c - findings, communities and ranking.
 */
#include "cli/stages.h"

static const tt_opt opts[] = {
    TT_OPT_SETTINGS,
    {"only", 0, TT_OPT_TEXT, TT_OPT_AT(only), "CODE,...", "run these detectors"},
    {"skip", 0, TT_OPT_TEXT, TT_OPT_AT(skip), "CODE,...", "leave these detectors out"},
    TT_OPT_FAIL_ON,
};

static int run(const tt_args *a, const tt_talk *talk)
{
    return tt_run_stages(a, talk, TT_STAGE_RANK);
}

const tt_command tt_command_detect = {
    .name = "detect",
    .summary = "findings, communities and ranking",
    .usage = "CASE [OPTION...]",
    .text =
        "--only and --skip take codes of detectors, comma separated; see 'tradetrace detectors'.",
    .opts = opts,
    .n_opts = TT_LEN(opts),
    .min_rest = 1,
    .max_rest = 1,
    .run = run,
};
