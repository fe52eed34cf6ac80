/*
 * cmd_reference.c - the tables of wildlife, timber, limits and free zones: shown, checked, replaced
 * in a case.
 */
#include "cli/cli.h"

#include "base/str.h"

static tt_status show(const tt_args *a, const tt_talk *talk, tt_case **c, tt_err *err)
{
    TT_UNUSED(talk);
    TT_UNUSED(c);
    if (a->n_rest > 2)
        return tt_fail(err, TT_EUSAGE, "list shows one table, or the names of all");
    return a->n_rest == 2 ? tt_reference_print(a->rest[1], tt_to_stdout, NULL, err)
                          : tt_reference_list(tt_to_stdout, NULL, err);
}

static tt_status check(const tt_args *a, const tt_talk *talk, tt_case **c, tt_err *err)
{
    TT_UNUSED(talk);
    TT_UNUSED(c);
    if (a->n_rest < 2)
        return tt_fail(err, TT_EUSAGE, "which tables? give files or folders");
    return tt_reference_check((const char *const *)a->rest + 1, a->n_rest - 1, tt_to_stdout, NULL,
                              err);
}

static tt_status import(const tt_args *a, const tt_talk *talk, tt_case **c, tt_err *err)
{
    if (a->n_rest < 2)
        return tt_fail(err, TT_EUSAGE, "into which case? give CASE, then files or folders");
    TT_TRY(tt_open_case(a->rest[1], TT_CASE_CREATE, a, talk, c, err));
    TT_TRY(tt_case_reference(*c, (const char *const *)a->rest + 2, a->n_rest - 2, err));
    return tt_case_reference_list(*c, tt_to_stdout, NULL, err);
}

static const struct {
    const char *name;
    tt_status (*run)(const tt_args *a, const tt_talk *talk, tt_case **c, tt_err *err);
} verbs[] = {{"list", show}, {"check", check}, {"import", import}};

static int run(const tt_args *a, const tt_talk *talk)
{
    tt_err err = {0};
    tt_case *c = NULL;
    tt_status st = tt_fail(&err, TT_EUSAGE, "'%s' is not list, check or import", a->rest[0]);
    for (size_t i = 0; i < TT_LEN(verbs); i++)
        if (tt_str_is(tt_str_of(a->rest[0]), verbs[i].name)) {
            err = (tt_err){0};
            st = verbs[i].run(a, talk, &c, &err);
        }
    tt_case_close(c);
    return st == TT_OK ? TT_EXIT_DONE : tt_exit_of(st, &err);
}

const tt_command tt_command_reference = {
    .name = "reference",
    .summary = "tables of wildlife, timber, limits, free zones: show, check, replace in a case",
    .usage = "list [TABLE] | check FILE... | import CASE [FILE...]",
    .text =
        "list prints the names of the built-in tables, or one of them as a file to edit.  check\n"
        "reads tables of yours (files, or folders with *.tsv) and says which line has a mistake.\n"
        "import puts them into a case: from the next analysis on they stand for the built-in "
        "ones,\n"
        "and the report names their hashes.  Without FILE the built-in tables stand again.",
    .min_rest = 1,
    .max_rest = SIZE_MAX,
    .run = run,
};
