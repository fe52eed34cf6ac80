/*
 * Decisions through the library: a file is kept or refused as a whole, and no failure leaves half
 * of it.
 */
#include "tests/support/tt_test.h" /* first: see banned.h */

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/decide.h"
#include "base/str.h"
#include "tradetrace/tradetrace.h"

static char folder[96];

static const char *path_of(const char *name)
{
    static char path[4][160];
    static int next;
    char *p = path[next++ % 4];
    (void)snprintf(p, sizeof path[0], "%s/%s", folder, name);
    return p;
}

static void write_text(const char *name, const char *text)
{
    FILE *f = fopen(path_of(name), "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(text, 1, strlen(text), f), strlen(text));
    assert_int_equal(fclose(f), 0);
}

static tt_case *new_case(void)
{
    static const char header[] = "invoice_number,issue_date,seller_name,seller_country,buyer_name,"
                                 "buyer_country,currency,line_amount\n";
    char text[1024];
    tt_case *c = NULL;
    const char *tmp = getenv("TMPDIR");
    (void)snprintf(folder, sizeof folder, "%s/tt-decide-XXXXXX", tmp ? tmp : "/tmp");
    assert_non_null(mkdtemp(folder));
    (void)snprintf(text, sizeof text,
                   "%s1,2024-01-01,Mill,DE,Shop,FR,EUR,10\n2,2024-01-02,Mühle,DE,Shop,FR,EUR,20\n"
                   "3,2024-01-03,Mill,IT,Shop,FR,EUR,30\n",
                   header);
    write_text("invoices.csv", text);
    assert_ok(tt_case_open(path_of("case.db"), TT_CASE_CREATE, NULL, &c, ERR));
    assert_ok(tt_case_ingest(c, path_of("invoices.csv"), NULL, NULL, NULL, ERR));
    return c;
}

static void end(tt_case *c)
{
    static const char *const files[] = {"invoices.csv", "case.db", "case.db-journal", "d.csv",
                                        "open.csv"};
    tt_case_close(c);
    for (size_t i = 0; i < TT_LEN(files); i++)
        (void)unlink(path_of(files[i]));
    assert_int_equal(rmdir(folder), 0);
}

/* Notes as "line field!\n": '!' for mistakes. */
static char told[1024];

static tt_status hear(void *ctx, const tt_decide_note *n, tt_err *err)
{
    size_t at = strlen(told);
    TT_UNUSED(ctx);
    TT_UNUSED(err);
    assert_true(n->text[0] != '\0');
    (void)snprintf(told + at, sizeof told - at, "%llu %s%s\n", n->line, n->field,
                   n->bad ? "!" : "");
    return TT_OK;
}

static tt_status decide(tt_case *c, const char *text, tt_decide_sums *sums, tt_err *err)
{
    write_text("d.csv", text);
    told[0] = '\0';
    return tt_case_decide(c, path_of("d.csv"), hear, NULL, sums, err);
}

static size_t n_kept(tt_case *c, tt_arena *a)
{
    tt_decision_file f;
    tt_decided *v;
    size_t n;
    assert_ok(tt_store_decisions_read(c->store, a, &f, &v, &n, ERR));
    return n;
}

static void a_file_of_a_spreadsheet_is_read(void **state)
{
    tt_case *c = new_case();
    tt_decide_sums sums;
    assert_ok(decide(c,
                     "\xEF\xBB\xBFWhy;Verdict;B;A;who;when;more\r\n"
                     "'=2+2;SAME;Mühle|DE;Mill|DE;Ann;2024-05-01;x\r\n;;;;;;\r\n",
                     &sums, ERR));
    assert_string_equal(told, "");
    assert_int_equal(sums.n_pairs, 1);
    tt_decision_file f;
    tt_decided *v;
    size_t n;
    assert_ok(tt_store_decisions_read(c->store, *state, &f, &v, &n, ERR));
    assert_int_equal(n, 1);
    assert_slice(f.name, TT_STR("d.csv"));
    assert_slice(v[0].a, TT_STR("Mill|DE"));
    assert_slice(v[0].why, TT_STR("=2+2"));
    assert_int_equal(v[0].said, TT_SAID_SAME);
    assert_int_equal(v[0].line, 2);
    assert_false(tt_hash_is_zero(v[0].is_a));
    assert_false(tt_hash_is_zero(v[0].is_b));
    end(c);
}

static void a_file_with_a_mistake_changes_nothing(void **state)
{
    tt_case *c = new_case();
    tt_decide_sums sums;
    assert_ok(decide(c, "a,b,verdict,who,when\nMill|DE,Mühle|DE,same,A,2024-05-01\n", &sums, ERR));
    assert_status(decide(c,
                         "a,b,verdict,who,when\nMill|DE,Mill|IT,different,A,2024-05-01\n"
                         "Mill,Mühle|DE,same,A,2024-05-01\nMill|IT,Mill|DE,no,A,1\n",
                         &sums, ERR),
                  TT_EREJECTS);
    assert_string_equal(told, "4 verdict!\n3 a!\n");
    assert_int_equal(sums.n_bad, 2);
    assert_int_equal(n_kept(c, *state), 1);
    end(c);
}

/* A says they are one, B later that they are not; then C, through a third. */
static void what_newer_lines_contradict_is_told(void **state)
{
    tt_case *c = new_case();
    tt_decide_sums sums;
    TT_UNUSED(state);
    assert_ok(decide(c,
                     "a,b,verdict,who,when\nMill|DE,Mühle|DE,same,A,2024-05-01\n"
                     "Mühle|DE,Mill|DE,different,B,2024-05-02\n",
                     &sums, ERR));
    assert_string_equal(told, "2 verdict\n");
    assert_ok(decide(c,
                     "a,b,verdict,who,when\nMill|DE,Mill|IT,different,A,2024-05-01\n"
                     "Mühle|DE,Mill|DE,same,B,2024-05-02\nMühle|DE,Mill|IT,same,C,2024-05-02\n",
                     &sums, ERR));
    assert_string_equal(told, "2 verdict\n");
    assert_int_equal(sums.n_against, 1);
    assert_ok(decide(c,
                     "a,b,verdict,who,when\nMill|DE,Mill|IT,different,A,2024-05-01\n"
                     "Mühle|DE,Mill|DE,same,B,2024-05-01\nShop|FR,Mill|IT,same,C,2024-05-01\n",
                     &sums, ERR));
    assert_string_equal(told, "");
    end(c);
}

static void pairs_make_resolve_out_of_date_and_dispositions_do_not(void **state)
{
    tt_case *c = new_case();
    tt_decide_sums sums;
    double weight;
    uint64_t n;
    TT_UNUSED(state);
    assert_ok(tt_case_analyze(c, TT_STAGE_RANK, ERR));
    assert_ok(decide(c,
                     "a,verdict,who,when\nf00112233445566778899aabbccddeeff,pending,A,2024-01-01\n",
                     &sums, ERR));
    assert_string_equal(told, "2 a\n");
    assert_ok(tt_case_heaviest(c, &weight, &n, ERR));
    assert_ok(decide(c, "a,b,verdict,who,when\nMill|DE,Mill|IT,same,A,2024-01-01\n", &sums, ERR));
    assert_status(tt_case_heaviest(c, &weight, &n, ERR), TT_EUSAGE);
    assert_ok(decide(c, "a,b,verdict\n", &sums, ERR));
    assert_ok(tt_case_heaviest(c, &weight, &n, ERR)); /* as if nobody had said anything */
    end(c);
}

static void every_allocation_may_fail(void **state)
{
    tt_case *c = new_case();
    tt_decide_sums sums;
    unsigned long long n_open;
    tt_status st;
    assert_ok(tt_case_analyze(c, TT_STAGE_RESOLVE, ERR));
    write_text("d.csv",
               "a,b,verdict,who,when,why\nMill|DE,Mühle|DE,same,A,2024-05-01,x\n"
               "Nobody|CH,Mill|IT,different,A,,\nMill|DE,Mühle|DE,different,A,2024-05-02,\n");
    TT_TORTURE(st, {
        told[0] = '\0';
        st = tt_case_decide(c, path_of("d.csv"), hear, NULL, &sums, NULL);
        if (st == TT_OK)
            st = tt_case_decide_open(c, path_of("open.csv"), &n_open, NULL);
    });
    assert_int_equal(n_kept(c, *state), 3);
    assert_string_equal(told, "3 a\n2 verdict\n0 \n");
    end(c);
}

TT_TEST_MAIN("app/decide", TT_TEST(a_file_of_a_spreadsheet_is_read),
             TT_TEST(a_file_with_a_mistake_changes_nothing),
             TT_TEST(what_newer_lines_contradict_is_told),
             TT_TEST(pairs_make_resolve_out_of_date_and_dispositions_do_not),
             TT_TEST(every_allocation_may_fail))
