/* copy.h - memcpy of a few bytes, inlined: a call costs more than copying them does. */
#ifndef TT_BASE_COPY_H
#define TT_BASE_COPY_H

#include "base/base.h"

/* Both ends, of which the middle may be in both. */
#define TT_COPY_ENDS(size)                                                                         \
    (memcpy(to, from, (size)), memcpy(to + n - (size), from + n - (size), (size)))

/** As memcpy, and from may be NULL when n is 0.  They do not overlap. */
static inline void tt_copy(char *restrict to, const char *restrict from, size_t n)
{
    if (n > 32)
        memcpy(to, from, n);
    else if (n >= 16)
        TT_COPY_ENDS(16);
    else if (n >= 8)
        TT_COPY_ENDS(8);
    else if (n >= 4)
        TT_COPY_ENDS(4);
    else if (n >= 2)
        TT_COPY_ENDS(2);
    else if (n == 1)
        *to = *from;
}
#undef TT_COPY_ENDS

#endif
