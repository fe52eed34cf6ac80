/* country.c - countries by code and by name.  The words and their rows are in data/countries.tsv.
 */
#include "refdata/country.h"

#include "base/str.h"
#include "refdata/fold.h"

typedef struct rg_countries_row {
    const char *alpha2, *alpha3;
    int16_t number; /* -1: ISO 3166-1 gives none */
    const char *name, *common;
} rg_countries_row;
#define TT_REFGEN_COUNTRIES
#include "gen/refdata_data.h"

static tt_country pack(const char *alpha2)
{
    return (tt_country)((unsigned)(unsigned char)alpha2[0] << 8 | (unsigned char)alpha2[1]);
}

bool tt_country_parse(tt_str text, tt_country *out)
{
    int row = tt_fold_find(rg_countries_keys, TT_LEN(rg_countries_keys), text);
    if (row < 0)
        return false;
    *out = pack(rg_countries[row].alpha2);
    return true;
}

static const rg_countries_row *find(tt_country c)
{
    size_t low = 0, high = TT_LEN(rg_countries);
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        tt_country at = pack(rg_countries[mid].alpha2);
        if (at == c)
            return &rg_countries[mid];
        if (at < c)
            low = mid + 1;
        else
            high = mid;
    }
    return NULL;
}

void tt_country_text(tt_country c, char out[3])
{
    out[0] = (char)(c >> 8);
    out[1] = (char)(c & 0xFF);
    out[2] = '\0';
}

const char *tt_country_alpha3(tt_country c)
{
    const rg_countries_row *row = find(c);
    return row ? row->alpha3 : "";
}

const char *tt_country_name(tt_country c)
{
    const rg_countries_row *row = find(c);
    if (!row)
        return "";
    return strcmp(row->common, "-") == 0 ? row->name : row->common;
}

unsigned tt_country_number(tt_country c)
{
    const rg_countries_row *row = find(c);
    return row && row->number > 0 ? (unsigned)row->number : 0;
}
