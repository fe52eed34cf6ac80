/*
 * Fuzz the whole swift_mt reader: MT messages of any shape.
 */
#include "tests/support/fuzz_reader.h"

TT_FUZZ_READER("swift_mt", TT_KIND_PAYMENT, TT_KIND_INVOICE)
