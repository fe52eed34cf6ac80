/*
 * What detectors share: tails, links, credit notes, relations, comparable prices, peers.
 */
#include "tests/support/tt_test.h"

#include "tests/support/market.h"
#include "tests/support/tiny_deals.h"

#include "detect/common/coverage.h"
#include "detect/common/goods.h"
#include "detect/common/peers.h"
#include "detect/common/shared.h"
#include "detect/common/tail.h"
#include "detect/common/words.h"

static tt_status share(const tiny_case *c, tt_arena *a, tt_shared *s, tt_err *err)
{
    tt_graph *g = tt_new(a, tt_graph);
    if (!g)
        return tt_fail(err, TT_ENOMEM, "no memory for a graph");
    TT_TRY(tt_graph_build(&c->data, a, g, err));
    return tt_shared_build(&c->data, g, TT_NEEDS_ALL, 1, a, s, err);
}

static void beta_binomial_tails_are_exact(void **state)
{
    TT_UNUSED(state);
    /* two trials: P(2) = p (p + rho (1 - p)) */
    assert_near(tt_beta_binomial_tail(2, 0.05, 0.1, 2), 0.05 * (0.05 + 0.1 * 0.95), 1e-12);
    assert_near(tt_beta_binomial_tail(2, 0.05, 0.1, 1), 0.1 - 0.05 * (0.05 + 0.1 * 0.95), 1e-12);
    assert_near(tt_beta_binomial_tail(4, 0.05, 0.02, 3), 0.001109467053167431, 1e-15);
    assert_near(tt_beta_binomial_tail(4, 0.01, 0.02, 3), 5.52681789592749e-05, 1e-17);
    assert_near(tt_beta_binomial_tail(3, 0.05, 0, 2), 0.00725, 1e-12);
    assert_near(tt_beta_binomial_tail(9, 0.3, 0.2, 0), 1, 0);
    assert_near(tt_beta_binomial_tail(9, 0.3, 0.2, 10), 0, 0);
    assert_true(tt_beta_binomial_tail(5000, 0.05, 0.02, 5000) < 1e-20);
    const double rho[] = {0.02, 0.02, 0.02};
    const uint64_t k[] = {3, 3, 0};
    assert_near(tt_two_channel_p(4, 1 / 121.0, k, rho, 0), 0.00033160907375564944, 1e-12);
    assert_near(tt_two_channel_p(1, 0.3, k, rho, 0.5), 0.3, 0);
    assert_near(tt_two_channel_p(4, 1 / 121.0, k, rho, 0.004), 0.008, 1e-12);
    assert_near(tt_bans(7), 3, 0);
    assert_near(tt_bans(-2), -1, 0);
}

static void words_are_whole_words(void **state)
{
    TT_UNUSED(state);
    assert_true(tt_text_is_sample(TT_STR("10 pcs SAMPLE, no charge")));
    assert_false(tt_text_is_sample(TT_STR("SAMPLER boxes")));
    assert_true(tt_text_says_prepaid(TT_STR("100% T/T in advance")));
    assert_int_equal(tt_text_days(TT_STR("T/T 60 days")), 60);
    assert_int_equal(tt_text_days(TT_STR("2 pct 10 days, net 45DAYS")), 45);
    assert_int_equal(tt_text_days(TT_STR("100% T/T in advance")), -1);
    assert_true(tt_text_is_service(TT_STR("Consulting, March")));
    assert_false(tt_text_is_service(TT_STR("Feel good pillows")));
    assert_true(tt_text_is_air_waybill(TT_STR("020-12345675")));
    assert_false(tt_text_is_air_waybill(TT_STR("020-12345676"))); /* the check digit */
    assert_false(tt_text_is_air_waybill(TT_STR("MAEU1234567")));
}

/* Entities that share a value of this type, counted. */
static uint32_t sharers(const tt_links *l, tt_attr type)
{
    uint32_t n = 0;
    for (size_t i = 0; i < l->n; i++)
        if (l->v[i].type == type)
            n += l->v[i].n;
    return n;
}

static void attributes_are_compared_in_a_normal_form(void **state)
{
    tiny_case c;
    tt_links l;
    tt_ix *group;
    tiny_init(&c, *state);
    const char *const names[] = {"A Ltd", "B Ltd", "C Ltd"};
    const char *const phones[] = {"+49 (30) 555-0100", "0049305550100", "555"};
    const char *const streets[] = {"12, Trade Street", "12 TRADE street.", "Trade Street"};
    for (int i = 0; i < 3; i++) {
        (void)tiny_company(&c, names[i], "DE");
        tt_party *p =
            tiny_party_at(&c, tiny_party(&c, names[i], TT_ENTITY_COMPANY, names[i], "DE"));
        p->phone = tt_str_of(phones[i]);
        p->address = tt_str_of(streets[i]);
    }
    assert_ok(tiny_finish(&c));
    assert_ok(tt_links_build(&c.data, *state, &l, ERR));
    assert_int_equal(sharers(&l, TT_ATTR_PHONE), 2);
    assert_int_equal(sharers(&l, TT_ATTR_ADDRESS), 2); /* a street without a number is none */
    uint32_t df[TT_ATTR_COUNT] = {[TT_ATTR_PHONE] = 2};
    assert_ok(tt_links_groups(&l, df, *state, &group, ERR));
    size_t alone = 0;
    for (size_t e = 1; e <= c.data.n_entities; e++)
        alone += group[e] == e;
    assert_int_equal(alone, 2);
    df[TT_ATTR_PHONE] = 1; /* shared by more than that: joins nobody */
    assert_ok(tt_links_groups(&l, df, *state, &group, ERR));
    for (size_t e = 1; e <= c.data.n_entities; e++)
        assert_int_equal(group[e], e);
}

static void a_credit_note_is_used_once(void **state)
{
    tiny_case c;
    tt_credits k;
    tiny_init(&c, *state);
    tiny_id s = tiny_company(&c, "S", "IN"), b = tiny_company(&c, "B", "NL");
    tiny_id first = tiny_invoice(&c, "1", s, b, "2024-01-01", "USD");
    tiny_invoice_line(&c, first, "080132", 10, "KGM", 1000);
    tiny_id second = tiny_invoice(&c, "2", s, b, "2024-01-02", "USD");
    tiny_invoice_line(&c, second, "080132", 10, "KGM", 1000);
    tiny_id late = tiny_invoice(&c, "3", s, b, "2024-03-01", "USD");
    tiny_invoice_line(&c, late, "080132", 10, "KGM", 1000);
    tiny_invoice_line(&c, tiny_credit_note(&c, "CN", s, b, "2024-02-01", "USD"), "080132", 10,
                      "KGM", 1000);
    assert_ok(tiny_finish(&c));
    assert_ok(tt_credits_build(&c.data, *state, &k, ERR));
    assert_int_equal(k.invoice[tiny_ix(&c, first)], 1);
    assert_int_equal(k.invoice[tiny_ix(&c, second)], 0);
    assert_int_equal(k.invoice[tiny_ix(&c, late)], 0); /* dated after the note */
    tt_pairs p;
    assert_ok(tt_pairs_build(&c.data, &k, *state, &p, ERR));
    assert_int_equal(p.n, 1);
    assert_int_equal(p.v[0].n, 2);
    assert_int_equal(p.v[0].value, 2000);
    assert_ptr_equal(tt_pairs_find(&p, p.v[0].seller, p.v[0].buyer), &p.v[0]);
    assert_null(tt_pairs_find(&p, p.v[0].buyer, p.v[0].seller));
}

static void prices_are_fob_in_base_currency_and_canonical_units(void **state)
{
    tiny_case c;
    tt_shared s;
    tiny_init(&c, *state);
    tiny_fx(&c, "2024-01-01", "EUR", "1.1000");
    tiny_id a = tiny_company(&c, "S", "IN"), b = tiny_company(&c, "B", "NL");
    tiny_id cif = tiny_invoice(&c, "1", a, b, "2024-01-03", "EUR");
    tiny_invoice_line(&c, cif, "080132", 20, "TNE", 10600000); /* 106,000 EUR CIF for 20 t */
    assert_true(tt_incoterm_parse(TT_STR("CIF"), &tiny_invoice_at(&c, cif)->incoterm));
    tiny_id old = tiny_invoice(&c, "2", a, b, "2024-02-01", "EUR"); /* no rate within a week */
    tiny_invoice_line(&c, old, "080132", 20, "TNE", 100);
    tiny_id dec = tiny_declaration(&c, "D", TT_DOC_EXPORT, a, b, "2024-01-05", "NL");
    tiny_declaration_line(&c, dec, "080132", 20000, "KGM", 1, "USD"); /* priced by the invoice */
    tiny_declaration_line(&c, dec, "090111", 1000, "KGM", 500000, "USD");
    assert_ok(tiny_finish(&c));
    assert_ok(tiny_deals(&c, (tiny_id[]){cif, dec}, 2));
    assert_ok(share(&c, *state, &s, ERR));
    assert_int_equal(s.prices.n, 2);
    assert_int_equal(s.prices.n_series, 2);
    /* 106,000 EUR are 116,600 USD; by an unknown mode freight and insurance are 6 % of FOB */
    assert_int_equal(s.prices.v[0].fob, 11000000);
    assert_near(s.prices.v[0].x, log(5.5), 1e-9);
    assert_int_equal(s.prices.v[1].kind, TT_KIND_DECLARATION);
    assert_near(s.prices.v[1].x, log(5), 1e-9);
    assert_int_equal(s.prices.n_out[TT_PRICELESS_NO_RATE], 1);
    assert_int_equal(s.prices.lines, 3);
    assert_ptr_equal(tt_prices_series_of(&s.prices, 1), &s.prices.series[1]);
}

/* A market in which one seller has a third of the lines. */
static void a_party_with_too_many_peers_is_weighed_down(void **state)
{
    tiny_case c;
    tt_shared s;
    tt_peers p;
    tt_peer_set set;
    tt_ix *group;
    const tt_peer_options opt = {.near = 90,
                                 .middle = 180,
                                 .far = 365,
                                 .n_min = 5,
                                 .n_full = 5,
                                 .max = 1000,
                                 .sellers = 2,
                                 .share = 0.1,
                                 .gap = 0.69,
                                 .grade = 0.15,
                                 .hull = 0.005,
                                 .gross = 8,
                                 .gross_sd = 6};
    const uint32_t none[TT_ATTR_COUNT] = {0};
    tiny_init(&c, *state);
    tiny_id big = tiny_company(&c, "Big", "IN");
    for (int i = 0; i < 31; i++) {
        const char *n = tt_arena_printf(*state, "%d", i);
        tiny_id seller = i < 10 ? big : tiny_company(&c, tt_arena_printf(*state, "S%d", i), "IN");
        tiny_id inv =
            tiny_invoice(&c, n, seller, tiny_company(&c, tt_arena_printf(*state, "B%d", i), "NL"),
                         "2024-01-01", "USD");
        tiny_invoice_line(&c, inv, "080132", 10, "KGM", i == 30 ? 5000 : 1000 + i);
    }
    assert_ok(tiny_finish(&c));
    assert_ok(share(&c, *state, &s, ERR));
    assert_ok(tt_links_groups(&s.links, none, *state, &group, ERR));
    assert_ok(tt_peers_init(&p, group, c.data.n_entities, &opt, *state, ERR));
    assert_ok(tt_peers_series(&p, s.prices.v, s.prices.n, *state, ERR));
    assert_ok(tt_peers_rank(&p, *state, ERR));
    uint32_t dear = 0; /* the line at 5.00 */
    for (uint32_t i = 0; i < s.prices.n; i++)
        dear = s.prices.v[i].x > s.prices.v[dear].x ? i : dear;
    assert_true(tt_peers_of(&p, dear, &set));
    assert_int_equal(set.n, 30);
    assert_int_equal(set.sellers, 21);
    assert_int_equal(set.rung, 0);
    /* ten lines of weight 3/10, twenty of 1: 23^2 / (10 * 0.09 + 20) */
    assert_near(set.n_eff, 529 / 20.9, 1e-9);
    assert_near(tt_peer_p(&set, s.prices.v[dear].x, true), 1 / (1 + 529 / 20.9), 1e-9);
    assert_near(tt_peer_p(&set, s.prices.v[dear].x, false), 1, 1e-9);
}

static void shared_parts_survive_each_allocation_failing(void **state)
{
    tt_arena *a = *state;
    tt_shared s = {.prices = {.n = 0}};
    tt_status st;
    TT_TORTURE(st, {
        tiny_case c;
        tt_arena_reset(a);
        tiny_init(&c, a);
        tiny_id x = tiny_company(&c, "S", "IN");
        tiny_id y = tiny_company(&c, "B", "NL");
        tiny_invoice_line(&c, tiny_invoice(&c, "1", x, y, "2024-01-01", "USD"), "080132", 10, "KGM",
                          1000);
        tiny_invoice_line(&c, tiny_credit_note(&c, "2", x, y, "2024-01-02", "USD"), "080132", 5,
                          "KGM", 500);
        tiny_own(&c, "S", "B", "shareholder", 50);
        st = tiny_finish(&c);
        if (st == TT_OK)
            st = share(&c, a, &s, NULL);
    });
    assert_int_equal(s.prices.n, 1);
}

TT_TEST_MAIN("detect/common", TT_TEST(beta_binomial_tails_are_exact),
             TT_TEST(words_are_whole_words), TT_TEST(attributes_are_compared_in_a_normal_form),
             TT_TEST(a_credit_note_is_used_once),
             TT_TEST(prices_are_fob_in_base_currency_and_canonical_units),
             TT_TEST(a_party_with_too_many_peers_is_weighed_down),
             TT_TEST(shared_parts_survive_each_allocation_failing))
