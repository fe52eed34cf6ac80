/* money.h - integer minor units with a currency.  Never a double. */
#ifndef TT_BASE_MONEY_H
#define TT_BASE_MONEY_H

#include "base/num.h"

/* Three letters packed in 15 bits (A=1 .. Z=26, first letter highest) and the ISO 4217 exponent in
 * bits 16..18.  0 is "none".  Only refdata makes one from text. */
typedef uint32_t tt_ccy;
#define TT_CCY_NONE 0u
/** TT_CCY_NONE unless letters are A to Z and the exponent is 0..7. */
tt_ccy tt_ccy_pack(const char letters[3], unsigned exponent);
unsigned tt_ccy_exponent(tt_ccy c); /* decimals: JPY 0, USD 2, KWD 3; 0 for none */
/** Three letters and a NUL; "" for none. */
void tt_ccy_text(tt_ccy c, char out[4]);

typedef struct tt_money {
    int64_t minor; /* minor units of ccy */
    tt_ccy ccy;
} tt_money;

/** False, and *to untouched, when the currencies differ or the sum does not fit. */
TT_MUST_CHECK bool tt_money_add(tt_money *to, tt_money what);
bool tt_money_same_ccy(tt_money a, tt_money b);
/** Decimal text in major units ("1234.5"), as tt_parse_dec with the decimals of ccy.  False also
 * for TT_CCY_NONE.  @param inexact  set when the text was finer than the currency.  May be NULL. */
bool tt_money_parse(tt_str s, tt_ccy ccy, tt_money *out, bool *inexact);
/** "1234.50": all decimals of the currency, no grouping, no code. */
size_t tt_money_amount_text(tt_money m, char out[TT_NUM_TEXT]);
/** "USD 1234.50"; without a currency the minor units alone. */
size_t tt_money_text(tt_money m, char out[TT_NUM_TEXT]);
/** Major units, for ratios and statistics only: it never returns to money. */
double tt_money_double(tt_money m);

#endif
