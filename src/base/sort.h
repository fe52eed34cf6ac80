/* sort.h - sorting of plain numbers without comparing them one by one.  See vec.h for the rest. */
#ifndef TT_BASE_SORT_H
#define TT_BASE_SORT_H

#include "base/base.h"

/**
 * Sort ascending.
 *
 * @return      False when memory is out (nothing has moved then).
 * @complexity  O(n); allocates n * 8 bytes.
 */
TT_MUST_CHECK bool tt_sort_i64(int64_t *v, size_t n);

#endif
