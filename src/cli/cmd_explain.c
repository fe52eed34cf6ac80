/*
 * cmd_explain.c - why, and why not.
 */
#include "cli/cli.h"

static int run(const tt_args *a, const tt_talk *talk)
{
    tt_err err = {0};
    tt_case *c = NULL;
    tt_status st = tt_open_case(a->rest[0], TT_CASE_READ, a, talk, &c, &err);
    if (st == TT_OK)
        st = tt_case_explain(c, a->rest[1], a->n_rest > 2 ? a->rest[2] : NULL, tt_to_stdout, NULL,
                             &err);
    tt_case_close(c);
    return tt_exit_of(st, &err);
}

const tt_command tt_command_explain = {
    .name = "explain",
    .summary = "why: an entity, document, deal, finding, syndicate, or a pair of entities",
    .usage = "CASE ID [ID]",
    .text =
        "ID is an id of the report or a prefix of one that is not ambiguous: e... entity,\n"
        "d... document, m... deal, f... finding, s... syndicate.  An entity is also found by the\n"
        "id of one of its names, and by NAME|COUNTRY as written.  Two entities are compared in\n"
        "bits of evidence; of two names of one entity the joins between them are shown.",
    .min_rest = 2,
    .max_rest = 3,
    .run = run,
};
