/*
 * cmd_export.c - the network of an analysed case for other programs.
 */
#include "cli/cli.h"

#include "base/str.h"

static const tt_opt opts[] = {
    {"output", 'o', TT_OPT_TEXT, TT_OPT_AT(out), "FILE", "file to write; - is standard output"},
    {"format", 0, TT_OPT_TEXT, TT_OPT_AT(format), "FORMAT", "default: graphml; see below"},
    {"all", 0, TT_OPT_FLAG, TT_OPT_AT(all), NULL, "everything; the default"},
    {"syndicate", 0, TT_OPT_TEXT, TT_OPT_AT(syndicate), "ID", "the entities of a syndicate"},
    {"finding", 0, TT_OPT_TEXT, TT_OPT_AT(finding), "ID", "the entities of a finding"},
    {"entity", 0, TT_OPT_TEXT, TT_OPT_AT(entity), "ID", "an entity and what is around it"},
    {"hops", 0, TT_OPT_TEXT, TT_OPT_AT(hops), "N", "how far around --entity; default 1"},
    {"edges", 0, TT_OPT_TEXT, TT_OPT_AT(edges), "aggregated|raw",
     "flows added up (default), or one edge each"},
    {"threads", 0, TT_OPT_TEXT, TT_OPT_AT(threads), "N", "threads; never changes the output"},
};

static int run(const tt_args *a, const tt_talk *talk)
{
    tt_err err = {0};
    tt_case *c = NULL;
    tt_export_spec spec = {.syndicate = a->syndicate, .entity = a->entity, .finding = a->finding};
    tt_str edges = tt_str_of(a->edges);

    if (!a->out) {
        fprintf(stderr, "tradetrace: export needs -o FILE; - is standard output\n");
        return TT_EXIT_USAGE;
    }
    spec.raw_edges = tt_str_is(edges, "raw");
    if (edges.p && !spec.raw_edges && !tt_str_is(edges, "aggregated")) {
        fprintf(stderr, "tradetrace: --edges must be aggregated or raw, not '%s'\n", a->edges);
        return TT_EXIT_USAGE;
    }
    if (a->all && (a->syndicate || a->entity || a->finding)) {
        fprintf(stderr, "tradetrace: --all does not go with --syndicate, --entity or --finding\n");
        return TT_EXIT_USAGE;
    }
    tt_status st = tt_args_count("hops", a->hops, 1, 100, &spec.hops, &err);
    if (st == TT_OK)
        st = tt_open_case(a->rest[0], TT_CASE_READ, a, talk, &c, &err);
    if (st == TT_OK)
        st = tt_case_export(c, a->format ? a->format : "graphml", a->out, &spec, &err);
    tt_case_close(c);
    return tt_exit_of(st, &err);
}

const tt_command tt_command_export = {
    .name = "export",
    .summary = "write the network for Gephi, Cytoscape, Neo4j, OpenAleph and others",
    .usage = "CASE -o FILE [--format FORMAT] [--syndicate ID | --finding ID | --entity ID | --all]",
    .text =
        "Formats: graphml (igraph, networkx, yEd), gexf (Gephi), dot (Graphviz), cyjs\n"
        "(Cytoscape), neo4j (Cypher), ftm (OpenAleph, NDJSON), csv; features (numbers for models:\n"
        "parties, with --edges raw flows).  ID may be a prefix.",
    .opts = opts,
    .n_opts = TT_LEN(opts),
    .min_rest = 1,
    .max_rest = 1,
    .run = run,
};
