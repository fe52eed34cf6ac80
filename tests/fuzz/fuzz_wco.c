/*
 * Fuzz the whole wco reader: WCO declarations of any shape.
 */
#include "tests/support/fuzz_reader.h"

TT_FUZZ_READER("wco", TT_KIND_DECLARATION, TT_KIND_INVOICE)
