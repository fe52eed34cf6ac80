/* country.h - countries: ISO 3166-1, and the spellings that trade documents use. */
#ifndef TT_REFDATA_COUNTRY_H
#define TT_REFDATA_COUNTRY_H

#include "base/base.h"

/* Alpha-2 code: first letter * 256 + second letter, so that order is order of text.  0 is "none".
 */
typedef uint16_t tt_country;
#define TT_COUNTRY_NONE ((tt_country)0)

/**
 * Understand a country as documents write it.
 *
 * Alpha-2, alpha-3, the short, common and official English name, and other spellings ("VIETNAM",
 * "HONG KONG SAR", "U.S.A.", "UK", Chinese and other native names), without regard to case,
 * accents, blanks and . , - ' ( ).  "KOREA" is KR and "CONGO" is CG, as on most documents; a name
 * of two countries ("VIRGIN ISLANDS") is not understood.
 *
 * @param out  untouched on failure.
 * @return     false when the text is empty or not known.
 */
TT_MUST_CHECK bool tt_country_parse(tt_str text, tt_country *out);

/** Alpha-2 code and a NUL; "" for none. */
void tt_country_text(tt_country c, char out[3]);
/** Alpha-3 code, constant; "" for none and for what is no country. */
const char *tt_country_alpha3(tt_country c);
/** Common English name where there is one, else the short name of ISO 3166-1; constant; "" as
 * above. */
const char *tt_country_name(tt_country c);
/** ISO 3166-1 number; 0 where there is none. */
unsigned tt_country_number(tt_country c);

#endif
