/*
 * Fuzz the whole dcsa_bl reader: DCSA bills of lading of any shape.
 */
#include "tests/support/fuzz_reader.h"

TT_FUZZ_READER("dcsa_bl", TT_KIND_SHIPMENT, TT_KIND_FX)
