/*
 * main.c - picks the command.
 */
#include "cli/cli.h"

#include <sys/stat.h>

#include "base/arena.h"
#include "base/str.h"

#define TT_COMMAND(id) extern const tt_command tt_command_##id;
#include "cli/registry.def"
#undef TT_COMMAND

static const tt_command *const commands[] = {
#define TT_COMMAND(id) &tt_command_##id,
#include "cli/registry.def"
#undef TT_COMMAND
};

const tt_command *const *tt_commands(size_t *n)
{
    *n = TT_LEN(commands);
    return commands;
}

static void print_help(void)
{
    printf("usage: tradetrace COMMAND [OPTION...] [ARGUMENT...]\n\n"
           "Reads invoices, shipping manifests and payments and finds the small groups of\n"
           "parties whose trade honest reasons do not explain, with the rows that show it.\n\n");
    for (size_t i = 0; i < TT_LEN(commands); i++)
        printf("  %-10s %s\n", commands[i]->name, commands[i]->summary);
    printf("\n'tradetrace COMMAND --help' says more.  Start with:\n"
           "  tradetrace run -o OUT FOLDER\n\n"
           "exit status: 0 done, 1 done and a finding reached --fail-on, 2 usage,\n"
           "3 too many rejects, 4 integrity failure, 5 out of resources, 6 interrupted\n");
}

static const tt_command *find(const char *name)
{
    for (size_t i = 0; i < TT_LEN(commands); i++)
        if (tt_str_is(tt_str_of(name), commands[i]->name))
            return commands[i];
    return NULL;
}

static int run(const tt_command *cmd, int argc, char **argv)
{
    tt_args args;
    tt_talk talk;
    if (!tt_args_parse(cmd, argc, argv, &args))
        return TT_EXIT_USAGE;
    if (args.help) {
        tt_command_help(cmd);
        return TT_EXIT_DONE;
    }
    if (!tt_talk_start(&args, &talk))
        return TT_EXIT_RESOURCES;
    int status = cmd->run(&args, &talk);
    tt_talk_quiet();
    if (fflush(stdout) != 0 && (status == TT_EXIT_DONE || status == TT_EXIT_FINDINGS)) {
        fprintf(stderr, "tradetrace: cannot write to standard output\n");
        return TT_EXIT_RESOURCES;
    }
    return status;
}

int main(int argc, char **argv)
{
    tt_str word = tt_str_of(argc > 1 ? argv[1] : NULL);

    tt_mem_give_back();
    umask(077); /* case files and reports name people */
    if (tt_str_is(word, "--version") || tt_str_is(word, "version")) {
        printf("tradetrace %s\n", tt_version());
        return TT_EXIT_DONE;
    }
    if (tt_str_is(word, "--help") || tt_str_is(word, "-h")) {
        print_help();
        return TT_EXIT_DONE;
    }
    if (tt_str_is(word, "help")) {
        const tt_command *about = argc > 2 ? find(argv[2]) : NULL;
        if (about)
            tt_command_help(about);
        else
            print_help();
        return TT_EXIT_DONE;
    }
    const tt_command *cmd = word.n ? find(argv[1]) : NULL;
    if (!cmd) {
        fprintf(stderr, "tradetrace: %s%s%s; see 'tradetrace --help'\n",
                word.n ? "unknown command '" : "no command given", word.n ? argv[1] : "",
                word.n ? "'" : "");
        return TT_EXIT_USAGE;
    }
    return run(cmd, argc - 1, argv + 1);
}
