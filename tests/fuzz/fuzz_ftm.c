/*
 * Fuzz the whole ftm reader: FollowTheMoney entities of any shape.
 */
#include "tests/support/fuzz_reader.h"

TT_FUZZ_READER("ftm", TT_KIND_PARTY, TT_KIND_WATCHLIST)
