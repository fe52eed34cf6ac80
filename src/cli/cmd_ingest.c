/*
 * cmd_ingest.c - files into a case.
 */
#include "cli/cli.h"

static const tt_opt opts[] = {
    TT_OPT_INGEST,
    {"format", 0, TT_OPT_TEXT, TT_OPT_AT(format), "FORMAT", "reader; default: from the content"},
    {"threads", 0, TT_OPT_TEXT, TT_OPT_AT(threads), "N", "threads; never changes the output"},
};

static int run(const tt_args *a, const tt_talk *talk)
{
    tt_err err = {0};
    tt_case *c = NULL;
    tt_tally tally = {.quiet = a->quiet};
    tt_ingest_spec spec = {
        .kind = a->kind, .format = a->format, .map_path = a->map, .strict = a->strict};
    int status = TT_EXIT_DONE;

    if (!tt_valid_max_rejects(a))
        return TT_EXIT_USAGE;
    tt_status st = tt_check_paths(a->rest + 1, a->n_rest - 1, &err);
    if (st == TT_OK)
        st = tt_open_case(a->rest[0], TT_CASE_CREATE, a, talk, &c, &err);
    if (st == TT_OK)
        st = tt_ingest_paths(c, a->rest + 1, a->n_rest - 1, &spec, &tally, &err);
    if (st == TT_OK) {
        printf("%llu files, %llu known already, %llu not recognised; "
               "%llu read = %llu loaded + %llu rejected + %llu duplicate\n",
               (unsigned long long)tally.n_files, (unsigned long long)tally.n_known,
               (unsigned long long)tally.n_unknown, (unsigned long long)tally.n_read,
               (unsigned long long)tally.n_loaded, (unsigned long long)tally.n_rejected,
               (unsigned long long)tally.n_duplicate);
        status = tt_check_rejects(a, &tally);
    }
    tt_case_close(c);
    return st == TT_OK ? status : tt_exit_of(st, &err);
}

const tt_command tt_command_ingest = {
    .name = "ingest",
    .summary = "load documents into a case file",
    .usage = "CASE [OPTION...] FILE|DIR|- ...",
    .text =
        "One file is one transaction: it is in the case wholly or not at all.  Each file gets its\n"
        "sum: read = loaded + rejected + duplicate.  The same file twice changes nothing.",
    .opts = opts,
    .n_opts = TT_LEN(opts),
    .min_rest = 2,
    .max_rest = SIZE_MAX,
    .run = run,
};
