/* currency.c - currencies by code.  Rows are in data/currencies.tsv. */
#include "refdata/currency.h"

#include "base/str.h"
#include "refdata/fold.h"

typedef struct rg_currencies_row {
    const char *code;
    int16_t number, minor, decimals; /* -1: none */
    const char *name;
} rg_currencies_row;
#define TT_REFGEN_CURRENCIES
#include "gen/refdata_data.h"

static const rg_currencies_row *find(tt_str text)
{
    text = tt_str_trim(text);
    if (text.n != 3) /* "U.S.D" is no code */
        return NULL;
    int row = tt_fold_find(rg_currencies_keys, TT_LEN(rg_currencies_keys), text);
    return row < 0 ? NULL : &rg_currencies[row];
}

tt_ccy tt_ccy_parse(tt_str text)
{
    const rg_currencies_row *row = find(text);
    if (!row || row->decimals < 0)
        return TT_CCY_NONE;
    return tt_ccy_pack(row->code, (unsigned)row->decimals);
}

static const rg_currencies_row *find_ccy(tt_ccy c)
{
    char code[4];
    tt_ccy_text(c, code);
    return find(tt_str_of(code));
}

const char *tt_ccy_name(tt_ccy c)
{
    const rg_currencies_row *row = find_ccy(c);
    return row ? row->name : "";
}

unsigned tt_ccy_number(tt_ccy c)
{
    const rg_currencies_row *row = find_ccy(c);
    return row && row->number > 0 ? (unsigned)row->number : 0;
}

bool tt_ccy_is_of(tt_ccy c, tt_country country)
{
    static const char euro[][3] = {"AD", "AT", "BE", "CY", "DE", "EE", "ES", "FI", "FR",
                                   "GR", "HR", "IE", "IT", "LT", "LU", "LV", "MC", "ME",
                                   "MT", "NL", "PT", "SI", "SK", "SM", "VA", "XK"};
    char ccy[4], code[3];
    tt_ccy_text(c, ccy);
    tt_country_text(country, code);
    if (strcmp(ccy, "EUR") != 0)
        return code[0] && memcmp(ccy, code, 2) == 0;
    for (size_t i = 0; i < TT_LEN(euro); i++)
        if (strcmp(code, euro[i]) == 0)
            return true;
    return false;
}
