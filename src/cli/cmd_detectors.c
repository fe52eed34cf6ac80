/*
 * cmd_detectors.c - the catalogue.
 */
#include "cli/cli.h"

static int run(const tt_args *a, const tt_talk *talk)
{
    tt_err err = {0};
    TT_UNUSED(talk);
    tt_status st = tt_detectors_print(a->n_rest ? a->rest[0] : NULL, tt_to_stdout, NULL, &err);
    return tt_exit_of(st, &err);
}

const tt_command tt_command_detectors = {
    .name = "detectors",
    .summary = "the catalogue: what each detector looks for, parameters, sources",
    .usage = "[CODE|INDICATOR]",
    .max_rest = 1,
    .run = run,
};
