/*
 * report_json.c - report.json: everything, in one object, streamed.  schemas/report.schema.json is
 * its contract.
 */
#include "report/parts.h"
#include "report/wildlife.h"

#include "tradetrace/version.h"

static void key_array(tt_jw *w, const char *key, const tt_report_in *in, size_t n,
                      void (*part)(const tt_report_in *, size_t, const char *, tt_jw *))
{
    tt_jw_key(w, key);
    tt_jw_array(w);
    for (size_t i = 1; i <= n; i++)
        part(in, i, NULL, w);
    tt_jw_array_end(w);
}

static tt_status write_json(const tt_report_in *in, tt_file_out *out, tt_err *err)
{
    tt_jw w;
    tt_jw_init(&w, out, false);
    tt_jw_object(&w);
    tt_jw_kz(&w, "schema_version", TT_SCHEMA_VERSION);
    tt_jw_key(&w, "tool");
    tt_jw_object(&w);
    tt_jw_kz(&w, "name", "tradetrace");
    tt_jw_kz(&w, "version", TT_VERSION_TEXT);
    tt_jw_object_end(&w);
    tt_jw_key(&w, "run");
    tt_part_run(in, NULL, &w);
    tt_jw_key(&w, "summary");
    tt_part_summary(in, NULL, &w);
    key_array(&w, "syndicates", in, in->results->n_syndicates, tt_part_syndicate);
    key_array(&w, "findings", in, in->results->n_findings, tt_part_finding);
    tt_jw_key(&w, "entities");
    tt_jw_array(&w);
    tt_status st = tt_part_entities(in, NULL, &w, err);
    tt_jw_array_end(&w);
    tt_jw_key(&w, "deals");
    tt_part_deals(in, NULL, &w);
    key_array(&w, "completeness", in, in->results->n_completeness, tt_part_limit);
    tt_jw_key(&w, "data_quality");
    tt_part_data_quality(in, NULL, &w);
    if (st == TT_OK && tt_wild_any(in)) {
        tt_jw_key(&w, "wildlife");
        st = tt_part_wildlife(in, NULL, &w, err);
    }
    tt_jw_object_end(&w);
    if (st == TT_OK)
        st = tt_jw_end(&w, err);
    tt_jw_release(&w);
    return st;
}

const tt_reporter tt_reporter_json = {"json", "the whole report, for programs", write_json};
