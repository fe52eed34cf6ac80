/*
 * report_test.h - what the tests of reports share: an analysed case made by hand, with two
 * syndicates, names that try to break out of every format, and a file in memory.
 */
#ifndef TT_TESTS_UNIT_REPORT_REPORT_TEST_H
#define TT_TESTS_UNIT_REPORT_REPORT_TEST_H

#include "tests/support/tt_test.h" /* first: see banned.h */

#include "refdata/refdata.h"
#include "report/report.h"
#include "tests/support/tiny_case.h"
#include "tests/support/written.h"

/* Markup, quotes, a direction override, a formula, a line break: what a name may try. */
#define EVIL_NAME "</script><b onx='1'>\"Moon\" & \xE2\x80\xAE Sons"
#define FORMULA_NAME "=HYPERLINK(\"x\")|`a`\nB"

enum { E_ALPHA, E_BETA, E_EVIL, E_FORMULA, E_ALONE, N_PARTIES };

typedef struct report_case {
    tiny_case tiny;
    tt_graph graph;
    tt_results results;
    tt_report_in in;
    tiny_id party[N_PARTIES], invoice[3], shipment, payment[3], line[4];
    /* what the results point to; 1-based where model/finding.h says so */
    tt_finding_entity who[8];
    tt_ref docs[4];
    tt_measure measures[3];
    tt_test tests[3];
    tt_found found[4];
    tt_syndicate syndicates[3];
    tt_community communities[2];
    tt_ix of_one[2], of_two[1], community[2], in_community[N_PARTIES + 1];
    tt_completeness limits[2];
    double weight[N_PARTIES + 1];
    tt_report_flaw flaws[4];
    tt_str columns[1];
} report_case;

static inline tt_hash hash_from(unsigned char first, unsigned char rest)
{
    tt_hash h;
    memset(h.b, rest, sizeof(h.b));
    h.b[0] = first;
    return h;
}

static inline tt_ix entity_of(const report_case *c, int who)
{
    return tiny_entity(&c->tiny, c->party[who]);
}

static inline void report_documents(report_case *c)
{
    tiny_case *t = &c->tiny;
    c->party[E_ALPHA] = tiny_company(t, "Alpha Werke GmbH", "DE");
    c->party[E_BETA] = tiny_company(t, "Beta Trading LLC", "AE");
    c->party[E_EVIL] = tiny_company(t, EVIL_NAME, "HK");
    c->party[E_FORMULA] = tiny_company(t, FORMULA_NAME, "CN");
    c->party[E_ALONE] = tiny_company(t, "Quiet Farm", "");
    tiny_mention_at(t, c->party[E_ALPHA])->account = TT_STR("DE89370400440532013000");
    tiny_mention_at(t, c->party[E_ALPHA])->address = TT_STR("Hafen 1");
    tiny_mention_at(t, c->party[E_BETA])->identifier = TT_STR("TRN-100");

    c->invoice[0] =
        tiny_invoice(t, "INV-1", c->party[E_ALPHA], c->party[E_BETA], "2024-01-05", "USD");
    c->line[0] = tiny_invoice_line(t, c->invoice[0], "080132", 1000, "KGM", 850000);
    c->line[1] = tiny_invoice_line(t, c->invoice[0], "080132", 500, "KGM", 425000);
    c->invoice[1] =
        tiny_invoice(t, "-2+3", c->party[E_EVIL], c->party[E_ALPHA], "2024-02-10", "EUR");
    c->line[2] = tiny_invoice_line(t, c->invoice[1], "847130", 10, "H87", 1200000);
    c->invoice[2] =
        tiny_invoice(t, "INV-3", c->party[E_FORMULA], c->party[E_EVIL], "2024-03-01", "USD");
    c->line[3] = tiny_invoice_line(t, c->invoice[2], NULL, TT_NO_NUM, NULL, 12345678);
    tiny_line_at(t, c->line[2])->description = TT_STR("<i>laptops</i>");
    c->shipment = tiny_shipment(t, "BL-9", c->party[E_ALPHA], c->party[E_BETA], "2024-01-09",
                                "DEHAM", "AEJEA");
    (void)tiny_shipment_line(t, c->shipment, "080132", 1500, "KGM", 1510);
    c->payment[0] =
        tiny_payment(t, "P1", c->party[E_BETA], c->party[E_ALPHA], "2024-02-01", 1275000, "USD");
    c->payment[1] =
        tiny_payment(t, "P2", c->party[E_ALPHA], c->party[E_FORMULA], "2024-04-01", 990000, "EUR");
    c->payment[2] =
        tiny_payment(t, "P3", c->party[E_ALONE], c->party[E_ALPHA], "2024-05-01", 100, "USD");
    tiny_fx(t, "2024-02-10", "EUR", "1.10");
    tiny_id row = tiny_party(t, "R1", TT_ENTITY_COMPANY, "Alpha Werke GmbH", "DE");
    tiny_party_at(t, row)->phone = TT_STR("+49 40 <1>");
    tiny_party_at(t, row)->incorporated = tiny_day("2021-03-04");
    tiny_party_at(t, row)->employees = 12;
    (void)tiny_own(t, "Alpha Werke GmbH", "Beta Trading LLC", "shareholder", 60);
}

static inline void report_evidence(report_case *c)
{
    static const struct {
        int who;
        const char *role;
    } roles[] = {{E_ALPHA, "seller"},     {E_BETA, "buyer"},     {E_EVIL, "seller"},
                 {E_ALPHA, "buyer"},      {E_ALPHA, "exporter"}, {E_BETA, "importer"},
                 {E_EVIL, "third_party"}, {E_FORMULA, "payee"}};
    const tt_ccy usd = tt_ccy_parse(TT_STR("USD"));

    for (size_t i = 0; i < TT_LEN(roles); i++)
        c->who[i] = (tt_finding_entity){entity_of(c, roles[i].who), roles[i].role};
    c->docs[0] = tiny_ref(&c->tiny, c->line[1]);
    c->docs[1] = tiny_ref(&c->tiny, c->payment[0]);
    c->docs[2] = tiny_ref(&c->tiny, c->line[2]);
    c->docs[3] = tiny_ref(&c->tiny, c->invoice[2]);
    c->measures[0] = (tt_measure){.name = "unit_price",
                                  .unit = "USD/kg",
                                  .value = 8.5,
                                  .low = 2.25,
                                  .high = 3.75,
                                  .peers = 41};
    c->measures[1] = (tt_measure){.name = "paid",
                                  .is_money = true,
                                  .money = {1275000, usd},
                                  .unit = "",
                                  .low = (double)NAN,
                                  .high = 5625};
    c->measures[2] = (tt_measure){
        .name = "ratio", .unit = "1", .value = 2.266667, .low = (double)NAN, .high = (double)NAN};
    c->tests[0] =
        (tt_test){"related_party", TT_TEST_NOT_EXPLAINED, "No <common> owner is declared."};
    c->tests[1] = (tt_test){"quality", TT_TEST_WEAKENED, "The grade is written: \"W240\"."};
    c->tests[2] = (tt_test){"credit_note", TT_TEST_UNKNOWN, "No credit notes are in the data."};
}

/* Finding 1 has everything, 2 has little, 3 has no dates and speaks against itself. */
static inline void report_findings(report_case *c)
{
    static const char *const steps[] = {"Ask for the sales contract & price list."};
    const tt_ccy usd = tt_ccy_parse(TT_STR("USD"));
    const tt_finding none = {.p_value = (double)NAN,
                             .value_shift = {0, usd},
                             .from = TT_NO_DATE,
                             .to = TT_NO_DATE,
                             .n_entities = 1,
                             .n_documents = 1,
                             .n_tests = 1};
    tt_found *f = c->found;

    f[1] = (tt_found){
        hash_from(0x11, 0xaa), "price.over_invoicing", "over_invoicing", "price", none, 1, 1, NULL};
    f[1].f.title = "Price far above peers";
    f[1].f.explanation = "8.50 against <3.75>.";
    f[1].f.p_value = 0.000125;
    f[1].f.weight = 2.345678;
    f[1].f.value_shift.minor = 712500;
    f[1].f.direction = TT_SHIFT_TO_EXPORTER;
    f[1].f.from = tiny_day("2024-01-05");
    f[1].f.to = tiny_day("2024-02-01");
    f[1].f.entities = c->who;
    f[1].f.n_entities = 2;
    f[1].f.documents = c->docs;
    f[1].f.n_documents = 2;
    f[1].f.measures = c->measures;
    f[1].f.n_measures = 3;
    f[1].f.tests = c->tests;
    f[1].f.n_tests = 3;
    f[1].f.next_steps = steps;
    f[1].f.n_next_steps = 1;

    f[2] =
        (tt_found){hash_from(0x12, 0xaa), "flow.cycle_goods", "carousel", "flow", none, 2, 1, NULL};
    f[2].f.title = "Goods return";
    f[2].f.explanation = "They come back.";
    f[2].f.weight = 1.5;
    f[2].f.from = f[2].f.to = tiny_day("2024-02-10");
    f[2].f.entities = c->who + 2;
    f[2].f.n_entities = 2;
    f[2].f.documents = c->docs + 2;
    f[2].f.tests = c->tests;

    f[3] = (tt_found){
        hash_from(0x21, 0xaa), "phantom.no_shipment", "phantom", "duplicate", none, 3, 2, NULL};
    f[3].f.title = "Nothing was shipped";
    f[3].f.explanation = "No transport document.";
    f[3].f.weight = -0.25;
    f[3].f.entities = c->who + 7;
    f[3].f.documents = c->docs + 3;
    f[3].f.tests = c->tests + 2;
}

/* What a person said of a finding. */
static const tt_decided REPORT_DISMISSED = {
    .line = 2,
    .a = {"f11", 3},
    .said = TT_SAID_DISMISSED,
    .who = {"A. <Officer>", 12},
    .why = {"=netting | file 7", 17},
    .when = {19844, TT_NO_TIME}, /* 2024-05-01 */
};

static inline void report_syndicates(report_case *c)
{
    const tt_ccy usd = tt_ccy_parse(TT_STR("USD"));
    c->of_one[0] = 1;
    c->of_one[1] = 2;
    c->of_two[0] = 3;
    c->syndicates[1] = (tt_syndicate){.id = hash_from(0x01, 0xbb),
                                      .rank = 1,
                                      .score = 91.5,
                                      .log10_e = 4.03,
                                      .p_value = 0.002,
                                      .stability = 0.875,
                                      .entities = c->who + 4,
                                      .n_entities = 4,
                                      .findings = c->of_one,
                                      .n_findings = 2,
                                      .value_shift = {712500, usd},
                                      .direction = TT_SHIFT_TO_EXPORTER,
                                      .from = tiny_day("2024-01-05"),
                                      .to = tiny_day("2024-02-10"),
                                      .narrative = "Alpha sells to Beta far above <peers>."};
    c->syndicates[2] = (tt_syndicate){.id = hash_from(0x02, 0xbb),
                                      .rank = 2,
                                      .score = 0.05,
                                      .log10_e = -0.3,
                                      .p_value = (double)NAN,
                                      .stability = 1,
                                      .entities = c->who + 7,
                                      .n_entities = 1,
                                      .findings = c->of_two,
                                      .n_findings = 1,
                                      .value_shift = {0, usd},
                                      .from = TT_NO_DATE,
                                      .to = TT_NO_DATE,
                                      .narrative = "One party."};
}

static inline void report_results(report_case *c)
{
    tt_ix alpha = entity_of(c, E_ALPHA), beta = entity_of(c, E_BETA);
    report_evidence(c);
    report_findings(c);
    report_syndicates(c);
    c->community[0] = TT_MIN(alpha, beta);
    c->community[1] = TT_MAX(alpha, beta);
    c->communities[1] = (tt_community){hash_from(0x01, 0xcc), c->community, 2, 0.875};
    c->in_community[alpha] = c->in_community[beta] = 1;
    for (int i = 0; i < N_PARTIES; i++)
        c->weight[entity_of(c, i)] = i == E_ALPHA ? 3.25 : i == E_ALONE ? 0 : 2.5 - 0.5 * i;
    c->limits[1] = (tt_completeness){"flow.cycle_money: visits", "1000 visits", "1 of 2 components",
                                     "Longer circles may be missing."};
    c->results = (tt_results){.findings = c->found,
                              .n_findings = 3,
                              .communities = c->communities,
                              .n_communities = 1,
                              .syndicates = c->syndicates,
                              .n_syndicates = 2,
                              .completeness = c->limits,
                              .n_completeness = 1,
                              .entity_weight = c->weight,
                              .entity_community = c->in_community,
                              .n_flows = c->graph.goods.n + c->graph.money.n};
}

/** A whole case.  TT_OK or TT_ENOMEM. */
static inline tt_status report_make(report_case *c, tt_arena *a, tt_err *err)
{
    memset(c, 0, sizeof(*c));
    tiny_init(&c->tiny, a);
    report_documents(c);
    TT_TRY(tiny_finish(&c->tiny));
    TT_TRY(tt_graph_build(&c->tiny.data, a, &c->graph, err));
    report_results(c);
    c->flaws[0] = (tt_report_flaw){TT_NOTED, TT_STR("date in the future"), TT_STR("due_date"), 2};
    c->flaws[1] = (tt_report_flaw){TT_LOST_FIELD, TT_STR("not a number"), TT_STR("quantity"), 1};
    c->flaws[2] =
        (tt_report_flaw){TT_LOST_RECORD, TT_STR("missing required field"), TT_STR("currency"), 3};
    c->flaws[3] =
        (tt_report_flaw){TT_LOST_RECORD, TT_STR("missing required field"), TT_STR("number"), 4};
    c->columns[0] = TT_STR("invoice.csv: <colour>");
    c->in = (tt_report_in){.data = &c->tiny.data,
                           .results = &c->results,
                           .graph = &c->graph,
                           .seed = 7,
                           .flaws = c->flaws,
                           .n_flaws = 4,
                           .unknown_columns = c->columns,
                           .n_unknown_columns = 1};
    memset(c->in.parameters.b, 0x5a, sizeof(c->in.parameters.b));
    return TT_OK;
}

/* --- a report as text --- */

typedef struct report_job {
    const tt_reporter *by;
    const tt_report_in *in;
} report_job;

static inline tt_status report_job_write(const void *of, tt_file_out *f, tt_err *err)
{
    const report_job *job = of;
    return job->by->write(job->in, f, err);
}

/** What a reporter writes; the text lives in the arena. */
static inline tt_status
report_text(const tt_report_in *in, const char *format, tt_arena *a, tt_str *out, tt_err *err)
{
    size_t n = 0;
    report_job job = {NULL, in};
    const tt_reporter *const *all = tt_reporters(&n);
    for (size_t i = 0; i < n; i++)
        if (strcmp(all[i]->id, format) == 0)
            job.by = all[i];
    assert_non_null(job.by);
    return written(report_job_write, &job, a, out, err);
}

static inline bool contains(tt_str text, const char *part)
{
    return tt_str_find(text, tt_str_of(part), 0) != SIZE_MAX;
}

static inline void
tt_test_contains(tt_str text, const char *part, bool want, const char *file, int line)
{
    if (contains(text, part) == want)
        return;
    print_error("%s: %s\n", want ? "the text lacks" : "the text has", part);
    _fail(file, line);
}
#define assert_contains(text, part) tt_test_contains((text), (part), true, __FILE__, __LINE__)
#define assert_lacks(text, part) tt_test_contains((text), (part), false, __FILE__, __LINE__)

static inline size_t count_of(tt_str text, const char *part)
{
    size_t n = 0;
    for (size_t at = 0; (at = tt_str_find(text, tt_str_of(part), at)) != SIZE_MAX; at++)
        n++;
    return n;
}

#endif
