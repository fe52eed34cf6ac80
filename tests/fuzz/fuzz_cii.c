/*
 * Fuzz the cii reader: trees of any shape.
 */
#include "tests/support/fuzz_reader.h"

TT_FUZZ_READER("cii", TT_KIND_INVOICE)
