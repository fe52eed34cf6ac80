/*
 * cmd_config.c - all settings with their defaults, ranges and meaning.
 */
#include "cli/cli.h"

static int run(const tt_args *a, const tt_talk *talk)
{
    tt_err err = {0};
    TT_UNUSED(a);
    TT_UNUSED(talk);
    return tt_exit_of(tt_config_print(tt_to_stdout, NULL, &err), &err);
}

const tt_command tt_command_config = {
    .name = "config",
    .summary = "print all settings with their defaults, ranges and meaning",
    .usage = "",
    .text =
        "The output is a settings file: edit the values and give it to --config.  Settings that a\n"
        "file leaves out keep their defaults; \"name\": value is enough.",
    .max_rest = 0,
    .run = run,
};
