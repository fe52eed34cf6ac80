/*
 * Whom a text names: ids of entities and of their parts, prefixes, names as written.
 */
#include "tests/support/tt_test.h"

#include "model/decision.h"

static tt_country cc(const char *code)
{
    tt_country c = TT_COUNTRY_NONE;
    return tt_country_parse(tt_str_of(code), &c) ? c : TT_COUNTRY_NONE;
}

/*
 * Entities: e10.. (mentions 10.., 30.., registry row 55..), e20.. (mention 20..), e2f.. (mention
 * 2f..).  In no entity: mentions 40.., 41.. (no identifier), 50.. and 51.. (two identifiers).
 */
static tt_data *parties(tt_arena *a)
{
    tt_data *d = tt_new(a, tt_data);
    static const tt_mention m[] = {
        {.fp = {{0}}},
        {.fp = {{0x10, 1}}, .name = {"Mill", 4}, .entity = 1},
        {.fp = {{0x20, 1}}, .name = {"Mill", 4}, .entity = 2},
        {.fp = {{0x2f, 1}}, .name = {"Shop", 4}, .entity = 3},
        {.fp = {{0x30, 1}}, .name = {"Mill GmbH", 9}, .entity = 1},
        {.fp = {{0x40, 1}}, .name = {" Moon ", 6}},
        {.fp = {{0x41, 1}}, .name = {"Moon", 4}, .identifier = {"7", 1}},
        {.fp = {{0x50, 1}}, .name = {"Star", 4}, .identifier = {"1", 1}},
        {.fp = {{0x51, 1}}, .name = {"Star", 4}, .identifier = {"2", 1}},
        {.fp = {{0x60, 1}}, .name = {"Moon", 4}},
    };
    assert_non_null(d);
    d->n_mentions = TT_LEN(m) - 1;
    d->mentions = tt_new_n(a, tt_mention, TT_LEN(m));
    d->n_parties = 1;
    d->parties = tt_new_n(a, tt_party, 2);
    d->n_entities = 3;
    d->entities = tt_new_n(a, tt_entity, 4);
    d->n_members = 5;
    d->members = tt_new_n(a, tt_member, 6);
    assert_true(d->mentions && d->parties && d->entities && d->members);
    memcpy(d->mentions, m, sizeof m);
    static const char *const countries[] = {"",   "DE", "FR", "DE", "DE",
                                            "NL", "NL", "IT", "IT", "BE"};
    for (size_t i = 1; i < TT_LEN(m); i++)
        d->mentions[i].country = cc(countries[i]);
    d->parties[1] =
        (tt_party){.row = {{0x55, 1}}, .name = TT_STR("Mill Aktiengesellschaft"), .entity = 1};
    d->entities[1] = (tt_entity){.id = {{0x10, 1}}, .first_mention = 1, .n_mentions = 3};
    d->entities[2] = (tt_entity){.id = {{0x20, 1}}, .first_mention = 4, .n_mentions = 1};
    /* older than its part: the name that it had when it was made is in another entity now */
    d->entities[3] = (tt_entity){.id = {{0x2e, 1}}, .first_mention = 5, .n_mentions = 1};
    static const tt_member members[] = {{.entity = 0},
                                        {.entity = 1, .mention = 1},
                                        {.entity = 1, .mention = 4},
                                        {.entity = 1, .party = 1},
                                        {.entity = 2, .mention = 2},
                                        {.entity = 3, .mention = 3}};
    memcpy(d->members, members, sizeof members);
    return d;
}

static const struct {
    const char *text;
    size_t n;
    uint8_t is; /* first byte */
    tt_ix entity;
} looked_up[] = {
    {"e10", 1, 0x10, 1},
    {" e10010000000000000000000000000000 ", 1, 0x10, 1},
    {"e1001", 1, 0x10, 1},
    {"e2e", 1, 0x2f, 3}, /* an entity is bound to one of its parts */
    {"e30", 1, 0x30, 1}, /* a part of an entity */
    {"e55", 1, 0x55, 1}, /* its registry row */
    {"e2f", 1, 0x2f, 3},
    {"e4", 0, 0, 0}, /* one digit is no id, and nobody is called so */
    {"e40", 1, 0x40, 0},
    {"e77", 0, 0, 0},
    {"e77000000000000000000000000000000", 0, 0x77, 0},
    {"Mill|DE", 1, 0x10, 1},
    {"Mill|Germany", 1, 0x10, 1},
    {"Mill | fr", 1, 0x20, 2},
    {"Mill", 2, 0, 0},
    {"Mill|", 0, 0, 0},   /* no Mill is without a country */
    {"mill|DE", 0, 0, 0}, /* as written */
    {"Mill GmbH", 1, 0x30, 1},
    {"Mill Aktiengesellschaft|", 1, 0x55, 1},
    {"Moon|NL", 1, 0x40, 0},
    {"Star|IT", 2, 0, 0}, /* two numbers: two parties */
    {"Moon", 2, 0, 0},    /* two countries */
    {"Moon|BE", 1, 0x60, 0},
    {"", 0, 0, 0},
    {"|", 0, 0, 0},
};

static void texts_name_whom_they_should(void **state)
{
    tt_who_index *x;
    assert_ok(tt_who_index_new(parties(*state), &x, ERR));
    for (size_t i = 0; i < TT_LEN(looked_up); i++) {
        tt_who who;
        assert_ok(tt_who_find(x, tt_str_of(looked_up[i].text), &who, ERR));
        if (who.n != looked_up[i].n || who.is.b[0] != looked_up[i].is)
            print_error("'%s'\n", looked_up[i].text);
        assert_int_equal(who.n, looked_up[i].n);
        assert_int_equal(who.is.b[0], looked_up[i].is);
        assert_int_equal(who.entity, looked_up[i].entity);
    }
    tt_who_index_free(x);
}

static void a_prefix_of_several_entities_is_ambiguous(void **state)
{
    tt_data *d = parties(*state);
    d->entities[3].id.b[0] = 0x20;
    d->entities[3].id.b[1] = 0x99;
    tt_who_index *x;
    tt_who who;
    assert_ok(tt_who_index_new(d, &x, ERR));
    assert_ok(tt_who_find(x, TT_STR("e20"), &who, ERR));
    assert_int_equal(who.n, 2);
    assert_true(tt_hash_is_zero(who.is));
    assert_int_equal(who.fits[1].b[1], 0x99);
    assert_ok(tt_who_find(x, TT_STR("e2099"), &who, ERR));
    assert_int_equal(who.entity, 3);
    tt_who_index_free(x);
}

static void words_come_back_as_they_are(void **state)
{
    TT_UNUSED(state);
    for (int s = TT_SAID_NOTHING + 1; s < TT_SAID_WORDS; s++)
        assert_int_equal(tt_said_parse(tt_str_of(tt_said_text((tt_said)s))), s);
    assert_int_equal(tt_said_parse(TT_STR("Same")), TT_SAID_SAME);
    assert_int_equal(tt_said_parse(TT_STR("sam")), TT_SAID_NOTHING);
    assert_int_equal(tt_said_parse((tt_str){NULL, 0}), TT_SAID_NOTHING);
    assert_false(tt_said_of_finding(TT_SAID_UNSURE));
    assert_true(tt_said_of_finding(TT_SAID_CONFIRMED));
    assert_int_equal(TT_SAID_SAME + TT_VERDICT_UNSURE, TT_SAID_UNSURE);
}

static void every_allocation_may_fail(void **state)
{
    tt_data *d = parties(*state);
    tt_status st;
    TT_TORTURE(st, {
        tt_who_index *x;
        tt_who who = {.n = 0};
        st = tt_who_index_new(d, &x, NULL);
        if (st == TT_OK)
            st = tt_who_find(x, TT_STR("Mill|DE"), &who, NULL);
        tt_who_index_free(x);
    });
}

TT_TEST_MAIN("model/who", TT_TEST(texts_name_whom_they_should),
             TT_TEST(a_prefix_of_several_entities_is_ambiguous),
             TT_TEST(words_come_back_as_they_are), TT_TEST(every_allocation_may_fail))
