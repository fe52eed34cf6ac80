/*
 * Fuzz the whole json reader: JSON records of any shape.
 */
#include "tests/support/fuzz_reader.h"

TT_FUZZ_READER("json", TT_KIND_PAYMENT, TT_KIND_COVERAGE)
