/* unit.c - units by code and spelling, and their conversion.  Rows are in data/units.tsv. */
#include "refdata/unit.h"

#include "base/num.h"
#include "base/str.h"
#include "refdata/fold.h"

typedef struct rg_units_row {
    const char *code;
    tt_dim dim;
    int64_t num, den; /* 0/1: no conversion */
    const char *name;
} rg_units_row;
#define TT_REFGEN_UNITS
#include "gen/refdata_data.h"

static const struct {
    const char *text, *unit;
} dims[] = {
    [TT_DIM_NONE] = {"none", NULL},       [TT_DIM_MASS] = {"mass", "KGM"},
    [TT_DIM_LENGTH] = {"length", "MTR"},  [TT_DIM_AREA] = {"area", "MTK"},
    [TT_DIM_VOLUME] = {"volume", "MTQ"},  [TT_DIM_COUNT] = {"count", "C62"},
    [TT_DIM_ENERGY] = {"energy", "KWH"},  [TT_DIM_TIME] = {"time", "HUR"},
    [TT_DIM_PACKAGE] = {"package", NULL}, [TT_DIM_OTHER] = {"other", NULL},
};

static const rg_units_row *get(tt_unit u)
{
    return u != TT_UNIT_NONE && u <= TT_LEN(rg_units) ? &rg_units[u - 1] : NULL;
}

bool tt_unit_parse(tt_str text, tt_unit *out)
{
    int row = tt_fold_find(rg_units_keys, TT_LEN(rg_units_keys), text);
    if (row < 0)
        return false;
    *out = (tt_unit)(row + 1);
    return true;
}

const char *tt_unit_code(tt_unit u)
{
    const rg_units_row *row = get(u);
    return row ? row->code : "";
}

const char *tt_unit_name(tt_unit u)
{
    const rg_units_row *row = get(u);
    return row ? row->name : "";
}

tt_dim tt_unit_dimension(tt_unit u)
{
    const rg_units_row *row = get(u);
    return row ? row->dim : TT_DIM_NONE;
}

size_t tt_unit_count(void)
{
    return TT_LEN(rg_units);
}

tt_unit tt_dim_unit(tt_dim d)
{
    tt_unit u = TT_UNIT_NONE;
    if ((size_t)d < TT_LEN(dims) && dims[d].unit && !tt_unit_parse(tt_str_of(dims[d].unit), &u))
        return TT_UNIT_NONE;
    return u;
}

const char *tt_dim_text(tt_dim d)
{
    return (size_t)d < TT_LEN(dims) ? dims[d].text : "";
}

bool tt_unit_to_canonical(int64_t qty_e6, tt_unit u, int64_t *out_e6)
{
    const rg_units_row *row = get(u);
    int64_t v = 0;
    if (!row || row->num == 0 || !tt_muldiv_i64(qty_e6, row->num, row->den, &v))
        return false;
    if (v == 0 && qty_e6 != 0)
        return false;
    *out_e6 = v;
    return true;
}
