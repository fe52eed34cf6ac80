/*
 * money.c - integer minor units with a currency.  Rates and conversion are not here.
 */
#include "base/money.h"

#include "base/str.h"

#include <math.h>

enum { EXP_SHIFT = 16, LETTER_BITS = 5 };

tt_ccy tt_ccy_pack(const char letters[3], unsigned exponent)
{
    tt_ccy c = 0;
    if (exponent > 7)
        return TT_CCY_NONE;
    for (size_t i = 0; i < 3; i++) {
        if (letters[i] < 'A' || letters[i] > 'Z')
            return TT_CCY_NONE;
        c = c << LETTER_BITS | (tt_ccy)(letters[i] - 'A' + 1);
    }
    return c | exponent << EXP_SHIFT;
}

unsigned tt_ccy_exponent(tt_ccy c)
{
    return c >> EXP_SHIFT & 7u;
}

void tt_ccy_text(tt_ccy c, char out[4])
{
    memset(out, 0, 4);
    if (c == TT_CCY_NONE)
        return;
    for (unsigned i = 0; i < 3; i++)
        out[i] = (char)('A' - 1 + (c >> (2 - i) * LETTER_BITS & 31u));
}

bool tt_money_same_ccy(tt_money a, tt_money b)
{
    return a.ccy == b.ccy;
}

bool tt_money_add(tt_money *to, tt_money what)
{
    return tt_money_same_ccy(*to, what) && tt_add_i64(to->minor, what.minor, &to->minor);
}

bool tt_money_parse(tt_str s, tt_ccy ccy, tt_money *out, bool *inexact)
{
    int64_t minor;
    if (ccy == TT_CCY_NONE || !tt_parse_dec(s, tt_ccy_exponent(ccy), &minor, inexact))
        return false;
    *out = (tt_money){minor, ccy};
    return true;
}

size_t tt_money_amount_text(tt_money m, char out[TT_NUM_TEXT])
{
    return tt_dec_text_fixed(m.minor, tt_ccy_exponent(m.ccy), out);
}

size_t tt_money_text(tt_money m, char out[TT_NUM_TEXT])
{
    size_t n = 0;
    if (m.ccy != TT_CCY_NONE) {
        tt_ccy_text(m.ccy, out);
        out[3] = ' ';
        n = 4;
    }
    return n + tt_money_amount_text(m, out + n);
}

double tt_money_double(tt_money m)
{
    static const double unit[] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7};
    return (double)m.minor / unit[tt_ccy_exponent(m.ccy)];
}
