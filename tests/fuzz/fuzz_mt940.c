/*
 * Fuzz the whole mt940 reader: MT statements of any shape.
 */
#include "tests/support/fuzz_reader.h"

TT_FUZZ_READER("mt940", TT_KIND_PAYMENT, TT_KIND_INVOICE)
