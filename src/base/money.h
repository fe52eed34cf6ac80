/* money.h - integer minor units with a currency.  Never a double. */
#ifndef TT_BASE_MONEY_H
#define TT_BASE_MONEY_H

#include "base/num.h"

/* Three letters packed in 15 bits (A=1 .. Z=26, first letter highest) and the ISO 4217 exponent in
 * bits 16..18.  0 is "none".  Only refdata makes one from text. */
typedef uint32_t tt_ccy;
#define TT_CCY_NONE 0u
tt_ccy tt_ccy_pack(const char letters[3], unsigned exponent);
unsigned tt_ccy_exponent(tt_ccy c);
/** Three letters and a NUL; "" for none. */
void tt_ccy_text(tt_ccy c, char out[4]);

typedef struct tt_money {
    int64_t minor; /* minor units of ccy */
    tt_ccy ccy;
} tt_money;

/** False, and *to untouched, when the currencies differ or the sum does not fit. */
TT_MUST_CHECK bool tt_money_add(tt_money *to, tt_money what);
bool tt_money_same_ccy(tt_money a, tt_money b);
/** Decimal text in major units.  @param inexact as tt_parse_dec. */
bool tt_money_parse(tt_str s, tt_ccy ccy, tt_money *out, bool *inexact);
/** "1234.50": all decimals of the currency, no grouping, no code. */
size_t tt_money_amount_text(tt_money m, char out[TT_NUM_TEXT]);
/** "USD 1234.50". */
size_t tt_money_text(tt_money m, char out[TT_NUM_TEXT]);
/** Major units, for ratios and statistics only: it never returns to money. */
double tt_money_double(tt_money m);

#endif
