/*
 * cmd_ingest.c - files into a case.
 */
#include "cli/cli.h"

static const tt_opt opts[] = {
    TT_OPT_INGEST,
    {"format", 0, TT_OPT_TEXT, TT_OPT_AT(format), "FORMAT",
     "reader; list: prints them; default: from the content"},
    {"threads", 0, TT_OPT_TEXT, TT_OPT_AT(threads), "N", "threads; never changes the output"},
};

static void print_reader(void *ctx, const char *id, const char *title, const char *extensions)
{
    TT_UNUSED(ctx);
    printf("%-14s %s (%s)\n", id, title, extensions);
}

static tt_status work(const tt_args *a, const tt_talk *talk, tt_tally *tally, tt_err *err)
{
    tt_case *c = NULL;
    unsigned mib = 0;
    tt_ingest_spec spec = {
        .kind = a->kind, .format = a->format, .map_path = a->map, .strict = a->strict};
    TT_TRY(tt_args_count("max-size", a->max_size, 0, UINT_MAX, &mib, err));
    spec.max_bytes = (uint64_t)mib << 20;
    TT_TRY(tt_check_paths(a->rest + 1, a->n_rest - 1, err));
    TT_TRY(tt_open_case(a->rest[0], TT_CASE_CREATE, a, talk, &c, err));
    tt_status st = tt_ingest_paths(c, a->rest + 1, a->n_rest - 1, &spec, tally, err);
    tt_case_close(c);
    return st;
}

static int run(const tt_args *a, const tt_talk *talk)
{
    tt_err err = {0};
    tt_tally tally;
    int status = TT_EXIT_DONE;

    if (a->format && strcmp(a->format, "list") == 0) {
        tt_readers_each(print_reader, NULL);
        return TT_EXIT_DONE;
    }
    if (a->n_rest < 2) {
        fprintf(stderr, "tradetrace: ingest needs a case and at least one file or folder\n");
        return TT_EXIT_USAGE;
    }
    if (!tt_valid_max_rejects(a))
        return TT_EXIT_USAGE;
    tt_tally_init(&tally, a->quiet);
    tt_status st = work(a, talk, &tally, &err);
    if (st == TT_OK) {
        tt_tally_print(&tally);
        status = tt_check_rejects(a, &tally);
    }
    tt_tally_release(&tally);
    return st == TT_OK ? status : tt_exit_of(st, &err);
}

const tt_command tt_command_ingest = {
    .name = "ingest",
    .summary = "load documents into a case file",
    .usage = "CASE [OPTION...] FILE|DIR|- ...",
    .text =
        "A file is in the case wholly or not at all.  Each file gets its sum: read = loaded +\n"
        "rejected + duplicate, its amounts by currency and its period.  The same file twice\n"
        "changes nothing; after an interruption the same command completes the case.  Archives\n"
        "(.zip .tar .gz .zst) are opened, and so are PDF invoices that carry XML.",
    .opts = opts,
    .n_opts = TT_LEN(opts),
    .min_rest = 0,
    .max_rest = SIZE_MAX,
    .run = run,
};
