/*
 * Fuzz the whole cii reader: Cross Industry Invoices of any shape.
 */
#include "tests/support/fuzz_reader.h"

TT_FUZZ_READER("cii", TT_KIND_INVOICE, TT_KIND_PARTY)
