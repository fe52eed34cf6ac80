/*
 * Which names are one party: identifiers, then names within a country; what keeps look-alikes
 * apart; and that every join says why.
 */
#include "tests/support/tt_test.h"
#include "tests/support/tiny_case.h"

#include "resolve/resolve.h"

/* A mention with an identifier. */
static tiny_id with_id(tiny_case *c, const char *name, const char *country, const char *id)
{
    tiny_id m = tiny_company(c, name, country);
    tiny_mention_at(c, m)->identifier = tt_str_of(id);
    return m;
}

static tiny_id
with_address(tiny_case *c, const char *name, const char *country, const char *address)
{
    tiny_id m = tiny_company(c, name, country);
    tiny_mention_at(c, m)->address = tt_str_of(address);
    return m;
}

static tiny_id
with_account(tiny_case *c, const char *name, const char *country, const char *account)
{
    tiny_id m = tiny_company(c, name, country);
    tiny_mention_at(c, m)->account = tt_str_of(account);
    return m;
}

static bool same(const tiny_case *c, tiny_id a, tiny_id b)
{
    assert_int_not_equal(tiny_entity(c, a), 0);
    assert_int_not_equal(tiny_entity(c, b), 0);
    return tiny_entity(c, a) == tiny_entity(c, b);
}

/* The member of a mention or registry row. */
static const tt_member *member_of(const tiny_case *c, tiny_id id)
{
    for (tt_ix i = 1; i <= c->data.n_members; i++) {
        const tt_member *m = &c->data.members[i];
        if ((tiny_is_party(id) ? m->party : m->mention) == tiny_ix(c, id))
            return m;
    }
    fail();
    return NULL;
}

/* The reason on the way between two members that were joined to each other. */
static const char *why(const tiny_case *c, tiny_id a, tiny_id b)
{
    const tt_member *x = member_of(c, a), *y = member_of(c, b);
    if (x->with && &c->data.members[x->with] == y)
        return x->reason;
    if (y->with && &c->data.members[y->with] == x)
        return y->reason;
    return "not joined to each other";
}

static void a_name_is_one_party_within_its_country(void **state)
{
    tiny_case c;
    tiny_init(&c, *state);
    tiny_id a = tiny_company(&c, "Zephyr GmbH", "DE"),
            b = tiny_company(&c, "ZEPHYR G.m.b.H.", "DE");
    tiny_id bare = tiny_company(&c, "Zephyr", "DE"), at = tiny_company(&c, "Zephyr GmbH", "AT");
    assert_ok(tiny_finish_resolved(&c));
    assert_true(same(&c, a, b));
    assert_true(same(&c, a, bare));
    assert_false(same(&c, a, at));
    assert_string_equal(why(&c, a, b), "name and country");
    assert_int_equal(c.data.n_entities, 2);
    assert_int_equal(c.data.n_members, 4);
    const tt_entity *e = &c.data.entities[tiny_entity(&c, a)];
    assert_int_equal(e->type, TT_ENTITY_COMPANY);
    assert_int_equal(e->n_mentions, 3);
}

static void a_name_is_the_same_in_one_word_and_in_two(void **state)
{
    tiny_case c;
    tiny_init(&c, *state);
    tiny_id a = tiny_company(&c, "Hua-Qiang Trading Co., Ltd.", "CN"),
            b = tiny_company(&c, "HUAQIANG TRADE", "CN");
    tiny_id zh = tiny_company(&c, "华强贸易有限公司", "CN"),
            not_it = tiny_company(&c, "Huaqi Trading", "CN");
    assert_ok(tiny_finish_resolved(&c));
    assert_true(same(&c, a, b));
    assert_true(same(&c, a, zh));
    assert_false(same(&c, a, not_it));
}

static void an_identifier_joins_different_names(void **state)
{
    tiny_case c;
    tiny_init(&c, *state);
    tiny_id a = with_id(&c, "Zephyr GmbH", "DE", "DE 123.456.789");
    tiny_id b = with_id(&c, "Z. Handelshaus", "DE", "de123456789");
    tiny_id elsewhere = with_id(&c, "Borealis", "CH", "DE123456789");
    tiny_id nowhere = with_id(&c, "Zephyr Export", NULL, "DE123456789");
    assert_ok(tiny_finish_resolved(&c));
    assert_true(same(&c, a, b));
    assert_string_equal(why(&c, a, b), "identifier");
    assert_false(same(&c, a, elsewhere)); /* another country, another name */
    assert_true(same(&c, a, nowhere));    /* two countries have it: the name decides */
}

static void an_identifier_without_country_joins_where_only_one_country_has_it(void **state)
{
    tiny_case c;
    tiny_init(&c, *state);
    tiny_id a = with_id(&c, "Zephyr GmbH", "DE", "DE123456789");
    tiny_id b = with_id(&c, "Unlike Any", NULL, "DE123456789");
    assert_ok(tiny_finish_resolved(&c));
    assert_true(same(&c, a, b));
}

static void a_lei_joins_across_countries_only_when_it_is_valid(void **state)
{
    tiny_case c;
    tiny_init(&c, *state);
    tiny_id a = with_id(&c, "Zephyr GmbH", "DE", "529900T8BM49AURSDO55");
    tiny_id b = with_id(&c, "Vent d'Ouest", "FR", "529900T8BM49AURSDO55");
    tiny_id p = tiny_party(&c, "P1", TT_ENTITY_COMPANY, "West Wind", "GB");
    tiny_party_at(&c, p)->lei = TT_STR("529900T8BM49AURSDO55");
    tiny_id x = with_id(&c, "Borealis GmbH", "DE", "529900T8BM49AURSDO99");
    tiny_id y = with_id(&c, "Aquilon", "FR", "529900T8BM49AURSDO99");
    tiny_id q = tiny_party(&c, "P2", TT_ENTITY_COMPANY, "Mistral", "IT");
    tiny_party_at(&c, q)->lei = TT_STR("529900T8BM49AURSDO99");
    tiny_id q2 = tiny_party(&c, "P3", TT_ENTITY_COMPANY, "Foehn", "CH");
    tiny_party_at(&c, q2)->lei = TT_STR("529900T8BM49AURSDO99");
    assert_ok(tiny_finish_resolved(&c));
    assert_true(same(&c, a, b));
    assert_true(same(&c, a, p));
    assert_false(same(&c, x, y));
    assert_false(same(&c, x, q));
    assert_false(same(&c, q, q2));
}

static void a_branch_is_its_legal_person(void **state)
{
    tiny_case c;
    tiny_init(&c, *state);
    tiny_id head = with_id(&c, "Gio Tay", "VN", "0100109106"),
            branch = with_id(&c, "Da Nang Depot", "VN", "0100109106-001");
    assert_ok(tiny_finish_resolved(&c));
    assert_true(same(&c, head, branch));
}

static void sister_companies_with_different_tax_ids_stay_apart(void **state)
{
    tiny_case c;
    tiny_init(&c, *state);
    tiny_id a = with_id(&c, "Zephyr Trading GmbH", "DE", "DE111111112");
    tiny_id b = with_id(&c, "Zephyr Trading GmbH", "DE", "DE222222223");
    tiny_id unsaid = tiny_company(&c, "Zephyr Trading", "DE");
    tiny_id other = tiny_company(&c, "ZEPHYR TRADING", "DE");
    assert_ok(tiny_finish_resolved(&c));
    assert_false(same(&c, a, b));
    assert_false(same(&c, unsaid, a)); /* which of the two, nobody says */
    assert_false(same(&c, unsaid, b));
    assert_true(same(&c, unsaid, other));
    assert_int_equal(c.data.n_entities, 3);
}

static void an_address_says_which_sister_is_meant(void **state)
{
    tiny_case c;
    tiny_init(&c, *state);
    tiny_id a = with_id(&c, "Zephyr Trading GmbH", "DE", "DE111111112");
    tiny_mention_at(&c, a)->address = TT_STR("Hafenstr. 1, Hamburg");
    tiny_id b = with_id(&c, "Zephyr Trading GmbH", "DE", "DE222222223");
    tiny_id unsaid = with_address(&c, "Zephyr Trading", "DE", "HAFENSTR 1 HAMBURG");
    assert_ok(tiny_finish_resolved(&c));
    assert_true(same(&c, a, unsaid));
    assert_false(same(&c, b, unsaid));
    assert_string_equal(why(&c, a, unsaid), "name and address");
}

static void one_wrong_number_does_not_keep_the_others_away(void **state)
{
    tiny_case c;
    tiny_init(&c, *state);
    tiny_id other = tiny_company(&c, "Borealis", "NO");
    tiny_id good = with_id(&c, "Zephyr Trading GmbH", "DE", "DE111111112");
    tiny_id wrong = with_id(&c, "Zephyr Trading GmbH", "DE", "DE222222223");
    tiny_id unsaid = tiny_company(&c, "Zephyr Trading", "DE");
    static const char *const number[] = {"1", "2", "3", "4", "5", "6", "7", "8", "9"};
    for (size_t i = 0; i < TT_LEN(number); i++) /* nine uses against one: 0.9 */
        tiny_invoice(&c, number[i], good, other, "2024-01-01", "EUR");
    tiny_invoice(&c, "10", wrong, other, "2024-01-01", "EUR");
    assert_ok(tiny_finish_resolved(&c));
    assert_true(same(&c, good, unsaid));
    assert_false(same(&c, wrong, unsaid));
}

static void a_name_without_country_joins_where_only_one_country_has_it(void **state)
{
    tiny_case c;
    tiny_init(&c, *state);
    tiny_id de = tiny_company(&c, "Zephyr", "DE"), any = tiny_company(&c, "ZEPHYR", NULL);
    tiny_id no = tiny_company(&c, "Borealis", "NO"), fi = tiny_company(&c, "Borealis", "FI");
    tiny_id which = tiny_company(&c, "BOREALIS", NULL);
    assert_ok(tiny_finish_resolved(&c));
    assert_true(same(&c, de, any));
    assert_string_equal(why(&c, de, any), "name");
    assert_false(same(&c, no, which));
    assert_false(same(&c, fi, which));
    assert_false(same(&c, no, fi));
}

static void legal_forms_that_differ_are_two_parties(void **state)
{
    tiny_case c;
    tiny_init(&c, *state);
    tiny_id gmbh = tiny_company(&c, "Zephyr GmbH", "DE"), ag = tiny_company(&c, "Zephyr AG", "DE");
    tiny_id bare = tiny_company(&c, "Zephyr", "DE");
    assert_ok(tiny_finish_resolved(&c));
    assert_false(same(&c, gmbh, ag));
    assert_false(same(&c, gmbh, bare));
    assert_false(same(&c, ag, bare));
}

/* Where no country is said.  An S.p.A. is not Mexican; an S.A. de C.V. is not of Peru. */
static void a_legal_form_is_of_some_countries(void **state)
{
    tiny_case c;
    tiny_init(&c, *state);
    tiny_id spa = tiny_company(&c, "Zephyr S.p.A.", NULL), mx = tiny_company(&c, "Zephyr", "MX");
    tiny_id cv = tiny_company(&c, "Borealis S.A. de C.V.", NULL),
            in_mx = tiny_company(&c, "Borealis", "MX"), pe = tiny_company(&c, "Borealis", "PE");
    tiny_id nv = tiny_company(&c, "Aquilon NV", NULL), be = tiny_company(&c, "Aquilon", "BE");
    tiny_id gmbh = tiny_company(&c, "Nordwind GmbH", NULL),
            cn = tiny_company(&c, "Nordwind GmbH", "CN"); /* said so, whatever the form is */
    tiny_id kft = tiny_company(&c, "Sirocco Kft.", NULL),
            bv = tiny_company(&c, "Sirocco B.V.", NULL),
            again = tiny_company(&c, "SIROCCO BV", NULL);
    assert_ok(tiny_finish_resolved(&c));
    assert_false(same(&c, spa, mx));
    assert_true(same(&c, cv, in_mx));
    assert_false(same(&c, cv, pe));
    assert_true(same(&c, nv, be));
    assert_true(same(&c, gmbh, cn));
    assert_false(same(&c, kft, bv));
    assert_true(same(&c, bv, again));
}

static void an_identifier_overrules_the_legal_form(void **state)
{
    tiny_case c;
    tiny_init(&c, *state);
    tiny_id gmbh = with_id(&c, "Zephyr GmbH", "DE", "DE111111112");
    tiny_id ag = with_id(&c, "Zephyr AG", "DE", "DE111111112");
    tiny_id bare = tiny_company(&c, "Zephyr", "DE");
    assert_ok(tiny_finish_resolved(&c));
    assert_true(same(&c, gmbh, ag));
    assert_true(same(&c, gmbh, bare)); /* there is only one Zephyr, under two forms */
}

/* Where a document has no column for it.  "CA" is a state, and Georgia is one as well. */
static void an_address_says_the_country(void **state)
{
    static const struct {
        const char *address;
        bool here;
    } rows[] = {{"1 Mayor St., Madrid 82956, Spain", false},
                {"1 Mayor St., Madrid 82956, ESPA\xc3\x91"
                 "A, ",
                 false},
                {"Hafenstr. 1, Hamburg, Deutschland", true},
                {"1 Market St., San Jose, CA", true},
                {"1 Peachtree St., Atlanta, Georgia", true},
                {"1 Mayor St., Spain Court", true}};
    for (size_t i = 0; i < TT_LEN(rows); i++) {
        tiny_case c;
        tt_arena_reset(*state);
        tiny_init(&c, *state);
        tiny_id a = tiny_company(&c, "Zephyr Trading", "DE");
        tiny_id b = with_address(&c, "ZEPHYR TRADING", "", rows[i].address);
        assert_ok(tiny_finish_resolved(&c));
        assert_true(same(&c, a, b) == rows[i].here);
    }
}

static void generic_names_join_only_at_one_address(void **state)
{
    tiny_case c;
    tiny_init(&c, *state);
    tiny_id a = with_address(&c, "General Trading Co", "AE", "Plot 1, Dubai");
    tiny_id b = with_address(&c, "GENERAL TRADING LLC", "AE", "plot 1 dubai");
    tiny_id far = with_address(&c, "General Trading Co", "AE", "Plot 77, Sharjah");
    tiny_id bare = tiny_company(&c, "General Trading", "AE");
    tiny_id x = with_account(&c, "International Trading Co", "AE", "AE11111111");
    tiny_id y = with_account(&c, "INTERNATIONAL TRADING CO", "AE", "AE22222222");
    assert_ok(tiny_finish_resolved(&c));
    assert_true(same(&c, a, b));
    assert_false(same(&c, a, far));
    assert_false(same(&c, a, bare));
    assert_false(same(&c, far, bare));
    assert_false(same(&c, x, y));
}

static void a_side_weighs_what_all_its_mentions_weigh(void **state)
{
    tiny_case c;
    tiny_init(&c, *state);
    tiny_id other = tiny_company(&c, "Borealis", "NO");
    tiny_id one = with_address(&c, "Zephyr GmbH", "DE", "Hafen 1"),
            two = with_address(&c, "ZEPHYR GmbH", "DE", "Hafen 1");
    tiny_id ag = with_address(&c, "Zephyr AG", "DE", "Hafen 1"),
            bare = with_address(&c, "Zephyr", "DE", "Hafen 1");
    tt_arena *a = *state;
    for (int i = 0; i < 5; i++) { /* ten uses against one */
        tiny_invoice(&c, tt_arena_printf(a, "A%d", i), one, other, "2024-01-01", "EUR");
        tiny_invoice(&c, tt_arena_printf(a, "B%d", i), two, other, "2024-01-01", "EUR");
    }
    tiny_invoice(&c, "X", ag, other, "2024-01-01", "EUR");
    assert_ok(tiny_finish_resolved(&c));
    assert_true(same(&c, one, bare));
    assert_false(same(&c, ag, bare));
    assert_true(strcmp(why(&c, one, bare), "name and address") == 0 ||
                strcmp(why(&c, two, bare), "name and address") == 0);
}

static void no_share_of_uses_settles_a_generic_name(void **state)
{
    tiny_case c;
    tiny_init(&c, *state);
    tiny_id other = tiny_company(&c, "Borealis", "NO");
    tiny_id often = with_address(&c, "General Trading Co", "AE", "Plot 1, Dubai");
    tiny_id once = with_address(&c, "General Trading Co", "AE", "Plot 77, Sharjah");
    tiny_id bare = tiny_company(&c, "General Trading", "AE");
    tt_arena *a = *state;
    for (int i = 0; i < 30; i++)
        tiny_invoice(&c, tt_arena_printf(a, "%d", i), often, other, "2024-01-01", "EUR");
    tiny_invoice(&c, "X", once, other, "2024-01-01", "EUR");
    assert_ok(tiny_finish_resolved(&c));
    assert_false(same(&c, often, bare));
    assert_false(same(&c, once, bare));
}

static void an_account_joins_only_names_that_are_alike(void **state)
{
    tiny_case c;
    tiny_init(&c, *state);
    tiny_id a = with_account(&c, "Zephyr Trading LLC", "AE", "0011 2233 4455");
    tiny_id b = with_account(&c, "Zephyr Logistics", "AE", "001122334455");
    tiny_id stranger = with_account(&c, "Borealis", "AE", "001122334455");
    tiny_id elsewhere = with_account(&c, "Zephyr Freight", "DE", "001122334455");
    assert_ok(tiny_finish_resolved(&c));
    assert_true(same(&c, a, b));
    assert_string_equal(why(&c, a, b), "account");
    assert_false(same(&c, a, stranger));
    assert_false(
        same(&c, a, elsewhere)); /* no IBAN: a number of one country says nothing in another */
}

static void the_same_account_number_at_two_banks_is_two_accounts(void **state)
{
    tiny_case c;
    tiny_init(&c, *state);
    tiny_id a = with_account(&c, "Zephyr Trading", "AE", "001122334455");
    tiny_mention_at(&c, a)->bank = TT_STR("EBILAEAD");
    tiny_id b = with_account(&c, "Zephyr Logistics", "AE", "001122334455");
    tiny_mention_at(&c, b)->bank = TT_STR("NBADAEAA");
    tiny_id iban = with_account(&c, "Aquilon Trading", "DE", "DE89 3704 0044 0532 0130 00");
    tiny_id abroad = with_account(&c, "Aquilon Logistics", "AT", "DE89370400440532013000");
    assert_ok(tiny_finish_resolved(&c));
    assert_false(same(&c, a, b));
    assert_true(same(&c, iban, abroad)); /* an IBAN is one account everywhere */
}

/* Statements give an account without a name. */
static void an_account_without_a_name_is_whose_it_is(void **state)
{
    tiny_case c;
    tiny_init(&c, *state);
    tiny_id named = with_account(&c, "Zephyr Trading", "DE", "DE89370400440532013000");
    tiny_id bare = with_account(&c, "", "", "DE89 3704 0044 0532 0130 00");
    tiny_id shown = with_account(&c, "NOTPROVIDED", "", "GB82WEST12345698765432");
    assert_ok(tiny_finish_resolved(&c));
    assert_true(same(&c, named, bare));
    assert_str(c.data.entities[tiny_entity(&c, bare)].name, "Zephyr Trading");
    assert_str(c.data.entities[tiny_entity(&c, shown)].name,
               "(no name, account GB82WEST12345698765432)");
}

static void an_account_of_two_names_is_neithers(void **state)
{
    tiny_case c;
    tiny_init(&c, *state);
    tiny_id a = with_account(&c, "Zephyr Trading", "DE", "DE89370400440532013000");
    tiny_id b = with_account(&c, "Borealis", "DE", "DE89370400440532013000");
    tiny_id bare = with_account(&c, "", "", "DE89370400440532013000");
    assert_ok(tiny_finish_resolved(&c));
    assert_false(same(&c, a, b));
    assert_false(same(&c, a, bare));
    assert_false(same(&c, b, bare));
}

/* Else all payees of one country of whom nothing else is known would be one party. */
static void who_has_neither_name_nor_number_is_nobody(void **state)
{
    tiny_case c;
    tiny_init(&c, *state);
    tiny_id country = tiny_company(&c, "", "DE");
    tiny_id word = tiny_company(&c, "notprovided", "FR");
    tiny_id a = with_id(&c, "", "DE", "HRB 4711"), b = with_id(&c, "", "DE", "HRB 4712");
    assert_ok(tiny_finish_resolved(&c));
    assert_int_equal(tiny_entity(&c, country), 0);
    assert_int_equal(tiny_entity(&c, word), 0);
    assert_false(same(&c, a, b));
    assert_str(c.data.entities[tiny_entity(&c, a)].name, "(no name, identifier HRB 4711)");
}

/* Manifests are full of it: as a party it would be the largest of all. */
static void goods_to_order_are_nobody_s_and_a_bank_s_order_is_the_bank_s(void **state)
{
    tiny_case c;
    tiny_init(&c, *state);
    tiny_id order = tiny_company(&c, "TO ORDER", "AE"), bare = tiny_company(&c, "To the order", "");
    tiny_id bank = tiny_company(&c, "Orlan Merchant Bank PJSC", "AE"),
            to_bank = tiny_company(&c, "TO THE ORDER OF ORLAN MERCHANT BANK PJSC", "AE");
    assert_ok(tiny_finish_resolved(&c));
    assert_int_equal(tiny_entity(&c, order), 0);
    assert_int_equal(tiny_entity(&c, bare), 0);
    assert_true(tiny_entity(&c, bank) && same(&c, bank, to_bank));
}

static void a_key_that_many_unlike_names_share_joins_nobody(void **state)
{
    static const char *const names[] = {"Zephyr",  "Borealis", "Aquilon", "Notos", "Euros",
                                        "Sirocco", "Mistral",  "Foehn",   "Bora"};
    for (size_t n = 8; n <= 9; n++) {
        tt_arena *a = *state;
        tiny_case c;
        tiny_id id[TT_LEN(names)] = {0};
        tt_arena_reset(a);
        tiny_init(&c, a);
        for (size_t i = 0; i < n; i++)
            id[i] = with_id(&c, names[i], "DE", "AGENT-77001");
        assert_ok(tiny_finish_resolved(&c));
        assert_true(same(&c, id[0], id[1]) == (n == 8)); /* the parameter is 8 */
        assert_int_equal(c.data.n_entities, n == 8 ? 1 : 9);
    }
}

static void the_registry_joins_by_its_own_key_and_by_aliases(void **state)
{
    tiny_case c;
    tiny_init(&c, *state);
    tiny_id p = tiny_party(&c, "C-7", TT_ENTITY_PUBLIC_BODY, "Zephyr Holding", "DE");
    tiny_party_at(&c, p)->aliases = TT_STR("West Wind Traders|Westwind Kontor");
    tiny_party_at(&c, p)->tax_id = TT_STR("DE111111112");
    tiny_id by_key = with_id(&c, "Zfr Hldg", "DE", "C-7");
    tiny_id by_alias = tiny_company(&c, "WESTWIND KONTOR", "DE");
    tiny_id by_tax = with_id(&c, "Anything", "DE", "DE 111 111 112");
    tiny_id by_name = tiny_company(&c, "ZEPHYR HOLDING", "DE");
    tiny_id not_it = with_id(&c, "Aquilon", "CH", "C-7"); /* another country and another name */
    assert_ok(tiny_finish_resolved(&c));
    assert_true(same(&c, p, by_key) && same(&c, p, by_alias) && same(&c, p, by_tax) &&
                same(&c, p, by_name));
    assert_false(same(&c, p, not_it));
    assert_string_equal(why(&c, p, by_key), "party id");
    assert_string_equal(why(&c, p, by_tax), "tax id");
    const tt_entity *e = &c.data.entities[tiny_entity(&c, p)];
    assert_str(e->name, "Zephyr Holding");
    assert_int_equal(e->type, TT_ENTITY_PUBLIC_BODY);
    assert_int_equal(e->party, tiny_ix(&c, p));
    size_t aliases = 0;
    for (tt_ix i = 1; i <= c.data.n_members; i++)
        aliases += strcmp(c.data.members[i].reason, "registry alias") == 0;
    assert_int_equal(aliases, 1);
}

static void two_registry_rows_of_one_name_are_two_parties(void **state)
{
    tiny_case c;
    tiny_init(&c, *state);
    tiny_id p = tiny_party(&c, "P1", TT_ENTITY_COMPANY, "Zephyr", "DE");
    tiny_id q = tiny_party(&c, "P2", TT_ENTITY_COMPANY, "Zephyr", "DE");
    tiny_id again = tiny_party(&c, "P1", TT_ENTITY_COMPANY, "Zephyr Kontor", "DE");
    tiny_id m = tiny_company(&c, "ZEPHYR", "DE");
    assert_ok(tiny_finish_resolved(&c));
    assert_false(same(&c, p, q));
    assert_true(same(&c, p, again));
    assert_false(same(&c, p, m));
    assert_false(same(&c, q, m));
}

static void ownership_rows_find_their_parties(void **state)
{
    tiny_case c;
    tiny_init(&c, *state);
    tiny_id p = tiny_party(&c, "P1", TT_ENTITY_PERSON, "Ada Zephyr", "DE");
    tiny_id m = tiny_company(&c, "Borealis AS", "NO");
    tiny_company(&c, "Aquilon", "FR");
    tiny_company(&c, "Aquilon", "IT");
    tiny_id by_id = tiny_own(&c, "A. Zephyr", "BOREALIS", "director", TT_NO_NUM);
    tiny_own_at(&c, by_id)->owner_id = TT_STR("P1");
    tiny_id by_name = tiny_own(&c, "ADA ZEPHYR", "Aquilon", "shareholder", 50);
    tiny_id nobody = tiny_own(&c, "Nobody Known", "Borealis", "shareholder", 50);
    assert_ok(tiny_finish_resolved(&c));
    assert_int_equal(tiny_own_at(&c, by_id)->owner, tiny_entity(&c, p));
    assert_int_equal(tiny_own_at(&c, by_id)->owned, tiny_entity(&c, m));
    assert_int_equal(tiny_own_at(&c, by_name)->owner, tiny_entity(&c, p));
    assert_int_equal(tiny_own_at(&c, by_name)->owned, 0); /* two of that name */
    assert_int_equal(tiny_own_at(&c, nobody)->owner, 0);
    assert_int_equal(c.data.entities[tiny_entity(&c, p)].type, TT_ENTITY_PERSON);
}

static void the_name_of_an_entity_is_the_most_used_whole_one(void **state)
{
    tiny_case c;
    tiny_init(&c, *state);
    tiny_id other = tiny_company(&c, "Borealis", "NO");
    tiny_id cut = with_id(&c, "Zephyr Handelsgesellschaft Ha", "DE", "DE111111112");
    tiny_id whole = with_id(&c, "Zephyr Handelsgesellschaft Hamburg", "DE", "DE111111112");
    tiny_id rare = with_id(&c, "Zephyr Handelsgesellschaft Hamburg mbH, Niederlassung Nord", "DE",
                           "DE111111112");
    tiny_id caps = with_id(&c, "ZEPHYR HANDELSGESELLSCHAFT", "DE", "DE111111112");
    for (int i = 0; i < 3; i++) {
        static const char *const n[] = {"1", "2", "3", "4", "5", "6"};
        tiny_invoice(&c, n[i], cut, other, "2024-01-01", "EUR");
        tiny_invoice(&c, n[i + 3], caps, other, "2024-01-02", "EUR");
    }
    tiny_invoice(&c, "7", whole, other, "2024-01-01", "EUR");
    tiny_invoice(&c, "8", rare, other, "2024-01-01", "EUR");
    assert_ok(tiny_finish_resolved(&c));
    assert_true(same(&c, cut, whole) && same(&c, cut, rare) && same(&c, cut, caps));
    assert_str(c.data.entities[tiny_entity(&c, cut)].name, "ZEPHYR HANDELSGESELLSCHAFT");
}

static void roles_and_words_give_types(void **state)
{
    tiny_case c;
    tiny_init(&c, *state);
    tiny_id a = tiny_company(&c, "Zephyr", "DE"), b = tiny_company(&c, "Bank of Zephyr", "AE");
    tiny_id line = tiny_company(&c, "Maru Line", "DK"), agent = tiny_company(&c, "Clear Co", "DE");
    tiny_id own = tiny_company(&c, "Own Ships", "DK"); /* carries what it sells */
    tiny_id t = tiny_shipment(&c, "BL2", own, b, "2024-01-05", "DEHAM", "AEJEA");
    tiny_shipment_at(&c, t)->carrier = own;
    tiny_id s = tiny_shipment(&c, "BL", a, b, "2024-01-05", "DEHAM", "AEJEA");
    tiny_shipment_at(&c, s)->carrier = line;
    tiny_id d = tiny_declaration(&c, "D", TT_DOC_EXPORT, a, b, "2024-01-04", "AE");
    tiny_declaration_at(&c, d)->declarant = agent;
    assert_ok(tiny_finish_resolved(&c));
    assert_int_equal(c.data.entities[tiny_entity(&c, a)].type, TT_ENTITY_UNKNOWN);
    assert_int_equal(c.data.entities[tiny_entity(&c, b)].type, TT_ENTITY_BANK);
    assert_int_equal(c.data.entities[tiny_entity(&c, line)].type, TT_ENTITY_CARRIER);
    assert_int_equal(c.data.entities[tiny_entity(&c, agent)].type, TT_ENTITY_BROKER);
    assert_int_equal(c.data.entities[tiny_entity(&c, own)].type, TT_ENTITY_UNKNOWN);
}

static void the_country_of_an_entity_is_the_most_used_one(void **state)
{
    tiny_case c;
    tiny_init(&c, *state);
    tiny_id other = tiny_company(&c, "Borealis", "NO");
    tiny_id de = with_id(&c, "Zephyr", "DE", "529900T8BM49AURSDO55");
    tiny_id at = with_id(&c, "Zephyr", "AT", "529900T8BM49AURSDO55");
    tiny_invoice(&c, "1", at, other, "2024-01-01", "EUR");
    tiny_invoice(&c, "2", at, other, "2024-01-01", "EUR");
    tiny_invoice(&c, "3", de, other, "2024-01-01", "EUR");
    assert_ok(tiny_finish_resolved(&c));
    assert_true(same(&c, de, at));
    tt_country austria;
    assert_true(tt_country_parse(TT_STR("AT"), &austria));
    assert_int_equal(c.data.entities[tiny_entity(&c, de)].country, austria);
}

/* Every member but the first leads, step by step, to the first. */
static void check_trees(const tt_data *d)
{
    for (tt_ix e = 1; e <= d->n_entities; e++) {
        const tt_entity *ent = &d->entities[e];
        for (tt_ix i = ent->first_mention; i < ent->first_mention + ent->n_mentions; i++) {
            tt_ix at = i;
            size_t steps = 0;
            while (d->members[at].with) {
                assert_int_equal(d->members[at].entity, e);
                assert_true(d->members[at].detail.n > 0);
                at = d->members[at].with;
                assert_true(++steps < ent->n_mentions);
            }
            assert_int_equal(at, ent->first_mention);
            assert_string_equal(d->members[at].reason, "first");
        }
        if (e > 1)
            assert_true(tt_hash_cmp(d->entities[e - 1].id, ent->id) < 0);
    }
}

static void every_join_leads_to_the_first_member(void **state)
{
    tiny_case c;
    tiny_init(&c, *state);
    with_id(&c, "Zephyr GmbH", "DE", "DE111111112");
    with_id(&c, "Z Kontor", "DE", "DE111111112");
    with_account(&c, "Zephyr Kontor Nord", "DE", "DE89370400440532013000");
    with_account(&c, "Z Kontor Nord", NULL, "DE89370400440532013000");
    tiny_company(&c, "Z KONTOR", NULL);
    tiny_company(&c, "ZEPHYR", "DE");
    tiny_party(&c, "P1", TT_ENTITY_COMPANY, "Zephyr", "DE");
    assert_ok(tiny_finish_resolved(&c));
    check_trees(&c.data);
    assert_true(c.data.n_entities < c.data.n_members);
}

static void ids_stay_when_unrelated_parties_are_added(void **state)
{
    tt_hash id[2];
    for (int more = 0; more < 2; more++) {
        tt_arena *a = *state;
        tiny_case c;
        tt_arena_reset(a);
        tiny_init(&c, a);
        tiny_id x = with_id(&c, "Zephyr GmbH", "DE", "DE111111112");
        with_id(&c, "Z Kontor", "DE", "DE111111112");
        tiny_company(&c, "ZEPHYR", "DE");
        if (more)
            for (int i = 0; i < 40; i++)
                tiny_company(&c, tt_arena_printf(a, "Borealis%d AS", i), "NO");
        assert_ok(tiny_finish_resolved(&c));
        id[more] = c.data.entities[tiny_entity(&c, x)].id;
    }
    assert_memory_equal(&id[0], &id[1], sizeof(id[0]));
}

static void resolve_survives_each_allocation_failing(void **state)
{
    tt_arena *a = *state;
    tiny_case c;
    tiny_id x = 0, y = 0;
    tt_status st;
    TT_TORTURE(st, {
        tt_arena_reset(a);
        tiny_init(&c, a);
        x = with_id(&c, "Zephyr GmbH", "DE", "DE111111112");
        y = with_id(&c, "Zéphyr Kontor", "DE", "DE111111112");
        with_id(&c, "Zephyr GmbH", "DE", "DE222222223");
        tiny_company(&c, "ZEPHYR", "DE");
        with_account(&c, "Zephyr Nord", "DE", "DE89370400440532013000");
        with_account(&c, "Zephyr Sued", "AT", "DE89370400440532013000");
        tiny_party(&c, "P1", TT_ENTITY_COMPANY, "Zephyr", "DE");
        tiny_own(&c, "Zephyr", "Zephyr", "shareholder", 5);
        st = tiny_finish_resolved(&c);
    });
    assert_true(same(&c, x, y));
}

TT_TEST_MAIN("resolve/resolve", TT_TEST(a_name_is_one_party_within_its_country),
             TT_TEST(a_name_is_the_same_in_one_word_and_in_two),
             TT_TEST(an_identifier_joins_different_names),
             TT_TEST(an_identifier_without_country_joins_where_only_one_country_has_it),
             TT_TEST(a_lei_joins_across_countries_only_when_it_is_valid),
             TT_TEST(a_branch_is_its_legal_person),
             TT_TEST(sister_companies_with_different_tax_ids_stay_apart),
             TT_TEST(an_address_says_which_sister_is_meant),
             TT_TEST(one_wrong_number_does_not_keep_the_others_away),
             TT_TEST(a_name_without_country_joins_where_only_one_country_has_it),
             TT_TEST(legal_forms_that_differ_are_two_parties),
             TT_TEST(a_legal_form_is_of_some_countries),
             TT_TEST(an_identifier_overrules_the_legal_form), TT_TEST(an_address_says_the_country),
             TT_TEST(generic_names_join_only_at_one_address),
             TT_TEST(a_side_weighs_what_all_its_mentions_weigh),
             TT_TEST(no_share_of_uses_settles_a_generic_name),
             TT_TEST(an_account_joins_only_names_that_are_alike),
             TT_TEST(the_same_account_number_at_two_banks_is_two_accounts),
             TT_TEST(an_account_without_a_name_is_whose_it_is),
             TT_TEST(an_account_of_two_names_is_neithers),
             TT_TEST(who_has_neither_name_nor_number_is_nobody),
             TT_TEST(goods_to_order_are_nobody_s_and_a_bank_s_order_is_the_bank_s),
             TT_TEST(a_key_that_many_unlike_names_share_joins_nobody),
             TT_TEST(the_registry_joins_by_its_own_key_and_by_aliases),
             TT_TEST(two_registry_rows_of_one_name_are_two_parties),
             TT_TEST(ownership_rows_find_their_parties),
             TT_TEST(the_name_of_an_entity_is_the_most_used_whole_one),
             TT_TEST(roles_and_words_give_types),
             TT_TEST(the_country_of_an_entity_is_the_most_used_one),
             TT_TEST(every_join_leads_to_the_first_member),
             TT_TEST(ids_stay_when_unrelated_parties_are_added),
             TT_TEST(resolve_survives_each_allocation_failing))
