/* report.html: nothing of a case becomes markup, every link leads somewhere, limits are said. */
#include "tests/unit/report/report_test.h"

#include "gen/embed.h"
#include "report/html.h"

static report_case c;

static tt_str html_of(tt_arena *a)
{
    tt_str text = {0};
    assert_ok(report_text(&c.in, "html", a, &text, ERR));
    return text;
}

/* The page with limits of the test's. */
static tt_str limited(const tt_html_limits *limits, tt_arena *a)
{
    char path[96];
    tt_file file;
    tt_file_out *f = NULL;
    const char *tmp = getenv("TMPDIR");
    (void)snprintf(path, sizeof(path), "%s/tt-html-%ld", tmp ? tmp : "/tmp", (long)getpid());
    assert_ok(tt_file_out_open(path, &f, ERR));
    assert_ok(tt_html_write(&c.in, limits, f, ERR));
    assert_ok(tt_file_out_commit(f, NULL, ERR));
    assert_ok(tt_file_open(path, 0, &file, ERR));
    (void)unlink(path);
    tt_str text = tt_arena_str(a, file.bytes);
    tt_file_close(&file);
    return text;
}

/* Between the first `from` and the next `to`. */
static tt_str part(tt_str text, const char *from, const char *to)
{
    size_t at = tt_str_find(text, tt_str_of(from), 0);
    assert_true(at != SIZE_MAX);
    size_t end = tt_str_find(text, tt_str_of(to), at + strlen(from));
    assert_true(end != SIZE_MAX);
    return tt_str_sub(text, at, end - at);
}

static tt_str part_of(tt_str text, char letter, tt_hash id, const char *end, tt_arena *a)
{
    return part(text, tt_arena_printf(a, " id=\"%s\"", tt_id_text_of(letter, id).s), end);
}

/* --- what a text may do --- */

/* Every text of a case is the same attack. */
static void poison(tt_arena *a)
{
    tt_data *d = &c.tiny.data;
    const char *evil = EVIL_NAME;
    tt_str s = tt_str_of(evil);
    tt_test *tests = tt_new_n(a, tt_test, 3);
    const char **steps = tt_new_n(a, const char *, 1);
    steps[0] = evil;
    for (size_t i = 0; i < 3; i++) {
        tests[i] = (tt_test){evil, (tt_outcome)i, evil};
        c.measures[i].name = c.measures[i].unit = evil;
    }
    for (size_t i = 1; i <= 3; i++) {
        c.found[i].detector = c.found[i].typology = evil;
        c.found[i].f.title = c.found[i].f.explanation = evil;
        c.found[i].f.tests = tests;
        c.found[i].f.next_steps = steps;
        c.found[i].f.n_next_steps = 1;
    }
    for (size_t i = 0; i < TT_LEN(c.who); i++)
        c.who[i].role = evil;
    c.syndicates[1].narrative = c.syndicates[2].narrative = evil;
    c.limits[1] = (tt_completeness){evil, evil, evil, evil};
    for (size_t i = 0; i < 4; i++)
        c.flaws[i].reason = c.flaws[i].field = s;
    c.columns[0] = s;
    for (size_t i = 1; i <= d->n_sources; i++)
        d->sources[i].name = d->sources[i].format = s;
    for (size_t i = 1; i <= d->n_entities; i++)
        d->entities[i].name = s;
    for (size_t i = 1; i <= d->n_mentions; i++)
        d->mentions[i].name = d->mentions[i].identifier = d->mentions[i].address =
            d->mentions[i].account = s;
    for (size_t i = 1; i <= d->n_parties; i++)
        d->parties[i].name = d->parties[i].tax_id = d->parties[i].lei = d->parties[i].phone =
            d->parties[i].email = d->parties[i].website = d->parties[i].activity_code = s;
    for (size_t i = 1; i <= d->n_members; i++) {
        d->members[i].reason = evil;
        d->members[i].detail = s;
    }
    for (size_t i = 1; i <= d->n_ownerships; i++)
        d->ownerships[i].role = d->ownerships[i].owner_name = d->ownerships[i].owned_name = s;
    for (size_t i = 1; i <= d->n_invoices; i++)
        d->invoices[i].head.number = s;
    for (size_t i = 1; i <= d->n_payments; i++)
        d->payments[i].head.number = s;
    for (size_t i = 1; i <= d->n_invoice_lines; i++)
        d->invoice_lines[i].description = s;
}

static void no_text_of_the_case_becomes_markup(void **state)
{
    assert_ok(report_make(&c, *state, ERR));
    poison(*state);
    tt_str html = html_of(*state);
    assert_lacks(html, "<b ");
    assert_lacks(html, "\xE2\x80\xAE");
    assert_lacks(html, "onx='1'>");
    assert_int_equal(count_of(html, "</script>"), 2); /* of the data and of the script */
    assert_int_equal(count_of(html, "<script"), 2);
    assert_true(count_of(html, "&lt;/script&gt;&lt;b onx=&#39;1&#39;&gt;&quot;Moon&quot; &amp; "
                               "[U+202E] Sons") > 60);
    assert_lacks(part(html, "id=\"data\">", "</script>"), "<");
}

static void identifiers_are_counted_by_scheme_where_there_are_any(void **state)
{
    assert_ok(report_make(&c, *state, ERR));
    assert_lacks(html_of(*state), "Identifiers are kept");
    c.tiny.data.checks[TT_ID_LEI][TT_ID_BAD] = 1234;
    c.tiny.data.checks[TT_ID_CONTAINER][TT_ID_VALID] = 5;
    c.tiny.data.checks[TT_ID_NONE][TT_ID_VALID] = 9; /* no scheme, no row */
    assert_contains(
        html_of(*state),
        "<tr><th scope=\"row\">ISO 6346</th><td class=\"n\">5</td><td class=\"n\">0</td>"
        "<td class=\"n\">0</td></tr>\n"
        "<tr><th scope=\"row\">LEI</th><td class=\"n\">0</td><td class=\"n\">0</td>"
        "<td class=\"n\">1,234</td></tr>\n</tbody>");
    c.in.n_flaws = c.in.n_unknown_columns = 0;
    assert_contains(html_of(*state), "ISO 6346");
    assert_contains(html_of(*state), "No row was rejected");
}

static void attributes_hold_no_text_that_ends_them(void **state)
{
    assert_ok(report_make(&c, *state, ERR));
    poison(*state);
    tt_str html = html_of(*state);
    assert_contains(html,
                    "data-detector=\"&lt;/script&gt;&lt;b onx=&#39;1&#39;&gt;&quot;Moon&quot; "
                    "&amp; [U+202E] Sons\" data-weight=\"2.345678\"");
}

static void nothing_is_loaded_from_anywhere(void **state)
{
    static const char *const never[] = {"http:",   "https:",   " src=",       "url(",    "@import",
                                        " style=", " onclick", "javascript:", "<iframe", "<img",
                                        "<base",   "<form",    "innerHTML",   "eval(",   "{{"};
    assert_ok(report_make(&c, *state, ERR));
    tt_str html = html_of(*state);
    for (size_t i = 0; i < TT_LEN(never); i++)
        assert_lacks(html, never[i]);
    assert_int_equal(count_of(html, "href=\"") - count_of(html, "href=\"#"), 1);
    assert_contains(html, "<link rel=\"icon\" href=\"data:,\">");
}

static void the_policy_allows_this_style_and_this_script_only(void **state)
{
    assert_ok(report_make(&c, *state, ERR));
    tt_str html = html_of(*state);
    tt_str policy = part(html, "<meta http-equiv=\"Content-Security-Policy\"", ">");
    assert_true(tt_str_starts(
        policy, TT_STR("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                       "style-src 'sha256-")));
    assert_contains(policy, "='; script-src 'sha256-"); /* 32 bytes end in one '=' */
    assert_true(tt_str_ends(policy, TT_STR("='; img-src data:; base-uri 'none'; form-action "
                                           "'none'\"")));
    assert_lacks(policy, "unsafe");
    assert_int_equal(count_of(policy, "'sha256-"), 2);
    /* 43 digits and one '='. */
    size_t at = tt_str_find(policy, TT_STR("sha256-"), 0) + 7;
    assert_int_equal(tt_str_find(policy, TT_STR("='"), at), at + 43);
    /* The policy stands before what it rules. */
    assert_true(tt_str_find(html, TT_STR("Content-Security-Policy"), 0) <
                tt_str_find(html, TT_STR("<style>"), 0));
}

/* What is embedded cannot end its element. */
static void style_and_script_are_safe_where_they_stand(void **state)
{
    tt_str style = {(const char *)tt_embed_viewer_css, sizeof(tt_embed_viewer_css) - 1};
    tt_str script = {(const char *)tt_embed_viewer_js, sizeof(tt_embed_viewer_js) - 1};
    TT_UNUSED(state);
    assert_lacks(style, "</");
    assert_lacks(script, "</");
    assert_lacks(script, "<!--");
    assert_lacks(style, "\r");
    assert_lacks(script, "\r"); /* a parser would change it, and its hash */
}

/* --- links --- */

static void assert_links_lead_somewhere(tt_str html, tt_arena *a)
{
    size_t n = 0;
    html = tt_str_sub(html, 0, tt_str_find(html, TT_STR("<script"), 0));
    for (size_t at = 0; (at = tt_str_find(html, TT_STR("href=\"#"), at)) != SIZE_MAX; n++) {
        at += strlen("href=\"#");
        size_t end = tt_str_find(html, TT_STR("\""), at);
        const char *id = tt_arena_printf(a, " id=\"%.*s\"", (int)(end - at), html.p + at);
        if (!contains(html, id))
            print_error("nothing has%s\n", id);
        assert_true(contains(html, id));
    }
    assert_true(n > 10);
}

static void every_link_leads_somewhere_and_ids_are_unique(void **state)
{
    tt_arena *a = *state;
    assert_ok(report_make(&c, a, ERR));
    tt_str html = html_of(a);
    assert_links_lead_somewhere(html, a);
    for (size_t at = 0; (at = tt_str_find(html, TT_STR(" id=\""), at)) != SIZE_MAX;) {
        size_t end = tt_str_find(html, TT_STR("\""), at + 5);
        const char *id = tt_arena_printf(a, "%.*s\"", (int)(end - at), html.p + at);
        assert_int_equal(count_of(html, id), 1);
        at = end;
    }
}

static void what_is_not_on_the_page_is_not_linked(void **state)
{
    tt_html_limits few = {1, 1, 1, 1, 40, 60, 100, 20000};
    assert_ok(report_make(&c, *state, ERR));
    tt_str html = limited(&few, *state);
    assert_links_lead_somewhere(html, *state);
    assert_contains(html, "<bdi>Beta Trading LLC</bdi>");
    assert_lacks(html, "<bdi>Beta Trading LLC</bdi></a>");
    assert_contains(html, "<bdi>Alpha Werke GmbH</bdi></a>"); /* the heaviest is shown */
}

/* --- what the page says --- */

static void a_finding_has_all_that_it_rests_on(void **state)
{
    tt_arena *a = *state;
    assert_ok(report_make(&c, a, ERR));
    tt_str f = part_of(html_of(a), 'f', c.found[1].id, "</details>", a);
    static const char *const has[] = {
        "<span class=\"rank\">1</span> <span class=\"title\">Price far above peers</span>",
        "<p class=\"lead\">8.50 against &lt;3.75&gt;.</p>",
        "<dt>Weight</dt><dd>2.35</dd>",
        "<dt>p-value</dt><dd>0.000125</dd>",
        "<dt>Value shift</dt><dd>USD 7,125.00 to the exporter</dd>",
        "<dt>Period</dt><dd>2024-01-05 to 2024-02-01</dd>",
        "<code>f11aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa</code>",
        "<bdi>Beta Trading LLC</bdi></a> <span class=\"quiet\">buyer</span></li>",
        "<th scope=\"row\">unit price</th><td class=\"n\">8.5 USD/kg</td><td class=\"n\">2.25 to "
        "3.75</td>",
        "<rect class=\"band\" x=\"32\" y=\"4\" width=\"21\" height=\"8\"/><circle class=\"mark\" "
        "cx=\"120\" cy=\"8\" r=\"4\"/>",
        "<td class=\"n\">41</td></tr>",
        "<th scope=\"row\">paid</th><td class=\"n\">USD 12,750.00</td><td class=\"n\">at most "
        "5,625</td>",
        "<th scope=\"row\">ratio</th><td class=\"n\">2.2667</td><td class=\"n\"><span "
        "class=\"quiet\">no range</span></td><td></td>",
        "<th scope=\"row\">related party</th><td><span class=\"outcome not_explained\">does not "
        "explain it</span></td><td>No &lt;common&gt; owner is declared.</td>",
        "<span class=\"outcome weakened\">explains part of it</span>",
        "<span class=\"outcome unknown\">could not be tested</span>",
        "<th scope=\"row\">invoice <bdi>INV-1</bdi>, line 2</th><td class=\"date\">2024-01-05</td>",
        "HS&nbsp;080132, 500&nbsp;KGM",
        "<td class=\"n\">USD 4,250.00</td><td class=\"src\"><bdi>invoice.csv</bdi> "
        "line&nbsp;2</td>",
        "<th scope=\"row\">payment <bdi>P1</bdi></th>",
        "<li>Ask for the sales contract &amp; price list.</li>",
    };
    for (size_t i = 0; i < TT_LEN(has); i++)
        assert_contains(f, has[i]);
}

static void a_finding_without_dates_or_shift_says_so(void **state)
{
    tt_arena *a = *state;
    assert_ok(report_make(&c, a, ERR));
    tt_str f = part_of(html_of(a), 'f', c.found[3].id, "</details>", a);
    assert_contains(f, "<dt>Period</dt><dd>no date</dd>");
    assert_contains(f, "<dt>Weight</dt><dd>-0.25</dd>");
    assert_lacks(f, "<dt>p-value</dt>");
    assert_lacks(f, "<dt>Value shift</dt>");
    assert_lacks(f, ">Measures</h");
    assert_lacks(f, ">Next steps</h");
}

static void a_syndicate_has_members_flows_and_findings(void **state)
{
    tt_arena *a = *state;
    assert_ok(report_make(&c, a, ERR));
    tt_str s = part_of(html_of(a), 's', c.syndicates[1].id, "</article>", a);
    static const char *const has[] = {
        "<span class=\"rank\">1</span> <bdi>Alpha Werke GmbH</bdi>, <bdi>Beta Trading LLC</bdi>, ",
        " and 1 other</h3>",
        "<span class=\"tag\">over invoicing</span> <span class=\"tag\">carousel</span> ",
        "Alpha sells to Beta far above &lt;peers&gt;.",
        "<dt>log10 E</dt><dd>4.03</dd>",
        "<dt>Score</dt><dd>91.5 of 100</dd>",
        "<dt>p-value</dt><dd>0.002</dd>",
        "<dt>Stability</dt><dd>0.88</dd>",
        "<span class=\"quiet\">company, Germany</span></th><td>exporter</td><td "
        "class=\"n\">3.25</td><td class=\"n\">USD 12,750.00</td><td class=\"n\">USD 13,200.00</td>"
        "<td class=\"n\">unknown</td><td class=\"n\">USD 12,750.00</td></tr>",
        "<span class=\"key goods\">goods</span></td><td class=\"n\">2</td><td class=\"n\">USD "
        "12,750.00 <span class=\"quiet\">without 1 that have no rate</span></td><td "
        "class=\"date\">2024-01-05 to 2024-01-09</td>",
        ("<span class=\"key money\">money</span></td><td class=\"n\">1</td><td "
         "class=\"n\">unknown</td><td class=\"date\">2024-04-01</td>"),
        "id=\"f11aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"",
        "id=\"f12aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"",
        "Not drawn: 1 flow with others.",
    };
    for (size_t i = 0; i < TT_LEN(has); i++)
        assert_contains(s, has[i]);
}

static void a_drawing_has_each_member_flow_and_relation(void **state)
{
    tt_arena *a = *state;
    assert_ok(report_make(&c, a, ERR));
    tt_str html = html_of(a);
    tt_str svg = part(html, "<figure class=\"network\" data-syndicate=\"1\">", "</figure>");
    assert_int_equal(count_of(svg, "<g class=\"node\""), 4);
    assert_int_equal(count_of(svg, "<g class=\"edge goods\""), 3);
    assert_int_equal(count_of(svg, "<g class=\"edge money\""), 2);
    assert_int_equal(count_of(svg, "<g class=\"tie\""), 1);
    assert_contains(svg, "<title>Goods from Alpha Werke GmbH to Beta Trading LLC: 2 flows, USD "
                         "12,750.00, 2024-01-05 to 2024-01-09</title>");
    assert_contains(svg, "<title>Alpha Werke GmbH, Germany</title>");
    assert_contains(svg, ">shareholder</text>");
    assert_contains(svg, ">USD 12.8 k</text>");
    /* One party alone is no network. */
    assert_lacks(html, "<figure class=\"network\" data-syndicate=\"2\">");
}

static void who_pays_himself_is_in_the_table_and_not_in_the_drawing(void **state)
{
    tt_arena *a = *state;
    assert_ok(report_make(&c, a, ERR));
    for (uint32_t i = 0; i < c.graph.money.n; i++)
        if (c.graph.money.src[i] == entity_of(&c, E_BETA))
            c.graph.money.dst[i] = c.graph.money.src[i];
    tt_str html = html_of(a);
    tt_str svg = part(html, "<figure class=\"network\"", "</figure>");
    assert_int_equal(count_of(svg, "<g class=\"edge money\""), 1);
    tt_str s = part_of(html, 's', c.syndicates[1].id, "</article>", a);
    assert_int_equal(count_of(s, "<tr data-edge="), 5);
}

static void long_names_take_two_lines_and_are_cut_between_characters(void **state)
{
    tt_arena *a = *state;
    assert_ok(report_make(&c, a, ERR));
    tt_str *names[] = {&c.tiny.data.entities[entity_of(&c, E_ALPHA)].name,
                       &c.tiny.data.entities[entity_of(&c, E_BETA)].name,
                       &c.tiny.data.entities[entity_of(&c, E_EVIL)].name};
    *names[0] = TT_STR("Exactly twenty two ch.");
    *names[1] = TT_STR("Eine Gesellschaft mit einem Namen der nicht mehr aufhoert zu enden");
    *names[2] = TT_STR("\xE6\xB7\xB1\xE6\xB7\xB1\xE6\xB7\xB1\xE6\xB7\xB1\xE6\xB7\xB1\xE6\xB7\xB1"
                       "\xE6\xB7\xB1\xE6\xB7\xB1\xE6\xB7\xB1\xE6\xB7\xB1\xE6\xB7\xB1\xE6\xB7\xB1"
                       "\xE6\xB7\xB1\xE6\xB7\xB1\xE6\xB7\xB1\xE6\xB7\xB1\xE6\xB7\xB1\xE6\xB7\xB1"
                       "\xE6\xB7\xB1\xE6\xB7\xB1\xE6\xB7\xB1\xE6\xB7\xB1\xE6\xB7\xB1\xE6\xB7\xB1");
    tt_str svg = part(html_of(a), "<figure class=\"network\"", "</figure>");
    assert_contains(svg, ">Exactly twenty two ch.</text><text class=\"role\"");
    assert_contains(svg, ">Eine Gesellschaft mit</text>");
    assert_contains(svg, ">einem Namen der nicht\xE2\x80\xA6</text>");
    assert_contains(svg, ">\xE6\xB7\xB1\xE6\xB7\xB1</text>"); /* 24 characters: 22 and 2 */
    assert_lacks(svg, "\xEF\xBF\xBD");
}

static void a_timeline_has_a_lane_for_each_layer_and_kind(void **state)
{
    tt_arena *a = *state;
    assert_ok(report_make(&c, a, ERR));
    tt_str html = html_of(a);
    tt_str svg = part(html, "<figure class=\"timeline\" data-syndicate=\"1\">", "</figure>");
    assert_contains(svg, "goods between members <tspan class=\"count\">4</tspan>");
    assert_contains(svg, "money between members <tspan class=\"count\">2</tspan>");
    assert_contains(svg, "invoices cited <tspan class=\"count\">2</tspan>");
    assert_contains(svg, "payments cited <tspan class=\"count\">1</tspan>");
    assert_lacks(svg, "shipments cited");
    assert_int_equal(count_of(svg, "<g class=\"bar\""), 2);
    assert_contains(svg, "<title>2024-02-01: 1 flow, USD 12,750.00</title>");
    assert_contains(svg, ">2024-02</text>"); /* a tick */
    /* Nothing of the second syndicate's finding has a date, its document has. */
    svg = part(html, "<figure class=\"timeline\" data-syndicate=\"2\">", "</figure>");
    assert_lacks(svg, "rx=\"2\""); /* no bar */
    assert_contains(svg, "invoices cited <tspan class=\"count\">1</tspan>");
}

static void marks_that_meet_are_one_with_its_whole_period(void **state)
{
    assert_ok(report_make(&c, *state, ERR));
    tt_layer *goods = &c.graph.goods;
    for (uint32_t i = 0; i < goods->n; i++) /* Alpha's sales after those of others */
        if (goods->src[i] == entity_of(&c, E_ALPHA))
            goods->t[i] += 38 * 86400;
    c.graph.money.t[0] += 3000u * 86400; /* years on 700 pixels */
    tt_str svg =
        part(html_of(*state), "<figure class=\"timeline\" data-syndicate=\"1\">", "</figure>");
    assert_contains(svg, "<title>2024-02-10 to 2024-02-16: 3 flows, USD 25,950.00</title>");
}

static void a_document_without_a_date_has_no_mark(void **state)
{
    assert_ok(report_make(&c, *state, ERR));
    c.tiny.data.invoices[c.docs[2].doc].head.date.day = TT_NO_DATE;
    tt_str svg =
        part(html_of(*state), "<figure class=\"timeline\" data-syndicate=\"1\">", "</figure>");
    assert_contains(svg, "invoices cited <tspan class=\"count\">1</tspan>");
}

static void two_roles_in_one_finding_name_it_once(void **state)
{
    tt_arena *a = *state;
    assert_ok(report_make(&c, a, ERR));
    c.who[1].entity = c.who[0].entity;
    tt_hash id = c.tiny.data.entities[entity_of(&c, E_ALPHA)].id;
    tt_str e = part_of(html_of(a), 'e', id, "</details>", a);
    assert_int_equal(count_of(e, "href=\"#f11aaaa"), 1);
}

static void an_entity_has_names_members_relations_and_findings(void **state)
{
    tt_arena *a = *state;
    assert_ok(report_make(&c, a, ERR));
    tt_hash id = c.tiny.data.entities[entity_of(&c, E_ALPHA)].id;
    tt_str e = part_of(html_of(a), 'e', id, "</details>", a);
    static const char *const has[] = {
        "<bdi>Alpha Werke GmbH</bdi></span> <span class=\"quiet\">company, Germany</span>",
        "<dt>Names as written</dt><dd><bdi>Alpha Werke GmbH</bdi></dd>",
        "<dt>Accounts</dt><dd><bdi>DE89370400440532013000</bdi></dd>",
        "<dt>Addresses</dt><dd><bdi>Hafen 1</bdi></dd>",
        "<dt>Phone</dt><dd><bdi>+49 40 &lt;1&gt;</bdi></dd>",
        "<dt>Incorporated</dt><dd>2021-03-04</dd>",
        "<dt>Employees</dt><dd>12</dd>",
        "registry, <bdi>party.csv</bdi> line&nbsp;1",
        "<li>is shareholder (60 %) of <a href=\"#",
        "<bdi>ownership.csv</bdi> line&nbsp;1",
        "rank 1, weight 2.35",
        "rank 2, weight 1.50",
    };
    for (size_t i = 0; i < TT_LEN(has); i++)
        assert_contains(e, has[i]);
}

static void entities_that_nothing_names_are_counted(void **state)
{
    assert_ok(report_make(&c, *state, ERR));
    tt_str html = html_of(*state);
    assert_contains(html, "Shown here: the 4 entities that the syndicates and findings above name. "
                          "The case has 5 entities; report.json has all of them.");
    assert_lacks(html, "Quiet Farm</bdi></span>");
}

static void the_frame_says_what_was_read_and_how(void **state)
{
    static const char *const has[] = {
        "<title>Trade report, 2024-01-05 to 2024-05-01</title>",
        "<div><dt>invoices</dt><dd>3</dd></div>",
        "rows read = ",
        "<dt>Amounts compared in</dt><dd>USD</dd>",
        "<dt>Seed</dt><dd>7</dd>",
        "<code>5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a</code>",
        "<th scope=\"row\">flow.cycle_money: visits</th><td>1000 visits</td><td>1 of 2 "
        "components</td><td>Longer circles may be missing.</td>",
        "<td>row rejected</td><td>currency</td><td>missing required field</td><td "
        "class=\"n\">3</td>",
        "<td>column not understood</td><td>invoice.csv: &lt;colour&gt;</td>",
        "0 deals: 0 matched, 0 in part. In no deal: 3 invoices, 1 shipment, 0 declarations, 3 "
        "payments.",
        "<th scope=\"row\"><bdi>invoice.csv</bdi></th><td>invoice</td><td>csv</td><td "
        "class=\"n\">4</td><td class=\"n\">4</td><td class=\"n\">0</td><td class=\"n\">0</td>",
    };
    assert_ok(report_make(&c, *state, ERR));
    tt_str html = html_of(*state);
    for (size_t i = 0; i < TT_LEN(has); i++)
        assert_contains(html, has[i]);
}

static void the_data_block_has_the_single_flows(void **state)
{
    assert_ok(report_make(&c, *state, ERR));
    tt_str data =
        part(html_of(*state), "<script type=\"application/json\" id=\"data\">", "</script>");
    assert_contains(data,
                    "{\"from\":0,\"to\":1,\"layer\":\"goods\",\"n\":2,\"flows\":[[\"2024-01-05\","
                    "19727,\"invoice\",\"INV-1\",\"USD 12,750.00, HS 080132\",\"invoice.csv\","
                    "1],[\"2024-01-09\",19731,\"shipment\",\"BL-9\",\"unknown, HS 080132\","
                    "\"shipment.csv\",1]]}");
    assert_contains(data, "\"\\u003c/script\\u003e\\u003cb onx='1'\\u003e\\\"Moon\\\" \\u0026 "
                          "[U+202E] Sons\"");
}

/* --- limits --- */

static void what_is_cut_is_counted(void **state)
{
    tt_arena *a = *state;
    tt_html_limits few = {.syndicates = 1,
                          .findings = 1,
                          .of_each = 1,
                          .entities = 1,
                          .nodes = 2,
                          .rows = 1,
                          .of_edge = 1,
                          .flows = 1};
    static const char *const has[] = {
        "Not shown here: 1 of 2 syndicates. report.json has all of them.",
        "Not shown here: 1 of 2 findings. report.json has all of them.", /* of the syndicate */
        "Not shown here: 2 of 3 findings. report.json has all of them.", /* of the page */
        "Not shown here: 1 of 2 rows. report.json has all of them.",
        "Not shown here: 1 of 2 parties. report.json has all of them.",
        "Not shown here: 3 of 4 members. report.json has all of them.",
        "Not shown here: 1 of 2 pairs. report.json has all of them.",
        ("Shown here: the 1 entity of highest weight, of 4 that the syndicates and findings above "
         "name."),
        "Not drawn: 2 members of lower weight.",
        "Not drawn: 3 flows with others.",
        "\"n\":2,\"flows\":[[", /* the first flow of the first edge ... */
        "\"n\":1,\"flows\":[]", /* ... and then the block is full */
    };
    assert_ok(report_make(&c, a, ERR));
    tt_str html = limited(&few, a);
    for (size_t i = 0; i < TT_LEN(has); i++)
        assert_contains(html, has[i]);
    assert_lacks(html, "id=\"s02bb");
    assert_lacks(html, "id=\"f12aa");
}

static void findings_of_syndicates_that_are_cut_stand_with_the_others(void **state)
{
    tt_html_limits one = {1, 300, 10, 500, 40, 60, 100, 20000};
    assert_ok(report_make(&c, *state, ERR));
    tt_str html = limited(&one, *state);
    tt_str others = part(html, "<section id=\"findings\">", "</section>");
    assert_contains(others, "id=\"f21aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"");
    assert_lacks(others, "id=\"f11aa");
    assert_lacks(others, "Not shown here");
}

static void each_syndicate_brings_its_heaviest_findings(void **state)
{
    tt_html_limits one = {2, 0, 1, 500, 40, 60, 100, 20000};
    assert_ok(report_make(&c, *state, ERR));
    tt_str html = limited(&one, *state);
    assert_contains(html, "id=\"f11aa");
    assert_lacks(html, "id=\"f12aa");
    assert_contains(html, "id=\"f21aa");
    assert_contains(html, "Not shown here: 1 of 3 findings.");
}

/* --- the rest --- */

static void a_case_without_findings_is_a_page(void **state)
{
    assert_ok(report_make(&c, *state, ERR));
    c.results.n_findings = c.results.n_syndicates = c.results.n_completeness = 0;
    c.in.n_flaws = c.in.n_unknown_columns = 0;
    tt_str html = html_of(*state);
    assert_contains(html, "<p>The findings of this run form no syndicate.</p>");
    assert_contains(html, "<p>No detector that ran reports a finding.</p>");
    assert_contains(html, "<p>No finding names an entity.</p>");
    assert_contains(html, "<p>No limit was reached, and no stage reports something that it did not "
                          "look at.</p>");
    assert_contains(html, "<p>No row was rejected, no field was unreadable, and every column was "
                          "understood.</p>");
    assert_contains(html, "id=\"data\">[]\n</script>");
}

static void the_same_case_gives_the_same_bytes(void **state)
{
    tt_arena *a = *state;
    assert_ok(report_make(&c, a, ERR));
    tt_str first = html_of(a), again = html_of(a);
    assert_slice(first, again);
}

static void every_allocation_may_fail(void **state)
{
    tt_arena out;
    tt_str text = {0};
    tt_status st;
    assert_ok(report_make(&c, *state, ERR));
    tt_str want = html_of(*state);
    tt_arena_init(&out, 0);
    TT_TORTURE(st, {
        tt_arena_release(&out);
        st = report_text(&c.in, "html", &out, &text, NULL);
        if (st == TT_OK)
            assert_slice(text, want);
    });
    tt_arena_release(&out);
}

static void a_disposition_is_shown_and_escaped(void **state)
{
    assert_ok(report_make(&c, *state, ERR));
    c.found[1].disposition = &REPORT_DISMISSED;
    tt_str text = html_of(*state);
    assert_contains(text, "<span class=\"tag\">dismissed</span></summary>");
    assert_contains(text, "<dt>Disposition</dt><dd>dismissed by A. &lt;Officer&gt; on 2024-05-01: "
                          "=netting | file 7</dd>");
}

TT_TEST_MAIN(
    "report/html", TT_TEST(no_text_of_the_case_becomes_markup),
    TT_TEST(identifiers_are_counted_by_scheme_where_there_are_any),
    TT_TEST(attributes_hold_no_text_that_ends_them), TT_TEST(nothing_is_loaded_from_anywhere),
    TT_TEST(the_policy_allows_this_style_and_this_script_only),
    TT_TEST(style_and_script_are_safe_where_they_stand),
    TT_TEST(every_link_leads_somewhere_and_ids_are_unique),
    TT_TEST(what_is_not_on_the_page_is_not_linked), TT_TEST(a_finding_has_all_that_it_rests_on),
    TT_TEST(a_disposition_is_shown_and_escaped), TT_TEST(a_finding_without_dates_or_shift_says_so),
    TT_TEST(a_syndicate_has_members_flows_and_findings),
    TT_TEST(a_drawing_has_each_member_flow_and_relation),
    TT_TEST(who_pays_himself_is_in_the_table_and_not_in_the_drawing),
    TT_TEST(long_names_take_two_lines_and_are_cut_between_characters),
    TT_TEST(marks_that_meet_are_one_with_its_whole_period),
    TT_TEST(a_document_without_a_date_has_no_mark), TT_TEST(two_roles_in_one_finding_name_it_once),
    TT_TEST(a_timeline_has_a_lane_for_each_layer_and_kind),
    TT_TEST(an_entity_has_names_members_relations_and_findings),
    TT_TEST(entities_that_nothing_names_are_counted), TT_TEST(the_frame_says_what_was_read_and_how),
    TT_TEST(the_data_block_has_the_single_flows), TT_TEST(what_is_cut_is_counted),
    TT_TEST(findings_of_syndicates_that_are_cut_stand_with_the_others),
    TT_TEST(each_syndicate_brings_its_heaviest_findings),
    TT_TEST(a_case_without_findings_is_a_page), TT_TEST(the_same_case_gives_the_same_bytes),
    TT_TEST(every_allocation_may_fail))
