/*
 * FollowTheMoney: parties, watch lists, edges, payments; what goes into the rows of others.
 */
#include "tests/support/tt_test.h"

#include "tests/support/reader_tests.h"

TT_READER_TESTS("ftm")

static void assert_text(tt_str json, tt_kind forced, const char *want)
{
    tt_told t;
    tt_told_init(&t, true);
    assert_ok(tt_told_read(&t, tt_reader_find(TT_STR("ftm")), json, forced, NULL, ERR));
    assert_string_equal(t.text.p, want);
    tt_told_release(&t);
}

static void ids_are_resolved_wherever_they_stand(void **state)
{
    assert_text(reader_sample_bytes(*state, "samples/read/ftm/entities.ndjson"), TT_KIND_NONE,
                "kind party\n"
                "record 1 ownership owner_id=p-ada owner_name=Ada Kestrel owned_id=c-harbour "
                "owned_name=Harbour Light Shipping Ltd role=beneficial_owner share_percent=62.5 "
                "start_date=2018-03-01\n"
                "record 2 party party_id=p-ada type=person name=Ada Kestrel country=MT "
                "incorporation_date=1971-02-03 address=3 Strait Street, Valletta "
                "email=ada@kestrel.example\n"
                "record 3 party party_id=c-harbour type=company name=Harbour Light Shipping Ltd "
                "aliases=HLS|Harbour , Light|Old Harbour Ltd country=MT registration_number=C "
                "40123 tax_id=MT20301122 lei=213800HARBOURLIGHT18 incorporation_date=2009-10-05 "
                "address=12 Quay Road, VLT 1100 Valletta phone=+356 2100 0000 "
                "website=https://hls.example\n"
                "record 3 ownership owner_id=c-holding owner_name=Light Holding owned_id=c-harbour "
                "owned_name=Harbour Light Shipping Ltd role=shareholder\n"
                "record 4 party party_id=c-holding name=Light Holding\n"
                "record 5 party party_id=c-bank type=bank name=Bank of the Quay country=GB\n"
                "record 6 party party_id=b-fisc type=public_body name=Port Revenue Office "
                "country=MT registration_number=77\n"
                "record 7 party party_id=v-1 type=vessel name=Light Runner country=PA "
                "registration_number=9074729 incorporation_date=1994-06-01\n"
                "record 7 ownership owner_id=c-harbour owner_name=Harbour Light Shipping Ltd "
                "owned_id=v-1 owned_name=Light Runner role=shareholder\n"
                "record 9 ownership owner_id=p-ada owner_name=Ada Kestrel owned_id=c-holding "
                "owned_name=Light Holding role=secretary start_date=2016-01-01 "
                "end_date=2019-12-31\n"
                "record 10 ownership owner_id=p-ada owner_name=Ada Kestrel owned_id=b-fisc "
                "owned_name=Port Revenue Office role=nominee\n"
                "record 12 payment payment_id=TX-9 value_date=2021-05-07 payer_name=Harbour Light "
                "Shipping Ltd payer_account=MT84MALT011000012345MTLCAST001S payer_country=MT "
                "payer_id=213800HARBOURLIGHT18 payer_bank=MALTMTMT payee_name=Light Holding "
                "amount=EUR 12500.75 currency=EUR purpose=charter hire\n"
                "read 12 loaded 12 rejected 0\n");
}

static void a_share_may_have_a_sign_and_a_comma(void **state)
{
    TT_UNUSED(state);
    assert_text(TT_STR("{\"id\":\"a\",\"schema\":\"Person\",\"properties\":{\"name\":[\"A\"]}}\n"
                       "{\"id\":\"b\",\"schema\":\"Company\",\"properties\":{\"name\":[\"B\"]}}\n"
                       "{\"id\":\"o\",\"schema\":\"Ownership\",\"properties\":{\"owner\":[\"a\"],"
                       "\"asset\":[\"b\"],\"percentage\":[\"51,5 %\"]}}\n"),
                TT_KIND_NONE,
                "kind party\nrecord 1 party party_id=a type=person name=A\n"
                "record 2 party party_id=b type=company name=B\n"
                "record 3 ownership owner_id=a owner_name=A owned_id=b owned_name=B "
                "role=shareholder share_percent=51.5\nread 3 loaded 3 rejected 0\n");
}

static void nested_entities_are_read_in_place(void **state)
{
    assert_text(reader_sample_bytes(*state, "samples/read/ftm/targets.nested.json"), TT_KIND_NONE,
                "kind party\n"
                "record 1 watchlist id=NK-1 schema=Company name=Boreal Arms Export aliases=Boreal "
                "Arms, Export;BAE Boreal countries=ru;by addresses=Lenin St 1, Murmansk "
                "identifiers=1027700000001;7701000001 sanctions=Council of Ministers - Arms "
                "program_ids=EU-MARE;EU-ARMS dataset=xx_arms;yy_list "
                "first_seen=2022-04-08T10:00:00Z last_seen=2024-06-01T03:11:00Z "
                "last_change=2023-12-01T00:00:00Z\n"
                "record 1 ownership owner_id=NK-2 owner_name=Boris Severny owned_id=NK-1 "
                "owned_name=Boreal Arms Export role=shareholder share_percent=100\n"
                "record 1 ownership owner_id=NK-3 owner_name=Olga Sever owned_id=NK-1 "
                "owned_name=Boreal Arms Export role=director\n"
                "record 2 watchlist id=NK-2 schema=Person name=Boris Severny aliases=BS "
                "birth_date=1960;1960-04-01 countries=ru addresses=Kola, flat 2 identifiers=P 123 "
                "phones=+7 1 emails=b@example.org dataset=xx_arms first_seen=2022-04-08T10:00:00Z "
                "last_seen=2024-06-01T03:11:00Z last_change=2022-04-08T10:00:00Z\n"
                "read 4 loaded 4 rejected 0\n");
}

static void sanctions_and_documents_go_into_the_rows_they_are_about(void **state)
{
    assert_text(reader_sample_bytes(*state, "samples/read/ftm/array.json"), TT_KIND_NONE,
                "kind party\n"
                "record 2 watchlist id=A-1 schema=Airplane name=EX-999 identifiers=2210\n"
                "record 4 watchlist id=L-1 schema=LegalEntity name=Rosewood Traders "
                "identifiers=RW-5 sanctions=Ministry - Timber program_ids=ZZ-TIMBER\n"
                "record 6 payment payment_id=P-1 value_date=2020-02-02 payer_name=Rosewood Traders "
                "payee_name=Inline Payee payee_account=0099 payee_country=GH payee_id=T9 "
                "payee_bank=Bank Nine amount=USD 77.00 currency=USD\n"
                "read 3 loaded 3 rejected 0\n");
}

#define LISTED                                                                                     \
    "{\"id\":\"1\",\"schema\":\"Person\",\"properties\":{\"name\":[\"A\"],\"topics\":[\"poi\"]}}"  \
    "\n"
#define PLAIN "{\"id\":\"2\",\"schema\":\"Person\",\"properties\":{\"name\":[\"B\"]}}\n"

static void a_kind_that_is_asked_for_decides_about_lists(void **state)
{
    TT_UNUSED(state);
    assert_text(TT_STR(LISTED PLAIN), TT_KIND_NONE,
                "kind party\n"
                "record 1 watchlist id=1 schema=Person name=A\n"
                "record 2 party party_id=2 type=person name=B\n"
                "read 2 loaded 2 rejected 0\n");
    assert_text(TT_STR(LISTED PLAIN), TT_KIND_WATCHLIST,
                "forced kind watchlist\n"
                "record 1 watchlist id=1 schema=Person name=A\n"
                "record 2 watchlist id=2 schema=Person name=B\n"
                "read 2 loaded 2 rejected 0\n");
    assert_text(TT_STR(LISTED PLAIN), TT_KIND_PARTY,
                "forced kind party\n"
                "record 1 party party_id=1 type=person name=A\n"
                "record 2 party party_id=2 type=person name=B\n"
                "read 2 loaded 2 rejected 0\n");
}

static void each_pair_of_ends_is_a_row(void **state)
{
    TT_UNUSED(state);
    assert_text(
        TT_STR(PLAIN
               "{\"id\":\"e\",\"schema\":\"Ownership\",\"properties\":{\"owner\":[\"2\",\"2\"],"
               "\"asset\":[{\"id\":\"7\",\"caption\":\"C\"}]}}"),
        TT_KIND_OWNERSHIP,
        "forced kind ownership\n"
        "reject 1:0 -: not of the kind that was asked for "
        "[{\"id\":\"2\",\"schema\":\"Person\",\"properties\":{\"name\":[\"B\"]}}]\n"
        "record 2 ownership owner_id=2 owner_name=B owned_id=7 owned_name=C "
        "role=shareholder\n"
        "record 2 ownership owner_id=2 owner_name=B owned_id=7 owned_name=C "
        "role=shareholder\n"
        "read 3 loaded 2 rejected 1\n");
}

static void the_format_is_known_by_schema_and_properties(void **state)
{
    TT_UNUSED(state);
    static const reader_guess rows[] = {
        {"", 0},
        {"{\"schema\":\"Person\",\"name\":\"A\"}", 0},
        {"{\"$schema\":\"x\",\"properties\":{}}", 0},
        {"{\"schema\":\"person\",\"properties\":{}}", 0},
        {"{\"schema\":\"Person\",\"properties\":[]}", 0},
        {"[{\"id\":\"1\",\"schema\":\"Person\",\"properties\":{\"na", 96},
        {"\xef\xbb\xbf{\"properties\":{},\"schema\":\"Person\"}", 96},
        {"{\"entities\":[{\"schema\":\"Person\",\"properties\":{}}]}", 96},
    };
    reader_guesses("ftm", rows, TT_LEN(rows), TT_KIND_PARTY);
}

TT_TEST_MAIN("read/ftm", TT_READER_TEST_LIST, TT_TEST(ids_are_resolved_wherever_they_stand),
             TT_TEST(a_share_may_have_a_sign_and_a_comma),
             TT_TEST(nested_entities_are_read_in_place),
             TT_TEST(sanctions_and_documents_go_into_the_rows_they_are_about),
             TT_TEST(a_kind_that_is_asked_for_decides_about_lists),
             TT_TEST(each_pair_of_ends_is_a_row),
             TT_TEST(the_format_is_known_by_schema_and_properties))
