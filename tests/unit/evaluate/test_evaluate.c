/*
 * A report of five findings on ten invoices, against a truth of three crimes and one honest
 * look-alike; every figure is worked out by hand.
 */
#include "tests/support/tt_test.h"

#include "base/file.h"
#include "evaluate/parts.h"

#include <math.h>
#include <stdlib.h>
#include <unistd.h>

static const double NEAR = 1e-9;

static const char TRUTH[] =
    "{\"schema_version\": \"1.0\", \"scenario\": \"tiny\", \"seed\": 7,"
    " \"planted\": [{\"id\": \"P1\", \"typology\": \"over_invoicing\", \"level\": \"easy\","
    "                \"syndicate\": \"S1\", \"entities\": [{\"id\": \"E1\", \"role\": "
    "\"seller\"}]},"
    "               {\"id\": \"P2\", \"typology\": \"phantom\", \"level\": \"hard\","
    "                \"syndicate\": \"S1\", \"entities\": []},"
    "               {\"id\": \"P3\", \"typology\": \"over_invoicing\", \"level\": \"easy\","
    "                \"syndicate\": null, \"entities\": []}],"
    " \"look_alikes\": [{\"id\": \"L4\", \"class\": \"discount\", \"entities\": []}]}";

static const char DOCUMENTS[] = "kind,number,line,deal,event,party_1,party_2,party_3,party_4\n"
                                "invoice,I1,2,,P1,E1,E2,,\ninvoice,I2,4,,P1,E1,E2,,\n"
                                "invoice,I3,5,,P2,E1,E2,,\ninvoice,I4,6,,P2,E1,E2,,\n"
                                "invoice,I5,7,,P3,E1,E2,,\ninvoice,I6,8,,L4,E1,E2,,\n"
                                "invoice,I7,9,,L4,E1,E2,,\ninvoice,I8,10,,,E1,E2,,\n"
                                "invoice,I9,11,,,E1,E2,,\ninvoice,I10,12,,,E1,E2,,\n";

static const char LINKS[] = "invoice,invoice_line,kind,number,line,share\n";
static const char BREAKS[] = "kind,number,line,partner,reason\n"
                             "invoice,I1,2,payment,not_arrived\n";

#define CITE(number, line)                                                                         \
    "{\"kind\": \"invoice\", \"number\": \"" number "\", \"line\": null, \"source\": {\"file\": "  \
    "\"invoices.csv\", \"line\": " line "}}"
#define PERMIT                                                                                     \
    "{\"kind\": \"permit\", \"number\": \"P\", \"source\": {\"file\": \"p.csv\", \"line\": 2}}"
#define FINDING(id, detector, typology, weight, p, syndicate, documents)                           \
    "{\"id\": \"" id "\", \"detector\": \"" detector "\", \"typology\": \"" typology               \
    "\", \"weight\": " weight ", \"p_value\": " p ", \"syndicate\": " syndicate                    \
    ", \"entities\": [{\"id\": \"e" id "\"}, {\"id\": \"e0\"}], \"documents\": [" documents "]}"

/* Line 3 is the second row of I1. */
/* clang-format off */
static const char REPORT[] =
    "{\"summary\": {\"documents\": {\"invoice\": 10, \"payment\": 0}},"
    " \"syndicates\": [{\"id\": \"s1\", \"entities\": [{\"id\": \"e0\"}, {\"id\": "
    "\"ef1\"}]}], \"findings\": ["
    FINDING("f1", "price.over", "over_invoicing", "2.5", "0.001", "\"s1\"",
            PERMIT "," CITE("I1", "3") "," PERMIT "," CITE("I2", "4")) ","
    FINDING("f2", "price.over", "over_invoicing", "1.2", "0.04", "null",
            CITE("I6", "8") "," CITE("I7", "9")) ","
    FINDING("f3", "doc.qty", "short_shipment", "1.1", "null", "\"s1\"",
            CITE("I3", "5") "," CITE("I8", "10")) ","
    FINDING("f4", "doc.qty", "short_shipment", "0.7", "0.02", "null", CITE("I9", "11")) ","
    FINDING("f5", "doc.qty", "short_shipment", "0.2", "null", "null",
            CITE("I5", "7") "," CITE("I9", "11") "," CITE("I10", "12")) "]}";
/* clang-format on */

static const struct {
    const char *name, *text;
} files[] = {{"truth.json", TRUTH},
             {"truth_documents.csv", DOCUMENTS},
             {"truth_links.csv", LINKS},
             {"truth_breaks.csv", BREAKS},
             {"report.json", REPORT}};

static char folder[128];

static void drop_folder(void)
{
    char path[sizeof(folder) + 32];
    for (size_t i = 0; i < TT_LEN(files); i++) {
        (void)snprintf(path, sizeof(path), "%s/%s", folder, files[i].name);
        (void)unlink(path);
    }
    (void)rmdir(folder);
}

/* In a folder of our own, which is gone when the program ends. */
static const char *path_of(tt_arena *a, const char *name)
{
    if (!folder[0]) {
        const char *tmp = getenv("TMPDIR");
        (void)snprintf(folder, sizeof(folder), "%s/tt-evaluate-XXXXXX", tmp ? tmp : "/tmp");
        assert_non_null(mkdtemp(folder));
        assert_int_equal(atexit(drop_folder), 0);
    }
    return tt_arena_printf(a, "%s/%s", folder, name);
}

static void put(tt_arena *a, const char *name, const char *text)
{
    tt_file_out *f;
    assert_ok(tt_file_out_open(path_of(a, name), &f, ERR));
    assert_ok(tt_file_out_write(f, tt_str_of(text), ERR));
    assert_ok(tt_file_out_commit(f, NULL, ERR));
}

static void write_files(tt_arena *a)
{
    for (size_t i = 0; i < TT_LEN(files); i++)
        put(a, files[i].name, files[i].text);
}

static void judge(tt_arena *a, tt_evaluation *e)
{
    tt_truth t;
    tt_claims c;
    write_files(a);
    assert_ok(tt_truth_read(folder, a, &t, ERR));
    assert_ok(tt_claims_read(path_of(a, "report.json"), &t, a, &c, ERR));
    assert_ok(tt_evaluate(&t, &c, NULL, a, e, ERR));
    tt_truth_release(&t);
}

static void findings_are_right_when_half_of_what_they_cite_is_planted(void **state)
{
    tt_evaluation e;
    judge(*state, &e);
    assert_int_equal(e.n_findings, 5);
    assert_int_equal(e.n_true, 2); /* f1; f3 with one of two; not f5, one of three */
    assert_near(e.precision_at[0].value, 0.2, NEAR);
    assert_near(e.evidence.value, 0.75, NEAR); /* I1 I2 I3 of I1 I2 I3 I8 */
    assert_int_equal(e.n_detectors, 2);
    assert_string_equal(e.detectors[0].id.p, "doc.qty");
    assert_near(e.detectors[0].right.value, 1.0 / 3, NEAR);
}

/* f1 is of the detector that looks for P2 and cites papers of P1 only; f3 cites those of P2. */
static void ties_of_a_syndicate_are_shown_by_all_its_papers(void **state)
{
    static const char *const extra[] = {"", "\"ties\": true,"};
    static const char *const of[] = {"\"S1\"", "null"};
    for (size_t i = 0; i < 2; i++)
        for (size_t k = 0; k < 2; k++) {
            tt_arena *a = *state;
            tt_evaluation e;
            tt_truth t;
            tt_claims c;
            bool named = i == 1 && k == 0; /* ties of nobody's syndicate tie nothing */
            write_files(a);
            put(a, "truth.json",
                tt_arena_printf(
                    a,
                    "{\"planted\": [{\"id\": \"P1\", \"typology\": \"x\", \"syndicate\": "
                    "%s}, {\"id\": \"P2\", \"typology\": \"price.over\", %s "
                    "\"syndicate\": %s}, {\"id\": \"P3\", \"typology\": \"y\"}],"
                    " \"look_alikes\": [{\"id\": \"L4\", \"class\": \"z\"}]}",
                    of[k], extra[i], of[k]));
            assert_ok(tt_truth_read(folder, a, &t, ERR));
            assert_ok(tt_claims_read(path_of(a, "report.json"), &t, a, &c, ERR));
            assert_ok(tt_evaluate(&t, &c, NULL, a, &e, ERR));
            const tt_ev_row *r = &e.typologies[0];
            assert_string_equal(r->code.p, "price.over");
            assert_int_equal(r->n, 1);
            assert_int_equal(r->any, 1);
            assert_int_equal(r->named, named);
            assert_int_equal(r->findings, named ? 2 : 1);
            tt_truth_release(&t);
        }
    write_files(*state);
}

static void documents_are_ranked_by_the_first_finding_that_cites_them(void **state)
{
    tt_evaluation e;
    judge(*state, &e); /* I1 I2 | I6 I7 | I3 I8 | I9 | I5 I10 */
    assert_int_equal(e.n_planted_documents, 5);
    assert_near(e.ap, (1 + 1 + 3.0 / 5 + 4.0 / 8) / 5, NEAR);
    assert_true(e.ap_low <= e.ap && e.ap <= e.ap_high);
    assert_near(e.prevalence, 0.5, NEAR);
    assert_near(e.precision_in[2].value, 1, NEAR); /* one document is 5 % of ten, rounded up */
    assert_near(e.recall_in[2].value, 0.2, NEAR);
}

/* Entities 1 to 6 of the truth, of which documents name 1 to 5; the first event has 1, the second 2
 * and 6, the look-alike 3. */
static void entities_are_ranked_by_the_first_finding_that_names_them(void **state)
{
    tt_arena *a = *state;
    tt_truth_event events[] = {{.planted = false},
                               {.planted = true, .n_docs = 2, .first_party = 0, .n_parties = 1},
                               {.planted = true, .n_docs = 1, .first_party = 1, .n_parties = 2},
                               {.planted = false, .n_docs = 1, .first_party = 3, .n_parties = 1},
                               {.planted = true, .n_docs = 0, .first_party = 4, .n_parties = 1}};
    tt_tx parties[] = {1, 2, 6, 3, 5};
    tt_truth t = {.events = events, .event_parties = parties, .n_events = 4, .n_entities = 6};
    uint8_t named[] = {0, 1, 1, 1, 1, 1, 0};
    tt_tx who[] = {3, 1, 0, 1, 2, 4};
    tt_evaluation e = {.n_traders = 0};
    assert_ok(tt_judge_traders(&t, who, TT_LEN(who), named, a, &e, ERR));
    assert_int_equal(e.n_traders, 5);
    assert_int_equal(e.n_planted_traders, 2); /* nobody names 6, and no document shows 5 */
    assert_near(e.entity_ap, (1.0 / 2 + 2.0 / 4) / 2, NEAR); /* 3 | 1 | unknown | 2 | 4 */
    assert_near(e.entity_precision[2].value, 0, NEAR);       /* the first of five */
    assert_true(e.entity_ap_low <= e.entity_ap && e.entity_ap <= e.entity_ap_high);
}

static void entities_are_listed_once(void **state)
{
    tt_arena *a = *state;
    tt_truth t;
    tt_claims c;
    static const char *const ids[] = {"ef1", "e0", "ef2", "ef3", "ef4", "ef5"};
    write_files(a);
    assert_ok(tt_truth_read(folder, a, &t, ERR));
    assert_ok(tt_claims_read(path_of(a, "report.json"), &t, a, &c, ERR));
    assert_int_equal(c.n_entities, TT_LEN(ids));
    for (size_t i = 0; i < TT_LEN(ids); i++)
        assert_string_equal(c.entities[i].p, ids[i]);
    assert_int_equal(c.n_members, 2);
    assert_string_equal(c.members[1].entity.p, "ef1");
    assert_int_equal(c.findings[0].n_docs, 2); /* a permit is no document of trade */
    tt_truth_release(&t);
}

static void events_are_hit_by_halves_and_by_name(void **state)
{
    tt_evaluation e;
    judge(*state, &e);
    assert_int_equal(e.n_typologies, 2);
    const tt_ev_row *over = &e.typologies[0], *phantom = &e.typologies[1];
    assert_string_equal(over->code.p, "over_invoicing");
    assert_int_equal(over->n, 2); /* P1 and P3 */
    assert_int_equal(over->any, 1);
    assert_int_equal(over->all, 1);
    assert_int_equal(over->named, 1);
    assert_int_equal(phantom->any, 1);
    assert_int_equal(phantom->half, 1); /* I3 of I3 I4 */
    assert_int_equal(phantom->all, 0);
    assert_int_equal(phantom->named, 0);
    assert_int_equal(e.n_look_alikes, 1);
    assert_int_equal(e.look_alikes[0].findings, 1);
    assert_int_equal(e.n_false_clean, 2); /* f4 and f5 */
    assert_near(e.findings_per_thousand, 600, NEAR);
}

static void syndicates_are_compared_by_their_documents(void **state)
{
    tt_evaluation e;
    judge(*state, &e); /* I1 I2 I3 I4 against I1 I2 I3 I8 */
    assert_int_equal(e.syndicate_documents.n, 1);
    assert_near(e.syndicate_documents.mean_jaccard, 0.6, NEAR);
    assert_near(e.syndicate_documents.recovered.value, 1, NEAR);
    assert_true(isnan(e.syndicate_documents.ami)); /* one syndicate has no information */
}

static void weights_and_p_values_are_held_against_what_came(void **state)
{
    tt_evaluation e;
    judge(*state, &e);
    assert_int_equal(e.bins[0].right.n, 1);
    assert_int_equal(e.bins[2].right.n, 2); /* 1.2 and 1.1 */
    assert_near(e.bins[2].right.value, 0.5, NEAR);
    assert_near(e.bins[4].right.value, 1, NEAR);
    assert_int_equal(e.n_p, 2); /* 0.04 and 0.02: of the largest, 1 and 0.5 */
    assert_near(e.p_distance, 0.5, NEAR);
}

static void without_tables_the_documents_of_events_are_known(void **state)
{
    tt_arena *a = *state;
    tt_truth t;
    write_files(a);
    assert_int_equal(unlink(path_of(a, "truth_documents.csv")), 0);
    put(a, "truth.json",
        "{\"planted\": [{\"id\": \"P1\", \"typology\": \"x\", \"documents\": "
        "[{\"kind\": \"payment\", \"number\": \"9\", \"line\": 12}]}],"
        " \"look_alikes\": []}");
    assert_ok(tt_truth_read(path_of(a, "truth.json"), a, &t, ERR));
    assert_false(t.tables);
    assert_int_equal(t.n_docs, 1);
    assert_int_equal(tt_truth_find(&t, TT_KIND_PAYMENT, 12, TT_STR("9")), 1);
    assert_int_equal(tt_truth_find(&t, TT_KIND_PAYMENT, 12, TT_STR("8")), 0);
    assert_int_equal(tt_truth_find(&t, TT_KIND_PAYMENT, 11, TT_STR("9")), 0);
    assert_int_equal(tt_truth_find(&t, TT_KIND_INVOICE, 12, TT_STR("9")), 0);
    tt_truth_release(&t);
}

static void what_is_no_truth_or_report_is_refused(void **state)
{
    static const struct {
        const char *name, *text, *says;
    } rows[] = {
        {"truth.json", "{", "truth.json"},
        {"truth.json", "{\"planted\": []}", "look_alikes"},
        {"truth.json", "{\"look_alikes\": [], \"planted\": [{\"id\": \"P1\"}]}", "typology"},
        {"truth_documents.csv", "kind,number\n", "line"},
        {"truth_documents.csv",
         "kind,number,line,event,party_1,party_2,party_3,party_4\nbill,1,2,,,,,\n", "line 2"},
        {"truth_documents.csv",
         "kind,number,line,event,party_1,party_2,party_3,party_4\ninvoice,1,2,P9,,,,\n", "P9"},
        {"truth_breaks.csv", "kind,number,line,partner,reason\ninvoice,I77,2,payment,x\n", "I77"},
        {"report.json", "{\"findings\": []}", "report.json"},
    };
    tt_arena *a = *state;
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        tt_truth t;
        tt_claims c;
        tt_err err = {0};
        write_files(a);
        put(a, rows[i].name, rows[i].text);
        tt_status st = tt_truth_read(folder, a, &t, &err);
        if (st == TT_OK)
            st = tt_claims_read(path_of(a, "report.json"), &t, a, &c, &err);
        assert_status(st, TT_EFORMAT);
        if (!strstr(err.text, rows[i].says))
            fail_msg("'%s' does not say '%s'", err.text, rows[i].says);
        tt_truth_release(&t);
    }
}

static void every_allocation_may_fail(void **state)
{
    tt_arena *a = *state, own;
    tt_status st;
    uint64_t both = 0;
    write_files(a);
    const char *report = path_of(a, "report.json");
    tt_arena_init(&own, 0);
    TT_TORTURE(st, {
        tt_truth t;
        tt_claims c;
        tt_evaluation e = {0};
        tt_buf b;
        tt_arena_reset(&own);
        tt_buf_init(&b, 0);
        st = tt_truth_read(folder, &own, &t, NULL);
        if (st == TT_OK)
            st = tt_claims_read(report, &t, &own, &c, NULL);
        if (st == TT_OK)
            st = tt_evaluate(&t, &c, NULL, &own, &e, NULL);
        if (st == TT_OK)
            st = tt_evaluation_text(&e, &b, NULL);
        if (st == TT_OK)
            st = tt_evaluation_json(&e, &b, NULL);
        both = e.n_true;
        tt_truth_release(&t);
        tt_buf_release(&b);
    });
    assert_int_equal(both, 2);
    tt_arena_release(&own);
}

TT_TEST_MAIN("evaluate/evaluate",
             TT_TEST(findings_are_right_when_half_of_what_they_cite_is_planted),
             TT_TEST(ties_of_a_syndicate_are_shown_by_all_its_papers),
             TT_TEST(documents_are_ranked_by_the_first_finding_that_cites_them),
             TT_TEST(entities_are_ranked_by_the_first_finding_that_names_them),
             TT_TEST(entities_are_listed_once), TT_TEST(events_are_hit_by_halves_and_by_name),
             TT_TEST(syndicates_are_compared_by_their_documents),
             TT_TEST(weights_and_p_values_are_held_against_what_came),
             TT_TEST(without_tables_the_documents_of_events_are_known),
             TT_TEST(what_is_no_truth_or_report_is_refused), TT_TEST(every_allocation_may_fail))
