/* addresses.h - how alike two texts that are no names are: numbers with typing errors, addresses.
 */
#ifndef TT_RESOLVE_ADDRESSES_H
#define TT_RESOLVE_ADDRESSES_H

#include "base/base.h"

/**
 * Letters to change, add, drop or exchange with a neighbour to make one text of the other, by bytes
 * (optimal string alignment); most + 1 when it is more than that or a text is over 255 bytes.
 *
 * @complexity  O(length * most).
 */
uint32_t tt_typing_errors(tt_str a, tt_str b, uint32_t most);

typedef enum tt_address_level {
    TT_ADDRESS_EQUAL,  /* letters and digits */
    TT_ADDRESS_NEAR,   /* one typing error in ten letters */
    TT_ADDRESS_NUMBER, /* a common number, and half of the words */
    TT_ADDRESS_OTHER,
    TT_ADDRESS_NUMBERS_DIFFER /* both have numbers, none in common */
} tt_address_level;

/**
 * Compare two addresses.
 *
 * @param clean_a,clean_b  as tt_ident_clean leaves them.
 * @param a,b              as written: where words begin and end.
 */
tt_address_level tt_address_compare(tt_str clean_a, tt_str clean_b, tt_str a, tt_str b);

#endif
