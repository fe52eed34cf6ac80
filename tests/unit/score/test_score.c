/*
 * Scoring: weights of parties, which findings are one syndicate, and what is said of it.  Findings
 * are written by hand; weights are in bans.  Who is tied to whom is in test_ties.c.
 */
#include "tests/support/tt_test.h"

#include "tests/support/score_bench.h"

/* --- parties --- */

static void families_are_averaged_inside_and_multiplied_across(void **state)
{
    struct bench b;
    bench_begin(&b, *state);
    tiny_id inv = bench_trade(&b, 6);
    bench_ready(&b);
    tt_ref doc = tiny_ref(&b.c, inv);
    bench_finding(&b, TT_FAMILY_FLOW, 5, "s5 origin", doc);
    bench_finding(&b, TT_FAMILY_PRICE, 2, "s0 seller|b0 buyer", doc);
    bench_finding(&b, TT_FAMILY_CONTEXT, 2, "s4 party", doc);
    bench_finding(&b, TT_FAMILY_FLOW, 1, "s0 origin", doc);
    bench_finding(&b, TT_FAMILY_CONTEXT, 1, "s4 party", doc);
    bench_finding(&b, TT_FAMILY_PRICE, 0, "s0 seller|b1 buyer", doc);
    bench_finding(&b, TT_FAMILY_ROUTE, -2, "s3 party", doc);
    bench_score(&b);
    /* price: (100 + 1) / 2, flow: 10, each to the power 0.8 */
    assert_near(bench_weight_of(&b, "s0"), 0.8 * log10(50.5) + 0.8 * 1, 1e-8);
    assert_near(bench_weight_of(&b, "b0"), 0.8 * 2, 1e-8);
    assert_near(bench_weight_of(&b, "s5"), 0.8 * 3, 1e-8);            /* capped */
    assert_near(bench_weight_of(&b, "s4"), 0.8 * 1, 1e-8);            /* context: capped at 1 */
    assert_near(bench_weight_of(&b, "s3"), 0.8 * -0.301029996, 1e-8); /* floored */
    assert_near(bench_weight_of(&b, "s1"), 0, 0);
    assert_int_equal(b.r.n_flows, 6);
}

static void a_party_in_two_roles_counts_once(void **state)
{
    struct bench b;
    bench_begin(&b, *state);
    tiny_id inv = bench_trade(&b, 3);
    bench_ready(&b);
    bench_finding(&b, TT_FAMILY_FLOW, 2, "s0 origin|s0 relay|b0 relay", tiny_ref(&b.c, inv));
    bench_finding(&b, TT_FAMILY_FLOW, 0, "s0 origin", tiny_ref(&b.c, inv));
    bench_score(&b);
    assert_near(bench_weight_of(&b, "s0"), 0.8 * log10(50.5), 1e-8);
}

/* Of the relations below: eleven are new or exclusive, one is both, one is old, one nothing. */
enum { RELATIONS = 14 };

static double all_relations(void)
{
    return 11 * pow(10, 0.3) + pow(10, 0.6) + pow(10, -0.5) + 1;
}

static double among_others(double own)
{
    if (own <= 0)
        return own;
    return TT_MAX(0.0, own - log10((all_relations() - pow(10, own)) / (RELATIONS - 1)));
}

static void a_relation_adds_to_findings_on_its_papers(void **state)
{
    tt_arena *a = *state;
    struct bench b;
    const double plain = 0.8 * 1;
    bench_begin(&b, a);
    tiny_id inv = bench_trade(&b, 6);
    /* s6 and b6 share an account; s7 sells all it has to b7, twice; s8 has sold to b8 since 2020.
     */
    tiny_mention_at(&b.c, bench_party(&b, "s6", "DE"))->account = TT_STR("DE001234567");
    tiny_mention_at(&b.c, bench_party(&b, "b6", "FR"))->account = TT_STR("DE001234567");
    tiny_id s7 = bench_party(&b, "s7", "DE"), b7 = bench_party(&b, "b7", "FR");
    tiny_id s8 = bench_party(&b, "s8", "DE"), b8 = bench_party(&b, "b8", "FR");
    tiny_id s9 = bench_party(&b, "s9", "DE"), b9 = bench_party(&b, "b9", "FR");
    const char *const dates[] = {"2023-10-01", "2024-03-01", "2020-01-01", "2024-03-01"};
    for (int i = 0; i < 4; i++) {
        tiny_id t = tiny_invoice(&b.c, tt_arena_printf(a, "R%d", i), i < 2 ? s7 : s8,
                                 i < 2 ? b7 : b8, dates[i], "USD");
        tiny_invoice_line(&b.c, t, "080132", 1, "KGM", 1000);
    }
    /* s8 and b8 trade with others as well: not exclusive.  s9 and b9 met in February. */
    const char *const other[] = {"x", "y"};
    for (int i = 0; i < 2; i++) {
        tiny_id t = tiny_invoice(&b.c, tt_arena_printf(a, "O%d", i), i ? s9 : s8,
                                 bench_party(&b, other[i], "IT"), "2024-01-01", "USD");
        tiny_invoice_line(&b.c, t, "080132", 1, "KGM", 100000);
    }
    const char *const who[][2] = {
        {"s10", "b10"}, {"s10", "b10"}, {"z", "b10"}, {"s11", "b11"}, {"s11", "b11"}};
    for (int i = 0; i < 5; i++) {
        tiny_id t = tiny_invoice(&b.c, tt_arena_printf(a, "E%d", i),
                                 bench_party(&b, who[i][0], "DE"), bench_party(&b, who[i][1], "FR"),
                                 i % 2 ? "2024-03-01" : "2023-01-01", "USD");
        tiny_invoice_line(&b.c, t, "080132", 1, "KGM", 1000);
    }
    tiny_id t = tiny_invoice(&b.c, "N", s9, b9, "2024-02-15", "USD");
    tiny_invoice_line(&b.c, t, "080132", 1, "KGM", 1000);
    bench_ready(&b);
    tt_ref doc = tiny_ref(&b.c, inv);
    bench_finding(&b, TT_FAMILY_DOCUMENT, 1, "s0 seller|b0 buyer", doc);
    bench_finding(&b, TT_FAMILY_DOCUMENT, 1, "s6 seller|b6 buyer", doc);
    bench_finding(&b, TT_FAMILY_DOCUMENT, 1, "s7 exporter|b7 importer", doc);
    bench_finding(&b, TT_FAMILY_DOCUMENT, 1, "s8 seller|b8 buyer", doc);
    bench_finding(&b, TT_FAMILY_DOCUMENT, 1, "s9 seller|b9 buyer", doc);
    bench_finding(&b, TT_FAMILY_PRICE, 1, "s5 seller|b5 buyer", doc);
    bench_finding(&b, TT_FAMILY_DOCUMENT, 1, "s10 seller|b10 buyer", doc);
    bench_finding(&b, TT_FAMILY_DOCUMENT, 1, "x seller|s11 seller|b11 buyer", doc);
    bench_set(&b, "association_cap", 0);
    bench_score(&b);
    /* s10 sells to b10 alone, twice, but b10 buys elsewhere; two sellers are no pair */
    assert_near(bench_weight_of(&b, "s10"), plain + 0.8 * among_others(0), 1e-8);
    assert_near(bench_weight_of(&b, "s11"), plain, 1e-8);
    assert_near(bench_weight_of(&b, "s0"), plain + 0.8 * among_others(0.3),
                1e-8); /* new; one sale is not exclusive */
    assert_near(bench_weight_of(&b, "s6"), plain + 0.8 * (0.7 - log10(all_relations() / RELATIONS)),
                1e-8); /* no relation */
    assert_near(bench_weight_of(&b, "s7"), plain + 0.8 * among_others(0.6), 1e-8);
    assert_near(bench_weight_of(&b, "s8"), plain + 0.8 * among_others(-0.5), 1e-8);
    assert_near(bench_weight_of(&b, "s9"), plain + 0.8 * among_others(0.3), 1e-8);
    assert_near(bench_weight_of(&b, "s5"), plain, 1e-8); /* price detectors see to it themselves */
    assert_near(b.r.findings[2].f.weight, 1, 0);         /* what the detector said stays */
}

static void those_tied_to_heavy_parties_are_lent_some_weight(void **state)
{
    tt_arena *a = *state;
    struct bench b;
    bench_begin(&b, a);
    tiny_id inv = bench_trade(&b, 20);
    tiny_mention_at(&b.c, bench_party(&b, "shell1", "CY"))->account = TT_STR("CY99887766");
    tiny_mention_at(&b.c, bench_party(&b, "shell2", "CY"))->account = TT_STR("CY99887766");
    for (int i = 1; i < 4; i += 2) {
        const char *name = tt_arena_printf(a, "shell%d", i);
        tiny_id p = tiny_party(&b.c, name, TT_ENTITY_COMPANY, name, "CY");
        tiny_party_at(&b.c, p)->phone = TT_STR("+357 22 123456");
    }
    tiny_id t = tiny_invoice(&b.c, "S", bench_party(&b, "shell1", "CY"),
                             bench_party(&b, "far", "MT"), "2024-02-01", "USD");
    tiny_invoice_line(&b.c, t, "080132", 1, "KGM", 1000);
    bench_ready(&b);
    bench_finding(&b, TT_FAMILY_FLOW, 3, "shell1 origin", tiny_ref(&b.c, inv));
    bench_finding(&b, TT_FAMILY_FLOW, 1, "s0 origin|b0 relay", tiny_ref(&b.c, inv));
    bench_score(&b);
    assert_near(bench_weight_of(&b, "shell1"), 2.4, 1e-8);
    /* an account with a party that has two ties */
    assert_near(bench_weight_of(&b, "shell2"), 1.5 / log2(3), 1e-8);
    assert_near(bench_weight_of(&b, "far"), 0, 0); /* trade alone is no tie */
    bench_set(&b, "association_cap", 0.25);
    bench_score(&b);
    assert_near(bench_weight_of(&b, "shell2"), 0.25, 1e-8);
    bench_set(&b, "association_seed", 2.5);
    bench_score(&b);
    assert_near(bench_weight_of(&b, "shell2"), 0, 0);
}

/* --- communities and syndicates --- */

static void findings_that_share_parties_are_one_syndicate(void **state)
{
    tt_arena *a = *state;
    struct bench b;
    bench_begin(&b, a);
    tiny_id inv = bench_trade(&b, 30);
    bench_ready(&b);
    tt_ref doc = tiny_ref(&b.c, inv);
    bench_finding(&b, TT_FAMILY_FLOW, 3, "s0 origin|b0 relay|s1 relay", doc);
    bench_finding(&b, TT_FAMILY_PRICE, 2, "s1 seller|b1 buyer", doc);
    bench_finding(&b, TT_FAMILY_PRICE, 1.5, "s9 seller|b9 buyer|s12 broker", doc);
    bench_finding(&b, TT_FAMILY_PRICE, -0.2, "b1 seller|b20 buyer",
                  doc); /* light, but in the company */
    bench_finding(&b, TT_FAMILY_PRICE, -0.3, "s25 seller|b25 buyer", doc);
    bench_score(&b);
    assert_int_equal(b.r.n_syndicates, 2);
    const tt_syndicate *s = &b.r.syndicates[1];
    assert_int_equal(s->n_findings, 3);
    assert_int_equal(s->findings[0], 1);
    assert_int_equal(s->findings[1], 2);
    assert_int_equal(s->findings[2], 4);
    assert_int_equal(s->n_entities, 5); /* s0 b0 s1 b1 and b20, which the light one names */
    assert_int_equal(bench_syndicate_of(&b, 3)->rank, 2);
    assert_int_equal(b.r.findings[5].syndicate, 0); /* evidence for innocence makes no syndicate */
    for (size_t i = 1; i < s->n_entities; i++)
        assert_true(s->entities[i - 1].entity < s->entities[i].entity);
    /* s12 sells, but to nobody in the group: what the finding calls it stays */
    assert_string_equal(bench_role_of(&b, bench_syndicate_of(&b, 3), "s12"), "broker");
    assert_string_equal(bench_role_of(&b, bench_syndicate_of(&b, 3), "s9"), "exporter");

    /* communities: sorted by id, every member knows its own */
    assert_int_equal(b.r.n_communities, 2);
    assert_true(tt_hash_cmp(b.r.communities[1].id, b.r.communities[2].id) < 0);
    for (tt_ix c = 1; c <= 2; c++)
        for (size_t i = 0; i < b.r.communities[c].n_entities; i++)
            assert_int_equal(b.r.entity_community[b.r.communities[c].entities[i]], c);
    assert_int_equal(b.r.entity_community[bench_named(&b, "s25")], 0);
}

static void context_alone_is_no_syndicate(void **state)
{
    for (int with = 0; with < 2; with++) {
        struct bench b;
        bench_begin(&b, *state);
        tiny_id inv = bench_trade(&b, 30);
        bench_ready(&b);
        tt_ref doc = tiny_ref(&b.c, inv);
        bench_finding(&b, TT_FAMILY_CONTEXT, 0.9, "s7 seller|b7 buyer", doc);
        if (with)
            bench_finding(&b, TT_FAMILY_PRICE, 0.9, "s7 seller|b7 buyer", doc);
        bench_score(&b);
        assert_int_equal(b.r.n_syndicates, with);
        assert_int_equal(b.r.findings[1].syndicate, with);
    }
}

/* Parties in the syndicate of the first finding when ties from `core` on bring members in. */
static void a_finding_goes_where_most_of_its_parties_are(void **state)
{
    tt_arena *a = *state;
    struct bench b;
    bench_begin(&b, a);
    tiny_id inv = bench_trade(&b, 30);
    bench_ready(&b);
    tt_ref doc = tiny_ref(&b.c, inv);
    bench_finding(&b, TT_FAMILY_FLOW, 3, "s0 origin|s1 relay|s2 relay|s3 relay", doc);
    bench_finding(&b, TT_FAMILY_FLOW, 3, "b0 origin|b1 relay|b2 relay|b3 relay", doc);
    bench_finding(&b, TT_FAMILY_PRICE, 0.01, "b0 seller|s0 buyer|s1 buyer", doc);
    bench_finding(&b, TT_FAMILY_PRICE, 0.01, "s0 seller|b0 buyer|b1 buyer", doc);
    bench_score(&b);
    assert_int_equal(b.r.n_communities, 2);
    assert_ptr_equal(bench_syndicate_of(&b, 3), bench_syndicate_of(&b, 1));
    assert_ptr_equal(bench_syndicate_of(&b, 4), bench_syndicate_of(&b, 2));
    assert_int_equal(bench_syndicate_of(&b, 1)->n_entities, 5); /* b0, by the third finding */
    assert_ptr_not_equal(bench_syndicate_of(&b, 1), bench_syndicate_of(&b, 2));
}

static void loose_findings_hang_together_by_a_party_that_is_no_hub(void **state)
{
    tt_arena *a = *state;
    struct bench b;
    bench_begin(&b, a);
    tiny_id inv = bench_trade(&b, 30);
    tiny_named(&b.c, TT_ENTITY_CARRIER, "Line", "DK");
    bench_ready(&b);
    tt_ref doc = tiny_ref(&b.c, inv);
    bench_finding(&b, TT_FAMILY_PRICE, 2, "s0 seller", doc);
    bench_finding(&b, TT_FAMILY_ROUTE, 2, "s0 shipper|Line carrier", doc);
    bench_finding(&b, TT_FAMILY_ROUTE, 2, "s1 shipper|Line carrier", doc);
    bench_finding(&b, TT_FAMILY_ROUTE, 2, "Line carrier", doc);
    bench_score(&b);
    assert_int_equal(b.r.n_communities, 0);
    assert_int_equal(b.r.n_syndicates, 3);
    assert_ptr_equal(bench_syndicate_of(&b, 1), bench_syndicate_of(&b, 2));
    assert_int_equal(bench_syndicate_of(&b, 1)->n_entities, 2);
    assert_ptr_not_equal(bench_syndicate_of(&b, 3), bench_syndicate_of(&b, 4));
    assert_near(bench_syndicate_of(&b, 4)->stability, 1, 0);
}

/* Everybody is as heavy: a group like that is nothing special. */
static void equal_weight_is_as_much_evidence(void **state)
{
    struct bench b;
    bench_begin(&b, *state);
    tiny_id inv = bench_trade(&b, 3);
    bench_ready(&b);
    tt_ref doc = tiny_ref(&b.c, inv);
    bench_finding(&b, TT_FAMILY_FLOW, 2, "s0 origin|b0 relay", doc);
    bench_finding(&b, TT_FAMILY_FLOW, 2, "s1 origin|b1 relay", doc);
    bench_finding(&b, TT_FAMILY_FLOW, 2, "s2 origin|b2 relay", doc);
    bench_score(&b);
    assert_near(b.r.syndicates[1].p_value, 1, 0);
}

/* Parties as active as these are heavy anyway; the idle are not drawn for them. */
static void random_groups_are_as_active(void **state)
{
    tt_arena *a = *state;
    struct bench b;
    bench_begin(&b, a);
    tiny_id inv = bench_trade(&b, 40);
    for (int i = 0; i < 8; i++)
        for (int k = 0; k < 4; k++)
            tiny_payment(&b.c, tt_arena_printf(a, "P%d-%d", i, k),
                         bench_party(&b, tt_arena_printf(a, "s%d", i), "DE"),
                         bench_party(&b, tt_arena_printf(a, "s%d", (i + 1 + k) % 8), "DE"),
                         "2024-04-04", 100 + i, "USD");
    bench_ready(&b);
    for (int i = 0; i < 8; i++)
        bench_finding(&b, TT_FAMILY_FLOW, 1, tt_arena_printf(a, "s%d origin", i),
                      tiny_ref(&b.c, inv));
    bench_score(&b);
    assert_int_equal(b.r.n_syndicates, 8);
    assert_true(b.r.syndicates[1].p_value > 0.5); /* 8 of 80, but all of their tenth */
}

static void cohesion_is_bounded_and_said_once(void **state)
{
    tt_arena *a = *state;
    struct bench b;
    bench_begin(&b, a);
    tiny_id inv = bench_trade(&b, 60);
    const char *const ring[] = {"s0", "s1", "s2", "s3"};
    for (int i = 0; i < 4; i++)
        tiny_mention_at(&b.c, bench_party(&b, ring[i], "DE"))->account = TT_STR("LT0000111122");
    for (int i = 0; i < 40; i++) /* other pairs share accounts as well */
        tiny_mention_at(&b.c, bench_party(&b, tt_arena_printf(a, "b%d", i), "FR"))->account =
            tt_str_of(tt_arena_printf(a, "FR%07d", i / 2));
    bench_ready(&b);
    tt_ref doc = tiny_ref(&b.c, inv);
    bench_finding(&b, TT_FAMILY_FLOW, 1, "s0 origin|s1 relay|s2 relay|s3 relay", doc);
    bench_score(&b);
    double with = b.r.syndicates[1].log10_e;
    assert_near(with, 0.8 + 0.5, 1e-8);
    bench_set(&b, "cohesion_cap", 0);
    bench_score(&b);
    assert_near(b.r.syndicates[1].log10_e, 0.8, 1e-8);
    bench_set(&b, "cohesion_cap", 0.5);
    bench_finding(&b, TT_FAMILY_ENTITY, 1, "s0 party|s1 party|s2 party|s3 party", doc);
    bench_score(&b);
    assert_near(b.r.syndicates[1].log10_e, 1.6, 1e-8); /* the finding has said it */
}

/* --- what is said --- */

static void value_is_not_counted_twice_and_is_set_off(void **state)
{
    tt_arena *a = *state;
    struct bench b;
    bench_begin(&b, a);
    tiny_id inv = bench_trade(&b, 12);
    TT_UNUSED(inv);
    bench_ready(&b);
    tt_finding *f[5];
    for (int i = 0; i < 5; i++) {
        tt_ref doc = {TT_KIND_INVOICE, (tt_ix)(i == 1 ? 1 : i + 1), 0};
        f[i] = bench_finding(&b, TT_FAMILY_PRICE, 3 - 0.1 * i, "s0 seller|b0 buyer", doc);
        f[i]->value_shift.minor = 100000 * (i + 1);
        f[i]->direction = TT_SHIFT_TO_EXPORTER;
    }
    f[2]->direction = TT_SHIFT_TO_IMPORTER;
    f[3]->direction = TT_SHIFT_NONE;
    f[4]->from = tiny_day("2023-12-24");
    bench_score(&b);
    const tt_syndicate *s = &b.r.syndicates[1];
    /* 1 to the exporter; 2 shares a document with it; 3 to the importer; 4 has no direction; 5. */
    assert_int_equal(s->value_shift.minor, 100000 + 500000 - 300000);
    assert_int_equal(s->direction, TT_SHIFT_TO_EXPORTER);
    assert_int_equal(s->from, tiny_day("2023-12-24"));
    assert_int_equal(s->to, tiny_day("2024-04-01"));
    f[0]->direction = f[4]->direction = TT_SHIFT_TO_IMPORTER;
    bench_score(&b);
    assert_int_equal(b.r.syndicates[1].direction, TT_SHIFT_TO_IMPORTER);
    assert_int_equal(b.r.syndicates[1].value_shift.minor, 900000);
    for (int i = 0; i < 5; i++)
        f[i]->direction = TT_SHIFT_NONE;
    bench_score(&b);
    assert_int_equal(b.r.syndicates[1].direction, TT_SHIFT_NONE);
    assert_int_equal(b.r.syndicates[1].value_shift.minor, 1300000);
}

static void the_narrative_says_who_what_and_how_much(void **state)
{
    tt_arena *a = *state;
    struct bench b;
    bench_begin(&b, a);
    tiny_id inv = bench_trade(&b, 40);
    bench_ready(&b);
    tt_finding *f =
        bench_finding(&b, TT_FAMILY_FLOW, 3, "s0 origin|b0 relay|s1 relay", tiny_ref(&b.c, inv));
    f->value_shift.minor = 1234500;
    f->direction = TT_SHIFT_TO_EXPORTER;
    bench_finding(&b, TT_FAMILY_PRICE, 2, "s1 seller|b0 buyer", tiny_ref(&b.c, inv));
    b.found[2].typology = "over_invoicing";
    bench_finding(&b, TT_FAMILY_PRICE, 1.5, "s1 seller|b0 buyer", tiny_ref(&b.c, inv));
    b.found[3].typology = "over_invoicing";
    bench_finding(&b, TT_FAMILY_PRICE, 1, "s30 seller", tiny_ref(&b.c, inv))->from = TT_NO_DATE;
    b.found[4].f.to = TT_NO_DATE;
    bench_score(&b);
    assert_string_equal(
        b.r.syndicates[1].narrative,
        "3 parties in 2 countries (DE, FR), 3 findings on documents from 2024-03-01 to 2024-04-01: "
        "test of it (1), over invoicing (2). The heaviest: Something stands out. Together the "
        "findings are consistent with USD 12345.00 moved to the side of the exporters. None of 999 "
        "random groups of other parties, of the same size and activity, carries as much "
        "evidence.");
    const char *one = b.r.syndicates[2].narrative;
    const char start[] = "1 party in 1 country (DE), 1 finding: test of it (1). The heaviest: "
                         "Something stands out. Of 999 random groups of other parties, of the same "
                         "size and activity, ";
    assert_memory_equal(one, start, sizeof start - 1);
}

static void rank_score_and_p_follow_the_weight(void **state)
{
    tt_arena *a = *state;
    struct bench b;
    bench_begin(&b, a);
    tiny_id inv = bench_trade(&b, 200);
    bench_ready(&b);
    tt_ref doc = tiny_ref(&b.c, inv);
    bench_finding(&b, TT_FAMILY_FLOW, 3, "s0 origin|b0 relay|s1 relay|b1 relay", doc);
    bench_finding(&b, TT_FAMILY_FLOW, 2, "s2 origin|b2 relay", doc);
    bench_finding(&b, TT_FAMILY_PRICE, 1, "s2 seller|b2 buyer", doc);
    bench_finding(&b, TT_FAMILY_PRICE, 1, "s7 seller|b7 buyer", doc);
    bench_score(&b);
    const tt_syndicate *s = b.r.syndicates;
    assert_int_equal(b.r.n_syndicates, 3);
    /* 2.4 is less than 0.8 (2 + 1) by a hair's breadth: equal, the id decides */
    assert_near(s[1].log10_e, 2.4, 1e-8);
    assert_near(s[2].log10_e, 2.4, 1e-8);
    assert_true(tt_hash_cmp(s[1].id, s[2].id) < 0);
    assert_near(s[3].log10_e, 0.8, 1e-8);
    /* 1 in 1000 before; 10^2.4 times as likely afterwards */
    assert_near(s[1].score, 100 / (1 + 999 * pow(10, -2.4)), 1e-6);
    assert_true(s[1].score > s[3].score);
    for (size_t i = 1; i <= 3; i++)
        assert_int_equal(s[i].rank, i);
    /* two of a random pair are as heavy when one of six heavy parties is among them */
    assert_near(s[3].p_value, 2 * 6.0 / 400, 0.01);
    assert_true(s[1].p_value < 0.005);
    bench_set(&b, "prior", 0.01);
    bench_set(&b, "draws", 99);
    bench_score(&b);
    assert_near(b.r.syndicates[3].score, 100 / (1 + 99 * pow(10, -0.8)), 1e-6);
    assert_near(b.r.syndicates[1].p_value, 0.01, 1e-12);
}

/* A hundred light members do not outweigh three heavy ones, nor bury them. */
static void size_is_no_evidence(void **state)
{
    tt_arena *a = *state;
    struct bench b;
    bench_begin(&b, a);
    tiny_id inv = bench_trade(&b, 60);
    for (int i = 0; i < 12; i++) /* a chain of shared accounts: s20-s21, s22-s23 ... and on */
        for (int k = 0; k < 2; k++) {
            tiny_id m = bench_party(&b, tt_arena_printf(a, "s%d", 20 + i + k), "DE");
            if (k == i % 2)
                tiny_mention_at(&b.c, m)->account = tt_str_of(tt_arena_printf(a, "ACC%07d", i));
        }
    bench_ready(&b);
    tt_ref doc = tiny_ref(&b.c, inv);
    bench_finding(&b, TT_FAMILY_FLOW, 2, "s0 origin|b0 relay|s1 relay", doc);
    bench_finding(&b, TT_FAMILY_PRICE, 0.6, "s20 seller|b20 buyer|s21 buyer|s22 buyer", doc);
    bench_finding(&b, TT_FAMILY_PRICE, 0.6, "s22 seller|b22 buyer|s23 buyer|s24 buyer", doc);
    bench_finding(&b, TT_FAMILY_PRICE, 0.6, "s24 seller|b24 buyer|s25 buyer|s26 buyer", doc);
    bench_score(&b);
    assert_int_equal(b.r.findings[1].syndicate, 1);
    assert_near(b.r.syndicates[1].log10_e, 1.6, 1e-8);
    assert_true(bench_syndicate_of(&b, 2)->n_entities >= 7);
    assert_true(bench_syndicate_of(&b, 2)->log10_e < 1.1);
}

/* --- what must not matter --- */

static uint64_t digest(const struct bench *b)
{
    uint64_t h = 14695981039346656037u;
    for (size_t i = 1; i <= b->r.n_syndicates; i++) {
        const tt_syndicate *s = &b->r.syndicates[i];
        const char *parts[] = {s->narrative, (const char *)s->id.b};
        size_t len[] = {strlen(s->narrative), 16};
        for (int k = 0; k < 2; k++)
            for (size_t at = 0; at < len[k]; at++)
                h = (h ^ (unsigned char)parts[k][at]) * 1099511628211u;
        h = (h ^ (uint64_t)(s->p_value * 1e6)) * 1099511628211u;
    }
    return h;
}

static void several(struct bench *b, tt_arena *a)
{
    bench_begin(b, a);
    tiny_id inv = bench_trade(b, 60);
    bench_ready(b);
    tt_ref doc = tiny_ref(&b->c, inv);
    for (int i = 0; i < 12; i++)
        bench_finding(
            b, i % 2 ? TT_FAMILY_PRICE : TT_FAMILY_FLOW, 3 - 0.2 * i,
            tt_arena_printf(a, "s%d seller|b%d buyer|s%d relay", i * 3 % 16, i, i * 5 % 16), doc);
}

static void threads_change_nothing(void **state)
{
    struct bench b;
    several(&b, *state);
    bench_score_on(&b, 1);
    uint64_t one = digest(&b);
    assert_true(b.r.n_syndicates > 1);
    bench_score_on(&b, 4);
    assert_int_equal(digest(&b), one);
}

/* Honest parties that have nothing to do with it: the same members, ids and weights. */
static void a_disjoint_clean_case_changes_no_membership(void **state)
{
    tt_arena *a = *state;
    struct bench b, more;
    several(&b, a);
    bench_score(&b);
    bench_begin(&more, a);
    bench_trade(&more, 60);
    for (int i = 0; i < 50; i++) {
        tiny_id inv = tiny_invoice(&more.c, tt_arena_printf(a, "X%d", i),
                                   bench_party(&more, tt_arena_printf(a, "xs%d", i), "US"),
                                   bench_party(&more, tt_arena_printf(a, "xb%d", i), "CA"),
                                   "2024-06-06", "USD");
        tiny_invoice_line(&more.c, inv, "080132", 1, "KGM", 5);
    }
    bench_ready(&more);
    for (int i = 0; i < 12; i++)
        bench_finding(
            &more, i % 2 ? TT_FAMILY_PRICE : TT_FAMILY_FLOW, 3 - 0.2 * i,
            tt_arena_printf(a, "s%d seller|b%d buyer|s%d relay", i * 3 % 16, i, i * 5 % 16),
            (tt_ref){TT_KIND_INVOICE, 1, 0});
    bench_score(&more);
    assert_int_equal(more.r.n_syndicates, b.r.n_syndicates);
    for (size_t i = 1; i <= b.r.n_syndicates; i++) {
        assert_memory_equal(more.r.syndicates[i].id.b, b.r.syndicates[i].id.b, 16);
        assert_near(more.r.syndicates[i].log10_e, b.r.syndicates[i].log10_e, 1e-9);
    }
}

static void nothing_found_is_nothing_said(void **state)
{
    struct bench b;
    bench_begin(&b, *state);
    bench_trade(&b, 5);
    bench_ready(&b);
    bench_score(&b);
    assert_int_equal(b.r.n_syndicates, 0);
    assert_int_equal(b.r.n_communities, 0);
    assert_near(bench_weight_of(&b, "s0"), 0, 0);

    bench_begin(&b, *state);
    bench_ready(&b);
    bench_score(&b);
    assert_int_equal(b.r.n_syndicates, 0);
}

static void every_allocation_may_fail(void **state)
{
    tt_arena own;
    struct bench b;
    tt_status st;
    bench_begin(&b, *state);
    bench_trade(&b, 12);
    tiny_mention_at(&b.c, bench_party(&b, "s0", "DE"))->account = TT_STR("LT0000111122");
    tiny_mention_at(&b.c, bench_party(&b, "s5", "DE"))->account = TT_STR("LT0000111122");
    tiny_payment(&b.c, "P1", bench_party(&b, "s0", "DE"), bench_party(&b, "s1", "DE"), "2024-01-01",
                 100, "USD");
    tiny_payment(&b.c, "P2", bench_party(&b, "s1", "DE"), bench_party(&b, "s2", "DE"), "2024-01-02",
                 99, "USD");
    bench_ready(&b);
    bench_finding(&b, TT_FAMILY_FLOW, 2, "s0 origin|b0 relay|s1 relay",
                  (tt_ref){TT_KIND_INVOICE, 1, 0});
    bench_finding(&b, TT_FAMILY_PRICE, 2, "s9 seller", (tt_ref){TT_KIND_INVOICE, 1, 0});
    bench_set(&b, "draws", 19);
    tt_arena_init(&own, 0);
    TT_TORTURE(st, {
        tt_arena_reset(&own);
        b.r.completeness = b.r.n_completeness ? NULL : b.r.completeness;
        b.r.n_completeness = 0;
        st = tt_score(&b.c.data, &b.g, b.param, 1, 1, NULL, &own, &b.r, NULL);
    });
    assert_int_equal(b.r.n_syndicates, 2);
    tt_arena_release(&own);
}

TT_TEST_MAIN("score/score", TT_TEST(families_are_averaged_inside_and_multiplied_across),
             TT_TEST(a_party_in_two_roles_counts_once),
             TT_TEST(a_relation_adds_to_findings_on_its_papers),
             TT_TEST(those_tied_to_heavy_parties_are_lent_some_weight),
             TT_TEST(findings_that_share_parties_are_one_syndicate),
             TT_TEST(context_alone_is_no_syndicate),
             TT_TEST(a_finding_goes_where_most_of_its_parties_are),
             TT_TEST(loose_findings_hang_together_by_a_party_that_is_no_hub),
             TT_TEST(equal_weight_is_as_much_evidence), TT_TEST(random_groups_are_as_active),
             TT_TEST(cohesion_is_bounded_and_said_once),
             TT_TEST(value_is_not_counted_twice_and_is_set_off),
             TT_TEST(the_narrative_says_who_what_and_how_much),
             TT_TEST(rank_score_and_p_follow_the_weight), TT_TEST(size_is_no_evidence),
             TT_TEST(threads_change_nothing), TT_TEST(a_disjoint_clean_case_changes_no_membership),
             TT_TEST(nothing_found_is_nothing_said), TT_TEST(every_allocation_may_fail))
