/*
 * Fuzz the whole ecb_fx reader: euro reference rates of any shape.
 */
#include "tests/support/fuzz_reader.h"

TT_FUZZ_READER("ecb_fx", TT_KIND_FX, TT_KIND_PRICE)
