/*
 * report_ndjson.c - the report as lines, one object each, for programs that stream.
 *
 * Each line is an object of report.json with the key "object" in front: report, run, summary,
 * syndicate, finding, entity, deals, completeness, data_quality, wildlife, in this order.
 */
#include "report/parts.h"
#include "report/wildlife.h"

#include "tradetrace/version.h"

static tt_status write_ndjson(const tt_report_in *in, tt_file_out *out, tt_err *err)
{
    const tt_results *r = in->results;
    tt_jw w;
    tt_jw_init(&w, out, true);
    tt_jw_object(&w);
    tt_jw_kz(&w, "object", "report");
    tt_jw_kz(&w, "schema_version", TT_SCHEMA_VERSION);
    tt_jw_key(&w, "tool");
    tt_jw_object(&w);
    tt_jw_kz(&w, "name", "tradetrace");
    tt_jw_kz(&w, "version", TT_VERSION_TEXT);
    tt_jw_object_end(&w);
    tt_jw_object_end(&w);
    tt_part_run(in, "run", &w);
    tt_part_summary(in, "summary", &w);
    for (size_t i = 1; i <= r->n_syndicates; i++)
        tt_part_syndicate(in, i, "syndicate", &w);
    for (size_t i = 1; i <= r->n_findings; i++)
        tt_part_finding(in, i, "finding", &w);
    tt_status st = tt_part_entities(in, "entity", &w, err);
    tt_part_deals(in, "deals", &w);
    for (size_t i = 1; i <= r->n_completeness; i++)
        tt_part_limit(in, i, "completeness", &w);
    tt_part_data_quality(in, "data_quality", &w);
    if (st == TT_OK && tt_wild_any(in))
        st = tt_part_wildlife(in, "wildlife", &w, err);
    if (st == TT_OK)
        st = tt_jw_end(&w, err);
    tt_jw_release(&w);
    return st;
}

const tt_reporter tt_reporter_ndjson = {"ndjson", "the whole report as lines, for streaming",
                                        write_ndjson};
