/* legal.c - legal forms and generic words.  Rows are in data/legal_terms.tsv and legal_homes.tsv.
 */
#include "refdata/legal.h"

typedef tt_legal_term rg_legal_terms_row;
typedef tt_legal_home rg_legal_homes_row;
#define TT_REFGEN_LEGAL_TERMS
#define TT_REFGEN_LEGAL_HOMES
#include "gen/refdata_data.h"

const tt_legal_term *tt_legal_terms(size_t *n)
{
    *n = TT_LEN(rg_legal_terms);
    return rg_legal_terms;
}

_Static_assert(TT_LEN(rg_legal_homes) <= UINT8_MAX, "a row fits a byte");

const tt_legal_home *tt_legal_homes(size_t *n)
{
    *n = TT_LEN(rg_legal_homes);
    return rg_legal_homes;
}

bool tt_legal_home_has(uint8_t home, tt_country c)
{
    const char *p = home ? rg_legal_homes[home - 1].countries : "";
    for (; *p; p += p[2] ? 3 : 2)
        if ((unsigned char)p[0] * 256 + (unsigned char)p[1] == c)
            return true;
    return !home;
}

bool tt_legal_homes_meet(uint8_t a, uint8_t b)
{
    const char *p = a ? rg_legal_homes[a - 1].countries : "";
    if (!a || !b || a == b)
        return true;
    for (; *p; p += p[2] ? 3 : 2)
        if (tt_legal_home_has(b, (tt_country)((unsigned char)p[0] * 256 + (unsigned char)p[1])))
            return true;
    return false;
}
