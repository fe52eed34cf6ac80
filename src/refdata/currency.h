/* currency.h - currencies: ISO 4217.  The only maker of tt_ccy from text. */
#ifndef TT_REFDATA_CURRENCY_H
#define TT_REFDATA_CURRENCY_H

#include "base/money.h"
#include "refdata/country.h"

/**
 * A currency by its three letters, without regard to case; blanks around them are dropped.
 *
 * Current codes, codes withdrawn since 2005 (older documents), and RMB, CNH (CNY) and NTD (TWD).
 * What has no minor unit is kept with four decimals (XAU, XAG, XPT, XPD, XDR, XSU, XUA).  Not
 * accepted: the codes for no currency and for tests, and the bond market units XBA to XBD.
 *
 * @return  with the exponent packed (base/money.h); TT_CCY_NONE when not known.
 */
tt_ccy tt_ccy_parse(tt_str text);

/** Name in ISO 4217, constant; "" for none and for what is no known currency. */
const char *tt_ccy_name(tt_ccy c);
/** ISO 4217 number; 0 for none. */
unsigned tt_ccy_number(tt_ccy c);

/**
 * True when it is the currency of that country: its first two letters are the country's, as ISO
 * 4217 makes codes, or it is the euro in the euro area.  Countries that use the currency of another
 * one (Ecuador, El Salvador) are not known as such.
 */
bool tt_ccy_is_of(tt_ccy c, tt_country country);

#endif
