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
