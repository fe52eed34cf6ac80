/*
 * cli.h - commands and their options.  One command is one cmd_<name>.c and one row of registry.def.
 *
 * Results go to standard output, talk to standard error.
 */
#ifndef TT_CLI_CLI_H
#define TT_CLI_CLI_H

#include "base/base.h"
#include "ingest/sums.h"
#include "tradetrace/tradetrace.h"

/* Exit statuses; nothing else ever comes out. */
enum {
    TT_EXIT_DONE = 0,
    TT_EXIT_FINDINGS = 1, /* done, and findings at or over --fail-on */
    TT_EXIT_USAGE = 2,
    TT_EXIT_REJECTS = 3, /* input rejected beyond --max-rejects */
    TT_EXIT_INTEGRITY = 4,
    TT_EXIT_RESOURCES = 5, /* disk, memory */
    TT_EXIT_INTERRUPTED = 6
};

enum { TT_MAX_SETS = 256 };

/* What was given on the command line.  All-zero is the default of everything. */
typedef struct tt_args {
    const char *out, *format, *kind, *map, *only, *skip;
    const char *syndicate, *entity, *finding, *edges;
    const char *config, *reference, *as_of, *seed, *progress, *log_format, *max_rejects, *fail_on;
    const char *threads, *hops, *max_size;
    const char *scenario, *documents, *syndicates, *prevalence, *coverage, *noise;
    bool quiet, strict, all, json, open, help;
    const char *sets[TT_MAX_SETS]; /* --set NAME=VALUE, in order */
    size_t n_sets;
    char **rest; /* positional arguments */
    size_t n_rest;
} tt_args;

typedef enum tt_opt_type { TT_OPT_FLAG, TT_OPT_TEXT, TT_OPT_SETS } tt_opt_type;

typedef struct tt_opt {
    const char *name; /* long, without the dashes */
    char letter;      /* 0 = none */
    tt_opt_type type;
    size_t to;         /* offset in tt_args */
    const char *value; /* what the help calls the value */
    const char *help;
} tt_opt;

typedef struct tt_command {
    const char *name;
    const char *summary; /* one line */
    const char *usage;   /* what follows "tradetrace NAME" */
    const char *text;    /* more help; may be NULL */
    const tt_opt *opts;  /* of this command, beside the common ones */
    size_t n_opts;
    size_t min_rest, max_rest;
    int (*run)(const tt_args *a, const tt_talk *talk);
} tt_command;

#define TT_OPT_AT(member) offsetof(tt_args, member)

/** Rows of registry.def in order. */
const tt_command *const *tt_commands(size_t *n);

/** Parse argv[1..] of a command.  @return false after saying on stderr what is wrong. */
bool tt_args_parse(const tt_command *cmd, int argc, char **argv, tt_args *out);
void tt_command_help(const tt_command *cmd);

/** The number of an option; `fallback` when it was not given.  @return TT_OK, TT_EUSAGE. */
TT_MUST_CHECK tt_status tt_args_count(const char *option, const char *text, unsigned fallback,
                                      unsigned max, unsigned *out, tt_err *err);

/* --- talk.c --- */

/** Set up logging and progress on stderr as the options ask, and the handler of SIGINT and SIGTERM.
 */
bool tt_talk_start(const tt_args *a, tt_talk *talk);
/** Wipe a progress line, so that what is printed next starts clean. */
void tt_talk_quiet(void);
/** Print a failure and give the exit status for it. */
int tt_exit_of(tt_status st, const tt_err *err);

/* --- common.c: what several commands do --- */

/** Open a case and apply --config, --as-of, --seed, --set, --threads, --only, --skip. */
tt_status tt_open_case(const char *path, tt_case_mode mode, const tt_args *a, const tt_talk *talk,
                       tt_case **out, tt_err *err);
/** A tt_text_fn that writes to standard output. */
tt_status tt_to_stdout(void *ctx, const char *p, size_t n, tt_err *err);

/* --- tally.c: what the files of one call amount to --- */

enum { TT_TALLY_FORMATS = 64 };

/* One format's files, or all. */
typedef struct tt_tally_line {
    char format[24];
    uint64_t n_files, n_read, n_loaded, n_rejected, n_duplicate;
} tt_tally_line;

/* A zeroed struct is empty, but for sums: tt_tally_init. */
typedef struct tt_tally {
    bool quiet;
    uint64_t n_files, n_known, n_unknown, n_opened, n_read, n_loaded, n_rejected, n_duplicate;
    tt_tally_line formats[TT_TALLY_FORMATS];
    size_t n_formats;
    tt_sums sums;
    bool incomplete; /* memory was out: the sums are not shown */
} tt_tally;
void tt_tally_init(tt_tally *t, bool quiet);
void tt_tally_release(tt_tally *t);
/** TT_ENOTFOUND when one of the paths is not there: asked before anything is made. */
tt_status tt_check_paths(char **paths, size_t n, tt_err *err);
/** Ingest PATH...; unless quiet prints to stdout a line for each file and its sums.  Of more than
 * 40 files the rest is shown by format, and those with rejects by name. */
tt_status tt_ingest_paths(tt_case *c, char **paths, size_t n, const tt_ingest_spec *spec,
                          tt_tally *tally, tt_err *err);
/** Totals: files by format when they were many, all rows, sums, the period; the rows alone when
 * quiet. */
void tt_tally_print(const tt_tally *t);

/* --- common.c again --- */

/** TT_EXIT_REJECTS when there are more rejects than --max-rejects allows, or nothing could be
 * loaded; says so. */
int tt_check_rejects(const tt_args *a, const tt_tally *t);
/** --max-rejects is N or N%; false after saying what is wrong. */
bool tt_valid_max_rejects(const tt_args *a);
/** TT_EXIT_FINDINGS when a finding weighs --fail-on or more. */
tt_status tt_check_fail_on(tt_case *c, const tt_args *a, int *exit_status, tt_err *err);

/* Options that more than one command has; one row each. */
/* clang-format off */
#define TT_OPT_SETTINGS \
    {"config", 0, TT_OPT_TEXT, TT_OPT_AT(config), "FILE", \
     "settings as JSON, see 'config'"}, \
    {"reference", 0, TT_OPT_TEXT, TT_OPT_AT(reference), "FILE|FOLDER", \
     "tables of yours, kept in the case, see 'reference'"}, \
    {"set", 0, TT_OPT_SETS, 0, "NAME=VALUE", \
     "one setting, after --config; may be repeated"}, \
    {"as-of", 0, TT_OPT_TEXT, TT_OPT_AT(as_of), "DATE", \
     "date of the analysis; default: the newest document"}, \
    {"seed", 0, TT_OPT_TEXT, TT_OPT_AT(seed), "N", \
     "seed of randomised steps; default 1"}, \
    {"threads", 0, TT_OPT_TEXT, TT_OPT_AT(threads), "N", \
     "threads; 0 = one a processor, the default; never changes the output"}
#define TT_OPT_FAIL_ON \
    {"fail-on", 0, TT_OPT_TEXT, TT_OPT_AT(fail_on), "WEIGHT", \
     "exit with 1 when a finding weighs this much or more"}
#define TT_OPT_INGEST \
    {"kind", 0, TT_OPT_TEXT, TT_OPT_AT(kind), "KIND", \
     "record kind; default: from the content"}, \
    {"map", 0, TT_OPT_TEXT, TT_OPT_AT(map), "MAP.json", \
     "map of a source with its own header"}, \
    {"strict", 0, TT_OPT_FLAG, TT_OPT_AT(strict), NULL, \
     "the first reject undoes its file and ends the command"}, \
    {"max-rejects", 0, TT_OPT_TEXT, TT_OPT_AT(max_rejects), "N|N%", \
     "exit with 3 when more rows are rejected"}, \
    {"max-size", 0, TT_OPT_TEXT, TT_OPT_AT(max_size), "MIB", \
     "refuse files, and standard input, over so many MiB"}
/* clang-format on */

#endif
