/*
 * Fuzz the wco reader: trees of any shape.
 */
#include "tests/support/fuzz_reader.h"

TT_FUZZ_READER("wco", TT_KIND_DECLARATION)
