/*
 * cmd_schema.c - what files look like that cross our border.
 */
#include "cli/cli.h"

static int run(const tt_args *a, const tt_talk *talk)
{
    tt_err err = {0};
    TT_UNUSED(talk);
    tt_status st = tt_schema_print(a->n_rest ? a->rest[0] : NULL, tt_to_stdout, NULL, &err);
    return tt_exit_of(st, &err);
}

const tt_command tt_command_schema = {
    .name = "schema",
    .summary = "a JSON Schema, or the CSV header of a record kind; the names without NAME",
    .usage = "[NAME]",
    .text =
        "For a record kind the first line is the CSV header; below it, each field with its type\n"
        "and meaning.",
    .max_rest = 1,
    .run = run,
};
