/*
 * stages.c - open a case, run stages, say how it ended.
 */
#include "cli/stages.h"

int tt_run_stages(const tt_args *a, const tt_talk *talk, tt_stage last)
{
    tt_err err = {0};
    tt_case *c = NULL;
    int status = TT_EXIT_DONE;

    tt_status st = tt_open_case(a->rest[0], TT_CASE_WRITE, a, talk, &c, &err);
    if (st == TT_OK)
        st = tt_case_analyze(c, last, &err);
    if (st == TT_OK && last == TT_STAGE_RANK && !a->quiet)
        st = tt_case_summary(c, tt_to_stdout, NULL, &err);
    if (st == TT_OK && last == TT_STAGE_RANK)
        st = tt_check_fail_on(c, a, &status, &err);
    tt_case_close(c);
    return st == TT_OK ? status : tt_exit_of(st, &err);
}
