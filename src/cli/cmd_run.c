/*
 * cmd_run.c - one command: ingest, analyze, report, export, into one folder.
 */
#include "cli/cli.h"

#include "base/arena.h"
#include "base/file.h"

static const tt_opt opts[] = {
    {"output", 'o', TT_OPT_TEXT, TT_OPT_AT(out), "OUT", "folder for the case and the reports"},
    TT_OPT_INGEST,
    TT_OPT_SETTINGS,
    TT_OPT_FAIL_ON,
};

static tt_status work(const tt_args *a, tt_case *c, tt_tally *tally, tt_err *err)
{
    tt_ingest_spec spec = {.kind = a->kind, .map_path = a->map, .strict = a->strict};
    unsigned mib = 0;
    TT_TRY(tt_args_count("max-size", a->max_size, 0, UINT_MAX, &mib, err));
    spec.max_bytes = (uint64_t)mib << 20;
    TT_TRY(tt_ingest_paths(c, a->rest, a->n_rest, &spec, tally, err));
    if (!tally->quiet)
        tt_tally_print(tally);
    TT_TRY(tt_case_analyze(c, TT_STAGE_RANK, err));
    TT_TRY(tt_case_write_outputs(c, a->out, err));
    printf("\n");
    return tt_case_summary(c, tt_to_stdout, NULL, err);
}

static int run(const tt_args *a, const tt_talk *talk)
{
    tt_err err = {0};
    tt_arena arena;
    tt_case *c = NULL;
    tt_tally tally;
    int status = TT_EXIT_DONE;

    if (!a->out) {
        fprintf(stderr, "tradetrace: run needs -o OUT, the folder to write into\n");
        return TT_EXIT_USAGE;
    }
    if (!tt_valid_max_rejects(a))
        return TT_EXIT_USAGE;
    tt_tally_init(&tally, a->quiet);
    tt_arena_init(&arena, 0);
    tt_status st = tt_check_paths(a->rest, a->n_rest, &err);
    if (st == TT_OK)
        st = tt_file_mkdirs(a->out, &err);
    const char *path = tt_arena_printf(&arena, "%s/case.db", a->out);
    if (st == TT_OK && !path)
        st = tt_fail(&err, TT_ENOMEM, "no room for a path");
    if (st == TT_OK && tt_file_exists(path) && !a->quiet)
        fprintf(stderr, "tradetrace: going on with the case in '%s'\n", a->out);
    if (st == TT_OK)
        st = tt_open_case(path, TT_CASE_CREATE, a, talk, &c, &err);
    if (st == TT_OK)
        st = work(a, c, &tally, &err);
    if (st == TT_OK) {
        printf("\nreport: %s/report.html (for people), %s/report.json (for programs)\n", a->out,
               a->out);
        status = tt_check_rejects(a, &tally);
    }
    if (st == TT_OK && status == TT_EXIT_DONE)
        st = tt_check_fail_on(c, a, &status, &err);
    tt_case_close(c);
    tt_tally_release(&tally);
    tt_arena_release(&arena);
    return st == TT_OK ? status : tt_exit_of(st, &err);
}

const tt_command tt_command_run = {
    .name = "run",
    .summary = "ingest, analyze, report and export into one folder",
    .usage = "-o OUT [OPTION...] PATH...",
    .text = "PATH is a file, a folder (all files below it) or - for standard input.  Kinds and "
            "formats\n"
            "are found from the content.  OUT gets case.db, report.json, report.html,\n"
            "network.graphml, network.gexf and rejects.csv.  When OUT/case.db is there, the new\n"
            "files are added to it; files that it holds already change nothing.",
    .opts = opts,
    .n_opts = TT_LEN(opts),
    .min_rest = 1,
    .max_rest = SIZE_MAX,
    .run = run,
};
