/*
 * Fuzz the whole iso20022 reader: ISO 20022 messages of any shape.
 */
#include "tests/support/fuzz_reader.h"

TT_FUZZ_READER("iso20022", TT_KIND_PAYMENT, TT_KIND_INVOICE)
