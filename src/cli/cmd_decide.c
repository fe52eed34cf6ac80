/*
 * cmd_decide.c - people decide: same or different, and what became of a finding.
 */
#include "cli/cli.h"

#include "base/str.h"

static const tt_opt opts[] = {
    {"open", 0, TT_OPT_FLAG, TT_OPT_AT(open), NULL,
     "write the decisions and the open pairs, to fill in"},
    {"out", 'o', TT_OPT_TEXT, TT_OPT_AT(out), "FILE", "where --open writes; default: stdout"},
};

struct notes {
    const char *file;
    bool quiet; /* mistakes only */
};

static tt_status note(void *ctx, const tt_decide_note *n, tt_err *err)
{
    const struct notes *x = ctx;
    TT_UNUSED(err);
    if (x->quiet && !n->bad)
        return TT_OK;
    fprintf(stderr, "tradetrace: %s", x->file);
    if (n->line)
        fprintf(stderr, ":%llu", n->line);
    fprintf(stderr, ": %s%s%s\n", n->field, n->field[0] ? ": " : "", n->text);
    return TT_OK;
}

static void print_sums(const tt_decide_sums *s)
{
    printf("decisions on pairs     %llu\n", s->n_pairs);
    printf("dispositions           %llu\n", s->n_findings);
    printf("left open              %llu\n", s->n_open);
    printf("not in the case        %llu\n", s->n_absent);
    printf("against newer ones     %llu\n", s->n_against);
}

static tt_status open_pairs(const tt_args *a, const tt_talk *talk, tt_case **c, tt_err *err)
{
    unsigned long long n = 0;
    const char *out = a->out ? a->out : "-";
    if (a->n_rest > 1)
        return tt_fail(err, TT_EUSAGE, "--open writes a file and reads none");
    TT_TRY(tt_open_case(a->rest[0], TT_CASE_READ, a, talk, c, err));
    TT_TRY(tt_case_decide_open(*c, out, &n, err));
    if (!a->quiet)
        fprintf(stderr, "%llu open pairs\n", n);
    return TT_OK;
}

static tt_status take_file(const tt_args *a, const tt_talk *talk, tt_case **c, tt_err *err)
{
    tt_decide_sums sums = {0};
    if (a->n_rest < 2)
        return tt_fail(err, TT_EUSAGE,
                       "which decisions? give a file, or --open for one to fill in");
    if (a->out)
        return tt_fail(err, TT_EUSAGE, "-o goes with --open");
    struct notes notes = {a->rest[1], a->quiet};
    TT_TRY(tt_open_case(a->rest[0], TT_CASE_WRITE, a, talk, c, err));
    TT_TRY(tt_case_decide(*c, a->rest[1], note, &notes, &sums, err));
    if (!a->quiet)
        print_sums(&sums);
    return TT_OK;
}

static int run(const tt_args *a, const tt_talk *talk)
{
    tt_err err = {0};
    tt_case *c = NULL;
    tt_status st = a->open ? open_pairs(a, talk, &c, &err) : take_file(a, talk, &c, &err);
    tt_case_close(c);
    return tt_exit_of(st, &err);
}

const tt_command tt_command_decide = {
    .name = "decide",
    .summary = "what people decide: same or different, and what became of a finding",
    .usage = "CASE DECISIONS.csv | CASE --open [-o FILE]",
    .text =
        "The file has the columns a,b,verdict,who,when,why ('tradetrace schema decisions') and\n"
        "replaces all decisions of the case: take a line out and run it again to undo it.\n"
        "Of two parties the verdict is same, different or unsure; of a finding (its id in a, b\n"
        "empty) confirmed, dismissed, escalated, reported, monitored or pending.\n"
        "Parties are ids of the report, prefixes of ids, or NAME|COUNTRY as written.\n"
        "A file with a mistake changes nothing (exit status 3).  Decisions on pairs are applied\n"
        "by the next 'analyze'; dispositions are in the next report.",
    .opts = opts,
    .n_opts = TT_LEN(opts),
    .min_rest = 1,
    .max_rest = 2,
    .run = run,
};
