/*
 * wco: the samples, good and bad, whole and cut off, with memory failing and with a full sink.
 */
#include "tests/support/tt_test.h"

#include "tests/support/reader_tests.h"

TT_READER_TESTS("wco")

TT_TEST_MAIN("read/wco", TT_READER_TEST_LIST)
