/*
 * cmd_simulate.c - made-up trade with known truth.
 */
#include "cli/cli.h"

static const tt_opt opts[] = {
    {"out", 'o', TT_OPT_TEXT, TT_OPT_AT(out), "DIR", "folder to write; required"},
    {"scenario", 0, TT_OPT_TEXT, TT_OPT_AT(scenario), "NAME", "default: trade"},
    {"documents", 0, TT_OPT_TEXT, TT_OPT_AT(documents), "N",
     "about so many documents; default 20000"},
    {"syndicates", 0, TT_OPT_TEXT, TT_OPT_AT(syndicates), "N",
     "planted groups; default: as many as the prevalence wants"},
    {"prevalence", 0, TT_OPT_TEXT, TT_OPT_AT(prevalence), "P",
     "share of documents that belong to what is planted; default 0.01"},
    {"coverage", 0, TT_OPT_TEXT, TT_OPT_AT(coverage), "C",
     "share of documents that the feeds hold; default 0.9"},
    {"noise", 0, TT_OPT_TEXT, TT_OPT_AT(noise), "X", "factor on errors; default 1, 0 = none"},
    {"seed", 0, TT_OPT_TEXT, TT_OPT_AT(seed), "N", "another seed, another world; default 1"},
};

static int run(const tt_args *a, const tt_talk *talk)
{
    tt_err err = {0};
    TT_UNUSED(talk);
    if (!a->out) {
        fprintf(stderr, "tradetrace: 'simulate' needs -o DIR\n");
        return TT_EXIT_USAGE;
    }
    tt_simulate_spec spec = {.scenario = a->scenario,
                             .syndicates = a->syndicates,
                             .seed = a->seed,
                             .prevalence = a->prevalence,
                             .coverage = a->coverage,
                             .noise = a->noise};
    tt_status st = tt_args_count("documents", a->documents, 0, 20000000, &spec.documents, &err);
    if (st == TT_OK)
        st = tt_simulate(&spec, a->out, a->quiet ? NULL : tt_to_stdout, NULL, &err);
    return tt_exit_of(st, &err);
}

const tt_command tt_command_simulate = {
    .name = "simulate",
    .summary = "made-up trade with known truth",
    .usage = "-o DIR [OPTION...]",
    .text =
        "Writes two years of made-up trade: DIR/records has a CSV for each record kind, with the\n"
        "errors of real documents, feeds with holes, and honest trade that looks odd; DIR/truth*\n"
        "says whose each name is, which documents belong together, and what was planted.\n"
        "DIR/reference has a table of what countries export, for 'run --reference'.\n"
        "The same options give the same bytes on every machine.\n"
        "\n"
        "scenarios:\n"
        "  trade     the world as it is, with what is planted\n"
        "  wildlife  the lanes of ivory, timber and parcels, with honest cargo beside\n"
        "  clean     trade with nothing planted\n"
        "  match20   matching: 20 % of references missing or wrong\n"
        "  match40   matching: 40 % of references missing or wrong\n"
        "  names     resolution: names that are written in more ways\n"
        "\n"
        "tradetrace simulate -o WORLD; tradetrace run -o OUT WORLD/records",
    .opts = opts,
    .n_opts = TT_LEN(opts),
    .run = run,
};
