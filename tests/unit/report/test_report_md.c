/* The report as Markdown: what it says, and that no text of a case becomes markup. */
#include "tests/unit/report/report_test.h"

static report_case c;

static tt_str md_of(tt_arena *a)
{
    tt_str text = {0};
    assert_ok(report_text(&c.in, "md", a, &text, ERR));
    return text;
}

static void a_finding_is_these_lines(void **state)
{
    tt_arena *a = *state;
    assert_ok(report_make(&c, a, ERR));
    const char *alpha = tt_arena_printf(
        a, "%.10s", tt_id_text_of('e', c.tiny.data.entities[entity_of(&c, E_ALPHA)].id).s);
    const char *beta = tt_arena_printf(
        a, "%.10s", tt_id_text_of('e', c.tiny.data.entities[entity_of(&c, E_BETA)].id).s);
    assert_contains(
        md_of(a),
        tt_arena_printf(
            a,
            "\n#### Finding 1: Price far above peers\n\n**What is seen:** 8.50 against "
            "\\<3.75\\>.\n\n- **Detector:** price.over\\_invoicing\n- **Weight:** 2.35, p-value "
            "0.000125\n- **Value shift:** USD 7,125.00 to the exporter\n- **Period:** 2024-01-05 "
            "to 2024-02-01\n- **Parties:** seller Alpha Werke GmbH (`%s`); buyer Beta Trading LLC "
            "(`%s`)\n- **Id:** `f11aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa`\n\n"
            "| Measure | Value | Expected | Peers |\n| --- | ---: | ---: | ---: |\n"
            "| unit\\_price | 8.5 USD/kg | 2.25 to 3.75 | 41 |\n"
            "| paid | USD 12,750.00 | at most 5,625 |  |\n| ratio | 2.2667 |  |  |\n\n"
            "| Ordinary explanation | Outcome | Detail |\n| --- | --- | --- |\n"
            "| related\\_party | does not explain it | No \\<common\\> owner is declared. |\n"
            "| quality | explains part of it | The grade is written: \"W240\". |\n"
            "| credit\\_note | could not be tested | No credit notes are in the data. |\n\n"
            "| Document | Date | From | To | Amount | Read in |\n"
            "| --- | --- | --- | --- | ---: | --- |\n"
            "| invoice INV-1, line 2 | 2024-01-05 | Alpha Werke GmbH | Beta Trading LLC | USD "
            "4,250.00 | invoice.csv line 2 |\n"
            "| payment P1 | 2024-02-01 | Beta Trading LLC | Alpha Werke GmbH | USD 12,750.00 | "
            "payment.csv line 1 |\n\nNext steps:\n\n"
            "- [ ] Ask for the sales contract \\& price list.\n",
            alpha, beta));
}

static void sections_come_in_one_order(void **state)
{
    static const char *const heads[] = {
        "# Trade and payments, 2024-01-05 to 2024-05-01\n",
        "\n## Ranked syndicates\n",
        "\n### 1: Alpha Werke GmbH, Beta Trading LLC, ",
        "\n#### Finding 1: ",
        "\n#### Finding 2: ",
        "\n### 2: =HYPERLINK(\"x\")\\|\\`a\\` B\n",
        "\n#### Finding 3: ",
        "\n## Findings in no syndicate\n\nNone.\n",
        "\n## What was looked for\n",
        "\n## Completeness\n\n| What | Limit | Reached | What it means |\n| --- | --- | --- | --- "
        "|\n"
        "| flow.cycle\\_money: visits | 1000 visits | 1 of 2 components | Longer circles may be "
        "missing. |\n",
        "\n## Data quality\n",
        "| row rejected | currency | missing required field | 3 |\n",
        "| column not understood | invoice.csv: \\<colour\\> | kept in the raw text | 1 |\n",
        "\n## Input files\n",
        "| invoice.csv | invoice | csv | 4 | 4 | 0 | 0 |  |  | `",
    };
    assert_ok(report_make(&c, *state, ERR));
    tt_str text = md_of(*state);
    size_t at = 0;
    for (size_t i = 0; i < TT_LEN(heads); i++) {
        size_t next = tt_str_find(text, tt_str_of(heads[i]), at);
        if (next == SIZE_MAX)
            print_error("not found, or not in order: %s\n", heads[i]);
        assert_true(next != SIZE_MAX);
        at = next;
    }
}

static void no_text_of_the_case_is_markup(void **state)
{
    tt_arena *a = *state;
    assert_ok(report_make(&c, a, ERR));
    c.found[2].f.explanation = "*b* _i_ `c` [l](http://x.example) <b> www.x.example a@b.example "
                               "# ~~s~~ ![i] \\ $x$\n# not a heading";
    tt_str text = md_of(a);
    assert_contains(text, "**What is seen:** \\*b\\* \\_i\\_ \\`c\\` \\[l\\](http\\://x.example) "
                          "\\<b\\> www\\.x.example a\\@b.example \\# \\~\\~s\\~\\~ \\!\\[i\\] "
                          "\\\\ \\$x\\$ \\# not a heading\n");
    assert_contains(text, "\\</script\\>\\<b onx='1'\\>\"Moon\" \\& \\[U+202E\\] Sons");
    assert_lacks(text, "\n# not");
    assert_lacks(text, "</script>");
    assert_lacks(text, "\xE2\x80\xAE");
    assert_lacks(text, "|`a`");
}

static void nothing_to_report_is_said(void **state)
{
    assert_ok(report_make(&c, *state, ERR));
    c.results.n_findings = c.results.n_syndicates = c.results.n_completeness = 0;
    c.in.n_flaws = c.in.n_unknown_columns = 0;
    c.tiny.data.checks[TT_ID_IBAN][TT_ID_REPAIRED] = 2;
    tt_str text = md_of(*state);
    assert_contains(text, "\n| IBAN | 0 | 2 | 0 |\n");
    assert_contains(text, "The findings of this run form no syndicate.\n");
    assert_contains(text, "## Findings in no syndicate\n\nNone.\n");
    assert_contains(text, "## Completeness\n\nNo limit was reached.\n");
    assert_contains(text, "No row was rejected, no field was unreadable, and every column was "
                          "understood.\n");
}

static void a_finding_in_no_syndicate_has_its_place(void **state)
{
    assert_ok(report_make(&c, *state, ERR));
    c.results.n_syndicates = 1;
    c.found[3].syndicate = 0;
    assert_contains(md_of(*state), "## Findings in no syndicate\n\n\n#### Finding 3: Nothing was "
                                   "shipped\n");
}

static void every_allocation_may_fail(void **state)
{
    tt_arena out;
    tt_str text = {0};
    tt_status st;
    assert_ok(report_make(&c, *state, ERR));
    tt_str want = md_of(*state);
    tt_arena_init(&out, 0);
    TT_TORTURE(st, {
        tt_arena_release(&out);
        st = report_text(&c.in, "md", &out, &text, NULL);
    });
    assert_slice(text, want);
    tt_arena_release(&out);
}

static void a_disposition_is_a_line_without_markup(void **state)
{
    assert_ok(report_make(&c, *state, ERR));
    c.found[1].disposition = &REPORT_DISMISSED;
    assert_contains(md_of(*state),
                    "\n- **Disposition:** dismissed by A. \\<Officer\\> on 2024-05-01: "
                    "=netting \\| file 7\n- **Id:** `f11aaaa");
}

TT_TEST_MAIN("report/report_md", TT_TEST(a_finding_is_these_lines),
             TT_TEST(sections_come_in_one_order), TT_TEST(no_text_of_the_case_is_markup),
             TT_TEST(nothing_to_report_is_said), TT_TEST(a_finding_in_no_syndicate_has_its_place),
             TT_TEST(a_disposition_is_a_line_without_markup), TT_TEST(every_allocation_may_fail))
