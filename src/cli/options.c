/*
 * options.c - options from tables: parsing by getopt_long, help from the same rows.
 */
#include "cli/cli.h"

#include <getopt.h>

#include "base/num.h"
#include "base/str.h"

/* Every command has these. */
static const tt_opt common[] = {
    {"quiet", 'q', TT_OPT_FLAG, TT_OPT_AT(quiet), NULL, "only errors on stderr"},
    {"progress", 0, TT_OPT_TEXT, TT_OPT_AT(progress), "auto|always|never",
     "progress on stderr; auto: when it is a terminal"},
    {"log-format", 0, TT_OPT_TEXT, TT_OPT_AT(log_format), "text|json", "form of what is logged"},
    {"help", 'h', TT_OPT_FLAG, TT_OPT_AT(help), NULL, "this text"},
};

enum { MAX_OPTS = 32, FIRST_VALUE = 256 };

static const tt_opt *opt_at(const tt_command *cmd, size_t i)
{
    return i < cmd->n_opts ? &cmd->opts[i] : &common[i - cmd->n_opts];
}

static bool take(tt_args *out, const tt_opt *o, const char *value)
{
    char *at = (char *)out + o->to;
    switch (o->type) {
    case TT_OPT_FLAG:
        *(bool *)(void *)at = true;
        return true;
    case TT_OPT_TEXT:
        *(const char **)(void *)at = value;
        return true;
    case TT_OPT_SETS:
        if (out->n_sets == TT_MAX_SETS) {
            fprintf(stderr, "tradetrace: more than %d --set\n", TT_MAX_SETS);
            return false;
        }
        out->sets[out->n_sets++] = value;
        return true;
    }
    return false;
}

static bool
one_of(const char *option, const char *value, const char *a, const char *b, const char *c)
{
    tt_str v = tt_str_of(value);
    if (!value || tt_str_is(v, a) || tt_str_is(v, b) || (c && tt_str_is(v, c)))
        return true;
    fprintf(stderr, "tradetrace: --%s must be %s, %s%s%s, not '%s'\n", option, a, b,
            c ? " or " : "", c ? c : "", value);
    return false;
}

static bool check_rest(const tt_command *cmd, const tt_args *a)
{
    if (a->help || (a->n_rest >= cmd->min_rest && a->n_rest <= cmd->max_rest))
        return true;
    fprintf(stderr, "tradetrace: %s; usage: tradetrace %s %s\n",
            a->n_rest < cmd->min_rest ? "an argument is missing" : "too many arguments", cmd->name,
            cmd->usage);
    return false;
}

bool tt_args_parse(const tt_command *cmd, int argc, char **argv, tt_args *out)
{
    struct option longs[MAX_OPTS + 1];
    char shorts[2 * MAX_OPTS + 2] = ":";
    size_t n = cmd->n_opts + TT_LEN(common), n_shorts = 1;

    TT_ASSERT(n <= MAX_OPTS);
    memset(out, 0, sizeof(*out));
    memset(longs, 0, sizeof(longs));
    for (size_t i = 0; i < n; i++) {
        const tt_opt *o = opt_at(cmd, i);
        longs[i] =
            (struct option){o->name, o->type == TT_OPT_FLAG ? no_argument : required_argument, NULL,
                            FIRST_VALUE + (int)i};
        if (o->letter) {
            shorts[n_shorts++] = o->letter;
            if (o->type != TT_OPT_FLAG)
                shorts[n_shorts++] = ':';
        }
    }
    shorts[n_shorts] = '\0';

    opterr = 0;
    optind = 1;
    for (int got; (got = getopt_long(argc, argv, shorts, longs, NULL)) != -1;) {
        size_t i = got >= FIRST_VALUE ? (size_t)(got - FIRST_VALUE) : n;
        for (size_t k = 0; got < FIRST_VALUE && k < n; k++)
            if (opt_at(cmd, k)->letter == got)
                i = k;
        if (got == '?' || got == ':' || i == n) {
            fprintf(stderr, "tradetrace: %s '%s'; see 'tradetrace %s --help'\n",
                    got == ':' ? "a value is missing after" : "unknown option", argv[optind - 1],
                    cmd->name);
            return false;
        }
        if (!take(out, opt_at(cmd, i), optarg))
            return false;
    }
    out->rest = argv + optind;
    out->n_rest = (size_t)(argc - optind);
    return one_of("progress", out->progress, "auto", "always", "never") &&
           one_of("log-format", out->log_format, "text", "json", NULL) && check_rest(cmd, out);
}

static void print_opt(const tt_opt *o)
{
    char left[64];
    snprintf(left, sizeof(left), "%s%c%s--%s%s%s", o->letter ? "-" : " ",
             o->letter ? o->letter : ' ', o->letter ? ", " : "  ", o->name, o->value ? " " : "",
             o->value ? o->value : "");
    if (strlen(left) > 30)
        printf("  %s\n  %-30s %s\n", left, "", o->help);
    else
        printf("  %-30s %s\n", left, o->help);
}

void tt_command_help(const tt_command *cmd)
{
    printf("usage: tradetrace %s %s\n\n%s\n", cmd->name, cmd->usage, cmd->summary);
    if (cmd->text)
        printf("\n%s\n", cmd->text);
    printf("\noptions:\n");
    for (size_t i = 0; i < cmd->n_opts; i++)
        print_opt(&cmd->opts[i]);
    for (size_t i = 0; i < TT_LEN(common); i++)
        print_opt(&common[i]);
}

tt_status tt_args_count(const char *option, const char *text, unsigned fallback, unsigned max,
                        unsigned *out, tt_err *err)
{
    uint64_t v = fallback;
    if (text && (!tt_parse_u64(tt_str_of(text), &v) || v > max))
        return tt_fail(err, TT_EUSAGE, "--%s must be a whole number up to %u, not '%s'", option,
                       max, text);
    *out = (unsigned)v;
    return TT_OK;
}
