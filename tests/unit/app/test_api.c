/*
 * The library as its users see it: public headers only, real files, the tour from documents to
 * reports.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tradetrace/tradetrace.h"

static const char TOUR[] = "samples/tour";
static char folder[96];
static tt_err err;

/* --- files in a folder of their own --- */

/* Two paths may be in use at a time. */
static const char *path_of(const char *name)
{
    static char path[4][192];
    static int next;
    char *p = path[next++ % 4];
    (void)snprintf(p, sizeof(path[0]), "%s/%s", folder, name);
    return p;
}

static int setup(void **state)
{
    const char *tmp = getenv("TMPDIR");
    (void)state;
    (void)snprintf(folder, sizeof(folder), "%s/tt-api-XXXXXX", tmp ? tmp : "/tmp");
    return mkdtemp(folder) ? 0 : -1;
}

static int teardown(void **state)
{
    DIR *d = opendir(folder);
    (void)state;
    for (struct dirent *e; d && (e = readdir(d)) != NULL;)
        (void)unlink(path_of(e->d_name));
    if (d)
        (void)closedir(d);
    return rmdir(folder);
}

/* The bytes of a file, terminated, for test_free; "" and *n = 0 when it is not there. */
static char *bytes_of(const char *path, size_t *n)
{
    FILE *f = fopen(path, "rb");
    size_t cap = 1u << 22;
    char *p = test_malloc(cap);
    assert_non_null(p);
    *n = f ? fread(p, 1, cap - 1, f) : 0;
    assert_true(*n < cap - 1);
    p[*n] = '\0';
    if (f)
        (void)fclose(f);
    return p;
}

static bool exists(const char *path)
{
    return access(path, F_OK) == 0;
}

static void write_text(const char *path, const char *text)
{
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(text, 1, strlen(text), f), strlen(text));
    assert_int_equal(fclose(f), 0);
}

static void same_files(const char *a, const char *b)
{
    size_t na = 0, nb = 0;
    char *pa = bytes_of(a, &na), *pb = bytes_of(b, &nb);
    assert_true(na > 0);
    assert_int_equal(na, nb);
    assert_memory_equal(pa, pb, na);
    test_free(pa);
    test_free(pb);
}

/* --- texts that the library hands over --- */

typedef struct text {
    char p[1 << 16]; /* the beginning, terminated */
    size_t n;        /* all that came */
} text;

static tt_status collect(void *ctx, const char *p, size_t n, tt_err *e)
{
    text *t = ctx;
    (void)e;
    for (size_t i = 0; i < n; i++, t->n++)
        if (t->n < sizeof(t->p) - 1)
            t->p[t->n] = p[i];
    t->p[t->n < sizeof(t->p) ? t->n : sizeof(t->p) - 1] = '\0';
    return TT_OK;
}

static text heard, shown;

static void hear(void *ctx, tt_log_level level, const char *stage, const char *line)
{
    (void)ctx;
    (void)level;
    (void)collect(&heard, stage, strlen(stage), NULL);
    (void)collect(&heard, ": ", 2, NULL);
    (void)collect(&heard, line, strlen(line), NULL);
    (void)collect(&heard, "\n", 1, NULL);
}

static const tt_talk talk = {.log = hear};

static void listen(void)
{
    memset(&heard, 0, sizeof(heard));
}

static void clear(void)
{
    memset(&shown, 0, sizeof(shown));
}

/* --- checks --- */

static void
check_status(tt_status got, tt_status want, const char *call, const char *file, int line)
{
    if (got == want)
        return;
    print_error("%s gives '%s', not '%s': %s\n", call, tt_status_text(got), tt_status_text(want),
                err.text);
    _fail(file, line);
}
#define ERR (memset(&err, 0, sizeof(err)), &err)
#define assert_status(call, want) check_status((call), (want), #call, __FILE__, __LINE__)
#define assert_ok(call) assert_status(call, TT_OK)
#define assert_has(text, part) assert_non_null(strstr((text), (part)))
#define assert_lacks(text, part) assert_null(strstr((text), (part)))

static tt_case *open_case(const char *name, tt_case_mode mode)
{
    tt_case *c = NULL;
    assert_ok(tt_case_open(path_of(name), mode, &talk, &c, ERR));
    assert_non_null(c);
    return c;
}

static tt_case *tour(const char *name, unsigned threads)
{
    tt_case *c = open_case(name, TT_CASE_CREATE);
    tt_case_threads(c, threads);
    assert_ok(tt_case_ingest(c, TOUR, NULL, NULL, NULL, ERR));
    assert_ok(tt_case_analyze(c, TT_STAGE_RANK, ERR));
    return c;
}

/* The first thing in quotes after `key` at or after `from`: an id of the report. */
static const char *id_after(const char *from, const char *key, char out[64])
{
    const char *p = strstr(from, key);
    assert_non_null(p);
    p = strchr(p + strlen(key), '"');
    assert_non_null(p);
    size_t n = strcspn(p + 1, "\"");
    assert_in_range(n, 1, 63);
    memcpy(out, p + 1, n);
    out[n] = '\0';
    return p + 1 + n;
}

/* --- the tests --- */

static void count_files(void *ctx, const tt_ingest_result *r)
{
    uint64_t *n = ctx;
    assert_true(r->n_read == r->n_loaded + r->n_rejected + r->n_duplicate);
    assert_non_null(r->file);
    n[0]++;
    n[1] += r->n_read;
    n[2] += r->n_loaded;
    n[3] += r->known != 0;
}

static void the_tour_goes_from_documents_to_reports(void **state)
{
    uint64_t n[4] = {0}, n_findings = 0, n_rejects = 99;
    double weight = 0;
    size_t size = 0;
    (void)state;
    tt_case *c = open_case("tour.db", TT_CASE_CREATE);
    assert_ok(tt_case_ingest(c, TOUR, NULL, count_files, n, ERR));
    assert_int_equal(n[0], 7); /* the README explains the folder */
    assert_true(n[1] > 300);
    assert_int_equal(n[1], n[2]);
    assert_int_equal(n[3], 0);
    assert_ok(tt_case_analyze(c, TT_STAGE_RANK, ERR));
    assert_ok(tt_case_heaviest(c, &weight, &n_findings, ERR));
    assert_true(n_findings >= 3);
    assert_true(weight > 1);
    assert_ok(tt_case_report(c, "json", path_of("report.json"), ERR));
    char *report = bytes_of(path_of("report.json"), &size);
    assert_has(report, "\"schema_version\": \"1.0\"");
    assert_has(report, "\"price.over_invoicing\"");
    assert_lacks(report, folder);
    test_free(report);
    assert_ok(tt_case_rejects(c, path_of("rejects.csv"), &n_rejects, ERR));
    assert_int_equal(n_rejects, 0);
    clear();
    assert_ok(tt_case_summary(c, collect, &shown, ERR));
    assert_has(shown.p, "syndicates");
    tt_case_close(c);
}

static void every_format_is_written(void **state)
{
    char list[32], name[64];
    size_t size = 0, n = 0;
    (void)state;
    tt_case_close(tour("formats.db", 1));
    tt_case *c = open_case("formats.db", TT_CASE_READ); /* reading is enough for all of it */
    const char *const lists[] = {tt_report_formats(), tt_export_formats()};
    for (int export = 0; export < 2; export ++) {
        for (const char *f = lists[export]; *f;) {
            size_t len = strcspn(f, "|");
            (void)snprintf(list, sizeof(list), "%.*s", (int)len, f);
            (void)snprintf(name, sizeof(name), "%d.%s", export, list);
            if (export)
                assert_ok(tt_case_export(c, list, path_of(name), NULL, ERR));
            else
                assert_ok(tt_case_report(c, list, path_of(name), ERR));
            char *p = bytes_of(path_of(name), &size);
            assert_true(size > 300);
            test_free(p);
            n++;
            f += len + (f[len] == '|');
        }
    }
    assert_int_equal(n, 6 + 8);
    tt_case_close(c);
}

static void parts_of_a_network_are_smaller(void **state)
{
    char s[64], member[64], e[64], f[64];
    size_t size = 0, part = 0;
    (void)state;
    tt_case *c = tour("parts.db", 1);
    assert_ok(tt_case_report(c, "json", path_of("parts.json"), ERR));
    char *report = bytes_of(path_of("parts.json"), &size);
    (void)id_after(id_after(strstr(report, "\"syndicates\": ["), "\"id\":", s), "\"id\":", member);
    (void)id_after(id_after(strstr(report, "\"findings\": [\n    {"), "\"id\":", f), "\"id\":", e);
    test_free(report);
    assert_int_equal(s[0], 's');
    assert_int_equal(e[0], 'e');
    assert_int_equal(f[0], 'f');

    const tt_export_spec specs[] = {{.syndicate = s}, {.finding = f}, {.entity = e}};
    assert_ok(tt_case_export(c, "csv", path_of("all.csv"), NULL, ERR));
    test_free(bytes_of(path_of("all.csv"), &size));
    for (size_t i = 0; i < 3; i++) {
        assert_ok(tt_case_export(c, "csv", path_of("part.csv"), &specs[i], ERR));
        char *p = bytes_of(path_of("part.csv"), &part);
        assert_has(p, specs[i].syndicate ? member : e);
        assert_true(part > 0 && part < size);
        test_free(p);
    }
    const tt_export_spec raw = {.raw_edges = 1};
    assert_ok(tt_case_export(c, "csv", path_of("raw.csv"), &raw, ERR));
    test_free(bytes_of(path_of("raw.csv"), &part));
    assert_true(part > size);
    const tt_export_spec far = {.entity = e, .hops = 100};
    assert_ok(tt_case_export(c, "csv", path_of("far.csv"), &far, ERR));
    test_free(bytes_of(path_of("far.csv"), &part));
    assert_true(part <= size);
    tt_case_close(c);
}

static void explain_and_show_answer_by_id_and_number(void **state)
{
    char s[64], f[64], e[64], prefix[12];
    size_t size = 0;
    (void)state;
    tt_case *c = tour("explain.db", 1);
    assert_ok(tt_case_report(c, "json", path_of("explain.json"), ERR));
    char *report = bytes_of(path_of("explain.json"), &size);
    (void)id_after(strstr(report, "\"syndicates\": ["), "\"id\":", s);
    (void)id_after(id_after(strstr(report, "\"findings\": [\n    {"), "\"id\":", f), "\"id\":", e);
    test_free(report);
    const char *const ids[] = {s, f, e};
    for (size_t i = 0; i < 3; i++) {
        clear();
        (void)snprintf(prefix, sizeof(prefix), "%.10s", ids[i]);
        assert_ok(tt_case_explain(c, prefix, NULL, collect, &shown, ERR));
        assert_has(shown.p, prefix);
    }
    clear();
    assert_ok(tt_case_explain(c, e, e, collect, &shown, ERR));
    clear();
    assert_ok(tt_case_show(c, "QIN-24-001", 0, collect, &shown, ERR));
    assert_has(shown.p, "invoices.csv");
    assert_has(shown.p, "49434.00");
    clear();
    assert_ok(tt_case_show(c, "QIN-24-001", 1, collect, &shown, ERR));
    assert_has(shown.p, "\"number\": \"QIN-24-001\"");
    assert_has(shown.p, "\"sha256\"");

    assert_status(tt_case_explain(c, "f", NULL, collect, &shown, ERR), TT_EUSAGE); /* too short */
    size_t n_ambiguous = 0;
    for (unsigned i = 0; i < 256; i++) { /* more documents than beginnings: two share one */
        (void)snprintf(prefix, sizeof(prefix), "d%02x", i);
        clear();
        tt_status st = tt_case_explain(c, prefix, NULL, collect, &shown, ERR);
        if (st == TT_EUSAGE && strstr(err.text, "ambiguous"))
            n_ambiguous++;
        else if (st != TT_ENOTFOUND)
            assert_ok(st);
    }
    assert_true(n_ambiguous > 0);
    assert_status(
        tt_case_explain(c, "f00000000000000000000000000000000", NULL, collect, &shown, ERR),
        TT_ENOTFOUND);
    assert_status(tt_case_explain(c, "nothing like an id", NULL, collect, &shown, ERR), TT_EUSAGE);
    assert_status(tt_case_show(c, "no such document", 0, collect, &shown, ERR), TT_ENOTFOUND);
    const tt_export_spec none = {.syndicate = "s00000000000000000000000000000000"};
    assert_status(tt_case_export(c, "csv", path_of("none.csv"), &none, ERR), TT_ENOTFOUND);
    assert_false(exists(path_of("none.csv")));
    tt_case_close(c);
}

static tt_status all_well(void *ctx, const tt_check *check, tt_err *e)
{
    size_t *n = ctx;
    (void)e;
    assert_non_null(check->what);
    n[check->ok ? 0 : 1]++;
    return TT_OK;
}

static void verify_finds_what_was_changed(void **state)
{
    size_t n[2] = {0};
    (void)state;
    tt_case *c = tour("verify.db", 1);
    assert_ok(tt_case_verify(c, all_well, n, ERR));
    assert_true(n[0] >= 4);
    assert_int_equal(n[1], 0);
    n[0] = 0;
    assert_ok(tt_case_write_outputs(c, folder, ERR));
    assert_ok(tt_case_verify_outputs(c, folder, all_well, n, ERR));
    assert_int_equal(n[0], 5);
    write_text(path_of("network.gexf"), "<gexf/>");
    assert_int_equal(unlink(path_of("rejects.csv")), 0);
    n[0] = 0;
    assert_status(tt_case_verify_outputs(c, folder, all_well, n, ERR), TT_EINTEGRITY);
    assert_int_equal(n[0], 3);
    assert_int_equal(n[1], 2);
    tt_case_close(c);
}

static void a_case_must_be_there_and_be_one(void **state)
{
    tt_case *c = NULL;
    (void)state;
    assert_status(tt_case_open(path_of("none.db"), TT_CASE_READ, NULL, &c, ERR), TT_ENOTFOUND);
    assert_null(c);
    assert_status(tt_case_open(path_of("none.db"), TT_CASE_WRITE, NULL, &c, ERR), TT_ENOTFOUND);
    assert_false(exists(path_of("none.db")));
    write_text(path_of("text.db"), "this is not a case, whatever its name says\n");
    assert_status(tt_case_open(path_of("text.db"), TT_CASE_WRITE, NULL, &c, ERR), TT_EDB);
    assert_null(c);
    size_t n = 0;
    char *p = bytes_of(path_of("text.db"), &n);
    assert_string_equal(p, "this is not a case, whatever its name says\n");
    test_free(p);
    tt_case_close(NULL);
}

static void wrong_files_kinds_and_formats_are_said(void **state)
{
    const tt_ingest_spec kind = {.kind = "novel"}, format = {.format = "novel"},
                         map = {.map_path = "samples/tour/README.md"};
    (void)state;
    tt_case *c = open_case("wrong.db", TT_CASE_CREATE);
    assert_status(tt_case_ingest(c, path_of("missing.csv"), NULL, NULL, NULL, ERR), TT_ENOTFOUND);
    assert_status(tt_case_ingest(c, TOUR, &kind, NULL, NULL, ERR), TT_EUSAGE);
    assert_has(err.text, "novel");
    assert_status(tt_case_ingest(c, TOUR, &format, NULL, NULL, ERR), TT_EUSAGE);
    assert_status(tt_case_ingest(c, TOUR, &map, NULL, NULL, ERR), TT_EFORMAT);
    assert_status(tt_case_configure(c, "{", 1, ERR), TT_EFORMAT);
    assert_status(tt_case_set(c, "colour", "red", ERR), TT_EUSAGE);

    assert_status(tt_case_report(c, "json", path_of("early.json"), ERR), TT_EUSAGE);
    assert_string_equal(err.text, "the case was never analysed: run 'tradetrace analyze'");
    assert_status(tt_case_export(c, "csv", path_of("early.csv"), NULL, ERR), TT_EUSAGE);
    assert_false(exists(path_of("early.json")));
    assert_ok(tt_case_analyze(c, TT_STAGE_RANK, ERR)); /* an empty case is a case */
    assert_status(tt_case_report(c, "pdf", path_of("x.pdf"), ERR), TT_EUSAGE);
    assert_has(err.text, "'pdf': one of ");
    assert_has(err.text, tt_report_formats());
    assert_status(tt_case_export(c, "visio", path_of("x.visio"), NULL, ERR), TT_EUSAGE);
    assert_has(err.text, tt_export_formats());
    assert_status(tt_case_report(c, "json", path_of("no/such/folder.json"), ERR), TT_EIO);
    tt_case_close(c);
}

static void a_second_analysis_does_nothing(void **state)
{
    (void)state;
    tt_case_close(tour("again.db", 1));
    tt_case *c = open_case("again.db", TT_CASE_WRITE);
    listen();
    assert_ok(tt_case_analyze(c, TT_STAGE_RANK, ERR));
    assert_string_equal(heard.p, "resolve: inputs unchanged, nothing to do\n"
                                 "match: inputs unchanged, nothing to do\n"
                                 "detect: inputs unchanged, nothing to do\n"
                                 "rank: inputs unchanged, nothing to do\n");
    assert_ok(tt_case_report(c, "json", path_of("again.json"), ERR));
    tt_case_close(c);

    c = open_case("again.db", TT_CASE_WRITE);
    listen();
    assert_ok(tt_case_ingest(c, TOUR, NULL, NULL, NULL, ERR)); /* known bytes are no change */
    assert_ok(tt_case_analyze(c, TT_STAGE_RANK, ERR));
    assert_has(heard.p, "rank: inputs unchanged, nothing to do\n");
    listen();
    assert_ok(tt_case_set(c, "seed", "2", ERR)); /* the seed is of ranking only */
    assert_ok(tt_case_analyze(c, TT_STAGE_RANK, ERR));
    assert_has(heard.p, "match: inputs unchanged, nothing to do\n");
    assert_lacks(heard.p, "rank: inputs unchanged");
    tt_case_close(c);
}

static void a_report_in_between_does_not_change_what_was_set(void **state)
{
    (void)state;
    tt_case_close(tour("between.db", 1));
    tt_case *c = open_case("between.db", TT_CASE_WRITE);
    assert_ok(tt_case_set(c, "seed", "2", ERR));
    assert_ok(tt_case_report(c, "json", path_of("between.json"), ERR)); /* of seed 1 */
    listen();
    assert_ok(tt_case_analyze(c, TT_STAGE_RANK, ERR));
    assert_lacks(heard.p, "rank: inputs unchanged");
    assert_ok(tt_case_report(c, "json", path_of("between2.json"), ERR));
    size_t n = 0;
    char *before = bytes_of(path_of("between.json"), &n);
    char *after = bytes_of(path_of("between2.json"), &n);
    assert_has(before, "\"seed\": 1,");
    assert_has(after, "\"seed\": 2,");
    test_free(before);
    test_free(after);
    tt_case_close(c);
}

static const char CLEAN[] =
    "invoice_number,issue_date,seller_name,seller_country,buyer_name,buyer_country,currency,"
    "description,line_amount\n"
    "CLEAN-1,2024-05-05,Quiet Dairy AB,SE,Calm Bakery Oy,FI,USD,butter,1200.00\n";

static void a_case_that_has_changed_must_be_analysed_again(void **state)
{
    (void)state;
    tt_case *c = tour("changed.db", 1);
    write_text(path_of("clean.csv"), CLEAN);
    assert_ok(tt_case_ingest(c, path_of("clean.csv"), NULL, NULL, NULL, ERR));
    assert_status(tt_case_report(c, "json", path_of("changed.json"), ERR), TT_EUSAGE);
    assert_string_equal(err.text, "the case has changed since 'resolve' last ran: run 'tradetrace "
                                  "analyze'");
    assert_ok(tt_case_analyze(c, TT_STAGE_MATCH, ERR));
    assert_status(tt_case_report(c, "json", path_of("changed.json"), ERR), TT_EUSAGE);
    assert_string_equal(err.text,
                        "the case has changed since 'detect' last ran: run 'tradetrace analyze'");
    assert_ok(tt_case_analyze(c, TT_STAGE_RANK, ERR));
    assert_ok(tt_case_report(c, "json", path_of("changed.json"), ERR));
    tt_case_close(c);
}

static void unrelated_documents_leave_ids_as_they_are(void **state)
{
    size_t size = 0;
    char id[64];
    (void)state;
    tt_case *c = tour("ids.db", 1);
    assert_ok(tt_case_report(c, "json", path_of("before.json"), ERR));
    write_text(path_of("clean.csv"), CLEAN);
    assert_ok(tt_case_ingest(c, path_of("clean.csv"), NULL, NULL, NULL, ERR));
    assert_ok(tt_case_analyze(c, TT_STAGE_RANK, ERR));
    assert_ok(tt_case_report(c, "json", path_of("after.json"), ERR));
    tt_case_close(c);
    char *before = bytes_of(path_of("before.json"), &size);
    char *after = bytes_of(path_of("after.json"), &size);
    assert_lacks(before, "Quiet Dairy AB");
    size_t n[2] = {0};
    for (const char *p = strstr(before, "\"syndicates\": ["); strstr(p, "\"id\": \"");) {
        p = id_after(p, "\"id\":", id);
        if (id[0] != 'e' && id[0] != 'f')
            continue;
        n[id[0] == 'f']++;
        if (!strstr(after, id))
            fail_msg("%s is gone", id);
    }
    assert_true(n[0] > 20 && n[1] >= 3);
    test_free(before);
    test_free(after);
}

static void threads_and_the_order_of_files_change_no_byte(void **state)
{
    static const char *const backwards[] = {"registry.json", "payments.ndjson", "ownership.csv",
                                            "manifests.csv", "invoices.csv",    "declarations.csv",
                                            "coverage.csv"};
    char path[128];
    (void)state;
    tt_case *c = tour("one.db", 1);
    assert_ok(tt_case_report(c, "json", path_of("one.json"), ERR));
    assert_ok(tt_case_export(c, "graphml", path_of("one.graphml"), NULL, ERR));
    tt_case_close(c);

    c = open_case("four.db", TT_CASE_CREATE);
    tt_case_threads(c, 4);
    for (size_t i = 0; i < sizeof(backwards) / sizeof(*backwards); i++) {
        (void)snprintf(path, sizeof(path), "%s/%s", TOUR, backwards[i]);
        assert_ok(tt_case_ingest(c, path, NULL, NULL, NULL, ERR));
    }
    assert_ok(tt_case_analyze(c, TT_STAGE_RANK, ERR));
    assert_ok(tt_case_report(c, "json", path_of("four.json"), ERR));
    assert_ok(tt_case_export(c, "graphml", path_of("four.graphml"), NULL, ERR));
    tt_case_close(c);
    same_files(path_of("one.json"), path_of("four.json"));
    same_files(path_of("one.graphml"), path_of("four.graphml"));
}

static void the_catalogue_needs_no_case(void **state)
{
    (void)state;
    clear();
    assert_ok(tt_detectors_print(NULL, collect, &shown, ERR));
    assert_has(shown.p, "price.over_invoicing");
    assert_status(tt_detectors_print("no.such", collect, &shown, ERR), TT_ENOTFOUND);
    clear();
    assert_ok(tt_schema_print("report", collect, &shown, ERR));
    assert_has(shown.p, "https://json-schema.org/draft/2020-12/schema");
    assert_status(tt_schema_print("no.such", collect, &shown, ERR), TT_ENOTFOUND);
    assert_string_equal(tt_version(), TT_VERSION_TEXT);
    assert_string_equal(tt_status_text(TT_ENOTFOUND), "not found");
}

#define API_TEST(f) cmocka_unit_test(f)

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        API_TEST(the_tour_goes_from_documents_to_reports),
        API_TEST(every_format_is_written),
        API_TEST(parts_of_a_network_are_smaller),
        API_TEST(explain_and_show_answer_by_id_and_number),
        API_TEST(verify_finds_what_was_changed),
        API_TEST(a_case_must_be_there_and_be_one),
        API_TEST(wrong_files_kinds_and_formats_are_said),
        API_TEST(a_second_analysis_does_nothing),
        API_TEST(a_report_in_between_does_not_change_what_was_set),
        API_TEST(a_case_that_has_changed_must_be_analysed_again),
        API_TEST(unrelated_documents_leave_ids_as_they_are),
        API_TEST(threads_and_the_order_of_files_change_no_byte),
        API_TEST(the_catalogue_needs_no_case),
    };
    if (argc > 1)
        cmocka_set_test_filter(argv[1]);
    return cmocka_run_group_tests_name("app/api", tests, setup, teardown);
}
