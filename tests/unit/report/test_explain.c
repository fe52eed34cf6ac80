/* explain: why, and why not, for each type of id. */
#include "tests/unit/report/report_test.h"

#include "resolve/resolve.h"

static report_case c;

static tt_status explain(const char *id, const char *other, tt_arena *a, tt_str *out)
{
    tt_buf b;
    tt_buf_init(&b, 0);
    tt_status st = tt_report_explain(&c.in, NULL, tt_str_of(id), tt_str_of(other), &b, ERR);
    if (st == TT_OK)
        st = tt_buf_status(&b, ERR);
    *out = tt_arena_str(a, tt_buf_str(&b));
    tt_buf_release(&b);
    return st;
}

static tt_str said(const char *id, const char *other, tt_arena *a)
{
    tt_str text = {0};
    assert_ok(explain(id, other, a, &text));
    return text;
}

static const char *id_of(int who, tt_arena *a)
{
    tt_id_text t = tt_id_text_of('e', c.tiny.data.entities[entity_of(&c, who)].id);
    return tt_arena_printf(a, "%s", t.s);
}

static void a_finding_is_these_lines(void **state)
{
    tt_arena *a = *state;
    assert_ok(report_make(&c, a, ERR));
    assert_str(
        said("f11", NULL, a),
        tt_arena_printf(
            a,
            "finding f11aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\nprice.over_invoicing: Price far above "
            "peers\nrank 1, weight 2.346 (log10 of the e-value), p-value 0.000125\nperiod "
            "2024-01-05 "
            "to 2024-02-01, value shift USD 7,125.00 to the exporter\n\n8.50 against <3.75>.\n\n"
            "parties\n  seller       %.10s  Alpha Werke GmbH\n  buyer        %.10s  Beta Trading "
            "LLC\nmeasures\n  unit_price               8.5 USD/kg   expected 2.25 to 3.75   from "
            "41 "
            "peers\n  paid                     USD 12,750.00   expected at most 5,625\n  ratio     "
            " "
            "              2.2667\ninnocent explanations tested\n  related_party            "
            "not_explained  No <common> owner is declared.\n  quality                  weakened    "
            " "
            "  The grade is written: \"W240\".\n  credit_note              unknown        No "
            "credit "
            "notes are in the data.\nevidence\n  invoice      INV-1                    invoice.csv "
            "line 2\n  payment      P1                       payment.csv line 1\nnext steps\n  Ask "
            "for the sales contract & price list.\nsyndicate\n  "
            "s01bbbbbbbbbbbbbbbbbbbbbbbbbbbbbb\n",
            id_of(E_ALPHA, a), id_of(E_BETA, a)));
}

static void long_explanations_are_broken_at_blanks(void **state)
{
    tt_arena *a = *state;
    assert_ok(report_make(&c, a, ERR));
    const char *tens = tt_arena_printf(a, "%s", "1234567890");
    const char *forty = tt_arena_printf(a, "%s%s%s%s", tens, tens, tens, tens);
    const char *long_word = tt_arena_printf(a, "%s%s%s", forty, forty, forty);
    /* 40 + 1 + 40 + 1 + 14 are the 96 columns; a letter of two bytes takes one. */
    c.found[1].f.explanation =
        tt_arena_printf(a, "%s %s \xC3\xA4_cdefghijklmn  x %s y", forty, forty, long_word);
    assert_contains(said("f11", NULL, a),
                    tt_arena_printf(a, "\n\n%s %s \xC3\xA4_cdefghijklmn\nx\n%s\ny\n\nparties\n",
                                    forty, forty, long_word));
    c.found[1].f.explanation = tt_arena_printf(a, "%s %s abcdefghijklmno", forty, forty);
    assert_contains(said("f11", NULL, a),
                    tt_arena_printf(a, "\n\n%s %s\nabcdefghijklmno\n\nparties\n", forty, forty));
}

static void a_finding_without_dates_measures_or_steps_is_short(void **state)
{
    assert_ok(report_make(&c, *state, ERR));
    tt_str text = said("f21", NULL, *state);
    assert_contains(text, "rank 3, weight -0.250 (log10 of the e-value)\nperiod no date\n");
    assert_lacks(text, "measures");
    assert_lacks(text, "next steps");
}

static void a_syndicate_lists_parties_with_weights_and_findings(void **state)
{
    tt_arena *a = *state;
    assert_ok(report_make(&c, a, ERR));
    tt_str text = said("s01", NULL, a);
    assert_true(tt_str_starts(
        text,
        tt_str_of("syndicate s01bbbbbbbbbbbbbbbbbbbbbbbbbbbbbb\nrank 1, log10 E 4.030, score "
                  "91.5 of 100, stability 0.88, p-value 0.002\nperiod 2024-01-05 to "
                  "2024-02-10, value shift USD 7,125.00 to the exporter\n\nAlpha sells to Beta "
                  "far above <peers>.\n\nparties (weight)\n")));
    assert_contains(text, tt_arena_printf(a, "  exporter     %.10s  Alpha Werke GmbH  (3.25)\n",
                                          id_of(E_ALPHA, a)));
    assert_contains(text,
                    "findings\n  f11aaaaaaa  price.over_invoicing       2.35  Price far above "
                    "peers\n  f12aaaaaaa  flow.cycle_goods           1.50  Goods return\n");
}

static void an_entity_has_names_members_and_findings(void **state)
{
    tt_arena *a = *state;
    assert_ok(report_make(&c, a, ERR));
    tt_str text = said(id_of(E_ALPHA, a), NULL, a);
    assert_true(tt_str_starts(
        text,
        tt_str_of(tt_arena_printf(
            a,
            "entity %s\nAlpha Werke GmbH (company, DE)\nweight 3.250 (log10 of combined "
            "evidence)\n\nnames as written\n  Alpha Werke GmbH\naddresses\n  Hafen 1\n"
            "identifiers\n  R1\naccounts\n  DE89370400440532013000\nwhat holds it together (2 "
            "names and registry rows)\n",
            id_of(E_ALPHA, a)))));
    assert_contains(text, "registry 'Alpha Werke GmbH' DE, party.csv line 1\n");
    assert_contains(text, "  'Alpha Werke GmbH' DE, invoice.csv line 1\n");
    assert_contains(text, "findings\n  f11aaaaaaa  as seller, weight 2.35: Price far above peers\n"
                          "  f12aaaaaaa  as buyer, weight 1.50: Goods return\n");
    assert_contains(said(id_of(E_ALONE, a), NULL, a), "findings\n  none\n");
}

static void controls_of_a_terminal_are_shown(void **state)
{
    tt_arena *a = *state;
    assert_ok(report_make(&c, a, ERR));
    c.tiny.data.entities[entity_of(&c, E_ALPHA)].name = TT_STR("A\x1B[2J\rB\xE2\x80\xAE");
    tt_str text = said("f11", NULL, a);
    assert_contains(text, "A[U+001B][2J[U+000D]B[U+202E]\n");
    assert_lacks(text, "\x1B");
    assert_lacks(text, "\r");
}

static void two_ids_of_one_entity_are_the_same(void **state)
{
    tt_arena *a = *state;
    assert_ok(report_make(&c, a, ERR));
    tt_str text = said(id_of(E_BETA, a), id_of(E_BETA, a), a);
    assert_contains(text, "one and the same entity\nwhat holds it together (1 names");
    assert_contains(text, "'Beta Trading LLC' AE id TRN-100, invoice.csv line 1\n");
}

/* Alpha's members as a tree: the first, one joined to it, one joined to that. */
static const tt_member *make_tree(tt_arena *a, tt_ix e)
{
    tt_data *d = &c.tiny.data;
    tt_member *m = tt_new_n(a, tt_member, 5);
    assert_non_null(m);
    tt_ix alpha = tiny_ix(&c.tiny, c.party[E_ALPHA]), beta = tiny_ix(&c.tiny, c.party[E_BETA]);
    m[1] = (tt_member){.entity = e, .mention = alpha, .reason = "first"};
    m[2] = (tt_member){.entity = e,
                       .party = d->entities[e].party,
                       .reason = "party id",
                       .detail = TT_STR("R1"),
                       .with = 1,
                       .centibits = 1700};
    m[3] = (tt_member){.entity = e,
                       .mention = beta,
                       .reason = "name",
                       .detail = TT_STR("Beta"),
                       .with = 2,
                       .centibits = 450};
    d->members = m;
    d->n_members = 3;
    d->entities[e].first_mention = 1;
    d->entities[e].n_mentions = 3;
    d->mentions[alpha].entity = d->mentions[beta].entity = d->parties[m[2].party].entity = e;
    return m;
}

static void the_weakest_link_is_named(void **state)
{
    tt_arena *a = *state;
    assert_ok(report_make(&c, a, ERR));
    tt_ix e = entity_of(&c, E_ALPHA);
    assert_true(c.tiny.data.entities[e].party != 0);
    (void)make_tree(a, e);
    tt_str text = said(id_of(E_ALPHA, a), NULL, a);
    assert_contains(text, "\n      party id: R1, +17.00 bits, to e");
    assert_contains(text, "weakest link\n  e");
    assert_contains(text, "\n      name: Beta, +4.50 bits, to e");
    size_t at = tt_str_find(text, TT_STR("weakest link"), 0);
    assert_true(tt_str_find(text, TT_STR("party id"), at) == SIZE_MAX);
}

/* From the mention of Beta through the registry row to the mention of Alpha, either way round. */
static void the_joins_between_two_names_are_told(void **state)
{
    tt_arena *a = *state;
    assert_ok(report_make(&c, a, ERR));
    tt_ix e = entity_of(&c, E_ALPHA);
    c.tiny.data.entities[entity_of(&c, E_BETA)].id.b[15] ^= 1; /* no entity has this id now */
    const tt_member *m = make_tree(a, e);
    const tt_data *d = &c.tiny.data;
    c.tiny.data.entities[e].id = d->mentions[m[1].mention].fp;
    tt_id_text alpha = tt_id_text_of('e', d->mentions[m[1].mention].fp);
    tt_id_text beta = tt_id_text_of('e', d->mentions[m[3].mention].fp);
    tt_id_text row = tt_id_text_of('e', d->parties[m[2].party].row);
    assert_contains(said(beta.s, alpha.s, a),
                    tt_arena_printf(a,
                                    "the joins between the two\n  %.10s  'Beta Trading LLC' AE id "
                                    "TRN-100, invoice.csv line 1\n      name: Beta, +4.50 bits\n"
                                    "  %.10s  registry 'Alpha Werke GmbH' DE, party.csv line 1\n"
                                    "      party id: R1, +17.00 bits\n  %.10s  'Alpha Werke GmbH' "
                                    "DE, invoice.csv line 1\nwhat holds",
                                    beta.s, row.s, alpha.s));
    assert_contains(said(alpha.s, beta.s, a),
                    tt_arena_printf(a,
                                    "  %.10s  'Alpha Werke GmbH' DE, invoice.csv line 1\n"
                                    "      party id: R1, +17.00 bits\n"
                                    "  %.10s  registry 'Alpha Werke GmbH' DE, party.csv line 1\n"
                                    "      name: Beta, +4.50 bits\n  %.10s  'Beta Trading LLC'",
                                    alpha.s, row.s, beta.s));
    /* a circle in the file of a stranger ends */
    c.tiny.data.members[1].with = 3;
    assert_contains(said(alpha.s, beta.s, a), "the joins between the two\n");
}

static void decisions_that_apply_are_told(void **state)
{
    tt_arena *a = *state;
    assert_ok(report_make(&c, a, ERR));
    tt_data *d = &c.tiny.data;
    tt_decision v[] = {
        {.line = 0},
        {.a = d->mentions[tiny_ix(&c.tiny, c.party[E_ALPHA])].fp,
         .b = d->mentions[tiny_ix(&c.tiny, c.party[E_BETA])].fp,
         .verdict = TT_VERDICT_DIFFERENT,
         .who = TT_STR("A. Officer"),
         .why = TT_STR("two registers"),
         .when = 19844,
         .line = 7},
    };
    d->decisions = v;
    d->n_decisions = 1;
    const char *line = ": different by A. Officer on 2024-05-01: two registers (line 7)\n";
    tt_str text = said(id_of(E_ALPHA, a), id_of(E_BETA, a), a);
    assert_contains(text, "two entities\ndecisions\n  e");
    assert_contains(text, line);
    assert_contains(said(id_of(E_BETA, a), NULL, a), line);
    assert_lacks(said(id_of(E_ALPHA, a), id_of(E_EVIL, a), a), "decisions");
    assert_lacks(said(id_of(E_ALONE, a), NULL, a), "decisions");
    d->n_decisions = 0;
}

/* The bits are those of resolve, the sum is their sum. */
static void the_evidence_adds_up(void **state)
{
    tt_arena *a = *state;
    assert_ok(report_make(&c, a, ERR));
    double *param = tt_new_n(a, double, tt_resolve_n_params);
    tt_comparison k;
    assert_non_null(param);
    for (size_t i = 0; i < tt_resolve_n_params; i++)
        param[i] = tt_resolve_params[i].def;
    c.in.resolve_param = param;
    c.in.threads = 1;
    tt_ix alpha = entity_of(&c, E_ALPHA), beta = entity_of(&c, E_BETA);
    assert_ok(tt_resolve_compare(&c.tiny.data, param, 1, alpha, beta, a, &k, ERR));
    tt_str text = said(id_of(E_ALPHA, a), id_of(E_BETA, a), a);
    int32_t sum = k.prior;
    for (size_t i = 0; i < k.n_terms; i++) {
        sum += k.term[i].centibits;
        assert_contains(text,
                        tt_arena_printf(a, "\n  %-19s %-29s ", k.term[i].field, k.term[i].level));
    }
    assert_int_equal(sum, k.total);
    char total[TT_NUM_TEXT];
    (void)tt_dec_text_fixed(k.total, 2, total);
    assert_contains(text, tt_arena_printf(a, "\n  %-49s %s bits\n", "together", total));
    assert_contains(text, "\n      a  'Alpha Werke GmbH' DE, invoice.csv line 1\n");
}

static void two_entities_are_compared_and_their_documents_listed(void **state)
{
    tt_arena *a = *state;
    assert_ok(report_make(&c, a, ERR));
    tt_str text = said(id_of(E_ALPHA, a), id_of(E_BETA, a), a);
    assert_true(tt_str_starts(
        text, tt_str_of(tt_arena_printf(a,
                                        "between %.10s  Alpha Werke GmbH\nand     %.10s  Beta "
                                        "Trading LLC\ntwo entities\nwhat they say\n",
                                        id_of(E_ALPHA, a), id_of(E_BETA, a)))));
    assert_contains(text,
                    "  name           different: 'Alpha Werke GmbH' and 'Beta Trading LLC'\n");
    assert_contains(text, "  tax id         not known on both sides\n");
    assert_contains(text, "  identifier     different: 'R1' and 'TRN-100'\n");
    assert_contains(text,
                    "documents that name both\n"
                    "  invoice      INV-1                    2024-01-05  invoice.csv line 1\n"
                    "  shipment     BL-9                     2024-01-09  shipment.csv line 1\n"
                    "  payment      P1                       2024-02-01  payment.csv line 1\n");
    assert_contains(said(id_of(E_BETA, a), id_of(E_EVIL, a), a),
                    "documents that name both\n  none\n");
}

static void what_two_entities_share_is_said(void **state)
{
    tt_arena *a = *state;
    assert_ok(report_make(&c, a, ERR));
    tt_mention *m = c.tiny.data.mentions;
    m[tiny_ix(&c.tiny, c.party[E_ALPHA])].address = TT_STR("Hafen 1");
    m[tiny_ix(&c.tiny, c.party[E_BETA])].address = TT_STR("Hafen 1");
    assert_contains(said(id_of(E_ALPHA, a), id_of(E_BETA, a), a),
                    "  address        equal: Hafen 1\n");
}

/* One deal of an invoice and its payment. */
static void add_deal(void)
{
    static tt_deal deals[2];
    static tt_deal_doc docs[3];
    tt_data *d = &c.tiny.data;
    const tt_ccy usd = d->base;
    tt_ix inv = tiny_ix(&c.tiny, c.invoice[0]), pay = tiny_ix(&c.tiny, c.payment[0]);
    deals[1] = (tt_deal){.id = hash_from(0x31, 0xdd),
                         .status = TT_DEAL_PARTIAL,
                         .first_doc = 1,
                         .n_docs = 2,
                         .invoiced = {1275000, usd},
                         .shipped = {TT_NO_NUM, usd},
                         .declared = {TT_NO_NUM, usd},
                         .paid = {1275000, usd}};
    docs[1] = (tt_deal_doc){1, TT_KIND_INVOICE, inv, "first", TT_STR("")};
    docs[2] = (tt_deal_doc){1, TT_KIND_PAYMENT, pay, "invoice number", TT_STR("INV-1")};
    d->deals = deals;
    d->n_deals = 1;
    d->deal_docs = docs;
    d->n_deal_docs = 2;
    d->deal_of[TT_KIND_INVOICE][inv] = 1;
    d->deal_of[TT_KIND_PAYMENT][pay] = 1;
}

static void a_deal_has_its_sums_and_what_joined_it(void **state)
{
    assert_ok(report_make(&c, *state, ERR));
    add_deal();
    assert_str(said("m31", NULL, *state),
               "deal m31dddddddddddddddddddddddddddddd, partly matched\n"
               "  invoiced   USD 12,750.00\n  shipped    unknown\n  declared   unknown\n"
               "  paid       USD 12,750.00\ndocuments, and what joined them\n"
               "  invoice      INV-1                    2024-01-05  first\n"
               "  payment      P1                       2024-02-01  invoice number: INV-1\n");
}

static void a_deal_says_who_answers_for_whom(void **state)
{
    assert_ok(report_make(&c, *state, ERR));
    add_deal();
    tt_data *d = &c.tiny.data;
    tt_ix pay = d->deal_docs[2].doc, inv = d->deal_docs[1].doc;
    tt_pairing pairs[2] = {{.kind = TT_KIND_NONE},
                           {.kind = TT_KIND_PAYMENT,
                            .doc = pay,
                            .to_kind = TT_KIND_INVOICE,
                            .to = inv,
                            .share = 400000,
                            .centibits = 1850,
                            .margin = 320,
                            .form = "part",
                            .reason = "invoice number",
                            .detail = TT_STR("INV-1")}};
    tt_break breaks[2] = {{.kind = TT_KIND_NONE},
                          {.kind = TT_KIND_INVOICE,
                           .doc = inv,
                           .wants = TT_KIND_SHIPMENT,
                           .type = TT_BREAK_NOT_ARRIVED}};
    d->pairings = pairs;
    d->breaks = breaks;
    d->n_pairings = d->n_breaks = 1;
    assert_contains(said("m31", NULL, *state),
                    "who answers for whom\n  payment P1 for invoice INV-1: part, 40 %, invoice "
                    "number INV-1; 18.5 bits, 3.2 above the next way\n"
                    "  invoice INV-1: no shipment: not arrived yet\n");
}

static void what_is_no_id_is_refused_with_the_letters(void **state)
{
    static const char *const bad[] = {"", "x11", "INV-1", "c01cc"};
    tt_str text = {0};
    assert_ok(report_make(&c, *state, ERR));
    for (size_t i = 0; i < TT_LEN(bad); i++) {
        assert_status(explain(bad[i], NULL, *state, &text), TT_EUSAGE);
        assert_int_equal(text.n, 0);
    }
    assert_status(explain("f99", NULL, *state, &text), TT_ENOTFOUND);
    assert_status(explain("f11", "f12", *state, &text), TT_EUSAGE);
    assert_err_text("'f11' is not the id of an entity: 'e' and 2 to 32 hex digits");
}

static void every_allocation_may_fail(void **state)
{
    tt_arena *a = *state;
    tt_buf b;
    tt_status st;
    assert_ok(report_make(&c, a, ERR));
    add_deal();
    const char *const ids[][2] = {{"f11", NULL},
                                  {"s01", NULL},
                                  {"m31", NULL},
                                  {id_of(E_ALPHA, a), NULL},
                                  {id_of(E_ALPHA, a), id_of(E_BETA, a)}};
    for (size_t i = 0; i < TT_LEN(ids); i++) {
        tt_str want = said(ids[i][0], ids[i][1], a);
        tt_buf_init(&b, 0);
        TT_TORTURE(st, {
            tt_buf_release(&b);
            tt_buf_init(&b, 0);
            st = tt_report_explain(&c.in, NULL, tt_str_of(ids[i][0]), tt_str_of(ids[i][1]), &b,
                                   NULL);
            if (st == TT_OK)
                st = tt_buf_status(&b, NULL);
        });
        assert_slice(tt_buf_str(&b), want);
        tt_buf_release(&b);
    }
}

TT_TEST_MAIN("report/explain", TT_TEST(a_finding_is_these_lines),
             TT_TEST(long_explanations_are_broken_at_blanks),
             TT_TEST(a_finding_without_dates_measures_or_steps_is_short),
             TT_TEST(a_syndicate_lists_parties_with_weights_and_findings),
             TT_TEST(an_entity_has_names_members_and_findings),
             TT_TEST(controls_of_a_terminal_are_shown), TT_TEST(two_ids_of_one_entity_are_the_same),
             TT_TEST(two_entities_are_compared_and_their_documents_listed),
             TT_TEST(what_two_entities_share_is_said), TT_TEST(the_weakest_link_is_named),
             TT_TEST(the_joins_between_two_names_are_told), TT_TEST(decisions_that_apply_are_told),
             TT_TEST(the_evidence_adds_up), TT_TEST(a_deal_has_its_sums_and_what_joined_it),
             TT_TEST(a_deal_says_who_answers_for_whom),
             TT_TEST(what_is_no_id_is_refused_with_the_letters), TT_TEST(every_allocation_may_fail))
