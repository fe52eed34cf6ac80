/*
 * The arena of release builds under the tests of the arena: test programs are debug builds, in
 * which each allocation has its own malloc.
 */
#undef TT_DEBUG
#define TT_BASE_INSIDE

#include "tests/unit/base/test_arena.c"

#include "base/arena.c"
