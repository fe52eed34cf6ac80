/*
 * Fuzz the whole csv reader: CSV records of any shape.
 */
#include "tests/support/fuzz_reader.h"

TT_FUZZ_READER("csv", TT_KIND_PAYMENT, TT_KIND_COVERAGE)
