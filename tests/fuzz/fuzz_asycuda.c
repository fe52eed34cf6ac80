/*
 * Fuzz the whole asycuda reader: declarations and manifests of any shape.
 */
#include "tests/support/fuzz_reader.h"

TT_FUZZ_READER("asycuda", TT_KIND_DECLARATION, TT_KIND_SHIPMENT)
