/*
 * ECB reference rates: the forms of the table, XML, the division, and days that cannot be used.
 */
#include "tests/support/tt_test.h"

#include "tests/support/reader_tests.h"

TT_READER_TESTS("ecb_fx")

static void assert_file(tt_arena *a, const char *path, const char *want)
{
    tt_told t;
    tt_told_init(&t, true);
    assert_ok(tt_told_read(&t, tt_reader_find(TT_STR("ecb_fx")), reader_sample_bytes(a, path),
                           TT_KIND_NONE, NULL, ERR));
    assert_string_equal(t.text.p, want);
    tt_told_release(&t);
}

static void a_rate_is_dollars_for_one_unit(void **state)
{
    assert_file(*state, "samples/read/ecb_fx/hist.csv",
                "kind fx\n"
                "record 2 fx date=2024-03-04 currency=EUR usd_per_unit=1.0846\n"
                "record 2 fx date=2024-03-04 currency=JPY usd_per_unit=0.006643797856\n"
                "record 2 fx date=2024-03-04 currency=BGN usd_per_unit=0.55455568054\n"
                "record 2 fx date=2024-03-04 currency=KRW usd_per_unit=0.000750229994\n"
                "record 3 fx date=2024-03-01 currency=EUR usd_per_unit=1.0813\n"
                "record 3 fx date=2024-03-01 currency=JPY usd_per_unit=0.006642299896\n"
                "record 3 fx date=2024-03-01 currency=BGN usd_per_unit=0.552868391451\n"
                "record 3 fx date=2024-03-01 currency=KRW usd_per_unit=0.000748698277\n"
                "read 8 loaded 8 rejected 0\n");
}

static void the_file_of_the_day_writes_its_month_in_words(void **state)
{
    assert_file(*state, "samples/read/ecb_fx/day.csv",
                "kind fx\n"
                "record 2 fx date=2024-07-05 currency=EUR usd_per_unit=1.0823\n"
                "record 2 fx date=2024-07-05 currency=JPY usd_per_unit=0.00621368699\n"
                "record 2 fx date=2024-07-05 currency=GBP usd_per_unit=1.279238815673\n"
                "read 3 loaded 3 rejected 0\n");
}

static void xml_gives_the_same_wherever_the_dollar_stands(void **state)
{
    assert_file(*state, "samples/read/ecb_fx/day.xml",
                "kind fx\n"
                "record 8 fx date=2024-03-04 currency=EUR usd_per_unit=1.0846\n"
                "record 10 fx date=2024-03-04 currency=JPY usd_per_unit=0.006643797856\n"
                "record 11 fx date=2024-03-04 currency=KRW usd_per_unit=0.000750229994\n"
                "record 13 fx date=2024-03-01 currency=EUR usd_per_unit=1.0813\n"
                "record 14 fx date=2024-03-01 currency=JPY usd_per_unit=0.006642299896\n"
                "read 5 loaded 5 rejected 0\n");
}

static void the_format_is_known_by_its_header(void **state)
{
    TT_UNUSED(state);
    static const reader_guess rows[] = {
        {"", 0},
        {"Date,USD,JPY,", 98},
        {"\xef\xbb\xbf\"date\";\"JPY\";\"USD\"\r\n", 98},
        {"\nDate\tEUR\tUSD\n", 98},
        {"Date,USD,Japan\n", 0},
        {"Date,EUR,JPY\n", 0},
        {"date,currency,usd_per_unit\n", 0},
        {"Date\n2024-01-01", 0},
        {"USD,Date\n", 0},
        {"<Envelope xmlns='http://www.ecb.int/vocabulary/2002-08-01/eurofxref'><Cube>", 98},
        {"<soap:Envelope xmlns:soap='http://schemas.xmlsoap.org/soap/envelope/'>", 0},
        {"<Cube time='eurofxref'/>", 0},
    };
    reader_guesses("ecb_fx", rows, TT_LEN(rows), TT_KIND_FX);
}

TT_TEST_MAIN("read/ecb_fx", TT_READER_TEST_LIST, TT_TEST(a_rate_is_dollars_for_one_unit),
             TT_TEST(the_file_of_the_day_writes_its_month_in_words),
             TT_TEST(xml_gives_the_same_wherever_the_dollar_stands),
             TT_TEST(the_format_is_known_by_its_header))
