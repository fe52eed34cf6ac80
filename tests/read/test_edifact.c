/*
 * UN/EDIFACT messages: what comes from where, whose a reference is, splits over containers,
 * envelopes, and the samples.
 */
#include "tests/support/tt_test.h"

#include "tests/support/reader_samples.h"

static void the_good_samples_load_whole_and_without_a_remark(void **state)
{
    reader_samples_each(*state, "samples/read", "edifact", reader_sample_loads_whole);
}

static void the_bad_samples_are_told_as_expected(void **state)
{
    reader_samples_each(*state, "samples/bad", "edifact", reader_sample_as_expected);
}

static void every_prefix_of_a_sample_is_read_to_its_end(void **state)
{
    reader_samples_each(*state, "samples/read", "edifact", reader_sample_prefixes);
    reader_samples_each(*state, "samples/bad", "edifact", reader_sample_prefixes);
}

static void every_allocation_may_fail(void **state)
{
    reader_samples_each(*state, "samples/read", "edifact", reader_sample_torture);
    reader_samples_each(*state, "samples/bad", "edifact", reader_sample_torture);
}

static void a_full_sink_stops_the_reader_at_once(void **state)
{
    reader_samples_each(*state, "samples/bad", "edifact", reader_sample_full_sink);
}

TT_TEST_MAIN("read/edifact", TT_TEST(the_good_samples_load_whole_and_without_a_remark),
             TT_TEST(the_bad_samples_are_told_as_expected),
             TT_TEST(every_prefix_of_a_sample_is_read_to_its_end),
             TT_TEST(every_allocation_may_fail), TT_TEST(a_full_sink_stops_the_reader_at_once))
