/*
 * Joins by evidence: what several weak signs together join, what they must not, and that a person
 * and a number have the last word.
 */
#include "tests/support/tt_test.h"
#include "tests/support/tiny_case.h"

#include "base/str.h"
#include "resolve/parts.h"

static bool same(const tiny_case *c, tiny_id a, tiny_id b)
{
    assert_int_not_equal(tiny_entity(c, a), 0);
    return tiny_entity(c, a) == tiny_entity(c, b);
}

static tiny_id with_address(tiny_case *c, const char *name, const char *country, const char *where)
{
    tiny_id m = tiny_company(c, name, country);
    tiny_mention_at(c, m)->address = tt_str_of(where);
    return m;
}

static const tt_near *near_of(const tiny_case *c, tiny_id x, tiny_id y)
{
    tt_ix a = TT_MIN(tiny_entity(c, x), tiny_entity(c, y)),
          b = TT_MAX(tiny_entity(c, x), tiny_entity(c, y));
    for (size_t i = 1; i <= c->data.n_nears; i++)
        if (c->data.nears[i].a == a && c->data.nears[i].b == b)
            return &c->data.nears[i];
    return NULL;
}

/* --- what is joined --- */

static void a_typing_error_joins_within_a_country(void **state)
{
    tiny_case c;
    tiny_init(&c, *state);
    tiny_id a = tiny_company(&c, "Volgokholod Handel GmbH", "DE"),
            b = tiny_company(&c, "VOLGOKHOLD HANDEL GMBH", "DE"),
            far = tiny_company(&c, "Volgokholld Handel GmbH", "AR");
    assert_ok(tiny_finish_resolved(&c));
    assert_true(same(&c, a, b));
    assert_false(same(&c, a, far));
    for (size_t i = 1; i <= c.data.n_members; i++)
        assert_true(!c.data.members[i].with || c.data.members[i].centibits >= 0);
}

static void a_telephone_and_half_a_name_join_registry_rows(void **state)
{
    tiny_case c;
    tiny_init(&c, *state);
    tiny_id p = tiny_party(&c, "P1", TT_ENTITY_COMPANY, "Zephyr Handel GmbH", "DE"),
            q = tiny_party(&c, "P2", TT_ENTITY_COMPANY, "Zefyr Handel GmbH", "DE");
    tiny_party_at(&c, p)->phone = TT_STR("+49 40 123 45 67");
    tiny_party_at(&c, q)->phone = TT_STR("040/1234567");
    assert_ok(tiny_finish_resolved(&c));
    assert_true(same(&c, p, q));
}

/* --- what is not --- */

static void strangers_at_one_agents_desk_stay_strangers(void **state)
{
    enum { FIRMS = 300 };
    static const char *const start[] = {"Bora", "Mist", "Foeh", "Sira", "Nota",
                                        "Zeph", "Aqui", "Leva", "Tram", "Gale",
                                        "Kami", "Pone", "Osti", "Libe", "Marm"};
    static const char *const end[] = {"lund", "vik",  "gard", "holm", "dorf",   "stad", "berg",
                                      "wick", "ford", "mark", "feld", "hausen", "tal",  "bach",
                                      "see",  "ried", "moor", "koog", "siel",   "deich"};
    tt_arena *a = *state;
    tiny_case c;
    tiny_init(&c, a);
    for (int i = 0; i < FIRMS; i++) {
        tiny_id p =
            tiny_party(&c, tt_arena_printf(a, "P%d", i), TT_ENTITY_COMPANY,
                       tt_arena_printf(a, "%s%s Ltd", start[i % 15], end[i / 15 % 20]), "GB");
        tiny_party_at(&c, p)->address = TT_STR("71 Shelton Street, London");
        tiny_party_at(&c, p)->phone = TT_STR("+44 20 7946 0000");
    }
    assert_ok(tiny_finish_resolved(&c));
    assert_int_equal(c.data.n_entities, FIRMS);
}

static void sisters_in_two_trades_at_one_address_are_two(void **state)
{
    tiny_case c;
    tiny_init(&c, *state);
    tiny_id a = with_address(&c, "Zephyr Logistics GmbH", "DE", "Hafen 1, Hamburg"),
            b = with_address(&c, "Zephyr Foods GmbH", "DE", "Hafen 1, Hamburg");
    assert_ok(tiny_finish_resolved(&c));
    assert_false(same(&c, a, b));
}

/* One generic word each, in one country, and nothing else: two firms of one group. */
static void firms_that_differ_in_a_generic_word_are_two(void **state)
{
    static const char *const pair[][2] = {{"Amber Partners", "Amber Ventures"},
                                          {"Zephyr Trading", "Zephyr Shipping"},
                                          {"Borealis Holdings", "Borealis Ventures"}};
    tiny_case c;
    tiny_id m[TT_LEN(pair)][2];
    tiny_init(&c, *state);
    for (size_t i = 0; i < TT_LEN(pair); i++)
        for (size_t k = 0; k < 2; k++)
            m[i][k] = tiny_company(&c, pair[i][k], "DE");
    assert_ok(tiny_finish_resolved(&c));
    for (size_t i = 0; i < TT_LEN(pair); i++)
        assert_false(same(&c, m[i][0], m[i][1]));
}

static void what_fits_two_stays_alone_and_is_told(void **state)
{
    tiny_case c;
    tiny_init(&c, *state);
    tiny_id a = tiny_company(&c, "Volgokholod Handel GmbH", "DE"),
            b = tiny_company(&c, "Volgokholod Handel GmbH", "DE"),
            unsure = tiny_company(&c, "Volgokholodd Handel GmbH", "DE");
    tiny_mention_at(&c, a)->identifier = TT_STR("DE111111112");
    tiny_mention_at(&c, b)->identifier = TT_STR("DE222222223");
    assert_ok(tiny_finish_resolved(&c));
    assert_false(same(&c, a, b));
    assert_false(same(&c, a, unsure) || same(&c, b, unsure));
    const tt_near *told = near_of(&c, a, unsure), *veto = near_of(&c, a, b);
    assert_non_null(told);
    assert_string_equal(told->why, "several fit");
    assert_non_null(veto);
    assert_string_equal(veto->why, "number differs");
    assert_true(tt_str_find(veto->detail, TT_STR("DE222222223"), 0) != SIZE_MAX);
}

/* Spellings that differ from each other more than each from the one between them: no two somebodies
 * whom it could be. */
static void spellings_around_one_between_them_are_one(void **state)
{
    static const char *const written[] = {"Osacar Moore", "Oscar Moore", "Ocar Moore"};
    tiny_case c;
    tiny_id m[TT_LEN(written)];
    tiny_init(&c, *state);
    for (size_t i = 0; i < TT_LEN(written); i++)
        m[i] = with_address(&c, written[i], "GB", "12 Mill Lane, Liverpool");
    assert_ok(tiny_finish_resolved(&c));
    assert_true(same(&c, m[0], m[1]));
    assert_true(same(&c, m[1], m[2]));
}

/* A Cyrillic letter that looks Latin does not make another firm. */
static void a_letter_of_another_script_does_not_hide_a_name(void **state)
{
    tiny_case c;
    tiny_init(&c, *state);
    tiny_id a = with_address(&c, "Borealmark Trading Ltd", "GB", "4 Quay Road, Hull"),
            b = with_address(&c, "Bore\xd0\xb0lmark Trading Ltd", "GB", "4 Quay Road, Hull");
    assert_ok(tiny_finish_resolved(&c));
    assert_true(same(&c, a, b));
}

static void a_name_cut_after_35_letters_is_whose_account_it_is(void **state)
{
    tiny_case c;
    tiny_init(&c, *state);
    tiny_id a = tiny_company(&c, "Guangzhou Wansheng Import and Export Company Limited", "CN"),
            b = tiny_company(&c, "GUANGZHOU WANSHENG IMPORT AND EXPOR", "CN");
    tiny_mention_at(&c, a)->account = tiny_mention_at(&c, b)->account = TT_STR("2310575122815082");
    assert_ok(tiny_finish_resolved(&c));
    assert_true(same(&c, a, b));
}

/* --- decisions --- */

static void decide(tiny_case *c, tt_arena *a, tiny_id x, tiny_id y, tt_verdict v, const char *when)
{
    tt_decision *all = tt_new_n(a, tt_decision, c->data.n_decisions + 2);
    tt_hash i = c->data.mentions[tiny_ix(c, x)].fp, j = c->data.mentions[tiny_ix(c, y)].fp;
    bool swap = tt_hash_cmp(i, j) > 0;
    for (size_t k = 1; k <= c->data.n_decisions; k++)
        all[k] = c->data.decisions[k];
    all[++c->data.n_decisions] = (tt_decision){.a = swap ? j : i,
                                               .b = swap ? i : j,
                                               .verdict = v,
                                               .who = TT_STR("A. Officer"),
                                               .when = tiny_day(when),
                                               .line = c->data.n_decisions};
    c->data.decisions = all;
}

static void resolve_again(tiny_case *c)
{
    double param[TT_RS_N_PARAMS];
    for (size_t i = 0; i < tt_resolve_n_params; i++)
        param[i] = tt_resolve_params[i].def;
    assert_ok(tt_resolve(&c->data, param, 2, NULL, ERR));
}

static void a_person_joins_and_parts(void **state)
{
    tiny_case c;
    tiny_init(&c, *state);
    tiny_id a = tiny_company(&c, "Zephyr GmbH", "DE"), b = tiny_company(&c, "ZEPHYR GMBH", "DE"),
            x = tiny_company(&c, "Borealis", "NO"), y = tiny_company(&c, "Aquilon", "FR");
    assert_ok(tiny_finish_resolved(&c));
    assert_true(same(&c, a, b) && !same(&c, x, y));
    decide(&c, *state, a, b, TT_VERDICT_DIFFERENT, "2024-01-01");
    decide(&c, *state, x, y, TT_VERDICT_SAME, "2024-01-01");
    resolve_again(&c);
    assert_true(!same(&c, a, b) && same(&c, x, y));
    assert_int_equal(c.data.resolve_limits[TT_LIMIT_AGAINST], 0);
}

static void of_decisions_that_contradict_the_newest_stands(void **state)
{
    tiny_case c;
    tiny_init(&c, *state);
    tiny_id a = tiny_company(&c, "Zephyr", "DE"), b = tiny_company(&c, "Borealis", "NO"),
            d = tiny_company(&c, "Aquilon", "FR");
    assert_ok(tiny_finish_resolved(&c));
    decide(&c, *state, a, b, TT_VERDICT_SAME, "2024-01-02");
    decide(&c, *state, b, d, TT_VERDICT_SAME, "2024-01-01"); /* the oldest gives way */
    decide(&c, *state, a, d, TT_VERDICT_DIFFERENT, "2024-01-03");
    resolve_again(&c);
    assert_true(same(&c, a, b));
    assert_false(same(&c, b, d));
    assert_int_equal(c.data.resolve_limits[TT_LIMIT_AGAINST], 1);
}

/* --- ids --- */

static void an_id_stays_when_later_documents_bring_other_spellings(void **state)
{
    static const char *const later[] = {"ZEPHYR HANDEL GMBH",  "Zephyr Handel G.m.b.H.",
                                        "Zephyr  Handel GmbH", "ZEPHYR Handel gmbh",
                                        "zephyr handel GmbH",  "Zephyr Handel, GmbH"};
    tt_hash id = {{0}};
    for (size_t n = 0; n <= TT_LEN(later); n++) {
        tt_arena *a = *state;
        tiny_case c;
        tt_arena_reset(a);
        tiny_init(&c, a);
        tiny_id first = tiny_company(&c, "Zephyr Handel GmbH", "DE"),
                other = tiny_company(&c, "Borealis", "NO");
        tiny_invoice(&c, "1", first, other, "2024-01-01", "EUR");
        for (size_t i = 0; i < n; i++)
            tiny_invoice(&c, later[i], tiny_company(&c, later[i], "DE"), other, "2024-02-01",
                         "EUR");
        assert_ok(tiny_finish_resolved(&c));
        const tt_entity *e = &c.data.entities[tiny_entity(&c, first)];
        assert_int_equal(e->n_mentions, n + 1);
        if (!n)
            id = e->id;
        assert_memory_equal(&id, &e->id, sizeof(id));
    }
}

static void evidence_survives_each_allocation_failing(void **state)
{
    tt_arena *a = *state;
    tiny_case c;
    tiny_id x = 0, y = 0;
    tt_status st;
    TT_TORTURE(st, {
        tt_arena_reset(a);
        tiny_init(&c, a);
        x = with_address(&c, "Volgokholod Handel GmbH", "DE", "Hafen 1, Hamburg");
        y = with_address(&c, "VOLGOKHOLD HANDEL GMBH", "DE", "Hafen 1 Hamburg");
        (void)with_address(&c, "Borealis", "DE", "Hafen 1 Hamburg");
        st = tiny_finish_resolved(&c);
    });
    assert_true(same(&c, x, y));
}

TT_TEST_MAIN("resolve/evidence", TT_TEST(a_typing_error_joins_within_a_country),
             TT_TEST(a_telephone_and_half_a_name_join_registry_rows),
             TT_TEST(strangers_at_one_agents_desk_stay_strangers),
             TT_TEST(sisters_in_two_trades_at_one_address_are_two),
             TT_TEST(firms_that_differ_in_a_generic_word_are_two),
             TT_TEST(what_fits_two_stays_alone_and_is_told),
             TT_TEST(spellings_around_one_between_them_are_one),
             TT_TEST(a_letter_of_another_script_does_not_hide_a_name),
             TT_TEST(a_name_cut_after_35_letters_is_whose_account_it_is),
             TT_TEST(a_person_joins_and_parts),
             TT_TEST(of_decisions_that_contradict_the_newest_stands),
             TT_TEST(an_id_stays_when_later_documents_bring_other_spellings),
             TT_TEST(evidence_survives_each_allocation_failing))
